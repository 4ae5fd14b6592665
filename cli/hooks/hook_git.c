/* hook_git.c - git: the posts in the index before a commit, and those in the commits before a push. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "git_posts.h"
#include "hook.h"
#include "hook_child.h"
#include "mem.h"
#include "status.h"
#include "tell.h"
#include "trial_git.h"
#include "wrapper.h"

enum { LINE_BYTES = 4096, PUSH_BYTES = 1 << 20 };

static const gate_kind commit_kind = {.channel = "blog", .nothing = "nothing was committed"};
static const gate_kind push_kind = {.channel = "blog", .nothing = "nothing was pushed"};

/* One line that git prints, without its newline; NULL: it failed, or printed nothing. The caller frees it. */
static char *git_line(const char *const *argv) {
    output text = OUT_MEMORY;
    int status = child_read(argv, LINE_BYTES, &text);
    char *line = NULL;
    if (status == 0 && text.n > 1) line = mem_text("%.*s", (int)text.n - 1, text.p);
    out_free(&text);
    return line;
}

/* Checks what a git command lists. */
static void check_listed(gate *g, const arguments *args, const char *const *argv) {
    output listing = OUT_MEMORY;
    int status = child_read(argv, GIT_LISTING_BYTES, &listing);
    if (status == CHILD_TOO_LONG)
        gate_cannot(g, NULL, "there are too many files");
    else if (status != 0)
        gate_cannot(g, NULL, "git does not list the files");
    else
        git_check_listing(g, args, out_view(&listing));
    out_free(&listing);
}

/* ---- a commit ---------------------------------------------------------------------------------------------------- */

/* Against HEAD, or, where there is none yet, against nothing; with --all against an empty tree. */
static void check_index(gate *g, const arguments *args) {
    if (!options_has(args, "all")) {
        check_listed(g, args, (const char *const[]){"git", "diff", "--cached", GIT_RAW, "--", NULL});
        return;
    }
    char *empty = git_line((const char *const[]){"git", "hash-object", "-t", "tree", "/dev/null", NULL});
    if (empty)
        check_listed(g, args, (const char *const[]){"git", "diff", "--cached", GIT_RAW, empty, "--", NULL});
    else
        gate_cannot(g, NULL, "git does not list the files");
    free(empty);
}

static int run_commit(const hook_call *call) {
    gate *g = gate_new(call->args, &commit_kind);
    if (!g) return STATUS_WRONG;
    check_index(g, call->args);
    int status = gate_decide(g);
    gate_free(g);
    return status;
}

/* ---- a push ------------------------------------------------------------------------------------------------------ */

/* A line of git's: LOCAL-REF SP LOCAL-ID SP REMOTE-REF SP REMOTE-ID; refs hold no blanks. */
typedef struct update {
    char ref[LINE_BYTES], id[LINE_BYTES], remote_ref[LINE_BYTES], remote_id[LINE_BYTES];
} update;

static bool is_id(const char *id) {
    return strlen(id) >= 40 && id[strspn(id, "0123456789abcdef")] == 0;
}

static bool read_update(const char *line, update *u) {
    return strlen(line) < LINE_BYTES && sscanf(line, "%s %s %s %s", u->ref, u->id, u->remote_ref, u->remote_id) == 4 &&
           is_id(u->id) && is_id(u->remote_id);
}

static bool is_nothing(const char *id) {
    return id[strspn(id, "0")] == 0;
}

static bool is_here(const char *id) {
    output none = OUT_MEMORY;
    char *commit = mem_text("%s^{commit}", id);
    bool here =
        !is_nothing(id) && child_read((const char *const[]){"git", "rev-parse", "--verify", "--quiet", commit, NULL},
                                      LINE_BYTES, &none) == 0;
    free(commit);
    out_free(&none);
    return here;
}

/* Every commit that the other side may not have yet, each with all that it changed: what was added and taken back is
 * published too. */
static void check_update(gate *g, const hook_call *call, const update *u) {
    char *tracked = call->word_count > 0 ? mem_text("--remotes=%s", call->words[0]) : mem_text("--remotes");
    const char *theirs = is_here(u->remote_id) ? u->remote_id : NULL;
    check_listed(g, call->args,
                 (const char *const[]){"git", "-c", "log.showRoot=true", "log", "--format=", "-m", GIT_RAW, u->id,
                                       "--not", tracked, theirs, NULL});
    free(tracked);
}

static void check_updates(gate *g, const hook_call *call, char *lines) {
    update *u = mem_new(1, sizeof(*u));
    char *rest = NULL;
    for (char *line = strtok_r(lines, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        if (!read_update(line, u))
            gate_cannot(g, NULL, "git's list of branches is not as it should be");
        else if (!is_nothing(u->id))
            check_update(g, call, u);
    }
    free(u);
}

static int run_push(const hook_call *call) {
    hp_str text;
    char *bytes = NULL;
    int status = STATUS_WRONG;
    gate *g = gate_new(call->args, &push_kind);
    if (g && wrapper_read(PUSH_BYTES, &text, &bytes)) {
        char *lines = mem_text("%.*s", (int)text.n, text.n ? text.p : "");
        if (text.n > PUSH_BYTES)
            gate_cannot(g, NULL, "there are too many branches");
        else
            check_updates(g, call, lines);
        status = gate_decide(g);
        free(lines);
    }
    free(bytes);
    gate_free(g);
    return status;
}

/* ---- installing -------------------------------------------------------------------------------------------------- */

static char *hook_path(const char *name) {
    char *inside = mem_text("hooks/%s", name), *found;
    found = git_line((const char *const[]){"git", "rev-parse", "--git-path", inside, NULL});
    free(inside);
    return found;
}

static bool place_scripts(const char *const *files, size_t count, scripts *out) {
    for (size_t i = 0; i < count; i++) {
        char *path = hook_path(files[i]);
        if (!path) {
            tell("run this in the folder of a git repository");
            return false;
        }
        out->list[out->count++].path = path;
    }
    out->shared = git_line((const char *const[]){"git", "config", "--type=path", "--get", "core.hooksPath", NULL});
    return true;
}

/* A merge that needs no help runs another hook than a commit. */
static bool commit_scripts(const arguments *args, bool install, scripts *out) {
    static const char *const files[] = {"pre-commit", "pre-merge-commit"};
    (void)args, (void)install;
    *out = (scripts){.name = hook_git.name, .nothing = commit_kind.nothing, .broken = STATUS_UNCHECKED};
    return place_scripts(files, 2, out);
}

static bool push_scripts(const arguments *args, bool install, scripts *out) {
    static const char *const files[] = {"pre-push"};
    (void)args, (void)install;
    *out = (scripts){.name = hook_push.name, .nothing = push_kind.nothing, .broken = STATUS_UNCHECKED};
    return place_scripts(files, 1, out);
}

const hook hook_git = {"git", run_commit, commit_scripts, trial_commit};
const hook hook_push = {"pre-push", run_push, push_scripts, trial_push};
