/* run.h - a run over drafts: opens everything, shuts itself in, checks, prints. */
#ifndef CLI_RUN_H
#define CLI_RUN_H

#include "desk.h"

/* Checks what the feed gives under the rules, `jobs` at a time, and prints to standard output. Enters the sandbox
 * before the first byte of a draft is read. Returns the worst exit status. */
int run_drafts(const desk_rules *rules, feed *from, size_t jobs);

#endif
