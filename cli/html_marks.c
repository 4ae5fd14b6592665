/* html_marks.c - see html_marks.h. The edges of all marks are put in order and walked once, so that a long draft with
 * many findings costs no more than its bytes and their edges. */
#include "html_marks.h"

#include <stdlib.h>

#include "html_out.h"
#include "mem.h"
#include "report_words.h"
#include "utf8.h"

/* What begins or ends at a place. */
typedef enum edge_kind { EDGE_WHO = 0, EDGE_WHAT, EDGE_SECRET, EDGE_KINDS } edge_kind;

typedef struct edge {
    size_t at; /* draft byte */
    bool opens;
    edge_kind kind;
    size_t finding; /* number, from 1 */
} edge;

typedef struct edges {
    edge *list;
    size_t count, room;
} edges;

typedef struct walk {
    output *to;
    hp_str draft;
    size_t number;         /* of the draft */
    size_t at;             /* all before it is printed */
    size_t in[EDGE_KINDS]; /* marks of a kind that cover this place */
    bool *anchored;        /* by finding: it has its id */
} walk;

bool html_marks_any(const hp_finding *f) {
    return f->has_span || f->part_count > 0;
}

/* ---- the edges */

static void add(edges *e, size_t start, size_t end, edge_kind kind, size_t finding) {
    if (end <= start) return;
    e->list = mem_grow(e->list, &e->room, e->count + 2, sizeof(*e->list));
    e->list[e->count++] = (edge){start, true, kind, finding};
    e->list[e->count++] = (edge){end, false, kind, finding};
}

static int in_order(const void *left, const void *right) {
    const edge *a = left, *b = right;
    if (a->at != b->at) return a->at < b->at ? -1 : 1;
    if (a->opens != b->opens) return a->opens ? 1 : -1;
    return (a->finding > b->finding) - (a->finding < b->finding);
}

static edges list_edges(const mask *hidden) {
    edges e = {0};
    for (size_t i = 0; i < hidden->report->finding_count; i++) {
        const hp_finding *f = &hidden->report->findings[i];
        for (size_t k = 0; k < f->part_count; k++)
            add(&e, f->parts[k].start, f->parts[k].end, words_is_who(&f->parts[k]) ? EDGE_WHO : EDGE_WHAT, i + 1);
        if (f->part_count == 0 && f->has_span) add(&e, f->start, f->end, EDGE_WHAT, i + 1);
        if (f->secret && f->has_span && !hidden->off) add(&e, f->start, f->end, EDGE_SECRET, i + 1);
    }
    if (e.count > 0) qsort(e.list, e.count, sizeof(*e.list), in_order);
    return e;
}

/* ---- the walk */

static void put_reference(walk *w, char letter, size_t finding) {
    out_char(w->to, 'd');
    out_number(w->to, (int64_t)w->number);
    out_char(w->to, letter);
    out_number(w->to, (int64_t)finding);
}

static void put_words(const walk *w, size_t end) {
    if (!w->in[EDGE_SECRET]) {
        html_lines(w->to, (hp_str){w->draft.p + w->at, end - w->at});
        return;
    }
    for (size_t at = w->at, n; at < end; at += n) {
        utf8_next(w->draft, at, &n);
        out_z(w->to, MASK_SIGN);
    }
}

static void put_until(walk *w, size_t end) {
    if (end <= w->at) return;
    bool who = w->in[EDGE_WHO] > 0, what = w->in[EDGE_WHAT] > 0;
    if (who || what) {
        out_z(w->to, "<mark class=\"");
        out_z(w->to, who && what ? "who what" : who ? "who" : "what");
        out_z(w->to, "\">");
    }
    put_words(w, end);
    if (who || what) out_z(w->to, "</mark>");
    w->at = end;
}

/* The numbers of the findings whose marks end here, from edge `i` on; returns the first edge behind them. */
static size_t close_marks(walk *w, const edges *e, size_t i) {
    size_t last = 0;
    for (size_t at = e->list[i].at; i < e->count && e->list[i].at == at && !e->list[i].opens; i++) {
        const edge *now = &e->list[i];
        w->in[now->kind]--;
        if (now->kind == EDGE_SECRET || now->finding == last) continue;
        out_z(w->to, last ? " " : "<sup>");
        out_z(w->to, "<a href=\"#");
        put_reference(w, 'f', now->finding);
        out_z(w->to, "\" aria-label=\"");
        out_z(w->to, message_text(MESSAGE_PAGE_FINDING));
        out_char(w->to, ' ');
        out_number(w->to, (int64_t)now->finding);
        out_z(w->to, "\">");
        out_number(w->to, (int64_t)now->finding);
        out_z(w->to, "</a>");
        last = now->finding;
    }
    if (last) out_z(w->to, "</sup>");
    return i;
}

static void open_mark(walk *w, const edge *now) {
    w->in[now->kind]++;
    if (w->anchored[now->finding]) return;
    w->anchored[now->finding] = true;
    out_z(w->to, "<span id=\"");
    put_reference(w, 'm', now->finding);
    out_z(w->to, "\"></span>");
}

void html_marks(output *to, const mask *hidden, size_t draft_number) {
    edges e = list_edges(hidden);
    walk w = {.to = to,
              .draft = hidden->draft,
              .number = draft_number,
              .anchored = mem_new(hidden->report->finding_count + 1, sizeof(bool))};
    for (size_t i = 0; i < e.count;) {
        put_until(&w, e.list[i].at);
        if (e.list[i].opens)
            open_mark(&w, &e.list[i++]);
        else
            i = close_marks(&w, &e, i);
    }
    put_until(&w, w.draft.n);
    free(e.list);
    free(w.anchored);
}
