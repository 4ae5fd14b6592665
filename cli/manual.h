/* manual.h - what the option tables make beside the help pages: the man page, completions for shells, and the page of
 * all commands in Markdown. */
#ifndef CLI_MANUAL_H
#define CLI_MANUAL_H

#include "options.h"

#define MANUAL_FORMATS "text|man|bash|zsh|fish"

/* Prints the format for all commands; "text" is not one of these. */
void manual_print(output *to, const char *format, const command *const *all, size_t count);

#endif
