/* sketch_choice.h - alternatives of a sketch put together, so that what begins alike is walked once. */
#ifndef HALLPASS_SKETCH_CHOICE_H
#define HALLPASS_SKETCH_CHOICE_H

#include "pack/sketch.h"
#include "pack/sketch_groups.h"

/* One alternative: code that may stand anywhere. */
typedef struct branch {
    const unsigned char *code;
    uint16_t n;
    uint16_t shared; /* characters at its beginning that another alternative may share; choice_write finds it */
} branch;

enum { SKETCH_LEVELS = 4 }; /* conditions on the first symbol behind one another; with more it may be any */

struct sketch_room {
    unsigned char code[SKETCH_MOST], copy[SKETCH_MOST];
    branch branches[SKETCH_MOST];
    uint16_t ends[SKETCH_MOST];
    known_groups groups;
    /* for sketch_begins.c, by level: what is still to be looked at, and which walk looked at a place last */
    uint16_t stack[SKETCH_LEVELS][2 * SKETCH_MOST + 1];
    uint32_t seen[SKETCH_LEVELS][SKETCH_MOST], walk;
};

/* Makes a room ready that may hold anything; one of zeros is ready, and keeps no groups. */
void sketch_room_open(sketch_room *room, arena *a);

/* Writes a choice of `count` alternatives, in any order, to `to`, which they do not lie in; their bytes, SIZE_MAX: more
 * than `room`. Sorts the alternatives. */
size_t choice_write(unsigned char *to, size_t room, branch *v, size_t count);

#endif
