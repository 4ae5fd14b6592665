/* t_fix.c - a draft while it is mended (cli/fix/fix_draft.c): changes, what was left as it is, the way back; and which
 * reports of it are believed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "digest.h"
#include "fix/fix_draft.h"
#include "json_in.h"
#include "mem.h"

#define TEXT "Maya and Ana passed algebra , both."

static hp_finding at(const char *rule, size_t start, size_t end) {
    return (hp_finding){.rule = {rule, strlen(rule)}, .has_span = end > 0, .start = start, .end = end};
}

static void expect(const fix_draft *d, const char *want) {
    hp_str text = fix_draft_text(d);
    assert_int_equal(text.n, strlen(want));
    assert_memory_equal(text.p, want, text.n);
}

static void changes_and_their_undoing(void **state) {
    (void)state;
    fix_draft *d = fix_draft_new(HP_STR(TEXT));
    assert_false(fix_draft_can_undo(d));
    assert_int_equal(fix_draft_change(d, 0, 4, HP_STR("A student")), 0);
    expect(d, "A student and Ana passed algebra , both.");
    assert_int_equal(fix_draft_change(d, 25, 32, HP_STR("")), 24); /* with the blank before it */
    expect(d, "A student and Ana passed , both.");
    assert_int_equal(fix_draft_changes(d), 2);
    fix_change last = fix_draft_change_at(d, 1);
    assert_int_equal(last.is.n, 0);
    assert_memory_equal(last.was.p, " algebra", last.was.n);
    assert_true(fix_draft_undo(d));
    assert_true(fix_draft_undo(d));
    assert_false(fix_draft_undo(d));
    expect(d, TEXT);
    fix_draft_free(d);
}

static void lines_of_changes(void **state) {
    (void)state;
    fix_draft *d = fix_draft_new(HP_STR("one\ntwo\nthree"));
    fix_draft_change(d, 8, 13, HP_STR("3"));
    assert_int_equal(fix_draft_change_at(d, 0).line, 3);
    expect(d, "one\ntwo\n3");
    fix_draft_free(d);
}

static void what_was_left_moves(void **state) {
    (void)state;
    fix_draft *d = fix_draft_new(HP_STR(TEXT));
    hp_finding ana = at("names/a", 9, 12), whole = at("posting/b", 0, 0), moved = at("names/a", 14, 17);
    fix_draft_leave(d, &ana);
    fix_draft_leave(d, &whole);
    assert_true(fix_draft_is_left(d, &ana));
    hp_finding other_rule = at("names/c", 9, 12), other_place = at("names/a", 0, 4);
    assert_false(fix_draft_is_left(d, &other_rule));
    assert_false(fix_draft_is_left(d, &other_place));
    fix_draft_change(d, 0, 4, HP_STR("A student")); /* before it */
    assert_true(fix_draft_is_left(d, &moved));
    assert_false(fix_draft_is_left(d, &ana));
    assert_true(fix_draft_is_left(d, &whole));
    fix_draft_change(d, 25, 32, HP_STR("it")); /* behind it */
    assert_true(fix_draft_is_left(d, &moved));
    fix_draft_change(d, 14, 17, HP_STR("Ann")); /* itself: asked anew */
    assert_false(fix_draft_is_left(d, &moved));
    assert_true(fix_draft_undo(d));
    assert_true(fix_draft_is_left(d, &moved));
    while (fix_draft_undo(d)) {
    }
    assert_false(fix_draft_is_left(d, &whole));
    fix_draft_free(d);
}

static void an_empty_draft(void **state) {
    (void)state;
    fix_draft *d = fix_draft_new((hp_str){NULL, 0});
    fix_draft_change(d, 0, 0, HP_STR("words"));
    expect(d, "words");
    assert_true(fix_draft_undo(d));
    expect(d, "");
    fix_draft_free(d);
}

/* A report of TEXT, whose only finding and its only part end at these bytes. */
static bool is_believed(hp_str about, const char *complete, size_t end, size_t part_end) {
    char hex[DIGEST_TEXT];
    json_report report;
    digest_of(about, hex);
    char *line = mem_text("{\"schema\":\"hallpass.report/1\",\"verdict\":\"hold\",\"complete\":%s,\"digest\":\"%s\","
                          "\"findings\":[{\"rule\":\"a/b\",\"severity\":\"hold\",\"span\":{\"start\":5,\"end\":%zu},"
                          "\"parts\":[{\"start\":5,\"end\":%zu,\"role\":\"who\"}],\"replacement\":\"\"}]}",
                          complete, hex, end, part_end);
    hp_str why = json_report_read_of(view(line), HP_STR(TEXT), &report);
    bool read = why.n > 0 || (report.finding_count == 1 && report.findings[0].replaces && report.findings[0].has_span &&
                              report.findings[0].part_count == 1 && report.findings[0].end == end);
    assert_true(read);
    json_report_free(&report);
    free(line);
    return why.n == 0;
}

static void reports_that_are_believed(void **state) {
    (void)state;
    const size_t all = sizeof(TEXT) - 1;
    digest_start();
    assert_true(is_believed(HP_STR(TEXT), "true", all, all));
    assert_false(is_believed(HP_STR(TEXT), "true", all + 1, all));
    assert_false(is_believed(HP_STR(TEXT), "true", all, all + 1));
    assert_false(is_believed(HP_STR(TEXT), "true", 4, all)); /* it ends before it starts */
    assert_false(is_believed(HP_STR(TEXT), "true", all, 4));
    assert_false(is_believed(HP_STR(TEXT), "false", all, all));
    assert_false(is_believed(HP_STR("another text"), "true", all, all));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_and_their_undoing), cmocka_unit_test(lines_of_changes),
        cmocka_unit_test(what_was_left_moves),       cmocka_unit_test(an_empty_draft),
        cmocka_unit_test(reports_that_are_believed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
