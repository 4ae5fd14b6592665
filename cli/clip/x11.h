/* x11.h - the clipboard of an X11 display, by XFixes: the server tells of each new owner. The only wrapper of Xlib. */
#ifndef CLIP_X11_H
#define CLIP_X11_H

#include "board.h"

/* NULL: *why, for a message. An X server that ends later ends the program, told, with STATUS_WRONG. Errors of the
 * protocol (a window that vanished) are passed over: whoever vanished does not answer. */
board *x11_open(const char **why);

#endif
