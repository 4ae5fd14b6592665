/* leads.c - see leads.h. */
#include "find/leads.h"

#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/vec.h"

/* The patterns that are asked at each place of a window, a bit each. */
typedef struct asked {
    uint64_t *at_words, *at_signs; /* where a word begins; elsewhere */
    size_t words_count, signs_count;
} asked;

typedef struct reading {
    prefilter *p;
    tracer *t;
    const doc *d;
    lead_pay_fn *pay;
    void *user;
    asked asked;
    uint32_t *begun; /* at one place */
    lead_list *out;
} reading;

static bool add(reading *r, uint32_t pattern, uint32_t window, uint32_t clean_at) {
    lead *place = VEC_ADD(r->d->a, r->out, lead);
    if (place) *place = (lead){pattern, window, clean_at};
    return place;
}

/* A pattern that wakes in a window is asked at edges of words, if it begins there, or anywhere. */
static bool ask(reading *r, uint32_t pattern, uint32_t window) {
    asked *a = &r->asked;
    tracer_place where = tracer_begins_at(r->t, pattern);
    if (where == TRACER_ANYWHERE) return add(r, pattern, window, LEAD_ANYWHERE);
    bits_put(a->at_words, pattern);
    a->words_count++;
    if (where == TRACER_STARTS) return true;
    bits_put(a->at_signs, pattern);
    a->signs_count++;
    return true;
}

/* What patterns may look back at stands in front of the window. */
static bool wake(reading *r, const search_window *w, uint32_t window) {
    asked *a = &r->asked;
    size_t words = tracer_set_words(r->t);
    size_t back = w->clean_start < LIMIT_WINDOW_OVERLAP ? w->clean_start : LIMIT_WINDOW_OVERLAP;
    bool added = true;
    prefilter_read(r->p, str_sub(r->d->clean, w->clean_start - back, w->clean_end));
    const uint64_t *awake = prefilter_awake(r->p);
    memset(a->at_words, 0, words * sizeof *a->at_words);
    memset(a->at_signs, 0, words * sizeof *a->at_signs);
    a->words_count = a->signs_count = 0;
    for (size_t i = 0; i < words; i++)
        for (uint64_t left = awake[i]; left && added; left &= left - 1)
            added = ask(r, (uint32_t)(i * 64) + (uint32_t)__builtin_ctzll(left), window);
    return added && tracer_open(r->t, w->clean_start, w->clean_end) == HP_OK;
}

static bool is_word_start(const doc *d, size_t clean_at) {
    unsigned char c = (unsigned char)d->clean.p[clean_at];
    return c >= 0x80 || symbol_is_word(c);
}

static hp_status read_window(reading *r, const search_window *w, uint32_t window) {
    const edge_list *edges = tracer_edges(r->t);
    if (!wake(r, w, window)) return HP_ERR_MEMORY;
    for (size_t i = spots_from(edges, w->clean_start); i < edges->n && edges->v[i].clean_at < w->clean_owned; i++) {
        const edge *place = &edges->v[i];
        bool starts = is_word_start(r->d, place->clean_at);
        const uint64_t *set = starts ? r->asked.at_words : r->asked.at_signs;
        size_t count = starts ? r->asked.words_count : r->asked.signs_count;
        if (!count) continue;
        if (!r->pay(r->user, count)) break;
        size_t n = tracer_begun(r->t, place, set, r->begun);
        for (size_t k = 0; k < n; k++)
            if (!add(r, r->begun[k], window, place->clean_at)) return HP_ERR_MEMORY;
    }
    return HP_OK;
}

static int by_pattern(const void *a, const void *b) {
    const lead *x = a, *y = b;
    if (x->pattern != y->pattern) return x->pattern < y->pattern ? -1 : 1;
    if (x->window != y->window) return x->window < y->window ? -1 : 1;
    return (x->clean_at > y->clean_at) - (x->clean_at < y->clean_at);
}

hp_status leads_read(prefilter *p, tracer *t, const doc *d, const search_window *windows, size_t count,
                     lead_pay_fn *pay, void *user, lead_list *out) {
    size_t words = tracer_set_words(t);
    reading r = {.p = p, .t = t, .d = d, .pay = pay, .user = user, .out = out};
    *out = (lead_list){.v = NULL};
    r.asked.at_words = ARENA_ARRAY(d->a, uint64_t, words);
    r.asked.at_signs = ARENA_ARRAY(d->a, uint64_t, words);
    r.begun = arena_take(d->a, 64 * words * sizeof *r.begun);
    if (!r.asked.at_words || !r.asked.at_signs || !r.begun) return HP_ERR_MEMORY;
    hp_status status = HP_OK;
    for (uint32_t i = 0; i < count && status == HP_OK; i++) status = read_window(&r, &windows[i], i);
    if (out->n > 1) qsort(out->v, out->n, sizeof *out->v, by_pattern);
    return status;
}

size_t leads_from(const lead_list *l, uint32_t pattern) {
    size_t low = 0, high = l->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (l->v[middle].pattern < pattern)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
