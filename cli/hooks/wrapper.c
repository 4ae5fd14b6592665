/* wrapper.c - see wrapper.h. */
#include "wrapper.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "hook_child.h"
#include "mem.h"
#include "programs.h"
#include "tell.h"

bool wrapper_read(size_t cap, hp_str *text, char **bytes) {
    const char *why;
    *text = (hp_str){NULL, 0};
    if (!files_read_all(STDIN_FILENO, cap, bytes, &text->n, &why)) {
        tell("cannot read the text: %s", why);
        return false;
    }
    text->p = *bytes;
    return true;
}

char *wrapper_search(const char *name, bool ours_too) {
    const char *path = getenv("PATH");
    for (const char *at = path ? path : "/usr/bin:/bin"; *at; at += *at == ':') {
        size_t n = strcspn(at, ":");
        char *file = n ? mem_text("%.*s/%s", (int)n, at, name) : mem_text("./%s", name);
        if (access(file, X_OK) == 0 && files_exist(file) && (ours_too || !scripts_are_ours(file))) return file;
        free(file);
        at += n;
    }
    return NULL;
}

char *wrapper_find_client(const arguments *args, const char *name) {
    const char *told = options_value(args, "client", NULL);
    char *found =
        told ? strchr(told, '/') ? mem_text("%s", told) : wrapper_search(told, false) : wrapper_search(name, false);
    if (!found)
        tell("there is no program \"%s\" on your PATH: install it, or name it with --client", told ? told : name);
    return found;
}

int wrapper_run_apart(const arguments *args, const char *name, const char *client, const char *const *words,
                      hp_str input) {
    enum { MOST = 64 };
    const char *argv[MOST + 1];
    char *made[MOST];
    size_t n = 0, kept = 0;
    argv[n++] = made[kept++] = program_path(NULL);
    argv[n++] = "hook";
    argv[n++] = name;
    if (client) argv[n++] = made[kept++] = mem_text("--client=%s", client);
    for (size_t i = 0; i < args->given_count && n < MOST / 2; i++) {
        const given *g = &args->given[i];
        if (strcmp(g->option->name, "client") == 0) continue;
        argv[n++] = made[kept++] =
            g->value ? mem_text("--%s=%s", g->option->name, g->value) : mem_text("--%s", g->option->name);
    }
    argv[n++] = "--";
    while (*words && n < MOST) argv[n++] = *words++;
    argv[n] = NULL;
    int status = child_run_apart(argv, NULL, input);
    for (size_t i = 0; i < kept; i++) free(made[i]);
    return status;
}

bool wrapper_scripts(const arguments *args, bool install, scripts *s) {
    const char *folder = options_value(args, "bin", NULL), *home = getenv("HOME");
    if (!folder && !home) {
        tell("name a folder for the script with --bin");
        return false;
    }
    s->list[s->count++].path =
        folder ? mem_text("%s/%s", folder, s->name) : mem_text("%s/.local/bin/%s", home, s->name);
    if (!install) return true;
    char *found = wrapper_find_client(args, s->name);
    s->client = found ? realpath(found, NULL) : NULL;
    free(found);
    return s->client != NULL;
}

void wrapper_tell_path(const scripts *s) {
    char *first = wrapper_search(s->name, true);
    if (!first || !scripts_are_ours(first))
        tell("\"%s\" comes first on your PATH: put the folder of \"%s\" before it",
             first ? first : "nothing of that name", s->list[0].path);
    free(first);
}
