/* features.h - what the person tagger sees of a token, and of a run of tokens: hashed features, each of a kind.
 *
 * The trainer (tests/eval/train) learns from them, the tagger (tagger.h) asks with them, and weighing.h tells by their
 * kinds what carried a decision.
 */
#ifndef HALLPASS_FEATURES_H
#define HALLPASS_FEATURES_H

#include "find/spelling.h"
#include "text/doc.h"
#include "text/lexicon.h"

enum { TAG_OUTSIDE, TAG_BEGIN, TAG_INSIDE, TAG_OTHER, TAG_LABELS };
enum { TAG_WEIGHTS = TAG_LABELS - 1 };        /* a feature's, each less that of TAG_OUTSIDE */
enum { TAG_SLOT = 4, TAG_ZERO = 128 };        /* bytes of a feature in the image; the byte of no weight */
enum { TAG_LETTERS = 10, TAG_FEATURES = 96 }; /* at most this many a token */

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

/* Every kind of feature: the number that its hashes are salted with and what it speaks of, in one, so that none is
 * without. */
enum { KIND_ASPECT = 8 }; /* bits of the salt; the aspect stands above them */
#define KIND_OF(salt, aspect) ((salt) | ASPECT_##aspect << KIND_ASPECT)
typedef enum tag_kind {
    TAG_ALWAYS = KIND_OF(1, NONE),
    TAG_WORD = KIND_OF(2, WORD),
    TAG_SHAPE = KIND_OF(3, CASE),
    TAG_PREFIX = KIND_OF(4, SPELLING),
    TAG_SUFFIX = KIND_OF(5, SPELLING),
    TAG_BEFORE = KIND_OF(6, BEFORE),
    TAG_AFTER = KIND_OF(7, AFTER),
    TAG_SECOND_BEFORE = KIND_OF(8, TWO_BEFORE),
    TAG_SECOND_AFTER = KIND_OF(9, TWO_AFTER),
    TAG_BEFORE_WORD = KIND_OF(10, BEFORE),
    TAG_WORD_AFTER = KIND_OF(11, AFTER),
    TAG_TWO_BEFORE = KIND_OF(12, TWO_BEFORE),
    TAG_TWO_AFTER = KIND_OF(13, TWO_AFTER),
    TAG_LISTS = KIND_OF(14, LISTS),
    TAG_LISTS_SHAPE = KIND_OF(15, LISTS),
    TAG_CLASS_STAND = KIND_OF(16, CASE),
    TAG_CLASS_BEFORE = KIND_OF(17, BEFORE),
    TAG_CLASS_AFTER = KIND_OF(18, AFTER),
    TAG_CLASS_AROUND = KIND_OF(19, AROUND),
    TAG_BEFORE_CLASS = KIND_OF(20, BEFORE),
    TAG_AFTER_CLASS = KIND_OF(21, AFTER),
    TAG_TWO_BEFORE_CLASS = KIND_OF(22, TWO_BEFORE),
    TAG_TWO_AFTER_CLASS = KIND_OF(23, TWO_AFTER),
    TAG_SHAPE_STAND = KIND_OF(24, CASE),
    TAG_KIND_BEFORE = KIND_OF(25, BEFORE),
    TAG_KIND_AFTER = KIND_OF(26, AFTER),
    TAG_KINDS_BEFORE = KIND_OF(27, TWO_BEFORE),
    TAG_KINDS_AFTER = KIND_OF(28, TWO_AFTER),
    TAG_AROUND = KIND_OF(29, AROUND),
    TAG_AROUND_CLASS = KIND_OF(30, AROUND),
    TAG_WORD_STAND = KIND_OF(31, WORD),
    TAG_BEFORE_SHAPE = KIND_OF(32, BEFORE),
    TAG_AFTER_SHAPE = KIND_OF(33, AFTER),
    TAG_ENDING_CLASS = KIND_OF(34, SPELLING),
    TAG_CLASSES_AFTER = KIND_OF(35, TWO_AFTER),
    TAG_CLASSES_BEFORE = KIND_OF(36, TWO_BEFORE),
    TAG_ELSEWHERE = KIND_OF(37, ELSEWHERE),
    TAG_THIRD_BEFORE = KIND_OF(38, NONE),
    TAG_THIRD_AFTER = KIND_OF(39, NONE),
    TAG_TRIPLES = KIND_OF(40, SPELLING),
    TAG_CLASS_SECOND_BEFORE = KIND_OF(41, TWO_BEFORE),
    TAG_CLASS_SECOND_AFTER = KIND_OF(42, TWO_AFTER),
    TAG_COMPANY = KIND_OF(50, COMPANY),
    TAG_COMPANY_BEFORE = KIND_OF(51, BEFORE),
    TAG_COMPANY_AFTER = KIND_OF(52, AFTER),
    TAG_COMPANY_STAND = KIND_OF(53, COMPANY),
    TAG_COMPANY_BEFORE_CLASS = KIND_OF(54, BEFORE),
    TAG_COMPANY_AFTER_CLASS = KIND_OF(55, AFTER),
    TAG_SORT_STAND = KIND_OF(56, COMPANY),
    TAG_SORT_BEFORE = KIND_OF(57, BEFORE),
    TAG_SORT_AFTER = KIND_OF(58, AFTER),
    TAG_SORT_AROUND = KIND_OF(59, AROUND),
    TAG_COMPANY_SECOND_BEFORE = KIND_OF(60, TWO_BEFORE),
    TAG_COMPANY_SECOND_AFTER = KIND_OF(61, TWO_AFTER),
    TAG_SORT_CLASS = KIND_OF(62, COMPANY),
    TAG_SORTS_AROUND = KIND_OF(63, AROUND),
    TAG_COMPANIES_BEFORE = KIND_OF(64, BEFORE),
    TAG_COMPANIES_AFTER = KIND_OF(65, AFTER),
    TAG_KNOWN = KIND_OF(66, KNOWN),
    TAG_SPELLED = KIND_OF(67, SPELLING),
    TAG_SPELLED_STAND = KIND_OF(68, SPELLING),
    TAG_SPELLED_CLASS = KIND_OF(69, SPELLING),
    TAG_SPELLED_SHAPE = KIND_OF(70, SPELLING),
    TAG_SPELLED_AROUND = KIND_OF(71, SPELLING),
    TAG_LEAN = KIND_OF(72, COMPANY),
    TAG_LEAN_STAND = KIND_OF(73, COMPANY),
    TAG_LEAN_CLASS = KIND_OF(74, COMPANY),
    TAG_LEAN_LISTS = KIND_OF(75, LISTS),
    TAG_LEAN_SHAPE = KIND_OF(76, COMPANY),
    TAG_LEAN_BEFORE = KIND_OF(77, BEFORE),
    TAG_LEAN_AFTER = KIND_OF(78, AFTER),
    TAG_LEAN_BEFORE_CLASS = KIND_OF(79, BEFORE),
    TAG_LEAN_AFTER_CLASS = KIND_OF(80, AFTER),
    TAG_LEAN_AROUND = KIND_OF(81, AROUND),
    TAG_LEANS_BEFORE = KIND_OF(82, BEFORE),
    TAG_LEANS_AFTER = KIND_OF(83, AFTER),
    TAG_HALF_LEAN_BEFORE = KIND_OF(84, BEFORE),
    TAG_HALF_LEAN_AFTER = KIND_OF(85, AFTER),
    TAG_HALF_LEAN_AROUND = KIND_OF(86, AROUND),
} tag_kind;
typedef enum role_kind {
    ROLE_LENGTH = KIND_OF(1, LENGTH),
    ROLE_LENGTH_KNOWN = KIND_OF(2, KNOWN),
    ROLE_FIRST_LISTS = KIND_OF(3, LISTS),
    ROLE_LAST_LISTS = KIND_OF(4, LISTS),
    ROLE_CLASSES = KIND_OF(5, LISTS),
    ROLE_FIRST_WORD = KIND_OF(6, WORD),
    ROLE_LAST_WORD = KIND_OF(7, WORD),
    ROLE_STAND = KIND_OF(8, CASE),
    ROLE_ELSEWHERE = KIND_OF(9, ELSEWHERE),
    ROLE_BEFORE = KIND_OF(10, BEFORE),
    ROLE_SECOND_BEFORE = KIND_OF(11, TWO_BEFORE),
    ROLE_THIRD_BEFORE = KIND_OF(12, NONE),
    ROLE_AFTER = KIND_OF(13, AFTER),
    ROLE_SECOND_AFTER = KIND_OF(14, TWO_AFTER),
    ROLE_THIRD_AFTER = KIND_OF(15, NONE),
    ROLE_TWO_BEFORE = KIND_OF(16, TWO_BEFORE),
    ROLE_TWO_AFTER = KIND_OF(17, TWO_AFTER),
    ROLE_AROUND = KIND_OF(18, AROUND),
    ROLE_KIND_BEFORE = KIND_OF(19, BEFORE),
    ROLE_KIND_AFTER = KIND_OF(20, AFTER),
    ROLE_LENGTH_BEFORE = KIND_OF(21, BEFORE),
    ROLE_LENGTH_AFTER = KIND_OF(22, AFTER),
    ROLE_SUFFIX = KIND_OF(23, SPELLING),
    ROLE_NEAR = KIND_OF(24, NEAR),
    ROLE_FAR = KIND_OF(25, NEAR),
    ROLE_NEAR_CUE = KIND_OF(26, NEAR),
    ROLE_FAR_CUE = KIND_OF(27, NEAR),
    ROLE_NEAR_CUE_LENGTH = KIND_OF(28, NEAR),
    ROLE_FAR_CUE_LENGTH = KIND_OF(29, NEAR),
    ROLE_NEAR_COMPANY = KIND_OF(30, NEAR),
    ROLE_FAR_COMPANY = KIND_OF(31, NEAR),
    ROLE_FIRST_COMPANY = KIND_OF(32, COMPANY),
    ROLE_LAST_COMPANY = KIND_OF(33, COMPANY),
    ROLE_FIRST_SORT = KIND_OF(34, COMPANY),
    ROLE_LAST_SORT = KIND_OF(35, COMPANY),
    ROLE_LEANS = KIND_OF(36, COMPANY),
    ROLE_NEAR_SORT = KIND_OF(37, NEAR),
    ROLE_FAR_SORT = KIND_OF(38, NEAR),
} role_kind;
#undef KIND_OF

static inline uint32_t kind_salt(uint32_t kind) {
    return kind & ((1u << KIND_ASPECT) - 1);
}

static inline aspect kind_aspect(uint32_t kind) {
    return (aspect)(kind >> KIND_ASPECT);
}

/* Where a feature comes from. */
typedef struct tag_origin {
    uint32_t token; /* that it speaks of */
    uint16_t kind;  /* tag_kind, or role_kind */
} tag_origin;

/* How a candidate is written; all 0 in other tokens. */
typedef struct tag_letters {
    uint32_t shape;                /* Xxxx, XX, dd, ... hashed */
    uint32_t prefix[2], suffix[4]; /* hashes of the first 2, 3 and last 1..4 bytes of the fold */
    uint32_t runs[TAG_LETTERS];    /* hashes of its runs of three letters, ends marked */
    uint32_t run_count;
} tag_letters;

/* What the features of one token are made of; computed once. What only a candidate is asked for is 0 in others. */
typedef struct tag_word {
    const tag_letters *letters;
    uint64_t word;                /* hash of its fold */
    uint32_t list;                /* how common as word, given and family name: a small code */
    uint32_t coarse;              /* the same in a few classes */
    uint32_t class;               /* those, its kind and its case: what it is to its neighbours */
    uint32_t company, sort;       /* the company that it keeps, in 1,024 clusters and in 64 */
    uint32_t own, before, behind; /* how much its like are names, stand before one, behind one: lexicon_entry */
    uint8_t elsewhere;            /* how the same word stands in the rest of the text: TAG_ELSEWHERE_ bits */
    uint8_t known;                /* TAG_KNOWN_ bits */
    bool common;                  /* a given name that many have */
    bool opens_known, ends_known; /* the first, the last word of some known name of two words */
    uint8_t spelled;              /* spelling_class of a word that hardly any list of names has; 0: not asked */
    bool new_line;                /* first of its line: no name goes on here */
    uint8_t kind, flags;
    bool candidate; /* could be part of a name */
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

/* The words of a document, one per token, in its arena; NULL without memory. `lexicon` and `spelled` may be NULL.
 * `hardly`: words that are hardly names are candidates too, for whoever learns; `listed`: true for tokens that are so
 * in any case, as somebody is known to be called that; NULL: none. */
tag_word *tagger_words(const doc *d, const hp_lexicon *lexicon, const spelling *spelled, const bool *listed,
                       bool hardly);

/* Forgets what the lists of names know of a word, for whoever learns. */
void tagger_unlist(tag_word *w);

/* Feature hashes of the token at `at`; returns their number (<= TAG_FEATURES). `first` and `end` bound the sentence. */
size_t tagger_features(const tag_word *words, size_t first, size_t end, size_t at, uint32_t *out);

/* The same, and beside each where it comes from. */
size_t tagger_features_of(const tag_word *words, size_t first, size_t end, size_t at, uint32_t *out, tag_origin *from);

/* The learned weights of features, by hash: slots x TAG_SLOT bytes, a power of two of slots. */
typedef struct tag_slots {
    const unsigned char *v;
    uint32_t mask; /* slots - 1 */
} tag_slots;

/* What all features of a token weigh together, for TAG_BEGIN .. TAG_OTHER. */
typedef struct tag_sum {
    int of[TAG_WEIGHTS];
} tag_sum;
tag_sum tagger_sum(const tag_word *words, size_t first, size_t end, size_t at, const tag_slots *slots);

/* Feature hashes for whose name a run of tokens is: its own, and those of one word of the text around it (`same`: of
 * its sentence). They return their number (<= TAG_OWN_FEATURES, TAG_NEAR_FEATURES; of a word that is no cue at most
 * TAG_PLAIN_FEATURES, whatever `length` is). `from`, unless it is NULL, tells
 * where each comes from. Words up to TAG_ROLE_NEAR tokens before and behind the run count. */
enum { TAG_ROLE_NEAR = 80, TAG_OWN_FEATURES = 32, TAG_PLAIN_FEATURES = 3, TAG_NEAR_FEATURES = TAG_PLAIN_FEATURES + 2 };
size_t tagger_own_features(const doc *d, const tag_word *words, const hp_lexicon *lexicon, size_t first, size_t count,
                           uint32_t *out, tag_origin *from);
size_t tagger_near_features(const doc *d, const tag_word *words, size_t at, bool same, uint32_t length, uint32_t *out,
                            tag_origin *from);

/* Words of a run as the features count them: 1, 2, or TAG_LENGTHS for more. */
enum { TAG_LENGTHS = 3 };
static inline uint32_t tagger_length(size_t count) {
    return count > TAG_LENGTHS ? TAG_LENGTHS : (uint32_t)count;
}

/* The learned weights of those, by hash: a power of two of slots. */
typedef struct role_weights {
    const int8_t *v;
    uint32_t mask; /* slots - 1 */
} role_weights;

/* Adds what one word of the text around a run weighs, by the run's length: TAG_LENGTHS numbers from 1 on. */
void tagger_near_sum(const doc *d, const tag_word *words, size_t at, bool same, const role_weights *roles,
                     int32_t *by_length);

/* All of them (<= TAG_ROLE_FEATURES), for whoever learns or explains. */
enum { TAG_ROLE_FEATURES = TAG_OWN_FEATURES + 2 * TAG_ROLE_NEAR * TAG_NEAR_FEATURES };
size_t tagger_role_features(const doc *d, const tag_word *words, const hp_lexicon *lexicon, size_t first, size_t count,
                            uint32_t *out, tag_origin *from);

/* Does a run stand in the list of people in public life: 1 the whole name, 2 its last word, 3 both; else 0. */
uint32_t tagger_known(const doc *d, const hp_lexicon *lexicon, size_t first, size_t count);

#endif
