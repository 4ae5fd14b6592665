/* grove.h - a learned sum of small trees over a few measures.
 *
 * Where a linear model adds up what speaks for and against, trees ask for things together: "a doubtful mark, and nobody
 * named, and a whole that reads like teaching talk". Each tree asks DEPTH questions of the same kind, "is this measure
 * above this cut?", whatever the answers before; the answers number one of its leaves, and the leaves of all trees add
 * up to log-odds. The learner is tests/eval/train/learn_grove.c.
 *
 * Image, little endian: u32 trees; f32 bias; then each tree: DEPTH x u32 measure, DEPTH x f32 cut, LEAVES x f32.
 */
#ifndef HALLPASS_GROVE_H
#define HALLPASS_GROVE_H

#include <stddef.h>
#include <stdint.h>

#include "hallpass.h"

enum {
    GROVE_DEPTH = 4,
    GROVE_LEAVES = 1 << GROVE_DEPTH,
    GROVE_TREES = 512, /* at most */
    GROVE_HEAD = 8
};

typedef struct grove_tree {
    uint32_t measure[GROVE_DEPTH];
    float cut[GROVE_DEPTH], leaf[GROVE_LEAVES];
} grove_tree;

typedef struct grove {
    const char *trees; /* count x grove_tree, at any address; borrowed */
    uint32_t count;
    float bias;
} grove;

/* Opens the grove at the start of `image`, whose trees ask for measures below `width`. *used: its bytes.
 * HP_ERR_USAGE: cut off, too large, or it asks for more. */
HP_MUST_USE hp_status grove_open(hp_str image, size_t width, grove *out, size_t *used);

/* The log-odds of what `measures` describe. */
float grove_score(const grove *g, const float *measures);

#endif
