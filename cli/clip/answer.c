/* answer.c - see answer.h. */
#include "answer.h"

#include <stdlib.h>
#include <string.h>

#include "inner.h"
#include "json_in.h"
#include "json_out.h"
#include "mem.h"
#include "messages.h"

enum {
    ANSWER_MS = 6000, /* a megabyte takes some seconds; whoever waits longer has pasted already */
    TITLES_SHOWN = 4  /* a notice has few lines */
};

struct asker {
    const char *const *options;
    inner *in; /* NULL: at rest */
};

asker *asker_new(const char *const *options) {
    asker *a = mem_new(1, sizeof(*a));
    a->options = options;
    json_draft_start();
    return a;
}

void asker_rest(asker *a) {
    if (a->in) (void)inner_stop(a->in);
    a->in = NULL;
}

void asker_free(asker *a) {
    asker_rest(a);
    free(a);
}

/* ---- one question --------------------------------------------------------------------------------------------- */

static void write_draft(output *to, hp_str text, const char *markup) {
    json_out j = {.to = to};
    json_put_open(&j, '{');
    json_put_key(&j, "text");
    json_put_text(&j, text);
    json_put_key(&j, "markup");
    json_put_text(&j, view(markup));
    json_put_close(&j, '}');
}

/* false: there is no report. One that ended since the last question deserves a second start. */
static bool ask(asker *a, hp_str text, const char *markup, json_report *out) {
    output line = OUT_MEMORY;
    write_draft(&line, text, markup);
    bool ok = false;
    *out = (json_report){.verdict = HP_VERDICT_REVIEW};
    for (int tries = 0; tries < 2 && !ok; tries++) {
        hp_str report;
        if (!a->in) a->in = inner_start(a->options);
        if (!a->in) break;
        inner_answer came = inner_ask(a->in, out_view(&line), ANSWER_MS, &report);
        ok = came == INNER_REPORT && json_report_read(report, out);
        if (ok) break;
        json_report_free(out);
        asker_rest(a);
        if (came != INNER_ENDED) break;
    }
    board_wipe(&line);
    return ok;
}

bool asker_ready(asker *a) {
    json_report report;
    bool ok = ask(a, HP_STR("Good morning."), "text", &report);
    json_report_free(&report);
    return ok;
}

/* ---- both together -------------------------------------------------------------------------------------------- */

/* Findings of one rule; the text and its HTML mostly hold the same ones, so the larger number counts. */
typedef struct tally {
    const hp_finding *of;
    size_t in_text, in_html;
} tally;

typedef struct tallies {
    tally *list;
    size_t count, room;
} tallies;

static bool same(hp_str a, hp_str b) {
    return a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
}

static void count(tallies *t, const json_report *r, bool html) {
    for (size_t i = 0; i < r->finding_count; i++) {
        const hp_finding *f = &r->findings[i];
        size_t at = 0;
        if (f->severity < HP_REVIEW) continue;
        while (at < t->count && !(t->list[at].of->severity == f->severity && same(t->list[at].of->rule, f->rule))) at++;
        if (at == t->count) {
            t->list = mem_grow(t->list, &t->room, t->count + 1, sizeof(*t->list));
            t->list[t->count++] = (tally){.of = f};
        }
        if (html)
            t->list[at].in_html++;
        else
            t->list[at].in_text++;
    }
}

static void sum_up(const tallies *t, answer *out) {
    output titles = OUT_MEMORY;
    size_t shown = 0;
    for (hp_level level = HP_HOLD; level >= HP_REVIEW; level--)
        for (size_t i = 0; i < t->count; i++) {
            const tally *one = &t->list[i];
            if (one->of->severity != level) continue;
            size_t n = one->in_text > one->in_html ? one->in_text : one->in_html;
            if (level == HP_HOLD)
                out->holds += n;
            else
                out->reviews += n;
            out->formatting_only = out->formatting_only || !one->in_text;
            if (shown == TITLES_SHOWN) out_z(&titles, message_text(MESSAGE_CLIP_MORE));
            if (shown > 0 && shown < TITLES_SHOWN) out_z(&titles, "; ");
            if (shown < TITLES_SHOWN) out_clean(&titles, one->of->title);
            shown++;
        }
    out_char(&titles, 0);
    out->titles = titles.p;
}

/* Where only the formatting holds something, the plain text as it is will do. */
static void keep_rewrite(const json_report *text, const copy *c, answer *out) {
    bool plain = !text->has_rewrite && c->text.p && text->verdict == HP_PASS && out->formatting_only;
    hp_str kept = plain ? c->text : text->rewrite;
    if (!out->complete || !kept.p) return;
    out->rewrite_bytes = kept.n;
    out->rewrite = mem_new(kept.n + 1, 1);
    memcpy(out->rewrite, kept.p, kept.n);
}

void asker_ask(asker *a, const copy *c, answer *out) {
    json_report text = {0}, html = {0};
    tallies t = {0};
    *out = (answer){.complete = true};
    bool ok = true;
    if (c->text.p) ok = ask(a, c->text, "text", &text);
    if (c->html.p && ok) ok = ask(a, c->html, "html", &html);
    out->broken = !ok;
    out->complete = ok && (!c->text.p || text.complete) && (!c->html.p || html.complete) && !c->html_too_large;
    out->verdict = text.verdict > html.verdict ? text.verdict : html.verdict;
    if (!out->complete && out->verdict < HP_VERDICT_REVIEW) out->verdict = HP_VERDICT_REVIEW;
    count(&t, &text, false);
    count(&t, &html, true);
    if (!c->text.p) out->formatting_only = false;
    sum_up(&t, out);
    keep_rewrite(&text, c, out);
    free(t.list);
    json_report_free(&text);
    json_report_free(&html);
}

void answer_free(answer *a) {
    if (a->rewrite) explicit_bzero(a->rewrite, a->rewrite_bytes);
    free(a->rewrite);
    free(a->titles);
    *a = (answer){0};
}
