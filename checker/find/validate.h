/* validate.h - is a text what it looks like? Checksums, number plans and calendars, asked of a match as it was typed,
 * with its spaces, hyphens and brackets.
 *
 * One row a validator, in the order of grammar_validators (pack/grammar.h).
 */
#ifndef HALLPASS_VALIDATE_H
#define HALLPASS_VALIDATE_H

#include "hallpass.h"

typedef bool validate_fn(hp_str text);

extern validate_fn *const validators[];
extern const size_t validator_count;

#endif
