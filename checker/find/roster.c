/* roster.c - building the table of roster.h and asking it. */
#include "find/roster.h"

#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/vec.h"
#include "text/lexicon.h"
#include "text/unicode.h"

enum {
    NEAR_LEAST = 5,    /* shorter names have too many neighbours that are words */
    NEAR_PEOPLE = 5000 /* beyond a school the neighbourhoods grow large and typos become other people */
};

typedef struct entry {
    uint64_t hash; /* 0: empty */
    uint32_t person;
    uint32_t more; /* index + 1 into `others`: who else bears the name; 0: nobody */
    uint8_t kind;
} entry;

typedef struct other {
    uint32_t person, next; /* next: as entry.more */
} other;

typedef struct near_entry {
    uint64_t hash;
    hp_str name;
    uint32_t person;
    uint8_t kind;
} near_entry;

struct hp_roster {
    arena *a;
    size_t people;
    roster_person *persons;
    VEC(other) others;
    entry *table;
    size_t mask, used;
    near_entry *near; /* by hash of the name with one byte left out, and of the name itself; chained by probing */
    size_t near_mask;
};

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

/* ---- building ---- */

static bool widen(hp_roster *r) {
    size_t old_slots = r->table ? r->mask + 1 : 0, slots = old_slots ? old_slots * 2 : 256;
    entry *old = r->table;
    r->table = ARENA_ARRAY(r->a, entry, slots);
    if (!r->table) return false;
    r->mask = slots - 1;
    for (size_t i = 0; i < old_slots; i++) {
        if (!old[i].hash) continue;
        size_t at = old[i].hash & r->mask;
        while (r->table[at].hash) at = (at + 1) & r->mask;
        r->table[at] = old[i];
    }
    return true;
}

/* Who is no longer, or not, the first whom a name means is kept beside. */
static void keep_other(hp_roster *r, entry *e, uint32_t person) {
    for (uint32_t k = e->more; k; k = r->others.v[k - 1].next)
        if (r->others.v[k - 1].person == person) return;
    other *place = VEC_ADD(r->a, &r->others, other);
    if (!place) return;
    *place = (other){person, e->more};
    e->more = (uint32_t)r->others.n;
}

static void add(hp_roster *r, hp_str key, roster_kind kind, uint32_t person) {
    if (!key.n || key.n > LIMIT_NAME_BYTES || (r->used * 2 >= (r->table ? r->mask + 1 : 0) && !widen(r))) return;
    uint64_t hash = str_hash(key);
    size_t at = hash & r->mask;
    while (r->table[at].hash && r->table[at].hash != hash) at = (at + 1) & r->mask;
    entry *e = &r->table[at];
    if (!e->hash) {
        r->used++;
        *e = (entry){hash, person, 0, (uint8_t)kind};
        return;
    }
    bool better = e->kind < kind;
    if (e->person != person) keep_other(r, e, better ? e->person : person);
    if (better) e->person = person, e->kind = (uint8_t)kind;
}

static void add_full(hp_roster *r, arena *a, hp_str given, const name_words *family, uint32_t person) {
    if (!given.n || !family->whole.n) return;
    add(r, join(a, given, family->whole), ROSTER_FULL, person);
    add(r, join(a, family->whole, given), ROSTER_FULL, person);
    for (size_t i = 0; i < family->parts; i++)
        if (family->part[i].n > 2) add(r, join(a, given, family->part[i]), ROSTER_FULL, person);
    add(r, join(a, given, first_letter(family->whole)), ROSTER_LONG, person);
    add(r, join(a, first_letter(given), first_letter(family->whole)), ROSTER_INITIALS, person);
}

static void add_person(hp_roster *r, arena *scratch, const hp_person *p, uint32_t person) {
    name_words given = split_name(scratch, p->given), preferred = split_name(scratch, p->preferred),
               family = split_name(scratch, p->family);
    add_full(r, scratch, given.whole, &family, person);
    add_full(r, scratch, preferred.whole, &family, person);
    if (given.parts > 1) add_full(r, scratch, given.part[0], &family, person);
    add(r, lexicon_key(scratch, unicode_fold(scratch, p->username)), ROSTER_FULL, person);
    add(r, given.whole, ROSTER_GIVEN, person);
    add(r, preferred.whole, ROSTER_GIVEN, person);
    for (size_t i = 0; i < given.parts; i++)
        if (given.parts > 1 && given.part[i].n > 2) add(r, given.part[i], ROSTER_PART, person);
    if (family.whole.n > 1) add(r, family.whole, ROSTER_FAMILY, person);
    for (size_t i = 0; i < family.parts; i++)
        if (family.parts > 1 && family.part[i].n > 3) add(r, family.part[i], ROSTER_PART, person);
}

/* ---- neighbours: two names are one edit apart when they share a form with at most one byte left out of each ---- */

static void add_near_form(hp_roster *r, uint64_t hash, hp_str name, uint32_t person, uint8_t kind) {
    size_t at = hash & r->near_mask;
    while (r->near[at].hash) at = (at + 1) & r->near_mask;
    r->near[at] = (near_entry){hash, name, person, kind};
}

static hp_str without(hp_str s, size_t skip, char *room) {
    if (skip) memcpy(room, s.p, skip);
    memcpy(room + skip, s.p + skip + 1, s.n - skip - 1);
    return (hp_str){room, s.n - 1};
}

static void add_near(hp_roster *r, hp_str name, uint32_t person, uint8_t kind) {
    char room[LIMIT_NAME_BYTES];
    if (name.n < NEAR_LEAST || name.n >= 40) return;
    name = arena_copy(r->a, name);
    add_near_form(r, str_hash(name), name, person, kind);
    for (size_t i = 0; i < name.n; i++) add_near_form(r, str_hash(without(name, i, room)), name, person, kind);
}

static bool build_near(hp_roster *r, arena *scratch, const hp_person *people, size_t count) {
    size_t forms = 0, slots = 64;
    for (size_t i = 0; i < count; i++) forms += people[i].given.n + people[i].preferred.n + people[i].family.n + 3;
    while (slots < forms * 2) slots *= 2;
    r->near = ARENA_ARRAY(r->a, near_entry, slots);
    r->near_mask = slots - 1;
    if (!r->near) return false;
    for (size_t i = 0; i < count; i++) {
        arena_reset(scratch);
        add_near(r, split_name(scratch, people[i].given).whole, (uint32_t)i, ROSTER_GIVEN);
        add_near(r, split_name(scratch, people[i].preferred).whole, (uint32_t)i, ROSTER_GIVEN);
        add_near(r, split_name(scratch, people[i].family).whole, (uint32_t)i, ROSTER_FAMILY);
    }
    return true;
}

hp_status hp_roster_build(const hp_person *people, size_t count, hp_roster **out) {
    if (!out || (count && !people)) return HP_ERR_USAGE;
    *out = NULL;
    if (count > LIMIT_ROSTER_PEOPLE) return HP_ERR_LIMIT;
    arena *a = arena_new(0), *scratch = arena_new(0);
    hp_roster *r = a && scratch ? ARENA_NEW(a, hp_roster) : NULL;
    bool good = r != NULL;
    if (good) {
        r->a = a;
        r->people = count;
        r->persons = ARENA_ARRAY(a, roster_person, count);
        for (size_t i = 0; i < count && r->persons; i++) {
            arena_reset(scratch);
            r->persons[i] =
                (roster_person){unicode_fold(a, str_trim(people[i].id)), people[i].release, people[i].opt_out};
            add_person(r, scratch, &people[i], (uint32_t)i);
        }
        good = (count > NEAR_PEOPLE || build_near(r, scratch, people, count)) && !arena_failed(a);
    }
    arena_free(scratch);
    if (!good) {
        arena_free(a);
        return HP_ERR_MEMORY;
    }
    *out = r;
    return HP_OK;
}

void hp_roster_free(hp_roster *roster) {
    if (roster) arena_free(roster->a);
}

size_t hp_roster_size(const hp_roster *roster) {
    return roster ? roster->people : 0;
}

/* ---- asking ---- */

roster_match roster_find(const hp_roster *roster, uint64_t hash) {
    if (!roster || !roster->table) return (roster_match){0};
    for (size_t at = hash & roster->mask; roster->table[at].hash; at = (at + 1) & roster->mask)
        if (roster->table[at].hash == hash)
            return (roster_match){(roster_kind)roster->table[at].kind, roster->table[at].person,
                                  roster->table[at].more};
    return (roster_match){0};
}

bool roster_also(const hp_roster *roster, uint32_t *more, uint32_t *person) {
    if (!*more) return false;
    const other *o = &roster->others.v[*more - 1];
    *person = o->person;
    *more = o->next;
    return true;
}

const roster_person *roster_get(const hp_roster *roster, uint32_t person) {
    return &roster->persons[person];
}

static roster_match near_form(const hp_roster *r, uint64_t hash, hp_str key) {
    for (size_t at = hash & r->near_mask; r->near[at].hash; at = (at + 1) & r->near_mask)
        if (r->near[at].hash == hash && str_distance(r->near[at].name, key, 1) <= 1)
            return (roster_match){(roster_kind)r->near[at].kind, r->near[at].person, 0};
    return (roster_match){0};
}

roster_match roster_near(const hp_roster *roster, hp_str key) {
    char room[LIMIT_NAME_BYTES];
    if (!roster || !roster->near || key.n < NEAR_LEAST || key.n >= 40) return (roster_match){0};
    roster_match m = near_form(roster, str_hash(key), key);
    for (size_t i = 0; i < key.n && !m.kind; i++) m = near_form(roster, str_hash(without(key, i, room)), key);
    return m;
}
