/* hook_gate.c - see hook_gate.h. */
#include "hook_gate.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "digest.h"
#include "inner.h"
#include "json_in.h"
#include "json_out.h"
#include "mem.h"
#include "messages.h"
#include "moment.h"
#include "question.h"
#include "status.h"
#include "tell.h"
#include "term.h"
#include "utf8.h"

enum { WAIT_SECONDS = 30, WAIT_MOST = 600, REASON_BYTES = 1000, MOST_OPTIONS = 64, LINE_BYTES = 512 };

struct gate {
    const arguments *args;
    const gate_kind *kind;
    hp_verdict fail_on;
    int wait_ms;
    int terminal; /* -1: nobody can be asked */
    inner *in;    /* NULL: nothing was asked yet */
    bool failed;  /* something was not checked */
    hp_verdict worst;
    hp_override override_; /* what the severest hold asks for */
    output report, told;
    char reason[REASON_BYTES];
    size_t reason_bytes;
};

static bool read_wait(const arguments *args, int *ms) {
    const char *text = options_value(args, "wait", NULL);
    char *end = NULL;
    long n = text ? strtol(text, &end, 10) : WAIT_SECONDS;
    bool ok = !text || (text[0] >= '1' && text[0] <= '9' && *end == 0 && n <= WAIT_MOST);
    if (!ok) tell("\"%s\" is no number of seconds: choose 1 to %d", text, WAIT_MOST);
    *ms = (int)n * 1000;
    return ok;
}

gate *gate_new(const arguments *args, const gate_kind *kind) {
    int wait_ms;
    if (!read_wait(args, &wait_ms)) return NULL;
    bool holds_only = strcmp(options_value(args, "fail-on", "review"), "hold") == 0;
    gate *g = mem_new(1, sizeof(*g));
    *g = (gate){.args = args,
                .kind = kind,
                .fail_on = holds_only ? HP_VERDICT_HOLD : HP_VERDICT_REVIEW,
                .wait_ms = wait_ms,
                .terminal = kind->unattended ? -1 : question_open(),
                .report = OUT_MEMORY,
                .told = OUT_MEMORY};
    json_draft_start();
    digest_start();
    return g;
}

void gate_free(gate *g) {
    if (!g) return;
    if (g->in) (void)inner_stop(g->in);
    if (g->terminal >= 0) close(g->terminal);
    explicit_bzero(g->reason, sizeof(g->reason));
    out_free(&g->report);
    out_free(&g->told);
    free(g);
}

hp_str gate_report(const gate *g) {
    return out_view(&g->report);
}

hp_str gate_reason(const gate *g) {
    return (hp_str){g->reason, g->reason_bytes};
}

hp_str gate_told(const gate *g) {
    return out_view(&g->told);
}

/* To the person, or for whoever asks for it later. */
__attribute__((format(printf, 2, 3))) static void say(gate *g, const char *format, ...) {
    char line[LINE_BYTES];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (!g->kind->unattended) {
        tell("%s", line);
        return;
    }
    out_z(&g->told, line);
    out_char(&g->told, '\n');
}

static void cannot(gate *g, const char *name, hp_str why) {
    g->failed = true;
    if (name)
        say(g, "cannot check \"%s\": %.*s", name, (int)why.n, why.p);
    else
        say(g, "cannot check it: %.*s", (int)why.n, why.p);
}

void gate_cannot(gate *g, const char *name, const char *why) {
    cannot(g, name, view(why));
}

/* ---- asking the shut-in half ----------------------------------------------------------------------------------- */

/* The options of "check" that stand on our own command line are handed on as they are. */
static bool start(gate *g) {
    static const char *const handed[] = {"channel", "audience", "account", "role",
                                         "author",  "flag",     "policy",  "roster"};
    char *options[MOST_OPTIONS + 1] = {NULL};
    size_t n = 0;
    if (g->kind->channel && !options_has(g->args, "channel")) options[n++] = mem_text("--channel=%s", g->kind->channel);
    options[n++] = mem_text("--fail-on=%s", g->fail_on == HP_VERDICT_HOLD ? "hold" : "review");
    if (g->terminal >= 0) {
        bool color = term_colored(g->terminal, options_value(g->args, "color", "auto"));
        options[n++] = mem_text("--shown=%zu", term_width(g->terminal));
        options[n++] = mem_text("--color=%s", color ? "always" : "never");
        if (!g->kind->to_program) options[n++] = mem_text("--unmask");
    }
    for (size_t i = 0; i < sizeof(handed) / sizeof(handed[0]); i++) {
        size_t at = 0;
        const char *value;
        while (n < MOST_OPTIONS && (value = options_each(g->args, handed[i], &at)))
            options[n++] = mem_text("--%s=%s", handed[i], value);
    }
    bool all = n < MOST_OPTIONS;
    if (!all) tell("there are more than %d options", MOST_OPTIONS);
    if (all) g->in = inner_start((const char *const *)options);
    for (size_t i = 0; i < n; i++) free(options[i]);
    return g->in != NULL;
}

static void put(json_out *j, const char *key, hp_str value) {
    if (value.n == 0) return;
    json_put_key(j, key);
    json_put_text(j, value);
}

static void write_draft(output *line, const gate_draft *d) {
    json_out j = {.to = line};
    char now[MOMENT_BYTES];
    moment_now(now);
    json_put_open(&j, '{');
    json_put_key(&j, "text");
    json_put_text(&j, d->text);
    put(&j, "markup", view(d->markup));
    put(&j, "posted_at", view(now));
    json_put_key(&j, "media");
    json_put_open(&j, '[');
    for (size_t i = 0; i < d->media_count; i++) {
        json_put_open(&j, '{');
        put(&j, "path", d->media[i].path);
        put(&j, "alt", d->media[i].alt);
        json_put_close(&j, '}');
    }
    json_put_close(&j, ']');
    json_put_close(&j, '}');
}

/* A text that JSON cannot carry unchanged is not checked at all. */
static const char *unfit(const gate_draft *d) {
    bool names = true;
    for (size_t i = 0; i < d->media_count; i++)
        names = names && json_carries(d->media[i].path) && json_carries(d->media[i].alt);
    return !json_carries(d->text) ? "it is not UTF-8 text"
           : !names               ? "the name or description of an attachment is not UTF-8 text"
                                  : NULL;
}

static const char *no_answer(inner_answer answer) {
    return answer == INNER_LATE ? "the check took too long" : "the check ended without a report";
}

/* ---- showing ---------------------------------------------------------------------------------------------------- */

static void show_on_terminal(const gate *g, const gate_draft *d, const json_report *r) {
    output page = OUT_TO(g->terminal);
    out_char(&page, '\n');
    if (d->name) {
        out_clean(&page, view(d->name));
        out_z(&page, ": ");
    }
    out_str(&page, r->shown);
    out_flush(&page);
    out_free(&page);
}

/* Where nobody sits, standard error may end in a log: what and where, none of the draft's words. */
static void list_findings(gate *g, const gate_draft *d, const json_report *r) {
    static const char *const words[] = {[HP_NOTE] = "note", [HP_REVIEW] = "look again", [HP_HOLD] = "hold"};
    for (size_t i = 0; i < r->finding_count; i++) {
        const hp_finding *f = &r->findings[i];
        if (f->severity < HP_REVIEW) continue;
        const char *name = d->name ? d->name : "the draft";
        if (f->line)
            say(g, "\"%s\", line %zu, column %zu: %s: %.*s", name, f->line, f->column, words[f->severity],
                (int)f->title.n, f->title.p);
        else
            say(g, "\"%s\": %s: %.*s", name, words[f->severity], (int)f->title.n, f->title.p);
    }
}

static void weigh(gate *g, const json_report *r) {
    bool reasons_for_hold = false;
    if (r->verdict > g->worst) g->worst = r->verdict;
    for (size_t i = 0; i < r->finding_count; i++) {
        const hp_finding *f = &r->findings[i];
        if (f->severity != HP_HOLD) continue;
        reasons_for_hold = true;
        if (f->override_ > g->override_) g->override_ = f->override_;
    }
    if (r->verdict == HP_VERDICT_HOLD && !reasons_for_hold) g->override_ = HP_OVERRIDE_NO;
}

static void take_report(gate *g, const gate_draft *d, hp_str line) {
    json_report r;
    hp_str why = json_report_read_of(line, d->text, &r);
    if (why.n > 0) {
        cannot(g, d->name, why);
    } else {
        weigh(g, &r);
        if (r.verdict != HP_PASS && r.shown.n > 0 && g->terminal >= 0)
            show_on_terminal(g, d, &r);
        else if (r.verdict != HP_PASS)
            list_findings(g, d, &r);
        out_clear(&g->report);
        out_str(&g->report, line);
    }
    json_report_free(&r);
}

void gate_check(gate *g, const gate_draft *d) {
    const char *why = unfit(d);
    if (why) {
        gate_cannot(g, d->name, why);
        return;
    }
    if (!g->in && !start(g)) {
        g->failed = true;
        return;
    }
    output line = OUT_MEMORY;
    hp_str report;
    write_draft(&line, d);
    inner_answer answer = inner_ask(g->in, out_view(&line), g->wait_ms, &report);
    if (answer == INNER_REPORT)
        take_report(g, d, report);
    else
        gate_cannot(g, d->name, no_answer(answer));
    out_free(&line);
}

/* ---- deciding --------------------------------------------------------------------------------------------------- */

static void tell_nobody(const gate *g) {
    if (g->worst == HP_VERDICT_HOLD)
        tell("there is no terminal to ask you on, and a hold needs your answer: change the words, or publish from a "
             "terminal");
    else
        tell("there is no terminal to ask you on: change the words, publish from a terminal, or set --fail-on=hold");
}

bool gate_takes_reason(const gate *g) {
    return !g->failed && !(g->worst == HP_VERDICT_HOLD && g->override_ == HP_OVERRIDE_NO);
}

void gate_give_reason(gate *g, hp_str reason) {
    bool fits = reason.n < sizeof(g->reason) && utf8_valid_until(reason) == reason.n;
    g->reason_bytes = fits ? reason.n : 0;
    if (g->reason_bytes > 0) memcpy(g->reason, reason.p, reason.n);
}

static bool person_goes_on(gate *g) {
    if (!gate_takes_reason(g)) {
        say(g, "%s", message_text(MESSAGE_ASK_NOBODY));
        return false;
    }
    if (g->kind->unattended) return g->reason_bytes > 0;
    if (g->terminal < 0) {
        tell_nobody(g);
        return false;
    }
    if (g->worst != HP_VERDICT_HOLD) return question_yes(g->terminal, message_text(MESSAGE_ASK_REVIEW));
    if (g->override_ == HP_OVERRIDE_YES) return question_yes(g->terminal, message_text(MESSAGE_ASK_HOLD));
    g->reason_bytes = question_line(g->terminal, message_text(MESSAGE_ASK_REASON), g->reason, sizeof(g->reason));
    if (utf8_valid_until(gate_reason(g)) != g->reason_bytes) g->reason_bytes = 0;
    return g->reason_bytes > 0;
}

int gate_decide(gate *g) {
    int wanted = g->worst >= g->fail_on ? STATUS_FOUND : STATUS_CLEAN;
    int ended = g->in ? inner_stop(g->in) : wanted;
    g->in = NULL;
    if (!g->failed && ended != wanted) {
        g->failed = true;
        say(g, "the check ended with status %d, and its report says otherwise", ended);
    }
    int status = g->failed ? (ended == STATUS_WRONG ? STATUS_WRONG : STATUS_UNCHECKED) : wanted;
    if (status == STATUS_FOUND && person_goes_on(g)) status = STATUS_CLEAN;
    if (status == STATUS_FOUND)
        say(g, "%s", g->kind->nothing);
    else if (status != STATUS_CLEAN)
        say(g, "%s, because not all of it could be checked", g->kind->nothing);
    return status;
}
