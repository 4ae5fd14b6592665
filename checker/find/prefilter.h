/* prefilter.h - which patterns may match in a text: one pass over it for what all of them need.
 *
 * It may name a pattern for nothing; it never leaves one out that matches. A pack's programs say what each pattern
 * needs (pack/needs.c).
 */
#ifndef HALLPASS_PREFILTER_H
#define HALLPASS_PREFILTER_H

#include "pack/pack.h"

/* What was met in the text that was read last. Belongs to one thread. */
typedef struct prefilter prefilter;

/* `off`: every pattern may match everywhere. */
HP_MUST_USE hp_status prefilter_new(const hp_pack *pack, bool off, prefilter **out);
void prefilter_free(prefilter *p); /* NULL is fine */

/* Reads a text: at most LIMIT_WINDOW bytes and what may be looked back at. */
void prefilter_read(prefilter *p, hp_str clean);

/* The set (base/bits.h) of the patterns of rules (no frames, none of conditions) that may match in the text that was
 * read. Valid until the next text is read. */
const uint64_t *prefilter_awake(prefilter *p);

/* Whether a pattern may match in that text or a piece of it. */
bool prefilter_may(prefilter *p, uint32_t pattern);

#endif
