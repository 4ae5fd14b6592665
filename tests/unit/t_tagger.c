/* t_tagger.c - whose a name is: what is added up once for all names of a text says of each what its features say. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/str.h"
#include "find/tagger.h"

enum { MOST = 64 << 20 };

static hp_str lexicon_image(void) {
    const char *build = getenv("BUILD");
    char path[4096];
    snprintf(path, sizeof path, "%s/share/lexicon.bin", build ? build : "build");
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    char *bytes = malloc(MOST);
    assert_non_null(bytes);
    hp_str image = {bytes, fread(bytes, 1, MOST, f)};
    fclose(f);
    return image;
}

/* The built lexicon, its tagger, and an arena for drafts. */
typedef struct setting {
    hp_str image;
    hp_lexicon lexicon;
    tagger t;
    arena *a;
} setting;

static setting set_up(void) {
    setting s = {.image = lexicon_image(), .a = arena_new(1 << 24)};
    assert_int_equal(hp_lexicon_open(s.image, &s.lexicon), HP_OK);
    assert_int_equal(tagger_open(s.lexicon.tagger, &s.t), HP_OK);
    return s;
}

static void tear_down(setting *s) {
    arena_free(s->a);
    free((char *)(uintptr_t)s->image.p);
}

static doc read_draft(setting *s, const char *text) {
    doc d;
    size_t bad;
    hp_str why;
    assert_int_equal(doc_read(s->a, str_of(text), HP_MARKUP_NONE, &d, &bad, &why), HP_OK);
    return d;
}

static int by_its_features(const tagger *t, const doc *d, const tag_word *words, const hp_lexicon *lexicon,
                           const tag_run *run) {
    uint32_t features[TAG_ROLE_FEATURES];
    float odds = 0;
    size_t n = tagger_role_features(d, words, lexicon, run->token_first, run->token_count, features, NULL);
    for (size_t k = 0; k < n; k++) odds += tagger_role_weight(t, features[k]);
    return (int)(100.0f / (1.0f + expf(-odds)));
}

static void assert_sums_are_of_features(const tagger *t, const doc *d, const tag_word *words) {
    uint32_t features[TAG_FEATURES];
    size_t candidates = 0;
    for (size_t i = 0; i < d->token_count; i++) {
        const sentence *s = &d->sentences[d->tokens[i].sentence];
        size_t first = s->token_first, end = first + s->token_count;
        if (!words[i].candidate) continue;
        candidates++;
        size_t n = tagger_features(words, first, end, i, features);
        const tag_sum sum = tagger_sum(words, first, end, i, &t->slots);
        for (int l = TAG_BEGIN; l <= TAG_OTHER; l++) {
            float odds = 0;
            for (size_t k = 0; k < n; k++) odds += tagger_weight(t, features[k], l);
            assert_int_equal(lroundf(odds / t->scale), sum.of[l - TAG_BEGIN]);
        }
    }
    assert_in_range(candidates, 3, d->token_count);
}

static void a_sum_over_the_text_is_the_sum_of_its_features(void **state) {
    (void)state;
    const char *const drafts[] = {
        "Kayleigh's mum came in. My student Tavarius Okonkwo-Bell read a novel by Toni Morrison to the whole class!",
        "Period 3 read Austen and Achebe. Mr. Delgado-Price asked for Priya again, and her dad (a coach) wrote to me.",
    };
    setting s = set_up();
    for (size_t i = 0; i < sizeof drafts / sizeof *drafts; i++) {
        doc d = read_draft(&s, drafts[i]);
        tag_run *runs;
        const tag_word *words = tagger_words(&d, &s.lexicon, &s.t.spelled, NULL, false);
        assert_sums_are_of_features(&s.t, &d, words);
        size_t count = tagger_run(&s.t, &d, &s.lexicon, 0.75f, NULL, &runs);
        assert_in_range(count, 3, d.token_count);
        for (size_t r = 0; r < count; r++)
            assert_in_range(runs[r].privately - by_its_features(&s.t, &d, words, &s.lexicon, &runs[r]) + 1, 0, 2);
    }
    tear_down(&s);
}

static void a_name_that_is_a_word_is_known_as_one(void **state) {
    (void)state;
    const struct {
        const char *name;
        bool word;
    } rows[] = {{"Will", true},       {"HOPE", true},     {"Luz", true}, {"grace", true}, {"Tavarius", false},
                {"Will Hope", false}, {"Okonkwo", false}, {"", false},   {"\xFF", false}};
    hp_str image = lexicon_image();
    hp_lexicon lexicon;
    assert_int_equal(hp_lexicon_open(image, &lexicon), HP_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(hp_lexicon_is_word(&lexicon, str_of(rows[i].name)), rows[i].word);
    assert_false(hp_lexicon_is_word(NULL, str_of("Will")));
    free((char *)(uintptr_t)image.p);
}

static void a_word_in_lower_case_is_asked_for_where_something_says_so(void **state) {
    (void)state;
    const struct {
        const char *text;
        size_t word;
        bool asked;
    } rows[] = {{"we watched hulk hogan again", 2, true},  {"we watched hulk hogan again", 3, true},
                {"we watched the hulk again", 3, false},   {"hogan watched the hulk", 3, false},
                {"a song by the weeknd", 3, true},         {"a song by the sea", 3, false},
                {"a book by jk rowling", 3, true},         {"a book by the sea", 3, false},
                {"we like Serge. so does serge", 6, true}, {"a coat of serge", 3, false},
                {"the story of a page", 4, false},         {"we met on Thursday again", 3, false}};
    setting s = set_up();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        doc d = read_draft(&s, rows[i].text);
        const tag_word *words = tagger_words(&d, &s.lexicon, &s.t.spelled, NULL, false);
        assert_int_equal(words[rows[i].word].candidate, rows[i].asked);
    }
    tear_down(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_sum_over_the_text_is_the_sum_of_its_features),
                                       cmocka_unit_test(a_name_that_is_a_word_is_known_as_one),
                                       cmocka_unit_test(a_word_in_lower_case_is_asked_for_where_something_says_so)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
