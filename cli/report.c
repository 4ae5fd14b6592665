/* report.c - see report.h. */
#include "report.h"

#include <string.h>

const report_format *report_find(const char *name) {
    static const report_format *const all[] = {&report_text,  &report_json, &report_jsonl,
                                               &report_sarif, &report_html, &report_line};
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        if (strcmp(all[i]->name, name) == 0) return all[i];
    return NULL;
}

void report_begin(report_stream *s) {
    if (s->format && s->format->begin) s->format->begin(s->to, s->style);
}

void report_add(report_stream *s, hp_str part) {
    size_t n = s->format && s->format->between && !s->begun ? strlen(s->format->between) : 0;
    if (part.n == 0) return;
    out_bytes(s->to, part.p + n, part.n - n);
    s->begun = true;
}

void report_end(report_stream *s, int status) {
    if (s->format && s->format->end) s->format->end(s->to, s->style, status);
}

const char *report_verdict(const report_item *item) {
    if (!item->report) return "review";
    switch (item->report->verdict) {
    case HP_VERDICT_HOLD: return "hold";
    case HP_VERDICT_REVIEW: return "review";
    case HP_PASS: break;
    }
    return report_complete(item) ? "pass" : "review";
}

bool report_complete(const report_item *item) {
    return item->report && item->report->complete && item->error.n == 0;
}

const char *report_level(hp_level level) {
    return level == HP_HOLD ? "hold" : level == HP_REVIEW ? "review" : "note";
}
