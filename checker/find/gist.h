/* gist.h - what a passage is about, as a whole: a learned reader beside the rules.
 *
 * "Bombed the quiz" said of one child and "bombed the quiz" told as a joke about one's own school days hold the same
 * words; what differs is the company they keep. The gist of a passage is a score per topic, one for "somebody private
 * is spoken of" and one for "this must not go out": linear models over its words, how they begin, pairs of neighbours
 * and the company that words keep. A name or a number stands as what it was taken for (a student, somebody public, a
 * phone), never as itself. What the scores are worth beside what the rules found, the groves behind them tell
 * (whole.h); the judge moves findings by it, and lets rules of kind gist speak by it (judge/passages.c). The trainer
 * (tests/eval/train/train_gist.c) shares this code.
 *
 * Image, little endian: 8 bytes "HPGIST04"; u32 slots (a power of two, GIST_SLOTS at most); u32 rows (GIST_ROWS at
 * most); u32 labels; f32 scale; labels x GIST_NAME bytes: the topics' names, the first GIST_TOPICS of them empty;
 * labels x f32: biases; labels x f32: priors; labels x f32: gravities; slots x u32: the features that are known, each
 * as gist_entry in the first free slot from the low bits of the feature on (0: free); rows of GIST_LABELS signed bytes:
 * weight = byte x scale. A score is bias + sum of the weights / sqrt(number of known features). Then three groves
 * (grove.h): topics, anything, held.
 */
#ifndef HALLPASS_GIST_H
#define HALLPASS_GIST_H

#include "find/grove.h"
#include "text/doc.h"
#include "text/lexicon.h"

enum {
    GIST_LABELS = 32, /* a row of weights */
    GIST_NAME = 24,
    GIST_TOKENS = 128, /* of a passage; longer drafts are read in passages */
    GIST_FEATURES = 7 * GIST_TOKENS + 1,
    GIST_ROWS = 1 << 16, /* features that are known: numbers below this */
    GIST_SLOTS = 1 << 18
};

/* The labels that are no topic; topics come after them. */
enum { GIST_ANYTHING, GIST_HELD, GIST_TOPICS };

/* What a token was taken for. */
typedef enum gist_mark {
    GIST_PLAIN,
    GIST_STUDENT,
    GIST_PRIVATE,
    GIST_PUBLIC,
    GIST_AUTHOR,
    GIST_DATUM, /* an address, a number, a link that is somebody's */
    GIST_MORE   /* goes on with the mark of the token before */
} gist_mark;

/* What is read. */
typedef struct gist_text {
    const doc *d;
    const hp_lexicon *lexicon; /* NULL: no word keeps company */
    const uint8_t *marks;      /* one gist_mark for each token of the document */
} gist_text;

/* What the grove of topics is asked of one of them, and what those of the whole are asked (whole.h). */
enum {
    TOPIC_SCORE,
    TOPIC_OTHER, /* the best score of another topic */
    TOPIC_ANYTHING,
    TOPIC_HELD,
    TOPIC_SUREST,       /* log-odds of the surest hit */
    TOPIC_OTHER_SUREST, /* of another topic's */
    TOPIC_COUNT,        /* hits */
    TOPIC_PRIOR,        /* how frequent the topic is */
    TOPIC_WHO,
    TOPIC_TOKENS,
    TOPIC_MEASURES
};
enum {
    WHOLE_ANYTHING, /* scores */
    WHOLE_HELD,
    WHOLE_TOPIC, /* log-odds of the likeliest topic, and of the next */
    WHOLE_SECOND,
    WHOLE_GRAVEST, /* the largest chance of a topic x its gravity */
    WHOLE_SUREST,  /* log-odds of the surest hit of any topic, and of the surest name */
    WHOLE_NAME,
    WHOLE_WHO,
    WHOLE_TOKENS,
    WHOLE_STUDENTS,
    WHOLE_OTHERS,
    WHOLE_MEASURES
};

typedef struct gist_reader {
    const char *names; /* labels x GIST_NAME */
    const char *biases, *priors, *gravities;
    const char *known;     /* mask + 1 entries */
    const int8_t *weights; /* rows x GIST_LABELS */
    uint32_t labels, mask, rows;
    float scale;
    grove topics, anything, held;
} gist_reader;

/* The image is borrowed. HP_ERR_USAGE: empty, damaged, foreign, another version. */
HP_MUST_USE hp_status gist_open(hp_str image, gist_reader *out);

/* The label of a topic, 0 when the reader does not know it. */
uint32_t gist_label(const gist_reader *r, hp_str topic);

/* Log-odds of a topic before anything is read, and the share of its passages that must not go out. */
float gist_prior(const gist_reader *r, uint32_t label);
float gist_gravity(const gist_reader *r, uint32_t label);

/* How a known feature stands in its slot: enough of it to tell it from others, and its row; never 0. */
static inline uint32_t gist_entry(uint32_t feature, uint32_t row) {
    uint32_t told = feature / GIST_ROWS;
    return (told ? told : 1) * GIST_ROWS | row;
}

/* The features of the tokens first .. end - 1 (at most GIST_TOKENS are read), known or not, some of them more than
 * once; returns their number (<= GIST_FEATURES). */
size_t gist_features(const gist_text *text, size_t first, size_t end, uint32_t *out);

/* The scores of a passage, one for each label; a feature counts once. */
void gist_read(const gist_reader *r, const uint32_t *features, size_t count, float *scores);

#endif
