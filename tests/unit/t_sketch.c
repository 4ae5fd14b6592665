/* t_sketch.c - a group that was met before is written as if it were read again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "pack/sketch_choice.h"

enum { SETS_MOST = 400 };
static pk_symbols sets[SETS_MOST];
static size_t set_count;

static int number_set(void *user, const pk_symbols *set) {
    (void)user;
    for (size_t i = 0; i < set_count; i++)
        if (memcmp(&sets[i], set, sizeof *set) == 0) return (int)i;
    if (set_count == SETS_MOST) return -1;
    sets[set_count] = *set;
    return (int)set_count++;
}

#define WORDS                                                                                                          \
    "my|our|the|this|that|each|every|another|some|any|no|one|two|three|four|five|six|seven|eight|nine|ten|eleven|"     \
    "twelve|twenty|thirty|forty|fifty"

/* Long enough to be kept; some begin alike, one is the beginning of another but for its end. */
static const char *const groups[] = {
    "(?:" WORDS ")",
    "(?:" WORDS "|sixty)",
    "(?:" WORDS " )",
    "(?i:" WORDS ")",
    "(?<who>(?:" WORDS ")s?)",
    "(?:[A-Z][a-z]+|[^\\w\\s]{2,40}|\\p{Lu}\\.\\)|\\(x\\)|" WORDS ")",
    "(?:(?:one|two|three|four) (?:of|from) (?:" WORDS "))",
    "(?=(?:" WORDS "))",
    "(?!(?:" WORDS ") x)",
    "(?:(?i)" WORDS ")",
};
static const char *const others[] = {"",  "a",   "B", "(?i)", "(?x)", " ",       "\\b",
                                     "?", "{2}", "|", "[ab]", "\\d+", "(?-i:C)", "(?: a|b)"};

static uint64_t seed = 20261128;

static const char *any_of(const char *const *list, size_t count) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return list[(seed >> 33) % count];
}
#define ANY_OF(list) any_of(list, sizeof list / sizeof *list)

static void known_groups_are_written_alike(void **state) {
    (void)state;
    static sketch_room fresh, learned;
    static char regexes[3000][800]; /* the room's groups are views of them */
    arena *a = arena_new(0);
    size_t met = 0;
    learned.groups.a = a;
    for (size_t i = 0; i < sizeof regexes / sizeof *regexes; i++) {
        snprintf(regexes[i], sizeof *regexes, "%s%s%s%s%s%s%s", ANY_OF(others), ANY_OF(others), ANY_OF(groups),
                 ANY_OF(others), ANY_OF(groups), ANY_OF(others), ANY_OF(groups));
        size_t known = learned.groups.all.n;
        hp_str regex = str_of(regexes[i]), want = sketch_of(&fresh, regex, number_set, NULL),
               got = sketch_of(&learned, regex, number_set, NULL);
        if (!str_eq(want, got)) fail_msg("\"%s\" is written otherwise", regexes[i]);
        met += want.n && learned.groups.all.n == known;
    }
    assert_int_equal(fresh.groups.all.n, 0);
    assert_in_range(learned.groups.all.n, 10, 80);
    assert_true(met > 2000);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(known_groups_are_written_alike)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
