/* sentences.c - where one statement ends and the next begins, in posts that often leave the period out.
 *
 * A sentence ends behind . ! ? (and closing signs) when something that can begin one follows; at a blank line; at a
 * newline that is no soft wrap: a short line, a list item, a heading, a line that begins with a tag or emoji; behind an
 * emoji before a capital. Titles and other abbreviations do not end one. */
#include "text/tokens.h"

#include <string.h>

#include "base/str.h"
#include "text/unicode.h"

enum { SOFT_WRAP = 60 }; /* a line of at least so many bytes may go on in the next */

static bool is_abbreviation(const token *t) {
    static const char *const words[] = {"mr",     "mrs",  "ms",  "mx",  "dr",  "st",   "jr",  "sr",  "prof", "gov",
                                        "sen",    "rep",  "rev", "sgt", "lt",  "capt", "vs",  "v",   "no",   "nos",
                                        "approx", "dept", "apt", "ave", "rd",  "blvd", "mt",  "ft",  "eg",   "ie",
                                        "etc",    "fr",   "pg",  "pp",  "fig", "vol",  "sra", "srta"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_z(t->fold, words[i])) return true;
    return false;
}

static char first_byte(const doc *d, const token *t) {
    return d->clean.p[t->clean_start];
}

/* Blank lines and plain newlines between two tokens. */
static size_t newlines_between(const doc *d, const token *a, const token *b) {
    size_t count = 0;
    for (size_t i = a->clean_end; i < b->clean_start; i++) count += d->clean.p[i] == '\n';
    return count;
}

static bool starts_item(const doc *d, size_t i) {
    const token *t = &d->tokens[i];
    char c = first_byte(d, t);
    if (t->kind == TOKEN_HASHTAG || t->kind == TOKEN_EMOJI) return true;
    if (t->kind == TOKEN_PUNCT &&
        (c == '-' || c == '*' || c == '+' || c == '>' || c == '#' || c == '|' || (unsigned char)c >= 0x80))
        return true;
    return t->kind == TOKEN_NUMBER && i + 1 < d->token_count && memchr(".)", first_byte(d, t + 1), 2) != NULL;
}

static bool line_breaks(const doc *d, size_t line_start, size_t next) {
    size_t line_length = d->tokens[next - 1].clean_end - line_start;
    if (line_length < SOFT_WRAP || starts_item(d, next)) return true;
    return false;
}

static bool is_end_sign(const doc *d, const token *t) {
    char c = first_byte(d, t);
    return t->kind == TOKEN_PUNCT && (c == '.' || c == '!' || c == '?');
}

static bool is_closing(const doc *d, const token *t) {
    char c = first_byte(d, t);
    return t->kind == TOKEN_PUNCT && !(t->flags & TOKEN_SPACE) &&
           (c == '"' || c == ')' || c == ']' || c == '\'' || c == '*');
}

/* Whether the sentence ends between token i - 1 and i. */
static bool ends_before(const doc *d, size_t i, size_t line_start) {
    const token *before = &d->tokens[i - 1], *t = &d->tokens[i];
    size_t newlines = newlines_between(d, before, t);
    if (newlines >= 2 || (newlines == 1 && line_breaks(d, line_start, i))) return true;
    if (!(t->flags & TOKEN_SPACE)) return false;
    size_t k = i - 1;
    while (k > 0 && is_closing(d, &d->tokens[k])) k--;
    const token *sign = &d->tokens[k];
    if (is_end_sign(d, sign)) {
        if (first_byte(d, sign) != '.' || sign->clean_end - sign->clean_start > 1)
            return t->kind != TOKEN_PUNCT || !(t->flags & TOKEN_CAPITAL);
        return k == 0 || !is_abbreviation(sign - 1);
    }
    return before->kind == TOKEN_EMOJI && t->kind == TOKEN_WORD && t->flags & TOKEN_CAPITAL;
}

static bool add_sentence(doc *d, size_t *room, size_t first, size_t end) {
    if (d->sentence_count == *room) {
        size_t wider = *room ? *room * 2 : 16;
        sentence *v = ARENA_ARRAY(d->a, sentence, wider);
        if (!v) return false;
        if (d->sentence_count) memcpy(v, d->sentences, d->sentence_count * sizeof *v);
        d->sentences = v;
        *room = wider;
    }
    sentence *s = &d->sentences[d->sentence_count];
    *s = (sentence){d->tokens[first].clean_start, d->tokens[end - 1].clean_end, (uint32_t)first,
                    (uint32_t)(end - first)};
    bool fresh = true;
    for (size_t i = first; i < end; i++) {
        token *t = &d->tokens[i];
        t->sentence = (uint32_t)d->sentence_count;
        if (fresh && (t->kind == TOKEN_WORD || t->kind == TOKEN_MIXED || t->kind == TOKEN_NUMBER)) {
            t->flags |= TOKEN_FIRST;
            fresh = false;
        }
    }
    d->sentence_count++;
    return true;
}

/* Marks what stands between quotation marks that open and close within three sentences and one paragraph. */
static void mark_quotes(doc *d) {
    size_t open = SIZE_MAX;
    for (size_t i = 0; i < d->token_count; i++) {
        const token *t = &d->tokens[i];
        if (open != SIZE_MAX &&
            (t->sentence > d->tokens[open].sentence + 2 || (i && newlines_between(d, t - 1, t) > 1)))
            open = SIZE_MAX;
        if (t->kind != TOKEN_PUNCT || first_byte(d, t) != '"') continue;
        if (open == SIZE_MAX) {
            open = i;
            continue;
        }
        for (size_t k = open + 1; k < i; k++) d->tokens[k].flags |= TOKEN_QUOTED;
        open = SIZE_MAX;
    }
}

hp_status sentences_cut(doc *d) {
    size_t room = 0, first = 0, line_start = d->token_count ? d->tokens[0].clean_start : 0;
    for (size_t i = 1; i <= d->token_count; i++) {
        bool ends = i == d->token_count || ends_before(d, i, line_start);
        if (i < d->token_count && newlines_between(d, &d->tokens[i - 1], &d->tokens[i]))
            line_start = d->tokens[i].clean_start;
        if (!ends) continue;
        if (!add_sentence(d, &room, first, i)) return HP_ERR_MEMORY;
        first = i;
    }
    mark_quotes(d);
    return HP_OK;
}
