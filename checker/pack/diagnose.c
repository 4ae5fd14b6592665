/* diagnose.c - collecting, sorting and telling diagnostics. */
#include "pack/diagnose.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"

static hp_str format_text(arena *a, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    char *p = n < 0 ? NULL : arena_alloc(a, (size_t)n + 1);
    if (p) vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return p ? (hp_str){p, (size_t)n} : (hp_str){0};
}

/* What is wrong with a value's form or text is one thing, in whatever words. */
static bool is_of_one_value(const char *code) {
    return strcmp(code, "HP010") == 0 || strcmp(code, "HP014") == 0 || strcmp(code, "HP015") == 0;
}

/* The same thing wrong with the same place is told once, whoever comes across it first. */
static bool told_before(const diagnoses *d, pk_mark at, const char *code, hp_str message) {
    for (size_t i = d->list.n; i-- > 0;) {
        const diagnosis *x = &d->list.v[i];
        if (x->at.source != at.source || x->at.line != at.line || x->at.column != at.column) continue;
        if (strcmp(x->code, code) == 0 && (is_of_one_value(code) || str_eq(x->message, message))) return true;
    }
    return false;
}

static void add(diagnoses *d, pk_mark at, const char *code, bool warning, hp_str message) {
    if (told_before(d, at, code, message)) {
        d->silent = true; /* nor is its hint */
        return;
    }
    d->silent = false;
    d->errors += !warning;
    if (d->list.n >= LIMIT_DIAGNOSTICS) return;
    diagnosis *x = VEC_ADD(d->a, &d->list, diagnosis);
    if (x) *x = (diagnosis){.at = at, .warning = warning, .code = code, .message = message, .order = d->list.n};
}

void diagnose(diagnoses *d, pk_mark at, const char *code, const char *format, ...) {
    va_list args;
    va_start(args, format);
    add(d, at, code, false, format_text(d->a, format, args));
    va_end(args);
}

void diagnose_warn(diagnoses *d, pk_mark at, const char *code, const char *format, ...) {
    va_list args;
    va_start(args, format);
    add(d, at, code, true, format_text(d->a, format, args));
    va_end(args);
}

void diagnose_hint(diagnoses *d, const char *format, ...) {
    if (!d->list.n || d->silent || d->errors > LIMIT_DIAGNOSTICS) return;
    va_list args;
    va_start(args, format);
    d->list.v[d->list.n - 1].hint = format_text(d->a, format, args);
    va_end(args);
}

bool diagnose_nearest(diagnoses *d, hp_str got, const hp_str *names, size_t count) {
    size_t best = SIZE_MAX, most = got.n < 4 ? 1 : got.n < 8 ? 2 : 3;
    for (size_t i = 0; i < count; i++) {
        size_t far = str_distance(got, names[i], most);
        if (far > most) continue;
        most = far ? far - 1 : 0;
        best = i;
        if (!far) break;
    }
    if (best == SIZE_MAX) return false;
    diagnose_hint(d, "did you mean \"%.*s\"?", STR_FMT(names[best]));
    return true;
}

static int by_place(const void *a, const void *b) {
    const diagnosis *x = a, *y = b;
    if (x->at.source != y->at.source) return x->at.source < y->at.source ? -1 : 1;
    if (x->at.line != y->at.line) return x->at.line < y->at.line ? -1 : 1;
    if (x->at.column != y->at.column) return x->at.column < y->at.column ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static hp_str line_of(hp_str bytes, uint32_t line) {
    hp_str piece = {0};
    for (uint32_t i = 0; i < line; i++)
        if (!str_split(&bytes, '\n', &piece)) return (hp_str){0};
    if (piece.n && piece.p[piece.n - 1] == '\r') piece.n--;
    return piece;
}

void diagnose_tell(diagnoses *d, const hp_source *sources, hp_diag_fn *tell, void *user) {
    if (!tell || !d->list.n) return;
    qsort(d->list.v, d->list.n, sizeof *d->list.v, by_place);
    for (size_t i = 0; i < d->list.n; i++) {
        const diagnosis *x = &d->list.v[i];
        const hp_source *s = &sources[x->at.source];
        hp_diag diag = {.warning = x->warning,
                        .code = x->code,
                        .file = s->name,
                        .line = x->at.line,
                        .column = x->at.column,
                        .width = x->at.width ? x->at.width : 1,
                        .message = x->message,
                        .hint = x->hint};
        if (x->at.line) diag.source_line = line_of(s->bytes, x->at.line);
        tell(user, &diag);
    }
    if (d->errors > LIMIT_DIAGNOSTICS) {
        const diagnosis *last = &d->list.v[d->list.n - 1];
        hp_diag diag = {.code = "HP099",
                        .file = sources[last->at.source].name,
                        .line = last->at.line,
                        .column = last->at.column,
                        .width = 1};
        diag.message = arena_printf(d->a, "%zu further errors are not told", d->errors - LIMIT_DIAGNOSTICS);
        tell(user, &diag);
    }
}
