/* fold.c - one finding for one thing: claims on the same words fold under the strongest, whose references they join. */
#include "judge/hearing.h"

#include <stdlib.h>

#include "base/str.h"

enum { NEIGHBOURS_MOST = 256 }; /* overlapping claims compared with one: a page-wide match stays cheap */

static int by_place(const void *left, const void *right) {
    const claim *a = left, *b = right;
    if (a->clean_start != b->clean_start) return a->clean_start < b->clean_start ? -1 : 1;
    if (a->clean_end != b->clean_end) return a->clean_end > b->clean_end ? -1 : 1;
    if (a->rule != b->rule) return a->rule < b->rule ? -1 : 1;
    return a->hit < b->hit ? -1 : a->hit > b->hit;
}

static size_t length(const claim *c) {
    return c->clean_end - c->clean_start;
}

static bool lies_in(const claim *inner, const claim *outer) {
    return inner->clean_start >= outer->clean_start && inner->clean_end <= outer->clean_end;
}

static bool is_name(const hearing *h, const claim *c) {
    const pk_rule *rule = &h->rules[c->rule];
    return rule->kind == RULE_NAME || category_is_name(pack_str(h->pack, rule->category));
}

/* What has no words of its own, an attachment, shares none with another. */
static bool has_words(const claim *c) {
    return c->clean_end > c->clean_start;
}

static bool is_statement(const hearing *h, const claim *c) {
    return !is_name(h, c) && category_is_statement(pack_str(h->pack, h->rules[c->rule].category));
}

/* Does a win over b? For claims of one category the graver counts before the longer; between categories the surer. */
static bool outranks(const hearing *h, const claim *a, const claim *b, bool same_category) {
    uint16_t order_a = h->rules[a->rule].order, order_b = h->rules[b->rule].order;
    if (order_a != order_b) return order_a > order_b;
    if (same_category && a->severity != b->severity) return a->severity > b->severity;
    if (!same_category && a->confidence != b->confidence) return a->confidence > b->confidence;
    if (length(a) != length(b)) return length(a) > length(b);
    if (a->confidence != b->confidence) return a->confidence > b->confidence;
    return by_place(a, b) < 0;
}

/* Statements about different things may share words ("his insulin at dad's"): they fold when they say the same, or when
 * one lies in the other and its rule gives way by its order. */
static bool statements_meet(const hearing *h, const claim *a, const claim *b) {
    const pk_rule *left = &h->rules[a->rule], *right = &h->rules[b->rule];
    hp_str topic_a = pack_str(h->pack, left->topic), topic_b = pack_str(h->pack, right->topic);
    if (str_eq(topic_a, topic_b)) return true;
    return (lies_in(a, b) || lies_in(b, a)) && (left->order != right->order || !topic_a.n || !topic_b.n);
}

/* What a policy locked stays as grave under a rule that a nearer policy brought. */
static void fold_under(hearing *h, size_t winner, size_t loser) {
    claim *w = &h->claims.v[winner];
    const claim *l = &h->claims.v[loser];
    if (h->rules[w->rule].brought && h->rules[l->rule].lock && l->severity > w->severity) w->severity = l->severity;
    h->claims.v[loser].into = (uint32_t)winner + 1;
}

/* A name inside an address, handle or link is told by that one finding, which is then at least as grave. */
static void fold_name(hearing *h, size_t data, size_t name) {
    claim *d = &h->claims.v[data];
    if (h->claims.v[name].severity > d->severity) d->severity = h->claims.v[name].severity;
    fold_under(h, data, name);
}

/* Two overlapping claims: folds one under the other, or leaves both. */
static void settle(hearing *h, size_t i, size_t j) {
    const claim *a = &h->claims.v[i], *b = &h->claims.v[j];
    hp_str category_a = pack_str(h->pack, h->rules[a->rule].category);
    hp_str category_b = pack_str(h->pack, h->rules[b->rule].category);
    bool name_a = is_name(h, a), name_b = is_name(h, b);
    bool statement_a = is_statement(h, a), statement_b = is_statement(h, b);
    if (statement_a != statement_b || (statement_a && !statements_meet(h, a, b))) return;
    if (name_a && !name_b && lies_in(a, b))
        fold_name(h, j, i);
    else if (name_b && !name_a && lies_in(b, a))
        fold_name(h, i, j);
    else if (outranks(h, a, b, str_eq(category_a, category_b)))
        fold_under(h, i, j);
    else
        fold_under(h, j, i);
}

static void fold_overlaps(hearing *h) {
    claims *all = &h->claims;
    for (size_t i = 0; i < all->n; i++) {
        size_t end = all->v[i].clean_end;
        size_t last = all->n - i > NEIGHBOURS_MOST ? i + NEIGHBOURS_MOST : all->n - 1;
        for (size_t j = i + 1; j <= last && all->v[j].clean_start < end && !all->v[i].into; j++)
            if (!all->v[j].into && has_words(&all->v[i]) && has_words(&all->v[j])) settle(h, i, j);
    }
}

/* One rule says one thing of a sentence once: the gravest, then the surest, then the first. */
static hp_status fold_repeats(hearing *h) {
    uint32_t *last = ARENA_ARRAY(h->a, uint32_t, pack_rule_count(h->pack)); /* per rule: its latest claim + 1 */
    if (!last) return HP_ERR_MEMORY;
    for (size_t i = 0; i < h->claims.n; i++) {
        claim *c = &h->claims.v[i];
        if (c->into || !is_statement(h, c)) continue;
        uint32_t earlier = last[c->rule];
        last[c->rule] = (uint32_t)i + 1;
        if (!earlier || h->claims.v[earlier - 1].sentence != c->sentence) continue;
        const claim *e = &h->claims.v[earlier - 1];
        bool later_wins = c->severity != e->severity ? c->severity > e->severity : c->confidence > e->confidence;
        if (later_wins)
            fold_under(h, i, earlier - 1);
        else
            fold_under(h, earlier - 1, i), last[c->rule] = earlier;
    }
    return HP_OK;
}

/* Lets every folded claim name the one that stands for it, however long the way there was. */
static void point_to_roots(hearing *h) {
    claim *v = h->claims.v;
    for (size_t i = 0; i < h->claims.n; i++) {
        if (!v[i].into) continue;
        uint32_t root = v[i].into, at = (uint32_t)i + 1;
        while (v[root - 1].into) root = v[root - 1].into;
        while (v[at - 1].into && v[at - 1].into != root) {
            uint32_t next = v[at - 1].into;
            v[at - 1].into = root;
            at = next;
        }
    }
}

hp_status fold_claims(hearing *h) {
    if (h->claims.n > 1) qsort(h->claims.v, h->claims.n, sizeof *h->claims.v, by_place);
    fold_overlaps(h);
    hp_status status = fold_repeats(h);
    point_to_roots(h);
    return status;
}
