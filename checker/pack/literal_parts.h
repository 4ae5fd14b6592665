/* literal_parts.h - parts of a regex while it is read, and how they become one: for literals.c.
 *
 * A part is either exact, a list of the only strings it can be, or open, with what it needs. A sequence joins exact
 * parts into longer strings until an open part or too many strings stop it; then the strings become a need.
 */
#ifndef HALLPASS_LITERAL_PARTS_H
#define HALLPASS_LITERAL_PARTS_H

#include "pack/literals.h"

typedef VEC(hp_str) literal_set;

typedef struct part {
    bool exact;
    literal_set set;            /* exact: the strings */
    bool edge_left, edge_right; /* exact: an edge of a word is asked for before, behind it */
    need *wanted;               /* open: what a match needs; NULL: nothing is known */
    need *tails;                /* open: texts at its end; whether they end a word is said by what follows */
    bool empty;                 /* may be the empty text */
    bool sign_first, sign_last; /* does not begin, does not end with a word character, unless it is empty */
    bool fence;                 /* behind it, however it matches, no word character stands before what comes next */
    bool single;                /* open: one character of `bytes` */
    byte_set bytes;
} part;

part part_open(void);
part part_empty(void);
part part_edge(void); /* empty, where a word begins or ends */
part part_text(arena *a, hp_str text);
part part_single(arena *a, byte_set bytes);

/* `before`: what stands before the part is known to be no word character. */
part part_repeated(arena *a, part p, size_t least, size_t most, bool before);
/* What is looked at from here, which takes no room. */
part part_looked(arena *a, part p, bool before);

/* A sequence while it is read. */
typedef struct sequence {
    literal_set run; /* the exact strings at its end */
    bool run_left;   /* no word character stands before them */
    bool before;     /* no word character stands before what comes next */
    bool edge;       /* the run ends where a word ends */
    bool whole;      /* nothing open came so far */
    bool edge_left;  /* whole: it began with an edge */
    bool empty, sign_first, sign_last;
    need *all, *tails;
} sequence;
sequence sequence_open(bool before);
void sequence_follow(arena *a, sequence *q, const part *p);
part sequence_close(arena *a, sequence *q);

/* Alternatives while they are read. */
typedef struct choice {
    part p, only; /* only: the first branch as it was */
    size_t count;
    bool before, known; /* known: every branch so far needs something */
} choice;
choice choice_open(bool before);
void choice_add(arena *a, choice *c, const part *p);
void choice_add_text(arena *a, choice *c, hp_str text); /* the same of part_text, behind a first branch */
part choice_close(arena *a, choice *c);

/* What a part needs; NULL: nothing. */
need *part_need(arena *a, const part *p, bool before);

static inline bool byte_set_has(const byte_set *s, unsigned char c) {
    return c < 0x80 && (s->ascii[c >> 6] >> (c & 63) & 1);
}
static inline void byte_set_add(byte_set *s, unsigned char c) {
    if (c < 0x80) s->ascii[c >> 6] |= (uint64_t)1 << (c & 63);
}
/* Of each letter of ASCII in the set its other case, too. */
void byte_set_fold(byte_set *s);

#endif
