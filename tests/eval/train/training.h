/* training.h - what the trainers share: how they end, draw and read files. */
#ifndef TRAINING_H
#define TRAINING_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "hallpass.h"

/* What is wrong with which file or option; the status is 2. */
_Noreturn static inline void die(const char *what, const char *which) {
    fprintf(stderr, "%s: %s\n", which, what);
    exit(2);
}

/* A number below `below`; the same seed, never 0, gives the same numbers (Marsaglia's xorshift, 13, 7, 17). */
static inline uint32_t draw_below(uint64_t *seed, uint32_t below) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (uint32_t)(*seed >> 33) % below;
}

/* All bytes of a file of at most 64 MiB, until the program ends. */
static inline hp_str read_file(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) die("cannot be opened", path);
    size_t room = 64u << 20;
    char *p = malloc(room);
    size_t n = fread(p, 1, room, f);
    fclose(f);
    return (hp_str){p, n};
}

/* Weights as signed bytes; the few larger ones are clipped: finer steps for all others. Returns the scale. */
static inline float to_bytes(const float *weight, size_t n, float kept, int8_t *bytes) {
    float top = 0;
    for (size_t i = 0; i < n; i++) top = fmaxf(top, kept * fabsf(weight[i]));
    float scale = top > 0 ? fminf(top, 3.0f) / 127.0f : 1.0f;
    for (size_t i = 0; i < n; i++) bytes[i] = (int8_t)lroundf(fmaxf(-127.0f, fminf(127.0f, kept * weight[i] / scale)));
    return scale;
}

#endif
