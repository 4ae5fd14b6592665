/* digest.h - BLAKE2b-256, as 64 hexadecimal digits. In secrets.c, the wrapper of libsodium. */
#ifndef CLI_DIGEST_H
#define CLI_DIGEST_H

#include "hallpass.h"

enum { DIGEST_TEXT = 65 }; /* 64 digits and a NUL */

/* Prepares the library; before the sandbox. */
void digest_start(void);

/* Digest of one text. */
void digest_of(hp_str text, char out[DIGEST_TEXT]);

/* A digest over several texts in turn. */
typedef struct digest digest;
digest *digest_new(void);
void digest_add(digest *d, hp_str text);
void digest_end(digest *d, char out[DIGEST_TEXT]); /* frees it */

#endif
