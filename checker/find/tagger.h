/* tagger.h - a learned person tagger: which runs of tokens name a person, and how surely.
 *
 * A linear-chain conditional random field over four labels (outside, begins a name, continues one, names something
 * else: a place, a team, a film) with hashed features: the word, its shape and affixes, its neighbours, and how common
 * it is as a word, given name and family name. Only tokens that could be part of a name are scored; all others are
 * outside by definition, which is what makes it cheap. The trainer (tests/eval/train) shares the feature code
 * (features.h), so that what was learned is what is asked.
 *
 * A second, logistic model says whether the person of a run is a private one or a public, historical or invented one
 * (or no person at all), from the words of its sentence and of the text around it.
 *
 * Mentions of one word in a text are made to agree: each is drawn most of the way to the mean of their log odds.
 *
 * Image, little endian: 8 bytes "HPTAG007"; u32 slots (a power of two); f32 scale; 16 x f32 transitions [from][to]
 * and 4 x f32 start, each e to its weight; u64 str_hash of all that follows the head; u32 slots of the second model (a
 * power of two); f32 its scale; u32 slots of the spelling (spelling.h; a power of two); f32 its scale; then slots x
 * TAG_SLOT bytes, a feature's weights (byte - TAG_ZERO) x scale and one byte unused; then the second model's slots x 1
 * signed byte; then the spelling's.
 */
#ifndef HALLPASS_TAGGER_H
#define HALLPASS_TAGGER_H

#include "find/features.h"

typedef struct tagger {
    tag_slots slots;
    float scale;
    float transition[TAG_LABELS][TAG_LABELS]; /* [from][to], and from the start of a sentence: e to the weight */
    float start[TAG_LABELS];
    role_weights roles;
    float role_scale;
    spelling spelled;
} tagger;

/* A run of tokens that names a person. */
typedef struct tag_run {
    uint32_t token_first, token_count;
    int confidence; /* 0..100: the smallest marginal of its tokens, but for those that only go on with it */
    int privately;  /* 0..100: how surely it is a private person */
} tag_run;

/* The image is borrowed. HP_ERR_USAGE: damaged, foreign, another version. */
HP_MUST_USE hp_status tagger_open(hp_str image, tagger *out);

/* What one feature of a token says for `label` (TAG_BEGIN ..) and against TAG_OUTSIDE, and what one of a run says for a
 * private person, in log odds. */
float tagger_weight(const tagger *t, uint32_t feature, int label);
float tagger_role_weight(const tagger *t, uint32_t feature);

/* Runs of the document in order, in its arena. `bias` is taken from the score of "outside": 0 balanced, above 0 finds
 * more. `listed`: true for tokens that are known to be somebody's name, for which more is taken; NULL: none. Returns
 * the number of runs; *runs is NULL without memory. */
size_t tagger_run(const tagger *t, const doc *d, const hp_lexicon *lexicon, float bias, const bool *listed,
                  tag_run **runs);

#endif
