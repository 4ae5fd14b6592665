/* fd.c - see fd.h. */
#include "fd.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <unistd.h>

/* Whether the call that has just failed is to be made again; waits until that makes sense. */
static bool try_again(int fd, short events) {
    struct pollfd wanted = {.fd = fd, .events = events};
    if (errno == EINTR) return true;
    if (errno != EAGAIN) return false;
    return poll(&wanted, 1, -1) >= 0 || errno == EINTR;
}

ssize_t fd_read(int fd, void *bytes, size_t room) {
    ssize_t got;
    do got = read(fd, bytes, room);
    while (got < 0 && try_again(fd, POLLIN));
    return got;
}

int fd_write(int fd, const void *bytes, size_t n) {
    const char *p = bytes;
    while (n > 0) {
        ssize_t wrote = write(fd, p, n);
        if (wrote < 0 && try_again(fd, POLLOUT)) continue;
        if (wrote < 0) return errno;
        p += wrote, n -= (size_t)wrote;
    }
    return 0;
}
