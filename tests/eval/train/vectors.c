/* vectors.c - see vectors.h. */
#include "vectors.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <jansson.h>

float dot(const float *a, const float *b) {
    float sum[4] = {0};
    for (int i = 0; i < WIDTH; i += 4)
        for (int k = 0; k < 4; k++) sum[k] += a[i + k] * b[i + k];
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

void normalise(float *v) {
    float length = sqrtf(dot(v, v)) + 1e-9f;
    for (int i = 0; i < WIDTH; i++) v[i] /= length;
}

static int is_word(const char *s) {
    for (; *s; s++)
        if ((*s >= 'a' && *s <= 'z') || (*s & 0x80)) return 1;
    return 0;
}

size_t read_vectors(const char *path, const char **word, vector *place) {
    json_error_t error;
    json_t *root = json_load_file(path, 0, &error), *words = json_object_get(root, "words"), *entry;
    json_t *vectors = json_object_get(root, "vectors");
    size_t n = 0, i;
    if (!words || !vectors) {
        fprintf(stderr, "%s holds no vectors: %s\n", path, error.text);
        exit(2);
    }
    json_array_foreach(words, i, entry) {
        const char *s = json_string_value(entry);
        json_t *numbers = json_object_get(vectors, s);
        if (n == WORDS) break;
        if (!is_word(s) || !numbers) continue;
        for (size_t d = 0; d < WIDTH; d++) place[n][d] = (float)json_number_value(json_array_get(numbers, d));
        normalise(place[n]);
        word[n++] = s;
    }
    return n;
}
