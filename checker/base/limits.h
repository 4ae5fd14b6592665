/* limits.h - every cap of the checker, each with its reason. Reaching one is reported, never silent. */
#ifndef HALLPASS_LIMITS_H
#define HALLPASS_LIMITS_H

/* drafts */
#define LIMIT_DRAFT_BYTES (1u << 20)   /* a post, mail or page; a book is not a draft */
#define LIMIT_TOKENS (1u << 19)        /* half the bytes: one-letter words with spaces between */
#define LIMIT_FINDINGS 500             /* nobody reads more; the report says that it stopped */
#define LIMIT_MEDIA 64                 /* attachments of one draft whose words are checked: no channel takes more */
#define LIMIT_NAMES 4096               /* name candidates in one draft: a whole school's list */
#define LIMIT_CHECK_ARENA (512u << 20) /* 1 MiB with a name and a number in each line takes 310 MiB */
#define LIMIT_MARKUP_DEPTH 100         /* nested elements; browsers stop at a few hundred */

/* patterns: see DESIGN notes in checker/README.md; match_limit restarts at each offset, so the subject is capped too */
#define LIMIT_MATCH 50000       /* a rule tried on bad texts stays below a fifth of it (LIMIT_MATCH_TRIAL) */
#define LIMIT_MATCH_TRIAL 10000 /* ordinary rules never need more than 1,000 */
#define LIMIT_MATCH_DEPTH 1000
#define LIMIT_MATCH_HEAP_KB 1024
#define LIMIT_WINDOW 2048              /* bytes of subject a call */
#define LIMIT_WINDOW_OVERLAP 512       /* the longest match a pattern may have */
#define LIMIT_ACROSS_BYTES (64u << 10) /* subject of a rule that says `across: post` */
#define LIMIT_REACH 1024               /* bytes of a sentence that a condition looks at on each side of a match */
#define LIMIT_WORK (4ull << 30)  /* calls x bytes, and patterns x places, for one draft: the same on every machine */
#define LIMIT_PATTERN_CHARS 2000 /* as written */
#define LIMIT_PATTERN_EXPANDED 32000 /* after its fragments and lists were put in */
#define LIMIT_FRAGMENT_DEPTH 8       /* fragments inside fragments */

/* rule and policy files */
#define LIMIT_SOURCE_BYTES (1u << 20) /* libyaml needs 21 s for 100,000 nested brackets */
#define LIMIT_LIST_BYTES (8u << 20)   /* a word list beside a set */
#define LIMIT_YAML_DEPTH 32
#define LIMIT_SOURCES 200 /* files in one pack */
#define LIMIT_RULES 4096
#define LIMIT_DIAGNOSTICS 100 /* a file with more is told so */
#define LIMIT_LAYERS 16       /* policies above one another */
#define LIMIT_AUDIENCES 8
#define LIMIT_CHANNELS 64
#define LIMIT_FLAGS 32 /* what can be said of a draft: a page of boxes to tick */

/* people */
#define LIMIT_ROSTER_PEOPLE 200000 /* the largest districts' single uploads */
#define LIMIT_NAME_BYTES 200

#endif
