/* spots.h - the places of a draft where most matches begin, each with a number for the bytes that stand there: what was
 * found out of some bytes once need not be found out again.
 */
#ifndef HALLPASS_SPOTS_H
#define HALLPASS_SPOTS_H

#include "hallpass.h"

enum {
    SPOT_SIZES = 2,
    SPOT_NUMBERS = 8192, /* of each size: the first bytes met get them, which are the common ones */
    SPOT_NONE = UINT16_MAX
};
extern const uint8_t spot_bytes[SPOT_SIZES]; /* how many bytes a number stands for, rising */

/* A place, with the numbers of the bytes there, all of ASCII, and what stands before (BEHIND_); SPOT_NONE: it has none.
 */
typedef struct edge {
    uint32_t clean_at;
    uint16_t numbers[SPOT_SIZES];
} edge;

/* In order. */
typedef struct edge_list {
    edge *v;
    size_t n;
} edge_list;

/* Belongs to one thread. */
typedef struct spotter spotter;

HP_MUST_USE hp_status spotter_new(spotter **out);
void spotter_free(spotter *s); /* NULL is fine */

/* Reads a draft's clean text in place of the one before; numbers are kept. */
HP_MUST_USE hp_status spotter_read(spotter *s, hp_str clean);

/* Where a word of ASCII begins, and every character beyond it, which may be a word's or not. */
const edge_list *spotter_starts(const spotter *s);
/* Those and all other places that do not lie between two word characters of ASCII. */
const edge_list *spotter_edges(const spotter *s);

/* The first of them from a place on, by its index. */
size_t spots_from(const edge_list *s, size_t clean_at);

#endif
