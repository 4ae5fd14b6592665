/* counts.h - how many people a text speaks of, and whether so few that each can be told (the small-cell rule behind
 * 34 CFR 99.31(b)(1)). */
#ifndef HALLPASS_COUNTS_H
#define HALLPASS_COUNTS_H

#include "base/str.h"

/* The first number that the text tells in digits or words, up to 999; -1: it tells none. */
int count_told(hp_str clean);

/* Whether `count` people are too few, or leave too few others of a class of that size (0: not known) for nobody to be
 * told: fewer than `k`. */
bool count_is_small(int count, unsigned k, size_t class_size);

#endif
