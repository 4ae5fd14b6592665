/* desk.c - see desk.h. */
#include "desk.h"

#include <stdlib.h>
#include <time.h>

#include "audit.h"
#include "differ.h"
#include "explain_print.h"
#include "json_out.h"
#include "mask.h"
#include "mem.h"
#include "score.h"
#include "status.h"
#include "tell.h"

static const uint64_t deadline_ns = 20000000000u; /* for one draft; the work limit ends a usual one far earlier */

struct desk {
    const desk_rules *rules;
    hp_checker *checker, *other; /* of the rules' two setups; other: NULL, nothing is compared */
};

static uint64_t now_ns(void *user) {
    (void)user;
    struct timespec t;
    if (clock_gettime(CLOCK_MONOTONIC, &t) != 0) return 0;
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static bool open_checker(const desk *d, const setup *with, hp_checker **out) {
    const desk_rules *r = d->rules;
    hp_checker_options options = HP_CHECKER_OPTIONS_INIT;
    options.roster = with->roster;
    options.lexicon = with->has_lexicon ? &with->lexicon : NULL;
    options.names = r->names;
    options.explain = r->explain;
    options.rewrite = r->rewrite;
    options.now = now_ns;
    options.deadline_ns = deadline_ns;
    hp_status status = hp_checker_new(with->pack, &options, out);
    if (status == HP_OK) return true;
    tell("cannot check: %s", hp_status_text(status));
    return false;
}

static bool open_checkers(desk *d) {
    return open_checker(d, d->rules->setup, &d->checker) &&
           (!d->rules->other || open_checker(d, d->rules->other, &d->other));
}

desk *desk_new(const desk_rules *rules) {
    desk *d = mem_new(1, sizeof(*d));
    d->rules = rules;
    if (open_checkers(d)) return d;
    desk_free(d);
    return NULL;
}

void desk_free(desk *d) {
    if (!d) return;
    hp_checker_free(d->checker);
    hp_checker_free(d->other);
    free(d);
}

/* ---- the draft ------------------------------------------------------------------------------------------------ */

static hp_str told(hp_str own, hp_str otherwise) {
    return own.n > 0 ? own : otherwise;
}

/* What a draft does not say itself the options say. */
static hp_draft with_defaults(const hp_draft *own, const hp_draft *defaults) {
    return (hp_draft){.text = own->text,
                      .markup = own->markup,
                      .channel = told(own->channel, defaults->channel),
                      .audience = told(own->audience, defaults->audience),
                      .account = told(own->account, defaults->account),
                      .role = told(own->role, defaults->role),
                      .author = told(own->author, defaults->author),
                      .profile = told(own->profile, defaults->profile),
                      .posted_at = told(own->posted_at, defaults->posted_at),
                      .flags = own->flags ? own->flags : defaults->flags,
                      .flag_count = own->flags ? own->flag_count : defaults->flag_count,
                      .answers = own->answers,
                      .answer_count = own->answer_count,
                      .media = own->media,
                      .media_count = own->media_count};
}

static void tell_attached(json_draft *json, const hp_media *attached) {
    for (size_t i = 0; i < json->draft.media_count; i++) {
        json->media[i].people = told(json->media[i].people, attached->people);
        json->media[i].release = told(json->media[i].release, attached->release);
    }
}

/* The draft of a task; false: it is none, and json->error says why. */
static bool read_draft(const task *job, const desk_rules *rules, json_draft *json, hp_draft *out) {
    *json = (json_draft){0};
    *out = rules->defaults;
    if (job->kind < INPUT_JSON) {
        out->text = job->bytes;
        out->markup = job->kind == INPUT_MARKDOWN ? HP_MARKUP_MARKDOWN
                      : job->kind == INPUT_HTML   ? HP_MARKUP_HTML
                                                  : HP_MARKUP_NONE;
        return true;
    }
    if (!json_draft_read(job->bytes, json)) return false;
    tell_attached(json, &rules->attached);
    *out = with_defaults(&json->draft, &rules->defaults);
    return true;
}

static report_item describe(const task *job, const json_draft *json) {
    report_item item = {.number = job->number,
                        .name = view(job->name),
                        .input_line = job->line,
                        .is_file = job->is_file,
                        .is_whole = job->kind < INPUT_JSON,
                        .id = json->id};
    if (item.id.kind == ID_NONE && job->is_file && job->kind != INPUT_JSONL) item.id = (report_id){ID_TEXT, item.name};
    return item;
}

/* ---- printing ------------------------------------------------------------------------------------------------- */

static void print_tags(output *to, const report_item *item, const hp_tags *tags) {
    json_out j = {.to = to};
    json_put_open(&j, '{');
    json_put_key(&j, "id");
    if (item->id.kind == ID_TEXT)
        json_put_text(&j, item->id.text);
    else if (item->id.kind == ID_NUMBER)
        json_put_digits(&j, item->id.text);
    else
        json_put_null(&j);
    json_put_key(&j, "spans");
    json_put_open(&j, '[');
    for (size_t i = 0; tags && i < tags->count; i++) {
        const hp_tag_span *s = &tags->spans[i];
        json_put_open(&j, '{');
        json_put_key(&j, "start");
        json_put_number(&j, (int64_t)s->start);
        json_put_key(&j, "end");
        json_put_number(&j, (int64_t)s->end);
        json_put_key(&j, "label");
        json_put_text(&j, s->label);
        json_put_key(&j, "role");
        if (s->role)
            json_put_text(&j, view(s->role));
        else
            json_put_null(&j);
        json_put_key(&j, "confidence");
        json_put_number(&j, s->confidence);
        json_put_close(&j, '}');
    }
    json_put_close(&j, ']');
    if (item->error.n > 0) {
        json_put_key(&j, "error");
        json_put_text(&j, item->error);
    }
    json_put_close(&j, '}');
    out_char(to, '\n');
}

/* What the library has to say of the check as a whole, to whoever gets no report. */
static void tell_problems(const report_item *item) {
    const hp_report *r = item->report;
    for (size_t i = 0; i < r->problem_count; i++)
        tell("\"%.*s\": %.*s", (int)item->name.n, item->name.p, (int)r->problems[i].n, r->problems[i].p);
}

/* Tells what of a redacted draft is still to be looked at. */
static void tell_left(const report_item *item, size_t replaced) {
    const hp_report *r = item->report;
    size_t left = 0;
    for (size_t i = 0; i < r->finding_count; i++)
        left += r->findings[i].severity >= HP_REVIEW && !r->findings[i].replaces;
    if (!replaced && r->finding_count > 0)
        tell("nothing was replaced in \"%.*s\": \"hallpass check\" without --redact says what it holds",
             (int)item->name.n, item->name.p);
    else if (replaced && !r->rewritten)
        tell("what was replaced in \"%.*s\" still reads like something private: check it again before you use it",
             (int)item->name.n, item->name.p);
    else if (left > 0)
        tell("%zu finding%s of \"%.*s\" cannot be mended by other words: look at the report", left,
             left == 1 ? "" : "s", (int)item->name.n, item->name.p);
}

/* --redact: the draft in other words, secrets blotted out; what could not be replaced is told. A draft that was not
 * checked to its end is not printed at all: whoever asks for a redacted one takes what comes for it. */
static void print_redacted(output *to, const report_item *item, bool screen) {
    const hp_report *r = item->report;
    if (!r) return;
    if (item->error.n == 0) tell_problems(item);
    if (!report_complete(item)) {
        tell("\"%.*s\" was not checked to its end, so nothing of it is printed", (int)item->name.n, item->name.p);
        return;
    }
    mask hidden = {.draft = item->text, .report = r, .scratch = OUT_MEMORY};
    size_t replaced = 0;
    for (size_t i = 0; i < r->finding_count; i++) replaced += r->findings[i].replaces;
    hp_str text = mask_text(&hidden, replaced ? r->rewrite : item->text);
    if (screen)
        out_clean_lines(to, text);
    else
        out_str(to, text);
    out_free(&hidden.scratch);
    tell_left(item, replaced);
}

static void print(desk *d, output *to, const report_item *item, const hp_tags *tags) {
    const desk_rules *r = d->rules;
    if (r->tag)
        print_tags(to, item, tags);
    else if (r->redact)
        print_redacted(to, item, r->screen);
    else
        r->format->print(to, &r->style, item);
}

/* ---- one task ------------------------------------------------------------------------------------------------- */

/* A task that never became a draft: told on standard error for a file, in the report for every program that reads it.
 */
static int print_failure(desk *d, const task *job, const json_draft *json, const char *why, bool already_told,
                         output *to) {
    if (d->rules->score || d->rules->diff || d->rules->explained) {
        if (!already_told) tell("\"%s\", line %zu: %s", job->name, job->line, why);
        return STATUS_WRONG;
    }
    report_item item = describe(job, json);
    item.error = view(why);
    bool for_programs = d->rules->tag || (!d->rules->redact && d->rules->format->digests);
    if (!already_told && job->kind != INPUT_JSONL) tell("cannot check \"%s\": %s", job->name, why);
    if (for_programs || (job->kind == INPUT_JSONL && !d->rules->redact)) print(d, to, &item, NULL);
    return job->kind == INPUT_JSONL && !job->problem ? STATUS_UNCHECKED : STATUS_WRONG;
}

static int status_of(const desk_rules *r, const report_item *item) {
    if (!report_complete(item)) return STATUS_UNCHECKED;
    return (int)item->report->verdict >= (int)r->fail_on ? STATUS_FOUND : STATUS_CLEAN;
}

static int check_alone(desk *d, const task *job, const json_draft *json, const hp_draft *draft, output *to) {
    const hp_report *report = NULL;
    hp_status status = hp_check(d->checker, draft, &report);
    if (!report) return print_failure(d, job, json, hp_status_text(status), false, to);
    report_item item = describe(job, json);
    item.text = draft->text;
    item.partial = job->partial;
    item.report = report;
    bool unreadable = status == HP_ERR_ENCODING;
    if (unreadable) item.error = report->problem_count > 0 ? report->problems[0] : view(hp_status_text(status));
    if (unreadable && job->kind != INPUT_JSONL)
        tell("cannot check \"%s\": %.*s", job->name, (int)item.error.n, item.error.p);
    print(d, to, &item, NULL);
    return unreadable && job->kind != INPUT_JSONL ? STATUS_WRONG : status_of(d->rules, &item);
}

/* With the files that go out with it. */
static int check_draft(desk *d, const task *job, const json_draft *json, hp_draft *draft, output *to) {
    attachments files = {0};
    if (d->rules->attach) attach_read(d->rules->attach, &d->rules->attached, draft, &files);
    int status = check_alone(d, job, json, draft, to);
    attached_free(&files);
    return status;
}

static int tag_draft(desk *d, const task *job, const json_draft *json, const hp_draft *draft, output *to) {
    const hp_tags *tags = NULL;
    hp_status status = hp_tag(d->checker, draft, &tags);
    report_item item = describe(job, json);
    bool complete = status == HP_OK && tags && tags->complete;
    if (status != HP_OK)
        item.error = view(hp_status_text(status));
    else if (!complete)
        item.error = HP_STR("not everything was looked at");
    if (!complete && job->kind != INPUT_JSONL)
        tell("cannot read all of \"%s\": %.*s", job->name, (int)item.error.n, item.error.p);
    print(d, to, &item, tags);
    if (complete) return STATUS_CLEAN;
    return status == HP_ERR_ENCODING && job->kind != INPUT_JSONL ? STATUS_WRONG : STATUS_UNCHECKED;
}

static int score_draft(desk *d, const task *job, json_draft *json, const hp_draft *draft, output *to) {
    const hp_report *report = NULL;
    json_gold gold = {0};
    hp_status status = json_gold_read(json, &gold) ? hp_check(d->checker, draft, &report) : HP_OK;
    if (report) scorer_post(d->rules->score, report, &gold);
    json_gold_free(&gold);
    if (report) return report->complete ? STATUS_CLEAN : STATUS_UNCHECKED;
    return print_failure(d, job, json, *json->error ? json->error : hp_status_text(status), false, to);
}

static int diff_draft(desk *d, const task *job, const json_draft *json, const hp_draft *draft, output *to) {
    const hp_report *before = NULL, *after = NULL;
    hp_status status = hp_check(d->checker, draft, &before);
    if (before) status = hp_check(d->other, draft, &after);
    if (!before || !after) return print_failure(d, job, json, hp_status_text(status), false, to);
    report_item item = describe(job, json);
    item.text = draft->text;
    differ_post(d->rules->diff, &item, before, after);
    return before->complete && after->complete ? STATUS_CLEAN : STATUS_UNCHECKED;
}

static int explain_draft(desk *d, const task *job, const json_draft *json, const hp_draft *draft, output *to) {
    const hp_explanation *why = NULL;
    hp_status status = hp_explain(d->checker, draft, view(d->rules->explained), &why);
    if (!why) return print_failure(d, job, json, hp_status_text(status), false, to);
    explain_print(to, &d->rules->style, draft->text, why);
    return why->complete ? STATUS_CLEAN : STATUS_UNCHECKED;
}

/* A post of an archive, as it was written there. */
static int audit_task(desk *d, const task *job) {
    archive_post post;
    int status;
    archive_found found = archive_read(job, &post);
    hp_draft draft = with_defaults(&post.json.draft, &d->rules->defaults);
    const hp_report *report = NULL;
    hp_status checked = found == ARCHIVE_POST ? hp_check(d->checker, &draft, &report) : HP_OK;
    if (report && checked != HP_ERR_ENCODING)
        status = audit_post(d->rules->audit, job, &post, draft.text, report);
    else if (found == ARCHIVE_OTHERS)
        status = audit_passed_over(d->rules->audit, job);
    else if (found == ARCHIVE_EMPTY)
        status = STATUS_CLEAN;
    else
        status =
            audit_broken(d->rules->audit, job, found == ARCHIVE_BROKEN ? post.json.error : hp_status_text(checked));
    archive_free(&post);
    return status;
}

int desk_check(desk *d, const task *job, output *to) {
    json_draft json = {0};
    hp_draft draft;
    int status;
    if (job->problem && d->rules->audit) return STATUS_WRONG; /* told already */
    if (job->problem) return print_failure(d, job, &json, job->problem, true, to);
    if (d->rules->audit && job->partial) return audit_broken(d->rules->audit, job, "it is longer than 8 MiB");
    if (job->kind >= INPUT_JSON && job->partial) {
        print_failure(d, job, &json, "it is longer than 8 MiB", false, to);
        return STATUS_UNCHECKED;
    }
    if (d->rules->audit) return audit_task(d, job);
    if (!read_draft(job, d->rules, &json, &draft))
        status = print_failure(d, job, &json, json.error, false, to);
    else if (d->rules->score)
        status = score_draft(d, job, &json, &draft, to);
    else if (d->rules->diff)
        status = diff_draft(d, job, &json, &draft, to);
    else if (d->rules->explained)
        status = explain_draft(d, job, &json, &draft, to);
    else if (d->rules->tag)
        status = tag_draft(d, job, &json, &draft, to);
    else
        status = check_draft(d, job, &json, &draft, to);
    json_draft_free(&json);
    return status;
}
