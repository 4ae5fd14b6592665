/* t_told.c - what is told of a draft beside its words: flags, attachments, the audience; and where rules hear it. */
#include "policy_world.h"

#define TOP "hallpass: policy/1\nid: top\nversion: 1\nlayer: district\nextends: [{ file: base.yaml }]\n"
#define RULE(id, kind) "  " id ":\n    kind: " kind "\n    title: t\n    why: w\n    do: d\n"

typedef struct setting {
    hp_pack *pack;
    hp_checker *checker;
} setting;

static setting open_setting(const char *rules) {
    static char policy[4000];
    setting s = {NULL};
    files f = {.name = {"base.yaml", "demo.rules.yaml"}, .text = {base_text, rules_text}};
    snprintf(policy, sizeof policy, "%srules:\n%s", TOP, rules);
    if (!compiles(&f, policy, &s.pack)) fail_msg("%s: %s", f.code, f.message);
    hp_checker_options o = HP_CHECKER_OPTIONS_INIT;
    assert_int_equal(hp_checker_new(s.pack, &o, &s.checker), HP_OK);
    return s;
}

static void close_setting(setting *s) {
    hp_checker_free(s->checker);
    hp_pack_free(s->pack);
}

static const hp_finding *found(setting *s, const hp_draft *draft, const char *rule) {
    const hp_report *r;
    assert_int_equal(hp_check(s->checker, draft, &r), HP_OK);
    for (size_t i = 0; i < r->finding_count; i++)
        if (str_eq_z(r->findings[i].rule, rule)) return &r->findings[i];
    return NULL;
}

/* ---- flags */

#define HOURS                                                                                                          \
    RULE("class-hours", "schedule")                                                                                    \
    "    severity: review\n    when: { days: mon-fri, from: \"08:00\", to: \"15:00\" }\n"                              \
    "    unless: { flag: school-business, reason: the post is part of the job }\n"                                     \
    "    tests:\n      flag: [{ text: a, at: \"2026-10-06T10:00\" }]\n"                                                \
    "      pass: [{ text: a, at: \"2026-10-06T10:00\", flags: [school-business] }]\n" RULE(                            \
        "tags", "limit") "    severity: review\n    count: hashtag\n    max: 1\n    unless: { flag: contest }\n"       \
                         "    near: { any: [raffle], within: post, lower: 60, reason: a raffle }\n"                    \
                         "    tests: { flag: [\"#a [[#b]]\"], pass: [\"#a\", \"#a #b raffle\", { text: \"#a #b\", "    \
                         "flags: contest }] }\n"

static void a_flag_is_asked_for_and_told(void **state) {
    (void)state;
    setting s = open_setting(HOURS);
    hp_str job[] = {HP_STR("school-business"), HP_STR("no-such")};
    hp_draft d = {.text = HP_STR("Hello #a #b"), .channel = HP_STR("square"), .posted_at = HP_STR("2026-10-06T10:00")};
    assert_non_null(found(&s, &d, "class-hours"));
    assert_non_null(found(&s, &d, "tags"));
    d.flags = job;
    d.flag_count = 1;
    assert_null(found(&s, &d, "class-hours"));
    assert_non_null(found(&s, &d, "tags")); /* another flag's */
    d.flag_count = 2;
    const hp_report *r;
    assert_int_equal(hp_check(s.checker, &d, &r), HP_OK);
    assert_true(r->complete);
    assert_int_equal(r->problem_count, 2); /* no lexicon; the flag that nobody asks for */
    bool told = false;
    for (size_t i = 0; i < r->problem_count; i++)
        told |=
            str_eq(r->problems[i], HP_STR("unknown flag \"no-such\": the policy asks for contest, school-business")) ||
            str_eq(r->problems[i], HP_STR("unknown flag \"no-such\": the policy asks for school-business, contest"));
    assert_true(told);
    assert_true(str_eq(hp_pack_flag(s.pack, 0).name, HP_STR("school-business")));
    assert_true(str_eq(hp_pack_flag(s.pack, 0).reason, HP_STR("the post is part of the job")));
    assert_int_equal(hp_pack_flag(s.pack, 2).name.n, 0);
    hp_test_counts counts;
    assert_int_equal(hp_pack_test(s.pack, NULL, NULL, &counts), HP_OK);
    assert_int_equal(counts.passed, 6);
    close_setting(&s);
}

static bool is_explained(setting *s, const hp_draft *d, const char *rule, const char *says) {
    const hp_explanation *e;
    assert_int_equal(hp_explain(s->checker, d, str_of(rule), &e), HP_OK);
    for (size_t i = 0; i < e->count; i++)
        if (str_eq_z(e->steps[i].says, says)) return true;
    return false;
}

static void what_let_a_post_pass_is_explained(void **state) {
    (void)state;
    setting s = open_setting(HOURS);
    hp_str job = HP_STR("school-business");
    hp_draft d = {.text = HP_STR("Hello"), .channel = HP_STR("square"), .posted_at = HP_STR("2026-10-06T10:00")};
    assert_false(is_explained(&s, &d, "class-hours", "the post is part of the job"));
    assert_true(is_explained(&s, &d, "class-hours", "the post as a whole"));
    d.flags = &job;
    d.flag_count = 1;
    assert_true(is_explained(&s, &d, "class-hours", "the post is part of the job"));
    assert_true(is_explained(&s, &d, "class-hours", "so it is dropped"));
    close_setting(&s);
}

/* ---- conditions of a combination, and a question that a flag answers */

#define PAIR                                                                                                           \
    RULE("ticket", "words")                                                                                            \
    "    severity: note\n    match: [ticket]\n    tests: { flag: [\"a [[ticket]]\"], pass: [a] }\n" RULE(              \
        "sale",                                                                                                        \
        "combine") "    severity: review\n    all: [demo/number, ticket]\n    within: sentence\n    ask: Is the sale " \
                   "allowed?\n"                                                                                        \
                   "    near:\n      - { any: [raffle], within: sentence, lower: 60, reason: a raffle }\n"             \
                   "      - { any: [today], within: sentence, severity: hold }\n"                                      \
                   "    unless:\n      - { flag: no-money, not: yes, any: [free] }\n      - { flag: sale-allowed }\n"  \
                   "    tests:\n      flag: [{ text: \"ticket [[555-0142]]\", flags: no-money }]\n"                    \
                   "      pass: [{ text: \"ticket 555-0142 raffle\", flags: no-money }, \"ticket 555-0142\",\n"        \
                   "             { text: \"ticket 555-0142\", flags: [no-money, sale-allowed] }]\n"

static void a_combination_has_conditions(void **state) {
    (void)state;
    setting s = open_setting(PAIR);
    hp_test_counts counts;
    assert_int_equal(hp_pack_test(s.pack, NULL, NULL, &counts), HP_OK);
    assert_int_equal(counts.failed, 0);
    hp_str said[] = {HP_STR("no-money"), HP_STR("sale-allowed")};
    hp_draft d = {.text = HP_STR("A ticket: 555-0142"), .channel = HP_STR("square"), .flags = said, .flag_count = 1};
    const hp_finding *f = found(&s, &d, "sale");
    assert_non_null(f);
    assert_int_equal(f->severity, HP_REVIEW);
    assert_int_equal(f->confidence, 80);
    assert_true(str_eq(f->ask, HP_STR("Is the sale allowed?")));
    assert_true(str_eq(f->flag, HP_STR("sale-allowed"))); /* the other one lets nothing pass by being said */
    assert_false(f->answerable);
    assert_true(is_explained(&s, &d, "sale", "is told: review, confidence 80"));
    d.text = HP_STR("A ticket today: 555-0142");
    f = found(&s, &d, "sale");
    assert_non_null(f);
    assert_int_equal(f->severity, HP_HOLD);
    d.text = HP_STR("A ticket: 555-0142, for the raffle");
    assert_null(found(&s, &d, "sale"));
    assert_true(is_explained(&s, &d, "sale", "a raffle"));
    assert_true(is_explained(&s, &d, "sale", "confidence 20: below 40 it counts for nothing"));
    d.text = HP_STR("A ticket: 555-0142");
    d.flag_count = 2;
    assert_null(found(&s, &d, "sale"));
    assert_true(is_explained(&s, &d, "sale", "it is said of the draft: sale-allowed"));
    close_setting(&s);
}

/* ---- attachments */

#define PHOTO                                                                                                          \
    RULE("photo", "media")                                                                                             \
    "    severity: review\n    override: yes\n    media: [image, video]\n    people: [students, unknown]\n"            \
    "    needs: { release: on-file }\n    never-with: [demo/number]\n    ask: Is a release on file?\n"                 \
    "    tests:\n      flag: [{ text: a, media: [{ type: image, people: students }] }]\n"                              \
    "      pass: [{ text: a, media: { type: audio, people: students } }]\n"

static void an_attachment_is_what_is_said_or_what_its_name_says(void **state) {
    static const struct {
        const char *type, *path, *people, *release;
        bool asked;
    } rows[] = {
        {"image", "", "students", "", true},
        {"image/jpeg", "", "students", "", true},
        {"", "a.JPG", "students", "", true},
        {"", "b.webm", "", "", true},
        {"", "scan.pdf", "students", "", false},
        {"audio", "a.jpg", "students", "", false},
        {"document", "", "students", "", false},
        {"application/pdf", "", "students", "", false},
        {"", "", "students", "", true},
        {"", "folder.jpg/file", "students", "", true},
        {"unknown", "a.pdf", "students", "", true},
        {"", "a.jpg", "none", "", false},
        {"", "a.jpg", "students", "on-file", false},
        {"", "a.jpg", "students", "none", true},
    };
    (void)state;
    setting s = open_setting(PHOTO);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hp_media m = {.type = str_of(rows[i].type),
                      .path = str_of(rows[i].path),
                      .people = str_of(rows[i].people),
                      .release = str_of(rows[i].release)};
        hp_draft d = {.text = HP_STR("Hello"), .channel = HP_STR("square"), .media = &m, .media_count = 1};
        const hp_finding *f = found(&s, &d, "photo");
        if ((f != NULL) != rows[i].asked) fail_msg("row %zu: %s %s", i, rows[i].type, rows[i].path);
        if (f) assert_int_equal(f->severity, HP_REVIEW);
        if (f) assert_true(str_eq(f->ask, HP_STR("Is a release on file?")));
    }
    close_setting(&s);
}

static void an_attachment_never_stands_beside_what_its_rule_names(void **state) {
    (void)state;
    setting s = open_setting(PHOTO);
    hp_media all[] = {{.type = HP_STR("image"), .people = HP_STR("none")},
                      {.type = HP_STR("image"), .people = HP_STR("students"), .release = HP_STR("on-file")}};
    hp_draft d = {.text = HP_STR("Call 555-0142"), .channel = HP_STR("square"), .media = all, .media_count = 2};
    const hp_finding *f = found(&s, &d, "photo"); /* whatever the release says */
    assert_non_null(f);
    assert_int_equal(f->severity, HP_HOLD);
    assert_int_equal(f->override_, HP_OVERRIDE_NO);
    d.media_count = 1; /* nobody is in it */
    assert_null(found(&s, &d, "photo"));
    d.media_count = 2;
    d.text = HP_STR("Hello");
    assert_null(found(&s, &d, "photo"));
    d.text = HP_STR("my own 555-0142"); /* a guard takes the number */
    assert_null(found(&s, &d, "photo"));
    d.text = HP_STR("Hello");
    all[1].alt = HP_STR("The board with 555-0142 on it"); /* beside, in its own description */
    f = found(&s, &d, "photo");
    assert_non_null(f);
    assert_int_equal(f->severity, HP_HOLD);
    all[1].release = HP_STR("");
    all[1].alt = HP_STR("");
    f = found(&s, &d, "photo");
    assert_non_null(f);
    assert_int_equal(f->severity, HP_REVIEW);
    assert_int_equal(f->override_, HP_OVERRIDE_YES);
    close_setting(&s);
}

#define TRIP                                                                                                           \
    RULE("placed", "media")                                                                                            \
    "    severity: hold\n    category: geo\n    tells: [place, owner]\n"                                               \
    "    tests:\n      flag: [{ text: a, media: { path: a.jpg, tells: \"time place\" } }]\n"                           \
    "      pass: [{ text: a, media: { path: a.jpg, tells: time } }]\n" RULE(                                           \
        "disclaimer", "require") "    severity: hold\n    then: { any: [mine] }\n"                                     \
                                 "    tests: { flag: [Hello], pass: [\"Hello, mine\"] }\n"

/* What a file tells is said of each file, once; it is no finding of the draft. */
static void a_file_tells(void **state) {
    (void)state;
    setting s = open_setting(TRIP);
    hp_passage note = {.text = HP_STR("Hello"), .where = HP_STR("the notes in")};
    hp_media all[] = {{.path = HP_STR("a.jpg"), .tells = HP_STR("time")},
                      {.path = HP_STR("b.jpg"), .tells = HP_STR("time owner"), .passages = &note, .passage_count = 1},
                      {.path = HP_STR("c.jpg"), .tells = HP_STR("place")}};
    hp_draft d = {.text = HP_STR("Hello, mine"), .channel = HP_STR("square"), .media = all, .media_count = 3};
    const hp_report *r;
    assert_int_equal(hp_check(s.checker, &d, &r), HP_OK);
    assert_int_equal(r->finding_count, 2);
    assert_true(str_eq(r->findings[0].title, HP_STR("t: b.jpg")));
    assert_true(str_eq(r->findings[1].title, HP_STR("t: c.jpg")));
    assert_true(r->findings[1].attached && !r->findings[1].has_span && r->findings[1].severity == HP_HOLD);
    assert_true(r->complete);
    assert_int_equal(r->verdict, HP_VERDICT_HOLD);
    close_setting(&s);
}

/* What a post as a whole owes is not asked of its attachments. */
static void duties_are_of_the_post(void **state) {
    (void)state;
    setting s = open_setting(TRIP);
    hp_passage text = {.text = HP_STR("Hello"), .where = HP_STR("the text of")};
    hp_media m = {.path = HP_STR("a.jpg"), .alt = HP_STR("A cat"), .passages = &text, .passage_count = 1};
    hp_draft d = {.text = HP_STR("Hello, mine"), .channel = HP_STR("square"), .media = &m, .media_count = 1};
    assert_null(found(&s, &d, "disclaimer"));
    d.text = HP_STR("Hello");
    assert_non_null(found(&s, &d, "disclaimer"));
    close_setting(&s);
}

static void words_in_a_file_are_checked(void **state) {
    (void)state;
    setting s = open_setting(TRIP);
    hp_passage two[] = {
        {.text = HP_STR("<b>Call</b>\n<i>555-0142</i>"), .where = HP_STR("the text of"), .markup = HP_MARKUP_HTML},
        {.text = HP_STR("a\xFF"), .where = HP_STR("the data of")}};
    hp_media m = {.path = HP_STR("a.html"), .passages = two, .passage_count = 1};
    hp_draft d = {.text = HP_STR("Hello, mine"), .channel = HP_STR("square"), .media = &m, .media_count = 1};
    const hp_finding *f = found(&s, &d, "demo/number");
    assert_non_null(f);
    assert_true(f->attached && !f->has_span && !f->replaces);
    assert_true(str_find(f->title, HP_STR(", in the text of a.html"), 0) != SIZE_MAX);
    assert_true(str_eq(f->read, HP_STR("555-0142")));
    const hp_report *r;
    m.passage_count = 2; /* one that is no UTF-8 */
    assert_int_equal(hp_check(s.checker, &d, &r), HP_OK);
    assert_false(r->complete);
    m.passage_count = 0;
    m.unread = HP_STR("it is locked");
    assert_int_equal(hp_check(s.checker, &d, &r), HP_OK);
    assert_false(r->complete);
    assert_int_equal(r->verdict, HP_VERDICT_REVIEW);
    assert_true(str_eq(r->problems[0], HP_STR("a.html: it is locked")));
    close_setting(&s);
}

/* ---- whom it reaches */

static void rules_speak_to_their_audiences(void **state) {
    static const char rules[] = RULE(
        "kid",
        "pattern") "    who: I2\n    severity: note\n    match: '\\bthis one kid\\b'\n"
                   "    tests: { flag: [\"[[this one kid]]\"], pass: [\"none\"] }\n" RULE(
                       "marks",
                       "pattern") "    what: S3\n    match: '\\bgot a D\\b'\n    channels: { audience: [public] }\n"
                                  "    tests: { says: [\"[[got a D]]\"], pass: [\"none\"] }\n" RULE(
                                      "mine", "pattern") "    severity: review\n    match: '\\bxyz\\b'\n    channels: "
                                                         "{ audience: [public] }\n"
                                                         "    account: personal\n    tests: { flag: [\"[[xyz]]\"], "
                                                         "pass: [\"none\"] }\n";
    (void)state;
    setting s = open_setting(rules);
    hp_draft d = {.text = HP_STR("this one kid got a D xyz"), .channel = HP_STR("square")};
    assert_non_null(found(&s, &d, "kid")); /* identity with a severity is told by itself */
    assert_non_null(found(&s, &d, "marks"));
    assert_non_null(found(&s, &d, "mine"));
    d.account = HP_STR("school");
    assert_null(found(&s, &d, "mine"));
    d.account = HP_STR("");
    d.channel = HP_STR("room");
    assert_null(found(&s, &d, "marks"));
    assert_null(found(&s, &d, "mine"));
    d.channel = HP_STR("square");
    d.audience = HP_STR("class"); /* whoever reads it counts, not the channel */
    assert_null(found(&s, &d, "mine"));
    close_setting(&s);
}

/* ---- conditions beside the match, and lists that a test fills */

static void conditions_look_beside_the_match(void **state) {
    static const char rules[] = RULE(
        "place",
        "pattern") "    severity: review\n    match: '\\d{3}'\n    unless:\n"
                   "      - { before: [room], reason: a room }\n      - { after: [pages], reason: pages }\n"
                   "      - { regex: '^9', on: match, reason: nine }\n      - { words: \"@known\", reason: known }\n"
                   "    tests:\n      flag: [\"[[123]]\", \"room is [[123]]\", \"pages of [[123]]\", \"[[123]] 900\"]\n"
                   "      pass: [\"room 123\", \"123 pages\", \"923\", { text: \"777\", words: { known: [\"777\"] } "
                   "}]\n";
    char text[2000];
    (void)state;
    snprintf(text, sizeof text, "%swords: { known: [\"555\"] }\nrules:\n%s", TOP, rules);
    files f = {.name = {"base.yaml", "demo.rules.yaml"}, .text = {base_text, rules_text}};
    hp_pack *pack;
    hp_test_counts counts;
    if (!compiles(&f, text, &pack)) fail_msg("%s: %s", f.code, f.message);
    assert_int_equal(hp_pack_test(pack, NULL, NULL, &counts), HP_OK);
    assert_int_equal(counts.passed, 8);
    hp_pack_free(pack);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_flag_is_asked_for_and_told),
        cmocka_unit_test(what_let_a_post_pass_is_explained),
        cmocka_unit_test(a_combination_has_conditions),
        cmocka_unit_test(an_attachment_is_what_is_said_or_what_its_name_says),
        cmocka_unit_test(an_attachment_never_stands_beside_what_its_rule_names),
        cmocka_unit_test(a_file_tells),
        cmocka_unit_test(duties_are_of_the_post),
        cmocka_unit_test(words_in_a_file_are_checked),
        cmocka_unit_test(rules_speak_to_their_audiences),
        cmocka_unit_test(conditions_look_beside_the_match),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
