/* hallpass.h - the whole public API of libhallpass.
 *
 * A pack is compiled once from rule sets and policies and never changes afterwards; any number of threads share it.
 * A checker belongs to one thread. It reads a draft and fills a report. Nothing here opens a file, reads a clock or the
 * environment, prints, or keeps state outside the objects below: bytes go in, structures come out.
 *
 * Offsets are UTF-8 byte offsets into the draft as it was given, half open. Texts are views and never end in NUL by
 * contract. Confidence is 0..100. Whatever is not documented here may change.
 */
#ifndef HALLPASS_H
#define HALLPASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HP_VERSION "0.3.0"

#if defined(__GNUC__)
#define HP_MUST_USE __attribute__((warn_unused_result))
#define HP_PUBLIC __attribute__((visibility("default")))
#else
#define HP_MUST_USE
#define HP_PUBLIC
#endif

/* A view of bytes; p may be NULL when n is 0. Valid as long as its owner, which each use below names. */
typedef struct hp_str {
    const char *p;
    size_t n;
} hp_str;

#define HP_STR(literal) ((hp_str){(literal), sizeof(literal) - 1})

typedef enum hp_status {
    HP_OK = 0,
    HP_ERR_USAGE,    /* an argument of the call is wrong: a NULL, an unknown version of an option struct */
    HP_ERR_MEMORY,   /* an allocation failed, or the cap on allocations was reached */
    HP_ERR_LIMIT,    /* a cap of base/limits.h was reached; the report or the diagnostic says which */
    HP_ERR_SOURCE,   /* a rule set or policy has errors; each was told to the diagnostic callback */
    HP_ERR_ENCODING, /* the draft is not valid UTF-8 or holds a NUL; the report says where */
    HP_ERR_INTERNAL  /* a library answered what it must not */
} hp_status;

/* A short text in English, in lower case, without a full stop. Never NULL. */
HP_PUBLIC const char *hp_status_text(hp_status status);

/* ---- compiling ------------------------------------------------------------------------------------------------ */

typedef enum hp_level { HP_NOTE = 1, HP_REVIEW = 2, HP_HOLD = 3 } hp_level; /* severities; 0 is "off" */
typedef enum hp_verdict { HP_PASS = 0, HP_VERDICT_REVIEW = 2, HP_VERDICT_HOLD = 3 } hp_verdict;
typedef enum hp_override { HP_OVERRIDE_YES = 0, HP_OVERRIDE_REASON, HP_OVERRIDE_NO } hp_override;

/* One thing wrong with a source. Views are valid during the callback only. */
typedef struct hp_diag {
    bool warning;       /* an error otherwise */
    const char *code;   /* "HP011" */
    hp_str file;        /* the source's name */
    size_t line;        /* from 1; 0: the whole file */
    size_t column;      /* from 1, in code points; 0: the whole line */
    size_t width;       /* code points to underline, at least 1 */
    hp_str source_line; /* the line's bytes without its newline */
    hp_str message;     /* lower case, no full stop, the subject in quotes */
    hp_str hint;        /* a way to mend it; may be empty */
} hp_diag;

typedef void hp_diag_fn(void *user, const hp_diag *diag);

/* A file's bytes. `name` is what diagnostics print. Both must outlive the call they are passed to. */
typedef struct hp_source {
    hp_str name;
    hp_str bytes;
} hp_source;

/* Asked for a file that `from` names (a base policy, a rule set, a word list). `name` is as written; the callee finds
 * it, fills `out` and keeps its bytes alive until the compile call returns. HP_ERR_USAGE: there is none. */
typedef hp_status hp_include_fn(void *user, hp_str from, hp_str name, hp_source *out);

/* Asked for a time zone ("America/Chicago"): fills `tzif` with the bytes of its file in the system's zone database
 * (RFC 9636) and keeps them alive until the compile call returns. HP_ERR_USAGE: there is no such zone. */
typedef hp_status hp_zone_fn(void *user, hp_str name, hp_str *tzif);

typedef struct hp_compile_options {
    uint32_t version; /* HP_COMPILE_OPTIONS_VERSION */
    hp_diag_fn *diag; /* NULL: errors are counted, not told */
    void *diag_user;
    hp_include_fn *include; /* NULL: nothing can be included */
    void *include_user;
    bool keep_tests;   /* keep the tests of rules and policies for hp_pack_test, and try every pattern: whether it
                          compiles, never matches the empty text and does not run away. With few tests the pack
                          goes without some of what makes drafts fast */
    bool keep_origins; /* keep who set each value, for hp_pack_value */
    hp_zone_fn *zone;  /* NULL: the names of time zones are not checked, and every clock counts as the policy's */
    void *zone_user;
    bool (*trusted)(void *include_user, hp_str source); /* files whose patterns need not be tried; NULL: none */
    bool only_sound; /* it is only asked whether the sources are sound: the pack tells of itself, but holds no patterns
                        and phrases, which take most of the time, and hp_checker_new refuses it */
} hp_compile_options;

#define HP_COMPILE_OPTIONS_VERSION 4
#define HP_COMPILE_OPTIONS_INIT ((hp_compile_options){.version = HP_COMPILE_OPTIONS_VERSION})

/* The language of the files itself, for editors, reference pages and formatters: constant tables. A map's keys stand in
 * the order in which they are best written. */
enum { HP_AS_TEXT = 1, HP_AS_LIST = 2, HP_AS_MAP = 4 }; /* how a value may be written: bits */
typedef enum hp_schema_value { HP_VALUE_TEXT = 0, HP_VALUE_NUMBER, HP_VALUE_YES, HP_VALUE_CHOICE } hp_schema_value;

typedef struct hp_schema_key {
    const char *name; /* NULL: whatever the name */
    uint8_t forms;    /* HP_AS_ bits */
    uint8_t items;    /* HP_AS_ bits of a list's entries */
    bool required;
    hp_schema_value value;           /* what a text, and a list's texts, may be */
    int low, high;                   /* of a number */
    const char *const *choices;      /* of a choice; ends in NULL */
    const struct hp_schema_map *map; /* what a map, and a list's maps, are; NULL: anything */
    const struct hp_schema_map *own; /* what a map that says "kind" is instead; NULL: the same */
    const char *help;                /* what it is for */
} hp_schema_key;

typedef struct hp_schema_map {
    const char *name; /* "a rule", as messages say it */
    const hp_schema_key *keys;
    size_t key_count;
    const hp_schema_key *others; /* what stands under names that are free; NULL: other keys are errors */
} hp_schema_map;

/* What a file is that says `hallpass: rules/1` or `hallpass: policy/1`; NULL: there is no such language. */
HP_PUBLIC const hp_schema_map *hp_schema(hp_str head);

/* A file in the house form: two spaces a level, one blank behind a dash, top-level keys (each with the comments above
 * it) in the order of the language, no blanks at a line's end, no two empty lines. No text, comment or value changes.
 * `give` gets it once, a view that is valid during the call. HP_ERR_SOURCE: the file has errors, which were told, and
 * nothing is given; only what stands in the file itself counts, not what it names. */
HP_PUBLIC HP_MUST_USE hp_status hp_format(const hp_source *source, hp_diag_fn *diag, void *diag_user,
                                          void (*give)(void *user, hp_str formatted), void *give_user);

typedef struct hp_pack hp_pack;

/* Compiles policies and rule sets into one pack. `sources` are the outermost files (policies and/or rule sets); what
 * they extend and use is fetched through `include`. All errors of all files are told before it returns HP_ERR_SOURCE,
 * and then *out is NULL. The caller frees the pack with hp_pack_free. */
HP_PUBLIC HP_MUST_USE hp_status hp_pack_compile(const hp_source *sources, size_t count,
                                                const hp_compile_options *options, hp_pack **out);
HP_PUBLIC void hp_pack_free(hp_pack *pack); /* NULL is fine */

/* A pack's bytes, to be kept and opened again by the same build of the library: plain arrays and offsets in this
 * machine's byte order. A view that lives as long as the pack. */
HP_PUBLIC hp_str hp_pack_image(const hp_pack *pack);
/* The image is borrowed, must begin at an address that 8 divides, and must outlive the pack; whoever kept it vouches
 * for its bytes. HP_ERR_USAGE: cut short, foreign or of another version. */
HP_PUBLIC HP_MUST_USE hp_status hp_pack_open(hp_str image, hp_pack **out);

/* What the pack says of itself; views live as long as the pack. */
typedef struct hp_pack_info {
    hp_str policy_id, policy_version, policy_title, contact;
    hp_str needs;      /* the oldest engine that understands it, as written: ">=0.3"; may be empty */
    unsigned good_for; /* days that a copy stays good without a word from where it came from; 0: not told */
    size_t rules, guards, patterns, tests;
    size_t image_bytes;
} hp_pack_info;
HP_PUBLIC hp_pack_info hp_pack_describe(const hp_pack *pack);

/* What a person may choose from, by index from 0; the name is empty past the last. Audiences come widest first; a
 * channel's audience is who reads it when nothing else is told. */
typedef struct hp_channel_info {
    hp_str name, audience;
} hp_channel_info;
HP_PUBLIC hp_channel_info hp_pack_channel(const hp_pack *pack, size_t index);
HP_PUBLIC hp_str hp_pack_audience(const hp_pack *pack, size_t index);

/* What can be said of a draft, by index from 0; the name is empty past the last. */
typedef struct hp_flag_info {
    hp_str name, reason; /* the reason of a condition that asks for it; may be empty */
} hp_flag_info;
HP_PUBLIC hp_flag_info hp_pack_flag(const hp_pack *pack, size_t index);

/* What may be answered of a name (hp_answer), by index from 0; empty past the last. */
HP_PUBLIC hp_str hp_answer_name(size_t index);

/* One rule, for listing; index from 0 to rules - 1. */
typedef struct hp_rule_info {
    hp_str id, kind, title;
    hp_str why, todo;  /* what its findings say; may be empty */
    hp_level severity; /* for the widest audience; 0: off, or decided by the matrix */
    hp_str file;
    size_t line;
} hp_rule_info;
HP_PUBLIC hp_rule_info hp_pack_rule(const hp_pack *pack, size_t index);

/* One effective value of the merged policies and rules, and who set it; in the order of the paths. Kept with
 * keep_origins only. Entries of a list share a path. */
typedef struct hp_value {
    hp_str path;         /* "limits.report-at", "rules.people/student-name.severity.public" */
    hp_str value;        /* as a text */
    hp_str file;         /* the file that set it */
    size_t line, column; /* there, from 1; line 0: nobody set it, it is the language's own */
    hp_str policy;       /* the id of the policy or rule set */
    hp_str reason;       /* what the policy says of the change; may be empty */
    const char *lock;    /* "floor", "full" or "" */
    hp_str lock_file;    /* where it is locked */
    size_t lock_line;
} hp_value;
HP_PUBLIC size_t hp_pack_value_count(const hp_pack *pack);
HP_PUBLIC hp_value hp_pack_value(const hp_pack *pack, size_t index);

/* The exceptions that the policies make, whether they have ended or not: the library does not know the day. */
typedef struct hp_exception_info {
    hp_str id, reason, approved_by;
    hp_str expires; /* YYYY-MM-DD, good through that day in the policy's zone */
    hp_str file;
    size_t line;
} hp_exception_info;
HP_PUBLIC size_t hp_pack_exception_count(const hp_pack *pack);
HP_PUBLIC hp_exception_info hp_pack_exception(const hp_pack *pack, size_t index);

typedef struct hp_test_counts {
    size_t passed, failed, known; /* known: a known-miss that still misses */
    size_t mended;                /* a known-miss that works now: told, and counted as failed */
} hp_test_counts;

/* Runs the tests kept in the pack (keep_tests). Each failure is told as a diagnostic with wanted and got.
 * HP_ERR_SOURCE when one failed. */
HP_PUBLIC HP_MUST_USE hp_status hp_pack_test(const hp_pack *pack, hp_diag_fn *diag, void *user, hp_test_counts *out);

/* The same with a lexicon (see below), which tests of names that no roster lists need. NULL: none. */
struct hp_lexicon;
HP_PUBLIC HP_MUST_USE hp_status hp_pack_test_with(const hp_pack *pack, const struct hp_lexicon *lexicon,
                                                  hp_diag_fn *diag, void *user, hp_test_counts *out);

/* ---- people: the class lists of the person who writes -------------------------------------------------------- */

typedef struct hp_person {
    hp_str given, preferred, family; /* as written; may be empty */
    hp_str username, id, mail, grade;
    bool release; /* a photo release is on file */
    bool opt_out; /* the family opted out of directory information */
} hp_person;

typedef struct hp_roster hp_roster;

/* Builds an immutable roster; everything is copied. Freed with hp_roster_free. */
HP_PUBLIC HP_MUST_USE hp_status hp_roster_build(const hp_person *people, size_t count, hp_roster **out);
HP_PUBLIC void hp_roster_free(hp_roster *roster); /* NULL is fine */
HP_PUBLIC size_t hp_roster_size(const hp_roster *roster);

/* A roster's bytes, to be kept and opened again by the same build of the library instead of building it. They are
 * enciphered: without the key they tell how large the list is and nothing else, with it they tell names. A key belongs
 * to one list in one version: whoever makes it draws it from the list itself, or at random. */
enum { HP_ROSTER_KEY = 16 };
HP_PUBLIC size_t hp_roster_image_size(const hp_roster *roster);
HP_PUBLIC void hp_roster_image(const hp_roster *roster, const unsigned char key[HP_ROSTER_KEY], char *bytes);
/* The image is borrowed and must outlive the roster; of its bytes those are read that are asked for. HP_ERR_USAGE: cut
 * short, foreign, of another version or another key. What else is damaged in it is not noticed here: names may be
 * missed then, and nothing beyond the image is read. */
HP_PUBLIC HP_MUST_USE hp_status hp_roster_open(hp_str image, const unsigned char key[HP_ROSTER_KEY], hp_roster **out);

/* The lexicon image that `make` builds from the dictionaries and name lists (text/lexicon.h has its format). The bytes
 * are borrowed and must outlive every checker that uses them. HP_ERR_USAGE: damaged, foreign or another version. */
typedef struct hp_lexicon {
    hp_str image;  /* the table of words and names */
    hp_str tagger; /* the person tagger's weights, which stand behind it (find/tagger.h); empty: none */
    hp_str codes;  /* the code reader's (find/codes.h), behind these; empty: none */
    hp_str gist;   /* the gist reader's (find/gist.h), behind those; empty: none */
} hp_lexicon;
HP_PUBLIC HP_MUST_USE hp_status hp_lexicon_open(hp_str image, hp_lexicon *out);

/* Whether a name is an everyday word too ("Will", "Hope"): by itself it counts as a name only where the sentence speaks
 * of a person. */
HP_PUBLIC bool hp_lexicon_is_word(const hp_lexicon *lexicon, hp_str name);

/* ---- checking -------------------------------------------------------------------------------------------------- */

typedef uint64_t hp_now_fn(void *user); /* monotonic nanoseconds */

/* How names that nobody listed are looked for: as the policy says; only likely ones; or all that may be one. */
typedef enum hp_names { HP_NAMES_POLICY = 0, HP_NAMES_BALANCED, HP_NAMES_CAREFUL } hp_names;

typedef struct hp_checker_options {
    uint32_t version;          /* HP_CHECKER_OPTIONS_VERSION */
    const hp_roster *roster;   /* NULL: none */
    const hp_lexicon *lexicon; /* NULL: names nobody listed are not looked for, and the report says so */
    bool explain;              /* keep every step of a decision in the reasons */
    hp_now_fn *now;            /* NULL: no deadline */
    void *now_user;
    uint64_t deadline_ns; /* for one draft, checked between calls; used with `now` */
    uint64_t work_limit;  /* pattern calls x bytes for one draft; 0: the default of base/limits.h */
    hp_names names;       /* HP_NAMES_POLICY: the policy's `limits: { names: }` */
    bool rewrite; /* also write the whole draft anew; the result is checked too, at the price of a second check */
} hp_checker_options;

#define HP_CHECKER_OPTIONS_VERSION 1
#define HP_CHECKER_OPTIONS_INIT ((hp_checker_options){.version = HP_CHECKER_OPTIONS_VERSION})

typedef struct hp_checker hp_checker;

/* The pack, roster and lexicon are shared and must outlive the checker. HP_ERR_USAGE: also when the pack was compiled
 * with only_sound. */
HP_PUBLIC HP_MUST_USE hp_status hp_checker_new(const hp_pack *pack, const hp_checker_options *options,
                                               hp_checker **out);
HP_PUBLIC void hp_checker_free(hp_checker *checker); /* NULL is fine */

typedef enum hp_markup { HP_MARKUP_NONE = 0, HP_MARKUP_MARKDOWN, HP_MARKUP_HTML } hp_markup;

/* Words that stand in an attachment, read by whoever opened it. They are checked like the draft. */
typedef struct hp_passage {
    hp_str text;
    hp_str where; /* for people, before the attachment's name: "the text of" */
    hp_markup markup;
} hp_passage;

typedef struct hp_media {
    hp_str path, alt, people, release; /* people: students | staff | none | unknown; release: on-file | none */
    hp_str type;  /* image | video | audio | document, or a MIME type; empty: the path's ending tells */
    hp_str tells; /* what the file tells beside what is seen, with blanks between: place time owner device changes */
    const hp_passage *passages;
    size_t passage_count;
    hp_str unread; /* why not all of it was read, and then the report is not complete; empty: all was, or nothing was
                      to be read */
} hp_media;

/* Whose a name of the draft is, as its author answered when asked: `is` is one of hp_answer_name. */
typedef struct hp_answer {
    hp_str text, is; /* the words of the finding that asked */
} hp_answer;

/* A draft and what is known about it. Empty strings mean "not told". */
typedef struct hp_draft {
    hp_str text;
    hp_markup markup;
    hp_str channel, audience; /* names of the policy; audience may also be "closed" */
    hp_str account, role;     /* personal | professional | class | school; teacher | aide | admin | spokesperson */
    hp_str author, profile;   /* the author's display name; the text of the author's profile */
    hp_str posted_at;         /* ISO 8601 with offset: the author's local time; empty: unknown */
    const hp_media *media;
    size_t media_count;
    const hp_str *flags; /* what whoever checks says of it: names that the policy's conditions ask for */
    size_t flag_count;
    const hp_answer *answers; /* they silence what a person's own policy could, and no more */
    size_t answer_count;
} hp_draft;

typedef struct hp_part {
    size_t start, end;
    const char *role; /* "who" or "what" */
} hp_part;

typedef struct hp_reason {
    hp_str what; /* in words */
    int points;  /* added to or taken from the confidence */
} hp_reason;

/* A written paragraph behind a finding: a clause of the policy itself (source: the policy's id, ref: the clause's), or
 * a source that the policy names (source: its id there, ref: the section). */
typedef struct hp_cite {
    hp_str source, ref, url;
    hp_str says; /* the clause in the policy's own words, or the source's title */
    hp_str note; /* what else the clause tells whoever it stops: whom to call; may be empty */
    bool clause; /* of the policy itself */
} hp_cite;

typedef struct hp_finding {
    hp_str rule;        /* "names/student-name" */
    const hp_str *refs; /* catalogue rules behind it, folded ones included */
    size_t ref_count;
    hp_str category; /* what the span is */
    hp_str topic;    /* what is said; empty: none */
    hp_level severity;
    int confidence;
    hp_override override_;
    bool attached;       /* about an attachment, which the title names; it has no span then */
    hp_str read;         /* the words of a passage of it that were found, on one line; empty: none, or a secret */
    bool has_span;       /* false: about the whole post */
    size_t start, end;   /* draft bytes */
    size_t line, column; /* from 1; column in code points */
    hp_str text;         /* the draft's bytes of the span, unmasked */
    bool secret;         /* mask `text` where a report leaves the screen */
    const hp_part *parts;
    size_t part_count;
    hp_str title, why, todo, replacement;
    hp_str ask;      /* a question whose answer decides it, with {match} for the text found; may be empty */
    hp_str flag;     /* saying this flag of the draft answers it with yes, and the finding goes; may be empty */
    bool answerable; /* an hp_answer may speak for the name that it is about */
    bool replaces;   /* `replacement` is set (it may be empty: take the words out) */
    hp_str post_at;  /* when a schedule lets it be posted, by the author's clock: 2026-10-06T15:10; empty: not told */
    const hp_reason *reasons;
    size_t reason_count;
    const hp_cite *cites;
    size_t cite_count;
    hp_str exception; /* id of the exception that lowered it; empty: none */
} hp_finding;

/* Owned by the checker, valid until its next call. */
typedef struct hp_report {
    hp_verdict verdict;
    bool complete;              /* false: a limit was reached or a rule gave up; the verdict is then at least review */
    const hp_finding *findings; /* in the order of the draft */
    size_t finding_count;
    hp_str rewrite; /* the whole draft with every replacement applied; empty when nothing is replaced or the draft was
                       not fully checked */
    bool rewritten; /* its own check found nothing again that was replaced, and nothing graver: it may be offered */
    hp_verdict rewrite_verdict; /* what that check said */
    const hp_str *problems;     /* why it is not complete, and warnings, in words */
    size_t problem_count;
    hp_str channel, audience; /* what the draft was judged for */
} hp_report;

/* Checks one draft. HP_ERR_ENCODING and HP_ERR_LIMIT still fill a report (complete is false, the problems say why);
 * after any other error *out is NULL. */
HP_PUBLIC HP_MUST_USE hp_status hp_check(hp_checker *checker, const hp_draft *draft, const hp_report **out);

/* Where the draft's bytes from start to end are best cut out, so that no blank is left over: at start, or at the blank
 * before it. */
HP_PUBLIC size_t hp_cut_start(hp_str draft, size_t start, size_t end);

/* Why a rule fired in a draft, or why it did not: the steps in the order in which they were taken. */
typedef struct hp_explained {
    hp_str says;       /* in words; may be empty where only words of the draft are shown */
    int depth;         /* 0: of the draft; 1: of one match; 2: of a step that weighed it */
    bool has_points;   /* a step that weighed it */
    int points;        /* added to or taken from the confidence; of the first step: what it began with */
    bool has_span;     /* the draft's words that it is about */
    size_t start, end; /* draft bytes */
    size_t line, column;
    bool secret; /* those words are masked where a report leaves the screen */
} hp_explained;

typedef struct hp_explanation {
    hp_rule_info rule;
    const hp_explained *steps;
    size_t count;
    bool fires;        /* there is a finding of it, if only folded under another's */
    hp_level severity; /* of that */
    bool complete;
} hp_explanation;

/* Explains one rule, by its id ("set/rule"). HP_ERR_USAGE: the pack has no such rule. Owned by the checker, valid until
 * its next call; other errors as hp_check. */
HP_PUBLIC HP_MUST_USE hp_status hp_explain(hp_checker *checker, const hp_draft *draft, hp_str rule,
                                           const hp_explanation **out);

typedef struct hp_tag_span {
    size_t start, end;
    hp_str label;     /* PERSON, or a category in capitals */
    const char *role; /* student | private | public | author | unknown for PERSON, NULL otherwise */
    int confidence;
} hp_tag_span;

typedef struct hp_tags {
    const hp_tag_span *spans; /* in the order of the draft */
    size_t count;
    bool complete;
} hp_tags;

/* Everything recognised before it is judged: whose a number is, is not asked. Owned by the checker, valid until its
 * next call. Errors as hp_check. */
HP_PUBLIC HP_MUST_USE hp_status hp_tag(hp_checker *checker, const hp_draft *draft, const hp_tags **out);

#ifdef __cplusplus
}
#endif
#endif
