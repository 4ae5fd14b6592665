/* report_words.c - see report_words.h. */
#include "report_words.h"

#include <string.h>

enum { SURE = 90, LIKELY = 70 };

message words_answer(const hp_report *r) {
    if (r->verdict == HP_VERDICT_HOLD) return MESSAGE_HOLD;
    if (!r->complete) return MESSAGE_UNCHECKED;
    if (r->verdict == HP_VERDICT_REVIEW) return MESSAGE_REVIEW;
    return r->finding_count > 0 ? MESSAGE_PASS_NOTES : MESSAGE_PASS;
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

message words_next(const hp_report *r) {
    if (r->verdict == HP_VERDICT_HOLD) return next_for_hold(r);
    return r->complete ? MESSAGE_NEXT_REVIEW : MESSAGE_NEXT_UNCHECKED;
}

message words_severity(hp_level severity) {
    return severity == HP_HOLD     ? MESSAGE_SEVERITY_HOLD
           : severity == HP_REVIEW ? MESSAGE_SEVERITY_REVIEW
                                   : MESSAGE_SEVERITY_NOTE;
}

message words_sureness(int confidence) {
    return confidence >= SURE ? MESSAGE_SURE : confidence >= LIKELY ? MESSAGE_LIKELY : MESSAGE_MAYBE;
}

bool words_is_who(const hp_part *part) {
    return strcmp(part->role, "who") == 0;
}

static bool same(hp_str a, hp_str b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool words_told_before(const hp_report *r, const hp_finding *f, const hp_cite *c) {
    for (const hp_finding *e = r->findings; e < f; e++)
        for (size_t i = 0; i < e->cite_count; i++)
            if (same(e->cites[i].source, c->source) && same(e->cites[i].ref, c->ref)) return true;
    return false;
}
