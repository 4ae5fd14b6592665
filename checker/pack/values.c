/* values.c - the policy's own values: audiences, channels, who is allowed, the matrix, limits. For each it is said here
 * which way is stricter. */
#include <string.h>

#include <stdio.h>

#include "base/calendar.h"
#include "base/str.h"
#include "pack/compiler.h"
#include "text/unicode.h"

/* The layer that is read. */
typedef struct reading {
    compiler *c;
    uint32_t layer;
    const node *root;
} reading;

static bool is_person(const reading *r) {
    return r->c->layers.v[r->layer].rank == RANK_PERSON;
}

/* One field's change, noted where its key stands. */
static bool set(const reading *r, hp_str scope, hp_str field, const node *n, turn turns, hp_str before) {
    compiler *c = r->c;
    hp_str told = before.n ? arena_printf(c->a, "%.*s to %.*s", STR_FMT(before), STR_FMT(n->text)) : (hp_str){0};
    const ledger_change x = {
        .layer = r->layer, .scope = scope, .field = field, .value = n->text, .at = n->at, .turn = turns, .told = told};
    return ledger_set(c, &x);
}

static hp_str number_text(const reading *r, long number) {
    return arena_printf(r->c->a, "%ld", number);
}

/* A plain value, or { value: V, lock: floor }. NULL: none is told. */
static const node *value_of(const reading *r, const node *n) {
    if (!n || n->kind != NODE_MAP) return n;
    if (!schema_check(r->c, n, &grammar_value)) return NULL;
    return node_get(n, "value");
}

static void lock_of(const reading *r, const char *scope, const char *field, const node *n) {
    const node *lock = n && n->kind == NODE_MAP ? node_get(n, "lock") : NULL;
    if (lock) ledger_lock(r->c, r->layer, ledger_path(r->c, str_of(scope), str_of(field)), lock);
}

/* ---- texts: neither way is stricter */

static void read_text(const reading *r, const char *key, pk_str *place) {
    const node *n = node_get(r->root, key), *value = value_of(r, n);
    hp_str text;
    if (value && schema_text(r->c, value, &text)) {
        bool same = str_eq(build_text(&r->c->b, *place), text);
        if (set(r, (hp_str){0}, str_of(key), value, same ? TURN_SAME : TURN_FREE, (hp_str){0}))
            *place = build_str(&r->c->b, text);
    }
    lock_of(r, "", key, n);
}

static void read_mode(const reading *r) {
    const node *n = node_get(r->root, "mode"), *value = value_of(r, n);
    uint8_t *trial = &r->c->b.policy.trial;
    int to = value ? schema_choice(r->c, value, "mode", grammar_modes, 2) : -1;
    if (to >= 0 && set(r, (hp_str){0}, HP_STR("mode"), value, turn_down(*trial, to), str_of(grammar_modes[*trial])))
        *trial = (uint8_t)to;
    lock_of(r, "", "mode", n);
}

/* The zone's name is asked of the caller: one that nobody knows is told. */
static void read_zone(const reading *r) {
    compiler *c = r->c;
    const node *n = node_get(r->root, "time-zone"), *value = value_of(r, n);
    hp_str bytes = {0};
    shift_list shifts;
    read_text(r, "time-zone", &c->b.policy.time_zone);
    if (!value || value->kind != NODE_SCALAR || !c->o->zone) return;
    if (c->o->zone(c->o->zone_user, value->text, &bytes) != HP_OK) {
        diagnose(&c->d, value->at, "HP018", "unknown time zone \"%.*s\"", STR_FMT(value->text));
        diagnose_hint(&c->d, "zones are named as Area/City: America/Chicago, Europe/London, Australia/Sydney");
    } else if (!zone_read(c->a, bytes, &shifts))
        diagnose(&c->d, value->at, "HP018", "the time zone \"%.*s\" cannot be read", STR_FMT(value->text));
    else
        memcpy(&c->b.shifts, &shifts, sizeof shifts);
}

/* Days that a copy stays good; fewer are stricter. */
static void read_good_for(const reading *r) {
    const node *n = node_get(r->root, "good-for"), *value = value_of(r, n);
    uint16_t *days = &r->c->b.policy.good_for;
    int to = value ? schema_number(r->c, value, 1, 3650, 0) : 0;
    turn turns = *days ? turn_down(*days, to) : TURN_FREE;
    hp_str before = *days ? number_text(r, *days) : (hp_str){0};
    if (to > 0 && set(r, (hp_str){0}, HP_STR("good-for"), value, turns, before)) *days = (uint16_t)to;
    lock_of(r, "", "good-for", n);
}

/* ---- audiences and channels */

/* What the key, with a sign before its name or without, makes of the names so far; how many, at most 64. */
static size_t joined_names(const reading *r, const node *n, bool adds, const hp_str *names, size_t count, size_t most,
                           hp_str *out) {
    const node *texts[64];
    size_t found = schema_texts(r->c, n, texts, 64), kept = 0;
    for (size_t i = 0; adds && i < count; i++) out[kept++] = names[i];
    for (size_t i = 0; i < found && kept < most; i++) {
        size_t k = 0;
        while (k < kept && !str_eq(out[k], texts[i]->text)) k++;
        if (k == kept) out[kept++] = texts[i]->text;
    }
    return kept;
}

/* `ordered`: a list whose order says something is set whole. */
static void read_names(const reading *r, const char *key, bool ordered, hp_str *names, size_t *count, size_t most) {
    static const char *const signs[] = {"", "+", "="}; /* the last that is there counts */
    char name[32];
    const node *n = NULL;
    bool adds = false, replaces = false, same;
    for (int i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "%s%s", signs[i], key);
        if (i == 1 && ordered) continue;
        if (!node_get(r->root, name)) continue;
        n = node_get(r->root, name);
        adds = i == 1;
        replaces = i == 2;
    }
    if (!n) return;
    hp_str to[64], value = {0};
    size_t found = joined_names(r, n, adds, names, *count, most < 64 ? most : 64, to);
    same = found == *count;
    for (size_t i = 0; i < found; i++) {
        same = same && str_eq(to[i], names[i]);
        value = arena_printf(r->c->a, "%.*s%s%.*s", STR_FMT(value), i ? ", " : "", STR_FMT(to[i]));
    }
    bool differs = *count > 0 && !same;
    const ledger_entry *before = ledger_get(r->c, str_of(key));
    if (!words_may_set(r->c, n->key, adds, replaces, differs && before, before ? before->at : n->at)) return;
    const ledger_change x = {.layer = r->layer,
                             .field = str_of(key),
                             .value = value,
                             .at = n->key->at,
                             .turn = same                      ? TURN_SAME
                                     : differs || is_person(r) ? TURN_LOOSER
                                                               : TURN_FREE};
    if (!ledger_set(r->c, &x)) return;
    for (size_t i = 0; i < found; i++) names[i] = to[i];
    *count = found;
}

static void read_audiences(const reading *r) {
    hp_str names[LIMIT_AUDIENCES];
    pk_policy *p = &r->c->b.policy;
    size_t count = p->audiences.count;
    for (uint32_t i = 0; i < count; i++) names[i] = policy_audience_name(r->c, i);
    if (!r->layer) count = 0; /* those of the language give way to the first policy's */
    read_names(r, "audiences", true, names, &count, LIMIT_AUDIENCES);
    if (count) p->audiences = build_str_range(&r->c->b, names, count);
}

static void read_texts(const reading *r, const char *key, text_list *all) {
    hp_str names[64];
    size_t count = all->n < 64 ? all->n : 64;
    for (size_t i = 0; i < count; i++) names[i] = all->v[i];
    read_names(r, key, false, names, &count, 64);
    all->n = 0;
    for (size_t i = 0; i < count; i++) {
        hp_str *place = VEC_ADD(r->c->a, all, hp_str);
        if (place) *place = names[i];
    }
}

/* The wider, the stricter. */
static void read_closed(const reading *r) {
    const node *n = node_get(r->root, "closed"), *value = value_of(r, n);
    uint8_t *closed = &r->c->b.policy.closed_audience;
    int to = value ? policy_audience(r->c, value) : -1;
    if (to >= 0 &&
        set(r, (hp_str){0}, HP_STR("closed"), value, turn_down(*closed, to), policy_audience_name(r->c, *closed)))
        *closed = (uint8_t)to;
    lock_of(r, "", "closed", n);
}

static pk_channel *channel_of(const reading *r, const node *n) {
    compiler *c = r->c;
    int at = policy_channel(c, n->key->text);
    if (at >= 0) return &c->b.channels.v[at];
    if (c->b.channels.n >= 32) {
        diagnose(&c->d, n->at, "HP003", "more than 32 channels");
        return NULL;
    }
    pk_channel *made = VEC_ADD(c->a, &c->b.channels, pk_channel);
    if (made) *made = (pk_channel){.name = build_str(&c->b, n->key->text)};
    return made;
}

/* A channel that nobody has told of is open to everyone: the narrower, the looser. */
static void read_channel(const reading *r, const node *n) {
    compiler *c = r->c;
    if (!schema_check(c, n, &grammar_channel)) return;
    pk_channel *channel = channel_of(r, n);
    if (!channel) return;
    hp_str path = ledger_path(c, HP_STR("channels"), n->key->text);
    const node *audience = node_get(n, "audience"), *most = node_get(n, "max-chars"), *profile = node_get(n, "profile");
    static const char *const names[] = {"audience", "max-chars", "profile"};
    const node *given[] = {audience, most, profile};
    int to[] = {audience ? policy_audience(c, audience) : 0, most ? schema_number(c, most, 1, 60000, 0) : 0,
                profile ? !schema_yes(c, profile) : 0};
    const turn turns[] = {turn_down(channel->audience, to[0]),
                          turn_down(channel->max_chars ? channel->max_chars : 60001, to[1]), TURN_FREE};
    for (size_t i = 0; i < 3; i++) {
        if (!given[i] || to[i] < 0) continue;
        hp_str before = i == 0 ? policy_audience_name(c, channel->audience) : (hp_str){0};
        if (!set(r, path, str_of(names[i]), given[i], turns[i], before)) continue;
        if (i == 0) channel->audience = (uint8_t)to[0];
        if (i == 1) channel->max_chars = (uint16_t)to[1];
        if (i == 2) channel->no_profile = to[2] != 0;
    }
    if (node_get(n, "lock")) ledger_lock(c, r->layer, path, node_get(n, "lock"));
}

static void read_channels(const reading *r) {
    const node *n = node_get(r->root, "channels");
    if (!n || n->kind != NODE_MAP) return;
    NODE_EACH(child, n) {
        if (str_eq_z(child->key->text, "lock"))
            ledger_lock(r->c, r->layer, HP_STR("channels"), child);
        else
            read_channel(r, child);
    }
}

/* ---- matrix and limits: a higher step is stricter */

static void read_modifiers(const reading *r, const char *key, int sign) {
    compiler *c = r->c;
    const node *n = node_get(node_get(r->root, "matrix"), key);
    if (!n || n->kind != NODE_MAP) return;
    NODE_EACH(child, n) {
        int to = sign * schema_number(c, child, 0, 5, 0), from = 0;
        pk_modifier *place = NULL;
        for (size_t i = 0; i < c->b.modifiers.n; i++)
            if (str_eq(build_text(&c->b, c->b.modifiers.v[i].name), child->key->text)) place = &c->b.modifiers.v[i];
        if (place) from = place->steps;
        hp_str field = ledger_path(c, str_of(key), child->key->text);
        if (!set(r, HP_STR("matrix"), field, child, turn_up(from, to), (hp_str){0})) continue;
        if (!place) place = VEC_ADD(c->a, &c->b.modifiers, pk_modifier);
        if (place)
            *place =
                (pk_modifier){build_str(&c->b, child->key->text), (int8_t)to, str_eq_z(child->key->text, "closed")};
    }
}

static void read_matrix(const reading *r) {
    const node *n = node_get(r->root, "matrix");
    if (!n || !schema_check(r->c, n, &grammar_matrix)) return;
    for (int who = 0; who < 4; who++) {
        const node *row = node_get(n, grammar_whos[who]);
        if (!row || !schema_check(r->c, row, &grammar_matrix_row)) continue;
        for (int what = 0; what < 4; what++) {
            const node *cell = node_get(row, grammar_whats[what]);
            uint8_t *step = &r->c->b.policy.matrix[who][what];
            int to = cell ? schema_choice(r->c, cell, "step", grammar_steps, 6) : -1;
            hp_str field = ledger_path(r->c, str_of(grammar_whos[who]), str_of(grammar_whats[what]));
            if (to >= 0 && set(r, HP_STR("matrix"), field, cell, turn_up(*step, to), str_of(grammar_steps[*step])))
                *step = (uint8_t)to;
        }
    }
    read_modifiers(r, "raise", 1);
    read_modifiers(r, "lower", -1);
    if (node_get(n, "lock")) ledger_lock(r->c, r->layer, HP_STR("matrix"), node_get(n, "lock"));
}

typedef struct limit_row {
    const char *name;
    int low, high;
    bool more; /* more is stricter */
} limit_row;

static const limit_row limit_rows[] = {
    {"report-at", 1, 100, false},   {"pair-at", 1, 100, false}, {"window", 0, 20, true},
    {"short-post", 0, 10000, true}, {"k", 1, 1000, true},       {"exception-days", 1, 3660, false},
};
enum { LIMIT_ROWS = sizeof limit_rows / sizeof *limit_rows };

static void read_limits(const reading *r) {
    pk_policy *p = &r->c->b.policy;
    const node *n = node_get(r->root, "limits");
    if (!n || !schema_check(r->c, n, &grammar_limits)) return;
    int now[LIMIT_ROWS] = {p->report_at, p->pair_at, p->window, p->short_post, p->k, p->exception_days};
    for (size_t i = 0; i < LIMIT_ROWS; i++) {
        const limit_row *row = &limit_rows[i];
        const node *told = node_get(n, row->name), *value = value_of(r, told);
        int to = value ? schema_number(r->c, value, row->low, row->high, now[i]) : now[i];
        turn turns = row->more ? turn_up(now[i], to) : turn_down(now[i], to);
        if (value && set(r, HP_STR("limits"), str_of(row->name), value, turns, number_text(r, now[i]))) now[i] = to;
        lock_of(r, "limits", row->name, told);
    }
    p->report_at = (uint8_t)now[0];
    p->pair_at = (uint8_t)now[1];
    p->window = (uint16_t)now[2];
    p->short_post = (uint16_t)now[3];
    p->k = (uint16_t)now[4];
    p->exception_days = (uint16_t)now[5];
    const node *told = node_get(n, "names"), *value = value_of(r, told);
    int to = value ? schema_choice(r->c, value, "setting", grammar_names, 2) : -1;
    hp_str before = str_of(grammar_names[p->names_careful]);
    if (to >= 0 && set(r, HP_STR("limits"), HP_STR("names"), value, turn_up(p->names_careful, to), before))
        p->names_careful = to == 1;
    lock_of(r, "limits", "names", told);
    if (node_get(n, "lock")) ledger_lock(r->c, r->layer, HP_STR("limits"), node_get(n, "lock"));
}

void values_merge(compiler *c, uint32_t layer) {
    const reading r = {c, layer, c->layers.v[layer].root};
    pk_policy *p = &c->b.policy;
    pk_str *const texts[] = {&p->id, &p->version, &p->title, &p->needs};
    static const char *const keys[] = {"id", "version", "title", "needs"};
    for (size_t i = 0; i < 4; i++) {
        hp_str text;
        const node *n = node_get(r.root, keys[i]);
        if (n && schema_text(c, n, &text)) *texts[i] = build_str(&c->b, text);
    }
    read_text(&r, "contact", &p->contact);
    read_zone(&r);
    read_mode(&r);
    read_good_for(&r);
    read_texts(&r, "topics", &c->topics);
    read_texts(&r, "locales", &c->locales);
    read_audiences(&r);
    read_closed(&r);
    read_channels(&r);
    allow_merge(c, layer, is_person(&r));
    answers_read(c, layer);
    consent_merge(c, layer);
    read_matrix(&r);
    read_limits(&r);
}
