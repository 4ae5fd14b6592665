/* board.h - the clipboard of a display: told of each copy, never asked in turns.
 *
 * CLIPBOARD only, never the primary selection. Two kinds: X11 (x11.h, also Xwayland) and the compositors that let a
 * program watch (wayland.h). */
#ifndef CLIP_BOARD_H
#define CLIP_BOARD_H

#include "out.h"

typedef enum board_status {
    BOARD_OK = 0,
    BOARD_NOTHING, /* nothing is on the clipboard, or its owner is gone or does not give that form */
    BOARD_LATE,    /* its owner did not answer in time */
    BOARD_LARGE,   /* more bytes than were asked for; no more were read */
    BOARD_CHANGED  /* another copy came in between */
} board_status;

enum { BOARD_NAMES = 256 }; /* forms of one copy that are looked at; word processors offer some thirty */

typedef struct board_names {
    char *list[BOARD_NAMES];
    size_t count;
} board_names;

void board_names_free(board_names *names);

typedef struct board board;

typedef struct board_kind {
    /* Takes what has come; true: there was a copy since the last call. Serves what this program offers. */
    bool (*changed)(board *b);
    /* The forms of what is copied now; no byte of it is read. */
    board_status (*names)(board *b, int64_t until_ms, board_names *out);
    /* The copy in one of its forms, at most `cap` bytes. What was read stands in `into` and is the caller's to wipe. */
    board_status (*read)(board *b, const char *name, size_t cap, int64_t until_ms, output *into);
    /* Puts a text there, as plain text only. It stays as long as this program does or until the next copy. */
    bool (*put)(board *b, hp_str text);
    /* Whether that text must still be served by this program. */
    bool (*serving)(board *b);
    void (*close)(board *b);
} board_kind;

struct board {
    const board_kind *kind;
    int fd;        /* readable when `changed` should be called */
    bool marks;    /* `put` offers OFFER_MARK beside the text */
    bool has_gone; /* the display or the watcher is not there any more */
};

/* Opens the clipboard of the display that the environment names; `why` says what cannot be had, for the person: NULL
 * when nothing is to be said. NULL: told why. */
board *board_open(const char **note);

/* Zeroes and frees bytes of a draft. */
void board_wipe(output *bytes);

#endif
