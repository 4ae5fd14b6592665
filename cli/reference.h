/* reference.h - the reference page of the rule and policy language, in Markdown. */
#ifndef CLI_REFERENCE_H
#define CLI_REFERENCE_H

#include "out.h"

/* Every map of the language with its keys, what their values may be and what they are for: made of the tables that the
 * checks are made of (hp_schema). */
void reference_print(output *to);

#endif
