/* mime.h - what a mail says: its subject, its texts in UTF-8, the names of its attachments (RFC 5322, 2045 to 2047,
 * 2231).
 *
 * Reads what mail programs write. Whatever it does not understand is a problem, never passed over: a charset or
 * encoding that is not known, something encrypted, nesting too deep. */
#ifndef CLI_MIME_H
#define CLI_MIME_H

#include "out.h"

/* Called in the order of the message; views are valid during the call only. */
typedef struct mime_sink {
    void *user;
    void (*heading)(void *user, hp_str text); /* the subject, or another header that is shown with the text */
    void (*text)(void *user, hp_str text, bool html);
    void (*attachment)(void *user, hp_str name, bool unread); /* what it holds was no text */
    void (*problem)(void *user, const char *why);             /* lower case, no full stop */
} mime_sink;

void mime_read(hp_str message, const mime_sink *sink);

#endif
