/* worth.h - whether a copied text may be a draft.
 *
 * All day long teachers copy names into grade books, links, passwords, cells and program lines. A watcher that speaks
 * up each time is switched off, so it stays silent on what is plainly no post. It errs on the side of checking: a check
 * without findings disturbs nobody. */
#ifndef CLIP_WORTH_H
#define CLIP_WORTH_H

#include "hallpass.h"

typedef enum worth {
    WORTH_CHECKING = 0,
    WORTH_SHORT,     /* fewer words than asked for; also nothing at all */
    WORTH_ADDRESSES, /* nothing but links, mail addresses and paths */
    WORTH_TABLE,     /* rows of cells */
    WORTH_CODE       /* lines of a program */
} worth;

/* The first that holds of a text in UTF-8. */
worth worth_of(hp_str text, size_t least_words);

/* What stands between spaces and holds a letter or digit, so that a password is one; where a script writes no spaces
 * two characters count as a word. */
size_t worth_words(hp_str text);

#endif
