/* places.h - where a byte of a draft stands, in lines, columns and characters, at the same cost for every byte. */
#ifndef CLI_PLACES_H
#define CLI_PLACES_H

#include "hallpass.h"

typedef struct spot {
    size_t line, column; /* from 1; column in code points */
    size_t character;    /* from 0, in code points of the whole draft */
} spot;

typedef struct places places;

/* The draft must outlive it. A byte order mark at its beginning counts as nothing. */
places *places_new(hp_str draft);
void places_free(places *p);

/* Of the byte at `at`, at most the draft's length. */
spot places_of(const places *p, size_t at);

#endif
