/* patterns.c - evidence from patterns and word lists: matches, validated, weighed by their rule's conditions. */
#include <math.h>
#include <stdlib.h>

#include "base/str.h"
#include "find/duties.h"
#include "find/steps.h"
#include "find/validate.h"

/* A match before it is weighed. */
typedef struct candidate {
    size_t clean_start, clean_end;
    int confidence;
    hp_str reason;
} candidate;

typedef VEC(candidate) candidate_list;

/* ---- candidates ---- */

static hp_status add(search *s, candidate_list *list, candidate c) {
    candidate *place = VEC_ADD(s->d->a, list, candidate);
    if (!place) return HP_ERR_MEMORY;
    *place = c;
    return HP_OK;
}

static hp_status match_pattern(search *s, const pk_rule *rule, uint32_t index, const lead *places, size_t count,
                               candidate_list *out) {
    const pk_pattern *pattern = &pack_patterns(s->f->o.pack)[index];
    hp_str own = pack_str(s->f->o.pack, pattern->reason);
    int confidence = pattern->confidence >= 0 ? pattern->confidence : rule->confidence;
    hp_status status = HP_OK;
    search_scan scan;
    regex_match m;
    scan_open_at(s, rule, index, places, count, &scan);
    while (status == HP_OK && scan_next(&scan, &m)) {
        if (pattern->validator && !validators[pattern->validator - 1](str_sub(s->d->clean, m.start, m.end))) {
            uint32_t rule_index = (uint32_t)(rule - pack_rules(s->f->o.pack));
            sight_note(s, rule_index, (sight){.clean_start = m.start, .clean_end = m.end, .end = SIGHT_INVALID});
            continue;
        }
        status = add(s, out, (candidate){m.start, m.end, confidence, own.n ? own : HP_STR("the pattern matched")});
    }
    return status;
}

static hp_status match_patterns(search *s, const pk_rule *rule, candidate_list *out) {
    const lead_list *l = &s->leads;
    uint32_t end = rule->patterns.first + rule->patterns.count;
    hp_status status = HP_OK;
    for (size_t k = leads_from(l, rule->patterns.first), next; status == HP_OK && k < l->n; k = next) {
        uint32_t pattern = l->v[k].pattern;
        if (pattern >= end) break;
        for (next = k + 1; next < l->n && l->v[next].pattern == pattern;) next++;
        status = match_pattern(s, rule, pattern, l->v + k, next - k, out);
    }
    return status;
}

/* The phrases of a list, the longest first where two overlap. */
static hp_status match_list(search *s, const pk_rule *rule, uint32_t list, candidate_list *out) {
    size_t count, free_from = 0;
    const phrase_spot *spots = phrases_of(&s->spots, scope_list(s->scope, s->f->o.pack, list), &count);
    for (size_t i = 0; i < count; i++) {
        if (spots[i].clean_start < free_from) continue;
        free_from = spots[i].clean_end;
        candidate c = {spots[i].clean_start, spots[i].clean_end, rule->confidence, HP_STR("a listed phrase")};
        if (add(s, out, c) != HP_OK) return HP_ERR_MEMORY;
    }
    return HP_OK;
}

/* What the code reader takes for the rule's kind, as sure as it is that the code is private at all. */
static hp_status match_codes(search *s, const pk_rule *rule, candidate_list *out) {
    const code_span *codes;
    size_t count = search_codes(s, &codes);
    for (size_t i = 0; i < count; i++) {
        if (code_likeliest(&codes[i]) != rule->reads) continue;
        int sure = (int)(sqrtf(codes[i].chance[rule->reads]) * (float)rule->confidence);
        candidate c = {codes[i].clean_start, codes[i].clean_end, sure, HP_STR("the words around it and its shape")};
        if (add(s, out, c) != HP_OK) return HP_ERR_MEMORY;
    }
    return HP_OK;
}

/* ---- weighing ---- */

static hp_status weigh(search *s, uint32_t rule_index, const candidate *c, hits *out) {
    const pk_rule *rule = &pack_rules(s->f->o.pack)[rule_index];
    hit_reason base = {c->reason, c->confidence};
    step_result steps;
    if (steps_ask(s, rule, c->clean_start, c->clean_end, 0, &steps) != HP_OK) return HP_ERR_MEMORY;
    int confidence = c->confidence + steps.points;
    confidence = confidence < 0 ? 0 : confidence > 100 ? 100 : confidence;
    bool weak = rule->kind != RULE_GUARD && confidence < pack_policy(s->f->o.pack)->pair_at;
    bool watched = s->scope->watched == rule_index + 1;
    if ((steps.dropped || weak) && !watched) return HP_OK;
    hit_reason *reasons = ARENA_ARRAY(s->d->a, hit_reason, steps.reasons.n + 1);
    if (!reasons) return HP_ERR_MEMORY;
    reasons[0] = base;
    for (size_t i = 0; i < steps.reasons.n; i++) reasons[i + 1] = steps.reasons.v[i];
    sight_note(s, rule_index,
               (sight){.clean_start = c->clean_start,
                       .clean_end = c->clean_end,
                       .end = steps.dropped ? SIGHT_DROPPED
                              : weak        ? SIGHT_WEAK
                                            : SIGHT_HIT,
                       .confidence = confidence,
                       .reasons = reasons,
                       .reason_count = steps.reasons.n + 1});
    if (steps.dropped || weak) return HP_OK;
    hit *h = VEC_ADD(s->d->a, out, hit);
    if (!h) return HP_ERR_MEMORY;
    *h = (hit){.clean_start = c->clean_start,
               .clean_end = c->clean_end,
               .rule = rule_index,
               .sentence = (uint32_t)doc_sentence_at(s->d, c->clean_start),
               .confidence = confidence,
               .severity = steps.severity,
               .reasons = reasons,
               .reason_count = steps.reasons.n + 1};
    return HP_OK;
}

/* Start, then the longer, then the surer: what is alike in all three is alike. */
static int by_place(const void *a, const void *b) {
    const hit *x = a, *y = b;
    if (x->clean_start != y->clean_start) return x->clean_start < y->clean_start ? -1 : 1;
    if (x->clean_end != y->clean_end) return x->clean_end > y->clean_end ? -1 : 1;
    return (y->confidence > x->confidence) - (y->confidence < x->confidence);
}

/* Several patterns and lists of one rule may have found the same: of two hits where one holds the other, the surer
 * stays, of equals the longer. */
static void keep_best(hits *all, size_t first) {
    size_t kept = first;
    if (all->n - first < 2) return;
    qsort(all->v + first, all->n - first, sizeof *all->v, by_place);
    for (size_t i = first + 1; i < all->n; i++) {
        hit *last = &all->v[kept];
        const hit *next = &all->v[i];
        bool inside = next->clean_end <= last->clean_end;
        if (!inside)
            all->v[++kept] = *next;
        else if (next->confidence > last->confidence)
            *last = *next;
    }
    all->n = kept + 1;
}

hp_status patterns_of_rule(search *s, uint32_t rule_index, hits *out) {
    const pk_rule *rule = &pack_rules(s->f->o.pack)[rule_index];
    const uint32_t *lists = pack_index(s->f->o.pack) + rule->lists.first;
    candidate_list found = {NULL, 0, 0};
    hp_status status = rule->patterns.count ? match_patterns(s, rule, &found) : HP_OK;
    size_t first = out->n;
    for (uint32_t i = 0; i < rule->lists.count && status == HP_OK; i++) status = match_list(s, rule, lists[i], &found);
    if (rule->reads && status == HP_OK) status = match_codes(s, rule, &found);
    for (size_t i = 0; i < found.n && status == HP_OK; i++) status = weigh(s, rule_index, &found.v[i], out);
    keep_best(out, first);
    return status;
}

hp_status find_patterns(finder *f, const doc *d, const find_scope *scope, hits *out, problem_list *problems) {
    search s;
    size_t count = pack_rule_count(f->o.pack);
    const pk_rule *rules = pack_rules(f->o.pack);
    hp_status status = search_open(&s, f, d, scope, problems);
    for (size_t i = 0; i < count && status == HP_OK; i++) {
        bool asked = rules[i].kind == RULE_PATTERN || rules[i].kind == RULE_GUARD;
        if (asked && search_concerns(&s, &rules[i])) status = patterns_of_rule(&s, (uint32_t)i, out);
    }
    return status == HP_OK && arena_failed(d->a) ? HP_ERR_MEMORY : status;
}
