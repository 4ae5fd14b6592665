/* image.c - see image.h. */
#include "image.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "fd.h"
#include "mem.h"
#include "out.h"

enum { ALIGN = 8, MOST_RECORDS = 4096, MOST_IMAGES = 8, NAME_BYTES = 64 };

/* The file: this head, records, padding to 8 bytes, the pack. */
typedef struct image_head {
    char magic[8];
    uint64_t hash; /* of the whole file with this set to 0 */
    uint64_t records, record_bytes, pack_bytes;
    char digest[72]; /* DIGEST_TEXT and padding */
} image_head;

static const char magic[8] = "HPIMG003";

/* The path follows, NUL and padding to 8 bytes included in `path_bytes`. */
typedef struct record {
    file_stamp stamp;
    uint64_t path_bytes;
} record;

/* ---- keys and sums: for telling apart, not against an enemy, who could write the policy itself ---- */

static uint64_t mix(uint64_t h, uint64_t word) {
    h = (h ^ word) * 0x9fb21c651e98df25u;
    return h ^ h >> 32;
}

/* Sums of all words and sums of those sums, by lanes: a start waits for it. */
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

static uint64_t sum_of(image_head head, hp_str records, hp_str pack) {
    head.hash = 0;
    return mix(mix(sum((const char *)&head, sizeof head), sum(records.p, records.n)), sum(pack.p, pack.n));
}

image_key image_key_new(void) {
    return (image_key){.hash = 1};
}

void image_key_add(image_key *key, const char *text) {
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
static bool is_own(int fd, mode_t kind) {
    struct stat s;
    return fstat(fd, &s) == 0 && (s.st_mode & S_IFMT) == kind && s.st_uid == geteuid() &&
           !(s.st_mode & (S_IWGRP | S_IWOTH));
}

/* The cache folder, to be closed; -1: there is none that can be trusted. */
static int open_folder(bool make) {
    char *path = folder();
    if (path && make) make_folder(path);
    int dir = path ? open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    free(path);
    if (dir < 0 || is_own(dir, S_IFDIR)) return dir;
    close(dir);
    return -1;
}

static void name_of(image_key key, char name[NAME_BYTES]) {
    snprintf(name, NAME_BYTES, "pack-%016llx.img", (unsigned long long)key.hash);
}

/* ---- records ---- */

/* Are all files as they were? */
static bool is_current(hp_str records, uint64_t count) {
    size_t at = 0;
    for (uint64_t i = 0; i < count; i++) {
        record r;
        if (records.n - at < sizeof r) return false;
        memcpy(&r, records.p + at, sizeof r);
        at += sizeof r;
        if (r.path_bytes > records.n - at || !r.path_bytes || !memchr(records.p + at, 0, r.path_bytes)) return false;
        file_stamp now = files_stamp(records.p + at);
        if (memcmp(&r.stamp, &now, sizeof now) != 0) return false;
        at += r.path_bytes;
    }
    return at == records.n;
}

static void add_record(output *to, const char *path, const file_stamp *stamp) {
    size_t n = strlen(path);
    record r = {.stamp = *stamp, .path_bytes = (n / ALIGN + 1) * ALIGN};
    out_bytes(to, (const char *)&r, sizeof r);
    out_bytes(to, path, n);
    for (; n < r.path_bytes; n++) out_char(to, 0);
}

/* The program itself is one of the files: another build lays packs out in its own way. */
static const char program[] = "/proc/self/exe";

/* Records of all that went into the pack; their number, 0: it must not be kept. */
static size_t add_records(output *to, const sources *from) {
    file_stamp stamp = files_stamp(program);
    if (!files_settled(&stamp) || !sources_settled(from)) return 0;
    add_record(to, program, &stamp);
    size_t count = 1;
    for (const char *path; (path = sources_seen(from, count - 1, &stamp)); count++) add_record(to, path, &stamp);
    return count <= MOST_RECORDS ? count : 0;
}

/* ---- loading ---- */

/* Mapped whole; p NULL: there is none that can be trusted. A pipe in its place is not waited for. */
static hp_str map_image(image_key key) {
    hp_str bytes = {NULL, 0};
    char name[NAME_BYTES];
    int dir = open_folder(false);
    if (dir < 0) return bytes;
    name_of(key, name);
    int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    close(dir);
    if (fd < 0) return bytes;
    struct stat s;
    if (is_own(fd, S_IFREG) && fstat(fd, &s) == 0 && (size_t)s.st_size > sizeof(image_head)) {
        void *p = mmap(NULL, (size_t)s.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (p != MAP_FAILED) bytes = (hp_str){p, (size_t)s.st_size};
    }
    close(fd);
    return bytes;
}

bool image_load(image_key key, hp_pack **pack, char policy_digest[DIGEST_TEXT]) {
    *pack = NULL;
    hp_str file = map_image(key);
    if (!file.p) return false;
    image_head head;
    memcpy(&head, file.p, sizeof head);
    size_t rest = file.n - sizeof head;
    bool whole = memcmp(head.magic, magic, sizeof magic) == 0 && head.records <= MOST_RECORDS &&
                 head.record_bytes <= rest && head.pack_bytes == rest - head.record_bytes &&
                 head.digest[DIGEST_TEXT - 1] == 0;
    if (whole) {
        hp_str records = {file.p + sizeof head, (size_t)head.record_bytes};
        hp_str image = {records.p + records.n, (size_t)head.pack_bytes};
        if (is_current(records, head.records) && head.hash == sum_of(head, records, image))
            (void)!hp_pack_open(image, pack);
    }
    if (*pack)
        memcpy(policy_digest, head.digest, DIGEST_TEXT);
    else
        munmap((void *)(uintptr_t)file.p, file.n);
    return *pack != NULL; /* mapped until the program ends */
}

/* ---- saving ---- */

/* Whole or not at all: written beside its place, then moved there. */
static void put(int dir, const char *name, const image_head *head, hp_str records, hp_str pack) {
    char *draft = mem_text("%s.%ld", name, (long)getpid());
    int fd = openat(dir, draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0) {
        bool ok = fd_write(fd, head, sizeof *head) == 0 && fd_write(fd, records.p, records.n) == 0 &&
                  fd_write(fd, pack.p, pack.n) == 0;
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

/* Takes the folder's oldest images away: one that is asked for again is made again. Takes `dir` over. */
static void prune(int dir) {
    kept *list = NULL;
    size_t count = 0, room = 0;
    struct stat s;
    DIR *all = fdopendir(dir);
    for (struct dirent *e; all && (e = readdir(all));) {
        bool image = strncmp(e->d_name, "pack-", 5) == 0 && files_ends_in(e->d_name, ".img");
        if (!image || strlen(e->d_name) >= NAME_BYTES || fstatat(dir, e->d_name, &s, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        list = mem_grow(list, &room, count + 1, sizeof *list);
        strcpy(list[count].name, e->d_name);
        list[count++].saved = s.st_mtim;
    }
    if (count > MOST_IMAGES) qsort(list, count, sizeof *list, newest_first);
    for (size_t i = MOST_IMAGES; i < count; i++) unlinkat(dir, list[i].name, 0);
    free(list);
    if (all)
        closedir(all);
    else
        close(dir);
}

void image_save(image_key key, const hp_pack *pack, const sources *from, const char policy_digest[DIGEST_TEXT]) {
    output records = OUT_MEMORY;
    size_t count = add_records(&records, from);
    int dir = count ? open_folder(true) : -1;
    if (dir >= 0) {
        char name[NAME_BYTES];
        hp_str list = out_view(&records), image = hp_pack_image(pack);
        image_head head = {.records = count, .record_bytes = list.n, .pack_bytes = image.n};
        memcpy(head.magic, magic, sizeof magic);
        memcpy(head.digest, policy_digest, DIGEST_TEXT);
        head.hash = sum_of(head, list, image);
        name_of(key, name);
        put(dir, name, &head, list, image);
        prune(dir);
    }
    out_free(&records);
}
