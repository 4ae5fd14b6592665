/* roster_store.c - see roster_store.h. */
#include "roster_store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "files.h"
#include "keep.h"
#include "mem.h"

enum { LIST_BYTES = 64 << 20, NAME_BYTES = 64 };

/* ---- places ----------------------------------------------------------------------------------------------------- */

char *roster_store_path(const char *name) {
    char *folders[FILES_CONFIG_FOLDERS];
    files_config_folders("rosters", folders);
    char *path = folders[0] ? mem_text("%s/%s.csv", folders[0], name) : NULL;
    for (size_t i = 0; i < FILES_CONFIG_FOLDERS; i++) free(folders[i]);
    return path;
}

char *roster_store_name(const char *file) {
    const char *slash = strrchr(file, '/'), *base = slash ? slash + 1 : file, *dot = strrchr(base, '.');
    size_t end = dot && dot > base ? (size_t)(dot - base) : strlen(base), n = 0;
    char name[NAME_BYTES + 1];
    for (size_t i = 0; i < end && n < NAME_BYTES; i++) {
        char c = base[i];
        bool capital = c >= 'A' && c <= 'Z', plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (capital || plain)
            name[n++] = capital ? (char)(c - 'A' + 'a') : c;
        else if (n > 0 && name[n - 1] != '-')
            name[n++] = '-';
    }
    while (n > 0 && name[n - 1] == '-') n--;
    name[n] = 0;
    return mem_text("%s", n ? name : "class");
}

/* ---- rows ------------------------------------------------------------------------------------------------------- */

/* A student: what it is told by from one version of a list to the next, its line, and which line of the file it was. */
typedef struct row {
    char *key, *line;
    size_t at;
} row;

typedef struct rows {
    row *list;
    size_t count;
} rows;

static void put_field(output *to, hp_str text) {
    bool plain = true;
    for (size_t i = 0; i < text.n && plain; i++) plain = !strchr("\",;\t\r\n", text.p[i]);
    if (plain) {
        out_str(to, text);
        return;
    }
    out_char(to, '"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"') out_char(to, '"');
        out_char(to, text.p[i]);
    }
    out_char(to, '"');
}

static const char headers[] = "Family,Given,Preferred,Preferred Family Name,Username,ID,Mail,Grade,Release,Opt-Out\n";

/* In the order of the headers. */
static char *line_of(const hp_person *p, hp_str goes_by) {
    const hp_str fields[] = {p->family,
                             p->given,
                             p->preferred,
                             goes_by,
                             p->username,
                             p->id,
                             p->mail,
                             p->grade,
                             view(p->release ? "yes" : NULL),
                             view(p->opt_out ? "yes" : NULL)};
    output text = OUT_MEMORY;
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        if (i > 0) out_char(&text, ',');
        put_field(&text, fields[i]);
    }
    out_bytes(&text, "\n", 2);
    return text.p;
}

static bool have_ids(const people *all) {
    for (size_t i = 0; i < all->count; i++)
        if (all->list[i].id.n == 0) return false;
    return true;
}

static char *key_of(const hp_person *p, bool by_id) {
    if (by_id) return mem_text("%.*s", (int)p->id.n, p->id.p);
    return mem_text("%.*s\n%.*s\n%.*s", (int)p->family.n, p->family.n ? p->family.p : "", (int)p->given.n,
                    p->given.n ? p->given.p : "", (int)p->preferred.n, p->preferred.n ? p->preferred.p : "");
}

static int by_line(const void *a, const void *b) {
    const row *x = a, *y = b;
    int order = strcmp(x->line, y->line);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

static int by_key(const void *a, const void *b) {
    int order = strcmp(((const row *)a)->key, ((const row *)b)->key);
    return order ? order : by_line(a, b);
}

static void drop(row *r) {
    free(r->key);
    free(r->line);
}

static void free_rows(rows *r) {
    for (size_t i = 0; i < r->count; i++) drop(&r->list[i]);
    free(r->list);
}

static int by_number(const void *a, const void *b) {
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

/* Takes away what is there twice; notes where it was. */
static void take_each_once(rows *r, roster_change *out) {
    size_t kept = 0, *where = mem_new(r->count + 1, sizeof(*where));
    for (size_t i = 0; i < r->count; i++) {
        if (kept > 0 && strcmp(r->list[kept - 1].line, r->list[i].line) == 0) {
            where[out->repeated++] = r->list[i].at;
            drop(&r->list[i]);
        } else {
            r->list[kept++] = r->list[i];
        }
    }
    out->students = r->count = kept;
    if (out->repeated > 1) qsort(where, out->repeated, sizeof(*where), by_number);
    memcpy(out->where, where, sizeof(*where) * (out->repeated < ROSTER_STORE_TOLD ? out->repeated : ROSTER_STORE_TOLD));
    free(where);
}

/* The students of a list in the order of their lines, each once. */
static rows rows_of(const people *all, bool by_id, roster_change *out) {
    rows r = {.list = mem_new(all->count + 1, sizeof(row))};
    for (size_t i = 0; i < all->count; i++) {
        const hp_person *p = &all->list[i];
        bool two = i + 1 < all->count && all->lines[i + 1] == all->lines[i];
        r.list[r.count++] =
            (row){key_of(p, by_id), line_of(p, two ? all->list[i + 1].family : (hp_str){0}), all->lines[i]};
        i += two;
    }
    if (r.count > 1) qsort(r.list, r.count, sizeof(row), by_line);
    take_each_once(&r, out);
    return r;
}

/* ---- keeping ---------------------------------------------------------------------------------------------------- */

/* Who is in which of two lists; puts both in the order of their keys. */
static void compare(rows *old, rows *new, roster_change *out) {
    if (old->count > 1) qsort(old->list, old->count, sizeof(row), by_key);
    if (new->count > 1) qsort(new->list, new->count, sizeof(row), by_key);
    size_t i = 0, k = 0;
    while (i < old->count || k < new->count) {
        int order = i == old->count ? 1 : k == new->count ? -1 : strcmp(old->list[i].key, new->list[k].key);
        out->left += order < 0;
        out->added += order > 0;
        out->otherwise += order == 0 && strcmp(old->list[i].line, new->list[k].line) != 0;
        i += order <= 0;
        k += order >= 0;
    }
}

/* The bytes of a kept list. */
static output text_of(const people *all, roster_change *out) {
    rows r = rows_of(all, false, out);
    output text = OUT_MEMORY;
    out_z(&text, headers);
    for (size_t i = 0; i < r.count; i++) out_z(&text, r.list[i].line);
    free_rows(&r);
    return text;
}

static void compare_with(const char *path, const people *all, roster_change *out) {
    people before = {0};
    roster_change unused = {0};
    out->unread = !people_load(&before, path);
    if (!out->unread) {
        bool by_id = have_ids(&before) && have_ids(all);
        rows old = rows_of(&before, by_id, &unused), new = rows_of(all, by_id, &unused);
        compare(&old, &new, out);
        free_rows(&old);
        free_rows(&new);
    }
    people_free(&before);
}

static bool holds(const char *path, hp_str text) {
    char *bytes;
    const char *why;
    size_t n;
    bool same = files_load(path, LIST_BYTES, false, &bytes, &n, &why) && n == text.n && memcmp(bytes, text.p, n) == 0;
    free(bytes);
    return same;
}

/* A list that is as it was counts as taken in today. */
static bool renew(const char *path, const char **why) {
    if (utimensat(AT_FDCWD, path, NULL, 0) == 0) return true;
    *why = strerror(errno);
    return false;
}

/* Whatever it was before: nobody else is to look into it. */
static bool close_to_others(const char *path, mode_t mode, const char **why) {
    if (chmod(path, mode) == 0) return true;
    *why = strerror(errno);
    return false;
}

bool roster_store_keep(const char *path, const people *all, roster_change *out, const char **why) {
    struct stat st;
    *out = (roster_change){.fresh = stat(path, &st) != 0};
    output text = text_of(all, out);
    char *folder = mem_text("%.*s", (int)(strrchr(path, '/') - path), path);
    out->same = !out->fresh && holds(path, out_view(&text));
    if (!out->fresh && !out->same) compare_with(path, all, out);
    bool ok = keep_folder(folder, 0700, why) && close_to_others(folder, 0700, why);
    if (ok && out->same) ok = close_to_others(path, 0600, why) && renew(path, why);
    if (ok && !out->same) ok = keep_file(path, out_view(&text), 0600, false, why);
    free(folder);
    out_free(&text);
    return ok;
}
