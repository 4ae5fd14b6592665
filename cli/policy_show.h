/* policy_show.h - `hallpass policy show`: what a policy says once its layers are laid over each other. */
#ifndef CLI_POLICY_SHOW_H
#define CLI_POLICY_SHOW_H

#include "options.h"

/* Operands: the files or ids; --effective: every value with the file and line that set it. The exit status.
 */
int policy_show(const arguments *args);

#endif
