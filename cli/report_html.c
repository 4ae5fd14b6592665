/* report_html.c - reports as a page to be mailed or printed (html_out.h): each draft with its words marked, and beside
 * it what was found, why, and what to write instead. Secrets are masked unless the style says otherwise. */
#include <string.h>

#include "digest.h"
#include "html_marks.h"
#include "html_out.h"
#include "mem.h"
#include "report.h"
#include "report_words.h"
#include "status.h"

static const char style[] =
    ":root { --pass: #1b6b45; --note: #35577f; --card: #f6f7fa; --who: #6d45a8; --who-ground: #efe7fb;\n"
    "  --what: #a3480f; --what-ground: #fdecdd }\n"
    "@media (prefers-color-scheme: dark) { :root { --pass: #74d3a4; --note: #a3c4ef; --card: #1c222c; --who: #c8a8f5;\n"
    "  --who-ground: #372b4e; --what: #f4ad78; --what-ground: #472e1c } }\n"
    "* { box-sizing: border-box } h1, h2, h3, h4, p, ol, ul, dl, dd, blockquote { margin: 0 }\n"
    "body { max-width: 76rem; padding: 1.5rem clamp(1rem, 4vw, 2.5rem) 3rem; overflow-wrap: anywhere }\n"
    "a { color: inherit }\n"
    ".page p, .soft { color: var(--soft); font-size: .925rem } .page p { margin-top: .35rem }\n"
    ".draft { margin-top: 2rem; padding-top: 1.5rem; border-top: 1px solid var(--line) }\n"
    ".draft > h2 { margin: 0; font-size: 1rem; font-weight: 600; color: var(--soft) }\n"
    ".answer { margin: .25rem 0 .5rem; font-size: 1.25rem; line-height: 1.35; font-weight: 650; color: var(--tone) }\n"
    ".hold { --tone: var(--hold) } .review { --tone: var(--review) } .pass { --tone: var(--pass) }\n"
    ".note { --tone: var(--note) }\n"
    ".alert { margin: .75rem 0; padding: .6rem .9rem; border-left: 4px solid var(--hold); background: var(--card) }\n"
    ".problems { margin: .5rem 0; padding-left: 1.2rem }\n"
    ".sides { display: grid; gap: 1.5rem; grid-template-columns: minmax(0, 1fr); margin-top: 1rem }\n"
    "@media (min-width: 58rem) { .sides { grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr); column-gap: 2rem;\n"
    "  grid-template-rows: auto 1fr; align-items: start } .findings { grid-column: 2; grid-row: 1 / span 2 } }\n"
    ".words { padding: 1rem 1.15rem; border: 1px solid var(--line); border-radius: .6rem; font-size: 1.05rem;\n"
    "  line-height: 1.75; white-space: pre-wrap; tab-size: 4 }\n"
    "h3, h4 { font-size: .95rem; line-height: 1.45 } h3 { margin-bottom: .4rem }\n"
    "mark { color: inherit; background: none; padding: .1em 0 }\n"
    "mark.who { background: var(--who-ground); text-decoration: underline 2px var(--who);\n"
    "  text-underline-offset: .28em }\n"
    "mark.what { background: var(--what-ground); text-decoration: underline dotted 2.5px var(--what);\n"
    "  text-underline-offset: .28em; text-decoration-skip-ink: none }\n"
    "mark.who.what { background: var(--who-ground); text-decoration-style: double }\n"
    "mark { -webkit-print-color-adjust: exact; print-color-adjust: exact }\n"
    ".page mark { padding: .1em .35em; color: var(--ink) }\n"
    "sup { font-size: .7em; line-height: 0; color: var(--soft); padding-left: .1em }\n"
    ".findings ol { list-style: none; padding: 0; display: grid; gap: .9rem }\n"
    ".card { padding: .85rem 1rem .95rem; border: 1px solid var(--line); border-left: 4px solid var(--tone);\n"
    "  border-radius: .6rem; background: var(--card) }\n"
    ".card:target { outline: 2px solid var(--tone); outline-offset: 2px }\n"
    ".card .level { color: var(--tone) } .card .number { margin-right: .35em }\n"
    ".card blockquote { margin: .35rem 0; padding-left: .7rem; border-left: 2px solid var(--line);\n"
    "  font-size: .95rem }\n"
    ".card > p { margin-top: .35rem; font-size: .95rem }\n"
    "dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .3rem .9rem; margin-top: .55rem;\n"
    "  font-size: .925rem } dt { color: var(--soft) }\n"
    ".instead { font-weight: 600 } .digest { margin-top: 1rem; font-size: .75rem; color: var(--soft) }\n"
    "footer { margin-top: 2rem; padding-top: 1rem; border-top: 1px solid var(--line) }\n"
    "@media (max-width: 30rem) { dl { grid-template-columns: minmax(0, 1fr); gap: 0 } dd + dt { margin-top: .4rem } }\n"
    "@media print { body { max-width: none; padding: 0; font-size: 10.5pt } .card, .alert { break-inside: avoid }\n"
    "  h2, h3, h4, .answer { break-after: avoid } .card { background: none } }\n";

typedef struct sheet {
    output *to;
    const report_style *style;
    const report_item *item;
    mask hidden;
} sheet;

/* ---- elements */

static void element(output *to, const char *open, hp_str text, const char *close) {
    if (text.n == 0) return;
    out_z(to, open);
    html_text(to, text);
    out_z(to, close);
}

static void said(output *to, const char *open, message m, const char *close) {
    element(to, open, view(message_text(m)), close);
}

static void number(output *to, size_t n) {
    out_number(to, (int64_t)n);
}

/* id="d1f2", or href="#d1m2" */
static void reference(const sheet *s, const char *attribute, char letter, size_t finding) {
    out_z(s->to, attribute);
    out_char(s->to, 'd');
    number(s->to, s->item->number);
    if (letter) out_char(s->to, letter);
    if (letter) number(s->to, finding);
    out_char(s->to, '"');
}

/* One line of a finding's list: "do", "Write ..." */
static void term(output *to, message label, hp_str text) {
    if (text.n == 0) return;
    said(to, "<dt>", label, "</dt>");
    element(to, "<dd>", text, "</dd>\n");
}

/* ---- a finding */

static const char *level_class(hp_level level) {
    return level == HP_HOLD ? "hold" : level == HP_REVIEW ? "review" : "note";
}

static void put_heading(const sheet *s, const hp_finding *f, size_t at) {
    output *to = s->to;
    out_z(to, "<h4>");
    if (html_marks_any(f)) {
        reference(s, "<a class=\"number\" href=\"#", 'm', at);
        out_char(to, '>');
        number(to, at);
        out_z(to, "</a>");
    } else {
        out_z(to, "<span class=\"number\">");
        number(to, at);
        out_z(to, "</span>");
    }
    said(to, "<span class=\"level\">", words_severity(f->severity), ":</span> ");
    html_text(to, f->title);
    if (f->read.n > 0) {
        out_z(to, ": \"");
        html_text(to, f->read);
        out_char(to, '"');
    }
    said(to, " <small class=\"soft\">(", words_sureness(f->confidence), "");
    if (!html_marks_any(f) && !f->attached) said(to, ", ", MESSAGE_WHOLE_POST, "");
    out_z(to, ")</small></h4>\n");
}

static void put_instead(output *to, const hp_finding *f) {
    enum { DAY = 10, STAMP = 16 };
    if (f->post_at.n != STAMP && !f->replaces) return;
    said(to, "<dt>", MESSAGE_INSTEAD, "</dt><dd class=\"instead\">");
    if (f->post_at.n == STAMP) {
        said(to, "", MESSAGE_POST_FROM, " ");
        html_text(to, (hp_str){f->post_at.p, DAY});
        element(to, " ", (hp_str){f->post_at.p + DAY + 1, STAMP - DAY - 1}, "");
    } else if (f->replacement.n > 0) {
        element(to, "<q>", f->replacement, "</q>");
    } else {
        said(to, "", MESSAGE_TAKE_OUT, "");
    }
    out_z(to, "</dd>\n");
}

static bool is_web(hp_str url) {
    return (url.n > 8 && memcmp(url.p, "https://", 8) == 0) || (url.n > 7 && memcmp(url.p, "http://", 7) == 0);
}

static void put_url(output *to, hp_str url) {
    if (url.n == 0) return;
    out_z(to, ", ");
    element(to, is_web(url) ? "<a rel=\"noreferrer\" href=\"" : "<span title=\"", url, "\">");
    html_text(to, url);
    out_z(to, is_web(url) ? "</a>" : "</span>");
}

/* The policy's own words first, then their number; of a law or paper the other way round. */
static void put_cites(const sheet *s, const hp_finding *f) {
    for (size_t i = 0; i < f->cite_count; i++) {
        const hp_cite *c = &f->cites[i];
        hp_str ref = c->ref.n > 0 ? c->ref : c->source,
               says = words_told_before(s->item->report, f, c) ? HP_STR("") : c->says;
        said(s->to, "<dt>", c->clause ? MESSAGE_POLICY : MESSAGE_SEE, "</dt><dd>");
        if (c->clause && says.n > 0) {
            html_text(s->to, says);
            element(s->to, " (", ref, ")");
        } else {
            html_text(s->to, ref);
            element(s->to, ", ", says, "");
        }
        put_url(s->to, c->url);
        out_z(s->to, "</dd>\n");
    }
}

static void put_reasons(output *to, const hp_finding *f) {
    term(to, MESSAGE_RULE, f->rule);
    for (size_t i = 0; i < f->reason_count; i++) {
        said(to, "<dt>", MESSAGE_BECAUSE, "</dt><dd>");
        if (f->reasons[i].points >= 0) out_char(to, '+');
        out_number(to, f->reasons[i].points);
        element(to, " ", f->reasons[i].what, "");
        out_z(to, "</dd>\n");
    }
}

static void put_finding(sheet *s, const hp_finding *f, size_t at) {
    output *to = s->to, question = OUT_MEMORY;
    reference(s, "<li id=\"", 'f', at);
    out_z(to, " class=\"card ");
    out_z(to, level_class(f->severity));
    out_z(to, "\">\n");
    put_heading(s, f, at);
    if (f->has_span)
        element(to, "<blockquote dir=\"auto\">", mask_span(&s->hidden, f->start, f->end), "</blockquote>\n");
    element(to, "<p>", f->why, "</p>\n");
    out_z(to, "<dl>\n");
    term(to, MESSAGE_DO, f->todo);
    mask_ask(&s->hidden, f, &question);
    term(to, MESSAGE_ASK, out_view(&question));
    out_free(&question);
    put_instead(to, f);
    put_cites(s, f);
    term(to, MESSAGE_EXCEPTION, f->exception);
    if (s->style->explain) put_reasons(to, f);
    out_z(to, "</dl>\n</li>\n");
}

/* ---- a draft */

static void put_name(const sheet *s) {
    const report_item *item = s->item;
    reference(s, "<h2 id=\"", 0, 0);
    out_z(s->to, "><bdi>");
    html_text(s->to, item->name);
    out_z(s->to, "</bdi>");
    if (item->input_line) out_char(s->to, ':');
    if (item->input_line) number(s->to, item->input_line);
    if (item->id.kind != ID_NONE && !item->is_whole) element(s->to, " · <bdi>", item->id.text, "</bdi>");
    out_z(s->to, "</h2>\n");
}

static void put_place(const sheet *s) {
    const hp_report *r = s->item->report;
    if (r->channel.n == 0 && r->audience.n == 0) return;
    said(s->to, "<p class=\"soft\">", MESSAGE_PAGE_PLACE, " ");
    html_text(s->to, r->channel);
    if (r->channel.n > 0 && r->audience.n > 0) out_z(s->to, ", ");
    html_text(s->to, r->audience);
    out_z(s->to, "</p>\n");
}

/* What a clause tells beside itself, to whoever may have a child in danger; each once. */
static bool put_alerts(const sheet *s) {
    const hp_report *r = s->item->report;
    bool any = false;
    for (size_t i = 0; i < r->finding_count; i++)
        for (size_t k = 0; k < r->findings[i].cite_count; k++) {
            const hp_cite *c = &r->findings[i].cites[k];
            if (c->note.n == 0 || words_told_before(r, &r->findings[i], c)) continue;
            element(s->to, "<p class=\"alert\">", c->says, " ");
            element(s->to, c->says.n > 0 ? "" : "<p class=\"alert\">", c->note, "</p>\n");
            any = true;
        }
    return any;
}

static void put_problems(const sheet *s) {
    const hp_report *r = s->item->report;
    if (r->problem_count == 0) return;
    out_z(s->to, "<ul class=\"problems\">\n");
    for (size_t i = 0; i < r->problem_count; i++) element(s->to, "<li>", r->problems[i], "</li>\n");
    out_z(s->to, "</ul>\n");
}

static void put_answer(const sheet *s) {
    const hp_report *r = s->item->report;
    said(s->to, "<p class=\"answer\">", words_answer(r), "</p>\n");
    if (r->verdict == HP_VERDICT_HOLD && !r->complete) said(s->to, "<p>", MESSAGE_UNCHECKED, "</p>\n");
    put_place(s);
    put_problems(s);
    if (put_alerts(s) || r->verdict == HP_PASS || s->item->error.n > 0) return;
    said(s->to, "<p>", words_next(r), "</p>\n");
    if (r->verdict == HP_VERDICT_HOLD) element(s->to, "<p>", s->style->policy.contact, "</p>\n");
}

static void put_rewrite(sheet *s) {
    const hp_report *r = s->item->report;
    if (r->finding_count == 0 || !r->rewritten) return;
    said(s->to, "<section>\n<h3>", r->rewrite_verdict == HP_PASS ? MESSAGE_REWRITE : MESSAGE_REWRITE_PART, "</h3>\n");
    out_z(s->to, "<div class=\"words\" dir=\"auto\">");
    html_lines(s->to, mask_text(&s->hidden, r->rewrite));
    out_z(s->to, "</div>\n</section>\n");
}

static void put_digest(const sheet *s) {
    char hex[DIGEST_TEXT];
    if (s->item->partial) return;
    digest_of(s->item->text, hex);
    element(s->to, "<p class=\"digest\">BLAKE2b-256 ", view(hex), "</p>\n");
}

static void put_findings(sheet *s) {
    const hp_report *r = s->item->report;
    if (r->finding_count == 0) return;
    out_z(s->to, "<section class=\"findings\">\n");
    said(s->to, "<h3>", MESSAGE_PAGE_FINDINGS, "</h3>\n<ol role=\"list\">\n");
    for (size_t i = 0; i < r->finding_count; i++) put_finding(s, &r->findings[i], i + 1);
    out_z(s->to, "</ol>\n</section>\n");
}

static void put_sides(sheet *s) {
    out_z(s->to, "<div class=\"sides\">\n<section>\n");
    said(s->to, "<h3>", MESSAGE_PAGE_DRAFT, "</h3>\n");
    out_z(s->to, "<div class=\"words\" dir=\"auto\">");
    html_marks(s->to, &s->hidden, s->item->number);
    out_z(s->to, "</div>\n</section>\n");
    put_findings(s);
    put_rewrite(s);
    out_z(s->to, "</div>\n");
    put_digest(s);
}

static void print_draft(output *to, const report_style *how, const report_item *item) {
    sheet s = {.to = to,
               .style = how,
               .item = item,
               .hidden = {.draft = item->text, .report = item->report, .off = how->unmask, .scratch = OUT_MEMORY}};
    out_z(to, "<article class=\"draft ");
    out_z(to, report_verdict(item));
    reference(&s, "\" aria-labelledby=\"", 0, 0);
    out_z(to, ">\n");
    put_name(&s);
    if (!item->report) said(to, "<p class=\"answer\">", MESSAGE_UNCHECKED, "</p>\n");
    element(to, "<p>", item->error, "</p>\n");
    if (item->report) {
        put_answer(&s);
        put_sides(&s);
    }
    out_z(to, "</article>\n");
    out_free(&s.hidden.scratch);
}

/* ---- the page */

static void begin_page(output *to, const report_style *how) {
    html_begin(to, message_text(MESSAGE_PAGE_TITLE), style);
    said(to, "<header class=\"page\">\n<h1>", MESSAGE_PAGE_TITLE, "</h1>\n");
    said(to, "<p><mark class=\"who\">", MESSAGE_PAGE_WHO, "</mark> ");
    said(to, "<mark class=\"what\">", MESSAGE_PAGE_WHAT, "</mark> ");
    said(to, "", MESSAGE_PAGE_NUMBERS, "</p>\n");
    if (how->notice) element(to, "<p>", view(how->notice), "</p>\n");
    out_z(to, "</header>\n<main>\n");
}

static void end_page(output *to, const report_style *how, int status) {
    out_z(to, "</main>\n<footer>\n");
    if (status > STATUS_FOUND) said(to, "<p>", MESSAGE_PAGE_PARTLY, "</p>\n");
    said(to, "<p class=\"soft\">", MESSAGE_PAGE_POLICY, " ");
    html_text(to, how->policy.policy_id);
    element(to, " ", how->policy.policy_version, "");
    out_z(to, " · hallpass " HP_VERSION "</p>\n");
    element(to, "<p class=\"digest\">BLAKE2b-256 ", view(how->policy_digest), "</p>\n");
    out_z(to, "</footer>\n");
    html_end(to);
}

const report_format report_html = {
    .name = "html", .digests = true, .rewrites = true, .begin = begin_page, .print = print_draft, .end = end_page};
