/* bits.h - sets of small numbers, a bit each. */
#ifndef HALLPASS_BITS_H
#define HALLPASS_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Words of 64 bits that hold a set of numbers below `count`. */
static inline size_t bits_words(size_t count) {
    return count / 64 + 1;
}

static inline bool bits_have(const uint64_t *set, uint32_t number) {
    return set[number >> 6] >> (number & 63) & 1;
}

static inline void bits_put(uint64_t *set, uint32_t number) {
    set[number >> 6] |= (uint64_t)1 << (number & 63);
}

#endif
