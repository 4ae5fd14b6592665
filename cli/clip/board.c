/* board.c - see board.h. */
#include "board.h"

#include <stdlib.h>
#include <string.h>

#include "tell.h"
#include "wayland.h"
#include "x11.h"

void board_names_free(board_names *names) {
    for (size_t i = 0; i < names->count; i++) free(names->list[i]);
    names->count = 0;
}

void board_wipe(output *bytes) {
    if (bytes->p) explicit_bzero(bytes->p, bytes->room);
    out_free(bytes);
}

static bool is_set(const char *variable) {
    const char *value = getenv(variable);
    return value && *value;
}

/* Where the compositor keeps its clipboard to itself, Xwayland is told of each copy all the same. */
board *board_open(const char **note) {
    const char *why = NULL, *why_x11 = NULL;
    bool wayland = is_set("WAYLAND_DISPLAY"), x11 = is_set("DISPLAY");
    *note = NULL;
    board *b = wayland ? wayland_open(&why) : NULL;
    if (b || (!wayland && !x11)) {
        if (!b) tell("there is no display here: neither WAYLAND_DISPLAY nor DISPLAY is set");
        return b;
    }
    if (x11) b = x11_open(&why_x11);
    if (b) {
        *note = why;
        return b;
    }
    if (why) tell("%s", why);
    if (why_x11) tell("%s", why_x11);
    if (!x11) tell("without Xwayland (DISPLAY is not set) its copies cannot be seen; paste into \"hallpass check\"");
    return NULL;
}
