/* phrases.h - where the phrases of the word lists stand in a draft: one pass over the tokens serves every list of every
 * rule.
 *
 * Phrase and draft meet in one normal form, words with one space between: a word is the fold of a token, cut at its
 * hyphens, with the clitics behind it; a sign glued between two words counts as a space. So "self-contained" and "self
 * contained" are the same, "mom" is found in "mom's", and so is "mom's". A phrase does not run over other signs or a
 * blank line. Words inside hashtags are met too: IEP in #IEPmeeting.
 */
#ifndef HALLPASS_PHRASES_H
#define HALLPASS_PHRASES_H

#include "pack/pack.h"
#include "text/doc.h"

typedef struct phrase_spot {
    uint32_t clean_start, clean_end;
    uint32_t list, phrase; /* indexes into the pack's tables */
} phrase_spot;

/* Every occurrence in one draft, sorted by list, then start, then longest first. In the document's arena. */
typedef struct phrase_spots {
    const phrase_spot *v;
    const uint32_t *first; /* spots of list i: first[i] .. first[i + 1] - 1 */
    size_t lists;
} phrase_spots;

HP_MUST_USE hp_status phrases_find(const hp_pack *pack, const doc *d, phrase_spots *out);

/* The occurrences of one list. */
static inline const phrase_spot *phrases_of(const phrase_spots *spots, uint32_t list, size_t *count) {
    *count = list < spots->lists ? spots->first[list + 1] - spots->first[list] : 0;
    return *count ? spots->v + spots->first[list] : NULL;
}

/* The first occurrence of a list that lies wholly in [clean_start, clean_end); NULL: none. */
const phrase_spot *phrases_within(const phrase_spots *spots, uint32_t list, size_t clean_start, size_t clean_end);

/* The same, but not wholly in [hole_start, hole_end). */
const phrase_spot *phrases_beside(const phrase_spots *spots, uint32_t list, size_t clean_start, size_t clean_end,
                                  size_t hole_start, size_t hole_end);

#endif
