/* t_layers.c - the merge of policies: for each field, each lock and each pair of layers, what is looser, equal or
 * stricter is accepted or refused as the language says. */
#include "policy_world.h"

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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_lock_and_pair),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
