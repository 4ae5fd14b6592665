/* ruleset.c - the rules of every set: declared first, so that they may name one another, then read. */
#include "base/str.h"
#include "pack/compiler.h"

static const char *const kinds[] = {"pattern", "words",   "name",  "guard",    "combine",
                                    "media",   "require", "limit", "schedule", "gist"};
static const char *const roles[] = {"student", "private", "public", "author", "word"};
static const char *const categories[] = {
    "statement", "student_name", "private_name", "email",      "phone", "address", "student_id", "ssn", "birthdate",
    "handle",    "personal_url", "meeting",      "credential", "card",  "geo",     "plate",      "ip"};
static const char *const readings[] = {"credential", "meeting", "student_id", "card", "handle"}; /* code_kind, from 1 */
static const char *const spared[] = {"named"};
static const char *const secrets[] = {"credential", "card", "ssn"};

static const key_row rule_keys[] = {{"kind", NODE_SCALAR},
                                    {"title", NODE_SCALAR},
                                    {"why", NODE_SCALAR},
                                    {"do", NODE_SCALAR},
                                    {"severity", 0},
                                    {"override", NODE_SCALAR},
                                    {"confidence", NODE_SCALAR},
                                    {"category", NODE_SCALAR},
                                    {"topic", NODE_SCALAR},
                                    {"ref", 0},
                                    {"cite", 0},
                                    {"who", NODE_SCALAR},
                                    {"what", NODE_SCALAR},
                                    {"alone", NODE_SCALAR},
                                    {"match", 0},
                                    {"words", 0},
                                    {"validate", NODE_SCALAR},
                                    {"reads", NODE_SCALAR},
                                    {"near", 0},
                                    {"unless", 0},
                                    {"channels", 0},
                                    {"accounts", 0},
                                    {"roles", 0},
                                    {"audiences", 0},
                                    {"fix", 0},
                                    {"secret", NODE_SCALAR},
                                    {"order", NODE_SCALAR},
                                    {"modifier", NODE_SCALAR},
                                    {"across", NODE_SCALAR},
                                    {"tests", NODE_MAP},
                                    {"lang", 0},
                                    {"takes", 0},
                                    {"within", NODE_SCALAR},
                                    {"locked", NODE_SCALAR},
                                    {"spares", NODE_SCALAR},
                                    {"all", 0},
                                    {"any", 0},
                                    {"none", 0},
                                    {"span", NODE_SCALAR},
                                    {"role", NODE_SCALAR},
                                    {"shapes", NODE_MAP},
                                    {"frames", NODE_LIST},
                                    {"sure", NODE_SCALAR},
                                    {"carries", NODE_SCALAR},
                                    {"at-least", NODE_SCALAR},
                                    {"people", 0},
                                    {"release", NODE_SCALAR},
                                    {"alt", NODE_SCALAR},
                                    {"if", NODE_MAP},
                                    {"then", NODE_MAP},
                                    {"count", NODE_SCALAR},
                                    {"max", NODE_SCALAR},
                                    {"from", NODE_SCALAR},
                                    {"when", 0},
                                    {"not-when", 0},
                                    {"except", 0},
                                    {"lock", NODE_SCALAR},
                                    {"reason", NODE_SCALAR}};

/* ---- declaring ---- */

/* Rules of two files may not have one name: a policy's change to a rule says no kind. */
static void refuse_same(compiler *c, const rule_state *r) {
    for (size_t i = 0; i < c->rules.n; i++) {
        const rule_state *other = &c->rules.v[i];
        if (other == r || !str_eq(other->id, r->id)) continue;
        diagnose(&c->d, r->node->key->at, "HP059", "there is a rule \"%.*s\" already", STR_FMT(r->id));
        diagnose_hint(&c->d, "%.*s:%u; a change to it says no \"kind\"",
                      STR_FMT(c->sources.v[c->sets.v[other->set].source].name), other->node->key->at.line);
        return;
    }
}

/* A rule of a set is called set/rule, one of a policy as it is written; there a rule without a kind is a change. */
static void declare(compiler *c, uint32_t s, const node *n) {
    hp_str set = c->sets.v[s].id, id = n->key->text;
    if (!set.n && !node_get(n, "kind")) return;
    if (set.n) id = arena_printf(c->a, "%.*s/%.*s", STR_FMT(set), STR_FMT(id));
    rule_state *r = VEC_ADD(c->a, &c->rules, rule_state);
    pk_rule *p = VEC_ADD(c->a, &c->b.rules, pk_rule);
    if (!r || !p) return;
    *r = (rule_state){.id = id, .node = n, .set = s};
    if (!set.n) refuse_same(c, r);
}

void rules_declare(compiler *c) {
    for (size_t s = 0; s < c->sets.n; s++) {
        set_info *set = &c->sets.v[s];
        const node *rules = node_get(set->root, "rules");
        set->rule_first = (uint32_t)c->rules.n;
        if (rules && rules->kind == NODE_MAP) NODE_EACH(n, rules) declare(c, (uint32_t)s, n);
        set->rule_count = (uint32_t)c->rules.n - set->rule_first;
    }
    if (c->rules.n > LIMIT_RULES) diagnose(&c->d, (pk_mark){.width = 1}, "HP003", "more than %d rules", LIMIT_RULES);
}

static void add_index(compiler *c, index_list *out, size_t value) {
    uint32_t *place = VEC_ADD(c->a, out, uint32_t);
    if (place) *place = (uint32_t)value;
}

static bool add_group(compiler *c, const node *n, index_list *out) {
    bool names = str_eq_z(n->text, "names"), who = str_eq_z(n->text, "who"), what = str_eq_z(n->text, "what");
    if (!names && !who && !what) return false;
    for (size_t i = 0; i < c->rules.n; i++) {
        const node *kind = node_get(c->rules.v[i].node, "kind");
        bool is_name = kind && kind->kind == NODE_SCALAR && str_eq_z(kind->text, "name");
        if ((names && is_name) || (who && node_get(c->rules.v[i].node, "who")) ||
            (what && node_get(c->rules.v[i].node, "what")))
            add_index(c, out, i);
    }
    return true;
}

/* A set that is tested by itself may speak of rules of sets that only a policy brings together. */
static bool is_elsewhere(const compiler *c, hp_str name) {
    size_t slash = str_find(name, HP_STR("/"), 0);
    bool loaded = c->has_policy || slash == SIZE_MAX;
    for (size_t s = 0; s < c->sets.n && !loaded; s++) loaded = str_eq(c->sets.v[s].id, str_sub(name, 0, slash));
    return !loaded;
}

bool rules_are_set(const compiler *c, hp_str name) {
    if (str_ends(name, HP_STR("/*"))) name = str_sub(name, 0, name.n - 2);
    for (size_t s = 0; s < c->sets.n; s++)
        if (name.n && str_eq(c->sets.v[s].id, name)) return true;
    return false;
}

bool rules_named(compiler *c, uint32_t set, const node *n, bool groups, index_list *out) {
    hp_str name;
    if (!schema_text(c, n, &name)) return false;
    if (groups && add_group(c, n, out)) return true;
    if (str_ends(name, HP_STR("/*"))) name = str_sub(name, 0, name.n - 2);
    for (size_t s = 0; s < c->sets.n; s++)
        if (str_eq(c->sets.v[s].id, name)) {
            for (uint32_t i = 0; i < c->sets.v[s].rule_count; i++) add_index(c, out, c->sets.v[s].rule_first + i);
            return true;
        }
    if (str_find(name, HP_STR("/"), 0) == SIZE_MAX && set < c->sets.n && c->sets.v[set].id.n)
        name = arena_printf(c->a, "%.*s/%.*s", STR_FMT(c->sets.v[set].id), STR_FMT(name));
    hp_str *known = ARENA_ARRAY(c->a, hp_str, c->rules.n);
    for (size_t i = 0; known && i < c->rules.n; i++) {
        known[i] = c->rules.v[i].id;
        if (str_eq(known[i], name)) {
            add_index(c, out, i);
            return true;
        }
    }
    if (is_elsewhere(c, name)) {
        c->elsewhere = true;
        return false;
    }
    diagnose(&c->d, n->at, "HP040", "unknown rule \"%.*s\"", STR_FMT(n->text));
    if (known) diagnose_nearest(&c->d, name, known, c->rules.n);
    return false;
}

pk_range rule_refs(compiler *c, uint32_t set, const node *n, bool groups) {
    const node *texts[128];
    index_list list = {0};
    size_t count = schema_texts(c, n, texts, 128);
    for (size_t i = 0; i < count; i++) rules_named(c, set, texts[i], groups, &list);
    return build_index_range(&c->b, list.v, list.n);
}

/* ---- values ---- */

void rule_severity(compiler *c, const node *n, uint8_t *table) {
    if (n->kind == NODE_SCALAR) {
        int level = schema_choice(c, n, "severity", schema_severities, 4);
        for (size_t i = 0; level >= 0 && i < LIMIT_AUDIENCES; i++) table[i] = (uint8_t)level;
        return;
    }
    if (n->kind != NODE_MAP) {
        diagnose(&c->d, n->at, "HP010", "\"severity\" must be a severity or a map by audience");
        return;
    }
    uint8_t given[LIMIT_AUDIENCES], widest = 255;
    for (size_t i = 0; i < LIMIT_AUDIENCES; i++) given[i] = 255;
    NODE_EACH(child, n) {
        int audience = policy_audience(c, child->key),
            level = schema_choice(c, child, "severity", schema_severities, 4);
        if (audience >= 0 && level >= 0) given[audience] = (uint8_t)level;
    }
    for (size_t i = 0; i < LIMIT_AUDIENCES;
         i++) /* not named: the next wider one's; wider than all named: the widest named one's */
        if (given[i] != 255) {
            widest = given[i];
            break;
        }
    for (size_t i = 0; i < LIMIT_AUDIENCES; i++) {
        if (given[i] != 255) widest = given[i];
        if (widest != 255) table[i] = widest;
    }
}

static uint8_t read_level(compiler *c, const node *n, const char *const *names, const char *what) {
    return n ? (uint8_t)(schema_choice(c, n, what, names, 4) + 1) : 0;
}

static uint8_t read_scope(compiler *c, const node *n, uint8_t fallback, uint16_t *words) {
    static const char *const names[] = {"match", "words", "sentence", "post", "neighbours"};
    hp_str text;
    uint64_t number;
    if (!n || !schema_text(c, n, &text)) return fallback;
    size_t space = str_find(text, HP_STR(" "), 0);
    if (space != SIZE_MAX && str_number(str_sub(text, 0, space), 200, &number)) {
        *words = (uint16_t)number;
        return WITHIN_WORDS;
    }
    int i = schema_choice(c, n, "window", names, 5);
    return i < 0 || i == 1 ? fallback : (uint8_t)(i + 1);
}

void rule_fix(compiler *c, const node *n, pk_rule *r) {
    static const key_row keys[] = {
        {"replace", NODE_SCALAR}, {"mask", NODE_SCALAR}, {"pseudonym", NODE_SCALAR}, {"append", NODE_SCALAR}};
    if (n->kind == NODE_SCALAR) {
        if (str_eq_z(n->text, "remove"))
            r->fix = FIX_REMOVE;
        else if (str_eq_z(n->text, "none"))
            r->fix = FIX_NONE;
        else
            diagnose(&c->d, n->at, "HP014", "unknown fix \"%.*s\"", STR_FMT(n->text));
        return;
    }
    if (!schema_check(c, n, "\"fix\"", keys, 4)) return;
    for (size_t i = 0; i < 4; i++) {
        hp_str text;
        if (!node_get(n, keys[i].name) || !schema_text(c, node_get(n, keys[i].name), &text)) continue;
        r->fix = (uint8_t)(FIX_REPLACE + (int)i);
        r->fix_text = build_str(&c->b, text);
    }
}

static uint32_t name_bits(compiler *c, const node *n, int (*bit)(hp_str), const char *what) {
    const node *texts[32];
    size_t count = schema_texts(c, n, texts, 32);
    uint32_t bits = 0;
    for (size_t i = 0; i < count; i++) {
        int at = bit(texts[i]->text);
        if (at >= 0)
            bits |= 1u << at;
        else
            diagnose(&c->d, texts[i]->at, "HP014", "unknown %s \"%.*s\"", what, STR_FMT(texts[i]->text));
    }
    return bits;
}

uint32_t rule_channels(compiler *c, const node *n) {
    const node *texts[LIMIT_CHANNELS];
    size_t count = schema_texts(c, n, texts, LIMIT_CHANNELS);
    uint32_t bits = 0;
    for (size_t i = 0; i < count; i++) {
        int at = policy_channel(c, texts[i]->text);
        if (at >= 0 && at < 32)
            bits |= 1u << at;
        else if (c->has_policy) /* a set by itself has no channels: its rules run in all */
            diagnose(&c->d, texts[i]->at, "HP014", "unknown channel \"%.*s\"", STR_FMT(texts[i]->text));
    }
    return bits;
}

uint32_t rule_accounts(compiler *c, const node *n) {
    return name_bits(c, n, pack_account_bit, "account");
}

uint32_t rule_roles(compiler *c, const node *n) {
    return name_bits(c, n, pack_role_bit, "role");
}

static void limit_audiences(compiler *c, const node *n, pk_rule *r) {
    const node *texts[LIMIT_AUDIENCES];
    size_t count = schema_texts(c, n, texts, LIMIT_AUDIENCES);
    bool keep[LIMIT_AUDIENCES] = {false};
    for (size_t i = 0; i < count; i++) {
        int at = policy_audience(c, texts[i]);
        if (at >= 0) keep[at] = true;
    }
    for (size_t i = 0; i < LIMIT_AUDIENCES; i++)
        if (!keep[i]) r->severity[i] = 0;
}

/* ---- patterns ---- */

static void read_match(compiler *c, uint32_t set, const node *n, pk_rule *r, int validator, uint8_t flags) {
    static const key_row keys[] = {
        {"regex", NODE_SCALAR}, {"confidence", NODE_SCALAR}, {"validate", NODE_SCALAR}, {"reason", NODE_SCALAR}};
    r->patterns.first = (uint32_t)c->b.patterns.n;
    if (n->kind != NODE_LIST)
        pattern_add(c, set, n, -1, validator, flags, (hp_str){0});
    else
        NODE_EACH(child, n) {
            if (child->kind != NODE_MAP) {
                pattern_add(c, set, child, -1, validator, flags, (hp_str){0});
                continue;
            }
            hp_str reason;
            schema_check(c, child, "an entry of \"match\"", keys, 4);
            schema_require(c, child, child->at, "an entry of \"match\"", "regex");
            schema_text(c, node_get(child, "reason"), &reason);
            const node *confidence = node_get(child, "confidence"), *own = node_get(child, "validate");
            if (node_get(child, "regex"))
                pattern_add(c, set, node_get(child, "regex"), confidence ? schema_number(c, confidence, 0, 100, 0) : -1,
                            own ? validator_of(c, own) : validator, flags, reason);
        }
    r->patterns.count = (uint32_t)c->b.patterns.n - r->patterns.first;
}

static void read_frames(compiler *c, uint32_t set, const node *n, pk_rule *r) {
    static const key_row keys[] = {{"match", NODE_SCALAR}, {"points", NODE_SCALAR}, {"reason", NODE_SCALAR}};
    r->patterns.first = (uint32_t)c->b.patterns.n;
    NODE_EACH(child, n) {
        hp_str reason;
        if (!schema_check(c, child, "a frame", keys, 3)) continue;
        schema_require(c, child, child->at, "a frame", "match");
        schema_require(c, child, child->at, "a frame", "points");
        schema_text(c, node_get(child, "reason"), &reason);
        if (node_get(child, "match") && node_get(child, "points"))
            pattern_add(c, set, node_get(child, "match"), schema_number(c, node_get(child, "points"), -100, 100, 0), 0,
                        PATTERN_FRAME, reason);
    }
    r->patterns.count = (uint32_t)c->b.patterns.n - r->patterns.first;
}

static void read_shapes(compiler *c, const node *n, pk_shape_points *s) {
    static const key_row keys[] = {
        {"given", NODE_SCALAR},    {"given-family", NODE_SCALAR}, {"given-initial", NODE_SCALAR},
        {"initials", NODE_SCALAR}, {"unknown", NODE_SCALAR},      {"ambiguous", NODE_SCALAR},
        {"roster", NODE_SCALAR},   {"roster-full", NODE_SCALAR},  {"family", NODE_SCALAR},
        {"lower", NODE_SCALAR},    {"disguise", NODE_SCALAR},     {"tagged", NODE_SCALAR},
        {"private", NODE_SCALAR},  {"public", NODE_SCALAR},       {"known", NODE_SCALAR}};
    int16_t *const places[] = {&s->given,     &s->given_family, &s->given_initial, &s->initials, &s->unknown,
                               &s->ambiguous, &s->roster,       &s->roster_full,   &s->family,   &s->lower,
                               &s->disguise,  &s->tagged,       &s->privately,     &s->publicly, &s->known};
    if (!schema_check(c, n, "\"shapes\"", keys, sizeof keys / sizeof *keys)) return;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (node_get(n, keys[i].name)) *places[i] = (int16_t)schema_number(c, node_get(n, keys[i].name), -100, 100, 0);
}

static void read_name(compiler *c, uint32_t set, const node *n, pk_rule *r) {
    static const char *const sure[] = {"roster"};
    schema_require(c, n, n->key->at, "a name rule", "role");
    if (node_get(n, "role")) r->role = (uint8_t)(schema_choice(c, node_get(n, "role"), "role", roles, 5) + 1);
    if (node_get(n, "shapes")) read_shapes(c, node_get(n, "shapes"), &r->shapes);
    if (node_get(n, "frames") && node_get(n, "frames")->kind == NODE_LIST)
        read_frames(c, set, node_get(n, "frames"), r);
    r->sure = node_get(n, "sure") && schema_choice(c, node_get(n, "sure"), "certainty", sure, 1) == 0;
}

static void read_combine(compiler *c, uint32_t set, const node *n, pk_rule *r) {
    r->all = rule_refs(c, set, node_get(n, "all"), false);
    r->any = rule_refs(c, set, node_get(n, "any"), true);
    r->none = rule_refs(c, set, node_get(n, "none"), true);
    if (!r->all.count && !r->any.count) diagnose(&c->d, n->key->at, "HP013", "a combine rule needs \"all\" or \"any\"");
    if (node_get(n, "at-least")) r->at_least = (uint8_t)schema_number(c, node_get(n, "at-least"), 2, 100, 2);
    index_list span = {0};
    if (node_get(n, "span") && rules_named(c, set, node_get(n, "span"), false, &span) && span.n)
        r->span_rule = span.v[0] + 1;
}

static int media_bit(hp_str word) {
    static const char *const people[] = {"students", "staff", "none", "unknown"}; /* the order of the MEDIA_ bits */
    for (int i = 0; i < 4; i++)
        if (str_eq_z(word, people[i])) return i;
    return -1;
}

static void read_media(compiler *c, const node *n, pk_rule *r) {
    static const char *const states[] = {"missing", "present"};
    if (node_get(n, "people")) r->people = (uint8_t)name_bits(c, node_get(n, "people"), media_bit, "kind of people");
    if (node_get(n, "release"))
        r->release = (uint8_t)(schema_choice(c, node_get(n, "release"), "state of a release", states, 2) + 1);
    if (node_get(n, "alt")) r->alt = (uint8_t)(schema_choice(c, node_get(n, "alt"), "state of a text", states, 2) + 1);
}

/* ---- a rule ---- */

static void read_words_of(compiler *c, const node *n, pk_rule *r) {
    hp_str title, why, todo;
    schema_text(c, node_get(n, "title"), &title);
    schema_text(c, node_get(n, "why"), &why);
    schema_text(c, node_get(n, "do"), &todo);
    r->title = build_str(&c->b, title);
    r->why = build_str(&c->b, why);
    r->todo = build_str(&c->b, todo);
    const node *texts[64];
    hp_str refs[64];
    size_t count = schema_texts(c, node_get(n, "ref"), texts, 64);
    for (size_t i = 0; i < count; i++) refs[i] = texts[i]->text;
    r->refs = build_str_range(&c->b, refs, count);
    count = schema_texts(c, node_get(n, "cite"), texts, 64);
    uint32_t cites[64];
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t cite = policy_cite(c, texts[i]);
        if (cite) cites[found++] = cite - 1;
    }
    r->cites = build_index_range(&c->b, cites, found);
}

static void read_weights(compiler *c, const node *n, pk_rule *r) {
    static const char *const overrides[] = {"yes", "reason", "no"}, *const whos[] = {"I0", "I1", "I2", "I3"},
                             *const whats[] = {"S0", "S1", "S2", "S3"};
    const node *severity = node_get(n, "severity"), *category = node_get(n, "category"),
               *modifier = node_get(n, "modifier");
    r->confidence = node_get(n, "confidence") ? (uint8_t)schema_number(c, node_get(n, "confidence"), 0, 100, 80) : 80;
    r->order = node_get(n, "order") ? (uint16_t)schema_number(c, node_get(n, "order"), 0, 1000, 100) : 100;
    if (severity) rule_severity(c, severity, r->severity);
    if (node_get(n, "audiences")) limit_audiences(c, node_get(n, "audiences"), r);
    if (node_get(n, "override")) {
        int at = schema_choice(c, node_get(n, "override"), "override", overrides, 3);
        r->override_ = at > 0 ? (uint8_t)at : 0;
    }
    r->who = read_level(c, node_get(n, "who"), whos, "level");
    r->what = read_level(c, node_get(n, "what"), whats, "level");
    r->alone = node_get(n, "alone") && schema_yes(c, node_get(n, "alone"));
    r->carries = node_get(n, "carries") && schema_yes(c, node_get(n, "carries"));
    int at = category ? schema_choice(c, category, "category", categories, sizeof categories / sizeof *categories) : 0;
    r->category = build_str(&c->b, str_of(categories[at < 0 ? 0 : at]));
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        if (category && category->kind == NODE_SCALAR && str_eq_z(category->text, secrets[i])) r->secret = 1;
    if (node_get(n, "secret")) r->secret = schema_yes(c, node_get(n, "secret"));
    if (node_get(n, "topic") && policy_topic(c, node_get(n, "topic")))
        r->topic = build_str(&c->b, node_get(n, "topic")->text);
    if (modifier && modifier->kind == NODE_SCALAR) {
        for (uint32_t i = 0; i < c->b.modifiers.n; i++)
            if (str_eq(build_text(&c->b, c->b.modifiers.v[i].name), modifier->text)) r->modifier = (uint8_t)(i + 1);
        if (!r->modifier)
            diagnose(&c->d, modifier->at, "HP043", "the matrix has no modifier \"%.*s\"", STR_FMT(modifier->text));
    }
}

static void refuse_incomplete(compiler *c, const node *n, const pk_rule *r) {
    bool finds = r->kind == RULE_PATTERN || r->kind == RULE_GUARD;
    schema_require(c, n, n->key->at, "the rule", "title");
    schema_require(c, n, n->key->at, "the rule", "why");
    schema_require(c, n, n->key->at, "the rule", "tests");
    if (r->kind != RULE_GUARD && !(r->kind == RULE_NAME && r->role >= ROLE_PUBLIC)) {
        schema_require(c, n, n->key->at, "the rule", "do");
        if ((!r->what && !r->who) || r->alone) schema_require(c, n, n->key->at, "the rule", "severity");
    }
    if (finds && !node_get(n, "match") && !node_get(n, "words") && !r->reads)
        diagnose(&c->d, n->key->at, "HP013", "the rule has neither \"match\" nor \"words\"");
    if (r->kind == RULE_GUARD) schema_require(c, n, n->key->at, "the guard", "takes");
}

static void read_rule(compiler *c, uint32_t index) {
    static const uint8_t kind_of[] = {RULE_PATTERN, RULE_PATTERN, RULE_NAME,  RULE_GUARD,    RULE_COMBINE,
                                      RULE_MEDIA,   RULE_REQUIRE, RULE_LIMIT, RULE_SCHEDULE, RULE_GIST};
    const rule_state *state = &c->rules.v[index];
    const node *n = state->node, *kind = node_get(n, "kind"), *match = node_get(n, "match");
    uint32_t set = state->set;
    pk_rule r = {.line = pack_line(n->key)};
    if (!schema_check(c, n, "a rule", rule_keys, sizeof rule_keys / sizeof *rule_keys)) return;
    schema_require(c, n, n->key->at, "the rule", "kind");
    int at = kind ? schema_choice(c, kind, "kind", kinds, sizeof kinds / sizeof *kinds) : -1;
    if (at < 0) return;
    r.kind = kind_of[at];
    r.id = build_str(&c->b, state->id);
    r.set = build_str(&c->b, c->sets.v[set].id);
    r.file = build_str(&c->b, c->sources.v[c->sets.v[set].source].name);
    read_words_of(c, n, &r);
    read_weights(c, n, &r);
    uint8_t flags = node_get(n, "across") ? PATTERN_ACROSS_POST : 0;
    int validator = validator_of(c, node_get(n, "validate"));
    if (r.kind == RULE_NAME)
        read_name(c, set, n, &r);
    else if (at == 1 && match)
        r.lists = lists_refs(c, set, match); /* kind: words */
    else if (match)
        read_match(c, set, match, &r, validator, flags);
    if (r.kind != RULE_NAME && node_get(n, "words")) r.lists = lists_refs(c, set, node_get(n, "words"));
    if (node_get(n, "reads"))
        r.reads = (uint8_t)(schema_choice(c, node_get(n, "reads"), "answer of the code reader", readings, 5) + 1);
    if (r.kind == RULE_COMBINE) read_combine(c, set, n, &r);
    if (r.kind == RULE_MEDIA) read_media(c, n, &r);
    if (r.kind == RULE_REQUIRE) demand_require(c, set, n, &r);
    if (r.kind == RULE_GIST) {
        schema_require(c, n, n->key->at, "the rule", "from");
        r.from = (uint8_t)schema_number(c, node_get(n, "from"), 1, 99, 50);
    }
    if (r.kind == RULE_LIMIT) demand_limit(c, set, n, &r);
    if (r.kind == RULE_SCHEDULE) demand_schedule(c, set, n, &r);
    if (r.kind == RULE_GUARD || r.kind == RULE_NAME) r.any = rule_refs(c, set, node_get(n, "takes"), true);
    if (r.kind == RULE_GUARD) {
        r.spares_named =
            node_get(n, "spares") && schema_choice(c, node_get(n, "spares"), "thing to spare", spared, 1) == 0;
        if (node_get(n, "locked") && schema_yes(c, node_get(n, "locked")))
            ledger_lock_rule(c, ledger_path(c, HP_STR("rules"), state->id), node_get(n, "locked")->at);
    }
    r.within = read_scope(c, node_get(n, "within"), WITHIN_SENTENCE, &r.within_words);
    r.steps = conditions_read(c, set, node_get(n, "near"), node_get(n, "unless"),
                              r.kind == RULE_NAME ? node_get(n, "words") : NULL);
    if (node_get(n, "fix")) rule_fix(c, node_get(n, "fix"), &r);
    if (node_get(n, "channels")) r.channels = rule_channels(c, node_get(n, "channels"));
    if (node_get(n, "accounts")) r.accounts = rule_accounts(c, node_get(n, "accounts"));
    if (node_get(n, "roles")) r.roles = rule_roles(c, node_get(n, "roles"));
    refuse_incomplete(c, n, &r);
    c->b.rules.v[index] = r;
}

/* `lang:` of a rule against the policy's `locales`: a rule of a language that nobody writes there is off. */
static void leave_out_foreign(compiler *c, uint32_t index) {
    const node *texts[16];
    size_t count = schema_texts(c, node_get(c->rules.v[index].node, "lang"), texts, 16);
    bool wanted = c->locales.n == 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < c->locales.n; k++) {
            hp_str lang = texts[i]->text, locale = c->locales.v[k];
            wanted |= str_starts(locale, lang) && (locale.n == lang.n || locale.p[lang.n] == '-');
        }
    if (!wanted) c->b.rules.v[index].off = 1;
}

void rules_compile(compiler *c) {
    for (uint32_t i = 0; i < c->rules.n; i++) {
        c->elsewhere = false;
        read_rule(c, i);
        c->rules.v[i].partial = c->elsewhere;
        if (node_get(c->rules.v[i].node, "lang")) leave_out_foreign(c, i);
    }
}
