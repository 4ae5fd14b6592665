/* people.h - who may be a name: candidates from the roster, the tagger, disguises and compound words. */
#ifndef HALLPASS_PEOPLE_H
#define HALLPASS_PEOPLE_H

#include "find/roster.h"
#include "find/search.h"

typedef struct candidate {
    size_t clean_start, clean_end;
    uint32_t sentence;
    uint32_t token_first, token_end; /* tokens it covers; equal for a part of a compound token */
    hp_str key;                      /* folded, without spaces: mentions of one name share it */
    hp_str first_key, last_key;      /* of its first and last word */
    int tagged;                      /* 0..100: how surely the tagger takes it for a person */
    int privately;                   /* 0..100: how surely it is a private person's, by the tagger; 50: not asked */
    hp_str why_tagged, why_owned;    /* what carried the two (weighing.h); empty unless decisions are explained */
    uint8_t roster;                  /* roster_kind */
    uint32_t person;                 /* of the roster, when there */
    uint32_t others;                 /* who else of the roster it may be, for roster_also */
    bool ambiguous;                  /* also a word */
    bool lower, disguise, initials, in_part, given, family, several;
    bool known;     /* the whole name, or its only word, is in the list of people in public life */
    uint32_t group; /* mentions of one name share it, from 1 */
} candidate;

typedef struct candidates {
    candidate *v;
    size_t n, room;
} candidates;

/* All candidates of a document in order, without overlaps. `tag`: for hp_tag, which tells names whoever bears them. */
HP_MUST_USE hp_status people_gather(const finder *f, const doc *d, bool tag, candidates *out);

#endif
