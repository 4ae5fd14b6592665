/* roster_told.c - see roster_told.h. */
#include "roster_told.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"
#include "mem.h"
#include "term.h"
#include "wrap.h"

enum { LABEL = 13, MOST_HEADERS = 12 };

/* A paragraph beside its label. */
static void row(output *to, const char *label, hp_str text) {
    wrap_beside(to, label, text, LABEL, term_width(STDOUT_FILENO));
}

/* The same; takes the text over. */
static void line(output *to, const char *label, char *text) {
    row(to, label, view(text));
    free(text);
}

static const char *s(size_t n) {
    return n == 1 ? "" : "s";
}

/* ---- columns ---------------------------------------------------------------------------------------------------- */

typedef enum fate { KEPT, READ, DROPPED } fate;

static fate fate_of(const roster_column *c) {
    return c->kept ? KEPT : c->use ? READ : DROPPED;
}

/* "givenName (given name), username" */
static void put_column(output *list, const roster_column *c) {
    out_str(list, c->header.n ? c->header : HP_STR("(no header)"));
    if (!c->use) return;
    out_z(list, " (");
    out_z(list, c->use);
    out_char(list, ')');
}

static void columns(output *to, const people *all, fate which, const char *label) {
    output list = OUT_MEMORY;
    size_t n = 0;
    for (size_t i = 0; i < all->column_count; i++) {
        if (fate_of(&all->columns[i]) != which || n++ >= MOST_HEADERS) continue;
        if (n > 1) out_z(&list, ", ");
        put_column(&list, &all->columns[i]);
    }
    if (n > MOST_HEADERS) {
        out_z(&list, " and ");
        out_number(&list, (int64_t)(n - MOST_HEADERS));
        out_z(&list, " more");
    }
    if (n > 0) row(to, label, out_view(&list));
    out_free(&list);
}

/* ---- what looks odd --------------------------------------------------------------------------------------------- */

static size_t names_that_are_words(const people *all) {
    place where = files_place();
    hp_lexicon words;
    hp_str image;
    const char *why;
    size_t n = 0;
    if (files_map(where.lexicon, &image, &why) && hp_lexicon_open(image, &words) == HP_OK) {
        for (size_t i = 0; i < all->count; i++) {
            const hp_person *p = &all->list[i];
            bool second = i > 0 && all->lines[i] == all->lines[i - 1];
            n += !second && (hp_lexicon_is_word(&words, p->given) || hp_lexicon_is_word(&words, p->preferred) ||
                             hp_lexicon_is_word(&words, p->family));
        }
    }
    free(where.root);
    free(where.lexicon);
    return n;
}

static void repeated(output *to, const roster_change *c) {
    output text = OUT_MEMORY;
    out_z(&text, c->repeated == 1 ? "line " : "lines ");
    for (size_t i = 0; i < c->repeated && i < ROSTER_STORE_TOLD; i++) {
        if (i > 0) out_z(&text, ", ");
        out_number(&text, (int64_t)c->where[i]);
    }
    if (c->repeated > ROSTER_STORE_TOLD) out_z(&text, " and others");
    out_z(&text, c->repeated == 1 ? " repeats" : " repeat");
    out_z(&text, " a student: kept once");
    row(to, "look at", out_view(&text));
    out_free(&text);
}

static void oddities(output *to, const roster_import *i) {
    const people *all = i->all;
    size_t others = all->passed_over - all->nameless, words = names_that_are_words(all);
    if (others > 0) line(to, "left out", mem_text("%zu row%s of staff, parents or test students", others, s(others)));
    if (all->nameless > 0)
        line(to, "look at", mem_text("%zu row%s without a name: left out", all->nameless, s(all->nameless)));
    if (all->blank > 0) line(to, "look at", mem_text("%zu empty line%s", all->blank, s(all->blank)));
    if (i->change->repeated > 0) repeated(to, i->change);
    if (words > 0)
        line(to, "know",
             mem_text("%zu student%s a name that is an everyday word too, as Will or Hope: by itself it counts where "
                      "the sentence speaks of a person",
                      words, words == 1 ? " has" : "s have"));
}

/* ---- what has changed ------------------------------------------------------------------------------------------- */

static void change(output *to, const roster_import *i) {
    const roster_change *c = i->change;
    if (c->fresh)
        line(to, "new",
             mem_text("every check knows them from now on; \"hallpass roster remove %s\" forgets them", i->name));
    else if (c->same)
        line(to, "the same", mem_text("nothing has changed"));
    else if (c->unread)
        line(to, "changed", mem_text("takes the place of a list that could not be read"));
    else
        line(to, "changed", mem_text("%zu added, %zu gone, %zu with other details", c->added, c->left, c->otherwise));
}

static size_t lists_in(const char *folder) {
    size_t count;
    char **list = files_list(folder, ".csv", &count);
    files_free_list(list, count);
    return count;
}

/* One's own lists are asked instead of those that are for everyone on the computer. */
static void outdone(output *to) {
    char *folders[FILES_CONFIG_FOLDERS];
    files_config_folders("rosters", folders);
    size_t own = lists_in(folders[0]), shared = lists_in(folders[1]);
    if (own == 1 && shared > 0)
        line(to, "know", mem_text("your own lists are asked instead of those for everyone in \"%s\"", folders[1]));
    for (size_t i = 0; i < FILES_CONFIG_FOLDERS; i++) free(folders[i]);
}

/* A file that is not the kept list itself. */
static bool is_left(const char *file, const char *path) {
    struct stat a, b;
    if (stat(file, &a) != 0 || !S_ISREG(a.st_mode)) return false;
    return stat(path, &b) != 0 || a.st_ino != b.st_ino || a.st_dev != b.st_dev;
}

/* Its path is to be copied: never broken. */
static void tell_export(output *to, const char *file) {
    line(to, "now",
         mem_text("hallpass does not need the export any more, and whoever finds it reads it; delete it where "
                  "you have no other use for it:"));
    out_fill(to, " ", WRAP_INDENT);
    out_clean(to, view(file));
    out_char(to, '\n');
}

void roster_told_import(output *to, const roster_import *i) {
    line(to, "class list", mem_text("%s, %zu student%s", i->name, i->change->students, s(i->change->students)));
    line(to, "kept in", mem_text("%s", i->path));
    if (i->all->column_count == 0) line(to, "read as", mem_text("a list of names, one a line"));
    columns(to, i->all, KEPT, "kept");
    columns(to, i->all, READ, "read only");
    columns(to, i->all, DROPPED, "dropped");
    oddities(to, i);
    change(to, i);
    outdone(to);
    if (is_left(i->file, i->path)) tell_export(to, i->file);
}
