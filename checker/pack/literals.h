/* literals.h - what must stand in a text for a regex to match at all, as a tree of conditions.
 *
 * A word character is an ASCII letter, digit or underscore here; every other byte parts words. What a regex asks of the
 * edges of words can be told in these terms, since a character beyond ASCII on either side only makes the condition
 * easier to meet.
 */
#ifndef HALLPASS_LITERALS_H
#define HALLPASS_LITERALS_H

#include "base/arena.h"
#include "base/vec.h"

/* Bytes of which one occurs: ASCII ones by a bit each, and whether a character beyond ASCII would do. */
typedef struct byte_set {
    uint64_t ascii[2];
    uint8_t beyond; /* BEYOND_ bits */
} byte_set;
enum { BEYOND_LETTERS = 1, BEYOND_SIGNS = 2 }; /* signs: punctuation, symbols, emoji */

typedef enum need_kind { NEED_ALL = 1, NEED_ANY, NEED_TEXT, NEED_BYTES, NEED_RUN } need_kind;
typedef enum run_kind { RUN_DIGITS = 0, RUN_CAPITALS } run_kind; /* characters beyond ASCII may be both */

/* A condition that every text with a match meets: it may be met without one, never the other way round. */
typedef struct need {
    uint8_t kind;
    bool left, right;                 /* NEED_TEXT: it begins, it ends where a word does, if with a word character */
    uint8_t run_of, run;              /* NEED_RUN: so many in a row */
    hp_str text;                      /* NEED_TEXT: ASCII letters in lower case, compared without case */
    byte_set bytes;                   /* NEED_BYTES */
    struct need *first, *last, *next; /* children of NEED_ALL and NEED_ANY */
    struct need *tail;                /* while it is read: see literal_parts.h */
    uint32_t key;                     /* for whoever indexes it: the atom that stands for it; 0: none */
    double share;                     /* of texts that meet one of its atoms, roughly */
} need;

/* Reads a regex as PCRE2 writes it; NULL: nothing is asked. What is not understood asks for nothing. `cut`: it will
 * also be tried on pieces of the text, at whose ends words may be cut. All memory in `a`, but
 * for texts that are views of the regex. */
need *needs_of(arena *a, hp_str regex, bool cut);

#endif
