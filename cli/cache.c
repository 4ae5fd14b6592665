/* cache.c - see cache.h. */
#include "cache.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fd.h"
#include "files.h"
#include "keep.h"
#include "mem.h"

enum { MOST_FILES = 8, NAME_BYTES = 64, SEALING_SECONDS = 2 }; /* SEALING_SECONDS: that setting a seal may take */

/* The file: this head, the facts, the body. */
typedef struct cache_head {
    char magic[8], kind[8];
    uint64_t hash;  /* of head, with this set to 0, and facts */
    uint64_t body;  /* sum of the body */
    int64_t sealed; /* the whole second that the file's times were set to; 0: it has no seal yet */
    uint64_t fact_bytes, body_bytes;
} cache_head;

static const char magic[8] = "HPCACHE1";

/* ---- keys and sums: for telling apart, not against an enemy, who could write the policy itself ---- */

static uint64_t mix(uint64_t h, uint64_t word) {
    h = (h ^ word) * 0x9fb21c651e98df25u;
    return h ^ h >> 32;
}

/* Sums of all words and sums of those sums, by lanes: a start may wait for it. */
static uint64_t sum(const char *bytes, size_t n) {
    typedef uint64_t lanes __attribute__((vector_size(16)));
    enum { STREAMS = 4, STEP = STREAMS * sizeof(lanes) };
    lanes word, once[STREAMS] = {{0}}, again[STREAMS] = {{0}};
    size_t i = 0;
    for (; i + STEP <= n; i += STEP)
#pragma GCC unroll 4
        for (size_t k = 0; k < STREAMS; k++) {
            memcpy(&word, bytes + i + k * sizeof word, sizeof word);
            once[k] += word;
            again[k] += once[k];
        }
    uint64_t h = mix(1, n);
    for (size_t k = 0; k < STREAMS; k++)
        for (size_t lane = 0; lane < 2; lane++) h = mix(mix(h, once[k][lane]), again[k][lane]);
    for (; i < n; i++) h = mix(h, (unsigned char)bytes[i]);
    return h;
}

static uint64_t hash_of(cache_head head, hp_str facts) {
    head.hash = 0;
    return mix(sum((const char *)&head, sizeof head), sum(facts.p, facts.n));
}

cache_key cache_key_new(void) {
    return (cache_key){.hash = 1};
}

void cache_key_add(cache_key *key, const char *text) {
    key->hash = mix(key->hash, sum(text, strlen(text)));
}

/* ---- places ---- */

/* The caller frees it; NULL: the person has no cache folder. */
static char *folder(void) {
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (cache && cache[0] == '/') return mem_text("%s/hallpass", cache);
    return home && home[0] == '/' ? mem_text("%s/.cache/hallpass", home) : NULL;
}

static void make_folder(const char *path) {
    char *parent = mem_text("%.*s", (int)(strrchr(path, '/') - path), path);
    (void)!mkdir(parent, 0700);
    (void)!mkdir(path, 0700);
    free(parent);
}

/* This user's, and nobody else may write it. */
static bool is_own(const struct stat *s, mode_t kind) {
    return (s->st_mode & S_IFMT) == kind && s->st_uid == geteuid() && !(s->st_mode & (S_IWGRP | S_IWOTH));
}

/* The cache folder, to be closed; -1: there is none that can be trusted. */
static int open_folder(bool make) {
    char *path = folder();
    if (path && make) make_folder(path);
    int dir = path ? open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    free(path);
    struct stat s;
    if (dir < 0 || (fstat(dir, &s) == 0 && is_own(&s, S_IFDIR))) return dir;
    close(dir);
    return -1;
}

static void name_of(const char *kind, cache_key key, char name[NAME_BYTES]) {
    snprintf(name, NAME_BYTES, "%s-%016llx.img", kind, (unsigned long long)key.hash);
}

/* ---- opening ---- */

/* Mapped whole; p NULL: there is none that can be trusted. A pipe in its place is not waited for. */
static hp_str map_file(int dir, const char *name, struct stat *s) {
    hp_str bytes = {NULL, 0};
    int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0) return bytes;
    if (fstat(fd, s) == 0 && is_own(s, S_IFREG) && (size_t)s->st_size > sizeof(cache_head)) {
        void *p = mmap(NULL, (size_t)s->st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (p != MAP_FAILED) bytes = (hp_str){p, (size_t)s->st_size};
    }
    close(fd);
    return bytes;
}

/* Does the seal hold? A write sets the file's time to another, and puts its change, which nobody can set, behind that
 * of its sealing. */
static bool is_sealed(const struct stat *s, const cache_head *head) {
    int64_t later = s->st_ctim.tv_sec - head->sealed;
    return s->st_mtim.tv_sec == head->sealed && s->st_mtim.tv_nsec == 0 && later >= -SEALING_SECONDS &&
           later <= SEALING_SECONDS;
}

/* Is it the file that was found good, and none that came into its place? */
static bool is_same(int fd, const struct stat *good) {
    struct stat s;
    return fstat(fd, &s) == 0 && s.st_ino == good->st_ino && s.st_dev == good->st_dev;
}

/* Where it cannot be written, nothing happens. The time is asked of the file: a server has its own clock. */
static void seal(int dir, const char *name, const struct stat *good, cache_head head, hp_str facts) {
    struct stat s;
    int fd = openat(dir, name, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0) return;
    if (is_same(fd, good) && fsync(fd) == 0 && futimens(fd, NULL) == 0 && fstat(fd, &s) == 0) {
        head.sealed = s.st_mtim.tv_sec;
        head.hash = hash_of(head, facts);
        const struct timespec at[2] = {{.tv_sec = head.sealed}, {.tv_sec = head.sealed}};
        if (fd_write(fd, &head, sizeof head) == 0) (void)!futimens(fd, at);
    }
    close(fd);
}

/* Finds the parts of a file; false: it does not count. */
static bool read_parts(hp_str file, const char *kind, cache_head *told, cached *out) {
    cache_head head;
    memcpy(&head, file.p, sizeof head);
    *told = head;
    size_t rest = file.n - sizeof head;
    if (memcmp(head.magic, magic, sizeof magic) != 0 || strncmp(head.kind, kind, sizeof head.kind) != 0 ||
        head.fact_bytes > rest || head.body_bytes != rest - head.fact_bytes)
        return false;
    out->facts = (hp_str){file.p + sizeof head, (size_t)head.fact_bytes};
    out->body = (hp_str){out->facts.p + out->facts.n, (size_t)head.body_bytes};
    return head.hash == hash_of(head, out->facts);
}

static bool open_in(int dir, const char *kind, cache_key key, cached *out) {
    char name[NAME_BYTES];
    struct stat s;
    cache_head head;
    name_of(kind, key, name);
    hp_str file = map_file(dir, name, &s);
    if (!file.p) return false;
    bool good = read_parts(file, kind, &head, out), sealed = good && is_sealed(&s, &head);
    if (good && !sealed) good = head.body == sum(out->body.p, out->body.n);
    if (good && !sealed) seal(dir, name, &s, head, out->facts);
    if (!good) munmap((void *)(uintptr_t)file.p, file.n);
    return good;
}

bool cache_open(const char *kind, cache_key key, cached *out) {
    int dir = open_folder(false);
    bool good = dir >= 0 && open_in(dir, kind, key, out);
    if (dir >= 0) close(dir);
    if (!good) *out = (cached){0};
    return good;
}

void cache_close(cached *file) {
    if (!file->facts.p) return;
    const char *start = file->facts.p - sizeof(cache_head);
    munmap((void *)(uintptr_t)start, sizeof(cache_head) + file->facts.n + file->body.n);
    *file = (cached){0};
}

/* ---- saving ---- */

/* Whole or not at all: written beside its place, then moved there. */
static void put(int dir, const char *name, const cache_head *head, hp_str facts, hp_str body) {
    char *draft = mem_text("%s.%ld", name, (long)getpid());
    int fd = openat(dir, draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0) {
        bool ok = fd_write(fd, head, sizeof *head) == 0 && fd_write(fd, facts.p, facts.n) == 0 &&
                  fd_write(fd, body.p, body.n) == 0;
        ok = close(fd) == 0 && ok;
        if (!ok || renameat(dir, draft, dir, name) != 0) unlinkat(dir, draft, 0);
    }
    free(draft);
}

typedef struct kept {
    char name[NAME_BYTES];
    struct timespec saved;
} kept;

static int newest_first(const void *a, const void *b) {
    const struct timespec *x = &((const kept *)a)->saved, *y = &((const kept *)b)->saved;
    if (x->tv_sec != y->tv_sec) return x->tv_sec < y->tv_sec ? 1 : -1;
    return x->tv_nsec == y->tv_nsec ? 0 : x->tv_nsec < y->tv_nsec ? 1 : -1;
}

static bool is_of_kind(const char *name, const char *kind) {
    size_t n = strlen(kind);
    return strncmp(name, kind, n) == 0 && name[n] == '-' && files_ends_in(name, ".img") && strlen(name) < NAME_BYTES;
}

/* Takes the oldest files of a kind away but `most`: one that is asked for again is made again. Takes `dir` over. */
static void prune(int dir, const char *kind, size_t most) {
    kept *list = NULL;
    size_t count = 0, room = 0;
    struct stat s;
    DIR *all = fdopendir(dir);
    for (struct dirent *e; all && (e = readdir(all));) {
        if (!is_of_kind(e->d_name, kind) || fstatat(dir, e->d_name, &s, AT_SYMLINK_NOFOLLOW) != 0) continue;
        list = mem_grow(list, &room, count + 1, sizeof *list);
        strcpy(list[count].name, e->d_name);
        list[count++].saved = s.st_mtim;
    }
    if (count > most) qsort(list, count, sizeof *list, newest_first);
    for (size_t i = most; i < count; i++) unlinkat(dir, list[i].name, 0);
    free(list);
    if (all)
        closedir(all);
    else
        close(dir);
}

void cache_save(const char *kind, cache_key key, hp_str facts, hp_str body) {
    int dir = open_folder(true);
    if (dir < 0) return;
    char name[NAME_BYTES];
    cache_head head = {.body = sum(body.p, body.n), .fact_bytes = facts.n, .body_bytes = body.n};
    memcpy(head.magic, magic, sizeof magic);
    memcpy(head.kind, kind, strnlen(kind, sizeof head.kind));
    head.hash = hash_of(head, facts);
    name_of(kind, key, name);
    put(dir, name, &head, facts, body);
    prune(dir, kind, MOST_FILES);
}

void cache_clear(const char *kind) {
    int dir = open_folder(false);
    if (dir >= 0) prune(dir, kind, 0);
}

/* ---- looking ---- */

/* 0, or the errno of what keeps a file from being written there. */
static int try_writing(int dir) {
    static const char block[4096] = {0};
    char name[NAME_BYTES];
    snprintf(name, sizeof name, "try.%ld", (long)getpid());
    int fd = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600), error = fd < 0 ? errno : 0;
    if (fd < 0) return error;
    error = fd_write(fd, block, sizeof block);
    if (close(fd) != 0 && !error) error = errno;
    unlinkat(dir, name, 0);
    return error;
}

static bool is_sound(int dir, const char *name) {
    struct stat s;
    cached parts;
    cache_head head = {.body = 0};
    char kind[NAME_BYTES];
    snprintf(kind, sizeof kind, "%.*s", (int)strcspn(name, "-"), name);
    hp_str file = map_file(dir, name, &s);
    if (!file.p) return false;
    bool sound = read_parts(file, kind, &head, &parts) && head.body == sum(parts.body.p, parts.body.n);
    munmap((void *)(uintptr_t)file.p, file.n);
    return sound;
}

static void count_files(int dir, const char *folder, cache_state *out) {
    char **list = files_list(folder, ".img", &out->files);
    for (size_t i = 0; i < out->files; i++) out->damaged += !is_sound(dir, strrchr(list[i], '/') + 1);
    files_free_list(list, out->files);
}

cache_state cache_look(void) {
    cache_state state = {.folder = folder()};
    struct stat s;
    if (!state.folder) return state;
    int dir = open_folder(true), error = 0;
    if (dir < 0) {
        state.untrusted = stat(state.folder, &s) == 0;
        if (state.untrusted)
            state.why = "others may write it, or it is no folder of yours";
        else if (keep_folder(state.folder, 0700, &state.why))
            state.why = "it cannot be opened";
        return state;
    }
    error = try_writing(dir);
    if (error) state.why = strerror(error);
    count_files(dir, state.folder, &state);
    close(dir);
    return state;
}
