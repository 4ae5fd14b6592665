/* tracer.c - see tracer.h. */
#include "find/tracer.h"

#include <string.h>

#include "base/arena.h"
#include "find/machines.h"

/* A pattern's machine on its way through a text. */
typedef struct walker {
    machine *m;
    uint32_t pattern;
    uint16_t state;
} walker;

struct tracer {
    const hp_pack *pack;
    bool off; /* or there is no sketch to go by */
    machines *machines;
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
    t->off = off || !pack->head->table[PACK_SKETCHES].count;
    t->set_words = pack->head->table[PACK_PATTERNS].count / 64 + 1;
    t->dead = raw_alloc(t->off ? 0 : SPOT_SIZES * SPOT_NUMBERS * t->set_words * sizeof *t->dead);
    t->none = raw_alloc(t->set_words * sizeof *t->none);
    t->walkers = raw_alloc(t->set_words * 64 * sizeof *t->walkers);
    if (!t->dead || !t->none || !t->walkers) return HP_ERR_MEMORY;
    hp_status status = machines_new(pack, &t->machines);
    return status == HP_OK ? spotter_new(&t->spots) : status;
}

void tracer_free(tracer *t) {
    if (!t) return;
    machines_free(t->machines);
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

/* Behind the character there; behind the end it was read that the text ends. */
static size_t behind_character(hp_str text, size_t at) {
    for (at++; at < text.n && is_inner((unsigned char)text.p[at]);) at++;
    return at;
}

/* The state in which a machine leaves the text from *place on; it may match there unless that is STATE_DEAD.
 * STATE_UNKNOWN: the machine is full. *place moves behind what was read. */
static uint16_t walk(tracer *t, machine *m, hp_str text, size_t *place) {
    size_t at = *place;
    uint16_t now = machine_start(t->machines, m, behind_at(text, at));
    for (unsigned symbol = 0; now >= STATE_FIRST && symbol != SYMBOL_END; at = behind_character(text, at)) {
        symbol = symbol_at(text, at);
        if (symbol == SYMBOL_FAR && folds_to_ascii(text, at)) return STATE_ACCEPTED;
        now = machine_next(t->machines, m, now, symbol);
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
    machine *m = machines_of(t->machines, c->pattern);
    *read = at;
    return m ? walk(t, m, c->text, read) : STATE_UNKNOWN;
}

/* Whether a match may begin there. *read: behind what tells it. */
static bool may_begin(tracer *t, const call *c, size_t at, size_t *read) {
    *read = at + 1;
    if (!may_begin_here(c, at, behind_at(c->text, at))) return false;
    uint16_t end = walk_anew(t, c, at, read);
    if (end ==
        STATE_UNKNOWN) { /* the machine is full: once more with an empty one, so that the answer is the text's alone */
        machines_forget(t->machines, c->pattern);
        end = walk_anew(t, c, at, read);
    }
    if (end == STATE_UNKNOWN) machines_forget(t->machines, c->pattern);
    return end != STATE_DEAD;
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
    return (call){pattern, &sets[p->begins], &sets[p->begins_inside], text};
}

size_t tracer_next(tracer *t, uint32_t pattern, hp_str text, size_t from) {
    const call c = call_of(t, pattern, text);
    machines_bound(t->machines);
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
                t->walkers[n++] = (walker){.pattern = pattern};
        }
    }
    for (size_t i = 0; i < n; i++) {
        walker *w = &t->walkers[i];
        w->m = machines_of(t->machines, w->pattern);
        w->state = w->m ? machine_start(t->machines, w->m, behind) : STATE_UNKNOWN;
    }
    return n;
}

/* Whether a match of a walker that stopped may begin at the place; `read` bytes told. A full machine begins anew. */
static bool has_begun(tracer *t, const walker *w, const edge *place, hp_str text, size_t read) {
    if (w->state == STATE_DEAD) {
        note_dead(t, w->pattern, place, text.n - place->clean_at, read);
        return false;
    }
    const call c = call_of(t, w->pattern, text);
    return w->state != STATE_UNKNOWN || may_begin(t, &c, place->clean_at, &read);
}

/* All walkers go through the text side by side: while one waits for memory, the others do not. */
size_t tracer_begun(tracer *t, const edge *place, size_t clean_end, const uint64_t *set, uint32_t *out) {
    hp_str text = {t->clean.p, clean_end};
    size_t at = place->clean_at, found = 0;
    machines_bound(t->machines);
    for (size_t n = set_out(t, place, text, set), left; n; n = left) {
        unsigned symbol = symbol_at(text, at);
        bool any = symbol == SYMBOL_FAR && folds_to_ascii(text, at);
        at = behind_character(text, at);
        left = 0;
        for (size_t i = 0; i < n; i++) {
            walker w = t->walkers[i];
            if (w.state >= STATE_FIRST)
                w.state = any ? STATE_ACCEPTED : machine_next(t->machines, w.m, w.state, symbol);
            if (w.state >= STATE_FIRST && symbol != SYMBOL_END)
                t->walkers[left++] = w;
            else if (has_begun(t, &w, place, text, at - place->clean_at))
                out[found++] = w.pattern;
        }
    }
    return found;
}
