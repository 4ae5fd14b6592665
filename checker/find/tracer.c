/* tracer.c - see tracer.h. A machine's state is the set of places in the sketch where a match may go on, and what
 * stands before; its row says for each symbol which state comes next. */
#include "find/tracer.h"

#include <string.h>

#include "base/arena.h"

enum {
    UNKNOWN = 0, /* in a row: not asked yet */
    DEAD,        /* no match from here */
    ACCEPTED,    /* the sketch matches */
    FIRST_STATE,
    STATES_MOST = 1000,     /* of a machine: it starts anew with more */
    BYTES_MOST = 14u << 20, /* of all machines: all start anew with more */
    PLACES_FIRST = 64,
    ROWS_FIRST = 8
};

typedef struct state {
    uint32_t hash, first; /* into places */
    uint16_t count;
    uint8_t behind, waits; /* some of its places depend on the next symbol, and take no room */
} state;

typedef struct machine {
    uint16_t *rows; /* per state, one for each class of symbols */
    state *states;
    uint16_t *places; /* of all states */
    size_t place_count, place_room;
    uint16_t count, room;
    const pk_classes *classes;    /* of symbols: a column each */
    uint16_t start[BEHIND_KINDS]; /* UNKNOWN: not made yet */
} machine;

/* A pattern's machine on its way through a text. */
typedef struct walker {
    machine *m;
    const unsigned char *code;
    uint32_t pattern;
    uint16_t state;
} walker;

struct tracer {
    const hp_pack *pack;
    bool off;
    machine **machines; /* per pattern; NULL: none yet */
    size_t bytes;       /* of all machines, roughly */
    /* while a state is made: */
    uint32_t *marks; /* per place of the sketch: the last set it was put into */
    uint32_t mark;
    uint16_t *set, *waiting, *stack;
    size_t set_count;
    bool accepted, waits; /* the sketch matches; a place of the set waits for the next symbol */
    /* of the draft: */
    hp_str clean;
    spotter *spots;
    /* of all drafts: */
    walker *walkers;  /* room for one a pattern */
    uint64_t *dead;   /* per number of a spot a set of patterns: no match of them goes beyond its bytes */
    uint64_t *none;   /* no pattern */
    size_t set_words; /* of a set of patterns */
};

hp_status tracer_new(const hp_pack *pack, bool off, tracer **out) {
    tracer *t = raw_alloc(sizeof *t);
    *out = t;
    if (!t) return HP_ERR_MEMORY;
    t->pack = pack;
    t->off = off;
    t->machines = raw_alloc(pack->head->table[PACK_PATTERNS].count * sizeof *t->machines);
    t->marks = raw_alloc(SKETCH_MOST * sizeof *t->marks);
    t->set = raw_alloc(SKETCH_MOST * sizeof *t->set);
    t->waiting = raw_alloc(SKETCH_MOST * sizeof *t->waiting);
    t->stack =
        raw_alloc((2 * SKETCH_MOST + 1) * sizeof *t->stack); /* each place is left once, for at most two others */
    t->set_words = pack->head->table[PACK_PATTERNS].count / 64 + 1;
    t->dead = raw_alloc(SPOT_SIZES * SPOT_NUMBERS * t->set_words * sizeof *t->dead);
    t->none = raw_alloc(t->set_words * sizeof *t->none);
    t->walkers = raw_alloc(t->set_words * 64 * sizeof *t->walkers);
    bool whole = t->machines && t->dead && t->none && t->walkers && t->marks && t->set && t->waiting && t->stack &&
                 spotter_new(&t->spots) == HP_OK;
    return whole ? HP_OK : HP_ERR_MEMORY;
}

static size_t bytes_of(const machine *m) {
    return sizeof *m + m->room * (m->classes->count * sizeof *m->rows + sizeof *m->states) +
           m->place_room * sizeof *m->places;
}

static void forget(tracer *t, uint32_t pattern) {
    machine *m = t->machines[pattern];
    if (!m) return;
    t->bytes -= bytes_of(m);
    raw_free(m->rows);
    raw_free(m->states);
    raw_free(m->places);
    raw_free(m);
    t->machines[pattern] = NULL;
}

static void forget_all(tracer *t) {
    size_t count = t->pack->head->table[PACK_PATTERNS].count;
    for (uint32_t i = 0; i < count && t->machines; i++) forget(t, i);
}

void tracer_free(tracer *t) {
    if (!t) return;
    forget_all(t);
    raw_free(t->machines);
    raw_free(t->marks);
    raw_free(t->set);
    raw_free(t->waiting);
    raw_free(t->stack);
    spotter_free(t->spots);
    raw_free(t->dead);
    raw_free(t->none);
    raw_free(t->walkers);
    raw_free(t);
}

bool tracer_knows(const tracer *t, uint32_t pattern) {
    return !t->off && pack_patterns(t->pack)[pattern].sketch.count;
}

tracer_place tracer_begins_at(const tracer *t, uint32_t pattern) {
    uint8_t flags = pack_patterns(t->pack)[pattern].flags;
    if (!tracer_knows(t, pattern) || !(flags & PATTERN_EDGE_START)) return TRACER_ANYWHERE;
    return flags & PATTERN_WORD_START ? TRACER_STARTS : TRACER_EDGES;
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

static void begin_set(tracer *t) {
    if (!++t->mark) {
        memset(t->marks, 0, SKETCH_MOST * sizeof *t->marks);
        t->mark = 1;
    }
    t->set_count = 0;
    t->accepted = t->waits = false;
}

/* Puts a place and all that is reached from it without taking a character into the set. What depends on the next one
 * stays itself, unless `next` tells it: then it is passed or not. */
enum { NEXT_UNKNOWN = SYMBOL_COUNT };
static void reach(tracer *t, const unsigned char *code, size_t from, unsigned behind, unsigned next) {
    size_t depth = 0;
    t->stack[depth++] = (uint16_t)from;
    while (depth && !t->accepted) {
        size_t at = t->stack[--depth];
        if (t->marks[at] == t->mark) continue;
        t->marks[at] = t->mark;
        unsigned char op = code[at];
        bool told = next != NEXT_UNKNOWN;
        if (op == SKETCH_MATCH) {
            t->accepted = true;
        } else if (op == SKETCH_SPLIT) {
            t->stack[depth++] = (uint16_t)target_of(code, at);
            t->stack[depth++] = (uint16_t)(at + 3);
        } else if (op == SKETCH_JUMP) {
            t->stack[depth++] = (uint16_t)target_of(code, at);
        } else if (op == SKETCH_AFTER) {
            if (code[at + 1] >> behind & 1) t->stack[depth++] = (uint16_t)(at + 2);
        } else if (op == SKETCH_EDGE && told) {
            if (is_edge(behind, next)) t->stack[depth++] = (uint16_t)(at + 1);
        } else if (op == SKETCH_NEXT && told) {
            if (symbols_have(&pack_symbols(t->pack)[argument_at(code + at)], next))
                t->stack[depth++] = (uint16_t)(at + 3);
        } else {
            t->waits |= op == SKETCH_EDGE || op == SKETCH_NEXT;
            t->set[t->set_count++] = (uint16_t)at;
        }
    }
}

/* Where the place goes on when it takes a symbol; 0: it does not. */
static size_t taken(const tracer *t, const unsigned char *code, size_t at, unsigned symbol) {
    unsigned char op = code[at];
    if (op < 0x80) {
        bool same = op == symbol || (symbol >= 'A' && symbol <= 'Z' && op == symbol + 32);
        return same ? at + 1 : 0;
    }
    if (op == SKETCH_FAR) return symbol == SYMBOL_FAR ? at + 1 : 0;
    if (op == SKETCH_SET && symbols_have(&pack_symbols(t->pack)[argument_at(code + at)], symbol)) return at + 3;
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

static bool has_room(tracer *t, machine *m) {
    if (m->count >= m->room) {
        size_t room = m->room ? 2 * (size_t)m->room : ROWS_FIRST;
        size_t row = m->classes->count * sizeof *m->rows;
        if (!widen((void **)&m->rows, m->room * row, room * row) ||
            !widen((void **)&m->states, m->room * sizeof *m->states, room * sizeof *m->states))
            return false;
        t->bytes += (room - m->room) * (row + sizeof *m->states);
        m->room = (uint16_t)room;
    }
    if (m->place_count + t->set_count <= m->place_room) return true;
    size_t room = m->place_room ? m->place_room : PLACES_FIRST;
    while (room < m->place_count + t->set_count) room *= 2;
    if (!widen((void **)&m->places, m->place_count * sizeof *m->places, room * sizeof *m->places)) return false;
    t->bytes += (room - m->place_room) * sizeof *m->places;
    m->place_room = room;
    return true;
}

/* The state of the set that was gathered; UNKNOWN: there is no room for it. */
static uint16_t state_of(tracer *t, machine *m, unsigned behind) {
    uint32_t hash = behind + 1;
    if (t->accepted) return ACCEPTED;
    if (!t->set_count) return DEAD;
    for (size_t i = 0; i < t->set_count; i++) hash = (hash ^ t->set[i]) * 0x9e3779b1u, hash ^= hash >> 15;
    for (uint16_t i = FIRST_STATE; i < m->count; i++) {
        const state *s = &m->states[i];
        if (s->hash == hash && s->behind == behind && s->count == t->set_count &&
            memcmp(m->places + s->first, t->set, s->count * sizeof *t->set) == 0)
            return i;
    }
    if (m->count >= STATES_MOST || !has_room(t, m)) return UNKNOWN;
    state *s = &m->states[m->count];
    *s = (state){hash, (uint32_t)m->place_count, (uint16_t)t->set_count, (uint8_t)behind, t->waits};
    memcpy(m->places + m->place_count, t->set, t->set_count * sizeof *t->set);
    m->place_count += t->set_count;
    return m->count++;
}

static machine *machine_of(tracer *t, uint32_t pattern) {
    machine *m = t->machines[pattern];
    if (m) return m;
    m = raw_alloc(sizeof *m);
    if (!m) return NULL;
    m->classes = &pack_classes(t->pack)[pack_patterns(t->pack)[pattern].classes];
    m->count = FIRST_STATE; /* the rows below are never read */
    t->bytes += sizeof *m;
    return t->machines[pattern] = m;
}

static uint16_t start_of(tracer *t, machine *m, const unsigned char *code, unsigned behind) {
    if (m->start[behind] == UNKNOWN) {
        begin_set(t);
        reach(t, code, 0, behind, NEXT_UNKNOWN);
        m->start[behind] = state_of(t, m, behind);
    }
    return m->start[behind];
}

/* What waits in a state for the next symbol is passed or not; what lies behind it waits beside the rest. Into
 * t->waiting; returns how many places there are. */
static size_t pass_waiting(tracer *t, const unsigned char *code, const uint16_t *places, const state *s,
                           unsigned symbol) {
    begin_set(t);
    for (size_t i = 0; i < s->count; i++) {
        size_t at = places[i];
        if (code[at] != SKETCH_EDGE && code[at] != SKETCH_NEXT)
            t->set[t->set_count++] = (uint16_t)at, t->marks[at] = t->mark;
    }
    for (size_t i = 0; i < s->count && !t->accepted; i++) {
        size_t at = places[i];
        if (code[at] == SKETCH_EDGE || code[at] == SKETCH_NEXT) reach(t, code, at, s->behind, symbol);
    }
    if (t->set_count) memcpy(t->waiting, t->set, t->set_count * sizeof *t->set);
    return t->set_count;
}

/* The state behind `from` and a symbol. */
static uint16_t make_step(tracer *t, machine *m, const unsigned char *code, uint16_t from, unsigned symbol) {
    const state s = m->states[from];
    uint16_t *to = &m->rows[from * m->classes->count + m->classes->of[symbol]];
    const uint16_t *places = m->places + s.first;
    size_t count = s.count;
    if (s.waits) {
        count = pass_waiting(t, code, places, &s, symbol);
        places = t->waiting;
        if (t->accepted) return *to = ACCEPTED;
    }
    begin_set(t);
    unsigned behind = symbol_behind(symbol);
    for (size_t i = 0; i < count && symbol != SYMBOL_END && !t->accepted; i++) {
        size_t next = taken(t, code, places[i], symbol);
        if (next) reach(t, code, next, behind, NEXT_UNKNOWN);
    }
    uint16_t made = state_of(t, m, behind); /* may move the rows */
    if (made != UNKNOWN) m->rows[from * m->classes->count + m->classes->of[symbol]] = made;
    return made;
}

/* ---- texts ---- */

static bool is_inner(unsigned char c) {
    return (c & 0xC0) == 0x80;
}

static unsigned symbol_at(hp_str text, size_t at) {
    if (at >= text.n) return SYMBOL_END;
    unsigned char c = (unsigned char)text.p[at];
    return c < 0x80 ? c : SYMBOL_FAR;
}

/* U+017F and U+212A are letters of ASCII where case does not count. */
static bool folds_to_ascii(hp_str text, size_t at) {
    const unsigned char *p = (const unsigned char *)text.p + at;
    return (text.n - at >= 2 && p[0] == 0xc5 && p[1] == 0xbf) ||
           (text.n - at >= 3 && p[0] == 0xe2 && p[1] == 0x84 && p[2] == 0xaa);
}

static unsigned behind_at(hp_str text, size_t at) {
    return at ? symbol_behind((unsigned char)text.p[at - 1]) : BEHIND_LINE;
}

/* Whether the sketch matches from *at on; UNKNOWN: the machine is full. *at moves behind what was read. */
static uint16_t walk(tracer *t, machine *m, const unsigned char *code, hp_str text, size_t *place) {
    size_t at = *place;
    uint16_t now = start_of(t, m, code, behind_at(text, at));
    while (now >= FIRST_STATE) {
        unsigned symbol = symbol_at(text, at);
        if (symbol == SYMBOL_FAR && folds_to_ascii(text, at)) return ACCEPTED;
        uint16_t next = m->rows[now * m->classes->count + m->classes->of[symbol]];
        if (next == UNKNOWN) next = make_step(t, m, code, now, symbol);
        now = next;
        if (symbol == SYMBOL_END) {
            at++; /* that the text ends here was read, too */
            break;
        }
        for (at++; at < text.n && is_inner((unsigned char)text.p[at]);) at++;
    }
    *place = at;
    return now;
}

/* ---- calls ---- */

hp_status tracer_read(tracer *t, hp_str clean) {
    t->clean = (hp_str){NULL, 0};
    if (t->off) return HP_OK;
    hp_status status = spotter_read(t->spots, clean);
    if (status == HP_OK) t->clean = clean;
    return status;
}

static bool is_part(hp_str whole, hp_str part) {
    uintptr_t a = (uintptr_t)whole.p, b = (uintptr_t)part.p;
    return whole.p && b >= a && b - a <= whole.n && part.n <= whole.n - (b - a);
}

typedef struct call {
    uint32_t pattern;
    const unsigned char *code;
    const pk_symbols *begins, *begins_inside;
    hp_str text;
} call;

/* The symbol there begins a match. */
static bool may_begin_here(const call *c, size_t at, unsigned behind) {
    unsigned symbol = symbol_at(c->text, at);
    return symbols_have(behind == BEHIND_WORD ? c->begins_inside : c->begins, symbol) ||
           (symbol == SYMBOL_FAR && folds_to_ascii(c->text, at));
}

static uint16_t walk_anew(tracer *t, const call *c, size_t at, size_t *read) {
    machine *m = machine_of(t, c->pattern);
    *read = at;
    return m ? walk(t, m, c->code, c->text, read) : UNKNOWN;
}

/* Whether a match may begin there. *read: behind what tells it. */
static bool may_begin(tracer *t, const call *c, size_t at, size_t *read) {
    *read = at + 1;
    if (!may_begin_here(c, at, behind_at(c->text, at))) return false;
    uint16_t end = walk_anew(t, c, at, read);
    if (end == UNKNOWN) { /* the machine is full: once more with an empty one, so that the answer is the text's alone */
        forget(t, c->pattern);
        end = walk_anew(t, c, at, read);
    }
    if (end == UNKNOWN) forget(t, c->pattern);
    return end != DEAD;
}

/* The patterns of which no match goes beyond the bytes that a number stands for. */
static uint64_t *dead_row(const tracer *t, size_t size, uint16_t number) {
    return &t->dead[(size * SPOT_NUMBERS + number) * t->set_words];
}

static uint64_t bit_of(uint32_t pattern) {
    return (uint64_t)1 << (pattern & 63);
}

/* `room`: the bytes from the spot to the text's end. */
static bool is_dead(const tracer *t, uint32_t pattern, const edge *place, size_t room) {
    for (size_t i = 0; i < SPOT_SIZES && spot_bytes[i] <= room; i++)
        if (place->numbers[i] != SPOT_NONE && dead_row(t, i, place->numbers[i])[pattern >> 6] & bit_of(pattern))
            return true;
    return false;
}

/* No match begins there, which `read` bytes told. */
static void note_dead(tracer *t, uint32_t pattern, const edge *place, size_t room, size_t read) {
    for (size_t i = 0; i < SPOT_SIZES && spot_bytes[i] <= room; i++) {
        if (place->numbers[i] == SPOT_NONE || read > spot_bytes[i]) continue;
        dead_row(t, i, place->numbers[i])[pattern >> 6] |= bit_of(pattern);
        return;
    }
}

/* The symbol there begins a match, or may. */
static bool may_begin_with(const call *c, unsigned char byte) {
    return byte >= 0x80 || symbols_have(c->begins, byte) || symbols_have(c->begins_inside, byte);
}

/* The bytes of a spot may lie behind a text that ends in the midst of the draft. */
static size_t next_spot(tracer *t, const call *c, const edge_list *s, size_t from) {
    size_t base = (size_t)(c->text.p - t->clean.p), read;
    if (from == 0 && c->text.n && !is_inner((unsigned char)*c->text.p) && may_begin(t, c, 0, &read)) return 0;
    for (size_t i = spots_from(s, base + (from ? from : 1)); i < s->n; i++) {
        size_t at = s->v[i].clean_at - base;
        if (at >= c->text.n) break;
        if (!may_begin_with(c, (unsigned char)c->text.p[at])) continue;
        if (is_dead(t, c->pattern, &s->v[i], c->text.n - at)) continue;
        if (may_begin(t, c, at, &read)) return at;
        note_dead(t, c->pattern, &s->v[i], c->text.n - at, read - at);
    }
    return TRACER_NONE;
}

/* Every character, most of which begin nothing. */
static size_t next_place(tracer *t, const call *c, size_t from) {
    size_t read;
    for (size_t at = from; at < c->text.n; at++) {
        unsigned char byte = (unsigned char)c->text.p[at];
        if (may_begin_with(c, byte) && !is_inner(byte) && may_begin(t, c, at, &read)) return at;
    }
    return TRACER_NONE;
}

static call call_of(const tracer *t, uint32_t pattern, hp_str text) {
    const pk_pattern *p = &pack_patterns(t->pack)[pattern];
    const pk_symbols *sets = pack_symbols(t->pack);
    return (call){pattern, pack_sketches(t->pack) + p->sketch.first, &sets[p->begins], &sets[p->begins_inside], text};
}

size_t tracer_next(tracer *t, uint32_t pattern, hp_str text, size_t from) {
    const call c = call_of(t, pattern, text);
    if (t->bytes > BYTES_MOST) forget_all(t);
    tracer_place where = is_part(t->clean, text) ? tracer_begins_at(t, pattern) : TRACER_ANYWHERE;
    if (where == TRACER_STARTS) return next_spot(t, &c, spotter_starts(t->spots), from);
    if (where == TRACER_EDGES) return next_spot(t, &c, spotter_edges(t->spots), from);
    return next_place(t, &c, from);
}

/* ---- many patterns at one place ---- */

const edge_list *tracer_edges(const tracer *t) {
    return spotter_edges(t->spots);
}

size_t tracer_set_words(const tracer *t) {
    return t->set_words;
}

/* The row of a spot's bytes when they lie in the text, else an empty one. */
static const uint64_t *known_dead(const tracer *t, const edge *place, size_t i, size_t room) {
    bool told = place->numbers[i] != SPOT_NONE && spot_bytes[i] <= room;
    return told ? dead_row(t, i, place->numbers[i]) : t->none;
}

/* Puts the patterns of a set that may begin with the symbol at the place, and of which its bytes have not told yet that
 * they do not, at their machines' starts. */
static size_t set_out(tracer *t, const edge *place, hp_str text, const uint64_t *set) {
    size_t at = place->clean_at, room = text.n - at, n = 0;
    const uint64_t *dead = known_dead(t, place, 0, room), *too = known_dead(t, place, 1, room);
    unsigned behind = behind_at(text, at);
    for (size_t w = 0; w < t->set_words; w++) {
        for (uint64_t left = set[w] & ~dead[w] & ~too[w]; left; left &= left - 1) {
            uint32_t pattern = (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(left);
            const call c = call_of(t, pattern, text);
            if (!may_begin_here(&c, at, behind))
                note_dead(t, pattern, place, room, 1);
            else
                t->walkers[n++] = (walker){.pattern = pattern, .code = c.code};
        }
    }
    for (size_t i = 0; i < n; i++) {
        walker *w = &t->walkers[i];
        w->m = machine_of(t, w->pattern);
        w->state = w->m ? start_of(t, w->m, w->code, behind) : UNKNOWN;
    }
    return n;
}

/* One walker's next state; a full machine is left to may_begin, which empties it. */
static uint16_t step(tracer *t, const walker *w, unsigned symbol) {
    uint16_t next = w->m->rows[w->state * w->m->classes->count + w->m->classes->of[symbol]];
    return next == UNKNOWN ? make_step(t, w->m, w->code, w->state, symbol) : next;
}

/* All walkers go through the text side by side: while one waits for memory, the others do not. */
size_t tracer_begun(tracer *t, const edge *place, size_t clean_end, const uint64_t *set, uint32_t *out) {
    hp_str text = {t->clean.p, clean_end};
    size_t at = place->clean_at, found = 0, read;
    if (t->bytes > BYTES_MOST) forget_all(t);
    size_t n = set_out(t, place, text, set);
    while (n) {
        unsigned symbol = symbol_at(text, at);
        bool any = symbol == SYMBOL_FAR && folds_to_ascii(text, at);
        size_t left = 0, behind = at + 1;
        while (behind < text.n && is_inner((unsigned char)text.p[behind])) behind++;
        for (size_t i = 0; i < n; i++) {
            walker w = t->walkers[i];
            if (w.state >= FIRST_STATE) w.state = any ? ACCEPTED : step(t, &w, symbol);
            if (w.state >= FIRST_STATE && symbol != SYMBOL_END) {
                t->walkers[left++] = w;
                continue;
            }
            const call c = call_of(t, w.pattern, text);
            if (w.state == DEAD)
                note_dead(t, w.pattern, place, clean_end - place->clean_at, behind - place->clean_at);
            else if (w.state != UNKNOWN || may_begin(t, &c, place->clean_at, &read))
                out[found++] = w.pattern;
        }
        n = left;
        at = behind;
    }
    return found;
}
