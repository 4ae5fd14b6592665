/* judge.h - from evidence to findings: guards, who x what, the matrix, the policy, folding, the rewrite. */
#ifndef HALLPASS_JUDGE_H
#define HALLPASS_JUDGE_H

#include "find/find.h"

typedef struct judge_input {
    const hp_pack *pack;
    const doc *d;
    const hp_draft *draft;
    finder *finder;            /* which gathered the hits: asked for the conditions of rules that are made of them */
    const hp_lexicon *lexicon; /* NULL: findings are not weighed against the gist of the draft */
    hits *hits;                /* the judge marks dropped ones */
    problem_list *problems;
    problem_list *warnings; /* what the caller should know; NULL: nothing is told */
    uint8_t audience;       /* index into the policy's audiences */
    uint32_t channel;       /* index into the policy's channels; UINT32_MAX: unknown */
    bool explain;
    bool rewrite;     /* also write the whole draft anew */
    find_scope scope; /* what the draft was checked as */
} judge_input;

/* Channel and audience of a draft as indexes of the policy; an unknown one is told in `problems` and treated as the
 * widest audience. "closed" keeps a channel's narrower default, else the policy's closed audience. */
void judge_place(const hp_pack *pack, const hp_draft *draft, arena *a, problem_list *problems, uint32_t *channel,
                 uint8_t *audience);

/* Fills the report (findings, verdict, rewrite) in the document's arena. What could not be done is added to `problems`;
 * with any problem in there the report is not complete. report->problems is set from `problems` by the caller. */
HP_MUST_USE hp_status judge_draft(const judge_input *in, hp_report *report);

/* What was recognised, before it is judged: names of people and everything that has a category of its own. */
HP_MUST_USE hp_status judge_tag(const judge_input *in, hp_tags *out);

#endif
