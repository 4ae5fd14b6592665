/* fix.h - `hallpass check --fix`: asks about one finding at a time and mends the draft.
 *
 * The outer half opens, asks and writes; what is found, after every change anew, the shut-in half says (keeper.h). A
 * FILE is replaced as a whole, and only when the person says so; another input comes out on standard output. */
#ifndef CLI_FIX_H
#define CLI_FIX_H

#include "options.h"

/* With the arguments of "check". Returns the exit status of the last check: of the draft as it is left. */
int fix_run(const arguments *args);

#endif
