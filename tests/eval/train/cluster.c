/* cluster.c - words by the company they keep: rules/names/clusters.txt from word vectors.
 *
 * usage: cluster VECTORS.json >clusters.txt
 *
 * VECTORS.json is read as vectors.h says. The most frequent words are put into clusters by spherical k-means; the
 * clusters are then ordered by halving them again and again along their widest direction, so that near numbers are near
 * in meaning and number >> 4 is a coarser cluster. A line a cluster, its words in the order of frequency. The same
 * input and compiler give the same bytes.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vectors.h"

enum { CLUSTERS = 1024, ROUNDS = 12, SEEDS_AMONG = 20000, POWER_ROUNDS = 60 };

static const char *word[WORDS];
static vector place[WORDS], centre[CLUSTERS];
static uint32_t cluster_of[WORDS], size_of[CLUSTERS];
static float along[CLUSTERS]; /* a centre's place on the line that is halved */

static uint32_t draw(uint32_t below) {
    static uint64_t seed = 88172645463325252ull;
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 33) % below;
}

/* ---- k-means on the sphere ---- */

static uint32_t nearest(const float *v) {
    uint32_t best = 0;
    float most = -2;
    for (uint32_t c = 0; c < CLUSTERS; c++) {
        float near = dot(v, centre[c]);
        if (near > most) most = near, best = c;
    }
    return best;
}

static void one_round(size_t n) {
    for (size_t i = 0; i < n; i++) cluster_of[i] = nearest(place[i]);
    memset(centre, 0, sizeof centre);
    memset(size_of, 0, sizeof size_of);
    for (size_t i = 0; i < n; i++) {
        size_of[cluster_of[i]]++;
        for (int d = 0; d < WIDTH; d++) centre[cluster_of[i]][d] += place[i][d];
    }
    for (uint32_t c = 0; c < CLUSTERS; c++) {
        if (size_of[c])
            normalise(centre[c]);
        else
            memcpy(centre[c], place[draw((uint32_t)n)], sizeof(vector));
    }
}

/* ---- the order of the clusters ---- */

static int by_place(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    if (along[x] != along[y]) return along[x] < along[y] ? -1 : 1;
    return (x > y) - (x < y);
}

/* The direction in which the centres of v[0..n) spread most, by power iteration. */
static void widest(const uint32_t *v, size_t n, const float *mean, float *direction) {
    for (int d = 0; d < WIDTH; d++) direction[d] = centre[v[0]][d] - mean[d] + 0.001f * (float)d;
    for (int round = 0; round < POWER_ROUNDS; round++) {
        vector next = {0};
        for (size_t i = 0; i < n; i++) {
            vector off;
            for (int d = 0; d < WIDTH; d++) off[d] = centre[v[i]][d] - mean[d];
            float s = dot(off, direction);
            for (int d = 0; d < WIDTH; d++) next[d] += s * off[d];
        }
        normalise(next);
        memcpy(direction, next, sizeof next);
    }
}

static void order(uint32_t *v, size_t n) {
    vector mean = {0}, direction;
    if (n < 2) return;
    for (size_t i = 0; i < n; i++)
        for (int d = 0; d < WIDTH; d++) mean[d] += centre[v[i]][d] / (float)n;
    widest(v, n, mean, direction);
    for (size_t i = 0; i < n; i++) along[v[i]] = dot(centre[v[i]], direction);
    qsort(v, n, sizeof *v, by_place);
    order(v, n / 2);
    order(v + n / 2, n - n / 2);
}

int main(int argc, char **argv) {
    static uint32_t ordered[CLUSTERS];
    if (argc != 2) {
        fprintf(stderr, "usage: cluster VECTORS.json >clusters.txt\n");
        return 2;
    }
    size_t n = read_vectors(argv[1], word, place);
    for (uint32_t c = 0; c < CLUSTERS; c++) memcpy(centre[c], place[draw(SEEDS_AMONG)], sizeof(vector));
    for (int round = 0; round < ROUNDS; round++) one_round(n);
    for (uint32_t c = 0; c < CLUSTERS; c++) ordered[c] = c;
    order(ordered, CLUSTERS);
    printf("# made by tests/eval/train/cluster.c; see README.md\n");
    for (uint32_t k = 0; k < CLUSTERS; k++) {
        const char *between = "";
        for (size_t i = 0; i < n; i++) {
            if (cluster_of[i] != ordered[k]) continue;
            printf("%s%s", between, word[i]);
            between = " ";
        }
        printf("\n");
    }
    return 0;
}
