/* t_layers.c - the merge of policies: for each field, each lock and each pair of layers, what is looser, equal or
 * stricter is accepted or refused as the language says. */
#include "policy_world.h"

#include "pack/grammar.h"

/* One field: what the lower layer says of it, and three things that the upper one may say. In `lower`, %s is the lock
 * ("lock: floor" and the like, or nothing). NULL: there is no such change. */
typedef struct field {
    const char *name, *lower, *looser, *equal, *stricter;
} field;

#define RULE(id, lower, looser, equal, stricter)                                                                       \
    { id, "rules: { demo/" id ": { " lower " %s } }\n", looser, equal, stricter }
#define LIMIT(key, value, looser, stricter)                                                                            \
    {                                                                                                                  \
        "limits." key, "limits: { " key ": { value: " value ", %s } }\n", "limits: { " key ": " looser " }\n",         \
            "limits: { " key ": " value " }\n", "limits: { " key ": " stricter " }\n"                                  \
    }
#define CHANGE(id, text) "rules: { demo/" id ": { " text " } }\n"

static const field fields[] = {
    LIMIT("report-at", "60", "70", "50"),
    LIMIT("pair-at", "40", "50", "30"),
    LIMIT("window", "2", "1", "3"),
    LIMIT("short-post", "400", "300", "500"),
    LIMIT("k", "5", "4", "10"),
    LIMIT("exception-days", "100", "200", "50"),
    {"limits.names", "limits: { names: { value: balanced, %s } }\n", NULL, "limits: { names: balanced }\n",
     "limits: { names: careful }\n"},
    {"limits.names back", "limits: { names: { value: careful, %s } }\n", "limits: { names: balanced }\n",
     "limits: { names: careful }\n", NULL},
    {"matrix cell", "matrix: { I2: { S2: medium }, %s }\n", "matrix: { I2: { S2: low } }\n",
     "matrix: { I2: { S2: medium } }\n", "matrix: { I2: { S2: critical } }\n"},
    {"matrix.raise", "matrix: { raise: { insult: 2 }, %s }\n", "matrix: { raise: { insult: 1 } }\n",
     "matrix: { raise: { insult: 2 } }\n", "matrix: { raise: { insult: 3 } }\n"},
    {"matrix.lower", "matrix: { lower: { closed: 1 }, %s }\n", "matrix: { lower: { closed: 2 } }\n",
     "matrix: { lower: { closed: 1 } }\n", "matrix: { lower: { closed: 0 } }\n"},
    {"mode", "mode: { value: enforce, %s }\n", "mode: trial\n", "mode: enforce\n", NULL},
    {"mode back", "mode: { value: trial, %s }\n", NULL, "mode: trial\n", "mode: enforce\n"},
    {"closed", "closed: { value: families, %s }\n", "closed: class\n", "closed: families\n", "closed: public\n"},
    {"channel", "channels: { hall: { audience: families, %s } }\n", "channels: { hall: { audience: class } }\n",
     "channels: { hall: { audience: families } }\n", "channels: { hall: { audience: public } }\n"},
    {"channels", "channels: { hall: { audience: families }, %s }\n", "channels: { hall: { audience: class } }\n",
     "channels: { hall: { audience: families } }\n", "channels: { hall: { audience: public } }\n"},
    {"max-chars", "channels: { hall: { max-chars: 300, %s } }\n", "channels: { hall: { max-chars: 400 } }\n",
     "channels: { hall: { max-chars: 300 } }\n", "channels: { hall: { max-chars: 200 } }\n"},
    {"allow.names", "allow: { names: [{ name: Ann Lee, basis: staff }], %s }\n",
     "allow: { +names: [{ name: Bo Day, basis: staff }] }\n", "allow: { +names: [{ name: Ann Lee, basis: staff }] }\n",
     "allow: { =names: [] }\n"},
    {"allow until", "allow: { names: [{ name: Ann Lee, basis: consent, until: 2027-06-30 }], %s }\n",
     "allow: { +names: [{ name: Ann Lee, basis: consent, until: 2027-07-31 }] }\n",
     "allow: { +names: [{ name: Ann Lee, basis: consent, until: 2027-06-30 }] }\n",
     "allow: { +names: [{ name: Ann Lee, basis: consent, until: 2027-01-31 }] }\n"},
    {"consent.releases", "consent: { releases: [{ id: a1, until: 2027-06-30 }], %s }\n",
     "consent: { +releases: [{ id: a2, until: 2027-06-30 }] }\n",
     "consent: { releases: [{ id: A1, until: 2027-06-30 }] }\n", "consent: { =releases: [] }\n"},
    {"consent until", "consent: { releases: [{ id: a1, until: 2027-06-30 }], %s }\n",
     "consent: { =releases: [{ id: a1, until: 2027-07-31 }] }\n",
     "consent: { +releases: [{ id: a1, until: 2027-06-30 }] }\n",
     "consent: { =releases: [{ id: a1, until: 2027-01-31 }] }\n"},
    {"consent of the class list", "consent: { releases: [], %s }\n", "consent: { releases: roster }\n",
     "consent: { releases: [] }\n", NULL},
    {"consent.opt-out", "consent: { opt-out: [a1, a2], %s }\n", "consent: { =opt-out: [a1] }\n",
     "consent: { opt-out: [a2, a1] }\n", "consent: { +opt-out: [a3] }\n"},
    {"opt-out of the class list", "consent: { opt-out: roster, %s }\n", "consent: { =opt-out: [a1] }\n",
     "consent: { opt-out: roster }\n", "consent: { +opt-out: [a1] }\n"},
    {"consent.directory", "consent: { %s }\n", "consent: { directory: [name] }\n", NULL, NULL},
    {"consent.directory back", "consent: { directory: [name], %s }\n", NULL, "consent: { directory: [name] }\n",
     "consent: { =directory: [] }\n"},
    {"consent.directory of more", "consent: { directory: [name, photo], %s }\n",
     "consent: { +directory: [birthdate] }\n", "consent: { directory: [photo, name] }\n",
     "consent: { =directory: [name] }\n"},
    {"consent.directory of another", "consent: { directory: [name, photo], %s }\n",
     "consent: { =directory: [name, email] }\n", "consent: { +directory: [photo] }\n", "consent: { =directory: [] }\n"},
    {"words", "words: { office: { list: [\"555-0100\"], %s } }\n", "words: { +office: [\"555-0101\"] }\n",
     "words: { office: [\"555-0100\"] }\n", NULL},
    {"contact", "contact: { value: \"ask Ann\", %s }\n", NULL, "contact: \"ask Ann\"\n", "contact: \"ask Bo\"\n"},
    RULE("number", "severity: review,", CHANGE("number", "severity: note"), CHANGE("number", "severity: review"),
         CHANGE("number", "severity: hold")),
    {"severity for one", "rules: { demo/number: { severity: { families: review }, %s } }\n",
     CHANGE("number", "severity: { families: off }"), CHANGE("number", "severity: { families: review }"),
     CHANGE("number", "severity: { families: hold }")},
    {"set", "rules: { demo/number: { %s } }\n", CHANGE("*", "severity: off"), CHANGE("number", "severity: review"),
     CHANGE("number", "severity: hold")},
    RULE("number", "", CHANGE("number", "override: yes"), CHANGE("number", "override: reason"),
         CHANGE("number", "override: no")),
    RULE("number", "", CHANGE("number", "confidence: 60"), CHANGE("number", "confidence: 70"),
         CHANGE("number", "confidence: 80")),
    RULE("number", "", CHANGE("number", "=channels: [room]"), CHANGE("number", "channels: [square]"),
         CHANGE("number", "+channels: [room]")),
    RULE("number", "", CHANGE("number", "=accounts: [class]"), CHANGE("number", "accounts: [personal]"),
         CHANGE("number", "+accounts: [class]")),
    RULE("number", "", CHANGE("number", "=roles: [aide]"), CHANGE("number", "roles: [teacher]"),
         CHANGE("number", "+roles: [aide]")),
    RULE("number", "", CHANGE("number", "+unless: [{ any: [tag], within: sentence, reason: a tag }]"), NULL,
         CHANGE("number", "=unless: []")),
    RULE("number", "", CHANGE("number", "+unless: [{ flag: on-duty, reason: the job }]"), NULL, NULL),
    RULE("loud", "", CHANGE("loud", "max: 5"), CHANGE("loud", "max: 4"), CHANGE("loud", "max: 3")),
    RULE("hours", "", CHANGE("hours", "=when: { days: mon-fri, from: \"09:00\", to: \"15:00\" }"),
         CHANGE("hours", "when: { days: mon-fri, from: \"08:00\", to: \"15:00\" }"),
         CHANGE("hours", "+when: { days: sat, from: \"08:00\", to: \"12:00\" }")),
    RULE("hours", "", CHANGE("hours", "+not-when: { from: \"10:00\", to: \"10:15\" }"),
         CHANGE("hours", "not-when: { from: \"12:00\", to: \"12:30\" }"), CHANGE("hours", "=not-when: []")),
    RULE("hours", "", CHANGE("hours", "+except: [2026-11-27]"), CHANGE("hours", "except: [2026-11-26]"),
         CHANGE("hours", "=except: []")),
    RULE("mine", "", CHANGE("mine", "severity: \"off\""), CHANGE("mine", "severity: note"), NULL),
};
enum { FIELDS = sizeof fields / sizeof *fields };

static const char *const pairs[][2] = {{"builtin", "state"},    {"state", "county"}, {"state", "district"},
                                       {"district", "school"},  {"state", "school"}, {"school", "person"},
                                       {"district", "district"}};
static const char *const locks[] = {"", "lock: floor", "lock: full"};
enum { LOOSER, EQUAL, STRICTER, WAYS };
static const char *const ways[] = {"looser", "equal", "stricter"};

/* What the language says: NULL accepts, else the code that refuses. */
static const char *expected(int lock, int way, bool person) {
    if (way == EQUAL) return NULL;
    if (lock == 2) return "HP042";
    if (way == STRICTER) return NULL;
    if (lock == 1) return "HP041";
    return person ? "HP046" : NULL;
}

static size_t check_row(const field *f, size_t pair, int lock, int way) {
    const char *const upper_says[] = {f->looser, f->equal, f->stricter};
    char lower[1200], upper[1200];
    if (!upper_says[way]) return 0;
    bool person = strcmp(pairs[pair][1], "person") == 0;
    int n = snprintf(lower, sizeof lower,
                     "hallpass: policy/1\nid: lower\nversion: 1\nlayer: %s\nextends: [{ file: base.yaml }]\n",
                     pairs[pair][0]);
    const char *hole = strstr(f->lower, "%s");
    snprintf(lower + n, sizeof lower - (size_t)n, "%.*s%s%s", (int)(hole - f->lower), f->lower, locks[lock], hole + 2);
    snprintf(upper, sizeof upper,
             "hallpass: policy/1\nid: upper\nversion: 1\nlayer: %s\nextends: [{ file: lower.yaml }]\n%s",
             pairs[pair][1], upper_says[way]);
    files all = {.name = {"base.yaml", "demo.rules.yaml", "lower.yaml"}, .text = {base_text, rules_text, lower}};
    const char *code = expected(lock, way, person);
    bool ok = compiles(&all, upper, NULL);
    if (ok != (code == NULL) || (code && strcmp(all.code, code) != 0))
        fail_msg("%s, %s over %s, %s, %s: wanted %s, got %s\n%s\n%s%s", f->name, pairs[pair][1], pairs[pair][0],
                 locks[lock], ways[way], code ? code : "no error", ok ? "no error" : all.code, all.message, lower,
                 upper);
    if (code && lock && !strstr(all.message, "lower.yaml:"))
        fail_msg("%s: the lock's place is not told: %s", f->name, all.message);
    return 1;
}

static void every_field_lock_and_pair(void **state) {
    (void)state;
    size_t rows = 0;
    for (size_t i = 0; i < FIELDS; i++)
        for (size_t pair = 0; pair < sizeof pairs / sizeof *pairs; pair++)
            for (int lock = 0; lock < 3; lock++)
                for (int way = 0; way < WAYS; way++) rows += check_row(&fields[i], pair, lock, way);
    print_message("%zu rows\n", rows);
    assert_true(rows >= 300);
}

/* ---- readers that go through what is there: each key of their tables does something */

typedef struct sample {
    const char *key, *value; /* without + and = */
    const char *rule;        /* whose field it is; NULL: demo/number */
} sample;

static const sample of_change[] = {
    {"severity", "hold", NULL},
    {"override", "no", NULL},
    {"confidence", "90", NULL},
    {"max", "3", "demo/loud"},
    {"title", "Another", NULL},
    {"why", "Another.", NULL},
    {"do", "Another.", NULL},
    {"ask", "Is it?", NULL},
    {"fix", "remove", NULL},
    {"channels", "[hall]", NULL},
    {"accounts", "[class]", NULL},
    {"roles", "[aide]", NULL},
    {"unless", "[{ any: [zebra], within: sentence, reason: an animal }]", NULL},
    {"when", "{ days: sat, from: \"08:00\", to: \"09:00\" }", "demo/hours"},
    {"not-when", "{ from: \"13:00\", to: \"13:30\" }", "demo/hours"},
    {"except", "[2026-12-24]", "demo/hours"},
    {"cite", "[book §1]", NULL},
    {NULL, NULL, NULL},
};
static const sample of_allow[] = {
    {"names", "[{ name: Ada Byron, basis: public-figure }]", NULL},
    {"handles", "[\"@ada\"]", NULL},
    {NULL, NULL, NULL},
};
static const sample of_consent[] = {
    {"releases", "[{ id: a1, until: 2027-06-30 }]", NULL},
    {"opt-out", "[a2]", NULL},
    {"directory", "[name]", NULL},
    {NULL, NULL, NULL},
};
/* What a school says over a district; NULL: it was refused. */
static hp_pack *over(files *f, const char *lower, const char *upper) {
    static char low[1000], top[1000];
    snprintf(low, sizeof low,
             "hallpass: policy/1\nid: low\nversion: 1\nlayer: district\nextends: [{ file: base.yaml }]\n"
             "sources: { book: { title: B, sections: { \"1\": one } } }\n%s",
             lower);
    snprintf(top, sizeof top,
             "hallpass: policy/1\nid: top\nversion: 1\nlayer: school\nextends: [{ file: low.yaml }]\n%s", upper);
    hp_pack *pack = NULL;
    *f = (files){.name = {"base.yaml", "demo.rules.yaml", "low.yaml"}, .text = {base_text, rules_text, low}};
    compiles(f, top, &pack);
    return pack;
}

static const sample *sample_of(const sample *all, const char *key) {
    while (all->key && strcmp(all->key, key) != 0) all++;
    if (!all->key) fail_msg("there is no sample of \"%s\"", key);
    return all;
}

/* Another pack, or something told of the value: either way the key was read. `section`: NULL, a rule. */
static void keys_do_something(const hp_schema_map *map, const sample *samples, const char *section) {
    files f;
    hp_pack *plain = over(&f, "", "");
    assert_non_null(plain);
    for (size_t i = 0; i < map->key_count; i++) {
        const char *key = map->keys[i].name, *bare = key + (key[0] == '+' || key[0] == '=');
        if (strcmp(bare, "lock") == 0 || strcmp(bare, "reason") == 0) continue; /* the next test; for people */
        const sample *s = sample_of(samples, bare);
        char text[400];
        if (!section)
            snprintf(text, sizeof text, "rules: { %s: { %s: %s } }\n", s->rule ? s->rule : "demo/number", key,
                     s->value);
        else
            snprintf(text, sizeof text, "%s: { %s: %s }\n", section, key, s->value);
        hp_pack *pack = over(&f, "", text);
        hp_str a = hp_pack_image(plain), b = pack ? hp_pack_image(pack) : (hp_str){NULL, 0};
        bool refused = !pack && strcmp(f.code, "HP045") == 0; /* "+" or "=" must say what it is */
        if (!refused && (!pack || str_eq(a, b))) fail_msg("%s does nothing: %s", text, f.message);
        hp_pack_free(pack);
    }
    hp_pack_free(plain);
}

static void each_key_that_is_gone_through_does_something(void **state) {
    (void)state;
    keys_do_something(&grammar_change, of_change, NULL);
    keys_do_something(&grammar_allow, of_allow, "allow");
    keys_do_something(&grammar_consent, of_consent, "consent");
}

static void locks_of_maps_hold(void **state) {
    static const char *const rows[][2] = {
        {"rules: { demo/number: { lock: full } }\n", "rules: { demo/number: { severity: hold } }\n"},
        {"allow: { lock: full }\n", "allow: { handles: [\"@ada\"] }\n"},
        {"consent: { lock: full }\n", "consent: { directory: [name] }\n"},
        {"channels: { lock: full }\n", "channels: { square: { audience: class } }\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        files f;
        hp_pack *free_to = over(&f, "", rows[i][1]);
        if (!free_to) fail_msg("%s: %s", rows[i][1], f.message);
        hp_pack_free(free_to);
        assert_null(over(&f, rows[i][0], rows[i][1]));
        assert_string_equal(f.code, "HP042");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_lock_and_pair),
        cmocka_unit_test(each_key_that_is_gone_through_does_something),
        cmocka_unit_test(locks_of_maps_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
