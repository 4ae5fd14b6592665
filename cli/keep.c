/* keep.c - see keep.h. */
#include "keep.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fd.h"
#include "mem.h"

/* The folder of a path, and its last part. */
static char *folder_of(const char *path, const char **name) {
    const char *slash = strrchr(path, '/');
    *name = slash ? slash + 1 : path;
    return slash == path ? mem_text("/") : slash ? mem_text("%.*s", (int)(slash - path), path) : mem_text(".");
}

/* 0, or the errno of what went wrong. */
static int write_draft(int dir, const char *draft, hp_str bytes, mode_t mode) {
    int fd = openat(dir, draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    if (fd < 0) return errno;
    int error = fd_write(fd, bytes.p, bytes.n);
    if (!error && fsync(fd) != 0) error = errno;
    if (close(fd) != 0 && !error) error = errno;
    return error;
}

static int move(int dir, const char *draft, const char *name, bool anew) {
    if (renameat2(dir, draft, dir, name, anew ? RENAME_NOREPLACE : 0) != 0) return errno;
    return fsync(dir) == 0 || errno == EINVAL ? 0 : errno; /* some file systems know no fsync of folders */
}

bool keep_file(const char *path, hp_str bytes, mode_t mode, bool anew, const char **why) {
    const char *name;
    char *folder = folder_of(path, &name), *draft = mem_text(KEEP_DRAFT "%ld", (long)getpid());
    int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), error = dir < 0 ? errno : 0;
    if (dir >= 0) {
        (void)!unlinkat(dir, draft, 0); /* of a process long gone that had this one's number */
        error = write_draft(dir, draft, bytes, mode);
        if (!error) error = move(dir, draft, name, anew);
        if (error) (void)!unlinkat(dir, draft, 0);
        close(dir);
    }
    free(draft);
    free(folder);
    *why = error ? strerror(error) : NULL;
    return !error;
}

bool keep_folder(const char *path, mode_t mode, const char **why) {
    char *part = mem_text("%s", path);
    struct stat st;
    int first = 0; /* what went wrong above all others */
    for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        if (mkdir(part, mode) != 0 && errno != EEXIST && !first) first = errno;
        *slash = '/';
    }
    free(part);
    bool ok = mkdir(path, mode) == 0 || errno == EEXIST;
    if (ok && stat(path, &st) == 0 && !S_ISDIR(st.st_mode)) {
        *why = "it is not a folder";
        return false;
    }
    *why = ok ? NULL : strerror(first ? first : errno);
    return ok;
}
