/* lookalike.h - letters of other scripts that look Latin, and the words they hide in. */
#ifndef HALLPASS_LOOKALIKE_H
#define HALLPASS_LOOKALIKE_H

#include "base/arena.h"

/* The Latin letter that a Cyrillic or Greek one looks like; 0: none. */
uint32_t lookalike_of(uint32_t codepoint);

/* Replaces look-alikes in words that also hold a Latin letter; a word all in its own script stays. `s` itself when
 * there is nothing to do, else a copy in `a`. */
hp_str lookalike_latin(arena *a, hp_str s);

/* Whether the word around offset `at` mixes Latin with other letters; *word_end is where it ends. */
bool lookalike_mixed_word(hp_str s, size_t at, size_t *word_end);

#endif
