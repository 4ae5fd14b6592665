/* layers.c - what each layer changes of a rule, field by field, never past a lock. For each field it is said here which
 * way is stricter. */
#include "base/str.h"
#include "pack/compiler.h"

typedef struct change {
    compiler *c;
    uint32_t layer;
    const node *n; /* the entry under `rules:` */
    uint32_t index;
    hp_str path; /* "rules.set/rule" */
    hp_str reason;
} change;

static pk_rule *rule_of(const change *x) {
    return &x->c->b.rules.v[x->index];
}

/* Whether the layer may set the field; `told` is what a refusal says. */
static bool may(const change *x, const char *field, const node *at, hp_str value, turn turns, hp_str told) {
    const ledger_change y = {.layer = x->layer,
                             .scope = x->path,
                             .field = str_of(field),
                             .value = value,
                             .at = at->at,
                             .turn = turns,
                             .told = told,
                             .reason = x->reason};
    return ledger_set(x->c, &y);
}

/* ---- severity, for every audience by itself */

static void change_one(const change *x, const node *at, uint32_t audience, uint8_t to) {
    compiler *c = x->c;
    uint8_t from = rule_of(x)->severity[audience];
    if (audience >= c->b.policy.audiences.count) {
        rule_of(x)->severity[audience] = to;
        return;
    }
    hp_str name = policy_audience_name(c, audience);
    hp_str told =
        arena_printf(c->a, "%s to %s for %.*s", grammar_severities[from], grammar_severities[to], STR_FMT(name));
    const ledger_change y = {.layer = x->layer,
                             .scope = x->path,
                             .field = arena_printf(c->a, "severity.%.*s", STR_FMT(name)),
                             .value = str_of(grammar_severities[to]),
                             .at = at->at,
                             .turn = turn_up(from, to),
                             .told = told,
                             .reason = x->reason};
    if (!ledger_set(c, &y)) return;
    rule_of(x)->severity[audience] = to;
    rule_of(x)->ruled |= c->layers.v[x->layer].rank > RANK_BUILTIN;
}

/* A guard has no severity; off or not, it stands between findings and protected speech. */
static void switch_guard(const change *x, const node *n) {
    int to = schema_choice(x->c, n, "severity", grammar_severities, 4);
    turn turns = to ? TURN_SAME : TURN_LOOSER;
    if (to >= 0 && may(x, "severity", n, n->text, turns, HP_STR("the guard switched off"))) rule_of(x)->off = to == 0;
}

static void change_severity(const change *x, const node *n) {
    compiler *c = x->c;
    if (rule_of(x)->kind == RULE_GUARD) {
        switch_guard(x, n);
    } else if (n->kind == NODE_MAP) {
        NODE_EACH(child, n) {
            int audience = policy_audience(c, child->key),
                to = schema_choice(c, child, "severity", grammar_severities, 4);
            if (audience >= 0 && to >= 0) change_one(x, child, (uint32_t)audience, (uint8_t)to);
        }
    } else {
        int to = schema_choice(c, n, "severity", grammar_severities, 4);
        size_t refused = c->d.errors;
        for (uint32_t i = 0; to >= 0 && i < LIMIT_AUDIENCES && c->d.errors == refused; i++)
            change_one(x, n, i, (uint8_t)to);
    }
}

/* ---- numbers and choices */

static void change_override(const change *x, const node *n) {
    int to = schema_choice(x->c, n, "override", grammar_overrides, 3), from = rule_of(x)->override_;
    if (to < 0) return;
    hp_str told = arena_printf(x->c->a, "override %s to %s", grammar_overrides[from], grammar_overrides[to]);
    if (may(x, "override", n, n->text, turn_up(from, to), told)) rule_of(x)->override_ = (uint8_t)to;
}

/* The surer a plain match, the more is reported. */
static void change_confidence(const change *x, const node *n) {
    int from = rule_of(x)->confidence, to = schema_number(x->c, n, 0, 100, from);
    hp_str told = arena_printf(x->c->a, "confidence %d to %d", from, to);
    if (may(x, "confidence", n, n->text, turn_up(from, to), told)) rule_of(x)->confidence = (uint8_t)to;
}

static void change_max(const change *x, const node *n) {
    int from = rule_of(x)->most, to = schema_number(x->c, n, 0, 60000, from);
    hp_str told = arena_printf(x->c->a, "max %d to %d", from, to);
    if (rule_of(x)->kind != RULE_LIMIT)
        diagnose(&x->c->d, n->key->at, "HP011", "only a rule of kind limit has a \"max\"");
    else if (may(x, "max", n, n->text, turn_down(from ? from : INT32_MAX, to), told))
        rule_of(x)->most = (uint16_t)to;
}

/* ---- texts: neither way is stricter */

static void change_text(const change *x, const char *field, const node *n, pk_str *place) {
    hp_str text;
    if (!schema_text(x->c, n, &text)) return;
    bool same = str_eq(build_text(&x->c->b, *place), text);
    if (may(x, field, n, text, same ? TURN_SAME : TURN_FREE, (hp_str){0})) *place = build_str(&x->c->b, text);
}

static void change_fix(const change *x, const node *n) {
    pk_rule to = *rule_of(x);
    rule_fix(x->c, n, &to);
    if (!may(x, "fix", n, origins_text(x->c, n), TURN_FREE, (hp_str){0})) return;
    rule_of(x)->fix = to.fix;
    rule_of(x)->fix_text = to.fix_text;
}

/* ---- lists: "+key" adds to what is there, "=key" replaces it */

typedef enum how { HOW_SET, HOW_ADD, HOW_REPLACE } how;

static how how_of(const node *n) {
    return str_starts(n->key->text, HP_STR("+"))   ? HOW_ADD
           : str_starts(n->key->text, HP_STR("=")) ? HOW_REPLACE
                                                   : HOW_SET;
}

static pk_mark mark_before(const change *x, const char *field) {
    const ledger_entry *e = ledger_get(x->c, ledger_path(x->c, x->path, str_of(field)));
    const node *own = node_get(x->c->rules.v[x->index].node, field);
    return e && e->set ? e->at : own ? own->at : x->n->at;
}

/* Where a rule runs: no list is everywhere; more places are stricter. */
static void change_places(const change *x, const node *n, const char *field, uint32_t (*bits)(compiler *, const node *),
                          uint32_t *place) {
    how h = how_of(n);
    uint32_t from = *place, to = bits(x->c, n) | (h == HOW_ADD ? from : 0);
    if (h == HOW_ADD && !from) return; /* everywhere already */
    if (!words_may_set(x->c, n->key, h == HOW_ADD, h == HOW_REPLACE, from && from != to, mark_before(x, field))) return;
    turn turns = from == to ? TURN_SAME : from && (from & ~to) == 0 ? TURN_STRICTER : TURN_LOOSER;
    const node *texts[LIMIT_CHANNELS];
    size_t count = schema_texts(x->c, n, texts, LIMIT_CHANNELS);
    hp_str value = schema_joined(x->c, texts, count);
    if (may(x, field, n, value, turns, arena_printf(x->c->a, "%s to fewer", field))) *place = to;
}

/* The set that the layer's own lists and conditions are read in. */
static uint32_t own_set(const change *x) {
    uint32_t set = 0;
    while (set + 1 < x->c->sets.n &&
           (x->c->sets.v[set].id.n || x->c->sets.v[set].source != x->c->layers.v[x->layer].source))
        set++;
    return set;
}

static bool has_drops(const change *x) {
    const pk_rule *r = rule_of(x);
    bool any = false;
    for (uint32_t i = 0; i < r->steps.count; i++) any |= x->c->b.steps.v[r->steps.first + i].drops != 0;
    return any;
}

/* Each `unless` takes matches away: more of them are looser, none are stricter. */
static void change_unless(const change *x, const node *n) {
    compiler *c = x->c;
    how h = how_of(n);
    bool empty = n->kind == NODE_LIST && !n->count, had = has_drops(x);
    if (!words_may_set(c, n->key, h == HOW_ADD, h == HOW_REPLACE, had, mark_before(x, "unless"))) return;
    pk_range old = rule_of(x)->steps, fresh = conditions_read(c, own_set(x), NULL, n, NULL);
    turn turns = !empty ? TURN_LOOSER : h == HOW_REPLACE && had ? TURN_STRICTER : TURN_SAME;
    if (!may(x, "unless", n, origins_text(c, n), turns, HP_STR("more is let pass"))) return;
    pk_range r = {(uint32_t)c->b.steps.n, 0};
    for (uint32_t k = 0; k < old.count + fresh.count; k++) {
        pk_step one = c->b.steps.v[k < old.count ? old.first + k : fresh.first + k - old.count];
        if (k < old.count && one.drops && h == HOW_REPLACE) continue;
        pk_step *place = VEC_ADD(c->a, &c->b.steps, pk_step);
        if (place) *place = one;
    }
    r.count = (uint32_t)c->b.steps.n - r.first;
    rule_of(x)->steps = r;
}

/* ---- schedules: every closed minute counts */

static void change_hours(const change *x, const node *n, bool free) {
    compiler *c = x->c;
    how h = how_of(n);
    const char *field = free ? "not-when" : "when";
    pk_range old = rule_of(x)->hours, fresh = hours_read(c, free ? NULL : n, free ? n : NULL);
    pk_range others = hours_join(c, old, !free, (pk_range){0});
    pk_range to = hours_join(c, others, !free, h == HOW_ADD ? hours_join(c, old, free, fresh) : fresh);
    if (rule_of(x)->kind != RULE_SCHEDULE) {
        diagnose(&c->d, n->key->at, "HP011", "only a rule of kind schedule has hours");
        return;
    }
    bool had = hours_join(c, old, free, (pk_range){0}).count > 0;
    turn turns = hours_turn(c, old, to);
    if (!words_may_set(c, n->key, h == HOW_ADD, h == HOW_REPLACE, had && turns, mark_before(x, field))) return;
    if (may(x, field, n, origins_text(c, n), turns, HP_STR("some hours are left free"))) rule_of(x)->hours = to;
}

static void change_holidays(const change *x, const node *n) {
    compiler *c = x->c;
    how h = how_of(n);
    pk_range old = rule_of(x)->holidays, fresh = holidays_read(c, c->layers.v[x->layer].source, n);
    if (h == HOW_ADD) fresh = holidays_join(c, old, fresh);
    turn turns = holidays_turn(c, old, fresh);
    if (!words_may_set(c, n->key, h == HOW_ADD, h == HOW_REPLACE, old.count && turns, mark_before(x, "except"))) return;
    if (may(x, "except", n, origins_text(c, n), turns, HP_STR("more holidays"))) rule_of(x)->holidays = fresh;
}

/* ---- citations are only ever added */

static void add_cites(const change *x, const node *n) {
    compiler *c = x->c;
    const node *texts[64];
    uint32_t cites[128];
    size_t count = schema_texts(c, n, texts, 64), total = 0;
    for (uint32_t i = 0; i < rule_of(x)->cites.count && total < 64; i++)
        cites[total++] = c->b.index.v[rule_of(x)->cites.first + i];
    for (size_t i = 0; i < count; i++) {
        uint32_t cite = policy_cite(c, texts[i]);
        const ledger_change y = {.layer = x->layer,
                                 .scope = ledger_path(c, x->path, HP_STR("cite")),
                                 .field = texts[i]->text,
                                 .value = texts[i]->text,
                                 .item = true,
                                 .at = texts[i]->at,
                                 .turn = TURN_SAME};
        if (cite && ledger_set(c, &y)) cites[total++] = cite - 1;
    }
    rule_of(x)->cites = build_index_range(&c->b, cites, total);
}

/* ---- one entry */

static void change_list(const change *x, const node *n, hp_str key) {
    pk_rule to = *rule_of(x);
    if (str_eq_z(key, "channels")) change_places(x, n, "channels", rule_channels, &to.channels);
    if (str_eq_z(key, "accounts")) change_places(x, n, "accounts", rule_accounts, &to.accounts);
    if (str_eq_z(key, "roles")) change_places(x, n, "roles", rule_roles, &to.roles);
    rule_of(x)->channels = to.channels;
    rule_of(x)->accounts = to.accounts;
    rule_of(x)->roles = to.roles;
    if (str_eq_z(key, "unless")) change_unless(x, n);
    if (str_eq_z(key, "when")) change_hours(x, n, false);
    if (str_eq_z(key, "not-when")) change_hours(x, n, true);
    if (str_eq_z(key, "except")) change_holidays(x, n);
}

static void change_field(const change *x, const node *n) {
    hp_str key = n->key->text;
    if (schema_empty(n)) return;
    if (str_eq_z(key, "severity"))
        change_severity(x, n);
    else if (str_eq_z(key, "override"))
        change_override(x, n);
    else if (str_eq_z(key, "confidence"))
        change_confidence(x, n);
    else if (str_eq_z(key, "max"))
        change_max(x, n);
    else if (str_eq_z(key, "fix"))
        change_fix(x, n);
    else if (str_eq_z(key, "cite"))
        add_cites(x, n);
    else if (!str_eq_z(key, "lock") && !str_eq_z(key, "reason"))
        change_list(x, n, str_sub(key, how_of(n) != HOW_SET, key.n));
}

static void apply(const change *x) {
    compiler *c = x->c;
    pk_rule *r = rule_of(x);
    static const char *const keys[] = {"title", "why", "do", "ask"};
    NODE_EACH(field, x->n) change_field(x, field);
    pk_str texts[] = {r->title, r->why, r->todo, r->ask};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (node_get(x->n, keys[i])) change_text(x, keys[i], node_get(x->n, keys[i]), &texts[i]);
    r = rule_of(x);
    r->title = texts[0];
    r->why = texts[1];
    r->todo = texts[2];
    r->ask = texts[3];
    if (node_get(x->n, "lock")) ledger_lock(c, x->layer, x->path, node_get(x->n, "lock"));
}

static void apply_entry(compiler *c, uint32_t layer, const node *n, bool wide) {
    index_list named = {0};
    bool own = node_get(n, "kind") != NULL;
    bool set = !own && rules_are_set(c, n->key->text);
    if (set != wide) return;
    if (!rules_named(c, (uint32_t)c->sets.n, n->key, false, &named)) return;
    if (!own && !schema_check(c, n, &grammar_change)) return;
    hp_str reason;
    schema_text(c, node_get(n, "reason"), &reason);
    for (size_t k = 0; k < named.n; k++) {
        change x = {c, layer, n, named.v[k], ledger_path(c, HP_STR("rules"), c->rules.v[named.v[k]].id), reason};
        if (!own)
            apply(&x);
        else if (node_get(n, "lock")) /* the policy that brings a rule may lock it */
            ledger_lock(c, layer, x.path, node_get(n, "lock"));
    }
}

/* Within one layer what is said of a set comes before what is said of one of its rules, wherever they stand. */
void layers_apply(compiler *c) {
    for (uint32_t i = 0; i < c->layers.n; i++) {
        const node *rules = node_get(c->layers.v[i].root, "rules");
        if (!rules || rules->kind != NODE_MAP) continue;
        for (int wide = 1; wide >= 0; wide--) NODE_EACH(n, rules) apply_entry(c, i, n, wide != 0);
    }
    for (size_t i = 0; i < c->rules.n; i++) {
        const ledger_entry *e = ledger_get(c, ledger_path(c, HP_STR("rules"), c->rules.v[i].id));
        if (e) c->b.rules.v[i].lock = e->lock;
    }
}
