/* origins.c - every effective value with the place that set it, for whoever asks what is in force and why. */
#include <stdlib.h>

#include "base/str.h"
#include "pack/compiler.h"

/* A node on one line: lists with commas, maps as "key: value". */
hp_str origins_text(compiler *c, const node *n) {
    hp_str all = {0};
    if (n->kind == NODE_SCALAR) return n->text;
    NODE_EACH(child, n) {
        hp_str one = origins_text(c, child);
        if (child->key) one = arena_printf(c->a, "%.*s: %.*s", STR_FMT(child->key->text), STR_FMT(one));
        if (child->kind != NODE_SCALAR) one = arena_printf(c->a, "(%.*s)", STR_FMT(one));
        all = all.n ? arena_printf(c->a, "%.*s, %.*s", STR_FMT(all), STR_FMT(one)) : one;
    }
    return all;
}

static pk_value *add(compiler *c, hp_str path, hp_str value) {
    const pk_str p = build_str(&c->b, path), v = build_str(&c->b, value);
    pk_value *place = VEC_ADD(c->a, &c->b.values, pk_value);
    if (place) *place = (pk_value){.path = p, .value = v};
    return place;
}

static void set_place(compiler *c, pk_value *v, pk_mark at, hp_str by) {
    const pk_str file = build_str(&c->b, c->sources.v[at.source].name), policy = build_str(&c->b, by);
    v->file = file;
    v->policy = policy;
    v->line = at.line;
    v->column = at.column;
}

/* The strongest lock on a path or on what it belongs to. */
static void set_lock(compiler *c, pk_value *v, hp_str path) {
    for (size_t end = path.n; end > 0; end--) {
        const ledger_entry *e = end == path.n || path.p[end] == '.' ? ledger_get(c, str_sub(path, 0, end)) : NULL;
        if (!e || e->lock <= v->lock) continue;
        v->lock = e->lock;
        v->lock_file = build_str(&c->b, c->sources.v[e->locked_at.source].name);
        v->lock_line = e->locked_at.line;
    }
}

static bool is_set(const compiler *c, hp_str path) {
    const ledger_entry *e = ledger_get(c, path);
    return e && e->set;
}

/* ---- what the policies set */

static void keep_ledger(compiler *c) {
    for (size_t i = 0; i < c->ledger.entries.n; i++) {
        const ledger_entry e = c->ledger.entries.v[i];
        if (!e.set || !e.value.n) continue;
        pk_value *v = add(c, e.item ? e.scope : e.path, e.value);
        if (!v) return;
        set_place(c, v, e.at, c->layers.v[e.layer].id);
        v->reason = build_str(&c->b, e.reason);
        set_lock(c, v, e.path);
    }
}

static void keep_named(compiler *c) {
    static const char *const keys[] = {"id", "version", "title"};
    for (size_t k = 0; k < 3; k++)
        for (size_t i = c->layers.n; i-- > 0;) {
            const node *n = node_get(c->layers.v[i].root, keys[k]);
            pk_value *v = n ? add(c, str_of(keys[k]), n->text) : NULL;
            if (v) set_place(c, v, n->at, c->layers.v[i].id);
            if (n) break;
        }
}

/* ---- what the language sets where nobody else does */

static void keep_default(compiler *c, const char *path, hp_str value) {
    if (is_set(c, str_of(path))) return;
    pk_value *v = add(c, str_of(path), value);
    if (v) set_lock(c, v, str_of(path));
}

static void keep_defaults(compiler *c) {
    const pk_policy *p = &c->b.policy;
    const struct {
        const char *path;
        int value;
    } rows[] = {{"limits.report-at", p->report_at},
                {"limits.pair-at", p->pair_at},
                {"limits.window", p->window},
                {"limits.short-post", p->short_post},
                {"limits.k", p->k},
                {"limits.exception-days", p->exception_days}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        keep_default(c, rows[i].path, arena_printf(c->a, "%d", rows[i].value));
    keep_default(c, "limits.names", HP_STR("balanced"));
    keep_default(c, "mode", HP_STR("enforce"));
}

/* ---- what the rules' own files set */

static void keep_own(compiler *c, uint32_t rule, hp_str path, const node *n, hp_str value) {
    const rule_state *r = &c->rules.v[rule];
    const set_info *s = &c->sets.v[r->set];
    pk_value *v = add(c, path, value);
    hp_str by = s->id;
    for (size_t i = 0; i < c->layers.n && !s->id.n; i++)
        if (c->layers.v[i].source == s->source) by = c->layers.v[i].id;
    if (!v) return;
    if (n) set_place(c, v, n->key->at, by);
    set_lock(c, v, path);
}

static void keep_severity(compiler *c, uint32_t rule, hp_str path, const node *n) {
    bool guard = c->b.rules.v[rule].kind == RULE_GUARD;
    for (uint32_t i = 0; i < c->b.policy.audiences.count && !guard; i++) {
        hp_str one = arena_printf(c->a, "%.*s.%.*s", STR_FMT(path), STR_FMT(policy_audience_name(c, i)));
        uint8_t severity = c->b.rules.v[rule].severity[i];
        if (!is_set(c, one) && (n || severity)) keep_own(c, rule, one, n, str_of(grammar_severities[severity]));
    }
}

static void keep_rule(compiler *c, uint32_t rule) {
    static const char *const keys[] = {
        "override", "confidence", "title",   "why",  "do",         "ask",    "fix",  "max",   "channels", "accounts",
        "account",  "roles",      "unless",  "when", "not-when",   "except", "cite", "topic", "category", "media",
        "people",   "needs",      "release", "alt",  "never-with", "if",     "then", "count"};
    const rule_state *r = &c->rules.v[rule];
    hp_str path = ledger_path(c, HP_STR("rules"), r->id);
    keep_severity(c, rule, ledger_path(c, path, HP_STR("severity")), node_get(r->node, "severity"));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        hp_str one = ledger_path(c, path, str_of(keys[i]));
        const node *n = node_get(r->node, keys[i]);
        if (is_set(c, one)) continue;
        if (n)
            keep_own(c, rule, one, n, origins_text(c, n));
        else if (i < 2)
            keep_own(c, rule, one, NULL, i ? HP_STR("80") : HP_STR("yes"));
    }
}

static int by_path(const void *a, const void *b, const builder *with) {
    const pk_value *x = a, *y = b;
    int order = str_cmp(build_text(with, x->path), build_text(with, y->path));
    return order ? order : str_cmp(build_text(with, x->value), build_text(with, y->value));
}

/* Merge sort: qsort of C11 takes no context, and the library keeps no globals. */
static void sort(compiler *c, pk_value *v, pk_value *spare, size_t n) {
    if (n < 2) return;
    size_t half = n / 2, i = 0, k = half, used = 0;
    sort(c, v, spare, half);
    sort(c, v + half, spare, n - half);
    while (i < half || k < n) {
        bool left = k == n || (i < half && by_path(&v[i], &v[k], &c->b) <= 0);
        spare[used++] = left ? v[i++] : v[k++];
    }
    for (size_t m = 0; m < n; m++) v[m] = spare[m];
}

void origins_keep(compiler *c) {
    keep_named(c);
    keep_ledger(c);
    keep_defaults(c);
    for (uint32_t i = 0; i < c->rules.n; i++) keep_rule(c, i);
    pk_value *spare = ARENA_ARRAY(c->a, pk_value, c->b.values.n);
    if (spare) sort(c, c->b.values.v, spare, c->b.values.n);
}
