/* prefilter.c - the pass over a text that prefilter.h promises. */
#include "find/prefilter.h"

#include <string.h>

#include "base/str.h"

size_t prefilter_block(size_t n) {
    if (n <= LIMIT_WINDOW) return LIMIT_WINDOW;
    size_t block = (n + PREFILTER_BLOCKS - 1) / PREFILTER_BLOCKS;
    return block < PREFILTER_LEAST ? PREFILTER_LEAST : block;
}

/* The blocks that hold a digit. Digits of other scripts count for \d too: any letter beyond Latin-1, punctuation and
 * emoji may be one. */
static uint64_t digits_in(hp_str clean, size_t block) {
    uint64_t found = 0;
    for (size_t i = 0; i < clean.n; i++) {
        unsigned char c = (unsigned char)clean.p[i];
        if (!char_is_digit((char)c)) {
            if (c < 0xC4 || c == 0xE2) continue;
            if (c == 0xF0 && i + 1 < clean.n && (unsigned char)clean.p[i + 1] == 0x9F) continue;
        }
        found |= 1ull << i / block;
    }
    return found;
}

/* What a match reaches from the blocks that hold something of it. */
static uint64_t widened(uint64_t blocks, size_t block) {
    for (size_t reach = 0; reach < LIMIT_WINDOW_OVERLAP; reach += block) blocks |= blocks << 1 | blocks >> 1;
    return blocks;
}

/* literals_in[k]: the blocks in which literal k begins. */
static void find_literals(const hp_pack *pack, const char *low, size_t n, size_t block, uint64_t *literals_in) {
    const uint32_t *buckets = pack_buckets(pack);
    for (size_t i = 0; i + 3 <= n; i++) {
        uint32_t bucket = literal_bucket(low + i);
        uint64_t bit = 1ull << i / block;
        for (uint32_t k = buckets[bucket]; k < buckets[bucket + 1]; k++) {
            hp_str text = pack_str(pack, pack_literals(pack)[k].text);
            if (literals_in[k] & bit || text.n > n - i || memcmp(text.p, low + i, text.n) != 0) continue;
            literals_in[k] |= bit;
        }
    }
}

hp_status prefilter_run(const hp_pack *pack, arena *a, hp_str clean, uint64_t *where) {
    size_t patterns = pack->head->table[PACK_PATTERNS].count, literals = pack->head->table[PACK_LITERALS].count;
    const pk_pattern *all = pack_patterns(pack);
    for (size_t i = 0; i < patterns; i++) where[i] = all[i].flags & PATTERN_NEEDS_LITERAL ? 0 : UINT64_MAX;
    if (!literals) return HP_OK;
    char *low = arena_alloc(a, clean.n + 1);
    uint64_t *literals_in = ARENA_ARRAY(a, uint64_t, literals);
    if (!low || !literals_in) return HP_ERR_MEMORY;
    for (size_t i = 0; i < clean.n; i++) low[i] = char_is_upper(clean.p[i]) ? (char)(clean.p[i] | 32) : clean.p[i];
    size_t block = prefilter_block(clean.n);
    find_literals(pack, low, clean.n, block, literals_in);
    for (size_t k = 0; k < literals; k++) {
        if (!literals_in[k]) continue;
        uint64_t blocks = widened(literals_in[k], block);
        const pk_range *users = &pack_literals(pack)[k].patterns;
        for (uint32_t i = users->first; i < users->first + users->count; i++) where[pack_index(pack)[i]] |= blocks;
    }
    uint64_t digits = widened(digits_in(clean, block), block);
    for (size_t i = 0; i < patterns; i++)
        if (all[i].flags & PATTERN_NEEDS_DIGIT) where[i] &= digits;
    return HP_OK;
}
