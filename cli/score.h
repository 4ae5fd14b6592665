/* score.h - what each rule finds of posts whose truth is marked, and what it costs.
 *
 * A rule with a category is right where its finding meets a mark of that label (a name: of either private name), one
 * with a topic where the post has that topic. Notes are not counted. */
#ifndef CLI_SCORE_H
#define CLI_SCORE_H

#include "json_in.h"
#include "out.h"

typedef struct scorer scorer;

scorer *scorer_new(void);
void scorer_free(scorer *s);

/* Counts one post's report against its truth. */
void scorer_post(scorer *s, const hp_report *report, const json_gold *gold);

/* A table of the rules that told something, those that were wrong most often first. */
void scorer_print(scorer *s, output *to);

#endif
