/* keyring.c - see keyring.h. */
#include "keyring.h"

#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "keep.h"
#include "mem.h"
#include "passphrase.h"
#include "tell.h"

static char *load(const char *path, hp_str *text) {
    char *bytes;
    const char *why;
    *text = (hp_str){0};
    if (!files_load(path, MINISIGN_FILE_BYTES, false, &bytes, &text->n, &why)) {
        tell("cannot read the key \"%s\": %s", path, why);
        return NULL;
    }
    text->p = bytes;
    return bytes;
}

/* ---- public keys */

bool keyring_read(const char *path, minisign_key *out) {
    hp_str text;
    char *bytes = load(path, &text);
    bool ok = bytes && minisign_read_key(text, out);
    if (bytes && !ok)
        tell("\"%s\" is no public key: it has two lines, a comment and 56 characters that begin with RW", path);
    free(bytes);
    return ok;
}

/* The path of a pinned key; NULL: there is none. */
static char *pinned_path(const char *name) {
    char *folders[FILES_CONFIG_FOLDERS], *found = NULL;
    files_config_folders("keys", folders);
    for (size_t i = 0; i < FILES_CONFIG_FOLDERS; i++) {
        char *path = folders[i] && files_is_name(name) ? mem_text("%s/%s.pub", folders[i], name) : NULL;
        if (!found && path && files_exist(path))
            found = path;
        else
            free(path);
        free(folders[i]);
    }
    return found;
}

bool keyring_find(const char *told, minisign_key *out) {
    if (minisign_read_key(view(told), out)) return true;
    if (files_exist(told)) return keyring_read(told, out);
    char *path = pinned_path(told);
    bool ok = path && keyring_read(path, out);
    if (!path)
        tell("no key \"%s\": it is neither a public key (56 characters that begin with RW), nor its file, nor the "
             "name of a pinned one",
             told);
    free(path);
    return ok;
}

char **keyring_pinned(size_t *count) {
    return files_configured("keys", ".pub", count);
}

static char *key_file(const minisign_key *key) {
    char id[MINISIGN_ID_TEXT], *base64 = minisign_key_text(key);
    minisign_id_text(key->id, id);
    char *text = mem_text("untrusted comment: minisign public key %s\n%s\n", id, base64);
    free(base64);
    return text;
}

bool keyring_pin(const minisign_key *key, const char *name) {
    char *folders[FILES_CONFIG_FOLDERS];
    const char *why = "there is no home folder";
    if (!files_is_name(name)) {
        tell("\"%s\" is no name for a key: letters, digits, \"-\", \"_\" and \".\" make one", name);
        return false;
    }
    files_config_folders("keys", folders);
    char *path = folders[0] ? mem_text("%s/%s.pub", folders[0], name) : NULL, *text = key_file(key);
    bool ok = path && keep_folder(folders[0], 0700, &why) && keep_file(path, view(text), 0644, false, &why);
    if (!ok) tell("cannot pin the key: %s", why);
    free(text);
    free(path);
    for (size_t i = 0; i < FILES_CONFIG_FOLDERS; i++) free(folders[i]);
    return ok;
}

/* ---- secret keys */

bool keyring_secret(const char *path, minisign_secret *out) {
    char room[PASSPHRASE_BYTES];
    const char *why = NULL;
    hp_str text, passphrase = {0};
    char *bytes = load(path, &text);
    if (!bytes) return false;
    bool ok = !minisign_is_locked(text) || passphrase_ask("Passphrase of the secret key", room, &passphrase);
    if (ok && !minisign_read_secret(text, passphrase, out, &why)) {
        tell("cannot use the secret key \"%s\": %s", path, why);
        ok = false;
    }
    secrets_forget(room, sizeof(room));
    secrets_forget(bytes, text.n);
    free(bytes);
    return ok;
}

/* Asked twice. */
static bool new_passphrase(char room[PASSPHRASE_BYTES], hp_str *passphrase) {
    char again_room[PASSPHRASE_BYTES];
    hp_str again;
    if (!passphrase_ask("Passphrase for the new secret key", room, passphrase)) return false;
    if (passphrase->n == 0) {
        tell("an empty passphrase protects nothing: -W makes a key without one");
        return false;
    }
    bool same = passphrase_ask("The same again", again_room, &again);
    if (same && (again.n != passphrase->n || memcmp(again.p, passphrase->p, again.n) != 0)) {
        tell("the two passphrases are not the same");
        same = false;
    }
    secrets_forget(again_room, sizeof(again_room));
    return same;
}

static bool write_pair(const char *name, const minisign_key *key, const char *secret) {
    const char *why = NULL;
    char *secret_path = mem_text("%s.key", name), *public_path = mem_text("%s.pub", name), *text = key_file(key);
    const char *failed = files_exist(public_path) ? (why = "it is there already", public_path)
                         : !keep_file(secret_path, view(secret), 0600, true, &why) ? secret_path
                         : !keep_file(public_path, view(text), 0644, true, &why)   ? public_path
                                                                                   : NULL;
    if (failed) tell("cannot write \"%s\": %s", failed, why);
    free(text);
    free(public_path);
    free(secret_path);
    return !failed;
}

bool keyring_make(const char *name, bool open, minisign_key *out) {
    char room[PASSPHRASE_BYTES];
    hp_str passphrase = {0};
    minisign_secret secret;
    if (!open && !new_passphrase(room, &passphrase)) return false;
    minisign_new(out, &secret);
    char *text = minisign_write_secret(&secret, passphrase);
    bool ok = text && write_pair(name, out, text);
    if (!text) tell("cannot lock the secret key: its passphrase takes one GiB of memory, which is not there");
    secrets_forget(room, sizeof(room));
    secrets_forget(&secret, sizeof(secret));
    if (text) secrets_forget(text, strlen(text));
    free(text);
    return ok;
}
