/* wrap.h - words in lines of a given width. */
#ifndef CLI_WRAP_H
#define CLI_WRAP_H

#include "out.h"

/* Cells that a text takes on a terminal. */
size_t wrap_cells(hp_str text);

/* Prints a text's words, cleaned, in lines of at most `width` cells. The first line goes on at cell `column`, the
 * others are indented to it. Ends with a newline. */
void wrap_text(output *to, hp_str text, size_t column, size_t width);

/* Behind a label: the text begins at cell `column`, or, where lines are short, on a line of its own. */
enum { WRAP_NARROW = 60, WRAP_INDENT = 4 };
void wrap_beside(output *to, const char *label, hp_str text, size_t column, size_t width);

#endif
