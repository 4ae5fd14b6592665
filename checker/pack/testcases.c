/* testcases.c - the tests that rules and policies carry, kept in the pack for hp_pack_test. */
#include <string.h>

#include "base/str.h"
#include "pack/compiler.h"

/* Cuts [[spans]] out of a text; their places are counted in what is left. */
static hp_str cut_spans(compiler *c, const node *n, hp_str marked, pk_range *spans) {
    char *out = arena_alloc(c->a, marked.n);
    size_t used = 0, open = SIZE_MAX;
    *spans = (pk_range){(uint32_t)c->b.ranges.n, 0};
    if (!out) return (hp_str){0};
    for (size_t i = 0; i < marked.n; i++) {
        hp_str rest = str_sub(marked, i, marked.n);
        if (str_starts(rest, HP_STR("[[")) && open == SIZE_MAX) {
            open = used;
            i++;
        } else if (str_starts(rest, HP_STR("]]")) && open != SIZE_MAX) {
            pk_range *place = VEC_ADD(c->a, &c->b.ranges, pk_range);
            if (place) *place = (pk_range){(uint32_t)open, (uint32_t)used};
            spans->count++;
            open = SIZE_MAX;
            i++;
        } else
            out[used++] = marked.p[i];
    }
    if (open != SIZE_MAX) diagnose(&c->d, n->at, "HP061", "a span is opened with [[ and not closed");
    return (hp_str){out, used};
}

static pk_str text_of(compiler *c, const node *n, const char *key) {
    hp_str text;
    return schema_text(c, node_get(n, key), &text) ? build_str(&c->b, text) : (pk_str){0};
}

static void read_attachment(compiler *c, const node *n, pk_range *all) {
    if (!schema_check(c, n, &grammar_attachment)) return;
    pk_attachment made = {text_of(c, n, "type"),   text_of(c, n, "path"),    text_of(c, n, "alt"),
                          text_of(c, n, "people"), text_of(c, n, "release"), text_of(c, n, "tells")};
    pk_attachment *place = VEC_ADD(c->a, &c->b.attachments, pk_attachment);
    if (place) *place = made, all->count++;
}

static pk_range read_attachments(compiler *c, const node *n) {
    pk_range all = {(uint32_t)c->b.attachments.n, 0};
    if (n && n->kind == NODE_MAP) read_attachment(c, n, &all);
    if (n && n->kind == NODE_LIST) NODE_EACH(child, n) {
            if (child->kind == NODE_MAP) read_attachment(c, child, &all);
        }
    return all;
}

/* A flag that no condition asks for would be said in vain. */
static pk_range read_flags(compiler *c, const node *n) {
    const node *texts[LIMIT_FLAGS];
    hp_str said[LIMIT_FLAGS], known[LIMIT_FLAGS];
    size_t count = schema_texts(c, n, texts, LIMIT_FLAGS), all = c->b.flags.n;
    for (size_t k = 0; k < all; k++) known[k] = build_text(&c->b, c->b.flags.v[k].name);
    for (size_t i = 0; i < count; i++) {
        size_t k = 0;
        said[i] = texts[i]->text;
        while (k < all && !str_eq(known[k], said[i])) k++;
        if (k < all) continue;
        diagnose(&c->d, texts[i]->at, "HP014", "no condition asks for the flag \"%.*s\"", STR_FMT(said[i]));
        diagnose_nearest(&c->d, said[i], known, all);
    }
    return build_str_range(&c->b, said, count);
}

/* "Maya Lopez", or { name: Maya Lopez, id: "10023" }: name and id in turn. */
static pk_range read_roster(compiler *c, const node *n) {
    enum { MOST = 64 };
    hp_str texts[2 * MOST];
    size_t count = 0;
    if (!n || n->kind != NODE_LIST) return (pk_range){0};
    NODE_EACH(pupil, n) {
        hp_str name = pupil->text, id = {0};
        if (count == 2 * MOST) break;
        if (pupil->kind == NODE_MAP) {
            if (!schema_check(c, pupil, &grammar_pupil)) continue;
            schema_text(c, node_get(pupil, "name"), &name);
            schema_text(c, node_get(pupil, "id"), &id);
        }
        texts[count++] = name;
        texts[count++] = id;
    }
    return build_str_range(&c->b, texts, count);
}

/* Lists as they would be if a policy had filled them so: each with the one that stands in for it. */
static pk_range read_swaps(compiler *c, uint32_t rule, const node *n) {
    enum { MOST = 16, PHRASES = 256 };
    uint32_t pairs[2 * MOST];
    size_t count = 0;
    if (!n || n->kind != NODE_MAP || !schema_check(c, n, &grammar_filled)) return (pk_range){0};
    if (!rule) diagnose(&c->d, n->key->at, "HP011", "a test of a policy has no \"words\": it has those of the policy");
    NODE_EACH(list, n) {
        const node *phrases[PHRASES];
        uint32_t set = rule ? c->rules.v[rule - 1].set : 0,
                 of = rule ? lists_find(c, set, list->key, list->key->text) : 0;
        size_t found = schema_texts(c, list, phrases, PHRASES);
        uint32_t instead = of && count < 2 * MOST ? lists_inline(c, set, phrases, found) : 0;
        if (!instead) continue;
        pairs[count++] = of - 1;
        pairs[count++] = instead - 1;
    }
    return build_index_range(&c->b, pairs, count);
}

static void read_context(compiler *c, const node *n, pk_test *t) {
    static const uint8_t verdict_of[] = {HP_PASS, HP_VERDICT_REVIEW, HP_VERDICT_HOLD};
    const node *texts[64];
    t->channel = text_of(c, n, "channel");
    t->audience = text_of(c, n, "audience");
    t->account = text_of(c, n, "account");
    t->at = text_of(c, n, "at");
    t->author = text_of(c, n, "author");
    t->profile = text_of(c, n, "profile");
    t->role = text_of(c, n, "role");
    t->media = read_attachments(c, node_get(n, "media"));
    t->flags = read_flags(c, node_get(n, "flags"));
    t->swaps = read_swaps(c, t->rule, node_get(n, "words"));
    t->has_fix = node_get(n, "fix") != NULL;
    t->fix = text_of(c, n, "fix");
    int i;
    if (node_get(n, "severity") &&
        (i = schema_choice(c, node_get(n, "severity"), "severity", grammar_severities, 4)) > 0)
        t->severity = (uint8_t)i;
    if (node_get(n, "verdict") && (i = schema_choice(c, node_get(n, "verdict"), "verdict", grammar_verdicts, 3)) >= 0)
        t->verdict = (uint8_t)(verdict_of[i] + 1);
    if (node_get(n, "input") && (i = schema_choice(c, node_get(n, "input"), "input", grammar_inputs, 3)) >= 0)
        t->markup = (uint8_t)i;
    t->roster = read_roster(c, node_get(n, "roster"));
    index_list rules = {0};
    size_t count = schema_texts(c, node_get(n, "rules"), texts, 64);
    for (size_t k = 0; k < count; k++) rules_named(c, (uint32_t)c->sets.n, texts[k], false, &rules);
    t->rules = build_index_range(&c->b, rules.v, rules.n);
}

static void keep(compiler *c, uint32_t rule, uint32_t source, const node *n, uint8_t expect, bool known) {
    hp_str marked = {0};
    pk_test t = {.rule = rule, .expect = expect, .known = known, .line = n->at.line, .column = n->at.column};
    if (n->kind == NODE_MAP) {
        if (!schema_check(c, n, &grammar_case)) return;
        schema_text(c, node_get(n, "text"), &marked);
        read_context(c, n, &t);
    } else if (!schema_text(c, n, &marked))
        return;
    t.text = build_str(&c->b, cut_spans(c, n, marked, &t.spans));
    t.file = build_str(&c->b, c->sources.v[source].name);
    pk_test *place = VEC_ADD(c->a, &c->b.tests, pk_test);
    if (place) *place = t;
}

/* Tests hold under the policy that their author knew: those of the bundled sets under the bundled policies, those of a
 * policy's own rules as long as no nearer policy changes anything. */
static bool is_at_home(const compiler *c, const set_info *s) {
    const layer_info *nearest = c->layers.n ? &c->layers.v[c->layers.n - 1] : NULL;
    if (!nearest) return true;
    return s->id.n ? !s->builtin || nearest->rank == RANK_BUILTIN : s->source == nearest->source;
}

static void keep_rule(compiler *c, uint32_t index) {
    static const char *const lists[] = {"flag", "pass", "says", "known-miss"};
    static const uint8_t expect[] = {TEST_FLAG, TEST_PASS, TEST_SAYS, TEST_FLAG};
    const rule_state *r = &c->rules.v[index];
    const node *tests = node_get(r->node, "tests");
    bool evidence = node_get(r->node, "what") || node_get(r->node, "who");
    if (!tests || !schema_check(c, tests, &grammar_tests)) return;
    const pk_rule *rule = &c->b.rules.v[index];
    bool silent = rule->kind == RULE_NAME && rule->role > ROLE_PRIVATE; /* public, author, word: they only win */
    if (!silent && !node_get(tests, "flag") && !node_get(tests, "says"))
        diagnose(&c->d, tests->key->at, "HP013", "the tests have no \"flag\"%s", evidence ? " or \"says\"" : "");
    if (!node_get(tests, "pass")) diagnose(&c->d, tests->key->at, "HP013", "the tests have no \"pass\"");
    if (node_get(tests, "known-miss") && node_get(tests, "known-miss")->count > 1)
        diagnose(&c->d, node_get(tests, "known-miss")->at, "HP062", "at most one known miss a rule");
    if (!c->o->keep_tests || r->partial || !is_at_home(c, &c->sets.v[r->set])) return;
    for (size_t i = 0; i < 4; i++) {
        const node *list = node_get(tests, lists[i]);
        if (list && list->kind == NODE_LIST)
            NODE_EACH(n, list) keep(c, index + 1, c->sets.v[r->set].source, n, expect[i], i == 3);
    }
}

void tests_keep(compiler *c) {
    for (uint32_t i = 0; i < c->rules.n; i++) keep_rule(c, i);
    for (size_t i = 0; i < c->layers.n && c->o->keep_tests; i++) {
        const node *tests = node_get(c->layers.v[i].root, "tests");
        if (tests && tests->kind == NODE_LIST &&
            i + 1 == c->layers.n) /* a lower layer's tests spoke of a policy that this one changes */
            NODE_EACH(n, tests) keep(c, 0, c->layers.v[i].source, n, TEST_POLICY, false);
    }
}
