/* t_codes.c - which stretches of a text are codes, and what a code reader's image must be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "find/codes.h"

/* The codes of a text, joined by '|'. */
static const char *codes_in(arena *a, const char *draft) {
    doc d;
    size_t bad;
    hp_str why;
    if (doc_read(a, str_of(draft), HP_MARKUP_NONE, &d, &bad, &why) != HP_OK) return "unread";
    code_span *codes;
    size_t count = codes_gather(&d, NULL, &codes), n = 0;
    char *out = arena_alloc(a, 1024);
    for (size_t i = 0; i < count; i++) {
        if (i) out[n++] = '|';
        memcpy(out + n, d.clean.p + codes[i].clean_start, codes[i].clean_end - codes[i].clean_start);
        n += codes[i].clean_end - codes[i].clean_start;
    }
    out[n] = 0;
    return out;
}

static const struct {
    const char *draft, *codes;
} rows[] = {
    {"", ""},
    {"nothing to see here, really", ""},
    {"punch 4471 and hold the gate", "4471"},
    {"punch 4471# and hold", "4471#"},
    {"(it's Otters!1987.)", "Otters!1987"},
    {"type 482 9917 where it says code", "482 9917"},
    {"barcode P0 61 93 27, he dropped it", "P0 61 93 27"},
    {"GoOtters is the word", "GoOtters"},
    {"tok = \"3f9ac071e5\"", "3f9ac071e5"},
    {"it cost $1250 or 12.50%", ""},
    {"at 3:15 on the 22nd", ""},
    {"see https://example.org/4471 or mail a1b2@example.org", ""},
    {"Teachin'2Retire!", "Teachin'2Retire!"},
    {"4471", "4471"},
    {"\xf0\x9f\x90\xa2 77R4 \xf0\x9f\x90\xa2", "77R4"},
    {"one\n4471\n\n5582 6693", "4471|5582 6693"},
};

static void codes_are_gathered(void **state) {
    (void)state;
    arena *a = arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        arena_reset(a);
        assert_string_equal(codes_in(a, rows[i].draft), rows[i].codes);
    }
    arena_free(a);
}

/* Features stay within their room, however much stands around a code. */
static void features_have_room(void **state) {
    (void)state;
    arena *a = arena_new(0);
    char draft[4096] = "";
    for (size_t n = 0; n + 8 < sizeof draft; n += 6) memcpy(draft + n, n % 12 ? "a9 b-c " : "word 7 ", 7);
    doc d;
    size_t bad;
    hp_str why;
    assert_int_equal(doc_read(a, str_of(draft), HP_MARKUP_NONE, &d, &bad, &why), HP_OK);
    code_span *codes;
    size_t count = codes_gather(&d, NULL, &codes);
    assert_true(count > 100);
    for (size_t i = 0; i < count; i++) {
        uint32_t features[CODE_FEATURES];
        assert_true(codes_features(&d, NULL, &codes[i], features) <= CODE_FEATURES);
        assert_true(codes[i].clean_end - codes[i].clean_start <= CODE_LONGEST + 1);
    }
    arena_free(a);
}

/* A run of groups without end is no code, and is not gone through again for each of them. */
static void endless_runs_are_no_code(void **state) {
    (void)state;
    enum { BYTES = 200000 };
    arena *a = arena_new(0);
    char *draft = arena_alloc(a, BYTES + 1);
    for (size_t i = 0; i < BYTES; i++) draft[i] = i % 2 ? ' ' : '1';
    doc d;
    size_t bad;
    hp_str why;
    assert_int_equal(doc_read(a, (hp_str){draft, BYTES}, HP_MARKUP_NONE, &d, &bad, &why), HP_OK);
    code_span *codes;
    size_t count = codes_gather(&d, NULL, &codes);
    assert_true(count < 64);
    for (size_t i = 0; i < count; i++) assert_true(codes[i].clean_end - codes[i].clean_start <= CODE_LONGEST + 1);
    arena_free(a);
}

static void images_are_checked(void **state) {
    (void)state;
    code_reader reader;
    char image[16 + 2 * CODE_KINDS] = "HPCOD001";
    uint32_t slots = 2;
    float scale = 0.5f;
    memcpy(image + 8, &slots, sizeof slots);
    memcpy(image + 12, &scale, sizeof scale);
    assert_int_equal(codes_open((hp_str){image, sizeof image}, &reader), HP_OK);
    assert_int_equal(codes_open((hp_str){image, sizeof image - 1}, &reader), HP_ERR_USAGE);
    assert_int_equal(codes_open((hp_str){image, 4}, &reader), HP_ERR_USAGE);
    assert_int_equal(codes_open((hp_str){NULL, 0}, &reader), HP_ERR_USAGE);
    slots = 3;
    memcpy(image + 8, &slots, sizeof slots);
    assert_int_equal(codes_open((hp_str){image, sizeof image}, &reader), HP_ERR_USAGE);
    image[7] = '9';
    assert_int_equal(codes_open((hp_str){image, sizeof image}, &reader), HP_ERR_USAGE);
}

static void chances_add_up(void **state) {
    (void)state;
    arena *a = arena_new(0);
    char image[16 + 2 * CODE_KINDS] = "HPCOD001";
    uint32_t slots = 2;
    float scale = 0.01f;
    memcpy(image + 8, &slots, sizeof slots);
    memcpy(image + 12, &scale, sizeof scale);
    for (size_t i = 16; i < sizeof image; i++) image[i] = (char)(i * 37);
    code_reader reader;
    assert_int_equal(codes_open((hp_str){image, sizeof image}, &reader), HP_OK);
    doc d;
    size_t bad;
    hp_str why;
    assert_int_equal(doc_read(a, HP_STR("punch 4471 and hold"), HP_MARKUP_NONE, &d, &bad, &why), HP_OK);
    code_span *codes;
    assert_int_equal(codes_gather(&d, NULL, &codes), 1);
    codes_read(&reader, &d, NULL, codes, 1);
    float sum = 0;
    for (int k = 0; k < CODE_KINDS; k++) {
        assert_true(codes[0].chance[k] >= 0);
        sum += codes[0].chance[k];
    }
    assert_true(sum > 0.999f && sum < 1.001f);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_gathered),       cmocka_unit_test(features_have_room),
        cmocka_unit_test(endless_runs_are_no_code), cmocka_unit_test(images_are_checked),
        cmocka_unit_test(chances_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
