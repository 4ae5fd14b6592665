/* term.h - the terminal: whether and how to colour, and its width. */
#ifndef CLI_TERM_H
#define CLI_TERM_H

#include "hallpass.h"

/* when: auto | always | never. */
bool term_colored(int fd, const char *when);

/* Columns of the terminal; 80 where it is none. */
size_t term_width(int fd);

/* Lets term_cells know wide characters; call it before the sandbox. Without it every character has one cell. */
void term_know_characters(void);

/* Cells that a code point takes: 0, 1 or 2. */
size_t term_cells(uint32_t c);

#endif
