/* arena.c - blocks of memory that double in size; the only place that calls malloc and free. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Under the address sanitizer every allocation ends in a gap that may not be touched, so that an overrun inside a block
 * is seen too. */
#if defined(__SANITIZE_ADDRESS__)
#define HAVE_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAVE_ASAN 1
#endif
#endif
#ifdef HAVE_ASAN
#include <sanitizer/asan_interface.h>
enum { GAP = 16 };
#define FORBID(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define PERMIT(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#else
enum { GAP = 0 };
#define FORBID(p, n) ((void)(p), (void)(n))
#define PERMIT(p, n) ((void)(p), (void)(n))
#endif

enum { FIRST_BLOCK = 16 << 10, ALIGN = 16 };
#define MOST_BYTES (SIZE_MAX - ALIGN - GAP)

typedef struct block {
    struct block *older;
    size_t size, used; /* bytes of data[] */
    _Alignas(ALIGN) unsigned char data[];
} block;

struct arena {
    block *newest;
    size_t cap, held; /* bytes allowed and taken from the system */
    bool failed;
};

void *raw_alloc(size_t n) {
    return calloc(1, n ? n : 1);
}

void *raw_resize(void *p, size_t n) {
    return realloc(p, n ? n : 1);
}

void raw_free(void *p) {
    free(p);
}

arena *arena_new(size_t cap) {
    arena *a = raw_alloc(sizeof *a);
    if (a) a->cap = cap ? cap : SIZE_MAX;
    return a;
}

static void free_blocks(block *b) {
    while (b) {
        block *older = b->older;
        PERMIT(b->data, b->size);
        free(b);
        b = older;
    }
}

void arena_free(arena *a) {
    if (!a) return;
    free_blocks(a->newest);
    free(a);
}

void arena_reset(arena *a) {
    a->failed = false;
    if (!a->newest) return;
    free_blocks(a->newest->older);
    a->newest->older = NULL;
    a->newest->used = 0;
    FORBID(a->newest->data, a->newest->size);
    a->held = a->newest->size;
}

bool arena_failed(const arena *a) {
    return a->failed;
}

size_t arena_used(const arena *a) {
    size_t sum = 0;
    for (const block *b = a->newest; b; b = b->older) sum += b->used;
    return sum;
}

static block *add_block(arena *a, size_t need) {
    size_t size = a->newest ? a->newest->size * 2 : FIRST_BLOCK;
    if (size < need) size = need;
    if (size > a->cap - a->held) size = need;
    if (size > a->cap - a->held || size > SIZE_MAX - sizeof(block)) return NULL;
    block *b = malloc(sizeof *b + size);
    if (!b) return NULL;
    *b = (block){.older = a->newest, .size = size};
    a->held += size;
    a->newest = b;
    FORBID(b->data, size);
    return b;
}

/* What so many bytes take in a block. */
static size_t rounded(size_t n) {
    return ((n + ALIGN - 1) & ~(size_t)(ALIGN - 1)) + GAP;
}

void *arena_alloc(arena *a, size_t n) {
    void *p = arena_take(a, n);
    if (p) memset(p, 0, n);
    return p;
}

/* The usual way is short, as a pack takes memory a million times: what is rare stands in a function of its own. */
__attribute__((noinline)) static void *take_elsewhere(arena *a, size_t n) {
    bool fits = !a->failed && n <= MOST_BYTES && add_block(a, rounded(n));
    if (!fits) a->failed = true;
    return fits ? arena_take(a, n) : NULL;
}

void *arena_take(arena *a, size_t n) {
    block *b = a->newest;
    if (a->failed || !b || n > MOST_BYTES || rounded(n) > b->size - b->used) return take_elsewhere(a, n);
    void *p = b->data + b->used;
    b->used += rounded(n);
    PERMIT(p, n);
    return p;
}

void *arena_array(arena *a, size_t count, size_t size) {
    if (size && count > SIZE_MAX / size) {
        a->failed = true;
        return NULL;
    }
    return arena_alloc(a, count * size);
}

hp_str arena_copy(arena *a, hp_str s) {
    char *p = arena_take(a, s.n);
    if (!p) return (hp_str){NULL, 0};
    if (s.n) memcpy(p, s.p, s.n);
    return (hp_str){p, s.n};
}

hp_str arena_printf(arena *a, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *p = n < 0 ? NULL : arena_take(a, (size_t)n + 1);
    if (p) vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return p ? (hp_str){p, (size_t)n} : (hp_str){NULL, 0};
}

arena_mark arena_at(const arena *a) {
    return (arena_mark){a->newest, a->newest ? a->newest->used : 0};
}

void arena_restore(arena *a, arena_mark mark) {
    while (a->newest && a->newest != mark.block) {
        block *b = a->newest;
        a->newest = b->older;
        a->held -= b->size;
        PERMIT(b->data, b->size);
        free(b);
    }
    if (a->newest) {
        a->newest->used = mark.used;
        FORBID(a->newest->data + mark.used, a->newest->size - mark.used);
    }
    a->failed = false;
}
