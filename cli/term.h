/* term.h - the terminal: whether and how to colour, its width, and a draft pasted into it. */
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

/* Makes the terminal on `fd` give long lines whole: a canonical one cuts them at 4,096 bytes. The settings come back at
 * term_end_paste, and when a signal ends the program. false: it is no terminal that lets itself be set. */
bool term_begin_paste(int fd);

/* Reads up to `cap` + 1 bytes until Ctrl-D; backspace and Ctrl-U work. The caller frees. false: nothing could be read.
 */
bool term_read_paste(int fd, size_t cap, char **bytes, size_t *n);

void term_end_paste(void);

#endif
