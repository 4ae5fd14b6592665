/* report.c - see report.h. */
#include "report.h"

#include <string.h>

const report_format *report_find(const char *name) {
    static const report_format *const all[] = {&report_text, &report_json, &report_jsonl, &report_line};
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        if (strcmp(all[i]->name, name) == 0) return all[i];
    return NULL;
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
