/* baseline.c - see baseline.h.
 *
 * The file: HEAD, the number of fingerprints (8 bytes), these in rising order, TAIL; in this machine's byte order, as
 * the key's file belongs to one machine, too. */
#include "baseline.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest.h"
#include "fd.h"
#include "files.h"
#include "mem.h"
#include "tell.h"

#define HEAD "hallpass baseline 1\n"
#define TAIL "end of baseline\n"
enum { HEAD_BYTES = sizeof(HEAD) - 1, TAIL_BYTES = sizeof(TAIL) - 1, FRAME = HEAD_BYTES + TAIL_BYTES + 8 };
enum { MOST_BYTES = 1 << 30 }; /* 134 million findings */

struct baseline {
    char *path;
    int fd; /* while it is written; else -1 */
    unsigned char key[SECRETS_KEY];
    uint64_t *marks;
    size_t count, room;
};

static baseline *end(baseline *b) {
    baseline_free(b);
    return NULL;
}

/* ---- the key */

/* Nobody but its owner may read it. */
static bool is_private(int fd) {
    struct stat st;
    return fstat(fd, &st) == 0 && (st.st_mode & 077) == 0;
}

static bool take_key(baseline *b, const char *path, int fd) {
    char *bytes = NULL;
    size_t n = 0;
    const char *why = "others may read it: chmod 600 it, if only you have read it until now";
    bool ok = is_private(fd) && files_read_all(fd, SECRETS_KEY, &bytes, &n, &why);
    if (ok && n != SECRETS_KEY) why = "it is no key of a baseline", ok = false;
    if (ok)
        memcpy(b->key, bytes, SECRETS_KEY);
    else
        tell("cannot use the key \"%s\": %s", path, why);
    if (bytes) secrets_forget(bytes, n);
    free(bytes);
    return ok;
}

static bool make_key(baseline *b, const char *path) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    secrets_random(b->key, sizeof(b->key));
    int error = fd < 0 ? errno : fd_write(fd, b->key, sizeof(b->key));
    if (fd >= 0 && close(fd) != 0 && !error) error = errno;
    if (!error) return true;
    tell("cannot write the key \"%s\": %s", path, strerror(error));
    if (fd >= 0) unlink(path);
    return false;
}

/* `may_make`: when there is none, one is made. */
static bool load_key(baseline *b, bool may_make) {
    char *path = mem_text("%s.key", b->path);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool missing = fd < 0 && errno == ENOENT, ok;
    if (fd >= 0)
        ok = take_key(b, path, fd);
    else if (missing && may_make)
        ok = make_key(b, path);
    else {
        tell("cannot read the key \"%s\": %s; a baseline is of use only with the key that was made with it", path,
             strerror(errno));
        ok = false;
    }
    if (fd >= 0) close(fd);
    free(path);
    return ok;
}

/* ---- the file */

static int by_size(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static bool take_marks(baseline *b, const char *bytes, size_t n) {
    uint64_t count;
    if (n < FRAME || memcmp(bytes, HEAD, HEAD_BYTES) != 0) return false;
    memcpy(&count, bytes + HEAD_BYTES, sizeof(count));
    if (count != (n - FRAME) / sizeof(count) || (n - FRAME) % sizeof(count)) return false;
    if (memcmp(bytes + n - TAIL_BYTES, TAIL, TAIL_BYTES) != 0) return false;
    b->count = (size_t)count;
    b->marks = mem_new(b->count, sizeof(*b->marks));
    memcpy(b->marks, bytes + HEAD_BYTES + sizeof(count), b->count * sizeof(*b->marks));
    qsort(b->marks, b->count, sizeof(*b->marks), by_size); /* in order already; but nobody vouches for it */
    return true;
}

baseline *baseline_open(const char *path) {
    baseline *b = mem_new(1, sizeof(*b));
    *b = (baseline){.path = mem_text("%s", path), .fd = -1};
    digest_start();
    if (!load_key(b, false)) return end(b);
    char *bytes = NULL;
    size_t n = 0;
    const char *why;
    bool ok = files_load(path, MOST_BYTES, false, &bytes, &n, &why);
    if (ok && !take_marks(b, bytes, n)) {
        why = "it is no baseline, or was not written to its end: make it anew";
        ok = false;
    }
    if (!ok) tell("cannot use the baseline \"%s\": %s", path, why);
    free(bytes);
    return ok ? b : end(b);
}

baseline *baseline_new(const char *path) {
    baseline *b = mem_new(1, sizeof(*b));
    *b = (baseline){.path = mem_text("%s", path), .fd = -1};
    digest_start();
    b->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (b->fd < 0) {
        if (errno == EEXIST)
            tell("\"%s\" is there already: choose another name for the new baseline, or delete it", path);
        else
            tell("cannot write the baseline \"%s\": %s", path, strerror(errno));
        return end(b);
    }
    if (load_key(b, true)) return b;
    baseline_withdraw(b);
    return end(b);
}

void baseline_free(baseline *b) {
    if (!b) return;
    if (b->fd >= 0) close(b->fd);
    secrets_forget(b->key, sizeof(b->key));
    free(b->marks);
    free(b->path);
    free(b);
}

void baseline_withdraw(const baseline *b) {
    if (b && b->fd >= 0) unlink(b->path);
}

int baseline_descriptor(const baseline *b) {
    return b ? b->fd : -1;
}

uint64_t baseline_mark(const baseline *b, hp_str rule, hp_str post, size_t start) {
    uint64_t at = start;
    hp_str texts[] = {rule, post, {(const char *)&at, sizeof(at)}};
    return secrets_mark(b->key, texts, sizeof(texts) / sizeof(texts[0]));
}

bool baseline_has(const baseline *b, uint64_t mark) {
    return b->count && bsearch(&mark, b->marks, b->count, sizeof(mark), by_size);
}

void baseline_add(baseline *b, uint64_t mark) {
    b->marks = mem_grow(b->marks, &b->room, b->count + 1, sizeof(*b->marks));
    b->marks[b->count++] = mark;
}

bool baseline_write(baseline *b) {
    uint64_t count = b->count;
    if (b->count) qsort(b->marks, b->count, sizeof(*b->marks), by_size);
    int error = fd_write(b->fd, HEAD, HEAD_BYTES);
    if (!error) error = fd_write(b->fd, &count, sizeof(count));
    if (!error && count) error = fd_write(b->fd, b->marks, b->count * sizeof(*b->marks));
    if (!error) error = fd_write(b->fd, TAIL, TAIL_BYTES);
    if (error) tell("cannot write the baseline \"%s\": %s", b->path, strerror(error));
    return !error;
}
