/* subscription.c - see subscription.h. */
#include "subscription.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bundle.h"
#include "files.h"
#include "keep.h"
#include "lines.h"
#include "mem.h"
#include "version.h"

enum { DAY = 24 * 60 * 60 };

static const char first_line[] = "hallpass-subscription 1\n";

/* ---- places */

char *subscription_folder(bool shared) {
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (shared) return mem_text("/var/lib/hallpass/district");
    if (data && data[0] == '/') return mem_text("%s/hallpass/district", data);
    return home && home[0] == '/' ? mem_text("%s/.local/share/hallpass/district", home) : NULL;
}

char *subscription_path(const subscription *s, hp_str version) {
    return mem_text("%s/%.*s.bundle", s->folder, (int)version.n, version.p);
}

/* ---- reading */

static bool take_time(hp_str value, int64_t *out) {
    uint64_t n;
    bool ok = lines_number(value, INT64_MAX / 4, &n);
    *out = (int64_t)n;
    return ok;
}

/* "copy VERSION DIGEST KEY DAYS" */
static bool take_copy(subscription *s, hp_str value) {
    subscription_copy c;
    if (s->copy_count == SUBSCRIPTION_COPIES || !lines_word(&value, &c.version) || !version_valid(c.version) ||
        !lines_word(&value, &c.digest) || !lines_hex(c.digest, BUNDLE_DIGEST, false) || !lines_word(&value, &c.key) ||
        !lines_hex(c.key, 16, true) || !lines_number(value, BUNDLE_GOOD_FOR_DAYS, &c.good_for))
        return false;
    s->copies[s->copy_count++] = c;
    return true;
}

static bool take_listed(hp_str value, hp_str *list, size_t *count, size_t most) {
    if (*count == most) return false;
    list[(*count)++] = value;
    return true;
}

static bool take_version(hp_str value, hp_str *out) {
    *out = value;
    return version_valid(value);
}

static bool take(subscription *s, hp_str key, hp_str value) {
    if (view_is(key, "url")) return s->url = value, true;
    if (view_is(key, "allow")) {
        bool local = view_is(value, "local"), follow = view_is(value, "redirects");
        s->local |= local, s->follow |= follow;
        return local || follow;
    }
    if (view_is(key, "authority")) return s->authority = value, true;
    if (view_is(key, "every")) return lines_number(value, UINT32_MAX, &s->every);
    if (view_is(key, "key")) return take_listed(value, s->keys, &s->key_count, SUBSCRIPTION_KEYS);
    if (view_is(key, "revoked"))
        return lines_hex(value, 16, true) && take_listed(value, s->revoked, &s->revoked_count, SUBSCRIPTION_REVOKED);
    if (view_is(key, "id")) return s->id = value, bundle_id_valid(value);
    if (view_is(key, "highest")) return take_version(value, &s->highest);
    if (view_is(key, "current")) return take_version(value, &s->current);
    if (view_is(key, "held")) return take_version(value, &s->held);
    if (view_is(key, "copy")) return take_copy(s, value);
    if (view_is(key, "etag")) return s->etag = value, true;
    if (view_is(key, "modified")) return s->modified = value, true;
    if (view_is(key, "tried")) return take_time(value, &s->tried);
    if (view_is(key, "confirmed")) return take_time(value, &s->confirmed);
    if (view_is(key, "next")) return take_time(value, &s->next);
    if (view_is(key, "failures")) return lines_number(value, UINT32_MAX, &s->failures);
    if (view_is(key, "error")) return s->error = value, true;
    return false;
}

const char *subscription_read(hp_str text, subscription *out) {
    size_t n = sizeof(first_line) - 1;
    hp_str key, value;
    if (text.n < n || memcmp(text.p, first_line, n) != 0) return "its file is damaged, or of another version";
    text.p += n, text.n -= n;
    while (text.n > 0)
        if (!lines_next(&text, &key, &value) || !take(out, key, value)) return "its file is damaged";
    if (!out->url.n || !out->id.n || !out->highest.n || out->key_count == 0) return "its file is not complete";
    return subscription_copy_of(out, out->current) ? NULL : "there is no copy of it";
}

subscription_state subscription_open(char *folder, subscription *out, const char **why) {
    *out = (subscription){.folder = folder};
    *why = NULL;
    if (!folder) return SUBSCRIPTION_NONE;
    char *path = mem_text("%s/subscription", folder);
    struct stat st;
    size_t n = 0;
    bool there = stat(path, &st) == 0 || (errno != ENOENT && errno != ENOTDIR);
    if (there && files_load(path, SUBSCRIPTION_BYTES, false, &out->bytes, &n, why))
        *why = subscription_read((hp_str){out->bytes, n}, out);
    free(path);
    return !there ? SUBSCRIPTION_NONE : *why ? SUBSCRIPTION_BROKEN : SUBSCRIPTION_GOOD;
}

subscription_state subscription_find(subscription *out, const char **why) {
    subscription_state own = subscription_open(subscription_folder(false), out, why);
    if (own != SUBSCRIPTION_NONE) return own;
    subscription_free(out);
    subscription_state shared = subscription_open(subscription_folder(true), out, why);
    out->shared = true;
    return shared;
}

void subscription_free(subscription *s) {
    free(s->folder);
    free(s->bytes);
    *s = (subscription){0};
}

/* ---- writing */

static void put(output *to, const char *key, hp_str value) {
    if (value.n == 0) return;
    out_z(to, key);
    out_char(to, ' ');
    out_str(to, value);
    out_char(to, '\n');
}

static void put_number(output *to, const char *key, int64_t n) {
    if (n <= 0) return;
    out_z(to, key);
    out_char(to, ' ');
    out_number(to, n);
    out_char(to, '\n');
}

static void put_copy(output *to, const subscription_copy *c) {
    char *line = mem_text("%.*s %.*s %.*s %llu", (int)c->version.n, c->version.p, (int)c->digest.n, c->digest.p,
                          (int)c->key.n, c->key.p, (unsigned long long)c->good_for);
    put(to, "copy", view(line));
    free(line);
}

static void write_all(const subscription *s, output *to) {
    out_z(to, first_line);
    put(to, "url", s->url);
    put(to, "allow", s->local ? HP_STR("local") : (hp_str){0});
    put(to, "allow", s->follow ? HP_STR("redirects") : (hp_str){0});
    put(to, "authority", s->authority);
    put_number(to, "every", (int64_t)s->every);
    for (size_t i = 0; i < s->key_count; i++) put(to, "key", s->keys[i]);
    for (size_t i = 0; i < s->revoked_count; i++) put(to, "revoked", s->revoked[i]);
    put(to, "id", s->id);
    put(to, "highest", s->highest);
    put(to, "current", s->current);
    put(to, "held", s->held);
    for (size_t i = 0; i < s->copy_count; i++) put_copy(to, &s->copies[i]);
    put(to, "etag", s->etag);
    put(to, "modified", s->modified);
    put_number(to, "tried", s->tried);
    put_number(to, "confirmed", s->confirmed);
    put_number(to, "next", s->next);
    put_number(to, "failures", (int64_t)s->failures);
    put(to, "error", s->error);
}

bool subscription_save(const subscription *s, const char **why) {
    output text = OUT_MEMORY;
    subscription again = {0};
    write_all(s, &text);
    *why = subscription_read(out_view(&text), &again); /* what could not be read again must not be written */
    char *path = mem_text("%s/subscription", s->folder);
    bool ok = !*why && keep_file(path, out_view(&text), s->shared ? 0644 : 0600, false, why);
    free(path);
    out_free(&text);
    return ok;
}

/* ---- what it says */

const subscription_copy *subscription_copy_of(const subscription *s, hp_str version) {
    for (size_t i = 0; i < s->copy_count; i++) {
        hp_str known = s->copies[i].version;
        if (known.n == version.n && memcmp(known.p, version.p, known.n) == 0) return &s->copies[i];
    }
    return NULL;
}

hp_str subscription_digest(const subscription *s) {
    const subscription_copy *c = subscription_copy_of(s, s->current);
    return c ? c->digest : (hp_str){0};
}

int64_t subscription_age(const subscription *s, int64_t now) {
    int64_t seconds = now - s->confirmed;
    return seconds < -DAY ? -1 : seconds < 0 ? 0 : seconds / DAY;
}

uint64_t subscription_good_for(const subscription *s) {
    const subscription_copy *c = subscription_copy_of(s, s->current);
    return c && c->good_for ? c->good_for : SUBSCRIPTION_GOOD_FOR;
}

char *subscription_notice(const subscription *s, int64_t now) {
    int64_t age = subscription_age(s, now);
    uint64_t good_for = subscription_good_for(s);
    if (age < 0)
        return mem_text("this computer's clock shows a time before your district's policy was fetched, so how old it "
                        "is cannot be told. The draft was checked by it all the same; set the clock.");
    if ((uint64_t)age <= good_for) return NULL;
    return mem_text("your district's policy was last heard of %lld days ago, and it asks to be renewed after %llu. The "
                    "draft was checked by the copy on this computer; \"hallpass fetch now\" asks for a newer one.",
                    (long long)age, (unsigned long long)good_for);
}
