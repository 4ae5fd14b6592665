/* vec.c - growth of the arrays of vec.h. */
#include "base/vec.h"

bool vec_widen(arena *a, void *vec, size_t size) {
    vec_head head;
    memcpy(&head, vec, sizeof head);
    return vec_reserve(a, vec, size, head.room ? head.room * 2 : 4);
}

bool vec_reserve(arena *a, void *vec, size_t size, size_t room) {
    vec_head head;
    memcpy(&head, vec, sizeof head);
    if (room <= head.room) return true;
    char *wider =
        room <= SIZE_MAX / size ? arena_take(a, room * size) : NULL; /* each item is zeroed when it is added */
    if (!wider) return false;
    if (head.n) memcpy(wider, head.v, head.n * size);
    head.v = wider;
    head.room = room;
    memcpy(vec, &head, sizeof head);
    return true;
}
