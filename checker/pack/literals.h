/* literals.h - what must stand in a text for a regex to match at all. */
#ifndef HALLPASS_LITERALS_H
#define HALLPASS_LITERALS_H

#include "base/arena.h"
#include "base/vec.h"

typedef VEC(hp_str) literal_set;

/* A condition that every text with a match meets: it may be met without one, never the other way round. */
typedef struct literals {
    literal_set any; /* one of these stands in the text, ASCII letters compared without case; empty: nothing is asked */
    bool digit;      /* a digit stands in the text */
} literals;

enum { LITERAL_LEAST = 3 }; /* bytes of the shortest literal in `any` */

/* Reads a regex as PCRE2 writes it. What is not understood asks for nothing. All memory in `a`. */
literals literals_of(arena *a, hp_str regex);

#endif
