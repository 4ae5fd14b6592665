/* cmd_policy_keys.c - `hallpass policy keys`: makes, shows and pins keys. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "digest.h"
#include "files.h"
#include "keyring.h"
#include "mem.h"
#include "status.h"
#include "tell.h"

static void show(output *to, const minisign_key *key, const char *name) {
    char id[MINISIGN_ID_TEXT], *text = minisign_key_text(key);
    minisign_id_text(key->id, id);
    out_z(to, id);
    out_char(to, ' ');
    out_z(to, text);
    if (name) {
        out_z(to, "  ");
        out_clean(to, view(name));
    }
    out_char(to, '\n');
    free(text);
}

static int keys_new(const arguments *args) {
    minisign_key key;
    if (args->operand_count != 2) {
        tell("name the pair: hallpass policy keys new NAME writes NAME.key, to be kept secret, and NAME.pub");
        return STATUS_WRONG;
    }
    if (!keyring_make(args->operands[1], options_has(args, "no-passphrase"), &key)) return STATUS_WRONG;
    output to = OUT_TO(STDOUT_FILENO);
    show(&to, &key, NULL);
    return out_end(&to);
}

static int show_pinned(void) {
    size_t count;
    minisign_key key;
    int status = STATUS_CLEAN;
    output to = OUT_TO(STDOUT_FILENO);
    char **list = keyring_pinned(&count);
    if (count == 0) tell("no key is pinned: hallpass policy keys pin KEY --name NAME");
    for (size_t i = 0; i < count; i++)
        if (keyring_read(list[i], &key))
            show(&to, &key, list[i]);
        else
            status = STATUS_WRONG;
    files_free_list(list, count);
    return status_worse(out_end(&to), status);
}

static int keys_show(const arguments *args) {
    minisign_key key;
    if (args->operand_count == 1) return show_pinned();
    output to = OUT_TO(STDOUT_FILENO);
    int status = STATUS_CLEAN;
    for (size_t i = 1; i < args->operand_count; i++)
        if (keyring_find(args->operands[i], &key))
            show(&to, &key, args->operands[i]);
        else
            status = STATUS_WRONG;
    return status_worse(out_end(&to), status);
}

static int keys_pin(const arguments *args) {
    const char *name = options_value(args, "name", NULL);
    minisign_key key;
    if (args->operand_count != 2 || !name) {
        tell("name the key and what to call it: hallpass policy keys pin KEY --name NAME");
        return STATUS_WRONG;
    }
    if (!keyring_find(args->operands[1], &key) || !keyring_pin(&key, name)) return STATUS_WRONG;
    output to = OUT_TO(STDOUT_FILENO);
    show(&to, &key, name);
    return out_end(&to);
}

static int run(const arguments *args) {
    static const struct {
        const char *name;
        int (*run)(const arguments *args);
    } verbs[] = {{"new", keys_new}, {"show", keys_show}, {"pin", keys_pin}};
    const char *verb = args->operand_count > 0 ? args->operands[0] : "";
    digest_start();
    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
        if (strcmp(verb, verbs[i].name) == 0) return verbs[i].run(args);
    tell("say what to do with keys: new, show or pin");
    return STATUS_WRONG;
}

static const option options[] = {
    {"name", "NAME", NULL, "what a pinned key is called"},
    {"no-passphrase", NULL, NULL,
     "the new secret key is not locked: for machines that sign by themselves (-W is the same)"},
};

static const char about[] =
    "new NAME   writes NAME.key, locked with a passphrase, and NAME.pub; minisign reads both\n"
    "show KEY   prints the id and the public key of a key file; without KEY the pinned ones\n"
    "pin KEY    keeps a public key in ~/.config/hallpass/keys: \"policy verify\" trusts it, and\n"
    "           --key takes its name\n";

const command cmd_policy_keys = {"policy keys",
                                 "new NAME | show [KEY]... | pin KEY --name NAME",
                                 "Makes, shows and pins the keys that policies are signed with.",
                                 about,
                                 options,
                                 sizeof(options) / sizeof(options[0]),
                                 run};
