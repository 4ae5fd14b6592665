/* sketch_choice.c - see sketch_choice.h: a tree of the characters that the alternatives begin with. */
#include "pack/sketch_choice.h"

#include <stdlib.h>
#include <string.h>

enum { STEP = 3, NO_JUMP = UINT16_MAX };

typedef struct choice {
    const branch *v;
    unsigned char *to;
    size_t n, room; /* n: bytes that were written; SIZE_MAX: there was no room for them */
} choice;

static void put_bytes(choice *c, const unsigned char *bytes, size_t n) {
    if (c->n == SIZE_MAX || c->room - c->n < n) {
        c->n = SIZE_MAX;
        return;
    }
    if (n) memcpy(c->to + c->n, bytes, n);
    c->n += n;
}

static void set_argument(choice *c, size_t at, size_t value) {
    if (c->n == SIZE_MAX) return;
    c->to[at + 1] = (unsigned char)(value & 0xff);
    c->to[at + 2] = (unsigned char)(value >> 8);
}

/* The place of a step without its argument. */
static size_t put_step(choice *c, unsigned char op) {
    size_t at = c->n;
    put_bytes(c, (const unsigned char[STEP]){op, 0, 0}, STEP);
    return at;
}

static bool begins_alike(const branch *a, const branch *b, size_t depth) {
    return depth < a->shared && depth < b->shared && a->code[depth] == b->code[depth];
}

/* The alternatives from..to, which are alike up to `depth`. Jumps to the end form a list by their arguments until the
 * end is known. */
static void put_choice(choice *c, size_t from, size_t to, size_t depth) {
    size_t last_jump = NO_JUMP;
    for (size_t i = from, next; i < to && c->n != SIZE_MAX; i = next) {
        for (next = i + 1; next < to && begins_alike(&c->v[i], &c->v[next], depth);) next++;
        size_t split = next < to ? put_step(c, SKETCH_SPLIT) : 0;
        if (next == i + 1) {
            put_bytes(c, c->v[i].code + depth, c->v[i].n - depth);
        } else {
            put_bytes(c, c->v[i].code + depth, 1);
            put_choice(c, i, next, depth + 1);
        }
        if (next == to) break;
        size_t jump = put_step(c, SKETCH_JUMP);
        set_argument(c, jump, last_jump);
        last_jump = jump;
        set_argument(c, split, c->n - split - STEP);
    }
    while (last_jump != NO_JUMP && c->n != SIZE_MAX) {
        size_t before = c->to[last_jump + 1] | (size_t)c->to[last_jump + 2] << 8;
        set_argument(c, last_jump, c->n - last_jump - STEP);
        last_jump = before;
    }
}

/* Leading characters that nothing goes back to. */
static uint16_t shared_of(const unsigned char *code, size_t n) {
    size_t least = 0;
    while (least < n && code[least] < SKETCH_FAR) least++;
    for (size_t at = least; at < n && least;) {
        unsigned char op = code[at];
        bool argued = op == SKETCH_SET || op == SKETCH_NEXT || op == SKETCH_SPLIT || op == SKETCH_JUMP;
        int target = argued ? (int)at + STEP + (int16_t)(code[at + 1] | code[at + 2] << 8) : 0;
        if ((op == SKETCH_SPLIT || op == SKETCH_JUMP) && target < (int)least) least = target < 0 ? 0 : (size_t)target;
        at += argued ? STEP : op == SKETCH_AFTER ? 2 : 1;
    }
    return (uint16_t)least;
}

static int by_code(const void *a, const void *b) {
    const branch *x = a, *y = b;
    size_t n = x->n < y->n ? x->n : y->n;
    int order = n ? memcmp(x->code, y->code, n) : 0;
    return order ? order : (x->n > y->n) - (x->n < y->n);
}

void sketch_room_open(sketch_room *room, arena *a) {
    room->groups = (known_groups){.a = a};
    memset(room->seen, 0, sizeof room->seen);
    room->walk = 0;
}

size_t choice_write(unsigned char *to, size_t room, branch *v, size_t count) {
    choice c = {.v = v, .to = to, .room = room};
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) v[i].shared = shared_of(v[i].code, v[i].n);
    if (count > 1) qsort(v, count, sizeof *v, by_code);
    for (size_t i = 0; i < count; i++)
        if (!kept || by_code(&v[kept - 1], &v[i]) != 0) v[kept++] = v[i];
    put_choice(&c, 0, kept, 0);
    return c.n;
}
