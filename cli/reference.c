/* reference.c - see reference.h. */
#include "reference.h"

#include <stdio.h>
#include <string.h>

#include "mem.h"

enum { MAPS = 128 };

typedef struct book {
    output *to;
    const hp_schema_map *maps[MAPS];
    size_t count, told;
} book;

/* A map's chapter comes once, behind those that speak of it first. */
static void promise(book *b, const hp_schema_map *map) {
    for (size_t i = 0; i < b->count; i++)
        if (b->maps[i] == map) return;
    if (b->count < MAPS) b->maps[b->count++] = map;
}

/* Two maps may have one name: the words of a policy and of a rule set. */
static void title(book *b, const hp_schema_map *map) {
    size_t same = 0;
    for (size_t i = 0; b->maps[i] != map; i++) same += strcmp(b->maps[i]->name, map->name) == 0;
    for (const char *p = map->name; *p; p++)
        if (*p != '"') out_char(b->to, *p);
    if (same) out_z(b->to, " (of another kind)");
}

static void text_of(output *to, const hp_schema_key *key) {
    char bounds[64];
    switch (key->value) {
    case HP_VALUE_YES: out_z(to, "`yes` or `no`"); break;
    case HP_VALUE_NUMBER:
        snprintf(bounds, sizeof(bounds), "a number, %d to %d", key->low, key->high);
        out_z(to, bounds);
        break;
    case HP_VALUE_CHOICE:
        for (size_t i = 0; key->choices[i]; i++) {
            out_z(to, i ? " `" : "`");
            out_z(to, key->choices[i]);
            out_char(to, '`');
        }
        break;
    default: out_z(to, "a text"); break;
    }
}

static void forms_of(book *b, const hp_schema_key *key, unsigned forms) {
    bool any = false;
    for (unsigned as = HP_AS_TEXT; as <= HP_AS_MAP; as <<= 1) {
        if (!(forms & as)) continue;
        if (any) out_z(b->to, "; or ");
        any = true;
        if (as == HP_AS_TEXT) text_of(b->to, key);
        if (as == HP_AS_LIST) {
            out_z(b->to, "a list: ");
            forms_of(b, key, key->items);
        }
        if (as != HP_AS_MAP) continue;
        out_z(b->to, key->map ? "*" : "a map");
        if (key->map) {
            promise(b, key->map);
            title(b, key->map);
            out_char(b->to, '*');
        }
        if (key->own) {
            promise(b, key->own);
            out_z(b->to, " or *");
            title(b, key->own);
            out_char(b->to, '*');
        }
    }
}

static void row(book *b, const hp_schema_key *key) {
    out_z(b->to, "| ");
    if (key->name) {
        out_char(b->to, '`');
        out_z(b->to, key->name);
        out_char(b->to, '`');
    } else {
        out_z(b->to, "any name");
    }
    out_z(b->to, key->required ? ", required | " : " | ");
    forms_of(b, key, key->forms);
    out_z(b->to, " | ");
    out_z(b->to, key->help);
    out_z(b->to, " |\n");
}

static void chapter(book *b, const hp_schema_map *map) {
    out_z(b->to, "\n## ");
    title(b, map);
    out_z(b->to, "\n| key | value | |\n|---|---|---|\n");
    for (size_t i = 0; i < map->key_count; i++) row(b, &map->keys[i]);
    if (map->others) row(b, map->others);
}

void reference_print(output *to) {
    book b = {.to = to};
    out_z(to, "# Every key of the language\n\n"
              "Made by `hallpass policy schema --format=markdown` from the tables that the checks are made of. "
              "README.md here tells of "
              "policies,\n../rules/README.md of rule sets, ERRORS.md what each error means.\n");
    promise(&b, hp_schema(HP_STR("policy/1")));
    promise(&b, hp_schema(HP_STR("rules/1")));
    for (; b.told < b.count; b.told++) chapter(&b, b.maps[b.told]);
}
