/* fetching.c - see fetching.h. */
#include "fetching.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "mem.h"
#include "status.h"
#include "tell.h"
#include "visit.h"

static const char nothing[] = "no policy is subscribed to: hallpass fetch subscribe URL --key KEY";

/* BROKEN where only the copy is missing can be mended by a visit. */
static bool is_usable(const subscription *s) {
    return s->url.n > 0 && s->key_count > 0 && s->id.n > 0 && s->highest.n > 0;
}

bool fetching_open(const arguments *args, subscription *out) {
    const char *why;
    subscription_state state = options_has(args, "system") ? subscription_open(subscription_folder(true), out, &why)
                                                           : subscription_find(out, &why);
    if (options_has(args, "system")) out->shared = true;
    if (state == SUBSCRIPTION_NONE)
        tell("%s", nothing);
    else if (state == SUBSCRIPTION_BROKEN && !is_usable(out))
        tell("the subscription in \"%s\" cannot be used: %s; subscribe again with \"hallpass fetch subscribe\"",
             out->folder, why);
    return state == SUBSCRIPTION_GOOD || (state == SUBSCRIPTION_BROKEN && is_usable(out));
}

/* Reads it again once the lock is held: another program may just have changed it. */
bool fetching_begin(const arguments *args, bool quiet, subscription *out, int *lock) {
    const char *why;
    *lock = -1;
    if (!fetching_open(args, out)) return false;
    *lock = visit_lock(out->folder, out->shared, quiet);
    if (*lock < 0) return false;
    bool shared = out->shared;
    char *folder = mem_text("%s", out->folder);
    subscription_free(out);
    if (subscription_open(folder, out, &why) != SUBSCRIPTION_NONE && is_usable(out)) {
        out->shared = shared;
        return true;
    }
    tell("%s", nothing);
    close(*lock);
    *lock = -1;
    return false;
}

bool fetching_number(const arguments *args, const char *name, unsigned least, unsigned most, unsigned otherwise,
                     unsigned *out) {
    const char *told = options_value(args, name, NULL);
    *out = otherwise;
    if (!told) return true;
    char *end;
    unsigned long n = strtoul(told, &end, 10);
    bool ok = told[0] >= '0' && told[0] <= '9' && *end == 0 && n >= least && n <= most;
    if (!ok) tell("\"%s\" is no value of --%s: choose %u to %u", told, name, least, most);
    *out = ok ? (unsigned)n : otherwise;
    return ok;
}

void fetching_say(char *line) {
    output to = OUT_TO(STDOUT_FILENO);
    out_clean_lines(&to, view(line));
    free(line);
    (void)out_end(&to);
}

static void say_result(const subscription *s, visit_result result, bool quiet) {
    int n = (int)s->current.n, id = (int)s->id.n;
    if (result == VISIT_NEW)
        fetching_say(mem_text("%.*s %.*s is your policy now\n", id, s->id.p, n, s->current.p));
    else if (!quiet && s->held.n > 0)
        fetching_say(mem_text("%.*s %.*s stays: nothing newer than %.*s, which was rolled back, has come\n", id,
                              s->id.p, n, s->current.p, (int)s->held.n, s->held.p));
    else if (!quiet)
        fetching_say(mem_text("%.*s %.*s is the newest\n", id, s->id.p, n, s->current.p));
}

static int tell_failed(const subscription *s, const char *stays) {
    tell("the policy at %.*s was not taken: %.*s%s", (int)s->url.n, s->url.p, (int)s->error.n, s->error.p, stays);
    return STATUS_WRONG;
}

/* "; 2026.11.0 stays, last heard of 3 days ago" */
static char *what_stays(const subscription *s) {
    int64_t age = subscription_age(s, time(NULL));
    if (!subscription_copy_of(s, s->current)) return mem_text("%s", "");
    char *since = age < 0    ? mem_text("at a time that is yet to come by this computer's clock")
                  : age == 0 ? mem_text("today")
                             : mem_text("%lld day%s ago", (long long)age, age == 1 ? "" : "s");
    char *text =
        mem_text("; the copy that you have stays: %.*s, last heard of %s", (int)s->current.n, s->current.p, since);
    free(since);
    return text;
}

bool fetching_save(const subscription *s) {
    const char *why;
    if (subscription_save(s, &why)) return true;
    tell("cannot keep the subscription in \"%s\": %s", s->folder, why);
    return false;
}

int fetching_visit(const arguments *args, subscription *s, bool keep, bool quiet) {
    unsigned patience;
    visit_result result;
    if (!fetching_number(args, "patience", 1, 600, DOWNLOAD_PATIENCE, &patience)) return STATUS_WRONG;
    visit *v = visit_go(s, patience, options_value(args, "color", "auto"), &result);
    int status = STATUS_WRONG;
    if (result == VISIT_FAILED) {
        char *stays = what_stays(s);
        tell_failed(s, stays);
        free(stays);
        if (keep) (void)fetching_save(s);
    } else if (fetching_save(s)) {
        visit_sweep(s);
        say_result(s, result, quiet);
        status = STATUS_CLEAN;
    }
    visit_free(v);
    return status;
}
