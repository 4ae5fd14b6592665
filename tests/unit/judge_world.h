/* judge_world.h - a pack, a text and evidence made by hand, so that nothing but the judge is asked. */
#ifndef JUDGE_WORLD_H
#define JUDGE_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "judge/hearing.h"

/* ---- a pack made by hand */
typedef struct block {
    pack_head head;
    pk_rule rules[24];
    uint32_t index[64];
    pk_str strs[16];
    pk_modifier modifiers[4];
    pk_channel channels[4];
    char text[4096];
} block;

typedef struct world {
    block b;
    hp_pack pack;
    arena *a;
    doc d;
    hits hits;
    problem_list problems;
    hp_draft draft;
    judge_input in;
    hearing h;
    hp_report report;
} world;

enum { PUBLIC, FAMILIES, CLASS };

static inline pk_str text_of(world *w, const char *z) {
    uint32_t *used = &w->b.head.table[PACK_TEXT].count;
    size_t n = strlen(z);
    assert_true(*used + n <= sizeof w->b.text);
    memcpy(w->b.text + *used, z, n);
    *used += (uint32_t)n;
    return (pk_str){*used - (uint32_t)n, (uint32_t)n};
}

static inline pk_range strs_of(world *w, size_t count, const char *const *z) {
    pk_range *table = &w->b.head.table[PACK_STRS];
    pk_range range = {table->count, (uint32_t)count};
    assert_true(table->count + count <= sizeof w->b.strs / sizeof *w->b.strs);
    for (size_t i = 0; i < count; i++) w->b.strs[table->count++] = text_of(w, z[i]);
    return range;
}

static inline pk_range index_of(world *w, size_t count, const uint32_t *rules) {
    pk_range *table = &w->b.head.table[PACK_INDEX];
    pk_range range = {table->count, (uint32_t)count};
    assert_true(table->count + count <= sizeof w->b.index / sizeof *w->b.index);
    for (size_t i = 0; i < count; i++) w->b.index[table->count++] = rules[i];
    return range;
}
#define INDEX(w, ...)                                                                                                  \
    index_of((w), sizeof((uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t), (const uint32_t[]){__VA_ARGS__})

static inline void add_modifier(world *w, const char *name, int8_t steps, uint8_t closed) {
    pk_range *table = &w->b.head.table[PACK_MODIFIERS];
    w->b.modifiers[table->count++] = (pk_modifier){text_of(w, name), steps, closed};
    w->b.head.policy.modifiers.count = table->count;
}

static inline void add_channel(world *w, const char *name, uint8_t audience) {
    pk_range *table = &w->b.head.table[PACK_CHANNELS];
    w->b.channels[table->count++] = (pk_channel){.name = text_of(w, name), .audience = audience};
    w->b.head.policy.channels.count = table->count;
}

static inline int setup(void **state) {
    world *w = raw_alloc(sizeof *w);
    if (!w) return -1;
    const uint32_t places[PACK_TABLES] = {
        [PACK_TEXT] = offsetof(block, text),           [PACK_RULES] = offsetof(block, rules),
        [PACK_STRS] = offsetof(block, strs),           [PACK_INDEX] = offsetof(block, index),
        [PACK_MODIFIERS] = offsetof(block, modifiers), [PACK_CHANNELS] = offsetof(block, channels),
    };
    for (size_t i = 0; i < PACK_TABLES; i++) w->b.head.table[i].first = places[i];
    static const char *const audiences[] = {"public", "families", "class"};
    static const uint8_t matrix[4][4] = {{0, 0, 0, 0}, {0, 0, 2, 3}, {0, 2, 4, 4}, {0, 3, 4, 5}};
    pk_policy *p = &w->b.head.policy;
    memcpy(p->matrix, matrix, sizeof matrix);
    p->audiences = strs_of(w, 3, audiences);
    p->closed_audience = FAMILIES;
    p->report_at = 60;
    p->pair_at = 40;
    p->window = 2;
    p->short_post = 0; /* a test that wants one says so */
    add_modifier(w, "sting", 1, 0);
    add_modifier(w, "closed", -1, 1);
    add_modifier(w, "past", -1, 0);
    add_channel(w, "square", PUBLIC);
    add_channel(w, "room", CLASS);
    w->pack.head = &w->b.head;
    w->a = arena_new(0);
    *state = w;
    return w->a ? 0 : -1;
}

static inline int teardown(void **state) {
    world *w = *state;
    arena_free(w->a);
    raw_free(w);
    return 0;
}

static inline uint32_t add_rule(world *w, const char *id, pk_rule rule) {
    uint32_t *n = &w->b.head.table[PACK_RULES].count;
    assert_true(*n < sizeof w->b.rules / sizeof *w->b.rules);
    rule.id = rule.title = text_of(w, id);
    if (!rule.kind) rule.kind = RULE_PATTERN;
    if (!rule.order) rule.order = 100;
    if (!rule.confidence) rule.confidence = 80;
    w->b.rules[*n] = rule;
    return (*n)++;
}

static inline uint32_t add_who(world *w, uint8_t level) {
    return add_rule(w, "who", (pk_rule){.who = (uint8_t)(level + 1)});
}

static inline uint32_t add_what(world *w, uint8_t level) {
    return add_rule(w, "what", (pk_rule){.what = (uint8_t)(level + 1)});
}

static inline uint32_t add_name(world *w) {
    return add_rule(w, "name",
                    (pk_rule){.kind = RULE_NAME,
                              .role = ROLE_STUDENT,
                              .who = 4,
                              .category = text_of(w, "student_name"),
                              .severity = {HP_REVIEW, HP_NOTE, 0},
                              .fix = FIX_PSEUDONYM,
                              .fix_text = text_of(w, "student")});
}

static inline void read_text(world *w, const char *text) {
    size_t bad;
    hp_str why;
    w->draft.text = str_of(text);
    assert_int_equal(doc_read(w->a, w->draft.text, HP_MARKUP_NONE, &w->d, &bad, &why), HP_OK);
}

/* Evidence on the nth occurrence (from 0) of some words. */
static inline hit *hit_nth(world *w, uint32_t rule, const char *words, int nth, int confidence) {
    size_t at = str_find(w->d.clean, str_of(words), 0);
    while (nth-- > 0) at = str_find(w->d.clean, str_of(words), at + 1);
    assert_true(at != SIZE_MAX);
    hit *t = VEC_ADD(w->a, &w->hits, hit);
    assert_non_null(t);
    *t = (hit){.clean_start = at,
               .clean_end = at + strlen(words),
               .rule = rule,
               .sentence = (uint32_t)doc_sentence_at(&w->d, at),
               .confidence = confidence};
    if (w->b.rules[rule].kind == RULE_NAME) t->role = w->b.rules[rule].role;
    return t;
}

static inline hit *hit_on(world *w, uint32_t rule, const char *words, int confidence) {
    return hit_nth(w, rule, words, 0, confidence);
}

static inline void hear(world *w) {
    w->in.pack = &w->pack;
    w->in.d = &w->d;
    w->in.draft = &w->draft;
    w->in.hits = &w->hits;
    w->in.problems = &w->problems;
    assert_int_equal(judge_hear(&w->in, &w->h), HP_OK);
    w->report = (hp_report){0};
    assert_int_equal(findings_report(&w->h, &w->report), HP_OK);
}

static inline size_t found(const world *w) {
    return w->report.finding_count;
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

#endif
