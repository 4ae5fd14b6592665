/* shelf.h - files of the tree, read once, and what compiles policies from them. */
#ifndef SHELF_H
#define SHELF_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"

enum { FILES = 64, NAME = 128, FAILED = 16 };

/* `changed` gives one of the files another text. */
typedef struct shelf {
    char name[FILES][NAME];
    hp_str text[FILES];
    size_t count;
    const char *changed;
    hp_str instead;
    size_t errors, warnings;
    size_t failed[FAILED], failed_count; /* lines of the tests that failed */
    char told[4000];
} shelf;

static hp_str read_file(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) return (hp_str){NULL, 0};
    fseek(f, 0, SEEK_END);
    long n = ftell(f);
    rewind(f);
    char *bytes = n > 0 ? malloc((size_t)n) : NULL;
    size_t got = bytes ? fread(bytes, 1, (size_t)n, f) : 0;
    fclose(f);
    if (got == (size_t)n) return (hp_str){bytes, got};
    free(bytes);
    return (hp_str){NULL, 0};
}

static bool fetch(shelf *s, const char *path, hp_source *out) {
    size_t i = 0;
    while (i < s->count && strcmp(s->name[i], path) != 0) i++;
    if (i == s->count) {
        hp_str text = read_file(path);
        if (!text.p || s->count == FILES) return false;
        snprintf(s->name[i], NAME, "%s", path);
        s->text[i] = text;
        s->count++;
    }
    bool other = s->changed && strcmp(s->changed, path) == 0;
    *out = (hp_source){str_of(s->name[i]), other ? s->instead : s->text[i]};
    return true;
}

static hp_status include(void *user, hp_str from, hp_str name, hp_source *out) {
    shelf *s = user;
    char path[256];
    size_t folder = from.n;
    while (folder > 0 && from.p[folder - 1] != '/') folder--;
    if (str_eq_z(name, "base")) return fetch(s, "policies/base.yaml", out) ? HP_OK : HP_ERR_USAGE;
    if (str_starts(name, HP_STR("../")))
        snprintf(path, sizeof path, "%.*s", (int)name.n - 3, name.p + 3);
    else
        snprintf(path, sizeof path, "%.*s%.*s", (int)folder, from.p, (int)name.n, name.p);
    return fetch(s, path, out) ? HP_OK : HP_ERR_USAGE;
}

static hp_status zone(void *user, hp_str name, hp_str *tzif) {
    char path[256];
    hp_source found;
    snprintf(path, sizeof path, "/usr/share/zoneinfo/%.*s", (int)name.n, name.p);
    if (!fetch(user, path, &found)) return HP_ERR_USAGE;
    *tzif = found.bytes;
    return HP_OK;
}

static void collect(void *user, const hp_diag *d) {
    shelf *s = user;
    size_t used = strlen(s->told);
    s->errors += !d->warning;
    s->warnings += d->warning;
    if (strcmp(d->code, "HP060") == 0 && s->failed_count < FAILED) s->failed[s->failed_count++] = d->line;
    snprintf(s->told + used, sizeof s->told - used, "%.*s:%zu: %s %.*s (%.*s)\n", (int)d->file.n, d->file.p, d->line,
             d->code, (int)d->message.n, d->message.p, (int)d->hint.n, d->hint.p);
}

static hp_pack *compile(shelf *s, const char *path, bool tests) {
    hp_compile_options o = HP_COMPILE_OPTIONS_INIT;
    hp_source top;
    hp_pack *pack = NULL;
    o.diag = collect;
    o.include = include;
    o.zone = zone;
    o.diag_user = o.include_user = o.zone_user = s;
    o.keep_tests = tests;
    o.keep_origins = !tests;
    s->errors = s->warnings = s->failed_count = 0;
    s->told[0] = 0;
    assert_true(fetch(s, path, &top));
    if (hp_pack_compile(&top, 1, &o, &pack) != HP_OK) return NULL;
    return pack;
}

static int open_shelf(void **state) {
    *state = calloc(1, sizeof(shelf));
    return *state ? 0 : -1;
}

static int close_shelf(void **state) {
    shelf *s = *state;
    for (size_t i = 0; i < s->count; i++) free((char *)(uintptr_t)s->text[i].p);
    free(s);
    return 0;
}

#endif
