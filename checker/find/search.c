/* search.c - patterns in windows, within the budget and the deadline of one draft. */
#include "find/search.h"

#include <string.h>

#include "base/str.h"
#include "find/prefilter.h"

/* What broken[] says of a pattern: it has no code, it gave up in this draft, and that was told in this draft. */
enum { NO_CODE = 1, GAVE_UP = 2, TOLD = 4 };

void search_reset(finder *f) {
    size_t count = f->o.pack->head->table[PACK_PATTERNS].count;
    for (size_t i = 0; i < count; i++) f->broken[i] &= NO_CODE;
    f->work = 0;
    f->stopped = false;
    f->started = f->o.now ? f->o.now(f->o.now_user) : 0;
}

hp_status search_open(search *s, finder *f, const doc *d, const find_scope *scope, problem_list *problems) {
    *s = (search){.f = f, .d = d, .scope = scope, .problems = problems};
    return phrases_find(f->phrases, f->o.pack, d, &s->spots);
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

/* ---- calls ---- */

static const regex *code_of(search *s, const pk_rule *rule, uint32_t pattern) {
    finder *f = s->f;
    if (f->broken[pattern] & GAVE_UP) return NULL;
    hp_status status = f->broken[pattern] & NO_CODE ? HP_ERR_SOURCE : HP_OK;
    hp_str text = pack_str(f->o.pack, pack_patterns(f->o.pack)[pattern].regex);
    if (status == HP_OK && !f->codes[pattern]) status = regex_compile(text, f->o.jit, &f->codes[pattern], NULL);
    if (status == HP_ERR_SOURCE)
        give_up(s, rule, pattern, NO_CODE, "its pattern does not compile");
    else if (status != HP_OK)
        give_up(s, rule, pattern, GAVE_UP, hp_status_text(status));
    return f->codes[pattern];
}

regex_answer search_call(search *s, const pk_rule *rule, uint32_t pattern, hp_str text, size_t from, regex_match *out) {
    *out = (regex_match){0, 0, 0, 0};
    if (!s->f->where[pattern]) return REGEX_NONE;
    const regex *code = code_of(s, rule, pattern);
    if (!code || !pay(s, from < text.n ? text.n - from : 0)) return REGEX_GAVE_UP;
    regex_answer answer = regex_next(code, s->f->stack, text, from, out);
    if (answer == REGEX_GAVE_UP) give_up(s, rule, pattern, GAVE_UP, "its pattern reached a limit");
    return answer;
}

/* ---- windows ---- */

static bool is_inner_byte(char c) {
    return ((unsigned char)c & 0xC0) == 0x80;
}

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

/* The next range from `from` in which the pattern may match: moves scan->from to its start. Returns its end. */
static size_t next_range(search_scan *scan) {
    hp_str clean = scan->s->d->clean;
    uint64_t where = scan->s->f->where[scan->pattern];
    size_t block = prefilter_block(clean.n), k = scan->from / block, blocks = (clean.n + block - 1) / block;
    while (k < blocks && !(where >> k & 1)) k++;
    if (k * block > scan->from) scan->from = k * block;
    while (k < blocks && where >> k & 1) k++;
    size_t end = k < blocks ? k * block : clean.n;
    while (scan->from < clean.n && is_inner_byte(clean.p[scan->from])) scan->from++;
    while (end < clean.n && is_inner_byte(clean.p[end])) end++;
    if (scan->from > scan->clean_end) scan->from = scan->clean_end;
    return end < scan->clean_end ? end : scan->clean_end;
}

static void next_window(search_scan *scan) {
    const doc *d = scan->s->d;
    scan->range_end = next_range(scan);
    scan->window_end = window_end(d, scan->from, scan->range_end);
    scan->window_owned = scan->window_end;
    if (scan->window_end == scan->range_end) return;
    scan->window_owned -= LIMIT_WINDOW_OVERLAP;
    while (is_inner_byte(d->clean.p[scan->window_owned])) scan->window_owned--;
}

void scan_open(search *s, const pk_rule *rule, uint32_t pattern, size_t clean_start, size_t clean_end,
               search_scan *out) {
    *out = (search_scan){.s = s, .rule = rule, .pattern = pattern, .clean_end = clean_end, .from = clean_start};
    if (!s->f->where[pattern]) {
        out->from = clean_end;
        return;
    }
    if (pack_patterns(s->f->o.pack)[pattern].flags & PATTERN_ACROSS_POST) {
        out->window_end = out->window_owned = out->range_end = clean_end;
        if (clean_end - clean_start <= LIMIT_ACROSS_BYTES) return;
        give_up(s, rule, pattern, GAVE_UP, "the draft is too long for a rule that reads all of it at once");
    }
    next_window(out);
}

static void shift(regex_match *m, size_t base) {
    m->start += base;
    m->end += base;
    m->whole_start += base;
    m->whole_end += base;
}

/* A match that begins where the next window begins or later is left to that one, which sees more of what follows. */
bool scan_next(search_scan *scan, regex_match *out) {
    search *s = scan->s;
    while (scan->from < scan->clean_end) {
        hp_str seen = str_sub(s->d->clean, scan->clean_base, scan->window_end);
        bool last = scan->window_end == scan->range_end;
        regex_answer answer = search_call(s, scan->rule, scan->pattern, seen, scan->from - scan->clean_base, out);
        if (answer == REGEX_GAVE_UP) break;
        shift(out, scan->clean_base);
        if (answer == REGEX_FOUND && (last || out->whole_start < scan->window_owned)) {
            scan->from = out->end > scan->from ? out->end : out->whole_end;
            return true;
        }
        if (last && scan->range_end == scan->clean_end) break;
        if (scan->from < scan->window_owned) scan->from = scan->window_owned;
        next_window(scan);
    }
    scan->from = scan->clean_end;
    return false;
}
