/* t_findings.c - from claims to the report: folding, places, verdicts, rewriting, tags. */
#include "judge_world.h"

/* ---- folding */
static pk_rule flag(world *w, const char *category, const char *topic, const char *ref, uint16_t order) {
    const char *const refs[] = {ref};
    return (pk_rule){.severity = {HP_REVIEW},
                     .category = text_of(w, category),
                     .topic = text_of(w, topic),
                     .refs = strs_of(w, 1, refs),
                     .order = order};
}

static void claims_on_the_same_words_fold(void **state) {
    static const struct {
        const char *category_a, *topic_a, *category_b, *topic_b;
        uint16_t order_a, order_b;
        size_t found;
        const char *first; /* rule that stands first */
    } rows[] = {
        {"phone", "", "phone", "", 100, 100, 1, "a"}, /* the longer */
        {"phone", "", "phone", "", 100, 120, 1, "b"}, /* the more specific */
        {"card", "", "phone", "", 100, 120, 1, "b"},  /* whatever the category */
        {"statement", "T1", "statement", "T1", 100, 100, 1, "a"},
        {"statement", "T1", "statement", "T2", 100, 100, 2, "a"},
        {"statement", "T1", "statement", "T2", 100, 120, 1, "b"},
        {"statement", "T1", "student_name", "", 100, 120, 2, "a"},
        {"statement", "T1", "phone", "", 100, 120, 2, "a"},
        {"handle", "", "student_name", "", 100, 120, 1, "a"}, /* a name inside is told by the whole */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (i) assert_int_equal(setup(state), 0);
        world *w = *state;
        uint32_t a = add_rule(w, "a", flag(w, rows[i].category_a, rows[i].topic_a, "R-1", rows[i].order_a));
        uint32_t b = add_rule(w, "b", flag(w, rows[i].category_b, rows[i].topic_b, "R-2", rows[i].order_b));
        read_text(w, "See these few words here.");
        hit_on(w, a, "these few words", 80);
        hit_on(w, b, "few", 80);
        hear(w);
        assert_int_equal(found(w), rows[i].found);
        assert_true(str_eq_z(w->report.findings[0].rule, rows[i].first));
        assert_int_equal(w->report.findings[0].ref_count, rows[i].found == 1 ? 2 : 1);
        if (i + 1 < sizeof rows / sizeof *rows) teardown(state);
    }
}

static void a_folded_name_leaves_its_severity(void **state) {
    world *w = *state;
    uint32_t handle = add_rule(w, "handle", flag(w, "handle", "", "R-1", 100)), name = add_name(w);
    w->b.rules[name].severity[PUBLIC] = HP_HOLD;
    read_text(w, "Ask @wren_vale there.");
    hit_on(w, handle, "@wren_vale", 80);
    hit_on(w, name, "wren", 80);
    hear(w);
    assert_int_equal(found(w), 1);
    assert_int_equal(w->report.verdict, HP_VERDICT_HOLD);
}

static void a_rule_says_a_thing_once_a_sentence(void **state) {
    world *w = *state;
    uint32_t rule = add_rule(w, "rule", flag(w, "statement", "T1", "R-1", 100));
    read_text(w, "A word, a second word, a third word. And a word more.");
    hit_nth(w, rule, "word", 0, 70);
    hit_nth(w, rule, "word", 1, 90);
    hit_nth(w, rule, "word", 2, 80);
    hit_nth(w, rule, "word", 3, 80);
    hear(w);
    assert_int_equal(found(w), 2);
    assert_int_equal(w->report.findings[0].confidence, 90);
}

static void an_attachment_has_no_words_and_shares_none(void **state) {
    world *w = *state;
    uint32_t picture = add_rule(w, "picture", flag(w, "statement", "T1", "R-1", 100));
    uint32_t other = add_rule(w, "other", flag(w, "statement", "T1", "R-2", 100));
    w->b.rules[picture].kind = RULE_MEDIA;
    read_text(w, "See few words");
    hit *t = hit_on(w, picture, "words", 90);
    t->clean_start = t->clean_end = w->d.clean.n;
    hit_on(w, other, "words", 80);
    hear(w);
    assert_int_equal(found(w), 2);
    assert_true(w->report.findings[0].has_span);
    assert_false(w->report.findings[1].has_span);
}

/* ---- the report */
static void places_are_lines_and_code_points(void **state) {
    static const char *const text = "Caf\xC3\xA9 one\nna\xC3\xAFve two\r\n\xF0\x9F\x8D\x8E three";
    world *w = *state;
    uint32_t rule = add_rule(w, "rule", (pk_rule){.severity = {HP_NOTE}, .category = text_of(w, "phone")});
    read_text(w, text);
    hit_on(w, rule, "three", 80);
    hit_on(w, rule, "two", 80);
    hit_on(w, rule, "one", 80);
    hear(w);
    assert_int_equal(found(w), 3);
    for (size_t i = 0; i < 3; i++) {
        size_t line, column;
        doc_line_column(w->draft.text, w->report.findings[i].start, &line, &column);
        assert_int_equal(w->report.findings[i].line, line);
        assert_int_equal(w->report.findings[i].column, column);
        assert_int_equal(line, i + 1);
    }
    assert_int_equal(w->report.findings[2].column, 3);
    assert_int_equal(w->report.verdict, HP_PASS);
}

static void the_gravest_are_told_when_there_are_too_many(void **state) {
    world *w = *state;
    uint32_t low = add_rule(w, "low", (pk_rule){.severity = {HP_NOTE}, .category = text_of(w, "phone")});
    uint32_t high = add_rule(w, "high", (pk_rule){.severity = {HP_HOLD}, .category = text_of(w, "phone")});
    size_t n = LIMIT_FINDINGS + 20;
    char *text = arena_alloc(w->a, n * 3 + 1);
    for (size_t i = 0; i < n; i++) memcpy(text + i * 3, "ab ", 3);
    read_text(w, text);
    for (size_t i = 0; i < n; i++) {
        hit *t = hit_on(w, i + 10 < n ? low : high, "ab", 80);
        t->clean_start = i * 3;
        t->clean_end = i * 3 + 2;
    }
    hear(w);
    assert_int_equal(found(w), LIMIT_FINDINGS);
    assert_int_equal(w->report.findings[LIMIT_FINDINGS - 1].severity, HP_HOLD);
    assert_int_equal(w->report.findings[LIMIT_FINDINGS - 10].severity, HP_HOLD);
    assert_false(w->report.complete);
    assert_int_equal(w->problems.n, 1);
}

static void what_was_not_checked_is_at_least_a_review_and_a_trial_holds_nothing(void **state) {
    world *w = *state;
    uint32_t rule = add_rule(w, "rule", (pk_rule){.severity = {HP_HOLD}});
    read_text(w, "A word.");
    hear(w);
    assert_int_equal(w->report.verdict, HP_PASS);
    assert_true(w->report.complete);
    hit_on(w, rule, "word", 80);
    w->b.head.policy.trial = 1;
    hear(w);
    assert_int_equal(w->report.verdict, HP_VERDICT_REVIEW);
    assert_int_equal(w->report.findings[0].severity, HP_REVIEW);
    w->hits.n = 0;
    *VEC_ADD(w->a, &w->problems, hp_str) = HP_STR("a rule gave up");
    hear(w);
    assert_int_equal(w->report.verdict, HP_VERDICT_REVIEW);
    assert_false(w->report.complete);
}

static void channels_and_audiences_are_found(void **state) {
    static const struct {
        const char *channel, *audience;
        uint8_t want;
        uint32_t want_channel;
        size_t problems;
    } rows[] = {
        {"", "", PUBLIC, UINT32_MAX, 0},
        {"square", "", PUBLIC, 0, 0},
        {"Room", "", CLASS, 1, 0},
        {"square", "closed", FAMILIES, 0, 0},
        {"room", "closed", CLASS, 1, 0},
        {"room", "public", PUBLIC, 1, 0},
        {"nowhere", "", PUBLIC, UINT32_MAX, 1},
        {"room", "nobody", PUBLIC, 1, 1},
        {"nowhere", "class", CLASS, UINT32_MAX, 1},
    };
    world *w = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint32_t channel;
        uint8_t audience;
        w->draft.channel = str_of(rows[i].channel);
        w->draft.audience = str_of(rows[i].audience);
        w->problems.n = 0;
        judge_place(&w->pack, &w->draft, w->a, &w->problems, &channel, &audience);
        assert_int_equal(audience, rows[i].want);
        assert_int_equal(channel, rows[i].want_channel);
        assert_int_equal(w->problems.n, rows[i].problems);
    }
}

/* ---- rewriting */
static void expect_rewrite(world *w, const char *want) {
    hp_str got;
    bool changed;
    hear(w);
    assert_int_equal(rewrite_draft(&w->h, 0, &got, &changed), HP_OK);
    if (!str_eq_z(got, want)) fail_msg("wanted %s, got %.*s", want, STR_FMT(got));
}

static void people_get_pseudonyms(void **state) {
    world *w = *state;
    uint32_t name = add_name(w);
    read_text(w, "Wren helped Robin. Wren's kind, my student Robin too! #TeamWren");
    hit_nth(w, name, "Wren", 0, 90)->person = 7;
    hit_nth(w, name, "Robin", 0, 90)->person = 3;
    hit_nth(w, name, "Wren", 1, 90)->person = 7;
    hit_nth(w, name, "Robin", 1, 90)->person = 3;
    hit_nth(w, name, "Wren", 2, 90)->person = 7;
    expect_rewrite(w, "Student A helped Student B. Student A's kind, my student B too! #TeamStudentA");
    w->hits.n = 0;
    read_text(w, "Wren aced it. I told Wren so. My student Wren smiled.");
    for (int i = 0; i < 3; i++) hit_nth(w, name, "Wren", i, 90)->person = 1;
    expect_rewrite(w, "A student aced it. I told the student so. My student smiled.");
}

static void things_are_replaced_masked_and_removed(void **state) {
    world *w = *state;
    pk_rule rule = {.severity = {HP_HOLD}, .category = text_of(w, "phone"), .fix = FIX_REPLACE};
    rule.fix_text = text_of(w, "(message me)");
    uint32_t replace = add_rule(w, "replace", rule);
    rule.fix = FIX_MASK;
    rule.fix_text = text_of(w, "#");
    uint32_t mask = add_rule(w, "mask", rule);
    rule.fix = FIX_REMOVE;
    uint32_t cut = add_rule(w, "cut", rule);
    read_text(w, "Call 555-0142 now, caf\xC3\xA9 id A-17\xC3\xA9, and gone.");
    hit_on(w, replace, "555-0142", 80);
    hit_on(w, mask, "A-17\xC3\xA9", 80);
    hit_on(w, cut, "gone", 80);
    expect_rewrite(w, "Call (message me) now, caf\xC3\xA9 id #-###, and.");
    assert_true(str_eq_z(w->report.findings[0].replacement, "(message me)"));
    assert_true(w->report.findings[2].replaces);
    assert_int_equal(w->report.findings[2].replacement.n, 0);
}

static void tags_name_what_was_recognised(void **state) {
    world *w = *state;
    uint32_t name = add_name(w);
    uint32_t mail = add_rule(w, "mail", (pk_rule){.category = text_of(w, "email")}), what = add_what(w, 3);
    hp_tags tags = {0};
    read_text(w, "Ask wren@post.example or Byron of Wren, what will.");
    hit_on(w, name, "wren", 90);
    hit_on(w, mail, "wren@post.example", 80);
    hit_on(w, name, "Byron", 90)->role = ROLE_PUBLIC;
    hit_on(w, name, "Wren", 59);
    hit_on(w, name, "will", 90)->role = ROLE_WORD;
    hit_on(w, what, "what", 90);
    hear(w);
    assert_int_equal(judge_tag(&w->in, &tags), HP_OK);
    assert_int_equal(tags.count, 2);
    assert_true(str_eq_z(tags.spans[0].label, "EMAIL"));
    assert_null(tags.spans[0].role);
    assert_true(str_eq_z(tags.spans[1].label, "PERSON"));
    assert_string_equal(tags.spans[1].role, "public");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        T(claims_on_the_same_words_fold),
        T(a_folded_name_leaves_its_severity),
        T(a_rule_says_a_thing_once_a_sentence),
        T(an_attachment_has_no_words_and_shares_none),
        T(places_are_lines_and_code_points),
        T(the_gravest_are_told_when_there_are_too_many),
        T(what_was_not_checked_is_at_least_a_review_and_a_trial_holds_nothing),
        T(channels_and_audiences_are_found),
        T(people_get_pseudonyms),
        T(things_are_replaced_masked_and_removed),
        T(tags_name_what_was_recognised),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
