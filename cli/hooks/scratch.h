/* scratch.h - a folder of one's own for a while. */
#ifndef CLI_SCRATCH_H
#define CLI_SCRATCH_H

#include "hallpass.h"

/* Makes a folder that nobody else can open; `draft`: for a draft, so in memory where the machine has a place for that.
 * NULL: told why. */
char *scratch_make(bool draft);

/* Writes a file that is not there yet and that nobody else can read. false: told why. */
bool scratch_put(const char *path, hp_str text);

/* Removes it with all that is in it, and frees its name. */
void scratch_remove(char *folder);

#endif
