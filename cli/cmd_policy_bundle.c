/* cmd_policy_bundle.c - `hallpass policy bundle`: a policy and all files that it uses, in one file. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bundle.h"
#include "commands.h"
#include "keep.h"
#include "keyring.h"
#include "mem.h"
#include "proof.h"
#include "setup.h"
#include "status.h"
#include "tell.h"
#include "version.h"

/* The bundle and what its views need. */
typedef struct parcel {
    const arguments *args;
    char *folder; /* without a slash at its end */
    place where;
    sources *from;
    hp_pack *pack;
    char *keys[2];
    char digests[BUNDLE_FILES * DIGEST_TEXT];
    bundle bundle;
} parcel;

/* The outermost policy's path: what --policy names, else the one *.policy.yaml in the folder. NULL: told why. */
static char *find_policy(const parcel *p) {
    const char *told = options_value(p->args, "policy", NULL);
    size_t count;
    if (told) return mem_text("%s/%s", p->folder, told);
    char **list = files_list(p->folder, ".policy.yaml", &count);
    char *found = count == 1 ? mem_text("%s", list[0]) : NULL;
    if (count == 0) tell("there is no file *.policy.yaml in \"%s\": name the policy with --policy FILE", p->folder);
    if (count > 1)
        tell("there are %zu policies in \"%s\": name the one that your people are to use with --policy FILE (what it "
             "extends comes along)",
             count, p->folder);
    files_free_list(list, count);
    return found;
}

static bool begins(const char *text, const char *folder) {
    size_t n = strlen(folder);
    return strncmp(text, folder, n) == 0 && text[n] == '/';
}

/* What comes with hallpass or the system's time zones is on every computer; anything else must lie in the folder. */
static bool gather_files(parcel *p) {
    bool ok = true;
    const char *path;
    for (size_t i = 0; (path = sources_file(p->from, i)); i++) {
        hp_str inside = view(begins(path, p->folder) ? path + strlen(p->folder) + 1 : NULL);
        if (!inside.p && (begins(path, p->where.root) || begins(path, SOURCES_ZONES))) continue;
        if (!inside.p)
            tell("the policy uses \"%s\", which lies outside the folder \"%s\": put it in", path, p->folder);
        else if (!bundle_path_valid(inside))
            tell("\"%s\" cannot be bundled: call it by letters, digits, \".\", \"_\" and \"-\"", path);
        else if (p->bundle.file_count == BUNDLE_FILES)
            tell("the policy uses more than %d files", BUNDLE_FILES);
        else {
            p->bundle.files[p->bundle.file_count++] =
                (bundle_file){.path = inside, .bytes = sources_bytes(p->from, view(path))};
            continue;
        }
        ok = false;
    }
    return ok;
}

static bool gather_words(parcel *p, const char *policy) {
    bundle *b = &p->bundle;
    hp_pack_info info = hp_pack_describe(p->pack);
    b->id = info.policy_id, b->version = info.policy_version, b->good_for = info.good_for;
    b->policy = view(policy + strlen(p->folder) + 1);
    bool ok = false;
    if (!bundle_id_valid(b->id))
        tell("the id \"%.*s\" cannot be shipped: letters, digits, \".\", \"_\", \"-\" and \"/\" make one", (int)b->id.n,
             b->id.p);
    else if (!version_valid(b->version))
        tell("the version \"%.*s\" cannot be shipped: write numbers with dots between, as 2026.11.0, so that older "
             "and newer can be told apart",
             (int)b->version.n, b->version.p);
    else if (info.needs.n > 0 && !version_of_needs(info.needs, &b->needs))
        tell("needs: \"%.*s\" cannot be shipped: write needs: \">=0.3\"", (int)info.needs.n, info.needs.p);
    else
        ok = true;
    return ok;
}

static bool take_key(parcel *p, const char *name, size_t at, hp_str *into) {
    const char *told = options_value(p->args, name, NULL);
    minisign_key key;
    if (!told) return true;
    if (!keyring_find(told, &key)) return false;
    p->keys[at] = minisign_key_text(&key);
    *into = view(p->keys[at]);
    return true;
}

static bool gather_keys(parcel *p) {
    bundle *b = &p->bundle;
    size_t at = 0;
    for (const char *id; (id = options_each(p->args, "revoke", &at));) {
        if (strlen(id) != 16 || strspn(id, "0123456789ABCDEF") != 16 || b->revoked_count == BUNDLE_REVOKED) {
            tell("\"%s\" cannot be revoked: tell the ids of at most %d keys, each 16 digits as \"policy keys show\" "
                 "prints them",
                 id, BUNDLE_REVOKED);
            return false;
        }
        b->revoked[b->revoked_count++] = view(id);
    }
    return take_key(p, "previous-key", 0, &b->previous_key) && take_key(p, "next-key", 1, &b->next_key);
}

static bool ship(parcel *p, const char *to) {
    output bytes = OUT_MEMORY;
    size_t passed = 0;
    const char *why = NULL;
    bundle_write(&p->bundle, p->digests, &bytes);
    bool ok = bytes.n <= BUNDLE_BYTES;
    if (!ok) tell("the bundle would have %zu bytes: at most %d are taken", bytes.n, BUNDLE_BYTES);
    if (ok && proof_run(out_view(&bytes), p->folder, options_value(p->args, "color", "auto"), &passed) != PROOF_GOOD) {
        tell("\"%s\" was not written: the policy must pass its own tests first", to);
        ok = false;
    }
    if (ok && !keep_file(to, out_view(&bytes), 0644, false, &why)) {
        tell("cannot write \"%s\": %s", to, why);
        ok = false;
    }
    if (ok) {
        output said = OUT_TO(STDOUT_FILENO);
        char *line = mem_text("%s: %.*s %.*s, %zu file%s, %zu bytes, %zu test%s passed\n", to, (int)p->bundle.id.n,
                              p->bundle.id.p, (int)p->bundle.version.n, p->bundle.version.p, p->bundle.file_count,
                              p->bundle.file_count == 1 ? "" : "s", bytes.n, passed, passed == 1 ? "" : "s");
        out_z(&said, line);
        free(line);
        ok = out_end(&said) == STATUS_CLEAN;
    }
    out_free(&bytes);
    return ok;
}

static char *straight_folder(const char *told) {
    char *folder = mem_text("%s", told);
    size_t n = strlen(folder);
    while (n > 1 && folder[n - 1] == '/') folder[--n] = 0;
    return folder;
}

static int run(const arguments *args) {
    const char *to = options_value(args, "output", NULL);
    if (args->operand_count != 1 || !to) {
        tell("name the policy's folder and the file to write: hallpass policy bundle DIR -o FILE");
        return STATUS_WRONG;
    }
    parcel *p = mem_new(1, sizeof(*p));
    *p = (parcel){.args = args, .folder = straight_folder(args->operands[0]), .where = files_place()};
    digest_start();
    p->from = sources_new(&p->where, false);
    char *policy = find_policy(p);
    bool ok = policy && sources_add(p->from, policy) &&
              (p->pack = setup_compile(p->from, SETUP_TESTS, options_value(args, "color", "auto"))) != NULL &&
              gather_words(p, policy) && gather_files(p) && gather_keys(p) && ship(p, to);
    hp_pack_free(p->pack);
    sources_free(p->from);
    free(policy);
    free(p->keys[0]);
    free(p->keys[1]);
    free(p->where.root);
    free(p->where.lexicon);
    free(p->folder);
    free(p);
    return ok ? STATUS_CLEAN : STATUS_WRONG;
}

static const option options[] = {
    {"output", "FILE", NULL, "where to write the bundle (-o is the same)"},
    {"policy", "FILE", NULL, "the outermost policy in the folder (default: its only *.policy.yaml)"},
    {"previous-key", "KEY", NULL, "the public key that signed before this one"},
    {"next-key", "KEY", NULL, "a public key that may sign the next bundles too"},
    {"revoke", "ID", NULL, "the id of a key that counts no more (repeat for several)"},
};

static const char about[] = "Only the files that the policy uses are taken; whatever else lies in the folder stays\n"
                            "where it is. The policy's own tests must pass. Sign the bundle with \"policy sign\".\n";

const command cmd_policy_bundle = {"policy bundle",
                                   "DIR -o FILE",
                                   "Puts a policy and all files that it uses into one file, to be signed and shipped.",
                                   about,
                                   options,
                                   sizeof(options) / sizeof(options[0]),
                                   run};
