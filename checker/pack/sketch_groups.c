/* sketch_groups.c - see sketch_groups.h. */
#include "pack/sketch_groups.h"

#include "base/str.h"

enum { LEAST = 128 }; /* bytes: shorter groups are read as fast */

/* Of the bytes from `at`, of which there are enough. */
static size_t slot_of(const regex_reader *r, size_t at) {
    uint32_t words[4], hash = 0;
    memcpy(words, r->s.p + at, sizeof words);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) hash = mix(hash, words[i]);
    return hash % GROUPS_SLOTS;
}

const known_group *groups_find(const known_groups *g, const regex_reader *r) {
    if (r->s.n - r->at < LEAST) return NULL;
    hp_str rest = str_sub(r->s, r->at, r->s.n);
    for (uint32_t i = g->first[slot_of(r, r->at)]; i; i = g->all.v[i - 1].next) {
        const known_group *known = &g->all.v[i - 1];
        if (known->extended == r->extended && known->caseless == r->caseless && str_starts(rest, known->text))
            return known;
    }
    return NULL;
}

void groups_keep(known_groups *g, const regex_reader *r, size_t from, bool extended, bool caseless, hp_str code) {
    if (r->at - from < LEAST || !g->a) return;
    known_group *made = VEC_ADD(g->a, &g->all, known_group);
    if (!made) return;
    uint32_t *first = &g->first[slot_of(r, from)];
    *made = (known_group){str_sub(r->s, from, r->at), arena_copy(g->a, code), *first, extended, caseless};
    if (!made->code.n && code.n)
        g->all.n--;
    else
        *first = (uint32_t)g->all.n;
}
