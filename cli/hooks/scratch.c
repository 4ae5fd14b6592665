/* scratch.c - see scratch.h. */
#include "scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fd.h"
#include "mem.h"
#include "tell.h"

enum { OPEN_FOLDERS = 16 };

static const char *parent(bool draft) {
    const char *runtime = getenv("XDG_RUNTIME_DIR"), *usual = getenv("TMPDIR");
    if (draft && runtime && access(runtime, W_OK) == 0) return runtime;
    if (draft && access("/dev/shm", W_OK) == 0) return "/dev/shm";
    return usual && *usual ? usual : "/tmp";
}

char *scratch_make(bool draft) {
    char *folder = mem_text("%s/hallpass-XXXXXX", parent(draft));
    if (mkdtemp(folder)) return folder;
    tell("cannot make a folder like \"%s\": %s", folder, strerror(errno));
    free(folder);
    return NULL;
}

bool scratch_put(const char *path, hp_str text) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600), error = fd < 0 ? errno : 0;
    if (!error) error = fd_write(fd, text.p, text.n);
    if (fd >= 0 && close(fd) != 0 && !error) error = errno;
    if (error) tell("cannot write \"%s\": %s", path, strerror(error));
    return !error;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *walk) {
    (void)st, (void)kind, (void)walk;
    return remove(path);
}

void scratch_remove(char *folder) {
    if (nftw(folder, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS) != 0)
        tell("cannot remove \"%s\": %s", folder, strerror(errno));
    free(folder);
}
