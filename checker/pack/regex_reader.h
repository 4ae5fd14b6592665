/* regex_reader.h - what all readers of a regex as PCRE2 writes it have in common: where it is read, its options, its
 * repeats, the characters that escapes stand for. literals.c and sketch.c read regexes, each to its own end. */
#ifndef HALLPASS_REGEX_READER_H
#define HALLPASS_REGEX_READER_H

#include <string.h>

#include "hallpass.h"

/* A regex while it is read. */
typedef struct regex_reader {
    hp_str s;
    size_t at;
    bool extended, caseless; /* (?x), (?i) */
    bool loose;              /* the set read last holds ASCII characters that the regex's may not: sketch_sets.c */
    bool failed;             /* something that is not understood */
} regex_reader;

enum { READER_FAR = 0x80 }; /* any character beyond ASCII */

static inline bool reader_more(const regex_reader *r) {
    return r->at < r->s.n && !r->failed;
}

/* NUL at the end. */
static inline char reader_peek(const regex_reader *r) {
    return r->at < r->s.n ? r->s.p[r->at] : '\0';
}

/* Passes the text if it is next. */
static inline bool reader_next_is(regex_reader *r, const char *text) {
    size_t n = strlen(text);
    if (r->s.n - r->at < n || memcmp(r->s.p + r->at, text, n) != 0) return false;
    r->at += n;
    return true;
}

/* Whether a branch of a choice ends there: with |, with the group's ) or with the regex. */
static inline bool reader_ends_branch(const regex_reader *r, size_t at) {
    return at >= r->s.n || r->s.p[at] == '|' || r->s.p[at] == ')';
}

/* How many letters, digits and what else stands for itself come next, up to the last one before a sign that may repeat
 * it: of one, whether it is repeated must be asked. At most 40. */
size_t reader_plain_run(const regex_reader *r);

/* Passes everything up to a sign, and it. */
void reader_skip_to(regex_reader *r, char end);

/* With (?x): passes blanks and comments. */
void reader_skip_ignored(regex_reader *r);
static inline void reader_skip_blank(regex_reader *r) {
    if (r->extended) reader_skip_ignored(r);
}

/* Letters of (?i) or (?i-x:, up to what ends them. */
void reader_options(regex_reader *r);

/* A repeat behind what it repeats: ?, *, +, {n}, {n,} or {n,m}, with what may make it lazy or possessive. most
 * SIZE_MAX: there is no end of them. false: none is next; any other brace stands for itself. */
bool reader_repeat_of(regex_reader *r, char sign, size_t *least, size_t *most);
static inline bool reader_repeat(regex_reader *r, size_t *least, size_t *most) {
    char sign = reader_peek(r);
    return (sign == '?' || sign == '*' || sign == '+' || sign == '{') && reader_repeat_of(r, sign, least, most);
}

/* Behind a backslash: \x41, \t and the like. The character or READER_FAR; -1: it is none, and nothing was read. */
int reader_code(regex_reader *r);

#endif
