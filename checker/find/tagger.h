/* tagger.h - a learned person tagger: which runs of tokens name a person, and how surely.
 *
 * A linear-chain conditional random field over four labels (outside, begins a name, continues one, names something
 * else: a place, a team, a film) with hashed features: the word, its shape and affixes, its neighbours, and how common
 * it is as a word, given name and family name. Only tokens that could be part of a name are scored; all others are
 * outside by definition, which is what makes it cheap. The trainer (tests/eval/train) shares the feature code of this
 * file, so that what was learned is what is asked.
 *
 * A second, logistic model says whether the person of a run is a private one or a public, historical or invented one
 * (or no person at all), from the words of its sentence and of the text around it.
 *
 * Image, little endian: 8 bytes "HPTAG004"; u32 slots (a power of two); f32 scale; 16 x f32 transitions [from][to];
 * 4 x f32 start; u64 str_hash of all that follows the head; u32 slots of the second model (a power of two); f32 its
 * scale; then slots x TAG_SLOT bytes, a feature's weights (byte - TAG_ZERO) x scale and one byte unused; then the
 * second model's slots x 1 signed byte.
 */
#ifndef HALLPASS_TAGGER_H
#define HALLPASS_TAGGER_H

#include "text/doc.h"
#include "text/lexicon.h"

enum { TAG_OUTSIDE, TAG_BEGIN, TAG_INSIDE, TAG_OTHER, TAG_LABELS };
enum { TAG_WEIGHTS = TAG_LABELS - 1 };        /* a feature's, each less that of TAG_OUTSIDE */
enum { TAG_SLOT = 4, TAG_ZERO = 128 };        /* bytes of a feature in the image; the byte of no weight */
enum { TAG_LETTERS = 10, TAG_FEATURES = 80 }; /* at most this many a token */

/* What the features of one token are made of; computed once. */
typedef struct tag_word {
    uint64_t word;                 /* hash of its fold */
    uint32_t shape;                /* Xxxx, XX, dd, ... hashed */
    uint32_t prefix[2], suffix[4]; /* hashes of the first 2, 3 and last 1..4 bytes of the fold */
    uint32_t list;                 /* how common as word, given and family name: a small code */
    uint32_t coarse;               /* the same in a few classes */
    uint32_t letters[TAG_LETTERS]; /* hashes of its runs of three letters, ends marked; letter_count of them */
    uint32_t elsewhere;            /* how the same word stands in the rest of the text: TAG_ELSEWHERE_ bits */
    uint16_t cluster;              /* the company it keeps: lexicon_entry */
    uint8_t letter_count;
    uint8_t known; /* TAG_KNOWN_ bits */
    uint8_t kind, flags;
    bool candidate; /* could be part of a name */
    bool new_line;  /* first of its line: no name goes on here */
} tag_word;

enum {
    TAG_ELSEWHERE_SMALL = 1,   /* in lower case */
    TAG_ELSEWHERE_CAPITAL = 2, /* with a capital, not at the start of a sentence */
    TAG_ELSEWHERE_OWNER = 4    /* with 's, 'll, 'd behind it */
};

enum {
    TAG_KNOWN_NEXT = 1, /* with the next word, the name of somebody in public life */
    TAG_KNOWN_LAST = 2  /* with the one before */
};

typedef struct tagger {
    const unsigned char *weights; /* slots x TAG_SLOT */
    uint32_t mask;                /* slots - 1 */
    float scale;
    float transition[TAG_LABELS][TAG_LABELS];
    float start[TAG_LABELS];
    const int8_t *role_weights;
    uint32_t role_mask;
    float role_scale;
} tagger;

/* A run of tokens that names a person. */
typedef struct tag_run {
    uint32_t token_first, token_count;
    int confidence; /* 0..100: the smallest marginal of its tokens */
    int privately;  /* 0..100: how surely it is a private person */
} tag_run;

/* The image is borrowed. HP_ERR_USAGE: damaged, foreign, another version. */
HP_MUST_USE hp_status tagger_open(hp_str image, tagger *out);

/* The words of a document, one per token, in its arena; NULL without memory. `lists` may be NULL (no lexicon). */
tag_word *tagger_words(const doc *d, const hp_lexicon *lexicon);

/* Feature hashes of the token at `at`; returns their number (<= TAG_FEATURES). `first` and `end` bound the sentence. */
size_t tagger_features(const tag_word *words, size_t first, size_t end, size_t at, uint32_t *out);

/* Feature hashes for whose name a run of tokens is; returns their number (<= TAG_ROLE_FEATURES). */
enum { TAG_ROLE_NEAR = 80, TAG_ROLE_FEATURES = 4 * TAG_ROLE_NEAR + 40 };
size_t tagger_role_features(const doc *d, const tag_word *words, const hp_lexicon *lexicon, size_t first, size_t count,
                            uint32_t *out);

/* Runs of the document in order, in its arena. `bias` is taken from the score of "outside": 0 balanced, above 0 finds
 * more. `listed`: true for tokens that are known to be somebody's name, for which more is taken; NULL: none. Returns
 * the number of runs; *runs is NULL without memory. */
size_t tagger_run(const tagger *t, const doc *d, const hp_lexicon *lexicon, float bias, const bool *listed,
                  tag_run **runs);

#endif
