/* fetch_subscribe.c - `hallpass fetch subscribe` and `unsubscribe`: whose policy this computer follows. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fetching.h"
#include "keyring.h"
#include "mem.h"
#include "pace.h"
#include "status.h"
#include "tell.h"
#include "visit.h"

/* What the options say; the subscription has views of it. */
typedef struct wishes {
    char *keys[SUBSCRIPTION_KEYS], *authority;
    size_t key_count;
    unsigned minutes;
} wishes;

static bool take_keys(const arguments *args, wishes *w) {
    minisign_key key;
    size_t at = 0;
    for (const char *told; (told = options_each(args, "key", &at));) {
        if (w->key_count == SUBSCRIPTION_KEYS) {
            tell("at most %d keys are pinned", SUBSCRIPTION_KEYS);
            return false;
        }
        if (!keyring_find(told, &key)) return false;
        w->keys[w->key_count++] = minisign_key_text(&key);
    }
    if (w->key_count == 0)
        tell("say whose signature the policy must bear, with --key KEY: your district's office gives it");
    return w->key_count > 0;
}

static bool take_wishes(const arguments *args, wishes *w) {
    const char *why, *authority = options_value(args, "authority", NULL);
    if (!download_may_ask(args->operands[0], options_has(args, "allow-local"), &why)) {
        tell("\"%s\" cannot be subscribed to: %s", args->operands[0], why);
        return false;
    }
    if (authority && !(w->authority = realpath(authority, NULL))) {
        tell("cannot read \"%s\": %s", authority, strerror(errno));
        return false;
    }
    return fetching_number(args, "every", PACE_FLOOR / 60, PACE_CEILING / 60, PACE_EVERY / 60, &w->minutes) &&
           take_keys(args, w);
}

static void free_wishes(wishes *w) {
    for (size_t i = 0; i < w->key_count; i++) free(w->keys[i]);
    free(w->authority);
}

/* What was there before stays: the copies, the newest version ever seen, the keys that were revoked. */
static void apply(const arguments *args, const wishes *w, subscription *s) {
    s->url = view(args->operands[0]);
    s->local = options_has(args, "allow-local");
    s->follow = options_has(args, "allow-redirects");
    s->authority = view(w->authority);
    s->every = w->minutes * 60;
    for (size_t i = 0; i < w->key_count; i++) s->keys[i] = view(w->keys[i]);
    s->key_count = w->key_count;
    s->etag = s->modified = (hp_str){0};
}

static int run_subscribe(const arguments *args) {
    wishes w = {0};
    subscription s;
    const char *why;
    int status = STATUS_WRONG;
    if (args->operand_count != 1) {
        tell("name the address: hallpass fetch subscribe https://HOST/PATH.bundle --key KEY");
        return STATUS_WRONG;
    }
    bool shared = options_has(args, "system"), wished = take_wishes(args, &w);
    char *folder = wished ? subscription_folder(shared) : NULL;
    if (wished && !folder) tell("there is no home folder to keep the policy in");
    int lock = folder ? visit_lock(folder, shared, false) : -1;
    if (lock >= 0) {
        (void)subscription_open(folder, &s, &why); /* what is damaged is begun anew with what could be read */
        folder = NULL;
        s.shared = shared;
        apply(args, &w, &s);
        status = fetching_visit(args, &s, false, false);
        if (status != STATUS_CLEAN)
            tell("nothing was changed: %s", s.id.n ? "the old subscription stays" : "there is no subscription");
        subscription_free(&s);
        close(lock);
    }
    free(folder);
    free_wishes(&w);
    return status;
}

static int run_unsubscribe(const arguments *args) {
    subscription s;
    int lock, status = STATUS_WRONG;
    if (fetching_begin(args, false, &s, &lock)) {
        char *path = mem_text("%s/subscription", s.folder);
        if (unlink(path) == 0) {
            s.copy_count = 0;
            visit_sweep(&s);
            fetching_say(
                mem_text("%.*s is not followed any more; drafts are checked by the policies of the configuration, "
                         "or by the one that comes with hallpass\n",
                         (int)s.id.n, s.id.p));
            status = STATUS_CLEAN;
        } else {
            tell("cannot delete \"%s\": %s", path, strerror(errno));
        }
        free(path);
        close(lock);
    }
    subscription_free(&s);
    return status;
}

static const option subscribe_options[] = {
    {"key", "KEY", NULL,
     "whose signature the policy must bear: a public key, its file or the name of a pinned one (repeat for several)"},
    {"every", "MINUTES", NULL, "how often a timer asks for a newer one, 10 to 1440 (default: 240)"},
    {"authority", "FILE", NULL, "trust the certificates in this file instead of the system's"},
    {"allow-redirects", NULL, NULL, "the server may send on to other hosts, by https"},
    {"allow-local", NULL, NULL, "file: and http addresses of this computer itself, for a trial"},
    FETCHING_PATIENCE,
    FETCHING_SYSTEM,
};

static const option unsubscribe_options[] = {FETCHING_SYSTEM};

const command cmd_fetch_subscribe = {
    "fetch subscribe",
    "URL --key KEY",
    "Follows the policy at an address from now on. Again: another address or key for the same policy.",
    NULL,
    subscribe_options,
    sizeof(subscribe_options) / sizeof(subscribe_options[0]),
    run_subscribe};

const command cmd_fetch_unsubscribe = {"fetch unsubscribe",
                                       "",
                                       "Follows no policy any more, and deletes the copies.",
                                       NULL,
                                       unsubscribe_options,
                                       sizeof(unsubscribe_options) / sizeof(unsubscribe_options[0]),
                                       run_unsubscribe};
