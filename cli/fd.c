/* fd.c - see fd.h. */
#include "fd.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
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

/* ---- closing -------------------------------------------------------------------------------------------------- */

static int by_number(const void *a, const void *b) {
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}

/* All between those to be kept. false: the kernel does not know the call. */
static bool close_gaps(const int *keep, size_t count) {
    unsigned next = STDERR_FILENO + 1;
    for (size_t i = 0; i < count; i++) {
        if (keep[i] < (int)next) continue;
        unsigned kept = (unsigned)keep[i];
        if (kept > next && close_range(next, kept - 1, 0) != 0) return false;
        next = kept + 1;
    }
    return close_range(next, ~0u, 0) == 0;
}

static void close_listed(const int *keep, size_t count) {
    DIR *all = opendir("/proc/self/fd");
    for (struct dirent *e; all && (e = readdir(all));) {
        int fd = atoi(e->d_name);
        if (fd > STDERR_FILENO && fd != dirfd(all) && !bsearch(&fd, keep, count, sizeof(fd), by_number)) close(fd);
    }
    if (all) closedir(all);
}

void fd_close_others(int *keep, size_t count) {
    if (count > 1) qsort(keep, count, sizeof(*keep), by_number);
    if (!close_gaps(keep, count)) close_listed(keep, count);
}
