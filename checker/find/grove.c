/* grove.c - opens a grove and asks it. */
#include "find/grove.h"

#include <string.h>

/* One of a tree's numbers: `at` is a place in grove_tree. */
static uint32_t number_of(const grove *g, size_t tree, size_t at) {
    uint32_t n;
    memcpy(&n, g->trees + tree * sizeof(grove_tree) + at, sizeof n);
    return n;
}

static float float_of(const grove *g, size_t tree, size_t at) {
    float f;
    memcpy(&f, g->trees + tree * sizeof(grove_tree) + at, sizeof f);
    return f;
}

static size_t measure_of(const grove *g, size_t tree, size_t question) {
    return number_of(g, tree, offsetof(grove_tree, measure) + question * sizeof(uint32_t));
}

hp_status grove_open(hp_str image, size_t width, grove *out, size_t *used) {
    *out = (grove){0};
    *used = 0;
    if (image.n < GROVE_HEAD) return HP_ERR_USAGE;
    memcpy(&out->count, image.p, sizeof out->count);
    memcpy(&out->bias, image.p + sizeof out->count, sizeof out->bias);
    out->trees = image.p + GROVE_HEAD;
    size_t bytes = GROVE_HEAD + (size_t)out->count * sizeof(grove_tree);
    if (out->count > GROVE_TREES || image.n < bytes) return HP_ERR_USAGE;
    for (size_t i = 0; i < out->count; i++)
        for (size_t k = 0; k < GROVE_DEPTH; k++)
            if (measure_of(out, i, k) >= width) return HP_ERR_USAGE;
    *used = bytes;
    return HP_OK;
}

float grove_score(const grove *g, const float *measures) {
    float score = g->bias;
    for (size_t i = 0; i < g->count; i++) {
        size_t leaf = 0;
        for (size_t k = 0; k < GROVE_DEPTH; k++) {
            float cut = float_of(g, i, offsetof(grove_tree, cut) + k * sizeof cut);
            leaf = leaf << 1 | (measures[measure_of(g, i, k)] > cut);
        }
        score += float_of(g, i, offsetof(grove_tree, leaf) + leaf * sizeof(float));
    }
    return score;
}
