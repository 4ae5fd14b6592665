/* prefilter.h - which patterns may match in a text at all: one pass over it for all of their literals. */
#ifndef HALLPASS_PREFILTER_H
#define HALLPASS_PREFILTER_H

#include "find/find.h"

/* Sets asleep[i] to 1 for every pattern that cannot match anywhere in `clean`, to 0 for the others. It may leave one
 * awake for nothing; it never puts one to sleep that would match. `asleep` has a byte per pattern of the pack. */
HP_MUST_USE hp_status prefilter_run(const hp_pack *pack, arena *a, hp_str clean, uint8_t *asleep);

#endif
