/* version.h - versions as policies and engines write them: 1 to 6 whole numbers with dots between. */
#ifndef CLI_VERSION_H
#define CLI_VERSION_H

#include "hallpass.h"

enum { VERSION_BYTES = 40 }; /* the longest, without a NUL */

/* Whether it can be compared: "2026.11.0"; each number has at most 9 digits and no needless zeros. */
bool version_valid(hp_str text);

/* Below 0, 0 or above 0, as a is older, the same or newer. Missing numbers count as 0. Both must be valid. */
int version_compare(hp_str a, hp_str b);

/* The version of "needs: >=0.3". false: it is written in another way. */
bool version_of_needs(hp_str needs, hp_str *out);

#endif
