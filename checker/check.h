/* check.h - the stages of a check as far as they are shared: by checks, by tagging and by the tests kept in a pack. */
#ifndef HALLPASS_CHECK_H
#define HALLPASS_CHECK_H

#include "judge/judge.h"

struct hp_checker {
    const hp_pack *pack;
    hp_checker_options options;
    finder *finder;
    arena *a; /* one draft's memory */
    hp_report report;
    hp_tags tags;
    uint32_t watched; /* for hp_explain: index + 1 of a rule whose every match is noted; 0: none */
    sight_list sights;
    pk_range swaps; /* for tests: see find_scope */
    hp_explanation explained;
};

/* What a text is read as. */
typedef enum reading {
    READ_DRAFT = 0,
    READ_POST,    /* a draft whose attachments are read too, each by itself */
    READ_TAGS,    /* for hp_tag: whose a thing is, is not asked */
    READ_ATTACHED /* the words of an attachment of a draft that was heard already */
} reading;

/* A draft with its evidence, ready for the judge. Must not move: `in` points into it. */
typedef struct evidence {
    doc d;
    hits hits;
    problem_list gaps;     /* what was not checked: the report is not complete */
    problem_list warnings; /* what the caller should know */
    judge_input in;
} evidence;

/* Place, text, evidence. After HP_ERR_ENCODING and HP_ERR_LIMIT the gaps say why. Memory is the checker's arena, which
 * is not reset here. `draft` must live as long as *out. */
HP_MUST_USE hp_status check_gather(hp_checker *checker, const hp_draft *draft, reading as, evidence *out);

/* attached.c: checks the words of each of the draft's attachments and adds what was found in them to the report; what
 * could not be read of them goes to `gaps`, and the report is not complete then. */
HP_MUST_USE hp_status attached_check(hp_checker *checker, const hp_draft *draft, problem_list *gaps, hp_report *report);

#endif
