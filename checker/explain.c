/* explain.c - why a rule fired in a draft, or why it did not, in words: where it runs, what it saw, what weighed each
 * match, who took it away, with whom it paired, under what it folded. */
#include "check.h"

#include "base/str.h"
#include "judge/hearing.h"

typedef VEC(hp_explained) step_list;

typedef struct telling {
    hp_checker *checker;
    arena *a;
    const hp_pack *pack;
    const pk_rule *rules, *rule;
    uint32_t index;
    const evidence *e;
    hearing h;
    step_list steps;
    hp_level severity; /* of its gravest claim; 0: it has none */
} telling;

/* ---- one step */

static hp_explained *add(telling *t, int depth, hp_str says) {
    hp_explained *place = VEC_ADD(t->a, &t->steps, hp_explained);
    if (place) *place = (hp_explained){.says = says, .depth = depth};
    return place;
}

static hp_str id_of(const telling *t, uint32_t rule) {
    return pack_str(t->pack, t->rules[rule].id);
}

static void on_words(telling *t, hp_explained *step, size_t clean_start, size_t clean_end) {
    if (!step) return;
    if (clean_start == clean_end) { /* of a rule about the whole post, or an attachment */
        if (!step->says.n) step->says = HP_STR("the post as a whole");
        return;
    }
    step->has_span = true;
    step->secret = t->rule->secret != 0;
    doc_draft_span(&t->e->d, clean_start, clean_end, &step->start, &step->end);
    doc_line_column(t->e->d.draft, step->start, &step->line, &step->column);
}

static void add_reasons(telling *t, const hit_reason *reasons, size_t count) {
    for (size_t i = 0; i < count; i++) {
        hp_explained *step = add(t, 2, reasons[i].what);
        if (!step) return;
        step->has_points = true;
        step->points = reasons[i].points;
    }
}

#define PASSAGE HP_STR("what the passage as a whole reads like")

static const char *severity_name(uint8_t severity) {
    static const char *const names[] = {"off", "note", "review", "hold"};
    return names[severity & 3];
}

/* ---- where it runs */

static bool is_evidence(const pk_rule *r) {
    return (r->who || r->what) && r->kind != RULE_NAME;
}

static void tell_severity(telling *t) {
    hp_str audience = hp_pack_audience(t->pack, t->e->in.audience);
    uint8_t severity = t->rule->severity[t->e->in.audience];
    if (t->rule->kind == RULE_GUARD)
        add(t, 0, HP_STR("a guard: it tells nothing by itself, and takes what others found away"));
    else if (is_evidence(t->rule))
        add(t, 0,
            arena_printf(t->a, "evidence of %s: %s", t->rule->what ? "what is said" : "who is meant",
                         t->rule->alone ? "told by itself, too"
                                        : "not told by itself, only together with the other half"));
    if (severity || (t->rule->kind != RULE_GUARD && !is_evidence(t->rule)))
        add(t, 0, arena_printf(t->a, "for the audience %.*s it is %s", STR_FMT(audience), severity_name(severity)));
}

/* False: it is not asked at all, and that was said. */
static bool runs(telling *t) {
    const find_scope *scope = &t->e->in.scope;
    const pk_rule *r = t->rule;
    const struct {
        uint32_t only, here;
        const char *what;
    } places[] = {{r->channels, scope->channel_bit, "channels"},
                  {r->accounts, scope->account_bit, "accounts"},
                  {r->roles, scope->role_bit, "roles"}};
    bool asked = !r->off;
    if (r->off)
        add(t, 0, HP_STR("the policy has switched it off, or it is for a language that the policy does not have"));
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (!places[i].only || !places[i].here || (places[i].only & places[i].here)) continue;
        add(t, 0, arena_printf(t->a, "it runs only for some %s, and this draft is for none of them", places[i].what));
        asked = false;
    }
    if (r->kind == RULE_SCHEDULE && scope->posted.day == NO_DAY)
        add(t, 0, HP_STR("it is not known when the draft is posted, so no schedule holds: tell it with --at"));
    return asked;
}

/* ---- what it saw */

static void tell_sight(telling *t, const sight *s) {
    int pair_at = t->h.policy->pair_at;
    on_words(t, add(t, 1, (hp_str){NULL, 0}), s->clean_start, s->clean_end);
    add_reasons(t, s->reasons, s->reason_count);
    if (s->end == SIGHT_INVALID)
        add(t, 2, HP_STR("the pattern matches, but the check of the number says that it is none"));
    if (s->end == SIGHT_DROPPED) add(t, 2, HP_STR("so it is dropped"));
    if (s->end == SIGHT_WEAK)
        add(t, 2, arena_printf(t->a, "confidence %d: below %d it counts for nothing", s->confidence, pair_at));
    if (s->end == SIGHT_LOST)
        add(t, 2,
            arena_printf(t->a, "confidence %d, but \"%.*s\" is surer of the same words", s->confidence,
                         STR_FMT(id_of(t, s->winner))));
}

static void tell_sights(telling *t) {
    const sight_list *seen = &t->checker->sights;
    for (size_t i = 0; i < seen->n; i++)
        if (seen->v[i].end != SIGHT_HIT) tell_sight(t, &seen->v[i]);
}

/* Of a combination each of its rules: whether it was met. */
static void tell_parts(telling *t, pk_range rules, const char *what) {
    for (uint32_t i = 0; i < rules.count; i++) {
        uint32_t part = pack_index(t->pack)[rules.first + i];
        size_t met = 0;
        for (size_t k = 0; k < t->h.hits->n; k++) met += t->h.hits->v[k].rule == part && !t->h.hits->v[k].dropped;
        add(t, 1,
            arena_printf(t->a, "%s \"%.*s\": met %zu time%s", what, STR_FMT(id_of(t, part)), met, met == 1 ? "" : "s"));
    }
}

static bool has_hits(const telling *t) {
    for (size_t i = 0; i < t->h.hits->n; i++)
        if (t->h.hits->v[i].rule == t->index) return true;
    return false;
}

static void tell_nothing(telling *t) {
    if (has_hits(t) || t->checker->sights.n) return;
    if (t->rule->kind == RULE_COMBINE) {
        add(t, 0, HP_STR("what it asks for does not stand together:"));
        tell_parts(t, t->rule->all, "all of");
        tell_parts(t, t->rule->any, "any of");
        tell_parts(t, t->rule->none, "none of");
    } else
        add(t, 0,
            t->rule->kind == RULE_NAME    ? HP_STR("nothing in the draft may be a name")
            : t->rule->kind == RULE_MEDIA ? HP_STR("no attachment is such as it asks for")
            : t->rule->kind == RULE_REQUIRE || t->rule->kind == RULE_LIMIT || t->rule->kind == RULE_SCHEDULE
                ? HP_STR("the draft is as it asks for")
                : HP_STR("nothing in the draft is what it looks for"));
}

/* ---- what became of a hit */

static void tell_claim(telling *t, const claim *c) {
    const hit *who = c->who ? &t->h.hits->v[c->who - 1] : NULL;
    bool as_who = who && who->rule == t->index && t->h.hits->v[c->hit].rule != t->index;
    const hit *other = !who ? NULL : as_who ? &t->h.hits->v[c->hit] : who;
    if (other) {
        hp_explained *step =
            add(t, 2,
                arena_printf(t->a, "pairs with \"%.*s\"%s, confidence %d: %s, on", STR_FMT(id_of(t, other->rule)),
                             c->far ? " of another sentence" : "", c->confidence, severity_name(c->severity)));
        on_words(t, step, other->clean_start, other->clean_end);
        if (step) step->secret = t->rules[other->rule].secret != 0;
    }
    if (c->moved && !as_who) add_reasons(t, &(hit_reason){.what = PASSAGE, .points = c->moved}, 1);
    if (c->graver && !as_who)
        add(t, 2, arena_printf(t->a, "goes a step %s, as the passage as a whole reads", c->graver > 0 ? "up" : "down"));
    if (c->into)
        add(t, 2,
            arena_printf(t->a, "folds under \"%.*s\", which says more of the same words",
                         STR_FMT(id_of(t, t->h.claims.v[c->into - 1].rule))));
    else if (!as_who)
        add(t, 2, arena_printf(t->a, "is told: %s, confidence %d", severity_name(c->severity), c->confidence));
    if (!as_who && c->severity > (uint8_t)t->severity) t->severity = (hp_level)c->severity;
}

static void tell_unclaimed(telling *t, const hit *x) {
    const pk_policy *p = t->h.policy;
    if (x->dropped && x->taken_by)
        add(t, 2,
            arena_printf(t->a, "taken away by \"%.*s\": %.*s", STR_FMT(id_of(t, x->taken_by - 1)),
                         STR_FMT(pack_str(t->pack, t->rules[x->taken_by - 1].title))));
    else if (t->rule->kind == RULE_NAME && !hit_is_person(t->rule, x))
        add(t, 2, HP_STR("the name of nobody whom the policy protects: the author, somebody public, or let be named"));
    else if (t->rule->kind == RULE_GUARD)
        add(t, 2,
            x->confidence < p->report_at
                ? arena_printf(t->a, "confidence %d: below %u the guard does not speak", x->confidence, p->report_at)
                : HP_STR("the guard speaks"));
    else if (is_evidence(t->rule))
        add(t, 2,
            t->rule->what
                ? HP_STR("nobody in reach whom it may be about, or the pair comes to nothing: in the matrix, or "
                         "because the passage as a whole reads like talk of nobody")
                : HP_STR("nothing in reach is said of whom it points at"));
    else if (x->confidence < p->report_at)
        add(t, 2, arena_printf(t->a, "confidence %d: told only from %u on", x->confidence, p->report_at));
    else if (t->rule->severity[t->e->in.audience])
        add(t, 2,
            arena_printf(t->a, "the passage as a whole reads like talk of nobody in particular: below %u",
                         p->report_at));
    else
        add(t, 2, HP_STR("off for this audience"));
}

static void tell_hits(telling *t) {
    for (size_t i = 0; i < t->h.hits->n; i++) {
        const hit *x = &t->h.hits->v[i];
        if (x->rule != t->index) continue;
        on_words(t, add(t, 1, (hp_str){NULL, 0}), x->clean_start, x->clean_end);
        add_reasons(t, x->reasons, x->reason_count);
        size_t claimed = 0;
        for (size_t k = 0; k < t->h.claims.n; k++) {
            const claim *c = &t->h.claims.v[k];
            if (c->hit != i && c->who != i + 1) continue;
            claimed++;
            tell_claim(t, c);
        }
        if (!claimed) tell_unclaimed(t, x);
    }
}

/* What the policy's owner lowered for a place and a time. */
static void tell_exception(telling *t, const hp_report *report) {
    for (size_t i = 0; i < report->finding_count; i++) {
        const hp_finding *f = &report->findings[i];
        if (!str_eq(f->rule, id_of(t, t->index)) || !f->exception.n) continue;
        add(t, 0,
            arena_printf(t->a, "lowered to %s by the exception %.*s", severity_name((uint8_t)f->severity),
                         STR_FMT(f->exception)));
        t->severity = f->severity;
    }
}

/* ---- the whole */

static bool find_rule(telling *t, hp_str id) {
    for (size_t i = 0; i < pack_rule_count(t->pack); i++) {
        if (!str_eq(pack_str(t->pack, t->rules[i].id), id)) continue;
        t->index = (uint32_t)i;
        t->rule = &t->rules[i];
        return true;
    }
    return false;
}

static hp_status tell_all(telling *t, evidence *e) {
    hp_report report = {0};
    t->e = e;
    tell_severity(t);
    bool asked = runs(t);
    hp_status status = judge_hear(&e->in, &t->h);
    if (status == HP_OK) status = findings_report(&t->h, &report);
    if (status != HP_OK || !asked) return status;
    tell_nothing(t);
    tell_sights(t);
    tell_hits(t);
    tell_exception(t, &report);
    return HP_OK;
}

hp_status hp_explain(hp_checker *checker, const hp_draft *draft, hp_str rule, const hp_explanation **out) {
    if (!out) return HP_ERR_USAGE;
    *out = NULL;
    if (!checker || !draft) return HP_ERR_USAGE;
    telling t = {.checker = checker, .a = checker->a, .pack = checker->pack, .rules = pack_rules(checker->pack)};
    if (!find_rule(&t, rule)) return HP_ERR_USAGE;
    evidence e;
    bool explain = checker->options.explain;
    arena_reset(checker->a);
    checker->sights = (sight_list){0};
    checker->watched = t.index + 1;
    checker->options.explain = checker->finder->o.explain = true;
    hp_status status = check_gather(checker, draft, READ_DRAFT, &e);
    bool unreadable = status == HP_ERR_ENCODING || status == HP_ERR_LIMIT;
    if (status == HP_OK) status = tell_all(&t, &e);
    checker->watched = 0;
    checker->options.explain = checker->finder->o.explain = explain;
    if (status != HP_OK && !unreadable) return status;
    for (size_t i = 0; i < e.gaps.n; i++) add(&t, 0, e.gaps.v[i]);
    for (size_t i = 0; i < e.warnings.n; i++) add(&t, 0, e.warnings.v[i]);
    checker->explained = (hp_explanation){.rule = hp_pack_rule(checker->pack, t.index),
                                          .steps = t.steps.v,
                                          .count = t.steps.n,
                                          .fires = t.severity != 0,
                                          .severity = t.severity,
                                          .complete = e.gaps.n == 0};
    if (arena_failed(checker->a)) return HP_ERR_MEMORY;
    *out = &checker->explained;
    return status;
}
