/* regex.h - one pattern and its matches; regex.c is the only file that knows PCRE2.
 *
 * Patterns are UTF, UCP, MULTILINE, NEWLINE_LF. Subjects are valid UTF-8 and are not checked again. A code is immutable
 * once compiled, and never machine code: that counts its steps in another way and would give up elsewhere; a stack
 * (match data, limits) belongs to one thread. Every match is held by LIMIT_MATCH, LIMIT_MATCH_DEPTH and
 * LIMIT_MATCH_HEAP_KB; none bounds time by itself, so callers cap the subject too (search.h).
 */
#ifndef HALLPASS_REGEX_H
#define HALLPASS_REGEX_H

#include "hallpass.h"

typedef struct regex regex;
typedef struct regex_stack regex_stack;

/* What was matched, in bytes of the subject. */
typedef struct regex_match {
    size_t start, end;             /* of the group `match` where the pattern has one and it took part, else the whole */
    size_t whole_start, whole_end; /* the whole match */
} regex_match;

/* Why a pattern is no good. */
typedef struct regex_error {
    char message[160]; /* lower case, no full stop, ends in NUL */
    size_t offset;     /* in characters of the pattern */
} regex_error;

typedef enum regex_answer { REGEX_NONE = 0, REGEX_FOUND = 1, REGEX_GAVE_UP = -1 } regex_answer;

/* HP_ERR_SOURCE: *error (may be NULL) says what and where;
 * *out is NULL. The caller frees *out with regex_free. */
HP_MUST_USE hp_status regex_compile(hp_str pattern, regex **out, regex_error *error);
void regex_free(regex *code); /* NULL is fine */

/* Freed with regex_stack_free. */
HP_MUST_USE hp_status regex_stack_new(regex_stack **out);
void regex_stack_free(regex_stack *stack); /* NULL is fine */

/* The first match that does not begin before `from` and is not empty. What stands before `from` can be looked back at;
 * the end of the subject is the end of what can be seen. REGEX_GAVE_UP: a limit was reached, and nothing is known. */
regex_answer regex_next(const regex *code, regex_stack *stack, hp_str subject, size_t from, regex_match *out);

/* The match that begins at `from`, if it is not empty; else as above. */
regex_answer regex_at(const regex *code, regex_stack *stack, hp_str subject, size_t from, regex_match *out);

/* Whether a pattern may be used in a rule: it compiles, never matches the empty text, does not use \K, and stays below
 * the match limit on runs of letters, digits, spaces and signs of one window. False: *error says why. */
bool regex_check(hp_str pattern, regex_error *error);

#endif
