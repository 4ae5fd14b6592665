/* mime_decode.h - transfer encodings and charsets. The only wrapper of iconv. */
#ifndef CLI_MIME_DECODE_H
#define CLI_MIME_DECODE_H

#include "out.h"

void mime_base64(hp_str text, output *out);
/* Quoted-printable; `words`: as encoded words have it, with "_" for a blank. */
void mime_quoted(hp_str text, bool words, output *out);
/* %41 */
void mime_percent(hp_str text, output *out);

/* Appends a text of a charset as UTF-8; US-ASCII, UTF-8 and none at all are taken as they are. false: the charset is
 * not known, or the text is none of it. */
bool mime_to_utf8(hp_str text, hp_str charset, output *out);

#endif
