/* codes.c - what counts as a code, its features, and what the model makes of them. */
#include "find/codes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/vec.h"

const char *const code_kind_names[CODE_KINDS] = {NULL, "credential", "meeting", "student_id", "card", "handle", NULL};

code_kind code_kind_of(hp_str category) {
    for (int k = CODE_CREDENTIAL; k < CODE_OTHER; k++)
        if (str_eq_z(category, code_kind_names[k])) return (code_kind)k;
    return CODE_OTHER;
}

code_kind code_likeliest(const code_span *c) {
    int best = CODE_CREDENTIAL;
    for (int k = best + 1; k < CODE_KINDS; k++)
        if (c->chance[k] > c->chance[best]) best = k;
    return (code_kind)best;
}

/* ---- what is a code ---- */

static bool is_open_punct(char c) {
    return c == '"' || c == '\'' || c == '(' || c == '[' || c == '<' || c == '`' || c == '{' || c == '*' || c == '_';
}

static bool is_close_punct(char c) {
    return is_open_punct(c) || c == ')' || c == ']' || c == '}' || c == '>' || c == '.' || c == ',' || c == ':' ||
           c == ';' || c == '?';
}

static bool is_sign(char c) {
    return c == '!' || c == '$' || c == '&' || c == '*' || c == '+' || c == '_' || c == '=' || c == '^' || c == '~' ||
           c == '#' || c == '%' || c == '@';
}

static bool is_letter(char c) {
    return char_is_alpha(c) || (unsigned char)c >= 0x80;
}

/* What a stretch without spaces is made of. */
typedef struct makeup {
    size_t digits, letters, signs;
    bool inner_sign; /* a sign between letters or digits */
    bool camel;      /* a capital behind a small letter */
} makeup;

static makeup makeup_of(hp_str s) {
    makeup m = {0};
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        m.digits += char_is_digit(c);
        m.letters += is_letter(c);
        m.signs += is_sign(c);
        bool inside = i > 0 && i + 1 < s.n;
        if (inside && is_sign(c) && (is_letter(s.p[i - 1]) || char_is_digit(s.p[i - 1])) &&
            (is_letter(s.p[i + 1]) || char_is_digit(s.p[i + 1])))
            m.inner_sign = true;
        if (i > 0 && char_is_upper(c) && char_is_alpha(s.p[i - 1]) && !char_is_upper(s.p[i - 1])) m.camel = true;
    }
    return m;
}

/* Prices, times, dates, shares and ordinals are written so that nobody takes them for a code. */
static bool is_plain_quantity(const doc *d, hp_str s, const token *t) {
    if (s.p[0] == '$' || str_starts(s, HP_STR("\xc2\xa3")) || str_starts(s, HP_STR("\xe2\x82\xac"))) return true;
    if (s.p[s.n - 1] == '%') return true;
    bool whole = t->clean_start == (size_t)(s.p - d->clean.p) && t->clean_end - t->clean_start == s.n;
    if (whole && t->kind == TOKEN_TIME) return true;
    char last[3] = {0};
    if (s.n > 2 && char_is_digit(s.p[0])) memcpy(last, s.p + s.n - 2, 2);
    return (!strcmp(last, "st") || !strcmp(last, "nd") || !strcmp(last, "rd") || !strcmp(last, "th")) && s.n < 5;
}

/* R-A-M-P, and words joined with capitals: Walrus-on-Ice. */
static bool is_spelled_or_joined(hp_str s) {
    size_t hyphens = 0, capitals = 0, singles = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool edge = i == 0 || s.p[i - 1] == '-';
        hyphens += s.p[i] == '-';
        capitals += edge && char_is_upper(s.p[i]);
        singles += edge && is_letter(s.p[i]) && (i + 1 == s.n || s.p[i + 1] == '-');
    }
    return hyphens >= 1 && capitals >= 2 && (singles == 0 || singles == capitals);
}

static bool may_be_code(const doc *d, hp_str s) {
    if (s.n < 3 || s.n > CODE_LONGEST) return false;
    size_t at = doc_token_at(d, (size_t)(s.p - d->clean.p));
    if (at >= d->token_count) return false;
    const token *t = &d->tokens[at];
    if (t->kind == TOKEN_URL || t->kind == TOKEN_EMAIL || t->kind == TOKEN_HANDLE || t->kind == TOKEN_HASHTAG ||
        t->kind == TOKEN_EMOJI)
        return false;
    makeup m = makeup_of(s);
    if (!m.digits && !m.inner_sign && !m.camel && !is_spelled_or_joined(s)) return false;
    return !is_plain_quantity(d, s, t);
}

/* A group of a number that is written in groups: 482 9917, P0 61 93, 7 7 2 0. */
static bool is_group(hp_str s) {
    makeup m = makeup_of(s);
    return s.n <= 8 && m.digits > 0 && m.letters <= 2 && m.digits + m.letters + (m.signs > 0) >= s.n;
}

/* The next stretch without spaces from `from`, without the punctuation around it. */
static hp_str next_chunk(hp_str clean, size_t from) {
    size_t start = from;
    while (start < clean.n && char_is_space(clean.p[start])) start++;
    size_t end = start;
    while (end < clean.n && !char_is_space(clean.p[end])) end++;
    while (start < end && is_open_punct(clean.p[start])) start++;
    while (end > start && is_close_punct(clean.p[end - 1])) end--;
    return str_sub(clean, start, end);
}

static size_t end_of(hp_str clean, hp_str s) {
    return (size_t)(s.p - clean.p) + s.n;
}

/* Where the groups that follow a first one end; somewhere past the longest code when there are too many. */
static size_t groups_end(hp_str clean, hp_str first) {
    size_t end = end_of(clean, first);
    size_t most = (size_t)(first.p - clean.p) + CODE_LONGEST;
    while (end <= most && end + 1 < clean.n && clean.p[end] == ' ') {
        hp_str next = next_chunk(clean, end);
        if (!next.n || next.p != clean.p + end + 1 || !is_group(next)) break;
        end = end_of(clean, next);
    }
    return end;
}

static uint32_t token_at(const doc *d, size_t clean) {
    size_t i = doc_token_at(d, clean);
    return (uint32_t)(i < d->token_count ? i : d->token_count - 1);
}

typedef VEC(code_span) code_list;

static bool gather_odd(const doc *d, code_list *found) {
    hp_str clean = d->clean;
    for (size_t at = 0; at < clean.n && d->token_count;) {
        hp_str s = next_chunk(clean, at);
        size_t start = (size_t)(s.p - clean.p), end = start + s.n;
        at = end;
        while (at < clean.n && !char_is_space(clean.p[at])) at++;
        while (at < clean.n && char_is_space(clean.p[at])) at++;
        if (!s.n) continue;
        bool joined = is_group(s);
        if (joined) end = groups_end(clean, s);
        joined &= end > start + s.n && end - start <= CODE_LONGEST;
        if (!joined && !may_be_code(d, s)) continue;
        if (!joined) end = start + s.n;
        if (end < clean.n && end > start && (clean.p[end] == '#' || clean.p[end] == '*')) end++;
        code_span *c = VEC_ADD(d->a, found, code_span);
        if (!c) return false;
        *c = (code_span){.clean_start = start,
                         .clean_end = end,
                         .token_first = token_at(d, start),
                         .token_last = token_at(d, end - 1)};
        if (end > at) at = end;
    }
    return true;
}

/* ---- words that are told ---- */

enum { CUE_NEAR = 12, TOLD_WORDS = 4 };

/* A word such as "is", a colon, a quotation mark: what follows may be what is told. */
static bool tells(const doc *d, const hp_lexicon *lexicon, const token *t) {
    if (t->kind == TOKEN_PUNCT) return memchr(":=\"'(>-", d->clean.p[t->clean_start], 7) != NULL;
    if (t->kind == TOKEN_CLITIC) return str_eq_z(t->fold, "s");
    return (lexicon_find(lexicon, t->hash).flags & LEXICON_TELLS) != 0;
}

/* Bit per token: it names a secret or what one opens. */
static uint8_t *cues_of(const doc *d, const hp_lexicon *lexicon) {
    uint8_t *cues = ARENA_ARRAY(d->a, uint8_t, d->token_count + 1);
    for (size_t i = 0; cues && i < d->token_count; i++)
        cues[i] = lexicon_cue(lexicon_find(lexicon, d->tokens[i].hash)) == LEXICON_CUE_SECRET;
    return cues;
}

static bool cue_near(const doc *d, const uint8_t *cues, size_t at) {
    size_t from = at > CUE_NEAR ? at - CUE_NEAR : 0,
           to = at + CUE_NEAR < d->token_count ? at + CUE_NEAR : d->token_count;
    for (size_t i = from; i < to; i++)
        if (cues[i] && i != at) return true;
    return false;
}

/* All words up to the next sign when they are few; else the first alone. */
static size_t told_end(const doc *d, size_t first) {
    size_t end = first + 1;
    while (end < d->token_count && end < first + TOLD_WORDS && d->tokens[end].kind == TOKEN_WORD) end++;
    bool closed = end == d->token_count || d->tokens[end].kind == TOKEN_PUNCT || d->tokens[end].kind == TOKEN_EMOJI;
    return closed ? end : first + 1;
}

static bool gather_told(const doc *d, const hp_lexicon *lexicon, code_list *found) {
    const uint8_t *cues = cues_of(d, lexicon);
    size_t odd = found->n, next = 0;
    for (size_t i = 1; cues && i < d->token_count; i++) {
        const token *t = &d->tokens[i];
        while (next < odd && found->v[next].token_last < i) next++;
        if (t->kind != TOKEN_WORD || t->fold.n < 3 || (next < odd && found->v[next].token_first <= i)) continue;
        if (!tells(d, lexicon, t - 1) || !cue_near(d, cues, i)) continue;
        size_t end = told_end(d, i);
        code_span *c = VEC_ADD(d->a, found, code_span);
        if (!c) return false;
        *c = (code_span){.clean_start = t->clean_start,
                         .clean_end = d->tokens[end - 1].clean_end,
                         .token_first = (uint32_t)i,
                         .token_last = (uint32_t)end - 1,
                         .told = true};
        i = end - 1;
    }
    return cues != NULL;
}

static int by_place(const void *a, const void *b) {
    const code_span *x = a, *y = b;
    return (x->clean_start > y->clean_start) - (x->clean_start < y->clean_start);
}

size_t codes_gather(const doc *d, const hp_lexicon *lexicon, code_span **out) {
    code_list found = {NULL, 0, 0};
    *out = NULL;
    if (!gather_odd(d, &found) || !gather_told(d, lexicon, &found)) return 0;
    if (found.n > 1) qsort(found.v, found.n, sizeof *found.v, by_place);
    *out = found.v;
    return found.n;
}

/* ---- features ---- */

static char letter_class(char c) {
    return char_is_digit(c) ? 'd' : char_is_upper(c) ? 'X' : is_letter(c) ? 'x' : c;
}

/* Digits are counted, runs of letters are one: GoOtters1987! is XxXxdddd!, 482 9917 is ddd dddd. */
static uint32_t shape_of(hp_str s, bool count_digits) {
    uint32_t h = 3;
    char last = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = letter_class(s.p[i]);
        if (c == last && (c != 'd' || !count_digits)) continue;
        h = mix(h, (uint32_t)(unsigned char)c);
        last = c;
    }
    return h;
}

static uint32_t at_most(size_t n, uint32_t most) {
    return n < most ? (uint32_t)n : most;
}

/* A few dozen classes: how many digits, letters and groups, and whether there is a sign. */
static uint32_t class_of(hp_str s) {
    makeup m = makeup_of(s);
    uint32_t groups = 0;
    for (size_t i = 0; i < s.n; i++) groups += s.p[i] == ' ' || s.p[i] == '-' || s.p[i] == '.';
    uint32_t letters = m.letters == 0 ? 0 : m.letters < 3 ? 1 : 2;
    uint32_t digits = m.digits < 3 ? at_most(m.digits, 2) : m.digits < 5 ? 3 : m.digits < 9 ? 4 : 5;
    return digits | letters << 3 | (uint32_t)(m.signs > 0) << 5 | at_most(groups, 3) << 6 | (uint32_t)m.camel << 8;
}

static bool looks_like_year(hp_str s) {
    return s.n == 4 && (str_starts(s, HP_STR("19")) || str_starts(s, HP_STR("20"))) && makeup_of(s).digits == 4;
}

enum { BEFORE_TEXT = 0x5151, AFTER_TEXT = 0xa2a2 };

static const token *token_near(const doc *d, size_t at, long step) {
    if (step < 0 && at < (size_t)-step) return NULL;
    at = step < 0 ? at - (size_t)-step : at + (size_t)step;
    return at < d->token_count ? &d->tokens[at] : NULL;
}

/* A number's own digits tell nothing as a neighbour. */
static uint32_t word_of(const token *t, long step) {
    if (!t) return step < 0 ? BEFORE_TEXT : AFTER_TEXT;
    return t->kind == TOKEN_NUMBER || t->kind == TOKEN_MIXED || t->kind == TOKEN_TIME ? t->kind : (uint32_t)t->hash;
}

static uint32_t company_of(const hp_lexicon *lexicon, const token *t, long step) {
    if (!t) return step < 0 ? BEFORE_TEXT : AFTER_TEXT;
    uint16_t cluster = lexicon_find(lexicon, t->hash).cluster;
    return cluster ? cluster : mix(t->kind, 77);
}

size_t codes_features(const doc *d, const hp_lexicon *lexicon, const code_span *c, uint32_t *out) {
    hp_str s = str_sub(d->clean, c->clean_start, c->clean_end);
    makeup m = makeup_of(s);
    uint32_t class = class_of(s) | (uint32_t)c->told << 9, exact = shape_of(s, true), loose = shape_of(s, false);
    uint32_t w[8], k[8]; /* words and their company at -4..-1, 1..4 */
    for (long i = -4, n = 0; i <= 4; i++) {
        if (i == 0) continue;
        const token *t = token_near(d, i < 0 ? c->token_first : c->token_last, i);
        w[n] = word_of(t, i);
        k[n++] = company_of(lexicon, t, i);
    }
    const token *first = &d->tokens[c->token_first];
    size_t n = 0;
#define FEATURE(salt, value) out[n++] = mix((value), (salt)*0x01000193u)
    FEATURE(1, 0);
    FEATURE(2, class);
    FEATURE(3, exact);
    FEATURE(4, loose);
    FEATURE(5, at_most(m.digits, 16));
    FEATURE(6, at_most(m.letters, 16));
    FEATURE(7, (uint32_t)m.inner_sign | (uint32_t)m.camel << 1 | (uint32_t)looks_like_year(s) << 2 |
                   (uint32_t)(s.p[0] == '0') << 3 | (uint32_t)(m.signs > 0) << 4);
    FEATURE(8, (uint32_t)lexicon_find(lexicon, first->hash).cluster);
    FEATURE(9, (uint32_t)first->hash);
    FEATURE(10, mix(first->flags & TOKEN_QUOTED, class));
    FEATURE(11, mix((uint32_t)(unsigned char)s.p[s.n - 1],
                    c->clean_end < d->clean.n ? (uint32_t)(unsigned char)d->clean.p[c->clean_end] : 0));
    for (uint32_t i = 0; i < 8; i++) {
        FEATURE(20 + i, w[i]);
        FEATURE(30 + i, k[i]);
    }
    FEATURE(40, mix(w[2], w[3]));
    FEATURE(41, mix(k[2], k[3]));
    FEATURE(42, mix(w[4], w[5]));
    FEATURE(43, mix(k[4], k[5]));
    FEATURE(44, mix(w[3], w[4]));
    FEATURE(45, mix(k[3], k[4]));
    FEATURE(46, mix(w[3], class));
    FEATURE(47, mix(k[3], class));
    FEATURE(48, mix(w[4], class));
    FEATURE(49, mix(mix(w[1], w[2]), w[3]));
    FEATURE(50, mix(k[2], class));
    uint32_t cue = 0, away = 0; /* the nearest word that names a secret, and how far it stands */
    size_t from = c->token_first > CODE_NEAR ? c->token_first - CODE_NEAR : 0;
    for (size_t i = from; i < d->token_count && i <= (size_t)c->token_last + CODE_NEAR && n + 7 <= CODE_FEATURES; i++) {
        const token *t = &d->tokens[i];
        if ((i >= c->token_first && i <= c->token_last) || t->kind == TOKEN_PUNCT || t->kind == TOKEN_NUMBER) continue;
        bool before = i < c->token_first;
        lexicon_entry e = lexicon_find(lexicon, t->hash);
        uint32_t company = e.cluster ? e.cluster : mix(t->kind, 77);
        if (lexicon_cue(e) == LEXICON_CUE_SECRET && (before || !cue)) {
            cue = (uint32_t)t->hash;
            away = before ? (uint32_t)(c->token_first - i) : 20;
        }
        FEATURE(60 + before, (uint32_t)t->hash);
        FEATURE(62, company);
        FEATURE(63, mix(company, class));
    }
    away = away < 3 ? away : away < 6 ? 3 : away < 20 ? 4 : 5;
    FEATURE(64, mix(cue, class));
    FEATURE(65, mix(cue, away));
    FEATURE(66, mix(away, class));
    FEATURE(67, mix(mix(cue, w[3]), c->told));
#undef FEATURE
    return n;
}

/* ---- reading ---- */

enum { HEAD_SLOTS = 8, HEAD_SCALE = 12, HEAD_BYTES = 16 };

hp_status codes_open(hp_str image, code_reader *out) {
    *out = (code_reader){0};
    uint32_t slots;
    if (image.n < HEAD_BYTES || memcmp(image.p, "HPCOD001", 8) != 0) return HP_ERR_USAGE;
    memcpy(&slots, image.p + HEAD_SLOTS, sizeof slots);
    if (slots == 0 || (slots & (slots - 1)) != 0) return HP_ERR_USAGE;
    if (image.n != HEAD_BYTES + (size_t)slots * CODE_KINDS) return HP_ERR_USAGE;
    memcpy(&out->scale, image.p + HEAD_SCALE, sizeof out->scale);
    out->mask = slots - 1;
    out->weights = (const int8_t *)(const void *)(image.p + HEAD_BYTES);
    return HP_OK;
}

/* Without a word near it there is nothing to read it by. */
static bool stands_alone(const doc *d, const code_span *c) {
    size_t from = c->token_first > CODE_NEAR ? c->token_first - CODE_NEAR : 0;
    for (size_t i = from; i < d->token_count && i <= (size_t)c->token_last + CODE_NEAR; i++)
        if ((i < c->token_first || i > c->token_last) && d->tokens[i].kind == TOKEN_WORD) return false;
    return true;
}

static void read_one(const code_reader *r, const doc *d, const hp_lexicon *lexicon, code_span *c) {
    uint32_t features[CODE_FEATURES];
    int sum[CODE_KINDS] = {0};
    if (stands_alone(d, c)) {
        for (int l = 0; l < CODE_KINDS; l++) c->chance[l] = 1.0f / CODE_KINDS;
        return;
    }
    size_t n = codes_features(d, lexicon, c, features);
    for (size_t k = 0; k < n; k++) {
        const int8_t *w = r->weights + (size_t)(features[k] & r->mask) * CODE_KINDS;
        for (int l = 0; l < CODE_KINDS; l++) sum[l] += w[l];
    }
    int top = sum[0];
    for (int l = 1; l < CODE_KINDS; l++) top = sum[l] > top ? sum[l] : top;
    float all = 0;
    for (int l = 0; l < CODE_KINDS; l++) all += c->chance[l] = expf((float)(sum[l] - top) * r->scale);
    for (int l = 0; l < CODE_KINDS; l++) c->chance[l] /= all;
}

void codes_read(const code_reader *reader, const doc *d, const hp_lexicon *lexicon, code_span *codes, size_t count) {
    for (size_t i = 0; i < count; i++) read_one(reader, d, lexicon, &codes[i]);
}
