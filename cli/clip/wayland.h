/* wayland.h - the clipboard of the Wayland compositors that let a program watch it (wlroots' data-control protocol:
 * sway, Hyprland, river, KDE's kwin), by wl-paste and wl-copy of the package wl-clipboard. */
#ifndef CLIP_WAYLAND_H
#define CLIP_WAYLAND_H

#include "board.h"

/* NULL: *why, for a message. */
board *wayland_open(const char **why);

#endif
