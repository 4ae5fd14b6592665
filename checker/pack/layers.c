/* layers.c - what each layer changes of a rule, never past a lock. */
#include "base/str.h"
#include "pack/compiler.h"

typedef struct change {
    compiler *c;
    const layer *by;
    const node *n;
    rule_state *state;
    pk_rule *rule;
} change;

static void refuse(const change *x, const node *at, const char *code, hp_str why) {
    diagnose(&x->c->d, at->at, code, "\"%.*s\" %.*s", STR_FMT(x->state->id), STR_FMT(why));
    hp_str file = x->c->sources.v[x->state->locked_at.source].name;
    diagnose_hint(&x->c->d, "%.*s:%u:%u: lock: %s (%.*s)", STR_FMT(file), x->state->locked_at.line,
                  x->state->locked_at.column, x->state->lock == LOCK_FULL ? "full" : "floor",
                  STR_FMT(x->state->locked_by));
}

static void change_severity(const change *x, const node *n) {
    uint8_t table[LIMIT_AUDIENCES];
    for (size_t i = 0; i < LIMIT_AUDIENCES; i++) table[i] = x->rule->severity[i];
    rule_severity(x->c, n, table);
    for (uint32_t i = 0; x->state->lock == LOCK_FLOOR && i < x->c->b.policy.audiences.count; i++)
        if (table[i] < x->rule->severity[i]) {
            hp_str audience = build_text(&x->c->b, x->c->b.strs.v[x->c->b.policy.audiences.first + i]);
            refuse(x, n, "HP041",
                   arena_printf(x->c->a, "may not be relaxed: %s to %s for %.*s",
                                schema_severities[x->rule->severity[i]], schema_severities[table[i]],
                                STR_FMT(audience)));
            return;
        }
    for (size_t i = 0; i < LIMIT_AUDIENCES; i++) x->rule->severity[i] = table[i];
}

static void change_override(const change *x, const node *n) {
    static const char *const overrides[] = {"yes", "reason", "no"};
    int to = schema_choice(x->c, n, "override", overrides, 3);
    if (to < 0) return;
    if (x->state->lock == LOCK_FLOOR && to < x->rule->override_)
        refuse(x, n, "HP041",
               arena_printf(x->c->a, "may not be relaxed: override %s to %s", overrides[x->rule->override_],
                            overrides[to]));
    else
        x->rule->override_ = (uint8_t)to;
}

static void change_confidence(const change *x, const node *n) {
    int to = schema_number(x->c, n, 0, 100, x->rule->confidence);
    if (x->state->lock == LOCK_FLOOR && to < x->rule->confidence)
        refuse(x, n, "HP041",
               arena_printf(x->c->a, "may not be relaxed: confidence %u to %d", x->rule->confidence, to));
    else
        x->rule->confidence = (uint8_t)to;
}

static void add_cites(const change *x, const node *n) {
    const node *texts[64];
    uint32_t cites[128];
    size_t count = schema_texts(x->c, n, texts, 64), total = 0;
    for (uint32_t i = 0; i < x->rule->cites.count && total < 64; i++)
        cites[total++] = x->c->b.index.v[x->rule->cites.first + i];
    for (size_t i = 0; i < count; i++) {
        uint32_t cite = policy_cite(x->c, texts[i]);
        if (cite) cites[total++] = cite - 1;
    }
    x->rule->cites = build_index_range(&x->c->b, cites, total);
}

static void set_lock(const change *x, const node *n) {
    static const char *const locks[] = {"none", "floor", "full"};
    int lock = schema_choice(x->c, n, "lock", locks, 3);
    if (lock > x->state->lock) {
        x->state->lock = (uint8_t)lock;
        x->state->locked_at = n->at;
        x->state->locked_by = x->by->id;
    } else if (lock >= 0 && lock < x->state->lock)
        refuse(x, n, "HP042", HP_STR("keeps its lock: one can be added below, never removed"));
}

static void apply(const change *x) {
    static const key_row keys[] = {{"severity", 0}, {"override", NODE_SCALAR}, {"confidence", NODE_SCALAR},
                                   {"cite", 0},     {"lock", NODE_SCALAR},     {"reason", NODE_SCALAR}};
    if (!schema_check(x->c, x->n, "a change to a rule", keys, sizeof keys / sizeof *keys)) return;
    const node *severity = node_get(x->n, "severity"), *override_ = node_get(x->n, "override"),
               *confidence = node_get(x->n, "confidence");
    const node *changed = severity ? severity : override_ ? override_ : confidence;
    if (x->state->lock == LOCK_FULL && changed)
        refuse(x, changed, "HP042", HP_STR("may not be changed"));
    else {
        if (severity && x->rule->kind == RULE_GUARD && x->rule->guard_locked)
            diagnose(&x->c->d, severity->at, "HP042", "\"%.*s\" is a locked guard", STR_FMT(x->state->id));
        else if (severity)
            change_severity(x, severity);
        if (override_) change_override(x, override_);
        if (confidence) change_confidence(x, confidence);
    }
    if (node_get(x->n, "cite")) add_cites(x, node_get(x->n, "cite"));
    if (node_get(x->n, "lock")) set_lock(x, node_get(x->n, "lock"));
}

void layers_apply(compiler *c) {
    for (size_t i = 0; i < c->layers.n; i++) {
        const node *rules = node_get(c->layers.v[i].root, "rules");
        if (!rules || rules->kind != NODE_MAP) continue;
        NODE_EACH(n, rules) {
            index_list named = {0};
            if (!rules_named(c, (uint32_t)c->sets.n, n->key, false, &named)) continue;
            for (size_t k = 0; k < named.n; k++)
                apply(&(change){c, &c->layers.v[i], n, &c->rules.v[named.v[k]], &c->b.rules.v[named.v[k]]});
        }
    }
}
