/* take.h - whether what a server gave is the district's policy, and newer: the rules, apart from how it came. */
#ifndef CLI_TAKE_H
#define CLI_TAKE_H

#include "bundle.h"
#include "minisign.h"
#include "subscription.h"

/* Reads a bundle with its signature and compares it with the subscription, of which a new one has keys only. NULL: it
 * may be taken once its own tests pass; `b` and `id` tell what it is and which key signed. Else why not: in lower case,
 * without a full stop; the caller frees it. `now`: seconds since 1970. */
char *take_refusal(const subscription *s, hp_str bytes, hp_str signature, int64_t now, bundle *b,
                   char id[MINISIGN_ID_TEXT]);

/* Notes a bundle that was taken: the newest copy, the version that counts, the keys that may sign the next one. Views
 * of `b`, `digest` and `id` go into it. Copies that have no place any more are left out. */
void take_note(subscription *s, const bundle *b, const char *digest, const char *id);

#endif
