/* score.h - what each rule finds of posts whose truth is marked, and what it costs. */
#ifndef CLI_SCORE_H
#define CLI_SCORE_H

#include "setup.h"

/* Checks every line of GOLD (JSON Lines: drafts with "spans": [{"start","end","label"}] and "topics": [...]) and prints
 * a table of the rules that told something. A rule with a category is right where its finding meets a mark of that
 * label (a name: of any private name), one with a topic where the post has that topic. Returns the exit status. */
int score_print(const setup *s, const char *gold, output *to);

#endif
