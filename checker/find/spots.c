/* spots.c - see spots.h. */
#include "find/spots.h"

#include "base/arena.h"
#include "pack/sketch.h"

enum { SLOTS_FIRST = 512, ROOM_FIRST = 1024 };

const uint8_t spot_bytes[SPOT_SIZES] = {3, 6};

/* A key: what stands before, and the bytes; 0: free. */
typedef struct numbered {
    uint64_t key;
    uint16_t number;
} numbered;

/* By hash, a power of two of slots, at most half of them taken: few pages are touched where few texts are read. */
typedef struct numbering {
    numbered *slots;
    size_t room;
    uint16_t count;
} numbering;

struct spotter {
    edge_list starts, edges;
    size_t room;
    numbering by_size[SPOT_SIZES];
};

hp_status spotter_new(spotter **out) {
    *out = raw_alloc(sizeof **out);
    return *out ? HP_OK : HP_ERR_MEMORY;
}

static void give_room(spotter *s) {
    raw_free(s->starts.v);
    raw_free(s->edges.v);
    s->room = 0;
}

void spotter_free(spotter *s) {
    if (!s) return;
    give_room(s);
    for (size_t size = 0; size < SPOT_SIZES; size++) raw_free(s->by_size[size].slots);
    raw_free(s);
}

static numbered *slot_of(const numbering *n, uint64_t key) {
    size_t slot = (size_t)(key * 0x9e3779b97f4a7c15u >> 32) & (n->room - 1);
    while (n->slots[slot].key && n->slots[slot].key != key) slot = (slot + 1) & (n->room - 1);
    return &n->slots[slot];
}

static bool widen(numbering *n) {
    numbering wider = {.room = n->room ? 2 * n->room : SLOTS_FIRST, .count = n->count};
    wider.slots = raw_alloc(wider.room * sizeof *wider.slots);
    if (!wider.slots) return false;
    for (size_t i = 0; i < n->room; i++)
        if (n->slots[i].key) *slot_of(&wider, n->slots[i].key) = n->slots[i];
    raw_free(n->slots);
    *n = wider;
    return true;
}

static uint16_t number_of(numbering *n, uint64_t key) {
    numbered *slot = n->room ? slot_of(n, key) : NULL;
    if (slot && slot->key) return slot->number;
    if (n->count == SPOT_NUMBERS) return SPOT_NONE;
    if (2 * (size_t)n->count >= n->room) {
        if (!widen(n)) return SPOT_NONE;
        slot = slot_of(n, key);
    }
    *slot = (numbered){key, n->count};
    return n->count++;
}

/* With the numbers of the bytes there behind such a place. */
static edge edge_at(spotter *s, hp_str clean, size_t at, unsigned behind) {
    edge place = {.clean_at = (uint32_t)at};
    uint64_t key = behind + 1;
    size_t n = 0;
    for (size_t size = 0; size < SPOT_SIZES; size++) {
        for (; n < spot_bytes[size] && at + n < clean.n && (unsigned char)clean.p[at + n] < 0x80; n++)
            key = key << 8 | (unsigned char)clean.p[at + n];
        place.numbers[size] = n == spot_bytes[size] ? number_of(&s->by_size[size], key) : SPOT_NONE;
    }
    return place;
}

hp_status spotter_read(spotter *s, hp_str clean) {
    unsigned behind = BEHIND_LINE;
    if (clean.n > s->room) {
        size_t room = clean.n < ROOM_FIRST ? ROOM_FIRST : 2 * clean.n;
        give_room(s);
        s->starts.v = raw_alloc(room * sizeof *s->starts.v);
        s->edges.v = raw_alloc(room * sizeof *s->edges.v);
        if (!s->starts.v || !s->edges.v) return HP_ERR_MEMORY;
        s->room = room;
    }
    s->starts.n = s->edges.n = 0;
    for (size_t at = 0; at < clean.n; at++) {
        unsigned char c = (unsigned char)clean.p[at];
        if ((c & 0xC0) == 0x80) continue; /* inside a character */
        if (behind != BEHIND_WORD || !symbol_is_word(c)) {
            edge place = edge_at(s, clean, at, behind);
            s->edges.v[s->edges.n++] = place;
            if (c >= 0x80 || symbol_is_word(c)) s->starts.v[s->starts.n++] = place;
        }
        behind = symbol_behind(c < 0x80 ? c : SYMBOL_FAR);
    }
    return HP_OK;
}

const edge_list *spotter_starts(const spotter *s) {
    return &s->starts;
}

const edge_list *spotter_edges(const spotter *s) {
    return &s->edges;
}

size_t spots_from(const edge_list *s, size_t clean_at) {
    size_t low = 0, high = s->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->v[middle].clean_at < clean_at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
