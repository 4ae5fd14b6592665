/* mem.c - see mem.h. */
#include "mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "status.h"

static _Noreturn void out_of_memory(void) {
    static const char text[] = "hallpass: out of memory\n";
    (void)!write(STDERR_FILENO, text, sizeof(text) - 1);
    exit(STATUS_WRONG); /* the terminal gets its settings back */
}

void *mem_new(size_t count, size_t size) {
    void *p = calloc(count ? count : 1, size);
    if (!p) out_of_memory();
    return p;
}

void *mem_grow(void *array, size_t *room, size_t need, size_t size) {
    if (need <= *room) return array;
    size_t more = *room + *room / 2 + 16;
    if (more < need) more = need;
    if (more > SIZE_MAX / size) out_of_memory();
    void *p = realloc(array, more * size);
    if (!p) out_of_memory();
    *room = more;
    return p;
}

char *mem_text(const char *format, ...) {
    va_list args;
    char *text;
    va_start(args, format);
    int n = vasprintf(&text, format, args);
    va_end(args);
    if (n < 0) out_of_memory();
    return text;
}

hp_str view(const char *text) {
    return (hp_str){text, text ? strlen(text) : 0};
}

bool view_is(hp_str text, const char *other) {
    return text.n == strlen(other) && (text.n == 0 || memcmp(text.p, other, text.n) == 0);
}
