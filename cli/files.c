/* files.c - see files.h. */
#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "fd.h"
#include "mem.h"

#ifndef HALLPASS_SHARE
#define HALLPASS_SHARE "/usr/share/hallpass"
#endif

enum { READ_STEP = 64 * 1024, SETTLED_SECONDS = 2 };

int files_open(const char *path, bool pipes, const char **why) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (pipes ? 0 : O_NONBLOCK));
    if (fd < 0) {
        *why = strerror(errno);
        return -1;
    }
    struct stat st;
    *why = NULL;
    if (fstat(fd, &st) != 0)
        *why = strerror(errno);
    else if (S_ISDIR(st.st_mode))
        *why = "it is a folder: name the files in it";
    else if (!S_ISREG(st.st_mode) && !(pipes && (S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode))))
        *why = "it is not an ordinary file";
    if (!*why) return fd;
    close(fd);
    return -1;
}

bool files_read_all(int fd, size_t cap, char **bytes, size_t *n, const char **why) {
    char *p = NULL;
    size_t used = 0, room = 0;
    while (used <= cap) {
        size_t want = cap + 1 - used < READ_STEP ? cap + 1 - used : READ_STEP;
        p = mem_grow(p, &room, used + want, 1);
        ssize_t got = fd_read(fd, p + used, want);
        if (got < 0) {
            *why = strerror(errno);
            free(p);
            *bytes = NULL, *n = 0;
            return false;
        }
        if (got == 0) break;
        used += (size_t)got;
    }
    *bytes = p, *n = used;
    return true;
}

bool files_load(const char *path, size_t cap, bool pipes, char **bytes, size_t *n, const char **why) {
    *bytes = NULL, *n = 0;
    int fd = files_open(path, pipes, why);
    if (fd < 0) return false;
    bool ok = files_read_all(fd, cap, bytes, n, why);
    close(fd);
    if (ok && *n > cap) {
        *why = "it is larger than hallpass reads";
        free(*bytes);
        *bytes = NULL, *n = 0;
        return false;
    }
    return ok;
}

bool files_map(const char *path, hp_str *bytes, const char **why) {
    *bytes = (hp_str){0};
    int fd = files_open(path, false, why);
    if (fd < 0) return false;
    struct stat st;
    void *p = MAP_FAILED;
    if (fstat(fd, &st) == 0 && st.st_size > 0) p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (p == MAP_FAILED)
        *why = st.st_size > 0 ? strerror(errno) : "it is empty";
    else
        *bytes = (hp_str){p, (size_t)st.st_size};
    close(fd);
    return p != MAP_FAILED;
}

void files_expect(hp_str part) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    uintptr_t from = (uintptr_t)part.p & ~(page - 1), end = (uintptr_t)part.p + part.n;
    if (part.n) (void)madvise((void *)from, end - from, MADV_POPULATE_READ);
}

bool files_exist(const char *path) {
    return access(path, R_OK) == 0;
}

bool files_is_name(const char *name) {
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");
    return n > 0 && name[n] == 0 && name[0] != '.' && n <= 64;
}

bool files_ends_in(const char *path, const char *ending) {
    size_t n = strlen(path), m = strlen(ending);
    return n > m && strcasecmp(path + n - m, ending) == 0;
}

file_stamp files_stamp(const char *path) {
    struct stat s;
    if (stat(path, &s) != 0) return (file_stamp){0};
    return (file_stamp){.present = 1,
                        .device = (uint64_t)s.st_dev,
                        .inode = (uint64_t)s.st_ino,
                        .size = (uint64_t)s.st_size,
                        .modified = s.st_mtim.tv_sec,
                        .modified_ns = s.st_mtim.tv_nsec,
                        .changed = s.st_ctim.tv_sec,
                        .changed_ns = s.st_ctim.tv_nsec};
}

bool files_settled(const file_stamp *stamp) {
    int64_t settled = time(NULL) - SETTLED_SECONDS;
    return !stamp->present || (stamp->modified <= settled && stamp->changed <= settled);
}

/* A share folder is one with policies/base.yaml. */
static bool is_share(const char *root) {
    char *base = mem_text("%s/policies/base.yaml", root);
    bool yes = files_exist(base);
    free(base);
    return yes;
}

/* Cuts the last part of a path off; false at its root. */
static bool step_up(char *path) {
    char *slash = strrchr(path, '/');
    if (!slash || slash == path) return false;
    *slash = 0;
    return true;
}

/* The tree around a program that was built in one of its folders: its share/lexicon.bin stands beside the program. */
static bool built_tree(const char *program_dir, place *out) {
    enum { LEVELS = 2 }; /* build/hallpass, build/asan/hallpass */
    char *root = mem_text("%s", program_dir);
    for (int level = 0; level < LEVELS && step_up(root); level++)
        if (is_share(root)) {
            *out = (place){root, mem_text("%s/share/lexicon.bin", program_dir)};
            return true;
        }
    free(root);
    return false;
}

place files_place(void) {
    place found;
    const char *told = getenv("HALLPASS_SHARE");
    if (told && *told) return (place){mem_text("%s", told), mem_text("%s/lexicon.bin", told)};
    char program[4096];
    ssize_t n = readlink(FILES_PROGRAM, program, sizeof(program) - 1);
    if (n > 0) {
        program[n] = 0;
        if (step_up(program)) {
            if (built_tree(program, &found)) return found;
            if (step_up(program)) {
                char *share = mem_text("%s/share/hallpass", program);
                if (is_share(share)) return (place){share, mem_text("%s/lexicon.bin", share)};
                free(share);
            }
        }
    }
    return (place){mem_text("%s", HALLPASS_SHARE), mem_text("%s/lexicon.bin", HALLPASS_SHARE)};
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char **files_list(const char *dir, const char *ending, size_t *count) {
    char **list = NULL;
    size_t n = 0, room = 0;
    DIR *d = opendir(dir);
    for (struct dirent *e; d && (e = readdir(d));) {
        if (e->d_name[0] == '.' || !files_ends_in(e->d_name, ending)) continue;
        list = mem_grow(list, &room, n + 1, sizeof(*list));
        list[n++] = mem_text("%s/%s", dir, e->d_name);
    }
    if (d) closedir(d);
    if (n > 1) qsort(list, n, sizeof(*list), by_name);
    *count = n;
    return list;
}

void files_config_folders(const char *dir, char *folders[FILES_CONFIG_FOLDERS]) {
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    folders[0] = config && *config == '/' ? mem_text("%s/hallpass/%s", config, dir)
                 : home && *home == '/'   ? mem_text("%s/.config/hallpass/%s", home, dir)
                                          : NULL;
    folders[1] = mem_text("/etc/hallpass/%s", dir);
}

char **files_configured(const char *dir, const char *ending, size_t *count) {
    char *folders[FILES_CONFIG_FOLDERS], **list = NULL;
    files_config_folders(dir, folders);
    *count = 0;
    for (size_t i = 0; i < FILES_CONFIG_FOLDERS; i++) {
        if (folders[i] && *count == 0) list = files_list(folders[i], ending, count);
        free(folders[i]);
    }
    return list;
}

void files_free_list(char **list, size_t count) {
    for (size_t i = 0; i < count; i++) free(list[i]);
    free(list);
}
