/* git_posts.c - see git_posts.h. */
#include "git_posts.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "hook_child.h"
#include "mem.h"
#include "tell.h"

enum { POST_BYTES = 1 << 20, ID_MOST = 64, ID_LEAST = 40 };

/* One file of a listing: views of it. */
typedef struct entry {
    hp_str mode; /* of the new side */
    hp_str blob;
    hp_str path;
} entry;

/* A blob that was checked, and as what; or the path of a post. */
typedef struct seen {
    hp_str thing;
    const char *as;
} seen;

typedef struct walk {
    gate *g;
    const arguments *args;
    seen *seen;
    size_t seen_count, seen_room;
} walk;

/* ---- which files are posts -------------------------------------------------------------------------------------- */

static bool in_folder(hp_str path, const char *folder) {
    size_t n = strlen(folder);
    if (strcmp(folder, ".") == 0) return true;
    for (const char *at = path.p, *end = path.p + path.n, *slash; at < end; at = slash + 1) {
        slash = memchr(at, '/', (size_t)(end - at));
        if (!slash) return false;
        if ((size_t)(slash - at) == n && memcmp(at, folder, n) == 0) return true;
    }
    return false;
}

static bool in_posts(const arguments *args, hp_str path) {
    static const char *const usual[] = {"_posts", "_drafts", "content", "posts", "post", "blog"};
    size_t at = 0;
    const char *folder = options_each(args, "folder", &at);
    if (folder) {
        for (; folder; folder = options_each(args, "folder", &at))
            if (in_folder(path, folder)) return true;
        return false;
    }
    for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
        if (in_folder(path, usual[i])) return true;
    return false;
}

/* What a file is written in, by its ending; NULL: it is no text. What Hugo and Jekyll read beside Markdown and HTML is
 * read as it stands. */
static const char *markup_of(hp_str path) {
    static const char *const endings[][2] = {
        {".md", "markdown"},   {".markdown", "markdown"}, {".mdown", "markdown"}, {".mkd", "markdown"},
        {".mkdn", "markdown"}, {".mdx", "markdown"},      {".rmd", "markdown"},   {".html", "html"},
        {".htm", "html"},      {".xhtml", "html"},        {".adoc", "text"},      {".asciidoc", "text"},
        {".org", "text"},      {".rst", "text"},          {".textile", "text"},   {".txt", "text"}};
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        size_t n = strlen(endings[i][0]);
        if (path.n > n && strncasecmp(path.p + path.n - n, endings[i][0], n) == 0) return endings[i][1];
    }
    return NULL;
}

/* ---- reading a listing ------------------------------------------------------------------------------------------ */

static bool take_field(hp_str *rest, char end, hp_str *out) {
    const char *stop = rest->n ? memchr(rest->p, end, rest->n) : NULL;
    if (!stop) return false;
    *out = (hp_str){rest->p, (size_t)(stop - rest->p)};
    rest->n -= out->n + 1;
    rest->p = stop + 1;
    return true;
}

static bool is_id(hp_str text) {
    bool ok = text.n >= ID_LEAST && text.n <= ID_MOST;
    for (size_t i = 0; ok && i < text.n; i++) ok = strchr("0123456789abcdef", text.p[i]) != NULL;
    return ok;
}

/* ":OLDMODE MODE OLDBLOB BLOB STATUS\0PATH\0". false: it is not what git writes. */
static bool take_entry(hp_str *rest, entry *out) {
    hp_str unused;
    return rest->p[0] == ':' && take_field(rest, ' ', &unused) && take_field(rest, ' ', &out->mode) &&
           take_field(rest, ' ', &unused) && take_field(rest, ' ', &out->blob) && take_field(rest, 0, &unused) &&
           take_field(rest, 0, &out->path) && out->path.n > 0 && is_id(out->blob);
}

static bool was_seen(walk *w, hp_str thing, const char *as) {
    for (size_t i = 0; i < w->seen_count; i++) {
        const seen *s = &w->seen[i];
        if (s->thing.n == thing.n && memcmp(s->thing.p, thing.p, thing.n) == 0 && strcmp(s->as, as) == 0) return true;
    }
    w->seen = mem_grow(w->seen, &w->seen_room, w->seen_count + 1, sizeof(*w->seen));
    w->seen[w->seen_count++] = (seen){thing, as};
    return false;
}

/* ---- checking ---------------------------------------------------------------------------------------------------- */

static void check_blob(walk *w, const entry *e, const char *name, const char *markup) {
    output text = OUT_MEMORY;
    char *id = mem_text("%.*s", (int)e->blob.n, e->blob.p);
    int status = child_read((const char *const[]){"git", "cat-file", "blob", id, NULL}, POST_BYTES, &text);
    if (status == CHILD_TOO_LONG)
        gate_cannot(w->g, name, "it is larger than 1 MiB");
    else if (status != 0)
        gate_cannot(w->g, name, "git does not give it out");
    else
        gate_check(w->g, &(gate_draft){.name = name, .text = out_view(&text), .markup = markup});
    free(id);
    out_free(&text);
}

/* The part of a path that its page's address is made of: the name without its ending, or of "index.md" the folder. */
static hp_str slug_of(hp_str path) {
    hp_str rest = path, part = {path.p, 0}, before;
    do {
        const char *slash = rest.n ? memchr(rest.p, '/', rest.n) : NULL;
        before = part;
        part = (hp_str){rest.p, slash ? (size_t)(slash - rest.p) : rest.n};
        rest.n -= part.n + (slash != NULL);
        rest.p += part.n + (slash != NULL);
    } while (rest.n > 0);
    const char *dot = part.n ? memrchr(part.p, '.', part.n) : NULL;
    if (dot) part.n = (size_t)(dot - part.p);
    return view_is(part, "index") || view_is(part, "_index") ? before : part;
}

/* A post's file name is read by everybody, as the address of its page. */
static void check_address(walk *w, const entry *e, const char *name) {
    hp_str slug = slug_of(e->path);
    if (was_seen(w, slug, "address")) return;
    char *words = mem_text("%.*s", (int)slug.n, slug.p), *told = mem_text("the file name of %s", name);
    for (char *p = words; *p; p++)
        if (*p == '-' || *p == '_' || *p == '+') *p = ' ';
    gate_check(w->g, &(gate_draft){.name = told, .text = view(words)});
    free(words);
    free(told);
}

static void check_entry(walk *w, const entry *e) {
    const char *markup = markup_of(e->path);
    bool module = view_is(e->mode, "160000");
    if (!in_posts(w->args, e->path) || (!markup && !module)) return;
    char *name = mem_text("%.*s", (int)e->path.n, e->path.p);
    if (module)
        tell("\"%s\" is a repository of its own: what it holds is checked where it is committed", name);
    else if (view_is(e->mode, "120000"))
        gate_cannot(w->g, name, "it is a link: put the post itself there, or give the link another ending");
    else if (!was_seen(w, e->blob, markup))
        check_blob(w, e, name, markup);
    if (markup) check_address(w, e, name);
    free(name);
}

void git_check_listing(gate *g, const arguments *args, hp_str listing) {
    walk w = {.g = g, .args = args};
    entry e;
    while (listing.n > 0) {
        if (*listing.p == 0 || *listing.p == '\n') { /* between two commits */
            listing.p++, listing.n--;
        } else if (take_entry(&listing, &e)) {
            check_entry(&w, &e);
        } else {
            gate_cannot(g, NULL, "git's list of files is not as it should be");
            break;
        }
    }
    free(w.seen);
}
