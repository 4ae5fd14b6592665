/* excerpt.h - the lines of a draft that a finding is about, with its words underlined:
 *
 *      3 | Her IEP meeting is Thursday, so if you're a parent in room 12, her mom is happy …
 *        | ~~~ ^^^^^^^^^^^
 */
#ifndef CLI_EXCERPT_H
#define CLI_EXCERPT_H

#include "mask.h"

typedef struct excerpt_mark {
    size_t start, end; /* draft bytes */
    char sign;         /* what underlines them */
    const char *color; /* terminal code, or "" */
} excerpt_mark;

/* Prints the lines on which marks begin, at most three, each cut to `width` columns around its first mark and those
 * that fit beside it; one that would be cut is shown next, by itself. Marks are in the order of precedence:
 * where two cover a character the first one shows. */
void excerpt_print(output *to, mask *hidden, const excerpt_mark *marks, size_t count, size_t width);

#endif
