/* cmd_policy.c - `hallpass policy`: what a state, district or school makes of the rules: begun, checked, tested,
 * compared. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "differ.h"
#include "fd.h"
#include "fmt.h"
#include "policy_new.h"
#include "policy_show.h"
#include "reference.h"
#include "run.h"
#include "schema_json.h"
#include "status.h"
#include "tell.h"
#include "trial.h"

static bool has_operands(const arguments *args, size_t least, size_t most, const char *usage) {
    if (args->operand_count >= least && args->operand_count <= most) return true;
    tell("write: hallpass %s", usage);
    return false;
}

/* ---- new */

/* A file that is there already is somebody's work. */
static int write_new(const char *path, hp_str text) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0) {
        if (errno == EEXIST)
            tell("\"%s\" is there already: choose another name", path);
        else
            tell("cannot write \"%s\": %s", path, strerror(errno));
        return STATUS_WRONG;
    }
    int error = fd_write(fd, text.p, text.n);
    if (close(fd) != 0 && !error) error = errno;
    if (error) {
        tell("cannot write \"%s\": %s", path, strerror(error));
        unlink(path);
        return STATUS_WRONG;
    }
    tell("wrote \"%s\": fill it in, then \"hallpass policy check %s\" tells whether it is sound", path, path);
    return STATUS_CLEAN;
}

static int run_new(const arguments *args) {
    const char *path = options_value(args, "output", NULL);
    if (!has_operands(args, 0, 0, "policy new [--layer LAYER] [--output FILE]")) return STATUS_WRONG;
    trial t;
    trial_open(&t, args);
    int status = STATUS_CLEAN;
    output text = OUT_MEMORY;
    policy_starter(path ? &text : &t.to, options_value(args, "layer", "district"));
    if (path) status = write_new(path, out_view(&text));
    out_free(&text);
    return trial_close(&t, status);
}

static const option new_options[] = {
    {"layer", "LAYER", POLICY_LAYERS, "whose policy it is (default: district)"},
    {"output", "FILE", NULL, "write it there (-o FILE is the same); without it, it is printed"},
};

/* ---- check, test */

static int run_check(const arguments *args) {
    if (!has_operands(args, 1, SIZE_MAX, "policy check FILE")) return STATUS_WRONG;
    trial t;
    trial_open(&t, args);
    return trial_close(&t, trial_operands(&t, trial_sound));
}

static int run_test(const arguments *args) {
    if (!has_operands(args, 1, SIZE_MAX, "policy test FILE")) return STATUS_WRONG;
    trial t;
    trial_open(&t, args);
    trial_lexicon(&t);
    int status = trial_operands(&t, trial_tests);
    trial_counts(&t);
    return trial_close(&t, status);
}

/* ---- show */

static const option show_options[] = {
    {"effective", NULL, NULL, "show every value with the file and line that set it, and its lock"},
    {"only", "PATH", NULL, "of these the ones whose path begins so: limits, rules.people/student-name"},
    {"format", "FORMAT", "text|json", "how to show them (default: text; on a terminal in lines that fit)"},
};

/* ---- diff */

/* The posts of one file under both policies. */
static int compare(feed *from, const setup *before, const setup *after, bool json, output *to) {
    differ *diff = differ_new(json);
    desk_rules rules = {.setup = before, .other = after, .diff = diff, .many = true};
    int status = run_drafts(&rules, from, 1);
    if (status == STATUS_CLEAN && differ_changed(diff)) status = STATUS_FOUND;
    differ_print(diff, hp_pack_describe(before->pack), hp_pack_describe(after->pack), to);
    differ_free(diff);
    return status;
}

static int run_diff(const arguments *args) {
    const char *posts = options_value(args, "posts", NULL);
    if (!posts || args->operand_count != 2) {
        tell("write: hallpass policy diff OLD NEW --posts FILE.jsonl (with a post a line: {\"text\": \"...\"})");
        return STATUS_WRONG;
    }
    trial t;
    setup before = {0}, after = {0};
    trial_open(&t, args);
    feed *from = feed_open(&posts, 1, "jsonl");
    int status = from ? setup_load_policy(args, args->operands[0], &before) : STATUS_WRONG;
    if (status == STATUS_CLEAN) status = setup_load_policy(args, args->operands[1], &after);
    if (status == STATUS_CLEAN)
        status = compare(from, &before, &after, strcmp(options_value(args, "format", "text"), "json") == 0, &t.to);
    if (from) feed_close(from);
    setup_free(&before);
    setup_free(&after);
    return trial_close(&t, status);
}

static const option diff_options[] = {
    {"posts", "FILE", NULL, "posts as JSON Lines, as \"hallpass check --input=jsonl\" takes them"},
    ROSTER_OPTION,
    {"format", "FORMAT", "text|json", "how to report (default: text)"},
};

static const option fmt_options[] = {FMT_OPTIONS};

/* ---- schema */

static int run_schema(const arguments *args) {
    if (!has_operands(args, 0, 0, "policy schema")) return STATUS_WRONG;
    trial t;
    trial_open(&t, args);
    if (strcmp(options_value(args, "format", "json"), "markdown") == 0)
        reference_print(&t.to);
    else
        schema_json(&t.to);
    return trial_close(&t, STATUS_CLEAN);
}

static const option schema_options[] = {
    {"format", "FORMAT", "json|markdown", "as JSON Schema, or as a page for people (default: json)"},
};

/* ---- the commands */

static const char about[] = "A policy is a YAML file: what of the rules your state, district or school wants told,\n"
                            "how gravely, with its own words, channels and sections to cite. It is given as a file\n"
                            "or as its id. Exit status: 0 all well; 2 a mistake in a file, or a failed test; diff:\n"
                            "0 nothing changes, 1 something does, 3 not every post was fully checked.\n";

const command cmd_policy = {
    "policy", "VERB [options] ...", "Begins, checks, tests, shows, compares and ships policies.", about, NULL, 0, NULL};
const command cmd_policy_new = {"policy new", "",          "Gives a commented policy to begin with.",
                                NULL,         new_options, sizeof(new_options) / sizeof(new_options[0]),
                                run_new};
const command cmd_policy_check = {"policy check",
                                  "FILE|ID...",
                                  "Tells every mistake in a policy and in all that it extends and uses, with its place "
                                  "and a way to mend it.",
                                  NULL,
                                  NULL,
                                  0,
                                  run_check};
const command cmd_policy_test = {
    "policy test",
    "FILE|ID...",
    "Runs the tests of the policy and of the rules that it uses; tells what was wanted and "
    "what came.",
    NULL,
    NULL,
    0,
    run_test};
const command cmd_policy_show = {
    "policy show", "FILE|ID...", "Tells what the policy says once its layers are laid over each other.",
    NULL,          show_options, sizeof(show_options) / sizeof(show_options[0]),
    policy_show};
const command cmd_policy_diff = {
    "policy diff",
    "OLD NEW --posts FILE.jsonl",
    "Tells which verdicts and findings change for a set of posts when one policy takes the "
    "place of another.",
    NULL,
    diff_options,
    sizeof(diff_options) / sizeof(diff_options[0]),
    run_diff};
const command cmd_policy_fmt = {"policy fmt",
                                "FILE|-...",
                                "Brings policies into the house form: indentation, and the order of the parts with the "
                                "comments above them; names what it changed.",
                                NULL,
                                fmt_options,
                                sizeof(fmt_options) / sizeof(fmt_options[0]),
                                fmt_run};
const command cmd_policy_schema = {"policy schema",
                                   "",
                                   "Prints the JSON Schema of policies and rule sets, by which an editor completes and "
                                   "checks them.",
                                   NULL,
                                   schema_options,
                                   sizeof(schema_options) / sizeof(schema_options[0]),
                                   run_schema};
