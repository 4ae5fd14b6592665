/* policy.c - the policy's own values, merged layer by layer: the nearest wins field by field. */
#include <string.h>

#include "base/str.h"
#include "pack/compiler.h"
#include "text/unicode.h"

/* ---- names ---- */

static int bit_of(hp_str name, const char *const *names) {
    for (int i = 0; i < 4; i++)
        if (str_eq_z(name, names[i])) return i;
    return -1;
}

int pack_account_bit(hp_str name) {
    return bit_of(name, grammar_accounts);
}

int pack_role_bit(hp_str name) {
    return bit_of(name, grammar_roles);
}

hp_str policy_audience_name(const compiler *c, uint32_t i) {
    return build_text(&c->b, c->b.strs.v[c->b.policy.audiences.first + i]);
}

int policy_audience(compiler *c, const node *n) {
    hp_str known[LIMIT_AUDIENCES];
    uint32_t count = c->b.policy.audiences.count;
    for (uint32_t i = 0; i < count; i++) {
        known[i] = policy_audience_name(c, i);
        if (n->kind == NODE_SCALAR && str_eq(known[i], n->text)) return (int)i;
    }
    diagnose(&c->d, n->at, "HP044", "unknown audience \"%.*s\"", STR_FMT(n->text));
    diagnose_nearest(&c->d, n->text, known, count);
    return -1;
}

int policy_channel(const compiler *c, hp_str name) {
    for (size_t i = 0; i < c->b.channels.n; i++)
        if (str_eq(build_text(&c->b, c->b.channels.v[i].name), name)) return (int)i;
    return -1;
}

bool policy_topic(compiler *c, const node *n) {
    if (!c->topics.n) return true; /* nobody has closed the list */
    for (size_t i = 0; i < c->topics.n; i++)
        if (str_eq(c->topics.v[i], n->text)) return true;
    diagnose(&c->d, n->at, "HP052", "unknown topic \"%.*s\"", STR_FMT(n->text));
    diagnose_nearest(&c->d, n->text, c->topics.v, c->topics.n);
    return false;
}

/* ---- sources and cites ---- */

/* A source's parts are fields too: whoever shows the policy can tell where each was written. */
static void note_source(compiler *c, uint32_t layer, const node *source) {
    hp_str scope = ledger_path(c, HP_STR("sources"), source->key->text);
    NODE_EACH(part, source) {
        const node *sections = part->kind == NODE_MAP ? part : NULL;
        ledger_change x = {.layer = layer,
                           .scope = scope,
                           .field = part->key->text,
                           .value = part->text,
                           .at = part->at,
                           .turn = TURN_FREE};
        if (!sections) ledger_set(c, &x);
        if (!sections) continue;
        x.scope = ledger_path(c, scope, part->key->text);
        NODE_EACH(section, sections) {
            x.field = section->key->text;
            x.value = section->text;
            x.at = section->at;
            ledger_set(c, &x);
        }
    }
}

static void read_sources(compiler *c, uint32_t layer, const node *n) {
    if (n->kind != NODE_MAP) return;
    NODE_EACH(child, n) {
        if (!schema_check(c, child, &grammar_source)) continue;
        note_source(c, layer, child);
        source_info *s = VEC_ADD(c->a, &c->cited, source_info);
        if (!s) return;
        s->id = child->key->text;
        schema_text(c, node_get(child, "title"), &s->title);
        schema_text(c, node_get(child, "section"), &s->section);
        schema_text(c, node_get(child, "url"), &s->url);
        s->sections = node_get(child, "sections");
    }
}

static void tell_sections(compiler *c, const source_info *s) {
    char line[200] = "";
    if (s->sections && s->sections->kind == NODE_MAP) NODE_EACH(n, s->sections) {
            size_t used = strlen(line);
            if (used + n->key->text.n + 3 >= sizeof line) break;
            if (used) strcat(line, ", ");
            strncat(line, n->key->text.p, n->key->text.n);
        }
    if (line[0]) diagnose_hint(&c->d, "sections: %s", line);
}

uint32_t policy_cite(compiler *c, const node *n) {
    hp_str id = n->text, section = {0};
    size_t sign = str_find(n->text, HP_STR("\xc2\xa7"), 0);
    if (sign != SIZE_MAX) {
        id = str_trim(str_sub(n->text, 0, sign));
        section = str_trim(str_sub(n->text, sign + 2, n->text.n));
    }
    const source_info *s = NULL;
    hp_str known[64];
    size_t count = 0;
    for (size_t i = 0; i < c->cited.n; i++) {
        if (str_eq(c->cited.v[i].id, id)) s = &c->cited.v[i];
        if (count < 64) known[count++] = c->cited.v[i].id;
    }
    if (!s && c->has_policy) {
        diagnose(&c->d, n->at, "HP050", "unknown source \"%.*s\"", STR_FMT(id));
        diagnose_nearest(&c->d, id, known, count);
    }
    if (!s) return 0;
    if (section.n && s->sections && s->sections->kind == NODE_MAP) {
        bool found = false;
        NODE_EACH(child, s->sections) found |= str_eq(child->key->text, section);
        if (!found) {
            diagnose(&c->d, n->at, "HP051", "\"%.*s\" has no section %.*s", STR_FMT(id), STR_FMT(section));
            tell_sections(c, s);
        }
    }
    hp_str ref = section.n && s->section.n ? arena_printf(c->a, "%.*s%s%.*s", STR_FMT(s->section),
                                                          section.p[0] == '(' ? "" : " ", STR_FMT(section))
                 : section.n               ? section
                                           : s->section;
    pk_cite made = {build_str(&c->b, s->id), build_str(&c->b, s->title), build_str(&c->b, ref),
                    build_str(&c->b, s->url)};
    for (size_t i = 0; i < c->b.cites.n; i++)
        if (memcmp(&c->b.cites.v[i], &made, sizeof made) == 0) return (uint32_t)i + 1;
    pk_cite *place = VEC_ADD(c->a, &c->b.cites, pk_cite);
    if (place) *place = made;
    return (uint32_t)c->b.cites.n;
}

/* ---- the layers ---- */

void policy_builtin(compiler *c) {
    static const uint8_t matrix[4][4] = {{0}, {0, 0, 2, 3}, {0, 2, 4, 4}, {0, 3, 4, 5}};
    static const char *const audiences[] = {"public", "families", "class", "staff", "self"};
    hp_str names[5];
    for (int i = 0; i < 5; i++) names[i] = str_of(audiences[i]);
    pk_policy *p = &c->b.policy;
    memcpy(p->matrix, matrix, sizeof matrix);
    p->audiences = build_str_range(&c->b, names, 5);
    p->closed_audience = 1;
    p->report_at = 60;
    p->pair_at = 40;
    p->short_post = 400;
    p->window = 2;
    p->k = 5;
    p->exception_days = 366;
}

static void find_class_audience(compiler *c) {
    c->b.policy.class_audience = LIMIT_AUDIENCES;
    for (uint32_t i = 0; i < c->b.policy.audiences.count; i++)
        if (str_eq_z(policy_audience_name(c, i), grammar_accounts[2])) c->b.policy.class_audience = (uint8_t)i;
}

static void merge_layer(compiler *c, uint32_t layer) {
    const node *n = c->layers.v[layer].root, *at;
    if (!schema_check(c, n, &grammar_policy)) return;
    if ((at = node_get(n, "sources"))) read_sources(c, layer, at);
    values_merge(c, layer);
    if ((at = node_get(n, "words"))) words_merge(c, layer, at);
}

void policy_merge(compiler *c) {
    policy_builtin(c);
    for (uint32_t i = 0; i < c->layers.n; i++) merge_layer(c, i);
    find_class_audience(c);
}

/* Guards stand with the rules: they never make a finding that would cite the clause. */
static void clause_rules(compiler *c, const node *n, index_list *out) {
    const node *texts[64];
    size_t count = schema_texts(c, n, texts, 64);
    for (size_t k = 0; k < count; k++) rules_named(c, (uint32_t)c->sets.n, texts[k], false, out);
}

void policy_clauses(compiler *c) {
    pk_range all = {(uint32_t)c->b.clauses.n, 0};
    for (size_t i = 0; i < c->layers.n; i++) {
        const node *clauses = node_get(c->layers.v[i].root, "clauses");
        if (!clauses || clauses->kind != NODE_LIST) continue;
        NODE_EACH(n, clauses) {
            if (!schema_check(c, n, &grammar_clause)) continue;
            hp_str id, say, note;
            const node *texts[64];
            index_list rules = {0};
            schema_text(c, node_get(n, "id"), &id);
            schema_text(c, node_get(n, "say"), &say);
            schema_text(c, node_get(n, "note"), &note);
            size_t count = schema_texts(c, node_get(n, "cite"), texts, 64);
            for (size_t k = 0; k < count; k++) policy_cite(c, texts[k]);
            clause_rules(c, node_get(n, "rules"), &rules);
            clause_rules(c, node_get(n, "guards"), &rules);
            const ledger_change x = {.layer = (uint32_t)i,
                                     .scope = ledger_path(c, HP_STR("clauses"), c->layers.v[i].id),
                                     .field = id,
                                     .value = say,
                                     .at = n->at,
                                     .turn = TURN_SAME};
            ledger_set(c, &x);
            pk_clause made = {.id = build_str(&c->b, id),
                              .say = build_str(&c->b, say),
                              .note = build_str(&c->b, note),
                              .policy = build_str(&c->b, c->layers.v[i].id),
                              .layer = (uint32_t)i,
                              .rules = build_index_range(&c->b, rules.v, rules.n)};
            pk_clause *place = VEC_ADD(c->a, &c->b.clauses, pk_clause);
            if (place) *place = made;
        }
    }
    all.count = (uint32_t)c->b.clauses.n - all.first;
    c->b.policy.clauses = all;
    c->b.policy.channels = (pk_range){0, (uint32_t)c->b.channels.n};
    c->b.policy.allow = (pk_range){0, (uint32_t)c->b.allow.n};
    c->b.policy.modifiers = (pk_range){0, (uint32_t)c->b.modifiers.n};
}
