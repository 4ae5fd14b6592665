/* keep.h - files written whole or not at all: whoever reads one sees the old bytes or the new ones, also after the
 * power failed. */
#ifndef CLI_KEEP_H
#define CLI_KEEP_H

#include <sys/types.h>

#include "hallpass.h"

#define KEEP_DRAFT ".new-" /* how files begin that are not finished: whoever finds one may delete it */

/* Writes beside the path, waits until the disk has it, moves it there. `anew`: there must be no such file yet. false:
 * *why. */
bool keep_file(const char *path, hp_str bytes, mode_t mode, bool anew, const char **why);

/* Makes a folder and those above it, as `mkdir -p`. false: *why. */
bool keep_folder(const char *path, mode_t mode, const char **why);

#endif
