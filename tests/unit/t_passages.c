/* t_passages.c - findings weighed against what the whole passage is about, and what only the whole says. */
#include "judge_world.h"

#include "find/gist.h"

/* A reader that knows one topic, HEALTH, and whose groves have no trees: they say the same of every passage. */
enum { LABELS = GIST_TOPICS + 1, TABLES = 24 + LABELS * (GIST_NAME + 12), GROVES = TABLES + 4 };
typedef struct image {
    char bytes[GROVES + 3 * GROVE_HEAD];
} image;

static const char *const talk =
    "Here are some quiet words about nothing much at all, and then a few more of them alpha";

/* Log-odds of the topic, of anything, of a passage that is to be held. */
static image make_image_of(float health, float anything, float held) {
    image m = {.bytes = "HPGIST04"};
    const uint32_t slots = 1, labels = LABELS;
    const float said[3] = {health, anything, held};
    memcpy(m.bytes + 8, &slots, 4);
    memcpy(m.bytes + 16, &labels, 4);
    memcpy(m.bytes + 24 + GIST_TOPICS * GIST_NAME, "HEALTH", 6);
    for (size_t i = 0; i < 3; i++) memcpy(m.bytes + GROVES + i * GROVE_HEAD + 4, &said[i], 4);
    return m;
}

static image make_image(float anything, float health) {
    return make_image_of(health, anything, 0);
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

/* How grave a finding of so grave a rule is in a passage that is held with these odds. */
static uint8_t gravity(world *w, uint32_t rule, uint8_t severity, float held, uint8_t roster) {
    image m = make_image_of(3, 3, held);
    w->b.rules[rule].severity[PUBLIC] = severity;
    w->hits = (hits){0};
    read_text(w, talk);
    hit_on(w, rule, "alpha", 80)->roster = roster;
    assert_int_equal(found_with(w, (hp_str){m.bytes, sizeof m.bytes}), 1);
    return (uint8_t)w->report.findings[0].severity;
}

static void a_passage_tells_how_grave_it_is(void **state) {
    world *w = *state;
    uint32_t topic = add_topic(w, (pk_rule){0}), apart = add_topic(w, (pk_rule){.plain = 1}),
             locked = add_topic(w, (pk_rule){.lock = LOCK_FULL}), ruled = add_topic(w, (pk_rule){.ruled = 1}),
             said = add_topic(w, (pk_rule){.kind = RULE_GIST, .from = 99}), name = add_name(w);
    assert_int_equal(gravity(w, topic, HP_HOLD, -3, 0), HP_REVIEW);
    assert_int_equal(gravity(w, topic, HP_HOLD, 0.6f, 0), HP_HOLD);
    assert_int_equal(gravity(w, topic, HP_REVIEW, 0.6f, 0), HP_REVIEW);
    assert_int_equal(gravity(w, topic, HP_REVIEW, 3, 0), HP_HOLD);
    assert_int_equal(gravity(w, topic, HP_NOTE, 3, 0), HP_NOTE);
    assert_int_equal(gravity(w, apart, HP_HOLD, -3, 0), HP_HOLD);
    assert_int_equal(gravity(w, locked, HP_HOLD, -3, 0), HP_HOLD);
    assert_int_equal(gravity(w, ruled, HP_HOLD, -3, 0), HP_HOLD);
    assert_int_equal(gravity(w, ruled, HP_REVIEW, 3, 0), HP_REVIEW);
    assert_int_equal(gravity(w, name, HP_HOLD, -3, 0), HP_REVIEW);
    assert_int_equal(gravity(w, name, HP_HOLD, -3, 1), HP_HOLD);   /* a class list is sure whose it is, */
    assert_int_equal(gravity(w, said, HP_HOLD, -3, 1), HP_REVIEW); /* not that the whole tells it right */
}

/* One finding is made graver, the surest: the others are told as they are. */
static void only_the_surest_is_made_graver(void **state) {
    world *w = *state;
    uint32_t topic = add_topic(w, (pk_rule){0}), other = add_topic(w, (pk_rule){0});
    image m = make_image_of(3, 3, 3);
    read_text(w, talk);
    hit_on(w, topic, "alpha", 70);
    hit_on(w, other, "quiet", 90);
    assert_int_equal(found_with(w, (hp_str){m.bytes, sizeof m.bytes}), 2);
    assert_int_equal(w->report.findings[0].severity, HP_HOLD);
    assert_int_equal(w->report.findings[1].severity, HP_REVIEW);
}

/* What would need the gist to be told is not told without it. */
static void a_damaged_reader_raises_nothing(void **state) {
    world *w = *state;
    uint32_t topic = add_topic(w, (pk_rule){0});
    read_text(w, talk);
    hit_on(w, topic, "alpha", 50);
    assert_int_equal(found_with(w, HP_STR("no reader")), 0);
}

/* What rules found counts in the passage in which it stands: sure or not, but not what a guard took. */
static void hits_count_in_their_place(void **state) {
    world *w = *state;
    uint32_t topic = add_topic(w, (pk_rule){.who = 3});
    image m = make_image(0, 0);
    gist_reader r;
    gist_text text;
    tally found;
    assert_int_equal(gist_open((hp_str){m.bytes, sizeof m.bytes}, &r), HP_OK);
    read_text(w, talk);
    hit_on(w, topic, "quiet", 90);
    hit_on(w, topic, "alpha", 50);
    hit_on(w, topic, "words", 80)->dropped = 1;
    hear(w);
    assert_true(passages_text(&w->h, &text));
    passages_tally(&w->h, &r, &text, (window){0, w->d.token_count}, &found);
    assert_true(found.count[GIST_TOPICS] == 2 && found.surest[GIST_TOPICS] > 2 && found.who == 3);
    passages_tally(&w->h, &r, &text, (window){8, w->d.token_count}, &found);
    assert_true(found.count[GIST_TOPICS] == 1 && found.surest[GIST_TOPICS] == 0);
    assert_true(found.tokens == (float)(w->d.token_count - 8));
    passages_tally(&w->h, &r, &text, (window){0, 0}, &found);
    assert_true(found.count[GIST_TOPICS] == 0 && found.surest[GIST_TOPICS] == TALLY_NONE && found.who == 0);
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
        T(a_passage_lowers_what_it_is_not_about),
        T(a_rule_may_stand_apart),
        T(names_go_only_where_nothing_is_told),
        T(a_damaged_reader_raises_nothing),
        T(hits_count_in_their_place),
        T(a_passage_tells_how_grave_it_is),
        T(only_the_surest_is_made_graver),
        T(the_whole_speaks_where_no_word_does),
        T(guards_take_what_the_whole_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
