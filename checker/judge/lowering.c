/* lowering.c - what the policy's owner lowered for a place and a time, and what is raised while a switch is on.
 *
 * An exception never takes a finding away, and hides nothing else: a finding under which one of another category or
 * topic folded stays as grave as that one. What says the same of the same words is lowered with it. */
#include "judge/hearing.h"

#include <string.h>

#include "base/calendar.h"
#include "base/str.h"
#include "text/unicode.h"

static void warn(const hearing *h, hp_str text) {
    for (size_t i = 0; h->in->warnings && i < h->in->warnings->n; i++)
        if (str_eq(h->in->warnings->v[i], text)) return;
    hp_str *place = h->in->warnings ? VEC_ADD(h->a, h->in->warnings, hp_str) : NULL;
    if (place) *place = text;
}

static bool names_rule(const hearing *h, const pk_exception *e, uint32_t rule) {
    const uint32_t *rules = pack_index(h->pack) + e->rules.first;
    for (uint32_t i = 0; i < e->rules.count; i++)
        if (rules[i] == rule) return true;
    return false;
}

/* Is the draft where the exception holds? A place that was not told is none. */
static bool is_place(const hearing *h, const pk_exception *e, hp_str folded) {
    const find_scope *scope = &h->in->scope;
    if (e->channels && !(e->channels & scope->channel_bit)) return false;
    if (e->accounts && !(e->accounts & scope->account_bit)) return false;
    if (e->audiences && !(e->audiences >> h->in->audience & 1)) return false;
    return !e->text.len || str_find(folded, pack_str(h->pack, e->text), 0) != SIZE_MAX;
}

/* Good through its last day; where nobody knows the day it lowers nothing. */
static bool is_good(const hearing *h, const pk_exception *e) {
    int32_t day = h->in->scope.posted.policy_day;
    hp_str id = pack_str(h->pack, e->id), last = pack_str(h->pack, e->expires);
    if (day == NO_DAY)
        warn(h, arena_printf(h->a, "exception \"%.*s\" was not used: it is not known when the draft is posted",
                             STR_FMT(id)));
    else if (day > e->last_day)
        warn(h, arena_printf(h->a, "exception \"%.*s\" was not used: it ended after %.*s", STR_FMT(id), STR_FMT(last)));
    return day != NO_DAY && day <= e->last_day;
}

static bool says_the_same(const hearing *h, uint32_t a, uint32_t b) {
    const pk_rule *x = &h->rules[a], *y = &h->rules[b];
    return str_eq(pack_str(h->pack, x->category), pack_str(h->pack, y->category)) &&
           str_eq(pack_str(h->pack, x->topic), pack_str(h->pack, y->topic));
}

/* The gravest of what folded under a claim and is not the exception's to lower. */
static uint8_t gravest_other(const hearing *h, const pk_exception *e, uint32_t root) {
    uint8_t gravest = 0;
    for (size_t i = 0; i < h->claims.n; i++) {
        const claim *c = &h->claims.v[i];
        if (c->into != root + 1 || names_rule(h, e, c->rule) || says_the_same(h, c->rule, h->claims.v[root].rule))
            continue;
        if (c->severity > gravest) gravest = c->severity;
    }
    return gravest;
}

static void lower(hearing *h, const pk_exception *e, uint32_t number) {
    for (uint32_t i = 0; i < h->claims.n; i++) {
        claim *c = &h->claims.v[i];
        if (c->into || !names_rule(h, e, c->rule) || c->severity <= e->severity) continue;
        uint8_t other = gravest_other(h, e, i), to = other > e->severity ? other : e->severity;
        if (to >= c->severity) continue;
        c->severity = to;
        c->exception = number;
    }
}

static bool lowers_something(const hearing *h, const pk_exception *e) {
    for (size_t i = 0; i < h->claims.n; i++)
        if (!h->claims.v[i].into && names_rule(h, e, h->claims.v[i].rule) && h->claims.v[i].severity > e->severity)
            return true;
    return false;
}

hp_status exceptions_apply(hearing *h) {
    uint32_t count = h->pack->head->table[PACK_EXCEPTIONS].count;
    hp_str folded = {NULL, 0};
    for (uint32_t i = 0; i < count; i++) {
        const pk_exception *e = &pack_exceptions(h->pack)[i];
        if (!lowers_something(h, e)) continue;
        if (e->text.len && !folded.n) folded = unicode_fold(h->a, h->d->clean);
        if (is_place(h, e, folded) && is_good(h, e)) lower(h, e, i + 1);
    }
    return HP_OK;
}

/* ---- switches */

hp_status switches_apply(hearing *h) {
    uint32_t count = h->pack->head->table[PACK_SWITCHES].count;
    int32_t day = h->in->scope.posted.policy_day;
    for (uint32_t i = 0; i < count; i++) {
        const pk_switch *s = &pack_switches(h->pack)[i];
        bool always = s->first_day == NO_DAY && s->last_day == NO_DAY;
        if (!always && (day == NO_DAY || day < s->first_day || (s->last_day != NO_DAY && day > s->last_day))) continue;
        if (!h->raised && !(h->raised = ARENA_ARRAY(h->a, uint8_t, pack_rule_count(h->pack)))) return HP_ERR_MEMORY;
        for (uint32_t k = 0; k < s->raises.count; k++) {
            const pk_raise *r = &pack_raises(h->pack)[s->raises.first + k];
            uint8_t to = r->severity[h->in->audience];
            if (to > h->raised[r->rule]) h->raised[r->rule] = to;
        }
    }
    return HP_OK;
}

/* ---- requirements that other findings bring about */

/* The first live hit of one of the rules that ask for the words; index + 1, 0: there is none. */
static uint32_t asked_by(const hearing *h, const pk_rule *rule) {
    const uint32_t *asking = pack_index(h->pack) + rule->any.first;
    for (uint32_t i = 0; i < h->hits->n; i++) {
        const hit *t = &h->hits->v[i];
        if (t->dropped || t->confidence < h->policy->report_at) continue;
        for (uint32_t k = 0; k < rule->any.count; k++)
            if (asking[k] == t->rule) return i + 1;
    }
    return 0;
}

hp_status required_settle(hearing *h) {
    bool moved = false;
    for (size_t i = 0; i < h->hits->n; i++) {
        hit *t = &h->hits->v[i];
        const pk_rule *rule = &h->rules[t->rule];
        if (rule->kind != RULE_REQUIRE || !rule->any.count || t->dropped) continue;
        uint32_t by = asked_by(h, rule);
        t->dropped = by == 0;
        if (!by || rule->lists.count || rule->patterns.count) continue;
        t->clean_start = h->hits->v[by - 1].clean_start;
        t->clean_end = h->hits->v[by - 1].clean_end;
        t->sentence = h->hits->v[by - 1].sentence;
        moved = true;
    }
    return moved ? hearing_sort(h) : HP_OK;
}

/* ---- attachments that never stand beside what a rule names */

static hp_status add_beside(hearing *h, hit *t, uint32_t by) {
    hp_str title = pack_str(h->pack, h->rules[h->hits->v[by].rule].title);
    hit_reason *reasons = ARENA_ARRAY(h->a, hit_reason, t->reason_count + 1);
    if (!reasons) return HP_ERR_MEMORY;
    reasons[0] = (hit_reason){arena_printf(h->a, "never beside what the draft holds: %.*s", STR_FMT(title)), 0};
    for (size_t i = 0; i < t->reason_count; i++) reasons[i + 1] = t->reasons[i];
    t->reasons = reasons;
    t->reason_count++;
    t->unbending = 1;
    return HP_OK;
}

hp_status attached_settle(hearing *h) {
    hp_status status = HP_OK;
    for (size_t i = 0; i < h->hits->n && status == HP_OK; i++) {
        hit *t = &h->hits->v[i];
        const pk_rule *rule = &h->rules[t->rule];
        if (rule->kind != RULE_MEDIA || !rule->any.count || t->dropped) continue;
        uint32_t by = asked_by(h, rule);
        if (by)
            status = add_beside(h, t, by - 1);
        else
            t->dropped = t->only_beside;
    }
    return status;
}
