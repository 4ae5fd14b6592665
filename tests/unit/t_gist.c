/* t_gist.c - what the gist reader sees of a passage, and what its image must be. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "find/gist.h"

enum { SLOTS = 64, LABELS = 2, HEAD = 20 + 4 * GIST_MIX, TABLES = HEAD + LABELS * (GIST_NAME + 4) };

typedef struct image {
    char bytes[TABLES + SLOTS * GIST_LABELS];
} image;

/* Two labels, HEALTH the second; weights that differ from slot to slot. */
static image make_image(void) {
    image m = {.bytes = "HPGIST02"};
    uint32_t slots = SLOTS, labels = LABELS;
    float scale = 0.25f, bias = -1.5f;
    memcpy(m.bytes + 8, &slots, 4);
    memcpy(m.bytes + 12, &labels, 4);
    memcpy(m.bytes + 16, &scale, 4);
    memcpy(m.bytes + HEAD + GIST_NAME, "HEALTH", 6);
    memcpy(m.bytes + HEAD + LABELS * GIST_NAME + 4, &bias, 4);
    for (size_t i = 0; i < SLOTS; i++) m.bytes[TABLES + i * GIST_LABELS + 1] = (char)(i % 7);
    return m;
}

static doc read_doc(arena *a, const char *draft) {
    doc d;
    size_t bad;
    hp_str why;
    assert_int_equal(doc_read(a, str_of(draft), HP_MARKUP_NONE, &d, &bad, &why), HP_OK);
    return d;
}

static void images_are_checked(void **state) {
    (void)state;
    gist_reader r;
    image m = make_image();
    assert_int_equal(gist_open((hp_str){m.bytes, sizeof m.bytes}, &r), HP_OK);
    assert_int_equal(gist_open((hp_str){m.bytes, sizeof m.bytes - 1}, &r), HP_ERR_USAGE);
    assert_int_equal(gist_open((hp_str){m.bytes, 12}, &r), HP_ERR_USAGE);
    assert_int_equal(gist_open((hp_str){NULL, 0}, &r), HP_ERR_USAGE);
    static const struct {
        size_t at;
        uint32_t value;
    } broken[] = {{8, 63}, {8, 0}, {8, 128}, {8, 2 * GIST_SLOTS}, {12, 0}, {12, GIST_LABELS + 1}, {12, UINT32_MAX}};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        image bad = make_image();
        memcpy(bad.bytes + broken[i].at, &broken[i].value, 4);
        assert_int_equal(gist_open((hp_str){bad.bytes, sizeof bad.bytes}, &r), HP_ERR_USAGE);
    }
    m.bytes[7] = '1';
    assert_int_equal(gist_open((hp_str){m.bytes, sizeof m.bytes}, &r), HP_ERR_USAGE);
}

static void topics_have_labels(void **state) {
    (void)state;
    gist_reader r;
    image m = make_image();
    assert_int_equal(gist_open((hp_str){m.bytes, sizeof m.bytes}, &r), HP_OK);
    assert_int_equal(gist_label(&r, HP_STR("HEALTH")), 1);
    assert_int_equal(gist_label(&r, HP_STR("HEAL")), 0);
    assert_int_equal(gist_label(&r, HP_STR("HEALTHY")), 0);
    assert_int_equal(gist_label(&r, HP_STR("")), 0);
}

/* A score is the bias and the mean-like sum of the weights of the features. */
static void scores_are_sums(void **state) {
    (void)state;
    gist_reader r;
    image m = make_image();
    assert_int_equal(gist_open((hp_str){m.bytes, sizeof m.bytes}, &r), HP_OK);
    const uint32_t features[] = {3, 5, 64 + 6, 128}; /* slots 3, 5, 6, 0: weights 3, 5, 6, 0 */
    float scores[GIST_LABELS];
    gist_read(&r, features, 4, scores);
    assert_true(fabsf(scores[0]) < 1e-6f);
    assert_true(fabsf(scores[1] - (-1.5f + 14 * 0.25f / 2)) < 1e-6f);
    gist_read(&r, features, 0, scores);
    assert_true(fabsf(scores[1] + 1.5f) < 1e-6f);
}

/* The features of a text with its second word marked; 0: nothing marked. */
static size_t features_of(arena *a, const char *text, uint8_t mark, uint32_t *out) {
    doc d = read_doc(a, text);
    uint8_t *marks = ARENA_ARRAY(a, uint8_t, d.token_count + 1);
    marks[1] = mark;
    return gist_features(&(gist_text){.d = &d, .marks = marks}, 0, d.token_count, out);
}

static void marks_stand_for_words(void **state) {
    (void)state;
    arena *a = arena_new(0);
    uint32_t one[GIST_FEATURES], two[GIST_FEATURES];
    size_t n = features_of(a, "when Mateo failed", GIST_STUDENT, one);
    assert_int_equal(features_of(a, "when Oluwaseun failed", GIST_STUDENT, two), n);
    assert_memory_equal(one, two, n * sizeof *one);
    assert_int_equal(features_of(a, "when Mateo failed", GIST_PUBLIC, two), n);
    assert_memory_not_equal(one, two, n * sizeof *one);
    assert_int_equal(features_of(a, "when Mateo failed", GIST_PLAIN, two), n);
    assert_memory_not_equal(one, two, n * sizeof *one);
    arena_free(a);
}

static void features_are_distinct(void **state) {
    (void)state;
    arena *a = arena_new(0);
    char draft[8000];
    uint32_t out[GIST_FEATURES];
    for (size_t i = 0; i + 8 < sizeof draft; i += 8) memcpy(draft + i, i % 5 ? "the kid " : "a4 b5 c ", 9);
    doc d = read_doc(a, draft);
    const uint8_t *marks = ARENA_ARRAY(a, uint8_t, d.token_count + 1);
    assert_true(d.token_count > 4 * GIST_TOKENS);
    size_t n = gist_features(&(gist_text){.d = &d, .marks = marks}, 0, d.token_count, out);
    assert_true(n > 4 && n <= GIST_FEATURES);
    for (size_t i = 0; i < n; i++) {
        assert_true(out[i] < GIST_SLOTS);
        for (size_t k = 0; k < i; k++) assert_true(out[i] != out[k]);
    }
    arena_free(a);
}

/* What rules found counts where it stands, once. */
static void sights_count_in_their_place(void **state) {
    (void)state;
    arena *a = arena_new(0);
    uint32_t without[GIST_FEATURES], with[GIST_FEATURES];
    doc d = read_doc(a, "he failed the test and then went home");
    const uint8_t *marks = ARENA_ARRAY(a, uint8_t, d.token_count + 1);
    const gist_sight sights[] = {{1, 77}, {3, 77}, {6, 78}};
    gist_text text = {.d = &d, .marks = marks};
    size_t n = gist_features(&text, 0, 4, without);
    text.sights = sights;
    text.sight_count = 3;
    assert_int_equal(gist_features(&text, 0, 4, with), n + 1);
    assert_memory_equal(with, without, n * sizeof *with);
    assert_int_equal(gist_features(&text, 4, d.token_count, with),
                     gist_features(&(gist_text){.d = &d, .marks = marks}, 4, d.token_count, without) + 1);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(images_are_checked),    cmocka_unit_test(topics_have_labels),
        cmocka_unit_test(scores_are_sums),       cmocka_unit_test(marks_stand_for_words),
        cmocka_unit_test(features_are_distinct), cmocka_unit_test(sights_count_in_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
