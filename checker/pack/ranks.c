/* ranks.c - the order of the layers: builtin < state < county < district < school < person. */
#include "base/str.h"
#include "pack/compiler.h"

static const layer_info *layer_of(const compiler *c, uint32_t source) {
    for (size_t i = 0; i < c->layers.n; i++)
        if (c->layers.v[i].source == source) return &c->layers.v[i];
    return NULL;
}

void layer_stand(compiler *c, layer_info *l, const uint32_t *bases, size_t count) {
    const node *told = node_get(l->root, "layer");
    int rank = told ? schema_choice(c, told, "layer", grammar_layers, RANKS) : RANK_DISTRICT;
    l->rank = rank < 0 ? RANK_DISTRICT : (uint8_t)rank;
    for (size_t i = 0; i < count; i++) {
        const layer_info *base = layer_of(c, bases[i]);
        if (!base) continue; /* a circle, which was told */
        l->below[bases[i] / 64] |= (uint64_t)1 << bases[i] % 64;
        for (size_t k = 0; k < sizeof l->below / sizeof *l->below; k++) l->below[k] |= base->below[k];
        if (base->rank <= l->rank) continue;
        if (told) {
            diagnose(&c->d, told->at, "HP048", "a %s policy may not extend a %s policy", grammar_layers[l->rank],
                     grammar_layers[base->rank]);
            diagnose_hint(&c->d, "from far to near: builtin, state, county, district, school, person");
        }
        l->rank = base->rank; /* it says nothing of itself: as near as what it extends */
    }
}

bool layer_above(const compiler *c, uint32_t a, uint32_t b) {
    const layer_info *x = &c->layers.v[a], *y = &c->layers.v[b];
    return x->rank > y->rank || (x->below[y->source / 64] >> y->source % 64 & 1);
}

/* Stable: what is extended was read first and stays first among equals. */
void layers_rank(compiler *c) {
    for (size_t i = 1; i < c->layers.n; i++) {
        layer_info moved = c->layers.v[i];
        size_t k = i;
        for (; k > 0 && c->layers.v[k - 1].rank > moved.rank; k--) c->layers.v[k] = c->layers.v[k - 1];
        c->layers.v[k] = moved;
    }
}
