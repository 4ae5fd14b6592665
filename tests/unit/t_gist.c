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

enum {
    SLOTS = 64,
    ROWS = 9,
    HEALTH = GIST_TOPICS,
    LABELS,
    HEAD = 24,
    KNOWN = HEAD + LABELS * (GIST_NAME + 12),
    TABLE = KNOWN + 4 * SLOTS,
    GROVES = TABLE + ROWS * GIST_LABELS
};

typedef struct image {
    char bytes[GROVES + 3 * GROVE_HEAD]; /* the groves have no trees */
} image;

/* Features of which the k-th is known by row k; the second and the third ask for one slot, as do the last two, at the
 * end of the table. */
static const uint32_t features[ROWS] = {0,         0x10000005, 0x20000005, 0x30000006, 7,
                                        0x4000000, 0xabcdef01, 0x5000003f, 0x6000003f};

/* Three labels, HEALTH the last; the weight of row k is k. */
static image make_image(void) {
    image m = {.bytes = "HPGIST04"};
    uint32_t slots = SLOTS, rows = ROWS, labels = LABELS;
    float scale = 0.25f, bias = -1.5f;
    memcpy(m.bytes + 8, &slots, 4);
    memcpy(m.bytes + 12, &rows, 4);
    memcpy(m.bytes + 16, &labels, 4);
    memcpy(m.bytes + 20, &scale, 4);
    memcpy(m.bytes + HEAD + HEALTH * GIST_NAME, "HEALTH", 6);
    memcpy(m.bytes + HEAD + LABELS * GIST_NAME + 4 * HEALTH, &bias, 4);
    uint32_t entries[SLOTS] = {0};
    for (uint32_t row = 0; row < ROWS; row++) {
        uint32_t at = features[row] % SLOTS;
        while (entries[at]) at = (at + 1) % SLOTS;
        entries[at] = gist_entry(features[row], row);
        m.bytes[TABLE + row * GIST_LABELS + HEALTH] = (char)row;
    }
    memcpy(m.bytes + KNOWN, entries, sizeof entries);
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
    } broken[] = {{8, 63},        {8, 0},  {8, 128},     {8, 2 * GIST_SLOTS},   {12, GIST_ROWS + 1},
                  {12, ROWS + 1}, {16, 0}, {16, HEALTH}, {16, GIST_LABELS + 1}, {16, UINT32_MAX}};
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

static float health_of(const gist_reader *r, const uint32_t *read, size_t count) {
    float scores[GIST_LABELS];
    gist_read(r, read, count, scores);
    assert_true(fabsf(scores[0]) < 1e-6f);
    return scores[HEALTH];
}

/* A score is the bias and the mean-like sum of the weights of the features that are known, each once. */
static void scores_are_sums(void **state) {
    (void)state;
    gist_reader r;
    image m = make_image();
    assert_int_equal(gist_open((hp_str){m.bytes, sizeof m.bytes}, &r), HP_OK);
    assert_true(fabsf(health_of(&r, features, ROWS) - (-1.5f + 36 * 0.25f / 3)) < 1e-6f);
    const uint32_t twice[] = {features[3], features[5], features[3]};
    assert_true(fabsf(health_of(&r, twice, 3) - (-1.5f + 8 * 0.25f / sqrtf(2))) < 1e-6f);
    const uint32_t foreign[] = {0x70000005, features[4], 8, 0x7000003f}; /* one is known */
    assert_true(fabsf(health_of(&r, foreign, 4) - (-1.5f + 4 * 0.25f)) < 1e-6f);
    assert_true(fabsf(health_of(&r, foreign, 1) + 1.5f) < 1e-6f);
    assert_true(fabsf(health_of(&r, foreign, 0) + 1.5f) < 1e-6f);
}

/* A table without a free slot is searched once around; a row that is not there is none. */
static void damaged_tables_end(void **state) {
    (void)state;
    gist_reader r;
    image m = make_image();
    const uint32_t entry = gist_entry(0x12345678, ROWS);
    for (size_t i = 0; i < SLOTS; i++) memcpy(m.bytes + KNOWN + 4 * i, &entry, 4);
    assert_int_equal(gist_open((hp_str){m.bytes, sizeof m.bytes}, &r), HP_OK);
    const uint32_t both[] = {0x12345678, 0x87654321};
    assert_true(fabsf(health_of(&r, both, 2) + 1.5f) < 1e-6f);
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
    assert_int_equal(features_of(a, "when Mateo failed", GIST_PLAIN, two), n + 1); /* how it begins */
    assert_memory_not_equal(one, two, n * sizeof *one);
    arena_free(a);
}

static bool has(const uint32_t *all, size_t n, uint32_t feature) {
    for (size_t i = 0; i < n; i++)
        if (all[i] == feature) return true;
    return false;
}

static size_t shared_by(arena *a, const char *one, const char *two) {
    uint32_t left[GIST_FEATURES], right[GIST_FEATURES];
    size_t n = features_of(a, one, GIST_PLAIN, left), of = features_of(a, two, GIST_PLAIN, right), shared = 0;
    for (size_t i = 0; i < n; i++) shared += has(right, of, left[i]);
    return shared;
}

/* Beside the word before it and what is read of that. */
static void words_are_known_by_their_beginnings(void **state) {
    (void)state;
    arena *a = arena_new(0);
    size_t none = shared_by(a, "was moved", "was going");
    assert_int_equal(shared_by(a, "was diagnosed", "was diagnosis"), none + 2); /* four letters, and five */
    assert_int_equal(shared_by(a, "was diagnosed", "was diagrams"), none + 1);
    assert_int_equal(shared_by(a, "was diagnosed", "was diaries"), none);
    assert_int_equal(shared_by(a, "was failing", "was failure"), none + 1);
    assert_int_equal(shared_by(a, "was fail", "was failure"), none); /* a short word is its own */
    arena_free(a);
}

static void features_are_bounded(void **state) {
    (void)state;
    arena *a = arena_new(0);
    char draft[8000];
    uint32_t out[GIST_FEATURES];
    for (size_t i = 0; i + 8 < sizeof draft; i += 8) memcpy(draft + i, i % 5 ? "children" : " longish", 9);
    for (size_t i = 8; i + 1 < sizeof draft; i += 9) draft[i] = ' ';
    doc d = read_doc(a, draft);
    const uint8_t *marks = ARENA_ARRAY(a, uint8_t, d.token_count + 1);
    assert_true(d.token_count > 4 * GIST_TOKENS);
    size_t n = gist_features(&(gist_text){.d = &d, .marks = marks}, 0, d.token_count, out);
    assert_true(n > 2 * GIST_TOKENS && n <= GIST_FEATURES);
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
        cmocka_unit_test(images_are_checked),   cmocka_unit_test(topics_have_labels),
        cmocka_unit_test(scores_are_sums),      cmocka_unit_test(marks_stand_for_words),
        cmocka_unit_test(features_are_bounded), cmocka_unit_test(company_counts_in_circles),
        cmocka_unit_test(damaged_tables_end),   cmocka_unit_test(words_are_known_by_their_beginnings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
