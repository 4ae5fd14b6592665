/* download.h - one file from a server. The only wrapper of libcurl.
 *
 * Over HTTPS, with the system's certificates; file: and http on this computer itself only where that is allowed. What
 * is sent: the address, the host, "hallpass" as the program's name, and what the server itself said of the copy before.
 * No cookie, no query, no password, no compression. */
#ifndef CLI_DOWNLOAD_H
#define CLI_DOWNLOAD_H

#include "out.h"

enum {
    DOWNLOAD_ADDRESS_BYTES = 2000,
    DOWNLOAD_TAG_BYTES = 256,
    DOWNLOAD_PATIENCE = 60 /* seconds for one file, where nothing else is asked for */
};

typedef struct download_question {
    const char *address;
    const char *authority; /* a file with the certificates to trust; NULL: the system's */
    bool local;            /* file: and http on this computer may be asked */
    bool follow;           /* redirects may lead to other hosts */
    size_t cap;            /* bytes that the answer may have */
    unsigned patience;     /* seconds that it may take; a tenth of the time may pass without a byte worth the name */
    hp_str etag, modified; /* what the server said before; empty: the file is wanted whatever it is */
} download_question;

typedef enum download_result { DOWNLOAD_GOT = 0, DOWNLOAD_SAME, DOWNLOAD_FAILED } download_result;

typedef struct download_answer {
    output body;
    char etag[DOWNLOAD_TAG_BYTES], modified[DOWNLOAD_TAG_BYTES]; /* fit for a line, or empty */
    uint64_t retry; /* seconds after which the server asks to come again; 0: it says nothing */
    char why[512];  /* of DOWNLOAD_FAILED: what went wrong, in lower case, without a full stop */
} download_answer;

void download_start(void);

/* Whether an address may be asked. false: *why. */
bool download_may_ask(const char *address, bool local, const char **why);

/* Asks. download_free in any case. */
download_result download_ask(const download_question *q, download_answer *out);
void download_free(download_answer *a);

#endif
