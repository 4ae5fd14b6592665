/* sources.c - see sources.h. */
#include "sources.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bundle.h"
#include "mem.h"
#include "subscription.h"
#include "tell.h"

enum { SOURCE_BYTES = 8 << 20 }; /* a word list; the library has a narrower cap for YAML and tells it */
_Static_assert((int)SOURCE_BYTES >= (int)BUNDLE_BYTES, "a bundle can be read");

typedef struct loaded {
    char *path, *bytes;
    size_t n;
    size_t inside; /* bytes of the path of the bundle that it stands in, with the slash behind; 0: in none */
    bool digested;
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
    for (char *here; (here = strstr(path, "/./"));) memmove(here, here + 2, strlen(here + 2) + 1);
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

static const loaded *find(const sources *s, hp_str path) {
    for (size_t i = 0; i < s->count; i++)
        if (view_is(path, s->files[i].path)) return &s->files[i];
    return NULL;
}

static const loaded *add(sources *s, loaded file) {
    s->files = mem_grow(s->files, &s->room, s->count + 1, sizeof(*s->files));
    s->files[s->count] = file;
    return &s->files[s->count++];
}

/* Files count in the order in which they are asked for, also those of a bundle, which were all there before. */
static const loaded *used(sources *s, const loaded *file) {
    loaded *f = &s->files[file - s->files];
    if (s->digest && !f->digested) digest_add(s->digest, (hp_str){f->bytes, f->n});
    f->digested = true;
    return f;
}

/* Takes `path` over. NULL: there is no such file, or it cannot be read, which is told. */
static const loaded *load(sources *s, char *path) {
    straighten(path);
    const loaded *there = find(s, view(path));
    if (there) {
        free(path);
        return used(s, there);
    }
    loaded file = {.path = path};
    const char *why = NULL;
    note(s, path);
    if (!is_file(path) || !files_load(path, SOURCE_BYTES, false, &file.bytes, &file.n, &why)) {
        if (why) tell("cannot read \"%s\": %s", path, why);
        free(path);
        return NULL;
    }
    return used(s, add(s, file));
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
static char *find_id(sources *s, const char *id, bool only_bundled) {
    char *folders[FILES_CONFIG_FOLDERS], *bundled = mem_text("%s/policies", s->where->root), *found = NULL;
    size_t count = 0;
    files_config_folders("policies", folders);
    for (size_t i = 0; i < FILES_CONFIG_FOLDERS; i++) {
        if (folders[i] && count == 0 && !only_bundled) found = pick_id(s, folders[i], id, &count);
        free(folders[i]);
    }
    if (!found) found = pick_id(s, bundled, id, &count);
    free(bundled);
    return found;
}

/* ---- bundles: their files stand "in" them, behind their path and a slash */

static bool tell_broken(const char *path, const char *why) {
    tell("the bundle \"%s\" cannot be used: %s", path, why);
    return false;
}

/* The bundle's policy; NULL: told what is wrong with it. */
static const loaded *open_bundle(sources *s, const char *path, hp_str bytes) {
    bundle *b = mem_new(1, sizeof(*b));
    const char *why;
    const loaded *policy = NULL;
    digest_start();
    if (!bundle_read(bytes, b, &why) || !bundle_sound(b, &why)) {
        tell_broken(path, why);
    } else {
        for (size_t i = 0; i < b->file_count; i++) {
            hp_str f = b->files[i].bytes;
            char *copy = mem_new(f.n + 1, 1);
            memcpy(copy, f.p, f.n);
            char *name = mem_text("%s/%.*s", path, (int)b->files[i].path.n, b->files[i].path.p);
            add(s, (loaded){.path = name, .bytes = copy, .n = f.n, .inside = strlen(path) + 1});
        }
        char *name = mem_text("%s/%.*s", path, (int)b->policy.n, b->policy.p);
        policy = used(s, find(s, view(name)));
        free(name);
    }
    free(b);
    return policy;
}

/* A file, or the policy of a bundle that lies at `path`; takes it over. With a digest the file must be that one. */
static const loaded *load_policy(sources *s, char *path, hp_str expected) {
    char found[DIGEST_TEXT];
    const char *why = "it is not there";
    loaded file = {.path = path};
    straighten(path);
    note(s, path);
    const loaded *policy = NULL;
    if (!is_file(path) || !files_load(path, SOURCE_BYTES, false, &file.bytes, &file.n, &why)) {
        tell("cannot read \"%s\": %s", path, why);
    } else {
        hp_str bytes = {file.bytes, file.n};
        if (expected.n) digest_of(bytes, found);
        if (expected.n && !view_is(expected, found))
            tell_broken(path, "it is not the one that was fetched");
        else
            policy = bundle_is(bytes) ? open_bundle(s, path, bytes) : load(s, mem_text("%s", path));
    }
    free(file.bytes);
    free(path);
    return policy;
}

/* The district's policy, where it has the id; NULL: it has not. */
static const loaded *load_district(sources *s, const char *id) {
    subscription of;
    const loaded *policy = NULL;
    const char *why;
    if (subscription_find(&of, &why) == SUBSCRIPTION_GOOD && view_is(of.id, id))
        policy = load_policy(s, subscription_path(&of, of.current), subscription_digest(&of));
    subscription_free(&of);
    return policy;
}

/* `bundled`: none of this person's own. */
static const loaded *load_id(sources *s, const char *id, bool bundled) {
    const loaded *file = strchr(id, '/') ? NULL : load(s, mem_text("%s/policies/%s.yaml", s->where->root, id));
    if (!file && !bundled) file = load_district(s, id);
    if (file) return file;
    char *path = find_id(s, id, bundled);
    return path ? load(s, path) : NULL;
}

static bool add_outermost(sources *s, const loaded *file) {
    if (!file) return false; /* told */
    s->outermost = mem_grow(s->outermost, &s->outermost_room, s->outermost_count + 1, sizeof(*s->outermost));
    s->outermost[s->outermost_count++] = (hp_source){view(file->path), {file->bytes, file->n}};
    return true;
}

bool sources_add(sources *s, const char *told) {
    if (is_file(told)) return add_outermost(s, load_policy(s, mem_text("%s", told), (hp_str){0}));
    note(s, told);
    const loaded *file = files_ends_in(told, ".yaml") || files_ends_in(told, ".yml") ? NULL : load_id(s, told, false);
    if (!file) tell("no policy \"%s\": it is neither a file that can be read nor the id of a policy here", told);
    return add_outermost(s, file);
}

bool sources_add_copy(sources *s, const char *path, hp_str expected) {
    digest_start();
    return add_outermost(s, load_policy(s, mem_text("%s", path), expected));
}

bool sources_add_bundle(sources *s, const char *name, hp_str bytes) {
    return add_outermost(s, open_bundle(s, name, bytes));
}

const char *sources_file(const sources *s, size_t i) {
    return i < s->count ? s->files[i].path : NULL;
}

hp_str sources_bytes(const sources *s, hp_str name) {
    const loaded *file = find(s, name);
    return file ? (hp_str){file->bytes, file->n} : (hp_str){0};
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

/* "DIR/NAME" of a file beside `from`. */
static char *beside(hp_str from, const char *name) {
    size_t n = from.n;
    while (n > 0 && from.p[n - 1] != '/') n--;
    return n > 0 ? mem_text("%.*s%s", (int)n, from.p, name) : mem_text("%s", name);
}

static bool begins(const char *text, const char *with, size_t n) {
    return strncmp(text, with, n) == 0;
}

/* What a file of a bundle asks for: another of its files, or what comes with hallpass; nothing else of this machine. */
static const loaded *include_in_bundle(sources *s, const loaded *from, const char *name) {
    static const char *const folders[] = {"policies", "rules"};
    char *path = name[0] == '/' ? NULL : beside(view(from->path), name);
    if (!path) return NULL;
    straighten(path);
    const loaded *file = begins(path, from->path, from->inside) ? find(s, view(path)) : NULL;
    free(path);
    if (file) return used(s, file);
    for (size_t i = 0; i < 2 && !file; i++) {
        path = mem_text("%s/%s/%s", s->where->root, folders[i], name);
        straighten(path);
        size_t n = strlen(s->where->root);
        if (begins(path, s->where->root, n) && path[n] == '/')
            file = load(s, path);
        else
            free(path);
    }
    return file ? file : load_id(s, name, true);
}

static const loaded *include(sources *s, hp_str from, const char *name) {
    const loaded *asks = find(s, from);
    if (asks && asks->inside) return include_in_bundle(s, asks, name);
    const loaded *file = load(s, name[0] == '/' ? mem_text("%s", name) : beside(from, name));
    if (!file && name[0] != '/') {
        file = load(s, mem_text("%s/policies/%s", s->where->root, name));
        if (!file) file = load(s, mem_text("%s/rules/%s", s->where->root, name));
        if (!file) file = load_id(s, name, false);
    }
    return file;
}

hp_status sources_include(void *user, hp_str from, hp_str name, hp_source *out) {
    *out = (hp_source){0};
    if (name.n == 0 || memchr(name.p, 0, name.n)) return HP_ERR_USAGE;
    char *text = mem_text("%.*s", (int)name.n, name.p);
    const loaded *file = include(user, from, text);
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
    const loaded *file = load(s, mem_text(SOURCES_ZONES "/%.*s", (int)name.n, name.p));
    if (!file) return HP_ERR_USAGE;
    *tzif = (hp_str){file->bytes, file->n};
    return HP_OK;
}
