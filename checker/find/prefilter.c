/* prefilter.c - see prefilter.h. */
#include "find/prefilter.h"

#include <string.h>

#include "base/arena.h"
#include "base/bits.h"
#include "base/str.h"
#include "pack/atoms.h"
#include "pack/literals.h"

struct prefilter {
    const hp_pack *pack;
    bool off;
    size_t set_words, pattern_words; /* of sets of them (base/bits.h) */
    uint64_t *met;                   /* sets of atoms of which the text that was read last holds one */
    uint64_t *idle;                  /* sets of atoms that are known to wake nothing */
    uint64_t *asked, *may;           /* patterns that were asked about that text; those of them that may match there */
    uint64_t *awake;                 /* patterns of rules that may */
    byte_set bytes;
    uint8_t longest[2]; /* per run_kind */
};

hp_status prefilter_new(const hp_pack *pack, bool off, prefilter **out) {
    prefilter *p = raw_alloc(sizeof *p);
    *out = p;
    if (!p) return HP_ERR_MEMORY;
    p->pack = pack;
    p->off = off || !pack->head->table[PACK_SLOTS].count; /* a pack without an index: every pattern is asked */
    p->set_words = bits_words(pack->head->table[PACK_ATOM_SETS].count);
    p->pattern_words = bits_words(pack->head->table[PACK_PATTERNS].count);
    p->met = raw_alloc(p->set_words * sizeof *p->met);
    p->idle = raw_alloc(p->set_words * sizeof *p->idle);
    p->asked = raw_alloc(p->pattern_words * sizeof *p->asked);
    p->may = raw_alloc(p->pattern_words * sizeof *p->may);
    p->awake = raw_alloc(p->pattern_words * sizeof *p->awake);
    return p->met && p->idle && p->asked && p->may && p->awake ? HP_OK : HP_ERR_MEMORY;
}

void prefilter_free(prefilter *p) {
    if (!p) return;
    raw_free(p->met);
    raw_free(p->idle);
    raw_free(p->asked);
    raw_free(p->may);
    raw_free(p->awake);
    raw_free(p);
}

/* ---- programs ---- */

static uint64_t ascii_of(const uint32_t *words) {
    return words[0] | (uint64_t)words[1] << 32;
}

/* What has no operations below it. */
static bool holds_leaf(const prefilter *p, const uint32_t *at) {
    const uint32_t *body = at + 1;
    switch (*at >> 24) {
    case NEEDS_BYTES:
        return (ascii_of(body) & p->bytes.ascii[0]) || (ascii_of(body + 2) & p->bytes.ascii[1]) ||
               (body[4] & p->bytes.beyond);
    case NEEDS_RUN: return p->longest[*body >> 8] >= (*body & 0xff) || p->bytes.beyond & BEYOND_LETTERS;
    default: return true;
    }
}

/* Most are of words, of which most are not met: those are told here, without a call. */
static bool holds(const prefilter *p, const uint32_t *at) {
    uint32_t op = *at >> 24;
    if (op == NEEDS_WORDS) return bits_have(p->met, at[1]);
    if (op != NEEDS_ALL && op != NEEDS_ANY) return holds_leaf(p, at);
    const uint32_t *end = at + 1 + (*at & 0xffffff);
    bool decides = op == NEEDS_ANY;
    for (at++; at < end; at += 1 + (*at & 0xffffff)) {
        bool one = *at >> 24 == NEEDS_WORDS ? bits_have(p->met, at[1]) : holds(p, at);
        if (one == decides) return decides;
    }
    return !decides;
}

static bool answer_anew(prefilter *p, uint32_t pattern) {
    pk_range needs = pack_patterns(p->pack)[pattern].needs;
    bool may = p->off || !needs.count || holds(p, pack_needs(p->pack) + needs.first);
    bits_put(p->asked, pattern);
    if (may) bits_put(p->may, pattern);
    return may;
}

bool prefilter_may(prefilter *p, uint32_t pattern) {
    return bits_have(p->asked, pattern) ? bits_have(p->may, pattern) : answer_anew(p, pattern);
}

/* ---- the pass ---- */

static void meet(prefilter *p, uint32_t key) {
    uint32_t bit = key >> (32 - NEEDS_BLOOM_LOG);
    if (!(pack_bloom(p->pack)[bit >> 6] >> (bit & 63) & 1)) return;
    const pk_slot *slots = pack_slots(p->pack);
    uint32_t mask = p->pack->head->table[PACK_SLOTS].count - 1, at = key & mask;
    while (slots[at].key && slots[at].key != key) at = (at + 1) & mask;
    if (!slots[at].key) return;
    pk_range sets = pack_atoms(p->pack)[slots[at].atom].sets;
    const uint32_t *index = pack_index(p->pack) + sets.first;
    for (uint32_t i = 0; i < sets.count; i++) bits_put(p->met, index[i]);
}

/* Signs beyond ASCII are told by how they begin: general punctuation and most symbols, emoji, Latin-1 signs. */
static uint8_t beyond(hp_str s, size_t at) {
    unsigned char c = (unsigned char)s.p[at], next = at + 1 < s.n ? (unsigned char)s.p[at + 1] : 0;
    if (c < 0xC0) return 0; /* inside a character */
    bool letterlike = next == 0x84 || next == 0x86 || next >= 0xB0;
    return c == 0xC2 || (c == 0xE2 && !letterlike) || (c == 0xF0 && next == 0x9F) ? BEYOND_SIGNS : BEYOND_LETTERS;
}

static size_t note_run(prefilter *p, run_kind kind, size_t n) {
    if (n > p->longest[kind]) p->longest[kind] = n < 255 ? (uint8_t)n : 255;
    return 0;
}

static void read_bytes(prefilter *p, hp_str s) {
    size_t digits = 0, capitals = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x80) {
            p->bytes.beyond |= beyond(s, i);
            continue;
        }
        p->bytes.ascii[c >> 6] |= (uint64_t)1 << (c & 63);
        digits = char_is_digit((char)c) ? digits + 1 : note_run(p, RUN_DIGITS, digits);
        capitals = char_is_upper((char)c) ? capitals + 1 : note_run(p, RUN_CAPITALS, capitals);
    }
    (void)note_run(p, RUN_DIGITS, digits);
    (void)note_run(p, RUN_CAPITALS, capitals);
}

static void read_atoms(prefilter *p, hp_str s) {
    uint32_t before = 0, pair = 0; /* pair: of the two words before; 0: they are none */
    size_t ended = SIZE_MAX - 1;   /* where the word before ended */
    for (size_t i = 0; i < s.n;) {
        if (!atom_is_word(s.p[i])) {
            i++;
            continue;
        }
        bool paired = i == ended + 1 && (unsigned char)s.p[ended] < 0x80;
        char sign = paired ? s.p[ended] : 0;
        uint32_t h = ATOM_START, grams = 0;
        for (unsigned n = 1; i < s.n && atom_is_word(s.p[i]); i++, n++) {
            char c = char_lower(s.p[i]);
            h = atom_step(h, c);
            grams = grams >> 8 | (uint32_t)(unsigned char)c << 16;
            meet(p, atom_mixed(h, (uint32_t)ATOM_PREFIX));
            if (paired) meet(p, atom_behind(before, sign, h));
            if (paired && pair) meet(p, atom_behind(pair, sign, h));
            if (n >= ATOM_GRAM_BYTES) meet(p, atom_mixed(grams, (uint32_t)ATOM_GRAM));
        }
        meet(p, atom_mixed(h, (uint32_t)ATOM_WORD));
        if (paired && pair) meet(p, atom_triple(pair, sign, h));
        pair = paired ? atom_pair(before, sign, h) : 0;
        if (pair) meet(p, pair);
        before = h;
        ended = i;
    }
}

void prefilter_read(prefilter *p, hp_str clean) {
    memset(p->met, 0, p->set_words * sizeof *p->met);
    memset(p->asked, 0, p->pattern_words * sizeof *p->asked);
    memset(p->may, 0, p->pattern_words * sizeof *p->may);
    p->bytes = (byte_set){{0, 0}, 0};
    p->longest[0] = p->longest[1] = 0;
    if (p->off) return;
    read_bytes(p, clean);
    read_atoms(p, clean);
}

/* Every pattern of a rule, whether it may match or not. */
static void wake_all(prefilter *p) {
    for (size_t r = 0; r < pack_rule_count(p->pack); r++) {
        pk_range own = pack_rules(p->pack)[r].patterns;
        for (uint32_t i = own.first; i < own.first + own.count; i++)
            if (!(pack_patterns(p->pack)[i].flags & PATTERN_FRAME)) bits_put(p->awake, i);
    }
}

static void wake(prefilter *p, pk_range patterns) {
    const uint32_t *index = pack_index(p->pack) + patterns.first;
    for (uint32_t i = 0; i < patterns.count; i++)
        if (!bits_have(p->asked, index[i]) && prefilter_may(p, index[i])) bits_put(p->awake, index[i]);
}

/* Those that the sets wake that were met. Most wake nothing, which is asked of each once. */
static void wake_met(prefilter *p) {
    for (size_t w = 0; w < p->set_words; w++)
        for (uint64_t left = p->met[w] & ~p->idle[w]; left; left &= left - 1) {
            uint32_t set = (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(left);
            pk_range patterns = pack_atom_sets(p->pack)[set].patterns;
            if (!patterns.count) bits_put(p->idle, set);
            wake(p, patterns);
        }
}

const uint64_t *prefilter_awake(prefilter *p) {
    memset(p->awake, 0, p->pattern_words * sizeof *p->awake);
    if (p->off) {
        wake_all(p);
        return p->awake;
    }
    wake(p, p->pack->head->untriggered);
    wake_met(p);
    return p->awake;
}
