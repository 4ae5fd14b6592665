/* judge.c - the order in which a draft is judged. */
#include "judge/hearing.h"

hp_status judge_hear(const judge_input *in, hearing *h) {
    hearing_open(in, h);
    static hp_status (*const steps[])(hearing *) = {
        hearing_sort, guards_apply, combine_hits,   passages_say, required_settle, attached_settle,  switches_apply,
        pair_claims,  plain_claims, passages_weigh, raise_names,  fold_claims,     exceptions_apply, rewrite_claims,
    };
    hp_status status = HP_OK;
    for (size_t i = 0; i < sizeof steps / sizeof *steps && status == HP_OK; i++) status = steps[i](h);
    return status;
}

hp_status judge_draft(const judge_input *in, hp_report *report) {
    hearing h;
    hp_status status = judge_hear(in, &h);
    if (status == HP_OK) status = findings_report(&h, report);
    if (status == HP_OK && in->rewrite && report->complete)
        status = rewrite_draft(&h, 0, &report->rewrite, &report->rewritten);
    return status;
}
