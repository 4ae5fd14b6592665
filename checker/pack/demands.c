/* demands.c - what must be there, what there may be at most, when nothing is posted: `require`, `limit`, `schedule`. */
#include "base/str.h"
#include "pack/compiler.h"

/* Which posts a requirement is about: `if: { any: [...], rules: [...] }`; without it: all. */
static void read_if(compiler *c, uint32_t set, const node *n, pk_rule *r) {
    if (!n || !schema_check(c, n, &grammar_if)) return;
    if (node_get(n, "any")) r->lists = lists_refs(c, set, node_get(n, "any"));
    if (node_get(n, "regex")) {
        r->patterns.first = (uint32_t)c->b.patterns.n;
        pattern_add(c, set, node_get(n, "regex"), -1, 0, 0, (hp_str){0});
        r->patterns.count = (uint32_t)c->b.patterns.n - r->patterns.first;
    }
    if (node_get(n, "rules")) r->any = rule_refs(c, set, node_get(n, "rules"), true);
}

void demand_require(compiler *c, uint32_t set, const node *n, pk_rule *r) {
    const node *then = node_get(n, "then"), *texts[8];
    read_if(c, set, node_get(n, "if"), r);
    schema_require(c, n, n->key->at, "a rule of kind require", "then");
    if (!then || !schema_check(c, then, &grammar_then)) return;
    const node *any = node_get(then, "any"), *regex = node_get(then, "regex");
    if (any) r->wanted = lists_refs(c, set, any);
    if (regex) r->wanted_pattern = pattern_add(c, set, regex, -1, 0, 0, (hp_str){0});
    if (!any && !regex) diagnose(&c->d, then->key->at, "HP013", "\"then\" needs \"any\" or \"regex\"");
    size_t count = schema_texts(c, node_get(then, "in"), texts, 8);
    for (size_t i = 0; i < count; i++) {
        int place = schema_choice(c, texts[i], "place", grammar_looks, 2);
        if (place >= 0) r->in = (uint8_t)(r->in | (place ? IN_PROFILE : IN_POST));
    }
    if (!r->in) r->in = IN_POST;
}

void demand_limit(compiler *c, uint32_t set, const node *n, pk_rule *r) {
    const node *count = node_get(n, "count"), *most = node_get(n, "max"), *any = node_get(n, "any");
    if (count) r->count = (uint8_t)(schema_choice(c, count, "thing to count", grammar_counts, 7) + 1);
    if (any) r->lists = lists_refs(c, set, any);
    if (!count && !any && !node_get(n, "match"))
        diagnose(&c->d, n->key->at, "HP013", "a rule of kind limit needs \"count\", \"any\" or \"match\"");
    if (most) r->most = (uint16_t)schema_number(c, most, 0, 60000, 0);
    if (!most && r->count != COUNT_CHARACTER) schema_require(c, n, n->key->at, "a rule of kind limit", "max");
}

void demand_schedule(compiler *c, uint32_t set, const node *n, pk_rule *r) {
    schema_require(c, n, n->key->at, "a rule of kind schedule", "when");
    r->hours = hours_read(c, node_get(n, "when"), node_get(n, "not-when"));
    const node *except = node_get(n, "except");
    if (except) r->holidays = holidays_read(c, c->sets.v[set].source, except);
}
