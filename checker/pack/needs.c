/* needs.c - the index of what each pattern cannot match without, laid out for one pass over a text (find/prefilter.c).
 */
#include <stdlib.h>

#include "base/str.h"
#include "pack/compiler.h"
#include "pack/literals.h"

typedef struct need {
    pk_str text;
    uint32_t bucket, pattern;
} need;

static int by_text(const void *a, const void *b) {
    const need *x = a, *y = b;
    if (x->bucket != y->bucket) return x->bucket < y->bucket ? -1 : 1;
    if (x->text.off != y->text.off) return x->text.off < y->text.off ? -1 : 1;
    if (x->text.len != y->text.len) return x->text.len < y->text.len ? -1 : 1;
    return (x->pattern > y->pattern) - (x->pattern < y->pattern);
}

static void add_literals(compiler *c, const need *v, size_t n) {
    for (size_t i = 0, k; i < n; i = k) {
        pk_literal made = {v[i].text, {(uint32_t)c->b.index.n, 0}};
        for (k = i; k < n && v[k].text.off == v[i].text.off && v[k].text.len == v[i].text.len; k++) {
            uint32_t *place = VEC_ADD(c->a, &c->b.index, uint32_t);
            if (place) *place = v[k].pattern;
        }
        made.patterns.count = (uint32_t)(k - i);
        while (c->b.buckets.n <= v[i].bucket) {
            uint32_t *bucket = VEC_ADD(c->a, &c->b.buckets, uint32_t);
            if (!bucket) return;
            *bucket = (uint32_t)c->b.literals.n;
        }
        pk_literal *place = VEC_ADD(c->a, &c->b.literals, pk_literal);
        if (!place) return;
        *place = made;
    }
    while (c->b.buckets.n <= LITERAL_BUCKETS) {
        uint32_t *bucket = VEC_ADD(c->a, &c->b.buckets, uint32_t);
        if (!bucket) return;
        *bucket = (uint32_t)c->b.literals.n;
    }
}

void needs_index(compiler *c) {
    VEC(need) needs = {0};
    for (size_t i = 0; i < c->b.patterns.n; i++) {
        arena_reset(c->scratch);
        literals found = literals_of(c->scratch, build_text(&c->b, c->b.patterns.v[i].regex));
        if (found.digit) c->b.patterns.v[i].flags |= PATTERN_NEEDS_DIGIT;
        if (!found.any.n) continue;
        c->b.patterns.v[i].flags |= PATTERN_NEEDS_LITERAL;
        for (size_t k = 0; k < found.any.n; k++) {
            need *place = VEC_ADD(c->a, &needs, need);
            if (!place) return;
            *place = (need){build_str(&c->b, found.any.v[k]), literal_bucket(found.any.v[k].p), (uint32_t)i};
        }
    }
    if (needs.n > 1) qsort(needs.v, needs.n, sizeof *needs.v, by_text);
    add_literals(c, needs.v, needs.n);
}
