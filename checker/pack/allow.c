/* allow.c - whom the policy lets be named, on what basis and until when; and what a person answered for oneself. */
#include "base/calendar.h"
#include "base/str.h"
#include "pack/compiler.h"
#include "text/unicode.h"

enum { BASIS_CONSENT = 2 /* from here on it ends one day */, BASES = 5 };

static hp_str fold_name(compiler *c, hp_str name, bool handle) {
    if (!handle) return unicode_fold(c->a, name);
    hp_str folded = arena_copy(c->a, name);
    for (size_t i = 0; i < folded.n; i++) ((char *)(uintptr_t)folded.p)[i] = char_lower(folded.p[i]);
    return folded;
}

static pk_allow *find(compiler *c, hp_str folded) {
    for (size_t i = 0; i < c->b.allow.n; i++)
        if (str_eq(build_text(&c->b, c->b.allow.v[i].name), folded)) return &c->b.allow.v[i];
    return NULL;
}

static void add(compiler *c, hp_str folded, hp_str basis, hp_str until, bool local) {
    pk_allow *place = find(c, folded);
    if (!place) place = VEC_ADD(c->a, &c->b.allow, pk_allow);
    if (place) *place = (pk_allow){build_str(&c->b, folded), build_str(&c->b, basis), build_str(&c->b, until), local};
}

/* Whoever is let be named is hidden less: looser; longer, too. */
static turn turn_of(compiler *c, hp_str folded, hp_str until) {
    const pk_allow *before = find(c, folded);
    if (!before) return TURN_LOOSER;
    hp_str old = build_text(&c->b, before->until);
    if (str_eq(old, until)) return TURN_SAME;
    if (!old.n) return TURN_STRICTER;
    return !until.n || str_cmp(until, old) > 0 ? TURN_LOOSER : TURN_STRICTER;
}

static void read_name(compiler *c, uint32_t layer, const node *n) {
    hp_str name, until;
    if (!schema_check(c, n, &grammar_allowed)) return;
    const node *basis = node_get(n, "basis"), *last = node_get(n, "until");
    int why = basis ? schema_choice(c, basis, "basis", grammar_bases, BASES) : -1;
    schema_text(c, last, &until);
    if (last && !schema_day(c, last, NULL)) return;
    if (why >= BASIS_CONSENT && !last) {
        diagnose(&c->d, n->at, "HP013", "a consent has no \"until\": the day through which it is on file");
        return;
    }
    if (why < 0 || !schema_text(c, node_get(n, "name"), &name)) return;
    hp_str folded = fold_name(c, name, false);
    const ledger_change x = {.layer = layer,
                             .scope = HP_STR("allow.names"),
                             .field = folded,
                             .item = true,
                             .at = n->at,
                             .value = arena_printf(c->a, "%.*s (%s%s%.*s)", STR_FMT(name), grammar_bases[why],
                                                   until.n ? ", until " : "", STR_FMT(until)),
                             .turn = turn_of(c, folded, until),
                             .told = name};
    if (ledger_set(c, &x)) add(c, folded, str_of(grammar_bases[why]), until, false);
}

/* A person's own accounts are nobody else's. */
static void read_handle(compiler *c, uint32_t layer, bool person, const node *n) {
    if (n->kind != NODE_SCALAR) {
        diagnose(&c->d, n->at, "HP010", "must be a plain value");
        return;
    }
    hp_str folded = fold_name(c, n->text, true);
    turn turns = turn_of(c, folded, (hp_str){0});
    const ledger_change x = {.layer = layer,
                             .scope = HP_STR("allow.handles"),
                             .field = folded,
                             .value = n->text,
                             .item = true,
                             .at = n->at,
                             .turn = person && turns == TURN_LOOSER ? TURN_FREE : turns};
    if (ledger_set(c, &x)) add(c, folded, HP_STR("an account that the policy lists"), (hp_str){0}, false);
}

/* A list that replaces another takes its entries away, which is stricter. */
static void clear(compiler *c, bool handles) {
    size_t kept = 0;
    for (size_t i = 0; i < c->b.allow.n; i++) {
        hp_str name = build_text(&c->b, c->b.allow.v[i].name);
        if (str_starts(name, HP_STR("@")) == handles)
            ledger_drop(c, ledger_path(c, handles ? HP_STR("allow.handles") : HP_STR("allow.names"), name));
        else
            c->b.allow.v[kept++] = c->b.allow.v[i];
    }
    c->b.allow.n = kept;
}

static const ledger_entry *listed(compiler *c, bool handles) {
    for (size_t i = 0; i < c->b.allow.n; i++) {
        hp_str name = build_text(&c->b, c->b.allow.v[i].name);
        if (str_starts(name, HP_STR("@")) == handles)
            return ledger_get(c, ledger_path(c, handles ? HP_STR("allow.handles") : HP_STR("allow.names"), name));
    }
    return NULL;
}

void allow_merge(compiler *c, uint32_t layer, bool person) {
    const node *allow = node_get(c->layers.v[layer].root, "allow");
    if (!allow || !schema_check(c, allow, &grammar_allow)) return;
    NODE_EACH(list, allow) {
        hp_str key = list->key->text;
        bool adds = str_starts(key, HP_STR("+")), replaces = str_starts(key, HP_STR("="));
        bool handles = str_ends(key, HP_STR("handles"));
        if (list->kind != NODE_LIST) continue;
        const ledger_entry *before = listed(c, handles);
        if (!words_may_set(c, list->key, adds, replaces, before != NULL, before ? before->at : list->at)) continue;
        const ledger_change emptied = {
            .layer = layer, .scope = HP_STR("allow"), .field = key, .at = list->key->at, .turn = TURN_STRICTER};
        if (replaces && before && !ledger_set(c, &emptied)) continue;
        if (replaces) clear(c, handles);
        NODE_EACH(n, list) {
            if (handles)
                read_handle(c, layer, person, n);
            else
                read_name(c, layer, n);
        }
    }
    if (node_get(allow, "lock")) ledger_lock(c, layer, HP_STR("allow"), node_get(allow, "lock"));
}

/* What the person answered when asked about a name. It silences only what no lock stands behind (find/names.c). */
void answers_read(compiler *c, uint32_t layer) {
    const node *answers = node_get(c->layers.v[layer].root, "answers");
    if (!answers || answers->kind != NODE_LIST) return;
    if (c->layers.v[layer].rank != RANK_PERSON) {
        diagnose(&c->d, answers->key->at, "HP046", "\"answers\" belong to the person layer");
        return;
    }
    NODE_EACH(n, answers) {
        hp_str text;
        if (!schema_check(c, n, &grammar_answer)) continue;
        int kind = node_get(n, "is") ? schema_choice(c, node_get(n, "is"), "answer", grammar_answers, 3) : -1;
        if (kind < 0 || !schema_text(c, node_get(n, "text"), &text) || !text.n) continue;
        hp_str folded = fold_name(c, text, false);
        const ledger_change x = {.layer = layer,
                                 .scope = HP_STR("answers"),
                                 .field = folded,
                                 .item = true,
                                 .at = n->at,
                                 .value = arena_printf(c->a, "%.*s (%s)", STR_FMT(text), grammar_answers[kind]),
                                 .turn = TURN_FREE};
        if (!find(c, folded) && ledger_set(c, &x)) add(c, folded, str_of(grammar_answers[kind]), (hp_str){0}, true);
    }
}
