/* policy.c - the policy's own values, merged layer by layer: the nearest wins field by field. */
#include <string.h>

#include "base/str.h"
#include "pack/compiler.h"
#include "text/unicode.h"

static const char *const steps[] = {"none", "info", "low", "medium", "high", "critical"};

static const key_row policy_keys[] = {
    {"hallpass", NODE_SCALAR}, {"id", NODE_SCALAR},        {"title", NODE_SCALAR},   {"version", NODE_SCALAR},
    {"needs", NODE_SCALAR},    {"layer", NODE_SCALAR},     {"owner", NODE_MAP},      {"extends", NODE_LIST},
    {"use", NODE_LIST},        {"time-zone", NODE_SCALAR}, {"contact", NODE_SCALAR}, {"mode", NODE_SCALAR},
    {"topics", NODE_LIST},     {"sources", NODE_MAP},      {"words", NODE_MAP},      {"audiences", NODE_LIST},
    {"closed", NODE_SCALAR},   {"channels", NODE_MAP},     {"allow", NODE_MAP},      {"matrix", NODE_MAP},
    {"limits", NODE_MAP},      {"rules", NODE_MAP},        {"clauses", NODE_LIST},   {"tests", NODE_LIST}};

/* ---- names ---- */

static const char *const accounts[] = {"personal", "professional", "class", "school"};
static const char *const roles[] = {"teacher", "aide", "admin", "spokesperson"};

static int bit_of(hp_str name, const char *const *names) {
    for (int i = 0; i < 4; i++)
        if (str_eq_z(name, names[i])) return i;
    return -1;
}

int pack_account_bit(hp_str name) {
    return bit_of(name, accounts);
}

int pack_role_bit(hp_str name) {
    return bit_of(name, roles);
}

static hp_str audience_name(const compiler *c, uint32_t i) {
    return build_text(&c->b, c->b.strs.v[c->b.policy.audiences.first + i]);
}

int policy_audience(compiler *c, const node *n) {
    hp_str known[LIMIT_AUDIENCES];
    uint32_t count = c->b.policy.audiences.count;
    for (uint32_t i = 0; i < count; i++) {
        known[i] = audience_name(c, i);
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
    if (!c->has_policy) return true;
    for (size_t i = 0; i < c->topics.n; i++)
        if (str_eq(c->topics.v[i], n->text)) return true;
    diagnose(&c->d, n->at, "HP052", "unknown topic \"%.*s\"", STR_FMT(n->text));
    diagnose_nearest(&c->d, n->text, c->topics.v, c->topics.n);
    return false;
}

/* ---- sources and cites ---- */

static void read_sources(compiler *c, const node *n) {
    static const key_row keys[] = {{"title", NODE_SCALAR},
                                   {"section", NODE_SCALAR},
                                   {"url", NODE_SCALAR},
                                   {"adopted", NODE_SCALAR},
                                   {"sections", NODE_MAP}};
    if (n->kind != NODE_MAP) return;
    NODE_EACH(child, n) {
        if (!schema_check(c, child, "a source", keys, 5)) continue;
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

/* ---- audiences, channels, allow ---- */

static void read_audiences(compiler *c, const node *n) {
    const node *texts[LIMIT_AUDIENCES];
    hp_str names[LIMIT_AUDIENCES];
    size_t count = schema_texts(c, n, texts, LIMIT_AUDIENCES);
    for (size_t i = 0; i < count; i++) names[i] = texts[i]->text;
    c->b.policy.audiences = build_str_range(&c->b, names, count);
}

static void find_class_audience(compiler *c) {
    c->b.policy.class_audience = LIMIT_AUDIENCES;
    for (uint32_t i = 0; i < c->b.policy.audiences.count; i++)
        if (str_eq_z(audience_name(c, i), accounts[2])) c->b.policy.class_audience = (uint8_t)i;
}

static void read_channels(compiler *c, const node *n) {
    static const key_row keys[] = {{"audience", NODE_SCALAR}, {"max-chars", NODE_SCALAR}, {"profile", NODE_SCALAR}};
    if (n->kind != NODE_MAP) return;
    NODE_EACH(child, n) {
        if (!schema_check(c, child, "a channel", keys, 3)) continue;
        int at = policy_channel(c, child->key->text),
            audience = node_get(child, "audience") ? policy_audience(c, node_get(child, "audience")) : 0;
        pk_str name = build_str(&c->b, child->key->text);
        if (c->b.channels.n >= 32 && at < 0) {
            diagnose(&c->d, child->at, "HP003", "more than 32 channels");
            return;
        }
        pk_channel *place = at >= 0 ? &c->b.channels.v[at] : VEC_ADD(c->a, &c->b.channels, pk_channel);
        if (place) *place = (pk_channel){name, audience > 0 ? (uint8_t)audience : 0};
    }
}

static void add_allow(compiler *c, hp_str name, hp_str basis, hp_str until, bool handle) {
    hp_str folded = handle ? arena_copy(c->a, name) : unicode_fold(c->a, name);
    if (handle)
        for (size_t i = 0; i < folded.n; i++) ((char *)(uintptr_t)folded.p)[i] = char_lower(folded.p[i]);
    pk_allow made = {build_str(&c->b, folded), build_str(&c->b, basis), build_str(&c->b, until)};
    pk_allow *place = VEC_ADD(c->a, &c->b.allow, pk_allow);
    if (place) *place = made;
}

static void read_allow(compiler *c, const node *n) {
    static const key_row keys[] = {{"names", NODE_LIST}, {"handles", NODE_LIST}, {"lock", NODE_SCALAR}};
    static const key_row name_keys[] = {
        {"name", NODE_SCALAR}, {"basis", NODE_SCALAR}, {"on-file", NODE_SCALAR}, {"until", NODE_SCALAR}};
    if (!schema_check(c, n, "\"allow\"", keys, 3)) return;
    const node *names = node_get(n, "names"), *handles = node_get(n, "handles");
    if (names && names->kind == NODE_LIST) NODE_EACH(child, names) {
            hp_str name, basis, until;
            if (!schema_check(c, child, "an allowed name", name_keys, 4)) continue;
            schema_require(c, child, child->at, "an allowed name", "name");
            schema_require(c, child, child->at, "an allowed name", "basis");
            schema_text(c, node_get(child, "name"), &name);
            schema_text(c, node_get(child, "basis"), &basis);
            schema_text(c, node_get(child, "until"), &until);
            if (name.n) add_allow(c, name, basis, until, false);
        }
    if (handles && handles->kind == NODE_LIST) NODE_EACH(child, handles) {
            if (child->kind == NODE_SCALAR)
                add_allow(c, child->text, HP_STR("an account that the policy lists"), (hp_str){0}, true);
            else
                diagnose(&c->d, child->at, "HP010", "must be a plain value");
        }
}

/* ---- matrix and limits ---- */

static void read_modifiers(compiler *c, const node *n, int sign) {
    if (n->kind != NODE_MAP) return;
    NODE_EACH(child, n) {
        int amount = schema_number(c, child, 0, 5, 0);
        pk_str name = build_str(&c->b, child->key->text);
        pk_modifier *place = NULL;
        for (size_t i = 0; i < c->b.modifiers.n; i++)
            if (str_eq(build_text(&c->b, c->b.modifiers.v[i].name), child->key->text)) place = &c->b.modifiers.v[i];
        if (!place) place = VEC_ADD(c->a, &c->b.modifiers, pk_modifier);
        if (place) *place = (pk_modifier){name, (int8_t)(sign * amount), str_eq_z(child->key->text, "closed")};
    }
}

static void read_matrix(compiler *c, const node *n) {
    static const key_row keys[] = {{"I0", NODE_MAP},    {"I1", NODE_MAP},    {"I2", NODE_MAP},     {"I3", NODE_MAP},
                                   {"raise", NODE_MAP}, {"lower", NODE_MAP}, {"lock", NODE_SCALAR}};
    static const key_row cells[] = {{"S0", NODE_SCALAR}, {"S1", NODE_SCALAR}, {"S2", NODE_SCALAR}, {"S3", NODE_SCALAR}};
    if (!schema_check(c, n, "\"matrix\"", keys, 7)) return;
    for (int who = 0; who < 4; who++) {
        const node *row = node_get(n, keys[who].name);
        if (!row || !schema_check(c, row, "a row of the matrix", cells, 4)) continue;
        for (int what = 0; what < 4; what++) {
            const node *cell = node_get(row, cells[what].name);
            int step = cell ? schema_choice(c, cell, "step", steps, 6) : -1;
            if (step >= 0) c->b.policy.matrix[who][what] = (uint8_t)step;
        }
    }
    if (node_get(n, "raise")) read_modifiers(c, node_get(n, "raise"), 1);
    if (node_get(n, "lower")) read_modifiers(c, node_get(n, "lower"), -1);
}

static const node *limit_value(const node *n) {
    const node *value = n && n->kind == NODE_MAP ? node_get(n, "value") : NULL;
    return value ? value : n;
}

static void read_limits(compiler *c, const node *n) {
    static const key_row keys[] = {{"report-at", 0}, {"pair-at", 0}, {"window", 0},        {"short-post", 0},
                                   {"names", 0},     {"k", 0},       {"exception-days", 0}};
    static const char *const settings[] = {"balanced", "careful"};
    pk_policy *p = &c->b.policy;
    if (!schema_check(c, n, "\"limits\"", keys, 7)) return;
    const node *at;
    if ((at = limit_value(node_get(n, "report-at")))) p->report_at = (uint8_t)schema_number(c, at, 1, 100, 60);
    if ((at = limit_value(node_get(n, "pair-at")))) p->pair_at = (uint8_t)schema_number(c, at, 1, 100, 40);
    if ((at = limit_value(node_get(n, "window")))) p->window = (uint16_t)schema_number(c, at, 0, 20, 2);
    if ((at = limit_value(node_get(n, "short-post")))) p->short_post = (uint16_t)schema_number(c, at, 0, 10000, 400);
    if ((at = limit_value(node_get(n, "k")))) p->k = (uint16_t)schema_number(c, at, 1, 1000, 5);
    if ((at = limit_value(node_get(n, "names")))) p->names_careful = schema_choice(c, at, "setting", settings, 2) == 1;
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
    find_class_audience(c);
}

static void merge_layer(compiler *c, const layer *l) {
    static const char *const modes[] = {"enforce", "trial"};
    static const char *const layers[] = {"builtin", "state", "county", "district", "school", "person"};
    const node *n = l->root, *at;
    pk_policy *p = &c->b.policy;
    hp_str text;
    if (!schema_check(c, n, "a policy", policy_keys, sizeof policy_keys / sizeof *policy_keys)) return;
    schema_require(c, n, n->at, "the policy", "id");
    schema_require(c, n, n->at, "the policy", "version");
    if ((at = node_get(n, "layer"))) schema_choice(c, at, "layer", layers, 6);
    if (schema_text(c, node_get(n, "id"), &text)) p->id = build_str(&c->b, text);
    if (schema_text(c, node_get(n, "version"), &text)) p->version = build_str(&c->b, text);
    if (schema_text(c, node_get(n, "title"), &text)) p->title = build_str(&c->b, text);
    if (schema_text(c, node_get(n, "contact"), &text)) p->contact = build_str(&c->b, text);
    if (schema_text(c, node_get(n, "time-zone"), &text)) p->time_zone = build_str(&c->b, text);
    if ((at = node_get(n, "mode"))) p->trial = schema_choice(c, at, "mode", modes, 2) == 1;
    if ((at = node_get(n, "topics")) && at->kind == NODE_LIST) {
        c->topics.n = 0;
        NODE_EACH(child, at) {
            hp_str *place = VEC_ADD(c->a, &c->topics, hp_str);
            if (place) *place = child->text;
        }
    }
    if ((at = node_get(n, "sources"))) read_sources(c, at);
    if ((at = node_get(n, "audiences"))) read_audiences(c, at);
    if ((at = node_get(n, "closed"))) {
        int closed = policy_audience(c, at);
        if (closed >= 0) p->closed_audience = (uint8_t)closed;
    }
    if ((at = node_get(n, "channels"))) read_channels(c, at);
    if ((at = node_get(n, "allow"))) read_allow(c, at);
    if ((at = node_get(n, "matrix"))) read_matrix(c, at);
    if ((at = node_get(n, "limits"))) read_limits(c, at);
    find_class_audience(c);
}

void policy_merge(compiler *c) {
    policy_builtin(c);
    for (size_t i = 0; i < c->layers.n; i++) merge_layer(c, &c->layers.v[i]);
}

void policy_clauses(compiler *c) {
    static const key_row keys[] = {{"id", NODE_SCALAR},  {"say", NODE_SCALAR},  {"cite", NODE_LIST},
                                   {"rules", NODE_LIST}, {"guards", NODE_LIST}, {"note", NODE_SCALAR}};
    pk_range all = {(uint32_t)c->b.clauses.n, 0};
    for (size_t i = 0; i < c->layers.n; i++) {
        const node *clauses = node_get(c->layers.v[i].root, "clauses");
        if (!clauses || clauses->kind != NODE_LIST) continue;
        NODE_EACH(n, clauses) {
            if (!schema_check(c, n, "a clause", keys, 6)) continue;
            schema_require(c, n, n->at, "a clause", "id");
            schema_require(c, n, n->at, "a clause", "say");
            hp_str id, say, note;
            const node *texts[64];
            index_list rules = {0};
            schema_text(c, node_get(n, "id"), &id);
            schema_text(c, node_get(n, "say"), &say);
            schema_text(c, node_get(n, "note"), &note);
            size_t count = schema_texts(c, node_get(n, "cite"), texts, 64);
            for (size_t k = 0; k < count; k++) policy_cite(c, texts[k]);
            count = schema_texts(c, node_get(n, "rules"), texts, 64);
            for (size_t k = 0; k < count; k++) rules_named(c, (uint32_t)c->sets.n, texts[k], false, &rules);
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
