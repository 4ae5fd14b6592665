/* prefilter.h - where which patterns may match in a text: one pass over it for all of their literals. */
#ifndef HALLPASS_PREFILTER_H
#define HALLPASS_PREFILTER_H

#include "find/find.h"

/* A text in up to 64 blocks, a bit each. A short one is one block. */
enum { PREFILTER_BLOCKS = 64, PREFILTER_LEAST = 256 /* bytes of a block */ };

/* Bytes of a block of a text of n bytes. */
size_t prefilter_block(size_t n);

/* Sets where[i] to the blocks in which a match of pattern i, of at most LIMIT_WINDOW_OVERLAP bytes, may lie: 0 when it
 * cannot match anywhere in `clean`. It may name a block for nothing; it never leaves out one that holds a match.
 * `where` has an entry per pattern of the pack. */
HP_MUST_USE hp_status prefilter_run(const hp_pack *pack, arena *a, hp_str clean, uint64_t *where);

#endif
