/* t_prefilter.c - prefilter and tracer change nothing that is found: the bundled rules over marked posts, over drafts
 * that are glued together from pieces of them, and over long ones, each with and without them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "find/find.h"

enum { POSTS_EACH = 3, GLUED = 60, LONG = 3, ROOM = 20000 };

typedef struct world {
    hp_pack *pack;
    finder *with, *without;
    char *texts[200];
    size_t count, compared, whole, hits; /* whole: drafts in which both passes could do all */
    uint64_t seed;
} world;

static char *read_file(const char *path, size_t *n) {
    FILE *f = fopen(path, "rb");
    char *bytes = NULL;
    *n = 0;
    if (!f) return NULL;
    fseek(f, 0, SEEK_END);
    long size = ftell(f);
    rewind(f);
    bytes = calloc(1, (size_t)size + 1);
    if (bytes) *n = fread(bytes, 1, (size_t)size, f);
    fclose(f);
    return bytes;
}

static char *files[100]; /* sources live as long as the compiling */
static size_t file_count;

static hp_status include(void *user, hp_str from, hp_str name, hp_source *out) {
    static char paths[100][128];
    (void)user;
    size_t n, folder = from.n;
    while (folder > 0 && from.p[folder - 1] != '/') folder--;
    char *path = paths[file_count];
    if (str_starts(name, HP_STR("../")))
        snprintf(path, sizeof paths[0], "%.*s", (int)name.n - 3, name.p + 3);
    else
        snprintf(path, sizeof paths[0], "%.*s%.*s", (int)folder, from.p, STR_FMT(name));
    files[file_count] = read_file(path, &n);
    if (!files[file_count]) return HP_ERR_USAGE;
    *out = (hp_source){str_of(path), {files[file_count++], n}};
    return HP_OK;
}

static uint32_t any(world *w, uint32_t below) {
    w->seed = w->seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(w->seed >> 33) % below;
}

/* The first posts of a file of marked ones, without their marks: [[KIND:text]]. */
static void take_posts(world *w, const char *path) {
    size_t n, taken = 0;
    char *bytes = read_file(path, &n);
    for (char *line = bytes ? strtok(bytes, "\n") : NULL; line && taken < POSTS_EACH; line = strtok(NULL, "\n")) {
        if (strlen(line) < 40 || strncmp(line, "===", 3) == 0) continue;
        char *out = calloc(1, strlen(line) + 1), *to = out;
        for (char *at = line; *at; at++) {
            if (strncmp(at, "[[", 2) == 0) at = strchr(at, ':') ? strchr(at, ':') + 1 : at;
            if (strncmp(at, "]]", 2) == 0)
                at++;
            else
                *to++ = *at;
        }
        w->texts[w->count++] = out;
        taken++;
    }
    free(bytes);
}

static int open_world(void **state) {
    static const char *const names[] = {"a1", "b2", "c3", "d1", "f1", "f4", "g2", "h3", "k1", "k4", "l5",
                                        "m2", "n3", "n8", "p1", "p6", "q3", "q8", "s1", "v1", "w2", "x1"};
    world *w = calloc(1, sizeof *w);
    hp_compile_options o = HP_COMPILE_OPTIONS_INIT;
    hp_source base;
    o.include = include;
    *state = w;
    if (!w || include(NULL, HP_STR(""), HP_STR("policies/base.yaml"), &base) != HP_OK) return -1;
    if (hp_pack_compile(&base, 1, &o, &w->pack) != HP_OK) return -1;
    finder_options with = {.pack = w->pack}, without = with;
    without.unfiltered = without.untraced = true;
    if (finder_new(&with, &w->with) != HP_OK || finder_new(&without, &w->without) != HP_OK) return -1;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[128];
        snprintf(path, sizeof path, "tests/eval/train/posts/%s.posts", names[i]);
        take_posts(w, path);
    }
    w->seed = 20261127;
    return 0;
}

static int close_world(void **state) {
    world *w = *state;
    for (size_t i = 0; i < w->count; i++) free(w->texts[i]);
    for (size_t i = 0; i < file_count; i++) free(files[i]);
    finder_free(w->with);
    finder_free(w->without);
    hp_pack_free(w->pack);
    free(w);
    return 0;
}

/* What a pass without the prefilter could not do at a limit is no difference. */
static void compare(world *w, hp_str text) {
    hits found[2] = {{NULL, 0, 0}, {NULL, 0, 0}};
    problem_list problems[2] = {{NULL, 0, 0}, {NULL, 0, 0}};
    find_scope scope = {0};
    arena *a = arena_new(0);
    size_t bad;
    hp_str why;
    doc d;
    assert_int_equal(doc_read(a, text, HP_MARKUP_NONE, &d, &bad, &why), HP_OK);
    assert_int_equal(find_all(w->with, &d, &scope, &found[0], &problems[0]), HP_OK);
    assert_int_equal(find_all(w->without, &d, &scope, &found[1], &problems[1]), HP_OK);
    assert_true(problems[0].n <= problems[1].n);
    w->compared++;
    w->whole += problems[1].n == 0;
    w->hits += found[0].n;
    if (problems[1].n == 0 && found[0].n != found[1].n)
        fail_msg("%zu hits, %zu without the prefilter: %.*s", found[0].n, found[1].n, STR_FMT(text));
    for (size_t i = 0; i < found[0].n && problems[1].n == 0; i++) {
        const hit *x = &found[0].v[i], *y = &found[1].v[i];
        bool same = x->clean_start == y->clean_start && x->clean_end == y->clean_end && x->rule == y->rule &&
                    x->confidence == y->confidence && x->severity == y->severity && x->role == y->role &&
                    x->person == y->person && x->reason_count == y->reason_count;
        for (size_t k = 0; same && k < x->reason_count; k++)
            same = str_eq(x->reasons[k].what, y->reasons[k].what) && x->reasons[k].points == y->reasons[k].points;
        if (!same) fail_msg("hit %zu differs: %.*s", i, STR_FMT(text));
    }
    arena_free(a);
}

static void posts_give_the_same(void **state) {
    world *w = *state;
    assert_true(w->count > 50);
    for (size_t i = 0; i < w->count; i++) compare(w, str_of(w->texts[i]));
    assert_true(w->hits > w->compared);
    assert_true(w->whole > w->compared / 2);
}

/* A piece of some post, cut between characters. */
static size_t put_piece(world *w, char *to) {
    hp_str text = str_of(w->texts[any(w, (uint32_t)w->count)]);
    size_t from = any(w, (uint32_t)text.n), n = 1 + any(w, 40);
    hp_str piece = str_sub(text, from, from + n < text.n ? from + n : text.n);
    while (piece.n && ((unsigned char)piece.p[0] & 0xC0) == 0x80) piece = str_sub(piece, 1, piece.n);
    while (piece.n && (unsigned char)piece.p[piece.n - 1] >= 0x80) piece.n--;
    if (piece.n) memcpy(to, piece.p, piece.n);
    return piece.n;
}

static void glue(world *w, size_t pieces, bool loud) {
    static const char *const joints[] = {"", " ", "\n", "-", ", ", ". ", "\xe2\x80\x99", "\xc3\xa9", "1"};
    char *text = calloc(1, ROOM);
    size_t n = 0;
    for (size_t i = 0; i < pieces && n + 100 < ROOM; i++) {
        const char *joint = joints[any(w, sizeof joints / sizeof *joints)];
        memcpy(text + n, joint, strlen(joint));
        n += strlen(joint);
        n += put_piece(w, text + n);
    }
    for (size_t i = 0; i < n && loud; i++)
        if (char_is_alpha(text[i])) text[i] = (char)(text[i] & ~32);
    compare(w, (hp_str){text, n});
    free(text);
}

static void glued_drafts_give_the_same(void **state) {
    world *w = *state;
    for (int i = 0; i < GLUED; i++) glue(w, 2 + any(w, 20), i % 4 == 0);
}

static void long_drafts_give_the_same(void **state) {
    world *w = *state;
    for (int i = 0; i < LONG; i++) glue(w, 250, false);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(posts_give_the_same),
        cmocka_unit_test(glued_drafts_give_the_same),
        cmocka_unit_test(long_drafts_give_the_same),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
