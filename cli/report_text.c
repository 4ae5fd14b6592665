/* report_text.c - the report for the person who wrote the draft: a plain answer, the words in their line, why, and what
 * to write instead. */
#include <string.h>

#include "excerpt.h"
#include "mem.h"
#include "messages.h"
#include "report.h"
#include "wrap.h"

#define BOLD "\033[1m"
#define FAINT "\033[2m"
#define RED "\033[1;31m"
#define YELLOW "\033[1;33m"
#define CYAN "\033[1;36m"
#define GREEN "\033[1;32m"
#define BLUE "\033[1;34m"
#define PLAIN "\033[0m"

enum { SURE = 90, LIKELY = 70, LABEL_COLUMN = 9, MARGIN = 2, REWRITE_SHOWN = 600 };

typedef struct page {
    output *to;
    const report_style *style;
    mask hidden;
} page;

static void painted(page *p, const char *color, const char *text) {
    if (p->style->color) out_z(p->to, color);
    out_z(p->to, text);
    if (p->style->color) out_z(p->to, PLAIN);
}

static void line(page *p, const char *color, message m) {
    painted(p, color, message_text(m));
    out_char(p->to, '\n');
}

/* "  why      Because ..." */
static void labelled(page *p, message label, hp_str text) {
    if (text.n == 0) return;
    const char *word = message_text(label);
    out_fill(p->to, " ", MARGIN);
    painted(p, FAINT, word);
    size_t used = strlen(word);
    out_fill(p->to, " ", used < LABEL_COLUMN ? LABEL_COLUMN - used : 1);
    wrap_text(p->to, text, MARGIN + LABEL_COLUMN, p->style->width);
}

static const char *severity_color(hp_level level) {
    return level == HP_HOLD ? RED : level == HP_REVIEW ? YELLOW : CYAN;
}

static void finding_heading(page *p, const hp_finding *f) {
    message severity = f->severity == HP_HOLD     ? MESSAGE_SEVERITY_HOLD
                       : f->severity == HP_REVIEW ? MESSAGE_SEVERITY_REVIEW
                                                  : MESSAGE_SEVERITY_NOTE;
    message sure = f->confidence >= SURE ? MESSAGE_SURE : f->confidence >= LIKELY ? MESSAGE_LIKELY : MESSAGE_MAYBE;
    painted(p, severity_color(f->severity), message_text(severity));
    out_z(p->to, ": ");
    if (p->style->color) out_z(p->to, BOLD);
    out_clean(p->to, f->title);
    if (p->style->color) out_z(p->to, PLAIN);
    out_z(p->to, " (");
    out_z(p->to, message_text(sure));
    if (!f->has_span && !f->attached) {
        out_z(p->to, ", ");
        out_z(p->to, message_text(MESSAGE_WHOLE_POST));
    }
    out_z(p->to, ")\n");
}

static bool is_who(const hp_part *part) {
    return strcmp(part->role, "who") == 0;
}

static void finding_words(page *p, const hp_finding *f) {
    enum { MOST_MARKS = 16 };
    excerpt_mark marks[MOST_MARKS];
    size_t count = 0;
    const char *what = p->style->color ? severity_color(f->severity) : "", *who = p->style->color ? BLUE : "";
    for (size_t i = 0; i < f->part_count && count < MOST_MARKS; i++)
        if (!is_who(&f->parts[i])) marks[count++] = (excerpt_mark){f->parts[i].start, f->parts[i].end, '^', what};
    for (size_t i = 0; i < f->part_count && count < MOST_MARKS; i++)
        if (is_who(&f->parts[i])) marks[count++] = (excerpt_mark){f->parts[i].start, f->parts[i].end, '~', who};
    if (count == 0 && f->has_span) marks[count++] = (excerpt_mark){f->start, f->end, '^', what};
    excerpt_print(p->to, &p->hidden, marks, count, p->style->width);
}

/* "post it from 2026-10-06 15:10" */
static void finding_hour(page *p, const hp_finding *f) {
    enum { DAY = 10, STAMP = 16 };
    if (f->post_at.n != STAMP) return;
    output text = OUT_MEMORY;
    out_z(&text, message_text(MESSAGE_POST_FROM));
    out_char(&text, ' ');
    out_str(&text, (hp_str){f->post_at.p, DAY});
    out_char(&text, ' ');
    out_str(&text, (hp_str){f->post_at.p + DAY + 1, STAMP - DAY - 1});
    labelled(p, MESSAGE_INSTEAD, out_view(&text));
    out_free(&text);
}

static void finding_ask(page *p, const hp_finding *f) {
    output question = OUT_MEMORY;
    mask_ask(&p->hidden, f, &question);
    labelled(p, MESSAGE_ASK, out_view(&question));
    out_free(&question);
}

/* How to answer it here: by a flag, or for good. */
static void finding_answer(page *p, const hp_finding *f) {
    if (f->ask.n == 0 || (f->flag.n == 0 && !f->answerable)) return;
    output how = OUT_MEMORY;
    out_z(&how, message_text(f->flag.n > 0 ? MESSAGE_ANSWER_FLAG : MESSAGE_ANSWER_NAME));
    out_str(&how, f->flag);
    if (f->flag.n == 0) {
        out_z(&how, "answers: [{ text: \"");
        out_str(&how, mask_span(&p->hidden, f->start, f->end));
        out_z(&how, "\", is: adult }]");
    }
    labelled(p, MESSAGE_ANSWER, out_view(&how));
    out_free(&how);
}

static void finding_instead(page *p, const hp_finding *f) {
    finding_hour(p, f);
    if (!f->replaces) return;
    if (f->replacement.n == 0) {
        labelled(p, MESSAGE_INSTEAD, view(message_text(MESSAGE_TAKE_OUT)));
        return;
    }
    output quoted = OUT_MEMORY;
    out_char(&quoted, '"');
    out_str(&quoted, f->replacement);
    out_char(&quoted, '"');
    labelled(p, MESSAGE_INSTEAD, out_view(&quoted));
    out_free(&quoted);
}

static bool same(hp_str a, hp_str b) {
    return a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
}

/* Was this paragraph told with an earlier finding? Then its number is enough. */
static bool told_before(const hp_report *r, const hp_finding *f, const hp_cite *c) {
    for (const hp_finding *e = r->findings; e < f; e++)
        for (size_t i = 0; i < e->cite_count; i++)
            if (same(e->cites[i].source, c->source) && same(e->cites[i].ref, c->ref)) return true;
    return false;
}

/* The policy's own words first, then the law or paper that it names. */
static void finding_cites(page *p, const hp_report *r, const hp_finding *f) {
    output text = OUT_MEMORY;
    for (size_t i = 0; i < f->cite_count; i++) {
        const hp_cite *c = &f->cites[i];
        bool whole = c->says.n > 0 && !told_before(r, f, c);
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
        labelled(p, c->clause ? MESSAGE_POLICY : MESSAGE_SEE, out_view(&text));
    }
    out_free(&text);
}

/* --explain: every step of the decision and its points. */
static void finding_reasons(page *p, const hp_finding *f) {
    output text = OUT_MEMORY;
    out_str(&text, f->rule);
    for (size_t i = 0; i < f->ref_count; i++) {
        out_z(&text, i == 0 ? " (" : ", ");
        out_str(&text, f->refs[i]);
        if (i + 1 == f->ref_count) out_char(&text, ')');
    }
    labelled(p, MESSAGE_RULE, out_view(&text));
    for (size_t i = 0; i < f->reason_count; i++) {
        out_clear(&text);
        if (f->reasons[i].points >= 0) out_char(&text, '+');
        out_number(&text, f->reasons[i].points);
        out_char(&text, ' ');
        out_str(&text, f->reasons[i].what);
        labelled(p, MESSAGE_BECAUSE, out_view(&text));
    }
    out_free(&text);
}

static void print_finding(page *p, const hp_report *r, const hp_finding *f) {
    out_char(p->to, '\n');
    finding_heading(p, f);
    finding_words(p, f);
    labelled(p, MESSAGE_WHY, f->why);
    labelled(p, MESSAGE_DO, f->todo);
    finding_ask(p, f);
    finding_answer(p, f);
    finding_instead(p, f);
    finding_cites(p, r, f);
    labelled(p, MESSAGE_EXCEPTION, f->exception);
    if (p->style->explain) finding_reasons(p, f);
}

static void print_answer(page *p, const hp_report *r) {
    if (p->style->headed) out_z(p->to, "  ");
    if (r->verdict == HP_VERDICT_HOLD)
        line(p, RED, MESSAGE_HOLD);
    else if (!r->complete)
        line(p, YELLOW, MESSAGE_UNCHECKED);
    else if (r->verdict == HP_VERDICT_REVIEW)
        line(p, YELLOW, MESSAGE_REVIEW);
    else
        line(p, GREEN, r->finding_count > 0 ? MESSAGE_PASS_NOTES : MESSAGE_PASS);
    if (r->verdict == HP_VERDICT_HOLD && !r->complete) line(p, YELLOW, MESSAGE_UNCHECKED);
}

static void print_problems(page *p, const hp_report *r) {
    hp_str lead = view(message_text(MESSAGE_PROBLEM));
    for (size_t i = 0; i < r->problem_count; i++) {
        out_str(p->to, lead);
        wrap_text(p->to, r->problems[i], lead.n, p->style->width);
    }
}

static void print_rewrite(page *p, const hp_report *r) {
    out_char(p->to, '\n');
    if (!r->rewritten) {
        line(p, BOLD, MESSAGE_NO_REWRITE);
        return;
    }
    line(p, BOLD, r->rewrite_verdict == HP_PASS ? MESSAGE_REWRITE : MESSAGE_REWRITE_PART);
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
static bool print_notes(page *p, const hp_report *r) {
    bool any = false;
    for (size_t i = 0; i < r->finding_count; i++)
        for (size_t k = 0; k < r->findings[i].cite_count; k++) {
            const hp_cite *c = &r->findings[i].cites[k];
            if (c->note.n == 0 || told_before(r, &r->findings[i], c)) continue;
            out_char(p->to, '\n');
            wrap_text(p->to, c->says, 0, p->style->width);
            wrap_text(p->to, c->note, 0, p->style->width);
            any = true;
        }
    return any;
}

/* The severest thing a hold asks for before one may go on. */
static message next_for_hold(const hp_report *r) {
    hp_override worst = HP_OVERRIDE_YES;
    for (size_t i = 0; i < r->finding_count; i++) {
        const hp_finding *f = &r->findings[i];
        if (f->severity == HP_HOLD && f->override_ > worst) worst = f->override_;
    }
    return worst == HP_OVERRIDE_NO       ? MESSAGE_NEXT_HOLD_ASK
           : worst == HP_OVERRIDE_REASON ? MESSAGE_NEXT_HOLD_REASON
                                         : MESSAGE_NEXT_HOLD;
}

static void print_next(page *p, const hp_report *r) {
    bool pairs = false;
    for (size_t i = 0; i < r->finding_count; i++)
        for (size_t k = 0; k < r->findings[i].part_count; k++) pairs = pairs || is_who(&r->findings[i].parts[k]);
    if (r->verdict == HP_PASS) return;
    if (print_notes(p, r)) return; /* whoever may have a child in danger needs no other word */
    out_char(p->to, '\n');
    if (pairs) line(p, FAINT, MESSAGE_LEGEND);
    line(p, BOLD,
         r->verdict == HP_VERDICT_HOLD ? next_for_hold(r)
         : r->complete                 ? MESSAGE_NEXT_REVIEW
                                       : MESSAGE_NEXT_UNCHECKED);
    if (r->verdict == HP_VERDICT_HOLD && p->style->policy.contact.n > 0)
        wrap_text(p->to, p->style->policy.contact, 0, p->style->width);
}

static void print_text(output *to, const report_style *style, const report_item *item) {
    page p = {.to = to,
              .style = style,
              .hidden = {.draft = item->text, .report = item->report, .off = style->unmask, .scratch = OUT_MEMORY}};
    if (style->headed) {
        if (style->color) out_z(to, BOLD);
        out_clean(to, item->name);
        if (item->input_line) {
            out_char(to, ':');
            out_number(to, (int64_t)item->input_line);
        }
        out_char(to, ':');
        if (style->color) out_z(to, PLAIN);
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

const report_format report_text = {"text", false, print_text};
