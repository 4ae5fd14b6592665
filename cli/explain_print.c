/* explain_print.c - see explain_print.h. */
#include "explain_print.h"

#include <stdio.h>

#include "mask.h"
#include "mem.h"
#include "utf8.h"
#include "wrap.h"

enum { INDENT = 4, POINTS = 6, SHOWN_BYTES = 80 };

/* "words" (line 1, column 17) */
static void words_of(output *to, const report_style *style, hp_str draft, const hp_explained *step) {
    size_t end = step->end, n;
    char place[64];
    if (end - step->start > SHOWN_BYTES)
        for (end = step->start; end < step->start + SHOWN_BYTES; end += n) utf8_next(draft, end, &n);
    out_char(to, '"');
    for (size_t at = step->start; at < end && step->secret && !style->unmask; at += n) {
        utf8_next(draft, at, &n);
        out_z(to, MASK_SIGN);
    }
    if (!step->secret || style->unmask) out_clean(to, (hp_str){draft.p + step->start, end - step->start});
    snprintf(place, sizeof(place), "%s\" (line %zu, column %zu)", end < step->end ? "..." : "", step->line,
             step->column);
    out_z(to, place);
}

static void print_step(output *to, const report_style *style, hp_str draft, const hp_explained *step) {
    size_t column = (size_t)step->depth * INDENT;
    output text = OUT_MEMORY;
    if (step->depth == 1) out_char(to, '\n');
    out_fill(to, " ", column);
    if (step->has_points) {
        char points[32];
        snprintf(points, sizeof(points), "%+*d  ", POINTS - 2, step->points);
        out_z(to, points);
        column += POINTS;
    }
    out_str(&text, step->says);
    if (step->has_span) {
        if (step->says.n) out_char(&text, ' ');
        words_of(&text, style, draft, step);
    }
    wrap_text(to, out_view(&text), column, style->width);
    out_free(&text);
}

void explain_print(output *to, const report_style *style, hp_str draft, const hp_explanation *why) {
    out_clean(to, why->rule.id);
    out_z(to, ": ");
    out_clean(to, why->rule.title);
    out_z(to, " (");
    out_clean(to, why->rule.kind);
    out_z(to, ", ");
    out_clean(to, why->rule.file);
    out_char(to, ':');
    out_number(to, (int64_t)why->rule.line);
    out_z(to, ")\n");
    for (size_t i = 0; i < why->count; i++) print_step(to, style, draft, &why->steps[i]);
    out_z(to, "\n");
    if (why->fires) {
        out_z(to, "It fires: ");
        out_z(to, report_level(why->severity));
        out_z(to, ".\n");
    } else {
        out_z(to, "It does not fire.\n");
    }
    if (!why->complete) out_z(to, "The draft was not checked to its end.\n");
}
