/* atoms.h - the pieces of texts that the prefilter looks for, as numbers: what the pack lists of patterns
 * (pack/needs.c) and what a pass over a draft meets (find/prefilter.c) are hashed alike. Two pieces with one number
 * only wake a pattern for nothing.
 */
#ifndef HALLPASS_ATOMS_H
#define HALLPASS_ATOMS_H

#include <stdbool.h>
#include <stdint.h>

/* A whole word; two and three words with one sign between them; how a word begins, also behind one
 * or two; three bytes anywhere. */
enum {
    ATOM_WORD = 0x2545f491,
    ATOM_PAIR = 0x5bd1e995,
    ATOM_TRIPLE = 0x7feb352d,
    ATOM_PREFIX = 0x1b873593,
    ATOM_BEHIND = 0x165667b1,
    ATOM_GRAM = 0x38b34ae5
};
enum { ATOM_GRAM_BYTES = 3 };

/* A letter, a digit or _ of ASCII. */
static inline bool atom_is_word(char c) {
    static const uint64_t words[4] = {0x03ff000000000000u, 0x07fffffe87fffffeu}; /* a bit each */
    return words[(unsigned char)c >> 6] >> ((unsigned char)c & 63) & 1;
}

/* The running hash of a word's bytes, in lower case. */
#define ATOM_START 0x811c9dc5u
static inline uint32_t atom_step(uint32_t h, char c) {
    return (h ^ (unsigned char)c) * 0x01000193u;
}

static inline uint32_t atom_mixed(uint32_t h, uint32_t kind) {
    h = (h ^ kind) * 0x85ebca6bu;
    h ^= h >> 15;
    h *= 0xc2b2ae35u;
    h ^= h >> 14;
    return h ? h : 1; /* 0 marks a free slot */
}

static inline uint32_t atom_pair(uint32_t first, char sign, uint32_t second) {
    return atom_mixed(first * 0x9e3779b1u + (unsigned char)sign * 0x632be59bu + second, (uint32_t)ATOM_PAIR);
}

/* `first`: a word or an atom_pair; `begin`: of how the next word begins. */
static inline uint32_t atom_behind(uint32_t first, char sign, uint32_t begin) {
    return atom_mixed(first * 0x9e3779b1u + (unsigned char)sign * 0x632be59bu + begin, (uint32_t)ATOM_BEHIND);
}

/* `pair`: atom_pair of the first two. */
static inline uint32_t atom_triple(uint32_t pair, char sign, uint32_t third) {
    return atom_mixed(pair * 0x9e3779b1u + (unsigned char)sign * 0x632be59bu + third, (uint32_t)ATOM_TRIPLE);
}

static inline uint32_t atom_gram(const char *p) {
    return atom_mixed((uint32_t)(unsigned char)p[0] | (uint32_t)(unsigned char)p[1] << 8 |
                          (uint32_t)(unsigned char)p[2] << 16,
                      (uint32_t)ATOM_GRAM);
}

#endif
