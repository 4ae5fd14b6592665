/* t_tracer.c - a tracer never says no where PCRE2 matches: regexes put together from pieces, over texts of the same
 * pieces, at every place. And it says no often enough to be worth asking. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "find/regex.h"
#include "find/tracer.h"
#include "pack/pack.h"
#include "pack/sketch_choice.h"

enum { SETS_MOST = 200, TEXT_ROOM = 120 };

/* A pack of one pattern, by hand. */
static struct block {
    pack_head head;
    pk_pattern pattern;
    pk_symbols sets[SETS_MOST];
    pk_classes classes;
    unsigned char sketch[SKETCH_MOST];
} block;

static size_t set_count;

static int number_set(void *user, const pk_symbols *set) {
    (void)user;
    for (size_t i = 0; i < set_count; i++)
        if (memcmp(&block.sets[i], set, sizeof *set) == 0) return (int)i;
    if (set_count == SETS_MOST) return -1;
    block.sets[set_count] = *set;
    return (int)set_count++;
}

/* The pattern of the pack is the regex from here on; false: it has no sketch. */
static bool take_regex(const char *pattern) {
    pk_symbols outside, inside;
    set_count = 0;
    static sketch_room room;
    hp_str sketch = sketch_of(&room, str_of(pattern), number_set, NULL);
    if (!sketch.n) return false;
    sketch_begins(&room, sketch, block.sets, &outside, &inside);
    memset(&block.pattern, 0, sizeof block.pattern);
    block.pattern.sketch = (pk_range){0, (uint32_t)sketch.n};
    block.pattern.begins = (uint16_t)number_set(NULL, &outside);
    block.pattern.begins_inside = (uint16_t)number_set(NULL, &inside);
    block.pattern.flags = (uint8_t)((begins_words(&outside, &inside) ? PATTERN_WORD_START : 0) |
                                    (begins_edges(&inside) ? PATTERN_EDGE_START : 0));
    memcpy(block.sketch, sketch.p, sketch.n);
    block.classes = sketch_classes(sketch, block.sets);
    return true;
}

static const hp_pack *pack_of_one(void) {
    static const hp_pack pack = {.head = &block.head, .borrowed = true};
    block.head.table[PACK_PATTERNS] = (pk_range){offsetof(struct block, pattern), 1};
    block.head.table[PACK_SYMBOLS] = (pk_range){offsetof(struct block, sets), SETS_MOST};
    block.head.table[PACK_CLASSES] = (pk_range){offsetof(struct block, classes), 1};
    block.head.table[PACK_SKETCHES] = (pk_range){offsetof(struct block, sketch), SKETCH_MOST};
    return &pack;
}

static uint64_t seed = 20261127;

static uint32_t any(uint32_t below) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % below;
}

static void join(char *to, size_t room, const char *const *pieces, uint32_t count, uint32_t n) {
    *to = '\0';
    for (uint32_t k = 0; k < n; k++) {
        const char *piece = pieces[any(count)];
        if (strlen(to) + strlen(piece) + 1 < room) strcat(to, piece);
    }
}

#define ANY_OF(pieces, n, to) join(to, sizeof to, pieces, sizeof pieces / sizeof *pieces, n)

static const char *const regex_pieces[] = {
    "lion",        "tiger",      "a",         "b",           "(?:",     ")",
    ")",           "|",          "|",         "?",           "+",       "*",
    "{2}",         "{0,2}",      "{1,9}",     "{3,}",        "[ab]",    "^",
    "\\b",         "\\b",        "\\d",       "3",           " ",       "(?i)",
    "(?=",         "(?!",        "x",         "ox",          ".",       "[^a]",
    "-",           "(?x)",       "\\w",       "\\w+",        "L",       "\\ ",
    "(?<n>",       "[A-Z]",      "\\W",       "(?P=n)",      "(?P<n>",  "(?P=n)",
    "\\B",         "(?<=",       "(?<!",      "\\s",         "\\d+",    "\\p{Lu}",
    "\\p{Ll}",     "$",          "(?-i:",     "(?>",         "++",      "*?",
    "\\S",         "\\n",        "\xc3\xa9",  "[\\w-]",      "[^\\w ]", "[\xc3\xa9-\xc6\x80]",
    "s",           "k",          "K",         "[^s]",        "(?!\\w)", "(?<!\\w)",
    "(?<![\\w-])", "(?![\\w-])", "(?!\\d|x)", "(?=[ab])",    "\\x{E9}", "\\x41",
    "[^\\p{Lu}]",  "(?(",        "\\1",       "(a)",         "\\A",     "\\z",
    "\\G",         "[a\\-z]",    "[]a]",      "[[:alpha:]]", "\\h",     "\\v",
    "\\R",         "#",          "\n"};

static const char *const text_pieces[] = {"lion",
                                          "TIGER",
                                          "tiger",
                                          "a",
                                          "b",
                                          " ",
                                          " ",
                                          "33",
                                          "3",
                                          "-",
                                          "ox",
                                          "Lx",
                                          "x",
                                          "A",
                                          "\n",
                                          "\xc3\xa9",
                                          "\xc3\x89",
                                          "\xc5\xbf",
                                          "\xe2\x84\xaa",
                                          "s",
                                          "k",
                                          "K",
                                          "S",
                                          ".",
                                          "\xf0\x9f\x98\x80",
                                          "_",
                                          "\t",
                                          "\xc2\xb2",
                                          "z",
                                          "]"};

static struct { size_t sketched, matched, refused; } seen;

/* Every place of the text: where PCRE2 matches, the tracer stays. */
static void compare(const char *pattern, const regex *code, regex_stack *stack, tracer *t, hp_str text) {
    for (size_t at = 0; at < text.n; at++) {
        regex_match m;
        if (((unsigned char)text.p[at] & 0xC0) == 0x80) continue;
        size_t place = tracer_next(t, 0, text, at);
        seen.refused += place != at;
        if (regex_at(code, stack, text, at, &m) != REGEX_FOUND) continue;
        seen.matched++;
        if (place != at) fail_msg("\"%s\" matches in \"%.*s\" at %zu", pattern, STR_FMT(text), at);
    }
}

/* The edges of a draft's words, asked one by one, when it ends behind them or further on: where PCRE2 matches and the
 * pattern begins at such places, it is told. */
static void compare_edges(const char *pattern, const regex *code, regex_stack *stack, tracer *t, hp_str text) {
    const edge_list *edges = tracer_edges(t);
    tracer_place where = tracer_begins_at(t, 0);
    const uint64_t one = 1;
    uint32_t begun;
    for (size_t i = 0; i < edges->n && where != TRACER_ANYWHERE; i++) {
        size_t at = edges->v[i].clean_at, end = at + 1 + any((uint32_t)(text.n - at));
        regex_match m;
        while (end < text.n && ((unsigned char)text.p[end] & 0xC0) == 0x80) end++;
        assert_int_equal(tracer_open(t, any(2) ? at : 0, end), HP_OK);
        bool told = tracer_begun(t, &edges->v[i], &one, &begun);
        bool starts = (unsigned char)text.p[at] >= 0x80 || symbol_is_word((unsigned char)text.p[at]);
        seen.refused += !told;
        if (regex_at(code, stack, str_sub(text, 0, end), at, &m) != REGEX_FOUND) continue;
        seen.matched++;
        if (!told || (where == TRACER_STARTS && !starts))
            fail_msg("\"%s\" matches in \"%.*s\" at %zu before %zu", pattern, STR_FMT(text), at, end);
    }
}

static void no_match_is_missed(void **state) {
    (void)state;
    regex_stack *stack;
    assert_int_equal(regex_stack_new(&stack), HP_OK);
    for (int round = 0; round < 60000; round++) {
        char pattern[160], text[TEXT_ROOM];
        regex *code = NULL;
        tracer *t;
        ANY_OF(regex_pieces, 1 + any(9), pattern);
        if (regex_compile(str_of(pattern), &code, NULL) != HP_OK) continue;
        if (take_regex(pattern)) {
            seen.sketched++;
            assert_int_equal(tracer_new(pack_of_one(), false, &t), HP_OK);
            for (int k = 0; k < 6; k++) {
                ANY_OF(text_pieces, 1 + any(12), text);
                assert_int_equal(tracer_read(t, str_of(text)), HP_OK);
                compare(pattern, code, stack, t, str_of(text));
                compare_edges(pattern, code, stack, t, str_of(text));
                hp_str cut = str_of(text); /* a piece of the draft, with another character in front of it */
                cut.p += cut.n > 0;
                cut.n -= cut.n > 0;
                if (cut.n && ((unsigned char)*cut.p & 0xC0) != 0x80) compare(pattern, code, stack, t, cut);
            }
            tracer_free(t);
        }
        regex_free(code);
    }
    assert_true(seen.sketched > 5000);
    assert_true(seen.matched > 20000);
    assert_true(seen.refused > 20000);
    regex_stack_free(stack);
}

/* What a sketch can tell apart. */
static void sketches_say_no(void **state) {
    (void)state;
    static const struct {
        const char *pattern, *text;
        size_t place; /* where it may begin first; 1000: nowhere */
    } cases[] = {
        {"(?i)\\bmy (?:son|daughter)\\b", "It is MY daughter.", 6},
        {"(?i)\\bmy (?:son|daughter)\\b", "It is my sonnet, tommy son", 1000},
        {"\\p{Lu}\\p{Ll}+", "no, not Yes", 8},
        {"(?i:a)(?-i:B)", "ab Ab aB", 6},
        {"(?<!\\w)\\d{3}(?![\\w-])", "1234 a123 123- 123", 15},
        {"^x$", "xx\nx", 3},
        {"[^.!?\\n]{0,60}\\bbus\\b", "No car. The bus", 7},
        {"\xc3\xa9t", "et \xc3\xa9t", 3},
        {"\\bx(?=\\d+[ab])", "x12, x3c, x45b", 10}, /* what it ends by looking at */
        {"(?:\\bx(?=\\d))y", "x1y", 1000},          /* what it looks at before it ends is left out: */
        {"\\bx(?=\\d+a)\\d", "x12b", 0},
        {"\\b(?P<n>[ab])(?P=n)", "c b aa", 2}, /* what was matched is not known */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tracer *t;
        assert_true(take_regex(cases[i].pattern));
        assert_int_equal(tracer_new(pack_of_one(), false, &t), HP_OK);
        assert_int_equal(tracer_read(t, str_of(cases[i].text)), HP_OK);
        size_t place = tracer_next(t, 0, str_of(cases[i].text), 0);
        if ((place == TRACER_NONE ? 1000 : place) != cases[i].place) fail_msg("%s: %zu", cases[i].pattern, place);
        tracer_free(t);
    }
}

/* One machine over texts in both orders: what it learned of one letter is not taken for another. */
static void letters_are_told_apart(void **state) {
    (void)state;
    static const char *const patterns[] = {"(?i:xa)|\\p{Lu}1", "(?i:xa)|[A-M]1|(?i:xd)", "(?i)x[^a]|y(?-i:B)"};
    static const char *const texts[] = {"xD", "xA", "xd", "xa", "XB", "xB", "yC",
                                        "yB", "YB", "A1", "D1", "a1", "d1", "Z1"};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        regex *code;
        regex_stack *stack;
        tracer *t;
        assert_int_equal(regex_stack_new(&stack), HP_OK);
        assert_int_equal(regex_compile(str_of(patterns[i]), &code, NULL), HP_OK);
        assert_true(take_regex(patterns[i]));
        assert_int_equal(tracer_new(pack_of_one(), false, &t), HP_OK);
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
            assert_int_equal(tracer_read(t, str_of(texts[k])), HP_OK);
            compare(patterns[i], code, stack, t, str_of(texts[k]));
        }
        tracer_free(t);
        regex_free(code);
        regex_stack_free(stack);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_match_is_missed),
        cmocka_unit_test(sketches_say_no),
        cmocka_unit_test(letters_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
