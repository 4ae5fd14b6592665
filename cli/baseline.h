/* baseline.h - which findings were there already: a file of fingerprints, eight bytes each, and no text.
 *
 * A fingerprint is a keyed hash of the rule, the whole post and the place in it. The key stands in a file of its own
 * beside the baseline (PATH.key), made once, for its owner alone: who has the baseline without the key cannot try
 * whether a post that he thinks of is in it. All files are opened before the sandbox. */
#ifndef CLI_BASELINE_H
#define CLI_BASELINE_H

#include "secrets.h"

typedef struct baseline baseline;

/* Reads one, with its key. NULL: told why. */
baseline *baseline_open(const char *path);
/* Begins one, where there is none yet; the key beside it is used, or made. NULL: told why. */
baseline *baseline_new(const char *path);
void baseline_free(baseline *b);
/* Takes the file of a new one away again, before the sandbox: nothing will be written. */
void baseline_withdraw(const baseline *b);

/* Its descriptor, while it is written; -1: none. */
int baseline_descriptor(const baseline *b);

uint64_t baseline_mark(const baseline *b, hp_str rule, hp_str post, size_t start);
bool baseline_has(const baseline *b, uint64_t mark);
void baseline_add(baseline *b, uint64_t mark);

/* Writes what was added; what is not written to its end is never taken for a baseline. false: told why. */
bool baseline_write(baseline *b);

#endif
