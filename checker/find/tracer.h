/* tracer.h - where a pattern may match in a text, by its sketch (pack/sketch.h), before PCRE2 is asked.
 *
 * It may name a place for nothing; it never leaves one out where a match begins. Sketches are walked by machines that
 * are made state by state as texts need them; they are thrown away when they grow too large, which changes no answer.
 */
#ifndef HALLPASS_TRACER_H
#define HALLPASS_TRACER_H

#include "find/spots.h"
#include "pack/pack.h"

/* Belongs to one thread. */
typedef struct tracer tracer;

/* `off`: every pattern may match everywhere. */
HP_MUST_USE hp_status tracer_new(const hp_pack *pack, bool off, tracer **out);
void tracer_free(tracer *t); /* NULL is fine */

/* Whether the pattern has a sketch that says something. */
bool tracer_knows(const tracer *t, uint32_t pattern);

/* Where matches of a pattern begin: anywhere (or nothing is known of it), at the edges of words, at starts of words
 * alone. */
typedef enum tracer_place { TRACER_ANYWHERE, TRACER_EDGES, TRACER_STARTS } tracer_place;
tracer_place tracer_begins_at(const tracer *t, uint32_t pattern);

/* Reads a draft's clean text, of which most of what is searched is a part; it must stay until the next one is read. */
HP_MUST_USE hp_status tracer_read(tracer *t, hp_str clean);

/* The first place from `from` on where a match of a pattern that it knows may begin, looking back at what stands before
 * `from`; TRACER_NONE: there is none. */
size_t tracer_next(tracer *t, uint32_t pattern, hp_str text, size_t from);
#define TRACER_NONE SIZE_MAX

/* All edges of words in the draft. */
const edge_list *tracer_edges(const tracer *t);

/* Sets of patterns (base/bits.h): how many words of 64 bits one has. */
size_t tracer_set_words(const tracer *t);

/* Reads a part of the draft as if it ended there. */
HP_MUST_USE hp_status tracer_open(tracer *t, size_t clean_start, size_t clean_end);

/* Of a set of patterns that it knows, those of which a match may begin at an edge of the part that was opened: into
 * `out`, which has room for all, in rising order. Returns how many they are. */
size_t tracer_begun(tracer *t, const edge *place, const uint64_t *set, uint32_t *out);

#endif
