/* vec.c - growth of the arrays of vec.h. */
#include "base/vec.h"

#include <string.h>

/* The common start of every VEC(type). The caller's struct is read and written through memcpy, since its pointer has
 * another type. */
typedef struct any_vec {
    void *v;
    size_t n, room;
} any_vec;

void *vec_grow(arena *a, void *vec, size_t size) {
    any_vec head;
    memcpy(&head, vec, sizeof head);
    if (head.n == head.room) {
        size_t room = head.room ? head.room * 2 : 16;
        char *wider = arena_array(a, room, size);
        if (!wider) return NULL;
        if (head.n) memcpy(wider, head.v, head.n * size);
        head.v = wider;
        head.room = room;
    }
    void *item = (char *)head.v + head.n * size;
    head.n++;
    memcpy(vec, &head, sizeof head);
    memset(item, 0, size);
    return item;
}
