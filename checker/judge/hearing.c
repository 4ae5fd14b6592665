/* hearing.c - windows around a span, and evidence found by place. */
#include "judge/hearing.h"

#include <stdlib.h>

#include "base/str.h"
#include "find/steps.h"

void hearing_open(const judge_input *in, hearing *h) {
    *h = (hearing){.in = in,
                   .d = in->d,
                   .a = in->d->a,
                   .pack = in->pack,
                   .policy = pack_policy(in->pack),
                   .rules = pack_rules(in->pack),
                   .hits = in->hits};
    bool gist = in->lexicon && in->lexicon->gist.n > 0;
    h->least = h->policy->report_at - (gist ? GIST_RAISES : 0);
}

/* Start, then rule, then end: the same order on every machine, whatever the sort does with equals. */
static int by_place(const void *left, const void *right) {
    const hit *a = left, *b = right;
    if (a->clean_start != b->clean_start) return a->clean_start < b->clean_start ? -1 : 1;
    if (a->rule != b->rule) return a->rule < b->rule ? -1 : 1;
    if (a->clean_end != b->clean_end) return a->clean_end < b->clean_end ? -1 : 1;
    return b->confidence - a->confidence;
}

hp_status hearing_sort(hearing *h) {
    hits *all = h->hits;
    if (all->n > 1) qsort(all->v, all->n, sizeof *all->v, by_place);
    h->reach = ARENA_ARRAY(h->a, size_t, all->n);
    if (!h->reach) return HP_ERR_MEMORY;
    size_t furthest = 0;
    for (size_t i = 0; i < all->n; i++) {
        if (all->v[i].clean_end > furthest) furthest = all->v[i].clean_end;
        h->reach[i] = furthest;
    }
    return HP_OK;
}

size_t hearing_first(const hearing *h, size_t clean_start) {
    size_t low = 0, high = h->hits->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (h->reach[middle] > clean_start)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static window sentences_around(const doc *d, size_t clean_start, size_t clean_end, size_t more) {
    size_t first = doc_sentence_at(d, clean_start);
    size_t last = doc_sentence_at(d, clean_end > clean_start ? clean_end - 1 : clean_start);
    if (first >= d->sentence_count) return (window){clean_start, clean_end};
    if (last >= d->sentence_count) last = d->sentence_count - 1;
    first = first > more ? first - more : 0;
    last = d->sentence_count - 1 - last > more ? last + more : d->sentence_count - 1;
    window w = {d->sentences[first].clean_start, d->sentences[last].clean_end};
    if (w.clean_start > clean_start) w.clean_start = clean_start;
    if (w.clean_end < clean_end) w.clean_end = clean_end;
    return w;
}

window window_around(const doc *d, size_t clean_start, size_t clean_end, uint8_t within, uint16_t words) {
    window w = {clean_start, clean_end};
    switch (within) {
    case WITHIN_MATCH: return w;
    case WITHIN_WORDS: steps_words_around(d, clean_start, clean_end, words, &w.clean_start, &w.clean_end); return w;
    case WITHIN_NEIGHBOURS: return sentences_around(d, clean_start, clean_end, 1);
    case WITHIN_POST: return (window){0, d->clean.n};
    default: return sentences_around(d, clean_start, clean_end, 0);
    }
}

bool hearing_concerns(const hearing *h, const pk_rule *rule) {
    const find_scope *scope = &h->in->scope;
    return !rule->off && (!rule->channels || !scope->channel_bit || (rule->channels & scope->channel_bit)) &&
           (!rule->accounts || !scope->account_bit || (rule->accounts & scope->account_bit)) &&
           (!rule->roles || !scope->role_bit || (rule->roles & scope->role_bit));
}

bool hit_is_person(const pk_rule *rule, const hit *t) {
    return rule->kind == RULE_NAME && (t->role == ROLE_STUDENT || t->role == ROLE_PRIVATE);
}

/* ---- conditions of what is made of other evidence */

/* The reasons that it came with, then those of the conditions that held. */
static hp_status join_reasons(const hearing *h, hit *t, const step_result *weighed) {
    hit_reason *all = ARENA_ARRAY(h->a, hit_reason, t->reason_count + weighed->reasons.n + 1);
    size_t count = 0;
    if (!all) return HP_ERR_MEMORY;
    if (!t->reason_count) all[count++] = (hit_reason){pack_str(h->pack, h->rules[t->rule].title), t->confidence};
    for (size_t i = 0; i < t->reason_count; i++) all[count++] = t->reasons[i];
    for (size_t i = 0; i < weighed->reasons.n; i++) all[count++] = weighed->reasons.v[i];
    t->reasons = all;
    t->reason_count = count;
    return HP_OK;
}

hp_status hit_weigh(const hearing *h, hit *t, bool *stands) {
    search s;
    step_result weighed;
    *stands = true;
    const pk_rule *rule = &h->rules[t->rule];
    if (!rule->steps.count) return HP_OK;
    hp_status status = search_open(&s, h->in->finder, h->d, &h->in->scope, h->in->problems);
    if (status == HP_OK) status = steps_ask(&s, rule, t->clean_start, t->clean_end, 0, &weighed);
    if (status != HP_OK || !weighed.reasons.n) return status;
    status = join_reasons(h, t, &weighed);
    int confidence = t->confidence + weighed.points;
    t->confidence = confidence < 0 ? 0 : confidence > 100 ? 100 : confidence;
    if (weighed.severity) t->severity = weighed.severity;
    *stands = !weighed.dropped && hit_pairs(h, t);
    if (!*stands)
        sight_note(&s, t->rule,
                   (sight){.clean_start = t->clean_start,
                           .clean_end = t->clean_end,
                           .end = weighed.dropped ? SIGHT_DROPPED : SIGHT_WEAK,
                           .confidence = t->confidence,
                           .reasons = t->reasons,
                           .reason_count = t->reason_count});
    return status;
}

hp_status claim_add(hearing *h, uint32_t hit_index, uint8_t severity) {
    const hit *t = &h->hits->v[hit_index];
    claim *c = VEC_ADD(h->a, &h->claims, claim);
    if (!c) return HP_ERR_MEMORY;
    *c = (claim){.rule = t->rule,
                 .hit = hit_index,
                 .sentence = t->sentence,
                 .clean_start = t->clean_start,
                 .clean_end = t->clean_end,
                 .confidence = t->confidence,
                 .unbending = t->unbending != 0,
                 .severity = severity};
    return HP_OK;
}

bool category_is_statement(hp_str category) {
    return category.n == 0 || str_eq_z(category, "statement");
}

bool category_is_name(hp_str category) {
    return str_ends(category, HP_STR("_name"));
}
