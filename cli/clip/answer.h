/* answer.h - asks the shut-in half (inner.h) about a copy. */
#ifndef CLIP_ANSWER_H
#define CLIP_ANSWER_H

#include "copy.h"

typedef struct asker asker;

/* With these options of "check" (NULL at the end), which must outlive it. */
asker *asker_new(const char *const *options);
void asker_free(asker *a);

/* Whether it can check at all. false: the shut-in half has told why (a policy with errors, a missing file). */
bool asker_ready(asker *a);

/* Ends the shut-in half until the next question, so that it takes no memory and then sees the policies and class lists
 * as they are by then. */
void asker_rest(asker *a);

/* What came of a copy; nothing in it but `rewrite` is of the draft's words. */
typedef struct answer {
    bool broken; /* no report came: the shut-in half ended or was too slow */
    bool complete;
    hp_verdict verdict;    /* with its formatting; at least review when it is not complete */
    size_t holds, reviews; /* findings */
    char *titles;          /* of their rules, the gravest first: "A student's name; A mark or score" */
    bool formatting_only;  /* the HTML holds findings of rules that the plain text has none of */
    char *rewrite;         /* the text in other words, secrets blotted out; NULL: there is none */
    size_t rewrite_bytes;
} answer;

/* Asks of the text and of the HTML. A shut-in half that ended is started again, once; one that hangs is ended. */
void asker_ask(asker *a, const copy *c, answer *out);
void answer_free(answer *a);

#endif
