/* prefilter.c - the pass over a text that prefilter.h promises. */
#include "find/prefilter.h"

#include <string.h>

#include "base/str.h"

/* Digits of other scripts count for \d too: any letter beyond Latin-1, punctuation and emoji may be one. */
static bool may_hold_digit(hp_str clean) {
    for (size_t i = 0; i < clean.n; i++) {
        unsigned char c = (unsigned char)clean.p[i];
        if (char_is_digit((char)c)) return true;
        if (c < 0xC4 || c == 0xE2) continue;
        if (c == 0xF0 && i + 1 < clean.n && (unsigned char)clean.p[i + 1] == 0x9F) continue;
        return true;
    }
    return false;
}

static void wake(const hp_pack *pack, const pk_literal *literal, uint8_t *asleep) {
    const uint32_t *index = pack_index(pack) + literal->patterns.first;
    for (uint32_t i = 0; i < literal->patterns.count; i++) asleep[index[i]] = 0;
}

hp_status prefilter_run(const hp_pack *pack, arena *a, hp_str clean, uint8_t *asleep) {
    size_t patterns = pack->head->table[PACK_PATTERNS].count, literals = pack->head->table[PACK_LITERALS].count;
    const pk_pattern *all = pack_patterns(pack);
    for (size_t i = 0; i < patterns; i++) asleep[i] = (all[i].flags & PATTERN_NEEDS_LITERAL) != 0;
    if (!literals) return HP_OK;
    char *low = arena_alloc(a, clean.n + 1);
    uint8_t *seen = ARENA_ARRAY(a, uint8_t, literals);
    if (!low || !seen) return HP_ERR_MEMORY;
    for (size_t i = 0; i < clean.n; i++) low[i] = char_is_upper(clean.p[i]) ? (char)(clean.p[i] | 32) : clean.p[i];
    const uint32_t *buckets = pack_buckets(pack);
    for (size_t i = 0; i + 3 <= clean.n; i++) {
        uint32_t bucket = literal_bucket(low + i);
        for (uint32_t k = buckets[bucket]; k < buckets[bucket + 1]; k++) {
            hp_str text = pack_str(pack, pack_literals(pack)[k].text);
            if (seen[k] || text.n > clean.n - i || memcmp(text.p, low + i, text.n) != 0) continue;
            seen[k] = 1;
            wake(pack, &pack_literals(pack)[k], asleep);
        }
    }
    if (!may_hold_digit(clean))
        for (size_t i = 0; i < patterns; i++) asleep[i] |= (all[i].flags & PATTERN_NEEDS_DIGIT) != 0;
    return HP_OK;
}
