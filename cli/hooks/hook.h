/* hook.h - the places where hallpass is asked before something is published: one constant each, listed in hook.c.
 */
#ifndef CLI_HOOK_H
#define CLI_HOOK_H

#include "hook_gate.h"
#include "scripts.h"

/* A call of "hallpass hook NAME". */
typedef struct hook_call {
    const arguments *args;
    const char *const *words; /* what the client was called with: behind NAME */
    size_t word_count;
} hook_call;

typedef struct hook {
    const char *name;
    /* The exit status, as DESIGN.md section 4 has it, or the client's own. Returns after a refusal; may become the
     * client when all is well. */
    int (*run)(const hook_call *call);
    /* Where its scripts belong and, to `install` them, what they say; NULL: there is nothing to install. false: told
     * why. */
    bool (*scripts)(const arguments *args, bool install, scripts *out);
    /* Sends a text through, apart from any terminal and to nobody: the exit status, 0 when it would be published. */
    int (*attempt)(const arguments *args, hp_str text);
} hook;

/* The table's row at `at`; NULL after the last. */
const hook *hook_at(size_t at);

/* What came of a harmless text and of one that every policy holds, sent through to nobody: exit statuses. Works: the
 * first went through, and the second did not. */
typedef struct hook_trial {
    int went, stayed;
    bool works;
} hook_trial;
hook_trial hook_try(const hook *h, const arguments *args);

extern const hook hook_client, hook_git, hook_push, hook_toot, hook_msmtp, hook_sendmail;

#endif
