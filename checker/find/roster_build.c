/* roster_build.c - every way to write the names of a class list, put into the tables of roster_table.h. */
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/vec.h"
#include "find/roster_table.h"
#include "text/lexicon.h"
#include "text/unicode.h"

enum {
    NEAR_PEOPLE = 5000,    /* beyond a school the neighbourhoods grow large and typos become other people */
    PERSON_MASK = 0xffffff /* of a row's `person` */
};
_Static_assert(LIMIT_ROSTER_PEOPLE <= PERSON_MASK, "a row has room for every person");

typedef struct maker {
    arena *a, *scratch; /* scratch: of one person */
    VEC(roster_row) persons;
    VEC(roster_other) others;
    roster_entry *entries;
    size_t slots, used;
    VEC(roster_near_entry) near; /* in the order in which the names stand */
    VEC(roster_word) text;
} maker;

/* The place of a copy among the words. */
static uint32_t add_text(maker *m, hp_str s) {
    size_t first = m->text.n;
    for (size_t i = 0; i < s.n; i += sizeof(roster_word)) {
        roster_word *word = VEC_ADD(m->a, &m->text, roster_word);
        if (word) memcpy(word, s.p + i, s.n - i < sizeof *word ? s.n - i : sizeof *word);
    }
    return (uint32_t)first;
}

/* ---- words of a name ---- */

typedef struct name_words {
    hp_str whole; /* squashed */
    hp_str part[8];
    size_t parts;
} name_words;

static name_words split_name(arena *a, hp_str text) {
    name_words out = {0};
    hp_str fold = unicode_fold(a, text);
    char *squashed = arena_alloc(a, fold.n);
    size_t n = 0, from = 0;
    for (size_t i = 0; i <= fold.n && squashed; i++) {
        bool cut = i == fold.n || fold.p[i] == ' ' || fold.p[i] == '-' || fold.p[i] == '.';
        if (!cut) {
            squashed[n++] = fold.p[i];
            continue;
        }
        if (i > from && out.parts < 8) out.part[out.parts++] = str_sub(fold, from, i);
        from = i + 1;
    }
    out.whole = (hp_str){squashed, n};
    return out;
}

static hp_str join(arena *a, hp_str x, hp_str y) {
    return arena_printf(a, "%.*s%.*s", STR_FMT(x), STR_FMT(y));
}

static hp_str first_letter(hp_str s) {
    uint32_t c;
    return str_sub(s, 0, unicode_next(s, 0, &c));
}

/* ---- keys ---- */

static bool widen(maker *m) {
    size_t before = m->slots;
    roster_entry *old = m->entries;
    m->slots = before ? before * 2 : 256;
    m->entries = ARENA_ARRAY(m->a, roster_entry, m->slots);
    if (!m->entries) return false;
    for (size_t i = 0; i < before; i++) {
        if (!old[i].hash) continue;
        size_t at = old[i].hash & (m->slots - 1);
        while (m->entries[at].hash) at = (at + 1) & (m->slots - 1);
        m->entries[at] = old[i];
    }
    return true;
}

/* Who is no longer, or not, the first whom a name means is kept beside: once, as one person's keys come in a row. */
static void keep_other(maker *m, roster_entry *e, uint32_t person) {
    if (e->more && m->others.v[e->more - 1].person == person) return;
    roster_other *place = VEC_ADD(m->a, &m->others, roster_other);
    if (!place) return;
    *place = (roster_other){person, e->more};
    e->more = (uint32_t)m->others.n;
}

static void add(maker *m, hp_str key, roster_kind kind, uint32_t person) {
    if (!key.n || key.n > LIMIT_NAME_BYTES || (m->used * 3 >= m->slots * 2 && !widen(m))) return;
    uint64_t hash = str_hash(key);
    size_t at = hash & (m->slots - 1);
    while (m->entries[at].hash && m->entries[at].hash != hash) at = (at + 1) & (m->slots - 1);
    roster_entry *e = &m->entries[at];
    if (!e->hash) {
        m->used++;
        *e = (roster_entry){.hash = hash, .person = person & PERSON_MASK, .kind = (uint8_t)kind};
        return;
    }
    bool better = e->kind < kind;
    if (e->person != person) keep_other(m, e, better ? e->person : person);
    if (better) e->person = person & PERSON_MASK, e->kind = (uint8_t)kind;
}

static void add_full(maker *m, hp_str given, const name_words *family, uint32_t person) {
    arena *a = m->scratch;
    if (!given.n || !family->whole.n) return;
    add(m, join(a, given, family->whole), ROSTER_FULL, person);
    add(m, join(a, family->whole, given), ROSTER_FULL, person);
    for (size_t i = 0; i < family->parts; i++)
        if (family->part[i].n > 2) add(m, join(a, given, family->part[i]), ROSTER_FULL, person);
    add(m, join(a, given, first_letter(family->whole)), ROSTER_LONG, person);
    add(m, join(a, first_letter(given), first_letter(family->whole)), ROSTER_INITIALS, person);
}

/* ---- neighbours: two names are one edit apart when they share a form with at most one byte left out of each ---- */

static void add_form(maker *m, hp_str form, roster_near_entry row) {
    row.hash = str_hash(form);
    roster_near_entry *place = VEC_ADD(m->a, &m->near, roster_near_entry);
    if (place) *place = row;
}

static void add_near(maker *m, hp_str name, uint32_t person, roster_kind kind) {
    enum { PLACE_MASK = 0x3ffffff };
    char room[ROSTER_NEAR_LONGEST];
    if (name.n < ROSTER_NEAR_LEAST || name.n > ROSTER_NEAR_LONGEST) return;
    roster_near_entry row = {.person = person & PERSON_MASK,
                             .kind = (uint8_t)kind,
                             .name = add_text(m, name) & PLACE_MASK,
                             .name_bytes = name.n & 0x3f};
    add_form(m, name, row);
    for (size_t i = 0; i < name.n; i++) add_form(m, roster_without(name, i, room), row);
}

/* ---- people ---- */

static void add_person(maker *m, const hp_person *p, uint32_t person, bool near) {
    arena *a = m->scratch;
    name_words given = split_name(a, p->given), preferred = split_name(a, p->preferred),
               family = split_name(a, p->family);
    add_full(m, given.whole, &family, person);
    add_full(m, preferred.whole, &family, person);
    if (given.parts > 1) add_full(m, given.part[0], &family, person);
    add(m, lexicon_key(a, unicode_fold(a, p->username)), ROSTER_FULL, person);
    add(m, given.whole, ROSTER_GIVEN, person);
    add(m, preferred.whole, ROSTER_GIVEN, person);
    for (size_t i = 0; i < given.parts; i++)
        if (given.parts > 1 && given.part[i].n > 2) add(m, given.part[i], ROSTER_PART, person);
    if (family.whole.n > 1) add(m, family.whole, ROSTER_FAMILY, person);
    for (size_t i = 0; i < family.parts; i++)
        if (family.parts > 1 && family.part[i].n > 3) add(m, family.part[i], ROSTER_PART, person);
    if (!near) return;
    add_near(m, given.whole, person, ROSTER_GIVEN);
    add_near(m, preferred.whole, person, ROSTER_GIVEN);
    add_near(m, family.whole, person, ROSTER_FAMILY);
}

static void add_row(maker *m, const hp_person *p) {
    enum { BYTES_MASK = 0x3fffffff };
    hp_str id = unicode_fold(m->scratch, str_trim(p->id));
    roster_row *row = VEC_ADD(m->a, &m->persons, roster_row);
    if (row) *row = (roster_row){add_text(m, id), (uint32_t)id.n & BYTES_MASK, p->release, p->opt_out};
}

/* ---- the block ---- */

static uint32_t near_slots(size_t rows) {
    uint32_t slots = rows ? 64 : 0;
    while (slots * 2ull < rows * 3ull) slots *= 2;
    return slots;
}

/* Those that stand first are met first. */
static void place_near(roster_near_entry *table, size_t slots, const roster_near_entry *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        size_t at = rows[i].hash & (slots - 1);
        while (table[at].hash) at = (at + 1) & (slots - 1);
        table[at] = rows[i];
    }
}

/* NULL without memory. */
static hp_roster *lay_out(const maker *m) {
    const void *rows[ROSTER_TABLES] = {m->entries, m->others.v, m->persons.v, NULL, m->text.v};
    roster_head head = {.version = ROSTER_VERSION,
                        .people = (uint32_t)m->persons.n,
                        .count = {(uint32_t)m->slots, (uint32_t)m->others.n, (uint32_t)m->persons.n,
                                  near_slots(m->near.n), (uint32_t)m->text.n}};
    memcpy(head.magic, ROSTER_MAGIC, sizeof head.magic);
    hp_roster *r = raw_alloc(sizeof *r);
    char *block = r ? raw_alloc(roster_table_at(&head, ROSTER_TABLES)) : NULL;
    if (!block) {
        raw_free(r);
        return NULL;
    }
    for (int t = 0; t < ROSTER_TABLES; t++)
        if (rows[t] && head.count[t])
            memcpy(block + roster_table_at(&head, t), rows[t], head.count[t] * roster_row_size(t));
    void *near = block + roster_table_at(&head, ROSTER_NEAR);
    place_near(near, head.count[ROSTER_NEAR], m->near.v, m->near.n);
    *r = (hp_roster){.head = head, .tables = block, .own = block};
    return r;
}

hp_status hp_roster_build(const hp_person *people, size_t count, hp_roster **out) {
    if (!out || (count && !people)) return HP_ERR_USAGE;
    *out = NULL;
    if (count > LIMIT_ROSTER_PEOPLE) return HP_ERR_LIMIT;
    maker m = {.a = arena_new(0), .scratch = arena_new(0)};
    bool good = m.a && m.scratch;
    for (size_t i = 0; i < count && good; i++) {
        arena_reset(m.scratch);
        add_row(&m, &people[i]);
        add_person(&m, &people[i], (uint32_t)i, count <= NEAR_PEOPLE);
        good = !arena_failed(m.a) && !arena_failed(m.scratch);
    }
    if (good) *out = lay_out(&m);
    arena_free(m.scratch);
    arena_free(m.a);
    return *out ? HP_OK : HP_ERR_MEMORY;
}
