/* lexicon.c - one probe into the mapped lexicon image. */
#include "text/lexicon.h"

#include <string.h>

#include "base/str.h"
#include "text/unicode.h"

static uint32_t number_at(hp_str image, size_t at) {
    uint32_t number;
    memcpy(&number, image.p + at, sizeof number);
    return number;
}

static bool is_power_of_two(uint32_t n) {
    return n != 0 && (n & (n - 1)) == 0;
}

/* The checksum over the whole image is for whoever writes it (and for tests): reading all of it would cost every start.
 */
hp_status hp_lexicon_open(hp_str image, hp_lexicon *out) {
    *out = (hp_lexicon){0};
    if (!image.p || image.n < LEXICON_HEADER || memcmp(image.p, LEXICON_MAGIC, 8) != 0) return HP_ERR_USAGE;
    uint32_t slots = number_at(image, 8), common_slots = number_at(image, 40);
    if (!is_power_of_two(slots) || (common_slots && !is_power_of_two(common_slots))) return HP_ERR_USAGE;
    size_t table = LEXICON_HEADER + (size_t)slots * sizeof(lexicon_slot);
    size_t tables = table + (size_t)common_slots * sizeof(lexicon_slot);
    if (image.n < tables) return HP_ERR_USAGE;
    uint64_t tagger, codes;
    memcpy(&tagger, image.p + 24, sizeof tagger);
    memcpy(&codes, image.p + 32, sizeof codes);
    if (tagger > image.n - tables || codes > image.n - tables - tagger) return HP_ERR_USAGE;
    size_t behind_tagger = tables + (size_t)tagger, behind_codes = behind_tagger + (size_t)codes;
    out->image = str_sub(image, 0, table);
    out->common = str_sub(image, table, tables);
    out->tagger = str_sub(image, tables, behind_tagger);
    out->codes = str_sub(image, behind_tagger, behind_codes);
    out->gist = str_sub(image, behind_codes, image.n);
    return HP_OK;
}

/* The entry of a word among so many slots; all 0 where it is not there. */
static lexicon_slot probe(const char *slots, uint32_t count, uint64_t hash) {
    uint32_t mask = count - 1, fingerprint = lexicon_fingerprint(hash), at = (uint32_t)hash & mask;
    for (uint32_t tried = 0; tried < count; tried++, at = (at + 1) & mask) {
        lexicon_slot s;
        memcpy(&s, slots + (size_t)at * sizeof s, sizeof s);
        if (!s.key || s.key >> LEXICON_LEANING_BITS == fingerprint) return s;
    }
    return (lexicon_slot){0};
}

static lexicon_slot probe_common(const hp_lexicon *lexicon, uint64_t hash) {
    return probe(lexicon->common.p, (uint32_t)(lexicon->common.n / sizeof(lexicon_slot)), hash);
}

lexicon_entry lexicon_find(const hp_lexicon *lexicon, uint64_t hash) {
    if (!lexicon || !lexicon->image.p) return (lexicon_entry){0};
    lexicon_slot s = probe_common(lexicon, hash);
    if (!s.key) s = probe(lexicon->image.p + LEXICON_HEADER, number_at(lexicon->image, 8), hash);
    return s.key ? lexicon_unpack(s) : (lexicon_entry){0};
}

bool hp_lexicon_is_word(const hp_lexicon *lexicon, hp_str name) {
    arena *a = arena_new(0);
    hp_str fold = a && unicode_bad_byte(name) == SIZE_MAX ? unicode_fold(a, name) : (hp_str){0};
    bool word = fold.n > 0 && lexicon_is_word(lexicon_find(lexicon, str_hash(fold)));
    arena_free(a);
    return word;
}

void lexicon_expect(const hp_lexicon *lexicon, uint64_t hash) {
    if (!lexicon || !lexicon->image.p || probe_common(lexicon, hash).key) return;
    uint32_t at = (uint32_t)hash & (number_at(lexicon->image, 8) - 1);
    __builtin_prefetch(lexicon->image.p + LEXICON_HEADER + (size_t)at * sizeof(lexicon_slot));
}

hp_str lexicon_key(arena *a, hp_str fold) {
    char *out = arena_alloc(a, fold.n);
    size_t n = 0;
    for (size_t i = 0; out && i < fold.n; i++)
        if (fold.p[i] != '-' && fold.p[i] != ' ' && fold.p[i] != '.') out[n++] = fold.p[i];
    return (hp_str){out, n};
}
