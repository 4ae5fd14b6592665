/* t_literals.c - what a regex cannot match without: read from the regex, never asking for too much. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "base/str.h"
#include "find/regex.h"
#include "pack/literals.h"

/* ---- how a need is written: texts with ^ and $ where a word's edge is asked for, "(a|b)", "(a&b)", bytes as [how
 * many], runs as 3d (digits) and 2C (capitals) ---- */

static void say(char *out, size_t room, const need *n) {
    size_t at = strlen(out);
    if (n->kind == NEED_TEXT) {
        snprintf(out + at, room - at, "%s%.*s%s", n->left ? "^" : "", STR_FMT(n->text), n->right ? "$" : "");
    } else if (n->kind == NEED_RUN) {
        snprintf(out + at, room - at, "%d%c", n->run, n->run_of == RUN_DIGITS ? 'd' : 'C');
    } else if (n->kind == NEED_BYTES) {
        int count = 0;
        for (int i = 0; i < 128; i++) count += (int)(n->bytes.ascii[i >> 6] >> (i & 63) & 1);
        snprintf(out + at, room - at, "[%d]", count);
    } else {
        strcat(out, "(");
        for (const need *k = n->first; k; k = k->next) {
            say(out, room, k);
            if (k->next) strcat(out, n->kind == NEED_ANY ? "|" : "&");
        }
        strcat(out, ")");
    }
}

static const char *read_needs(arena *a, const char *pattern) {
    char *out = arena_alloc(a, 4096);
    const need *n = needs_of(a, str_of(pattern), false);
    strcpy(out, n ? "" : "-");
    if (n) say(out, 4096, n);
    return out;
}

static const struct {
    const char *regex, *wanted;
} rows[] = {
    {"lion", "lion"},
    {"(?i)Lion", "lion"},
    {"lions?", "(lions|lion)"},
    {"li?on", "(lion|lon)"},
    {"colou?r", "(colour|color)"},
    {"(?:cat|dog)s", "(cats|dogs)"},
    {"(?:cat|do+g)", "((cat|(d&o&g)))"},
    {"lion|tiger", "(lion|tiger)"},
    {"lion|ox", "(lion|ox)"},
    {"lion|", "-"},
    {"my (?:\\w+ ){0,3}kitten", "(my &^kitten)"},
    {"a.*elephant", "(a&elephant)"},
    {"lion+s", "(lio&n&s)"},
    {"(?:lion)+", "(lion)"},
    {"(?:lion)*", "-"},
    {"(?:lion){2}", "lionlion"},
    {"[ab]cd", "(acd|bcd)"},
    {"[a-c]cd", "(cd)"},
    {"[^a]lion", "(lion)"},
    {"[\\]x]lion", "(]lion|xlion)"},
    {"(?=lion)\\w+", "(lion)"},
    {"(?!lion)tiger", "tiger"},
    {"(?<!a )lion(?<=on)", "(lion&on)"},
    {"(?<match>lion)\\b", "lion$"},
    {"(?x) li on # a comment", "lion"},
    {"(?x) li\\ on", "li on"},
    {"(?x:li on) on", "lion on"},
    {"caf\xc3\xa9 lion", "caf\xc3\xa9 lion"},
    {"\\d{3}", "(3d)"},
    {"\\d?lion", "(lion)"},
    {"room \\d+", "(room &[10])"},
    {"[0-9]+ or \\d", "([10]& or &[10])"},
    {"[\\d-]lion", "([11]&lion)"},
    {"\\x{e000}'s (?:mom|dad)", "(('s mom|'s dad))"},
    {"(lion)\\1", "(lion)"},
    {"(?P<a>lion)+(?P=a) ox", "(lion& ox)"},
    {"(?R)?lion", "-"},
    {"\\Qlion\\E", "-"},
    {"lion{", "lion{"},
    {"", "-"},
};

static void needs_are_read(void **state) {
    (void)state;
    arena *a = arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        arena_reset(a);
        const char *got = read_needs(a, rows[i].regex);
        if (strcmp(got, rows[i].wanted) != 0) fail_msg("%s: \"%s\", wanted \"%s\"", rows[i].regex, got, rows[i].wanted);
    }
    arena_free(a);
}

/* ---- whether a text meets a need, asked in the plainest way ---- */

static bool is_word(hp_str s, size_t at) {
    return at < s.n && (char_is_alpha(s.p[at]) || char_is_digit(s.p[at]) || s.p[at] == '_');
}

static bool holds_text(hp_str low, const need *n) {
    for (size_t at = 0; (at = str_find(low, n->text, at)) != SIZE_MAX; at++) {
        size_t end = at + n->text.n;
        bool left = !n->left || !is_word(low, at) || !is_word(low, at - 1);
        bool right = !n->right || !is_word(low, end - 1) || !is_word(low, end);
        if (left && right) return true;
    }
    return false;
}

static bool holds_run(hp_str text, const need *n) {
    size_t run = 0;
    for (size_t i = 0; i < text.n && run < n->run; i++) {
        bool of = n->run_of == RUN_DIGITS ? char_is_digit(text.p[i]) : char_is_upper(text.p[i]);
        run = of ? run + 1 : 0;
    }
    return run >= n->run;
}

static bool holds(hp_str text, hp_str low, const need *n) {
    switch (n->kind) {
    case NEED_TEXT: return holds_text(low, n);
    case NEED_RUN: return holds_run(text, n);
    case NEED_BYTES:
        for (size_t i = 0; i < text.n; i++)
            if (n->bytes.ascii[text.p[i] >> 6] >> (text.p[i] & 63) & 1) return true;
        return false;
    default:
        for (const need *k = n->first; k; k = k->next)
            if (holds(text, low, k) == (n->kind == NEED_ANY)) return n->kind == NEED_ANY;
        return n->kind == NEED_ALL;
    }
}

/* Whatever PCRE2 finds in a text made of a regex's own pieces, what is needed stands there too. */
static void no_match_without_its_needs(void **state) {
    (void)state;
    static const char *const pieces[] = {"lion", "tiger", "a",   "b",    "(?:",  ")",     "|",      "?",
                                         "+",    "*",     "{2}", "[ab]", "^",    "\\b",   "\\d",    "3",
                                         " ",    "(?i)",  "(?=", "(?!",  "x",    "ox",    ".",      "[^a]",
                                         "-",    "(?x)",  "\\w", "L",    "\\ ",  "(?<n>", "(?P=n)", "[A-Z]",
                                         "{2,}", "\\W",   "\\B", "(?<=", "(?<!", "\\s",   "\\d+",   "\\p{Lu}"};
    static const char *const texts[] = {"lion",           "TIGER tiger", "a b a b", "lionlion 33", "ox-box axa",
                                        "lions 3 a lion", "Lx lx",       "  ",      "abab3",       "tigerlion ab33 ox",
                                        "a lion-tiger",   "AB LION 333", "x a b 3", "ox lion",     "b-a ox L3 a"};
    uint64_t seed = 20261126;
    arena *a = arena_new(0);
    size_t tried = 0, matched = 0, asking = 0;
    regex_stack *stack;
    assert_int_equal(regex_stack_new(&stack), HP_OK);
    for (int round = 0; round < 120000; round++) {
        char pattern[128] = "", low[64];
        for (int k = 0; k < 7; k++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            strcat(pattern, pieces[(seed >> 33) % (sizeof pieces / sizeof *pieces)]);
        }
        regex *code = NULL;
        if (regex_compile(str_of(pattern), &code, NULL) != HP_OK) continue;
        tried++;
        arena_reset(a);
        const need *n = needs_of(a, str_of(pattern), false);
        asking += n != NULL;
        for (size_t t = 0; n && t < sizeof texts / sizeof *texts; t++) {
            regex_match m;
            hp_str text = str_of(texts[t]);
            if (regex_next(code, stack, text, 0, &m) != REGEX_FOUND) continue;
            matched++;
            for (size_t i = 0; i < text.n; i++) low[i] = char_lower(text.p[i]);
            if (!holds(text, (hp_str){low, text.n}, n))
                fail_msg("\"%s\" matches in \"%s\" without %s", pattern, texts[t], read_needs(a, pattern));
        }
        regex_free(code);
    }
    assert_true(tried > 5000);
    assert_true(asking > 3000);
    assert_true(matched > 3000);
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
        cmocka_unit_test(needs_are_read),
        cmocka_unit_test(no_match_without_its_needs),
        cmocka_unit_test(times_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
