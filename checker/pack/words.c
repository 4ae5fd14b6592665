/* words.c - the policies' own word lists (`words:`): the nearest layer may add to a list or replace it, each by saying
 * so. */
#include "base/str.h"
#include "pack/compiler.h"

policy_words *words_find(compiler *c, hp_str name) {
    for (size_t i = 0; i < c->words.n; i++)
        if (str_eq(c->words.v[i].name, name)) return &c->words.v[i];
    return NULL;
}

static bool holds(const policy_words *w, hp_str text) {
    for (size_t i = 0; i < w->entries.n; i++)
        if (str_eq(w->entries.v[i]->text, text)) return true;
    return false;
}

static bool same(const policy_words *w, const node *list) {
    bool alike = w->entries.n == list->count;
    NODE_EACH(n, list) alike = alike && n->kind == NODE_SCALAR && holds(w, n->text);
    return alike;
}

static void add(compiler *c, const words_key *k, policy_words *w, const node *n) {
    if (n->kind != NODE_SCALAR) {
        diagnose(&c->d, n->at, "HP010", "an entry of a word list must be a plain value");
        return;
    }
    bool person = c->layers.v[k->layer].rank == RANK_PERSON;
    turn turns = person || k->adds ? TURN_LOOSER : TURN_FREE; /* what a list does is its rules' matter: either way */
    if (holds(w, n->text)) return;
    const ledger_change x = {.layer = k->layer,
                             .scope = k->path,
                             .field = n->text,
                             .value = n->text,
                             .item = true,
                             .at = n->at,
                             .turn = turns};
    if (!ledger_set(c, &x)) return;
    const node **place = VEC_ADD(c->a, &w->entries, const node *);
    if (place) *place = n;
}

/* Of the policy's own lists some can only be replaced. */
static bool may_grow(hp_str name) {
    bool own = false, grows = false;
    for (size_t i = 0; i < grammar_policy.key_count; i++) {
        const char *key = grammar_policy.keys[i].name;
        own = own || str_eq_z(name, key);
        grows = grows || (key[0] == '+' && str_eq_z(name, key + 1));
    }
    return grows || !own;
}

bool words_may_set(compiler *c, const node *key, bool adds, bool replaces, bool differs, pk_mark before) {
    if (adds || replaces || !differs) return true;
    hp_str name = key->text, file = c->sources.v[before.source].name;
    diagnose(&c->d, key->at, "HP045", "\"%.*s\" is set in a policy below", STR_FMT(name));
    if (may_grow(name))
        diagnose_hint(&c->d, "\"+%.*s\" adds to it, \"=%.*s\" replaces it; set in %.*s:%u", STR_FMT(name),
                      STR_FMT(name), STR_FMT(file), before.line);
    else
        diagnose_hint(&c->d, "\"=%.*s\" replaces it; set in %.*s:%u", STR_FMT(name), STR_FMT(file), before.line);
    return false;
}

static void read_one(compiler *c, uint32_t layer, const node *n) {
    words_key k = {.layer = layer, .adds = str_starts(n->key->text, HP_STR("+"))};
    bool replaces = str_starts(n->key->text, HP_STR("="));
    hp_str name = str_sub(n->key->text, k.adds || replaces, n->key->text.n);
    const node *list = n->kind == NODE_MAP && schema_check(c, n, &grammar_words) ? node_get(n, "list") : n;
    policy_words *w = words_find(c, name);
    if (!w && (w = VEC_ADD(c->a, &c->words, policy_words))) *w = (policy_words){.name = name};
    k.path = ledger_path(c, HP_STR("words"), name);
    if (!w || !list) return;
    if (list->kind != NODE_LIST) {
        if (list->text.n) diagnose(&c->d, list->at, "HP010", "a word list must be a list");
        return;
    }
    bool fresh = !w->entries.n, differs = !fresh && !same(w, list);
    if (!words_may_set(c, n->key, k.adds, replaces, differs, fresh ? n->at : w->entries.v[0]->at)) return;
    if (!k.adds && (fresh || differs)) {
        const ledger_change x = {
            .layer = layer, .field = k.path, .at = n->key->at, .turn = differs ? TURN_LOOSER : TURN_SAME};
        if (!ledger_set(c, &x)) return;
        for (size_t i = 0; i < w->entries.n; i++) ledger_drop(c, ledger_path(c, k.path, w->entries.v[i]->text));
        w->entries.n = 0;
    }
    NODE_EACH(child, list) add(c, &k, w, child);
    const node *lock = n->kind == NODE_MAP ? node_get(n, "lock") : NULL;
    if (lock) ledger_lock(c, layer, k.path, lock);
}

void words_merge(compiler *c, uint32_t layer, const node *n) {
    if (n->kind != NODE_MAP) return;
    NODE_EACH(child, n) read_one(c, layer, child);
}
