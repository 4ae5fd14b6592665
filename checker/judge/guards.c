/* guards.c - guards take evidence away before anything is made of it: the author's own life, teaching talk, fiction,
 * public matters. A whole roster name is never taken. */
#include "judge/hearing.h"

enum { WHO_LEVEL_PINNED = 2 }; /* pk_rule.who of I1: above it one child is meant */

/* Marks the rules that a guard takes, so that a hit is asked in one step. */
static void mark_taken(const hearing *h, const pk_rule *guard, uint8_t *taken, uint8_t value) {
    const uint32_t *index = pack_index(h->pack) + guard->any.first;
    for (uint32_t i = 0; i < guard->any.count; i++) taken[index[i]] = value;
}

static void take(hearing *h, window w, const uint8_t *taken, uint32_t guard) {
    for (size_t i = hearing_first(h, w.clean_start); i < h->hits->n && h->hits->v[i].clean_start < w.clean_end; i++) {
        hit *t = &h->hits->v[i];
        if (t->clean_end <= w.clean_start || !taken[t->rule]) continue;
        const pk_rule *rule = &h->rules[t->rule];
        if (rule->kind == RULE_GIST && h->rules[guard].within == WITHIN_MATCH)
            continue; /* its words are not the whole */
        if (rule->kind == RULE_GUARD || (rule->kind == RULE_NAME && t->roster == 2)) continue;
        t->dropped = 1;
        t->taken_by = guard + 1;
    }
}

/* Is a student named in the window? */
static bool names_student(const hearing *h, window w) {
    for (size_t i = hearing_first(h, w.clean_start); i < h->hits->n && h->hits->v[i].clean_start < w.clean_end; i++) {
        const hit *t = &h->hits->v[i];
        if (t->clean_end > w.clean_start && t->role == ROLE_STUDENT && t->confidence >= h->policy->report_at &&
            hit_is_person(&h->rules[t->rule], t))
            return true;
    }
    return false;
}

/* Hits of one guard, in order: their windows begin one behind the other, so one that ends where the last one ended lies
 * within it and has nothing left to take. */
static void apply_guard(hearing *h, const uint32_t *next, uint32_t first, const uint8_t *taken) {
    size_t done = SIZE_MAX;
    for (uint32_t at = first; at; at = next[at - 1]) {
        const hit *t = &h->hits->v[at - 1];
        const pk_rule *guard = &h->rules[t->rule];
        window w = window_around(h->d, t->clean_start, t->clean_end, guard->within, guard->within_words);
        if (w.clean_end != done && !(guard->spares_named && names_student(h, w))) take(h, w, taken, t->rule);
        done = w.clean_end;
    }
}

/* A name rule's `takes`: what is said in a sentence that names figures only, of books, history or public life, is said
 * of them. Not where a child of the school is pointed at as well. */
static hp_status figures_take(hearing *h, uint8_t *taken) {
    enum { FIGURE = 1, CHILD = 2 };
    size_t count = h->d->sentence_count;
    uint8_t *named = ARENA_ARRAY(h->a, uint8_t, count + 1);
    if (!named) return HP_ERR_MEMORY;
    bool figures = false;
    uint32_t figure = 0;
    for (size_t i = 0; i < h->hits->n; i++) {
        const hit *t = &h->hits->v[i];
        const pk_rule *rule = &h->rules[t->rule];
        if (t->sentence >= count || t->dropped) continue;
        bool name = rule->kind == RULE_NAME, pinned = !name && rule->who > WHO_LEVEL_PINNED;
        if (name && rule->any.count && t->role == ROLE_PUBLIC && t->confidence >= h->policy->report_at) {
            named[t->sentence] |= FIGURE;
            if (!figures) mark_taken(h, rule, taken, 1);
            figures = true;
            figure = t->rule;
        }
        if (pinned || hit_is_person(rule, t)) named[t->sentence] |= CHILD;
    }
    for (size_t i = 0; i < h->hits->n && figures; i++) {
        hit *t = &h->hits->v[i];
        if (t->sentence < count && named[t->sentence] == FIGURE && taken[t->rule]) {
            t->dropped = 1;
            t->taken_by = figure + 1;
        }
    }
    return HP_OK;
}

hp_status guards_apply(hearing *h) {
    size_t rule_count = pack_rule_count(h->pack);
    uint32_t *first = ARENA_ARRAY(h->a, uint32_t, rule_count); /* per rule: its first hit + 1 */
    uint32_t *next = ARENA_ARRAY(h->a, uint32_t, h->hits->n);  /* per hit: the next one of its rule + 1 */
    uint8_t *taken = ARENA_ARRAY(h->a, uint8_t, rule_count);
    if (!first || !next || !taken) return HP_ERR_MEMORY;
    for (size_t i = h->hits->n; i-- > 0;) {
        const hit *t = &h->hits->v[i];
        if (h->rules[t->rule].kind != RULE_GUARD || t->confidence < h->policy->report_at) continue;
        next[i] = first[t->rule];
        first[t->rule] = (uint32_t)i + 1;
    }
    for (size_t r = 0; r < rule_count; r++) {
        if (!first[r]) continue;
        mark_taken(h, &h->rules[r], taken, 1);
        apply_guard(h, next, first[r], taken);
        mark_taken(h, &h->rules[r], taken, 0);
    }
    return figures_take(h, taken);
}
