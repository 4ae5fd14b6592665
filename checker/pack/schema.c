/* schema.c - reading keys and values; every complaint names its place and a way to mend it. */
#include "base/calendar.h"
#include "base/str.h"
#include "pack/compiler.h"

const char *const schema_severities[4] = {"off", "note", "review", "hold"};

uint32_t pack_line(const node *n) {
    return n ? n->at.line : 0;
}

static const char *kind_name(node_kind kind) {
    return kind == NODE_MAP ? "a map (key: value)" : kind == NODE_LIST ? "a list" : "a plain value";
}

bool schema_empty(const node *n) {
    return n->kind == NODE_SCALAR && n->plain && !n->text.n;
}

bool schema_check(compiler *c, const node *map, const char *what, const key_row *rows, size_t count) {
    if (schema_empty(map)) return false; /* a key whose last entry was taken out: it says nothing */
    if (map->kind != NODE_MAP) {
        diagnose(&c->d, map->at, "HP010", "%s must be a map of keys and values", what);
        return false;
    }
    NODE_EACH(child, map) {
        const key_row *row = NULL;
        for (size_t i = 0; i < count && !row; i++)
            if (str_eq_z(child->key->text, rows[i].name)) row = &rows[i];
        if (!row) {
            diagnose(&c->d, child->key->at, "HP011", "unknown key \"%.*s\"", STR_FMT(child->key->text));
            hp_str names[64];
            size_t n = 0;
            for (size_t i = 0; i < count && n < 64; i++) names[n++] = str_of(rows[i].name);
            diagnose_nearest(&c->d, child->key->text, names, n);
        } else if (row->kind && row->kind != child->kind && (row->kind == NODE_SCALAR || !schema_empty(child)))
            diagnose(&c->d, child->at, "HP010", "\"%s\" must be %s", row->name, kind_name(row->kind));
    }
    return true;
}

void schema_require(compiler *c, const node *map, pk_mark at, const char *what, const char *key) {
    if (!node_get(map, key)) diagnose(&c->d, at, "HP013", "%s has no \"%s\"", what, key);
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
    diagnose(&c->d, n->at, "HP015", "must be a whole number from %d to %d", low, high);
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
    if (!str_eq_z(text, "no") && !str_eq_z(text, "false")) diagnose(&c->d, n->at, "HP014", "must be yes or no");
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
    diagnose_nearest(&c->d, text, all, known);
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
