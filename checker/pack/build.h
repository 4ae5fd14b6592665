/* build.h - the pack's tables while they grow, and the block they become. */
#ifndef HALLPASS_BUILD_H
#define HALLPASS_BUILD_H

#include "base/vec.h"
#include "pack/pack.h"

/* A text of the pack, to be found by its hash. */
typedef struct seen_text {
    uint32_t hash;
    pk_str text; /* len 0: a free slot */
} seen_text;

/* A VEC of every table of pack.h; indexes are stable, pointers are not. */
typedef struct builder {
    arena *a;
    char
        *block; /* from raw_resize: the finished block as it begins, a head and the texts; NULL: none yet, or no more */
    bool failed;    /* no memory for it */
    VEC(char) text; /* in the block */
    VEC(pk_rule) rules;
    VEC(pk_pattern) patterns;
    VEC(pk_step) steps;
    VEC(pk_list) lists;
    VEC(pk_phrase) phrases;
    VEC(uint32_t) phrase_slots;
    VEC(pk_str) strs;
    VEC(uint32_t) index;
    VEC(pk_cite) cites;
    VEC(pk_channel) channels;
    VEC(pk_allow) allow;
    VEC(pk_clause) clauses;
    VEC(pk_modifier) modifiers;
    VEC(pk_test) tests;
    VEC(pk_attachment) attachments;
    VEC(pk_flag) flags;
    VEC(pk_range) ranges;
    VEC(uint32_t) needs;
    VEC(pk_atom) atoms;
    VEC(pk_atom_set) atom_sets;
    VEC(pk_slot) slots;
    VEC(uint64_t) bloom;
    VEC(unsigned char) sketches;
    VEC(pk_symbols) symbols;
    VEC(pk_classes) classes;
    pk_range untriggered;
    bool only_sound;
    VEC(pk_hours) hours;
    VEC(pk_shift) shifts;
    VEC(pk_exception) exceptions;
    VEC(pk_consent) consents;
    VEC(pk_switch) switches;
    VEC(pk_raise) raises;
    VEC(pk_value) values;
    pk_policy policy;
    seen_text *seen; /* what is in `text` already, by hash */
    size_t seen_slots, seen_count;
} builder;

void build_init(builder *b, arena *a);
/* Frees a block that was not finished. */
void build_drop(builder *b);

/* Room for so many bytes of texts in all, so that they need not move while they grow. */
void build_reserve_text(builder *b, size_t room);

/* The text's place in the pack; the same text gets the same place. Empty texts are {0, 0}. */
pk_str build_str(builder *b, hp_str s);
/* The text again, valid until the next build_str. */
hp_str build_text(const builder *b, pk_str s);

/* Ranges of freshly added values. */
pk_range build_index_range(builder *b, const uint32_t *values, size_t count);
pk_range build_str_range(builder *b, const hp_str *values, size_t count);

#define BUILD_MAGIC "HPPACK01"
enum { BUILD_VERSION = 29, BUILD_ALIGN = 8 };
/* Bytes of one item of a table. */
size_t build_item_size(int table);

/* The finished block, for raw_free; NULL without memory. */
pack_head *build_finish(builder *b);

#endif
