/* sketch_begins.c - the symbols that a sketch may begin with. */
#include "pack/sketch_choice.h"
#include "pack/sketch_sets.h"

typedef struct beginner {
    const unsigned char *code;
    const pk_symbols *sets;
    unsigned behind;
    sketch_room *room;
    size_t n;
    pk_symbols *out;
} beginner;

static unsigned argument_at(const unsigned char *p) {
    return p[1] | (unsigned)p[2] << 8;
}

static void add_allowed(beginner *b, const pk_symbols *more, const pk_symbols *allowed) {
    for (size_t i = 0; i < sizeof allowed->bits / sizeof *allowed->bits; i++)
        b->out->bits[i] |= more->bits[i] & allowed->bits[i];
}

static void add_one(beginner *b, unsigned symbol, const pk_symbols *allowed) {
    if (symbols_have(allowed, symbol)) symbols_add(b->out, symbol);
}

/* Where a word begins or ends: what may come next. */
static pk_symbols beyond_edge(unsigned behind) {
    pk_symbols next = symbols_all(), word = symbols_word();
    symbols_add(&next, SYMBOL_END);
    if (behind == BEHIND_WORD) {
        next = symbols_turned(word);
        symbols_add(&next, SYMBOL_END);
    } else if (behind != BEHIND_FAR) {
        next = word;
        symbols_add(&next, SYMBOL_FAR);
    }
    return next;
}

static void begin_at(beginner *b, size_t from, const pk_symbols *allowed, size_t level);

static void begin_beyond(beginner *b, size_t at, const pk_symbols *allowed, pk_symbols only, size_t level) {
    for (size_t i = 0; i < sizeof only.bits / sizeof *only.bits; i++) only.bits[i] &= allowed->bits[i];
    if (level + 1 == SKETCH_LEVELS)
        add_allowed(b, &only, &only);
    else
        begin_at(b, at, &only, level + 1);
}

static void begin_at(beginner *b, size_t from, const pk_symbols *allowed, size_t level) {
    uint16_t *stack = b->room->stack[level];
    size_t depth = 0;
    uint32_t *seen = b->room->seen[level], walk = ++b->room->walk;
    stack[depth++] = (uint16_t)from;
    while (depth) {
        size_t at = stack[--depth];
        const unsigned char *p = b->code + at;
        if (seen[at] == walk) continue;
        seen[at] = walk;
        size_t target = at + 3 + (size_t)(int16_t)(at + 2 < b->n ? argument_at(p) : 0);
        switch (*p) {
        case SKETCH_FAR: add_one(b, SYMBOL_FAR, allowed); break;
        case SKETCH_SET: add_allowed(b, &b->sets[argument_at(p)], allowed); break;
        case SKETCH_NEXT: begin_beyond(b, at + 3, allowed, b->sets[argument_at(p)], level); break;
        case SKETCH_EDGE: begin_beyond(b, at + 1, allowed, beyond_edge(b->behind), level); break;
        case SKETCH_AFTER:
            if (p[1] >> b->behind & 1) stack[depth++] = (uint16_t)(at + 2);
            break;
        case SKETCH_SPLIT: stack[depth++] = (uint16_t)(at + 3); /* fall through */
        case SKETCH_JUMP: stack[depth++] = (uint16_t)target; break;
        case SKETCH_MATCH: add_allowed(b, allowed, allowed); break;
        default:
            add_one(b, *p, allowed);
            if (*p >= 'a' && *p <= 'z') add_one(b, *p - 32u, allowed);
        }
    }
}

void sketch_begins(sketch_room *room, hp_str sketch, const pk_symbols *sets, pk_symbols *outside, pk_symbols *inside) {
    beginner b = {.code = (const unsigned char *)sketch.p, .sets = sets, .room = room, .n = sketch.n};
    pk_symbols any = symbols_all();
    symbols_add(&any, SYMBOL_END);
    *outside = *inside = (pk_symbols){{0}};
    for (b.behind = 0; b.behind < BEHIND_KINDS; b.behind++) {
        b.out = b.behind == BEHIND_WORD ? inside : outside;
        begin_at(&b, 0, &any, 0);
    }
}

bool begins_words(const pk_symbols *outside, const pk_symbols *inside) {
    pk_symbols far = {{0}}, word = symbols_word();
    symbols_add(&far, SYMBOL_FAR);
    symbols_add(&word, SYMBOL_FAR);
    return symbols_hold(&word, outside) && symbols_hold(&far, inside);
}

bool begins_edges(const pk_symbols *inside) {
    pk_symbols signs = symbols_turned(symbols_word()); /* and what is beyond ASCII */
    return symbols_hold(&signs, inside);
}
