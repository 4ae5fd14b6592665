/* t_judge.c - from evidence to findings: windows, guards, combinations, pairs, folding, rewriting. The evidence is set
 * by hand on words of a text, so that nothing but the judge is asked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "judge/hearing.h"

/* ---- a pack made by hand */
typedef struct block {
    pack_head head;
    pk_rule rules[24];
    uint32_t index[64];
    pk_str strs[16];
    pk_modifier modifiers[4];
    pk_channel channels[4];
    char text[4096];
} block;

typedef struct world {
    block b;
    hp_pack pack;
    arena *a;
    doc d;
    hits hits;
    problem_list problems;
    hp_draft draft;
    judge_input in;
    hearing h;
    hp_report report;
} world;

enum { PUBLIC, FAMILIES, CLASS };

static pk_str text_of(world *w, const char *z) {
    uint32_t *used = &w->b.head.table[PACK_TEXT].count;
    size_t n = strlen(z);
    assert_true(*used + n <= sizeof w->b.text);
    memcpy(w->b.text + *used, z, n);
    *used += (uint32_t)n;
    return (pk_str){*used - (uint32_t)n, (uint32_t)n};
}

static pk_range strs_of(world *w, size_t count, const char *const *z) {
    pk_range *table = &w->b.head.table[PACK_STRS];
    pk_range range = {table->count, (uint32_t)count};
    assert_true(table->count + count <= sizeof w->b.strs / sizeof *w->b.strs);
    for (size_t i = 0; i < count; i++) w->b.strs[table->count++] = text_of(w, z[i]);
    return range;
}

static pk_range index_of(world *w, size_t count, const uint32_t *rules) {
    pk_range *table = &w->b.head.table[PACK_INDEX];
    pk_range range = {table->count, (uint32_t)count};
    assert_true(table->count + count <= sizeof w->b.index / sizeof *w->b.index);
    for (size_t i = 0; i < count; i++) w->b.index[table->count++] = rules[i];
    return range;
}
#define INDEX(w, ...)                                                                                                  \
    index_of((w), sizeof((uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t), (const uint32_t[]){__VA_ARGS__})

static void add_modifier(world *w, const char *name, int8_t steps, uint8_t closed) {
    pk_range *table = &w->b.head.table[PACK_MODIFIERS];
    w->b.modifiers[table->count++] = (pk_modifier){text_of(w, name), steps, closed};
    w->b.head.policy.modifiers.count = table->count;
}

static void add_channel(world *w, const char *name, uint8_t audience) {
    pk_range *table = &w->b.head.table[PACK_CHANNELS];
    w->b.channels[table->count++] = (pk_channel){text_of(w, name), audience};
    w->b.head.policy.channels.count = table->count;
}

static int setup(void **state) {
    world *w = raw_alloc(sizeof *w);
    if (!w) return -1;
    const uint32_t places[PACK_TABLES] = {
        [PACK_TEXT] = offsetof(block, text),           [PACK_RULES] = offsetof(block, rules),
        [PACK_STRS] = offsetof(block, strs),           [PACK_INDEX] = offsetof(block, index),
        [PACK_MODIFIERS] = offsetof(block, modifiers), [PACK_CHANNELS] = offsetof(block, channels),
    };
    for (size_t i = 0; i < PACK_TABLES; i++) w->b.head.table[i].first = places[i];
    static const char *const audiences[] = {"public", "families", "class"};
    static const uint8_t matrix[4][4] = {{0, 0, 0, 0}, {0, 0, 2, 3}, {0, 2, 4, 4}, {0, 3, 4, 5}};
    pk_policy *p = &w->b.head.policy;
    memcpy(p->matrix, matrix, sizeof matrix);
    p->audiences = strs_of(w, 3, audiences);
    p->closed_audience = FAMILIES;
    p->report_at = 60;
    p->pair_at = 40;
    p->window = 2;
    p->short_post = 0; /* a test that wants one says so */
    add_modifier(w, "sting", 1, 0);
    add_modifier(w, "closed", -1, 1);
    add_modifier(w, "past", -1, 0);
    add_channel(w, "square", PUBLIC);
    add_channel(w, "room", CLASS);
    w->pack.head = &w->b.head;
    w->a = arena_new(0);
    *state = w;
    return w->a ? 0 : -1;
}

static int teardown(void **state) {
    world *w = *state;
    arena_free(w->a);
    raw_free(w);
    return 0;
}

static uint32_t add_rule(world *w, const char *id, pk_rule rule) {
    uint32_t *n = &w->b.head.table[PACK_RULES].count;
    assert_true(*n < sizeof w->b.rules / sizeof *w->b.rules);
    rule.id = rule.title = text_of(w, id);
    if (!rule.kind) rule.kind = RULE_PATTERN;
    if (!rule.order) rule.order = 100;
    if (!rule.confidence) rule.confidence = 80;
    w->b.rules[*n] = rule;
    return (*n)++;
}

static uint32_t add_who(world *w, uint8_t level) {
    return add_rule(w, "who", (pk_rule){.who = (uint8_t)(level + 1)});
}

static uint32_t add_what(world *w, uint8_t level) {
    return add_rule(w, "what", (pk_rule){.what = (uint8_t)(level + 1)});
}

static uint32_t add_name(world *w) {
    return add_rule(w, "name",
                    (pk_rule){.kind = RULE_NAME,
                              .role = ROLE_STUDENT,
                              .who = 4,
                              .category = text_of(w, "student_name"),
                              .severity = {HP_REVIEW, HP_NOTE, 0},
                              .fix = FIX_PSEUDONYM,
                              .fix_text = text_of(w, "student")});
}

static void read_text(world *w, const char *text) {
    size_t bad;
    hp_str why;
    w->draft.text = str_of(text);
    assert_int_equal(doc_read(w->a, w->draft.text, HP_MARKUP_NONE, &w->d, &bad, &why), HP_OK);
}

/* Evidence on the nth occurrence (from 0) of some words. */
static hit *hit_nth(world *w, uint32_t rule, const char *words, int nth, int confidence) {
    size_t at = str_find(w->d.clean, str_of(words), 0);
    while (nth-- > 0) at = str_find(w->d.clean, str_of(words), at + 1);
    assert_true(at != SIZE_MAX);
    hit *t = VEC_ADD(w->a, &w->hits, hit);
    assert_non_null(t);
    *t = (hit){.clean_start = at,
               .clean_end = at + strlen(words),
               .rule = rule,
               .sentence = (uint32_t)doc_sentence_at(&w->d, at),
               .confidence = confidence};
    if (w->b.rules[rule].kind == RULE_NAME) t->role = w->b.rules[rule].role;
    return t;
}

static hit *hit_on(world *w, uint32_t rule, const char *words, int confidence) {
    return hit_nth(w, rule, words, 0, confidence);
}

static void hear(world *w) {
    w->in.pack = &w->pack;
    w->in.d = &w->d;
    w->in.draft = &w->draft;
    w->in.hits = &w->hits;
    w->in.problems = &w->problems;
    assert_int_equal(judge_hear(&w->in, &w->h), HP_OK);
    w->report = (hp_report){0};
    assert_int_equal(findings_report(&w->h, &w->report), HP_OK);
}

static size_t found(const world *w) {
    return w->report.finding_count;
}

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
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(guards_take_within_their_window),
        T(a_guard_spares_a_whole_roster_name_and_needs_to_be_sure),
        T(words_are_counted_around_a_span),
        T(combines_all_any_and_none),
        T(a_combination_may_be_part_of_another_and_be_guarded),
        T(pairs_by_sentence_window_and_length_of_the_post),
        T(the_graver_person_wins_then_the_nearer),
        T(modifiers_move_the_step_but_do_not_open_what_is_held),
        T(a_rules_own_severity_is_a_floor_and_it_may_stand_alone),
        T(one_hit_may_say_both_but_is_one_witness),
        T(severity_goes_by_audience_and_a_step_may_set_it),
        T(claims_on_the_same_words_fold),
        T(a_folded_name_leaves_its_severity),
        T(a_rule_says_a_thing_once_a_sentence),
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
