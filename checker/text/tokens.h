/* tokens.h - cutting the clean text into tokens, parts and sentences. */
#ifndef HALLPASS_TOKENS_H
#define HALLPASS_TOKENS_H

#include "text/clean.h"

/* Fills d->tokens; needs d->clean. `links` are flagged TOKEN_IN_LINK. */
HP_MUST_USE hp_status tokens_cut(doc *d, const link_range *links, size_t link_count);

/* Fills d->parts; needs tokens with sentences. */
HP_MUST_USE hp_status parts_cut(doc *d);

/* Fills d->sentences and every token's sentence, TOKEN_FIRST and TOKEN_QUOTED. */
HP_MUST_USE hp_status sentences_cut(doc *d);

/* The fold of a token or part and its hash. */
bool token_fold(arena *a, hp_str text, token *t);

/* Case flags of a text. */
uint8_t token_case(hp_str text);

#endif
