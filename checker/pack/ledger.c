/* ledger.c - fields by path; locks, siblings and the person's layer decide who may set them. */
#include "pack/ledger.h"

#include "base/str.h"
#include "pack/compiler.h"

hp_str ledger_path(compiler *c, hp_str scope, hp_str field) {
    if (!scope.n) return field;
    return field.n ? arena_printf(c->a, "%.*s.%.*s", STR_FMT(scope), STR_FMT(field)) : scope;
}

static uint32_t *slot_of(const ledger *l, hp_str path) {
    size_t mask = l->slot_count - 1, at = str_hash(path) & mask;
    while (l->slots[at] && !str_eq(l->entries.v[l->slots[at] - 1].path, path)) at = (at + 1) & mask;
    return &l->slots[at];
}

static bool widen(compiler *c, ledger *l) {
    l->slot_count = l->slot_count ? l->slot_count * 2 : 512;
    l->slots = ARENA_ARRAY(c->a, uint32_t, l->slot_count);
    if (!l->slots) l->slot_count = 0;
    for (size_t i = 0; i < l->entries.n && l->slots; i++) *slot_of(l, l->entries.v[i].path) = (uint32_t)i + 1;
    return l->slots;
}

const ledger_entry *ledger_get(const compiler *c, hp_str path) {
    if (!c->ledger.slot_count) return NULL;
    uint32_t at = *slot_of(&c->ledger, path);
    return at ? &c->ledger.entries.v[at - 1] : NULL;
}

static ledger_entry *entry_of(compiler *c, hp_str path) {
    ledger *l = &c->ledger;
    if (l->entries.n * 2 >= l->slot_count && !widen(c, l)) return NULL;
    uint32_t *slot = slot_of(l, path);
    if (*slot) return &l->entries.v[*slot - 1];
    ledger_entry *e = VEC_ADD(c->a, &l->entries, ledger_entry);
    if (!e) return NULL;
    *e = (ledger_entry){.path = path};
    *slot = (uint32_t)l->entries.n;
    return e;
}

static const char *lock_name(uint8_t lock) {
    return lock == LOCK_FULL ? "full" : "floor";
}

static void point_at_lock(compiler *c, const ledger_entry *e) {
    hp_str file = c->sources.v[e->locked_at.source].name;
    hp_str by = e->locked_by == LEDGER_RULES ? HP_STR("the rule itself") : c->layers.v[e->locked_by].id;
    diagnose_hint(&c->d, "%.*s:%u:%u: lock: %s (%.*s)", STR_FMT(file), e->locked_at.line, e->locked_at.column,
                  lock_name(e->lock), STR_FMT(by));
}

/* Of the locks on the field and on what it belongs to ("limits" of "limits.k") the strongest that binds the layer;
 * NULL: none does. */
static const ledger_entry *lock_on(const compiler *c, hp_str path, uint32_t layer) {
    const ledger_entry *found = NULL;
    for (size_t end = path.n; end > 0; end--) {
        if (end < path.n && path.p[end] != '.') continue;
        const ledger_entry *e = ledger_get(c, str_sub(path, 0, end));
        if (e && e->lock && e->locked_by != layer && (!found || e->lock > found->lock)) found = e;
    }
    return found;
}

/* What is refused is named by its subject: a rule by its id, anything else by its path. */
static hp_str subject_of(hp_str scope, hp_str path) {
    const hp_str rules = HP_STR("rules.");
    return str_starts(scope, rules) ? str_sub(scope, rules.n, scope.n) : path;
}

static bool is_allowed(compiler *c, const ledger_change *x, hp_str path) {
    const ledger_entry *lock = lock_on(c, path, x->layer);
    hp_str subject = subject_of(x->scope, path);
    if (x->turn == TURN_SAME) return true;
    if (lock && lock->lock == LOCK_FULL) {
        diagnose(&c->d, x->at, "HP042", "\"%.*s\" may not be changed", STR_FMT(subject));
        point_at_lock(c, lock);
        return false;
    }
    if (x->turn != TURN_LOOSER) return true;
    const char *to = x->told.n ? ": " : "";
    if (lock) {
        diagnose(&c->d, x->at, "HP041", "\"%.*s\" may not be relaxed%s%.*s", STR_FMT(subject), to, STR_FMT(x->told));
        point_at_lock(c, lock);
        return false;
    }
    if (c->layers.v[x->layer].rank != RANK_PERSON) return true;
    diagnose(&c->d, x->at, "HP046", "\"%.*s\" may not be relaxed%s%.*s", STR_FMT(subject), to, STR_FMT(x->told));
    diagnose_hint(&c->d, "the person layer may only be stricter than the policies below it");
    return false;
}

bool ledger_set(compiler *c, const ledger_change *x) {
    hp_str path = ledger_path(c, x->scope, x->field);
    if (!is_allowed(c, x, path)) return false;
    ledger_entry *e = entry_of(c, path);
    if (!e) return false;
    if (e->set && e->layer != x->layer && !layer_above(c, x->layer, e->layer))
        e->rival = e->at;
    else if (e->set && e->layer != x->layer)
        e->rival = (pk_mark){0};
    e->set = true;
    e->item = x->item;
    e->scope = x->scope;
    e->value = x->value;
    e->at = x->at;
    e->layer = x->layer;
    e->reason = x->reason;
    return true;
}

void ledger_drop(compiler *c, hp_str path) {
    ledger_entry *e = entry_of(c, path);
    if (e) e->set = false;
}

void ledger_lock(compiler *c, uint32_t layer, hp_str path, const node *n) {
    int lock = schema_choice(c, n, "lock", grammar_locks, 3);
    ledger_entry *e = lock < 0 ? NULL : entry_of(c, path);
    if (!e) return;
    if (lock > e->lock) {
        e->lock = (uint8_t)lock;
        e->locked_at = n->at;
        e->locked_by = layer;
    } else if (lock < e->lock) {
        diagnose(&c->d, n->at, "HP042", "\"%.*s\" keeps its lock: one can be added below, never removed",
                 STR_FMT(subject_of(path, path)));
        point_at_lock(c, e);
    }
}

void ledger_lock_rule(compiler *c, hp_str path, pk_mark at) {
    ledger_entry *e = entry_of(c, path);
    if (!e) return;
    e->lock = LOCK_FULL;
    e->locked_at = at;
    e->locked_by = LEDGER_RULES;
}

void ledger_close(compiler *c) {
    for (size_t i = 0; i < c->ledger.entries.n; i++) {
        const ledger_entry *e = &c->ledger.entries.v[i];
        if (!e->rival.line) continue;
        diagnose(&c->d, e->at, "HP047", "\"%.*s\" is set by two policies of which neither extends the other",
                 STR_FMT(e->path));
        diagnose_hint(&c->d, "the other: %.*s:%u:%u; set it in the policy that extends both, or in one of them only",
                      STR_FMT(c->sources.v[e->rival.source].name), e->rival.line, e->rival.column);
    }
}
