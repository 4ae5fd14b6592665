/* t_check.c - a whole check, from bytes to the report: stages, limits, encodings, tags, rewrites, and the tests that a
 * pack carries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/str.h"

static const char policy_text[] = "hallpass: policy/1\n"
                                  "id: test/base\n"
                                  "title: A policy for tests\n"
                                  "version: 2026.1.0\n"
                                  "layer: builtin\n"
                                  "topics: [GRADES, HEALTH]\n"
                                  "audiences: [public, families, class]\n"
                                  "closed: families\n"
                                  "channels: { square: { audience: public }, room: { audience: class } }\n"
                                  "matrix:\n"
                                  "  I3: { S3: critical, S2: high, S1: medium }\n"
                                  "  I2: { S3: high, S2: high, S1: low }\n"
                                  "  I1: { S3: medium, S2: low }\n"
                                  "  lower: { closed: 1 }\n"
                                  "limits: { report-at: 60, pair-at: 40, window: 2, short-post: 400 }\n";

#define RULES_HEAD                                                                                                     \
    "hallpass: rules/1\n"                                                                                              \
    "set: demo\n"                                                                                                      \
    "version: 2026.1.0\n"                                                                                              \
    "title: Rules for tests\n"                                                                                         \
    "rules:\n"

static const char rules_text[] = RULES_HEAD
    "  number:\n"
    "    kind: pattern\n"
    "    title: a number\n"
    "    why: It is a number.\n"
    "    do: Leave it out.\n"
    "    severity: { public: hold, families: review, class: off }\n"
    "    category: phone\n"
    "    ref: [AAA-01]\n"
    "    match: '\\b555-01\\d\\d\\b'\n"
    "    fix: { replace: \"(number)\" }\n"
    "    tests:\n"
    "      flag: [\"Call [[555-0142]] now\", { text: \"Or [[555-0143]].\", fix: \"Or (number).\" }]\n"
    "      pass: [\"Call 555-0242 now\"]\n"
    "  pupil:\n"
    "    kind: words\n"
    "    title: a pupil\n"
    "    why: A reader may know who it is.\n"
    "    do: Speak of pupils in general.\n"
    "    who: I2\n"
    "    confidence: 90\n"
    "    match: [\"that girl\", \"my pupil\"]\n"
    "    tests: { says: [\"I saw [[that girl]].\"], pass: [\"girls\"] }\n"
    "  illness:\n"
    "    kind: words\n"
    "    title: an illness\n"
    "    why: It is private.\n"
    "    do: Leave it out.\n"
    "    what: S3\n"
    "    topic: HEALTH\n"
    "    confidence: 90\n"
    "    match: [asthma]\n"
    "    tests: { says: [\"the [[asthma]]\"], flag: [\"that girl has [[asthma]]\"], pass: [\"health\"] }\n"
    "  story:\n"
    "    kind: guard\n"
    "    title: a story\n"
    "    why: Nobody real.\n"
    "    takes: [demo/illness]\n"
    "    within: post\n"
    "    match: ['(?i)\\bin the novel\\b']\n"
    "    tests: { pass: [\"In the novel that girl has asthma.\"], flag: [\"In the novel they call 555-0142\"] }\n";

static const char broken_tests[] =
    RULES_HEAD "  number:\n"
               "    kind: pattern\n"
               "    title: a number\n"
               "    why: It is a number.\n"
               "    do: Leave it out.\n"
               "    severity: hold\n"
               "    category: phone\n"
               "    match: '\\b555-01\\d\\d\\b'\n"
               "    tests:\n"
               "      flag: [\"Call [[555-0142]] now\", \"Call [[555-01]]42 now\", \"No number\"]\n"
               "      pass: [\"Call 555-0142 now\"]\n"
               "      known-miss: [\"Call [[555 0142]] now\"]\n";

/* What a sink was told. */
typedef struct told {
    size_t count;
    char last[512];
} told;

static void note(void *user, const hp_diag *diag) {
    told *t = user;
    t->count++;
    size_t n = diag->message.n < sizeof t->last - 1 ? diag->message.n : sizeof t->last - 1;
    memcpy(t->last, diag->message.p, n);
    t->last[n] = '\0';
}

static void show(void *user, const hp_diag *diag) {
    (void)user;
    print_error("%.*s:%zu:%zu: %.*s [%.*s]\n", STR_FMT(diag->file), diag->line, diag->column, STR_FMT(diag->message),
                STR_FMT(diag->hint));
}

static hp_pack *compile_as(const char *rules, hp_compile_options o) {
    const hp_source sources[] = {{HP_STR("test.policy.yaml"), str_of(policy_text)},
                                 {HP_STR("demo.rules.yaml"), str_of(rules)}};
    hp_pack *pack = NULL;
    o.diag = show;
    assert_int_equal(hp_pack_compile(sources, 2, &o, &pack), HP_OK);
    return pack;
}

static hp_pack *compile(const char *rules) {
    hp_compile_options o = HP_COMPILE_OPTIONS_INIT;
    o.keep_tests = true;
    return compile_as(rules, o);
}

static hp_pack *compile_only_sound(const char *rules) {
    hp_compile_options o = HP_COMPILE_OPTIONS_INIT;
    o.only_sound = true;
    return compile_as(rules, o);
}

typedef struct desk {
    hp_pack *pack;
    hp_checker *checker;
    const hp_report *report;
} desk;

static int setup(void **state) {
    desk *d = calloc(1, sizeof *d);
    hp_checker_options o = HP_CHECKER_OPTIONS_INIT;
    o.rewrite = true;
    d->pack = compile(rules_text);
    assert_int_equal(hp_checker_new(d->pack, &o, &d->checker), HP_OK);
    *state = d;
    return 0;
}

static int teardown(void **state) {
    desk *d = *state;
    hp_checker_free(d->checker);
    hp_pack_free(d->pack);
    free(d);
    return 0;
}

static hp_status check(desk *d, const char *text, const char *channel) {
    hp_draft draft = {.text = str_of(text), .channel = str_of(channel)};
    return hp_check(d->checker, &draft, &d->report);
}

static void verdicts_by_audience_and_pair(void **state) {
    static const struct {
        const char *text, *channel;
        hp_verdict verdict;
        size_t findings;
    } rows[] = {
        {"", "", HP_PASS, 0},
        {"   \n", "", HP_PASS, 0},
        {"A fine day.", "", HP_PASS, 0},
        {"Call 555-0142 now.", "", HP_VERDICT_HOLD, 1},
        {"Call 555-0142 now.", "square", HP_VERDICT_HOLD, 1},
        {"Call 555-0142 now.", "room", HP_PASS, 0},
        {"Call 555-0142 now.", "elsewhere", HP_VERDICT_HOLD, 1},
        {"Asthma is common.", "", HP_PASS, 0},
        {"I saw that girl. Her asthma is back.", "", HP_VERDICT_HOLD, 1},
        {"In the novel that girl has asthma.", "", HP_PASS, 0},
        {"that girl, asthma, 555-0142 and 555-0143", "", HP_VERDICT_HOLD, 3},
    };
    desk *d = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(check(d, rows[i].text, rows[i].channel), HP_OK);
        assert_int_equal(d->report->verdict, rows[i].verdict);
        assert_int_equal(d->report->finding_count, rows[i].findings);
        assert_true(d->report->complete);
    }
}

static void a_finding_tells_all_of_itself(void **state) {
    desk *d = *state;
    assert_int_equal(check(d, "Hello.\nI saw that girl with asthma, 555-0142", "square"), HP_OK);
    assert_int_equal(d->report->finding_count, 2);
    const hp_finding *f = &d->report->findings[0];
    assert_true(str_eq_z(f->rule, "demo/illness"));
    assert_true(str_eq_z(f->topic, "HEALTH"));
    assert_true(str_eq_z(f->category, "statement"));
    assert_true(str_eq_z(f->text, "asthma"));
    assert_int_equal(f->line, 2);
    assert_int_equal(f->column, 22);
    assert_int_equal(f->confidence, 99);
    assert_int_equal(f->part_count, 2);
    assert_true(f->reason_count >= 2 && f->reason_count <= 4);
    f++;
    assert_true(str_eq_z(f->refs[0], "AAA-01"));
    assert_true(f->replaces);
    assert_true(str_eq_z(d->report->audience, "public"));
    assert_true(d->report->rewritten);
    assert_true(str_eq_z(d->report->rewrite, "Hello.\nI saw that girl with asthma, (number)"));
}

static void what_cannot_be_read_is_a_review_with_a_place(void **state) {
    desk *d = *state;
    assert_int_equal(check(d, "one\ntw\xC3o", ""), HP_ERR_ENCODING);
    assert_int_equal(d->report->verdict, HP_VERDICT_REVIEW);
    assert_false(d->report->complete);
    assert_int_equal(str_find(d->report->problems[0], HP_STR("line 2, column 3"), 0), 0);

    hp_draft draft = {.text = {"a\0b", 3}};
    assert_int_equal(hp_check(d->checker, &draft, &d->report), HP_ERR_ENCODING);

    char *large = calloc(1, LIMIT_DRAFT_BYTES + 1);
    memset(large, 'a', LIMIT_DRAFT_BYTES + 1);
    draft.text = (hp_str){large, LIMIT_DRAFT_BYTES + 1};
    assert_int_equal(hp_check(d->checker, &draft, &d->report), HP_ERR_LIMIT);
    assert_int_equal(d->report->verdict, HP_VERDICT_REVIEW);
    assert_int_equal(d->report->finding_count, 0);
    assert_true(d->report->problem_count > 0);
    free(large);
    assert_int_equal(check(d, "555-0142", ""), HP_OK); /* the checker goes on */
    assert_int_equal(d->report->finding_count, 1);
}

static void a_full_draft_is_bounded_and_says_so(void **state) {
    desk *d = *state;
    size_t n = LIMIT_DRAFT_BYTES;
    char *text = malloc(n);
    static const char line[] = "that girl has asthma, call 555-0142 now ";
    for (size_t i = 0; i < n; i++) text[i] = line[i % (sizeof line - 1)];
    hp_draft draft = {.text = {text, n}};
    assert_int_equal(hp_check(d->checker, &draft, &d->report), HP_OK);
    assert_int_equal(d->report->verdict, HP_VERDICT_HOLD);
    assert_int_equal(d->report->finding_count, LIMIT_FINDINGS);
    assert_false(d->report->complete);
    free(text);
}

static void tags_are_not_judged(void **state) {
    desk *d = *state;
    const hp_tags *tags;
    hp_draft draft = {.text = HP_STR("In the room: 555-0142, asthma."), .channel = HP_STR("room")};
    assert_int_equal(hp_tag(d->checker, &draft, &tags), HP_OK);
    assert_int_equal(tags->count, 1);
    assert_true(str_eq_z(tags->spans[0].label, "PHONE"));
    assert_int_equal(tags->spans[0].start, 13);
    assert_null(tags->spans[0].role);
}

static void wrong_calls_are_refused(void **state) {
    desk *d = *state;
    hp_draft draft = {.text = HP_STR("a")};
    hp_checker_options o = HP_CHECKER_OPTIONS_INIT;
    hp_checker *c = NULL;
    o.version = 99;
    assert_int_equal(hp_checker_new(d->pack, &o, &c), HP_ERR_USAGE);
    assert_null(c);
    assert_int_equal(hp_checker_new(NULL, &(hp_checker_options){.version = 1}, &c), HP_ERR_USAGE);
    hp_pack *sound = compile_only_sound(rules_text);
    assert_int_equal(hp_pack_describe(sound).patterns, hp_pack_describe(d->pack).patterns);
    assert_int_equal(hp_checker_new(sound, &HP_CHECKER_OPTIONS_INIT, &c), HP_ERR_USAGE);
    assert_null(c);
    hp_pack_free(sound);
    assert_int_equal(hp_check(NULL, &draft, &d->report), HP_ERR_USAGE);
    assert_null(d->report);
    assert_int_equal(hp_check(d->checker, NULL, &d->report), HP_ERR_USAGE);
    hp_checker_free(NULL);
}

static void unknown_names_are_told(void **state) {
    desk *d = *state;
    hp_draft draft = {.text = HP_STR("a"),
                      .channel = HP_STR("x"),
                      .audience = HP_STR("y"),
                      .account = HP_STR("z"),
                      .role = HP_STR("q")};
    assert_int_equal(hp_check(d->checker, &draft, &d->report), HP_OK);
    assert_true(d->report->complete);
    assert_int_equal(d->report->problem_count, 5); /* and that there is no lexicon */
}

static void a_pack_runs_its_tests(void **state) {
    desk *d = *state;
    hp_test_counts n;
    told t = {0};
    hp_status status = hp_pack_test(d->pack, note, &t, &n);
    if (n.failed) print_error("%s\n", t.last);
    assert_int_equal(status, HP_OK);
    assert_int_equal(n.passed, 10);
    assert_int_equal(n.failed + n.known + n.mended, 0);

    hp_pack *broken = compile(broken_tests);
    t = (told){0};
    assert_int_equal(hp_pack_test(broken, note, &t, &n), HP_ERR_SOURCE);
    assert_int_equal(n.passed, 1);
    assert_int_equal(n.failed, 3);
    assert_int_equal(n.known, 1);
    assert_int_equal(t.count, 3);
    hp_pack_free(broken);
}

int main(void) {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(verdicts_by_audience_and_pair),
        T(a_finding_tells_all_of_itself),
        T(what_cannot_be_read_is_a_review_with_a_place),
        T(a_full_draft_is_bounded_and_says_so),
        T(tags_are_not_judged),
        T(wrong_calls_are_refused),
        T(unknown_names_are_told),
        T(a_pack_runs_its_tests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
