/* t_format.c - the house form: every bundled file, and files written badly, keep all they say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <glob.h>

#include "base/str.h"
#include "pack/compiler.h"

typedef struct text {
    char p[1 << 20];
    size_t n;
} text;

static text original, broken, once, twice;

static void keep(void *user, hp_str formatted) {
    text *t = user;
    assert_true(formatted.n < sizeof t->p);
    memcpy(t->p, formatted.p, formatted.n);
    t->n = formatted.n;
}

static void show(void *user, const hp_diag *d) {
    (void)user;
    printf("%zu:%zu: %.*s\n", d->line, d->column, (int)d->message.n, d->message.p);
}

static hp_status format(const text *from, text *to) {
    hp_source source = {HP_STR("test.yaml"), {from->p, from->n}};
    return hp_format(&source, show, NULL, keep, to);
}

static void add(text *t, const char *p, size_t n) {
    assert_true(t->n + n < sizeof t->p);
    memcpy(t->p + t->n, p, n);
    t->n += n;
}

static void set(text *t, const char *z) {
    t->n = 0;
    add(t, z, strlen(z));
}

/* ---- what must be the same: the nodes but for the order of the top level, and the comments but for theirs */

static bool same(const node *a, const node *b, bool ordered) {
    if (a->kind != b->kind || a->count != b->count || !str_eq(a->text, b->text)) return false;
    size_t at = 0;
    NODE_EACH(x, a) {
        size_t k = 0;
        bool found = false;
        NODE_EACH(y, b) {
            if (ordered ? k == at : str_eq(x->key->text, y->key->text))
                found = (!x->key || str_eq(x->key->text, y->key->text)) && same(x, y, true);
            k++;
        }
        if (!found) return false;
        at++;
    }
    return true;
}

static size_t comment_bytes(const text *t) { /* an order-blind sum over all comment lines */
    hp_str rest = {t->p, t->n}, line;
    size_t sum = 0;
    while (str_split(&rest, '\n', &line)) {
        line = str_trim(line);
        if (str_starts(line, HP_STR("#"))) sum += (size_t)str_hash(line);
    }
    return sum;
}

static const node *read_text(arena *a, const text *t) {
    diagnoses d = {.a = a};
    hp_source source = {HP_STR("test.yaml"), {t->p, t->n}};
    const node *root = yaml_read(a, &d, &source, 0);
    return d.errors ? NULL : root;
}

static void keeps_all(const text *from, const char *what) {
    arena *a = arena_new(0);
    const node *before = read_text(a, from);
    if (!before) fail_msg("%s is no YAML", what);
    if (format(from, &once) != HP_OK) fail_msg("%s: not formatted", what);
    const node *after = read_text(a, &once);
    if (!after || !same(before, after, false)) fail_msg("%s: says something else", what);
    if (comment_bytes(from) != comment_bytes(&once)) fail_msg("%s: lost a comment", what);
    assert_int_equal(format(&once, &twice), HP_OK);
    if (once.n != twice.n || memcmp(once.p, twice.p, once.n) != 0) fail_msg("%s: not the same when run again", what);
    arena_free(a);
}

/* ---- ways to write the same badly */

static void wider(const char *line, size_t indent, size_t n) { /* four blanks a level */
    for (size_t i = 0; i < indent; i++) add(&broken, "  ", 2);
    add(&broken, line + indent, n - indent);
    add(&broken, "\n", 1);
}

static void ragged(const char *line, size_t indent, size_t n) { /* blanks at the end, empty lines, CRLF */
    (void)indent;
    add(&broken, line, n);
    bool ends_in_text = n && line[n - 1] != '\\';
    add(&broken, ends_in_text ? "  \r\n" : "\r\n", ends_in_text ? 4 : 2);
}

static void spaced(const char *line, size_t indent, size_t n) { /* more blanks behind dashes, comments at the edge */
    bool dash = indent + 1 < n && line[indent] == '-' && line[indent + 1] == ' ' && line[indent + 2] == '{';
    bool comment = indent < n && line[indent] == '#';
    add(&broken, line + (comment ? indent : 0), (comment ? 0 : indent) + dash);
    if (dash) add(&broken, "    ", 4);
    add(&broken, line + indent + dash, n - indent - dash);
    add(&broken, "\n", 1);
}

static void flush(const char *line, size_t indent, size_t n) { /* lists in the column of their key */
    bool dash =
        indent + 1 < n && line[indent] == '-' && line[indent + 1] == ' ' && indent == 2 && n > 4 && line[4] == '{';
    add(&broken, line + (dash ? indent : 0), n - (dash ? indent : 0));
    add(&broken, "\n", 1);
}

typedef void breaker(const char *line, size_t indent, size_t n);

static void break_lines(breaker *how) {
    hp_str rest = {original.p, original.n}, line;
    broken.n = 0;
    while (str_split(&rest, '\n', &line)) {
        size_t indent = 0;
        while (indent < line.n && line.p[indent] == ' ') indent++;
        how(line.p, indent, line.n);
    }
}

/* The parts of the top level in the opposite order. */
static void turn_round(void) {
    size_t ends = original.n;
    broken.n = 0;
    for (size_t i = original.n; i-- > 0;) {
        bool begins = (i == 0 || original.p[i - 1] == '\n') && original.p[i] >= 'a' && original.p[i] <= 'z';
        if (!begins) continue;
        add(&broken, original.p + i, ends - i);
        if (broken.p[broken.n - 1] != '\n') add(&broken, "\n", 1);
        ends = i;
    }
    add(&broken, original.p, ends);
}

static void load(const char *path) {
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    original.n = fread(original.p, 1, sizeof original.p - 1, f);
    fclose(f);
}

/* A variant counts only where it still says the same: the folding of long texts may be broken by the breaking. */
static bool variant_is_same(void) {
    arena *a = arena_new(0);
    const node *before = read_text(a, &original), *after = read_text(a, &broken);
    bool ok = before && after && same(before, after, false);
    arena_free(a);
    return ok;
}

static void every_file_keeps_all(void **state) {
    static breaker *const breakers[] = {wider, ragged, spaced, flush};
    glob_t files = {0};
    size_t variants = 0;
    (void)state;
    assert_int_equal(glob("rules/*.yaml", 0, NULL, &files), 0);
    assert_int_equal(glob("policies/*.yaml", GLOB_APPEND, NULL, &files), 0);
    assert_int_equal(glob("policies/worked/*.yaml", GLOB_APPEND, NULL, &files), 0);
    assert_true(files.gl_pathc >= 20);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        load(files.gl_pathv[i]);
        keeps_all(&original, files.gl_pathv[i]);
        for (size_t k = 0; k <= sizeof breakers / sizeof *breakers; k++) {
            if (k < sizeof breakers / sizeof *breakers)
                break_lines(breakers[k]);
            else
                turn_round();
            if (!variant_is_same()) continue;
            variants++;
            keeps_all(&broken, files.gl_pathv[i]);
        }
    }
    globfree(&files);
    assert_true(variants >= 60);
}

/* ---- single things */

static const struct row {
    const char *what, *from, *to;
} rows[] = {
    {"order and comments",
     "# of the file\nid: a\n# of the version\nversion: 1\n\n# of rules\nrules:\n    x/y: { severity: note }\n    # "
     "last of rules\n"
     "hallpass: policy/1\n# of tests\ntests: []\nlayer: school\n# of the end\n",
     "# of the file\nhallpass: policy/1\nid: a\n# of the version\nversion: 1\nlayer: school\n\n# of rules\nrules:\n"
     "  x/y: { severity: note }\n  # last of rules\n# of tests\ntests: []\n# of the end\n"},
    {"lists",
     "hallpass: policy/1\nid: a\nversion: 1\nclauses:\n-   id: b\n    say: >\n          long\n            longer\n\n   "
     "       end\n- id: c\n  say: d\n",
     "hallpass: policy/1\nid: a\nversion: 1\nclauses:\n  - id: b\n    say: >\n      long\n        longer\n\n      "
     "end\n  - id: c\n    say: d\n"},
    {"brackets over lines",
     "hallpass: policy/1\nid: a\nversion: 1\ntopics: [A,\n         B, # why\n# C\n C]\n\n\n\nmode: trial\n",
     "hallpass: policy/1\nid: a\nversion: 1\n\nmode: trial\ntopics: [A,\n         B, # why\n  # C\n  C]\n"},
    {"quoted and plain texts over lines",
     "hallpass: policy/1\nid: a\nversion: 1\ntitle: one\n two\n\n three   \ncontact: \"four\n five\n\n\n  six\"\n",
     "hallpass: policy/1\nid: a\ntitle: one\n  two\n\n  three\nversion: 1\ncontact: \"four\n  five\n\n\n  six\"\n"},
    {"nothing at all behind a dash", "hallpass: policy/1\nid: a\nversion: 1\nclauses:\n  -\n     id: b\n     say: c\n",
     "hallpass: policy/1\nid: a\nversion: 1\nclauses:\n  -\n    id: b\n    say: c\n"},
    {"a marked document", "---\nid: a\nhallpass: policy/1\nversion: 1\n",
     "---\nhallpass: policy/1\nid: a\nversion: 1\n"},
};

static void forms(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        set(&original, rows[i].from);
        keeps_all(&original, rows[i].what);
        if (once.n != strlen(rows[i].to) || memcmp(once.p, rows[i].to, once.n) != 0)
            fail_msg("%s: got\n%.*s", rows[i].what, (int)once.n, once.p);
    }
}

static void count(void *user, const hp_diag *d) {
    (void)d;
    ++*(int *)user;
}

static void mistakes_are_told_and_nothing_given(void **state) {
    static const char *const bad[] = {
        "hallpass: policy/1\nid: a\nversion: 1\nsevrity: x\n", /* an unknown key */
        "hallpass: policy/1\nid: a\nversion: 1\nrules: { x/y: { severity: grave } }\n",
        "id: a\n", /* no language */
        "hallpass: policy/1\n\tid: a\n",
        "",
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int told = 0;
        hp_source source = {HP_STR("bad.yaml"), str_of(bad[i])};
        once.n = 1;
        assert_int_equal(hp_format(&source, count, &told, keep, &once), HP_ERR_SOURCE);
        assert_true(told > 0 && once.n == 1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_file_keeps_all),
        cmocka_unit_test(forms),
        cmocka_unit_test(mistakes_are_told_and_nothing_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
