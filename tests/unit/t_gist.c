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

enum { SLOTS = 64, HEALTH = GIST_TOPICS, LABELS, HEAD = 20, TABLES = HEAD + LABELS * (GIST_NAME + 12) };

typedef struct image {
    char bytes[TABLES + SLOTS * GIST_LABELS + 3 * GROVE_HEAD]; /* the groves have no trees */
} image;

/* Three labels, HEALTH the last; weights that differ from slot to slot. */
static image make_image(void) {
    image m = {.bytes = "HPGIST03"};
    uint32_t slots = SLOTS, labels = LABELS;
    float scale = 0.25f, bias = -1.5f;
    memcpy(m.bytes + 8, &slots, 4);
    memcpy(m.bytes + 12, &labels, 4);
    memcpy(m.bytes + 16, &scale, 4);
    memcpy(m.bytes + HEAD + HEALTH * GIST_NAME, "HEALTH", 6);
    memcpy(m.bytes + HEAD + LABELS * GIST_NAME + 4 * HEALTH, &bias, 4);
    for (size_t i = 0; i < SLOTS; i++) m.bytes[TABLES + i * GIST_LABELS + HEALTH] = (char)(i % 7);
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
    } broken[] = {{8, 63},         {8, 0}, {8, 128}, {8, 2 * GIST_SLOTS}, {12, 0}, {12, HEALTH}, {12, GIST_LABELS + 1},
                  {12, UINT32_MAX}};
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
    assert_int_equal(gist_label(&r, HP_STR("HEALTH")), HEALTH);
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
    assert_true(fabsf(scores[HEALTH] - (-1.5f + 14 * 0.25f / 2)) < 1e-6f);
    gist_read(&r, features, 0, scores);
    assert_true(fabsf(scores[HEALTH] + 1.5f) < 1e-6f);
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

/* The features of one word of a lexicon that puts it into this cluster; 0: into none. */
static size_t circles_of(arena *a, uint32_t cluster, uint32_t *out) {
    doc d = read_doc(a, "kid");
    const uint8_t *marks = ARENA_ARRAY(a, uint8_t, d.token_count + 1);
    lexicon_slot slot =
        lexicon_pack(lexicon_fingerprint(d.tokens[0].hash), (lexicon_entry){.cluster = (uint16_t)cluster});
    char table[LEXICON_HEADER + sizeof slot] = {[8] = 1}; /* of one slot */
    memcpy(table + LEXICON_HEADER, &slot, sizeof slot);
    const hp_lexicon lexicon = {.image = {table, sizeof table}};
    return gist_features(&(gist_text){.d = &d, .lexicon = &lexicon, .marks = marks}, 0, d.token_count, out);
}

/* A word of another kind of company shares the wider circles alone. */
static void company_counts_in_circles(void **state) {
    (void)state;
    arena *a = arena_new(0);
    uint32_t near[GIST_FEATURES], far[GIST_FEATURES];
    size_t same = 0, n = circles_of(a, 17, near), shared[] = {0, 0};
    const uint32_t others[] = {18, 33}; /* of one circle of four with 17; of none with it, the wide ones are 16 apart */
    for (size_t k = 0; k < 2; k++) {
        assert_int_equal(circles_of(a, others[k], far), n);
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++) shared[k] += near[i] == far[j];
    }
    same = circles_of(a, 0, far); /* what keeps no company is a word and its pairs alone */
    assert_int_equal(n, same + 3);
    assert_int_equal(shared[0], same + 2);
    assert_int_equal(shared[1], same);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(images_are_checked),    cmocka_unit_test(topics_have_labels),
        cmocka_unit_test(scores_are_sums),       cmocka_unit_test(marks_stand_for_words),
        cmocka_unit_test(features_are_distinct), cmocka_unit_test(company_counts_in_circles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
