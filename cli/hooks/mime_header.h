/* mime_header.h - the headers of a mail or of one of its parts, their parameters and encoded words. */
#ifndef CLI_MIME_HEADER_H
#define CLI_MIME_HEADER_H

#include "out.h"

/* Takes the headers off the front of an entity: what is left is its body. false: they are broken. */
bool mime_headers(hp_str *entity, hp_str *headers);

/* Header number `at` of a name, unfolded but not decoded, into `value`; false: there are no more. */
bool mime_header(hp_str headers, const char *name, size_t at, output *value);

/* What stands before the first ";" of a value, without blanks. */
hp_str mime_token(hp_str value);

/* A parameter of a value (boundary, charset, filename), in one piece or several (RFC 2231), decoded to UTF-8. false: it
 * is not there; `*broken`: it is, and cannot be read. */
bool mime_parameter(hp_str value, const char *name, output *out, bool *broken);

/* Text of a header with its encoded words, in UTF-8. false: one of them cannot be read. */
bool mime_words(hp_str value, output *out);

bool mime_same(hp_str text, const char *word); /* whatever the case of their letters */

#endif
