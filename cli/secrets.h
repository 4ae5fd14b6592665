/* secrets.h - signatures and what they need, as libsodium does them; digest.h stands in the same wrapper. */
#ifndef CLI_SECRETS_H
#define CLI_SECRETS_H

#include "hallpass.h"

enum {
    SECRETS_PUBLIC = 32,    /* bytes of an Ed25519 public key */
    SECRETS_SECRET = 64,    /* of a secret key: the seed and the public key */
    SECRETS_SIGNATURE = 64, /* of a signature */
    SECRETS_SALT = 32       /* of what goes into a passphrase */
};

/* digest_start() comes before any of these. */

void secrets_random(void *bytes, size_t n);
void secrets_forget(void *bytes, size_t n);                   /* overwrites a secret */
bool secrets_same(const void *a, const void *b, size_t n);    /* takes the same time whatever they hold */
void secrets_hash(hp_str text, unsigned char *out, size_t n); /* BLAKE2b of n bytes, 16 to 64 */
/* Eight bytes of a keyed BLAKE2b over several texts, each with its length: nobody can try texts without the key. */
enum { SECRETS_KEY = 32 };
uint64_t secrets_mark(const unsigned char key[SECRETS_KEY], const hp_str *texts, size_t count);
void secrets_keypair(unsigned char public_key[SECRETS_PUBLIC], unsigned char secret_key[SECRETS_SECRET]);
void secrets_sign(hp_str text, const unsigned char secret_key[SECRETS_SECRET], unsigned char out[SECRETS_SIGNATURE]);
bool secrets_is_signed(hp_str text, const unsigned char signature[SECRETS_SIGNATURE],
                       const unsigned char public_key[SECRETS_PUBLIC]);

/* What minisign asks of a passphrase: scrypt with one GiB, some seconds. */
uint64_t secrets_stretch_work(void);
uint64_t secrets_stretch_memory(void);
/* n bytes of a passphrase (scrypt, RFC 7914). false: there is not the memory. */
bool secrets_stretch(hp_str passphrase, const unsigned char salt[SECRETS_SALT], uint64_t work, uint64_t memory,
                     unsigned char *out, size_t n);

/* Base64 with padding (RFC 4648): a text that the caller frees. */
char *secrets_base64(const unsigned char *bytes, size_t n);
/* Exactly n bytes of a text in Base64; false: it is something else. */
bool secrets_unbase64(hp_str text, unsigned char *out, size_t n);

#endif
