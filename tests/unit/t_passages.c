/* t_passages.c - findings weighed against what the whole passage is about, and what only the whole says. */
#include "judge_world.h"

#include "find/gist.h"

/* A reader that knows one topic, HEALTH, and gives every passage the same two scores. */
enum { HEAD = 20 + 4 * GIST_MIX, TABLES = HEAD + 2 * (GIST_NAME + 4) };
typedef struct image {
    char bytes[TABLES + GIST_LABELS];
} image;

static const char *const talk =
    "Here are some quiet words about nothing much at all, and then a few more of them alpha";

static image make_image(float anything, float health) {
    image m = {.bytes = "HPGIST02"};
    const uint32_t slots = 1, labels = 2;
    const float mix[GIST_MIX] = {1, 0, 1, 0, 1, 1, 0}, biases[2] = {anything, health}; /* log-odds are added */
    memcpy(m.bytes + 8, &slots, 4);
    memcpy(m.bytes + 12, &labels, 4);
    memcpy(m.bytes + 20, mix, sizeof mix);
    memcpy(m.bytes + HEAD + GIST_NAME, "HEALTH", 6);
    memcpy(m.bytes + HEAD + 2 * GIST_NAME, biases, sizeof biases);
    return m;
}

static size_t found_with(world *w, hp_str gist) {
    hp_lexicon lexicon = {.gist = gist};
    w->in.lexicon = &lexicon;
    hear(w);
    w->in.lexicon = NULL;
    return found(w);
}

static uint32_t add_topic(world *w, pk_rule rule) {
    rule.topic = text_of(w, "HEALTH");
    rule.severity[PUBLIC] = HP_REVIEW;
    return add_rule(w, "topic", rule);
}

/* One hit of a rule, of so much confidence, read with these scores: is it still told? */
static bool told(world *w, uint32_t rule, int confidence, float anything, float health) {
    image m = make_image(anything, health);
    w->hits = (hits){0};
    read_text(w, talk);
    hit_on(w, rule, "alpha", confidence);
    return found_with(w, (hp_str){m.bytes, sizeof m.bytes}) == 1;
}

static void a_passage_lowers_what_it_is_not_about(void **state) {
    world *w = *state;
    uint32_t topic = add_topic(w, (pk_rule){0});
    assert_true(told(w, topic, 70, 0, 0));
    assert_false(told(w, topic, 70, 0, -2));
    assert_true(told(w, topic, 91, 0, -9)); /* by 45 points at most */
    assert_true(told(w, topic, 97, 0, -9));
    assert_false(told(w, topic, 50, 0, 9)); /* raised are pairs alone */
}

static void a_rule_may_stand_apart(void **state) {
    world *w = *state;
    uint32_t apart = add_topic(w, (pk_rule){.plain = 1}), other = add_rule(w, "other", (pk_rule){0});
    w->b.rules[other].severity[PUBLIC] = HP_REVIEW; /* without a topic */
    assert_true(told(w, apart, 70, -9, -9));
    assert_true(told(w, other, 70, -9, -9));
}

static void names_go_only_where_nothing_is_told(void **state) {
    world *w = *state;
    uint32_t name = add_name(w), other = add_rule(w, "other", (pk_rule){0});
    w->b.rules[other].severity[PUBLIC] = HP_REVIEW;
    assert_true(told(w, name, 70, 0, 0));
    assert_false(told(w, name, 70, -3, 0));
    image m = make_image(-3, 0);
    w->hits = (hits){0};
    read_text(w, talk);
    hit_on(w, name, "alpha", 70);
    hit_on(w, other, "quiet", 80);
    assert_int_equal(found_with(w, (hp_str){m.bytes, sizeof m.bytes}), 2);
}

/* What would need the gist to be told is not told without it. */
static void a_damaged_reader_raises_nothing(void **state) {
    world *w = *state;
    uint32_t topic = add_topic(w, (pk_rule){0});
    read_text(w, talk);
    hit_on(w, topic, "alpha", 50);
    assert_int_equal(found_with(w, HP_STR("no reader")), 0);
}

static size_t said(world *w, float anything, float health) {
    image m = make_image(anything, health);
    return found_with(w, (hp_str){m.bytes, sizeof m.bytes});
}

static void the_whole_speaks_where_no_word_does(void **state) {
    world *w = *state;
    uint32_t topic = add_topic(w, (pk_rule){0});
    add_topic(w, (pk_rule){.kind = RULE_GIST, .from = 50});
    read_text(w, talk);
    assert_int_equal(said(w, 0, -1), 0);
    w->hits = (hits){0};
    assert_int_equal(said(w, 0, 1), 1);
    assert_int_equal(w->report.findings[0].end, strlen(talk));
    w->hits = (hits){0};
    hit_on(w, topic, "alpha", 80); /* a word says it */
    assert_int_equal(said(w, 0, 1), 1);
    assert_true(str_eq_z(w->report.findings[0].text, "alpha"));
    w->hits = (hits){0};
    read_text(w, "Too few words to go by");
    assert_int_equal(said(w, 0, 5), 0);
}

static void guards_take_what_the_whole_says(void **state) {
    world *w = *state;
    uint32_t gist = add_topic(w, (pk_rule){.kind = RULE_GIST, .from = 50}),
             guard = add_rule(w, "guard", (pk_rule){.kind = RULE_GUARD});
    w->b.rules[guard].any = INDEX(w, gist);
    for (int within = 0; within < 2; within++) {
        w->b.rules[guard].within = within ? WITHIN_MATCH : WITHIN_SENTENCE;
        w->hits = (hits){0};
        read_text(w, talk);
        hit_on(w, guard, "quiet", 80);
        assert_int_equal(said(w, 0, 1), within); /* a guard of its own words takes nothing of the whole */
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        T(a_passage_lowers_what_it_is_not_about), T(a_rule_may_stand_apart),
        T(names_go_only_where_nothing_is_told),   T(a_damaged_reader_raises_nothing),
        T(the_whole_speaks_where_no_word_does),   T(guards_take_what_the_whole_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
