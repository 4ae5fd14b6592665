/* wrap.h - words in lines of a given width. */
#ifndef CLI_WRAP_H
#define CLI_WRAP_H

#include "out.h"

/* Cells that a text takes on a terminal. */
size_t wrap_cells(hp_str text);

/* Prints a text's words, cleaned, in lines of at most `width` cells. The first line goes on at cell `column`, the
 * others are indented to it. Ends with a newline. */
void wrap_text(output *to, hp_str text, size_t column, size_t width);

#endif
