/* duties.c - evidence for rules of kind require, limit and schedule. */
#include "find/duties.h"

#include "base/str.h"
#include "find/steps.h"
#include "text/unicode.h"

/* A hit on a span, or behind the text where it is none; conditions are asked at `from`. */
static hp_status add_weighed(search *s, uint32_t rule_index, size_t clean_start, size_t clean_end, size_t from,
                             hp_str reason, hits *out) {
    const pk_rule *rule = &pack_rules(s->f->o.pack)[rule_index];
    size_t to = clean_end > clean_start ? clean_end : from;
    step_result weighed;
    hp_status status = steps_ask(s, rule, from, to, 0, &weighed);
    int confidence = rule->confidence + weighed.points;
    bool weak = confidence < pack_policy(s->f->o.pack)->pair_at, lost = weak || weighed.dropped;
    if (status || (lost && s->scope->watched != rule_index + 1)) return status;
    hit_reason *reasons = ARENA_ARRAY(s->d->a, hit_reason, weighed.reasons.n + 1);
    hit *place = lost || !reasons ? NULL : VEC_ADD(s->d->a, out, hit);
    if (!reasons || (!place && !lost)) return HP_ERR_MEMORY;
    size_t count = 0;
    if (reason.n) reasons[count++] = (hit_reason){reason, rule->confidence};
    for (size_t i = 0; i < weighed.reasons.n; i++) reasons[count++] = weighed.reasons.v[i];
    if (place)
        *place = (hit){.clean_start = clean_start,
                       .clean_end = clean_end,
                       .rule = rule_index,
                       .sentence = s->d->sentence_count ? (uint32_t)doc_sentence_at(s->d, clean_start) : 0,
                       .confidence = confidence > 100 ? 100 : confidence,
                       .severity = weighed.severity,
                       .reasons = reasons,
                       .reason_count = count};
    sight_note(s, rule_index,
               (sight){.clean_start = clean_start,
                       .clean_end = clean_end,
                       .end = weighed.dropped ? SIGHT_DROPPED
                              : weak          ? SIGHT_WEAK
                                              : SIGHT_HIT,
                       .confidence = confidence,
                       .reasons = reasons,
                       .reason_count = count});
    return HP_OK;
}

hp_status duty_hit(search *s, uint32_t rule_index, hp_str reason, hits *out) {
    return add_weighed(s, rule_index, s->d->clean.n, s->d->clean.n, 0, reason, out);
}

/* ---- require */

static bool has_words(const search *s, const pk_rule *rule, const phrase_spots *spots) {
    const uint32_t *lists = pack_index(s->f->o.pack) + rule->wanted.first;
    size_t count = 0;
    for (uint32_t i = 0; i < rule->wanted.count && !count; i++)
        phrases_of(spots, scope_list(s->scope, s->f->o.pack, lists[i]), &count);
    return count > 0;
}

static bool stands_in_post(search *s, const pk_rule *rule) {
    search_scan scan;
    regex_match m;
    if (has_words(s, rule, &s->spots)) return true;
    if (!rule->wanted_pattern) return false;
    scan_open(s, rule, rule->wanted_pattern - 1, 0, s->d->clean.n, &scan);
    return scan_next(&scan, &m);
}

/* The author's profile, read like a draft. */
static hp_status stands_in_profile(search *s, const pk_rule *rule, bool *there) {
    doc profile;
    phrase_spots spots;
    size_t bad;
    hp_str why;
    *there = false;
    if (!(rule->in & IN_PROFILE) || !s->scope->profile.n) return HP_OK;
    hp_status status = doc_read(s->d->a, s->scope->profile, HP_MARKUP_NONE, &profile, &bad, &why);
    if (status == HP_ERR_ENCODING || status == HP_ERR_LIMIT) return HP_OK; /* what cannot be read says nothing */
    if (status == HP_OK) status = phrases_find(s->f->o.pack, &profile, &spots);
    if (status != HP_OK) return status;
    regex_match m;
    *there = has_words(s, rule, &spots);
    if (!*there && rule->wanted_pattern)
        *there = search_call_anywhere(s, rule, rule->wanted_pattern - 1, profile.clean, &m) == REGEX_FOUND;
    return HP_OK;
}

/* One finding at the first place that asks for the words, or about the whole post. */
static hp_status find_missing(search *s, uint32_t index, hits *out) {
    const pk_rule *rule = &pack_rules(s->f->o.pack)[index];
    bool there = (rule->in & IN_POST) && stands_in_post(s, rule);
    hp_status status = there ? HP_OK : stands_in_profile(s, rule, &there);
    if (status != HP_OK || there) return status;
    if (!rule->lists.count && !rule->patterns.count) return duty_hit(s, index, HP_STR("the words are not there"), out);
    size_t first = out->n;
    status = patterns_of_rule(s, index, out);
    if (out->n > first + 1) out->n = first + 1;
    return status;
}

/* ---- limit */

static bool counts(uint8_t what, const token *t) {
    switch (what) {
    case COUNT_HASHTAG: return t->kind == TOKEN_HASHTAG;
    case COUNT_HANDLE: return t->kind == TOKEN_HANDLE;
    case COUNT_LINK: return t->kind == TOKEN_URL;
    case COUNT_EMAIL: return t->kind == TOKEN_EMAIL;
    case COUNT_EMOJI: return t->kind == TOKEN_EMOJI;
    case COUNT_WORD: return t->kind != TOKEN_PUNCT && t->kind != TOKEN_CLITIC && t->kind != TOKEN_EMOJI;
    default: return false;
    }
}

/* From the first one too many: a token, or the characters from there to the end. */
static hp_status add_excess(search *s, uint32_t index, size_t clean_start, size_t clean_end, size_t count, hits *out) {
    hp_str reason = arena_printf(s->d->a, "%zu are too many", count);
    return add_weighed(s, index, clean_start, clean_end, clean_start, reason, out);
}

static hp_status count_characters(search *s, uint32_t index, size_t most, hits *out) {
    size_t total = unicode_count(s->d->clean), at = 0, step;
    uint32_t character;
    if (!most || total <= most) return HP_OK;
    for (size_t i = 0; i < most && (step = unicode_next(s->d->clean, at, &character)) > 0; i++) at += step;
    return add_excess(s, index, at, s->d->clean.n, total, out);
}

static hp_status find_excess(search *s, uint32_t index, hits *out) {
    const pk_rule *rule = &pack_rules(s->f->o.pack)[index];
    size_t first = out->n, count = 0, start = 0, end = 0;
    if (rule->count == COUNT_CHARACTER)
        return count_characters(s, index, rule->most ? rule->most : s->scope->max_chars, out);
    for (size_t i = 0; i < s->d->token_count && rule->count; i++) {
        const token *t = &s->d->tokens[i];
        if (!counts(rule->count, t) || (t->flags & TOKEN_IN_LINK)) continue;
        if (++count == (size_t)rule->most + 1) start = t->clean_start, end = t->clean_end;
    }
    if (rule->count) return count > rule->most ? add_excess(s, index, start, end, count, out) : HP_OK;
    hp_status status = patterns_of_rule(s, index, out);
    if (status != HP_OK || out->n - first <= rule->most) {
        out->n = first;
        return status;
    }
    out->v[first] = out->v[first + rule->most];
    out->n = first + 1;
    return HP_OK;
}

/* ---- schedule */

static bool holds(const pk_hours *h, posting at) {
    return h->days >> at.weekday & 1 && at.minute >= h->from && at.minute < h->until;
}

static bool is_holiday(const hp_pack *pack, const pk_rule *rule, int32_t day) {
    const uint32_t *days = pack_index(pack) + rule->holidays.first;
    for (uint32_t i = 0; i < rule->holidays.count; i++)
        if (days[i] == (uint32_t)day) return true;
    return false;
}

const pk_hours *duty_hours(const hp_pack *pack, const pk_rule *rule, posting at, int32_t *until) {
    const pk_hours *hours = pack_hours(pack) + rule->hours.first, *closed = NULL;
    if (at.day == NO_DAY || is_holiday(pack, rule, at.day)) return NULL;
    for (uint32_t i = 0; i < rule->hours.count; i++) {
        if (!holds(&hours[i], at)) continue;
        if (hours[i].free) return NULL;
        if (!closed || hours[i].until > closed->until) closed = &hours[i];
    }
    if (!closed) return NULL;
    *until = closed->until;
    for (uint32_t i = 0; i < rule->hours.count; i++)
        if (hours[i].free && hours[i].days >> at.weekday & 1 && hours[i].from > at.minute && hours[i].from < *until)
            *until = hours[i].from;
    return closed;
}

bool duty_opens(const hp_pack *pack, const pk_rule *rule, posting at, posting *open) {
    enum { STEPS = 400 * 4 }; /* more than a year of closed days */
    int32_t until;
    *open = at;
    for (int i = 0; i < STEPS; i++) {
        if (!duty_hours(pack, rule, *open, &until)) return i > 0;
        open->minute = until % DAY_MINUTES;
        if (until < DAY_MINUTES) continue;
        open->day++;
        open->weekday = (open->weekday + 1) % 7;
    }
    return false;
}

static hp_status find_hours(search *s, uint32_t index, hits *out) {
    int32_t until;
    posting at = s->scope->posted;
    const pk_hours *h = duty_hours(s->f->o.pack, &pack_rules(s->f->o.pack)[index], at, &until);
    if (!h) return HP_OK;
    hp_str reason = arena_printf(s->d->a, "posted on a %s at %02d:%02d, between %02d:%02d and %02d:%02d",
                                 calendar_weekday_name(at.weekday), at.minute / 60, at.minute % 60, h->from / 60,
                                 h->from % 60, h->until / 60, h->until % 60);
    return duty_hit(s, index, reason, out);
}

hp_status find_duties(finder *f, const doc *d, const find_scope *scope, hits *out, problem_list *problems) {
    const pk_rule *rules = pack_rules(f->o.pack);
    search s = {.f = NULL};
    hp_status status = HP_OK;
    for (uint32_t i = 0; i < pack_rule_count(f->o.pack) && status == HP_OK; i++) {
        if (rules[i].kind < RULE_REQUIRE) continue;
        if (!s.f) status = search_open(&s, f, d, scope, problems);
        if (status != HP_OK || !search_concerns(&s, &rules[i])) continue;
        if (rules[i].kind == RULE_REQUIRE) status = find_missing(&s, i, out);
        if (rules[i].kind == RULE_LIMIT) status = find_excess(&s, i, out);
        if (rules[i].kind == RULE_SCHEDULE) status = find_hours(&s, i, out);
    }
    return status == HP_OK && arena_failed(d->a) ? HP_ERR_MEMORY : status;
}
