/* vec.h - a growing array in an arena. VEC(type) declares one; vec_push copies an item in. The storage moves when it
 * grows: keep indexes, not pointers. Never shrinks; freed with its arena. */
#ifndef HALLPASS_VEC_H
#define HALLPASS_VEC_H

#include <string.h>

#include "base/arena.h"

#define VEC(type)                                                                                                      \
    struct {                                                                                                           \
        type *v;                                                                                                       \
        size_t n, room;                                                                                                \
    }

/* The common start of every VEC(type). */
typedef struct vec_head {
    void *v;
    size_t n, room;
} vec_head;

/* Makes room for at least one more item of `size` bytes; false on failure. */
bool vec_widen(arena *a, void *vec, size_t size);

/* Makes room for `room` items in all; false on failure. */
bool vec_reserve(arena *a, void *vec, size_t size, size_t room);

/* The place of one more item of `size` bytes, zeroed; NULL on failure. The caller's struct is read and written through
 * memcpy, since its pointer has another type. */
static inline void *vec_grow(arena *a, void *vec, size_t size) {
    vec_head head;
    memcpy(&head, vec, sizeof head);
    if (head.n == head.room) {
        if (!vec_widen(a, vec, size)) return NULL;
        memcpy(&head, vec, sizeof head);
    }
    void *item = (char *)head.v + head.n * size;
    head.n++;
    memcpy(vec, &head, sizeof head);
    memset(item, 0, size);
    return item;
}

/* A pointer to a new zeroed item, or NULL: `rule *r = VEC_ADD(a, &rules, rule);` */
#define VEC_ADD(a, vec, type) ((type *)vec_grow((a), (vec), sizeof *(vec)->v))

/* Room for `room` items in all, of which it is known how many come; without memory they are added one by one. */
#define VEC_RESERVE(a, vec, room) ((void)vec_reserve((a), (vec), sizeof *(vec)->v, (room)))

#endif
