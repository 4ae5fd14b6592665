/* t_weighing.c - every kind of feature can be told in words, and what weighs is what is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "find/weighing.h"

enum { SLOTS = 1 << 16 };

/* A tagger that knows one feature only. */
typedef struct world {
    unsigned char weights[SLOTS * TAG_SLOT];
    int8_t role_weights[SLOTS];
    tagger t;
    doc d;
    weighing w;
    tag_run run;
} world;

static void open_world(world *x, arena *a, const char *draft, uint32_t first, uint32_t count) {
    size_t bad;
    hp_str why;
    memset(x->weights, TAG_ZERO, sizeof x->weights);
    memset(x->role_weights, 0, sizeof x->role_weights);
    x->t = (tagger){
        .slots = {x->weights, SLOTS - 1}, .scale = 0.1f, .roles = {x->role_weights, SLOTS - 1}, .role_scale = 0.1f};
    assert_int_equal(doc_read(a, str_of(draft), HP_MARKUP_NONE, &x->d, &bad, &why), HP_OK);
    x->w = (weighing){&x->t, &x->d, NULL, tagger_words(&x->d, NULL, NULL, NULL, false)};
    assert_non_null(x->w.words);
    x->run = (tag_run){first, count, 90, 90};
}

static size_t features_of(const world *x, uint32_t *features, tag_origin *from) {
    const sentence *s = &x->d.sentences[x->d.tokens[x->run.token_first].sentence];
    return tagger_features_of(x->w.words, s->token_first, (size_t)s->token_first + s->token_count, x->run.token_first,
                              features, from);
}

static bool is_told_of_nothing(uint16_t kind) {
    return kind == TAG_ALWAYS || kind == TAG_THIRD_BEFORE || kind == TAG_THIRD_AFTER;
}

static void every_feature_of_a_name_is_told(void **state) {
    (void)state;
    static world x;
    uint32_t features[TAG_FEATURES], plain[TAG_FEATURES];
    tag_origin from[TAG_FEATURES];
    arena *a = arena_new(1 << 24);
    open_world(&x, a, "We are so proud of Tavarius who read it.", 5, 1);
    size_t n = features_of(&x, features, from);
    const sentence *s = &x.d.sentences[0];
    assert_int_equal(tagger_features(x.w.words, s->token_first, s->token_count, 5, plain), n);
    assert_memory_equal(plain, features, n * sizeof *plain);
    assert_int_equal(weighing_of_name(&x.w, &x.run).n, 0);
    for (size_t k = 0; k < n; k++) {
        unsigned char *slot = &x.weights[(features[k] & x.t.slots.mask) * TAG_SLOT + TAG_BEGIN - 1];
        assert_int_equal(from[k].token, 5);
        *slot = TAG_ZERO + 20;
        assert_int_equal(weighing_of_name(&x.w, &x.run).n == 0, is_told_of_nothing(from[k].kind));
        *slot = TAG_ZERO;
    }
    arena_free(a);
}

static void told_of(world *x, uint16_t kind, unsigned char weight, hp_str *out) {
    uint32_t features[TAG_FEATURES];
    tag_origin from[TAG_FEATURES];
    size_t n = features_of(x, features, from);
    for (size_t k = 0; k < n; k++)
        if (from[k].kind == kind) x->weights[(features[k] & x->t.slots.mask) * TAG_SLOT + TAG_BEGIN - 1] = weight;
    *out = weighing_of_name(&x->w, &x->run);
}

static void assert_says(hp_str told, const char *words) {
    assert_int_equal(told.n, strlen(words));
    assert_memory_equal(told.p, words, told.n);
}

static void what_weighs_is_told_in_order(void **state) {
    (void)state;
    static world x;
    hp_str told;
    arena *a = arena_new(1 << 24);
    open_world(&x, a, "We saw, Tavarius ran.", 3, 1);
    told_of(&x, TAG_SHAPE, TAG_ZERO + 30, &told);
    assert_says(told, "a capital letter in mid-sentence");
    told_of(&x, TAG_BEFORE, TAG_ZERO + 40, &told);
    told_of(&x, TAG_WORD, TAG_ZERO - 40, &told);
    assert_true(str_ends(told, HP_STR("a capital letter in mid-sentence; against it: how other texts use this word")));
    assert_true(str_starts(told, HP_STR("what stands before it, "))); /* "saw" is in no lexicon: not quoted */
    arena_free(a);
}

static void whose_name_it_is_is_told_from_its_side(void **state) {
    (void)state;
    static world x;
    uint32_t features[TAG_ROLE_FEATURES];
    tag_origin from[TAG_ROLE_FEATURES];
    arena *a = arena_new(1 << 24);
    open_world(&x, a, "We saw, Tavarius ran.", 3, 1);
    size_t n = tagger_role_features(&x.d, x.w.words, NULL, 3, 1, features, from);
    for (size_t k = 0; k < n; k++)
        if (from[k].kind == ROLE_LENGTH) x.role_weights[features[k] & x.t.roles.mask] = -20;
    assert_int_equal(weighing_of_owner(&x.w, &x.run).n, 0);
    x.run.privately = 10;
    assert_says(weighing_of_owner(&x.w, &x.run), "one name alone");
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_feature_of_a_name_is_told),
                                       cmocka_unit_test(what_weighs_is_told_in_order),
                                       cmocka_unit_test(whose_name_it_is_is_told_from_its_side)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
