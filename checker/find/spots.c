/* spots.c - see spots.h. */
#include "find/spots.h"

#include "base/arena.h"
#include "pack/sketch.h"

enum { KEY_SLOTS = 4 * SPOT_NUMBERS, ROOM_FIRST = 1024 };

struct spotter {
    spots starts, edges;
    size_t room;
    uint64_t keys[KEY_SLOTS]; /* by hash: bytes with what stands before; 0: free */
    uint16_t numbers[KEY_SLOTS];
    uint16_t number_count;
};

hp_status spotter_new(spotter **out) {
    *out = raw_alloc(sizeof **out);
    return *out ? HP_OK : HP_ERR_MEMORY;
}

static void give_room(spotter *s) {
    raw_free(s->starts.clean_at);
    raw_free(s->starts.numbers);
    raw_free(s->edges.clean_at);
    raw_free(s->edges.numbers);
    s->room = 0;
}

void spotter_free(spotter *s) {
    if (!s) return;
    give_room(s);
    raw_free(s);
}

static bool take_room(spots *s, size_t room) {
    s->clean_at = raw_alloc(room * sizeof *s->clean_at);
    s->numbers = raw_alloc(room * sizeof *s->numbers);
    return s->clean_at && s->numbers;
}

/* The number of the bytes there, all of ASCII, behind such a place. */
static uint16_t number_at(spotter *s, hp_str clean, size_t at, unsigned behind) {
    uint64_t key = behind + 1;
    if (clean.n - at < SPOT_BYTES) return SPOT_NONE;
    for (size_t i = 0; i < SPOT_BYTES; i++) {
        unsigned char c = (unsigned char)clean.p[at + i];
        if (c >= 0x80) return SPOT_NONE;
        key = key << 8 | c;
    }
    size_t slot = (size_t)(key * 0x9e3779b97f4a7c15u >> 32) % KEY_SLOTS;
    while (s->keys[slot] && s->keys[slot] != key) slot = (slot + 1) % KEY_SLOTS;
    if (s->keys[slot]) return s->numbers[slot];
    if (s->number_count == SPOT_NUMBERS) return SPOT_NONE;
    s->keys[slot] = key;
    return s->numbers[slot] = s->number_count++;
}

static void note(spots *s, size_t at, uint16_t number) {
    s->numbers[s->n] = number;
    s->clean_at[s->n++] = (uint32_t)at;
}

hp_status spotter_read(spotter *s, hp_str clean) {
    unsigned behind = BEHIND_LINE;
    if (clean.n > s->room) {
        size_t room = clean.n < ROOM_FIRST ? ROOM_FIRST : 2 * clean.n;
        give_room(s);
        bool made = take_room(&s->starts, room);
        if (!take_room(&s->edges, room) || !made) return HP_ERR_MEMORY;
        s->room = room;
    }
    s->starts.n = s->edges.n = 0;
    for (size_t at = 0; at < clean.n; at++) {
        unsigned char c = (unsigned char)clean.p[at];
        if ((c & 0xC0) == 0x80) continue; /* inside a character */
        if (behind != BEHIND_WORD || !symbol_is_word(c)) {
            uint16_t number = number_at(s, clean, at, behind);
            note(&s->edges, at, number);
            if (c >= 0x80 || symbol_is_word(c)) note(&s->starts, at, number);
        }
        behind = symbol_behind(c < 0x80 ? c : SYMBOL_FAR);
    }
    return HP_OK;
}

const spots *spotter_starts(const spotter *s) {
    return &s->starts;
}

const spots *spotter_edges(const spotter *s) {
    return &s->edges;
}

size_t spots_from(const spots *s, size_t clean_at) {
    size_t low = 0, high = s->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->clean_at[middle] < clean_at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
