/* phrase_keys.h - by what a phrase of a word list is found: what the pack keeps (pack/lists.c) and what a pass over a
 * draft asks for (find/phrases.c) are hashed alike. Two phrases with one key only cost a comparison.
 */
#ifndef HALLPASS_PHRASE_KEYS_H
#define HALLPASS_PHRASE_KEYS_H

#include "base/str.h"

enum { PHRASE_HEAD_BYTES = 3 }; /* of a word with any ending, by which it is found */

/* Of the hash of a first word, and the first byte of a second; 0: there is none. */
static inline uint32_t phrase_key(uint64_t first_hash, uint8_t second) {
    return (uint32_t)first_hash ^ second * 0x9e3779b1u;
}

/* Of the first bytes of a single word with any ending: PHRASE_HEAD_BYTES, or all of a shorter one. */
static inline uint32_t phrase_head_key(hp_str head) {
    return ~(uint32_t)str_hash(head);
}

#endif
