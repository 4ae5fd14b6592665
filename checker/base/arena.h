/* arena.h - memory with three lifetimes: the pack's, the check's, scratch.
 *
 * An arena hands out zeroed, 16-byte aligned memory from blocks that double in size and gives all of it back at once.
 * malloc and free stand in arena.c only. After the first failed allocation (or past the cap) every further one of the
 * same arena fails too, so that a caller may check once at the end of a run of allocations (arena_failed).
 */
#ifndef HALLPASS_ARENA_H
#define HALLPASS_ARENA_H

#include "hallpass.h"

typedef struct arena arena;
typedef struct arena_mark {
    void *block;
    size_t used;
} arena_mark;

/* cap: bytes it may hold in all, 0 for the default of limits.h. NULL when there is no memory. */
arena *arena_new(size_t cap);
void arena_free(arena *a);  /* NULL is fine */
void arena_reset(arena *a); /* keeps the largest block, forgets everything in it and a failure */
bool arena_failed(const arena *a);
size_t arena_used(const arena *a);

/* NULL on failure. n == 0 gives a valid pointer. */
void *arena_alloc(arena *a, size_t n);
/* The same without the zeros, for what is written at once. */
void *arena_take(arena *a, size_t n);
/* count * size with the overflow checked. */
void *arena_array(arena *a, size_t count, size_t size);
/* A copy; {NULL, 0} on failure (see arena_failed). */
hp_str arena_copy(arena *a, hp_str s);
/* printf into the arena; {NULL, 0} on failure. */
hp_str arena_printf(arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Scratch: what was allocated after the mark is given back by arena_restore. */
arena_mark arena_at(const arena *a);
void arena_restore(arena *a, arena_mark mark);

/* For objects whose size is not known at compile time and that live on their own (a pack, a checker): plain zeroed
 * memory, freed with raw_free. */
void *raw_alloc(size_t n);
/* It may move; what is new in it is not zeroed. NULL: no memory, and it is as it was. */
void *raw_resize(void *p, size_t n);
void raw_free(void *p);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, count) ((type *)arena_array((a), (count), sizeof(type)))

#endif
