/* minisign.h - keys and signatures as minisign 0.11 writes and reads them (https://jedisct1.github.io/minisign/).
 *
 * A public key is 42 bytes in Base64: "Ed", the key's id (8 bytes), the Ed25519 key. A signature has four lines: a
 * comment; 74 bytes in Base64 ("Ed" over the file, or "ED" over its BLAKE2b-512, the key's id, the signature); a
 * trusted comment; a signature over the first one and that comment. A secret key has 158 bytes in Base64, of which 104
 * are encrypted with scrypt, or stand open. digest_start() before what signs, verifies or makes keys. */
#ifndef CLI_MINISIGN_H
#define CLI_MINISIGN_H

#include "secrets.h"

enum {
    MINISIGN_ID = 8,             /* bytes of a key's id */
    MINISIGN_ID_TEXT = 17,       /* 16 capital digits and a NUL */
    MINISIGN_FILE_BYTES = 16384, /* a signature or key file: minisign's comments have at most 8,192 */
    MINISIGN_KEY_TEXT = 56       /* characters of a public key in Base64 */
};

typedef struct minisign_key {
    unsigned char id[MINISIGN_ID];
    unsigned char bytes[SECRETS_PUBLIC];
} minisign_key;

typedef struct minisign_secret {
    unsigned char id[MINISIGN_ID];
    unsigned char bytes[SECRETS_SECRET];
} minisign_secret;

typedef struct minisign_signature {
    bool hashed; /* over the file's hash */
    unsigned char id[MINISIGN_ID];
    unsigned char signature[SECRETS_SIGNATURE], global[SECRETS_SIGNATURE];
    hp_str comment; /* the trusted one; a view of what was read */
} minisign_signature;

/* The id as minisign prints it. */
void minisign_id_text(const unsigned char id[MINISIGN_ID], char out[MINISIGN_ID_TEXT]);

/* A public key: its Base64, or a key file with its comment. */
bool minisign_read_key(hp_str text, minisign_key *out);
/* Its Base64, which the caller frees. */
char *minisign_key_text(const minisign_key *key);

/* Only the form: whether the signature is right, minisign_verify says. false: *why. */
bool minisign_read_signature(hp_str text, minisign_signature *out, const char **why);
/* Whether a key has signed both the file and the trusted comment. The ids must be the same. */
bool minisign_verify(hp_str file, const minisign_signature *s, const minisign_key *key);
/* Seconds since 1970 that the trusted comment tells ("timestamp:N"); 0: none. */
int64_t minisign_time(const minisign_signature *s);

/* The four lines, over the file's hash; a text that the caller frees. `comment` has no control characters but tabs. */
char *minisign_sign(hp_str file, const minisign_secret *secret, const char *comment);

/* A new pair. */
void minisign_new(minisign_key *key, minisign_secret *secret);

/* A secret key's file, encrypted unless the passphrase's p is NULL; the caller forgets and frees it. NULL: there is not
 * the memory (one GiB) that minisign asks for. */
char *minisign_write_secret(const minisign_secret *secret, hp_str passphrase);

/* Whether a secret key's file wants a passphrase. */
bool minisign_is_locked(hp_str text);
/* false: *why. */
bool minisign_read_secret(hp_str text, hp_str passphrase, minisign_secret *out, const char **why);

#endif
