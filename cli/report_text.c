/* report_text.c - the report for the person who wrote the draft: a plain answer, the words in their line, why, and what
 * to write instead. */
#include <string.h>

#include "mem.h"
#include "report_words.h"
#include "show.h"
#include "wrap.h"

enum { MARGIN = 2, REWRITE_SHOWN = 600 };

/* How to answer it here: by a flag, or for good. */
static void finding_answer(show *p, const hp_finding *f) {
    if (f->ask.n == 0 || (f->flag.n == 0 && !f->answerable)) return;
    output how = OUT_MEMORY;
    out_z(&how, message_text(f->flag.n > 0 ? MESSAGE_ANSWER_FLAG : MESSAGE_ANSWER_NAME));
    out_str(&how, f->flag);
    if (f->flag.n == 0) {
        out_z(&how, "answers: [{ text: \"");
        out_str(&how, mask_span(&p->hidden, f->start, f->end));
        out_z(&how, "\", is: adult }]");
    }
    show_labelled(p, MESSAGE_ANSWER, out_view(&how));
    out_free(&how);
}

/* The policy's own words first, then the law or paper that it names. */
static void finding_cites(show *p, const hp_report *r, const hp_finding *f) {
    output text = OUT_MEMORY;
    for (size_t i = 0; i < f->cite_count; i++) {
        const hp_cite *c = &f->cites[i];
        bool whole = c->says.n > 0 && !words_told_before(r, f, c);
        out_clear(&text);
        if (c->clause && whole) {
            out_str(&text, c->says);
            out_z(&text, " (");
        }
        out_str(&text, c->ref.n > 0 ? c->ref : c->source);
        if (c->clause && whole) out_char(&text, ')');
        if (!c->clause && whole) {
            out_z(&text, ", ");
            out_str(&text, c->says);
        }
        if (c->url.n > 0) {
            out_z(&text, ", ");
            out_str(&text, c->url);
        }
        show_labelled(p, c->clause ? MESSAGE_POLICY : MESSAGE_SEE, out_view(&text));
    }
    out_free(&text);
}

/* --explain: every step of the decision and its points. */
static void finding_reasons(show *p, const hp_finding *f) {
    output text = OUT_MEMORY;
    out_str(&text, f->rule);
    for (size_t i = 0; i < f->ref_count; i++) {
        out_z(&text, i == 0 ? " (" : ", ");
        out_str(&text, f->refs[i]);
        if (i + 1 == f->ref_count) out_char(&text, ')');
    }
    show_labelled(p, MESSAGE_RULE, out_view(&text));
    for (size_t i = 0; i < f->reason_count; i++) {
        out_clear(&text);
        if (f->reasons[i].points >= 0) out_char(&text, '+');
        out_number(&text, f->reasons[i].points);
        out_char(&text, ' ');
        out_str(&text, f->reasons[i].what);
        show_labelled(p, MESSAGE_BECAUSE, out_view(&text));
    }
    out_free(&text);
}

static void print_finding(show *p, const hp_report *r, const hp_finding *f) {
    out_char(p->to, '\n');
    show_heading(p, f);
    show_words(p, f);
    show_labelled(p, MESSAGE_WHY, f->why);
    show_labelled(p, MESSAGE_DO, f->todo);
    show_ask(p, f);
    finding_answer(p, f);
    show_instead(p, f);
    finding_cites(p, r, f);
    show_labelled(p, MESSAGE_EXCEPTION, f->exception);
    if (p->style->explain) finding_reasons(p, f);
}

static void print_answer(show *p, const hp_report *r) {
    if (p->style->headed) out_z(p->to, "  ");
    show_line(p,
              r->verdict == HP_VERDICT_HOLD          ? SHOW_RED
              : r->verdict == HP_PASS && r->complete ? SHOW_GREEN
                                                     : SHOW_YELLOW,
              words_answer(r));
    if (r->verdict == HP_VERDICT_HOLD && !r->complete) show_line(p, SHOW_YELLOW, MESSAGE_UNCHECKED);
}

static void print_problems(show *p, const hp_report *r) {
    hp_str lead = view(message_text(MESSAGE_PROBLEM));
    for (size_t i = 0; i < r->problem_count; i++) {
        out_str(p->to, lead);
        wrap_text(p->to, r->problems[i], lead.n, p->style->width);
    }
}

static void print_rewrite(show *p, const hp_report *r) {
    out_char(p->to, '\n');
    if (!r->rewritten) {
        show_line(p, SHOW_BOLD, MESSAGE_NO_REWRITE);
        return;
    }
    show_line(p, SHOW_BOLD, r->rewrite_verdict == HP_PASS ? MESSAGE_REWRITE : MESSAGE_REWRITE_PART);
    hp_str text = mask_text(&p->hidden, r->rewrite);
    for (size_t at = 0; at < text.n;) {
        const char *newline = memchr(text.p + at, '\n', text.n - at);
        size_t end = newline ? (size_t)(newline - text.p) : text.n;
        out_fill(p->to, " ", MARGIN);
        out_clean(p->to, (hp_str){text.p + at, end - at});
        out_char(p->to, '\n');
        at = end + 1;
    }
}

/* What a clause tells beside itself comes last, where nobody misses it; each once. */
static bool print_notes(show *p, const hp_report *r) {
    bool any = false;
    for (size_t i = 0; i < r->finding_count; i++)
        for (size_t k = 0; k < r->findings[i].cite_count; k++) {
            const hp_cite *c = &r->findings[i].cites[k];
            if (c->note.n == 0 || words_told_before(r, &r->findings[i], c)) continue;
            out_char(p->to, '\n');
            wrap_text(p->to, c->says, 0, p->style->width);
            wrap_text(p->to, c->note, 0, p->style->width);
            any = true;
        }
    return any;
}

static void print_next(show *p, const hp_report *r) {
    bool pairs = false;
    for (size_t i = 0; i < r->finding_count; i++)
        for (size_t k = 0; k < r->findings[i].part_count; k++) pairs = pairs || words_is_who(&r->findings[i].parts[k]);
    if (r->verdict == HP_PASS) return;
    if (print_notes(p, r)) return; /* whoever may have a child in danger needs no other word */
    out_char(p->to, '\n');
    if (pairs) show_line(p, SHOW_FAINT, MESSAGE_LEGEND);
    show_line(p, SHOW_BOLD, words_next(r));
    if (r->verdict == HP_VERDICT_HOLD && p->style->policy.contact.n > 0)
        wrap_text(p->to, p->style->policy.contact, 0, p->style->width);
}

static void print_text(output *to, const report_style *style, const report_item *item) {
    show p = {.to = to,
              .style = style,
              .hidden = {.draft = item->text, .report = item->report, .off = style->unmask, .scratch = OUT_MEMORY}};
    if (style->headed) {
        if (style->color) out_z(to, SHOW_BOLD);
        out_clean(to, item->name);
        if (item->input_line) {
            out_char(to, ':');
            out_number(to, (int64_t)item->input_line);
        }
        out_char(to, ':');
        if (style->color) out_z(to, SHOW_PLAIN);
    }
    if (!item->report) {
        out_char(to, ' ');
        out_clean(to, item->error);
        out_z(to, "\n\n");
        return;
    }
    const hp_report *r = item->report;
    print_answer(&p, r);
    print_problems(&p, r);
    for (size_t i = 0; i < r->finding_count; i++) print_finding(&p, r, &r->findings[i]);
    bool short_enough = item->text.n <= REWRITE_SHOWN && r->rewritten; /* a post's own wording; a page is asked for */
    if ((style->rewrite || short_enough) && r->finding_count > 0) print_rewrite(&p, r);
    if (item->error.n == 0) print_next(&p, r);
    if (style->headed) out_char(to, '\n');
    out_free(&p.hidden.scratch);
}

const report_format report_text = {.name = "text", .rewrites = true, .print = print_text};
