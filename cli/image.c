/* image.c - see image.h. */
#include "image.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "mem.h"
#include "out.h"

enum { ALIGN = 8, SETTLED_SECONDS = 2, MOST_RECORDS = 4096 };

/* The file: this head, records, padding to 8 bytes, the pack. */
typedef struct image_head {
    char magic[8];
    uint64_t hash; /* of all that follows the head */
    uint64_t records, record_bytes, pack_bytes;
    char digest[72]; /* DIGEST_TEXT and padding */
} image_head;

static const char magic[8] = "HPIMG001";

/* A file as it was, or its absence; the path follows, NUL and padding to 8 bytes included in `path_bytes`. */
typedef struct record {
    uint64_t present, device, inode, size;
    int64_t seconds, nanoseconds;
    uint64_t path_bytes;
} record;

/* ---- keys and sums: for telling apart, not against an enemy, who could write the policy itself ---- */

static uint64_t mix(uint64_t h, uint64_t word) {
    h = (h ^ word) * 0x9fb21c651e98df25u;
    return h ^ h >> 32;
}

static uint64_t sum(const char *bytes, size_t n) {
    uint64_t lane[4] = {1, 2, 3, 4}, word = 0;
    size_t i = 0;
    for (; i + 32 <= n; i += 32)
        for (int k = 0; k < 4; k++) {
            memcpy(&word, bytes + i + 8 * k, 8);
            lane[k] = mix(lane[k], word);
        }
    for (; i < n; i++) lane[0] = mix(lane[0], (unsigned char)bytes[i]);
    return mix(mix(mix(mix(n, lane[0]), lane[1]), lane[2]), lane[3]);
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

static char *path_of(image_key key) {
    char *dir = folder();
    char *path = dir ? mem_text("%s/pack-%016llx.img", dir, (unsigned long long)key.hash) : NULL;
    free(dir);
    return path;
}

/* ---- records ---- */

static record record_of(const char *path) {
    struct stat s;
    record r = {.path_bytes = (strlen(path) / ALIGN + 1) * ALIGN};
    if (stat(path, &s) != 0) return r;
    r.present = 1;
    r.device = (uint64_t)s.st_dev;
    r.inode = (uint64_t)s.st_ino;
    r.size = (uint64_t)s.st_size;
    r.seconds = s.st_mtim.tv_sec;
    r.nanoseconds = s.st_mtim.tv_nsec;
    return r;
}

/* Are all files as they were? */
static bool is_current(const char *bytes, uint64_t count, size_t n) {
    size_t at = 0;
    for (uint64_t i = 0; i < count; i++) {
        record r, now;
        if (n - at < sizeof r) return false;
        memcpy(&r, bytes + at, sizeof r);
        at += sizeof r;
        if (r.path_bytes > n - at || !r.path_bytes || !memchr(bytes + at, 0, r.path_bytes)) return false;
        now = record_of(bytes + at);
        if (memcmp(&r, &now, sizeof r) != 0) return false;
        at += r.path_bytes;
    }
    return at == n;
}

/* The program itself is one of the files: another build lays packs out in its own way. */
static const char program[] = "/proc/self/exe";

static bool add_record(output *to, const char *path) {
    record r = record_of(path);
    if (r.present && r.seconds > time(NULL) - SETTLED_SECONDS) return false;
    out_bytes(to, (const char *)&r, sizeof r);
    out_z(to, path);
    for (size_t i = strlen(path); i < r.path_bytes; i++) out_char(to, 0);
    return true;
}

/* ---- loading ---- */

/* A regular file of this user's that nobody else may write, mapped whole; p NULL: none. */
static hp_str map_own(const char *path) {
    hp_str bytes = {NULL, 0};
    struct stat s;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) return bytes;
    if (fstat(fd, &s) == 0 && S_ISREG(s.st_mode) && s.st_uid == geteuid() && !(s.st_mode & (S_IWGRP | S_IWOTH)) &&
        (size_t)s.st_size > sizeof(image_head)) {
        void *p = mmap(NULL, (size_t)s.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (p != MAP_FAILED) bytes = (hp_str){p, (size_t)s.st_size};
    }
    close(fd);
    return bytes;
}

bool image_load(image_key key, hp_pack **pack, char policy_digest[DIGEST_TEXT]) {
    *pack = NULL;
    char *path = path_of(key);
    hp_str file = path ? map_own(path) : (hp_str){NULL, 0};
    free(path);
    if (!file.p) return false;
    image_head head;
    memcpy(&head, file.p, sizeof head);
    const char *records = file.p + sizeof head;
    size_t rest = file.n - sizeof head;
    bool whole = memcmp(head.magic, magic, sizeof magic) == 0 && head.records <= MOST_RECORDS &&
                 head.record_bytes <= rest && head.pack_bytes == rest - head.record_bytes &&
                 head.digest[DIGEST_TEXT - 1] == 0;
    if (whole && is_current(records, head.records, (size_t)head.record_bytes) && head.hash == sum(records, rest))
        (void)!hp_pack_open((hp_str){records + head.record_bytes, (size_t)head.pack_bytes}, pack);
    if (*pack)
        memcpy(policy_digest, head.digest, DIGEST_TEXT);
    else
        munmap((void *)(uintptr_t)file.p, file.n);
    return *pack != NULL; /* mapped until the program ends */
}

/* ---- saving ---- */

static bool write_all(int fd, const char *p, size_t n) {
    while (n > 0) {
        ssize_t done = write(fd, p, n);
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) return false;
        p += done;
        n -= (size_t)done;
    }
    return true;
}

/* Whole or not at all: written beside its place, then moved there. */
static void put(const char *path, const image_head *head, hp_str records, hp_str pack) {
    char *draft = mem_text("%s.%ld", path, (long)getpid());
    int fd = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0) {
        bool ok = write_all(fd, (const char *)head, sizeof *head) && write_all(fd, records.p, records.n) &&
                  write_all(fd, pack.p, pack.n);
        ok = close(fd) == 0 && ok;
        if (!ok || rename(draft, path) != 0) unlink(draft);
    }
    free(draft);
}

void image_save(image_key key, const hp_pack *pack, const sources *from, const char policy_digest[DIGEST_TEXT]) {
    char *dir = folder(), *path = path_of(key);
    output records = OUT_MEMORY;
    bool ok = dir && add_record(&records, program);
    size_t count = 1;
    for (size_t i = 0; ok && sources_path(from, i); i++, count++) ok = add_record(&records, sources_path(from, i));
    if (ok && count <= MOST_RECORDS) {
        hp_str list = out_view(&records), image = hp_pack_image(pack);
        char *parent = mem_text("%.*s", (int)(strrchr(dir, '/') - dir), dir);
        image_head head = {.records = count, .record_bytes = list.n, .pack_bytes = image.n};
        memcpy(head.magic, magic, sizeof magic);
        memcpy(head.digest, policy_digest, DIGEST_TEXT);
        char *all = mem_new(1, list.n + image.n);
        memcpy(all, list.p, list.n);
        memcpy(all + list.n, image.p, image.n);
        head.hash = sum(all, list.n + image.n);
        (void)!mkdir(parent, 0700);
        (void)!mkdir(dir, 0700);
        put(path, &head, list, image);
        free(all);
        free(parent);
    }
    out_free(&records);
    free(dir);
    free(path);
}
