/* replace.h - a file's bytes replaced as a whole: whoever reads it sees the old ones or the new ones, never a part. */
#ifndef CLI_REPLACE_H
#define CLI_REPLACE_H

#include "hallpass.h"

/* Writes beside `path` and renames; permissions, owner (where that is allowed) and what a link points to are kept.
 * false: *why says what went wrong, and the file is as it was. */
bool replace_file(const char *path, hp_str bytes, const char **why);

#endif
