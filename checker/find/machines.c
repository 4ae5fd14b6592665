/* machines.c - see machines.h. */
#include "find/machines.h"

#include <string.h>

#include "base/arena.h"

enum {
    STATES_MOST = 1000,     /* of a machine: it has no room for more */
    BYTES_MOST = 14u << 20, /* of all machines */
    PLACES_FIRST = 64,
    ROWS_FIRST = 8,
    NARROW_MOST = 256 /* states whose numbers take a byte */
};

typedef struct state {
    uint32_t hash, first; /* into places */
    uint16_t count;
    uint8_t behind, waits; /* some of its places depend on the next symbol, and take no room */
} state;

struct machines {
    const hp_pack *pack;
    machine **v;  /* per pattern; NULL: none yet */
    size_t bytes; /* of all, roughly */
    /* while a state is made: */
    uint32_t *marks; /* per place of the sketch: the last set it was put into */
    uint32_t mark;
    uint16_t *set, *waiting, *stack;
    size_t set_count;
    bool accepted, waits; /* the sketch matches; a place of the set waits for the next symbol */
};

hp_status machines_new(const hp_pack *pack, machines **out) {
    machines *ms = raw_alloc(sizeof *ms);
    *out = ms;
    if (!ms) return HP_ERR_MEMORY;
    ms->pack = pack;
    ms->v = raw_alloc(pack->head->table[PACK_PATTERNS].count * sizeof *ms->v);
    ms->marks = raw_alloc(SKETCH_MOST * sizeof *ms->marks);
    ms->set = raw_alloc(SKETCH_MOST * sizeof *ms->set);
    ms->waiting = raw_alloc(SKETCH_MOST * sizeof *ms->waiting);
    ms->stack = raw_alloc((2 * SKETCH_MOST + 1) * sizeof *ms->stack); /* a place is left once, for at most two others */
    return ms->v && ms->marks && ms->set && ms->waiting && ms->stack ? HP_OK : HP_ERR_MEMORY;
}

static size_t bytes_of(const machine *m) {
    size_t cell = m->wide ? sizeof *m->wide : sizeof *m->narrow;
    return sizeof *m + m->room * (m->classes * cell + sizeof *m->states + 2 * sizeof *m->index) +
           m->place_room * sizeof *m->places;
}

void machines_forget(machines *ms, uint32_t pattern) {
    machine *m = ms->v[pattern];
    if (!m) return;
    ms->bytes -= bytes_of(m);
    raw_free(m->narrow);
    raw_free(m->wide);
    raw_free(m->states);
    raw_free(m->index);
    raw_free(m->places);
    raw_free(m);
    ms->v[pattern] = NULL;
}

static void forget_all(machines *ms) {
    size_t count = ms->pack->head->table[PACK_PATTERNS].count;
    for (uint32_t i = 0; i < count && ms->v; i++) machines_forget(ms, i);
}

void machines_bound(machines *ms) {
    if (ms->bytes > BYTES_MOST) forget_all(ms);
}

void machines_free(machines *ms) {
    if (!ms) return;
    forget_all(ms);
    raw_free(ms->v);
    raw_free(ms->marks);
    raw_free(ms->set);
    raw_free(ms->waiting);
    raw_free(ms->stack);
    raw_free(ms);
}

/* ---- sets of places ---- */

static bool is_edge(unsigned behind, unsigned symbol) {
    return behind == BEHIND_FAR || symbol == SYMBOL_FAR || (behind == BEHIND_WORD) != symbol_is_word(symbol);
}

static unsigned argument_at(const unsigned char *p) {
    return p[1] | (unsigned)p[2] << 8;
}

static size_t target_of(const unsigned char *code, size_t at) {
    return at + 3 + (size_t)(int16_t)argument_at(code + at);
}

static void begin_set(machines *ms) {
    if (!++ms->mark) {
        memset(ms->marks, 0, SKETCH_MOST * sizeof *ms->marks);
        ms->mark = 1;
    }
    ms->set_count = 0;
    ms->accepted = ms->waits = false;
}

/* Puts a place and all that is reached from it without taking a character into the set. What depends on the next one
 * stays itself, unless `next` tells it: then it is passed or not. */
enum { NEXT_UNKNOWN = SYMBOL_COUNT };
static void reach(machines *ms, const unsigned char *code, size_t from, unsigned behind, unsigned next) {
    size_t depth = 0;
    ms->stack[depth++] = (uint16_t)from;
    while (depth && !ms->accepted) {
        size_t at = ms->stack[--depth];
        if (ms->marks[at] == ms->mark) continue;
        ms->marks[at] = ms->mark;
        unsigned char op = code[at];
        bool told = next != NEXT_UNKNOWN;
        if (op == SKETCH_MATCH) {
            ms->accepted = true;
        } else if (op == SKETCH_SPLIT) {
            ms->stack[depth++] = (uint16_t)target_of(code, at);
            ms->stack[depth++] = (uint16_t)(at + 3);
        } else if (op == SKETCH_JUMP) {
            ms->stack[depth++] = (uint16_t)target_of(code, at);
        } else if (op == SKETCH_AFTER) {
            if (code[at + 1] >> behind & 1) ms->stack[depth++] = (uint16_t)(at + 2);
        } else if (op == SKETCH_EDGE && told) {
            if (is_edge(behind, next)) ms->stack[depth++] = (uint16_t)(at + 1);
        } else if (op == SKETCH_NEXT && told) {
            if (symbols_have(&pack_symbols(ms->pack)[argument_at(code + at)], next))
                ms->stack[depth++] = (uint16_t)(at + 3);
        } else {
            ms->waits |= op == SKETCH_EDGE || op == SKETCH_NEXT;
            ms->set[ms->set_count++] = (uint16_t)at;
        }
    }
}

/* Where the place goes on when it takes a symbol; 0: it does not. */
static size_t taken(const machines *ms, const unsigned char *code, size_t at, unsigned symbol) {
    unsigned char op = code[at];
    if (op < 0x80) {
        bool same = op == symbol || (symbol >= 'A' && symbol <= 'Z' && op == symbol + 32);
        return same ? at + 1 : 0;
    }
    if (op == SKETCH_FAR) return symbol == SYMBOL_FAR ? at + 1 : 0;
    if (op == SKETCH_SET && symbols_have(&pack_symbols(ms->pack)[argument_at(code + at)], symbol)) return at + 3;
    return 0;
}

/* ---- states ---- */

static bool widen(void **v, size_t old, size_t new) {
    void *wider = raw_alloc(new);
    if (!wider) return false;
    if (old) memcpy(wider, *v, old);
    raw_free(*v);
    *v = wider;
    return true;
}

/* Rows of bytes grow, and become rows of wider numbers when a byte does not hold them. */
static bool widen_rows(machine *m, size_t room) {
    size_t cells = m->classes, old = m->room * cells;
    if (m->wide) return widen((void **)&m->wide, old * sizeof *m->wide, room * cells * sizeof *m->wide);
    if (room <= NARROW_MOST) return widen((void **)&m->narrow, old, room * cells);
    m->wide = raw_alloc(room * cells * sizeof *m->wide);
    if (!m->wide) return false;
    for (size_t i = 0; i < old; i++) m->wide[i] = m->narrow[i];
    raw_free(m->narrow);
    m->narrow = NULL;
    return true;
}

static size_t slots_of(const machine *m) {
    return 2 * (size_t)m->room;
}

static void put_into_index(machine *m, uint16_t number) {
    size_t mask = slots_of(m) - 1, slot = m->states[number].hash & mask;
    while (m->index[slot]) slot = (slot + 1) & mask;
    m->index[slot] = number;
}

static bool widen_states(machine *m, size_t room) {
    uint16_t *index = raw_alloc(2 * room * sizeof *index);
    if (!index || !widen((void **)&m->states, m->room * sizeof *m->states, room * sizeof *m->states) ||
        !widen_rows(m, room)) {
        raw_free(index);
        return false; /* with rows as they were counted */
    }
    raw_free(m->index);
    m->index = index;
    m->room = (uint16_t)room;
    for (uint16_t i = STATE_FIRST; i < m->count; i++) put_into_index(m, i);
    return true;
}

static bool has_room(machines *ms, machine *m) {
    if (m->count >= m->room) {
        size_t before = bytes_of(m);
        if (!widen_states(m, m->room ? 2 * (size_t)m->room : ROWS_FIRST)) return false;
        ms->bytes += bytes_of(m) - before;
    }
    if (m->place_count + ms->set_count <= m->place_room) return true;
    size_t room = m->place_room ? m->place_room : PLACES_FIRST;
    while (room < m->place_count + ms->set_count) room *= 2;
    if (!widen((void **)&m->places, m->place_count * sizeof *m->places, room * sizeof *m->places)) return false;
    ms->bytes += (room - m->place_room) * sizeof *m->places;
    m->place_room = room;
    return true;
}

/* The state of the set that was gathered; STATE_UNKNOWN: there is no room for it. */
static uint16_t state_of(machines *ms, machine *m, unsigned behind) {
    uint32_t hash = behind + 1;
    if (ms->accepted) return STATE_ACCEPTED;
    if (!ms->set_count) return STATE_DEAD;
    for (size_t i = 0; i < ms->set_count; i++) hash = (hash ^ ms->set[i]) * 0x9e3779b1u, hash ^= hash >> 15;
    size_t mask = slots_of(m) - 1;
    for (size_t slot = hash & mask; m->room && m->index[slot]; slot = (slot + 1) & mask) {
        const state *s = &m->states[m->index[slot]];
        if (s->hash == hash && s->behind == behind && s->count == ms->set_count &&
            memcmp(m->places + s->first, ms->set, s->count * sizeof *ms->set) == 0)
            return m->index[slot];
    }
    if (m->count >= STATES_MOST || !has_room(ms, m)) return STATE_UNKNOWN;
    state *s = &m->states[m->count];
    *s = (state){hash, (uint32_t)m->place_count, (uint16_t)ms->set_count, (uint8_t)behind, ms->waits};
    memcpy(m->places + m->place_count, ms->set, ms->set_count * sizeof *ms->set);
    m->place_count += ms->set_count;
    put_into_index(m, m->count);
    return m->count++;
}

machine *machines_of(machines *ms, uint32_t pattern) {
    machine *m = ms->v[pattern];
    if (m) return m;
    m = raw_alloc(sizeof *m);
    if (!m) return NULL;
    const pk_pattern *p = &pack_patterns(ms->pack)[pattern];
    m->code = pack_sketches(ms->pack) + p->sketch.first;
    m->of = pack_classes(ms->pack)[p->classes].of;
    m->classes = pack_classes(ms->pack)[p->classes].count;
    m->count = STATE_FIRST; /* the rows below are never read */
    ms->bytes += sizeof *m;
    return ms->v[pattern] = m;
}

uint16_t machine_make_start(machines *ms, machine *m, unsigned behind) {
    begin_set(ms);
    reach(ms, m->code, 0, behind, NEXT_UNKNOWN);
    return m->start[behind] = state_of(ms, m, behind);
}

/* What waits in a state for the next symbol is passed or not; what lies behind it waits beside the rest. Into
 * ms->waiting; returns how many places there are. */
static size_t pass_waiting(machines *ms, const unsigned char *code, const uint16_t *places, const state *s,
                           unsigned symbol) {
    begin_set(ms);
    for (size_t i = 0; i < s->count; i++) {
        size_t at = places[i];
        if (code[at] != SKETCH_EDGE && code[at] != SKETCH_NEXT)
            ms->set[ms->set_count++] = (uint16_t)at, ms->marks[at] = ms->mark;
    }
    for (size_t i = 0; i < s->count && !ms->accepted; i++) {
        size_t at = places[i];
        if (code[at] == SKETCH_EDGE || code[at] == SKETCH_NEXT) reach(ms, code, at, s->behind, symbol);
    }
    if (ms->set_count) memcpy(ms->waiting, ms->set, ms->set_count * sizeof *ms->set);
    return ms->set_count;
}

/* STATE_UNKNOWN is noted as what it is: not made. */
static uint16_t note(machine *m, uint16_t from, unsigned symbol, uint16_t to) {
    size_t cell = (size_t)from * m->classes + m->of[symbol];
    if (m->wide)
        m->wide[cell] = to;
    else
        m->narrow[cell] = (uint8_t)to;
    return to;
}

uint16_t machine_make(machines *ms, machine *m, uint16_t from, unsigned symbol) {
    const state s = m->states[from];
    const uint16_t *places = m->places + s.first;
    size_t count = s.count;
    if (s.waits) {
        count = pass_waiting(ms, m->code, places, &s, symbol);
        places = ms->waiting;
        if (ms->accepted) return note(m, from, symbol, STATE_ACCEPTED);
    }
    begin_set(ms);
    unsigned behind = symbol_behind(symbol);
    for (size_t i = 0; i < count && symbol != SYMBOL_END && !ms->accepted; i++) {
        size_t next = taken(ms, m->code, places[i], symbol);
        if (next) reach(ms, m->code, next, behind, NEXT_UNKNOWN);
    }
    return note(m, from, symbol, state_of(ms, m, behind));
}
