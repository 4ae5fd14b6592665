/* plain.h - text files, and texts of other files in whatever they are written. */
#ifndef MEDIA_PLAIN_H
#define MEDIA_PLAIN_H

#include "reading.h"

/* UTF-8, UTF-16 with its mark, or one byte a character; no control characters that no text has. */
bool plain_is_text(hp_str file);
void plain_read(hp_str file, const char *path, reading *r);

typedef enum plain_coding { CODING_BYTES = 0, CODING_UTF16LE, CODING_UTF16BE } plain_coding;

/* Appends it as UTF-8. CODING_BYTES: UTF-8, else Windows-1252. A NUL ends it. */
void plain_utf8(hp_str text, plain_coding coding, output *to);

#endif
