/* t_worked.c - the worked policies as their readers find them: their tests pass, a changed severity fails exactly the
 * tests that speak of it, and every value names the line that set it. */
#include "shelf.h"

static hp_test_counts test_policy(shelf *s, const char *path) {
    hp_test_counts counts;
    hp_lexicon lexicon;
    const char *build = getenv("BUILD");
    char name[256];
    snprintf(name, sizeof name, "%s/share/lexicon.bin", build ? build : "build");
    hp_source image;
    assert_true(fetch(s, name, &image));
    assert_int_equal(hp_lexicon_open(image.bytes, &lexicon), HP_OK);
    hp_pack *pack = compile(s, path, true);
    if (!pack) fail_msg("%s: %s", path, s->told);
    hp_status status = hp_pack_test_with(pack, &lexicon, collect, s, &counts);
    assert_true(status == HP_OK || counts.failed > 0);
    hp_pack_free(pack);
    return counts;
}

static const char *const worked[] = {"state",    "district",      "school",
                                     "uk-trust", "ontario-board", "australia-department"};

static void their_tests_pass(void **state) {
    shelf *s = *state;
    for (size_t i = 0; i < sizeof worked / sizeof *worked; i++) {
        char path[NAME];
        snprintf(path, sizeof path, "policies/worked/%s.yaml", worked[i]);
        hp_test_counts counts = test_policy(s, path);
        if (counts.failed || !counts.passed || s->warnings) fail_msg("%s: %s", path, s->told);
    }
}

/* The text with its first `from` replaced. */
static hp_str replaced(hp_str text, const char *from, const char *to) {
    size_t at = str_find(text, str_of(from), 0);
    if (at == SIZE_MAX) fail_msg("there is no \"%s\"", from);
    size_t n = text.n - strlen(from) + strlen(to);
    char *p = malloc(n);
    assert_non_null(p);
    memcpy(p, text.p, at);
    memcpy(p + at, to, strlen(to));
    memcpy(p + at + strlen(to), text.p + at + strlen(from), text.n - at - strlen(from));
    return (hp_str){p, n};
}

/* The line, from 1, of the only place where a text stands. */
static size_t line_of(hp_str text, const char *part) {
    size_t at = str_find(text, str_of(part), 0), line = 1;
    if (at == SIZE_MAX || str_find(text, str_of(part), at + 1) != SIZE_MAX) fail_msg("\"%s\" stands not once", part);
    for (size_t i = 0; i < at; i++) line += text.p[i] == '\n';
    return line;
}

static void fails_exactly(const shelf *s, const char *file, hp_str text, const char *const *parts) {
    size_t count = 0;
    for (; count < 3 && parts[count]; count++) {
        size_t line = line_of(text, parts[count]);
        bool found = false;
        for (size_t i = 0; i < s->failed_count; i++) found |= s->failed[i] == line;
        if (!found) fail_msg("%s:%zu should have failed:\n%s", file, line, s->told);
    }
    if (s->failed_count != count) fail_msg("%s: %zu failed\n%s", file, s->failed_count, s->told);
}

static void a_changed_severity_fails_the_tests_that_speak_of_it(void **state) {
    static const struct {
        const char *file, *from, *to;
        const char *fails[3]; /* what stands in their lines only */
    } rows[] = {
        {"policies/worked/district.yaml",
         "      families: hold ",
         "      families: review ",
         {"Jayden M. read to us", "at: \"2026-12-21T06:00:00Z\", verdict: hold", NULL}},
        {"policies/worked/district.yaml",
         "set: { severity: note }",
         "set: { severity: review }",
         {"channel: newsletter, at: \"2026-11-02T19:00:00-06:00\"", "2026-12-21T05:59:00Z", NULL}},
        {"policies/worked/school.yaml", "    severity: hold\n", "    severity: review\n", {"Robotics night!", NULL}},
        {"policies/worked/australia-department.yaml",
         "      public: hold\n",
         "      public: review\n",
         {"Lachlan Webb built", NULL}},
    };
    shelf *s = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hp_source source;
        assert_true(fetch(s, rows[i].file, &source));
        hp_str text = source.bytes;
        s->changed = rows[i].file;
        s->instead = replaced(text, rows[i].from, rows[i].to);
        test_policy(s, rows[i].file);
        fails_exactly(s, rows[i].file, text, rows[i].fails);
        free((char *)(uintptr_t)s->instead.p);
        s->changed = NULL;
    }
}

/* ---- every value names the line that set it */

static size_t line_end(hp_str text, size_t at) {
    while (at < text.n && text.p[at] != '\n') at++;
    return at < text.n ? at + 1 : at;
}

static size_t indent_at(hp_str text, size_t at) {
    size_t n = 0;
    while (at + n < text.n && text.p[at + n] == ' ') n++;
    return n;
}

/* Where the line before `start` begins when it is a key that holds nothing but what begins there and ends at `end`. */
static size_t key_above(hp_str text, size_t start, size_t end) {
    if (start < 2 || text.p[start - 2] != ':') return start;
    size_t above = start - 1;
    while (above > 0 && text.p[above - 1] != '\n') above--;
    bool has_more = end < text.n && indent_at(text, end) > indent_at(text, above);
    return has_more ? start : above;
}

/* The text without one line, and without the keys that would then hold nothing. */
static hp_str without(hp_str text, size_t line) {
    size_t start = 0, above;
    for (size_t at = 1; at < line; at++) start = line_end(text, start);
    size_t end = line_end(text, start);
    while ((above = key_above(text, start, end)) < start) start = above;
    char *p = malloc(text.n);
    assert_non_null(p);
    memcpy(p, text.p, start);
    memcpy(p + start, text.p + end, text.n - end);
    return (hp_str){p, text.n - (end - start)};
}

/* The place of a value among a pack's; SIZE_MAX: it is not there. */
static size_t find_value(const hp_pack *pack, const hp_value *wanted) {
    size_t low = 0, high = hp_pack_value_count(pack);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        hp_value v = hp_pack_value(pack, middle);
        int order = str_cmp(v.path, wanted->path);
        if (order == 0) order = str_cmp(v.value, wanted->value);
        if (order == 0) return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

static bool has_value(const hp_pack *pack, const hp_value *wanted) {
    return find_value(pack, wanted) != SIZE_MAX;
}

/* It is there because somebody says so; what the base policy says may be the language's own default too. */
static bool is_set(const hp_pack *pack, const hp_value *wanted) {
    size_t at = find_value(pack, wanted);
    return at != SIZE_MAX && hp_pack_value(pack, at).line > 0;
}

/* Whether the value can go without another one falling: what others are made of is refused instead. */
static bool is_needed(hp_str path) {
    static const char *const needed[] = {"id",     "version",   "exceptions.", "sources.", "switches.", "clauses.base.",
                                         "words.", "channels.", "topics",      "closed",   "audiences"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (str_starts(path, str_of(needed[i]))) return true;
    return str_starts(path, HP_STR("rules.class-hours")) || str_starts(path, HP_STR("rules.own-views")) ||
           str_starts(path, HP_STR("rules.hashtag-load")) || str_starts(path, HP_STR("rules.too-long")) ||
           str_starts(path, HP_STR("rules.face-and-name"));
}

/* Takes the line of one value away: it is gone, and no value that another line set has changed. */
static void take_away(shelf *s, const hp_pack *whole, const hp_value *v, size_t *changed, size_t *refused) {
    char file[NAME];
    hp_source source;
    snprintf(file, sizeof file, "%.*s", (int)v->file.n, v->file.p);
    assert_true(fetch(s, file, &source));
    s->changed = file;
    s->instead = without(source.bytes, v->line);
    hp_pack *less = compile(s, "policies/worked/school.yaml", false);
    s->changed = NULL;
    if (!less) {
        ++*refused;
        if (!is_needed(v->path)) fail_msg("%s:%zu %.*s: %s", file, v->line, (int)v->path.n, v->path.p, s->told);
    } else {
        if (is_set(less, v)) fail_msg("%s:%zu: %.*s is still there", file, v->line, (int)v->path.n, v->path.p);
        for (size_t i = 0; i < hp_pack_value_count(whole); i++) {
            hp_value other = hp_pack_value(whole, i);
            bool same_line = other.line == v->line && str_eq(other.file, v->file);
            if (!same_line && !has_value(less, &other))
                fail_msg("%s:%zu set %.*s, but %.*s changed too", file, v->line, (int)v->path.n, v->path.p,
                         (int)other.path.n, other.path.p);
        }
        ++*changed;
    }
    hp_pack_free(less);
    free((char *)(uintptr_t)s->instead.p);
}

static void a_line_taken_away_changes_what_it_set(void **state) {
    shelf *s = *state;
    hp_pack *whole = compile(s, "policies/worked/school.yaml", false);
    if (!whole) fail_msg("%s", s->told);
    bool all = getenv("ALL_LINES") != NULL; /* by default those of the school, and a third of the others */
    size_t changed = 0, refused = 0, count = hp_pack_value_count(whole);
    assert_true(count > 1000);
    for (size_t i = 0; i < count; i++) {
        hp_value v = hp_pack_value(whole, i);
        assert_true(v.line == 0 || v.file.n > 0);
        hp_value before = hp_pack_value(whole, i ? i - 1 : 0); /* the line of several audiences is taken away once */
        if (!str_starts(v.file, HP_STR("policies/"))) continue;
        if (i && before.line == v.line && str_eq(before.file, v.file)) continue;
        if (!all && v.line % 3 && !str_eq_z(v.file, "policies/worked/school.yaml")) continue;
        take_away(s, whole, &v, &changed, &refused);
    }
    print_message("%zu values, %zu lines taken away, %zu refused as needed by others\n", count, changed, refused);
    assert_true(changed >= 30);
    hp_pack_free(whole);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(their_tests_pass, open_shelf, close_shelf),
        cmocka_unit_test_setup_teardown(a_changed_severity_fails_the_tests_that_speak_of_it, open_shelf, close_shelf),
        cmocka_unit_test_setup_teardown(a_line_taken_away_changes_what_it_set, open_shelf, close_shelf),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
