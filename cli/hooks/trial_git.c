/* trial_git.c - see trial_git.h. */
#include "trial_git.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "hook_child.h"
#include "mem.h"
#include "scratch.h"
#include "scripts.h"
#include "status.h"

/* Whoever's configuration it is run under. */
#define GIT "git", "-c", "user.name=A Teacher", "-c", "user.email=teacher@example.org", "-c", "commit.gpgSign=false"

static bool put_post(const char *place, hp_str text) {
    char *folder = mem_text("%s/_posts", place), *path = mem_text("%s/_posts/2026-01-05-test.md", place);
    bool ok = mkdir(folder, 0700) == 0 && scratch_put(path, text);
    free(folder);
    free(path);
    return ok;
}

static int git(const char *place, const char *const *argv) {
    return child_run_apart(argv, place, HP_STR(""));
}

/* A repository with the post in its index, and the hook's script as its FILE. */
static bool prepare(const arguments *args, const char *place, hp_str text, const char *hook, const char *file,
                    const char *nothing) {
    scripts s = {.name = hook, .nothing = nothing, .broken = STATUS_UNCHECKED};
    char *path = mem_text("%s/hooks/%s", place, file);
    bool ok = git(place, (const char *const[]){GIT, "init", "-q", ".", NULL}) == 0 && put_post(place, text) &&
              git(place, (const char *const[]){GIT, "add", "_posts", NULL}) == 0 && scripts_write(&s, args, path);
    free(path);
    return ok;
}

static int commit(const char *place, const char *hooks) {
    char *setting = mem_text("core.hooksPath=%s", hooks);
    int status = git(place, (const char *const[]){GIT, "-c", setting, "commit", "-q", "-m", "A test", NULL});
    free(setting);
    return status;
}

int trial_commit(const arguments *args, hp_str text) {
    char *place = scratch_make(false);
    if (!place) return CHILD_NONE;
    char *hooks = mem_text("%s/hooks", place);
    int status =
        prepare(args, place, text, "git", "pre-commit", "nothing was committed") ? commit(place, hooks) : CHILD_NONE;
    free(hooks);
    scratch_remove(place);
    return status;
}

static int push(const char *place) {
    char *setting = mem_text("core.hooksPath=%s/hooks", place);
    int status = git(place, (const char *const[]){GIT, "init", "-q", "--bare", "other.git", NULL});
    if (status == 0)
        status = git(
            place, (const char *const[]){GIT, "-c", setting, "push", "-q", "other.git", "HEAD:refs/heads/blog", NULL});
    free(setting);
    return status;
}

int trial_push(const arguments *args, hp_str text) {
    char *place = scratch_make(false);
    if (!place) return CHILD_NONE;
    bool ready =
        prepare(args, place, text, "pre-push", "pre-push", "nothing was pushed") && commit(place, "/dev/null") == 0;
    int status = ready ? push(place) : CHILD_NONE;
    scratch_remove(place);
    return status;
}
