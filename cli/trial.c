/* trial.c - see trial.h. */
#include "trial.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "diag_print.h"
#include "mem.h"
#include "status.h"
#include "tell.h"
#include "term.h"

void trial_open(trial *t, const arguments *args) {
    *t = (trial){.args = args, .where = files_place(), .to = OUT_TO(STDOUT_FILENO)};
}

int trial_close(trial *t, int status) {
    out_flush(&t->to);
    if (t->to.error) {
        tell("cannot write: %s", strerror(t->to.error));
        status = STATUS_WRONG;
    }
    out_free(&t->to);
    free(t->where.root);
    free(t->where.lexicon);
    return status;
}

void trial_lexicon(trial *t) {
    hp_str image;
    const char *why;
    t->has_lexicon = files_map(t->where.lexicon, &image, &why) && hp_lexicon_open(image, &t->lexicon) == HP_OK;
    if (!t->has_lexicon)
        tell("there are no word lists at \"%s\": tests of names that no list holds fail", t->where.lexicon);
}

int trial_one(trial *t, const char *told, trial_fn *then) {
    sources *from = sources_new(&t->where, false);
    int status = STATUS_WRONG;
    if (sources_add(from, told)) {
        unsigned keep =
            SETUP_TESTS | (t->bundled ? SETUP_OWN_PATTERNS : 0u) | (then == trial_sound ? SETUP_ONLY_SOUND : 0u);
        hp_pack *pack = setup_compile(from, keep, options_value(t->args, "color", "auto"));
        if (pack) status = then(t, told, pack, from);
        hp_pack_free(pack);
    }
    sources_free(from);
    return status;
}

int trial_operands(trial *t, trial_fn *then) {
    int status = STATUS_CLEAN;
    for (size_t i = 0; i < t->args->operand_count; i++)
        status = status_worse(status, trial_one(t, t->args->operands[i], then));
    return status;
}

int trial_bundled(trial *t, trial_fn *then) {
    size_t count;
    char *dir = mem_text("%s/policies", t->where.root);
    char **list = files_list(dir, ".yaml", &count);
    int status = count > 0 ? STATUS_CLEAN : STATUS_WRONG;
    t->bundled = true;
    for (size_t i = 0; i < count; i++) status = status_worse(status, trial_one(t, list[i], then));
    if (count == 0) tell("there is no policy in \"%s\"", dir);
    files_free_list(list, count);
    free(dir);
    return status;
}

/* ---- tests */

/* The library keeps no sources: the line that a failing test stands in is shown from here. */
typedef struct with_lines {
    diag_printer printer;
    const sources *from;
} with_lines;

static hp_str line_of(hp_str bytes, size_t line) {
    const char *at = bytes.p, *end = bytes.p + bytes.n;
    for (; at && line > 1; line--) {
        at = memchr(at, '\n', (size_t)(end - at));
        if (at) at++;
    }
    if (!at) return (hp_str){0};
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    return (hp_str){at, (size_t)((newline ? newline : end) - at)};
}

static void print_with_line(void *user, const hp_diag *d) {
    with_lines *w = user;
    hp_diag shown = *d;
    if (d->line && d->source_line.n == 0) shown.source_line = line_of(sources_bytes(w->from, d->file), d->line);
    diag_print(&w->printer, &shown);
}

int trial_tests(trial *t, const char *path, const hp_pack *pack, const sources *from) {
    output messages = OUT_TO(STDERR_FILENO);
    with_lines w = {
        .printer = {.to = &messages, .color = term_colored(STDERR_FILENO, options_value(t->args, "color", "auto"))},
        .from = from};
    hp_test_counts counts;
    hp_status status = hp_pack_test_with(pack, t->has_lexicon ? &t->lexicon : NULL, print_with_line, &w, &counts);
    out_flush(&messages);
    out_free(&messages);
    t->total.passed += counts.passed;
    t->total.failed += counts.failed;
    t->total.known += counts.known;
    if (status == HP_OK) return STATUS_CLEAN;
    if (status != HP_ERR_SOURCE) tell("\"%s\" could not be tested: %s", path, hp_status_text(status));
    return STATUS_WRONG;
}

static void counted(output *to, size_t n, const char *one, const char *end) {
    out_number(to, (int64_t)n);
    out_char(to, ' ');
    out_z(to, one);
    if (n != 1) out_char(to, 's');
    out_z(to, end);
}

void trial_counts(trial *t) {
    out_number(&t->to, (int64_t)t->total.passed);
    out_z(&t->to, " passed, ");
    out_number(&t->to, (int64_t)t->total.failed);
    out_z(&t->to, " failed, ");
    out_number(&t->to, (int64_t)t->total.known);
    out_z(&t->to, " known\n");
}

int trial_sound(trial *t, const char *path, const hp_pack *pack, const sources *from) {
    (void)from;
    hp_pack_info info = hp_pack_describe(pack);
    out_clean(&t->to, view(path));
    out_z(&t->to, ": ");
    counted(&t->to, info.rules, "rule", ", ");
    counted(&t->to, info.guards, "guard", ", ");
    counted(&t->to, info.patterns, "pattern", ", no mistakes\n");
    return STATUS_CLEAN;
}
