/* t_whole.c - groves: what an image must be, and which leaf answers; what they are asked of a passage. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "find/whole.h"

enum { WIDTH = 4 };

typedef struct image {
    uint32_t count;
    float bias;
    grove_tree trees[2];
} image;

/* Two trees: leaf i of the first says i, the second says 100 where its first measure is large. */
static image make_image(void) {
    image m = {.count = 2, .bias = 0.5f};
    for (uint32_t k = 0; k < GROVE_DEPTH; k++) m.trees[0].measure[k] = k;
    for (size_t i = 0; i < GROVE_LEAVES; i++) m.trees[0].leaf[i] = (float)i;
    m.trees[1].cut[0] = 10;
    for (size_t i = GROVE_LEAVES / 2; i < GROVE_LEAVES; i++) m.trees[1].leaf[i] = 100;
    return m;
}

static hp_str bytes_of(const image *m, size_t less) {
    return (hp_str){(const char *)m, sizeof *m - less};
}

static void images_are_checked(void **state) {
    (void)state;
    grove g;
    size_t used;
    image m = make_image();
    assert_int_equal(grove_open(bytes_of(&m, 0), WIDTH, &g, &used), HP_OK);
    assert_int_equal(used, sizeof m);
    assert_int_equal(grove_open(bytes_of(&m, 1), WIDTH, &g, &used), HP_ERR_USAGE);
    assert_int_equal(grove_open(bytes_of(&m, sizeof m - 7), WIDTH, &g, &used), HP_ERR_USAGE);
    assert_int_equal(grove_open(bytes_of(&m, 0), WIDTH - 1, &g, &used), HP_ERR_USAGE); /* asks for a fourth measure */
    m.count = 1;
    assert_int_equal(grove_open(bytes_of(&m, 0), WIDTH, &g, &used), HP_OK);
    assert_int_equal(used, sizeof m - sizeof(grove_tree));
    m.count = UINT32_MAX;
    assert_int_equal(grove_open(bytes_of(&m, 0), WIDTH, &g, &used), HP_ERR_USAGE);
}

static void leaves_are_numbered_by_answers(void **state) {
    (void)state;
    grove g;
    size_t used;
    char odd[sizeof(image) + 1]; /* at no even address */
    image m = make_image();
    memcpy(odd + 1, &m, sizeof m);
    assert_int_equal(grove_open((hp_str){odd + 1, sizeof m}, WIDTH, &g, &used), HP_OK);
    static const struct {
        float measures[WIDTH], score;
    } rows[] = {
        {{0, 0, 0, 0}, 0.5f}, /* a cut itself is not above */
        {{1, 0, 0, 0}, 8.5f}, {{0, 0, 0, 1}, 1.5f}, {{1, 1, 1, 1}, 15.5f}, {{11, 0, 1, 0}, 110.5f},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_true(grove_score(&g, rows[i].measures) == rows[i].score);
}

/* Other topics are those beside the one that is asked for. */
static void topics_are_measured_beside_others(void **state) {
    (void)state;
    const float priors[] = {0, 0, -2, -3, -4}, scores[] = {0.5f, 0.25f, 3, 1, 2};
    const gist_reader r = {.labels = GIST_TOPICS + 3, .priors = (const char *)priors};
    tally t = tally_none();
    float out[TOPIC_MEASURES];
    t.surest[GIST_TOPICS + 1] = 0.75f;
    t.count[GIST_TOPICS] = 2;
    topic_measures(&r, scores, &t, GIST_TOPICS, 1.5f, out);
    assert_true(out[TOPIC_SCORE] == 3 && out[TOPIC_OTHER] == 2 && out[TOPIC_PRIOR] == -2 && out[TOPIC_COUNT] == 2);
    assert_true(out[TOPIC_ANYTHING] == 0.5f && out[TOPIC_HELD] == 0.25f);
    assert_true(out[TOPIC_SUREST] == 1.5f && out[TOPIC_OTHER_SUREST] == 0.75f);
    topic_measures(&r, scores, &t, GIST_TOPICS + 1, TALLY_NONE, out);
    assert_true(out[TOPIC_OTHER] == 3 && out[TOPIC_OTHER_SUREST] == TALLY_NONE);
}

/* Where neither words nor rules speak for a topic, no grove is asked. */
static void absent_topics_stay_absent(void **state) {
    (void)state;
    const float zeros[GIST_LABELS] = {0}, scores[GIST_LABELS] = {0, 0, -7, -7, -5};
    const gist_reader r = {.labels = GIST_TOPICS + 3,
                           .priors = (const char *)zeros,
                           .gravities = (const char *)zeros,
                           .topics = {.bias = 1},
                           .anything = {.bias = 2},
                           .held = {.bias = 3}};
    tally t = tally_none();
    whole all;
    t.surest[GIST_TOPICS + 1] = 0;
    whole_read(&r, scores, &t, &all);
    assert_true(all.topics[GIST_TOPICS] < -8);
    assert_true(all.topics[GIST_TOPICS + 1] == 1 && all.topics[GIST_TOPICS + 2] == 1);
    assert_true(all.anything == 2 && all.held == 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(images_are_checked),
        cmocka_unit_test(leaves_are_numbered_by_answers),
        cmocka_unit_test(topics_are_measured_beside_others),
        cmocka_unit_test(absent_topics_stay_absent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
