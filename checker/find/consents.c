/* consents.c - see consents.h. Families decide by the student's id in the school's records: names are no keys. */
#include "find/consents.h"

#include "base/str.h"

/* The policy's entry for an id; NULL: it has none. Entries are sorted by id, then kind. */
static const pk_consent *entry_of(const hp_pack *pack, hp_str id, uint32_t kind) {
    const pk_consent *all = pack_consents(pack);
    size_t low = 0, high = pack->head->table[PACK_CONSENTS].count;
    while (id.n && low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_cmp(pack_str(pack, all[middle].id), id);
        if (order == 0 && all[middle].kind == kind) return &all[middle];
        if (order < 0 || (order == 0 && all[middle].kind < kind))
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static consent_word word_of(const hp_pack *pack, const roster_person *p, int32_t day) {
    uint8_t bits = pack_policy(pack)->consent;
    if ((bits & CONSENT_ROSTER_OPT_OUTS && p->opt_out) || entry_of(pack, p->id, CONSENT_OPT_OUT))
        return CONSENT_REFUSED;
    const pk_consent *release = entry_of(pack, p->id, CONSENT_RELEASE);
    bool good = release && (release->last_day == NO_DAY || day == NO_DAY || day <= release->last_day);
    if (good || (bits & CONSENT_ROSTER_RELEASES && p->release)) return CONSENT_RELEASED;
    return bits & CONSENT_DIRECTORY_NAMES ? CONSENT_LISTED : CONSENT_UNKNOWN;
}

static consent_word word_on(const hp_pack *pack, const hp_roster *roster, uint32_t person, int32_t day, arena *a) {
    arena_mark mark = arena_at(a);
    roster_person p = roster_get(roster, person, a);
    consent_word word = word_of(pack, &p, day);
    arena_restore(a, mark);
    return word;
}

/* REFUSED beats all, then UNKNOWN: what everybody has in common. */
static consent_word stricter(consent_word a, consent_word b) {
    if (a == CONSENT_REFUSED || b == CONSENT_REFUSED) return CONSENT_REFUSED;
    if (!a || !b) return CONSENT_UNKNOWN;
    return a > b ? a : b;
}

consent_word consent_of(const hp_pack *pack, const hp_roster *roster, const candidate *c, int32_t policy_day,
                        arena *scratch) {
    bool told = pack_policy(pack)->consent || pack->head->table[PACK_CONSENTS].count;
    if (!told || c->roster == ROSTER_NONE) return CONSENT_UNKNOWN;
    consent_word word = word_on(pack, roster, c->person, policy_day, scratch);
    uint32_t person;
    for (uint32_t more = c->others; roster_also(roster, &more, &person);)
        word = stricter(word, word_on(pack, roster, person, policy_day, scratch));
    bool whole = c->roster == ROSTER_FULL || c->roster == ROSTER_LONG || !c->several;
    bool plain = whole && !c->disguise;
    return plain || word == CONSENT_REFUSED ? word : CONSENT_UNKNOWN;
}
