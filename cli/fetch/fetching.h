/* fetching.h - the commands of hallpass-fetch, and what they share. */
#ifndef CLI_FETCHING_H
#define CLI_FETCHING_H

#include "options.h"
#include "subscription.h"

extern const command cmd_fetch_subscribe, cmd_fetch_now, cmd_fetch_poll, cmd_fetch_status, cmd_fetch_rollback,
    cmd_fetch_unsubscribe;

/* Rows of an option table. */
#define FETCHING_SYSTEM                                                                                                \
    { "system", NULL, NULL, "the policy of everyone on this computer, in /var/lib/hallpass (as root)" }
#define FETCHING_PATIENCE                                                                                              \
    { "patience", "SECONDS", NULL, "how long the server may take for one file, 1 to 600 (default: 60)" }

/* The one that the options mean, read; where it is not good, told why and false. Free it in any case. */
bool fetching_open(const arguments *args, subscription *out);
/* The same, with its lock held: *lock, to be closed; -1 where it is false. `quiet`: of another program at work nothing
 * is told. */
bool fetching_begin(const arguments *args, bool quiet, subscription *out, int *lock);

/* false: told. */
bool fetching_number(const arguments *args, const char *name, unsigned least, unsigned most, unsigned otherwise,
                     unsigned *out);

/* Visits, saves what came of it, says it; `keep`: saves also that it was in vain; `quiet`: says only what is new. The
 * exit status. */
int fetching_visit(const arguments *args, subscription *s, bool keep, bool quiet);

bool fetching_save(const subscription *s); /* false: told */
void fetching_say(char *line);             /* on standard output; frees it */

#endif
