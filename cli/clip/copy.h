/* copy.h - what is copied now: its forms first, then the text and the HTML of it, decoded. */
#ifndef CLIP_COPY_H
#define CLIP_COPY_H

#include "board.h"

enum { COPY_BYTES = 1 << 20 /* of each form; the library's cap for a draft */ };

typedef enum copy_state {
    COPY_READ = 0, /* the text or the HTML or both are there */
    COPY_NOTHING,  /* nothing, files, or a picture */
    COPY_SECRET,   /* a password manager's; not read */
    COPY_OWN,      /* hallpass put it there; not read */
    COPY_LATE,
    COPY_LARGE,
    COPY_CHANGED /* another copy came in between */
} copy_state;

typedef struct copy {
    hp_str text, html;   /* UTF-8; p NULL: not offered in this form */
    bool html_too_large; /* and not read */
} copy;

/* Waits at most some seconds in all. copy_free wipes what was read; it is needed only after COPY_READ. */
copy_state copy_read(board *b, copy *out);
void copy_free(copy *c);

#endif
