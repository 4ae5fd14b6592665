/* secrets.c - see digest.h and secrets.h. The only wrapper of libsodium. */
#include "secrets.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "mem.h"
#include "status.h"
#include "tell.h"

enum { DIGEST_BYTES = crypto_generichash_BYTES };
_Static_assert(DIGEST_TEXT == 2 * DIGEST_BYTES + 1, "BLAKE2b-256 has 64 digits");

struct digest {
    crypto_generichash_state *state; /* wants 64-byte alignment */
};

void digest_start(void) {
    if (sodium_init() < 0) {
        tell("libsodium does not start");
        exit(STATUS_WRONG);
    }
}

void digest_of(hp_str text, char out[DIGEST_TEXT]) {
    unsigned char bytes[DIGEST_BYTES];
    crypto_generichash(bytes, sizeof(bytes), (const unsigned char *)text.p, text.n, NULL, 0);
    sodium_bin2hex(out, DIGEST_TEXT, bytes, sizeof(bytes));
}

digest *digest_new(void) {
    digest *d = mem_new(1, sizeof(*d));
    void *state = NULL;
    if (posix_memalign(&state, 64, crypto_generichash_statebytes()) != 0) {
        tell("out of memory");
        exit(STATUS_WRONG);
    }
    d->state = state;
    crypto_generichash_init(d->state, NULL, 0, DIGEST_BYTES);
    return d;
}

void digest_add(digest *d, hp_str text) {
    crypto_generichash_update(d->state, (const unsigned char *)text.p, text.n);
}

void digest_end(digest *d, char out[DIGEST_TEXT]) {
    unsigned char bytes[DIGEST_BYTES];
    crypto_generichash_final(d->state, bytes, sizeof(bytes));
    sodium_bin2hex(out, DIGEST_TEXT, bytes, sizeof(bytes));
    free(d->state);
    free(d);
}

/* ---- signatures */

_Static_assert(SECRETS_PUBLIC == crypto_sign_PUBLICKEYBYTES && SECRETS_SECRET == crypto_sign_SECRETKEYBYTES &&
                   SECRETS_SIGNATURE == crypto_sign_BYTES &&
                   SECRETS_SALT == crypto_pwhash_scryptsalsa208sha256_SALTBYTES,
               "the sizes are those of Ed25519 and scrypt");

static const unsigned char *bytes_of(hp_str text) {
    return (const unsigned char *)text.p;
}

void secrets_random(void *bytes, size_t n) {
    randombytes_buf(bytes, n);
}

void secrets_forget(void *bytes, size_t n) {
    sodium_memzero(bytes, n);
}

bool secrets_same(const void *a, const void *b, size_t n) {
    return sodium_memcmp(a, b, n) == 0;
}

void secrets_hash(hp_str text, unsigned char *out, size_t n) {
    crypto_generichash(out, n, bytes_of(text), text.n, NULL, 0);
}

uint64_t secrets_mark(const unsigned char key[SECRETS_KEY], const hp_str *texts, size_t count) {
    crypto_generichash_state state;
    unsigned char bytes[crypto_generichash_BYTES_MIN];
    uint64_t mark;
    crypto_generichash_init(&state, key, SECRETS_KEY, sizeof(bytes));
    for (size_t i = 0; i < count; i++) {
        uint64_t n = texts[i].n;
        crypto_generichash_update(&state, (const unsigned char *)&n, sizeof(n));
        crypto_generichash_update(&state, bytes_of(texts[i]), texts[i].n);
    }
    crypto_generichash_final(&state, bytes, sizeof(bytes));
    memcpy(&mark, bytes, sizeof(mark));
    return mark;
}

void secrets_keypair(unsigned char public_key[SECRETS_PUBLIC], unsigned char secret_key[SECRETS_SECRET]) {
    crypto_sign_keypair(public_key, secret_key);
}

void secrets_sign(hp_str text, const unsigned char secret_key[SECRETS_SECRET], unsigned char out[SECRETS_SIGNATURE]) {
    crypto_sign_detached(out, NULL, bytes_of(text), text.n, secret_key);
}

bool secrets_is_signed(hp_str text, const unsigned char signature[SECRETS_SIGNATURE],
                       const unsigned char public_key[SECRETS_PUBLIC]) {
    return crypto_sign_verify_detached(signature, bytes_of(text), text.n, public_key) == 0;
}

uint64_t secrets_stretch_work(void) {
    return crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE;
}

uint64_t secrets_stretch_memory(void) {
    return crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE;
}

bool secrets_stretch(hp_str passphrase, const unsigned char salt[SECRETS_SALT], uint64_t work, uint64_t memory,
                     unsigned char *out, size_t n) {
    return crypto_pwhash_scryptsalsa208sha256(out, n, passphrase.p ? passphrase.p : "", passphrase.n, salt, work,
                                              (size_t)memory) == 0;
}

/* ---- Base64 */

char *secrets_base64(const unsigned char *bytes, size_t n) {
    size_t room = sodium_base64_encoded_len(n, sodium_base64_VARIANT_ORIGINAL);
    return sodium_bin2base64(mem_new(room, 1), room, bytes, n, sodium_base64_VARIANT_ORIGINAL);
}

bool secrets_unbase64(hp_str text, unsigned char *out, size_t n) {
    size_t got = 0;
    const char *end = NULL;
    return sodium_base642bin(out, n, text.p, text.n, NULL, &got, &end, sodium_base64_VARIANT_ORIGINAL) == 0 &&
           got == n && end == text.p + text.n;
}
