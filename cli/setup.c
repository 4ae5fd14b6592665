/* setup.c - see setup.h. */
#include "setup.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "diag_print.h"
#include "image.h"
#include "mem.h"
#include "roster_csv.h"
#include "roster_image.h"
#include "status.h"
#include "subscription.h"
#include "tell.h"
#include "term.h"

hp_pack *setup_compile(sources *from, unsigned keep, const char *color) {
    output messages = OUT_TO(STDERR_FILENO);
    diag_printer printer = {.to = &messages, .color = term_colored(STDERR_FILENO, color)};
    hp_compile_options options = HP_COMPILE_OPTIONS_INIT;
    options.diag = diag_print;
    options.diag_user = &printer;
    options.include = sources_include;
    options.include_user = from;
    options.zone = sources_zone;
    options.zone_user = from;
    options.keep_origins = keep & SETUP_ORIGINS;
    options.keep_tests = keep & SETUP_TESTS;
    options.only_sound = keep & (SETUP_ONLY_SOUND | SETUP_ORIGINS);
    options.trusted = keep & SETUP_OWN_PATTERNS ? NULL : sources_bundled;
    size_t count;
    const hp_source *list = sources_list(from, &count);
    hp_pack *pack = NULL;
    hp_status status = hp_pack_compile(list, count, &options, &pack);
    out_flush(&messages);
    out_free(&messages);
    if (status == HP_OK) return pack;
    if (status != HP_ERR_SOURCE)
        tell("the policy cannot be used: %s", hp_status_text(status));
    else
        tell("the policy cannot be used: %zu error%s", printer.errors, printer.errors == 1 ? "" : "s");
    return NULL;
}

/* The outermost policies: what the options name, else the district's and the configuration's, else the bundled base
 * policy. */
typedef struct outermost {
    char **list;
    size_t count, room;
    bool fetched; /* the first is the district's, of which a copy was fetched */
    subscription district;
} outermost;

static void add_policy(outermost *o, const char *told) {
    o->list = mem_grow(o->list, &o->room, o->count + 1, sizeof *o->list);
    o->list[o->count++] = mem_text("%s", told);
}

/* false: there is a subscription, but no good copy, which is told: never "no rules". */
static bool add_district(outermost *o, subscription_state state, const char *why) {
    if (state == SUBSCRIPTION_NONE) return true;
    if (state == SUBSCRIPTION_BROKEN) {
        tell("your district's policy cannot be used: %s; \"hallpass fetch status\" tells more", why);
        return false;
    }
    char *path = subscription_path(&o->district, o->district.current);
    add_policy(o, path);
    free(path);
    o->fetched = true;
    return true;
}

static void add_configured(outermost *o) {
    size_t count;
    char **list = files_configured("policies", ".yaml", &count);
    for (size_t i = 0; i < count; i++) add_policy(o, list[i]);
    files_free_list(list, count);
}

static bool find_policies(const arguments *args, const place *where, outermost *o) {
    const char *why = NULL;
    *o = (outermost){0};
    subscription_state state = subscription_find(&o->district, &why);
    size_t at = 0;
    for (const char *told = options_each(args, "policy", &at); told; told = options_each(args, "policy", &at))
        add_policy(o, told);
    if (o->count) return true;
    if (!add_district(o, state, why)) return false;
    add_configured(o);
    if (o->count) return true;
    char *base = mem_text("%s/policies/base.yaml", where->root);
    add_policy(o, base);
    free(base);
    return true;
}

static void free_policies(outermost *o) {
    files_free_list(o->list, o->count);
    subscription_free(&o->district);
}

/* What decides which files a pack is made of: where the program's and the person's files lie, and what was asked for;
 * from which folder, where that is told without its full path. */
static cache_key key_of(const outermost *o, const place *where) {
    cache_key key = cache_key_new();
    char folder[4096], *configured[FILES_CONFIG_FOLDERS];
    cache_key_add(&key, where->root);
    files_config_folders("policies", configured);
    for (size_t i = 0; i < FILES_CONFIG_FOLDERS; i++) {
        cache_key_add(&key, configured[i] ? configured[i] : "");
        free(configured[i]);
    }
    char *district = o->district.current.n ? subscription_path(&o->district, o->district.current) : mem_text("none");
    cache_key_add(&key, district); /* another policy may extend it by its id */
    free(district);
    for (size_t i = 0; i < o->count; i++) {
        if (o->list[i][0] != '/') cache_key_add(&key, getcwd(folder, sizeof folder) ? folder : "");
        cache_key_add(&key, o->list[i]);
    }
    return key;
}

static bool compile_pack(const arguments *args, const outermost *o, setup *out) {
    digest_start();
    sources *from = sources_new(&out->where, true);
    bool ok = true;
    if (o->fetched) ok = sources_add_copy(from, o->list[0], subscription_digest(&o->district));
    for (size_t i = o->fetched; i < o->count && ok; i++) ok = sources_add(from, o->list[i]);
    if (ok) out->pack = setup_compile(from, 0, options_value(args, "color", "auto"));
    sources_digest(from, out->policy_digest);
    if (out->pack) image_save(key_of(o, &out->where), out->pack, from, out->policy_digest);
    sources_free(from);
    return out->pack;
}

static bool load_pack(const arguments *args, const outermost *o, setup *out) {
    bool ok = image_load(key_of(o, &out->where), &out->pack, out->policy_digest) || compile_pack(args, o, out);
    if (ok && o->fetched) out->notice = subscription_notice(&o->district, time(NULL));
    return ok;
}

/* The class lists that the options name, else the configuration's. */
static roster_files find_rosters(const arguments *args) {
    char **list = NULL;
    size_t count = 0, room = 0, at = 0;
    for (const char *told = options_each(args, "roster", &at); told; told = options_each(args, "roster", &at)) {
        list = mem_grow(list, &room, count + 1, sizeof *list);
        list[count++] = mem_text("%s", told);
    }
    if (!count) list = files_configured("rosters", ".csv", &count);
    return roster_files_new(list, count);
}

static bool build_roster(const roster_files *lists, setup *out) {
    people all = {0};
    bool ok = true;
    for (size_t i = 0; i < lists->count && ok; i++) ok = people_load(&all, lists->paths[i]);
    if (ok && all.count > 0) {
        hp_status status = hp_roster_build(all.list, all.count, &out->roster);
        if (status != HP_OK) tell("the class lists cannot be used: %s", hp_status_text(status));
        ok = status == HP_OK;
    }
    if (out->roster) roster_image_save(lists, out->roster);
    people_free(&all);
    return ok;
}

static bool load_roster(const arguments *args, setup *out) {
    roster_files lists = find_rosters(args);
    bool ok = roster_image_load(&lists, &out->roster) || build_roster(&lists, out);
    roster_files_free(&lists);
    return ok;
}

static bool load_lexicon(setup *out) {
    hp_str image;
    const char *why;
    if (!files_map(out->where.lexicon, &image, &why)) {
        tell("cannot read the word lists \"%s\": %s; names that no class list holds are not looked for",
             out->where.lexicon, why);
        return true; /* every report says so too */
    }
    hp_status status = hp_lexicon_open(image, &out->lexicon);
    out->has_lexicon = status == HP_OK;
    if (status != HP_OK) tell("the word lists \"%s\" are damaged or of another version", out->where.lexicon);
    files_expect(out->lexicon.tagger);
    return out->has_lexicon;
}

static int load_all(const arguments *args, const outermost *o, setup *out) {
    bool ok = load_pack(args, o, out) && load_roster(args, out) && load_lexicon(out);
    return ok ? STATUS_CLEAN : STATUS_WRONG;
}

int setup_load(const arguments *args, bool digested, setup *out) {
    outermost o;
    *out = (setup){.where = files_place()};
    if (digested) digest_start();
    int status = find_policies(args, &out->where, &o) ? load_all(args, &o, out) : STATUS_WRONG;
    free_policies(&o);
    return status;
}

int setup_load_policy(const arguments *args, const char *policy, setup *out) {
    outermost one = {0};
    const char *why;
    *out = (setup){.where = files_place()};
    subscription_find(&one.district, &why); /* it may extend the district's */
    add_policy(&one, policy);
    int status = load_all(args, &one, out);
    free_policies(&one);
    return status;
}

hp_pack *setup_origins(const arguments *args) {
    outermost o;
    place where = files_place();
    hp_pack *pack = NULL;
    sources *from = sources_new(&where, false);
    bool ok = find_policies(args, &where, &o);
    if (ok && o.fetched) ok = sources_add_copy(from, o.list[0], subscription_digest(&o.district));
    for (size_t i = o.fetched; i < o.count && ok; i++) ok = sources_add(from, o.list[i]);
    if (ok) pack = setup_compile(from, SETUP_ORIGINS, options_value(args, "color", "auto"));
    sources_free(from);
    free_policies(&o);
    free(where.root);
    free(where.lexicon);
    return pack;
}

void setup_free(setup *s) {
    hp_pack_free(s->pack);
    hp_roster_free(s->roster);
    free(s->where.root);
    free(s->where.lexicon);
    free(s->notice);
    *s = (setup){0};
}
