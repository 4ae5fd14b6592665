/* programs.h - the other programs of hallpass, each beside this one: what links a network, display or browser library
 * does not burden a check. */
#ifndef CLI_PROGRAMS_H
#define CLI_PROGRAMS_H

#include <stddef.h>

typedef struct program {
    const char *name; /* "serve": "hallpass serve ..." runs "hallpass-serve ..." */
    const char *summary;
} program;

/* The table's row at `at`; NULL after the last. */
const program *program_at(size_t at);

/* Path of "hallpass", or of "hallpass-NAME", in the folder that the running program lies in. The caller frees it. */
char *program_path(const char *name);

/* Becomes the program NAME with the arguments (NULL at the end) that followed its name. Returns only when it cannot:
 * told why, STATUS_WRONG. */
int program_become(const char *name, char **arguments);

#endif
