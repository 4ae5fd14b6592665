/* findings.c - claims that stand become the findings of the report, in words, in the draft's own bytes. */
#include "judge/hearing.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "find/duties.h"

enum {
    REASONS_SHORT = 4, /* told without `explain` */
    GIST_TELLS = 5     /* points from which the gist is told as a reason */
};

/* Line and column move forward with the findings, so that a long draft is walked once; only where markup put a text
 * elsewhere do they begin anew. */
typedef struct cursor {
    size_t offset, line, column;
} cursor;

static void move_to(cursor *at, hp_str draft, size_t offset) {
    if (offset < at->offset) *at = (cursor){0, 1, 1};
    for (; at->offset < offset; at->offset++) {
        char c = draft.p[at->offset];
        if (c == '\n')
            at->line++, at->column = 1;
        else if (((unsigned char)c & 0xC0) != 0x80)
            at->column++;
    }
}

/* ---- reasons */
typedef VEC(hp_reason) reason_list;

static void add_reason(const hearing *h, reason_list *list, hp_str what, int points) {
    if (list->n >= REASONS_SHORT && !h->in->explain) return;
    hp_reason *r = VEC_ADD(h->a, list, hp_reason);
    if (r) *r = (hp_reason){what, points};
}

static void add_steps(const hearing *h, reason_list *list, const hit *t) {
    for (size_t i = 0; i < t->reason_count; i++) add_reason(h, list, t->reasons[i].what, t->reasons[i].points);
}

/* What the passage as a whole made of it. */
static void gist_reason(const hearing *h, reason_list *list, const claim *c) {
    if (c->moved <= -GIST_TELLS)
        add_reason(h, list, HP_STR("the passage reads like talk of nobody in particular"), c->moved);
    if (c->moved >= GIST_TELLS) add_reason(h, list, HP_STR("the passage reads like talk of somebody"), c->moved);
    if (c->graver < 0)
        add_reason(h, list, HP_STR("the passage reads like one that may go out with care: severity -1"), 0);
    if (c->graver > 0) add_reason(h, list, HP_STR("the passage reads like one that must not go out: severity +1"), 0);
}

static void pair_reasons(const hearing *h, reason_list *list, const claim *c) {
    const hit *what = &h->hits->v[c->hit], *who = &h->hits->v[c->who - 1];
    const pk_rule *what_rule = &h->rules[what->rule], *who_rule = &h->rules[who->rule];
    hp_str who_title = pack_str(h->pack, who_rule->title), what_title = pack_str(h->pack, what_rule->title);
    add_reason(h, list, arena_printf(h->a, "who: %.*s", STR_FMT(who_title)), who->confidence);
    add_reason(h, list, arena_printf(h->a, "what: %.*s", STR_FMT(what_title)), what->confidence);
    if (c->far) add_reason(h, list, HP_STR("in another sentence"), PAIR_FAR_POINTS);
    gist_reason(h, list, c);
    const pk_modifier *all = pack_modifiers(h->pack) + h->policy->modifiers.first;
    for (size_t m = 0; m < h->policy->modifiers.count && m < 64; m++) {
        if (!(c->modifiers >> m & 1)) continue;
        hp_str name = pack_str(h->pack, all[m].name);
        add_reason(h, list, arena_printf(h->a, "%.*s: severity %+d", STR_FMT(name), all[m].steps), 0);
    }
    if (!h->in->explain) return;
    add_reason(h, list,
               arena_printf(h->a, "matrix I%d with S%d: step %d of 5", who_rule->who - 1, what_rule->what - 1, c->cell),
               0);
    add_steps(h, list, who);
    if (c->who - 1 != c->hit) add_steps(h, list, what);
}

/* What is on file comes first: it decides how grave a name by itself is. */
static void consent_reason(const hearing *h, reason_list *list, const claim *c) {
    static const char *const words[] = {NULL, "a release is on file", "the name is directory information",
                                        "the family does not want the student named"};
    if (c->consent) add_reason(h, list, str_of(words[c->consent]), 0);
}

static void plain_reasons(const hearing *h, reason_list *list, const claim *c) {
    const hit *t = &h->hits->v[c->hit];
    consent_reason(h, list, c);
    if (t->reason_count)
        add_steps(h, list, t);
    else
        add_reason(h, list, pack_str(h->pack, h->rules[c->rule].title), c->confidence);
    gist_reason(h, list, c);
}

/* ---- references, citations, parts */
typedef VEC(hp_str) ref_list;

static void add_refs(const hearing *h, ref_list *list, uint32_t rule) {
    pk_range refs = h->rules[rule].refs;
    for (uint32_t i = 0; i < refs.count; i++) {
        hp_str ref = pack_str(h->pack, pack_strs(h->pack)[refs.first + i]);
        size_t k = 0;
        while (k < list->n && !str_eq(list->v[k], ref)) k++;
        if (k < list->n) continue;
        hp_str *place = VEC_ADD(h->a, list, hp_str);
        if (place) *place = ref;
    }
}

static bool speaks_of(const hearing *h, const pk_clause *clause, uint32_t rule) {
    const uint32_t *rules = pack_index(h->pack) + clause->rules.first;
    uint32_t k = 0;
    while (k < clause->rules.count && rules[k] != rule) k++;
    return k < clause->rules.count;
}

/* The clause that speaks of this rule: the nearest layer's, then the one with the fewest rules; NULL: none does. */
static const pk_clause *clause_of(const hearing *h, uint32_t rule) {
    const pk_clause *all = pack_clauses(h->pack) + h->policy->clauses.first, *best = NULL;
    for (uint32_t i = 0; i < h->policy->clauses.count; i++) {
        const pk_clause *c = &all[i];
        bool nearer = !best || c->layer > best->layer;
        bool narrower = best && c->layer == best->layer && c->rules.count < best->rules.count;
        if ((nearer || narrower) && speaks_of(h, c, rule)) best = c;
    }
    return best;
}

static hp_cite source_cited(const hearing *h, uint32_t place) {
    const pk_cite *c = &pack_cites(h->pack)[pack_index(h->pack)[place]];
    return (hp_cite){.source = pack_str(h->pack, c->source),
                     .ref = pack_str(h->pack, c->ref),
                     .url = pack_str(h->pack, c->url),
                     .says = pack_str(h->pack, c->title)};
}

/* The clause that speaks of the rule, what the rule cites, and what the exception stands on that lowered it. */
static void add_cites(const hearing *h, const claim *claimed, hp_finding *f) {
    const pk_range *of_rule = &h->rules[claimed->rule].cites, none = {0, 0};
    const pk_range *of_exception = claimed->exception ? &pack_exceptions(h->pack)[claimed->exception - 1].cites : &none;
    const pk_clause *clause = clause_of(h, claimed->rule);
    hp_cite *cites = ARENA_ARRAY(h->a, hp_cite, of_rule->count + of_exception->count + 1);
    if (!cites) return;
    if (clause)
        cites[f->cite_count++] = (hp_cite){.source = pack_str(h->pack, clause->policy),
                                           .ref = pack_str(h->pack, clause->id),
                                           .says = pack_str(h->pack, clause->say),
                                           .note = pack_str(h->pack, clause->note),
                                           .clause = true};
    for (uint32_t i = 0; i < of_rule->count; i++) cites[f->cite_count++] = source_cited(h, of_rule->first + i);
    for (uint32_t i = 0; i < of_exception->count; i++)
        cites[f->cite_count++] = source_cited(h, of_exception->first + i);
    f->cites = cites;
}

static void add_part(const hearing *h, hp_part *parts, size_t *count, const hit *t, const char *role) {
    hp_part *part = &parts[(*count)++];
    doc_draft_span(h->d, t->clean_start, t->clean_end, &part->start, &part->end);
    part->role = role;
}

static void add_parts(const hearing *h, const claim *c, hp_finding *f) {
    const pk_rule *rule = &h->rules[c->rule];
    hp_part *parts = ARENA_ARRAY(h->a, hp_part, 2);
    if (!parts) return;
    if (c->who)
        add_part(h, parts, &f->part_count, &h->hits->v[c->who - 1], "who");
    else if (rule->who)
        add_part(h, parts, &f->part_count, &h->hits->v[c->hit], "who");
    if (rule->what) add_part(h, parts, &f->part_count, &h->hits->v[c->hit], "what");
    f->parts = parts;
}

/* ---- one finding */
/* "{to}" in a schedule's words is when it lets post again: "06:00", "07:30 on Monday" when that is more than a day off.
 */
static hp_str with_hour(const hearing *h, posting open, hp_str text) {
    const hp_str mark = HP_STR("{to}");
    size_t at = str_find(text, mark, 0);
    if (at == SIZE_MAX) return text;
    const posting *now = &h->in->scope.posted;
    bool far = open.day - now->day > 1 || (open.day > now->day && open.minute > now->minute);
    return arena_printf(h->a, "%.*s%02d:%02d%s%s%.*s", (int)at, text.p, open.minute / 60, open.minute % 60,
                        far ? " on " : "", far ? calendar_weekday_name(open.weekday) : "", (int)(text.n - at - mark.n),
                        text.p + at + mark.n);
}

static void fill_hours(const hearing *h, const pk_rule *rule, hp_finding *f) {
    posting open;
    char day[DAY_BYTES];
    if (rule->kind != RULE_SCHEDULE || !duty_opens(h->pack, rule, h->in->scope.posted, &open)) return;
    f->todo = with_hour(h, open, f->todo);
    if (rule->fix != FIX_SCHEDULE) return;
    calendar_text(open.day, day);
    f->post_at = arena_printf(h->a, "%.*sT%02d:%02d", DAY_BYTES, day, open.minute / 60, open.minute % 60);
}

/* Where a family has decided, that is what the reader must know. */
static void fill_consent(const claim *c, hp_finding *f) {
    static const char *const why[] = {NULL, "The family has signed a release: the name by itself may be told.",
                                      "The name by itself is directory information, and the family has not opted out.",
                                      "The family does not want this student named."};
    if (!c->consent) return;
    f->why = str_of(why[c->consent]);
    f->todo = c->consent == CONSENT_REFUSED ? HP_STR("Leave the name out.") : HP_STR("Say nothing private beside it.");
}

/* What the rule asks whoever reads it, and what would answer it. */
static void fill_question(const hearing *h, const claim *c, hp_finding *f) {
    const pk_rule *rule = &h->rules[c->rule];
    const pk_step *steps = pack_steps(h->pack) + rule->steps.first;
    f->ask = pack_str(h->pack, rule->ask);
    f->answerable = rule_answerable(rule) && !h->hits->v[c->hit].roster;
    for (uint32_t i = 0; i < rule->steps.count && !f->flag.n; i++)
        if (steps[i].drops && steps[i].flag && !steps[i].negate && !c->unbending)
            f->flag = pack_str(h->pack, pack_flags(h->pack)[steps[i].flag - 1].name);
}

static void fill_texts(const hearing *h, const claim *c, hp_finding *f) {
    const pk_rule *rule = &h->rules[c->rule];
    f->rule = pack_str(h->pack, rule->id);
    f->category = pack_str(h->pack, rule->category);
    f->topic = pack_str(h->pack, rule->topic);
    f->title = pack_str(h->pack, rule->title);
    f->why = pack_str(h->pack, rule->why);
    f->todo = pack_str(h->pack, rule->todo);
    fill_question(h, c, f);
    fill_hours(h, rule, f);
    fill_consent(c, f);
    if (c->exception) f->exception = pack_str(h->pack, pack_exceptions(h->pack)[c->exception - 1].id);
    f->replaces = c->replaces && rule->fix != FIX_APPEND; /* which stands in the rewrite alone */
    if (f->replaces) f->replacement = c->replacement;
    f->secret = rule->secret != 0;
    f->override_ = c->unbending ? HP_OVERRIDE_NO : (hp_override)rule->override_;
}

static void fill_place(const hearing *h, const claim *c, cursor *at, hp_finding *f) {
    if (c->clean_end == c->clean_start) return; /* an attachment */
    f->has_span = true;
    doc_draft_span(h->d, c->clean_start, c->clean_end, &f->start, &f->end);
    f->text = str_sub(h->d->draft, f->start, f->end);
    move_to(at, h->d->draft, f->start);
    f->line = at->line;
    f->column = at->column;
}

static void fill_finding(const hearing *h, size_t index, const ref_list *refs, cursor *at, hp_finding *f) {
    const claim *c = &h->claims.v[index];
    bool cap = h->policy->trial && c->severity > HP_REVIEW; /* a trial tells everything and holds nothing */
    f->severity = cap ? HP_REVIEW : (hp_level)c->severity;
    f->confidence = c->confidence;
    fill_texts(h, c, f);
    fill_place(h, c, at, f);
    reason_list reasons = {NULL, 0, 0};
    if (c->who)
        pair_reasons(h, &reasons, c);
    else
        plain_reasons(h, &reasons, c);
    f->reasons = reasons.v;
    f->reason_count = reasons.n;
    f->refs = refs->v;
    f->ref_count = refs->n;
    add_cites(h, c, f);
    add_parts(h, c, f);
}

/* ---- the report */
/* The least severity that is still told when there are too many findings: the gravest come first. */
static uint8_t told_from(const hearing *h, size_t *room) {
    size_t of[HP_HOLD + 1] = {0};
    for (size_t i = 0; i < h->claims.n; i++)
        if (!h->claims.v[i].into) of[h->claims.v[i].severity]++;
    *room = LIMIT_FINDINGS;
    for (uint8_t severity = HP_HOLD; severity > HP_NOTE; severity--) {
        if (of[severity] >= *room) return severity;
        *room -= of[severity];
    }
    return HP_NOTE;
}

/* References of every claim with those that folded under it. */
static ref_list *collect_refs(const hearing *h) {
    ref_list *refs = ARENA_ARRAY(h->a, ref_list, h->claims.n);
    for (size_t i = 0; i < h->claims.n && refs; i++)
        if (!h->claims.v[i].into) add_refs(h, &refs[i], h->claims.v[i].rule);
    for (size_t i = 0; i < h->claims.n && refs; i++)
        if (h->claims.v[i].into) add_refs(h, &refs[h->claims.v[i].into - 1], h->claims.v[i].rule);
    return refs;
}

static void give_verdict(const hearing *h, uint8_t gravest, hp_report *report) {
    if (h->policy->trial && gravest > HP_REVIEW) gravest = HP_REVIEW;
    report->complete = h->in->problems->n == 0;
    if (!report->complete && gravest < HP_REVIEW) gravest = HP_REVIEW;
    report->verdict = gravest == HP_HOLD ? HP_VERDICT_HOLD : gravest == HP_REVIEW ? HP_VERDICT_REVIEW : HP_PASS;
}

hp_status findings_report(const hearing *h, hp_report *report) {
    size_t room, standing = 0;
    uint8_t least = told_from(h, &room), gravest = 0;
    for (size_t i = 0; i < h->claims.n; i++) standing += h->claims.v[i].into == 0;
    hp_finding *found = ARENA_ARRAY(h->a, hp_finding, standing < LIMIT_FINDINGS ? standing : LIMIT_FINDINGS);
    ref_list *refs = collect_refs(h);
    if (!found || !refs) return HP_ERR_MEMORY;
    cursor at = {0, 1, 1};
    for (size_t i = 0; i < h->claims.n; i++) {
        const claim *c = &h->claims.v[i];
        if (c->into) continue;
        if (c->severity > gravest) gravest = c->severity;
        if (c->severity < least || (c->severity == least && room == 0)) continue;
        if (c->severity == least) room--;
        fill_finding(h, i, &refs[i], &at, &found[report->finding_count++]);
    }
    report->findings = found;
    if (standing > report->finding_count) {
        hp_str *problem = VEC_ADD(h->a, h->in->problems, hp_str);
        if (problem)
            *problem = arena_printf(h->a, "%zu findings, the gravest %zu are told: check the draft in parts", standing,
                                    report->finding_count);
    }
    give_verdict(h, gravest, report);
    return arena_failed(h->a) ? HP_ERR_MEMORY : HP_OK;
}
