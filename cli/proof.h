/* proof.h - a bundle put to the proof: compiled as it would be used, and its own tests run shut in. */
#ifndef CLI_PROOF_H
#define CLI_PROOF_H

#include "hallpass.h"

typedef enum proof_result {
    PROOF_GOOD = 0,
    PROOF_BAD, /* it does not compile, or a test failed: told, line by line */
    PROOF_LATE /* not done in two minutes */
} proof_result;

/* In a process of its own, which sees the bundle, the rules that come with hallpass and the word lists, and enters the
 * sandbox before the first test. `name`: what messages call the bundle; its files lie below that. *passed: tests that
 * did. */
proof_result proof_run(hp_str bytes, const char *name, const char *color, size_t *passed);

#endif
