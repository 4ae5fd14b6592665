/* search.c - patterns in windows, within the budget and the deadline of one draft. */
#include "find/search.h"

#include <string.h>

#include "base/str.h"

enum { WORK_PLACE = 256 }; /* of a call at one place, in bytes of a call on a text */

/* What broken[] says of a pattern: it has no code, it gave up in this draft, and that was told in this draft. */
enum { NO_CODE = 1, GAVE_UP = 2, TOLD = 4 };

void search_reset(finder *f) {
    size_t count = f->o.pack->head->table[PACK_PATTERNS].count;
    for (size_t i = 0; i < count && f->gave_up; i++) f->broken[i] &= NO_CODE;
    f->gave_up = false;
    f->opened = NULL;
    f->work = 0;
    f->stopped = false;
    f->started = f->o.now ? f->o.now(f->o.now_user) : 0;
}

static bool is_on(uint32_t mask, uint32_t bit) {
    return mask == 0 || bit == 0 || (mask & bit) != 0;
}

bool search_concerns(const search *s, const pk_rule *rule) {
    const find_scope *scope = s->scope;
    return !rule->off && is_on(rule->channels, scope->channel_bit) && is_on(rule->accounts, scope->account_bit) &&
           is_on(rule->roles, scope->role_bit);
}

size_t search_codes(search *s, const code_span **out) {
    code_reader reader;
    const hp_lexicon *lexicon = s->f->o.lexicon;
    if (!s->codes_read && lexicon && codes_open(lexicon->codes, &reader) == HP_OK) {
        s->code_count = codes_gather(s->d, lexicon, &s->codes);
        codes_read(&reader, s->d, lexicon, s->codes, s->code_count);
    }
    s->codes_read = true;
    *out = s->codes;
    return s->code_count;
}

/* ---- what could not be done ---- */

static void tell(search *s, hp_str text) {
    hp_str *place = VEC_ADD(s->d->a, s->problems, hp_str);
    if (place) *place = text;
}

static void give_up(search *s, const pk_rule *rule, uint32_t pattern, unsigned how, const char *why) {
    bool told = (s->f->broken[pattern] & TOLD) != 0;
    s->f->broken[pattern] |= (uint8_t)(how | TOLD);
    s->f->gave_up = true;
    if (told) return;
    tell(s, arena_printf(s->d->a, "rule \"%.*s\" was not checked: %s; the draft was not fully checked",
                         STR_FMT(pack_str(s->f->o.pack, rule->id)), why));
}

static void stop(search *s, const char *why) {
    s->f->stopped = true;
    tell(s, arena_printf(s->d->a, "stopped: %s; the draft was not fully checked", why));
}

/* Room for one more call over `bytes`? */
static bool pay(search *s, size_t bytes) {
    finder *f = s->f;
    if (f->stopped) return false;
    uint64_t limit = f->o.work_limit ? f->o.work_limit : LIMIT_WORK;
    f->work += bytes + 1;
    if (f->work > limit)
        stop(s, "the work for one draft reached its limit");
    else if (f->o.now && f->o.deadline_ns && f->o.now(f->o.now_user) - f->started > f->o.deadline_ns)
        stop(s, "the time for one draft is over");
    return !f->stopped;
}

static bool pay_for(void *user, size_t patterns) {
    return pay(user, patterns);
}

/* ---- calls ---- */

static bool is_inner_byte(char c) {
    return ((unsigned char)c & 0xC0) == 0x80;
}

static const regex *code_of(search *s, const pk_rule *rule, uint32_t pattern) {
    finder *f = s->f;
    if (f->broken[pattern] & GAVE_UP) return NULL;
    hp_status status = f->broken[pattern] & NO_CODE ? HP_ERR_SOURCE : HP_OK;
    hp_str text = pack_str(f->o.pack, pack_patterns(f->o.pack)[pattern].regex);
    if (status == HP_OK && !f->codes[pattern]) status = regex_compile(text, &f->codes[pattern], NULL);
    if (status == HP_ERR_SOURCE)
        give_up(s, rule, pattern, NO_CODE, "its pattern does not compile");
    else if (status != HP_OK)
        give_up(s, rule, pattern, GAVE_UP, hp_status_text(status));
    return f->codes[pattern];
}

/* As regex_next, only at the places where a match may begin, of which the first is told. */
static regex_answer try_places(search *s, const regex *code, uint32_t pattern, hp_str text, size_t at,
                               regex_match *out) {
    regex_answer answer = REGEX_NONE;
    for (; at != TRACER_NONE && answer == REGEX_NONE; at = tracer_next(s->f->tracer, pattern, text, at + 1))
        answer = regex_at(code, s->f->stack, text, at, out);
    return answer;
}

static regex_answer call(search *s, const pk_rule *rule, uint32_t pattern, hp_str text, size_t from, regex_match *out) {
    if (!pay(s, from < text.n ? text.n - from : 0)) return REGEX_GAVE_UP;
    bool traced = tracer_knows(s->f->tracer, pattern);
    if (traced && (from = tracer_next(s->f->tracer, pattern, text, from)) == TRACER_NONE) return REGEX_NONE;
    const regex *code = code_of(s, rule, pattern);
    if (!code) return REGEX_GAVE_UP;
    regex_answer answer =
        traced ? try_places(s, code, pattern, text, from, out) : regex_next(code, s->f->stack, text, from, out);
    if (answer == REGEX_GAVE_UP) give_up(s, rule, pattern, GAVE_UP, "its pattern reached a limit");
    return answer;
}

/* Whether a match begins at a place that a lead tells. */
static regex_answer call_at(search *s, const pk_rule *rule, uint32_t pattern, hp_str text, size_t at,
                            regex_match *out) {
    *out = (regex_match){0, 0, 0, 0};
    if (!pay(s, WORK_PLACE)) return REGEX_GAVE_UP;
    const regex *code = code_of(s, rule, pattern);
    if (!code) return REGEX_GAVE_UP;
    regex_answer answer = regex_at(code, s->f->stack, text, at, out);
    if (answer == REGEX_GAVE_UP) give_up(s, rule, pattern, GAVE_UP, "its pattern reached a limit");
    return answer;
}

regex_answer search_call(search *s, const pk_rule *rule, uint32_t pattern, hp_str text, size_t from, regex_match *out) {
    *out = (regex_match){0, 0, 0, 0};
    if (s->windows.n == 1 && !prefilter_may(s->f->prefilter, pattern)) return REGEX_NONE;
    return call(s, rule, pattern, text, from, out);
}

regex_answer search_call_anywhere(search *s, const pk_rule *rule, uint32_t pattern, hp_str text, regex_match *out) {
    *out = (regex_match){0, 0, 0, 0};
    for (size_t from = 0; from < text.n;) { /* a long text in windows, as the draft is read */
        size_t end = text.n - from > LIMIT_WINDOW ? from + LIMIT_WINDOW : text.n;
        while (end < text.n && is_inner_byte(text.p[end])) end--;
        regex_answer answer = call(s, rule, pattern, str_sub(text, 0, end), from, out);
        if (answer != REGEX_NONE || end == text.n) return answer;
        from = end - LIMIT_WINDOW_OVERLAP;
        while (is_inner_byte(text.p[from])) from--;
    }
    return REGEX_NONE;
}

/* ---- windows ---- */

/* Where a window from `from` ends: at the range's end if that is near, else behind the last whole sentence, else at a
 * space, else between two characters. Always leaves more than the overlap, so that the next window moves on. */
static size_t window_end(const doc *d, size_t from, size_t range_end) {
    if (range_end - from <= LIMIT_WINDOW) return range_end;
    size_t furthest = from + LIMIT_WINDOW, least = from + 2 * LIMIT_WINDOW_OVERLAP;
    size_t k = doc_sentence_at(d, furthest);
    size_t cut = k < d->sentence_count ? d->sentences[k].clean_start : 0;
    if (cut > least && cut <= furthest) return cut;
    for (cut = furthest; cut > least; cut--)
        if (char_is_space(d->clean.p[cut - 1])) return cut;
    for (cut = furthest; is_inner_byte(d->clean.p[cut]);) cut--;
    return cut;
}

static search_window window_at(const doc *d, size_t from, size_t range_end) {
    search_window w = {from, range_end, window_end(d, from, range_end)};
    if (w.clean_end == range_end) return w;
    w.clean_owned = w.clean_end - LIMIT_WINDOW_OVERLAP;
    while (is_inner_byte(d->clean.p[w.clean_owned])) w.clean_owned--;
    return w;
}

static hp_status cut_windows(search *s) {
    for (size_t from = 0; from < s->d->clean.n || !s->windows.n;) {
        search_window *w = VEC_ADD(s->d->a, &s->windows, search_window);
        if (!w) return HP_ERR_MEMORY;
        *w = window_at(s->d, from, s->d->clean.n);
        from = w->clean_owned;
    }
    return HP_OK;
}

/* What the parts of the finder share of one draft is made by the first. */
hp_status search_open(search *s, finder *f, const doc *d, const find_scope *scope, problem_list *problems) {
    if (f->opened) {
        *s = *f->opened;
        return HP_OK;
    }
    *s = (search){.f = f, .d = d, .scope = scope, .problems = problems};
    hp_status status = cut_windows(s);
    if (status == HP_OK) status = tracer_read(f->tracer, d->clean);
    if (status == HP_OK) status = phrases_find(f->o.pack, d, &s->spots);
    if (status == HP_OK)
        status = leads_read(f->prefilter, f->tracer, d, s->windows.v, s->windows.n, pay_for, s, &s->leads);
    f->opened = ARENA_NEW(d->a, search);
    if (!f->opened) return HP_ERR_MEMORY;
    *f->opened = *s;
    return status;
}

static bool is_across(const search *s, uint32_t pattern) {
    return pack_patterns(s->f->o.pack)[pattern].flags & PATTERN_ACROSS_POST;
}

void scan_open(search *s, const pk_rule *rule, uint32_t pattern, size_t clean_start, size_t clean_end,
               search_scan *out) {
    *out = (search_scan){.s = s, .rule = rule, .pattern = pattern, .clean_end = clean_end, .from = clean_start};
    out->window = (search_window){clean_start, clean_end, clean_end};
    if (!is_across(s, pattern))
        out->window = window_at(s->d, clean_start, clean_end);
    else if (clean_end - clean_start > LIMIT_ACROSS_BYTES)
        give_up(s, rule, pattern, GAVE_UP, "the draft is too long for a rule that reads all of it at once");
}

void scan_open_at(search *s, const pk_rule *rule, uint32_t pattern, const lead *v, size_t count, search_scan *out) {
    scan_open(s, rule, pattern, 0, s->d->clean.n, out);
    if (is_across(s, pattern)) return;
    out->leads = v;
    out->leads_left = count;
    out->placed = v->clean_at != LEAD_ANYWHERE;
    out->window = s->windows.v[v->window];
    out->from = out->window.clean_start;
}

/* Moves to the next window; false: there is none. */
static bool next_window(search_scan *scan) {
    size_t owned = scan->window.clean_owned;
    if (scan->leads) {
        if (scan->leads_left < 2) return false;
        scan->leads++;
        scan->leads_left--;
        scan->window = scan->s->windows.v[scan->leads->window];
        if (scan->from < scan->window.clean_start) scan->from = scan->window.clean_start;
        return true;
    }
    if (scan->window.clean_end == scan->clean_end) return false;
    if (scan->from < owned) scan->from = owned;
    scan->window = window_at(scan->s->d, scan->from, scan->clean_end);
    return true;
}

static void shift(regex_match *m, size_t base) {
    m->start += base;
    m->end += base;
    m->whole_start += base;
    m->whole_end += base;
}

/* As scan_next, only at the places that leads tell. */
static bool next_placed(search_scan *scan, regex_match *out) {
    search *s = scan->s;
    for (; scan->leads_left; scan->leads++, scan->leads_left--) {
        size_t at = scan->leads->clean_at;
        if (at < scan->from) continue;
        hp_str seen = str_sub(s->d->clean, 0, s->windows.v[scan->leads->window].clean_end);
        regex_answer answer = call_at(s, scan->rule, scan->pattern, seen, at, out);
        if (answer == REGEX_GAVE_UP) break;
        if (answer == REGEX_NONE) continue;
        scan->from = out->end > at ? out->end : out->whole_end;
        return true;
    }
    scan->leads_left = 0;
    return false;
}

/* A match that begins where the next window begins or later is left to that one, which sees more of what follows. */
bool scan_next(search_scan *scan, regex_match *out) {
    search *s = scan->s;
    if (scan->placed) return next_placed(scan, out);
    while (scan->from < scan->clean_end) {
        search_window w = scan->window;
        hp_str seen = str_sub(s->d->clean, scan->clean_base, w.clean_end);
        regex_answer answer = scan->from < w.clean_owned
                                  ? search_call(s, scan->rule, scan->pattern, seen, scan->from - scan->clean_base, out)
                                  : REGEX_NONE;
        if (answer == REGEX_GAVE_UP) break;
        shift(out, scan->clean_base);
        if (answer == REGEX_FOUND && out->whole_start < w.clean_owned) {
            scan->from = out->end > scan->from ? out->end : out->whole_end;
            return true;
        }
        if (!next_window(scan)) break;
    }
    scan->from = scan->clean_end;
    return false;
}
