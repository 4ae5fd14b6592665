/* diag_print.c - see diag_print.h. */
#include "diag_print.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "term.h"
#include "utf8.h"

#define BOLD "\033[1m"
#define RED "\033[1;31m"
#define YELLOW "\033[1;33m"
#define PLAIN "\033[0m"

enum { MARGIN = 6, LINE_BYTES = 400 };

static void paint(const diag_printer *p, const char *code) {
    if (p->color) out_z(p->to, code);
}

/* A path below the current folder is shown from there. */
static hp_str shown_path(const diag_printer *p, hp_str file) {
    char here[4096];
    if (p->shut_in || !getcwd(here, sizeof(here))) return file;
    size_t n = strlen(here);
    if (file.n > n + 1 && memcmp(file.p, here, n) == 0 && file.p[n] == '/')
        return (hp_str){file.p + n + 1, file.n - n - 1};
    return file;
}

/* The margin under a line number. */
static void margin(output *to, const char *sign) {
    out_fill(to, " ", MARGIN);
    out_z(to, sign);
}

static void source_line(diag_printer *p, const hp_diag *d) {
    char number[32];
    hp_str line = d->source_line;
    if (line.n > LINE_BYTES) line.n = LINE_BYTES;
    int n = snprintf(number, sizeof(number), "%*zu | ", MARGIN - 1, d->line);
    if (n > 0) out_bytes(p->to, number, (size_t)n);
    out_clean(p->to, line);
    out_char(p->to, '\n');
    if (d->column == 0) return;
    margin(p->to, "| ");
    size_t at = 0, point = 1, length;
    for (; at < line.n && point < d->column; at += length, point++) {
        uint32_t c = utf8_next(line, at, &length);
        out_fill(p->to, " ", term_cells(c));
    }
    paint(p, d->warning ? YELLOW : RED);
    size_t marks = 0;
    for (size_t i = 0; i < d->width && at < line.n; i++, at += length)
        marks += term_cells(utf8_next(line, at, &length));
    out_fill(p->to, "^", marks ? marks : 1);
    paint(p, PLAIN);
    out_char(p->to, '\n');
}

/* One way to mend it a line. */
static void hints(diag_printer *p, hp_str text) {
    for (size_t at = 0; at < text.n;) {
        const char *newline = memchr(text.p + at, '\n', text.n - at);
        size_t end = newline ? (size_t)(newline - text.p) : text.n;
        margin(p->to, "= ");
        out_clean(p->to, (hp_str){text.p + at, end - at});
        out_char(p->to, '\n');
        at = end + 1;
    }
}

void diag_print(void *user, const hp_diag *d) {
    diag_printer *p = user;
    if (d->warning)
        p->warnings++;
    else
        p->errors++;
    paint(p, BOLD);
    out_clean(p->to, shown_path(p, d->file));
    out_char(p->to, ':');
    if (d->line) {
        out_number(p->to, (int64_t)d->line);
        out_char(p->to, ':');
        if (d->column) {
            out_number(p->to, (int64_t)d->column);
            out_char(p->to, ':');
        }
    }
    out_char(p->to, ' ');
    paint(p, d->warning ? YELLOW : RED);
    out_z(p->to, d->warning ? "warning" : "error");
    if (d->code && *d->code) {
        out_char(p->to, '[');
        out_z(p->to, d->code);
        out_char(p->to, ']');
    }
    paint(p, PLAIN);
    out_z(p->to, ": ");
    out_clean(p->to, d->message);
    out_char(p->to, '\n');
    if (d->line && d->source_line.n > 0) source_line(p, d);
    hints(p, d->hint);
}
