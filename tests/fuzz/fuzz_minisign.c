/* fuzz_minisign.c - signatures and keys as they come from a server or a person: nothing that was made up is right. */
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "minisign.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_signature(hp_str text) {
    static const minisign_key made_up = {.id = "12345678", .bytes = "a key of which nobody has a half"};
    minisign_signature s;
    const char *why;
    if (!minisign_read_signature(text, &s, &why)) {
        if (!why) abort();
        return;
    }
    if (s.comment.n > 0 && (s.comment.p < text.p || s.comment.p + s.comment.n > text.p + text.n)) abort();
    if (minisign_time(&s) < 0 || minisign_verify(text, &s, &made_up)) abort();
}

static void try_keys(hp_str text) {
    minisign_key key, again;
    minisign_secret secret;
    const char *why;
    if (minisign_read_key(text, &key)) {
        char *written = minisign_key_text(&key);
        if (!minisign_read_key((hp_str){written, strlen(written)}, &again) || memcmp(&key, &again, sizeof(key)) != 0)
            abort();
        free(written);
    }
    if (!minisign_is_locked(text)) (void)minisign_read_secret(text, (hp_str){0}, &secret, &why);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    hp_str text = {(const char *)data, size};
    digest_start();
    try_signature(text);
    try_keys(text);
    return 0;
}
