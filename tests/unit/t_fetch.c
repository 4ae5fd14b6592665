/* t_fetch.c - following a district's policy, without a server or a clock: when to visit again, what may be taken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "digest.h"
#include "fetch/pace.h"
#include "fetch/take.h"
#include "mem.h"
#include "version.h"

enum { HOUR = 3600, DAY = 24 * HOUR };

/* ---- pace */

static void waits(void **state) {
    static const struct {
        uint64_t every, failures, asked;
        int64_t least;
    } rows[] = {
        {4 * HOUR, 0, 0, 4 * HOUR},
        {HOUR, 0, 0, HOUR},
        {60, 0, 0, PACE_FLOOR}, /* the floor */
        {0, 0, 0, PACE_FLOOR},
        {4 * HOUR, 1, 0, PACE_FLOOR}, /* the back-off */
        {4 * HOUR, 2, 0, 2 * PACE_FLOOR},
        {4 * HOUR, 5, 0, 16 * PACE_FLOOR},
        {4 * HOUR, 8, 0, 128 * PACE_FLOOR},
        {4 * HOUR, 9, 0, PACE_CEILING},
        {4 * HOUR, UINT64_MAX, 0, PACE_CEILING},
        {4 * HOUR, 1, 30, PACE_FLOOR}, /* what the server asks for */
        {4 * HOUR, 1, 2 * HOUR, 2 * HOUR},
        {4 * HOUR, 0, 6 * HOUR, 6 * HOUR},
        {4 * HOUR, 1, UINT64_MAX, PACE_CEILING},
        {UINT64_MAX, 0, 0, PACE_CEILING},
    };
    static const uint32_t randoms[] = {0, 1, 12345, UINT32_MAX / 2, UINT32_MAX};
    const int64_t now = 1795000000;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t k = 0; k < sizeof randoms / sizeof *randoms; k++) {
            int64_t wait = pace_next(now, rows[i].every, rows[i].failures, rows[i].asked, randoms[k]) - now;
            assert_in_range(wait, rows[i].least, rows[i].least + rows[i].least / 2);
            assert_true(wait >= PACE_FLOOR);
            assert_true(pace_due(now + wait, now, now + wait) && !pace_due(now + wait - 1, now, now + wait));
        }
    assert_int_equal(pace_next(now, HOUR, 0, 0, 0), now + HOUR);
    assert_int_equal(pace_next(now, HOUR, 0, 0, UINT32_MAX), now + HOUR + HOUR / 2);
}

/* A thousand computers that lose their server at one moment, on a clock of their own: none visits more often than the
 * floor, in a day each comes 6 to 9 times, and they do not come together. */
static void spreads(void **state) {
    enum { COMPUTERS = 1000 };
    static unsigned visits[DAY / 60 + 1];
    uint32_t random = 1;
    (void)state;
    for (int c = 0; c < COMPUTERS; c++) {
        int64_t now = 0, last = -DAY;
        uint64_t failures = 0;
        unsigned count = 0;
        while (now < DAY) {
            assert_true(now - last >= PACE_FLOOR);
            if (failures > 0) visits[now / 60]++;
            last = now, count++;
            random = random * 1664525u + 1013904223u;
            now = pace_next(now, 4 * HOUR, ++failures, 0, random);
        }
        assert_in_range(count, 6, 9);
    }
    for (size_t i = 0; i <= DAY / 60; i++) assert_true(visits[i] < COMPUTERS / 4);
}

static void clocks(void **state) {
    (void)state;
    assert_true(pace_due(1000, 0, 0));                         /* never visited */
    assert_false(pace_due(1000, 900, 1500));                   /* not yet */
    assert_true(pace_due(800, 900, 1500));                     /* the clock was set back */
    assert_true(pace_due(1000, 900, 1000 + 2 * PACE_CEILING)); /* it was ahead by a year when the visit was planned */
    assert_false(pace_due(1000, 900, 900 + PACE_CEILING * 3 / 2)); /* the longest wait that is planned */
}

/* ---- versions */

static void versions(void **state) {
    static const struct {
        const char *a, *b;
        int order;
    } rows[] = {{"1", "1", 0},        {"1", "1.0", 0},     {"1.0.1", "1", 1},           {"2026.9.0", "2026.11.0", -1},
                {"10.0", "9.9.9", 1}, {"0.3.0", "0.3", 0}, {"1.2.3.4.5.6", "1.2.3", 1}, {"999999999", "1000", 1}};
    static const char *const bad[] = {
        "", ".", "1.", ".1", "1..2", "01", "1.02", "v1", "1-2", "1.2.3.4.5.6.7", "1234567890", "1 ", "-1"};
    hp_str out;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(version_compare(view(rows[i].a), view(rows[i].b)), rows[i].order);
        assert_int_equal(version_compare(view(rows[i].b), view(rows[i].a)), -rows[i].order);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(version_valid(view(bad[i])));
    assert_true(version_of_needs(view(">=0.3"), &out) && view_is(out, "0.3"));
    assert_true(version_of_needs(view(">= 1.2.3"), &out) && view_is(out, "1.2.3"));
    assert_false(version_of_needs(view("0.3"), &out) || version_of_needs(view(">=x"), &out) ||
                 version_of_needs(view(">"), &out));
}

/* ---- bundles */

static char digests[BUNDLE_FILES * DIGEST_TEXT];

/* A bundle of one small file; the caller frees it. */
static output small(const char *version, const char *next_key, const char *revoked, bundle *b) {
    output to = OUT_MEMORY;
    *b = (bundle){.id = view("us/example"), .version = view(version), .policy = view("a.policy.yaml"), .good_for = 14};
    b->next_key = view(next_key);
    if (revoked) b->revoked[b->revoked_count++] = view(revoked);
    b->files[b->file_count++] = (bundle_file){.path = view("lists/b.txt"), .bytes = view("two\n")};
    b->files[b->file_count++] = (bundle_file){.path = view("a.policy.yaml"), .bytes = view("one\n")};
    bundle_write(b, digests, &to);
    return to;
}

static void bundles_come_back(void **state) {
    static bundle made, read;
    const char *why;
    (void)state;
    output bytes = small("2026.11.0", NULL, "0123456789ABCDEF", &made),
           again = small("2026.11.0", NULL, "0123456789ABCDEF", &made);
    assert_int_equal(bytes.n, again.n);
    assert_memory_equal(bytes.p, again.p, bytes.n);
    assert_true(bundle_read(out_view(&bytes), &read, &why) && bundle_sound(&read, &why));
    assert_true(view_is(read.id, "us/example") && view_is(read.version, "2026.11.0") && read.good_for == 14);
    assert_true(read.file_count == 2 && view_is(read.files[0].path, "a.policy.yaml") &&
                view_is(read.files[1].bytes, "two\n"));
    assert_true(read.revoked_count == 1 && view_is(read.revoked[0], "0123456789ABCDEF"));
    for (size_t n = 0; n < bytes.n; n++)
        assert_false(bundle_read((hp_str){bytes.p, n}, &read, &why)); /* cut anywhere */
    out_char(&bytes, 'x');
    assert_false(bundle_read(out_view(&bytes), &read, &why));
    out_free(&bytes);
    out_free(&again);
}

static void paths(void **state) {
    static const char *const good[] = {"a", "a.yaml", "a/b/c.txt", "A-1_b.x"};
    static const char *const bad[] = {"",     "/a",   "a/",  "a//b", "..",  "../a",        "a/../b", "./a",
                                      ".git", "a/.b", "a b", "a\\b", "a\n", "caf\xc3\xa9", "C:a"};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) assert_true(bundle_path_valid(view(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(bundle_path_valid(view(bad[i])));
}

/* ---- signatures */

static void signs(void **state) {
    minisign_key key, other;
    minisign_secret secret, other_secret;
    minisign_signature s;
    const char *why;
    (void)state;
    minisign_new(&key, &secret);
    minisign_new(&other, &other_secret);
    char *text = minisign_sign(view("a draft of a rule"), &secret, "timestamp:1795000000\tfile:x\thashed");
    assert_true(minisign_read_signature(view(text), &s, &why));
    assert_int_equal(minisign_time(&s), 1795000000);
    assert_true(minisign_verify(view("a draft of a rule"), &s, &key));
    assert_false(minisign_verify(view("a draft of a ruse"), &s, &key));
    assert_false(minisign_verify(view("a draft of a rule"), &s, &other));
    memcpy(other.id, key.id, sizeof key.id); /* another key that says it is this one */
    assert_false(minisign_verify(view("a draft of a rule"), &s, &other));
    *strstr(text, "file:x") = 'F'; /* the trusted comment is signed too */
    assert_true(minisign_read_signature(view(text), &s, &why));
    assert_false(minisign_verify(view("a draft of a rule"), &s, &key));
    for (size_t n = 0, whole = strlen(text) - 1; n < whole; n++) /* cut anywhere; the last newline may be missing */
        assert_false(minisign_read_signature((hp_str){text, n}, &s, &why));
    free(text);
}

static void keys_are_locked(void **state) {
    minisign_key key;
    minisign_secret secret, again;
    const char *why;
    (void)state;
    minisign_new(&key, &secret);
    char *open = minisign_write_secret(&secret, (hp_str){0});
    assert_false(minisign_is_locked(view(open)));
    assert_true(minisign_read_secret(view(open), (hp_str){0}, &again, &why));
    assert_memory_equal(&secret, &again, sizeof secret);
    free(open);
}

/* ---- what may be taken */

static char *refusal(const subscription *s, output *bytes, const minisign_secret *by, int64_t now, bundle *b) {
    static char ids[8][MINISIGN_ID_TEXT];
    static size_t used;
    char *id = ids[used++ % 8]; /* lives as long as what it is noted in */
    char *text = minisign_sign(out_view(bytes), by, "timestamp:1795000000");
    char *refused = take_refusal(s, out_view(bytes), view(text), now, b, id);
    if (!refused)
        take_note((subscription *)(uintptr_t)s, b, "0000000000000000000000000000000000000000000000000000000000000000",
                  id);
    free(text);
    return refused;
}

/* The old key names the next; the next one signs and the old one counts no more; a revoked one never again. */
static void keys_follow_one_another(void **state) {
    static bundle made, b[5];
    minisign_key old, next;
    minisign_secret old_secret, next_secret;
    const int64_t now = 1795000000;
    (void)state;
    minisign_new(&old, &old_secret);
    minisign_new(&next, &next_secret);
    char *old_text = minisign_key_text(&old), *next_text = minisign_key_text(&next), old_id[MINISIGN_ID_TEXT], *no;
    minisign_id_text(old.id, old_id);
    subscription s = {.keys = {view(old_text)}, .key_count = 1};
    output one = small("1", next_text, NULL, &made), two = small("2", NULL, old_id, &made),
           three = small("3", NULL, NULL, &made);
    subscription fresh = s;
    assert_non_null(strstr(no = refusal(&fresh, &two, &next_secret, now, &b[0]), "not one that you pinned"));
    free(no);
    assert_null(refusal(&s, &one, &old_secret, now, &b[1]));
    assert_int_equal(s.key_count, 2);
    assert_null(refusal(&s, &two, &next_secret, now, &b[2]));
    assert_true(s.key_count == 1 && view_is(s.keys[0], next_text) && s.revoked_count == 1 && s.copy_count == 1);
    assert_non_null(strstr(no = refusal(&s, &three, &old_secret, now, &b[3]), "revoked"));
    free(no);
    assert_non_null(strstr(no = refusal(&s, &one, &next_secret, now, &b[3]), "older than 2"));
    free(no);
    assert_non_null(strstr(no = refusal(&s, &three, &next_secret, now - 2 * DAY, &b[3]), "is the clock right"));
    free(no);
    assert_null(refusal(&s, &three, &next_secret, now - HOUR, &b[4]));
    out_free(&one);
    out_free(&two);
    out_free(&three);
    free(old_text);
    free(next_text);
}

static int start(void **state) {
    (void)state;
    digest_start();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(waits),    cmocka_unit_test(spreads),           cmocka_unit_test(clocks),
        cmocka_unit_test(versions), cmocka_unit_test(bundles_come_back), cmocka_unit_test(paths),
        cmocka_unit_test(signs),    cmocka_unit_test(keys_are_locked),   cmocka_unit_test(keys_follow_one_another),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
