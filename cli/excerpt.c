/* excerpt.c - see excerpt.h. */
#include "excerpt.h"

#include <stdio.h>
#include <string.h>

#include "term.h"
#include "utf8.h"

enum { MOST_LINES = 3, GUTTER = 9 };
#define MORE "\xE2\x80\xA6"

/* A line of the draft and the stretch of it that fits. */
typedef struct stretch {
    size_t number;     /* from 1 */
    size_t start, end; /* the line, without its end */
    size_t from, to;   /* what is shown */
} stretch;

static stretch line_at(hp_str draft, size_t at) {
    stretch s = {.number = 1, .end = draft.n};
    for (const char *p = draft.p; (p = memchr(p, '\n', (size_t)(draft.p + at - p))); p++) {
        s.number++;
        s.start = (size_t)(p - draft.p) + 1;
    }
    const char *newline = memchr(draft.p + at, '\n', draft.n - at);
    if (newline) s.end = (size_t)(newline - draft.p);
    if (s.end > s.start && draft.p[s.end - 1] == '\r') s.end--;
    return s;
}

static size_t shown_cells(uint32_t c) {
    if (c == '\r') return 0;
    return c == '\t' || utf8_unsafe(c) ? 1 : term_cells(c);
}

static size_t previous(hp_str draft, size_t at) {
    do at--;
    while (at > 0 && ((unsigned char)draft.p[at] & 0xC0) == 0x80);
    return at;
}

static size_t cells_of(hp_str draft, size_t from, size_t to) {
    size_t n, used = 0;
    for (size_t at = from; at < to; at += n) used += shown_cells(utf8_next(draft, at, &n));
    return used;
}

/* What the marks of a line take from its first one on, as far as they fit beside each other. */
static size_t cells_of_marks(const stretch *s, hp_str draft, const excerpt_mark *marks, size_t count, size_t first,
                             size_t cells) {
    size_t most = 0;
    for (size_t i = 0; i < count; i++) {
        size_t end = marks[i].end < s->end ? marks[i].end : s->end;
        size_t used = marks[i].start >= first && end > first ? cells_of(draft, first, end) : 0;
        if (used > most && used <= cells) most = used;
    }
    return most;
}

/* Chooses what is shown of a line: all of it, or at most a third of the width before the first mark, so that the marks
 * behind it are shown as well, and the rest from there on. */
static void fit(stretch *s, hp_str draft, const excerpt_mark *marks, size_t count, size_t mark, size_t cells) {
    size_t n, used = 0, before = 0, room = cells - cells_of_marks(s, draft, marks, count, mark, cells);
    s->from = mark < s->end ? mark : s->end;
    while (s->from > s->start) {
        size_t at = previous(draft, s->from);
        before += shown_cells(utf8_next(draft, at, &n));
        if (before > (room < cells / 3 ? room : cells / 3)) break;
        s->from = at;
    }
    for (s->to = s->from; s->to < s->end; s->to += n) {
        used += shown_cells(utf8_next(draft, s->to, &n));
        if (used > cells) return;
    }
    /* The end fits: what is left of the width goes to the beginning. */
    while (s->from > s->start) {
        size_t at = previous(draft, s->from);
        used += shown_cells(utf8_next(draft, at, &n));
        if (used > cells) return;
        s->from = at;
    }
}

static const excerpt_mark *mark_at(const excerpt_mark *marks, size_t count, size_t at) {
    for (size_t i = 0; i < count; i++)
        if (at >= marks[i].start && at < marks[i].end) return &marks[i];
    return NULL;
}

static void gutter(output *to, size_t number) {
    char text[32];
    int n = number ? snprintf(text, sizeof(text), "%6zu | ", number) : snprintf(text, sizeof(text), "%6s | ", "");
    if (n > 0) out_bytes(to, text, (size_t)n);
}

static void print_words(output *to, mask *hidden, const stretch *s) {
    gutter(to, s->number);
    if (s->from > s->start) out_z(to, MORE);
    for (size_t at = s->from, n; at < s->to; at += n) {
        utf8_next(hidden->draft, at, &n);
        if (mask_covers(hidden, at))
            out_z(to, MASK_SIGN);
        else
            out_clean(to, (hp_str){hidden->draft.p + at, n});
    }
    if (s->to < s->end) out_z(to, MORE);
    out_char(to, '\n');
}

static void print_signs(output *to, const mask *hidden, const stretch *s, const excerpt_mark *marks, size_t count) {
    size_t waiting = s->from > s->start; /* blanks before the next sign; none are written at the end */
    const char *color = "";
    gutter(to, 0);
    for (size_t at = s->from, n; at < s->to; at += n) {
        size_t cells = shown_cells(utf8_next(hidden->draft, at, &n));
        if (cells > 1 && mask_covers(hidden, at)) cells = 1;
        const excerpt_mark *m = mark_at(marks, count, at);
        if (!m) {
            waiting += cells;
            continue;
        }
        if (m->color != color || waiting) {
            if (*color) out_z(to, "\033[0m");
            out_fill(to, " ", waiting);
            out_z(to, m->color);
            color = m->color;
            waiting = 0;
        }
        for (size_t i = 0; i < cells; i++) out_char(to, m->sign);
    }
    if (*color) out_z(to, "\033[0m");
    out_char(to, '\n');
}

/* The first mark that begins at or behind `at`; `count` when none does. */
static size_t next_mark(const excerpt_mark *marks, size_t count, size_t at) {
    size_t best = count;
    for (size_t i = 0; i < count; i++)
        if (marks[i].start >= at && (best == count || marks[i].start < marks[best].start)) best = i;
    return best;
}

/* Ends a stretch in front of a mark that it would cut: that one is shown next, by itself. */
static void spare_the_next(stretch *s, const excerpt_mark *marks, size_t count, size_t first) {
    size_t end = s->to;
    for (size_t i = 0; i < count && s->to < s->end; i++)
        if (marks[i].start > first && marks[i].start < end && marks[i].end > s->to) end = marks[i].start;
    s->to = end;
}

void excerpt_print(output *to, mask *hidden, const excerpt_mark *marks, size_t count, size_t width) {
    size_t cells = width > GUTTER + 20 ? width - GUTTER - 2 : 20, after = 0;
    for (int lines = 0; lines < MOST_LINES; lines++) {
        size_t i = next_mark(marks, count, after);
        if (i == count || marks[i].start > hidden->draft.n) return;
        stretch s = line_at(hidden->draft, marks[i].start);
        fit(&s, hidden->draft, marks, count, marks[i].start, cells);
        spare_the_next(&s, marks, count, marks[i].start);
        print_words(to, hidden, &s);
        print_signs(to, hidden, &s, marks, count);
        after = s.to < s.end ? s.to : s.end + 1;
    }
}
