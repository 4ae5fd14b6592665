/* sketch_groups.h - what groups of regexes were written as, so that one that many patterns share is read once: for
 * sketch.c. A group ends where its text does, so that whatever begins with the text of a known group is that group. */
#ifndef HALLPASS_SKETCH_GROUPS_H
#define HALLPASS_SKETCH_GROUPS_H

#include "base/vec.h"
#include "pack/regex_reader.h"

typedef struct known_group {
    hp_str text; /* behind what opens it, with its closing parenthesis */
    hp_str code;
    uint32_t next; /* of those that begin alike: index + 1; 0: none */
    bool extended, caseless;
} known_group;

enum { GROUPS_SLOTS = 1 << 12 };

/* Texts are views of regexes, codes are in the arena; without one nothing is kept. */
typedef struct known_groups {
    arena *a;
    VEC(known_group) all;
    uint32_t first[GROUPS_SLOTS]; /* by how they begin: index + 1 */
} known_groups;

/* The group that is next, with the options as they are; NULL: it was not kept. */
const known_group *groups_find(const known_groups *g, const regex_reader *r);

/* Keeps a group that began at `from`, with the options from then, and ended where the reader stands. */
void groups_keep(known_groups *g, const regex_reader *r, size_t from, bool extended, bool caseless, hp_str code);

#endif
