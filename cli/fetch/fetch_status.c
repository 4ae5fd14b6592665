/* fetch_status.c - `hallpass fetch status`: what is followed, how old it is, what went wrong. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fetching.h"
#include "json_out.h"
#include "mem.h"
#include "minisign.h"
#include "status.h"

enum { MINUTE = 60, TIME_BYTES = 40 };

/* "2026-11-27 14:05", the person's time; "never" */
static void spell_time(int64_t seconds, char out[TIME_BYTES]) {
    time_t when = seconds;
    struct tm t;
    strcpy(out, "never");
    if (seconds > 0 && localtime_r(&when, &t)) strftime(out, TIME_BYTES, "%Y-%m-%d %H:%M", &t);
}

static void row(output *to, const char *name, char *text) {
    out_z(to, name);
    out_fill(to, " ", 12 - strlen(name));
    out_clean(to, view(text));
    out_char(to, '\n');
    free(text);
}

static char *ids_of_keys(const subscription *s) {
    output ids = OUT_MEMORY;
    minisign_key key;
    char id[MINISIGN_ID_TEXT];
    for (size_t i = 0; i < s->key_count; i++) {
        if (!minisign_read_key(s->keys[i], &key)) continue;
        minisign_id_text(key.id, id);
        if (ids.n > 0) out_z(&ids, ", ");
        out_z(&ids, id);
    }
    out_char(&ids, 0);
    return ids.p;
}

static char *versions(const subscription *s) {
    output list = OUT_MEMORY;
    for (size_t i = 0; i < s->copy_count; i++) {
        if (i > 0) out_z(&list, ", ");
        out_str(&list, s->copies[i].version);
    }
    out_char(&list, 0);
    return list.p;
}

static char *spell_age(const subscription *s, int64_t now) {
    char when[TIME_BYTES];
    int64_t age = subscription_age(s, now);
    spell_time(s->confirmed, when);
    if (age < 0) return mem_text("%s, which is yet to come by this computer's clock", when);
    return mem_text("%s, %lld day%s ago; it stays good for %llu", when, (long long)age, age == 1 ? "" : "s",
                    (unsigned long long)subscription_good_for(s));
}

static void print_text(output *to, const subscription *s, int64_t now, bool good) {
    const subscription_copy *c = subscription_copy_of(s, s->current);
    char next[TIME_BYTES], tried[TIME_BYTES];
    spell_time(s->next, next);
    spell_time(s->tried, tried);
    row(to, "policy",
        mem_text("%.*s %.*s%s", (int)s->id.n, s->id.p, (int)s->current.n, s->current.p,
                 good ? "" : " (its copy is gone)"));
    row(to, "from", mem_text("%.*s", (int)s->url.n, s->url.p));
    if (c) row(to, "signed by", mem_text("%.*s", (int)c->key.n, c->key.p));
    row(to, "keys", ids_of_keys(s));
    row(to, "heard of", spell_age(s, now));
    row(to, "kept", versions(s));
    if (s->held.n) row(to, "rolled back", mem_text("from %.*s", (int)s->held.n, s->held.p));
    row(to, "last visit", mem_text("%s", tried));
    row(to, "next visit",
        mem_text("after %s, by a timer; every %llu minutes", next, (unsigned long long)s->every / MINUTE));
    if (s->error.n) row(to, "last error", mem_text("%.*s", (int)s->error.n, s->error.p));
    if (s->failures)
        row(to, "in vain", mem_text("%llu visit%s", (unsigned long long)s->failures, s->failures == 1 ? "" : "s"));
}

static void text(json_out *j, const char *key, hp_str value) {
    json_put_key(j, key);
    if (value.n)
        json_put_text(j, value);
    else
        json_put_null(j);
}

static void number(json_out *j, const char *key, int64_t value) {
    json_put_key(j, key);
    json_put_number(j, value);
}

static void print_json(output *to, const subscription *s, int64_t now, bool good) {
    json_out j = {.to = to, .pretty = true};
    const subscription_copy *c = subscription_copy_of(s, s->current);
    json_put_open(&j, '{');
    text(&j, "schema", HP_STR("hallpass.fetch/1"));
    text(&j, "id", s->id);
    text(&j, "version", s->current);
    json_put_key(&j, "usable");
    json_put_bool(&j, good);
    text(&j, "url", s->url);
    text(&j, "key", c ? c->key : (hp_str){0});
    number(&j, "age_days", subscription_age(s, now));
    number(&j, "good_for_days", (int64_t)subscription_good_for(s));
    json_put_key(&j, "kept");
    json_put_open(&j, '[');
    for (size_t i = 0; i < s->copy_count; i++) json_put_text(&j, s->copies[i].version);
    json_put_close(&j, ']');
    text(&j, "held", s->held);
    number(&j, "confirmed", s->confirmed);
    number(&j, "tried", s->tried);
    number(&j, "next", s->next);
    number(&j, "failures", (int64_t)s->failures);
    text(&j, "error", s->error);
    json_put_close(&j, '}');
    out_char(to, '\n');
}

static int run(const arguments *args) {
    subscription s;
    int64_t now = time(NULL);
    if (!fetching_open(args, &s)) {
        subscription_free(&s);
        return STATUS_WRONG;
    }
    output to = OUT_TO(STDOUT_FILENO);
    char *path = subscription_path(&s, s.current), *notice = subscription_notice(&s, now);
    bool good = access(path, R_OK) == 0;
    if (strcmp(options_value(args, "format", "text"), "json") == 0)
        print_json(&to, &s, now, good);
    else
        print_text(&to, &s, now, good);
    int status = status_worse(out_end(&to), !good ? STATUS_WRONG : notice ? STATUS_FOUND : STATUS_CLEAN);
    free(notice);
    free(path);
    subscription_free(&s);
    return status;
}

static const option options[] = {{"format", "FORMAT", "text|json", "how to tell"}, FETCHING_SYSTEM};

const command cmd_fetch_status = {
    "fetch status",
    "",
    "Tells what is followed, how old it is, who signed it and what went wrong last.",
    "Exit status: 0 all is well; 1 the copy is older than it says it is good for; 2 there is none.\n",
    options,
    sizeof(options) / sizeof(options[0]),
    run};
