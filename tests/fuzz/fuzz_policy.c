/* fuzz_policy.c - any bytes as a policy, or as the file of a time zone that a policy names: compiling must end, every
 * mistake must have a place, and what compiles must check a draft. The first byte chooses. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "hallpass.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char base[] =
    "hallpass: policy/1\nid: base\nversion: 1\nlayer: builtin\naudiences: [public, class]\n"
    "channels: { square: { audience: public }, room: { audience: class } }\n"
    "use: [{ set: demo }]\nlimits: { report-at: { value: 60, lock: floor } }\nrules: { demo/own: { lock: full } }\n";
static const char demo[] =
    "hallpass: rules/1\nset: demo\nversion: 1\nwords: { office: { from: policy } }\nrules:\n"
    "  number: { kind: pattern, title: t, why: w, do: d, severity: hold, match: '\\d{3}-?\\d{4}',\n"
    "            unless: [{ any: \"@office\", within: match, reason: r }], tests: { flag: [\"[[555-0142]]\"], pass: "
    "[a] } }\n"
    "  own: { kind: guard, title: t, why: w, takes: [number], match: 'mine', tests: { flag: [\"555-0142\"], pass: "
    "[mine] } }\n";
static const char zoned[] = "hallpass: policy/1\nid: top\nversion: 1\nextends: [{ file: base.yaml }]\ntime-zone: X/Y\n";

static void need(int promise) {
    if (!promise) abort();
}

static void hold_place(void *user, const hp_diag *d) {
    (void)user;
    need(d->code && d->message.n > 0 && d->file.n > 0 && d->width > 0);
}

static hp_status include(void *user, hp_str from, hp_str name, hp_source *out) {
    (void)user;
    (void)from;
    bool is_base = name.n == 9 && memcmp(name.p, "base.yaml", 9) == 0;
    bool is_demo = name.n == 15 && memcmp(name.p, "demo.rules.yaml", 15) == 0;
    if (!is_base && !is_demo) return HP_ERR_USAGE;
    *out = (hp_source){name, is_base ? HP_STR(base) : HP_STR(demo)};
    return HP_OK;
}

static hp_status zone(void *user, hp_str name, hp_str *tzif) {
    const hp_str *bytes = user;
    (void)name;
    *tzif = *bytes;
    return bytes->n ? HP_OK : HP_ERR_USAGE;
}

static void check(const hp_pack *pack) {
    const hp_draft draft = {.text = HP_STR("Call 555-0142 #a #b"), .posted_at = HP_STR("2026-10-06T10:15:00Z")};
    hp_checker_options o = HP_CHECKER_OPTIONS_INIT;
    hp_checker *checker;
    const hp_report *report;
    o.work_limit = 1 << 24;
    need(hp_checker_new(pack, &o, &checker) == HP_OK);
    need(hp_check(checker, &draft, &report) == HP_OK);
    hp_checker_free(checker);
    for (size_t i = 0; i < hp_pack_value_count(pack); i++) need(hp_pack_value(pack, i).path.n > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!size) return 0;
    hp_str rest = {(const char *)data + 1, size - 1}, tzif = {NULL, 0};
    bool is_zone = data[0] == 'z';
    if (is_zone) tzif = rest;
    const hp_source top = {HP_STR("top.yaml"), is_zone ? HP_STR(zoned) : rest};
    hp_compile_options o = HP_COMPILE_OPTIONS_INIT;
    hp_pack *pack = NULL;
    o.diag = hold_place;
    o.include = include;
    o.zone = zone;
    o.zone_user = &tzif;
    o.keep_origins = true;
    hp_status status = hp_pack_compile(&top, 1, &o, &pack);
    need((status == HP_OK) == (pack != NULL));
    if (pack) check(pack);
    hp_pack_free(pack);
    return 0;
}
