/* frame.h - messages of a browser to a program beside it ("native messaging"): four bytes of length in this machine's
 * order, then so many bytes of JSON, both ways. */
#ifndef CLI_HOST_FRAME_H
#define CLI_HOST_FRAME_H

#include "out.h"

enum {
    FRAME_TAKEN = 1 << 20, /* bytes of a question that is read: a draft has at most 1 MiB */
    FRAME_GIVEN = 1 << 20, /* bytes of an answer: browsers drop the program over a longer one */
    FRAME_SENT = 64 << 20  /* bytes that a browser sends at most (Chromium); who announces more is none */
};

typedef enum frame_kind {
    FRAME_MESSAGE = 0, /* `message` holds it */
    FRAME_LARGE,       /* it was longer than FRAME_TAKEN and has been passed over */
    FRAME_END,         /* the browser has closed its end, between two messages */
    FRAME_BROKEN       /* the end came in the middle, or the length makes no sense: nothing more can be read */
} frame_kind;

/* Waits for the next message. Holds at most FRAME_TAKEN bytes, and no more than have come. */
frame_kind frame_read(int fd, output *message);

/* Sends one. 0, or the errno of what went wrong; EMSGSIZE, and nothing is sent, when it is longer than FRAME_GIVEN. */
int frame_write(int fd, hp_str message);

#endif
