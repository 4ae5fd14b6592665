/* names.c - whom a candidate means: every name rule is a hypothesis that gathers points; the best one wins. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "find/consents.h"
#include "find/people.h"
#include "find/steps.h"
#include "text/unicode.h"

enum { MASK_BYTES = 3 }; /* U+E000 in UTF-8: it stands for a candidate in the text that frames see */
static const char mask[] = "\xee\x80\x80";

typedef struct opinion {
    int points;
    bool certain;
    uint8_t severity;
    VEC(hit_reason) reasons;
} opinion;

typedef struct hearing_of_names {
    search s;
    const hp_pack *pack;
    arena *a;
    candidates all;
    const uint32_t *rules; /* indexes of the pack's name rules */
    size_t rule_count;
    opinion *opinions; /* candidates x rules */
} hearing_of_names;

static opinion *opinion_of(hearing_of_names *h, size_t who, size_t rule) {
    return &h->opinions[who * h->rule_count + rule];
}

static void count_points(hearing_of_names *h, opinion *o, int points, hp_str why) {
    hit_reason *r = points ? VEC_ADD(h->a, &o->reasons, hit_reason) : NULL;
    if (r) *r = (hit_reason){why, points};
    o->points += points;
}

/* ---- shape ---- */

/* "reads like a name: ..." */
static hp_str because(const hearing_of_names *h, hp_str what, hp_str why) {
    return why.n ? arena_printf(h->a, "%.*s: %.*s", STR_FMT(what), STR_FMT(why)) : what;
}

typedef struct shape {
    int points;
    hp_str why;
} shape;

static void better(shape *best, int points, const char *why) {
    if (points > best->points) *best = (shape){points, str_of(why)};
}

static void judge_shape(hearing_of_names *h, const candidate *c, const pk_rule *rule, opinion *o) {
    const pk_shape_points *p = &rule->shapes;
    shape best = {0, {NULL, 0}};
    bool strong = c->roster >= ROSTER_GIVEN || c->roster == ROSTER_FAMILY;
    if (c->tagged) better(&best, p->tagged * c->tagged / 100, "reads like a name");
    best.why = because(h, best.why, best.why.n ? c->why_tagged : best.why);
    if (c->roster == ROSTER_FULL) better(&best, p->roster_full, "a full name of the class list");
    if (strong && !c->ambiguous && !c->lower) better(&best, p->roster, "a name of the class list");
    if (strong && !c->ambiguous && c->lower) better(&best, p->roster + p->lower / 2, "a name of the class list");
    if (strong && c->ambiguous && !c->lower)
        better(&best, best.points + p->ambiguous, "a name of the class list that is also a word");
    if (c->roster == ROSTER_PART && !c->lower) better(&best, p->roster / 2, "part of a name of the class list");
    if (c->disguise) better(&best, p->disguise, "a disguised name");
    if (c->initials) better(&best, c->roster ? p->roster : p->initials, "initials");
    if (c->in_part && c->given) better(&best, p->given, "a given name inside a tag");
    if (best.why.n) count_points(h, o, best.points, best.why);
    bool listed = strong && !c->several; /* whom the class list names is nobody else; "Maya Angelou" may be */
    bool asked = c->tagged && !listed;
    if (asked && c->privately > 50)
        count_points(h, o, p->privately * (c->privately - 50) / 50,
                     because(h, HP_STR("the text speaks of a private person"), c->why_owned));
    if (asked && c->privately < 50)
        count_points(h, o, p->publicly * (50 - c->privately) / 50,
                     because(h, HP_STR("the text speaks of somebody public or invented"), c->why_owned));
    if (c->known && !listed)
        count_points(h, o, c->several ? p->known : p->known_word, HP_STR("somebody in public life"));
    if (strong && p->roster < 0) count_points(h, o, p->roster, HP_STR("a name of the class list"));
    if (c->lower && !c->roster) count_points(h, o, p->lower, HP_STR("in lower case"));
    if (rule->sure && c->roster == ROSTER_FULL) o->certain = true;
}

/* ---- frames ---- */

/* The sentence with every candidate replaced by one character; the places of the replaced ones are counted in it. */
static hp_str masked(hearing_of_names *h, size_t first, size_t count, size_t *places) {
    const doc *d = h->s.d;
    const sentence *s = &d->sentences[h->all.v[first].sentence];
    size_t from = s->clean_start, end = s->clean_end, n = 0;
    for (size_t i = first; i < first + count; i++)
        if (h->all.v[i].clean_end > end) end = h->all.v[i].clean_end;
    char *out = arena_alloc(h->a, end - from + count * MASK_BYTES);
    if (!out) return (hp_str){0};
    for (size_t i = first; i < first + count; i++) {
        const candidate *c = &h->all.v[i];
        memcpy(out + n, d->clean.p + from, c->clean_start - from);
        n += c->clean_start - from;
        places[i - first] = n;
        memcpy(out + n, mask, MASK_BYTES);
        n += MASK_BYTES;
        from = c->clean_end;
    }
    memcpy(out + n, d->clean.p + from, end - from);
    return (hp_str){out, n + end - from};
}

/* Credits the candidates inside a match, each at most once a frame. */
static void credit(hearing_of_names *h, size_t first, size_t count, const size_t *places, size_t rule, uint32_t frame,
                   const regex_match *m, bool *done) {
    const pk_pattern *p = &pack_patterns(h->pack)[frame];
    const pk_rule *of = &pack_rules(h->pack)[h->rules[rule]];
    for (size_t i = 0; i < count; i++) {
        if (done[i] || places[i] < m->start || places[i] >= m->end) continue;
        if (of->role == ROLE_WORD && h->all.v[first + i].several) continue; /* "Will you", no "Will Okoro" */
        done[i] = true;
        hp_str why = pack_str(h->pack, p->reason);
        count_points(h, opinion_of(h, first + i, rule), p->confidence, why.n ? why : HP_STR("what stands around it"));
    }
}

static void ask_frames(hearing_of_names *h, size_t first, size_t count) {
    size_t *places = ARENA_ARRAY(h->a, size_t, count);
    bool *done = ARENA_ARRAY(h->a, bool, count);
    hp_str text = places && done ? masked(h, first, count, places) : (hp_str){0};
    for (size_t r = 0; r < h->rule_count && text.p; r++) {
        const pk_rule *rule = &pack_rules(h->pack)[h->rules[r]];
        for (uint32_t f = rule->patterns.first; f < rule->patterns.first + rule->patterns.count; f++) {
            regex_match m;
            memset(done, 0, count * sizeof *done);
            uint32_t skipped;
            for (size_t from = 0; from < text.n && search_call(&h->s, rule, f, text, from, &m) == REGEX_FOUND;) {
                credit(h, first, count, places, r, f, &m, done);
                from =
                    m.whole_start + unicode_next(text, m.whole_start, &skipped); /* frames of two names may share one */
            }
        }
    }
}

/* ---- conditions, allow lists, the author ---- */

/* Bits of its forms, by their number. */
static unsigned forms_of(const candidate *c) {
    return (unsigned)c->ambiguous << FORM_AMBIGUOUS | (unsigned)!c->several << FORM_WORD;
}

static hp_status ask_steps(hearing_of_names *h, size_t i) {
    const candidate *c = &h->all.v[i];
    for (size_t r = 0; r < h->rule_count; r++) {
        const pk_rule *rule = &pack_rules(h->pack)[h->rules[r]];
        opinion *o = opinion_of(h, i, r);
        step_result result;
        if (!rule->steps.count) continue;
        hp_status status = steps_ask(&h->s, rule, c->clean_start, c->clean_end, forms_of(c), &result);
        if (status) return status;
        for (size_t k = 0; k < result.reasons.n; k++)
            count_points(h, o, result.reasons.v[k].points, result.reasons.v[k].what);
        if (result.dropped) {
            o->points = 0;
            o->certain = false;
        }
        o->severity = result.severity;
    }
    return HP_OK;
}

/* Allowed through the day that it names; a draft whose day is unknown is taken for one of today, within it. */
static bool still_holds(const hearing_of_names *h, const pk_allow *a) {
    hp_str until = pack_str(h->pack, a->until);
    int32_t day = h->s.scope->posted.policy_day;
    return !until.n || day == NO_DAY || day <= calendar_day(until);
}

static const pk_allow *allowed(const hearing_of_names *h, const candidate *c) {
    hp_str fold = unicode_fold(h->a, str_sub(h->s.d->clean, c->clean_start, c->clean_end));
    for (uint32_t i = 0; i < pack_policy(h->pack)->allow.count; i++)
        if (str_eq(pack_str(h->pack, pack_allow(h->pack)[i].name), fold) && still_holds(h, &pack_allow(h->pack)[i]))
            return &pack_allow(h->pack)[i];
    return NULL;
}

/* Whether the author answered that this name is nobody's whom the policy protects. */
static bool is_answered(const hearing_of_names *h, const candidate *c, const find_scope *scope) {
    if (!scope->answer_count) return false;
    hp_str name = unicode_fold(h->a, str_sub(h->s.d->clean, c->clean_start, c->clean_end));
    for (size_t i = 0; i < scope->answer_count; i++)
        if (str_eq(unicode_fold(h->a, scope->answers[i].text), name)) return true;
    return false;
}

/* A person's own answer counts where no roster and no lock speaks against it. */
static bool may_be_answered(const candidate *c, const pk_rule *rule) {
    return c->roster == ROSTER_NONE && rule_answerable(rule);
}

static bool is_author(const hearing_of_names *h, const candidate *c, const find_scope *scope) {
    if (!scope->author.n) return false;
    hp_str author = unicode_fold(h->a, scope->author),
           name = unicode_fold(h->a, str_sub(h->s.d->clean, c->clean_start, c->clean_end));
    return str_eq(author, name) || (str_starts(author, name) && author.n > name.n && author.p[name.n] == ' ') ||
           str_ends(author, name);
}

/* ---- the author's own name under a letter ---- */

/* [from, to) of the line at `at`, without the white space around it. */
static hp_str line_at(hp_str clean, size_t at, size_t *start) {
    size_t from = at, to = at;
    while (from > 0 && clean.p[from - 1] != '\n') from--;
    while (to < clean.n && clean.p[to] != '\n') to++;
    *start = from;
    return str_trim(str_sub(clean, from, to));
}

/* A few words that end a letter, but for titles: "many thanks,". Words of praise may also be said to whom they name. */
static bool closes_letter(const hearing_of_names *h, size_t start, size_t end, bool praise) {
    enum { MOST = 3 };
    const doc *d = h->s.d;
    size_t words = 0;
    for (size_t i = doc_token_at(d, start); i < d->token_count && d->tokens[i].clean_start < end; i++) {
        const token *t = &d->tokens[i];
        lexicon_entry e = lexicon_find(h->s.f->o.lexicon, t->hash);
        unsigned cue = lexicon_cue(e);
        if (t->kind == TOKEN_PUNCT || t->kind == TOKEN_EMOJI || cue == LEXICON_CUE_TITLE) continue;
        if (!(e.flags & LEXICON_CLOSES) || (cue == LEXICON_CUE_PRAISE && !praise) || ++words > MOST) return false;
    }
    return words > 0;
}

/* A line above a name that a letter ends with in words of its own: "Happy reading,". Names in a column begin with
 * capitals. */
static bool leads_to_name(const doc *d, size_t start, hp_str line) {
    enum { LONGEST = 48 };
    if (!line.n || line.n > LONGEST || line.p[line.n - 1] != ',') return false;
    size_t words = 0, small = 0, end = start + line.n;
    for (size_t i = doc_token_at(d, start); i < d->token_count && d->tokens[i].clean_start < end; i++) {
        if (d->tokens[i].kind != TOKEN_WORD) continue;
        words++;
        small += !(d->tokens[i].flags & (TOKEN_CAPITAL | TOKEN_INNERCAP));
    }
    return words > 1 && small > 0;
}

/* From `start` to the name stand a dash or a title alone ("- Ms."), of which a list has one in each line. */
static bool is_signed(const hearing_of_names *h, size_t start, size_t name, hp_str above) {
    const doc *d = h->s.d;
    bool dashed = false, titled = false;
    for (size_t i = doc_token_at(d, start); i < d->token_count && d->tokens[i].clean_start < name; i++) {
        const token *t = &d->tokens[i];
        bool title = lexicon_cue(lexicon_find(h->s.f->o.lexicon, t->hash)) == LEXICON_CUE_TITLE;
        titled |= title;
        dashed |= t->kind == TOKEN_PUNCT && d->clean.p[t->clean_start] != '.';
        if (!title && t->kind != TOKEN_PUNCT) return false;
    }
    bool ends = above.n && strchr(".!?", above.p[above.n - 1]), listed = above.n && strchr("-~*", above.p[0]);
    return titled && !listed && (ends || dashed);
}

/* A line of names alone that are joined: "Ms. Osei and Priya", "Ana & Bo". */
static bool names_several(const hearing_of_names *h, size_t start, size_t end) {
    static const char *const joints[] = {"and", "&", "y", "et", "und"};
    const doc *d = h->s.d;
    size_t joined = 0, named = 0;
    for (size_t i = doc_token_at(d, start); i < d->token_count && d->tokens[i].clean_start < end; i++) {
        const token *t = &d->tokens[i];
        bool joint = false;
        for (size_t k = 0; k < sizeof joints / sizeof *joints; k++) joint |= str_eq_z(t->fold, joints[k]);
        joined += joint;
        named += t->kind == TOKEN_WORD && t->flags & TOKEN_CAPITAL;
        if (!joint && t->kind != TOKEN_PUNCT && !(t->kind == TOKEN_WORD && t->flags & TOKEN_CAPITAL)) return false;
    }
    return joined > 0 && named > joined;
}

/* A name at the end: alone on the last line ("Gareth", "- Ms. Okonjo, Room 4") below a blank line, closing words or a
 * whole sentence, or behind closing words ("Kind regards, Mr. Okonjo"); with others below closing words. */
static bool is_signature(const hearing_of_names *h, const candidate *c) {
    enum { LONGEST = 48, BEFORE = 8 };
    const doc *d = h->s.d;
    hp_str clean = d->clean;
    size_t start, above, said = d->sentences[c->sentence].clean_start;
    bool alone = c->clean_end >= clean.n || !char_is_space(clean.p[c->clean_end]) || clean.p[c->clean_end] == '\n';
    if (clean.n - c->clean_start > LONGEST) return false;
    hp_str line = line_at(clean, c->clean_start, &start);
    if (str_trim(str_sub(clean, start, clean.n)).n != line.n) return false;
    if (start > 0 && line.n <= LONGEST && names_several(h, start, start + line.n)) {
        hp_str before = line_at(clean, start - 1, &above);
        return closes_letter(h, above, start - 1, false) || leads_to_name(d, above, before);
    }
    if (!alone) return false;
    if (said > 0 && closes_letter(h, said, c->clean_start, false)) return true;
    if (start == 0 || line.n > LONGEST || c->clean_start - start > BEFORE) return false;
    hp_str before = line_at(clean, start - 1, &above);
    return !before.n || closes_letter(h, above, start - 1, true) || leads_to_name(d, above, before) ||
           is_signed(h, start, c->clean_start, before);
}

/* ---- the verdict on one candidate ---- */

static size_t best_rule(hearing_of_names *h, size_t i) {
    size_t best = 0;
    for (size_t r = 1; r < h->rule_count; r++) {
        const opinion *a = opinion_of(h, i, best), *b = opinion_of(h, i, r);
        const pk_rule *ra = &pack_rules(h->pack)[h->rules[best]], *rb = &pack_rules(h->pack)[h->rules[r]];
        bool wins = b->certain != a->certain ? b->certain
                    : b->points != a->points ? b->points > a->points
                                             : rb->order > ra->order;
        if (wins) best = r;
    }
    return best;
}

static int confidence_of(const opinion *o) {
    return o->certain ? 100 : o->points < 0 ? 0 : o->points > 100 ? 100 : o->points;
}

/* Mentions of one name agree: the surest one speaks for all that are written as names. */
static void agree(hearing_of_names *h) {
    for (size_t i = 0; i < h->all.n; i++) {
        const candidate *c = &h->all.v[i];
        if (c->lower && c->ambiguous) continue;
        for (size_t k = 0; k < h->all.n; k++) {
            if (k == i || h->all.v[k].group != c->group) continue;
            for (size_t r = 0; r < h->rule_count; r++) {
                opinion *o = opinion_of(h, i, r), *other = opinion_of(h, k, r);
                int lent = confidence_of(other) - (c->ambiguous && !c->tagged ? 30 : 5);
                if (lent > o->points) count_points(h, o, lent - o->points, HP_STR("named elsewhere in the text"));
            }
        }
    }
}

/* Notes what the rule that is watched made of a candidate, and which rule was surer. */
static void note(hearing_of_names *h, size_t i, size_t best, const find_scope *scope) {
    const candidate *c = &h->all.v[i];
    for (size_t r = 0; scope->watched && r < h->rule_count; r++) {
        if (h->rules[r] + 1 != scope->watched) continue;
        const opinion *o = opinion_of(h, i, r);
        sight *place = VEC_ADD(h->a, scope->sights, sight);
        if (!place) return;
        *place = (sight){.clean_start = c->clean_start,
                         .clean_end = c->clean_end,
                         .confidence = confidence_of(o),
                         .reasons = o->reasons.v,
                         .reason_count = o->reasons.n,
                         .winner = h->rules[best]};
        place->end = confidence_of(o) < pack_policy(h->pack)->pair_at ? SIGHT_WEAK : r == best ? SIGHT_HIT : SIGHT_LOST;
    }
}

static hp_status emit(hearing_of_names *h, size_t i, hits *out, const find_scope *scope) {
    const candidate *c = &h->all.v[i];
    size_t r = best_rule(h, i);
    const opinion *o = opinion_of(h, i, r);
    note(h, i, r, scope);
    const pk_rule *rule = &pack_rules(h->pack)[h->rules[r]];
    const pk_allow *allow = allowed(h, c);
    bool author = is_author(h, c, scope) || is_signature(h, c);
    int confidence = confidence_of(o), known_at = pack_policy(h->pack)->report_at;
    if (scope->tag && c->tagged && confidence < known_at) confidence = known_at; /* a name, whoever bears it */
    if (confidence < pack_policy(h->pack)->pair_at) return HP_OK;
    hit *place = VEC_ADD(h->a, out, hit);
    if (!place) return HP_ERR_MEMORY;
    *place = (hit){.clean_start = c->clean_start,
                   .clean_end = c->clean_end,
                   .rule = h->rules[r],
                   .sentence = c->sentence,
                   .confidence = confidence,
                   .severity = o->severity,
                   .roster = c->roster == ROSTER_FULL ? 2 : c->roster != ROSTER_NONE,
                   .role = rule->role,
                   .person = c->group,
                   .consent = (uint8_t)consent_of(h->pack, h->s.f->o.roster, c, scope->posted.policy_day, h->a),
                   .reasons = o->reasons.v,
                   .reason_count = o->reasons.n};
    if (scope->tag && c->tagged && rule->role == ROLE_WORD) place->role = ROLE_NONE;
    if (author && c->roster != ROSTER_FULL)
        place->role = ROLE_AUTHOR;
    else if (allow && !allow->local && c->roster != ROSTER_FULL)
        place->role = ROLE_PUBLIC;
    else if (may_be_answered(c, rule) && (allow || is_answered(h, c, scope)))
        place->role = ROLE_PUBLIC;
    return HP_OK;
}

static size_t name_rules(const search *s, const hp_pack *pack, uint32_t *out) {
    size_t count = 0;
    for (size_t i = 0; i < pack_rule_count(pack); i++)
        if (pack_rules(pack)[i].kind == RULE_NAME && search_concerns(s, &pack_rules(pack)[i]))
            out[count++] = (uint32_t)i;
    return count;
}

hp_status find_names(finder *f, const doc *d, const find_scope *scope, hits *out, problem_list *problems) {
    hearing_of_names h = {.pack = f->o.pack, .a = d->a};
    hp_status status = people_gather(f, d, scope->tag, &h.all);
    if (status == HP_ERR_LIMIT) {
        hp_str *told = VEC_ADD(d->a, problems, hp_str);
        if (told)
            *told = arena_printf(d->a,
                                 "more than %d possible names: those behind them were not looked at; check it in parts",
                                 LIMIT_NAMES);
        status = HP_OK;
    }
    if (status || !h.all.n) return status;
    status = search_open(&h.s, f, d, scope, problems);
    uint32_t *rules = ARENA_ARRAY(d->a, uint32_t, pack_rule_count(h.pack));
    if (status || !rules) return status ? status : HP_ERR_MEMORY;
    h.rules = rules;
    h.rule_count = name_rules(&h.s, h.pack, rules);
    if (!h.rule_count) return HP_OK;
    h.opinions = ARENA_ARRAY(d->a, opinion, h.all.n * h.rule_count);
    if (!h.opinions) return HP_ERR_MEMORY;
    for (size_t i = 0; i < h.all.n; i++)
        for (size_t r = 0; r < h.rule_count; r++)
            judge_shape(&h, &h.all.v[i], &pack_rules(h.pack)[rules[r]], opinion_of(&h, i, r));
    for (size_t i = 0, n; i < h.all.n; i += n) {
        for (n = 1; i + n < h.all.n && h.all.v[i + n].sentence == h.all.v[i].sentence; n++) {
        }
        ask_frames(&h, i, n);
    }
    for (size_t i = 0; i < h.all.n && !status; i++) status = ask_steps(&h, i);
    if (!status) agree(&h);
    for (size_t i = 0; i < h.all.n && !status; i++) status = emit(&h, i, out, scope);
    return status ? status : arena_failed(d->a) ? HP_ERR_MEMORY : HP_OK;
}
