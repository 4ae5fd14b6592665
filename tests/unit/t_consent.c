/* t_consent.c - what families let be told: releases, opt-outs and directory information weigh on a student's name. And
 * when a schedule lets post again; what must be there as a pattern; how many are few. */
#include "policy_world.h"

#include "find/counts.h"

#define TOP "hallpass: policy/1\nid: top\nversion: 1\nlayer: district\nextends: [{ file: base.yaml }]\n"
#define NAME_RULE                                                                                                      \
    "  pupil:\n    kind: name\n    role: student\n    who: I3\n    title: a pupil\n    why: It is a pupil.\n"          \
    "    do: Leave it out.\n    severity: review\n    sure: roster\n    shapes: { roster: 80, roster-full: 100 }\n"    \
    "    fix: { replace: a pupil }\n    tests: { flag: [{ text: \"[[Maya Lopez]] sang\", roster: [Maya Lopez] }],\n"   \
    "      pass: [We sang] }\n"                                                                                        \
    "  marks:\n    kind: pattern\n    what: S2\n    title: marks\n    why: They are marks.\n    do: Leave them out.\n" \
    "    match: 'got an? [A-F]'\n    tests: { says: [\"[[got a D]]\"], pass: [none] }\n"

typedef struct setting {
    hp_pack *pack;
    hp_roster *roster;
    hp_checker *checker;
} setting;

static setting open_setting(const char *policy, const hp_person *people, size_t count) {
    setting s = {NULL};
    files f = {.name = {"base.yaml", "demo.rules.yaml", "releases.csv"},
               .text = {base_text, rules_text, "Id,Until\nS-1,2027-06-30\n\n# gone\ns-2;2026-09-30;M-3\n"}};
    if (!compiles(&f, policy, &s.pack)) fail_msg("%s: %s", f.code, f.message);
    assert_int_equal(hp_roster_build(people, count, &s.roster), HP_OK);
    hp_checker_options o = HP_CHECKER_OPTIONS_INIT;
    o.roster = s.roster;
    o.rewrite = true;
    assert_int_equal(hp_checker_new(s.pack, &o, &s.checker), HP_OK);
    return s;
}

static void close_setting(setting *s) {
    hp_checker_free(s->checker);
    hp_roster_free(s->roster);
    hp_pack_free(s->pack);
}

static const hp_report *checked(setting *s, const char *text, const char *at) {
    const hp_report *report;
    hp_draft d = {.text = str_of(text), .channel = HP_STR("square"), .posted_at = str_of(at)};
    assert_int_equal(hp_check(s->checker, &d, &report), HP_OK);
    return report;
}

static int severity_of(setting *s, const char *rule, const char *text, const char *at) {
    const hp_report *r = checked(s, text, at);
    for (size_t i = 0; i < r->finding_count; i++)
        if (str_eq_z(r->findings[i].rule, rule)) return r->findings[i].severity;
    return 0;
}

static hp_person pupil(const char *given, const char *family, const char *id) {
    return (hp_person){.given = str_of(given), .family = str_of(family), .id = str_of(id)};
}

static void a_name_is_as_grave_as_its_family_says(void **state) {
    hp_person people[] = {pupil("Maya", "Lopez", "s-1"),    pupil("Jayden", "Miller", "S-2"),
                          pupil("Priya", "Kumar", "S-3"),   pupil("Omar", "Haddad", "S-4"),
                          pupil("Amara", "Diallo", "S-5"),  pupil("Amara", "Stone", "S-1"),
                          pupil("Wanjiru", "Okafor", "S-6")};
    people[6].opt_out = people[5].release = people[4].release = true;
    enum { PEOPLE = sizeof people / sizeof *people };
    static const struct {
        const char *consent, *text, *at;
        int severity;
    } rows[] = {
        {"", "Maya Lopez sang", "2026-10-01T10:00", HP_REVIEW},
        {"releases: releases.csv", "Maya Lopez sang", "2027-06-30T23:00", HP_NOTE},
        {"releases: releases.csv", "Maya Lopez sang", "2027-07-01T00:00", HP_REVIEW},
        {"releases: releases.csv", "Maya sang", "2026-10-01T10:00", HP_NOTE},
        {"releases: releases.csv", "Jayden Miller sang", "2026-09-30T10:00", HP_NOTE},
        {"releases: releases.csv", "Jayden Miller sang", "2026-10-01T10:00", HP_REVIEW},
        {"releases: releases.csv", "Priya sang", "2026-10-01T10:00", HP_REVIEW},
        {"releases: releases.csv", "Amara sang", "2026-10-01T10:00", HP_REVIEW}, /* two of that name, one released */
        {"releases: [releases.csv, roster]", "Amara sang", "2026-10-01T10:00", HP_NOTE},
        {"releases: roster", "Maya sang", "2026-10-01T10:00", HP_REVIEW},
        {"opt-out: [s-4]", "Omar Haddad sang", "2026-10-01T10:00", HP_HOLD},
        {"opt-out: [s-4]", "Wanjiru sang", "2026-10-01T10:00", HP_REVIEW},
        {"opt-out: roster", "Wanjiru sang", "2026-10-01T10:00", HP_HOLD},
        {"opt-out: [s-5]", "Amara sang", "2026-10-01T10:00", HP_HOLD}, /* it may be the one who is opted out */
        {"releases: releases.csv, opt-out: [S-1]", "Maya Lopez sang", "2026-10-01T10:00", HP_HOLD},
        {"directory: [name]", "Priya sang", "2026-10-01T10:00", HP_NOTE},
        {"directory: [name], opt-out: [S-3]", "Priya sang", "2026-10-01T10:00", HP_HOLD},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char policy[2000];
        snprintf(policy, sizeof policy, "%sconsent: { %s }\nrules:\n%s", TOP, rows[i].consent, NAME_RULE);
        setting s = open_setting(policy, people, PEOPLE);
        int severity = severity_of(&s, "pupil", rows[i].text, rows[i].at);
        if (severity != rows[i].severity) fail_msg("%s: %s: severity %d", rows[i].consent, rows[i].text, severity);
        close_setting(&s);
    }
}

static void a_released_name_stays_where_nothing_is_said_of_it(void **state) {
    static const char policy[] = TOP "consent: { releases: releases.csv }\nrules:\n" NAME_RULE;
    hp_person maya = pupil("Maya", "Lopez", "S-1");
    (void)state;
    setting s = open_setting(policy, &maya, 1);
    const hp_report *r = checked(&s, "Maya Lopez sang", "2026-10-01T19:00");
    assert_int_equal(r->verdict, HP_PASS);
    assert_int_equal(r->finding_count, 1);
    assert_false(r->findings[0].replaces);
    r = checked(&s, "Maya Lopez got a D", "2026-10-01T19:00");
    assert_int_equal(r->verdict, HP_VERDICT_HOLD);
    assert_int_equal(r->finding_count, 2);
    assert_true(r->findings[0].replaces);
    close_setting(&s);
}

/* A birthday rule with the category that makes it directory information, and pictures that need a release. */
#define DATA_RULES                                                                                                     \
    NAME_RULE "  born:\n    kind: pattern\n    title: a birthday\n    why: w\n    do: d\n    severity: hold\n"         \
              "    category: birthdate\n    match: 'born on \\w+ \\d+'\n"                                              \
              "    tests: { flag: [\"[[born on May 4]]\"], pass: [none] }\n"                                           \
              "  picture:\n    kind: media\n    title: a picture\n    why: w\n    do: d\n    severity: hold\n"         \
              "    people: [students]\n    needs: { release: on-file }\n"                                              \
              "    tests: { flag: [{ text: a, media: { people: students } }], pass: [none] }\n"

static void directory_information_stands_beside_names_that_may_be_told(void **state) {
    hp_person people[] = {pupil("Maya", "Lopez", "S-1"), pupil("Omar", "Haddad", "S-4")};
    people[1].opt_out = true;
    static const struct {
        const char *consent;
        bool locked;
        const char *text, *release, *rule;
        int severity;
    } rows[] = {
        {"directory: [name]", false, "Maya Lopez, born on May 4", "", "born", HP_HOLD},
        {"directory: [name, birthdate]", false, "Maya Lopez, born on May 4", "", "born", HP_NOTE},
        {"directory: [name, birthdate]", true, "Maya Lopez, born on May 4", "", "born", HP_HOLD},
        {"directory: [name, birthdate]", false, "He was born on May 4", "", "born", HP_HOLD},
        {"directory: [name, birthdate], opt-out: roster", false, "Omar Haddad, born on May 4", "", "born", HP_HOLD},
        {"directory: [name, birthdate], opt-out: roster", false, "Maya Lopez and Omar Haddad, born on May 4", "",
         "born", HP_HOLD},
        {"directory: [name, phone]", false, "Maya Lopez, born on May 4", "", "born", HP_HOLD},
        {"directory: [name]", false, "Hello", "", "picture", HP_HOLD},
        {"directory: [name, photo]", false, "Hello", "", "picture", 0},
        {"directory: [name, photo]", false, "Hello", "none", "picture", HP_HOLD},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char policy[4000], low[3500];
        snprintf(low, sizeof low, "%sconsent: { %s }\nrules:\n%s", TOP, rows[i].consent, DATA_RULES);
        if (rows[i].locked) { /* whoever brings a rule locks it among its keys */
            char *at = strstr(low, "category: birthdate");
            snprintf(policy, sizeof policy, "%.*slock: full\n    %s", (int)(at - low), low, at);
        } else
            snprintf(policy, sizeof policy, "%s", low);
        setting s = open_setting(policy, people, 2);
        hp_media m = {.people = HP_STR("students"), .release = str_of(rows[i].release)};
        hp_draft d = {.text = str_of(rows[i].text), .channel = HP_STR("square"), .media = &m, .media_count = 1};
        const hp_report *r;
        int severity = 0;
        assert_int_equal(hp_check(s.checker, &d, &r), HP_OK);
        for (size_t k = 0; k < r->finding_count; k++)
            if (str_eq_z(r->findings[k].rule, rows[i].rule)) severity = r->findings[k].severity;
        if (severity != rows[i].severity) fail_msg("%s: %s: severity %d", rows[i].consent, rows[i].text, severity);
        close_setting(&s);
    }
}

#define QUIET                                                                                                          \
    TOP "rules:\n  quiet:\n    kind: schedule\n    title: t\n    why: w\n    do: \"Wait until {to}.\"\n"               \
        "    severity: review\n    fix: schedule\n    except: [2026-10-12]\n"                                          \
        "    when:\n      - { from: \"22:00\", to: \"24:00\" }\n      - { from: \"00:00\", to: \"06:00\" }\n"          \
        "      - { days: [sat, sun], from: \"06:00\", to: \"22:00\" }\n"                                               \
        "    tests: { flag: [{ text: a, at: \"2026-10-06T23:00\" }], pass: [a] }\n"

static void a_schedule_tells_when_it_lets_post_again(void **state) {
    static const struct {
        const char *at, *does, *post_at;
    } rows[] = {
        {"2026-10-06T22:00", "Wait until 06:00.", "2026-10-07T06:00"},           /* across midnight */
        {"2026-10-06T05:59", "Wait until 06:00.", "2026-10-06T06:00"},           /* the same day */
        {"2026-10-03T12:00", "Wait until 06:00 on Monday.", "2026-10-05T06:00"}, /* across a weekend */
        {"2026-10-10T12:00", "Wait until 00:00 on Monday.", "2026-10-12T00:00"}, /* the Monday is a holiday */
    };
    (void)state;
    setting s = open_setting(QUIET, NULL, 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const hp_report *r = checked(&s, "Hello", rows[i].at);
        assert_int_equal(r->finding_count, 1);
        const hp_finding *f = &r->findings[0];
        if (!str_eq_z(f->todo, rows[i].does) || !str_eq_z(f->post_at, rows[i].post_at))
            fail_msg("%s: %.*s %.*s", rows[i].at, (int)f->todo.n, f->todo.p, (int)f->post_at.n, f->post_at.p);
    }
    assert_int_equal(checked(&s, "Hello", "2026-10-06T12:00")->finding_count, 0);
    close_setting(&s);
}

static void a_schedule_that_never_ends_tells_no_hour(void **state) {
    static const char policy[] =
        TOP "rules:\n  never:\n    kind: schedule\n    title: t\n    why: w\n    do: \"Wait until {to}.\"\n"
            "    severity: review\n    fix: schedule\n    when: { from: \"00:00\", to: \"24:00\" }\n"
            "    tests: { flag: [{ text: a, at: \"2026-10-06T23:00\" }], pass: [a] }\n";
    (void)state;
    setting s = open_setting(policy, NULL, 0);
    const hp_report *r = checked(&s, "Hello", "2026-10-06T12:00");
    assert_int_equal(r->finding_count, 1);
    assert_int_equal(r->findings[0].post_at.n, 0);
    close_setting(&s);
}

static void what_must_be_there_may_be_a_pattern(void **state) {
    static const char policy[] =
        TOP "rules:\n  line:\n    kind: require\n    title: t\n    why: w\n    do: d\n    severity: note\n"
            "    if: { any: [Riverbend] }\n    then: { regex: '(?i)\\bviews? (?:are|is) (?:my|our) own', in: [post, "
            "profile] }\n"
            "    tests: { flag: [\"[[Riverbend]]\"], pass: [\"Riverbend. Views are my own\"] }\n";
    (void)state;
    setting s = open_setting(policy, NULL, 0);
    assert_int_equal(severity_of(&s, "line", "Riverbend", ""), HP_NOTE);
    assert_int_equal(severity_of(&s, "line", "Riverbend. My view is our own.", ""), 0);
    const hp_report *r;
    hp_draft d = {
        .text = HP_STR("Riverbend"), .profile = HP_STR("6th grade. Views are my own"), .channel = HP_STR("square")};
    assert_int_equal(hp_check(s.checker, &d, &r), HP_OK);
    assert_int_equal(r->finding_count, 0);
    d.profile = HP_STR("6th grade");
    assert_int_equal(hp_check(s.checker, &d, &r), HP_OK);
    assert_int_equal(r->finding_count, 1);
    close_setting(&s);
}

static void an_exception_cites_its_paper(void **state) {
    static const char policy[] =
        TOP "sources: { book: { title: The book, section: Book, sections: { \"7\": seven } } }\n"
            "exceptions:\n  - { id: E1, rule: demo/number, set: { severity: note }, where: { channels: [square] }, "
            "reason: r,\n"
            "      approved-by: A, approved-on: 2026-09-01, expires: 2026-12-20, cite: [book §7] }\n";
    (void)state;
    setting s = open_setting(policy, NULL, 0);
    const hp_report *r = checked(&s, "Call 555-0142", "2026-10-01T19:00");
    assert_int_equal(r->finding_count, 1);
    assert_int_equal(r->findings[0].cite_count, 1);
    assert_true(str_eq_z(r->findings[0].cites[0].ref, "Book 7"));
    assert_int_equal(checked(&s, "Call 555-0142", "2026-12-21T19:00")->findings[0].cite_count, 0);
    close_setting(&s);
}

static void a_listed_site_is_known_by_its_end(void **state) {
    static const char policy[] =
        TOP "words: { approved-sites: [example.org, our-books.example] }\nrules:\n  elsewhere:\n    kind: pattern\n"
            "    title: t\n    why: w\n    do: d\n    severity: note\n    match: 'https?://\\S+'\n"
            "    unless: { any: \"@approved-sites\", within: match, reason: approved }\n"
            "    tests: { flag: [\"[[https://evil.example/a]]\"], pass: [\"https://example.org/\"] }\n";
    static const struct {
        const char *link;
        bool listed;
    } rows[] = {
        {"https://example.org/a?b", true},
        {"https://Docs.Example.org", true},
        {"http://example.org:8080/", true},
        {"https://our-books.example/x", true},
        {"https://notexample.org/", false},
        {"https://example.org.evil.example/", false},
        {"https://example.org@evil.example/", false},
        {"https://evil.example\\@example.org/", false},
        {"https://evil.example/example.org", false},
        {"https://evil.example?example.org", false},
        {"https://org/", false},
    };
    (void)state;
    setting s = open_setting(policy, NULL, 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[100];
        snprintf(text, sizeof text, "Read %s", rows[i].link);
        if ((severity_of(&s, "elsewhere", text, "") == 0) != rows[i].listed) fail_msg("%s", rows[i].link);
    }
    close_setting(&s);
}

static void counts_are_read_and_weighed(void **state) {
    static const struct {
        const char *text;
        int count;
        unsigned k;
        size_t class_size;
        bool small;
    } rows[] = {
        {"Two of my foster kids", 2, 5, 0, true},
        {"both deaf boys", 2, 5, 0, true},
        {"five deaf boys", 5, 5, 0, false},
        {"eight deaf boys", 8, 10, 0, true},
        {"22 deaf boys", 22, 5, 25, true},
        {"20 deaf boys", 20, 5, 25, false},
        {"25 deaf boys", 25, 5, 25, false},
        {"5 deaf boys", 5, 5, 6, false},
        {"about 40 of them, not two", 40, 5, 0, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(count_told(str_of(rows[i].text)), rows[i].count);
        assert_int_equal(count_is_small(rows[i].count, rows[i].k, rows[i].class_size), rows[i].small);
    }
    assert_int_equal(count_told(HP_STR("some deaf boys in P5b")), -1);
    assert_int_equal(count_told(HP_STR("")), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_as_grave_as_its_family_says),
        cmocka_unit_test(a_released_name_stays_where_nothing_is_said_of_it),
        cmocka_unit_test(directory_information_stands_beside_names_that_may_be_told),
        cmocka_unit_test(a_schedule_tells_when_it_lets_post_again),
        cmocka_unit_test(a_schedule_that_never_ends_tells_no_hour),
        cmocka_unit_test(what_must_be_there_may_be_a_pattern),
        cmocka_unit_test(an_exception_cites_its_paper),
        cmocka_unit_test(a_listed_site_is_known_by_its_end),
        cmocka_unit_test(counts_are_read_and_weighed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
