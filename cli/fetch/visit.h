/* visit.h - one visit to the district's server: ask, verify, prove, keep. */
#ifndef CLI_VISIT_H
#define CLI_VISIT_H

#include "download.h"
#include "subscription.h"

/* What a visit brought; the subscription has views of it until it is saved. */
typedef struct visit visit;

typedef enum visit_result {
    VISIT_NEW = 0, /* another version counts now */
    VISIT_SAME,    /* the copy that is here is the newest */
    VISIT_FAILED   /* nothing has changed but the times, the count of failures and the error */
} visit_result;

/* `s` is one that was read, or a new one that has a folder, an address and keys. Copies are written to the folder; the
 * subscription itself is changed in memory only: the caller saves it, or does not, and then gives visit_free. */
visit *visit_go(subscription *s, unsigned patience, const char *color, visit_result *result);
void visit_free(visit *v);

/* Deletes what is in the folder and is no copy that the subscription names. */
void visit_sweep(const subscription *s);

/* Waits for nobody: -1 when another program is at work in the folder, or it cannot be written, which is told unless
 * `quiet`. Else a descriptor, whose closing ends it. */
int visit_lock(const char *folder, bool shared, bool quiet);

#endif
