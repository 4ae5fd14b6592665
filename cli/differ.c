/* differ.c - see differ.h. What changed is kept until the end of the run; of a post that did not change, nothing. */
#include "differ.h"

#include <stdlib.h>
#include <string.h>

#include "json_out.h"
#include "mask.h"
#include "mem.h"

enum { VERDICTS = 3, SHOWN_BYTES = 60 };

/* Findings of a rule in all posts. */
typedef struct rule_row {
    char *rule;
    size_t before, after;
} rule_row;

struct differ {
    bool json;
    output posts; /* the changed ones, in the form that is asked for */
    json_out j;   /* writes to `posts` */
    size_t count, changed, graver, milder;
    size_t verdicts[VERDICTS][VERDICTS];
    rule_row *rows;
    size_t row_count, row_room;
};

differ *differ_new(bool json) {
    differ *d = mem_new(1, sizeof(*d));
    d->json = json;
    d->posts = OUT_MEMORY;
    d->j = (json_out){.to = &d->posts};
    return d;
}

void differ_free(differ *d) {
    if (!d) return;
    for (size_t i = 0; i < d->row_count; i++) free(d->rows[i].rule);
    free(d->rows);
    out_free(&d->posts);
    free(d);
}

size_t differ_changed(const differ *d) {
    return d->changed;
}

/* ---- counting */

static size_t verdict_at(hp_verdict v) {
    return v == HP_VERDICT_HOLD ? 2 : v == HP_VERDICT_REVIEW ? 1 : 0;
}

static const char *const verdict_names[VERDICTS] = {"pass", "review", "hold"};

static rule_row *row_of(differ *d, hp_str rule) {
    for (size_t i = 0; i < d->row_count; i++)
        if (view_is(rule, d->rows[i].rule)) return &d->rows[i];
    d->rows = mem_grow(d->rows, &d->row_room, d->row_count + 1, sizeof(*d->rows));
    rule_row *r = &d->rows[d->row_count++];
    *r = (rule_row){.rule = mem_text("%.*s", (int)rule.n, rule.p)};
    return r;
}

static void count(differ *d, const hp_report *before, const hp_report *after) {
    size_t from = verdict_at(before->verdict), to = verdict_at(after->verdict);
    d->count++;
    d->graver += to > from;
    d->milder += to < from;
    d->verdicts[from][to]++;
    for (size_t i = 0; i < before->finding_count; i++) row_of(d, before->findings[i].rule)->before++;
    for (size_t i = 0; i < after->finding_count; i++) row_of(d, after->findings[i].rule)->after++;
}

/* ---- one finding */

static bool same_text(hp_str a, hp_str b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static bool same_place(const hp_finding *a, const hp_finding *b) {
    return same_text(a->rule, b->rule) && a->has_span == b->has_span && a->start == b->start && a->end == b->end;
}

static bool same_finding(const hp_finding *a, const hp_finding *b) {
    return a->severity == b->severity && a->override_ == b->override_ && same_text(a->exception, b->exception);
}

/* The finding of the same rule on the same words; NULL: there is none. */
static const hp_finding *find(const hp_report *r, const hp_finding *wanted) {
    for (size_t i = 0; i < r->finding_count; i++)
        if (same_place(&r->findings[i], wanted)) return &r->findings[i];
    return NULL;
}

static bool differs(const hp_report *before, const hp_report *after) {
    if (before->verdict != after->verdict || before->complete != after->complete) return true;
    for (size_t i = 0; i < before->finding_count; i++) {
        const hp_finding *other = find(after, &before->findings[i]);
        if (!other || !same_finding(&before->findings[i], other)) return true;
    }
    for (size_t i = 0; i < after->finding_count; i++)
        if (!find(before, &after->findings[i])) return true;
    return false;
}

/* What a finding came to under each policy; one of them may be NULL. */
typedef struct change {
    const hp_finding *before, *after;
} change;

static const char *level_of(const hp_finding *f) {
    return f ? report_level(f->severity) : "none";
}

static void print_change(differ *d, mask *hidden, change c) {
    const hp_finding *f = c.after ? c.after : c.before;
    output *to = &d->posts;
    out_z(to, !c.before ? "  + " : !c.after ? "  - " : "  ~ ");
    out_clean(to, f->rule);
    out_z(to, ": ");
    if (c.before && c.after) {
        out_z(to, level_of(c.before));
        out_z(to, " to ");
    }
    out_z(to, level_of(f));
    if (c.before && c.after && c.before->override_ != c.after->override_) out_z(to, ", another override");
    if (c.after && c.after->exception.n > 0) {
        out_z(to, ", exception ");
        out_clean(to, c.after->exception);
    }
    if (f->has_span) {
        bool cut = f->end - f->start > SHOWN_BYTES;
        out_z(to, ", \"");
        out_clean(to, mask_span(hidden, f->start, cut ? f->start + SHOWN_BYTES : f->end));
        out_z(to, cut ? "...\"" : "\"");
    }
    out_char(to, '\n');
}

static void put_change(differ *d, change c) {
    const hp_finding *f = c.after ? c.after : c.before;
    json_out *j = &d->j;
    json_put_open(j, '{');
    json_put_key(j, "rule");
    json_put_text(j, f->rule);
    json_put_key(j, "before");
    json_put_text(j, view(level_of(c.before)));
    json_put_key(j, "after");
    json_put_text(j, view(level_of(c.after)));
    json_put_key(j, "span");
    if (f->has_span) {
        json_put_open(j, '{');
        json_put_key(j, "start");
        json_put_number(j, (int64_t)f->start);
        json_put_key(j, "end");
        json_put_number(j, (int64_t)f->end);
        json_put_close(j, '}');
    } else {
        json_put_null(j);
    }
    json_put_close(j, '}');
}

static void tell_change(differ *d, mask *hidden, change c) {
    if (c.before && c.after && same_finding(c.before, c.after)) return;
    if (d->json)
        put_change(d, c);
    else
        print_change(d, hidden, c);
}

static void tell_changes(differ *d, const report_item *item, const hp_report *before, const hp_report *after) {
    mask gone = {.draft = item->text, .report = before, .scratch = OUT_MEMORY};
    mask come = {.draft = item->text, .report = after, .scratch = OUT_MEMORY};
    for (size_t i = 0; i < before->finding_count; i++)
        tell_change(d, &gone, (change){&before->findings[i], find(after, &before->findings[i])});
    for (size_t i = 0; i < after->finding_count; i++)
        if (!find(before, &after->findings[i])) tell_change(d, &come, (change){NULL, &after->findings[i]});
    out_free(&gone.scratch);
    out_free(&come.scratch);
}

/* ---- one post */

static void put_id(json_out *j, const report_item *item) {
    json_put_key(j, "id");
    if (item->id.kind == ID_TEXT)
        json_put_text(j, item->id.text);
    else if (item->id.kind == ID_NUMBER)
        json_put_digits(j, item->id.text);
    else
        json_put_null(j);
}

static void put_post(differ *d, const report_item *item, const hp_report *before, const hp_report *after) {
    json_out *j = &d->j;
    json_put_open(j, '{');
    put_id(j, item);
    json_put_key(j, "line");
    json_put_number(j, (int64_t)item->input_line);
    json_put_key(j, "before");
    json_put_text(j, view(verdict_names[verdict_at(before->verdict)]));
    json_put_key(j, "after");
    json_put_text(j, view(verdict_names[verdict_at(after->verdict)]));
    json_put_key(j, "complete");
    json_put_bool(j, before->complete && after->complete);
    json_put_key(j, "findings");
    json_put_open(j, '[');
    tell_changes(d, item, before, after);
    json_put_close(j, ']');
    json_put_close(j, '}');
}

static void print_post(differ *d, const report_item *item, const hp_report *before, const hp_report *after) {
    output *to = &d->posts;
    out_clean(to, item->name);
    if (item->input_line) {
        out_char(to, ':');
        out_number(to, (int64_t)item->input_line);
    }
    if (item->id.kind != ID_NONE && !same_text(item->id.text, item->name)) {
        out_z(to, " (");
        out_clean(to, item->id.text);
        out_char(to, ')');
    }
    out_z(to, ": ");
    out_z(to, verdict_names[verdict_at(before->verdict)]);
    if (before->verdict != after->verdict) {
        out_z(to, " becomes ");
        out_z(to, verdict_names[verdict_at(after->verdict)]);
    } else {
        out_z(to, " as before");
    }
    if (!before->complete || !after->complete) out_z(to, " (not fully checked)");
    out_char(to, '\n');
    tell_changes(d, item, before, after);
}

void differ_post(differ *d, const report_item *item, const hp_report *before, const hp_report *after) {
    count(d, before, after);
    if (!differs(before, after)) return;
    d->changed++;
    if (d->json)
        put_post(d, item, before, after);
    else
        print_post(d, item, before, after);
}

/* ---- all of them */

static int by_name(const void *a, const void *b) {
    return strcmp(((const rule_row *)a)->rule, ((const rule_row *)b)->rule);
}

static void put_policy(json_out *j, const char *key, hp_pack_info info) {
    json_put_key(j, key);
    json_put_open(j, '{');
    json_put_key(j, "id");
    json_put_text(j, info.policy_id);
    json_put_key(j, "version");
    json_put_text(j, info.policy_version);
    json_put_close(j, '}');
}

static void put_counts(const differ *d, json_out *j) {
    json_put_key(j, "counts");
    json_put_open(j, '{');
    json_put_key(j, "posts");
    json_put_number(j, (int64_t)d->count);
    json_put_key(j, "changed");
    json_put_number(j, (int64_t)d->changed);
    json_put_key(j, "graver");
    json_put_number(j, (int64_t)d->graver);
    json_put_key(j, "milder");
    json_put_number(j, (int64_t)d->milder);
    json_put_close(j, '}');
    json_put_key(j, "rules");
    json_put_open(j, '{');
    for (size_t i = 0; i < d->row_count; i++) {
        if (d->rows[i].before == d->rows[i].after) continue;
        json_put_key(j, d->rows[i].rule);
        json_put_open(j, '[');
        json_put_number(j, (int64_t)d->rows[i].before);
        json_put_number(j, (int64_t)d->rows[i].after);
        json_put_close(j, ']');
    }
    json_put_close(j, '}');
}

static void print_json(differ *d, hp_pack_info before, hp_pack_info after, output *to) {
    json_out j = {.to = to};
    json_put_open(&j, '{');
    json_put_key(&j, "schema");
    json_put_text(&j, HP_STR("hallpass.policy-diff/1"));
    put_policy(&j, "old", before);
    put_policy(&j, "new", after);
    put_counts(d, &j);
    json_put_key(&j, "posts");
    json_put_open(&j, '[');
    out_str(to, out_view(&d->posts));
    json_put_close(&j, ']');
    json_put_close(&j, '}');
    out_char(to, '\n');
}

static void number_cell(output *to, size_t n, size_t width) {
    char *text = mem_text("%zu", n);
    out_fill(to, " ", width > strlen(text) ? width - strlen(text) : 0);
    out_z(to, text);
    free(text);
}

static void print_rules(const differ *d, output *to) {
    enum { NUMBER = 8 };
    size_t widest = 4;
    bool any = false;
    for (size_t i = 0; i < d->row_count; i++) {
        size_t n = strlen(d->rows[i].rule);
        if (d->rows[i].before == d->rows[i].after) continue;
        if (n > widest) widest = n;
        any = true;
    }
    if (!any) return;
    out_z(to, "\nfindings");
    out_fill(to, " ", widest > 8 ? widest - 8 : 0);
    out_z(to, "     old     new\n");
    for (size_t i = 0; i < d->row_count; i++) {
        const rule_row *r = &d->rows[i];
        if (r->before == r->after) continue;
        out_clean(to, view(r->rule));
        out_fill(to, " ", widest > 8 ? widest - strlen(r->rule) : 8 - strlen(r->rule));
        number_cell(to, r->before, NUMBER);
        number_cell(to, r->after, NUMBER);
        out_char(to, '\n');
    }
}

static void print_text(differ *d, output *to) {
    enum { CELL = 8 };
    out_str(to, out_view(&d->posts));
    if (d->changed) out_char(to, '\n');
    char *line =
        mem_text("%zu post%s, %zu changed: %zu graver, %zu milder, %zu in their findings only\n", d->count,
                 d->count == 1 ? "" : "s", d->changed, d->graver, d->milder, d->changed - d->graver - d->milder);
    out_z(to, line);
    free(line);
    if (d->graver + d->milder) {
        out_z(to, "\nverdicts   new:    pass  review    hold\n");
        for (size_t i = 0; i < VERDICTS; i++) {
            out_z(to, i ? "     " : "old: ");
            out_z(to, verdict_names[i]);
            out_fill(to, " ", 10 - strlen(verdict_names[i]));
            for (size_t k = 0; k < VERDICTS; k++) number_cell(to, d->verdicts[i][k], CELL);
            out_char(to, '\n');
        }
    }
    print_rules(d, to);
}

void differ_print(differ *d, hp_pack_info before, hp_pack_info after, output *to) {
    if (d->row_count > 1) qsort(d->rows, d->row_count, sizeof(*d->rows), by_name);
    if (d->json)
        print_json(d, before, after, to);
    else
        print_text(d, to);
}
