/* frame.c - see frame.h. */
#include "frame.h"

#include <errno.h>
#include <string.h>

#include "fd.h"

enum { STEP = 64 * 1024 };

static size_t smaller(size_t a, size_t b) {
    return a < b ? a : b;
}

/* The bytes that came, fewer than n only at the end of the input. */
static size_t read_up_to(int fd, char *bytes, size_t n) {
    size_t have = 0;
    while (have < n) {
        ssize_t got = fd_read(fd, bytes + have, n - have);
        if (got <= 0) break;
        have += (size_t)got;
    }
    return have;
}

frame_kind frame_read(int fd, output *message) {
    char head[sizeof(uint32_t)], step[STEP];
    uint32_t length;
    out_clear(message);
    size_t have = read_up_to(fd, head, sizeof head);
    if (have == 0) return FRAME_END;
    if (have < sizeof head) return FRAME_BROKEN;
    memcpy(&length, head, sizeof length);
    if (length > FRAME_SENT) return FRAME_BROKEN;
    for (size_t left = length; left > 0;) {
        size_t want = smaller(left, STEP), got = read_up_to(fd, step, want);
        if (length <= FRAME_TAKEN) out_bytes(message, step, got);
        if (got < want) return FRAME_BROKEN;
        left -= got;
    }
    return length <= FRAME_TAKEN ? FRAME_MESSAGE : FRAME_LARGE;
}

int frame_write(int fd, hp_str message) {
    if (message.n > FRAME_GIVEN) return EMSGSIZE;
    uint32_t length = (uint32_t)message.n;
    int error = fd_write(fd, &length, sizeof length);
    return error ? error : fd_write(fd, message.p, message.n);
}
