/* build.c - growing tables and laying them out as one block. */
#include "pack/build.h"

#include <string.h>

#include "base/str.h"

enum { SEEN_LEAST = 1 << 13 };

static size_t aligned(size_t n) {
    return (n + BUILD_ALIGN - 1) & ~(size_t)(BUILD_ALIGN - 1);
}

void build_init(builder *b, arena *a) {
    *b = (builder){.a = a};
}

void build_drop(builder *b) {
    raw_free(b->block);
    b->block = NULL;
}

hp_str build_text(const builder *b, pk_str s) {
    return (hp_str){s.len ? b->text.v + s.off : "", s.len};
}

/* Where the text stands, or belongs. */
static seen_text *find_slot(const builder *b, hp_str s, uint32_t hash) {
    size_t mask = b->seen_slots - 1, at = hash & mask;
    while (b->seen[at].text.len && !(b->seen[at].hash == hash && str_eq(build_text(b, b->seen[at].text), s)))
        at = (at + 1) & mask;
    return &b->seen[at];
}

static bool widen(builder *b) {
    size_t before = b->seen_slots;
    const seen_text *old = b->seen;
    b->seen_slots = before ? before * 2 : SEEN_LEAST;
    b->seen = ARENA_ARRAY(b->a, seen_text, b->seen_slots);
    if (!b->seen) return false;
    for (size_t i = 0; i < before; i++)
        if (old[i].text.len) *find_slot(b, build_text(b, old[i].text), old[i].hash) = old[i];
    return true;
}

void build_reserve_text(builder *b, size_t room) {
    size_t first = aligned(sizeof(pack_head));
    if (room <= b->text.room) return;
    char *block = room < SIZE_MAX - first ? raw_resize(b->block, first + room) : NULL;
    b->failed = b->failed || !block;
    if (!block) return;
    b->block = block;
    b->text.v = block + first;
    b->text.room = room;
}

pk_str build_str(builder *b, hp_str s) {
    if (!s.n) return (pk_str){0};
    if (b->seen_count * 4 >= b->seen_slots * 3 && !widen(b)) return (pk_str){0};
    uint32_t hash = (uint32_t)str_slot_hash(s);
    seen_text *slot = find_slot(b, s, hash);
    if (slot->text.len) return slot->text;
    size_t off = b->text.n;
    if (b->text.n + s.n > b->text.room) build_reserve_text(b, 2 * (b->text.n + s.n));
    if (b->text.n + s.n > b->text.room) return (pk_str){0};
    memcpy(b->text.v + off, s.p, s.n);
    b->text.n += s.n;
    *slot = (seen_text){hash, {(uint32_t)off, (uint32_t)s.n}};
    b->seen_count++;
    return slot->text;
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

static const size_t item_sizes[PACK_TABLES] = {
    [PACK_TEXT] = 1,
    [PACK_RULES] = sizeof(pk_rule),
    [PACK_PATTERNS] = sizeof(pk_pattern),
    [PACK_STEPS] = sizeof(pk_step),
    [PACK_LISTS] = sizeof(pk_list),
    [PACK_PHRASES] = sizeof(pk_phrase),
    [PACK_PHRASE_SLOTS] = sizeof(uint32_t),
    [PACK_STRS] = sizeof(pk_str),
    [PACK_INDEX] = sizeof(uint32_t),
    [PACK_CITES] = sizeof(pk_cite),
    [PACK_CHANNELS] = sizeof(pk_channel),
    [PACK_ALLOW] = sizeof(pk_allow),
    [PACK_CLAUSES] = sizeof(pk_clause),
    [PACK_MODIFIERS] = sizeof(pk_modifier),
    [PACK_TESTS] = sizeof(pk_test),
    [PACK_ATTACHMENTS] = sizeof(pk_attachment),
    [PACK_FLAGS] = sizeof(pk_flag),
    [PACK_RANGES] = sizeof(pk_range),
    [PACK_NEEDS] = sizeof(uint32_t),
    [PACK_ATOMS] = sizeof(pk_atom),
    [PACK_ATOM_SETS] = sizeof(pk_atom_set),
    [PACK_SLOTS] = sizeof(pk_slot),
    [PACK_BLOOM] = sizeof(uint64_t),
    [PACK_SKETCHES] = 1,
    [PACK_SYMBOLS] = sizeof(pk_symbols),
    [PACK_CLASSES] = sizeof(pk_classes),
    [PACK_HOURS] = sizeof(pk_hours),
    [PACK_SHIFTS] = sizeof(pk_shift),
    [PACK_EXCEPTIONS] = sizeof(pk_exception),
    [PACK_CONSENTS] = sizeof(pk_consent),
    [PACK_SWITCHES] = sizeof(pk_switch),
    [PACK_RAISES] = sizeof(pk_raise),
    [PACK_VALUES] = sizeof(pk_value),
};

size_t build_item_size(int table) {
    return item_sizes[table];
}

pack_head *build_finish(builder *b) {
    const struct {
        const void *v;
        size_t n;
    } tables[PACK_TABLES] = {
        [PACK_TEXT] = {b->text.v, b->text.n},
        [PACK_RULES] = {b->rules.v, b->rules.n},
        [PACK_PATTERNS] = {b->patterns.v, b->patterns.n},
        [PACK_STEPS] = {b->steps.v, b->steps.n},
        [PACK_LISTS] = {b->lists.v, b->lists.n},
        [PACK_PHRASES] = {b->phrases.v, b->phrases.n},
        [PACK_PHRASE_SLOTS] = {b->phrase_slots.v, b->phrase_slots.n},
        [PACK_STRS] = {b->strs.v, b->strs.n},
        [PACK_INDEX] = {b->index.v, b->index.n},
        [PACK_CITES] = {b->cites.v, b->cites.n},
        [PACK_CHANNELS] = {b->channels.v, b->channels.n},
        [PACK_ALLOW] = {b->allow.v, b->allow.n},
        [PACK_CLAUSES] = {b->clauses.v, b->clauses.n},
        [PACK_MODIFIERS] = {b->modifiers.v, b->modifiers.n},
        [PACK_TESTS] = {b->tests.v, b->tests.n},
        [PACK_ATTACHMENTS] = {b->attachments.v, b->attachments.n},
        [PACK_FLAGS] = {b->flags.v, b->flags.n},
        [PACK_RANGES] = {b->ranges.v, b->ranges.n},
        [PACK_NEEDS] = {b->needs.v, b->needs.n},
        [PACK_ATOMS] = {b->atoms.v, b->atoms.n},
        [PACK_ATOM_SETS] = {b->atom_sets.v, b->atom_sets.n},
        [PACK_SLOTS] = {b->slots.v, b->slots.n},
        [PACK_BLOOM] = {b->bloom.v, b->bloom.n},
        [PACK_SKETCHES] = {b->sketches.v, b->sketches.n},
        [PACK_SYMBOLS] = {b->symbols.v, b->symbols.n},
        [PACK_CLASSES] = {b->classes.v, b->classes.n},
        [PACK_HOURS] = {b->hours.v, b->hours.n},
        [PACK_SHIFTS] = {b->shifts.v, b->shifts.n},
        [PACK_EXCEPTIONS] = {b->exceptions.v, b->exceptions.n},
        [PACK_CONSENTS] = {b->consents.v, b->consents.n},
        [PACK_SWITCHES] = {b->switches.v, b->switches.n},
        [PACK_RAISES] = {b->raises.v, b->raises.n},
        [PACK_VALUES] = {b->values.v, b->values.n},
    };
    size_t total = aligned(sizeof(pack_head));
    pack_head head = {
        .version = BUILD_VERSION, .policy = b->policy, .untriggered = b->untriggered, .only_sound = b->only_sound};
    memcpy(head.magic, BUILD_MAGIC, sizeof head.magic);
    for (int t = 0; t < PACK_TABLES; t++) {
        head.table[t] = (pk_range){(uint32_t)total, (uint32_t)tables[t].n};
        total = aligned(total + tables[t].n * item_sizes[t]);
    }
    if (total > UINT32_MAX || arena_failed(b->a) || b->failed) return NULL;
    head.total = (uint32_t)total;
    char *block = raw_resize(b->block, total);
    if (!block) return NULL;
    b->block = NULL;
    memset(block, 0, head.table[PACK_TEXT].first);
    memcpy(block, &head, sizeof head);
    size_t end = head.table[PACK_TEXT].first + b->text.n; /* the texts stand there already */
    for (int t = PACK_TEXT + 1; t < PACK_TABLES; t++) {
        size_t first = head.table[t].first, n = tables[t].n * item_sizes[t];
        memset(block + end, 0, first - end);
        if (n) memcpy(block + first, tables[t].v, n);
        end = first + n;
    }
    memset(block + end, 0, total - end);
    return (pack_head *)(void *)block;
}
