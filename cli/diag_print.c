/* diag_print.c - see diag_print.h. */
#include "diag_print.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "term.h"
#include "utf8.h"
#include "wrap.h"

#define BOLD "\033[1m"
#define RED "\033[1;31m"
#define YELLOW "\033[1;33m"
#define PLAIN "\033[0m"
#define ELLIPSIS "\xe2\x80\xa6"

enum { MARGIN = 6, GUTTER = MARGIN + 2 /* "   52 | " */, LINE_CELLS = 400 };

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

/* The bytes of a line that are shown, and where the place is in them. */
typedef struct stretch {
    size_t from, to, place;
} stretch;

static size_t cells_of(hp_str line, size_t from, size_t to) {
    size_t cells = 0, length;
    for (; from < to; from += length) cells += term_cells(utf8_next(line, from, &length));
    return cells;
}

/* What fits in a line, with the place in it. */
static stretch fitting(hp_str line, size_t column, size_t room) {
    stretch s = {0, line.n, 0};
    size_t length, cells = 0;
    for (size_t point = 1; s.place < line.n && point < column; point++, s.place += length)
        utf8_next(line, s.place, &length);
    if (cells_of(line, 0, line.n) <= room) return s;
    for (size_t before = cells_of(line, 0, s.place); before > room / 3 * 2; s.from += length)
        before -= term_cells(utf8_next(line, s.from, &length));
    for (s.to = s.from; s.to < line.n; s.to += length) {
        cells += term_cells(utf8_next(line, s.to, &length));
        if (cells > room) break;
    }
    return s;
}

static void source_line(diag_printer *p, const hp_diag *d) {
    char number[32];
    hp_str line = d->source_line;
    bool screen = !p->shut_in && isatty(p->to->fd);
    size_t width = screen ? term_width(p->to->fd) : LINE_CELLS, length, marks = 0;
    stretch s = fitting(line, d->column, width > 2 * GUTTER ? width - GUTTER - 2 : GUTTER);
    int n = snprintf(number, sizeof(number), "%*zu | ", MARGIN - 1, d->line);
    if (n > 0) out_bytes(p->to, number, (size_t)n);
    if (s.from > 0) out_z(p->to, ELLIPSIS);
    out_clean(p->to, (hp_str){line.p + s.from, s.to - s.from});
    if (s.to < line.n) out_z(p->to, ELLIPSIS);
    out_char(p->to, '\n');
    if (d->column == 0) return;
    margin(p->to, "| ");
    out_fill(p->to, " ", cells_of(line, s.from, s.place) + (s.from > 0));
    paint(p, d->warning ? YELLOW : RED);
    for (size_t i = 0, at = s.place; i < d->width && at < s.to; i++, at += length)
        marks += term_cells(utf8_next(line, at, &length));
    out_fill(p->to, "^", marks ? marks : 1);
    paint(p, PLAIN);
    out_char(p->to, '\n');
}

/* One way to mend it a line; on a terminal in lines that fit. */
static void hints(diag_printer *p, hp_str text) {
    bool screen = !p->shut_in && isatty(p->to->fd);
    for (size_t at = 0; at < text.n;) {
        const char *newline = memchr(text.p + at, '\n', text.n - at);
        size_t end = newline ? (size_t)(newline - text.p) : text.n;
        margin(p->to, "= ");
        hp_str one = {text.p + at, end - at};
        if (screen) {
            wrap_text(p->to, one, GUTTER, term_width(p->to->fd));
        } else {
            out_clean(p->to, one);
            out_char(p->to, '\n');
        }
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
