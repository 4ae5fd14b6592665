/* sketch_choice.h - alternatives of a sketch put together, so that what begins alike is walked once. */
#ifndef HALLPASS_SKETCH_CHOICE_H
#define HALLPASS_SKETCH_CHOICE_H

#include "pack/sketch.h"

/* One alternative: code that may stand anywhere. */
typedef struct branch {
    const unsigned char *code;
    uint16_t n;
    uint16_t shared; /* characters at its beginning that another alternative may share; choice_write finds it */
} branch;

struct sketch_room {
    unsigned char code[SKETCH_MOST], copy[SKETCH_MOST];
    branch branches[SKETCH_MOST];
    uint16_t ends[SKETCH_MOST];
};

/* Writes a choice of `count` alternatives, in any order, to `to`, which they do not lie in; their bytes, SIZE_MAX: more
 * than `room`. Sorts the alternatives. */
size_t choice_write(unsigned char *to, size_t room, branch *v, size_t count);

#endif
