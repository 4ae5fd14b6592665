/* answers.h - what the page's server answers: its own files, GET /policy, POST /check, GET /alive. Drafts go to the
 * shut-in half as they came; nothing here looks into one. */
#ifndef CLI_SERVE_ANSWERS_H
#define CLI_SERVE_ANSWERS_H

#include "gate.h"
#include "keeper.h"

typedef struct answers {
    gate gate;
    const arguments *args;
    keeper *keeper;
    output brief; /* the last answer to /policy */
    output line;  /* the draft on its way */
    bool met;     /* the page has shown its token; whoever acts on that clears it */
    int64_t last; /* seconds of the monotonic clock: when it last did */
} answers;

/* The callbacks for http_open; `a` must outlive the server. */
http_callbacks answers_callbacks(answers *a);

int64_t answers_clock(void);

#endif
