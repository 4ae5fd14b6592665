/* mask.h - secrets of a draft (passwords, card numbers, social security numbers) where a report leaves the screen. */
#ifndef CLI_MASK_H
#define CLI_MASK_H

#include "out.h"

typedef struct mask {
    hp_str draft;
    const hp_report *report;
    bool off;       /* show everything */
    output scratch; /* OUT_MEMORY; the caller frees it */
} mask;

/* What stands for a character of a secret. */
#define MASK_SIGN "\xE2\x80\xA2"

/* Whether the draft's byte belongs to a secret that must not be shown. */
bool mask_covers(const mask *m, size_t draft_at);

/* The draft's bytes from start to end, masked. Valid until the next call. */
hp_str mask_span(mask *m, size_t start, size_t end);
/* A finding's question with what was found, masked likewise, for {match}; of no span: "it". Nothing: it asks none. */
void mask_ask(mask *m, const hp_finding *f, output *to);

/* A text made of the draft, with the secrets that are left in it masked. Valid until the next call. */
hp_str mask_text(mask *m, hp_str text);

#endif
