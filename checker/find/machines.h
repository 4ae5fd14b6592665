/* machines.h - a small machine for each pattern that has a sketch (pack/sketch.h), made state by state as texts need
 * it.
 *
 * A state is the set of places in the sketch where a match may go on, and what stands before; its row says for each
 * class of symbols which state comes next. Machines are thrown away when they grow too large, which changes no answer.
 */
#ifndef HALLPASS_MACHINES_H
#define HALLPASS_MACHINES_H

#include "pack/pack.h"

/* States of every machine. */
enum {
    STATE_UNKNOWN = 0, /* in a row: not made yet. Else: there is no room for it */
    STATE_DEAD,        /* no match from here */
    STATE_ACCEPTED,    /* the sketch matches */
    STATE_FIRST        /* this and higher ones: symbols tell */
};

/* What a step reads stands first, side by side. */
typedef struct machine {
    uint8_t *narrow;              /* per state, the next one for each class of symbols, as long as they are few */
    uint16_t *wide;               /* the same of many states; NULL: they are few */
    const uint8_t *of;            /* per symbol its class: a column */
    uint16_t start[BEHIND_KINDS]; /* STATE_UNKNOWN: not made yet */
    uint16_t classes;
    uint16_t count, room;
    const unsigned char *code; /* the sketch */
    struct state *states;
    uint16_t *index;  /* states by hash: twice as many slots as there is room for states; 0: free */
    uint16_t *places; /* of all states */
    size_t place_count, place_room;
} machine;

/* Belongs to one thread. */
typedef struct machines machines;

HP_MUST_USE hp_status machines_new(const hp_pack *pack, machines **out);
void machines_free(machines *ms); /* NULL is fine */

/* The machine of a pattern that has a sketch; NULL without memory. Valid until it is forgotten. */
machine *machines_of(machines *ms, uint32_t pattern);
void machines_forget(machines *ms, uint32_t pattern);
/* Forgets all of them when they have grown too large. */
void machines_bound(machines *ms);

/* Makes the state before a text, by what stands before it. */
uint16_t machine_make_start(machines *ms, machine *m, unsigned behind);
/* Makes the state behind another one, STATE_FIRST or higher, and a symbol. */
uint16_t machine_make(machines *ms, machine *m, uint16_t state, unsigned symbol);

/* The state before a text. */
static inline uint16_t machine_start(machines *ms, machine *m, unsigned behind) {
    return m->start[behind] == STATE_UNKNOWN ? machine_make_start(ms, m, behind) : m->start[behind];
}

static inline uint16_t machine_next(machines *ms, machine *m, uint16_t state, unsigned symbol) {
    size_t cell = (size_t)state * m->classes + m->of[symbol];
    uint16_t next = m->wide ? m->wide[cell] : m->narrow[cell];
    return next == STATE_UNKNOWN ? machine_make(ms, m, state, symbol) : next;
}

#endif
