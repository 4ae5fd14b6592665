/* mem.h - memory of the program: whoever cannot get it says so and ends with STATUS_WRONG. */
#ifndef CLI_MEM_H
#define CLI_MEM_H

#include "hallpass.h"

/* `count` zeroed elements of `size` bytes; the caller frees. */
void *mem_new(size_t count, size_t size);

/* `array` with room for at least `need` elements of `size` bytes; *room is raised in steps of half. */
void *mem_grow(void *array, size_t *room, size_t need, size_t size);

/* A formatted text that the caller frees. */
char *mem_text(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* View of a C string; NULL is the empty view. */
hp_str view(const char *text);

bool view_is(hp_str text, const char *other);

#endif
