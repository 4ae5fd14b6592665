/* cipher.c - see cipher.h. */
#include "base/cipher.h"

#include <string.h>

static uint64_t rotated(uint64_t x, int bits) {
    return x << bits | x >> (64 - bits);
}

static void turn(uint64_t v[4], int rounds) {
    for (; rounds > 0; rounds--) {
        v[0] += v[1], v[2] += v[3];
        v[1] = rotated(v[1], 13) ^ v[0], v[3] = rotated(v[3], 16) ^ v[2];
        v[0] = rotated(v[0], 32);
        v[2] += v[1], v[0] += v[3];
        v[1] = rotated(v[1], 17) ^ v[2], v[3] = rotated(v[3], 21) ^ v[0];
        v[2] = rotated(v[2], 32);
    }
}

static void absorb(uint64_t v[4], uint64_t word) {
    v[3] ^= word;
    turn(v, 2);
    v[0] ^= word;
}

uint64_t cipher_pad(const cipher_key *key, uint64_t number) {
    const uint64_t length = (uint64_t)sizeof number << 56; /* the last word of a message of 8 bytes */
    uint64_t v[4] = {key->half[0] ^ 0x736f6d6570736575u, key->half[1] ^ 0x646f72616e646f6du,
                     key->half[0] ^ 0x6c7967656e657261u, key->half[1] ^ 0x7465646279746573u};
    absorb(v, number);
    absorb(v, length);
    v[2] ^= 0xff;
    turn(v, 4);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

void cipher_words(const cipher_key *key, uint64_t first, void *words, size_t count) {
    unsigned char *at = words;
    for (size_t i = 0; i < count; i++, at += CIPHER_WORD) {
        uint64_t word;
        memcpy(&word, at, sizeof word);
        word ^= cipher_pad(key, first + i);
        memcpy(at, &word, sizeof word);
    }
}
