/* report_line.c - one finding a line, as compilers print and editors read it, without a word of the draft:
 * file:line:column: severity: title [rule] */
#include "report.h"

static void place(output *to, const report_item *item, size_t line, size_t column) {
    out_clean(to, item->name);
    if (item->input_line) {
        out_char(to, ':');
        out_number(to, (int64_t)item->input_line);
    }
    out_char(to, ':');
    out_number(to, (int64_t)line);
    out_char(to, ':');
    out_number(to, (int64_t)column);
    out_z(to, ": ");
}

static void unchecked(output *to, const report_item *item, const char *severity, hp_str what) {
    place(to, item, 1, 1);
    out_z(to, severity);
    out_clean(to, what);
    out_char(to, '\n');
}

static void print_line(output *to, const report_style *style, const report_item *item) {
    (void)style;
    if (item->error.n > 0) unchecked(to, item, "error: ", item->error);
    const hp_report *r = item->report;
    for (size_t i = 0; r && i < r->problem_count; i++)
        unchecked(to, item, r->complete ? "warning: " : "error: not fully checked: ", r->problems[i]);
    for (size_t i = 0; r && i < r->finding_count; i++) {
        const hp_finding *f = &r->findings[i];
        place(to, item, f->has_span ? f->line : 1, f->has_span ? f->column : 1);
        out_z(to, report_level(f->severity));
        out_z(to, ": ");
        out_clean(to, f->title);
        out_z(to, " [");
        out_clean(to, f->rule);
        out_z(to, "]\n");
    }
}

const report_format report_line = {.name = "line", .print = print_line};
