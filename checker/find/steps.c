/* steps.c - does what a condition asks for stand around a match, and what follows from it. */
#include "find/steps.h"

#include <string.h>

#include "base/str.h"
#include "find/counts.h"
#include "find/validate.h"

/* Where a step looks: [from, to) of the clean text, and the match in the middle of it. */
typedef struct surroundings {
    size_t clean_start, clean_end; /* the match */
    size_t from, to;
} surroundings;

/* ---- windows ---- */

static bool is_word(const token *t) {
    return t->kind != TOKEN_PUNCT && t->kind != TOKEN_CLITIC && t->kind != TOKEN_EMOJI;
}

static bool blank_line_in(hp_str clean, size_t from, size_t to) {
    size_t lines = 0;
    for (size_t i = from; i < to && lines < 2; i++) lines += clean.p[i] == '\n';
    return lines > 1;
}

void steps_words_around(const doc *d, size_t clean_start, size_t clean_end, uint16_t words, size_t *clean_from,
                        size_t *clean_to) {
    size_t left = words, i = doc_token_at(d, clean_start);
    *clean_from = clean_start;
    *clean_to = clean_end;
    if (i < d->token_count && d->tokens[i].clean_start < clean_start) *clean_from = d->tokens[i].clean_start;
    while (i > 0 && left > 0 && !blank_line_in(d->clean, d->tokens[i - 1].clean_end, *clean_from)) {
        *clean_from = d->tokens[--i].clean_start;
        left -= is_word(&d->tokens[i]);
    }
    i = doc_token_at(d, clean_end ? clean_end - 1 : 0);
    if (i < d->token_count && d->tokens[i].clean_start < clean_end) {
        if (d->tokens[i].clean_end > clean_end) *clean_to = d->tokens[i].clean_end;
        i++;
    }
    for (left = words; i < d->token_count && left > 0; i++) {
        const token *t = &d->tokens[i];
        if (blank_line_in(d->clean, *clean_to, t->clean_start)) break;
        *clean_to = t->clean_end;
        left -= is_word(t);
    }
}

/* Not in the middle of a character. */
static size_t at_character(hp_str clean, size_t at) {
    while (at < clean.n && ((unsigned char)clean.p[at] & 0xC0) == 0x80) at++;
    return at;
}

/* A list without a full stop is one sentence: only what is near counts. */
static void sentences_around(const doc *d, surroundings *w, size_t more) {
    size_t lowest = w->clean_start > LIMIT_REACH ? w->clean_start - LIMIT_REACH : 0;
    size_t highest = d->clean.n - w->clean_end > LIMIT_REACH ? w->clean_end + LIMIT_REACH : d->clean.n;
    size_t first = doc_sentence_at(d, w->clean_start), last = doc_sentence_at(d, w->clean_end ? w->clean_end - 1 : 0);
    if (d->sentence_count == 0) return;
    first = first > more ? first - more : 0;
    last = last + more < d->sentence_count ? last + more : d->sentence_count - 1;
    if (d->sentences[first].clean_start < w->from) w->from = d->sentences[first].clean_start;
    if (d->sentences[last].clean_end > w->to) w->to = d->sentences[last].clean_end;
    if (w->from < lowest) w->from = at_character(d->clean, lowest);
    if (w->to > highest) w->to = at_character(d->clean, highest);
}

static surroundings around(const doc *d, const pk_step *step, size_t clean_start, size_t clean_end) {
    surroundings w = {clean_start, clean_end, clean_start, clean_end};
    switch (step->within) {
    case WITHIN_WORDS: steps_words_around(d, clean_start, clean_end, step->words, &w.from, &w.to); break;
    case WITHIN_SENTENCE: sentences_around(d, &w, 0); break;
    case WITHIN_NEIGHBOURS: sentences_around(d, &w, 1); break;
    case WITHIN_POST:
        w.from = 0;
        w.to = d->clean.n;
        break;
    default: break; /* WITHIN_MATCH */
    }
    if (step->side == SIDE_BEFORE) w.to = clean_start;
    if (step->side == SIDE_AFTER) w.from = clean_end;
    return w;
}

/* ---- lists ---- */

/* Numbers are the same however they are grouped: digits of `text` into out, at most `room`. */
static size_t digits_of(hp_str text, char *out, size_t room) {
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        if (char_is_digit(text.p[i]) && n < room) out[n++] = text.p[i];
    return n;
}

/* A listed number of seven digits or more that is the match, or its end (without the country or area code). */
static bool is_listed_number(search *s, uint32_t list, hp_str match) {
    enum { FEWEST = 7, MOST = 24 };
    char wanted[MOST], listed[MOST];
    size_t n = digits_of(match, wanted, MOST);
    if (n < FEWEST || n == MOST) return false;
    pk_range range = pack_lists(s->f->o.pack)[list].phrases;
    for (uint32_t i = range.first; i < range.first + range.count; i++) {
        size_t m = digits_of(pack_str(s->f->o.pack, pack_phrases(s->f->o.pack)[i].text), listed, MOST);
        hp_str x = {wanted, n}, y = {listed, m};
        if (m >= FEWEST && m < MOST && (str_ends(x, y) || str_ends(y, x))) return true;
    }
    return false;
}

/* The host of a link: what stands before its path, without a user's name before it. A backslash ends it too, as
 * browsers have it. */
static hp_str host_of(hp_str link) {
    size_t from = str_find(link, HP_STR("://"), 0), to;
    from = from == SIZE_MAX ? 0 : from + 3;
    for (to = from; to < link.n && !memchr("/?#\\", link.p[to], 4);) to++;
    for (size_t i = from; i < to; i++)
        if (link.p[i] == '@') from = i + 1;
    for (size_t i = from; i < to; i++)
        if (link.p[i] == ':') to = i;
    return str_sub(link, from, to);
}

/* A listed site ("example.org") that is the link's host or what it belongs to ("docs.example.org"). Phrases are folded,
 * with a blank for each hyphen. */
static bool is_listed_site(search *s, uint32_t list, hp_str match) {
    hp_str host = host_of(match);
    pk_range range = pack_lists(s->f->o.pack)[list].phrases;
    for (uint32_t i = range.first; i < range.first + range.count; i++) {
        hp_str site = pack_str(s->f->o.pack, pack_phrases(s->f->o.pack)[i].text);
        size_t at = host.n - site.n, same = 0;
        if (str_find(site, HP_STR("."), 0) == SIZE_MAX || site.n > host.n || (at && host.p[at - 1] != '.')) continue;
        while (same < site.n && (host.p[at + same] == '-' ? ' ' : char_lower(host.p[at + same])) == site.p[same])
            same++;
        if (same == site.n) return true;
    }
    return false;
}

static bool finds_phrase(search *s, const pk_step *step, surroundings w, hp_str *clean_what) {
    const uint32_t *lists = pack_index(s->f->o.pack) + step->lists.first;
    bool match_only = step->within == WITHIN_MATCH;
    hp_str match = str_sub(s->d->clean, w.clean_start, w.clean_end);
    for (size_t i = 0; i < step->lists.count; i++) {
        uint32_t list = scope_list(s->scope, s->f->o.pack, lists[i]);
        const phrase_spot *spot = match_only
                                      ? phrases_within(&s->spots, list, w.from, w.to)
                                      : phrases_beside(&s->spots, list, w.from, w.to, w.clean_start, w.clean_end);
        if (spot)
            *clean_what = str_sub(s->d->clean, spot->clean_start, spot->clean_end);
        else if (match_only && (is_listed_number(s, list, match) || is_listed_site(s, list, match)))
            *clean_what = match;
        else
            continue;
        return true;
    }
    return false;
}

/* ---- patterns ---- */

/* The first and the last match in the whole draft; NULL without memory. */
static const post_match *match_in_post(search *s, const pk_rule *rule, uint32_t pattern) {
    for (size_t i = 0; i < s->post.n; i++)
        if (s->post.v[i].pattern == pattern) return &s->post.v[i];
    post_match found = {.pattern = pattern};
    search_scan scan;
    regex_match m;
    scan_open(s, rule, pattern, 0, s->d->clean.n, &scan);
    while (scan_next(&scan, &m)) {
        if (!found.found) found.first = m;
        found.found = true;
        found.last = m;
    }
    post_match *place = VEC_ADD(s->d->a, &s->post, post_match);
    if (place) *place = found;
    return place;
}

static bool lies_outside(const regex_match *m, surroundings w) {
    return m->whole_start < w.clean_start || m->whole_end > w.clean_end;
}

/* Matches stand in order: when the first and the last lie in the span, so do all between them. */
static bool finds_in_post(search *s, const pk_rule *rule, const pk_step *step, surroundings w, hp_str *clean_what) {
    const post_match *p = match_in_post(s, rule, step->pattern - 1);
    if (!p || !p->found) return false;
    const regex_match *m = lies_outside(&p->first, w) ? &p->first : &p->last;
    if (!lies_outside(m, w)) return false;
    *clean_what = str_sub(s->d->clean, m->start, m->end);
    return true;
}

/* The match alone for WITHIN_MATCH; else what stands around it, where it may reach into the match but not lie in it. A
 * text that ends or begins at the match is shown without it, so that $ and ^ stand there. */
static bool finds_pattern(search *s, const pk_rule *rule, const pk_step *step, surroundings w, hp_str *clean_what) {
    search_scan scan;
    regex_match m;
    if (step->within == WITHIN_MATCH) {
        hp_str match = str_sub(s->d->clean, w.clean_start, w.clean_end);
        if (search_call(s, rule, step->pattern - 1, match, 0, &m) != REGEX_FOUND) return false;
        *clean_what = str_sub(match, m.start, m.end);
        return true;
    }
    if (step->within == WITHIN_POST && step->side == SIDE_BOTH) return finds_in_post(s, rule, step, w, clean_what);
    scan_open(s, rule, step->pattern - 1, w.from, w.to, &scan);
    if (step->side == SIDE_AFTER) scan.clean_base = w.clean_end;
    while (scan_next(&scan, &m)) {
        if (m.whole_start >= w.clean_start && m.whole_end <= w.clean_end) continue;
        *clean_what = str_sub(s->d->clean, m.start, m.end);
        return true;
    }
    return false;
}

/* ---- places ---- */

static uint8_t place_of(const token *t) {
    uint8_t places = 0;
    switch (t->kind) {
    case TOKEN_URL: places = INSIDE_URL; break;
    case TOKEN_HASHTAG: places = INSIDE_HASHTAG; break;
    case TOKEN_HANDLE: places = INSIDE_HANDLE; break;
    case TOKEN_EMAIL: places = INSIDE_EMAIL; break;
    default: break;
    }
    if (t->flags & TOKEN_QUOTED) places |= INSIDE_QUOTE;
    if (t->flags & TOKEN_IN_LINK) places |= INSIDE_LINK;
    return places;
}

/* Whether all tokens at the match stand in one of the places. */
static bool stands_inside(const doc *d, uint8_t inside, size_t clean_start, size_t clean_end) {
    size_t i = doc_token_at(d, clean_start);
    if (i >= d->token_count || d->tokens[i].clean_start >= clean_end) return false;
    for (; i < d->token_count && d->tokens[i].clean_start < clean_end; i++)
        if (!(place_of(&d->tokens[i]) & inside)) return false;
    return true;
}

/* ---- steps ---- */

static bool is_posted_in(posting posted, const pk_step *step) {
    return posted.day != NO_DAY && step->days >> posted.weekday & 1 && posted.minute >= step->from &&
           posted.minute < step->until;
}

/* What the code reader takes the match for; never known of what is no code. */
static bool reads_as(search *s, const pk_rule *rule, const pk_step *step, size_t clean_start, size_t clean_end) {
    const float sure = 0.85f, likely = 0.5f;
    const code_span *codes;
    size_t count = search_codes(s, &codes), low = 0, high = count;
    while (low < high) { /* the first that ends behind the match's start: they stand in order, apart */
        size_t middle = low + (high - low) / 2;
        if (codes[middle].clean_end <= clean_start)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == count || codes[low].clean_start >= clean_end) return false;
    float nothing = codes[low].chance[CODE_NONE];
    code_kind kind = code_likeliest(&codes[low]);
    if (step->reads == READS_NOTHING) return nothing >= sure;
    if (step->reads == READS_PRIVATE) return nothing <= 1.0f - sure;
    return codes[low].chance[kind] >= likely && kind != code_kind_of(pack_str(s->f->o.pack, rule->category));
}

/* The number told in the match against the policy's bound; never known where none is told. */
static bool counts_as(search *s, const pk_step *step, hp_str match) {
    int count = count_told(match);
    bool small = count >= 0 && count_is_small(count, pack_policy(s->f->o.pack)->k, hp_roster_size(s->f->o.roster));
    return count >= 0 && small == (step->counts == COUNTS_FEW);
}

bool step_holds(search *s, const pk_rule *rule, const pk_step *step, size_t clean_start, size_t clean_end,
                hp_str *clean_what) {
    surroundings w = around(s->d, step, clean_start, clean_end);
    *clean_what = (hp_str){NULL, 0};
    bool holds = finds_phrase(s, step, w, clean_what) ||
                 (step->pattern && finds_pattern(s, rule, step, w, clean_what)) ||
                 (step->days && is_posted_in(s->scope->posted, step)) ||
                 (step->flag && (s->scope->flags >> (step->flag - 1) & 1)) ||
                 (step->reads && reads_as(s, rule, step, clean_start, clean_end)) ||
                 (step->counts && counts_as(s, step, str_sub(s->d->clean, clean_start, clean_end))) ||
                 (step->inside && stands_inside(s->d, step->inside, clean_start, clean_end)) ||
                 (step->validator && validators[step->validator - 1](str_sub(s->d->clean, clean_start, clean_end)));
    return holds != (step->negate != 0);
}

/* The step's own reason, or one made from what was found. */
static hp_str reason_of(search *s, const pk_step *step, hp_str what) {
    enum { LONGEST = 60 };
    arena *a = s->d->a;
    hp_str own = pack_str(s->f->o.pack, step->reason);
    if (own.n) return own;
    if (step->negate) return HP_STR("what was looked for does not stand near");
    if (step->days) return HP_STR("of the hour it is posted at");
    if (step->flag) {
        hp_str name = pack_str(s->f->o.pack, pack_flags(s->f->o.pack)[step->flag - 1].name);
        return arena_printf(a, "it is said of the draft: %.*s", STR_FMT(name));
    }
    if (step->counts == COUNTS_FEW) return HP_STR("so few that each can be told");
    if (step->counts == COUNTS_MANY) return HP_STR("too many for anybody to be told");
    if (step->reads)
        return step->reads == READS_NOTHING   ? HP_STR("such words stand around numbers that are nobody's")
               : step->reads == READS_PRIVATE ? HP_STR("such words stand around secrets and people's numbers")
                                              : HP_STR("such words stand around something else");
    if (!what.n) return step->inside ? HP_STR("of the place it stands in") : HP_STR("of what it looks like");
    if (what.n > LONGEST) {
        what.n = LONGEST; /* cut between two characters */
        while (what.n && ((unsigned char)what.p[what.n] & 0xC0) == 0x80) what.n--;
    }
    const char *place = step->within == WITHIN_MATCH ? "in it" : "near";
    return arena_printf(a, "\"%.*s\" stands %s", STR_FMT(what), place);
}

hp_status steps_ask(search *s, const pk_rule *rule, size_t clean_start, size_t clean_end, unsigned forms,
                    step_result *out) {
    const pk_step *steps = pack_steps(s->f->o.pack) + rule->steps.first;
    *out = (step_result){.points = 0};
    for (size_t i = 0; i < rule->steps.count && !out->dropped; i++) {
        const pk_step *step = &steps[i];
        hp_str what;
        if ((step->whose && s->scope->tag) || (step->form != FORM_ANY && !(forms >> step->form & 1))) continue;
        if (!step_holds(s, rule, step, clean_start, clean_end, &what)) continue;
        hit_reason *reason = VEC_ADD(s->d->a, &out->reasons, hit_reason);
        if (!reason) return HP_ERR_MEMORY;
        *reason = (hit_reason){reason_of(s, step, what), step->drops ? 0 : step->points};
        out->points += step->drops ? 0 : step->points;
        out->dropped = step->drops != 0;
        if (step->severity) out->severity = step->severity;
    }
    return HP_OK;
}

void sight_note(search *s, uint32_t rule_index, sight seen) {
    if (s->scope->watched != rule_index + 1) return;
    sight *place = VEC_ADD(s->d->a, s->scope->sights, sight);
    if (place) *place = seen;
}
