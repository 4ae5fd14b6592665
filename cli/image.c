/* image.c - see image.h. */
#include "image.h"

#include <string.h>

#include "out.h"

enum { ALIGN = 8, MOST_RECORDS = 4096 };

static const char kind[] = "pack";

/* The facts of an image: the policy's digest, then records. */
typedef struct image_head {
    char digest[72]; /* DIGEST_TEXT and padding */
} image_head;

/* The path follows, NUL and padding to 8 bytes included in `path_bytes`. */
typedef struct record {
    file_stamp stamp;
    uint64_t path_bytes;
} record;

/* ---- records ---- */

/* Are all files as they were? */
static bool is_current(hp_str records) {
    for (size_t at = 0; at < records.n;) {
        record r;
        if (records.n - at < sizeof r) return false;
        memcpy(&r, records.p + at, sizeof r);
        at += sizeof r;
        if (r.path_bytes > records.n - at || !r.path_bytes || !memchr(records.p + at, 0, r.path_bytes)) return false;
        file_stamp now = files_stamp(records.p + at);
        if (memcmp(&r.stamp, &now, sizeof now) != 0) return false;
        at += r.path_bytes;
    }
    return true;
}

static void add_record(output *to, const char *path, const file_stamp *stamp) {
    size_t n = strlen(path);
    record r = {.stamp = *stamp, .path_bytes = (n / ALIGN + 1) * ALIGN};
    out_bytes(to, (const char *)&r, sizeof r);
    out_bytes(to, path, n);
    for (; n < r.path_bytes; n++) out_char(to, 0);
}

/* Records of all that went into the pack; false: it must not be kept. Another build of the program lays packs out in
 * its own way. */
static bool add_records(output *to, const sources *from) {
    file_stamp stamp = files_stamp(FILES_PROGRAM);
    if (!files_settled(&stamp) || !sources_settled(from)) return false;
    add_record(to, FILES_PROGRAM, &stamp);
    size_t count = 0;
    for (const char *path; (path = sources_seen(from, count, &stamp)); count++) add_record(to, path, &stamp);
    return count < MOST_RECORDS;
}

/* ---- both ways ---- */

bool image_load(cache_key key, hp_pack **pack, char policy_digest[DIGEST_TEXT]) {
    *pack = NULL;
    cached file;
    if (!cache_open(kind, key, &file)) return false;
    if (file.facts.n >= sizeof(image_head)) {
        hp_str records = {file.facts.p + sizeof(image_head), file.facts.n - sizeof(image_head)};
        if (is_current(records)) (void)!hp_pack_open(file.body, pack);
    }
    if (*pack)
        memcpy(policy_digest, file.facts.p, DIGEST_TEXT);
    else
        cache_close(&file);
    return *pack != NULL; /* mapped until the program ends */
}

void image_save(cache_key key, const hp_pack *pack, const sources *from, const char policy_digest[DIGEST_TEXT]) {
    output facts = OUT_MEMORY;
    image_head head = {{0}};
    memcpy(head.digest, policy_digest, DIGEST_TEXT);
    out_bytes(&facts, (const char *)&head, sizeof head);
    if (add_records(&facts, from)) cache_save(kind, key, out_view(&facts), hp_pack_image(pack));
    out_free(&facts);
}
