/* roster.h - the class lists of the person who writes: every way a listed name may stand in a draft, in one hash table
 * (roster_table.h).
 *
 * A key is a run of folded words without spaces and hyphens ("maisee", "hassanali", "mayahernandez"), so that "Mai
 * See", "Mai-See" and "#MaiSee" meet. Immutable once built.
 */
#ifndef HALLPASS_ROSTER_H
#define HALLPASS_ROSTER_H

#include "base/arena.h"

typedef enum roster_kind {
    ROSTER_NONE = 0,
    ROSTER_PART,     /* one word of a given or family name of several */
    ROSTER_FAMILY,   /* a family name, or one half of a double one */
    ROSTER_INITIALS, /* "jm" for Jayden Martinez: counts only where it is written as initials */
    ROSTER_GIVEN,    /* given or preferred name */
    ROSTER_LONG,     /* given name and initial: "Maya H" */
    ROSTER_FULL      /* given and family name, in either order */
} roster_kind;

typedef struct roster_match {
    roster_kind kind;
    uint32_t person; /* index of the first one it fits */
    uint32_t more;   /* for roster_also; 0: it fits nobody else */
} roster_match;

enum { ROSTER_LONGEST = 5 }; /* tokens that one name may have */

/* What a key is; ROSTER_NONE when it is nothing. NULL is an empty roster. */
roster_match roster_find(const hp_roster *roster, uint64_t hash);

/* The next person whom the same name may mean: false: there is none. Begins with a match's `more`. */
bool roster_also(const hp_roster *roster, uint32_t *more, uint32_t *person);

/* What the class list says of a person; the id folded, empty when it has none. */
typedef struct roster_person {
    hp_str id;
    bool release, opt_out;
} roster_person;
/* The id lies in the arena. */
roster_person roster_get(const hp_roster *roster, uint32_t person, arena *a);

/* A name one edit away from `key` (5 bytes or more); only GIVEN and FAMILY names of 5 bytes or more are met so. */
roster_match roster_near(const hp_roster *roster, hp_str key);

/* A text without its byte number `skip`, in `room` for one byte less. */
hp_str roster_without(hp_str s, size_t skip, char *room);

#endif
