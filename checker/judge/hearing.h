/* hearing.h - the judge's own: what its files share while one draft is judged.
 *
 * Evidence (hits) becomes claims: a claim is a finding in the making, by one hit alone or by a pair of hits. Claims
 * fold under one another; those that stand become the findings of the report. Invariants: hits are sorted by start,
 * then rule, and only hearing_sort moves them; a claim names its hits by index, so claims are made after the last sort.
 * Everything lives in the document's arena.
 */
#ifndef HALLPASS_HEARING_H
#define HALLPASS_HEARING_H

#include "find/whole.h"
#include "judge/judge.h"

enum { PAIR_FAR_POINTS = -20, GIST_RAISES = 15 }; /* for a pair whose halves stand in different sentences */

typedef struct claim {
    uint32_t rule, hit;
    uint32_t who; /* index of the hit that says who + 1; 0: no pair */
    uint32_t sentence;
    size_t clean_start, clean_end;
    int confidence;     /* 0..100 */
    int8_t moved;       /* by how much the gist of the draft moved it */
    uint8_t severity;   /* hp_level */
    int8_t graver;      /* 1: the whole made it a step graver; -1: lighter */
    uint8_t cell;       /* the pair's step in the matrix before modifiers; 0: no pair */
    uint8_t consent;    /* consent_word of the student named, where it decides how grave the name by itself is */
    uint8_t far;        /* 1: the pair's halves stand in different sentences */
    uint32_t into;      /* index of the standing claim that it folded under + 1; 0: it stands */
    uint32_t exception; /* index of the policy's exception that lowered it + 1; 0: none */
    uint64_t modifiers; /* bit per modifier of the policy that acted on the pair */
    bool unbending;     /* nobody may go on with it, whatever the rule's override */
    bool replaces;      /* the rule has a fix: */
    hp_str replacement; /* these bytes for the span */
} claim;

typedef struct claims {
    claim *v;
    size_t n, room;
} claims;

typedef struct passages passages; /* passages.c: what the draft's passages are about */

typedef struct hearing {
    const judge_input *in;
    const doc *d;
    arena *a;
    const hp_pack *pack;
    const pk_policy *policy;
    const pk_rule *rules;
    hits *hits;
    size_t *reach;   /* reach[i]: the furthest end among hits 0..i; never falls */
    uint8_t *raised; /* per rule: what switches that are on raise it to; NULL: none is on */
    passages *passages;
    claims claims; /* sorted by start once folded */
    int least;     /* the confidence from which there is a claim: report-at, and less where the gist may raise it */
} hearing;

/* From evidence to claims that are folded and carry their replacements. */
HP_MUST_USE hp_status judge_hear(const judge_input *in, hearing *h);

/* ---- hearing.c: windows, and evidence by place */
typedef struct window {
    size_t clean_start, clean_end;
} window;

void hearing_open(const judge_input *in, hearing *h);
HP_MUST_USE hp_status hearing_sort(hearing *h);
/* The first hit that may overlap what begins at clean_start: go on from there while hits begin before its end. */
size_t hearing_first(const hearing *h, size_t clean_start);
/* What `within` means around a span. `words` is for WITHIN_WORDS. */
window window_around(const doc *d, size_t clean_start, size_t clean_end, uint8_t within, uint16_t words);
static inline bool window_meets(window w, size_t clean_start, size_t clean_end) {
    return clean_start < w.clean_end && clean_end > w.clean_start;
}

/* Is a rule asked for drafts of this channel, account and role? */
bool hearing_concerns(const hearing *h, const pk_rule *rule);

/* What a hit counts for. */
bool hit_is_person(const pk_rule *rule, const hit *t);         /* a name hit of somebody the policy protects */
static inline bool hit_pairs(const hearing *h, const hit *t) { /* still there, and sure enough to be half of a pair */
    return !t->dropped && t->confidence >= h->policy->pair_at;
}

/* Asks the conditions (`near`, `unless`) of a hit that was made of others or of the whole, before it is added: they
 * move its confidence and severity and join its reasons. *stands is false where one drops it, or it counts for nothing.
 */
HP_MUST_USE hp_status hit_weigh(const hearing *h, hit *t, bool *stands);

/* A claim by one hit alone. */
HP_MUST_USE hp_status claim_add(hearing *h, uint32_t hit_index, uint8_t severity);

/* ---- the steps, in their order */
HP_MUST_USE hp_status guards_apply(hearing *h);
HP_MUST_USE hp_status combine_hits(hearing *h);
HP_MUST_USE hp_status passages_say(hearing *h);
HP_MUST_USE hp_status required_settle(hearing *h);
HP_MUST_USE hp_status attached_settle(hearing *h);
HP_MUST_USE hp_status switches_apply(hearing *h);
HP_MUST_USE hp_status pair_claims(hearing *h);
HP_MUST_USE hp_status plain_claims(hearing *h);
HP_MUST_USE hp_status passages_weigh(hearing *h);
HP_MUST_USE hp_status raise_names(hearing *h);
HP_MUST_USE hp_status fold_claims(hearing *h); /* sorts them, sets `into` */
HP_MUST_USE hp_status exceptions_apply(hearing *h);
HP_MUST_USE hp_status rewrite_claims(hearing *h);

/* ---- what the last two steps give */
/* The draft with the replacements of standing claims put in; of `only` (rule index + 1) alone when it is not 0.
 * *changed is false, and *out the draft, when there was none. */
HP_MUST_USE hp_status rewrite_draft(const hearing *h, uint32_t only, hp_str *out, bool *changed);
HP_MUST_USE hp_status findings_report(const hearing *h, hp_report *report);

/* What the gist reader reads of a draft whose hits are combined: its words, and what was recognised there. false: no
 * memory. The trainer of the reader reads the same. */
HP_MUST_USE bool passages_text(const hearing *h, gist_text *out);

/* What was found of a passage, by the labels of the reader: `tokens` are token indices. The trainer counts the same. */
void passages_tally(const hearing *h, const gist_reader *r, const gist_text *text, window tokens, tally *out);

/* What a category is to the judge; the names themselves are the rule language's. */
bool category_is_statement(hp_str category);
bool category_is_name(hp_str category);

#endif
