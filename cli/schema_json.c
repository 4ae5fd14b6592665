/* schema_json.c - see schema_json.h.
 *
 * Each map of the language becomes a definition. Editors read YAML with its types where hallpass takes every value as
 * the text that is written, so a text may also come as a number or as true and false. */
#include "schema_json.h"

#include <stdlib.h>
#include <string.h>

#include "json_out.h"
#include "mem.h"

enum { MAPS = 128 };

typedef struct schema {
    json_out j;
    const hp_schema_map *maps[MAPS];
    size_t count;
} schema;

static size_t map_at(schema *s, const hp_schema_map *map) {
    size_t i = 0;
    while (i < s->count && s->maps[i] != map) i++;
    if (i == s->count && s->count < MAPS) s->maps[s->count++] = map;
    return i;
}

/* "a rule" and "\"limits\"" are rule-12 and limits-7: the number keeps two of one name apart. */
static char *name_of(schema *s, const hp_schema_map *map) {
    size_t number = map_at(s, map), n = 0;
    const char *from = strrchr(map->name, ' ') ? strrchr(map->name, ' ') + 1 : map->name;
    char *name = mem_text("%s-%zu", from, number);
    for (size_t i = 0; name[i]; i++)
        if (name[i] != '"') name[n++] = name[i];
    name[n] = 0;
    return name;
}

static void text(schema *s, const char *key, const char *value) {
    json_put_key(&s->j, key);
    json_put_text(&s->j, view(value));
}

static void refer(schema *s, const hp_schema_map *map) {
    char *name = name_of(s, map), *ref = mem_text("#/definitions/%s", name);
    text(s, "$ref", ref);
    free(name);
    free(ref);
}

static void types(schema *s, const char *const *names, size_t count) {
    json_put_key(&s->j, "type");
    json_put_open(&s->j, '[');
    for (size_t i = 0; i < count; i++) json_put_text(&s->j, view(names[i]));
    json_put_close(&s->j, ']');
}

/* The words, and what YAML makes of those that it takes for true and false. */
static void choices(schema *s, const char *const *words) {
    bool yes = false, no = false;
    json_put_key(&s->j, "enum");
    json_put_open(&s->j, '[');
    for (size_t i = 0; words[i]; i++) {
        json_put_text(&s->j, view(words[i]));
        yes = yes || strcmp(words[i], "yes") == 0;
        no = no || strcmp(words[i], "no") == 0 || strcmp(words[i], "off") == 0;
    }
    if (yes) json_put_bool(&s->j, true);
    if (no) json_put_bool(&s->j, false);
    json_put_close(&s->j, ']');
}

static void value(schema *s, const hp_schema_key *key) {
    static const char *const any[] = {"string", "number", "boolean", "null"};
    static const char *const yes[] = {"yes", "no", "true", "false", NULL};
    switch (key->value) {
    case HP_VALUE_NUMBER:
        text(s, "type", "integer");
        json_put_key(&s->j, "minimum");
        json_put_number(&s->j, key->low);
        json_put_key(&s->j, "maximum");
        json_put_number(&s->j, key->high);
        break;
    case HP_VALUE_YES: choices(s, yes); break;
    case HP_VALUE_CHOICE: choices(s, key->choices); break;
    default: types(s, any, 4); break;
    }
}

/* Its map, or either of two: behind anyOf, beside which a description may stand. */
static void map_of(schema *s, const hp_schema_key *key) {
    if (!key->map) {
        text(s, "type", "object");
        return;
    }
    json_put_key(&s->j, "anyOf");
    json_put_open(&s->j, '[');
    json_put_open(&s->j, '{');
    refer(s, key->map);
    json_put_close(&s->j, '}');
    if (key->own) {
        json_put_open(&s->j, '{');
        refer(s, key->own);
        json_put_close(&s->j, '}');
    }
    json_put_close(&s->j, ']');
}

static void form(schema *s, const hp_schema_key *key, unsigned as);

/* One form, or any of several. */
static void forms(schema *s, const hp_schema_key *key, unsigned as) {
    bool several = (as & (as - 1)) != 0;
    if (!several) {
        form(s, key, as);
        return;
    }
    json_put_key(&s->j, "anyOf");
    json_put_open(&s->j, '[');
    for (unsigned bit = HP_AS_TEXT; bit <= HP_AS_MAP; bit <<= 1) {
        if (!(as & bit)) continue;
        json_put_open(&s->j, '{');
        form(s, key, bit);
        json_put_close(&s->j, '}');
    }
    json_put_close(&s->j, ']');
}

static void form(schema *s, const hp_schema_key *key, unsigned as) {
    if (as == HP_AS_TEXT) {
        value(s, key);
    } else if (as == HP_AS_MAP) {
        map_of(s, key);
    } else {
        text(s, "type", "array");
        json_put_key(&s->j, "items");
        json_put_open(&s->j, '{');
        forms(s, key, key->items);
        json_put_close(&s->j, '}');
    }
}

static void property(schema *s, const hp_schema_key *key) {
    json_put_open(&s->j, '{');
    forms(s, key, key->forms);
    text(s, "description", key->help);
    json_put_close(&s->j, '}');
}

static void define(schema *s, const hp_schema_map *map) {
    char *name = name_of(s, map);
    json_put_key(&s->j, name);
    free(name);
    json_put_open(&s->j, '{');
    text(s, "type", "object");
    if (map->key_count) {
        json_put_key(&s->j, "properties");
        json_put_open(&s->j, '{');
        for (size_t i = 0; i < map->key_count; i++) {
            json_put_key(&s->j, map->keys[i].name);
            property(s, &map->keys[i]);
        }
        json_put_close(&s->j, '}');
        json_put_key(&s->j, "required");
        json_put_open(&s->j, '[');
        for (size_t i = 0; i < map->key_count; i++)
            if (map->keys[i].required) json_put_text(&s->j, view(map->keys[i].name));
        json_put_close(&s->j, ']');
    }
    json_put_key(&s->j, "additionalProperties");
    if (map->others)
        property(s, map->others);
    else
        json_put_bool(&s->j, false);
    json_put_close(&s->j, '}');
}

static void head(schema *s, const char *branch, const hp_schema_map *map) {
    json_put_key(&s->j, branch);
    json_put_open(&s->j, '{');
    refer(s, map);
    json_put_close(&s->j, '}');
}

void schema_json(output *to) {
    schema s = {.j = {.to = to, .pretty = true}};
    static const char *const heads[] = {"rules/1", "policy/1", NULL};
    json_put_open(&s.j, '{');
    text(&s, "$schema", "http://json-schema.org/draft-07/schema#");
    text(&s, "title", "hallpass rule sets and policies");
    text(&s, "type", "object");
    json_put_key(&s.j, "required");
    json_put_open(&s.j, '[');
    json_put_text(&s.j, HP_STR("hallpass"));
    json_put_close(&s.j, ']');
    json_put_key(&s.j, "properties");
    json_put_open(&s.j, '{');
    json_put_key(&s.j, "hallpass");
    json_put_open(&s.j, '{');
    choices(&s, heads);
    json_put_close(&s.j, '}');
    json_put_close(&s.j, '}');
    json_put_key(&s.j, "if");
    json_put_open(&s.j, '{');
    json_put_key(&s.j, "properties");
    json_put_open(&s.j, '{');
    json_put_key(&s.j, "hallpass");
    json_put_open(&s.j, '{');
    text(&s, "const", heads[0]);
    json_put_close(&s.j, '}');
    json_put_close(&s.j, '}');
    json_put_close(&s.j, '}');
    head(&s, "then", hp_schema(view(heads[0])));
    head(&s, "else", hp_schema(view(heads[1])));
    json_put_key(&s.j, "definitions");
    json_put_open(&s.j, '{');
    for (size_t i = 0; i < s.count; i++) define(&s, s.maps[i]); /* what it refers to comes behind */
    json_put_close(&s.j, '}');
    json_put_close(&s.j, '}');
    out_char(to, '\n');
}
