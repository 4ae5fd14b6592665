/* hook_child.h - other programs: run and read, or become. Texts reach them on standard input only, from memory. */
#ifndef CLI_CHILD_H
#define CLI_CHILD_H

#include "out.h"

enum { CHILD_NONE = -1, CHILD_TOO_LONG = -2 };

/* Runs argv (NULL at the end; found on PATH) without input and keeps at most `cap` bytes of what it prints. Returns its
 * exit status (128 and the signal that ended it); CHILD_NONE when it cannot be run, told why; CHILD_TOO_LONG when it
 * prints more, and is ended. */
int child_read(const char *const *argv, size_t cap, output *out);

/* Runs argv with the terminal, or apart from any, in `folder` (NULL: here) with `input` on its standard input. Returns
 * as child_read; what it prints is not kept. */
int child_run(const char *const *argv);
int child_run_with(const char *const *argv, hp_str input); /* and with `input` on its standard input */
int child_run_apart(const char *const *argv, const char *folder, hp_str input);

/* Becomes argv with exactly these bytes on standard input, in memory that nothing can change any more. Returns only
 * when it cannot: told why. */
void child_become_with(const char *const *argv, hp_str input);

/* The same with the standard input that there is. */
void child_become(const char *const *argv);

#endif
