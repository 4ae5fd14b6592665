/* build.c - growing tables and laying them out as one block. */
#include "pack/build.h"

#include <string.h>

#include "base/str.h"

void build_init(builder *b, arena *a) {
    *b = (builder){.a = a};
}

hp_str build_text(const builder *b, pk_str s) {
    return (hp_str){s.len ? b->text.v + s.off : "", s.len};
}

static pk_str *find_slot(const builder *b, hp_str s) {
    size_t mask = b->seen_slots - 1, at = str_hash(s) & mask;
    while (b->seen[at].len && !str_eq(build_text(b, b->seen[at]), s)) at = (at + 1) & mask;
    return &b->seen[at];
}

static bool widen(builder *b) {
    size_t before = b->seen_slots;
    pk_str *old = b->seen;
    b->seen_slots = before ? before * 2 : 1024;
    b->seen = ARENA_ARRAY(b->a, pk_str, b->seen_slots);
    if (!b->seen) return false;
    for (size_t i = 0; i < before; i++)
        if (old[i].len) *find_slot(b, build_text(b, old[i])) = old[i];
    return true;
}

pk_str build_str(builder *b, hp_str s) {
    if (!s.n) return (pk_str){0};
    if (b->seen_count * 2 >= b->seen_slots && !widen(b)) return (pk_str){0};
    pk_str *slot = find_slot(b, s);
    if (slot->len) return *slot;
    size_t off = b->text.n;
    if (b->text.n + s.n > b->text.room) {
        size_t room = 2 * (b->text.n + s.n);
        char *wider = arena_alloc(b->a, room);
        if (!wider) return (pk_str){0};
        if (b->text.n) memcpy(wider, b->text.v, b->text.n);
        b->text.v = wider;
        b->text.room = room;
    }
    memcpy(b->text.v + off, s.p, s.n);
    b->text.n += s.n;
    *slot = (pk_str){(uint32_t)off, (uint32_t)s.n};
    b->seen_count++;
    return *slot;
}

pk_range build_index_range(builder *b, const uint32_t *values, size_t count) {
    pk_range r = {(uint32_t)b->index.n, (uint32_t)count};
    for (size_t i = 0; i < count; i++) {
        uint32_t *place = VEC_ADD(b->a, &b->index, uint32_t);
        if (place) *place = values[i];
    }
    return r;
}

pk_range build_str_range(builder *b, const hp_str *values, size_t count) {
    pk_range r = {(uint32_t)b->strs.n, (uint32_t)count};
    for (size_t i = 0; i < count; i++) {
        pk_str text = build_str(b, values[i]), *place = VEC_ADD(b->a, &b->strs, pk_str);
        if (place) *place = text;
    }
    return r;
}

pack_head *build_finish(builder *b) {
    const struct {
        const void *v;
        size_t n, size;
    } tables[PACK_TABLES] = {
        [PACK_TEXT] = {b->text.v, b->text.n, 1},
        [PACK_RULES] = {b->rules.v, b->rules.n, sizeof(pk_rule)},
        [PACK_PATTERNS] = {b->patterns.v, b->patterns.n, sizeof(pk_pattern)},
        [PACK_STEPS] = {b->steps.v, b->steps.n, sizeof(pk_step)},
        [PACK_LISTS] = {b->lists.v, b->lists.n, sizeof(pk_list)},
        [PACK_PHRASES] = {b->phrases.v, b->phrases.n, sizeof(pk_phrase)},
        [PACK_STRS] = {b->strs.v, b->strs.n, sizeof(pk_str)},
        [PACK_INDEX] = {b->index.v, b->index.n, sizeof(uint32_t)},
        [PACK_CITES] = {b->cites.v, b->cites.n, sizeof(pk_cite)},
        [PACK_CHANNELS] = {b->channels.v, b->channels.n, sizeof(pk_channel)},
        [PACK_ALLOW] = {b->allow.v, b->allow.n, sizeof(pk_allow)},
        [PACK_CLAUSES] = {b->clauses.v, b->clauses.n, sizeof(pk_clause)},
        [PACK_MODIFIERS] = {b->modifiers.v, b->modifiers.n, sizeof(pk_modifier)},
        [PACK_TESTS] = {b->tests.v, b->tests.n, sizeof(pk_test)},
        [PACK_RANGES] = {b->ranges.v, b->ranges.n, sizeof(pk_range)},
        [PACK_LITERALS] = {b->literals.v, b->literals.n, sizeof(pk_literal)},
        [PACK_BUCKETS] = {b->buckets.v, b->buckets.n, sizeof(uint32_t)},
    };
    enum { ALIGN = 8 };
    size_t total = (sizeof(pack_head) + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    pack_head head = {.version = 1, .policy = b->policy};
    memcpy(head.magic, "HPPACK01", sizeof head.magic);
    for (int t = 0; t < PACK_TABLES; t++) {
        head.table[t] = (pk_range){(uint32_t)total, (uint32_t)tables[t].n};
        total = (total + tables[t].n * tables[t].size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    }
    if (total > UINT32_MAX || arena_failed(b->a)) return NULL;
    head.total = (uint32_t)total;
    char *block = raw_alloc(total);
    if (!block) return NULL;
    memcpy(block, &head, sizeof head);
    for (int t = 0; t < PACK_TABLES; t++)
        if (tables[t].n) memcpy(block + head.table[t].first, tables[t].v, tables[t].n * tables[t].size);
    return (pack_head *)(void *)block;
}
