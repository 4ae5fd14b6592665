/* scripts.c - see scripts.h. */
#include "scripts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fd.h"
#include "files.h"
#include "mem.h"
#include "programs.h"
#include "question.h"
#include "status.h"
#include "tell.h"

#define FIRST_LINES "#!/bin/sh\n# Written by \"hallpass hook install "

enum { SCRIPT_BYTES = 64 * 1024 };

void scripts_free(scripts *s) {
    for (size_t i = 0; i < s->count; i++) free(s->list[i].path);
    free(s->client);
    free(s->shared);
    *s = (scripts){0};
}

/* ---- what they say ---------------------------------------------------------------------------------------------- */

/* Quoted for the shell. */
static void put_quoted(output *to, const char *word) {
    out_char(to, '\'');
    for (; *word; word++) {
        if (*word == '\'')
            out_z(to, "'\\''");
        else
            out_char(to, *word);
    }
    out_char(to, '\'');
}

static void put_option(output *to, const char *name, const char *value) {
    out_z(to, " --");
    out_z(to, name);
    if (!value) return;
    out_char(to, '=');
    put_quoted(to, value);
}

/* The hook runs in other folders than this one: the whole path of a file, NULL where it is none. */
static char *from_anywhere(const given *g) {
    bool may_be = strcmp(g->option->name, "policy") == 0 || strcmp(g->option->name, "roster") == 0;
    return may_be && g->value ? realpath(g->value, NULL) : NULL;
}

/* The options that were given to "install" are those of every later run. */
static void put_command(output *to, const scripts *s, const arguments *args) {
    out_z(to, "\"$hallpass\" hook ");
    out_z(to, s->name);
    if (s->client) put_option(to, "client", s->client);
    for (size_t i = 0; i < args->given_count; i++) {
        const given *g = &args->given[i];
        bool only_now = strcmp(g->option->name, "yes") == 0 || strcmp(g->option->name, "client") == 0 ||
                        strcmp(g->option->name, "bin") == 0;
        char *path = from_anywhere(g);
        if (!only_now) put_option(to, g->option->name, path ? path : g->value);
        free(path);
    }
    out_z(to, " -- \"$@\"\n");
}

static void put_first(output *to, const scripts *s) {
    out_z(to, FIRST_LINES);
    out_z(to, s->name);
    out_z(to, "\"; \"hallpass hook uninstall ");
    out_z(to, s->name);
    out_z(to, "\" removes it.\n");
}

static void put_program(output *to) {
    char *self = program_path(NULL);
    out_z(to, "hallpass=");
    put_quoted(to, self);
    out_char(to, '\n');
    free(self);
}

static void put_missing(output *to, const scripts *s) {
    char *line =
        mem_text("[ -x \"$hallpass\" ] || { echo \"hallpass: \\\"$hallpass\\\" is missing, so %s\" >&2; exit %d; }\n",
                 s->nothing, s->broken);
    out_z(to, line);
    free(line);
}

static void put_last(output *to, const scripts *s) {
    char *lines = mem_text("status=$?\n"
                           "[ \"$status\" -lt 126 ] || { echo \"hallpass: the check broke off (status $status)\" >&2; "
                           "status=%d; }\n"
                           "exit \"$status\"\n",
                           s->broken);
    out_z(to, lines);
    free(lines);
}

static void write_script(output *to, const scripts *s, const arguments *args) {
    put_first(to, s);
    put_program(to);
    put_missing(to, s);
    put_command(to, s, args);
    put_last(to, s);
}

/* ---- whose a file is -------------------------------------------------------------------------------------------- */

typedef enum owner { OWNER_NONE, OWNER_SAME, OWNER_OURS, OWNER_OTHER } owner;

/* Takes `expected` off the front of a text. */
static bool skip(hp_str *text, const output *expected) {
    if (text->n < expected->n || memcmp(text->p, expected->p, expected->n) != 0) return false;
    text->p += expected->n, text->n -= expected->n;
    return true;
}

static bool skip_line(hp_str *text, const char *start) {
    const char *end = text->n ? memchr(text->p, '\n', text->n) : NULL;
    if (!end || text->n < strlen(start) || memcmp(text->p, start, strlen(start)) != 0) return false;
    text->n -= (size_t)(end + 1 - text->p);
    text->p = end + 1;
    return true;
}

/* All of it is as it was written; only where the program lies and the options may differ. */
static bool is_ours(hp_str text, const scripts *s) {
    output part = OUT_MEMORY;
    put_first(&part, s);
    bool ours = skip(&text, &part) && skip_line(&text, "hallpass='");
    out_clear(&part);
    put_missing(&part, s);
    ours = ours && skip(&text, &part) && skip_line(&text, "\"$hallpass\" hook ");
    out_clear(&part);
    put_last(&part, s);
    ours = ours && skip(&text, &part) && text.n == 0;
    out_free(&part);
    return ours;
}

static owner owner_of(const char *path, const scripts *s, const output *wanted) {
    struct stat st;
    char *bytes = NULL;
    const char *why;
    hp_str text = {NULL, 0};
    if (lstat(path, &st) != 0) return errno == ENOENT || errno == ENOTDIR ? OWNER_NONE : OWNER_OTHER;
    if (!S_ISREG(st.st_mode) || !files_load(path, SCRIPT_BYTES, false, &bytes, &text.n, &why)) return OWNER_OTHER;
    text.p = bytes;
    bool same = wanted && text.n == wanted->n && memcmp(text.p, wanted->p, text.n) == 0 && (st.st_mode & 0111);
    owner whose = same ? OWNER_SAME : is_ours(text, s) ? OWNER_OURS : OWNER_OTHER;
    free(bytes);
    return whose;
}

bool scripts_are_ours(const char *path) {
    char start[sizeof(FIRST_LINES)];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return false;
    ssize_t got = fd_read(fd, start, sizeof(FIRST_LINES) - 1);
    close(fd);
    return got == sizeof(FIRST_LINES) - 1 && memcmp(start, FIRST_LINES, sizeof(FIRST_LINES) - 1) == 0;
}

/* The word behind `mark`, which stands quoted for the shell; NULL: there is none. The caller frees it. */
static char *quoted_behind(const char *text, const char *mark) {
    const char *p = strstr(text, mark);
    if (!p) return NULL;
    output word = OUT_MEMORY;
    for (p += strlen(mark) + 1; *p; p++) {
        if (*p != '\'') {
            out_char(&word, *p);
        } else if (strncmp(p, "'\\''", 4) == 0) {
            out_char(&word, '\'');
            p += 3;
        } else {
            break;
        }
    }
    out_char(&word, 0);
    return word.p;
}

char *scripts_missing(const char *path) {
    static const char *const marks[] = {"\nhallpass=", " --client="};
    char *bytes, *missing = NULL;
    size_t n;
    const char *why;
    if (!files_load(path, SCRIPT_BYTES, false, &bytes, &n, &why)) return mem_text("%s", path);
    char *text = mem_text("%.*s", (int)n, bytes);
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]) && !missing; i++) {
        char *word = quoted_behind(text, marks[i]);
        if (word && access(word, X_OK) != 0)
            missing = word;
        else
            free(word);
    }
    free(text);
    free(bytes);
    return missing;
}

/* Somebody else's script that calls this hook already. */
static bool calls_us(const char *path, const scripts *s) {
    char *bytes = NULL, *words = mem_text(" hook %s ", s->name);
    size_t n = 0;
    const char *why;
    bool calls = files_load(path, SCRIPT_BYTES, false, &bytes, &n, &why) && memmem(bytes, n, words, strlen(words));
    free(bytes);
    free(words);
    return calls;
}

/* ---- writing ---------------------------------------------------------------------------------------------------- */

/* Makes the folders above a file, as mkdir -p. */
static bool make_folders(const char *path) {
    char *copy = mem_text("%s", path);
    bool ok = true;
    for (char *slash = strchr(copy + 1, '/'); ok && slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        ok = mkdir(copy, 0755) == 0 || errno == EEXIST;
        *slash = '/';
    }
    free(copy);
    return ok;
}

/* Whole or not at all; a file that appeared meanwhile is left alone. */
static int put_file(const char *path, const output *text, owner whose) {
    if (!make_folders(path)) return errno;
    char *fresh = mem_text("%s.hallpass-%d", path, (int)getpid());
    int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755), error = fd < 0 ? errno : 0;
    if (!error) error = fd_write(fd, text->p, text->n);
    if (fd >= 0 && close(fd) != 0 && !error) error = errno;
    if (!error) {
        bool replaced = whose == OWNER_OURS ? rename(fresh, path) == 0 : link(fresh, path) == 0;
        if (!replaced) error = errno;
    }
    if (fd >= 0 && (error || whose != OWNER_OURS)) unlink(fresh);
    free(fresh);
    return error;
}

static void tell_taken(const scripts *s, const char *path) {
    char *self = program_path(NULL);
    if (s->shared)
        tell("git takes its hooks from \"%s\" (core.hooksPath), which is not for hallpass to change: add this line to "
             "\"%s\" yourself: '%s' hook %s -- \"$@\" || exit 1",
             s->shared, path, self, s->name);
    else if (s->client)
        tell("\"%s\" is not ours, so it is left as it is: choose another folder with --bin", path);
    else
        tell("\"%s\" is not ours, so it is left as it is; add this line to it yourself: '%s' hook %s -- \"$@\" || exit "
             "1",
             path, self, s->name);
    free(self);
}

/* What stands at each place; false: somebody else's file. */
static bool survey(const scripts *s, const output *text, owner whose[SCRIPTS_MOST], size_t *to_do) {
    bool free_ = true;
    *to_do = 0;
    for (size_t i = 0; i < s->count; i++) {
        const char *path = s->list[i].path;
        whose[i] = owner_of(path, s, text);
        if (s->shared) whose[i] = OWNER_OTHER;
        if (whose[i] == OWNER_OTHER && calls_us(path, s)) whose[i] = OWNER_SAME;
        if (whose[i] == OWNER_SAME) tell("\"%s\" is in place already", path);
        if (whose[i] == OWNER_OTHER) tell_taken(s, path);
        free_ = free_ && whose[i] != OWNER_OTHER;
        *to_do += whose[i] == OWNER_NONE || whose[i] == OWNER_OURS;
    }
    return free_;
}

static bool agreed(const arguments *args) {
    if (options_has(args, "yes")) return true;
    int terminal = question_open();
    bool yes = terminal >= 0 && question_yes(terminal, "Write this? [y/N] ");
    if (terminal < 0)
        tell("nothing was written: there is no terminal to ask you on, so say --yes");
    else if (!yes)
        tell("nothing was written");
    if (terminal >= 0) close(terminal);
    return yes;
}

static void show(const scripts *s, const owner *whose, const output *text) {
    output page = OUT_TO(STDOUT_FILENO);
    for (size_t i = 0; i < s->count; i++) {
        if (whose[i] != OWNER_NONE && whose[i] != OWNER_OURS) continue;
        out_clean(&page, view(s->list[i].path));
        out_z(&page, ":\n");
    }
    for (const char *p = text->p, *end; p < text->p + text->n; p = end + 1) {
        end = memchr(p, '\n', (size_t)(text->p + text->n - p));
        out_z(&page, "    ");
        out_clean(&page, (hp_str){p, (size_t)(end - p)});
        out_char(&page, '\n');
    }
    out_flush(&page);
    out_free(&page);
}

static int write_all(const scripts *s, const owner *whose, const output *text) {
    for (size_t i = 0; i < s->count; i++) {
        if (whose[i] != OWNER_NONE && whose[i] != OWNER_OURS) continue;
        int error = put_file(s->list[i].path, text, whose[i]);
        if (error) {
            tell("cannot write \"%s\": %s", s->list[i].path, strerror(error));
            return STATUS_WRONG;
        }
        tell("wrote \"%s\"", s->list[i].path);
    }
    return STATUS_CLEAN;
}

bool scripts_write(const scripts *s, const arguments *args, const char *path) {
    output text = OUT_MEMORY;
    write_script(&text, s, args);
    int error = put_file(path, &text, OWNER_NONE);
    out_free(&text);
    if (error) tell("cannot write \"%s\": %s", path, strerror(error));
    return !error;
}

int scripts_install(const scripts *s, const arguments *args) {
    output text = OUT_MEMORY;
    owner whose[SCRIPTS_MOST];
    size_t to_do;
    int status = STATUS_WRONG;
    write_script(&text, s, args);
    if (survey(s, &text, whose, &to_do)) {
        status = STATUS_CLEAN;
        if (to_do > 0) {
            show(s, whose, &text);
            status = agreed(args) ? write_all(s, whose, &text) : STATUS_WRONG;
        }
    }
    out_free(&text);
    return status;
}

int scripts_uninstall(const scripts *s) {
    int status = STATUS_CLEAN;
    for (size_t i = 0; i < s->count; i++) {
        const char *path = s->list[i].path;
        owner whose = owner_of(path, s, NULL);
        if (whose == OWNER_NONE) {
            tell("\"%s\" is not there", path);
        } else if (whose == OWNER_OTHER) {
            tell("\"%s\" is not as hallpass wrote it, so it is left as it is", path);
            status = STATUS_WRONG;
        } else if (unlink(path) != 0) {
            tell("cannot remove \"%s\": %s", path, strerror(errno));
            status = STATUS_WRONG;
        } else {
            tell("removed \"%s\"", path);
        }
    }
    return status;
}
