/* gist.h - what a passage is about, as a whole: a learned reader beside the rules.
 *
 * "Bombed the quiz" said of one child and "bombed the quiz" told as a joke about one's own school days hold the same
 * words; what differs is the company they keep. The gist of a passage is a score per topic, and one for "somebody
 * private is spoken of": linear models over its words, pairs of neighbours, the company that words keep, and what the
 * rules found there. A name or a number stands as what it was taken for (a student, somebody public, a phone), never as
 * itself. The judge moves the confidence of findings by it, and lets rules of kind gist speak by it
 * (judge/passages.c). The trainer (tests/eval/train/train_gist.c) shares the feature code of this file.
 *
 * Image, little endian: 8 bytes "HPGIST02"; u32 slots (a power of two, GIST_SLOTS at most); u32 labels; f32 scale;
 * f32 mix[GIST_MIX]; labels x GIST_NAME bytes: the topics' names, the first empty; labels x f32: biases; then slots
 * rows of GIST_LABELS signed bytes: weight = byte x scale. A score is a log-odds: bias + sum of the weights /
 * sqrt(number of features).
 */
#ifndef HALLPASS_GIST_H
#define HALLPASS_GIST_H

#include "text/doc.h"
#include "text/lexicon.h"

enum {
    GIST_LABELS = 32, /* a row of weights */
    GIST_NAME = 24,
    GIST_TOKENS = 128,    /* of a passage; longer drafts are read in passages */
    GIST_SIGHTS = 64,     /* of a passage: what the rules found, at most */
    GIST_SLOTS = 1 << 16, /* features are numbers below this */
    GIST_FEATURES = 3 * GIST_TOKENS + GIST_SIGHTS + 1
};

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

/* What a rule found at a token, in a number of its own. */
typedef struct gist_sight {
    uint32_t token, key;
} gist_sight;

/* What is read. */
typedef struct gist_text {
    const doc *d;
    const hp_lexicon *lexicon; /* NULL: no word keeps company */
    const uint8_t *marks;      /* one gist_mark for each token of the document */
    const gist_sight *sights;  /* by token */
    size_t sight_count;
} gist_text;

/* How the judge weighs a finding: confidence as log-odds x mix[0] + the score of somebody private x mix[1] + the score
 * of the finding's topic x mix[2] + mix[3]; a name: x mix[4], x mix[5], + mix[6]. */
enum { GIST_MIX = 7 };

typedef struct gist_reader {
    const char *names; /* labels x GIST_NAME */
    const char *biases;
    const int8_t *weights; /* slots x GIST_LABELS */
    uint32_t labels, mask;
    float scale, mix[GIST_MIX];
} gist_reader;

/* The image is borrowed. HP_ERR_USAGE: empty, damaged, foreign, another version. */
HP_MUST_USE hp_status gist_open(hp_str image, gist_reader *out);

/* The label of a topic, 0 when the reader does not know it. */
uint32_t gist_label(const gist_reader *r, hp_str topic);

/* The features of the tokens first .. end - 1 (at most GIST_TOKENS are read), each once, below GIST_SLOTS; returns
 * their number (<= GIST_FEATURES). */
size_t gist_features(const gist_text *text, size_t first, size_t end, uint32_t *out);

/* The scores of a passage, one for each label. */
void gist_read(const gist_reader *r, const uint32_t *features, size_t count, float *scores);

#endif
