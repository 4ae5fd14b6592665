/* features.h - what the person tagger sees of a token, and of a run of tokens: hashed features, each of a kind.
 *
 * The trainer (tests/eval/train) learns from them, the tagger (tagger.h) asks with them, and weighing.h tells by their
 * kinds what carried a decision.
 */
#ifndef HALLPASS_FEATURES_H
#define HALLPASS_FEATURES_H

#include "text/doc.h"
#include "text/lexicon.h"

enum { TAG_LETTERS = 10, TAG_FEATURES = 80 }; /* at most this many a token */

/* What a feature speaks of, as a reader would put it. */
typedef enum aspect {
    ASPECT_NONE, /* nothing that could be told */
    ASPECT_WORD,
    ASPECT_CASE,
    ASPECT_SPELLING,
    ASPECT_LISTS,
    ASPECT_COMPANY,
    ASPECT_BEFORE,
    ASPECT_TWO_BEFORE,
    ASPECT_AFTER,
    ASPECT_TWO_AFTER,
    ASPECT_AROUND,
    ASPECT_ELSEWHERE,
    ASPECT_KNOWN,
    ASPECT_LENGTH,
    ASPECT_NEAR, /* one word of the text around it */
    ASPECTS
} aspect;

/* Every kind of feature: its name, the number that its hashes are salted with, what it speaks of. A feature without a
 * row here does not compile. */
#define TAG_KINDS(X)                                                                                                   \
    X(ALWAYS, 1, NONE)                                                                                                 \
    X(WORD, 2, WORD) X(SHAPE, 3, CASE) X(PREFIX, 4, SPELLING) X(SUFFIX, 5, SPELLING) X(BEFORE, 6, BEFORE)              \
        X(AFTER, 7, AFTER) X(SECOND_BEFORE, 8, TWO_BEFORE) X(SECOND_AFTER, 9, TWO_AFTER) X(BEFORE_WORD, 10, BEFORE)    \
            X(WORD_AFTER, 11, AFTER) X(TWO_BEFORE, 12, TWO_BEFORE) X(TWO_AFTER, 13, TWO_AFTER) X(LISTS, 14, LISTS) X(  \
                LISTS_SHAPE, 15, LISTS) X(CLASS_STAND, 16, CASE) X(CLASS_BEFORE, 17, BEFORE) X(CLASS_AFTER, 18, AFTER) \
                X(CLASS_AROUND, 19, AROUND) X(BEFORE_CLASS, 20, BEFORE) X(AFTER_CLASS, 21, AFTER)                      \
                    X(TWO_BEFORE_CLASS, 22, TWO_BEFORE) X(TWO_AFTER_CLASS, 23, TWO_AFTER) X(SHAPE_STAND, 24, CASE)     \
                        X(KIND_BEFORE, 25, BEFORE) X(KIND_AFTER, 26, AFTER) X(KINDS_BEFORE, 27, TWO_BEFORE)            \
                            X(KINDS_AFTER, 28, TWO_AFTER) X(AROUND, 29, AROUND) X(AROUND_CLASS, 30, AROUND)            \
                                X(WORD_STAND, 31, WORD) X(BEFORE_SHAPE, 32, BEFORE) X(AFTER_SHAPE, 33, AFTER)          \
                                    X(ENDING_CLASS, 34, SPELLING) X(CLASSES_AFTER, 35, TWO_AFTER) X(CLASSES_BEFORE,    \
                                                                                                    36, TWO_BEFORE)    \
                                        X(ELSEWHERE, 37, ELSEWHERE) X(THIRD_BEFORE, 38, NONE) X(THIRD_AFTER, 39, NONE) \
                                            X(TRIPLES, 40, SPELLING) X(CLASS_SECOND_BEFORE, 41, TWO_BEFORE)            \
                                                X(CLASS_SECOND_AFTER, 42, TWO_AFTER) X(COMPANY, 50, COMPANY) X(        \
                                                    COMPANY_BEFORE, 51, BEFORE) X(COMPANY_AFTER, 52, AFTER)            \
                                                    X(COMPANY_STAND, 53, COMPANY) X(COMPANY_BEFORE_CLASS, 54, BEFORE)  \
                                                        X(COMPANY_AFTER_CLASS, 55, AFTER) X(SORT_STAND, 56, COMPANY)   \
                                                            X(SORT_BEFORE, 57, BEFORE) X(SORT_AFTER, 58, AFTER)        \
                                                                X(SORT_AROUND, 59, AROUND)                             \
                                                                    X(COMPANY_SECOND_BEFORE, 60, TWO_BEFORE)           \
                                                                        X(COMPANY_SECOND_AFTER, 61, TWO_AFTER)         \
                                                                            X(SORT_CLASS, 62, COMPANY)                 \
                                                                                X(SORTS_AROUND, 63, AROUND)            \
                                                                                    X(COMPANIES_BEFORE, 64, BEFORE)    \
                                                                                        X(COMPANIES_AFTER, 65, AFTER)  \
                                                                                            X(KNOWN, 66, KNOWN)
#define ROLE_KINDS(X)                                                                                                  \
    X(LENGTH, 1, LENGTH)                                                                                               \
    X(LENGTH_KNOWN, 2, KNOWN) X(FIRST_LISTS, 3, LISTS) X(LAST_LISTS, 4, LISTS) X(CLASSES, 5, LISTS)                    \
        X(FIRST_WORD, 6, WORD) X(LAST_WORD, 7, WORD) X(STAND, 8, CASE) X(ELSEWHERE, 9, ELSEWHERE)                      \
            X(BEFORE, 10, BEFORE) X(SECOND_BEFORE, 11, TWO_BEFORE) X(THIRD_BEFORE, 12, NONE) X(AFTER, 13, AFTER)       \
                X(SECOND_AFTER, 14, TWO_AFTER) X(THIRD_AFTER, 15, NONE) X(TWO_BEFORE, 16, TWO_BEFORE)                  \
                    X(TWO_AFTER, 17, TWO_AFTER) X(AROUND, 18, AROUND) X(KIND_BEFORE, 19, BEFORE)                       \
                        X(KIND_AFTER, 20, AFTER) X(LENGTH_BEFORE, 21, BEFORE) X(LENGTH_AFTER, 22, AFTER)               \
                            X(SUFFIX, 23, SPELLING) X(NEAR, 24, NEAR) X(FAR, 25, NEAR) X(NEAR_CUE, 26, NEAR)           \
                                X(FAR_CUE, 27, NEAR) X(NEAR_CUE_LENGTH, 28, NEAR) X(FAR_CUE_LENGTH, 29, NEAR)

#define TAG_KIND(name, salt, of) TAG_##name = (salt),
#define ROLE_KIND(name, salt, of) ROLE_##name = (salt),
typedef enum tag_kind { TAG_KINDS(TAG_KIND) TAG_KIND_END } tag_kind;
typedef enum role_kind { ROLE_KINDS(ROLE_KIND) ROLE_KIND_END } role_kind;
#undef TAG_KIND
#undef ROLE_KIND

/* Where a feature comes from. */
typedef struct tag_origin {
    uint32_t token; /* that it speaks of */
    uint8_t kind;   /* tag_kind, or role_kind */
} tag_origin;

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

/* The words of a document, one per token, in its arena; NULL without memory. `lists` may be NULL (no lexicon). */
tag_word *tagger_words(const doc *d, const hp_lexicon *lexicon);

/* Feature hashes of the token at `at`; returns their number (<= TAG_FEATURES). `first` and `end` bound the sentence. */
size_t tagger_features(const tag_word *words, size_t first, size_t end, size_t at, uint32_t *out);

/* The same, and beside each where it comes from. */
size_t tagger_features_of(const tag_word *words, size_t first, size_t end, size_t at, uint32_t *out, tag_origin *from);

/* Feature hashes for whose name a run of tokens is; returns their number (<= TAG_ROLE_FEATURES). `from`,
 * unless it is NULL, tells where each comes from. */
enum { TAG_ROLE_NEAR = 80, TAG_ROLE_FEATURES = 4 * TAG_ROLE_NEAR + 40 };
size_t tagger_role_features(const doc *d, const tag_word *words, const hp_lexicon *lexicon, size_t first, size_t count,
                            uint32_t *out, tag_origin *from);

/* Does a run stand in the list of people in public life: 1 the whole name, 2 its last word, 3 both; else 0. */
uint32_t tagger_known(const doc *d, const hp_lexicon *lexicon, size_t first, size_t count);

#endif
