/* visit.c - see visit.h. */
#include "visit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "digest.h"
#include "files.h"
#include "keep.h"
#include "mem.h"
#include "pace.h"
#include "proof.h"
#include "take.h"
#include "tell.h"

struct visit {
    download_answer policy, signature;
    bundle bundle;
    char digest[DIGEST_TEXT], id[MINISIGN_ID_TEXT];
    char *error;
};

enum { ERROR_BYTES = 1000 };

void visit_free(visit *v) {
    download_free(&v->policy);
    download_free(&v->signature);
    free(v->error);
    free(v);
}

/* ---- the folder */

int visit_lock(const char *folder, bool shared, bool quiet) {
    const char *why = NULL;
    bool made = keep_folder(folder, shared ? 0755 : 0700, &why);
    char *path = mem_text("%s/lock", folder);
    int fd = made ? open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, shared ? 0644 : 0600) : -1;
    if (made && fd < 0) why = strerror(errno);
    bool busy = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0;
    if (busy) {
        close(fd);
        fd = -1;
    }
    if (fd < 0 && !quiet) {
        if (busy)
            tell("another hallpass fetch is at work: try again when it is done");
        else
            tell("cannot write to \"%s\": %s", folder, why);
    }
    free(path);
    return fd;
}

static bool is_named(const subscription *s, const char *name) {
    for (size_t i = 0; i < s->copy_count; i++) {
        hp_str version = s->copies[i].version;
        const char *rest = name + version.n;
        if (strncmp(name, version.p, version.n) == 0 &&
            (strcmp(rest, ".bundle") == 0 || strcmp(rest, ".bundle.minisig") == 0))
            return true;
    }
    return false;
}

void visit_sweep(const subscription *s) {
    DIR *all = opendir(s->folder);
    for (struct dirent *e; all && (e = readdir(all));) {
        bool copy = files_ends_in(e->d_name, ".bundle") || files_ends_in(e->d_name, ".bundle.minisig");
        bool draft = strncmp(e->d_name, KEEP_DRAFT, strlen(KEEP_DRAFT)) == 0;
        if (draft || (copy && !is_named(s, e->d_name))) (void)!unlinkat(dirfd(all), e->d_name, 0);
    }
    if (all) closedir(all);
}

/* Whether the copy that counts is there and as it was fetched: if not, it is asked for again, whatever the server says
 * of changes. */
static bool is_sound(const subscription *s) {
    const subscription_copy *c = subscription_copy_of(s, s->current);
    const char *why;
    char *bytes, found[DIGEST_TEXT], *path = c ? subscription_path(s, c->version) : NULL;
    size_t n;
    bool ok = path && files_load(path, BUNDLE_BYTES, false, &bytes, &n, &why);
    if (ok) {
        digest_of((hp_str){bytes, n}, found);
        ok = view_is(c->digest, found);
        free(bytes);
    }
    free(path);
    return ok;
}

/* The bundle last: what its name stands for is there once it is. */
static char *keep_copy(const subscription *s, const visit *v) {
    const char *why;
    mode_t mode = s->shared ? 0644 : 0600;
    char *path = subscription_path(s, v->bundle.version), *beside = mem_text("%s.minisig", path);
    bool ok = keep_file(beside, out_view(&v->signature.body), mode, false, &why) &&
              keep_file(path, out_view(&v->policy.body), mode, false, &why);
    char *error = ok ? NULL : mem_text("it cannot be written to \"%s\": %s", s->folder, why);
    free(beside);
    free(path);
    return error;
}

/* ---- the visit */

static download_result ask(const subscription *s, const char *suffix, size_t cap, unsigned patience, bool conditional,
                           download_answer *out) {
    char *address = mem_text("%.*s%s", (int)s->url.n, s->url.p, suffix);
    char *authority = s->authority.n ? mem_text("%.*s", (int)s->authority.n, s->authority.p) : NULL;
    download_question q = {.address = address,
                           .authority = authority,
                           .local = s->local,
                           .follow = s->follow,
                           .cap = cap,
                           .patience = patience};
    if (conditional) q.etag = s->etag, q.modified = s->modified;
    download_result result = download_ask(&q, out);
    free(authority);
    free(address);
    return result;
}

/* The copy that these bytes are: the one that counts, or the one that was rolled back from. */
static bool is_here(const subscription *s, const char *hex) {
    for (size_t i = 0; i < s->copy_count; i++) {
        hp_str version = s->copies[i].version;
        bool counts = version.n == s->highest.n && memcmp(version.p, s->highest.p, version.n) == 0;
        if (counts && view_is(s->copies[i].digest, hex)) return true;
    }
    return false;
}

static char *prove(const visit *v, const char *color) {
    size_t passed;
    char *name = mem_text("%.*s.bundle", (int)v->bundle.version.n, v->bundle.version.p);
    proof_result result = proof_run(out_view(&v->policy.body), name, color, &passed);
    free(name);
    return result == PROOF_GOOD  ? NULL
           : result == PROOF_BAD ? mem_text("it has mistakes, or does not pass its own tests")
                                 : mem_text("its own tests did not end in time");
}

/* NULL: taken or the same, as *result says. Else why not. */
static char *go(subscription *s, visit *v, unsigned patience, const char *color, visit_result *result) {
    bool sound = is_sound(s);
    *result = VISIT_SAME;
    switch (ask(s, "", BUNDLE_BYTES, patience, sound, &v->policy)) {
    case DOWNLOAD_SAME: return NULL;
    case DOWNLOAD_FAILED: return mem_text("%s", v->policy.why);
    default: break;
    }
    hp_str bytes = out_view(&v->policy.body);
    digest_of(bytes, v->digest);
    bool here = is_here(s, v->digest);
    if (here && !sound && s->held.n > 0)
        return mem_text("the copy in use is damaged, and what came was rolled back: choose one with \"hallpass fetch "
                        "rollback --to VERSION\"");
    if (!here || !sound) {
        if (ask(s, ".minisig", MINISIGN_FILE_BYTES, patience, false, &v->signature) != DOWNLOAD_GOT && bundle_is(bytes))
            return mem_text("its signature, the same address with .minisig behind, did not come: %s", v->signature.why);
        subscription fresh = *s; /* what is here already, but damaged, may come again */
        if (here) fresh.highest = (hp_str){0};
        char *refused = take_refusal(&fresh, bytes, out_view(&v->signature.body), time(NULL), &v->bundle, v->id);
        if (!refused) refused = prove(v, color);
        if (!refused) refused = keep_copy(s, v);
        if (refused) return refused;
        if (!here) take_note(s, &v->bundle, v->digest, v->id);
        *result = VISIT_NEW;
    }
    s->etag = view(v->policy.etag), s->modified = view(v->policy.modified);
    return NULL;
}

static uint32_t random_number(void) {
    uint32_t n;
    secrets_random(&n, sizeof(n));
    return n;
}

visit *visit_go(subscription *s, unsigned patience, const char *color, visit_result *result) {
    visit *v = mem_new(1, sizeof(*v));
    v->policy.body = v->signature.body = OUT_MEMORY;
    v->error = go(s, v, patience, color, result);
    s->tried = time(NULL);
    if (v->error) {
        *result = VISIT_FAILED;
        s->failures++;
        if (strlen(v->error) > ERROR_BYTES) v->error[ERROR_BYTES] = 0;
        for (char *p = v->error; *p; p++)
            if ((unsigned char)*p < ' ' || *p == 0x7f) *p = '?';
        s->error = view(v->error);
    } else {
        s->confirmed = s->tried, s->failures = 0, s->error = (hp_str){0};
    }
    s->next = pace_next(s->tried, s->every, s->failures, v->policy.retry, random_number());
    return v;
}
