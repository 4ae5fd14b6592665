/* crew.h - several desks at once: drafts are handed out as they come, reports are printed in the same order. */
#ifndef CLI_CREW_H
#define CLI_CREW_H

#include "desk.h"

enum { CREW_MOST = 256 };

typedef struct crew crew;

/* Starts `jobs` threads, each with its own checker; before the sandbox, which shuts them in too. NULL: told why. */
crew *crew_new(const desk_rules *rules, size_t jobs);

/* Checks everything that the feed gives; returns the worst exit status. */
int crew_run(crew *c, feed *from, report_stream *to);

void crew_free(crew *c);

#endif
