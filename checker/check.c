/* check.c - the order of the stages: where a draft will stand, what it says, what is in it, what that means. */
#include "check.h"

#include "base/str.h"

hp_status hp_checker_new(const hp_pack *pack, const hp_checker_options *options, hp_checker **out) {
    if (!out) return HP_ERR_USAGE;
    *out = NULL;
    if (!pack || !options || options->version != HP_CHECKER_OPTIONS_VERSION) return HP_ERR_USAGE;
    if (pack->head->only_sound) return HP_ERR_USAGE;
    hp_checker *c = raw_alloc(sizeof *c);
    if (!c) return HP_ERR_MEMORY;
    c->pack = pack;
    c->options = *options;
    c->a = arena_new(LIMIT_CHECK_ARENA);
    const finder_options o = {.pack = pack,
                              .roster = options->roster,
                              .lexicon = options->lexicon,
                              .names = options->names,
                              .explain = options->explain,
                              .now = options->now,
                              .now_user = options->now_user,
                              .deadline_ns = options->deadline_ns,
                              .work_limit = options->work_limit};
    hp_status status = c->a ? finder_new(&o, &c->finder) : HP_ERR_MEMORY;
    if (status == HP_OK)
        *out = c;
    else
        hp_checker_free(c);
    return status;
}

void hp_checker_free(hp_checker *checker) {
    if (!checker) return;
    finder_free(checker->finder);
    arena_free(checker->a);
    raw_free(checker);
}

static void tell(problem_list *list, arena *a, hp_str text) {
    hp_str *place = VEC_ADD(a, list, hp_str);
    if (place) *place = text;
}

/* The bit of an account or role: the first of its names where none is told; a name that is none wakes every rule. */
static uint32_t bit_of(evidence *e, arena *a, const char *what, hp_str name, int (*find)(hp_str)) {
    int bit = name.n ? find(name) : 0;
    if (bit >= 0) return (uint32_t)1 << bit;
    tell(&e->warnings, a, arena_printf(a, "unknown %s \"%.*s\": every rule is asked", what, STR_FMT(name)));
    return 0;
}

/* What is said of the draft, a bit per flag of the pack; what nobody asks for is told. */
static uint32_t flags_of(evidence *e, arena *a, const hp_draft *draft) {
    const hp_pack *pack = e->in.pack;
    uint32_t bits = 0, count = pack->head->table[PACK_FLAGS].count;
    hp_str known = {NULL, 0};
    for (uint32_t k = 0; k < count && draft->flag_count; k++) {
        hp_str name = pack_str(pack, pack_flags(pack)[k].name);
        known = arena_printf(a, "%.*s%s%.*s", STR_FMT(known), k ? ", " : "", STR_FMT(name));
    }
    for (size_t i = 0; i < draft->flag_count; i++) {
        uint32_t k = 0;
        while (k < count && !str_eq(pack_str(pack, pack_flags(pack)[k].name), draft->flags[i])) k++;
        if (k < count)
            bits |= (uint32_t)1 << k;
        else
            tell(&e->warnings, a,
                 arena_printf(a, "unknown flag \"%.*s\": the policy asks for %.*s", STR_FMT(draft->flags[i]),
                              STR_FMT(known.n ? known : HP_STR("none"))));
    }
    return bits;
}

/* What the channel takes and shows. */
static void place_limits(const hp_pack *pack, uint32_t channel, find_scope *scope) {
    const pk_channel *c = &pack_channels(pack)[pack_policy(pack)->channels.first + channel];
    scope->max_chars = c->max_chars;
    if (c->no_profile) scope->profile = (hp_str){NULL, 0};
}

static find_scope scope_of(evidence *e, hp_checker *checker, const hp_draft *draft, reading as) {
    arena *a = checker->a;
    find_scope scope = {.author = draft->author,
                        .profile = draft->profile,
                        .posted = posting_read(e->in.pack, draft->posted_at),
                        .flags = flags_of(e, a, draft),
                        .answers = draft->answers,
                        .answer_count = draft->answer_count,
                        .media = draft->media,
                        .media_count = draft->media_count,
                        .swaps = checker->swaps,
                        .watched = checker->watched,
                        .sights = &checker->sights,
                        .tag = as == READ_TAGS,
                        .apart = as == READ_POST,
                        .attached = as == READ_ATTACHED};
    if (e->in.channel < 32) scope.channel_bit = (uint32_t)1 << e->in.channel;
    if (e->in.channel < pack_policy(e->in.pack)->channels.count) place_limits(e->in.pack, e->in.channel, &scope);
    scope.account_bit = bit_of(e, a, "kind of account", draft->account, pack_account_bit);
    scope.role_bit = bit_of(e, a, "role", draft->role, pack_role_bit);
    return scope;
}

/* A draft that cannot be read: where, why, and what to do. */
static void tell_unreadable(evidence *e, arena *a, hp_str draft, hp_status status, size_t bad, hp_str why) {
    size_t line, column;
    if (status == HP_ERR_LIMIT) {
        tell(&e->gaps, a, arena_printf(a, "%.*s: check it in parts", STR_FMT(why)));
        return;
    }
    doc_line_column(draft, bad, &line, &column);
    tell(&e->gaps, a,
         arena_printf(a, "line %zu, column %zu (byte %zu): %.*s: save the file as UTF-8", line, column, bad,
                      STR_FMT(why)));
}

hp_status check_gather(hp_checker *checker, const hp_draft *draft, reading as, evidence *out) {
    arena *a = checker->a;
    size_t bad = 0;
    hp_str why = {NULL, 0};
    *out = (evidence){.in = {.pack = checker->pack,
                             .finder = checker->finder,
                             .draft = draft,
                             .lexicon = checker->options.lexicon,
                             .explain = checker->options.explain}};
    out->in.d = &out->d;
    out->in.hits = &out->hits;
    out->in.problems = &out->gaps;
    out->in.warnings = &out->warnings;
    judge_place(checker->pack, draft, a, &out->warnings, &out->in.channel, &out->in.audience);
    out->in.scope = scope_of(out, checker, draft, as);
    if (!checker->options.lexicon)
        tell(&out->warnings, a, HP_STR("no lexicon: names that nobody listed were not looked for"));
    hp_status status = doc_read(a, draft->text, draft->markup, &out->d, &bad, &why);
    if (status == HP_ERR_ENCODING || status == HP_ERR_LIMIT) tell_unreadable(out, a, draft->text, status, bad, why);
    if (status == HP_OK) status = find_all(checker->finder, &out->d, &out->in.scope, &out->hits, &out->gaps);
    return arena_failed(a) ? HP_ERR_MEMORY : status;
}

/* A rewrite is offered only when its own check goes through: nothing that was replaced is found again, and nothing
 * graver. */
static hp_status check_rewrite(hp_checker *checker, const hp_draft *draft, hp_report *report) {
    hp_draft again = *draft;
    hp_report second = {0};
    evidence e;
    again.text = report->rewrite;
    hp_status status = check_gather(checker, &again, READ_POST, &e);
    if (status == HP_OK) status = judge_draft(&e.in, &second);
    bool good = status == HP_OK && second.complete >= report->complete && second.verdict <= report->verdict;
    for (size_t i = 0; i < report->finding_count && good; i++)
        for (size_t k = 0; k < second.finding_count && report->findings[i].replaces && good; k++)
            good = !str_eq(report->findings[i].rule, second.findings[k].rule);
    report->rewritten = good;
    report->rewrite_verdict = second.verdict;
    return status == HP_ERR_MEMORY ? status : HP_OK;
}

static void finish(const hp_checker *checker, const evidence *e, const hp_draft *draft, hp_report *report) {
    problem_list all = {NULL, 0, 0};
    const pk_policy *policy = pack_policy(checker->pack);
    for (size_t i = 0; i < e->gaps.n; i++) tell(&all, checker->a, e->gaps.v[i]);
    for (size_t i = 0; i < e->warnings.n; i++) tell(&all, checker->a, e->warnings.v[i]);
    report->problems = all.v;
    report->problem_count = all.n;
    report->channel = draft->channel;
    if (e->in.audience < policy->audiences.count)
        report->audience = pack_str(checker->pack, pack_strs(checker->pack)[policy->audiences.first + e->in.audience]);
}

hp_status hp_check(hp_checker *checker, const hp_draft *draft, const hp_report **out) {
    if (!out) return HP_ERR_USAGE;
    *out = NULL;
    if (!checker || !draft) return HP_ERR_USAGE;
    evidence e;
    hp_report *report = &checker->report;
    *report = (hp_report){.verdict = HP_VERDICT_REVIEW};
    arena_reset(checker->a);
    hp_status status = check_gather(checker, draft, READ_POST, &e);
    bool unreadable = status == HP_ERR_ENCODING || status == HP_ERR_LIMIT;
    e.in.rewrite = checker->options.rewrite;
    if (status == HP_OK) status = judge_draft(&e.in, report);
    if (status == HP_OK && report->rewritten) status = check_rewrite(checker, draft, report);
    if (status == HP_OK && draft->media_count) status = attached_check(checker, draft, &e.gaps, report);
    if (status != HP_OK && !unreadable) return status;
    finish(checker, &e, draft, report);
    if (arena_failed(checker->a)) return HP_ERR_MEMORY;
    *out = report;
    return status;
}

hp_status hp_tag(hp_checker *checker, const hp_draft *draft, const hp_tags **out) {
    if (!out) return HP_ERR_USAGE;
    *out = NULL;
    if (!checker || !draft) return HP_ERR_USAGE;
    evidence e;
    checker->tags = (hp_tags){NULL, 0, false};
    arena_reset(checker->a);
    hp_status status = check_gather(checker, draft, READ_TAGS, &e);
    bool unreadable = status == HP_ERR_ENCODING || status == HP_ERR_LIMIT;
    if (status == HP_OK) status = judge_tag(&e.in, &checker->tags);
    if (status != HP_OK && !unreadable) return status;
    *out = &checker->tags;
    return status;
}
