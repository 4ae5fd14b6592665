/* tracer.c - see tracer.h. */
#include "find/tracer.h"

#include <string.h>

#include "base/arena.h"
#include "find/machines.h"

/* A pattern on its way from a place. */
typedef struct walker {
    uint32_t pattern;
    machine *m; /* NULL: there is no memory for it */
} walker;

struct tracer {
    const hp_pack *pack;
    bool off; /* or there is no sketch to go by */
    machines *machines;
    /* of the draft: */
    hp_str clean;
    spotter *spots;
    /* of the part of it that is open: */
    size_t clean_start, clean_end, room;
    uint8_t *symbols;  /* with SYMBOL_END behind them */
    uint32_t *numbers; /* per byte: of its symbol */
    bool folds;        /* one of them may be a letter of ASCII */
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
    raw_free(t->symbols);
    raw_free(t->numbers);
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

/* Through characters of ASCII, whose symbols they are, as far as states are made. */
static size_t walk_plain(const machine *m, hp_str text, size_t at, uint16_t *now) {
    const uint8_t *of = m->of;
    size_t classes = m->classes;
    uint16_t next;
    for (; at < text.n && (unsigned char)text.p[at] < 0x80; at++) {
        size_t cell = *now * classes + of[(unsigned char)text.p[at]];
        next = m->wide ? m->wide[cell] : m->narrow[cell];
        if (next < STATE_FIRST) break;
        *now = next;
    }
    return at;
}

/* The state in which a machine leaves the text from *place on; it may match there unless that is STATE_DEAD.
 * STATE_UNKNOWN: the machine is full. *place moves behind what was read. */
static uint16_t walk(tracer *t, machine *m, hp_str text, size_t *place) {
    size_t at = *place;
    uint16_t now = machine_start(t->machines, m, behind_at(text, at));
    for (unsigned symbol = 0; now >= STATE_FIRST && symbol != SYMBOL_END; at = behind_character(text, at)) {
        at = walk_plain(m, text, at, &now);
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
static bool may_begin_here(const call *c, size_t at) {
    unsigned symbol = symbol_at(c->text, at);
    bool inside = at && symbol_is_word((unsigned char)c->text.p[at - 1]);
    return symbols_have(inside ? c->begins_inside : c->begins, symbol) ||
           (symbol == SYMBOL_FAR && folds_to_ascii(c->text, at));
}

static uint16_t walk_anew(tracer *t, const call *c, size_t at, size_t *read) {
    machine *m = machines_of(t->machines, c->pattern);
    *read = at;
    return m ? walk(t, m, c->text, read) : STATE_UNKNOWN;
}

/* Whether a match may begin there, with a symbol that may begin one. *read: behind what tells it. */
static bool may_go_on(tracer *t, const call *c, size_t at, size_t *read) {
    uint16_t end = walk_anew(t, c, at, read);
    if (end == STATE_UNKNOWN) {
        /* the machine is full: once more with an empty one, so that the answer is the text's alone */
        machines_forget(t->machines, c->pattern);
        end = walk_anew(t, c, at, read);
    }
    if (end == STATE_UNKNOWN) machines_forget(t->machines, c->pattern);
    return end != STATE_DEAD;
}

/* Whether a match may begin there. *read: behind what tells it. */
static bool may_begin(tracer *t, const call *c, size_t at, size_t *read) {
    *read = at + 1;
    return may_begin_here(c, at) && may_go_on(t, c, at, read);
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
    pk_symbols either = *c->begins;
    for (size_t i = 0; i < sizeof either.bits / sizeof *either.bits; i++) either.bits[i] |= c->begins_inside->bits[i];
    for (size_t at = from, read; at < c->text.n; at++) {
        unsigned char byte = (unsigned char)c->text.p[at];
        if (byte < 0x80 ? !symbols_have(&either, byte) : is_inner(byte)) continue;
        if (may_begin_here(c, at) && may_go_on(t, c, at, &read)) return at;
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

static bool give_room(tracer *t, size_t bytes) {
    if (bytes < t->room) return true;
    raw_free(t->symbols);
    raw_free(t->numbers);
    t->room = 2 * bytes;
    t->symbols = raw_alloc(t->room * sizeof *t->symbols);
    t->numbers = raw_alloc(t->room * sizeof *t->numbers);
    if (t->symbols && t->numbers) return true;
    t->room = 0;
    return false;
}

hp_status tracer_open(tracer *t, size_t clean_start, size_t clean_end) {
    hp_str text = {t->clean.p, clean_end};
    size_t n = 0;
    if (t->off) return HP_OK;
    if (!give_room(t, clean_end - clean_start)) return HP_ERR_MEMORY;
    t->clean_start = clean_start;
    t->clean_end = clean_end;
    t->folds = false;
    for (size_t at = clean_start; at < clean_end; at++) {
        if (is_inner((unsigned char)text.p[at])) continue;
        unsigned symbol = symbol_at(text, at);
        t->folds |= symbol == SYMBOL_FAR && folds_to_ascii(text, at);
        t->numbers[at - clean_start] = (uint32_t)n;
        t->symbols[n++] = (uint8_t)symbol;
    }
    t->symbols[n] = SYMBOL_END;
    return HP_OK;
}

/* As walk, over symbols, of which the last is SYMBOL_END and leads nowhere. *read: how many of them were read. */
static uint16_t run(tracer *t, machine *m, const uint8_t *symbols, unsigned behind, size_t *read) {
    const uint8_t *of = m->of, *at = symbols;
    size_t classes = m->classes;
    uint16_t now = machine_start(t->machines, m, behind), next = now;
    for (; next >= STATE_FIRST; at++) {
        now = next;
        if (m->narrow)
            for (const uint8_t *rows = m->narrow; (next = rows[now * classes + of[*at]]) >= STATE_FIRST; at++)
                now = next;
        if (m->wide)
            for (const uint16_t *rows = m->wide; (next = rows[now * classes + of[*at]]) >= STATE_FIRST; at++)
                now = next;
        if (next == STATE_UNKNOWN) next = machine_make(t->machines, m, now, *at);
    }
    *read = (size_t)(at - symbols);
    return next;
}

/* The rows of a spot's bytes where those lie in the text, else empty ones that nothing is noted in. */
typedef struct known_dead {
    uint64_t *rows[SPOT_SIZES];
    bool told[SPOT_SIZES];
} known_dead;

static known_dead known_at(const tracer *t, const edge *place) {
    known_dead known;
    for (size_t i = 0; i < SPOT_SIZES; i++) {
        known.told[i] = place->numbers[i] != SPOT_NONE && spot_bytes[i] <= t->clean_end - place->clean_at;
        known.rows[i] = known.told[i] ? dead_row(t, i, place->numbers[i]) : t->none;
    }
    return known;
}

static bool begins_with(const tracer *t, uint32_t pattern, unsigned symbol, unsigned behind) {
    const pk_pattern *p = &pack_patterns(t->pack)[pattern];
    return symbols_have(&pack_symbols(t->pack)[behind == BEHIND_WORD ? p->begins_inside : p->begins], symbol);
}

/* No match of the pattern begins there, which `read` symbols told. */
static void note_known(const known_dead *known, uint32_t pattern, size_t read) {
    for (size_t i = 0; i < SPOT_SIZES; i++) {
        if (read > spot_bytes[i]) continue;
        if (known->told[i]) known->rows[i][pattern >> 6] |= bit_of(pattern);
        return;
    }
}

/* Those of a set of which the place's bytes have not told yet that no match of them begins there, as walkers. */
static size_t gather(tracer *t, const known_dead *known, const uint64_t *set) {
    const uint64_t *dead = known->rows[0], *too = known->rows[1];
    const pk_pattern *patterns = pack_patterns(t->pack);
    size_t n = 0;
    for (size_t w = 0, words = t->set_words; w < words; w++)
        for (uint64_t left = set[w] & ~(dead[w] | too[w]); left; left &= left - 1) {
            uint32_t pattern = (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(left);
            t->walkers[n++].pattern = pattern;
            __builtin_prefetch(&patterns[pattern].begins);
        }
    return n;
}

/* Leaves those that the symbol at the place begins, with their machines. */
static size_t set_out(tracer *t, const known_dead *known, size_t n, unsigned symbol, unsigned behind) {
    size_t left = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t pattern = t->walkers[i].pattern;
        if (!begins_with(t, pattern, symbol, behind)) {
            note_known(known, pattern, 1);
            continue;
        }
        machine *m = machines_of(t->machines, pattern);
        t->walkers[left++] = (walker){pattern, m};
        __builtin_prefetch(m);
    }
    return left;
}

/* What their first steps read is asked of memory for all of them at once. */
static void look_ahead(const tracer *t, size_t n, unsigned symbol, unsigned behind) {
    for (size_t i = 0; i < n; i++) {
        const machine *m = t->walkers[i].m;
        if (!m) continue;
        __builtin_prefetch(&m->of[symbol]);
        if (m->narrow) __builtin_prefetch(&m->narrow[m->start[behind] * (size_t)m->classes]);
    }
}

/* Whether a match of a walker's pattern may begin at the place. A full machine begins anew. */
static bool walks(tracer *t, const known_dead *known, const walker *w, size_t at, unsigned behind) {
    size_t read;
    uint16_t end = STATE_UNKNOWN;
    if (w->m && !t->folds) end = run(t, w->m, t->symbols + t->numbers[at - t->clean_start], behind, &read);
    if (end == STATE_DEAD) note_known(known, w->pattern, read);
    if (end != STATE_UNKNOWN) return end != STATE_DEAD;
    const call c = call_of(t, w->pattern, (hp_str){t->clean.p, t->clean_end});
    return may_begin(t, &c, at, &read);
}

/* In three passes over the walkers: while one waits for memory, the others do not. */
size_t tracer_begun(tracer *t, const edge *place, const uint64_t *set, uint32_t *out) {
    const known_dead known = known_at(t, place);
    size_t at = place->clean_at, found = 0, n = gather(t, &known, set);
    unsigned behind = behind_at(t->clean, at), symbol = t->symbols[t->numbers[at - t->clean_start]];
    machines_bound(t->machines);
    if (!t->folds) n = set_out(t, &known, n, symbol, behind);
    if (!t->folds) look_ahead(t, n, symbol, behind);
    for (size_t i = 0; i < n; i++)
        if (walks(t, &known, &t->walkers[i], at, behind)) out[found++] = t->walkers[i].pattern;
    return found;
}
