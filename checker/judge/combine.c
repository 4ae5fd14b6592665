/* combine.c - rules that are made of other rules' hits: all of these, one of those, none of them, near each other. */
#include "judge/hearing.h"

/* Live evidence grouped by rule: of[first[r]] .. of[first[r + 1]] are the hits of rule r, by start. */
typedef struct roll {
    uint32_t *first, *of;
} roll;

static hp_status call_roll(const hearing *h, roll *out) {
    size_t rule_count = pack_rule_count(h->pack), n = h->hits->n;
    out->first = ARENA_ARRAY(h->a, uint32_t, rule_count + 1);
    out->of = ARENA_ARRAY(h->a, uint32_t, n);
    uint32_t *fill = ARENA_ARRAY(h->a, uint32_t, rule_count + 1);
    if (!out->first || !out->of || !fill) return HP_ERR_MEMORY;
    for (size_t i = 0; i < n; i++)
        if (hit_pairs(h, &h->hits->v[i])) out->first[h->hits->v[i].rule + 1]++;
    for (size_t r = 0; r < rule_count; r++) fill[r + 1] = out->first[r + 1] += out->first[r];
    for (size_t i = 0; i < n; i++)
        if (hit_pairs(h, &h->hits->v[i])) out->of[fill[h->hits->v[i].rule]++] = (uint32_t)i;
    return HP_OK;
}

/* Where the hits of a rule begin that start at a place or behind it. */
static uint32_t first_from(const hearing *h, const roll *r, uint32_t rule, size_t clean_start) {
    uint32_t low = r->first[rule], high = r->first[rule + 1];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (h->hits->v[r->of[middle]].clean_start < clean_start)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The hit of a rule that lies in the window and nearest to the anchor; index + 1, 0 when there is none. */
static uint32_t nearest(const hearing *h, const roll *r, uint32_t rule, const hit *anchor, window w) {
    uint32_t low = first_from(h, r, rule, anchor->clean_start), end = r->first[rule + 1];
    uint32_t best = 0;
    size_t best_gap = SIZE_MAX;
    for (uint32_t i = low > r->first[rule] ? low - 1 : low; i < end && i <= low; i++) {
        const hit *t = &h->hits->v[r->of[i]];
        if (!window_meets(w, t->clean_start, t->clean_end)) continue;
        size_t gap = t->clean_start >= anchor->clean_start ? t->clean_start - anchor->clean_start
                                                           : anchor->clean_start - t->clean_start;
        if (gap < best_gap) best = r->of[i] + 1, best_gap = gap;
    }
    return best;
}

/* Two witnesses are surer than one: 100 - (100-a)(100-b)/100. */
static int joint(int a, int b) {
    return 100 - (100 - a) * (100 - b) / 100;
}

/* Does the first of so many hits of `any` stand here, the others behind it in the window? Mentions of one name are one.
 */
static bool are_enough(const hearing *h, const roll *r, const pk_rule *rule, const hit *anchor, window w) {
    enum { MOST = 100 }; /* at-least's own limit */
    uint32_t people[MOST];
    size_t seen = 0;
    for (uint32_t i = 0; i < rule->any.count; i++) {
        uint32_t part = pack_index(h->pack)[rule->any.first + i];
        uint32_t k = first_from(h, r, part, w.clean_start);
        if (k < r->first[part + 1] && h->hits->v[r->of[k]].clean_start < anchor->clean_start)
            return false; /* told there */
        for (; k < r->first[part + 1] && seen < rule->at_least; k++) {
            const hit *t = &h->hits->v[r->of[k]];
            if (!window_meets(w, t->clean_start, t->clean_end)) break;
            size_t same = 0;
            while (t->person && same < seen && people[same] != t->person) same++;
            if (!t->person || same == seen) people[seen++] = t->person;
        }
    }
    return seen >= rule->at_least;
}

/* Do the other parts stand around this anchor? Their joint confidence, or -1. */
static int parts_around(const hearing *h, const roll *r, const pk_rule *rule, const hit *anchor) {
    const uint32_t *index = pack_index(h->pack);
    window w = window_around(h->d, anchor->clean_start, anchor->clean_end, rule->within, rule->within_words);
    int confidence = anchor->confidence;
    bool one = rule->any.count == 0;
    if (rule->at_least && !are_enough(h, r, rule, anchor, w)) return -1;
    for (uint32_t i = 0; i < rule->none.count; i++)
        if (nearest(h, r, index[rule->none.first + i], anchor, w)) return -1;
    for (uint32_t i = 0; i < rule->all.count; i++) {
        uint32_t part = index[rule->all.first + i];
        if (part == anchor->rule) continue;
        uint32_t found = nearest(h, r, part, anchor, w);
        if (!found) return -1;
        confidence = joint(confidence, h->hits->v[found - 1].confidence);
    }
    for (uint32_t i = 0; i < rule->any.count && !one; i++) {
        uint32_t part = index[rule->any.first + i];
        uint32_t found = part == anchor->rule ? 0 : nearest(h, r, part, anchor, w);
        one = found || part == anchor->rule;
        if (found) confidence = joint(confidence, h->hits->v[found - 1].confidence);
    }
    return one ? confidence : -1;
}

/* What stands around a name makes it no surer that it is one. */
static hp_status add_hit(hearing *h, uint32_t rule_index, const hit *anchor, int confidence) {
    const pk_rule *rule = &h->rules[rule_index];
    bool name = category_is_name(pack_str(h->pack, rule->category)) && h->rules[anchor->rule].kind == RULE_NAME;
    if (name && anchor->confidence < confidence) confidence = anchor->confidence;
    hit made = *anchor; /* before the array moves */
    made.rule = rule_index;
    made.confidence = confidence < rule->confidence ? confidence : rule->confidence;
    made.severity = made.dropped = made.roster = 0;
    made.role = ROLE_NONE;
    made.person = 0;
    bool stands;
    hp_status status = hit_weigh(h, &made, &stands);
    if (status != HP_OK || !stands) return status;
    hit *t = VEC_ADD(h->a, h->hits, hit);
    if (!t) return HP_ERR_MEMORY;
    *t = made;
    return HP_OK;
}

/* Every hit of one part is an anchor: the hit that carries the span. */
static hp_status anchor_on(hearing *h, const roll *r, uint32_t rule_index, uint32_t part) {
    for (uint32_t i = r->first[part]; i < r->first[part + 1]; i++) {
        const hit *anchor = &h->hits->v[r->of[i]];
        int confidence = parts_around(h, r, &h->rules[rule_index], anchor);
        if (confidence < 0) continue;
        hp_status status = add_hit(h, rule_index, anchor, confidence);
        if (status != HP_OK) return status;
    }
    return HP_OK;
}

/* Is one of its parts a combination itself? Such rules wait for the second round. */
static bool is_nested(const hearing *h, const pk_rule *rule) {
    const pk_range parts[] = {rule->all, rule->any, rule->none};
    const uint32_t *index = pack_index(h->pack);
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
        for (uint32_t i = 0; i < parts[k].count; i++)
            if (h->rules[index[parts[k].first + i]].kind == RULE_COMBINE) return true;
    return false;
}

static hp_status combine_rule(hearing *h, const roll *r, uint32_t rule_index) {
    const pk_rule *rule = &h->rules[rule_index];
    const uint32_t *index = pack_index(h->pack);
    if (rule->span_rule) return anchor_on(h, r, rule_index, rule->span_rule - 1);
    if (rule->all.count) return anchor_on(h, r, rule_index, index[rule->all.first]);
    for (uint32_t i = 0; i < rule->any.count; i++) {
        hp_status status = anchor_on(h, r, rule_index, index[rule->any.first + i]);
        if (status != HP_OK) return status;
    }
    return HP_OK;
}

static hp_status combine_round(hearing *h, bool nested) {
    roll r = {NULL, NULL};
    hp_status status = HP_OK;
    size_t before = h->hits->n;
    for (uint32_t i = 0; i < pack_rule_count(h->pack) && status == HP_OK; i++) {
        const pk_rule *rule = &h->rules[i];
        if (rule->kind != RULE_COMBINE || is_nested(h, rule) != nested || !hearing_concerns(h, rule)) continue;
        if (!r.of) status = call_roll(h, &r);
        if (status == HP_OK) status = combine_rule(h, &r, i);
    }
    if (status != HP_OK || h->hits->n == before) return status;
    status = hearing_sort(h);
    return status == HP_OK ? guards_apply(h) : status;
}

hp_status combine_hits(hearing *h) {
    hp_status status = combine_round(h, false);
    return status == HP_OK ? combine_round(h, true) : status;
}
