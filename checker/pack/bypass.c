/* bypass.c - a lock would be worth nothing if a nearer policy could bring a rule that takes the locked one's findings
 * away: guards, kinds of names that win in silence, hits that lower the matrix. */
#include "base/str.h"
#include "pack/compiler.h"

static uint32_t layer_of(const compiler *c, uint32_t source) {
    for (uint32_t i = 0; i < c->layers.n; i++)
        if (c->layers.v[i].source == source) return i;
    return UINT32_MAX;
}

static bool binds(const compiler *c, const ledger_entry *e, uint32_t layer) {
    return e && e->lock && (e->locked_by == LEDGER_RULES || layer_above(c, layer, e->locked_by));
}

static void refuse(compiler *c, uint32_t rule, hp_str what, const ledger_entry *e) {
    const node *n = c->rules.v[rule].node;
    diagnose(&c->d, n->key->at, "HP042", "\"%.*s\" takes away what is locked: \"%.*s\"", STR_FMT(c->rules.v[rule].id),
             STR_FMT(what));
    diagnose_hint(&c->d, "%.*s:%u:%u: lock: %s", STR_FMT(c->sources.v[e->locked_at.source].name), e->locked_at.line,
                  e->locked_at.column, e->lock == LOCK_FULL ? "full" : "floor");
}

/* One error is enough for one rule. */
static void check_taken(compiler *c, uint32_t rule, uint32_t layer, const uint32_t *taken, size_t count) {
    for (size_t i = 0; i < count; i++) {
        hp_str id = c->rules.v[taken[i]].id;
        const ledger_entry *e = ledger_get(c, ledger_path(c, HP_STR("rules"), id));
        if (c->b.rules.v[taken[i]].kind == RULE_GUARD || !binds(c, e, layer)) continue;
        refuse(c, rule, id, e);
        return;
    }
}

/* A public person, a word: wins over every rule that protects a name. */
static void check_names(compiler *c, uint32_t rule, uint32_t layer) {
    for (uint32_t i = 0; i < c->rules.n; i++) {
        const pk_rule *r = &c->b.rules.v[i];
        if (r->kind == RULE_NAME && (r->role == ROLE_STUDENT || r->role == ROLE_PRIVATE))
            check_taken(c, rule, layer, &i, 1);
    }
}

static void check_modifier(compiler *c, uint32_t rule, uint32_t layer) {
    const pk_rule *r = &c->b.rules.v[rule];
    const ledger_entry *e = ledger_get(c, HP_STR("matrix"));
    if (r->modifier && c->b.modifiers.v[r->modifier - 1].steps < 0 && binds(c, e, layer))
        refuse(c, rule, HP_STR("matrix"), e);
}

void bypass_refuse(compiler *c) {
    for (uint32_t i = 0; i < c->rules.n; i++) {
        const set_info *s = &c->sets.v[c->rules.v[i].set];
        uint32_t layer = s->brought_by ? layer_of(c, s->brought_by - 1) : UINT32_MAX;
        pk_rule *r = &c->b.rules.v[i];
        if (layer == UINT32_MAX || s->builtin) continue;
        r->brought = c->layers.v[layer].rank > RANK_BUILTIN;
        bool name = r->kind == RULE_NAME && r->role > ROLE_PRIVATE;
        bool lowers = r->modifier && c->b.modifiers.v[r->modifier - 1].steps < 0;
        if (c->layers.v[layer].rank == RANK_PERSON && (r->kind == RULE_GUARD || name || lowers)) {
            diagnose(&c->d, c->rules.v[i].node->key->at, "HP046",
                     "the person layer may not bring a rule that takes findings away");
            continue;
        }
        if (r->kind == RULE_GUARD || name) check_taken(c, i, layer, c->b.index.v + r->any.first, r->any.count);
        if (name) check_names(c, i, layer);
        check_modifier(c, i, layer);
    }
}
