/* cmd_rules.c - `hallpass rules`: are rule and policy files sound, do their tests pass, what is in them. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "diag_print.h"
#include "mem.h"
#include "run.h"
#include "score.h"
#include "status.h"
#include "tell.h"
#include "term.h"

static const char about[] = "check  compiles each file and tells every mistake with its line and a way to mend it\n"
                            "test   runs the tests that stand in the files too\n"
                            "show   lists the rules with their severity\n"
                            "score  checks marked posts (JSON Lines with \"spans\" and \"topics\") and tells of each\n"
                            "       rule how much of what it says is right, and how much of all it finds\n"
                            "\n"
                            "Without a FILE: the bundled policies and all rules that they use.\n";

typedef struct job {
    const arguments *args;
    const place *where;
    output *to;
    hp_lexicon lexicon;
    bool has_lexicon;
    hp_test_counts total;
} job;

typedef int verb_fn(job *j, const char *path, const hp_pack *pack);

static void counted(output *to, size_t n, const char *one, const char *end) {
    out_number(to, (int64_t)n);
    out_char(to, ' ');
    out_z(to, one);
    if (n != 1) out_char(to, 's');
    out_z(to, end);
}

/* Tells what hp_pack_test_with finds: a pattern that is no good, and, where tests were kept, those that fail. */
static int verify(job *j, const char *path, const hp_pack *pack) {
    output messages = OUT_TO(STDERR_FILENO);
    diag_printer printer = {.to = &messages,
                            .color = term_colored(STDERR_FILENO, options_value(j->args, "color", "auto"))};
    hp_test_counts counts;
    hp_status status = hp_pack_test_with(pack, j->has_lexicon ? &j->lexicon : NULL, diag_print, &printer, &counts);
    out_flush(&messages);
    out_free(&messages);
    j->total.passed += counts.passed;
    j->total.failed += counts.failed;
    j->total.known += counts.known;
    if (status == HP_OK) return STATUS_CLEAN;
    if (status != HP_ERR_SOURCE)
        tell("\"%s\" could not be tested: %s", path, hp_status_text(status));
    else if (counts.failed == 0)
        tell("\"%s\" cannot be used: %zu error%s", path, printer.errors, printer.errors == 1 ? "" : "s");
    return STATUS_WRONG;
}

static int show_sound(job *j, const char *path, const hp_pack *pack) {
    if (verify(j, path, pack) != STATUS_CLEAN) return STATUS_WRONG;
    hp_pack_info info = hp_pack_describe(pack);
    out_clean(j->to, view(path));
    out_z(j->to, ": ");
    counted(j->to, info.rules, "rule", ", ");
    counted(j->to, info.guards, "guard", ", ");
    counted(j->to, info.patterns, "pattern", ", no mistakes\n");
    return STATUS_CLEAN;
}

static int list_rules(job *j, const char *path, const hp_pack *pack) {
    (void)path;
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
        out_clean(j->to, rule.id);
        out_fill(j->to, " ", widest - rule.id.n + 2);
        out_z(j->to, severity);
        out_clean(j->to, rule.kind);
        out_fill(j->to, " ", rule.kind.n < 9 ? 9 - rule.kind.n : 1);
        out_clean(j->to, rule.title);
        out_char(j->to, '\n');
    }
    return STATUS_CLEAN;
}

static int with_pack(job *j, const char *path, verb_fn *verb) {
    sources *from = sources_new(j->where, false);
    int status = STATUS_WRONG;
    if (sources_add(from, path)) {
        hp_pack *pack = setup_compile(from, verb == verify ? SETUP_TESTS : 0, options_value(j->args, "color", "auto"));
        if (pack) status = verb(j, path, pack);
        hp_pack_free(pack);
    }
    sources_free(from);
    return status;
}

static int for_files(job *j, verb_fn *verb) {
    int status = STATUS_CLEAN;
    for (size_t i = 1; i < j->args->operand_count; i++)
        status = status_worse(status, with_pack(j, j->args->operands[i], verb));
    if (j->args->operand_count > 1) return status;
    if (verb == list_rules) return with_pack(j, "base", verb);
    size_t count;
    char *dir = mem_text("%s/policies", j->where->root);
    char **list = files_list(dir, ".yaml", &count);
    for (size_t i = 0; i < count; i++) status = status_worse(status, with_pack(j, list[i], verb));
    if (count == 0) tell("there is no policy in \"%s\"", dir);
    files_free_list(list, count);
    free(dir);
    return count > 0 ? status : STATUS_WRONG;
}

static void open_lexicon(job *j) {
    hp_str image;
    const char *why;
    j->has_lexicon = files_map(j->where->lexicon, &image, &why) && hp_lexicon_open(image, &j->lexicon) == HP_OK;
    if (!j->has_lexicon)
        tell("there are no word lists at \"%s\": tests of names that no list holds fail", j->where->lexicon);
}

static int test_files(job *j) {
    open_lexicon(j);
    int status = for_files(j, verify);
    out_number(j->to, (int64_t)j->total.passed);
    out_z(j->to, " passed, ");
    out_number(j->to, (int64_t)j->total.failed);
    out_z(j->to, " failed, ");
    out_number(j->to, (int64_t)j->total.known);
    out_z(j->to, " known\n");
    return status;
}

static int score_file(job *j) {
    if (j->args->operand_count != 2) {
        tell("name one file of marked posts: hallpass rules score GOLD.jsonl");
        return STATUS_WRONG;
    }
    setup loaded = {0};
    desk_rules rules = {.setup = &loaded, .score = scorer_new(), .many = true, .jit = true};
    feed *from = feed_open(j->args->operands + 1, 1, "jsonl");
    int status = from ? setup_load(j->args, false, &loaded) : STATUS_WRONG;
    if (status == STATUS_CLEAN) {
        status = run_drafts(&rules, from, 1);
        scorer_print(rules.score, j->to);
    }
    if (from) feed_close(from);
    setup_free(&loaded);
    scorer_free(rules.score);
    return status;
}

static int run(const arguments *args) {
    static const char *const verbs[] = {"check", "test", "show", "score"};
    const char *verb = args->operand_count > 0 ? args->operands[0] : NULL;
    if (!verb) {
        tell("say what to do with the rules: check, test, show or score");
        return STATUS_WRONG;
    }
    if (args->given_count > 0 && strcmp(verb, "score") != 0 &&
        (options_has(args, "policy") || options_has(args, "roster"))) {
        tell("--policy and --roster are for \"rules score\": name the files of \"rules %s\" behind it", verb);
        return STATUS_WRONG;
    }
    place where = files_place();
    output to = OUT_TO(STDOUT_FILENO);
    job j = {.args = args, .where = &where, .to = &to};
    int status = STATUS_WRONG;
    if (strcmp(verb, "check") == 0) {
        status = for_files(&j, show_sound);
    } else if (strcmp(verb, "test") == 0) {
        status = test_files(&j);
    } else if (strcmp(verb, "show") == 0) {
        status = for_files(&j, list_rules);
    } else if (strcmp(verb, "score") == 0) {
        status = score_file(&j);
    } else {
        const char *near = options_nearest(verb, verbs, sizeof(verbs) / sizeof(verbs[0]), sizeof(verbs[0]));
        tell("\"rules %s\" is nothing hallpass can do: %s%s%s", verb,
             near ? "did you mean \"rules " : "choose check, test, show or score", near ? near : "", near ? "\"?" : "");
    }
    out_flush(&to);
    if (to.error) {
        tell("cannot write: %s", strerror(to.error));
        status = STATUS_WRONG;
    }
    out_free(&to);
    free(where.root);
    free(where.lexicon);
    return status;
}

static const option rules_options[] = {SETUP_OPTIONS};

const command cmd_rules = {"rules",
                           "check|test|show [FILE|ID]... | score GOLD.jsonl",
                           "Checks, tests, lists and scores rule and policy files.",
                           about,
                           rules_options,
                           sizeof(rules_options) / sizeof(rules_options[0]),
                           run};
