/* t_policy.c - what policies say beside their fields: siblings, ranks, own rules, exceptions, switches, time zones. */
#include "policy_world.h"

#include "base/calendar.h"
#include "pack/zone.h"

#define POLICY(id, layer, base)                                                                                        \
    "hallpass: policy/1\nid: " id "\nversion: 2026.1\nlayer: " layer "\nextends: [{ file: " base " }]\n"
#define TOP POLICY("top", "district", "base.yaml")

static files world(void) {
    return (files){.name = {"base.yaml", "demo.rules.yaml"}, .text = {base_text, rules_text}};
}

static const char exception[] =
    "exceptions:\n"
    "  - { id: E1, rule: demo/number, set: { severity: note }, where: { channels: [room] }, reason: r,\n"
    "      approved-by: A, approved-on: 2026-09-01, expires: 2026-12-20 }\n";

static void errors_have_their_codes(void **state) {
    static const struct {
        const char *text, *code; /* NULL: it is no error */
    } rows[] = {
        {TOP, NULL},
        {TOP "needs: \">=0.1\"\n", NULL},
        {TOP "needs: \">=99.0\"\n", "HP056"},
        {TOP "needs: new\n", "HP014"},
        {TOP "layer: town\n", "HP012"},
        {"hallpass: policy/1\nid: top\nversion: 1\nlayer: builtin\nextends: [{ file: base.yaml, version: 1 }]\n", NULL},
        {"hallpass: policy/1\nid: top\nversion: 1\nlayer: state\nextends: [{ file: base.yaml, version: 2.x }]\n",
         "HP057"},
        {TOP "allow: { names: [{ name: Ann Lee, basis: consent }] }\n", "HP013"},
        {TOP "allow: { names: [{ name: Ann Lee, basis: consent, until: 2027-02-29 }] }\n", "HP017"},
        {TOP "allow: { names: [{ name: Ann Lee, basis: friend }] }\n", "HP014"},
        {TOP "answers: [{ text: Will, is: not-a-person }]\n", "HP046"},
        {TOP "channels: { hall: {} }\nrules:\n", NULL},
        {TOP "audiences: [public]\n", "HP045"},
        {TOP "=audiences: [public, families, class, staff]\n", NULL},
        {TOP "audiences: [public, families, class]\n", NULL},
        {TOP "rules: { demo/number: { channels: [room] } }\n", "HP045"},
        {TOP "rules: { demo/number: { unless: [{ any: [a], within: sentence, reason: a }] } }\n", "HP045"},
        {TOP "rules: { demo/number: { max: 4 } }\n", "HP011"},
        {TOP "rules: { demo/number: { match: a } }\n", "HP011"},
        {TOP "rules: { demo/numbr: { severity: hold } }\n", "HP040"},
        {TOP "rules: { loud: { kind: limit, title: t, why: w, do: d, severity: note, count: hashtag, max: 1,\n"
             "  tests: { flag: [\"#a [[#b]]\"], pass: [a] } } }\n",
         NULL},
        {TOP "rules: { loud: { kind: limit, title: t, why: w, do: d, severity: note, count: hashtag,\n"
             "  tests: { flag: [\"#a [[#b]]\"], pass: [a] } } }\n",
         "HP013"},
        {TOP "rules: { line: { kind: require, title: t, why: w, do: d, severity: note,\n"
             "  tests: { flag: [a], pass: [b] } } }\n",
         "HP013"},
        {TOP "rules: { demo/hours: { +when: { days: sat, from: \"12:00\", to: \"08:00\" } } }\n", "HP016"},
        {TOP "rules: { demo/hours: { +when: { days: satday, from: \"08:00\", to: \"12:00\" } } }\n", "HP016"},
        {TOP "rules: { demo/hours: { +when: { days: sat, from: \"8h\", to: \"12:00\" } } }\n", "HP016"},
        {TOP "rules: { demo/hours: { +except: [2026-11-31] } }\n", "HP017"},
        {TOP "rules: { demo/hours: { +except: [2026-12-24..2026-12-20] } }\n", "HP017"},
        {TOP "switches: { vote: { from: 2026-10-01, until: 2026-09-01 } }\n", "HP016"},
        {TOP "switches: { vote: { rules: {} } }\n", "HP013"},
        {TOP "switches: { vote: { on: yes, rules: { demo/number: { severity: hold } } } }\n", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        files f = world();
        bool ok = compiles(&f, rows[i].text, NULL);
        if (ok != !rows[i].code || (rows[i].code && strcmp(f.code, rows[i].code) != 0))
            fail_msg("row %zu: wanted %s, got %s %s\n%s", i, rows[i].code ? rows[i].code : "no error", f.code,
                     f.message, rows[i].text);
    }
}

static void siblings_may_not_both_set_a_field(void **state) {
    static const char a[] = POLICY("a", "state", "base.yaml") "limits: { report-at: 50 }\n";
    static const char b[] = POLICY("b", "state", "base.yaml") "limits: { report-at: 55 }\n";
    static const char county[] = POLICY("b", "county", "base.yaml") "limits: { report-at: 55 }\n";
#define BOTH "hallpass: policy/1\nid: top\nversion: 1\nlayer: district\nextends: [{ file: a.yaml }, { file: b.yaml }]\n"
    (void)state;
    files f = {.name = {"base.yaml", "demo.rules.yaml", "a.yaml", "b.yaml"}, .text = {base_text, rules_text, a, b}};
    assert_false(compiles(&f, BOTH, NULL));
    assert_string_equal(f.code, "HP047");
    assert_non_null(strstr(f.message, "a.yaml:6:"));
    assert_true(compiles(&f, BOTH "limits: { report-at: 52 }\n", NULL)); /* whoever stands above both decides */
    f.text[3] = county;
    assert_true(compiles(&f, BOTH, NULL)); /* a county is nearer than a state */
}

static void a_policy_extends_no_nearer_one(void **state) {
    static const char school[] = POLICY("s", "school", "base.yaml");
    (void)state;
    files f = {.name = {"base.yaml", "demo.rules.yaml", "s.yaml"}, .text = {base_text, rules_text, school}};
    assert_false(compiles(&f, POLICY("top", "state", "s.yaml"), NULL));
    assert_string_equal(f.code, "HP048");
    assert_true(compiles(&f, POLICY("top", "person", "s.yaml"), NULL));
}

static void a_lock_is_never_taken_away(void **state) {
    static const char state_text[] = POLICY("s", "state", "base.yaml") "rules: { demo/number: { lock: full } }\n";
    static const char *const refused[] = {
        "rules: { demo/number: { lock: none } }\n",
        "rules: { demo/number: { lock: floor } }\n",
        "rules: { demo: { severity: hold } }\n",
    };
    (void)state;
    files f = {.name = {"base.yaml", "demo.rules.yaml", "s.yaml"}, .text = {base_text, rules_text, state_text}};
    for (size_t i = 0; i < 3; i++) {
        char text[400];
        snprintf(text, sizeof text, "%s%s", POLICY("top", "district", "s.yaml"), refused[i]);
        assert_false(compiles(&f, text, NULL));
        assert_string_equal(f.code, "HP042");
        assert_non_null(strstr(f.message, "s.yaml:6:"));
    }
    assert_true(compiles(&f, POLICY("top", "district", "s.yaml") "rules: { demo/number: { lock: full } }\n", NULL));
}

#define OWN_GUARD                                                                                                      \
    "rules: { mine: { kind: guard, title: t, why: w, takes: [demo/number], match: 'free',\n"                           \
    "  tests: { flag: [\"555-0142\"], pass: [free] } } }\n"
#define OWN_NOTE                                                                                                       \
    "rules: { soft: { kind: pattern, title: t, why: w, do: d, severity: note, order: 900, match: '555-\\d{4}',\n"      \
    "  tests: { flag: [\"[[555-0142]]\"], pass: [a] } } }\n"

static void a_lock_is_not_got_round(void **state) {
    static const char locked[] = POLICY("s", "state", "base.yaml") "rules: { demo/number: { lock: floor } }\n";
    static const char open[] = POLICY("s", "state", "base.yaml") "rules: { demo/loud: { lock: floor } }\n";
    (void)state;
    files f = {.name = {"base.yaml", "demo.rules.yaml", "s.yaml"}, .text = {base_text, rules_text, locked}};
    assert_false(compiles(&f, POLICY("top", "district", "s.yaml") OWN_GUARD, NULL));
    assert_string_equal(f.code, "HP042");
    assert_non_null(strstr(f.message, "s.yaml:6:"));
    f.text[2] = open;
    assert_true(compiles(&f, POLICY("top", "district", "s.yaml") OWN_GUARD, NULL));
    assert_false(compiles(&f, POLICY("me", "person", "s.yaml") OWN_GUARD, NULL));
    assert_string_equal(f.code, "HP046");
    /* a rule of one's own that goes before a locked one on the same words */
    for (int lock = 0; lock < 2; lock++) {
        f.text[2] = lock ? locked : open;
        hp_pack *pack;
        hp_test_counts counts;
        char text[1200];
        snprintf(text, sizeof text,
                 "%s%stests: [{ text: \"555-0142\", channel: square, verdict: %s, rules: [soft] }]\n",
                 POLICY("top", "district", "s.yaml"), OWN_NOTE, lock ? "review" : "pass");
        if (!compiles(&f, text, &pack)) fail_msg("%s", f.message);
        hp_status status = hp_pack_test(pack, NULL, NULL, &counts);
        assert_int_equal(status, HP_OK);
        assert_int_equal(counts.failed, 0);
        assert_true(counts.passed >= 1);
        hp_pack_free(pack);
    }
}

static void what_is_said_of_one_rule_outdoes_what_is_said_of_its_set(void **state) {
    (void)state;
    files f = world();
    hp_pack *pack;
    assert_true(compiles(&f,
                         TOP "rules:\n  demo/number: { severity: note }\n  demo: { severity: hold }\n"
                             "tests: [{ text: \"555-0142\", channel: square, verdict: pass }]\n",
                         &pack));
    hp_test_counts counts;
    assert_int_equal(hp_pack_test(pack, NULL, NULL, &counts), HP_OK);
    assert_int_equal(counts.passed, 1);
    hp_pack_free(pack);
}

static void exceptions_keep_to_the_locks(void **state) {
    static const struct {
        const char *lower, *from, *to, *code;
    } rows[] = {
        {"", NULL, NULL, NULL},
        {"rules: { demo/number: { lock: floor } }\n", NULL, NULL, NULL},
        {"rules: { demo/number: { lock: full } }\n", NULL, NULL, "HP042"},
        {"rules: { demo: { lock: full } }\n", NULL, NULL, "HP042"},
        {"limits: { exception-days: 100 }\n", NULL, NULL, "HP058"},
        {"limits: { exception-days: 110 }\n", NULL, NULL, NULL},
        {"", "reason: r,", "", "HP013"},
        {"", "approved-by: A,", "", "HP013"},
        {"", "approved-on: 2026-09-01,", "", "HP013"},
        {"", "expires: 2026-12-20", "expires: 2026-12-32", "HP017"},
        {"", "expires: 2026-12-20", "expires: 2026-08-20", "HP058"},
        {"", "severity: note", "severity: \"off\"", "HP058"},
        {"", "demo/number", "demo/nummer", "HP040"},
        {"", "channels: [room]", "channels: [roof]", "HP014"},
        {"", "channels: [room]", "", "HP013"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char lower[600], upper[900], changed[600];
        snprintf(lower, sizeof lower, "%s%s", POLICY("low", "state", "base.yaml"), rows[i].lower);
        snprintf(changed, sizeof changed, "%s", exception);
        const char *at = rows[i].from ? strstr(exception, rows[i].from) : NULL;
        if (at)
            snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - exception), exception, rows[i].to,
                     at + strlen(rows[i].from));
        snprintf(upper, sizeof upper, "%s%s", POLICY("top", "district", "low.yaml"), changed);
        files f = {.name = {"base.yaml", "demo.rules.yaml", "low.yaml"}, .text = {base_text, rules_text, lower}};
        bool ok = compiles(&f, upper, NULL);
        if (ok != !rows[i].code || (rows[i].code && strcmp(f.code, rows[i].code) != 0))
            fail_msg("row %zu: wanted %s, got %s %s\n%s", i, rows[i].code ? rows[i].code : "none", f.code, f.message,
                     upper);
    }
    char person[900];
    snprintf(person, sizeof person, "%s%s", POLICY("me", "person", "base.yaml"), exception);
    files f = world();
    assert_false(compiles(&f, person, NULL));
    assert_string_equal(f.code, "HP046");
}

/* A draft judged under a policy. */
static hp_level judged(const char *policy, const hp_draft *draft, bool *excepted, size_t *warnings) {
    files f = world();
    hp_pack *pack;
    hp_checker_options o = HP_CHECKER_OPTIONS_INIT;
    hp_checker *checker;
    const hp_report *report;
    if (!compiles(&f, policy, &pack)) fail_msg("%s", f.message);
    assert_int_equal(hp_checker_new(pack, &o, &checker), HP_OK);
    assert_int_equal(hp_check(checker, draft, &report), HP_OK);
    hp_level severity = report->finding_count ? report->findings[0].severity : (hp_level)0;
    *excepted = report->finding_count && str_eq_z(report->findings[0].exception, "E1");
    *warnings = report->problem_count;
    hp_checker_free(checker);
    hp_pack_free(pack);
    return severity;
}

static void exceptions_lower_there_and_then_only(void **state) {
    static const struct {
        const char *channel, *at;
        int severity;
        bool excepted;
        size_t warnings; /* one tells of the lexicon that the test does without */
    } rows[] = {
        {"room", "2026-10-01T10:00", HP_NOTE, true, 1},      {"room", "2026-12-20T23:59", HP_NOTE, true, 1},
        {"room", "2026-12-21T00:00", HP_REVIEW, false, 2},   {"room", "", HP_REVIEW, false, 2},
        {"square", "2026-10-01T10:00", HP_REVIEW, false, 1}, {"", "2026-10-01T10:00", HP_REVIEW, false, 1},
    };
    (void)state;
    char policy[900];
    snprintf(policy, sizeof policy, "%srules: { demo/number: { +channels: [room] } }\n%s", TOP, exception);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool excepted;
        size_t warnings;
        hp_draft d = {
            .text = HP_STR("Call 555-0142"), .channel = str_of(rows[i].channel), .posted_at = str_of(rows[i].at)};
        int severity = (int)judged(policy, &d, &excepted, &warnings);
        if (severity != rows[i].severity || excepted != rows[i].excepted || warnings != rows[i].warnings)
            fail_msg("row %zu: severity %d, %zu warnings", i, severity, warnings);
    }
}

static void switches_raise_while_they_are_on(void **state) {
    static const char policy[] =
        TOP "switches: { vote: { from: 2026-10-01, until: 2026-11-03, rules: { demo/number: { severity: hold } } } }\n";
    static const struct {
        const char *at;
        int severity;
    } rows[] = {{"2026-09-30T23:00", HP_REVIEW},
                {"2026-10-01T00:00", HP_HOLD},
                {"2026-11-03T23:59", HP_HOLD},
                {"2026-11-04T00:00", HP_REVIEW},
                {"", HP_REVIEW}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool excepted;
        size_t warnings;
        hp_draft d = {.text = HP_STR("Call 555-0142"), .posted_at = str_of(rows[i].at)};
        assert_int_equal(judged(policy, &d, &excepted, &warnings), rows[i].severity);
    }
}

/* ---- time zones */

static char zone_bytes[1 << 16];

static hp_status read_zone(void *user, hp_str name, hp_str *tzif) {
    char path[200];
    (void)user;
    snprintf(path, sizeof path, "/usr/share/zoneinfo/%.*s", (int)name.n, name.p);
    FILE *f = fopen(path, "rb");
    if (!f) return HP_ERR_USAGE;
    *tzif = (hp_str){zone_bytes, fread(zone_bytes, 1, sizeof zone_bytes, f)};
    fclose(f);
    return HP_OK;
}

static void zones_are_known_by_name(void **state) {
    (void)state;
    files f = world();
    f.zone = read_zone;
    assert_true(compiles(&f, TOP "time-zone: America/Chicago\n", NULL));
    assert_false(compiles(&f, TOP "time-zone: America/Chigaco\n", NULL));
    assert_string_equal(f.code, "HP018");
}

/* What the zone's clock shows at an instant, in minutes ahead of UTC. */
static int ahead(const char *name, const char *instant) {
    arena *a = arena_new(0);
    shift_list shifts;
    hp_str bytes;
    if (read_zone(NULL, str_of(name), &bytes) != HP_OK || !zone_read(a, bytes, &shifts)) fail_msg("no zone %s", name);
    wall_time t = calendar_read(str_of(instant));
    int64_t at = ((int64_t)t.day * DAY_MINUTES + t.minute) * 60;
    size_t i = shifts.n;
    while (i > 1 && shifts.v[i - 1].at > at) i--;
    int offset = shifts.v[i - 1].offset / 60;
    arena_free(a);
    return offset;
}

static void clocks_change_when_they_do(void **state) {
    static const struct {
        const char *zone, *instant;
        int ahead;
    } rows[] = {
        {"America/Chicago", "2026-03-08T07:59Z", -360},  {"America/Chicago", "2026-03-08T08:00Z", -300},
        {"America/Chicago", "2026-11-01T06:59Z", -300},  {"America/Chicago", "2026-11-01T07:00Z", -360},
        {"America/Chicago", "2061-07-01T00:00Z", -300},  {"Europe/London", "2026-03-29T00:59Z", 0},
        {"Europe/London", "2026-03-29T01:00Z", 60},      {"Europe/London", "2075-12-01T00:00Z", 0},
        {"Australia/Sydney", "2026-01-15T00:00Z", 660},  {"Australia/Sydney", "2026-07-15T00:00Z", 600},
        {"Australia/Sydney", "2080-01-15T00:00Z", 660},  {"America/Toronto", "2026-07-01T00:00Z", -240},
        {"America/Phoenix", "2026-07-01T00:00Z", -420},  {"Asia/Kolkata", "2026-07-01T00:00Z", 330},
        {"America/St_Johns", "2026-01-01T00:00Z", -210}, {"UTC", "2026-01-01T00:00Z", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (ahead(rows[i].zone, rows[i].instant) != rows[i].ahead)
            fail_msg("%s at %s: %d", rows[i].zone, rows[i].instant, ahead(rows[i].zone, rows[i].instant));
}

static void a_broken_zone_file_is_refused(void **state) {
    (void)state;
    hp_str whole;
    shift_list shifts;
    arena *a = arena_new(0);
    assert_int_equal(read_zone(NULL, HP_STR("America/Chicago"), &whole), HP_OK);
    for (size_t n = 0; n < whole.n; n++) {
        arena_reset(a);
        assert_false(zone_read(a, (hp_str){whole.p, n}, &shifts)); /* cut short anywhere */
    }
    for (size_t i = 0; i < whole.n; i++) { /* one byte changed anywhere: read or refused, nothing worse */
        char kept = zone_bytes[i];
        zone_bytes[i] = (char)(kept ^ 0x81);
        arena_reset(a);
        (void)zone_read(a, whole, &shifts);
        zone_bytes[i] = kept;
    }
    arena_free(a);
}

static void days_are_counted(void **state) {
    (void)state;
    char text[DAY_BYTES];
    for (int32_t day = -800000; day < 800000; day += 97) {
        calendar_text(day, text);
        if (calendar_year(day) < 1) continue;
        assert_int_equal(calendar_day((hp_str){text, DAY_BYTES}), day);
    }
    assert_int_equal(calendar_day(HP_STR("2026-02-29")), NO_DAY);
    assert_int_equal(calendar_day(HP_STR("1970-01-01")), 0);
    assert_int_equal(calendar_weekday(calendar_day(HP_STR("2026-11-27"))), 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_have_their_codes),
        cmocka_unit_test(siblings_may_not_both_set_a_field),
        cmocka_unit_test(a_policy_extends_no_nearer_one),
        cmocka_unit_test(a_lock_is_never_taken_away),
        cmocka_unit_test(a_lock_is_not_got_round),
        cmocka_unit_test(what_is_said_of_one_rule_outdoes_what_is_said_of_its_set),
        cmocka_unit_test(exceptions_keep_to_the_locks),
        cmocka_unit_test(exceptions_lower_there_and_then_only),
        cmocka_unit_test(switches_raise_while_they_are_on),
        cmocka_unit_test(zones_are_known_by_name),
        cmocka_unit_test(clocks_change_when_they_do),
        cmocka_unit_test(a_broken_zone_file_is_refused),
        cmocka_unit_test(days_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
