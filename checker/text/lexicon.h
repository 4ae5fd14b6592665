/* lexicon.h - how common a token is as a word, a given name or a family name: one lookup in one mapped image.
 *
 * The image is made by `make` (cli/mklexicon.c) from the hunspell dictionaries' expanded forms and the name lists under
 * rules/names. Format, little endian: 8 bytes "HPLEX005"; u32 slots (a power of two); u32 used; u64 str_hash of
 * the entries; u64 bytes of the tagger's image; u64 bytes of the code reader's; then `slots` entries of 8 bytes
 * (lexicon_slot). A key is the fold (unicode.h) of a word; slot = low bits of str_hash(fold), fingerprint = its high
 * bits (lexicon_fingerprint), linear probing. Behind the table stands the person tagger's image (find/tagger.h), and
 * behind it the code reader's (find/codes.h) and the gist reader's (find/gist.h); each may be empty.
 */
#ifndef HALLPASS_LEXICON_H
#define HALLPASS_LEXICON_H

#include "base/arena.h"
#include "hallpass.h"

enum {
    LEXICON_WORD_EN = 1,    /* a lower-case form of en_US or en_GB */
    LEXICON_WORD_ES = 2,    /* a lower-case form of es_ES */
    LEXICON_PROPER = 4,     /* stands in a dictionary with a capital only: Paris, Tuesday, Lincoln */
    LEXICON_ACRONYM = 8,    /* stands in a dictionary in capitals only: NASA */
    LEXICON_PLACE = 16,     /* rules/names/places.txt */
    LEXICON_KNOWN = 32,     /* a key (lexicon_key) of rules/names/known.txt or figures.txt: somebody in public life */
    LEXICON_TELLS = 64,     /* "+tells" of rules/names/cues.txt: what follows it may be what is told */
    LEXICON_CLOSES = 128,   /* "+closes": it stands at the end of a letter */
    LEXICON_PLAIN = 256,    /* "+plain": no name where every word has a capital, or none has */
    LEXICON_OPENS = 512,    /* the first word of some known name of two words, */
    LEXICON_ENDS = 1024,    /* and the last of one: where both stand side by side the name is looked for */
    LEXICON_CUE_BIT = 12,   /* flags >> 12: the word's kind in rules/names/cues.txt, from 1; 0: none */
    LEXICON_CUE_TITLE = 1,  /* the first kind there: what stands before a name */
    LEXICON_CUE_SAY = 5,    /* the fifth: what people say, told of them, */
    LEXICON_CUE_ACT = 6,    /* the sixth: and what children do */
    LEXICON_CUE_PRAISE = 7, /* the seventh: thanks and wishes */
    LEXICON_CUE_FAME = 11,  /* the eleventh: kings, presidents, what the great are great by */
    LEXICON_CUE_SECRET = 15 /* the last: what a secret opens, and what it is called */
};

typedef struct lexicon_entry {
    uint8_t given;  /* 0: no given name; else 1 + decade of its count: 1 rare or uncounted .. 7 a million and more */
    uint8_t family; /* 0: no family name; else 1 rare or unranked .. 6 among the 500 most frequent */
    uint16_t flags;
    uint16_t cluster; /* 0: none; else 1 + the number of the words that it keeps company with
                         (rules/names/clusters.txt): near numbers, near in meaning */
    uint16_t leaning; /* 0: not known; else how much words of its like are names themselves, stand before one, stand
                         behind one (rules/names/leanings.txt): 1 .. LEANING_LEVELS each, LEANING_BITS each */
} lexicon_entry;

enum { LEANING_BITS = 3, LEANING_LEVELS = (1 << LEANING_BITS) - 1, LEXICON_LEANING_BITS = 3 * LEANING_BITS };

/* A word of any of the languages, as it is written in the middle of a sentence. */
static inline bool lexicon_is_word(lexicon_entry e) {
    return (e.flags & (LEXICON_WORD_EN | LEXICON_WORD_ES)) != 0;
}

/* The word's kind in rules/names/cues.txt. */
static inline unsigned lexicon_cue(lexicon_entry e) {
    return (unsigned)e.flags >> LEXICON_CUE_BIT;
}

/* What an entry says for a name of a word itself, of one behind it and of one before it: 0, or 1 .. LEANING_LEVELS. */
static inline uint32_t leaning_own(uint16_t leaning) {
    return (uint32_t)leaning >> 2 * LEANING_BITS;
}

static inline uint32_t leaning_before(uint16_t leaning) {
    return (uint32_t)leaning >> LEANING_BITS & LEANING_LEVELS;
}

static inline uint32_t leaning_behind(uint16_t leaning) {
    return leaning & LEANING_LEVELS;
}

/* An entry as the image holds it. `key`: the fingerprint, then LEXICON_LEANING_BITS of leaning; `lists`: 3 bits given,
 * 3 family, 6 the flags from LEXICON_WORD_EN, 4 the cue; `cluster`: 11 bits of it, 5 the flags from LEXICON_TELLS. */
typedef struct lexicon_slot {
    uint32_t key; /* 0: empty */
    uint16_t lists, cluster;
} lexicon_slot;

enum { LEXICON_CLUSTER_BITS = 11 };

/* The bits of a hash that tell words apart which fall on one slot; never 0. With those that choose the slot, an unknown
 * word is taken for another one in five million times. */
static inline uint32_t lexicon_fingerprint(uint64_t hash) {
    uint32_t fingerprint = (uint32_t)(hash >> (32 + LEXICON_LEANING_BITS));
    return fingerprint ? fingerprint : 1;
}

static inline lexicon_entry lexicon_unpack(lexicon_slot s) {
    unsigned flags = (s.lists >> 6 & 63u) | (unsigned)(s.cluster >> LEXICON_CLUSTER_BITS) << 6 | (s.lists & 0xf000u);
    return (lexicon_entry){s.lists & 7, s.lists >> 3 & 7, (uint16_t)flags,
                           s.cluster & ((1 << LEXICON_CLUSTER_BITS) - 1), s.key & ((1 << LEXICON_LEANING_BITS) - 1)};
}

static inline lexicon_slot lexicon_pack(uint32_t fingerprint, lexicon_entry e) {
    unsigned lists = e.given | (unsigned)e.family << 3 | (e.flags & 63u) << 6 | (e.flags & 0xf000u);
    unsigned cluster = e.cluster | (unsigned)(e.flags >> 6 & 31) << LEXICON_CLUSTER_BITS;
    return (lexicon_slot){fingerprint << LEXICON_LEANING_BITS | e.leaning, (uint16_t)lists, (uint16_t)cluster};
}

/* All zero for a word that it does not know, and for a NULL lexicon. `hash` is str_hash of the fold. */
lexicon_entry lexicon_find(const hp_lexicon *lexicon, uint64_t hash);

/* Says that a word will be looked for soon: the memory of several words is then fetched side by side. */
void lexicon_expect(const hp_lexicon *lexicon, uint64_t hash);

/* The key of a name of several words: its fold without spaces, hyphens and points. In `a`. */
hp_str lexicon_key(arena *a, hp_str fold);

#define LEXICON_MAGIC "HPLEX005"
#define LEXICON_HEADER 40

#endif
