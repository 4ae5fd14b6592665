/* report_json.c - the report as one JSON object, "hallpass.report/1": indented (json) or one a line (jsonl). */
#include "digest.h"
#include "json_out.h"
#include "mask.h"
#include "mem.h"
#include "report.h"

static void text_or_null(json_out *j, const char *key, hp_str text) {
    json_put_key(j, key);
    if (text.n > 0)
        json_put_text(j, text);
    else
        json_put_null(j);
}

static void text(json_out *j, const char *key, hp_str value) {
    json_put_key(j, key);
    json_put_text(j, value);
}

static void number(json_out *j, const char *key, size_t value) {
    json_put_key(j, key);
    json_put_number(j, (int64_t)value);
}

static void print_span(json_out *j, const hp_finding *f) {
    json_put_key(j, "span");
    if (!f->has_span) {
        json_put_null(j);
        return;
    }
    json_put_open(j, '{');
    number(j, "start", f->start);
    number(j, "end", f->end);
    number(j, "line", f->line);
    number(j, "column", f->column);
    json_put_close(j, '}');
}

static void print_parts(json_out *j, const hp_finding *f) {
    json_put_key(j, "parts");
    json_put_open(j, '[');
    for (size_t i = 0; i < f->part_count; i++) {
        json_put_open(j, '{');
        number(j, "start", f->parts[i].start);
        number(j, "end", f->parts[i].end);
        text(j, "role", view(f->parts[i].role));
        json_put_close(j, '}');
    }
    json_put_close(j, ']');
}

static void print_grounds(json_out *j, const hp_finding *f) {
    json_put_key(j, "reasons");
    json_put_open(j, '[');
    for (size_t i = 0; i < f->reason_count; i++) {
        json_put_open(j, '{');
        text(j, "what", f->reasons[i].what);
        json_put_key(j, "points");
        json_put_number(j, f->reasons[i].points);
        json_put_close(j, '}');
    }
    json_put_close(j, ']');
    json_put_key(j, "cite");
    json_put_open(j, '[');
    for (size_t i = 0; i < f->cite_count; i++) {
        json_put_open(j, '{');
        text(j, "source", f->cites[i].source);
        text_or_null(j, "ref", f->cites[i].ref);
        text_or_null(j, "url", f->cites[i].url);
        text_or_null(j, "says", f->cites[i].says);
        text_or_null(j, "note", f->cites[i].note);
        json_put_close(j, '}');
    }
    json_put_close(j, ']');
}

static void print_ask(json_out *j, mask *hidden, const hp_finding *f) {
    if (f->ask.n == 0) return;
    output question = OUT_MEMORY;
    hp_str answer;
    mask_ask(hidden, f, &question);
    text(j, "ask", out_view(&question));
    out_free(&question);
    if (f->flag.n > 0) text(j, "flag", f->flag);
    if (!f->answerable) return;
    json_put_key(j, "answers");
    json_put_open(j, '[');
    for (size_t i = 0; (answer = hp_answer_name(i)).n > 0; i++) json_put_text(j, answer);
    json_put_close(j, ']');
}

static void print_finding(json_out *j, mask *hidden, const hp_finding *f) {
    static const char *const overrides[] = {
        [HP_OVERRIDE_YES] = "yes", [HP_OVERRIDE_REASON] = "reason", [HP_OVERRIDE_NO] = "no"};
    json_put_open(j, '{');
    text(j, "rule", f->rule);
    json_put_key(j, "ref");
    json_put_open(j, '[');
    for (size_t i = 0; i < f->ref_count; i++) json_put_text(j, f->refs[i]);
    json_put_close(j, ']');
    text(j, "category", f->category.n > 0 ? f->category : HP_STR("statement"));
    text_or_null(j, "topic", f->topic);
    text(j, "severity", view(report_level(f->severity)));
    json_put_key(j, "confidence");
    json_put_number(j, f->confidence);
    text(j, "override", view(overrides[f->override_]));
    print_span(j, f);
    json_put_key(j, "text");
    if (f->has_span)
        json_put_text(j, mask_span(hidden, f->start, f->end));
    else if (f->read.n > 0)
        json_put_text(j, f->read);
    else
        json_put_null(j);
    print_parts(j, f);
    text(j, "title", f->title);
    text(j, "why", f->why);
    text(j, "do", f->todo);
    print_ask(j, hidden, f);
    json_put_key(j, "replacement");
    if (f->replaces)
        json_put_text(j, f->replacement);
    else
        json_put_null(j);
    print_grounds(j, f);
    if (f->post_at.n > 0) text(j, "post_at", f->post_at);
    text_or_null(j, "exception", f->exception);
    json_put_close(j, '}');
}

static void print_head(json_out *j, const report_style *style, const report_item *item) {
    text(j, "schema", HP_STR("hallpass.report/1"));
    json_put_key(j, "id");
    if (item->id.kind == ID_TEXT)
        json_put_text(j, item->id.text);
    else if (item->id.kind == ID_NUMBER)
        json_put_digits(j, item->id.text);
    else
        json_put_null(j);
    if (item->input_line && item->error.n > 0) number(j, "line", item->input_line);
    text(j, "verdict", view(report_verdict(item)));
    json_put_key(j, "complete");
    json_put_bool(j, report_complete(item));
    json_put_key(j, "digest");
    if (item->report && !item->partial) {
        char hex[DIGEST_TEXT];
        digest_of(item->text, hex);
        json_put_text(j, view(hex));
    } else {
        json_put_null(j);
    }
    json_put_key(j, "policy");
    json_put_open(j, '{');
    text(j, "id", style->policy.policy_id);
    text(j, "version", style->policy.policy_version);
    text(j, "digest", view(style->policy_digest));
    json_put_close(j, '}');
}

/* For a program that shows findings to a person: the text report as it would stand on the terminal. */
static void print_shown(json_out *j, const report_style *style, const report_item *item) {
    output page = OUT_MEMORY;
    report_style on_screen = *style;
    on_screen.width = style->shown;
    on_screen.headed = false;
    report_text.print(&page, &on_screen, item);
    text(j, "shown", out_view(&page));
    out_free(&page);
}

static void print_object(json_out *j, const report_style *style, const report_item *item) {
    const hp_report *r = item->report;
    mask hidden = {.draft = item->text, .report = r, .off = style->unmask, .scratch = OUT_MEMORY};
    json_put_open(j, '{');
    print_head(j, style, item);
    json_put_key(j, "findings");
    json_put_open(j, '[');
    for (size_t i = 0; r && i < r->finding_count; i++) print_finding(j, &hidden, &r->findings[i]);
    json_put_close(j, ']');
    json_put_key(j, "rewrite");
    if (r && r->rewritten)
        json_put_text(j, mask_text(&hidden, r->rewrite));
    else
        json_put_null(j);
    json_put_key(j, "problems");
    json_put_open(j, '[');
    for (size_t i = 0; r && i < r->problem_count; i++) json_put_text(j, r->problems[i]);
    if (style->notice) json_put_text(j, view(style->notice));
    json_put_close(j, ']');
    if (style->shown && r) print_shown(j, style, item);
    if (item->error.n > 0) text(j, "error", item->error);
    json_put_close(j, '}');
    out_char(j->to, '\n');
    out_free(&hidden.scratch);
}

static void print_json(output *to, const report_style *style, const report_item *item) {
    print_object(&(json_out){.to = to, .pretty = true}, style, item);
}

static void print_jsonl(output *to, const report_style *style, const report_item *item) {
    print_object(&(json_out){.to = to}, style, item);
}

const report_format report_json = {.name = "json", .digests = true, .rewrites = true, .print = print_json};
const report_format report_jsonl = {.name = "jsonl", .digests = true, .rewrites = true, .print = print_jsonl};
