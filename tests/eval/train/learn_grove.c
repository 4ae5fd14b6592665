/* learn_grove.c - gradient boosting, second order, of trees whose levels ask one question each. */
#include "learn_grove.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BINS = 64 };

/* What a tree sees of the examples: each measure in bins between cuts that share the examples evenly. */
typedef struct binned {
    const grove_examples *from;
    float (*cuts)[BINS - 1]; /* per measure: rising; bin b holds what is above cut b - 1 and not above cut b */
    uint8_t *bin;            /* count x width */
    uint8_t *leaf;           /* of the tree that grows, per example */
    double *score;
} binned;

typedef struct sums {
    double error, bend;
} sums;

static int by_size(const void *left, const void *right) {
    float a = *(const float *)left, b = *(const float *)right;
    return a < b ? -1 : a > b;
}

static uint8_t bin_of(const float cuts[BINS - 1], float value) {
    size_t low = 0, high = BINS - 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (value > cuts[middle])
            low = middle + 1;
        else
            high = middle;
    }
    return (uint8_t)low;
}

/* A measure with few values, of which one is frequent, gets that cut more than once; all but one stay unused. */
static void cut_measure(binned *b, size_t m, float *column) {
    const grove_examples *from = b->from;
    for (size_t i = 0; i < from->count; i++) column[i] = from->measures[i * from->width + m];
    qsort(column, from->count, sizeof *column, by_size);
    for (size_t k = 0; k < BINS - 1; k++) b->cuts[m][k] = column[(k + 1) * from->count / BINS];
    for (size_t i = 0; i < from->count; i++) {
        size_t at = i * from->width + m;
        b->bin[at] = bin_of(b->cuts[m], from->measures[at]);
    }
}

static double worth(sums s, double pull) {
    return s.error * s.error / (s.bend + pull);
}

/* The question of one measure that parts the leaves best; its gain. */
static double best_cut(const binned *b, size_t m, unsigned leaves, const sums *of, double pull, size_t *cut) {
    static sums in[GROVE_LEAVES][BINS];
    const grove_examples *from = b->from;
    memset(in, 0, sizeof in);
    for (size_t i = 0; i < from->count; i++) {
        sums *s = &in[b->leaf[i]][b->bin[i * from->width + m]];
        s->error += of[i].error;
        s->bend += of[i].bend;
    }
    double best = 0;
    sums below[GROVE_LEAVES] = {{0, 0}}, all[GROVE_LEAVES] = {{0, 0}};
    for (unsigned l = 0; l < leaves; l++)
        for (size_t k = 0; k < BINS; k++) all[l].error += in[l][k].error, all[l].bend += in[l][k].bend;
    for (size_t k = 0; k < BINS - 1; k++) {
        double gain = 0;
        for (unsigned l = 0; l < leaves; l++) {
            below[l].error += in[l][k].error;
            below[l].bend += in[l][k].bend;
            sums above = {all[l].error - below[l].error, all[l].bend - below[l].bend};
            gain += worth(below[l], pull) + worth(above, pull) - worth(all[l], pull);
        }
        if (gain > best) best = gain, *cut = k;
    }
    return best;
}

static void grow_level(binned *b, unsigned level, const sums *of, double pull, grove_tree *tree) {
    const grove_examples *from = b->from;
    size_t measure = 0, cut = 0, at = 0;
    double most = 0;
    for (size_t m = 0; m < from->width; m++) {
        double gain = best_cut(b, m, 1u << level, of, pull, &at);
        if (gain > most) most = gain, measure = m, cut = at;
    }
    tree->measure[level] = (uint32_t)measure;
    tree->cut[level] = b->cuts[measure][cut];
    for (size_t i = 0; i < from->count; i++)
        b->leaf[i] = (uint8_t)(b->leaf[i] << 1 | (b->bin[i * from->width + measure] > cut));
}

static void grow_tree(binned *b, sums *of, const grove_course *course, grove_tree *tree) {
    const grove_examples *from = b->from;
    sums in[GROVE_LEAVES] = {{0, 0}};
    memset(b->leaf, 0, from->count);
    for (size_t i = 0; i < from->count; i++) {
        double p = 1.0 / (1.0 + exp(-b->score[i]));
        of[i] = (sums){from->right[i] - p, p * (1 - p)};
    }
    for (unsigned level = 0; level < GROVE_DEPTH; level++) grow_level(b, level, of, course->pull, tree);
    for (size_t i = 0; i < from->count; i++) {
        in[b->leaf[i]].error += of[i].error;
        in[b->leaf[i]].bend += of[i].bend;
    }
    for (size_t l = 0; l < GROVE_LEAVES; l++)
        tree->leaf[l] = (float)(course->rate * in[l].error / (in[l].bend + course->pull));
    for (size_t i = 0; i < from->count; i++) b->score[i] += (double)tree->leaf[b->leaf[i]];
}

float learn_grove(const grove_examples *from, const grove_course *course, grove_tree *trees) {
    binned b = {.from = from,
                .cuts = calloc(from->width, sizeof *b.cuts),
                .bin = malloc(from->count * from->width),
                .leaf = malloc(from->count),
                .score = malloc(from->count * sizeof *b.score)};
    float *column = malloc(from->count * sizeof *column);
    sums *of = malloc(from->count * sizeof *of);
    size_t right = 0;
    for (size_t m = 0; m < from->width; m++) cut_measure(&b, m, column);
    for (size_t i = 0; i < from->count; i++) right += from->right[i];
    double bias = log(((double)right + 1) / ((double)(from->count - right) + 1));
    for (size_t i = 0; i < from->count; i++) b.score[i] = bias;
    for (unsigned t = 0; t < course->trees; t++) grow_tree(&b, of, course, &trees[t]);
    free(of);
    free(column);
    free(b.score);
    free(b.leaf);
    free(b.bin);
    free(b.cuts);
    return (float)bias;
}
