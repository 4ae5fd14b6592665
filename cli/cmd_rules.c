/* cmd_rules.c - `hallpass rules`: are rule sets sound, do their tests pass, what is in them, how good are they. */
#include "commands.h"
#include "fmt.h"
#include "run.h"
#include "score.h"
#include "status.h"
#include "tell.h"
#include "trial.h"

static int run_check(const arguments *args) {
    trial t;
    trial_open(&t, args);
    int status = args->operand_count ? trial_operands(&t, trial_sound) : trial_bundled(&t, trial_sound);
    return trial_close(&t, status);
}

static int run_test(const arguments *args) {
    trial t;
    trial_open(&t, args);
    trial_lexicon(&t);
    int status = args->operand_count ? trial_operands(&t, trial_tests) : trial_bundled(&t, trial_tests);
    trial_counts(&t);
    return trial_close(&t, status);
}

static int list_rules(trial *t, const char *path, const hp_pack *pack, const sources *from) {
    (void)path, (void)from;
    size_t count = hp_pack_describe(pack).rules, widest = 0;
    for (size_t i = 0; i < count; i++) {
        size_t n = hp_pack_rule(pack, i).id.n;
        if (n > widest) widest = n;
    }
    for (size_t i = 0; i < count; i++) {
        hp_rule_info rule = hp_pack_rule(pack, i);
        const char *severity = rule.severity == HP_HOLD     ? "hold    "
                               : rule.severity == HP_REVIEW ? "review  "
                               : rule.severity == HP_NOTE   ? "note    "
                                                            : "-       ";
        out_clean(&t->to, rule.id);
        out_fill(&t->to, " ", widest - rule.id.n + 2);
        out_z(&t->to, severity);
        out_clean(&t->to, rule.kind);
        out_fill(&t->to, " ", rule.kind.n < 9 ? 9 - rule.kind.n : 1);
        out_clean(&t->to, rule.title);
        out_char(&t->to, '\n');
    }
    return STATUS_CLEAN;
}

static int run_show(const arguments *args) {
    trial t;
    trial_open(&t, args);
    int status = args->operand_count ? trial_operands(&t, list_rules) : trial_one(&t, "base", list_rules);
    return trial_close(&t, status);
}

static int run_score(const arguments *args) {
    if (args->operand_count != 1) {
        tell("name one file of marked posts: hallpass rules score GOLD.jsonl");
        return STATUS_WRONG;
    }
    trial t;
    trial_open(&t, args);
    setup loaded = {0};
    desk_rules rules = {.setup = &loaded, .score = scorer_new(), .many = true};
    feed *from = feed_open(args->operands, 1, "jsonl");
    int status = from ? setup_load(args, false, &loaded) : STATUS_WRONG;
    if (status == STATUS_CLEAN) {
        status = run_drafts(&rules, from, 1);
        scorer_print(rules.score, &t.to);
    }
    if (from) feed_close(from);
    setup_free(&loaded);
    scorer_free(rules.score);
    return trial_close(&t, status);
}

static const char about[] = "Without a FILE: the bundled policies and all rules that they use.\n";

static const option score_options[] = {SETUP_OPTIONS};
static const option fmt_options[] = {FMT_OPTIONS};

const command cmd_rules = {"rules", "VERB [FILE]...", "Checks, tests, lists and scores rule files.", about, NULL, 0,
                           NULL};
const command cmd_rules_check = {
    "rules check", "[FILE|ID]...", "Compiles each file and tells every mistake with its line and a way to mend it.",
    NULL,          NULL,           0,
    run_check};
const command cmd_rules_test = {
    "rules test", "[FILE|ID]...", "Runs the tests that stand in the files, too.", NULL, NULL, 0, run_test};
const command cmd_rules_show = {"rules show", "[FILE|ID]...", "Lists the rules with their severity.", NULL, NULL, 0,
                                run_show};
const command cmd_rules_score = {
    "rules score",
    "GOLD.jsonl",
    "Checks marked posts (JSON Lines with \"spans\" and \"topics\") and tells of each rule "
    "how much of what it says is right, and how much of all it finds.",
    NULL,
    score_options,
    sizeof(score_options) / sizeof(score_options[0]),
    run_score};
const command cmd_rules_fmt = {"rules fmt", "FILE|-...", "Brings rule sets into the house form; names what it changed.",
                               NULL,        fmt_options, sizeof(fmt_options) / sizeof(fmt_options[0]),
                               fmt_run};
