/* lexicon.c - one probe into the mapped lexicon image. */
#include "text/lexicon.h"

#include <string.h>

#include "base/str.h"
#include "text/unicode.h"

static uint32_t slots_of(hp_str image) {
    uint32_t slots;
    memcpy(&slots, image.p + 8, sizeof slots);
    return slots;
}

/* The checksum over the whole image is for whoever writes it (and for tests): reading all of it would cost every start.
 */
hp_status hp_lexicon_open(hp_str image, hp_lexicon *out) {
    *out = (hp_lexicon){0};
    if (!image.p || image.n < LEXICON_HEADER || memcmp(image.p, LEXICON_MAGIC, 8) != 0) return HP_ERR_USAGE;
    uint32_t slots = slots_of(image);
    if (slots == 0 || (slots & (slots - 1)) != 0 || image.n < LEXICON_HEADER + (size_t)slots * sizeof(lexicon_slot))
        return HP_ERR_USAGE;
    size_t table = LEXICON_HEADER + (size_t)slots * sizeof(lexicon_slot);
    out->image = str_sub(image, 0, table);
    uint64_t tagger, codes;
    memcpy(&tagger, image.p + 24, sizeof tagger);
    memcpy(&codes, image.p + 32, sizeof codes);
    if (tagger > image.n - table || codes > image.n - table - tagger) return HP_ERR_USAGE;
    size_t behind_tagger = table + (size_t)tagger, behind_codes = behind_tagger + (size_t)codes;
    out->tagger = str_sub(image, table, behind_tagger);
    out->codes = str_sub(image, behind_tagger, behind_codes);
    out->gist = str_sub(image, behind_codes, image.n);
    return HP_OK;
}

lexicon_entry lexicon_find(const hp_lexicon *lexicon, uint64_t hash) {
    if (!lexicon || !lexicon->image.p) return (lexicon_entry){0};
    uint32_t mask = slots_of(lexicon->image) - 1, fingerprint = lexicon_fingerprint(hash);
    uint32_t at = (uint32_t)hash & mask;
    for (uint32_t tried = 0; tried <= mask; tried++, at = (at + 1) & mask) {
        lexicon_slot s;
        memcpy(&s, lexicon->image.p + LEXICON_HEADER + (size_t)at * sizeof s, sizeof s);
        if (!s.key) break;
        if (s.key >> LEXICON_LEANING_BITS == fingerprint) return lexicon_unpack(s);
    }
    return (lexicon_entry){0};
}

bool hp_lexicon_is_word(const hp_lexicon *lexicon, hp_str name) {
    arena *a = arena_new(0);
    hp_str fold = a && unicode_bad_byte(name) == SIZE_MAX ? unicode_fold(a, name) : (hp_str){0};
    bool word = fold.n > 0 && lexicon_is_word(lexicon_find(lexicon, str_hash(fold)));
    arena_free(a);
    return word;
}

void lexicon_expect(const hp_lexicon *lexicon, uint64_t hash) {
    if (!lexicon || !lexicon->image.p) return;
    uint32_t at = (uint32_t)hash & (slots_of(lexicon->image) - 1);
    __builtin_prefetch(lexicon->image.p + LEXICON_HEADER + (size_t)at * sizeof(lexicon_slot));
}

hp_str lexicon_key(arena *a, hp_str fold) {
    char *out = arena_alloc(a, fold.n);
    size_t n = 0;
    for (size_t i = 0; out && i < fold.n; i++)
        if (fold.p[i] != '-' && fold.p[i] != ' ' && fold.p[i] != '.') out[n++] = fold.p[i];
    return (hp_str){out, n};
}
