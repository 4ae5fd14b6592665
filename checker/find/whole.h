/* whole.h - what a passage says as a whole: its words and what the rules found in it, weighed together.
 *
 * The gist (gist.h) reads words alone, and rules read words one by one. Neither knows how far the other may be trusted:
 * a mark told of one child in a passage that reads like teaching talk, three doubtful signs of one thing beside none of
 * any other. Groves (grove.h), learned from passages that neither rules nor gist had seen, ask both: one how likely a
 * topic is, one how likely it is that anything is to be looked at, one how likely it is that the passage is to be held.
 */
#ifndef HALLPASS_WHOLE_H
#define HALLPASS_WHOLE_H

#include "find/gist.h"

#define TALLY_NONE (-4.0f) /* log-odds of what no rule found: below those of any hit */

/* What the rules found of a passage. */
typedef struct tally {
    float surest[GIST_LABELS];      /* per topic: log-odds of the surest hit */
    float count[GIST_LABELS];       /* per topic: hits */
    float name;                     /* log-odds of the surest name of somebody who is protected */
    float who;                      /* how well anybody is known: 0 not at all .. 4 */
    float tokens, students, others; /* of the passage: tokens, words that name students, other private people */
} tally;

/* Log-odds. */
typedef struct whole {
    float topics[GIST_LABELS]; /* of the labels from GIST_TOPICS on */
    float anything, held;
} whole;

tally tally_none(void);

/* What a topic's grove is asked; `surest` in place of the tally's own: as if the surest hit were as sure. */
void topic_measures(const gist_reader *r, const float *scores, const tally *t, uint32_t label, float surest,
                    float out[TOPIC_MEASURES]);

/* Whether there is so little of a topic that its grove is not asked: neither words nor rules speak for it. */
bool topic_is_absent(const float *scores, const tally *t, uint32_t label);

/* What the groves of the whole are asked, where the topics are known. */
void whole_measures(const gist_reader *r, const float *scores, const tally *t, const float *topics,
                    float out[WHOLE_MEASURES]);

/* The log-odds of all topics. */
void whole_topics(const gist_reader *r, const float *scores, const tally *t, float out[GIST_LABELS]);

/* Asks all groves. `scores` are those of gist_read. */
void whole_read(const gist_reader *r, const float *scores, const tally *t, whole *out);

/* The log-odds of a topic, were a hit of so many log-odds the surest. */
float whole_topic(const gist_reader *r, const float *scores, const tally *t, uint32_t label, float surest);

#endif
