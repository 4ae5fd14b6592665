/* utf8.h - code points of a text that may be broken. */
#ifndef CLI_UTF8_H
#define CLI_UTF8_H

#include "hallpass.h"

#define UTF8_BROKEN UINT32_MAX

/* The code point at byte `at` (< s.n) and its length in bytes, at least 1. UTF8_BROKEN, one byte, where none is. */
uint32_t utf8_next(hp_str s, size_t at, size_t *bytes);

/* s.n, or the first byte that is not UTF-8. */
size_t utf8_valid_until(hp_str s);

/* A code point that must not reach a terminal as it is: controls, bidirectional overrides, broken bytes. */
bool utf8_unsafe(uint32_t c);

#endif
