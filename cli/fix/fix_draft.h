/* fix_draft.h - a draft while it is mended, finding by finding: its text as it is now, every change and every finding
 * that was left as it is, and the way back.
 *
 * Invariants: undoing every step gives the text that it began with; what was left is known again when changes before it
 * have moved it, and is asked about anew once a change touches it. */
#ifndef CLI_FIX_DRAFT_H
#define CLI_FIX_DRAFT_H

#include "hallpass.h"

typedef struct fix_draft fix_draft;

/* The text is copied. */
fix_draft *fix_draft_new(hp_str text);
void fix_draft_free(fix_draft *d); /* the text is overwritten */

/* Valid until the next change. */
hp_str fix_draft_text(const fix_draft *d);

/* Puts a text in the place of the bytes from start to end; of no text, with the blank that would be left over. Returns
 * where it stands now. */
size_t fix_draft_change(fix_draft *d, size_t start, size_t end, hp_str with);

/* The finding is to stay as it is. */
void fix_draft_leave(fix_draft *d, const hp_finding *f);
bool fix_draft_is_left(const fix_draft *d, const hp_finding *f);

/* Takes the last step back, a change or a leaving; false: there is none. */
bool fix_draft_undo(fix_draft *d);
bool fix_draft_can_undo(const fix_draft *d);

/* The changes that hold, in the order in which they were made. */
typedef struct fix_change {
    size_t line;    /* where it was, from 1 */
    hp_str was, is; /* views that live until the next change */
} fix_change;
size_t fix_draft_changes(const fix_draft *d);
fix_change fix_draft_change_at(const fix_draft *d, size_t i);

#endif
