/* t_base.c - views, hashes, distances, arenas, vectors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"
#include "text/lexicon.h"

static void trims_and_cuts(void **state) {
    (void)state;
    assert_true(str_eq_z(str_trim(HP_STR(" \t a b\r\n")), "a b"));
    assert_true(str_eq_z(str_trim(HP_STR(" \n ")), ""));
    assert_true(str_eq_z(str_sub(HP_STR("abcdef"), 2, 4), "cd"));
    assert_true(str_eq_z(str_sub(HP_STR("abc"), 2, 99), "c"));
    assert_int_equal(str_sub(HP_STR("abc"), 5, 2).n, 0);
}

static void splits_into_every_piece(void **state) {
    (void)state;
    hp_str rest = HP_STR("a,,b,"), piece;
    const char *want[] = {"a", "", "b", ""};
    size_t n = 0;
    while (str_split(&rest, ',', &piece)) assert_true(str_eq_z(piece, want[n++]));
    assert_int_equal(n, 4);
}

static void finds_from_an_offset(void **state) {
    (void)state;
    hp_str s = HP_STR("abcabc");
    assert_int_equal(str_find(s, HP_STR("ca"), 0), 2);
    assert_int_equal(str_find(s, HP_STR("abc"), 1), 3);
    assert_true(str_find(s, HP_STR("abcd"), 0) == SIZE_MAX);
    assert_true(str_find(s, HP_STR("x"), 6) == SIZE_MAX);
}

static void reads_numbers_and_refuses_others(void **state) {
    (void)state;
    static const struct row {
        const char *text;
        uint64_t max, want;
        bool good;
    } rows[] = {{"0", 9, 0, true},
                {"17", 17, 17, true},
                {"18", 17, 0, false},
                {"", 9, 0, false},
                {"1a", 99, 0, false},
                {"-1", 99, 0, false},
                {"99999999999999999999", UINT64_MAX, 0, false},
                {"18446744073709551615", UINT64_MAX, UINT64_MAX, true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t got = 7;
        assert_int_equal(str_number(str_of(rows[i].text), rows[i].max, &got), rows[i].good);
        assert_true(got == (rows[i].good ? rows[i].want : 0));
    }
}

static void measures_edits(void **state) {
    (void)state;
    static const struct row {
        const char *a, *b;
        size_t want;
    } rows[] = {{"maya", "maya", 0},     {"maya", "mayaa", 1}, {"maya", "mya", 1},
                {"maya", "amya", 1},     {"maya", "miya", 1},  {"maya", "mioa", 2},
                {"jayden", "jadyen", 1}, {"", "ab", 2},        {"xochitl", "xochtil", 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(str_distance(str_of(rows[i].a), str_of(rows[i].b), 2), rows[i].want);
        assert_int_equal(str_distance(str_of(rows[i].b), str_of(rows[i].a), 2), rows[i].want);
    }
    assert_int_equal(str_distance(HP_STR("completely"), HP_STR("different!"), 2), 3);
}

static void hashes_differ_in_both_halves(void **state) {
    (void)state;
    uint64_t a = str_hash(HP_STR("maya")), b = str_hash(HP_STR("mayb"));
    assert_true((uint32_t)a != (uint32_t)b);
    assert_true((a >> 32) != (b >> 32));
    assert_true(a == str_hash(HP_STR("maya")));
}

/* Texts of all lengths around the pieces that are hashed at once, each changed in one byte. */
static void slot_hashes_see_every_byte(void **state) {
    (void)state;
    char text[40] = {0};
    for (size_t n = 0; n < sizeof text; n++) {
        uint64_t plain = str_slot_hash((hp_str){text, n});
        assert_true(n == 0 || plain != str_slot_hash((hp_str){text, n - 1}));
        for (size_t i = 0; i < n; i++) {
            text[i] = 1;
            uint64_t changed = str_slot_hash((hp_str){text, n});
            text[i] = 0;
            assert_true((uint32_t)plain != (uint32_t)changed);
        }
    }
}

static void arena_stops_at_its_cap_and_says_so(void **state) {
    (void)state;
    arena *a = arena_new(64 << 10);
    assert_non_null(a);
    size_t given = 0;
    while (arena_alloc(a, 1000)) given += 1000;
    assert_true(given <= 64 << 10);
    assert_true(arena_failed(a));
    assert_null(arena_alloc(a, 1));
    arena_reset(a);
    assert_false(arena_failed(a));
    assert_non_null(arena_alloc(a, 1));
    assert_null(arena_array(a, SIZE_MAX / 2, 16));
    assert_true(arena_failed(a));
    arena_free(a);
}

static void arena_memory_is_zeroed_again_after_reset(void **state) {
    (void)state;
    arena *a = arena_new(0);
    unsigned char *p = arena_alloc(a, 100);
    memset(p, 0xff, 100);
    arena_reset(a);
    unsigned char *q = arena_alloc(a, 100);
    for (size_t i = 0; i < 100; i++) assert_int_equal(q[i], 0);
    arena_free(a);
}

static void scratch_is_given_back(void **state) {
    (void)state;
    arena *a = arena_new(0);
    arena_alloc(a, 10);
    size_t before = arena_used(a);
    arena_mark mark = arena_at(a);
    for (int i = 0; i < 100; i++) arena_alloc(a, 5000);
    arena_restore(a, mark);
    assert_int_equal(arena_used(a), before);
    arena_free(a);
}

static void vectors_grow_and_keep(void **state) {
    (void)state;
    arena *a = arena_new(0);
    VEC(int) numbers = {0};
    for (int i = 0; i < 1000; i++) {
        int *place = VEC_ADD(a, &numbers, int);
        assert_non_null(place);
        assert_int_equal(*place, 0);
        *place = i;
    }
    for (int i = 0; i < 1000; i++) assert_int_equal(numbers.v[i], i);
    VEC_RESERVE(a, &numbers, 3000);
    const int *there = numbers.v;
    for (int i = 1000; i < 3000; i++) {
        int *place = VEC_ADD(a, &numbers, int);
        assert_non_null(place);
        *place = i;
    }
    assert_ptr_equal(numbers.v, there);
    VEC_RESERVE(a, &numbers, 10);
    for (int i = 0; i < 3000; i++) assert_int_equal(numbers.v[i], i);
    arena_free(a);
}

static void printf_into_an_arena(void **state) {
    (void)state;
    arena *a = arena_new(0);
    hp_str s = arena_printf(a, "%s-%d", "room", 12);
    assert_true(str_eq_z(s, "room-12"));
    arena_free(a);
}

static void every_status_has_a_text(void **state) {
    (void)state;
    for (int s = HP_OK; s <= HP_ERR_INTERNAL; s++) assert_true(strlen(hp_status_text((hp_status)s)) > 3);
    assert_string_equal(hp_status_text((hp_status)99), "unknown status");
}

static void a_lexicon_slot_keeps_all_of_an_entry(void **state) {
    (void)state;
    const lexicon_entry full = {7, 6, LEXICON_WORD_ES | LEXICON_PLAIN | LEXICON_CUE_SECRET << LEXICON_CUE_BIT, 1024,
                                0517};
    const uint32_t fingerprint = lexicon_fingerprint(UINT64_MAX);
    lexicon_slot slot = lexicon_pack(fingerprint, full);
    lexicon_entry e = lexicon_unpack(slot);
    assert_int_equal(slot.key >> LEXICON_LEANING_BITS, fingerprint);
    assert_int_equal(e.given, full.given);
    assert_int_equal(e.family, full.family);
    assert_int_equal(e.flags, full.flags);
    assert_int_equal(e.cluster, full.cluster);
    assert_int_equal(leaning_own(e.leaning), 5);
    assert_int_equal(leaning_before(e.leaning), 1);
    assert_int_equal(leaning_behind(e.leaning), 7);
    assert_int_not_equal(lexicon_fingerprint(0), 0); /* a used slot is never an empty one */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trims_and_cuts),
        cmocka_unit_test(splits_into_every_piece),
        cmocka_unit_test(finds_from_an_offset),
        cmocka_unit_test(reads_numbers_and_refuses_others),
        cmocka_unit_test(measures_edits),
        cmocka_unit_test(hashes_differ_in_both_halves),
        cmocka_unit_test(slot_hashes_see_every_byte),
        cmocka_unit_test(arena_stops_at_its_cap_and_says_so),
        cmocka_unit_test(arena_memory_is_zeroed_again_after_reset),
        cmocka_unit_test(scratch_is_given_back),
        cmocka_unit_test(vectors_grow_and_keep),
        cmocka_unit_test(printf_into_an_arena),
        cmocka_unit_test(every_status_has_a_text),
        cmocka_unit_test(a_lexicon_slot_keeps_all_of_an_entry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
