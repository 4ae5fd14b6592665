/* http.h - one file from a server. The only wrapper of libcurl.
 *
 * Over HTTPS, with the system's certificates; file: and http on this computer itself only where that is allowed. What
 * is sent: the address, the host, "hallpass" as the program's name, and what the server itself said of the copy before.
 * No cookie, no query, no password, no compression. */
#ifndef CLI_HTTP_H
#define CLI_HTTP_H

#include "out.h"

enum {
    HTTP_ADDRESS_BYTES = 2000,
    HTTP_TAG_BYTES = 256,
    HTTP_PATIENCE = 60 /* seconds for one file, where nothing else is asked for */
};

typedef struct http_question {
    const char *address;
    const char *authority; /* a file with the certificates to trust; NULL: the system's */
    bool local;            /* file: and http on this computer may be asked */
    bool follow;           /* redirects may lead to other hosts */
    size_t cap;            /* bytes that the answer may have */
    unsigned patience;     /* seconds that it may take; a tenth of the time may pass without a byte worth the name */
    hp_str etag, modified; /* what the server said before; empty: the file is wanted whatever it is */
} http_question;

typedef enum http_result { HTTP_GOT = 0, HTTP_SAME, HTTP_FAILED } http_result;

typedef struct http_answer {
    output body;
    char etag[HTTP_TAG_BYTES], modified[HTTP_TAG_BYTES]; /* fit for a line, or empty */
    uint64_t retry; /* seconds after which the server asks to come again; 0: it says nothing */
    char why[512];  /* of HTTP_FAILED: what went wrong, in lower case, without a full stop */
} http_answer;

void http_start(void);

/* Whether an address may be asked. false: *why. */
bool http_may_ask(const char *address, bool local, const char **why);

/* Asks. http_free in any case. */
http_result http_ask(const http_question *q, http_answer *out);
void http_free(http_answer *a);

#endif
