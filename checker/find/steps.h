/* steps.h - the conditions of a rule (`near`, `unless`) asked of one match. */
#ifndef HALLPASS_STEPS_H
#define HALLPASS_STEPS_H

#include "find/search.h"

/* What the steps of a rule make of a match. */
typedef struct step_result {
    int points;              /* sum of all that was raised and lowered */
    uint8_t severity;        /* hp_level that the last such step set; 0: none */
    bool dropped;            /* an `unless` held; the steps behind it were not asked */
    VEC(hit_reason) reasons; /* one per step that held, in the document's arena; points 0 for `unless` */
} step_result;

/* Asks every step of the rule of the span. `forms`: those that the span has as a name, a bit by each name_form's
 * number; steps with another `for:` are left out. Steps that say whose a thing is are skipped when the scope is a
 * tag's. *out is filled anew. */
HP_MUST_USE hp_status steps_ask(search *s, const pk_rule *rule, size_t clean_start, size_t clean_end, unsigned forms,
                                step_result *out);

/* Whether one step's condition holds (negate counted in). *clean_what is where the phrase or the pattern was found;
 * empty when the condition was another one. */
bool step_holds(search *s, const pk_rule *rule, const pk_step *step, size_t clean_start, size_t clean_end,
                hp_str *clean_what);

/* The bytes of `words` word-like tokens before and behind a span, not past a blank line. */
void steps_words_around(const doc *d, size_t clean_start, size_t clean_end, uint16_t words, size_t *clean_from,
                        size_t *clean_to);

/* Notes what became of a match of the rule that is watched; of any other rule nothing. */
void sight_note(search *s, uint32_t rule_index, sight seen);

#endif
