/* cipher.h - words made unreadable for whoever has not the key, each by itself, so that one word of many can be read.
 *
 * SipHash-2-4 (Aumasson and Bernstein, 2012), a pseudorandom function, in counter mode: word i is xored with the
 * function's value of i. It hides and does not sign; a key belongs to one text.
 */
#ifndef HALLPASS_CIPHER_H
#define HALLPASS_CIPHER_H

#include "hallpass.h"

enum { CIPHER_WORD = sizeof(uint64_t) };

typedef struct cipher_key {
    uint64_t half[2];
} cipher_key;

/* SipHash-2-4 of the 8 bytes of a number, in this machine's order. */
uint64_t cipher_pad(const cipher_key *key, uint64_t number);

/* Enciphers or deciphers `count` words in place, of which the first has the number `first`. */
void cipher_words(const cipher_key *key, uint64_t first, void *words, size_t count);

#endif
