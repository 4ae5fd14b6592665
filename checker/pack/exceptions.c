/* exceptions.c - exceptions and switches of the policies: checked against the locks, with their days. */
#include "base/calendar.h"
#include "base/str.h"
#include "pack/compiler.h"
#include "text/unicode.h"

/* ---- exceptions */

static bool is_locked(compiler *c, const node *n, const index_list *rules) {
    for (size_t i = 0; i < rules->n; i++) {
        const ledger_entry *e = ledger_get(c, ledger_path(c, HP_STR("rules"), c->rules.v[rules->v[i]].id));
        if (!e || e->lock != LOCK_FULL) continue;
        diagnose(&c->d, n->at, "HP042", "\"%.*s\" allows no exception", STR_FMT(c->rules.v[rules->v[i]].id));
        diagnose_hint(&c->d, "%.*s:%u:%u: lock: full", STR_FMT(c->sources.v[e->locked_at.source].name),
                      e->locked_at.line, e->locked_at.column);
        return true;
    }
    return false;
}

/* From the day of approval through the last day, no longer than the policy lets one last. */
static void check_length(compiler *c, const node *n, int32_t last) {
    const node *approved = node_get(n, "approved-on"), *expires = node_get(n, "expires");
    int32_t first;
    uint16_t most = c->b.policy.exception_days;
    if (!approved || !schema_day(c, approved, &first)) return;
    if (last < first)
        diagnose(&c->d, expires->at, "HP058", "the exception ends before it was approved");
    else if (most && last - first > most) {
        const ledger_entry *e = ledger_get(c, HP_STR("limits.exception-days"));
        diagnose(&c->d, expires->at, "HP058", "the exception lasts %d days, more than %u", (int)(last - first), most);
        if (e && e->set)
            diagnose_hint(&c->d, "%.*s:%u: exception-days; let it end earlier and be approved anew",
                          STR_FMT(c->sources.v[e->at.source].name), e->at.line);
    }
}

static uint8_t audience_bits(compiler *c, const node *n) {
    const node *texts[LIMIT_AUDIENCES];
    size_t count = schema_texts(c, n, texts, LIMIT_AUDIENCES);
    uint8_t bits = 0;
    for (size_t i = 0; i < count; i++) {
        int at = policy_audience(c, texts[i]);
        if (at >= 0) bits = (uint8_t)(bits | 1u << at);
    }
    return bits;
}

static void read_where(compiler *c, const node *n, pk_exception *e) {
    hp_str text;
    if (!schema_check(c, n, &grammar_where)) return;
    if (!n->count) diagnose(&c->d, n->at, "HP013", "\"where\" names no place");
    if (node_get(n, "channels")) e->channels = rule_channels(c, node_get(n, "channels"));
    if (node_get(n, "accounts")) e->accounts = rule_accounts(c, node_get(n, "accounts"));
    if (node_get(n, "audiences")) e->audiences = audience_bits(c, node_get(n, "audiences"));
    if (schema_text(c, node_get(n, "text"), &text)) e->text = build_str(&c->b, unicode_fold(c->a, text));
}

static bool lowers(const compiler *c, const index_list *rules, uint8_t to) {
    for (size_t i = 0; i < rules->n; i++) {
        const pk_rule *r = &c->b.rules.v[rules->v[i]];
        if (r->what || r->who) return true; /* the matrix decides */
        for (uint32_t k = 0; k < c->b.policy.audiences.count; k++)
            if (r->severity[k] > to) return true;
    }
    return false;
}

static void note(compiler *c, uint32_t layer, const node *n, hp_str id) {
    hp_str scope = ledger_path(c, HP_STR("exceptions"), id);
    NODE_EACH(part, n) {
        const ledger_change x = {.layer = layer,
                                 .scope = scope,
                                 .field = part->key->text,
                                 .value = part->text,
                                 .at = part->key->at,
                                 .turn = TURN_SAME};
        ledger_set(c, &x);
    }
}

static void refuse_twice(compiler *c, const node *n, hp_str id) {
    for (size_t i = 0; i < c->b.exceptions.n; i++)
        if (str_eq(build_text(&c->b, c->b.exceptions.v[i].id), id)) {
            diagnose(&c->d, n->at, "HP012", "there is an exception \"%.*s\" already", STR_FMT(id));
            diagnose_hint(&c->d, "%.*s:%u", STR_FMT(build_text(&c->b, c->b.exceptions.v[i].file)),
                          c->b.exceptions.v[i].line);
        }
}

static bool read_lowering(compiler *c, const node *n, uint8_t *to) {
    const node *set = node_get(n, "set");
    if (!set || !schema_check(c, set, &grammar_lowering)) return false;
    int level =
        node_get(set, "severity") ? schema_choice(c, node_get(set, "severity"), "severity", grammar_severities, 4) : -1;
    if (level == 0) {
        diagnose(&c->d, node_get(set, "severity")->at, "HP058", "an exception lowers a finding, it takes none away");
        diagnose_hint(&c->d, "the least is note");
    }
    *to = level > 0 ? (uint8_t)level : 0;
    return level > 0;
}

static void read_exception(compiler *c, uint32_t layer, const node *n) {
    hp_str id, reason, by, expires;
    enum { CITES = 64 };
    const node *texts[CITES];
    uint32_t cites[CITES];
    size_t found = 0;
    index_list rules = {0};
    pk_exception e = {.line = n->at.line, .column = n->at.column};
    size_t before = c->d.errors;
    if (!schema_check(c, n, &grammar_exception)) return;
    if (node_get(n, "expires") && schema_day(c, node_get(n, "expires"), &e.last_day)) check_length(c, n, e.last_day);
    if (node_get(n, "rule")) rules_named(c, (uint32_t)c->sets.n, node_get(n, "rule"), false, &rules);
    if (node_get(n, "where")) read_where(c, node_get(n, "where"), &e);
    size_t cited = schema_texts(c, node_get(n, "cite"), texts, CITES);
    for (size_t i = 0; i < cited; i++) {
        uint32_t cite = policy_cite(c, texts[i]);
        if (cite) cites[found++] = cite - 1;
    }
    bool lowered = read_lowering(c, n, &e.severity);
    if (c->d.errors != before || !lowered || is_locked(c, n, &rules)) return;
    schema_text(c, node_get(n, "id"), &id);
    schema_text(c, node_get(n, "reason"), &reason);
    schema_text(c, node_get(n, "approved-by"), &by);
    schema_text(c, node_get(n, "expires"), &expires);
    refuse_twice(c, n, id);
    if (!lowers(c, &rules, e.severity))
        diagnose_warn(&c->d, n->at, "HP058", "the exception \"%.*s\" lowers nothing", STR_FMT(id));
    note(c, layer, n, id);
    e.id = build_str(&c->b, id);
    e.reason = build_str(&c->b, reason);
    e.approved_by = build_str(&c->b, by);
    e.expires = build_str(&c->b, expires);
    e.file = build_str(&c->b, c->sources.v[c->layers.v[layer].source].name);
    e.rules = build_index_range(&c->b, rules.v, rules.n);
    e.cites = build_index_range(&c->b, cites, found);
    pk_exception *place = VEC_ADD(c->a, &c->b.exceptions, pk_exception);
    if (place) *place = e;
}

void exceptions_read(compiler *c) {
    for (uint32_t i = 0; i < c->layers.n; i++) {
        const node *list = node_get(c->layers.v[i].root, "exceptions");
        if (!list || list->kind != NODE_LIST) continue;
        if (c->layers.v[i].rank == RANK_PERSON) {
            diagnose(&c->d, list->key->at, "HP046", "the person layer may not make exceptions");
            continue;
        }
        NODE_EACH(n, list) read_exception(c, i, n);
    }
}

/* ---- switches: they only raise */

static void read_raise(compiler *c, const node *n) {
    index_list rules = {0};
    if (!schema_check(c, n, &grammar_raise)) return;
    if (!node_get(n, "severity") || !rules_named(c, (uint32_t)c->sets.n, n->key, false, &rules)) return;
    for (size_t i = 0; i < rules.n; i++) {
        pk_raise one = {.rule = rules.v[i]};
        rule_severity(c, node_get(n, "severity"), one.severity);
        pk_raise *place = VEC_ADD(c->a, &c->b.raises, pk_raise);
        if (place) *place = one;
    }
}

static void note_switch(compiler *c, uint32_t layer, const node *n, bool was_on) {
    hp_str scope = ledger_path(c, HP_STR("switches"), n->key->text);
    NODE_EACH(part, n) {
        bool off = str_eq_z(part->key->text, "on") && str_eq_z(part->text, "no");
        const ledger_change x = {.layer = layer,
                                 .scope = scope,
                                 .field = part->key->text,
                                 .value = part->text,
                                 .at = part->key->at,
                                 .turn = off && was_on ? TURN_LOOSER : TURN_FREE};
        if (!str_eq_z(part->key->text, "rules")) ledger_set(c, &x);
    }
}

/* When it is on: always, never, or from a day through a day. */
static bool read_days(compiler *c, const node *n, pk_switch *s) {
    const node *from = node_get(n, "from"), *until = node_get(n, "until"), *on = node_get(n, "on");
    if (from && !schema_day(c, from, &s->first_day)) return false;
    if (until && !schema_day(c, until, &s->last_day)) return false;
    if (on && !schema_yes(c, on)) s->first_day = INT32_MAX;
    if (until && s->last_day < s->first_day) {
        diagnose(&c->d, until->at, "HP016", "the switch ends before it begins");
        return false;
    }
    return true;
}

/* A nearer layer may say of a switch that stands below when it is on, and raise more by it. */
static void read_switch(compiler *c, uint32_t layer, const node *n) {
    pk_switch s = {.first_day = NO_DAY, .last_day = NO_DAY};
    if (!schema_check(c, n, &grammar_switch)) return;
    bool told = node_get(n, "on") || node_get(n, "from"), known = false;
    const node *rules = node_get(n, "rules");
    if (!read_days(c, n, &s)) return;
    for (size_t i = 0; i < c->b.switches.n; i++) {
        pk_switch *other = &c->b.switches.v[i];
        if (!str_eq(build_text(&c->b, other->name), n->key->text)) continue;
        known = true;
        if (told) other->first_day = s.first_day, other->last_day = s.last_day;
        if (!told) s.first_day = other->first_day, s.last_day = other->last_day;
    }
    if (!told && !known) diagnose(&c->d, n->key->at, "HP013", "a switch has neither \"on\" nor \"from\"");
    note_switch(c, layer, n, known);
    s.name = build_str(&c->b, n->key->text);
    s.raises.first = (uint32_t)c->b.raises.n;
    if (rules && rules->kind == NODE_MAP) NODE_EACH(rule, rules) read_raise(c, rule);
    s.raises.count = (uint32_t)c->b.raises.n - s.raises.first;
    pk_switch *place = VEC_ADD(c->a, &c->b.switches, pk_switch);
    if (place) *place = s;
}

void switches_read(compiler *c) {
    for (uint32_t i = 0; i < c->layers.n; i++) {
        const node *map = node_get(c->layers.v[i].root, "switches");
        if (map && map->kind == NODE_MAP) NODE_EACH(n, map) read_switch(c, i, n);
    }
}
