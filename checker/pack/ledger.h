/* ledger.h - what the layers set each field to: who, where, under which lock, and whether they may.
 *
 * A field is named by a path: "limits.report-at", "rules.people/student-name.severity.public". A lock stands on a field
 * or on what fields belong to ("limits", "rules.people/student-name") and binds the layers above the one that set it.
 * Whoever changes a field asks ledger_set first and says which way the change goes; what "stricter" means for a field
 * is said where the field is read.
 */
#ifndef HALLPASS_LEDGER_H
#define HALLPASS_LEDGER_H

#include "pack/pack.h"
#include "pack/yaml_nodes.h"

struct compiler;

/* Which way a change goes. TURN_FREE: neither way (a text): a floor lets it pass. */
typedef enum turn { TURN_SAME = 0, TURN_STRICTER, TURN_LOOSER, TURN_FREE } turn;

typedef struct ledger_entry {
    hp_str path, scope;
    hp_str value; /* as a text, for whoever asks what is in force */
    bool set;
    bool item; /* one entry of the list that the scope names */
    pk_mark at;
    uint32_t layer; /* of the newest setter */
    uint8_t lock;   /* pk_lock */
    pk_mark locked_at;
    uint32_t locked_by; /* layer; LEDGER_RULES: the rule's own file */
    hp_str reason;
    pk_mark rival; /* of another setter, a sibling, over whom nobody has decided; line 0: none */
} ledger_entry;
enum { LEDGER_RULES = UINT32_MAX };

typedef struct ledger {
    VEC(ledger_entry) entries;
    uint32_t *slots; /* index + 1, by hash of the path */
    size_t slot_count;
} ledger;

typedef struct ledger_change {
    uint32_t layer;
    hp_str scope, field; /* the path is scope.field; an empty scope: field alone */
    pk_mark at;
    turn turn;
    hp_str value;  /* what the field is now, as a text */
    bool item;     /* the field is an entry of the list that the scope names */
    hp_str told;   /* of what is relaxed: "review to note for public" */
    hp_str reason; /* what the layer says of it; may be empty */
} ledger_change;

hp_str ledger_path(struct compiler *c, hp_str scope, hp_str field);

/* Whether the layer may make the change; tells why not. What may be is noted. */
bool ledger_set(struct compiler *c, const ledger_change *x);

/* `lock:` of a field or scope. A lock is added above, never taken away. */
void ledger_lock(struct compiler *c, uint32_t layer, hp_str path, const node *n);
/* The rule's own file locks it. */
void ledger_lock_rule(struct compiler *c, hp_str path, pk_mark at);

/* The field is no longer set: a list was replaced. */
void ledger_drop(struct compiler *c, hp_str path);

/* NULL: no layer has set or locked it. */
const ledger_entry *ledger_get(const struct compiler *c, hp_str path);

/* Tells of fields that two siblings set and nobody above them both. */
void ledger_close(struct compiler *c);

/* How the whole number `to` stands to `from`, where more (or less) is stricter. */
static inline turn turn_up(long from, long to) {
    return to == from ? TURN_SAME : to > from ? TURN_STRICTER : TURN_LOOSER;
}
static inline turn turn_down(long from, long to) {
    return turn_up(to, from);
}

#endif
