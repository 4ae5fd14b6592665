/* bundle.c - see bundle.h. */
#include "bundle.h"

#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "lines.h"
#include "mem.h"
#include "version.h"

_Static_assert(BUNDLE_DIGEST == DIGEST_TEXT - 1, "digests have no NUL here");

static const char first_line[] = "hallpass-bundle 1\n";

bool bundle_is(hp_str bytes) {
    size_t n = sizeof(first_line) - 1;
    return bytes.n >= n && memcmp(bytes.p, first_line, n) == 0;
}

/* ---- what a value may be */

static bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
}

/* Parts of plain characters between slashes, none empty, none that begins with a dot: "..", ".git". */
static bool is_path(hp_str text, size_t most) {
    if (text.n == 0 || text.n > most) return false;
    bool begins = true;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (begins ? !is_plain(c) || c == '.' : !is_plain(c) && c != '/') return false;
        begins = c == '/';
    }
    return !begins;
}

bool bundle_path_valid(hp_str path) {
    return is_path(path, BUNDLE_PATH_BYTES);
}

bool bundle_id_valid(hp_str id) {
    return is_path(id, BUNDLE_ID_BYTES);
}

static bool key_valid(hp_str text) { /* a public key in Base64: minisign.h reads it when it is used */
    if (text.n != 56) return false;
    for (size_t i = 0; i < text.n; i++)
        if (!is_plain(text.p[i]) && text.p[i] != '+' && text.p[i] != '/' && text.p[i] != '=') return false;
    return true;
}

/* ---- reading */

static int compare(hp_str a, hp_str b) {
    int order = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

/* The steps of the manifest, in their order; each line belongs to this step or a later one. */
enum {
    STEP_ID,
    STEP_VERSION,
    STEP_NEEDS,
    STEP_GOOD_FOR,
    STEP_POLICY,
    STEP_PREVIOUS,
    STEP_NEXT,
    STEP_REVOKED,
    STEP_FILE,
    STEPS
};
static const char *const steps[STEPS] = {"id",           "version",  "needs",       "good-for", "policy",
                                         "previous-key", "next-key", "revoked-key", "file"};

static bool repeats(int step) {
    return step == STEP_REVOKED || step == STEP_FILE;
}

static const char *take_file(bundle *b, hp_str value) {
    hp_str size;
    uint64_t n;
    bundle_file f = {0};
    if (b->file_count == BUNDLE_FILES) return "it holds more than 200 files";
    if (!lines_word(&value, &size) || !lines_number(size, BUNDLE_BYTES, &n) || !lines_word(&value, &f.digest) ||
        !lines_hex(f.digest, BUNDLE_DIGEST, false))
        return "a file's line is not \"file SIZE DIGEST PATH\"";
    f.path = value;
    f.bytes.n = (size_t)n;
    if (!bundle_path_valid(f.path)) return "a file's path leaves the bundle, or has characters that are not allowed";
    if (b->file_count > 0 && compare(b->files[b->file_count - 1].path, f.path) >= 0)
        return "its files are not in the order of their paths, or one stands there twice";
    b->files[b->file_count++] = f;
    return NULL;
}

static const char *take_revoked(bundle *b, hp_str value) {
    if (b->revoked_count == BUNDLE_REVOKED) return "it revokes more than 8 keys";
    if (!lines_hex(value, 16, true)) return "a revoked key is not told by its id of 16 digits";
    b->revoked[b->revoked_count++] = value;
    return NULL;
}

/* What is wrong with the value; NULL: nothing. */
static const char *take(bundle *b, int step, hp_str value) {
    switch (step) {
    case STEP_ID: b->id = value; return bundle_id_valid(value) ? NULL : "its id has characters that are not allowed";
    case STEP_VERSION:
        b->version = value;
        return version_valid(value) ? NULL : "its version is not numbers with dots between";
    case STEP_NEEDS: b->needs = value; return version_valid(value) ? NULL : "the version that it needs is none";
    case STEP_GOOD_FOR:
        return lines_number(value, BUNDLE_GOOD_FOR_DAYS, &b->good_for) && b->good_for > 0
                   ? NULL
                   : "the days that it is good for are not 1 to 3650";
    case STEP_POLICY: b->policy = value; return bundle_path_valid(value) ? NULL : "its policy's path is none";
    case STEP_PREVIOUS: b->previous_key = value; return key_valid(value) ? NULL : "its previous key is none";
    case STEP_NEXT: b->next_key = value; return key_valid(value) ? NULL : "its next key is none";
    case STEP_REVOKED: return take_revoked(b, value);
    default: return take_file(b, value);
    }
}

static const char *read_manifest(hp_str *rest, bundle *b) {
    hp_str key, value;
    int at = -1;
    while (rest->n > 0 && rest->p[0] != '\n') {
        if (!lines_next(rest, &key, &value)) return "its manifest breaks off, or holds a line that is none";
        int step = at < 0 ? 0 : at;
        while (step < STEPS && !view_is(key, steps[step])) step++;
        if (step == STEPS || (step == at && !repeats(step)))
            return "its manifest holds a line that this version does not know, or one out of order";
        const char *wrong = take(b, step, value);
        if (wrong) return wrong;
        at = step;
    }
    if (rest->n == 0) return "it breaks off within its manifest";
    rest->p++, rest->n--;
    if (!b->id.n || !b->version.n || !b->policy.n || b->file_count == 0) return "its manifest is not complete";
    return bundle_find(b, b->policy) ? NULL : "the policy is not among its files";
}

static const char *read_all(hp_str bytes, bundle *out) {
    if (bytes.n > BUNDLE_BYTES) return "it is larger than 8 MiB";
    if (!bundle_is(bytes)) return "it is no policy bundle";
    hp_str rest = {bytes.p + sizeof(first_line) - 1, bytes.n - (sizeof(first_line) - 1)};
    const char *start = rest.p, *wrong = read_manifest(&rest, out);
    if (wrong) return wrong;
    if (rest.p - start > BUNDLE_MANIFEST_BYTES) return "its manifest is larger than 64 KiB";
    for (size_t i = 0; i < out->file_count; i++) {
        hp_str *f = &out->files[i].bytes;
        if (f->n > rest.n) return "it breaks off: its files are shorter than its manifest says";
        f->p = rest.p;
        rest = (hp_str){rest.p + f->n, rest.n - f->n};
    }
    return rest.n > 0 ? "something stands behind its last file" : NULL;
}

bool bundle_read(hp_str bytes, bundle *out, const char **why) {
    *out = (bundle){0};
    *why = read_all(bytes, out);
    return !*why;
}

bool bundle_sound(const bundle *b, const char **why) {
    char found[DIGEST_TEXT];
    *why = NULL;
    for (size_t i = 0; i < b->file_count; i++) {
        digest_of(b->files[i].bytes, found);
        if (!view_is(b->files[i].digest, found)) *why = "a file in it is not the one that its manifest names";
    }
    return !*why;
}

const bundle_file *bundle_find(const bundle *b, hp_str path) {
    for (size_t i = 0; i < b->file_count; i++)
        if (compare(b->files[i].path, path) == 0) return &b->files[i];
    return NULL;
}

/* ---- writing */

static int by_path(const void *a, const void *b) {
    return compare(((const bundle_file *)a)->path, ((const bundle_file *)b)->path);
}

static void put(output *to, int step, hp_str value) {
    if (value.n == 0) return;
    out_z(to, steps[step]);
    out_char(to, ' ');
    out_str(to, value);
    out_char(to, '\n');
}

static void put_file(output *to, bundle_file *f, char hex[DIGEST_TEXT]) {
    digest_of(f->bytes, hex);
    f->digest = (hp_str){hex, BUNDLE_DIGEST};
    char *line = mem_text("%zu %s %.*s", f->bytes.n, hex, (int)f->path.n, f->path.p);
    put(to, STEP_FILE, view(line));
    free(line);
}

void bundle_write(bundle *b, char *digests, output *to) {
    char *days = mem_text("%llu", (unsigned long long)b->good_for);
    qsort(b->files, b->file_count, sizeof(b->files[0]), by_path);
    out_z(to, first_line);
    put(to, STEP_ID, b->id);
    put(to, STEP_VERSION, b->version);
    put(to, STEP_NEEDS, b->needs);
    put(to, STEP_GOOD_FOR, b->good_for ? view(days) : (hp_str){0});
    put(to, STEP_POLICY, b->policy);
    put(to, STEP_PREVIOUS, b->previous_key);
    put(to, STEP_NEXT, b->next_key);
    for (size_t i = 0; i < b->revoked_count; i++) put(to, STEP_REVOKED, b->revoked[i]);
    for (size_t i = 0; i < b->file_count; i++) put_file(to, &b->files[i], digests + i * DIGEST_TEXT);
    out_char(to, '\n');
    for (size_t i = 0; i < b->file_count; i++) out_str(to, b->files[i].bytes);
    free(days);
}
