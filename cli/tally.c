/* tally.c - see tally.h. */
#include "tally.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

static int compare(const char *name, hp_str other) {
    size_t n = strlen(name);
    int order = memcmp(name, other.p, n < other.n ? n : other.n);
    return order ? order : (n > other.n) - (n < other.n);
}

/* The first row whose name does not stand before `name`. */
static size_t place_of(const tally *t, hp_str name) {
    size_t from = 0, to = t->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (compare(t->rows[middle].name, name) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

tally_row *tally_of(tally *t, hp_str name) {
    if (name.n == 0) name = HP_STR("");
    size_t at = place_of(t, name);
    bool there = at < t->count && compare(t->rows[at].name, name) == 0;
    if (there) return &t->rows[at];
    if (t->count >= t->most && !view_is(name, TALLY_OTHERS)) return tally_of(t, HP_STR(TALLY_OTHERS));
    t->rows = mem_grow(t->rows, &t->room, t->count + 1, sizeof(*t->rows));
    memmove(t->rows + at + 1, t->rows + at, (t->count++ - at) * sizeof(*t->rows));
    t->rows[at] = (tally_row){.name = mem_text("%.*s", (int)name.n, name.p)};
    return &t->rows[at];
}

void tally_post(tally_row *row, size_t post, hp_verdict verdict) {
    if (row->last_post == post) return;
    row->last_post = post;
    row->posts++;
    row->verdicts[verdict == HP_VERDICT_HOLD ? 2 : verdict == HP_VERDICT_REVIEW ? 1 : 0]++;
}

void tally_finding(tally_row *row, hp_level severity) {
    row->findings[severity == HP_HOLD ? 2 : severity == HP_REVIEW ? 1 : 0]++;
}

size_t tally_findings(const tally_row *row) {
    return row->findings[0] + row->findings[1] + row->findings[2];
}

static int by_findings(const void *a, const void *b) {
    const tally_row *x = a, *y = b;
    size_t left = tally_findings(x), right = tally_findings(y);
    if (left != right) return left < right ? 1 : -1;
    return strcmp(x->name, y->name);
}

void tally_rank(tally *t) {
    if (t->count) qsort(t->rows, t->count, sizeof(*t->rows), by_findings);
}

void tally_free(tally *t) {
    for (size_t i = 0; i < t->count; i++) free(t->rows[i].name);
    free(t->rows);
    *t = (tally){0};
}
