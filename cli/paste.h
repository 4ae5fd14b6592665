/* paste.h - a draft pasted or typed into the terminal.
 *
 * A terminal cuts lines at 4,096 bytes unless it is set otherwise; its settings come back at paste_close and when a
 * signal ends the program. Whatever comes while a paste is open is read here, to the end or for nothing, so that no
 * line of a draft is left for the shell to run. There is one paste at a time. */
#ifndef CLI_PASTE_H
#define CLI_PASTE_H

#include "hallpass.h"

/* Before the sandbox. Does nothing while it is open. false: `fd` is no terminal that lets itself be set. */
bool paste_open(int fd);

/* Where a paste is open, a message on the terminal itself, wherever standard error goes. */
void paste_say(const char *text);

/* Reads until Ctrl-D, opening the paste again where it was closed; backspace and Ctrl-U work. Kept are `cap` + 1 bytes
 * at most, so that a longer draft shows. What is typed is shown on the terminal and nowhere else. The caller frees.
 * false: nothing could be read. */
bool paste_read(int fd, size_t cap, char **bytes, size_t *n);

void paste_close(void);

/* The descriptor that shows what is typed; -1: none. */
int paste_descriptor(void);

#endif
