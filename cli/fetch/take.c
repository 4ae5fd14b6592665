/* take.c - see take.h. */
#include "take.h"

#include <string.h>
#include <time.h>

#include "mem.h"
#include "version.h"

enum { CLOCK_SLACK = 24 * 60 * 60 }; /* seconds: what a time zone set wrongly makes */

static bool same(hp_str a, hp_str b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static bool is_listed(hp_str id, const hp_str *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (same(list[i], id)) return true;
    return false;
}

/* The pinned key with which the signature says it was made. */
static bool find_key(const subscription *s, const minisign_signature *signature, minisign_key *out) {
    for (size_t i = 0; i < s->key_count; i++)
        if (minisign_read_key(s->keys[i], out) && memcmp(out->id, signature->id, MINISIGN_ID) == 0) return true;
    return false;
}

/* Names the key that the district would go on from, where the bundle says so: it is not signed by one that counts, so
 * its word is told, not taken. */
static char *unknown_key(const char *id, hp_str bytes, bundle *b) {
    const char *why, *told = "";
    if (bundle_read(bytes, b, &why) && b->previous_key.n > 0)
        told = "; it says that it follows another key, for which that one has not vouched";
    return mem_text(
        "it is signed by the key %s, which is not one that you pinned%s: if your district changed its key, ask "
        "it for the new one and subscribe again with --key",
        id, told);
}

static char *signature_refusal(const subscription *s, hp_str bytes, hp_str text, int64_t now, bundle *b,
                               char id[MINISIGN_ID_TEXT]) {
    minisign_signature signature;
    minisign_key key;
    const char *why;
    char day[16] = "", today[16] = "";
    if (!minisign_read_signature(text, &signature, &why)) return mem_text("its signature cannot be read: %s", why);
    minisign_id_text(signature.id, id);
    if (is_listed(view(id), s->revoked, s->revoked_count))
        return mem_text("it is signed by the key %s, which the district has revoked", id);
    if (!find_key(s, &signature, &key)) return unknown_key(id, bytes, b);
    if (!minisign_verify(bytes, &signature, &key))
        return mem_text(
            "its signature is not right: the bundle and its signature do not belong together, or one was changed");
    time_t made = minisign_time(&signature), clock = now;
    struct tm t;
    if (made <= now + CLOCK_SLACK) return NULL;
    if (gmtime_r(&made, &t)) strftime(day, sizeof(day), "%Y-%m-%d", &t);
    if (gmtime_r(&clock, &t)) strftime(today, sizeof(today), "%Y-%m-%d", &t);
    return mem_text("it was signed on %s, and today is %s by this computer's clock: is the clock right", day, today);
}

static char *version_refusal(const subscription *s, const bundle *b) {
    int order = s->highest.n ? version_compare(b->version, s->highest) : 1;
    int n = (int)b->version.n;
    if (order < 0)
        return mem_text("its version %.*s is older than %.*s, which was here already: it is not gone back to", n,
                        b->version.p, (int)s->highest.n, s->highest.p);
    if (order == 0)
        return mem_text(
            "its version is %.*s again, with other content: whoever changes a policy must raise its version", n,
            b->version.p);
    return NULL;
}

char *take_refusal(const subscription *s, hp_str bytes, hp_str signature, int64_t now, bundle *b,
                   char id[MINISIGN_ID_TEXT]) {
    const char *why;
    if (!bundle_is(bytes)) {
        size_t at = 0;
        while (at < bytes.n && strchr(" \t\r\n\xef\xbb\xbf", bytes.p[at])) at++;
        if (at < bytes.n && bytes.p[at] == '<')
            return mem_text("a web page came instead of a policy: a sign-in page of this network may stand in between; "
                            "open a browser");
        return mem_text(bytes.n ? "it is no policy bundle" : "it is empty");
    }
    char *refused = signature_refusal(s, bytes, signature, now, b, id);
    if (refused) return refused;
    if (!bundle_read(bytes, b, &why) || !bundle_sound(b, &why)) return mem_text("the bundle cannot be used: %s", why);
    if (s->id.n > 0 && !same(s->id, b->id))
        return mem_text("it is the policy \"%.*s\", and you follow \"%.*s\"", (int)b->id.n, b->id.p, (int)s->id.n,
                        s->id.p);
    if (b->needs.n > 0 && version_compare(view(HP_VERSION), b->needs) < 0)
        return mem_text("it needs hallpass %.*s or newer, and this is " HP_VERSION ": renew hallpass first",
                        (int)b->needs.n, b->needs.p);
    if (is_listed(view(id), b->revoked, b->revoked_count))
        return mem_text("it revokes the key %s that signed it: that cannot be meant", id);
    if (s->revoked_count + b->revoked_count > SUBSCRIPTION_REVOKED)
        return mem_text("it revokes more keys than are remembered, which are %d", SUBSCRIPTION_REVOKED);
    return version_refusal(s, b);
}

/* ---- taking */

/* The key that signed, and the one that it names; keys before that count no more. */
static void note_keys(subscription *s, const bundle *b, const char *id) {
    hp_str signer = {0};
    minisign_key key;
    char other[MINISIGN_ID_TEXT];
    for (size_t i = 0; i < s->key_count; i++)
        if (minisign_read_key(s->keys[i], &key)) {
            minisign_id_text(key.id, other);
            if (strcmp(other, id) == 0) signer = s->keys[i];
        }
    s->key_count = 0;
    s->keys[s->key_count++] = signer;
    if (b->next_key.n > 0 && !same(b->next_key, signer)) s->keys[s->key_count++] = b->next_key;
    for (size_t i = 0; i < b->revoked_count; i++)
        if (!is_listed(b->revoked[i], s->revoked, s->revoked_count)) s->revoked[s->revoked_count++] = b->revoked[i];
}

/* The new one first, then those before it that have another version and whose key still counts. */
static void note_copy(subscription *s, subscription_copy made) {
    subscription_copy kept[SUBSCRIPTION_COPIES] = {made};
    size_t count = 1;
    for (size_t i = 0; i < s->copy_count && count < SUBSCRIPTION_COPIES; i++)
        if (!same(s->copies[i].version, made.version) && !is_listed(s->copies[i].key, s->revoked, s->revoked_count))
            kept[count++] = s->copies[i];
    memcpy(s->copies, kept, sizeof(kept));
    s->copy_count = count;
}

void take_note(subscription *s, const bundle *b, const char *digest, const char *id) {
    note_keys(s, b, id);
    note_copy(s, (subscription_copy){
                     .version = b->version, .digest = view(digest), .key = view(id), .good_for = b->good_for});
    s->id = b->id;
    s->highest = s->current = b->version;
    s->held = (hp_str){0};
}
