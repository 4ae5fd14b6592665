/* roster_image.c - see roster_image.h. */
#include "roster_image.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "digest.h"
#include "fd.h"
#include "files.h"
#include "mem.h"
#include "secrets.h"

enum {
    LEAST_BYTES = 2048, /* shorter lists are read as fast */
    PIECES = 16,        /* of a list, of which a key is drawn: of a short list all */
    PIECE_BYTES = 1024
};

static const char kind[] = "roster";

/* ---- what an image was made of ---- */

static bool is_forbidden(void) {
    char *folders[FILES_CONFIG_FOLDERS];
    bool found = false;
    files_config_folders("rosters", folders);
    for (size_t i = 0; i < FILES_CONFIG_FOLDERS; i++) {
        char *path = folders[i] ? mem_text("%s/no-image", folders[i]) : NULL;
        found = found || (path && files_exist(path));
        free(path);
        free(folders[i]);
    }
    return found;
}

roster_files roster_files_new(char **paths, size_t count) {
    roster_files lists = {.paths = paths, .count = count};
    file_stamp *stamps = mem_new(count + 1, sizeof *stamps);
    uint64_t bytes = 0;
    stamps[count] = files_stamp(FILES_PROGRAM); /* another build lays rosters out in its own way */
    for (size_t i = 0; i < count; i++) {
        stamps[i] = files_stamp(paths[i]);
        bytes += stamps[i].size;
    }
    bool kept = count > 0 && !is_forbidden();
    if (count > 0 && !kept) cache_clear(kind);
    if (kept && bytes >= LEAST_BYTES) {
        lists.stamps = (char *)stamps;
        lists.stamp_bytes = (count + 1) * sizeof *stamps;
    } else {
        free(stamps);
    }
    return lists;
}

void roster_files_free(roster_files *lists) {
    files_free_list(lists->paths, lists->count);
    free(lists->stamps);
    *lists = (roster_files){0};
}

static bool is_settled(const roster_files *lists) {
    bool settled = true;
    for (size_t at = 0; at < lists->stamp_bytes; at += sizeof(file_stamp)) {
        file_stamp stamp;
        memcpy(&stamp, lists->stamps + at, sizeof stamp);
        settled = settled && stamp.present && files_settled(&stamp);
    }
    return settled;
}

static cache_key name_of(const roster_files *lists) {
    cache_key key = cache_key_new();
    char folder[4096];
    for (size_t i = 0; i < lists->count; i++) {
        if (lists->paths[i][0] != '/') cache_key_add(&key, getcwd(folder, sizeof folder) ? folder : "");
        cache_key_add(&key, lists->paths[i]);
    }
    return key;
}

/* ---- the key ---- */

/* Pieces from all over a file; false: it cannot be read, or is none. */
static bool add_pieces(digest *d, const char *path) {
    char piece[PIECE_BYTES];
    const char *why;
    int fd = files_open(path, false, &why);
    off_t size = fd >= 0 ? lseek(fd, 0, SEEK_END) : -1, step = size / PIECES;
    if (step < PIECE_BYTES) step = PIECE_BYTES;
    bool good = size >= 0;
    for (off_t at = 0; at < size && good; at += step) {
        ssize_t n = pread(fd, piece, sizeof piece, at);
        good = n > 0;
        if (good) digest_add(d, (hp_str){piece, (size_t)n});
    }
    if (fd >= 0) close(fd);
    return good;
}

/* Of the lists in this version. To guess it one must have them. */
static bool draw_key(const roster_files *lists, unsigned char key[HP_ROSTER_KEY]) {
    char text[DIGEST_TEXT];
    digest_start();
    digest *d = digest_new();
    digest_add(d, (hp_str){lists->stamps, lists->stamp_bytes});
    bool good = true;
    for (size_t i = 0; i < lists->count && good; i++) good = add_pieces(d, lists->paths[i]);
    digest_end(d, text);
    secrets_hash((hp_str){text, DIGEST_TEXT - 1}, key, HP_ROSTER_KEY);
    return good;
}

/* ---- both ways ---- */

bool roster_image_load(const roster_files *lists, hp_roster **roster) {
    *roster = NULL;
    cached file;
    unsigned char key[HP_ROSTER_KEY];
    if (!lists->stamps || !cache_open(kind, name_of(lists), &file)) return false;
    bool current = file.facts.n == lists->stamp_bytes && memcmp(file.facts.p, lists->stamps, file.facts.n) == 0;
    if (current && draw_key(lists, key)) (void)!hp_roster_open(file.body, key, roster);
    if (!*roster) cache_close(&file);
    return *roster != NULL; /* mapped until the program ends */
}

void roster_image_save(const roster_files *lists, const hp_roster *roster) {
    unsigned char key[HP_ROSTER_KEY];
    if (!lists->stamps || !is_settled(lists) || !draw_key(lists, key)) return;
    size_t n = hp_roster_image_size(roster);
    char *bytes = mem_new(n, 1);
    hp_roster_image(roster, key, bytes);
    cache_save(kind, name_of(lists), (hp_str){lists->stamps, lists->stamp_bytes}, (hp_str){bytes, n});
    free(bytes);
}
