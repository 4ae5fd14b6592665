/* posting.h - where a teacher posts: what asks hallpass first, set up where that needs nothing but a file. */
#ifndef CLI_INIT_POSTING_H
#define CLI_INIT_POSTING_H

#include "dialog.h"

/* Asks about each program and browser that is here and does not ask hallpass yet; tells the commands for the rest.
 * Returns STATUS_*. */
int posting_ask(dialog *d);

/* What asks hallpass already, "toot, Firefox"; the caller frees it. Empty: nothing. */
char *posting_told(void);

#endif
