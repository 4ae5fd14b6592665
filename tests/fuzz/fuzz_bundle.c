/* fuzz_bundle.c - a policy bundle as it comes from a server, and the subscription's file: whatever they hold, what was
 * read lies inside them, and what was written reads the same. */
#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "digest.h"
#include "subscription.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void inside(hp_str part, hp_str whole) {
    if (part.n > 0 && (part.p < whole.p || part.p + part.n > whole.p + whole.n)) abort();
}

/* A bundle that was read is written as it was. */
static void write_again(bundle *b, hp_str bytes) {
    static char digests[BUNDLE_FILES * DIGEST_TEXT];
    output again = OUT_MEMORY;
    bundle_write(b, digests, &again);
    if (again.n != bytes.n || memcmp(again.p, bytes.p, bytes.n) != 0) abort();
    out_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static bundle b;
    static subscription s;
    const char *why;
    hp_str bytes = {(const char *)data, size};
    digest_start();
    if (bundle_read(bytes, &b, &why)) {
        for (size_t i = 0; i < b.file_count; i++) {
            inside(b.files[i].bytes, bytes);
            if (!bundle_path_valid(b.files[i].path)) abort();
        }
        inside(b.id, bytes);
        if (bundle_sound(&b, &why)) write_again(&b, bytes);
    } else if (!why) {
        abort();
    }
    s = (subscription){0};
    if (!subscription_read(bytes, &s)) inside(s.url, bytes);
    return 0;
}
