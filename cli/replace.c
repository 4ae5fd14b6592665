/* replace.c - see replace.h. */
#include "replace.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fd.h"
#include "mem.h"

/* 0, or the errno of what went wrong. */
static int fill(int fd, const struct stat *like, hp_str bytes) {
    int error = fd_write(fd, bytes.p, bytes.n);
    if (!error && fchown(fd, like->st_uid, like->st_gid) != 0 && errno != EPERM) error = errno;
    if (!error && fchmod(fd, like->st_mode & 07777) != 0) error = errno; /* after the owner: that may take bits away */
    if (!error && fsync(fd) != 0) error = errno;
    return error;
}

static int replace(const char *real, hp_str bytes) {
    struct stat like;
    if (stat(real, &like) != 0) return errno;
    char *beside = mem_text("%s.XXXXXX", real);
    int fd = mkstemp(beside), error = fd < 0 ? errno : fill(fd, &like, bytes);
    if (fd >= 0 && close(fd) != 0 && !error) error = errno;
    if (!error && rename(beside, real) != 0) error = errno;
    if (fd >= 0 && error) unlink(beside);
    free(beside);
    return error;
}

bool replace_file(const char *path, hp_str bytes, const char **why) {
    char *real = realpath(path, NULL);
    int error = real ? replace(real, bytes) : errno;
    free(real);
    if (error) *why = strerror(error);
    return !error;
}
