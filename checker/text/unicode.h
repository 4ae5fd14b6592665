/* unicode.h - the only file that knows utf8proc: checking, decoding, cleaning and folding of texts. */
#ifndef HALLPASS_UNICODE_H
#define HALLPASS_UNICODE_H

#include "base/arena.h"

/* Offset of the first byte that is not part of valid UTF-8 (no surrogates, no overlong forms), or SIZE_MAX. */
size_t unicode_bad_byte(hp_str s);

/* Decodes the character at s.p[at] of valid UTF-8; returns its length in bytes (1..4), 0 at the end. */
size_t unicode_next(hp_str s, size_t at, uint32_t *codepoint);
size_t unicode_put(uint32_t codepoint, char out[4]); /* bytes written */
size_t unicode_count(hp_str s);                      /* code points in valid UTF-8 */

bool unicode_is_letter(uint32_t c); /* L*, and marks that continue a letter */
bool unicode_is_upper(uint32_t c);  /* Lu, Lt */
bool unicode_is_lower(uint32_t c);
bool unicode_is_digit(uint32_t c);     /* Nd */
bool unicode_is_space(uint32_t c);     /* any white space, newline included */
bool unicode_is_emoji(uint32_t c);     /* starts or continues an emoji cluster */
bool unicode_is_ignorable(uint32_t c); /* zero width, soft hyphen, bidi control, variation selector, BOM */

bool unicode_is_combining(uint32_t c); /* Mn, Me, Mc: belongs to the character before it */

/* NFKC of one character with its marks; bytes written to `out`, 0 when it does not fit or the form is empty. */
size_t unicode_compose(hp_str cluster, char *out, size_t room);

/* The fold of doc.h for a text that may hold several words: case folded, diacritics stripped, apostrophes dropped,
 * ignorables dropped, look-alikes made Latin, runs of white space made one space. Used for word lists, rosters and
 * tokens alike, so that they meet. In `a`. */
hp_str unicode_fold(arena *a, hp_str s);

/* Digits and signs that stand for letters made letters, in a folded text: d3stiny -> destiny, j@yden -> jayden,
 * 1 -> i, 0 -> o, $ -> s, ! -> i. In `a`; equal to `fold` when there is none. */
hp_str unicode_unleet(arena *a, hp_str fold);

#endif
