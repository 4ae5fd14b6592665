/* str.h - what the checker does with texts: views of bytes, never relied on to end in NUL. All ASCII helpers leave
 * other bytes alone. */
#ifndef HALLPASS_STR_H
#define HALLPASS_STR_H

#include "hallpass.h"

#define STR_FMT(s) (int)(s).n, (s).p /* for "%.*s" */

hp_str str_of(const char *z);                     /* a view of a NUL-terminated text; NULL gives an empty one */
hp_str str_sub(hp_str s, size_t from, size_t to); /* clamped to s */
bool str_eq(hp_str a, hp_str b);
bool str_eq_z(hp_str a, const char *z);
bool str_eq_nocase(hp_str a, hp_str b); /* ASCII case */
int str_cmp(hp_str a, hp_str b);        /* by bytes, shorter first */
bool str_starts(hp_str s, hp_str prefix);
bool str_ends(hp_str s, hp_str suffix);
/* Position of the first occurrence at or after `from`, or SIZE_MAX. */
size_t str_find(hp_str s, hp_str needle, size_t from);
hp_str str_trim(hp_str s); /* ASCII white space off both ends */
/* Next piece of *rest up to `sep`; false when nothing is left. */
bool str_split(hp_str *rest, char sep, hp_str *piece);
/* A whole decimal number without sign; false on anything else or overflow past `max`. */
bool str_number(hp_str s, uint64_t max, uint64_t *out);
uint64_t str_hash(hp_str s);      /* 64 bits, the same on every machine and in every version of the lexicon image */
uint64_t str_slot_hash(hp_str s); /* faster for long texts: for tables that live in memory and are never kept */
/* Edits (insert, delete, change, swap neighbours) between two short ASCII or UTF-8 texts by bytes; stops above `most`
 * and then gives most + 1. */
size_t str_distance(hp_str a, hp_str b, size_t most);

/* Two hashes made one, for features: cheap, and the same on every machine. */
static inline uint32_t mix(uint32_t a, uint32_t b) {
    uint32_t h = (a ^ 0x9e3779b9u) * 0x85ebca6bu ^ b;
    h ^= h >> 15;
    h *= 0x2c1b3c6du;
    return h ^ (h >> 13);
}

static inline bool char_is_digit(char c) {
    return c >= '0' && c <= '9';
}
static inline bool char_is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static inline bool char_is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
static inline bool char_is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}
static inline char char_lower(char c) {
    return char_is_upper(c) ? (char)(c + 32) : c;
}
/* The value of a hexadecimal digit; -1: it is none. */
static inline int char_hex(char c) {
    if (char_is_digit(c)) return c - '0';
    c = char_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

#endif
