/* pack.h - the compiled rules and policy: one immutable block of plain tables.
 *
 * Everything is reached by offsets and indexes from the block's start, nothing by pointers, so that the block can be
 * saved, mapped and shared between threads as it is. Texts lie in one area (pk_str); lists are ranges of tables
 * (pk_range). Patterns are kept as text: the finder compiles those it needs.
 *
 * Layers are merged while the pack is built: what stands here is the effective policy.
 */
#ifndef HALLPASS_PACK_H
#define HALLPASS_PACK_H

#include "base/limits.h"
#include "hallpass.h"
#include "pack/sketch.h"
#include "pack/zone.h"

typedef struct pk_str {
    uint32_t off, len;
} pk_str;
typedef struct pk_range {
    uint32_t first, count;
} pk_range;

typedef enum rule_kind {
    RULE_PATTERN = 1, /* patterns and/or lists; a hit is evidence or a finding of its own */
    RULE_NAME,        /* a hypothesis about who a name is: the best one wins a candidate */
    RULE_GUARD,       /* takes hits of other rules away */
    RULE_COMBINE,     /* all / any / none of other rules' hits within a window */
    RULE_MEDIA,       /* an attachment: whom it is said to show, whether a release is on file; it has no span */
    RULE_REQUIRE,     /* words that must be there, always or where other words or findings are */
    RULE_LIMIT,       /* at most so many of something */
    RULE_SCHEDULE,    /* hours in which nothing is posted; it has no span */
    RULE_GIST /* what a passage is about as a whole, by the gist reader; its topic, or empty: anything private */
} rule_kind;  /* a `words` rule is a RULE_PATTERN without patterns */

/* what a limit counts, for `count:`; 0: the rule's own matches */
enum { COUNT_HASHTAG = 1, COUNT_HANDLE, COUNT_LINK, COUNT_EMAIL, COUNT_EMOJI, COUNT_WORD, COUNT_CHARACTER };
/* where a required text may stand, for `in:` */
enum { IN_POST = 1, IN_PROFILE = 2 };

/* Of a name: also a word, of one word. The order of grammar_forms, from 1. */
typedef enum name_form { FORM_ANY = 0, FORM_AMBIGUOUS, FORM_WORD } name_form;
typedef enum name_role { ROLE_NONE = 0, ROLE_STUDENT, ROLE_PRIVATE, ROLE_PUBLIC, ROLE_AUTHOR, ROLE_WORD } name_role;
/* ROLE_WORD: not a person at all (a word, a place, a product) */

/* whom an attachment is said to show, for `people:`; an unknown word counts as students */
enum { MEDIA_STUDENTS = 1, MEDIA_STAFF = 2, MEDIA_NOBODY = 4, MEDIA_UNKNOWN = 8 };
/* what an attachment is, for `media:`; 0: nobody said, and its name does not tell */
enum { MEDIA_IMAGE = 1, MEDIA_VIDEO = 2, MEDIA_AUDIO = 4, MEDIA_DOCUMENT = 8 };
/* what an attachment's file tells of itself, for `tells:` */
enum { TELLS_PLACE = 1, TELLS_TIME = 2, TELLS_OWNER = 4, TELLS_DEVICE = 8, TELLS_CHANGES = 16 };
/* of a release and of an alternative text, for `release:` and `alt:`; 0: not asked */
enum { MEDIA_MISSING = 1, MEDIA_PRESENT = 2 };

typedef enum pk_within { WITHIN_MATCH = 1, WITHIN_WORDS, WITHIN_SENTENCE, WITHIN_POST, WITHIN_NEIGHBOURS } pk_within;
/* WITHIN_NEIGHBOURS: the sentence, the one before and the one after */

typedef enum pk_side { SIDE_BOTH = 0, SIDE_BEFORE, SIDE_AFTER } pk_side;

/* places a match may stand in, for `inside:` */
enum { INSIDE_URL = 1, INSIDE_HASHTAG = 2, INSIDE_HANDLE = 4, INSIDE_EMAIL = 8, INSIDE_QUOTE = 16, INSIDE_LINK = 32 };

/* what the code reader may say of a match, for `reads:` */
enum { READS_PRIVATE = 1, READS_NOTHING, READS_ANOTHER }; /* another: a private datum of another category */

/* of the number told in a match, for `counts:` */
enum { COUNTS_FEW = 1, COUNTS_MANY };

/* A condition on a match and what it does: an entry of `near:` or `unless:`. It holds when one of its lists' phrases or
 * its pattern is found in the window, or the match stands `inside` one of the places, or the match passes `validate`.
 */
typedef struct pk_step {
    pk_str reason;
    pk_range lists;   /* pk_index -> lists */
    uint32_t pattern; /* index + 1 into patterns; 0: none */
    uint16_t words;   /* for WITHIN_WORDS */
    int16_t points;   /* raise (+) or lower (-); 0 for unless */
    uint8_t within, side;
    uint8_t inside;    /* INSIDE_ bits; 0: not asked */
    uint8_t drops;     /* 1: `unless`, the match is no hit at all */
    uint8_t severity;  /* not 0: sets the hit's severity (hp_level) */
    uint8_t whose;     /* 1: says whose the thing is, not what it is: skipped by hp_tag */
    uint8_t form;      /* name_form: `for:`, only names of that form */
    uint8_t negate;    /* 1: holds when the condition is not met */
    uint8_t validator; /* index + 1: holds when the matched text passes it; 0: not asked */
    uint8_t
        days; /* bit per day from Monday: holds when the draft is posted on one, between the next two; 0: not asked */
    uint16_t from, until; /* minutes of the day, half open */
    uint8_t reads;        /* READS_: what the code reader takes the match for; 0: not asked */
    uint8_t counts;       /* COUNTS_: how the number told in the match stands to the policy's k; 0: not asked */
    uint8_t flag;         /* index + 1 into PACK_FLAGS: holds when that is said of the draft; 0: not asked */
} pk_step;

typedef struct pk_pattern {
    pk_str regex;       /* fragments and lists expanded; {name} stands as U+E000 in frames */
    int16_t confidence; /* -1: the rule's. For frames: the points */
    uint8_t validator;  /* index + 1 into the finder's validators; 0: none */
    uint8_t flags;      /* PATTERN_ bits */
    pk_str reason;      /* frames */
    pk_str file;
    uint32_t line;
    pk_range needs;         /* words of a program (PACK_NEEDS); empty: it may match anywhere */
    pk_range sketch;        /* bytes of PACK_SKETCHES (pack/sketch.h); empty: there is none */
    uint32_t classes;       /* with a sketch: into PACK_CLASSES */
    uint16_t begins;        /* with a sketch: the number of the set of symbols that a match may begin with, */
    uint16_t begins_inside; /* and behind a word character */
} pk_pattern;
enum { PATTERN_ACROSS_POST = 1, PATTERN_FRAME = 2, PATTERN_WORD_START = 4, PATTERN_EDGE_START = 8 };
/* PATTERN_WORD_START: matches begin with a word character of ASCII that none stands before, or with a character beyond
 * ASCII; EDGE_START: with anything, but not between two word characters of ASCII */

/* What a pattern needs, as words: an operation in the highest byte with the number of words that belong to it, then
 * those: for ALL and ANY other operations, of which all or one must hold; for WORDS a set of atoms, of which one must
 * be met; for BYTES a bit per ASCII byte and BEYOND_ bits; for RUN a run_kind << 8 with the length. */
enum { NEEDS_ALL = 1, NEEDS_ANY, NEEDS_WORDS, NEEDS_BYTES, NEEDS_RUN };

/* A piece of text (pack/atoms.h) that some pattern needs, and the sets that it is in. */
typedef struct pk_atom {
    uint32_t key;
    pk_range sets; /* pk_index -> sets of atoms */
} pk_atom;
/* Atoms that stand for one another in what patterns need, and the patterns that are asked about when one is met. */
typedef struct pk_atom_set {
    pk_range patterns; /* pk_index -> patterns */
} pk_atom_set;
/* Atoms by key: a power of two of slots, probed one after another from key; key 0: free. */
typedef struct pk_slot {
    uint32_t key, atom;
} pk_slot;
enum { NEEDS_BLOOM_LOG = 19, NEEDS_BLOOM_BITS = 1 << NEEDS_BLOOM_LOG }; /* a bit for the highest bits of each key */

/* A word list: phrases of folded words, in the order of the list; a draft's words find them by their keys. */
typedef struct pk_phrase {
    uint32_t key;   /* pack/phrase_keys.h */
    uint32_t next;  /* the next phrase in its slot: index + 1; 0: none */
    pk_str text;    /* the whole phrase, folded, one space between words; hyphens cut words too */
    pk_str written; /* as it stands in the list, for PHRASE_CASE_EXACT */
    uint16_t words;
    uint16_t flags; /* PHRASE_ bits */
    uint32_t list;
} pk_phrase;
enum {
    PHRASE_CASE_TITLE = 1, /* counts only where the draft has a capital */
    PHRASE_CASE_EXACT = 2, /* counts only as written: IEP, ICE, ISS (acronyms in a list are written in capitals) */
    PHRASE_PREFIX = 4      /* `word*`: any ending */
};
typedef struct pk_list {
    pk_str name;      /* "set/name" */
    pk_range phrases; /* into phrases */
} pk_list;

typedef struct pk_shape_points {
    int16_t given, given_family, given_initial, initials, unknown, ambiguous, roster, roster_full, family, lower,
        disguise, tagged, privately, publicly, known, known_word;
} pk_shape_points; /* see pack/README in checker/README.md: points a candidate of this shape starts with */

/* Hours of some days of the week; of a schedule: closed, or free in between. */
typedef struct pk_hours {
    pk_str note;
    uint16_t from, until; /* minutes of the day, half open */
    uint8_t days;         /* bit per day from Monday */
    uint8_t free;
} pk_hours;

typedef struct pk_rule {
    pk_str id, set; /* "contacts/phone", "contacts" */
    pk_str title, why, todo, ask;
    pk_str fix_text;        /* for FIX_REPLACE; the mask character for FIX_MASK; the word for FIX_PSEUDONYM */
    pk_str category, topic; /* topic may be empty */
    pk_str file;
    uint32_t line;
    pk_range refs;                     /* pk_str table */
    pk_range cites;                    /* pk_index -> cites */
    pk_range patterns;                 /* patterns; frames of a name rule */
    pk_range lists;                    /* pk_index -> lists: phrases that are hits by themselves */
    pk_range steps;                    /* steps */
    pk_range all, any, none;           /* combine: pk_index -> rules. guards and names: `any` is what they take; media:
                                          what an attachment never stands beside */
    uint32_t span_rule;                /* combine: index + 1 of the rule whose hit is the span; 0: first of all, any */
    pk_shape_points shapes;            /* name rules */
    uint32_t channels;                 /* bit per channel; 0: all */
    uint32_t accounts, roles;          /* bit per name (pack_accounts, pack_roles); 0: all */
    uint8_t severity[LIMIT_AUDIENCES]; /* hp_level per audience, 0 off */
    uint8_t kind, role;                /* rule_kind, name_role */
    uint8_t who, what;                 /* 0 none, else level + 1: I0/S0 = 1 .. I3/S3 = 4 */
    uint8_t confidence;                /* 0..100 */
    uint8_t override_;                 /* hp_override */
    uint8_t within;                    /* combine and guards: pk_within */
    uint8_t fix;                       /* fix_kind */
    uint8_t secret;                    /* credential, card, ssn: masked in reports */
    uint8_t ruled;                     /* a policy above the builtin ones said how grave it is: so it is told */
    uint8_t off;                       /* a layer switched the guard off, or the policy's locales leave the rule out */
    uint8_t lock;                      /* pk_lock */
    uint8_t brought;                   /* by a policy above the builtin ones: what is locked gives way to it nowhere */
    uint8_t spares_named;              /* guards: takes nothing where a student is named in the window */
    uint8_t modifier;                  /* not 0: 1 + index of the matrix modifier that a hit switches on */
    uint8_t alone;                     /* 1: `alone: yes`, a content or identity rule that is also reported by itself */
    uint8_t sure;                      /* name rule: a full roster match is certain */
    uint8_t reads;                     /* code_kind: codes that the code reader takes for one; 0: none */
    uint8_t media;                     /* media rules: MEDIA_IMAGE and its like; 0: all */
    uint8_t people, release, alt;      /* media rules: MEDIA_ values */
    uint8_t tells;                     /* media rules: TELLS_ bits; 0: not asked */
    uint8_t directory;                 /* the CONSENT_DIRECTORY_ bit of its category; 0: it never is such */
    uint8_t audiences;                 /* bit per audience: what it says is told to these only; 0: to all */
    uint8_t carries;                   /* its words speak on of whom was named before: he, her */
    uint8_t at_least;                  /* combine: so many hits of `any`, of different people where they are names */
    uint8_t plain;                     /* `gist: no`: not weighed against the gist of the passage */
    uint8_t from;                      /* gist: the chance, in per cent, from which there is a hit */
    uint8_t count, in;                 /* limit: COUNT_ value; require: IN_ bits */
    uint16_t within_words;
    uint16_t most;           /* limit: more are too many; 0 with COUNT_CHARACTER: the channel's own */
    pk_range wanted;         /* require: pk_index -> lists of which one phrase must be there */
    uint32_t wanted_pattern; /* require: index + 1 of a pattern that must match instead; 0: none */
    pk_range hours;          /* schedule */
    pk_range holidays;       /* schedule: pk_index -> days since 1970, rising */
    uint16_t order;          /* precedence on the same span: higher is more specific (default 100) */
} pk_rule;
typedef enum fix_kind {
    FIX_NONE = 0,
    FIX_REPLACE,
    FIX_MASK,
    FIX_PSEUDONYM,
    FIX_APPEND,
    FIX_REMOVE,
    FIX_SCHEDULE
} fix_kind;
typedef enum pk_lock { LOCK_NONE = 0, LOCK_FLOOR, LOCK_FULL } pk_lock;

/* Whether whoever writes may answer for a name that it finds and that is on no class list. */
static inline bool rule_answerable(const pk_rule *r) {
    return r->kind == RULE_NAME && r->override_ == HP_OVERRIDE_YES && r->lock == LOCK_NONE;
}

typedef struct pk_cite {
    pk_str source, title, ref, url; /* source: its id in the policy */
} pk_cite;

typedef struct pk_channel {
    pk_str name;
    uint8_t audience;   /* its default */
    uint8_t no_profile; /* it shows none of its authors */
    uint16_t max_chars; /* what the channel takes; 0: not told */
} pk_channel;

typedef struct pk_allow {
    pk_str name; /* folded; or a handle with its @ */
    pk_str basis;
    pk_str until;  /* YYYY-MM-DD or empty */
    uint8_t local; /* the person's own answer: silences what no lock and no roster stands behind */
} pk_allow;

/* Lowers a rule somewhere for some time, by somebody's approval; it never takes a finding away. */
typedef struct pk_exception {
    pk_str id, reason, approved_by, expires;
    pk_str text;       /* folded; only where the draft says it; empty: everywhere */
    pk_range rules;    /* pk_index -> rules */
    pk_range cites;    /* pk_index -> cites */
    uint32_t channels; /* bits as in pk_rule; 0: all */
    uint32_t accounts;
    uint8_t audiences; /* bit per audience; 0: all */
    uint8_t severity;  /* what it lowers to */
    int32_t last_day;  /* good through it, in the policy's zone */
    pk_str file;
    uint32_t line, column;
} pk_exception;

/* What a family said of a student of that id in the school's records. Sorted by id, then kind. */
typedef struct pk_consent {
    pk_str id;        /* folded */
    int32_t last_day; /* good through it, in the policy's zone; NO_DAY: no end */
    uint32_t kind;    /* CONSENT_ value */
} pk_consent;
enum { CONSENT_RELEASE = 1, CONSENT_OPT_OUT };
/* Whose word counts beside those lists, for pk_policy.consent: bits. */
enum {
    CONSENT_ROSTER_RELEASES = 1, /* the class list's own column */
    CONSENT_ROSTER_OPT_OUTS = 2,
    CONSENT_DIRECTORY_NAMES = 4,  /* names are directory information: free but for opt-outs (34 CFR 99.37) */
    CONSENT_DIRECTORY_PHOTOS = 8, /* so are pictures: one of which nothing is said needs no release */
    CONSENT_DIRECTORY_DATA = 16   /* and on, in the order of grammar_directory: rules whose category that is */
};

/* On from a day to a day, or always: raises rules meanwhile. */
typedef struct pk_switch {
    pk_str name;
    int32_t first_day, last_day;
    pk_range raises; /* PACK_RAISES */
} pk_switch;
typedef struct pk_raise {
    uint32_t rule;
    uint8_t severity[LIMIT_AUDIENCES];
} pk_raise;

/* One effective value and who set it; kept only when asked for (keep_origins). */
typedef struct pk_value {
    pk_str path, value, file, policy, lock_file, reason;
    uint32_t line, column, lock_line; /* line 0: nobody, it is the language's own */
    uint32_t lock;                    /* pk_lock */
} pk_value;

typedef struct pk_clause {
    pk_str id, say, note;
    pk_str policy;  /* the id of the layer that says it */
    uint32_t layer; /* 0: the furthest */
    pk_range rules; /* pk_index -> rules */
} pk_clause;

/* matrix steps: 0 none, 1 info, 2 low, 3 medium, 4 high, 5 critical */
typedef struct pk_modifier {
    pk_str name;
    int8_t steps;   /* + raise, - lower */
    uint8_t closed; /* 1: on when the audience is not the widest ("closed: yes") */
} pk_modifier;

typedef struct pk_policy {
    pk_str id, version, title, contact, time_zone;
    pk_str needs;         /* the oldest engine, as written */
    uint8_t matrix[4][4]; /* [who level][what level] -> step */
    pk_range modifiers;
    pk_range audiences;      /* strs, widest first */
    uint8_t closed_audience; /* what "closed" means on a channel that is public by default */
    uint8_t class_audience;  /* first audience that is the class's own; LIMIT_AUDIENCES: none */
    pk_range channels;
    pk_range allow;
    pk_range clauses;
    uint8_t report_at; /* 60 */
    uint8_t pair_at;   /* 40 */
    uint8_t trial;
    uint8_t names_careful;
    uint8_t consent;     /* CONSENT_ bits */
    uint16_t short_post; /* characters up to which the whole post is one window (400) */
    uint16_t window;     /* sentences either side (2) */
    uint16_t k;
    uint16_t exception_days; /* the longest that an exception may last; 0: no limit */
    uint16_t good_for;       /* days that a copy stays good without a word from where it came from; 0: not told */
    uint32_t public_numbers; /* list index + 1; 0: none */
} pk_policy;

typedef struct pk_test {
    uint32_t rule;    /* rule index + 1; 0: of the policy */
    pk_str text;      /* spans cut out */
    pk_range spans;   /* pk_range table: start, end (count = end) in text bytes */
    uint8_t expect;   /* TEST_ value */
    uint8_t known;    /* known-miss */
    uint8_t verdict;  /* policy tests: hp_verdict + 1; 0 not asked */
    uint8_t severity; /* 0 not asked */
    pk_str fix;       /* len 0 and has_fix 0: not asked */
    uint8_t has_fix, markup;
    pk_str channel, audience, account, role, at, author, profile;
    pk_range media;  /* PACK_ATTACHMENTS */
    pk_range flags;  /* strs: what is said of it */
    pk_range swaps;  /* pk_index: a list and the one that stands in for it, in turn */
    pk_range rules;  /* policy tests: pk_index -> rules that must fire */
    pk_range roster; /* strs: name and id in turn, of a made-up roster for this test */
    pk_str file;
    uint32_t line, column;
} pk_test;
enum { TEST_FLAG = 1, TEST_PASS, TEST_SAYS, TEST_POLICY };

typedef struct pk_attachment {
    pk_str type, path, alt, people, release, tells;
} pk_attachment;

/* What can be said of a draft when it is checked, because some condition asks for it. */
typedef struct pk_flag {
    pk_str name;
    pk_str reason; /* of the first condition that asks for it; may be empty */
} pk_flag;

typedef enum pack_table {
    PACK_TEXT = 0,
    PACK_RULES,
    PACK_PATTERNS,
    PACK_STEPS,
    PACK_LISTS,
    PACK_PHRASES,
    PACK_PHRASE_SLOTS,
    PACK_STRS,
    PACK_INDEX,
    PACK_CITES,
    PACK_CHANNELS,
    PACK_ALLOW,
    PACK_CLAUSES,
    PACK_MODIFIERS,
    PACK_TESTS,
    PACK_ATTACHMENTS,
    PACK_FLAGS,
    PACK_RANGES,
    PACK_NEEDS,
    PACK_ATOMS,
    PACK_ATOM_SETS,
    PACK_SLOTS,
    PACK_BLOOM,
    PACK_SKETCHES,
    PACK_SYMBOLS,
    PACK_CLASSES,
    PACK_HOURS,
    PACK_SHIFTS,
    PACK_EXCEPTIONS,
    PACK_CONSENTS,
    PACK_SWITCHES,
    PACK_RAISES,
    PACK_VALUES,
    PACK_TABLES
} pack_table;

typedef struct pack_head {
    char magic[8];
    uint32_t version, total;     /* bytes of the whole block */
    pk_range table[PACK_TABLES]; /* first: byte offset in the block; count: items */
    pk_range untriggered;        /* pk_index -> patterns that no atom wakes: their needs are asked of every text */
    uint32_t only_sound;         /* patterns and phrases were left out: no draft can be checked */
    pk_policy policy;
} pack_head;

struct hp_pack {
    const pack_head *head; /* the block's start */
    bool borrowed;         /* the block is somebody else's */
};

#define PACK_AT(pack, table_, type)                                                                                    \
    ((const type *)(const void *)((const char *)(pack)->head + (pack)->head->table[table_].first))
static inline hp_str pack_str(const hp_pack *pack, pk_str s) {
    return (hp_str){PACK_AT(pack, PACK_TEXT, char) + s.off, s.len};
}
static inline const pk_rule *pack_rules(const hp_pack *p) {
    return PACK_AT(p, PACK_RULES, pk_rule);
}
static inline size_t pack_rule_count(const hp_pack *p) {
    return p->head->table[PACK_RULES].count;
}
static inline const pk_pattern *pack_patterns(const hp_pack *p) {
    return PACK_AT(p, PACK_PATTERNS, pk_pattern);
}
static inline const pk_step *pack_steps(const hp_pack *p) {
    return PACK_AT(p, PACK_STEPS, pk_step);
}
static inline const pk_list *pack_lists(const hp_pack *p) {
    return PACK_AT(p, PACK_LISTS, pk_list);
}
static inline const pk_phrase *pack_phrases(const hp_pack *p) {
    return PACK_AT(p, PACK_PHRASES, pk_phrase);
}
/* A power of two of slots: in each the first phrase whose key ends in the slot's number, index + 1; 0: none. */
static inline const uint32_t *pack_phrase_slots(const hp_pack *p) {
    return PACK_AT(p, PACK_PHRASE_SLOTS, uint32_t);
}
static inline const uint32_t *pack_index(const hp_pack *p) {
    return PACK_AT(p, PACK_INDEX, uint32_t);
}
static inline const pk_str *pack_strs(const hp_pack *p) {
    return PACK_AT(p, PACK_STRS, pk_str);
}
static inline const pk_cite *pack_cites(const hp_pack *p) {
    return PACK_AT(p, PACK_CITES, pk_cite);
}
static inline const pk_clause *pack_clauses(const hp_pack *p) {
    return PACK_AT(p, PACK_CLAUSES, pk_clause);
}
static inline const pk_channel *pack_channels(const hp_pack *p) {
    return PACK_AT(p, PACK_CHANNELS, pk_channel);
}
static inline const pk_allow *pack_allow(const hp_pack *p) {
    return PACK_AT(p, PACK_ALLOW, pk_allow);
}
static inline const pk_modifier *pack_modifiers(const hp_pack *p) {
    return PACK_AT(p, PACK_MODIFIERS, pk_modifier);
}
static inline const pk_test *pack_tests(const hp_pack *p) {
    return PACK_AT(p, PACK_TESTS, pk_test);
}
static inline const pk_attachment *pack_attachments(const hp_pack *p) {
    return PACK_AT(p, PACK_ATTACHMENTS, pk_attachment);
}
static inline const pk_flag *pack_flags(const hp_pack *p) {
    return PACK_AT(p, PACK_FLAGS, pk_flag);
}
static inline const pk_range *pack_ranges(const hp_pack *p) {
    return PACK_AT(p, PACK_RANGES, pk_range);
}
static inline const uint32_t *pack_needs(const hp_pack *p) {
    return PACK_AT(p, PACK_NEEDS, uint32_t);
}
static inline const pk_atom *pack_atoms(const hp_pack *p) {
    return PACK_AT(p, PACK_ATOMS, pk_atom);
}
static inline const pk_atom_set *pack_atom_sets(const hp_pack *p) {
    return PACK_AT(p, PACK_ATOM_SETS, pk_atom_set);
}
static inline const pk_slot *pack_slots(const hp_pack *p) {
    return PACK_AT(p, PACK_SLOTS, pk_slot);
}
static inline const uint64_t *pack_bloom(const hp_pack *p) {
    return PACK_AT(p, PACK_BLOOM, uint64_t);
}
static inline const unsigned char *pack_sketches(const hp_pack *p) {
    return PACK_AT(p, PACK_SKETCHES, unsigned char);
}
static inline const pk_symbols *pack_symbols(const hp_pack *p) {
    return PACK_AT(p, PACK_SYMBOLS, pk_symbols);
}
static inline const pk_classes *pack_classes(const hp_pack *p) {
    return PACK_AT(p, PACK_CLASSES, pk_classes);
}
static inline const pk_hours *pack_hours(const hp_pack *p) {
    return PACK_AT(p, PACK_HOURS, pk_hours);
}
static inline const pk_shift *pack_shifts(const hp_pack *p) {
    return PACK_AT(p, PACK_SHIFTS, pk_shift);
}
static inline size_t pack_shift_count(const hp_pack *p) {
    return p->head->table[PACK_SHIFTS].count;
}
static inline const pk_exception *pack_exceptions(const hp_pack *p) {
    return PACK_AT(p, PACK_EXCEPTIONS, pk_exception);
}
static inline const pk_consent *pack_consents(const hp_pack *p) {
    return PACK_AT(p, PACK_CONSENTS, pk_consent);
}
static inline const pk_switch *pack_switches(const hp_pack *p) {
    return PACK_AT(p, PACK_SWITCHES, pk_switch);
}
static inline const pk_raise *pack_raises(const hp_pack *p) {
    return PACK_AT(p, PACK_RAISES, pk_raise);
}
static inline const pk_value *pack_values(const hp_pack *p) {
    return PACK_AT(p, PACK_VALUES, pk_value);
}
static inline const pk_policy *pack_policy(const hp_pack *p) {
    return &p->head->policy;
}

/* The names of `accounts` and `roles` bits, in bit order; a name that is none gives -1. */
int pack_account_bit(hp_str name); /* personal professional class school */
int pack_role_bit(hp_str name);    /* teacher aide admin spokesperson */

/* Whether a regex is fit for a rule. False: `why` says in at most `room` bytes, ending in NUL, what is wrong with it,
 * and *character which one of it (from 0) is the culprit; SIZE_MAX: no one of them. */
typedef bool try_pattern_fn(hp_str regex, char *why, size_t room, size_t *character);

/* hp_pack_compile, with what knows regexes. */
HP_MUST_USE hp_status pack_compile(const hp_source *sources, size_t count, const hp_compile_options *options,
                                   try_pattern_fn *try, hp_pack **out);

#endif
