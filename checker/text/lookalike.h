/* lookalike.h - letters of other scripts that look Latin, and the words they hide in. */
#ifndef HALLPASS_LOOKALIKE_H
#define HALLPASS_LOOKALIKE_H

#include "base/arena.h"

/* The Latin letter that a Cyrillic or Greek one looks like, or that one is in another shape (a small capital, a dark
 * circle or square); 0: none. */
uint32_t lookalike_of(uint32_t codepoint);

/* Replaces look-alikes in words that also hold a Latin letter; a word all in its own script stays. `s` itself when
 * there is nothing to do, else a copy in `a`. */
hp_str lookalike_latin(arena *a, hp_str s);

/* The Latin word that a word all in look-alikes, hyphens and apostrophes looks like; empty for any other. In `a`. */
hp_str lookalike_whole(arena *a, hp_str word);

/* Whether the word around offset `at` holds a Latin letter, of any shape; *word_end is where it ends. */
bool lookalike_mixed_word(hp_str s, size_t at, size_t *word_end);

#endif
