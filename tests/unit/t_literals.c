/* t_literals.c - what a regex cannot match without: read from the regex, never asking for too much. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "base/str.h"
#include "find/regex.h"
#include "pack/literals.h"

/* The literals of a regex, sorted and joined by '|'; "-" when nothing is asked. A '+' behind them: a digit too. */
static const char *read_needs(arena *a, const char *pattern) {
    literals found = literals_of(a, str_of(pattern));
    char *out = arena_alloc(a, 4096);
    for (size_t i = 0; i < found.any.n; i++)
        for (size_t k = i + 1; k < found.any.n; k++)
            if (str_cmp(found.any.v[k], found.any.v[i]) < 0) {
                hp_str swap = found.any.v[i];
                found.any.v[i] = found.any.v[k];
                found.any.v[k] = swap;
            }
    size_t n = 0;
    for (size_t i = 0; i < found.any.n; i++) {
        if (i) out[n++] = '|';
        memcpy(out + n, found.any.v[i].p, found.any.v[i].n);
        n += found.any.v[i].n;
    }
    if (!found.any.n) out[n++] = '-';
    if (found.digit) out[n++] = '+';
    out[n] = 0;
    return out;
}

static const struct {
    const char *regex, *wanted;
} rows[] = {
    {"lion", "lion"},
    {"(?i)Lion", "lion"},
    {"lions?", "lion|lions"},
    {"li?on", "lion|lon"},
    {"colou?r", "color|colour"},
    {"(?:cat|dog)s", "cats|dogs"},
    {"(?:cat|do+g)", "-"},
    {"lion|tiger", "lion|tiger"},
    {"lion|ox", "-"},
    {"lion|", "-"},
    {"my (?:\\w+ ){0,3}kitten", "kitten"},
    {"a.*elephant", "elephant"},
    {"lion+s", "lio"},
    {"(?:lion)+", "lion"},
    {"(?:lion)*", "-"},
    {"(?:lion){2}", "lionlion"},
    {"[ab]cd", "acd|bcd"},
    {"[a-c]cd", "-"},
    {"[^a]lion", "lion"},
    {"[\\]x]lion", "]lion|xlion"},
    {"(?=lion)\\w+", "lion"},
    {"(?!lion)tiger", "tiger"},
    {"(?<!a )lion(?<=on)", "lion"},
    {"(?<match>lion)\\b", "lion"},
    {"(?x) li on # a comment", "lion"},
    {"(?x) li\\ on", "li on"},
    {"(?x:li on) on", "lion on"},
    {"caf\xc3\xa9 lion", " lion"},
    {"\\d{3}", "-+"},
    {"\\d?lion", "lion"},
    {"room \\d+", "room +"},
    {"[0-9]+ or \\d", " or +"},
    {"[\\d-]lion", "lion"},
    {"\\x{e000}'s (?:mom|dad)", "'s dad|'s mom"},
    {"(lion)\\1", "-"},
    {"(?R)?lion", "-"},
    {"\\Qlion\\E", "-"},
    {"lion{", "lion{"},
    {"", "-"},
};

static void literals_are_read(void **state) {
    (void)state;
    arena *a = arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        arena_reset(a);
        const char *got = read_needs(a, rows[i].regex);
        if (strcmp(got, rows[i].wanted) != 0) fail_msg("%s: \"%s\", wanted \"%s\"", rows[i].regex, got, rows[i].wanted);
    }
    arena_free(a);
}

/* Whatever PCRE2 finds in a text made of a regex's own pieces, the literals stand there too. */
static void no_match_without_its_literals(void **state) {
    (void)state;
    static const char *const pieces[] = {"lion", "tiger", "a", "b",    "(?:", ")",    "|",   "?",    "+",   "*",
                                         "{2}",  "[ab]",  "^", "\\b",  "\\d", "3",    " ",   "(?i)", "(?=", "(?!",
                                         "x",    "ox",    ".", "[^a]", "-",   "(?x)", "\\w", "L",    "\\ ", "(?<n>"};
    static const char *const texts[] = {"lion",           "TIGER tiger", "a b a b", "lionlion 33", "ox-box axa",
                                        "lions 3 a lion", "Lx lx",       "  ",      "abab3",       "tigerlion ab33 ox"};
    uint64_t seed = 20261126;
    arena *a = arena_new(0);
    size_t tried = 0, matched = 0;
    regex_stack *stack;
    assert_int_equal(regex_stack_new(false, &stack), HP_OK);
    for (int round = 0; round < 60000; round++) {
        char pattern[128] = "";
        for (int k = 0; k < 7; k++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            strcat(pattern, pieces[(seed >> 33) % (sizeof pieces / sizeof *pieces)]);
        }
        regex *code = NULL;
        if (regex_compile(str_of(pattern), false, &code, NULL) != HP_OK) continue;
        tried++;
        arena_reset(a);
        literals need = literals_of(a, str_of(pattern));
        for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
            regex_match m;
            if (regex_next(code, stack, str_of(texts[t]), 0, &m) != REGEX_FOUND) continue;
            matched++;
            char low[64];
            size_t n = strlen(texts[t]);
            bool found = need.any.n == 0, digit = !need.digit;
            for (size_t i = 0; i < n; i++) {
                low[i] = char_is_upper(texts[t][i]) ? (char)(texts[t][i] | 32) : texts[t][i];
                digit |= char_is_digit(low[i]);
            }
            for (size_t k = 0; k < need.any.n && !found; k++)
                found = str_find((hp_str){low, n}, need.any.v[k], 0) != SIZE_MAX;
            if (!found || !digit) fail_msg("\"%s\" matches in \"%s\"", pattern, texts[t]);
        }
        regex_free(code);
    }
    assert_true(tried > 5000);
    assert_true(matched > 5000);
    regex_stack_free(stack);
    arena_free(a);
}

static void times_are_read(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int day, minute;
    } times[] = {
        {"2026-11-26T22:44:51+00:00", 3, 22 * 60 + 44},
        {"2026-03-04T13:05:00-06:00", 2, 13 * 60 + 5},
        {"2024-02-29 00:00", 3, 0},
        {"2000-01-01T23:59Z", 5, 23 * 60 + 59},
        {"2026-11-26", -1, 0},
        {"2026-02-29T10:00", -1, 0},
        {"2026-13-01T10:00", -1, 0},
        {"2026-11-26T24:00", -1, 0},
        {"soon", -1, 0},
        {"", -1, 0},
    };
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        wall_time got = calendar_read(str_of(times[i].text));
        assert_int_equal(got.day == NO_DAY ? -1 : calendar_weekday(got.day), times[i].day);
        if (got.day != NO_DAY) assert_int_equal(got.minute, times[i].minute);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(literals_are_read),
        cmocka_unit_test(no_match_without_its_literals),
        cmocka_unit_test(times_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
