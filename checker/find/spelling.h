/* spelling.h - how much an unlisted word is spelled like a name: the learned weights of its runs of two to five
 * letters, added up. The trainer (tests/eval/train) learns them from the lists of names and from the other words of
 * rules/names/clusters.txt; they stand in the person tagger's image (tagger.h).
 */
#ifndef HALLPASS_SPELLING_H
#define HALLPASS_SPELLING_H

#include "hallpass.h"

enum {
    SPELLING_LETTERS = 32,                                 /* of a word that are looked at */
    SPELLING_RUN = 5,                                      /* letters of the longest run */
    SPELLING_RUNS = SPELLING_RUN * (SPELLING_LETTERS + 2), /* at most this many a word */
    SPELLING_CLASSES = 9
};

typedef struct spelling {
    const int8_t *weights; /* NULL: nothing is known of spelling */
    uint32_t mask;         /* slots - 1 */
    float scale;
} spelling;

/* Hashes of the runs of a folded word, both its ends marked; returns their number (<= SPELLING_RUNS). */
size_t spelling_runs(hp_str fold, uint32_t *out);

/* 1 (like other words) .. SPELLING_CLASSES (like a name); 0 without weights. */
uint8_t spelling_class(const spelling *s, hp_str fold);

#endif
