/* learn_spelling.h - learns how names are spelled (checker/find/spelling.h) from lists of names and of other words. */
#ifndef LEARN_SPELLING_H
#define LEARN_SPELLING_H

#include "find/spelling.h"
#include "text/lexicon.h"

enum { MOST_NAMES = 1 << 18 };

/* Names, the most frequent first. */
typedef struct pool {
    char **v;
    uint32_t n;
} pool;

/* `words`: a file of words, a line each; those that are nobody's name teach what names are not. Draws come from *seed.
 */
spelling learn_spelling(const hp_lexicon *lexicon, const pool *given, const pool *family, const char *words,
                        uint64_t *seed);

#endif
