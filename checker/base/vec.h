/* vec.h - a growing array in an arena. VEC(type) declares one; vec_push copies an item in. The storage moves when it
 * grows: keep indexes, not pointers. Never shrinks; freed with its arena. */
#ifndef HALLPASS_VEC_H
#define HALLPASS_VEC_H

#include "base/arena.h"

#define VEC(type)                                                                                                      \
    struct {                                                                                                           \
        type *v;                                                                                                       \
        size_t n, room;                                                                                                \
    }

/* Makes room for one more item of `size` bytes; NULL on failure, else the new item's place (zeroed). */
void *vec_grow(arena *a, void *vec, size_t size);

/* A pointer to a new zeroed item, or NULL: `rule *r = VEC_ADD(a, &rules, rule);` */
#define VEC_ADD(a, vec, type) ((type *)vec_grow((a), (vec), sizeof *(vec)->v))

#endif
