/* sources.c - see sources.h. */
#include "sources.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "mem.h"
#include "tell.h"

enum { SOURCE_BYTES = 8 << 20 }; /* a word list; the library has a narrower cap for YAML and tells it */

typedef struct loaded {
    char *path, *bytes;
    size_t n;
} loaded;

typedef struct seen {
    char *path;
    file_stamp stamp;
} seen;

struct sources {
    const place *where;
    loaded *files;
    size_t count, room;
    seen *seen; /* all that was looked at */
    size_t seen_count, seen_room;
    bool unsettled; /* one of them has only just been changed */
    hp_source *outermost;
    size_t outermost_count, outermost_room;
    digest *digest;
};

sources *sources_new(const place *where, bool digested) {
    sources *s = mem_new(1, sizeof(*s));
    s->where = where;
    if (digested) s->digest = digest_new();
    return s;
}

void sources_free(sources *s) {
    if (!s) return;
    char unused[DIGEST_TEXT];
    sources_digest(s, unused);
    for (size_t i = 0; i < s->count; i++) {
        free(s->files[i].path);
        free(s->files[i].bytes);
    }
    free(s->files);
    for (size_t i = 0; i < s->seen_count; i++) free(s->seen[i].path);
    free(s->seen);
    free(s->outermost);
    free(s);
}

void sources_digest(sources *s, char out[DIGEST_TEXT]) {
    out[0] = 0;
    if (s->digest) digest_end(s->digest, out);
    s->digest = NULL;
}

/* "a/../b" is "b", in place: one file has one name in every message. */
static void straighten(char *path) {
    for (char *up = strstr(path, "/../"); up; up = strstr(up, "/../")) {
        char *start = up;
        while (start > path && start[-1] != '/') start--;
        bool folder = up > start && strncmp(start, "..", 2) != 0 && !(start[0] == '.' && start + 1 == up);
        if (!folder) {
            up += 3;
            continue;
        }
        memmove(start, up + 4, strlen(up + 4) + 1);
        up = start > path ? start - 1 : path;
    }
}

/* Before anything is read at `path`: what is there may decide what the pack is made of. */
static void note(sources *s, const char *path) {
    seen one = {mem_text("%s", path), files_stamp(path)};
    s->unsettled = s->unsettled || !files_settled(&one.stamp);
    s->seen = mem_grow(s->seen, &s->seen_room, s->seen_count + 1, sizeof(*s->seen));
    s->seen[s->seen_count++] = one;
}

const char *sources_seen(const sources *s, size_t i, file_stamp *stamp) {
    if (i >= s->seen_count) return NULL;
    *stamp = s->seen[i].stamp;
    return s->seen[i].path;
}

bool sources_settled(const sources *s) {
    return !s->unsettled;
}

/* A folder of that name is no file: an id may be called like one. */
static bool is_file(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && !S_ISDIR(st.st_mode);
}

/* Takes `path` over. NULL: there is no such file, or it cannot be read, which is told. */
static const loaded *load(sources *s, char *path) {
    straighten(path);
    for (size_t i = 0; i < s->count; i++)
        if (strcmp(s->files[i].path, path) == 0) {
            free(path);
            return &s->files[i];
        }
    loaded file = {.path = path};
    const char *why = NULL;
    note(s, path);
    if (!is_file(path) || !files_load(path, SOURCE_BYTES, false, &file.bytes, &file.n, &why)) {
        if (why) tell("cannot read \"%s\": %s", path, why);
        free(path);
        return NULL;
    }
    if (s->digest) digest_add(s->digest, (hp_str){file.bytes, file.n});
    s->files = mem_grow(s->files, &s->room, s->count + 1, sizeof(*s->files));
    s->files[s->count] = file;
    return &s->files[s->count++];
}

/* A policy says its id in a line of its own. */
static bool has_id(const char *path, const char *id) {
    char *bytes;
    size_t n;
    const char *why;
    if (!files_load(path, SOURCE_BYTES, false, &bytes, &n, &why)) return false;
    bool found = false;
    for (size_t at = 0; at < n && !found;) {
        const char *newline = memchr(bytes + at, '\n', n - at);
        size_t end = newline ? (size_t)(newline - bytes) : n;
        if (end - at > 3 && memcmp(bytes + at, "id:", 3) == 0) {
            size_t from = at + 3, to = end;
            while (from < to && strchr(" \t'\"", bytes[from])) from++;
            while (to > from && strchr(" \t\r'\"", bytes[to - 1])) to--;
            found = to - from == strlen(id) && memcmp(bytes + from, id, to - from) == 0;
        }
        at = end + 1;
    }
    free(bytes);
    return found;
}

/* The first policy of a folder with the id; NULL: none. *count: the policies there. */
static char *pick_id(sources *s, const char *folder, const char *id, size_t *count) {
    char *found = NULL;
    note(s, folder);
    char **list = files_list(folder, ".yaml", count);
    for (size_t i = 0; i < *count && !found; i++) {
        note(s, list[i]);
        if (has_id(list[i], id)) found = mem_text("%s", list[i]);
    }
    files_free_list(list, *count);
    return found;
}

/* The path of the policy with the id: in the configuration, of which the first folder that holds any policies counts,
 * else among the bundled ones. */
static char *find_id(sources *s, const char *id) {
    char *folders[FILES_CONFIG_FOLDERS], *bundled = mem_text("%s/policies", s->where->root), *found = NULL;
    size_t count = 0;
    files_config_folders("policies", folders);
    for (size_t i = 0; i < FILES_CONFIG_FOLDERS; i++) {
        if (folders[i] && count == 0) found = pick_id(s, folders[i], id, &count);
        free(folders[i]);
    }
    if (!found) found = pick_id(s, bundled, id, &count);
    free(bundled);
    return found;
}

static const loaded *load_id(sources *s, const char *id) {
    const loaded *file = strchr(id, '/') ? NULL : load(s, mem_text("%s/policies/%s.yaml", s->where->root, id));
    if (file) return file;
    char *path = find_id(s, id);
    return path ? load(s, path) : NULL;
}

bool sources_add(sources *s, const char *told) {
    const loaded *file;
    if (is_file(told)) {
        file = load(s, mem_text("%s", told));
        if (!file) return false; /* told */
    } else {
        note(s, told);
        file = files_ends_in(told, ".yaml") || files_ends_in(told, ".yml") ? NULL : load_id(s, told);
        if (!file) {
            tell("no policy \"%s\": it is neither a file that can be read nor the id of a policy here", told);
            return false;
        }
    }
    s->outermost = mem_grow(s->outermost, &s->outermost_room, s->outermost_count + 1, sizeof(*s->outermost));
    s->outermost[s->outermost_count++] = (hp_source){view(file->path), {file->bytes, file->n}};
    return true;
}

const hp_source *sources_list(const sources *s, size_t *count) {
    *count = s->outermost_count;
    return s->outermost;
}

bool sources_bundled(void *user, hp_str name) {
    const sources *s = user;
    char *rules = mem_text("%s/rules/", s->where->root);
    size_t n = strlen(rules);
    bool within = name.n > n && memcmp(name.p, rules, n) == 0;
    free(rules);
    for (size_t i = 0; i < s->outermost_count && within; i++) within = !view_is(name, s->outermost[i].name.p);
    return within;
}

hp_str sources_bytes(const sources *s, hp_str name) {
    for (size_t i = 0; i < s->count; i++)
        if (view_is(name, s->files[i].path)) return (hp_str){s->files[i].bytes, s->files[i].n};
    return (hp_str){0};
}

/* "DIR/NAME" of a file beside `from`. */
static char *beside(hp_str from, const char *name) {
    size_t n = from.n;
    while (n > 0 && from.p[n - 1] != '/') n--;
    return n > 0 ? mem_text("%.*s%s", (int)n, from.p, name) : mem_text("%s", name);
}

hp_status sources_include(void *user, hp_str from, hp_str name, hp_source *out) {
    sources *s = user;
    *out = (hp_source){0};
    if (name.n == 0 || memchr(name.p, 0, name.n)) return HP_ERR_USAGE;
    char *text = mem_text("%.*s", (int)name.n, name.p);
    const loaded *file = load(s, text[0] == '/' ? mem_text("%s", text) : beside(from, text));
    if (!file && text[0] != '/') {
        file = load(s, mem_text("%s/policies/%s", s->where->root, text));
        if (!file) file = load(s, mem_text("%s/rules/%s", s->where->root, text));
        if (!file) file = load_id(s, text);
    }
    free(text);
    if (!file) return HP_ERR_USAGE;
    *out = (hp_source){view(file->path), {file->bytes, file->n}};
    return HP_OK;
}

/* "America/Argentina/La_Rioja": nothing that leads out of the folder. */
static bool is_zone_name(hp_str name) {
    if (name.n == 0 || name.n > 64 || name.p[0] == '/') return false;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && c != '_' && c != '+' && c != '-' && c != '/') return false;
    }
    return true;
}

hp_status sources_zone(void *user, hp_str name, hp_str *tzif) {
    sources *s = user;
    *tzif = (hp_str){0};
    if (!is_zone_name(name)) return HP_ERR_USAGE;
    const loaded *file = load(s, mem_text("/usr/share/zoneinfo/%.*s", (int)name.n, name.p));
    if (!file) return HP_ERR_USAGE;
    *tzif = (hp_str){file->bytes, file->n};
    return HP_OK;
}
