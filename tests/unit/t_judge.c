/* t_judge.c - from evidence to pairs: windows, guards, combinations, who x what. */
#include "judge_world.h"

/* ---- windows and guards */
static void guards_take_within_their_window(void **state) {
    static const struct {
        uint8_t within;
        const char *rest;
    } rows[] = {{WITHIN_MATCH, "b c d"}, {WITHIN_SENTENCE, "c d"}, {WITHIN_NEIGHBOURS, "d"}, {WITHIN_POST, ""}};
    world *w = *state;
    uint32_t flag = add_rule(w, "flag", (pk_rule){.severity = {HP_REVIEW}});
    uint32_t guard = add_rule(w, "guard", (pk_rule){.kind = RULE_GUARD});
    w->b.rules[guard].any = INDEX(w, flag);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        w->b.rules[guard].within = rows[i].within;
        w->hits = (hits){0};
        read_text(w, "Here is alpha and bravo. Then charlie comes. Later delta was there.");
        hit_on(w, flag, "alpha", 80);
        hit_on(w, flag, "bravo", 80);
        hit_on(w, flag, "charlie", 80);
        hit_on(w, flag, "delta", 80);
        hit_on(w, guard, "is alpha", 80);
        hear(w);
        char rest[16] = "";
        for (size_t k = 0; k < found(w); k++) {
            if (k) strcat(rest, " ");
            strncat(rest, w->report.findings[k].text.p, 1);
        }
        assert_string_equal(rest, rows[i].rest);
    }
}

static void a_guard_spares_a_whole_roster_name_and_needs_to_be_sure(void **state) {
    world *w = *state;
    uint32_t name = add_name(w), guard = add_rule(w, "guard", (pk_rule){.kind = RULE_GUARD, .within = WITHIN_POST});
    w->b.rules[guard].any = INDEX(w, name);
    read_text(w, "A tale of Robin Vale and of Wren.");
    hit_on(w, name, "Robin Vale", 100)->roster = 2;
    hit_on(w, name, "Wren", 90);
    hit *t = hit_on(w, guard, "tale", 59);
    hear(w);
    assert_int_equal(found(w), 2);
    t = &w->hits.v[0];
    assert_int_equal(t->rule, guard);
    t->confidence = 60;
    hear(w);
    assert_int_equal(found(w), 1);
    assert_true(str_eq_z(w->report.findings[0].text, "Robin Vale"));
}

static void a_guard_may_spare_a_named_student(void **state) {
    for (int spares = 0; spares < 2; spares++) {
        if (spares) assert_int_equal(setup(state), 0);
        world *w = *state;
        uint32_t name = add_name(w), what = add_what(w, 3);
        uint32_t guard = add_rule(
            w, "guard",
            (pk_rule){
                .kind = RULE_GUARD, .within = WITHIN_SENTENCE, .any = INDEX(w, what), .spares_named = (uint8_t)spares});
        read_text(w, "In the novel unit Wren failed again.");
        hit_on(w, guard, "novel", 80);
        hit_on(w, name, "Wren", 90);
        hit_on(w, what, "failed", 80);
        hear(w);
        assert_int_equal(found(w), spares ? 2 : 1);
        if (!spares) teardown(state);
    }
}

static void figures_take_what_is_said_of_them_and_no_child(void **state) {
    static const struct {
        const char *text;
        size_t found;
    } rows[] = {
        {"Byron failed. Then she smiled.", 0},     /* only a figure is named */
        {"Byron failed beside one of mine.", 2},   /* a child is pointed at as well */
        {"He failed. Byron is another story.", 1}, /* in another sentence */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (i) assert_int_equal(setup(state), 0);
        world *w = *state;
        uint32_t what = add_what(w, 3), pinned = add_who(w, 2), pronoun = add_who(w, 1);
        uint32_t figure =
            add_rule(w, "figure", (pk_rule){.kind = RULE_NAME, .role = ROLE_PUBLIC, .any = INDEX(w, what)});
        w->b.rules[pinned].alone = 1;
        w->b.rules[pinned].severity[PUBLIC] = HP_NOTE;
        read_text(w, rows[i].text);
        hit_on(w, figure, "Byron", 90);
        if (str_find(w->d.clean, HP_STR("one of mine"), 0) != SIZE_MAX) hit_on(w, pinned, "one of mine", 80);
        if (str_find(w->d.clean, HP_STR("he "), 0) != SIZE_MAX) hit_on(w, pronoun, "he ", 80);
        if (str_find(w->d.clean, HP_STR("He "), 0) != SIZE_MAX) hit_on(w, pronoun, "He ", 80);
        hit_on(w, what, "failed", 80);
        hear(w);
        assert_int_equal(found(w), rows[i].found);
        if (i + 1 < sizeof rows / sizeof *rows) teardown(state);
    }
}

static void words_are_counted_around_a_span(void **state) {
    world *w = *state;
    read_text(w, "one two, three four five six");
    size_t at = str_find(w->d.clean, HP_STR("three"), 0);
    window v = window_around(&w->d, at, at + 5, WITHIN_WORDS, 2);
    assert_true(str_eq_z(str_sub(w->d.clean, v.clean_start, v.clean_end), "one two, three four five"));
    v = window_around(&w->d, at, at + 5, WITHIN_WORDS, 50);
    assert_int_equal(v.clean_end - v.clean_start, w->d.clean.n);
}

/* ---- combinations */
static void combines_all_any_and_none(void **state) {
    world *w = *state;
    uint32_t a = add_who(w, 1), b = add_who(w, 1), c = add_who(w, 1);
    uint32_t made =
        add_rule(w, "made", (pk_rule){.kind = RULE_COMBINE, .within = WITHIN_SENTENCE, .severity = {HP_REVIEW}});
    pk_rule *rule = &w->b.rules[made];
    rule->all = INDEX(w, a, b);
    read_text(w, "The alpha met bravo here. And alpha stood alone.");
    hit_on(w, a, "alpha", 50);
    hit_on(w, b, "bravo", 50);
    hit_nth(w, a, "alpha", 1, 50);
    hear(w);
    assert_int_equal(found(w), 1);
    assert_int_equal(w->report.findings[0].start, 4);
    assert_int_equal(w->report.findings[0].confidence, 75); /* two witnesses of 50 */

    rule->span_rule = b + 1;
    rule->none = INDEX(w, c);
    w->hits.n = 0;
    hit_on(w, a, "alpha", 50);
    hit_on(w, b, "bravo", 50);
    hear(w);
    assert_int_equal(found(w), 1);
    assert_true(str_eq_z(w->report.findings[0].text, "bravo"));

    w->hits.n = 0;
    hit_on(w, a, "alpha", 50);
    hit_on(w, b, "bravo", 50);
    hit_on(w, c, "here", 50);
    hear(w);
    assert_int_equal(found(w), 0);
}

static void a_combination_may_be_part_of_another_and_be_guarded(void **state) {
    world *w = *state;
    uint32_t a = add_who(w, 1), b = add_who(w, 1);
    uint32_t outer =
        add_rule(w, "outer", (pk_rule){.kind = RULE_COMBINE, .within = WITHIN_POST, .severity = {HP_HOLD}});
    uint32_t inner = add_rule(w, "inner", (pk_rule){.kind = RULE_COMBINE, .within = WITHIN_SENTENCE, .who = 3});
    uint32_t guard = add_rule(w, "guard", (pk_rule){.kind = RULE_GUARD, .within = WITHIN_POST});
    w->b.rules[inner].any = INDEX(w, a);
    w->b.rules[outer].all = INDEX(w, inner, b);
    w->b.rules[guard].any = INDEX(w, inner);
    read_text(w, "The alpha came. It was bravo.");
    hit_on(w, a, "alpha", 80);
    hit_on(w, b, "bravo", 80);
    hear(w);
    assert_int_equal(found(w), 1);
    assert_int_equal(w->report.verdict, HP_VERDICT_HOLD);
    w->hits.n = 0;
    hit_on(w, a, "alpha", 80);
    hit_on(w, b, "bravo", 80);
    hit_on(w, guard, "came", 80);
    hear(w);
    assert_int_equal(found(w), 0);
}

static void at_least_so_many_different_people(void **state) {
    static const struct {
        const char *text;
        size_t lists;
    } rows[] = {
        {"Wren, Teal and Finch came.", 1},       /* told once, on the first */
        {"Wren and Teal came. Finch slept.", 0}, /* in one sentence only two */
        {"Wren, Teal and Wren came.", 0},        /* one of them twice */
        {"Wren, Teal, Finch came. Wren, Teal, Finch left.", 2},
    };
    static const char *const names[] = {"Wren", "Teal", "Finch"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (i) assert_int_equal(setup(state), 0);
        world *w = *state;
        uint32_t name = add_name(w), list = add_rule(w, "list",
                                                     (pk_rule){.kind = RULE_COMBINE,
                                                               .within = WITHIN_SENTENCE,
                                                               .at_least = 3,
                                                               .severity = {HP_REVIEW},
                                                               .any = INDEX(w, name)});
        read_text(w, rows[i].text);
        for (uint32_t n = 0; n < 3; n++)
            for (size_t at = 0; (at = str_find(w->d.clean, str_of(names[n]), at)) != SIZE_MAX; at++) {
                hit *t = hit_on(w, name, names[n], 90);
                t->clean_start = at;
                t->clean_end = at + strlen(names[n]);
                t->sentence = (uint32_t)doc_sentence_at(&w->d, at);
                t->person = n + 1;
            }
        hear(w);
        size_t lists = 0;
        for (size_t k = 0; k < w->h.claims.n; k++) lists += w->h.claims.v[k].rule == list;
        assert_int_equal(lists, rows[i].lists);
        if (i + 1 < sizeof rows / sizeof *rows) teardown(state);
    }
}

static void a_name_in_company_is_no_surer(void **state) {
    world *w = *state;
    uint32_t name = add_name(w), praise = add_rule(w, "praise", (pk_rule){0});
    uint32_t both = add_rule(w, "both",
                             (pk_rule){.kind = RULE_COMBINE,
                                       .within = WITHIN_SENTENCE,
                                       .category = text_of(w, "student_name"),
                                       .severity = {HP_REVIEW},
                                       .all = INDEX(w, name, praise)});
    read_text(w, "Wren won.");
    hit_on(w, name, "Wren", 45); /* too weak to be told */
    hit_on(w, praise, "won", 95);
    hear(w);
    for (size_t k = 0; k < w->h.claims.n; k++) assert_int_not_equal(w->h.claims.v[k].rule, both);
}

/* ---- who x what */
static void pairs_by_sentence_window_and_length_of_the_post(void **state) {
    static const char *const text = "Here is who. Second one. Third one. Fourth said what.";
    static const struct {
        uint16_t window, short_post;
        int who, what;
        int confidence; /* 0: no finding */
    } rows[] = {
        {3, 0, 80, 80, 76}, {2, 0, 80, 80, 0},  {0, 400, 80, 80, 76}, {3, 0, 50, 50, 0},
        {3, 0, 60, 50, 60}, {3, 0, 39, 100, 0}, {0, 10, 80, 80, 0},
    };
    world *w = *state;
    uint32_t who = add_who(w, 3), what = add_what(w, 3);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        w->b.head.policy.window = rows[i].window;
        w->b.head.policy.short_post = rows[i].short_post;
        w->hits = (hits){0};
        read_text(w, text);
        hit_on(w, who, "who", rows[i].who);
        hit_on(w, what, "what", rows[i].what);
        hear(w);
        assert_int_equal(found(w), rows[i].confidence > 0);
        if (!rows[i].confidence) continue;
        assert_int_equal(w->report.findings[0].confidence, rows[i].confidence);
        assert_int_equal(w->report.verdict, HP_VERDICT_HOLD);
        assert_int_equal(w->report.findings[0].part_count, 2);
        assert_string_equal(w->report.findings[0].parts[0].role, "who");
        assert_int_equal(w->report.findings[0].parts[0].start, 8);
        assert_true(str_eq_z(w->report.findings[0].text, "what"));
    }
}

static void some_child_is_meant_in_its_own_sentence_only(void **state) {
    static const struct {
        const char *text;
        uint8_t who;
        size_t found;
    } rows[] = {
        {"It was who and what.", 1, 1},
        {"It was who. Then what came.", 1, 0},
        {"It was who. Then what came.", 2, 1},
        {"It was who. Then what came.", 3, 1},
    };
    world *w = *state;
    uint32_t who = add_who(w, 1), what = add_what(w, 3);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        w->b.rules[who].who = (uint8_t)(rows[i].who + 1);
        w->hits = (hits){0};
        read_text(w, rows[i].text);
        hit_on(w, who, "who", 90);
        hit_on(w, what, "what", 90);
        hear(w);
        assert_int_equal(found(w), rows[i].found);
    }
}

static void the_graver_person_wins_then_the_nearer(void **state) {
    world *w = *state;
    uint32_t some = add_who(w, 1), one = add_who(w, 3), what = add_what(w, 3);
    read_text(w, "Named here. Then some said what, and then some more.");
    hit_on(w, some, "some", 80);
    hit_on(w, one, "Named", 80);
    hit_nth(w, some, "some", 1, 90);
    hit_on(w, what, "what", 80);
    hear(w);
    assert_int_equal(w->report.verdict, HP_VERDICT_HOLD);
    assert_int_equal(w->report.findings[0].parts[0].start, 0);
    w->b.rules[one].who = 2;
    hear(w);
    assert_int_equal(w->report.verdict, HP_VERDICT_REVIEW);
    assert_int_equal(w->report.findings[0].parts[0].start, 17);
}

static void modifiers_move_the_step_but_do_not_open_what_is_held(void **state) {
    enum { STING = 1, CLOSED = 2, PAST = 4 };
    static const struct {
        uint8_t who, what, on;
        hp_level severity;
    } rows[] = {
        {3, 2, 0, HP_HOLD},
        {3, 2, CLOSED, HP_HOLD},
        {3, 2, PAST, HP_REVIEW},
        {3, 2, PAST | CLOSED, HP_REVIEW},
        {3, 1, 0, HP_REVIEW},
        {3, 1, CLOSED, HP_NOTE},
        {3, 1, STING, HP_HOLD},
        {1, 3, STING, HP_HOLD},
        {2, 1, PAST, HP_NOTE},
        {2, 1, PAST | CLOSED, HP_NOTE},
        {1, 2, STING, HP_REVIEW},
        {1, 3, CLOSED, HP_NOTE},
        {3, 2, STING | CLOSED, HP_HOLD},
    };
    world *w = *state;
    uint32_t who = add_who(w, 3), what = add_what(w, 3);
    uint32_t sting = add_rule(w, "sting", (pk_rule){.modifier = 1}),
             past = add_rule(w, "past", (pk_rule){.modifier = 3});
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        w->b.rules[who].who = (uint8_t)(rows[i].who + 1);
        w->b.rules[what].what = (uint8_t)(rows[i].what + 1);
        w->in.audience = rows[i].on & CLOSED ? FAMILIES : PUBLIC;
        w->hits = (hits){0};
        read_text(w, "It was who and what. How it stings. That was years ago.");
        hit_on(w, who, "who", 80);
        hit_on(w, what, "what", 80);
        if (rows[i].on & STING) hit_on(w, sting, "stings", 80);
        if (rows[i].on & PAST) hit_on(w, past, "years", 80);
        hear(w);
        assert_int_equal(found(w), 1);
        assert_int_equal(w->report.findings[0].severity, rows[i].severity);
    }
}

static void a_rules_own_severity_is_a_floor_and_it_may_stand_alone(void **state) {
    world *w = *state;
    uint32_t who = add_who(w, 1), what = add_what(w, 2);
    read_text(w, "It was who and what.");
    hit_on(w, who, "who", 80);
    hit_on(w, what, "what", 80);
    hear(w);
    assert_int_equal(w->report.findings[0].severity, HP_NOTE);
    w->b.rules[what].severity[PUBLIC] = HP_REVIEW;
    hear(w);
    assert_int_equal(w->report.findings[0].severity, HP_REVIEW);
    w->b.rules[what].alone = 1;
    w->b.rules[who].who = 1;
    hear(w);
    assert_int_equal(found(w), 1);
    assert_int_equal(w->report.findings[0].severity, HP_REVIEW);
    assert_int_equal(w->report.findings[0].confidence, 80);
    w->b.rules[what].alone = 0;
    hear(w);
    assert_int_equal(found(w), 0);
}

static void one_hit_may_say_both_but_is_one_witness(void **state) {
    world *w = *state;
    uint32_t both = add_rule(w, "both", (pk_rule){.who = 3, .what = 4});
    read_text(w, "It was both.");
    hit_on(w, both, "both", 70);
    hear(w);
    assert_int_equal(found(w), 1);
    assert_int_equal(w->report.findings[0].confidence, 70);
}

static void severity_goes_by_audience_and_a_step_may_set_it(void **state) {
    world *w = *state;
    uint32_t name = add_name(w);
    read_text(w, "Here is Wren.");
    hit *t = hit_on(w, name, "Wren", 90);
    hear(w);
    assert_int_equal(w->report.verdict, HP_VERDICT_REVIEW);
    t->severity = HP_HOLD;
    hear(w);
    assert_int_equal(w->report.verdict, HP_VERDICT_HOLD);
    t->severity = 0;
    w->in.audience = FAMILIES;
    hear(w);
    assert_int_equal(found(w), 1);
    assert_int_equal(w->report.verdict, HP_PASS);
    w->in.audience = CLASS;
    t->severity = HP_HOLD; /* what is off stays off */
    hear(w);
    assert_int_equal(found(w), 0);
    w->in.audience = PUBLIC;
    t->role = ROLE_PUBLIC;
    hear(w);
    assert_int_equal(found(w), 0);
}

static void pronouns_carry_a_named_student_on(void **state) {
    static const struct {
        const char *text;
        bool paired;
    } rows[] = {
        {"Wren is back. He sat. He ate. He slept. He failed.", true},
        {"Wren is back. We sat. We ate. We slept. He failed.", false}, /* the chain is broken */
        {"Wren is back. He sat. We ate. He slept. He failed.", true},  /* a gap within the window */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (i) assert_int_equal(setup(state), 0);
        world *w = *state;
        uint32_t name = add_name(w), what = add_what(w, 3), he = add_rule(w, "he", (pk_rule){.carries = 1});
        read_text(w, rows[i].text);
        hit_on(w, name, "Wren", 90);
        hit_on(w, what, "failed", 80);
        for (size_t at = 0, n = 0; (at = str_find(w->d.clean, HP_STR("He "), at)) != SIZE_MAX; at++, n++)
            hit_nth(w, he, "He ", (int)n, 80);
        hear(w);
        bool paired = false;
        for (size_t k = 0; k < w->h.claims.n; k++) paired |= w->h.claims.v[k].rule == what;
        assert_int_equal(paired, rows[i].paired);
        if (i + 1 < sizeof rows / sizeof *rows) teardown(state);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        T(guards_take_within_their_window),
        T(a_guard_spares_a_whole_roster_name_and_needs_to_be_sure),
        T(a_guard_may_spare_a_named_student),
        T(figures_take_what_is_said_of_them_and_no_child),
        T(words_are_counted_around_a_span),
        T(combines_all_any_and_none),
        T(a_combination_may_be_part_of_another_and_be_guarded),
        T(at_least_so_many_different_people),
        T(a_name_in_company_is_no_surer),
        T(pairs_by_sentence_window_and_length_of_the_post),
        T(some_child_is_meant_in_its_own_sentence_only),
        T(the_graver_person_wins_then_the_nearer),
        T(modifiers_move_the_step_but_do_not_open_what_is_held),
        T(a_rules_own_severity_is_a_floor_and_it_may_stand_alone),
        T(one_hit_may_say_both_but_is_one_witness),
        T(severity_goes_by_audience_and_a_step_may_set_it),
        T(pronouns_carry_a_named_student_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
