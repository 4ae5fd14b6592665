/* cmd_check.c - `hallpass check`: drafts in, reports out. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "attach.h"
#include "commands.h"
#include "context.h"
#include "crew.h"
#include "fix/fix.h"
#include "mem.h"
#include "run.h"
#include "status.h"
#include "tell.h"
#include "term.h"

enum { COLUMNS_LEAST = 40, COLUMNS_MOST = 400 };

static const option options[] = {
    CONTEXT_OPTIONS,
    ATTACHED_OPTIONS,
    ATTACH_OPTIONS,
    SETUP_OPTIONS,
    {"input", "KIND", FEED_KINDS, "what the drafts are written in (default: by the file's ending, else text)"},
    {"format", "FORMAT", REPORT_FORMATS, "how to report (default: text)"},
    {"fail-on", "LEVEL", "review|hold", "what makes the exit status 1 (default: hold)"},
    {"exit-zero", NULL, NULL, "exit with 0 whatever was found (wrong usage and unreadable input still give 2)"},
    {"explain", NULL, NULL, "show every step of each decision"},
    {"rewrite", NULL, NULL, "show the draft with the suggested wording, however long it is"},
    {"redact", NULL, NULL, "print only the draft with the suggested wording (nothing when it was not fully checked)"},
    {"fix", NULL, NULL,
     "ask about one finding after the other, on the terminal, and mend the draft: FILE is written back when you say "
     "so, "
     "standard input comes out mended"},
    {"unmask", NULL, NULL, "show passwords and numbers also where the report is not shown on a terminal"},
    {"shown", "COLUMNS", NULL, "let a JSON report carry the text report too, so many columns wide, under \"shown\""},
    {"jobs", "N", NULL, "check N drafts at a time, in order (default: 1)"},
};

static const char about[] =
    "Without a FILE, or for \"-\", the draft is read from standard input; on a terminal\n"
    "paste it and press Ctrl-D. The draft is not stored and not sent anywhere.\n"
    "\n"
    "What --attach names is opened by a program of its own: pictures (what their data tell,\n"
    "and what can be read in them), PDF, office documents, text. A file of another kind,\n"
    "or one that is damaged, locked or too large, makes the check \"not fully checked\".\n"
    "\n"
    "A JSON draft is one object, JSON Lines one a line: {\"id\", \"text\", \"markup\",\n"
    "\"channel\", \"audience\", \"account\", \"role\", \"author\", \"profile\", \"posted_at\",\n"
    "\"flags\": [], \"answers\": [{\"text\", \"is\"}], \"media\": [{\"type\", \"path\", \"alt\",\n"
    "\"people\", \"release\"}]}; only \"text\" must be there. The files that \"media\" names are\n"
    "opened with --media-dir only, and only beneath that folder.\n"
    "\n"
    "Exit status: 0 nothing at or above --fail-on; 1 findings; 2 wrong usage,\n"
    "unreadable input or a bad policy; 3 not fully checked. Over several drafts the\n"
    "worst counts: 2, 3, 1, 0.\n";

static bool read_number(const arguments *args, const char *name, const char *what, size_t least, size_t most,
                        size_t *out) {
    const char *text = options_value(args, name, NULL);
    if (!text) return true;
    char *end;
    unsigned long n = strtoul(text, &end, 10);
    bool ok = text[0] >= '1' && text[0] <= '9' && *end == 0 && n >= least && n <= most;
    if (!ok) tell("\"%s\" is no number of %s: choose %zu to %zu", text, what, least, most);
    if (ok) *out = n;
    return ok;
}

static bool options_agree(const arguments *args) {
    bool redact = options_has(args, "redact");
    if (redact && (options_has(args, "rewrite") || options_has(args, "format"))) {
        tell("--redact prints nothing but the draft: leave --%s out",
             options_has(args, "rewrite") ? "rewrite" : "format");
        return false;
    }
    if (redact && args->operand_count > 1) {
        tell("--redact works on one draft: name one file");
        return false;
    }
    const report_format *format = report_find(options_value(args, "format", "text"));
    if (options_has(args, "shown") && format != &report_json && format != &report_jsonl) {
        tell("--shown is for JSON reports: choose --format=json or --format=jsonl");
        return false;
    }
    return true;
}

static void read_style(const arguments *args, size_t shown, desk_rules *rules) {
    bool screen = isatty(STDOUT_FILENO), text = rules->format == &report_text, page = text || shown;
    if (page) term_know_characters();
    rules->style = (report_style){.color = page && term_colored(STDOUT_FILENO, options_value(args, "color", "auto")),
                                  .unmask = (text && screen) || options_has(args, "unmask"),
                                  .explain = options_has(args, "explain"),
                                  .rewrite = options_has(args, "rewrite"),
                                  .width = text ? term_width(STDOUT_FILENO) : 0,
                                  .shown = shown};
    rules->explain = rules->style.explain;
    rules->redact = options_has(args, "redact");
    rules->screen = screen;
    rules->rewrite = rules->format->rewrites || rules->style.rewrite || rules->redact;
    rules->fail_on = strcmp(options_value(args, "fail-on", "hold"), "hold") == 0 ? HP_HOLD : HP_REVIEW;
}

static bool feed_fits(const feed *from, const desk_rules *rules) {
    bool lines = feed_has_lines(from);
    if (rules->redact && lines)
        tell("--redact works on one draft, not on JSON Lines");
    else if (attach_has_files(rules->attach) && (lines || feed_inputs(from) > 1))
        tell("--attach belongs to one draft: name its files in \"media\" and their folder with --media-dir");
    else if (attach_has_folder(rules->attach) && !feed_has_json(from))
        tell("--media-dir is for drafts in JSON: name the files of another with --attach");
    else
        return true;
    return false;
}

static int check_all(feed *from, desk_rules *rules, size_t jobs) {
    int descriptors[ATTACH_DESCRIPTORS];
    if (!feed_fits(from, rules)) return STATUS_WRONG;
    attach_descriptors(rules->attach, descriptors);
    rules->kept = descriptors;
    rules->kept_count = ATTACH_DESCRIPTORS;
    rules->many = feed_has_json(from);
    rules->style.headed = feed_inputs(from) > 1 || feed_has_lines(from);
    return run_drafts(rules, from, jobs);
}

static int check_drafts(const arguments *args) {
    desk_rules rules = {.format = report_find(options_value(args, "format", "text"))};
    setup loaded = {0};
    size_t jobs = 1, shown = 0;
    context told = {.profile = NULL};
    if (!options_agree(args) || !read_number(args, "jobs", "jobs", 1, CREW_MOST, &jobs) ||
        !read_number(args, "shown", "columns", COLUMNS_LEAST, COLUMNS_MOST, &shown))
        return STATUS_WRONG;
    read_style(args, shown, &rules);
    bool ask_clock = isatty(STDOUT_FILENO) && rules.format == &report_text;
    int status = STATUS_WRONG;
    /* The terminal is made ready first: what is pasted while the rules load must not be cut to its line length. */
    feed *from = feed_open(args->operands, args->operand_count, options_value(args, "input", NULL));
    if (from && context_read(args, ask_clock, &told)) {
        status = setup_load(args, rules.format->digests, &loaded);
        rules.setup = &loaded;
        rules.defaults = told.draft;
        rules.attached = told.attached;
        if (status == STATUS_CLEAN) {
            rules.style.pack = loaded.pack;
            rules.style.policy = hp_pack_describe(loaded.pack);
            rules.style.policy_digest = loaded.policy_digest;
            if (rules.format->digests)
                rules.style.notice = loaded.notice;
            else if (loaded.notice)
                tell("%s", loaded.notice);
            status = attach_open(args, &rules.attach) ? check_all(from, &rules, jobs) : STATUS_WRONG;
        }
    }
    if (from) feed_close(from);
    attach_close(rules.attach);
    setup_free(&loaded);
    context_free(&told);
    return status;
}

static int run(const arguments *args) {
    int status = options_has(args, "fix") ? fix_run(args) : check_drafts(args);
    return options_has(args, "exit-zero") && status != STATUS_WRONG ? STATUS_CLEAN : status;
}

const command cmd_check = {
    "check", "[FILE|-]...", "Reads drafts and says what in them could identify a student or expose private data.",
    about,   options,       sizeof(options) / sizeof(options[0]),
    run};
