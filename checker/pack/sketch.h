/* sketch.h - a regex as a small machine that is never stricter than the regex: for find/tracer.c.
 *
 * A sketch is a run of bytes. A byte below 0x80 stands for that character, a lower-case letter for both of its cases;
 * the others are SKETCH_ operations, some with an argument of two bytes, the low one first. Where the regex matches,
 * the sketch does, from the same start on; it may also match where the regex does not: what looks around is left out or
 * told by the next character alone, long repeats are endless, and all characters beyond ASCII are one.
 */
#ifndef HALLPASS_SKETCH_H
#define HALLPASS_SKETCH_H

#include "base/arena.h"
#include "hallpass.h"

enum {
    SKETCH_FAR = 0x80, /* a character beyond ASCII */
    SKETCH_SET,        /* a character of a set */
    SKETCH_NEXT,       /* takes no room: the next character, or the end, is in a set */
    SKETCH_AFTER,      /* takes no room: what stands before is one of some kinds (a SKETCH_AFTER_ byte) */
    SKETCH_EDGE,       /* takes no room: a word begins or ends here */
    SKETCH_SPLIT,      /* goes on here, and at an offset from behind the argument */
    SKETCH_JUMP,       /* goes on at an offset */
    SKETCH_MATCH
};

/* What stands before a place. */
enum { BEHIND_LINE = 0, BEHIND_SIGN, BEHIND_WORD, BEHIND_FAR, BEHIND_KINDS };

/* Symbols: ASCII characters, then these. */
enum { SYMBOL_FAR = 128, SYMBOL_END, SYMBOL_COUNT };

enum { SKETCH_MOST = 30000 }; /* bytes of a sketch: offsets have a sign and 16 bits */

typedef struct pk_symbols {
    uint32_t bits[(SYMBOL_COUNT + 31) / 32];
} pk_symbols;

/* Whether beginnings (sketch_begins) are words of ASCII or characters beyond it alone; whether none lies between two
 * word characters of ASCII. */
bool begins_words(const pk_symbols *outside, const pk_symbols *inside);
bool begins_edges(const pk_symbols *inside);

/* Symbols that are alike for a sketch share a class. */
typedef struct pk_classes {
    uint8_t count, of[SYMBOL_COUNT];
} pk_classes;
pk_classes sketch_classes(hp_str sketch, const pk_symbols *sets);

static inline bool symbol_is_word(unsigned c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

/* What a symbol is for the place behind it. */
static inline unsigned symbol_behind(unsigned symbol) {
    if (symbol >= SYMBOL_FAR) return BEHIND_FAR;
    return symbol == '\n' ? BEHIND_LINE : symbol_is_word(symbol) ? BEHIND_WORD : BEHIND_SIGN;
}

static inline bool symbols_have(const pk_symbols *s, unsigned symbol) {
    return s->bits[symbol >> 5] >> (symbol & 31) & 1;
}

/* Gives a set of symbols its number, below 65536; -1: there are too many. */
typedef int number_set_fn(void *user, const pk_symbols *set);

/* Where sketches are written and walked, one after another. */
typedef struct sketch_room sketch_room;

/* The sketch of a regex as PCRE2 writes it, in `room`; empty: the regex is not understood, or its sketch would be too
 * long. */
hp_str sketch_of(sketch_room *room, hp_str regex, number_set_fn *number_set, void *user);

/* The symbols that a match may begin with: where a word character stands before, and where none does. All of them where
 * the sketch may be empty. */
void sketch_begins(sketch_room *room, hp_str sketch, const pk_symbols *sets, pk_symbols *outside, pk_symbols *inside);

#endif
