/* ruleset.c - the rules of every set read, once all are declared (declare.c). */
#include "base/str.h"
#include "pack/compiler.h"

enum { CATEGORIES = 17, KINDS = 10 };

static const char *const secrets[] = {"credential", "card", "ssn"};

/* ---- values ---- */

void rule_severity(compiler *c, const node *n, uint8_t *table) {
    if (n->kind == NODE_SCALAR) {
        int level = schema_choice(c, n, "severity", grammar_severities, 4);
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
            level = schema_choice(c, child, "severity", grammar_severities, 4);
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
    static const char *const fixes[] = {"replace", "mask", "pseudonym", "append"}; /* FIX_REPLACE and on */
    const node *opening = node_get(n, "schedule");
    if (opening && schema_check(c, n, &grammar_fix) && r->kind != RULE_SCHEDULE)
        diagnose(&c->d, opening->at, "HP011", "only a rule of kind schedule is mended by another time");
    if (opening) {
        r->fix = FIX_SCHEDULE;
        return;
    }
    if (n->kind == NODE_SCALAR) {
        if (str_eq_z(n->text, "remove"))
            r->fix = FIX_REMOVE;
        else if (str_eq_z(n->text, "schedule") && r->kind != RULE_SCHEDULE)
            diagnose(&c->d, n->at, "HP011", "only a rule of kind schedule is mended by another time");
        else if (str_eq_z(n->text, "schedule"))
            r->fix = FIX_SCHEDULE;
        else if (str_eq_z(n->text, "none"))
            r->fix = FIX_NONE;
        else
            diagnose(&c->d, n->at, "HP014", "unknown fix \"%.*s\"", STR_FMT(n->text));
        return;
    }
    if (!schema_check(c, n, &grammar_fix)) return;
    for (size_t i = 0; i < 4; i++) {
        hp_str text;
        if (!node_get(n, fixes[i]) || !schema_text(c, node_get(n, fixes[i]), &text)) continue;
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
        else if (c->has_policy) { /* a set by itself has no channels: its rules run in all */
            hp_str known[LIMIT_CHANNELS];
            size_t all = c->b.channels.n < LIMIT_CHANNELS ? c->b.channels.n : LIMIT_CHANNELS;
            for (size_t k = 0; k < all; k++) known[k] = build_text(&c->b, c->b.channels.v[k].name);
            diagnose(&c->d, texts[i]->at, "HP014", "unknown channel \"%.*s\"", STR_FMT(texts[i]->text));
            diagnose_nearest(&c->d, texts[i]->text, known, all);
        }
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
    r->audiences = 0;
    for (size_t i = 0; i < LIMIT_AUDIENCES; i++) {
        if (keep[i]) r->audiences = (uint8_t)(r->audiences | 1u << i);
        if (!keep[i]) r->severity[i] = 0;
    }
}

/* Where it runs and for whom. `channels: { audience: [public] }` and `account: personal` say the same in other words.
 */
static void read_reach(compiler *c, const node *n, pk_rule *r) {
    const node *channels = node_get(n, "channels"), *audiences = node_get(n, "audiences"),
               *accounts = node_get(n, "accounts"), *account = node_get(n, "account");
    if (channels && channels->kind == NODE_MAP) {
        const node *named = schema_check(c, channels, &grammar_reach) ? node_get(channels, "audience") : NULL;
        if (named && audiences) diagnose(&c->d, channels->key->at, "HP011", "\"audiences\" is there already");
        if (named) audiences = named;
    } else if (channels)
        r->channels = rule_channels(c, channels);
    if (audiences) limit_audiences(c, audiences, r);
    if (account && accounts) diagnose(&c->d, account->key->at, "HP011", "\"accounts\" is there already");
    if (accounts || account) r->accounts = rule_accounts(c, accounts ? accounts : account);
    if (node_get(n, "roles")) r->roles = rule_roles(c, node_get(n, "roles"));
}

/* ---- patterns ---- */

static void read_match(compiler *c, uint32_t set, const node *n, pk_rule *r, int validator, uint8_t flags) {
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
            schema_check(c, child, &grammar_match);
            schema_text(c, node_get(child, "reason"), &reason);
            const node *confidence = node_get(child, "confidence"), *own = node_get(child, "validate");
            if (node_get(child, "regex"))
                pattern_add(c, set, node_get(child, "regex"), confidence ? schema_number(c, confidence, 0, 100, 0) : -1,
                            own ? validator_of(c, own) : validator, flags, reason);
        }
    r->patterns.count = (uint32_t)c->b.patterns.n - r->patterns.first;
}

static void read_frames(compiler *c, uint32_t set, const node *n, pk_rule *r) {
    r->patterns.first = (uint32_t)c->b.patterns.n;
    NODE_EACH(child, n) {
        hp_str reason;
        if (!schema_check(c, child, &grammar_frame)) continue;
        schema_text(c, node_get(child, "reason"), &reason);
        if (node_get(child, "match") && node_get(child, "points"))
            pattern_add(c, set, node_get(child, "match"), schema_number(c, node_get(child, "points"), -100, 100, 0), 0,
                        PATTERN_FRAME, reason);
    }
    r->patterns.count = (uint32_t)c->b.patterns.n - r->patterns.first;
}

static void read_shapes(compiler *c, const node *n, pk_shape_points *s) {
    const struct {
        const char *name;
        int16_t *points;
    } shapes[] = {
        {"given", &s->given},          {"given-family", &s->given_family}, {"given-initial", &s->given_initial},
        {"initials", &s->initials},    {"unknown", &s->unknown},           {"ambiguous", &s->ambiguous},
        {"roster", &s->roster},        {"roster-full", &s->roster_full},   {"family", &s->family},
        {"lower", &s->lower},          {"disguise", &s->disguise},         {"tagged", &s->tagged},
        {"private", &s->privately},    {"public", &s->publicly},           {"known", &s->known},
        {"known-word", &s->known_word}};
    if (!schema_check(c, n, &grammar_shapes)) return;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (node_get(n, shapes[i].name))
            *shapes[i].points = (int16_t)schema_number(c, node_get(n, shapes[i].name), -100, 100, 0);
}

static void read_name(compiler *c, uint32_t set, const node *n, pk_rule *r) {
    schema_require(c, n, n->key->at, "a name rule", "role");
    if (node_get(n, "role")) r->role = (uint8_t)(schema_choice(c, node_get(n, "role"), "role", grammar_people, 5) + 1);
    if (node_get(n, "shapes")) read_shapes(c, node_get(n, "shapes"), &r->shapes);
    if (node_get(n, "frames") && node_get(n, "frames")->kind == NODE_LIST)
        read_frames(c, set, node_get(n, "frames"), r);
    r->sure = node_get(n, "sure") && schema_choice(c, node_get(n, "sure"), "certainty", grammar_sure, 1) == 0;
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

/* The order of the MEDIA_ bits. */
static int media_bit(hp_str word) {
    for (int i = 0; i < 4; i++)
        if (str_eq_z(word, grammar_media[i])) return i;
    return -1;
}

static int shown_bit(hp_str word) {
    for (int i = 0; i < 4; i++)
        if (str_eq_z(word, grammar_shown[i])) return i;
    return -1;
}

static int tells_bit(hp_str word) {
    for (int i = 0; grammar_tells[i]; i++)
        if (str_eq_z(word, grammar_tells[i])) return i;
    return -1;
}

/* `needs:` says what must be there, `release:` and `alt:` what is. */
static void read_needs(compiler *c, const node *needs, const node *n, pk_rule *r) {
    if (!needs || !schema_check(c, needs, &grammar_needs)) return;
    static const char *const keys[] = {"release", "alt"};
    uint8_t *const asked[] = {&r->release, &r->alt};
    for (size_t i = 0; i < 2; i++) {
        const node *need = node_get(needs, keys[i]);
        if (need && node_get(n, keys[i])) diagnose(&c->d, need->key->at, "HP011", "\"%s\" is there already", keys[i]);
        if (need) *asked[i] = MEDIA_MISSING;
    }
}

static void read_media(compiler *c, uint32_t set, const node *n, pk_rule *r) {
    if (node_get(n, "media")) r->media = (uint8_t)name_bits(c, node_get(n, "media"), media_bit, "kind of attachment");
    if (node_get(n, "people")) r->people = (uint8_t)name_bits(c, node_get(n, "people"), shown_bit, "kind of people");
    if (node_get(n, "tells"))
        r->tells = (uint8_t)name_bits(c, node_get(n, "tells"), tells_bit, "thing that a file tells");
    if (node_get(n, "never-with")) r->any = rule_refs(c, set, node_get(n, "never-with"), true);
    read_needs(c, node_get(n, "needs"), n, r);
    if (node_get(n, "release"))
        r->release = (uint8_t)(schema_choice(c, node_get(n, "release"), "state of a release", grammar_states, 2) + 1);
    if (node_get(n, "alt"))
        r->alt = (uint8_t)(schema_choice(c, node_get(n, "alt"), "state of a text", grammar_states, 2) + 1);
}

/* ---- a rule ---- */

static void read_words_of(compiler *c, const node *n, pk_rule *r) {
    hp_str title, why, todo, ask;
    schema_text(c, node_get(n, "title"), &title);
    schema_text(c, node_get(n, "ask"), &ask);
    schema_text(c, node_get(n, "why"), &why);
    schema_text(c, node_get(n, "do"), &todo);
    r->title = build_str(&c->b, title);
    r->why = build_str(&c->b, why);
    r->todo = build_str(&c->b, todo);
    r->ask = build_str(&c->b, ask);
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
    const node *severity = node_get(n, "severity"), *category = node_get(n, "category"),
               *modifier = node_get(n, "modifier");
    r->confidence = node_get(n, "confidence") ? (uint8_t)schema_number(c, node_get(n, "confidence"), 0, 100, 80) : 80;
    r->order = node_get(n, "order") ? (uint16_t)schema_number(c, node_get(n, "order"), 0, 1000, 100) : 100;
    if (severity) rule_severity(c, severity, r->severity);
    if (node_get(n, "override")) {
        int at = schema_choice(c, node_get(n, "override"), "override", grammar_overrides, 3);
        r->override_ = at > 0 ? (uint8_t)at : 0;
    }
    r->who = read_level(c, node_get(n, "who"), grammar_whos, "level");
    r->what = read_level(c, node_get(n, "what"), grammar_whats, "level");
    bool finds =
        severity && r->who && !r->what && r->kind != RULE_NAME; /* identity with a severity is told by itself */
    r->alone = node_get(n, "alone") ? schema_yes(c, node_get(n, "alone")) : finds;
    r->plain = node_get(n, "gist") && !schema_yes(c, node_get(n, "gist"));
    r->carries = node_get(n, "carries") && schema_yes(c, node_get(n, "carries"));
    int at = category ? schema_choice(c, category, "category", grammar_categories, CATEGORIES) : 0;
    r->category = build_str(&c->b, str_of(grammar_categories[at < 0 ? 0 : at]));
    r->directory = consent_field(str_of(grammar_categories[at < 0 ? 0 : at]));
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
    if (r->kind != RULE_GUARD && !(r->kind == RULE_NAME && r->role >= ROLE_PUBLIC)) {
        schema_require(c, n, n->key->at, "a rule", "do");
        if ((!r->what && !r->who) || r->alone) schema_require(c, n, n->key->at, "a rule", "severity");
    }
    if (finds && !node_get(n, "match") && !node_get(n, "words") && !r->reads)
        diagnose(&c->d, n->key->at, "HP013", "the rule has neither \"match\" nor \"words\"");
    if (r->kind == RULE_GUARD) schema_require(c, n, n->key->at, "a guard", "takes");
}

static void read_guard(compiler *c, const rule_state *state, pk_rule *r) {
    const node *spares = node_get(state->node, "spares"), *locked = node_get(state->node, "locked");
    r->spares_named = spares && schema_choice(c, spares, "thing to spare", grammar_spared, 1) == 0;
    if (locked && schema_yes(c, locked)) ledger_lock_rule(c, ledger_path(c, HP_STR("rules"), state->id), locked->at);
}

/* What only rules of one kind have. */
static void read_kind(compiler *c, const rule_state *state, pk_rule *r) {
    const node *n = state->node;
    if (r->kind == RULE_COMBINE) read_combine(c, state->set, n, r);
    if (r->kind == RULE_MEDIA) read_media(c, state->set, n, r);
    if (r->kind == RULE_REQUIRE) demand_require(c, state->set, n, r);
    if (r->kind == RULE_LIMIT) demand_limit(c, state->set, n, r);
    if (r->kind == RULE_SCHEDULE) demand_schedule(c, state->set, n, r);
    if (r->kind == RULE_GIST) {
        schema_require(c, n, n->key->at, "the rule", "from");
        r->from = (uint8_t)schema_number(c, node_get(n, "from"), 1, 99, 50);
    }
    if (r->kind == RULE_GUARD || r->kind == RULE_NAME) r->any = rule_refs(c, state->set, node_get(n, "takes"), true);
    if (r->kind == RULE_GUARD) read_guard(c, state, r);
}

static void read_rule(compiler *c, uint32_t index) {
    static const uint8_t kind_of[] = {RULE_PATTERN, RULE_PATTERN, RULE_NAME,  RULE_GUARD,    RULE_COMBINE,
                                      RULE_MEDIA,   RULE_REQUIRE, RULE_LIMIT, RULE_SCHEDULE, RULE_GIST};
    const rule_state *state = &c->rules.v[index];
    const node *n = state->node, *kind = node_get(n, "kind"), *match = node_get(n, "match");
    uint32_t set = state->set;
    pk_rule r = {.line = pack_line(n->key)};
    if (!schema_check(c, n, &grammar_rule)) return;
    kinds_refuse(c, n);
    int at = kind ? schema_choice(c, kind, "kind", grammar_kinds, KINDS) : -1;
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
        r.reads =
            (uint8_t)(schema_choice(c, node_get(n, "reads"), "answer of the code reader", grammar_readings, 5) + 1);
    read_kind(c, state, &r);
    r.within = read_scope(c, node_get(n, "within"), WITHIN_SENTENCE, &r.within_words);
    r.steps = conditions_read(c, set, node_get(n, "near"), node_get(n, "unless"),
                              r.kind == RULE_NAME ? node_get(n, "words") : NULL);
    if (node_get(n, "fix")) rule_fix(c, node_get(n, "fix"), &r);
    read_reach(c, n, &r);
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
    enum { PATTERNS_EACH = 16 }; /* that many hardly any set has */
    VEC_RESERVE(c->a, &c->b.patterns, PATTERNS_EACH * c->rules.n);
    for (uint32_t i = 0; i < c->rules.n; i++) {
        c->elsewhere = false;
        read_rule(c, i);
        c->rules.v[i].partial = c->elsewhere;
        if (node_get(c->rules.v[i].node, "lang")) leave_out_foreign(c, i);
    }
}
