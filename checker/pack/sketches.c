/* sketches.c - the sketch of each pattern, and the sets of symbols that all of them share. */
#include <string.h>

#include "base/str.h"
#include "pack/compiler.h"
#include "pack/sketch_choice.h"
#include "pack/sketch_sets.h"

enum { SETS_MOST = UINT16_MAX, SLOTS = 1 << 17 }; /* the bundled rules have some thousands, mostly beginnings */

typedef struct set_table {
    compiler *c;
    uint16_t slots[SLOTS]; /* by hash: number + 1 */
    sketch_room room;
} set_table;

static uint32_t hash_of(const pk_symbols *set) {
    uint32_t hash = 0;
    for (size_t i = 0; i < sizeof set->bits / sizeof *set->bits; i++) hash = mix(hash, set->bits[i]);
    return hash;
}

static int number_set(void *user, const pk_symbols *set) {
    set_table *t = user;
    builder *b = &t->c->b;
    size_t at = hash_of(set) % SLOTS;
    for (; t->slots[at]; at = (at + 1) % SLOTS)
        if (memcmp(&b->symbols.v[t->slots[at] - 1], set, sizeof *set) == 0) return t->slots[at] - 1;
    pk_symbols *place = b->symbols.n < SETS_MOST ? VEC_ADD(b->a, &b->symbols, pk_symbols) : NULL;
    if (!place) return -1;
    *place = *set;
    t->slots[at] = (uint16_t)b->symbols.n;
    return t->slots[at] - 1;
}

static bool keep_begins(set_table *t, hp_str sketch, pk_pattern *p) {
    pk_symbols outside, inside;
    sketch_begins(&t->room, sketch, t->c->b.symbols.v, &outside, &inside);
    int first = number_set(t, &outside), second = number_set(t, &inside);
    if (first < 0 || second < 0) return false;
    p->begins = (uint16_t)first;
    p->begins_inside = (uint16_t)second;
    if (begins_words(&outside, &inside)) p->flags |= PATTERN_WORD_START;
    if (begins_edges(&inside)) p->flags |= PATTERN_EDGE_START;
    return true;
}

static bool keep_classes(compiler *c, hp_str sketch, pk_pattern *p) {
    pk_classes *place = VEC_ADD(c->b.a, &c->b.classes, pk_classes);
    if (!place) return false;
    *place = sketch_classes(sketch, c->b.symbols.v);
    p->classes = (uint32_t)(c->b.classes.n - 1);
    return true;
}

static bool keep_bytes(builder *b, hp_str sketch) {
    size_t room = b->sketches.room ? b->sketches.room : 2 * b->text.n, n = b->sketches.n; /* hardly ever more */
    while (room < n + sketch.n) room *= 2;
    if (room > b->sketches.room) {
        unsigned char *wider = arena_take(b->a, room);
        if (!wider) return false;
        if (n) memcpy(wider, b->sketches.v, n);
        b->sketches.v = wider;
        b->sketches.room = room;
    }
    if (sketch.n) memcpy(b->sketches.v + n, sketch.p, sketch.n);
    b->sketches.n = n + sketch.n;
    return true;
}

void sketches_keep(compiler *c) {
    set_table *sets = arena_take(c->a, sizeof *sets); /* of which most is never touched */
    if (!sets) return;
    sets->c = c;
    memset(sets->slots, 0, sizeof sets->slots);
    sketch_room_open(&sets->room, c->a);
    for (size_t i = 0; i < c->b.patterns.n; i++) {
        pk_pattern *p = &c->b.patterns.v[i];
        hp_str sketch = sketch_of(&sets->room, build_text(&c->b, p->regex), number_set, sets);
        bool good = sketch.n && keep_begins(sets, sketch, p) && keep_classes(c, sketch, p);
        p->sketch = (pk_range){(uint32_t)c->b.sketches.n, good ? (uint32_t)sketch.n : 0};
        if (good && !keep_bytes(&c->b, sketch)) return;
    }
}
