/* roster.c - asking the table of roster.h, and opening and sealing its image. roster_build.c makes one. */
#include "find/roster.h"

#include <string.h>

#include "base/str.h"
#include "find/roster_table.h"

/* ---- rows ---- */

size_t roster_row_size(int table) {
    static const size_t sizes[ROSTER_TABLES] = {
        [ROSTER_ENTRIES] = sizeof(roster_entry), [ROSTER_OTHERS] = sizeof(roster_other),
        [ROSTER_PERSONS] = sizeof(roster_row),   [ROSTER_NEAR] = sizeof(roster_near_entry),
        [ROSTER_TEXT] = sizeof(roster_word),
    };
    return sizes[table];
}

size_t roster_table_at(const roster_head *head, int table) {
    size_t at = 0;
    for (int t = 0; t < table; t++) at += head->count[t] * roster_row_size(t);
    return at;
}

/* Copies `count` rows from `first` on out; zeros where they are not all there. */
static void read_rows(const hp_roster *r, int table, size_t first, size_t count, void *out) {
    size_t size = roster_row_size(table), have = r->head.count[table];
    if (first > have || count > have - first) {
        memset(out, 0, count * size);
        return;
    }
    size_t at = roster_table_at(&r->head, table) + first * size;
    memcpy(out, r->tables + at, count * size);
    if (r->sealed) cipher_words(&r->key, at / CIPHER_WORD, out, count * size / CIPHER_WORD);
}

/* ---- asking ---- */

size_t hp_roster_size(const hp_roster *roster) {
    return roster ? roster->head.people : 0;
}

roster_match roster_find(const hp_roster *roster, uint64_t hash) {
    size_t slots = roster ? roster->head.count[ROSTER_ENTRIES] : 0;
    for (size_t tried = 0; tried < slots; tried++) {
        roster_entry e;
        read_rows(roster, ROSTER_ENTRIES, (hash + tried) & (slots - 1), 1, &e);
        if (!e.hash) break;
        if (e.hash == hash) return (roster_match){(roster_kind)e.kind, e.person, e.more};
    }
    return (roster_match){0};
}

bool roster_also(const hp_roster *roster, uint32_t *more, uint32_t *person) {
    if (!*more) return false;
    roster_other o;
    read_rows(roster, ROSTER_OTHERS, *more - 1, 1, &o);
    *person = o.person;
    *more = o.next < *more ? o.next : 0;
    return true;
}

roster_person roster_get(const hp_roster *roster, uint32_t person, arena *a) {
    roster_row row;
    read_rows(roster, ROSTER_PERSONS, person, 1, &row);
    size_t words = (row.id_bytes + sizeof(roster_word) - 1) / sizeof(roster_word);
    bool there = words <= roster->head.count[ROSTER_TEXT];
    char *id = there ? ARENA_ARRAY(a, char, words * sizeof(roster_word)) : NULL;
    if (id) read_rows(roster, ROSTER_TEXT, row.id, words, id);
    return (roster_person){.id = {id, id ? row.id_bytes : 0}, .release = row.release, .opt_out = row.opt_out};
}

static bool is_near(const hp_roster *r, const roster_near_entry *e, hp_str key) {
    roster_word name[(ROSTER_NEAR_LONGEST + sizeof(roster_word)) / sizeof(roster_word)];
    if (e->name_bytes > ROSTER_NEAR_LONGEST) return false;
    read_rows(r, ROSTER_TEXT, e->name, (e->name_bytes + sizeof(roster_word) - 1) / sizeof(roster_word), name);
    return str_distance((hp_str){(const char *)name, e->name_bytes}, key, 1) <= 1;
}

static roster_match near_form(const hp_roster *r, hp_str form, hp_str key) {
    size_t slots = r->head.count[ROSTER_NEAR];
    uint64_t hash = str_hash(form);
    for (size_t tried = 0; tried < slots; tried++) {
        roster_near_entry e;
        read_rows(r, ROSTER_NEAR, (hash + tried) & (slots - 1), 1, &e);
        if (!e.hash) break;
        if (e.hash == hash && is_near(r, &e, key)) return (roster_match){(roster_kind)e.kind, e.person, 0};
    }
    return (roster_match){0};
}

roster_match roster_near(const hp_roster *roster, hp_str key) {
    char room[ROSTER_NEAR_LONGEST];
    bool asked =
        roster && roster->head.count[ROSTER_NEAR] && key.n >= ROSTER_NEAR_LEAST && key.n <= ROSTER_NEAR_LONGEST;
    roster_match m = asked ? near_form(roster, key, key) : (roster_match){0};
    for (size_t i = 0; asked && i < key.n && !m.kind; i++) m = near_form(roster, roster_without(key, i, room), key);
    return m;
}

hp_str roster_without(hp_str s, size_t skip, char *room) {
    if (skip) memcpy(room, s.p, skip);
    memcpy(room + skip, s.p + skip + 1, s.n - skip - 1);
    return (hp_str){room, s.n - 1};
}

/* ---- images ---- */

static cipher_key key_of(const unsigned char bytes[HP_ROSTER_KEY]) {
    cipher_key key;
    _Static_assert(sizeof key == HP_ROSTER_KEY, "a key is the cipher's");
    memcpy(&key, bytes, sizeof key);
    return key;
}

/* No word of an image has this number. */
static uint64_t proof_of(const cipher_key *key) {
    return cipher_pad(key, UINT64_MAX);
}

static bool is_table_size(uint32_t slots) {
    return (slots & (slots - 1)) == 0;
}

size_t hp_roster_image_size(const hp_roster *roster) {
    return sizeof roster->head + roster_table_at(&roster->head, ROSTER_TABLES);
}

void hp_roster_image(const hp_roster *roster, const unsigned char key[HP_ROSTER_KEY], char *bytes) {
    cipher_key seal = key_of(key);
    roster_head head = roster->head;
    size_t n = roster_table_at(&head, ROSTER_TABLES);
    head.proof = proof_of(&seal);
    memcpy(bytes, &head, sizeof head);
    memcpy(bytes + sizeof head, roster->tables, n);
    if (roster->sealed) cipher_words(&roster->key, 0, bytes + sizeof head, n / CIPHER_WORD);
    cipher_words(&seal, 0, bytes + sizeof head, n / CIPHER_WORD);
}

hp_status hp_roster_open(hp_str image, const unsigned char key[HP_ROSTER_KEY], hp_roster **out) {
    *out = NULL;
    hp_roster r = {.sealed = true, .key = key_of(key)};
    if (!image.p || image.n < sizeof r.head) return HP_ERR_USAGE;
    memcpy(&r.head, image.p, sizeof r.head);
    r.tables = image.p + sizeof r.head;
    bool good = memcmp(r.head.magic, ROSTER_MAGIC, sizeof r.head.magic) == 0 && r.head.version == ROSTER_VERSION &&
                r.head.proof == proof_of(&r.key) && is_table_size(r.head.count[ROSTER_ENTRIES]) &&
                is_table_size(r.head.count[ROSTER_NEAR]) && hp_roster_image_size(&r) == image.n;
    if (!good) return HP_ERR_USAGE;
    *out = raw_alloc(sizeof r);
    if (!*out) return HP_ERR_MEMORY;
    **out = r;
    return HP_OK;
}

void hp_roster_free(hp_roster *roster) {
    if (!roster) return;
    raw_free(roster->own);
    raw_free(roster);
}
