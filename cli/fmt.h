/* fmt.h - `fmt` of rules and policies: files brought into the house form. */
#ifndef CLI_FMT_H
#define CLI_FMT_H

#include "options.h"

#define FMT_OPTIONS                                                                                                    \
    { "check", NULL, NULL, "change nothing; name the files that would change, and exit with 1 when there are any" }

/* Every operand; "-" is standard input, which goes to standard output. A file with mistakes is left alone, and they are
 * told. Returns an exit status. */
int fmt_run(const arguments *args);

#endif
