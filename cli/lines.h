/* lines.h - texts of lines "key value", as bundles' manifests and the subscription are written: nothing to nest, to
 * quote or to guess.
 *
 * A key is 1 to 20 small letters and dashes, one space follows, then 1 to 4,096 bytes without control characters, then
 * a newline. */
#ifndef CLI_LINES_H
#define CLI_LINES_H

#include "hallpass.h"

/* Takes one line off *rest; views of it. false: what stands there is no such line, and *rest stays. */
bool lines_next(hp_str *rest, hp_str *key, hp_str *value);

/* Takes what stands before the next space off *rest, or all of it; false: there is nothing. */
bool lines_word(hp_str *rest, hp_str *word);

/* A whole number of at most `most`, without a sign or needless zeros. */
bool lines_number(hp_str text, uint64_t most, uint64_t *out);

/* Whether it is `digits` small hexadecimal digits, and capitals where `capitals`. */
bool lines_hex(hp_str text, size_t digits, bool capitals);

#endif
