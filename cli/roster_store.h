/* roster_store.h - the class lists that were imported: rosters/NAME.csv in the person's own configuration folder, where
 * every check looks for them, readable by that person alone.
 *
 * A kept list is a table that roster_csv.h reads: one line of headers, then the students in a fixed order, each once,
 * with what hallpass uses and nothing else. The same students give the same bytes. */
#ifndef CLI_ROSTER_STORE_H
#define CLI_ROSTER_STORE_H

#include "out.h"
#include "roster_csv.h"

enum { ROSTER_STORE_TOLD = 5 };

/* What an import makes of a list of that name. */
typedef struct roster_change {
    bool fresh;                      /* there was none */
    bool unread;                     /* there was one that cannot be read */
    bool same;                       /* nothing changes but the day on which it was taken in */
    size_t students, repeated;       /* that are kept; lines that repeat one of them */
    size_t where[ROSTER_STORE_TOLD]; /* the first of those lines */
    size_t added, left, otherwise;   /* against the list that was there; `otherwise`: known, with other details */
} roster_change;

/* Path of the list NAME, there or not, which the caller frees. NULL: the person has no home folder. */
char *roster_store_path(const char *name);

/* The name that a list gets after the file that it came from: "period-3" of "/tmp/Period 3.csv". The caller frees it.
 */
char *roster_store_name(const char *file);

/* Keeps the students as the list at `path` and tells what that changes. The file is replaced in one step, its folder
 * closed to others. false: *why. */
bool roster_store_keep(const char *path, const people *all, roster_change *out, const char **why);

#endif
