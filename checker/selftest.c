/* selftest.c - the tests that rules and policies carry: each draft goes through a checker, and what came out is held
 * against what its author wanted. */
#include "check.h"

#include <stdio.h>

#include "base/str.h"
#include "judge/hearing.h"

enum { GOT_MOST = 4 }; /* things told of what was found instead */

typedef struct run {
    const hp_pack *pack;
    const hp_lexicon *lexicon;
    hp_diag_fn *diag;
    void *user;
    hp_test_counts *counts;
    hp_checker *checker; /* for the roster below */
    hp_roster *roster;
    uint8_t *used;   /* per exception: a test was lowered by it */
    pk_range people; /* the roster's names: tests that stand together share one */
} run;

/* One test and what its draft came to. */
typedef struct outcome {
    const run *r;
    const pk_test *test;
    const hearing *h;
    hp_verdict verdict;
    hp_str wanted; /* in words, once it failed */
    bool passed;
} outcome;

static bool fail(outcome *o, hp_str wanted) {
    o->wanted = wanted;
    return false;
}

/* ---- what was found */
static bool on_span(const outcome *o, const hit *t, const pk_range *span) {
    size_t start, end;
    doc_draft_span(o->h->d, t->clean_start, t->clean_end, &start, &end);
    return !span || (start == span->first && end == span->count);
}

/* The claim that tells of this rule on the span (NULL: anywhere): its own hit, or the person it is about; one that
 * folded counts too. */
static const claim *find_claim(const outcome *o, uint32_t rule, const pk_range *span) {
    for (size_t i = 0; i < o->h->claims.n; i++) {
        const claim *c = &o->h->claims.v[i];
        const hit *what = &o->h->hits->v[c->hit];
        const hit *who = c->who ? &o->h->hits->v[c->who - 1] : what;
        if ((what->rule == rule && on_span(o, what, span)) || (who->rule == rule && on_span(o, who, span))) return c;
    }
    return NULL;
}

static const claim *standing_claim(const outcome *o, uint32_t rule) {
    for (size_t i = 0; i < o->h->claims.n; i++)
        if (!o->h->claims.v[i].into && o->h->claims.v[i].rule == rule) return &o->h->claims.v[i];
    return NULL;
}

static bool has_evidence(const outcome *o, uint32_t rule, const pk_range *span) {
    for (size_t i = 0; i < o->h->hits->n; i++) {
        const hit *t = &o->h->hits->v[i];
        if (t->rule == rule && hit_pairs(o->h, t) && on_span(o, t, span)) return true;
    }
    return false;
}

static bool any_claim_on(const outcome *o, const pk_range *span) {
    for (size_t i = 0; i < o->h->claims.n; i++)
        if (on_span(o, &o->h->hits->v[o->h->claims.v[i].hit], span)) return true;
    return false;
}

/* ---- what was wanted */
static hp_str span_text(const outcome *o, const pk_range *span) {
    return span ? str_sub(o->h->d->draft, span->first, span->count) : o->h->d->draft;
}

static hp_str wanted_on(const outcome *o, const char *what, const pk_range *span) {
    return arena_printf(o->h->a, "wanted %s \"%.*s\"", what, STR_FMT(span_text(o, span)));
}

/* Asks `holds` for every marked span, or once for the whole text when none is marked. */
static bool for_spans(outcome *o, const char *what, bool (*holds)(outcome *, const pk_range *)) {
    pk_range marked = o->test->spans;
    const pk_range *spans = pack_ranges(o->r->pack) + marked.first;
    if (!marked.count) return holds(o, NULL) || fail(o, wanted_on(o, what, NULL));
    for (uint32_t i = 0; i < marked.count; i++)
        if (!holds(o, &spans[i])) return fail(o, wanted_on(o, what, &spans[i]));
    return true;
}

static bool is_flagged(outcome *o, const pk_range *span) {
    const claim *c = find_claim(o, o->test->rule - 1, span);
    return c && (!o->test->severity || c->severity == o->test->severity);
}

static bool is_told(outcome *o, const pk_range *span) {
    return any_claim_on(o, span);
}

static bool is_said(outcome *o, const pk_range *span) {
    return has_evidence(o, o->test->rule - 1, span);
}

static bool is_fixed(outcome *o) {
    hp_str want = pack_str(o->r->pack, o->test->fix), got;
    bool changed;
    if (!o->test->has_fix) return true;
    if (rewrite_draft(o->h, o->test->rule, &got, &changed) == HP_OK && str_eq(got, want)) return true;
    return fail(o, arena_printf(o->h->a, "wanted the fix \"%.*s\", got \"%.*s\"", STR_FMT(want), STR_FMT(got)));
}

/* A guard's `pass`: it speaks, and nothing that it takes is told. */
static bool guard_silences(outcome *o) {
    const pk_rule *guard = &o->h->rules[o->test->rule - 1];
    const uint32_t *index = pack_index(o->r->pack) + guard->any.first;
    if (!has_evidence(o, o->test->rule - 1, NULL)) return fail(o, HP_STR("wanted the guard to speak"));
    for (uint32_t i = 0; i < guard->any.count; i++)
        if (standing_claim(o, index[i])) return fail(o, HP_STR("wanted the guard to take every finding"));
    return true;
}

static bool policy_holds(outcome *o) {
    const uint32_t *index = pack_index(o->r->pack) + o->test->rules.first;
    for (uint32_t i = 0; i < o->test->rules.count; i++) {
        hp_str id = pack_str(o->r->pack, o->h->rules[index[i]].id);
        if (!find_claim(o, index[i], NULL))
            return fail(o, arena_printf(o->h->a, "wanted a finding of \"%.*s\"", STR_FMT(id)));
    }
    static const char *const names[] = {"pass", "pass", "review", "hold"};
    if (!o->test->verdict || o->verdict == (hp_verdict)(o->test->verdict - 1)) return true;
    return fail(o, arena_printf(o->h->a, "wanted the verdict %s, got %s", names[(o->test->verdict - 1) & 3],
                                names[o->verdict & 3]));
}

static bool judge_test(outcome *o) {
    bool guard = o->test->rule && o->h->rules[o->test->rule - 1].kind == RULE_GUARD;
    switch (o->test->expect) {
    case TEST_FLAG:
        if (guard) return for_spans(o, "any finding on", is_told);
        return for_spans(o, o->test->severity ? "a finding of that severity on" : "a finding on", is_flagged) &&
               is_fixed(o);
    case TEST_SAYS: return for_spans(o, "evidence on", is_said);
    case TEST_PASS:
        if (guard) return guard_silences(o);
        return !standing_claim(o, o->test->rule - 1) || fail(o, HP_STR("wanted no finding"));
    default: return policy_holds(o);
    }
}

/* ---- telling of a failure */
static hp_str describe(const outcome *o, hp_str before, const hit *t, const char *state) {
    size_t start, end;
    doc_draft_span(o->h->d, t->clean_start, t->clean_end, &start, &end);
    hp_str text = str_sub(o->h->d->draft, start, end), id = pack_str(o->r->pack, o->h->rules[t->rule].id);
    return arena_printf(o->h->a, "%.*s%s%.*s on \"%.*s\" (bytes %zu to %zu, confidence %d%s)", STR_FMT(before),
                        before.n ? "; " : "", STR_FMT(id), STR_FMT(text), start, end, t->confidence, state);
}

/* What was found instead: this rule's evidence whatever became of it, then the findings of others. */
static hp_str got(const outcome *o) {
    hp_str text = {NULL, 0};
    size_t n = 0;
    for (size_t i = 0; i < o->h->hits->n && n < GOT_MOST; i++) {
        const hit *t = &o->h->hits->v[i];
        if (t->rule + 1 == o->test->rule) text = describe(o, text, t, t->dropped ? ", taken away" : ""), n++;
    }
    for (size_t i = 0; i < o->h->claims.n && n < GOT_MOST; i++) {
        const claim *c = &o->h->claims.v[i];
        if (c->into || c->rule + 1 == o->test->rule) continue;
        text = describe(o, text, &o->h->hits->v[c->hit], ""), n++;
    }
    return text.n ? text : HP_STR("nothing");
}

static void tell_test(const run *r, const pk_test *t, hp_str message, hp_str hint) {
    const hp_diag d = {.code = "HP060",
                       .file = pack_str(r->pack, t->file),
                       .line = t->line,
                       .column = t->column,
                       .width = 1,
                       .message = message,
                       .hint = hint};
    if (r->diag) r->diag(r->user, &d);
}

static void tell_failure(const outcome *o) {
    const pk_rule *rule = o->test->rule ? &o->h->rules[o->test->rule - 1] : NULL;
    hp_str id = rule ? pack_str(o->r->pack, rule->id) : pack_str(o->r->pack, o->h->policy->id);
    hp_str text = o->h->d->draft, found = got(o);
    tell_test(o->r, o->test, arena_printf(o->h->a, "test of \"%.*s\" failed: %.*s", STR_FMT(id), STR_FMT(o->wanted)),
              arena_printf(o->h->a, "got: %.*s\nin: %.*s", STR_FMT(found), STR_FMT(text)));
}

/* ---- running */
/* "Maya Hernandez" of a test's roster: the last word is the family's. */
static hp_person person_of(hp_str name) {
    size_t cut = name.n;
    while (cut > 0 && name.p[cut - 1] != ' ') cut--;
    if (!cut) return (hp_person){.given = name};
    return (hp_person){.given = str_trim(str_sub(name, 0, cut)), .family = str_sub(name, cut, name.n)};
}

static void close_checker(run *r) {
    hp_checker_free(r->checker);
    hp_roster_free(r->roster);
    r->checker = NULL;
    r->roster = NULL;
}

static hp_status build_roster(run *r, pk_range people) {
    arena *scratch = arena_new(0);
    uint32_t count = people.count / 2;
    hp_person *list = scratch ? ARENA_ARRAY(scratch, hp_person, count) : NULL;
    const pk_str *texts = pack_strs(r->pack) + people.first; /* name and id in turn */
    for (uint32_t i = 0; list && i < count; i++) {
        list[i] = person_of(pack_str(r->pack, texts[2 * i]));
        list[i].id = pack_str(r->pack, texts[2 * i + 1]);
    }
    hp_status status = list ? hp_roster_build(list, count, &r->roster) : HP_ERR_MEMORY;
    arena_free(scratch);
    return status;
}

static bool same_people(const run *r, pk_range people) {
    if (people.count != r->people.count) return false;
    const pk_str *strs = pack_strs(r->pack);
    for (uint32_t i = 0; i < people.count; i++)
        if (!str_eq(pack_str(r->pack, strs[people.first + i]), pack_str(r->pack, strs[r->people.first + i])))
            return false;
    return true;
}

/* A checker that knows the test's roster. */
static hp_status open_checker(run *r, pk_range people) {
    if (r->checker && same_people(r, people)) return HP_OK;
    close_checker(r);
    r->people = people;
    hp_status status = people.count ? build_roster(r, people) : HP_OK;
    hp_checker_options o = HP_CHECKER_OPTIONS_INIT;
    o.roster = r->roster;
    o.lexicon = r->lexicon;
    return status == HP_OK ? hp_checker_new(r->pack, &o, &r->checker) : status;
}

/* What is attached to the test's draft and said of it: views of the pack. */
typedef struct told {
    hp_media media[LIMIT_MEDIA];
    hp_str flags[LIMIT_FLAGS];
} told;

static hp_draft draft_of(const hp_pack *pack, const pk_test *t, told *with) {
    size_t media = t->media.count < LIMIT_MEDIA ? t->media.count : LIMIT_MEDIA;
    size_t flags = t->flags.count < LIMIT_FLAGS ? t->flags.count : LIMIT_FLAGS;
    for (size_t i = 0; i < media; i++) {
        const pk_attachment *m = &pack_attachments(pack)[t->media.first + i];
        with->media[i] = (hp_media){.type = pack_str(pack, m->type),
                                    .path = pack_str(pack, m->path),
                                    .alt = pack_str(pack, m->alt),
                                    .people = pack_str(pack, m->people),
                                    .release = pack_str(pack, m->release),
                                    .tells = pack_str(pack, m->tells)};
    }
    for (size_t i = 0; i < flags; i++) with->flags[i] = pack_str(pack, pack_strs(pack)[t->flags.first + i]);
    return (hp_draft){.media = with->media,
                      .media_count = media,
                      .flags = with->flags,
                      .flag_count = flags,
                      .text = pack_str(pack, t->text),
                      .markup = (hp_markup)t->markup,
                      .channel = pack_str(pack, t->channel),
                      .audience = pack_str(pack, t->audience),
                      .account = pack_str(pack, t->account),
                      .role = pack_str(pack, t->role),
                      .author = pack_str(pack, t->author),
                      .profile = pack_str(pack, t->profile),
                      .posted_at = pack_str(pack, t->at)};
}

static void count(const run *r, const outcome *o) {
    if (o->test->known && !o->passed) {
        r->counts->known++;
    } else if (o->test->known) {
        r->counts->mended++;
        r->counts->failed++;
        tell_test(r, o->test, HP_STR("a known miss works now"), HP_STR("make it an ordinary test"));
    } else if (o->passed) {
        r->counts->passed++;
    } else {
        r->counts->failed++;
        tell_failure(o);
    }
}

static hp_status run_test(run *r, const pk_test *t) {
    hp_status status = open_checker(r, t->roster);
    if (status != HP_OK) return status;
    told with;
    hp_draft draft = draft_of(r->pack, t, &with);
    evidence e;
    hearing h;
    hp_report report = {0};
    arena_reset(r->checker->a);
    r->checker->swaps = t->swaps;
    status = check_gather(r->checker, &draft, READ_DRAFT, &e);
    if (status == HP_ERR_ENCODING || status == HP_ERR_LIMIT) {
        r->counts->failed++;
        tell_test(r, t, HP_STR("the text of a test cannot be read"), e.gaps.n ? e.gaps.v[0] : (hp_str){NULL, 0});
        return HP_OK;
    }
    if (status == HP_OK) status = judge_hear(&e.in, &h);
    if (status == HP_OK) status = findings_report(&h, &report);
    if (status != HP_OK) return status;
    for (size_t i = 0; i < h.claims.n; i++)
        if (h.claims.v[i].exception) r->used[h.claims.v[i].exception - 1] = 1;
    outcome o = {.r = r, .test = t, .h = &h, .verdict = report.verdict};
    o.passed = judge_test(&o);
    if (!report.complete) o.passed = fail(&o, e.gaps.n ? e.gaps.v[0] : HP_STR("the check was not completed"));
    count(r, &o);
    return arena_failed(r->checker->a) ? HP_ERR_MEMORY : HP_OK;
}

/* A rule that the policy switched off for everybody cannot pass its own tests, and need not. */
static bool is_off(const hp_pack *pack, const pk_test *t) {
    if (!t->rule) return false;
    const pk_rule *rule = &pack_rules(pack)[t->rule - 1];
    bool by_itself = rule->kind == RULE_NAME ? rule->role == ROLE_STUDENT || rule->role == ROLE_PRIVATE
                                             : rule->kind != RULE_GUARD && !rule->who && !rule->what;
    for (size_t i = 0; i < LIMIT_AUDIENCES && by_itself; i++) by_itself = rule->severity[i] == 0;
    return by_itself;
}

/* An exception of the policy under test that none of its tests uses may be a slip, or may have outlived its reason. */
static void tell_unused(const run *r) {
    hp_str own = {NULL, 0};
    for (size_t i = 0; i < r->pack->head->table[PACK_TESTS].count; i++)
        if (pack_tests(r->pack)[i].expect == TEST_POLICY) own = pack_str(r->pack, pack_tests(r->pack)[i].file);
    for (size_t i = 0; i < r->pack->head->table[PACK_EXCEPTIONS].count && r->diag; i++) {
        const pk_exception *e = &pack_exceptions(r->pack)[i];
        if (r->used[i] || !own.n || !str_eq(pack_str(r->pack, e->file), own)) continue;
        char text[160];
        hp_str id = pack_str(r->pack, e->id);
        int n = snprintf(text, sizeof text, "no test uses the exception \"%.*s\"", (int)(id.n < 80 ? id.n : 80), id.p);
        const hp_diag d = {.warning = true,
                           .code = "HP063",
                           .file = own,
                           .line = e->line,
                           .column = e->column,
                           .width = 1,
                           .message = {text, n > 0 ? (size_t)n : 0},
                           .hint = HP_STR("add a test of a post that it lowers, or take it out")};
        r->diag(r->user, &d);
    }
}

hp_status hp_pack_test_with(const hp_pack *pack, const hp_lexicon *lexicon, hp_diag_fn *diag, void *user,
                            hp_test_counts *out) {
    if (!out) return HP_ERR_USAGE;
    *out = (hp_test_counts){0};
    if (!pack) return HP_ERR_USAGE;
    run r = {.pack = pack, .lexicon = lexicon, .diag = diag, .user = user, .counts = out};
    r.used = raw_alloc(pack->head->table[PACK_EXCEPTIONS].count + 1);
    hp_status status = r.used ? HP_OK : HP_ERR_MEMORY;
    const pk_test *tests = pack_tests(pack);
    size_t n = pack->head->table[PACK_TESTS].count;
    for (size_t i = 0; i < n && status == HP_OK; i++)
        if (!is_off(pack, &tests[i])) status = run_test(&r, &tests[i]);
    close_checker(&r);
    if (status == HP_OK) tell_unused(&r);
    raw_free(r.used);
    if (status == HP_OK && out->failed) status = HP_ERR_SOURCE;
    return status;
}

hp_status hp_pack_test(const hp_pack *pack, hp_diag_fn *diag, void *user, hp_test_counts *out) {
    return hp_pack_test_with(pack, NULL, diag, user, out);
}
