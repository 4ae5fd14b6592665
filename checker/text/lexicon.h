/* lexicon.h - how common a token is as a word, a given name or a family name: one lookup in one mapped image.
 *
 * The image is made by `make` (cli/mklexicon.c) from the hunspell dictionaries' expanded forms and the name lists under
 * rules/names. Format, little endian: 8 bytes "HPLEX001"; u32 slots (a power of two); u32 used; u64 str_hash of
 * everything after the header's 32 bytes; u64 reserved 0; then `slots` entries of 8 bytes: u32 fingerprint (0: empty),
 * u8 given, u8 family, u16 flags. A key is the fold (unicode.h) of a word; slot = low bits of str_hash(fold),
 * fingerprint = high 32 bits (0 becomes 1), linear probing. Behind the table stands the person tagger's image
 * (find/tagger.h), or nothing.
 */
#ifndef HALLPASS_LEXICON_H
#define HALLPASS_LEXICON_H

#include "base/arena.h"
#include "hallpass.h"

enum {
    LEXICON_WORD_EN = 1,  /* a lower-case form of en_US or en_GB */
    LEXICON_WORD_ES = 2,  /* a lower-case form of es_ES */
    LEXICON_PROPER = 4,   /* stands in a dictionary with a capital only: Paris, Tuesday, Lincoln */
    LEXICON_ACRONYM = 8,  /* stands in a dictionary in capitals only: NASA */
    LEXICON_PLACE = 16,   /* rules/names/places.txt */
    LEXICON_KNOWN = 32,   /* a key (lexicon_key) of rules/names/known.txt or figures.txt: somebody in public life */
    LEXICON_CUE_BIT = 12, /* flags >> 12: the word's kind in rules/names/cues.txt, from 1; 0: none */
    LEXICON_CUE_TITLE = 1 /* the first kind there: what stands before a name */
};

typedef struct lexicon_entry {
    uint8_t given;  /* 0: no given name; else 1 + decade of its count: 1 rare or uncounted .. 7 a million and more */
    uint8_t family; /* 0: no family name; else 1 rare or unranked .. 6 among the 500 most frequent */
    uint16_t flags;
} lexicon_entry;

/* All zero for a word that it does not know, and for a NULL lexicon. `hash` is str_hash of the fold. */
lexicon_entry lexicon_find(const hp_lexicon *lexicon, uint64_t hash);

/* The key of a name of several words: its fold without spaces, hyphens and points. In `a`. */
hp_str lexicon_key(arena *a, hp_str fold);

#define LEXICON_MAGIC "HPLEX001"
#define LEXICON_HEADER 32

#endif
