/* schema.c - reading keys and values; every complaint names its place and a way to mend it. */
#include "base/calendar.h"
#include "base/str.h"
#include "pack/compiler.h"

uint32_t pack_line(const node *n) {
    return n ? n->at.line : 0;
}

static uint8_t form_of(const node *n) {
    return n->kind == NODE_MAP ? HP_AS_MAP : n->kind == NODE_LIST ? HP_AS_LIST : HP_AS_TEXT;
}

bool schema_empty(const node *n) {
    return n->kind == NODE_SCALAR && n->plain && !n->text.n;
}

/* "a list or a map (key: value)" */
static const char *forms_text(uint8_t forms) {
    static const char *const texts[] = {[HP_AS_TEXT] = "a plain value",
                                        [HP_AS_LIST] = "a list",
                                        [HP_AS_MAP] = "a map (key: value)",
                                        [HP_AS_TEXT | HP_AS_LIST] = "a plain value or a list",
                                        [HP_AS_TEXT | HP_AS_MAP] = "a plain value or a map (key: value)",
                                        [HP_AS_LIST | HP_AS_MAP] = "a list or a map (key: value)",
                                        [HP_AS_TEXT | HP_AS_LIST | HP_AS_MAP] = "a value"};
    return texts[forms & 7];
}

static const hp_schema_key *find_key(const hp_schema_map *map, hp_str name) {
    for (size_t i = 0; i < map->key_count && name.n; i++)
        if (map->keys[i].name[0] == name.p[0] && str_eq_z(name, map->keys[i].name)) return &map->keys[i];
    return map->others;
}

/* "a, b, c" of names; those that only say how a list is laid over another are left out. */
static hp_str joined(compiler *c, const hp_str *names, size_t count) {
    hp_str all = {0};
    for (size_t i = 0; i < count; i++) {
        if (names[i].p[0] == '+' || names[i].p[0] == '=') continue;
        all = arena_printf(c->a, "%.*s%s%.*s", STR_FMT(all), all.n ? ", " : "", STR_FMT(names[i]));
    }
    return all;
}

/* Keys that are looked for where they do not stand. */
static const char *place_of_key(const hp_schema_map *map, hp_str key) {
    static const struct {
        const hp_schema_map *map;
        const char *key, *hint;
    } places[] = {
        {&grammar_hours, "except", "write it beside \"when\", it holds for all hours: except: holidays.csv"},
        {&grammar_rule, "given", "names are known from the lexicon and from class lists; \"shapes\" weighs them"},
        {&grammar_rule, "family", "names are known from the lexicon and from class lists; \"shapes\" weighs them"},
        {&grammar_rule, "ambiguous", "such words are known from the lexicon; \"shapes\" weighs them"},
        {&grammar_extends, "url", "\"hallpass fetch subscribe\" gets it, with its key; then name it by its id"},
    };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (places[i].map == map && str_eq_z(key, places[i].key)) return places[i].hint;
    return NULL;
}

static void refuse_key(compiler *c, const hp_schema_map *map, const node *key) {
    hp_str names[96];
    size_t n = 0;
    diagnose(&c->d, key->at, "HP011", "unknown key \"%.*s\"", STR_FMT(key->text));
    const char *place = place_of_key(map, key->text);
    if (place) {
        diagnose_hint(&c->d, "%s", place);
        return;
    }
    for (; n < map->key_count && n < 96; n++) names[n] = str_of(map->keys[n].name);
    if (!diagnose_nearest(&c->d, key->text, names, n))
        diagnose_hint(&c->d, "%s may have: %.*s", map->name, STR_FMT(joined(c, names, n)));
}

/* A plain word for a value of the key: "unknown step". */
static const char *value_name(const hp_schema_key *key) {
    static const struct {
        const char *const *choices;
        const char *name;
    } names[] = {{grammar_steps, "step"},
                 {grammar_severities, "severity"},
                 {grammar_accounts, "account"},
                 {grammar_roles, "role"},
                 {grammar_validators, "validator"},
                 {grammar_places, "place"},
                 {grammar_whos, "level"},
                 {grammar_whats, "level"},
                 {grammar_looks, "place"},
                 {grammar_counts, "thing to count"},
                 {grammar_names, "way to look for names"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].choices == key->choices) return names[i].name;
    return key->name ? key->name : "value";
}

static void check_text(compiler *c, const hp_schema_key *key, const node *n) {
    size_t count = 0;
    while (key->choices && key->choices[count]) count++;
    if (key->value == HP_VALUE_CHOICE) (void)schema_choice(c, n, value_name(key), key->choices, count);
    if (key->value == HP_VALUE_YES) (void)schema_yes(c, n);
    if (key->value == HP_VALUE_NUMBER) (void)schema_number(c, n, key->low, key->high, 0);
}

/* Shows how a plain value is written where a map is wanted, between the brackets: under the map's first key, or as a
 * file. A map whose keys are all free has none to show. */
static void hint_map(compiler *c, const hp_schema_map *map, hp_str text, const char *open, const char *close) {
    if (!map->key_count) return;
    bool file = str_ends(text, str_of(".yaml")) && find_key(map, str_of("file"));
    diagnose_hint(&c->d, "write it as %s{ %s: %.*s }%s", open, file ? "file" : map->keys[0].name, STR_FMT(text), close);
}

/* The same of a list and its entries. */
static void hint_entry(compiler *c, const hp_schema_key *key, hp_str text, const char *open, const char *close) {
    if (key->items & HP_AS_TEXT)
        diagnose_hint(&c->d, "write it as %s%.*s%s", open, STR_FMT(text), close);
    else if (key->map)
        hint_map(c, key->map, text, open, close);
}

/* One value and, of a list, its entries; not what stands within maps. */
static void check_value(compiler *c, const hp_schema_key *key, const node *n) {
    if (schema_empty(n) && !(key->forms & HP_AS_TEXT)) return;
    if (!(key->forms & form_of(n))) {
        diagnose(&c->d, n->at, "HP010", "\"%.*s\" must be %s", STR_FMT(n->key->text), forms_text(key->forms));
        if (n->kind == NODE_SCALAR && key->forms == HP_AS_LIST) hint_entry(c, key, n->text, "[", "]");
    } else if (n->kind == NODE_SCALAR) {
        check_text(c, key, n);
    } else if (n->kind == NODE_LIST) {
        NODE_EACH(child, n) {
            if (!(key->items & form_of(child))) {
                diagnose(&c->d, child->at, "HP010", "an entry of \"%.*s\" must be %s", STR_FMT(n->key->text),
                         forms_text(key->items));
                if (child->kind == NODE_SCALAR) hint_entry(c, key, child->text, "", "");
            } else if (child->kind == NODE_SCALAR) {
                check_text(c, key, child);
            }
        }
    }
}

void schema_require(compiler *c, const node *map, pk_mark at, const char *what, const char *key) {
    if (!node_get(map, key)) diagnose(&c->d, at, "HP013", "%s has no \"%s\"", what, key);
}

bool schema_check(compiler *c, const node *map, const hp_schema_map *as) {
    if (schema_empty(map)) return false; /* a key whose last entry was taken out: it says nothing */
    if (map->kind != NODE_MAP) {
        diagnose(&c->d, map->at, "HP010", "%s must be a map of keys and values", as->name);
        if (map->kind == NODE_SCALAR) hint_map(c, as, map->text, "", "");
        return false;
    }
    NODE_EACH(child, map) {
        const hp_schema_key *key = find_key(as, child->key->text);
        if (key)
            check_value(c, key, child);
        else
            refuse_key(c, as, child->key);
    }
    for (size_t i = 0; i < as->key_count; i++) {
        const hp_schema_key *key = &as->keys[i];
        if (!key->required || node_get(map, key->name)) continue;
        schema_require(c, map, map->key ? map->key->at : map->at, as->name, key->name);
        diagnose_hint(&c->d, "%s: %s", key->name, key->help);
    }
    return true;
}

void schema_check_deep(compiler *c, const node *map, const hp_schema_map *as) {
    if (!schema_check(c, map, as)) return;
    NODE_EACH(child, map) {
        const hp_schema_key *key = find_key(as, child->key->text);
        if (!key || !key->map) continue;
        bool own = key->own && node_get(child, "kind");
        if (child->kind == NODE_MAP) schema_check_deep(c, child, own ? key->own : key->map);
        if (child->kind == NODE_LIST) NODE_EACH(item, child) {
                if (item->kind == NODE_MAP) schema_check_deep(c, item, key->map);
            }
    }
}

bool schema_text(compiler *c, const node *n, hp_str *out) {
    *out = (hp_str){0};
    if (!n) return false;
    if (n->kind != NODE_SCALAR) {
        diagnose(&c->d, n->at, "HP010", "must be a plain value");
        return false;
    }
    *out = n->text;
    return true;
}

int schema_number(compiler *c, const node *n, int low, int high, int fallback) {
    hp_str text;
    if (!schema_text(c, n, &text)) return fallback;
    bool minus = text.n && text.p[0] == '-';
    if (text.n && (minus || text.p[0] == '+')) text = str_sub(text, 1, text.n);
    uint64_t value;
    if (str_number(text, 1u << 20, &value)) {
        int number = minus ? -(int)value : (int)value;
        if (number >= low && number <= high) return number;
    }
    hp_str key = n->key ? n->key->text : HP_STR("value");
    diagnose(&c->d, n->at, "HP015", "\"%.*s\" must be a whole number from %d to %d", STR_FMT(key), low, high);
    return fallback;
}

bool schema_day(compiler *c, const node *n, int32_t *out) {
    hp_str text;
    if (!schema_text(c, n, &text)) return false;
    int32_t day = calendar_day(text);
    if (out) *out = day;
    if (day != NO_DAY) return true;
    diagnose(&c->d, n->at, "HP017", "\"%.*s\" is no day of the calendar", STR_FMT(text));
    diagnose_hint(&c->d, "write it as 2027-06-30");
    return false;
}

bool schema_yes(compiler *c, const node *n) {
    hp_str text;
    if (!schema_text(c, n, &text)) return false;
    if (str_eq_z(text, "yes") || str_eq_z(text, "true")) return true;
    if (!str_eq_z(text, "no") && !str_eq_z(text, "false"))
        diagnose(&c->d, n->at, "HP014", "must be yes or no, not \"%.*s\"", STR_FMT(text));
    return false;
}

int schema_choice(compiler *c, const node *n, const char *what, const char *const *names, size_t count) {
    hp_str text, all[64];
    if (!schema_text(c, n, &text)) return -1;
    for (size_t i = 0; i < count; i++)
        if (str_eq_z(text, names[i])) return (int)i;
    diagnose(&c->d, n->at, "HP014", "unknown %s \"%.*s\"", what, STR_FMT(text));
    size_t known = count < 64 ? count : 64;
    for (size_t i = 0; i < known; i++) all[i] = str_of(names[i]);
    if (!diagnose_nearest(&c->d, text, all, known)) diagnose_hint(&c->d, "choose %.*s", STR_FMT(joined(c, all, known)));
    return -1;
}

size_t schema_texts(compiler *c, const node *n, const node **out, size_t room) {
    size_t count = 0;
    if (!n || schema_empty(n)) return 0;
    if (n->kind == NODE_SCALAR) {
        out[count++] = n;
        return count;
    }
    if (n->kind != NODE_LIST) {
        diagnose(&c->d, n->at, "HP010", "must be a list");
        return 0;
    }
    NODE_EACH(child, n) {
        if (child->kind != NODE_SCALAR)
            diagnose(&c->d, child->at, "HP010", "must be a plain value");
        else if (count < room)
            out[count++] = child;
    }
    return count;
}

hp_str schema_joined(compiler *c, const node *const *texts, size_t count) {
    hp_str all = {0};
    for (size_t i = 0; i < count; i++)
        all = i ? arena_printf(c->a, "%.*s, %.*s", STR_FMT(all), STR_FMT(texts[i]->text)) : texts[i]->text;
    return all;
}
