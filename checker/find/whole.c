/* whole.c - measures a passage for the groves and asks them. */
#include "find/whole.h"

#include <math.h>
#include <string.h>

static const float ABSENT_BELOW = -6; /* a score from which a topic is no longer out of the question */
static const float ABSENT = -9;       /* the log-odds of one that is */

tally tally_none(void) {
    tally t = {.name = TALLY_NONE};
    for (size_t l = 0; l < GIST_LABELS; l++) t.surest[l] = TALLY_NONE;
    return t;
}

/* The largest value of the topics but one; label 0: of all. */
static float most_but(const gist_reader *r, const float *values, uint32_t label) {
    float most = -INFINITY;
    for (uint32_t l = GIST_TOPICS; l < r->labels; l++)
        if (l != label && values[l] > most) most = values[l];
    return isinf(most) ? TALLY_NONE : most;
}

void topic_measures(const gist_reader *r, const float *scores, const tally *t, uint32_t label, float surest,
                    float out[TOPIC_MEASURES]) {
    out[TOPIC_SCORE] = scores[label];
    out[TOPIC_OTHER] = most_but(r, scores, label);
    out[TOPIC_ANYTHING] = scores[GIST_ANYTHING];
    out[TOPIC_HELD] = scores[GIST_HELD];
    out[TOPIC_SUREST] = surest;
    out[TOPIC_OTHER_SUREST] = most_but(r, t->surest, label);
    out[TOPIC_COUNT] = t->count[label];
    out[TOPIC_PRIOR] = gist_prior(r, label);
    out[TOPIC_WHO] = t->who;
    out[TOPIC_TOKENS] = t->tokens;
}

bool topic_is_absent(const float *scores, const tally *t, uint32_t label) {
    return scores[label] < ABSENT_BELOW && t->surest[label] <= TALLY_NONE;
}

float whole_topic(const gist_reader *r, const float *scores, const tally *t, uint32_t label, float surest) {
    float measures[TOPIC_MEASURES];
    topic_measures(r, scores, t, label, surest, measures);
    return grove_score(&r->topics, measures);
}

static float chance_of(float odds) {
    return 1.0f / (1.0f + expf(-odds));
}

void whole_measures(const gist_reader *r, const float *scores, const tally *t, const float *topics,
                    float out[WHOLE_MEASURES]) {
    uint32_t first = GIST_TOPICS;
    float gravest = 0;
    for (uint32_t l = GIST_TOPICS; l < r->labels; l++) {
        if (topics[l] > topics[first]) first = l;
        float grave = chance_of(topics[l]) * gist_gravity(r, l);
        if (grave > gravest) gravest = grave;
    }
    out[WHOLE_ANYTHING] = scores[GIST_ANYTHING];
    out[WHOLE_HELD] = scores[GIST_HELD];
    out[WHOLE_TOPIC] = r->labels > GIST_TOPICS ? topics[first] : ABSENT;
    out[WHOLE_SECOND] = most_but(r, topics, first);
    out[WHOLE_GRAVEST] = gravest;
    out[WHOLE_SUREST] = most_but(r, t->surest, 0);
    out[WHOLE_NAME] = t->name;
    out[WHOLE_WHO] = t->who;
    out[WHOLE_TOKENS] = t->tokens;
    out[WHOLE_STUDENTS] = t->students;
    out[WHOLE_OTHERS] = t->others;
}

void whole_topics(const gist_reader *r, const float *scores, const tally *t, float out[GIST_LABELS]) {
    for (uint32_t l = 0; l < GIST_LABELS; l++) {
        bool absent = l < GIST_TOPICS || l >= r->labels || topic_is_absent(scores, t, l);
        out[l] = absent ? ABSENT : whole_topic(r, scores, t, l, t->surest[l]);
    }
}

void whole_read(const gist_reader *r, const float *scores, const tally *t, whole *out) {
    float measures[WHOLE_MEASURES];
    whole_topics(r, scores, t, out->topics);
    whole_measures(r, scores, t, out->topics, measures);
    out->anything = grove_score(&r->anything, measures);
    out->held = grove_score(&r->held, measures);
}
