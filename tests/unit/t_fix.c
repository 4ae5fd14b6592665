/* t_fix.c - a draft while it is mended (cli/fix/fix_draft.c): changes, what was left as it is, the way back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "fix/fix_draft.h"

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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_and_their_undoing),
        cmocka_unit_test(lines_of_changes),
        cmocka_unit_test(what_was_left_moves),
        cmocka_unit_test(an_empty_draft),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
