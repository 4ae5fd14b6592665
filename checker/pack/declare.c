/* declare.c - the names of rules: declared before any is read, so that they may name one another, and looked up. */
#include "base/str.h"
#include "pack/compiler.h"

/* ---- declaring ---- */

/* Rules of two files may not have one name: a policy's change to a rule says no kind. */
static void refuse_same(compiler *c, const rule_state *r) {
    for (size_t i = 0; i < c->rules.n; i++) {
        const rule_state *other = &c->rules.v[i];
        if (other == r || !str_eq(other->id, r->id)) continue;
        diagnose(&c->d, r->node->key->at, "HP059", "there is a rule \"%.*s\" already", STR_FMT(r->id));
        diagnose_hint(&c->d, "%.*s:%u; a change to it says no \"kind\"",
                      STR_FMT(c->sources.v[c->sets.v[other->set].source].name), other->node->key->at.line);
        return;
    }
}

/* A rule of a set is called set/rule, one of a policy as it is written; there a rule without a kind is a change. */
static void declare(compiler *c, uint32_t s, const node *n) {
    hp_str set = c->sets.v[s].id, id = n->key->text;
    const node *kind = node_get(n, "kind");
    if (!set.n && !kind) return;
    if (set.n) id = arena_printf(c->a, "%.*s/%.*s", STR_FMT(set), STR_FMT(id));
    rule_state *r = VEC_ADD(c->a, &c->rules, rule_state);
    pk_rule *p = VEC_ADD(c->a, &c->b.rules, pk_rule);
    if (!r || !p) return;
    *r = (rule_state){.id = id,
                      .node = n,
                      .set = s,
                      .name = kind && kind->kind == NODE_SCALAR && str_eq_z(kind->text, "name"),
                      .who = node_get(n, "who") != NULL,
                      .what = node_get(n, "what") != NULL};
    if (!set.n) refuse_same(c, r);
}

void rules_declare(compiler *c) {
    for (size_t s = 0; s < c->sets.n; s++) {
        set_info *set = &c->sets.v[s];
        const node *rules = node_get(set->root, "rules");
        set->rule_first = (uint32_t)c->rules.n;
        if (rules && rules->kind == NODE_MAP) NODE_EACH(n, rules) declare(c, (uint32_t)s, n);
        set->rule_count = (uint32_t)c->rules.n - set->rule_first;
    }
    if (c->rules.n > LIMIT_RULES) diagnose(&c->d, (pk_mark){0, 1, 1, 1}, "HP003", "more than %d rules", LIMIT_RULES);
}

/* ---- naming ---- */

static void add_index(compiler *c, index_list *out, size_t value) {
    uint32_t *place = VEC_ADD(c->a, out, uint32_t);
    if (place) *place = (uint32_t)value;
}

static bool add_group(compiler *c, const node *n, index_list *out) {
    bool names = str_eq_z(n->text, "names"), who = str_eq_z(n->text, "who"), what = str_eq_z(n->text, "what");
    if (!names && !who && !what) return false;
    for (size_t i = 0; i < c->rules.n; i++) {
        const rule_state *r = &c->rules.v[i];
        if ((names && r->name) || (who && r->who) || (what && r->what)) add_index(c, out, i);
    }
    return true;
}

/* A set that is tested by itself may speak of rules of sets that only a policy brings together. */
static bool is_elsewhere(const compiler *c, hp_str name) {
    size_t slash = str_find(name, HP_STR("/"), 0);
    bool loaded = c->has_policy || slash == SIZE_MAX;
    for (size_t s = 0; s < c->sets.n && !loaded; s++) loaded = str_eq(c->sets.v[s].id, str_sub(name, 0, slash));
    return !loaded;
}

bool rules_are_set(const compiler *c, hp_str name) {
    if (str_ends(name, HP_STR("/*"))) name = str_sub(name, 0, name.n - 2);
    for (size_t s = 0; s < c->sets.n; s++)
        if (name.n && str_eq(c->sets.v[s].id, name)) return true;
    return false;
}

bool rules_named(compiler *c, uint32_t set, const node *n, bool groups, index_list *out) {
    hp_str name;
    if (!schema_text(c, n, &name)) return false;
    if (groups && add_group(c, n, out)) return true;
    if (str_ends(name, HP_STR("/*"))) name = str_sub(name, 0, name.n - 2);
    for (size_t s = 0; s < c->sets.n; s++)
        if (str_eq(c->sets.v[s].id, name)) {
            for (uint32_t i = 0; i < c->sets.v[s].rule_count; i++) add_index(c, out, c->sets.v[s].rule_first + i);
            return true;
        }
    if (str_find(name, HP_STR("/"), 0) == SIZE_MAX && set < c->sets.n && c->sets.v[set].id.n)
        name = arena_printf(c->a, "%.*s/%.*s", STR_FMT(c->sets.v[set].id), STR_FMT(name));
    for (size_t i = 0; i < c->rules.n; i++)
        if (str_eq(c->rules.v[i].id, name)) {
            add_index(c, out, i);
            return true;
        }
    if (is_elsewhere(c, name)) {
        c->elsewhere = true;
        return false;
    }
    diagnose(&c->d, n->at, "HP040", "unknown rule \"%.*s\"", STR_FMT(n->text));
    hp_str *known = ARENA_ARRAY(c->a, hp_str, c->rules.n);
    for (size_t i = 0; known && i < c->rules.n; i++) known[i] = c->rules.v[i].id;
    if (known) diagnose_nearest(&c->d, name, known, c->rules.n);
    return false;
}

pk_range rule_refs(compiler *c, uint32_t set, const node *n, bool groups) {
    const node *texts[128];
    index_list list = {0};
    size_t count = schema_texts(c, n, texts, 128);
    for (size_t i = 0; i < count; i++) rules_named(c, set, texts[i], groups, &list);
    return build_index_range(&c->b, list.v, list.n);
}
