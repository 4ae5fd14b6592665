/* digest.c - see digest.h. */
#include "digest.h"

#include <sodium.h>
#include <stdlib.h>

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
