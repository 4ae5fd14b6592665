/* doctor_policies.c - the policies that checks go by: whether they load, what in them ends; the district's copy. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "digest.h"
#include "doctor.h"
#include "keyring.h"
#include "mem.h"
#include "setup.h"
#include "subscription.h"

static const char policies_[] = "policies", district_[] = "district";

enum { DAY = 24 * 60 * 60, SOON = 30, DATE_BYTES = 11, BUNDLE_MOST = 16 << 20, MINUTE = 60 };

/* "2026-11-28", so many days from today where the person is. */
static void date(int days, char out[DATE_BYTES]) {
    time_t when = time(NULL) + (time_t)days * DAY;
    struct tm local;
    if (!localtime_r(&when, &local) || strftime(out, DATE_BYTES, "%Y-%m-%d", &local) != DATE_BYTES - 1) out[0] = 0;
}

/* ---- what ends --------------------------------------------------------------------------------------------------- */

typedef struct ends {
    char today[DATE_BYTES], soon[DATE_BYTES];
    size_t ended, ending; /* by today; within SOON days */
} ends;

static ends ends_now(void) {
    ends e = {.ended = 0};
    date(0, e.today);
    date(SOON, e.soon);
    return e;
}

static void count_end(ends *e, hp_str last_day) {
    if (last_day.n != DATE_BYTES - 1) return;
    bool over = memcmp(last_day.p, e->today, last_day.n) < 0;
    e->ended += over;
    e->ending += !over && memcmp(last_day.p, e->soon, last_day.n) <= 0;
}

/* `one` and `more`: "exception", "exceptions". */
static void tell_ends(doctor *d, const ends *e, const char *one, const char *more, const char *policy) {
    if (e->ended > 0)
        doctor_add(d, policies_, HEALTH_NOTE, mem_text("%zu %s ended", e->ended, e->ended == 1 ? one : more),
                   mem_text("hallpass policy show --effective %s", policy));
    if (e->ending > 0)
        doctor_add(d, policies_, HEALTH_NOTE,
                   mem_text("%zu %s will end within %d days", e->ending, e->ending == 1 ? one : more, SOON),
                   mem_text("hallpass policy show --effective %s", policy));
}

/* "Tomas Ortiz (staff-consent, until 2027-06-30)" */
static hp_str until(hp_str value) {
    static const char mark[] = "until ";
    const char *at = value.n ? memmem(value.p, value.n, mark, sizeof(mark) - 1) : NULL;
    size_t rest = at ? (size_t)(value.p + value.n - at) - (sizeof(mark) - 1) : 0;
    return rest >= DATE_BYTES - 1 ? (hp_str){at + sizeof(mark) - 1, DATE_BYTES - 1} : (hp_str){0};
}

static void look_at_ends(doctor *d, const hp_pack *pack, const char *policy) {
    ends exceptions = ends_now(), names = ends_now();
    for (size_t i = 0; i < hp_pack_exception_count(pack); i++)
        count_end(&exceptions, hp_pack_exception(pack, i).expires);
    for (size_t i = 0; i < hp_pack_value_count(pack); i++) {
        hp_value v = hp_pack_value(pack, i);
        if (view_is(v.path, "allow.names")) count_end(&names, until(v.value));
        if (view_is(v.path, "mode") && view_is(v.value, "trial"))
            doctor_add(d, policies_, HEALTH_NOTE,
                       mem_text("they are on trial: everything is told, nothing is held back"), NULL);
    }
    tell_ends(d, &exceptions, "exception", "exceptions", policy);
    tell_ends(d, &names, "permission to name somebody", "permissions to name somebody", policy);
}

/* ---- files ------------------------------------------------------------------------------------------------------- */

/* Whoever may write a policy may let everything pass. */
static bool is_open(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && (st.st_mode & (S_IWGRP | S_IWOTH));
}

static void look_at_files(doctor *d) {
    size_t count, open = 0;
    char **list = files_configured("policies", ".yaml", &count);
    if (count > 0) {
        char *folder = mem_text("%.*s", (int)(strrchr(list[0], '/') - list[0]), list[0]);
        for (size_t i = 0; i < count; i++) open += is_open(list[i]);
        if (open + is_open(folder) > 0)
            doctor_add(d, policies_, HEALTH_MEND, mem_text("others on this computer may change those in %s", folder),
                       mem_text("chmod -R go-w %s", folder));
        free(folder);
    }
    files_free_list(list, count);
}

static void look_at_keys(doctor *d) {
    size_t count;
    minisign_key key;
    char **list = keyring_pinned(&count);
    for (size_t i = 0; i < count; i++) {
        if (!keyring_read(list[i], &key))
            doctor_add(d, policies_, HEALTH_MEND, mem_text("%s is no public key", list[i]), mem_text("rm %s", list[i]));
    }
    files_free_list(list, count);
}

void doctor_policies(doctor *d) {
    const arguments none = {.given_count = 0};
    hp_pack *pack = setup_origins(&none);
    if (!pack) {
        doctor_add(d, policies_, HEALTH_MEND,
                   mem_text("they cannot be used, so no draft is checked; why is told above"),
                   mem_text("hallpass policy check FILE"));
    } else {
        hp_pack_info info = hp_pack_describe(pack);
        char *id = mem_text("%.*s", (int)info.policy_id.n, info.policy_id.p);
        look_at_ends(d, pack, id);
        doctor_fine(d, policies_,
                    mem_text("%s %.*s, %zu rules", id, (int)info.policy_version.n, info.policy_version.p, info.rules));
        free(id);
    }
    look_at_files(d);
    look_at_keys(d);
    doctor_outdone(d, policies_, "policies", ".yaml");
    hp_pack_free(pack);
}

/* ---- the district ------------------------------------------------------------------------------------------------ */

/* The pinned key that signed. false: none did. */
static bool find_key(const subscription *sub, const unsigned char id[MINISIGN_ID], minisign_key *out) {
    for (size_t i = 0; i < sub->key_count; i++)
        if (minisign_read_key(sub->keys[i], out) && memcmp(out->id, id, MINISIGN_ID) == 0) return true;
    return false;
}

static void look_at_signature(doctor *d, const subscription *sub) {
    char *path = subscription_path(sub, sub->current), *beside = mem_text("%s.minisig", path), *bundle, *text;
    const char *why;
    hp_str file = {0}, told = {0};
    minisign_signature signature;
    minisign_key key;
    bool read = files_load(path, BUNDLE_MOST, false, &bundle, &file.n, &why);
    read = files_load(beside, MINISIGN_FILE_BYTES, false, &text, &told.n, &why) && read;
    file.p = bundle, told.p = text;
    digest_start();
    if (!read || !minisign_read_signature(told, &signature, &why))
        doctor_add(d, district_, HEALTH_MEND, mem_text("the copy or its signature cannot be read: %s", why),
                   mem_text("hallpass fetch now"));
    else if (!find_key(sub, signature.id, &key))
        doctor_add(d, district_, HEALTH_NOTE, mem_text("the copy is signed by a key that is not pinned any more"),
                   NULL);
    else if (!minisign_verify(file, &signature, &key))
        doctor_add(d, district_, HEALTH_MEND, mem_text("the copy is not what the district signed"),
                   mem_text("hallpass fetch now"));
    free(bundle);
    free(text);
    free(beside);
    free(path);
}

static void look_at_visits(doctor *d, const subscription *sub) {
    int64_t now = time(NULL), age = subscription_age(sub, now);
    char *notice = subscription_notice(sub, now);
    if (notice && age < 0)
        doctor_add(d, district_, HEALTH_MEND,
                   mem_text("this computer's clock shows a time before the policy was fetched"),
                   mem_text("sudo timedatectl set-ntp true"));
    else if (notice)
        doctor_add(d, district_, HEALTH_MEND,
                   mem_text("last heard of %lld days ago; it is good for %llu", (long long)age,
                            (unsigned long long)subscription_good_for(sub)),
                   mem_text("hallpass fetch now"));
    else if (sub->failures > 0)
        doctor_add(d, district_, HEALTH_NOTE,
                   mem_text("asked in vain %llu times: %.*s", (unsigned long long)sub->failures, (int)sub->error.n,
                            sub->error.p),
                   mem_text("hallpass fetch now"));
    else if (now - sub->tried > 2 * DAY + 2 * (int64_t)sub->every)
        doctor_add(d, district_, HEALTH_NOTE, mem_text("nothing on this computer asks for newer ones by itself"),
                   mem_text("systemctl --user enable --now hallpass-fetch.timer"));
    free(notice);
}

void doctor_district(doctor *d) {
    subscription sub;
    const char *why;
    switch (subscription_find(&sub, &why)) {
    case SUBSCRIPTION_NONE:
        doctor_add(d, district_, HEALTH_FINE, mem_text("no district's policy is followed"), NULL);
        break;
    case SUBSCRIPTION_BROKEN:
        doctor_add(d, district_, HEALTH_MEND, mem_text("its policy cannot be used: %s", why),
                   mem_text("hallpass fetch now"));
        break;
    case SUBSCRIPTION_GOOD:
        look_at_signature(d, &sub);
        look_at_visits(d, &sub);
        doctor_fine(d, district_,
                    mem_text("%.*s %.*s, signed, heard of %lld days ago", (int)sub.id.n, sub.id.p, (int)sub.current.n,
                             sub.current.p, (long long)subscription_age(&sub, time(NULL))));
        break;
    }
    subscription_free(&sub);
}
