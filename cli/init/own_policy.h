/* own_policy.h - the person's own policy as init writes it: policies/mine.yaml of the configuration. It says whose
 * clock counts, and is the place for answers about names; everything else is as in the policy below it. */
#ifndef CLI_INIT_OWN_POLICY_H
#define CLI_INIT_OWN_POLICY_H

#include <stdbool.h>

typedef enum own_state {
    OWN_NONE,
    OWN_WRITTEN, /* as init wrote it */
    OWN_EDITED   /* somebody has made it his own: left alone */
} own_state;

typedef struct own_policy {
    own_state state;
    char *path; /* there or not; NULL: the person has no home folder */
    char *zone; /* of OWN_WRITTEN; NULL: it says none */
} own_policy;

own_policy own_policy_find(void);
void own_policy_free(own_policy *p);

/* Writes it, in the place of one that init wrote; `zone` NULL: the policy below says whose clock counts. false: *why.
 */
bool own_policy_write(const own_policy *p, const char *zone, const char **why);

#endif
