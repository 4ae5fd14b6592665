/* find.h - raw evidence in a draft: what was recognised, where, how surely, and why. Nothing is judged here. */
#ifndef HALLPASS_FIND_H
#define HALLPASS_FIND_H

#include "base/vec.h"
#include "find/posting.h"
#include "text/doc.h"
#include "text/lexicon.h"

typedef struct hit_reason {
    hp_str what; /* views of the pack, or of the document's arena */
    int points;
} hit_reason;

/* What is on file of the student whom a name means; of several the strictest. */
typedef enum consent_word { CONSENT_UNKNOWN = 0, CONSENT_RELEASED, CONSENT_LISTED, CONSENT_REFUSED } consent_word;
/* LISTED: no more than directory information, and the family has not opted out */

typedef struct hit {
    size_t clean_start, clean_end;
    uint32_t rule;       /* index into the pack's rules */
    uint32_t sentence;   /* of its start */
    int confidence;      /* 0..100 after every step */
    uint8_t severity;    /* hp_level that a step set; 0: the rule's own */
    uint8_t dropped;     /* taken by a guard or an allow list (the judge sets it) */
    uint8_t only_beside; /* of an attachment: counts only where what it never stands beside is found */
    uint8_t roster;      /* name hits: 1 a word of a roster name, 2 a full roster match */
    uint8_t role;        /* name hits: name_role */
    uint8_t consent;     /* name hits: consent_word */
    uint8_t unbending;   /* of an attachment: it stands beside what it never may (the judge sets it) */
    uint32_t taken_by;   /* dropped by this rule: index + 1; 0: by none */
    uint32_t person;     /* name hits: mentions of one name in a draft share a number from 1; 0: no name hit */
    const hit_reason *reasons;
    size_t reason_count;
} hit;

typedef struct hits {
    hit *v;
    size_t n, room;
} hits;

/* A compiled pattern cache, match data and stacks: one per thread. */
typedef struct finder finder;

typedef struct finder_options {
    const hp_pack *pack;
    const hp_roster *roster;
    const hp_lexicon *lexicon;
    hp_names names;
    bool explain;
    bool unfiltered; /* every pattern is asked everywhere: for tests of the prefilter */
    bool untraced;   /* and PCRE2 is asked at every place: for tests of the tracer */
    hp_now_fn *now;
    void *now_user;
    uint64_t deadline_ns, work_limit;
} finder_options;

HP_MUST_USE hp_status finder_new(const finder_options *options, finder **out);
void finder_free(finder *f);

/* One match of a rule that is watched, and what became of it while evidence was gathered. */
typedef enum sight_end {
    SIGHT_HIT = 0, /* it became a hit */
    SIGHT_INVALID, /* its check failed: the numbers are none such */
    SIGHT_DROPPED, /* an `unless` dropped it: the last reason */
    SIGHT_WEAK,    /* its confidence ended below what may pair */
    SIGHT_LOST     /* a name of which another rule was surer */
} sight_end;
typedef struct sight {
    size_t clean_start, clean_end;
    sight_end end;
    int confidence;
    const hit_reason *reasons;
    size_t reason_count;
    uint32_t winner; /* SIGHT_LOST: the other rule */
} sight;
typedef VEC(sight) sight_list;

/* What the draft is checked as: rules that do not concern it are not run. */
typedef struct find_scope {
    uint32_t channel_bit, account_bit, role_bit; /* one bit each; 0: unknown, every rule runs */
    hp_str author;                               /* the author's display name: a ROLE_AUTHOR candidate */
    uint32_t flags;                              /* bit per flag of the pack that is said of the draft */
    const hp_answer *answers;                    /* what was answered of its names */
    size_t answer_count;
    posting posted;        /* when the draft is posted */
    hp_str profile;        /* the author's, for texts that must be there */
    uint32_t max_chars;    /* of the channel; 0: not told */
    const hp_media *media; /* what is attached */
    size_t media_count;
    pk_range swaps;     /* pk_index: lists and what stands in for each, in turn: for tests */
    uint32_t watched;   /* index + 1 of a rule whose matches are noted; 0: none */
    sight_list *sights; /* where they are noted; only with `watched` */
    bool tag;           /* for hp_tag: steps that say whose a thing is are skipped */
    bool apart;         /* what the files tell is heard of each by itself (attached), not here */
    bool attached;      /* the text is an attachment's own: `media` is that one, heard where the draft's was not */
} find_scope;

/* The list that is asked where a rule or condition names `list`. */
static inline uint32_t scope_list(const find_scope *scope, const hp_pack *pack, uint32_t list) {
    const uint32_t *swaps = pack_index(pack) + scope->swaps.first;
    for (uint32_t i = 0; i + 1 < scope->swaps.count; i += 2)
        if (swaps[i] == list) return swaps[i + 1];
    return list;
}

/* Runs every rule of kind pattern, guard and name over the document. Hits are sorted by start, then rule. What could
 * not be done (a limit, a pattern that gave up) is added to `problems` as a text in the document's arena; HP_OK still.
 */
typedef VEC(hp_str) problem_list;
HP_MUST_USE hp_status find_all(finder *f, const doc *d, const find_scope *scope, hits *out, problem_list *problems);

/* The parts, for tests and for each other. */
HP_MUST_USE hp_status find_patterns(finder *f, const doc *d, const find_scope *scope, hits *out,
                                    problem_list *problems);
HP_MUST_USE hp_status find_names(finder *f, const doc *d, const find_scope *scope, hits *out, problem_list *problems);
HP_MUST_USE hp_status find_media(finder *f, const doc *d, const find_scope *scope, hits *out, problem_list *problems);

HP_MUST_USE hp_status find_duties(finder *f, const doc *d, const find_scope *scope, hits *out, problem_list *problems);

/* For patterns.c and names.c: what they share through the finder. */
struct finder {
    finder_options o;
    struct regex **codes; /* one per pattern of the pack; NULL: not compiled yet */
    struct regex_stack *stack;
    uint8_t *broken; /* one per pattern: it did not compile, or gave up in this draft */
    struct prefilter *prefilter;
    struct tracer *tracer;
    uint64_t work;         /* spent on this draft */
    uint64_t started;      /* now() when this draft began; 0 without a clock */
    bool gave_up;          /* something is broken in this draft */
    bool stopped;          /* budget or deadline ran out in this draft, and that was told */
    struct search *opened; /* what the parts share of this draft; NULL: not yet */
};

#endif
