/* hook.h - the places where hallpass is asked before something is published: one constant each, listed in cmd_hook.c.
 */
#ifndef CLI_HOOK_H
#define CLI_HOOK_H

#include "gate.h"
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
    /* Where its scripts belong and what they say; NULL: there is nothing to install. false: told why. */
    bool (*scripts)(const arguments *args, scripts *out);
    /* Sends a text through, apart from any terminal and to nobody: the exit status, 0 when it would be published. */
    int (*attempt)(const arguments *args, hp_str text);
} hook;

extern const hook hook_client, hook_git, hook_push, hook_toot, hook_msmtp, hook_sendmail;

/* Up to `cap` + 1 bytes of standard input; false: told why. The caller frees *bytes. */
bool hook_read(size_t cap, hp_str *text, char **bytes);

/* Path of the program NAME: what --client says, or the first of that name on PATH that none of our scripts stands in
 * for. NULL: told what to do. The caller frees it. */
char *hook_find_client(const arguments *args, const char *name);

/* "hallpass hook NAME --client=CLIENT" and then `words` (NULL at the end), run apart from the terminal with `input`:
 * the exit status. */
int hook_run_apart(const arguments *args, const char *name, const char *client, const char *const *words, hp_str input);

#endif
