/* letter.h - a mail before a gate: its subject with each of its texts, and the names of its attachments. */
#ifndef CLI_LETTER_H
#define CLI_LETTER_H

#include "hook_gate.h"

enum { LETTER_BYTES = 64 << 20 };

/* Checks a message (RFC 5322). Returns how many attachments hold what was not read. */
size_t letter_check(gate *g, hp_str message);

#endif
