/* cmd_policy_sign.c - `hallpass policy sign` and `policy verify`: bundles and minisign signatures. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bundle.h"
#include "commands.h"
#include "digest.h"
#include "files.h"
#include "keep.h"
#include "keyring.h"
#include "mem.h"
#include "proof.h"
#include "status.h"
#include "tell.h"

/* A bundle in memory. */
typedef struct parcel {
    char *bytes, *signature_bytes;
    hp_str text, signature;
    bundle bundle;
} parcel;

static bool load(const char *path, size_t cap, char **bytes, hp_str *text) {
    const char *why;
    if (!files_load(path, cap, false, bytes, &text->n, &why)) {
        tell("cannot read \"%s\": %s", path, why);
        return false;
    }
    text->p = *bytes;
    return true;
}

static bool load_bundle(parcel *p, const char *path) {
    const char *why;
    digest_start();
    if (!load(path, BUNDLE_BYTES, &p->bytes, &p->text)) return false;
    if (bundle_read(p->text, &p->bundle, &why) && bundle_sound(&p->bundle, &why)) return true;
    tell("\"%s\" cannot be used: %s", path, why);
    return false;
}

static void unload(parcel *p) {
    free(p->bytes);
    free(p->signature_bytes);
    free(p);
}

static int say(char *line) {
    output to = OUT_TO(STDOUT_FILENO);
    out_z(&to, line);
    free(line);
    return out_end(&to);
}

/* ---- sign */

static char *signature_path(const arguments *args) {
    const char *told = options_value(args, "output", NULL);
    return told ? mem_text("%s", told) : mem_text("%s.minisig", args->operands[0]);
}

static int run_sign(const arguments *args) {
    const char *key = options_value(args, "key", NULL), *why;
    minisign_secret secret;
    if (args->operand_count != 1 || !key) {
        tell("name the bundle and the secret key: hallpass policy sign FILE --key NAME.key");
        return STATUS_WRONG;
    }
    parcel *p = mem_new(1, sizeof(*p));
    int status = STATUS_WRONG;
    if (load_bundle(p, args->operands[0]) && keyring_secret(key, &secret)) {
        const char *slash = strrchr(args->operands[0], '/');
        char id[MINISIGN_ID_TEXT], *path = signature_path(args);
        char *comment =
            mem_text("timestamp:%lld\tfile:%s\thashed", (long long)time(NULL), slash ? slash + 1 : args->operands[0]);
        for (char *c = comment; *c; c++)
            if ((unsigned char)*c < ' ' && *c != '\t') *c = '?';
        char *text = minisign_sign(p->text, &secret, comment);
        minisign_id_text(secret.id, id);
        secrets_forget(&secret, sizeof(secret));
        if (keep_file(path, view(text), 0644, false, &why))
            status = say(mem_text("%s: %.*s %.*s, signed by the key %s\n", path, (int)p->bundle.id.n, p->bundle.id.p,
                                  (int)p->bundle.version.n, p->bundle.version.p, id));
        else
            tell("cannot write \"%s\": %s", path, why);
        free(text);
        free(comment);
        free(path);
    }
    unload(p);
    return status;
}

/* ---- verify */

/* Whether the key, which is named on the command line or pinned, has signed. */
static bool try_key(const parcel *p, const minisign_signature *s, const minisign_key *key, bool *known) {
    if (memcmp(s->id, key->id, sizeof(s->id)) != 0) return false;
    *known = true;
    return minisign_verify(p->text, s, key);
}

static bool tell_refused(const minisign_signature *s, bool any, bool known) {
    char id[MINISIGN_ID_TEXT];
    minisign_id_text(s->id, id);
    if (known)
        tell("the signature is not right: the bundle or its signature was changed after the key %s signed", id);
    else if (any)
        tell("it is signed by the key %s, which is none of those that you trust", id);
    else
        tell("say whose signature it must bear, with --key KEY, or pin the key: hallpass policy keys pin KEY --name "
             "NAME");
    return false;
}

static bool is_trusted(const arguments *args, const parcel *p, const minisign_signature *s) {
    size_t at = 0, count = 0;
    bool known = false, good = false, any = false;
    minisign_key key;
    for (const char *told; (told = options_each(args, "key", &at));) {
        if (!keyring_find(told, &key)) return false;
        any = true, good = good || try_key(p, s, &key, &known);
    }
    char **pinned = any ? NULL : keyring_pinned(&count);
    for (size_t i = 0; i < count; i++)
        if (keyring_read(pinned[i], &key)) any = true, good = good || try_key(p, s, &key, &known);
    files_free_list(pinned, count);
    return good || tell_refused(s, any, known);
}

static bool check_signature(const arguments *args, parcel *p, minisign_signature *s) {
    const char *told = options_value(args, "signature", NULL), *why;
    char *path = told ? mem_text("%s", told) : mem_text("%s.minisig", args->operands[0]);
    bool ok = load(path, MINISIGN_FILE_BYTES, &p->signature_bytes, &p->signature);
    if (ok && !minisign_read_signature(p->signature, s, &why)) {
        tell("\"%s\" is no signature: %s", path, why);
        ok = false;
    }
    free(path);
    return ok && is_trusted(args, p, s);
}

static int run_verify(const arguments *args) {
    minisign_signature s;
    size_t passed = 0;
    if (args->operand_count != 1) {
        tell("name one bundle: hallpass policy verify FILE --key KEY");
        return STATUS_WRONG;
    }
    parcel *p = mem_new(1, sizeof(*p));
    int status = STATUS_WRONG;
    if (load_bundle(p, args->operands[0]) && check_signature(args, p, &s)) {
        char id[MINISIGN_ID_TEXT];
        minisign_id_text(s.id, id);
        if (proof_run(p->text, args->operands[0], options_value(args, "color", "auto"), &passed) == PROOF_GOOD)
            status = say(mem_text("%s: %.*s %.*s, signed by the key %s, %zu test%s passed\n", args->operands[0],
                                  (int)p->bundle.id.n, p->bundle.id.p, (int)p->bundle.version.n, p->bundle.version.p,
                                  id, passed, passed == 1 ? "" : "s"));
        else
            tell("\"%s\" is signed, but cannot be used: see above", args->operands[0]);
    }
    unload(p);
    return status;
}

static const option sign_options[] = {
    {"key", "FILE", NULL, "the secret key, made by \"policy keys new\" or minisign"},
    {"output", "FILE", NULL, "where to write the signature (default: the bundle's name and .minisig; -o is the same)"},
};

static const option verify_options[] = {
    {"key", "KEY", NULL,
     "whose signature it must bear: a public key, its file or the name of a pinned one (repeat for several; default: "
     "any pinned one)"},
    {"signature", "FILE", NULL, "the signature (default: the bundle's name and .minisig)"},
};

const command cmd_policy_sign = {"policy sign", "FILE --key NAME.key", "Signs a bundle, as \"minisign -S\" does.",
                                 NULL,          sign_options,          sizeof(sign_options) / sizeof(sign_options[0]),
                                 run_sign};

const command cmd_policy_verify = {
    "policy verify",
    "FILE",
    "Tells whether a bundle is whole, signed by a key that you trust, and passes its own tests.",
    NULL,
    verify_options,
    sizeof(verify_options) / sizeof(verify_options[0]),
    run_verify};
