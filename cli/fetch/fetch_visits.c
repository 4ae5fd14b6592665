/* fetch_visits.c - `hallpass fetch now`, `poll` and `rollback`: which version counts. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bundle.h"
#include "digest.h"
#include "fetching.h"
#include "files.h"
#include "mem.h"
#include "pace.h"
#include "status.h"
#include "tell.h"
#include "visit.h"

static int run_now(const arguments *args) {
    subscription s;
    int lock, status = STATUS_WRONG;
    if (fetching_begin(args, false, &s, &lock)) {
        status = fetching_visit(args, &s, true, false);
        close(lock);
    }
    subscription_free(&s);
    return status;
}

/* For a timer: says nothing when it is not time, when another run is at work, and when nothing is new. */
static int run_poll(const arguments *args) {
    subscription s;
    int lock, status = STATUS_WRONG;
    if (fetching_begin(args, true, &s, &lock)) {
        status = pace_due(time(NULL), s.tried, s.next) ? fetching_visit(args, &s, true, true) : STATUS_CLEAN;
        close(lock);
    } else if (s.url.n > 0) {
        status = STATUS_CLEAN;
    }
    subscription_free(&s);
    return status;
}

/* ---- rollback */

static const subscription_copy *choose(const arguments *args, const subscription *s) {
    const char *told = options_value(args, "to", NULL);
    const subscription_copy *now = subscription_copy_of(s, s->current), *chosen = NULL;
    if (told)
        chosen = subscription_copy_of(s, view(told));
    else if (now && now + 1 < s->copies + s->copy_count)
        chosen = now + 1;
    if (chosen) return chosen;
    output list = OUT_MEMORY;
    for (size_t i = 0; i < s->copy_count; i++) {
        if (i > 0) out_z(&list, ", ");
        out_str(&list, s->copies[i].version);
    }
    out_char(&list, 0);
    if (told)
        tell("there is no copy of version \"%s\": choose one of %s", told, list.p);
    else
        tell("there is no copy before %.*s to go back to", (int)s->current.n, s->current.p);
    out_free(&list);
    return NULL;
}

static bool is_whole(const subscription *s, const subscription_copy *c) {
    char *bytes, found[DIGEST_TEXT], *path = subscription_path(s, c->version);
    const char *why = "it is not the one that was fetched";
    size_t n;
    bool ok = files_load(path, BUNDLE_BYTES, false, &bytes, &n, &why);
    if (ok) {
        digest_of((hp_str){bytes, n}, found);
        ok = view_is(c->digest, found);
        free(bytes);
    }
    if (!ok) tell("the copy \"%s\" cannot be used: %s", path, why);
    free(path);
    return ok;
}

static int run_rollback(const arguments *args) {
    subscription s;
    int lock, status = STATUS_WRONG;
    if (fetching_begin(args, false, &s, &lock)) {
        const subscription_copy *c = choose(args, &s);
        if (c && is_whole(&s, c)) {
            bool newest = c->version.n == s.highest.n && memcmp(c->version.p, s.highest.p, c->version.n) == 0;
            s.current = c->version;
            s.held = newest ? (hp_str){0} : s.highest;
            if (fetching_save(&s)) {
                fetching_say(mem_text("%.*s %.*s is your policy now%s\n", (int)s.id.n, s.id.p, (int)s.current.n,
                                      s.current.p, newest ? "" : ", until one newer than those that are here comes"));
                status = STATUS_CLEAN;
            }
        }
        close(lock);
    }
    subscription_free(&s);
    return status;
}

static const option visit_options[] = {FETCHING_PATIENCE, FETCHING_SYSTEM};
static const option rollback_options[] = {
    {"to", "VERSION", NULL, "one of the versions that are kept (default: the one before)"}, FETCHING_SYSTEM};

const command cmd_fetch_now = {"fetch now",
                               "",
                               "Asks for a newer version, now.",
                               NULL,
                               visit_options,
                               sizeof(visit_options) / sizeof(visit_options[0]),
                               run_now};

const command cmd_fetch_poll = {"fetch poll",
                                "",
                                "For a timer: asks when it is time, and is silent unless something is new or wrong.",
                                NULL,
                                visit_options,
                                sizeof(visit_options) / sizeof(visit_options[0]),
                                run_poll};

const command cmd_fetch_rollback = {"fetch rollback",
                                    "",
                                    "Goes back to a version that is kept.",
                                    NULL,
                                    rollback_options,
                                    sizeof(rollback_options) / sizeof(rollback_options[0]),
                                    run_rollback};
