/* verbs.c - see verbs.h. */
#include "verbs.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "status.h"
#include "tell.h"

int verbs_help(const command *cmd, const command *const *all, size_t count) {
    output to = OUT_TO(STDOUT_FILENO);
    options_help(&to, cmd, all, count);
    return out_end(&to);
}

static void tell_verbs(const command *group, const char *word, const char *near, const char *list) {
    if (!word)
        tell("say what \"%s\" is to do, one of: %s", group->name, list);
    else if (near)
        tell("\"%s %s\" is nothing hallpass can do: did you mean \"%s %s\"?", group->name, word, group->name, near);
    else
        tell("\"%s %s\" is nothing hallpass can do: choose one of %s", group->name, word, list);
}

const command *verbs_find(const command *group, const command *const *all, size_t count, const char *word) {
    const char **words = mem_new(count, sizeof(*words));
    const command *found = NULL;
    output list = OUT_MEMORY;
    size_t n = 0;
    for (size_t i = 0; i < count && !found; i++) {
        const char *verb = options_verb(group, all[i]);
        if (!verb) continue;
        if (word && strcmp(word, verb) == 0) found = all[i];
        if (n > 0) out_z(&list, ", ");
        out_z(&list, verb);
        words[n++] = verb;
    }
    out_char(&list, 0);
    if (!found) tell_verbs(group, word, word ? options_nearest(word, words, n, sizeof(words[0])) : NULL, list.p);
    out_free(&list);
    free(words);
    return found;
}

static int run_one(const command *cmd, const command *const *all, size_t count, int argc, char **argv) {
    arguments args;
    int status = STATUS_WRONG;
    if (options_parse(cmd, argc, argv, &args)) status = args.help ? verbs_help(cmd, all, count) : cmd->run(&args);
    options_free(&args);
    return status;
}

int verbs_run(const command *cmd, const command *const *all, size_t count, int argc, char **argv) {
    if (cmd->run) return run_one(cmd, all, count, argc, argv);
    const char *word = argc > 0 ? argv[0] : NULL;
    if (word && options_is_help(word)) return verbs_help(cmd, all, count);
    const command *verb = verbs_find(cmd, all, count, word);
    return verb ? run_one(verb, all, count, argc - 1, argv + 1) : STATUS_WRONG;
}
