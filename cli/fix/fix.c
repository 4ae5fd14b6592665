/* fix.c - see fix.h. */
#include "fix.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "context.h"
#include "digest.h"
#include "feed.h"
#include "files.h"
#include "fix_screen.h"
#include "hooks/question.h"
#include "json_in.h"
#include "json_out.h"
#include "keeper.h"
#include "mem.h"
#include "replace.h"
#include "sandbox.h"
#include "show.h"
#include "status.h"
#include "tell.h"
#include "term.h"

enum { CHECK_MS = 30000, WORDS_BYTES = 4096, DRAFT_BYTES = 1 << 20 };

typedef struct session {
    const arguments *args;
    context told;
    keeper *keeper;
    fix_screen screen;
    task job;
    bool to_file; /* the draft is a file, which can be written back */
    fix_draft *draft;
    json_report report; /* of the draft as it is */
    int status;         /* of its last check */
} session;

/* ---- usage */

static bool options_agree(const arguments *args) {
    static const char *const others[] = {"format", "rewrite", "redact", "unmask",   "explain",
                                         "shown",  "jobs",    "attach", "media-dir"};
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (options_has(args, others[i])) {
            tell("--fix asks on the terminal and prints no report: leave --%s out", others[i]);
            return false;
        }
    if (args->operand_count > 1) tell("--fix works on one draft: name one file");
    return args->operand_count <= 1;
}

static bool fits(const feed *from) {
    if (feed_has_json(from)) tell("--fix mends text and Markdown, not JSON: save the draft as a text of its own");
    return !feed_has_json(from);
}

/* ---- asking the shut-in half */

static void put(json_out *j, const char *key, hp_str value) {
    if (value.n == 0) return;
    json_put_key(j, key);
    json_put_text(j, value);
}

static void write_draft(const session *s, output *line) {
    static const char *const markups[] = {[INPUT_TEXT] = "text", [INPUT_MARKDOWN] = "markdown", [INPUT_HTML] = "html"};
    json_out j = {.to = line};
    json_put_open(&j, '{');
    json_put_key(&j, "text");
    json_put_text(&j, fix_draft_text(s->draft));
    put(&j, "markup", view(markups[s->job.kind]));
    put(&j, "posted_at", s->told.draft.posted_at);
    put(&j, "profile", s->told.draft.profile);
    json_put_close(&j, '}');
}

static int status_of(const session *s) {
    bool reviews = strcmp(options_value(s->args, "fail-on", "hold"), "review") == 0;
    return s->report.verdict >= (reviews ? HP_VERDICT_REVIEW : HP_VERDICT_HOLD) ? STATUS_FOUND : STATUS_CLEAN;
}

/* Checks the draft as it is now. false: there is no report that counts, which is told. */
static bool check(session *s) {
    output line = OUT_MEMORY;
    hp_str bytes, why = {NULL, 0};
    json_report_free(&s->report);
    write_draft(s, &line);
    keeper_answer answer = keeper_ask(s->keeper, out_view(&line), CHECK_MS, &bytes);
    if (answer == KEEPER_REPORT) why = json_report_read_of(bytes, fix_draft_text(s->draft), &s->report);
    if (answer == KEEPER_LATE) why = HP_STR("the check took too long");
    if (answer == KEEPER_ENDED) why = HP_STR("the check ended without a report");
    s->status = answer == KEEPER_POLICY ? STATUS_WRONG : why.n > 0 ? STATUS_UNCHECKED : status_of(s);
    if (why.n > 0) tell("cannot check \"%s\": %.*s", s->job.name, (int)why.n, why.p);
    explicit_bzero(line.p, line.n);
    out_free(&line);
    return s->status != STATUS_WRONG && s->status != STATUS_UNCHECKED;
}

/* ---- one finding after the other */

/* The next one in the draft's order, and how many there are; those about the draft as a whole come last. */
static const hp_finding *next_finding(const session *s, size_t *to_go) {
    const hp_finding *next = NULL;
    *to_go = 0;
    for (size_t i = 0; i < s->report.finding_count; i++) {
        const hp_finding *f = &s->report.findings[i];
        if (fix_draft_is_left(s->draft, f)) continue;
        ++*to_go;
        if (!next || (f->has_span && (!next->has_span || f->start < next->start))) next = f;
    }
    return next;
}

/* false: the words that were asked for did not come. */
static bool change(session *s, const hp_finding *f, fix_answer answer) {
    char line[WORDS_BYTES];
    hp_str with = {NULL, 0};
    if (answer == FIX_ACCEPT) with = f->replacement;
    if (answer == FIX_WRITE) with = (hp_str){line, fix_screen_words(&s->screen, line, sizeof line)};
    if (answer == FIX_WRITE && with.n == 0) return false;
    size_t at = fix_draft_change(s->draft, f->start, f->end, with);
    fix_screen_changed(&s->screen, fix_draft_text(s->draft), at, at + with.n);
    explicit_bzero(line, sizeof line);
    return true;
}

/* Does what was chosen. false: the draft cannot be checked any more. */
static bool act(session *s, const hp_finding *f, fix_answer answer) {
    if (answer == FIX_LEAVE) {
        fix_draft_leave(s->draft, f);
        return true;
    }
    bool other = answer == FIX_UNDO ? fix_draft_undo(s->draft) : change(s, f, answer);
    return !other || check(s);
}

/* Asks until nothing is left, or the person or the check ends it: FIX_LEAVE, FIX_QUIT, FIX_GONE. */
static fix_answer ask_all(session *s) {
    size_t to_go;
    const hp_finding *f;
    while ((f = next_finding(s, &to_go))) {
        fix_answer answer =
            fix_screen_ask(&s->screen, fix_draft_text(s->draft), f, to_go, fix_draft_can_undo(s->draft));
        if (answer == FIX_QUIT || answer == FIX_GONE) return answer;
        if (!act(s, f, answer)) return FIX_QUIT;
    }
    bool pass = s->report.verdict == HP_PASS;
    fix_screen_say(&s->screen, pass ? SHOW_GREEN : SHOW_YELLOW, pass ? MESSAGE_PASS : MESSAGE_FIX_STILL);
    return FIX_LEAVE;
}

/* ---- the end */

static int print(const session *s) {
    output to = OUT_TO(STDOUT_FILENO);
    if (isatty(STDOUT_FILENO))
        out_clean_lines(&to, fix_draft_text(s->draft));
    else
        out_str(&to, fix_draft_text(s->draft));
    return status_worse(s->status, out_end(&to));
}

/* Another program may have written the file meanwhile: its words are not thrown away. */
static bool is_as_read(const session *s, const char **why) {
    char *bytes = NULL;
    size_t n = 0;
    if (!files_load(s->job.name, DRAFT_BYTES, false, &bytes, &n, why)) return false;
    bool same = n == s->job.bytes.n && (n == 0 || memcmp(bytes, s->job.bytes.p, n) == 0);
    if (!same) *why = "it was changed meanwhile";
    explicit_bzero(bytes, n);
    free(bytes);
    return same;
}

static int write_back(const session *s) {
    const char *why;
    if (is_as_read(s, &why) && replace_file(s->job.name, fix_draft_text(s->draft), &why)) {
        fix_screen_say(&s->screen, SHOW_GREEN, MESSAGE_FIX_WROTE);
        return s->status;
    }
    tell("cannot write \"%s\": %s; the mended draft goes to standard output instead", s->job.name, why);
    return status_worse(STATUS_WRONG, print(s));
}

/* Whether what was done is kept: FIX_YES, FIX_NO, or FIX_UNDO, not all of it. */
static fix_answer settle(const session *s, fix_answer how) {
    if (how == FIX_GONE) return FIX_GONE;
    if (fix_draft_changes(s->draft) == 0 || (!s->to_file && how != FIX_QUIT)) return FIX_YES;
    return fix_screen_keep(&s->screen, s->draft, s->to_file ? MESSAGE_FIX_WRITE_BACK : MESSAGE_FIX_KEEP);
}

/* `before`: the status of the draft as it came. */
static int finish(const session *s, fix_answer how, fix_answer kept, int before) {
    bool changed = fix_draft_changes(s->draft) > 0;
    if (kept == FIX_GONE) {
        tell("the terminal gives no answer: nothing was changed");
        return STATUS_WRONG;
    }
    if (kept != FIX_YES) {
        fix_screen_say(&s->screen, "", MESSAGE_FIX_NOT_KEPT);
        return before;
    }
    if (s->to_file) return changed ? write_back(s) : s->status;
    return changed || how != FIX_QUIT ? print(s) : s->status;
}

static bool take_back(session *s) {
    return fix_draft_undo(s->draft) && check(s);
}

static int ask_and_finish(session *s) {
    int before = s->status;
    fix_answer how, kept;
    if (s->report.problem.n > 0) tell("\"%s\": %.*s", s->job.name, (int)s->report.problem.n, s->report.problem.p);
    do how = ask_all(s);
    while ((kept = settle(s, how)) == FIX_UNDO && take_back(s));
    return finish(s, how, kept, before);
}

static int mend(session *s) {
    s->draft = fix_draft_new(s->job.bytes);
    int status = check(s) ? ask_and_finish(s) : s->status;
    json_report_free(&s->report);
    fix_draft_free(s->draft);
    return status;
}

/* ---- the beginning */

/* What cannot be mended, or not be written back, is told before any work is done. */
static int look_at(session *s) {
    struct stat st;
    const task *job = &s->job;
    s->to_file = job->is_file && stat(job->name, &st) == 0 && S_ISREG(st.st_mode);
    if (job->problem) return STATUS_WRONG; /* told already */
    const char *why = job->partial                                 ? "it is longer than 1 MiB: mend it in parts"
                      : !json_carries(job->bytes)                  ? "it is not UTF-8 text"
                      : s->to_file && access(job->name, W_OK) != 0 ? "it may not be written"
                                                                   : NULL;
    if (why) tell("cannot mend \"%s\": %s", job->name, why);
    return !why ? STATUS_CLEAN : job->partial ? STATUS_UNCHECKED : STATUS_WRONG;
}

/* From here on neither this half nor what it starts can reach another machine. */
static void stay_home(void) {
    const char *why;
    if (!sandbox_stay_home(&why)) tell("running without the sandbox: %s", why);
}

static int run_on(const arguments *args, feed *from, int terminal) {
    session s = {.args = args, .keeper = keeper_new(args)};
    s.screen.terminal = terminal;
    s.screen.style.color = term_colored(terminal, options_value(args, "color", "auto"));
    s.screen.style.width = term_width(terminal);
    int status = STATUS_WRONG;
    term_know_characters();
    json_draft_start();
    digest_start();
    if (context_read(args, true, &s.told)) {
        stay_home();
        keeper_renew(s.keeper);
        feed_ask(from);
        status = feed_next(from, &s.job) ? look_at(&s) : STATUS_WRONG;
        if (status == STATUS_CLEAN) status = mend(&s);
    }
    keeper_free(s.keeper);
    context_free(&s.told);
    return status;
}

int fix_run(const arguments *args) {
    if (!options_agree(args)) return STATUS_WRONG;
    int terminal = question_open(), status = STATUS_WRONG;
    if (terminal < 0) {
        tell("--fix asks on a terminal, and there is none: --rewrite shows the suggested wording, --redact prints it");
        return STATUS_WRONG;
    }
    feed *from = feed_open(args->operands, args->operand_count, options_value(args, "input", NULL));
    if (from && fits(from)) status = run_on(args, from, terminal);
    feed_close(from);
    close(terminal);
    return status;
}
