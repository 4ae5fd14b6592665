/* outlets.h - where a teacher posts: what asks hallpass first, set up where that needs nothing but a file. */
#ifndef CLI_INIT_OUTLETS_H
#define CLI_INIT_OUTLETS_H

#include "dialog.h"

/* Asks about each program and browser that is here and does not ask hallpass yet; tells the commands for the rest.
 * Returns STATUS_*. */
int outlets_ask(dialog *d);

/* What asks hallpass already, "toot, Firefox"; the caller frees it. Empty: nothing. */
char *outlets_told(void);

#endif
