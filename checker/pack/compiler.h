/* compiler.h - what the files of pack/ share while sources become a pack.
 *
 * The order: files are read (load.c), the policy's own values are merged layer by layer (policy.c), lists are folded
 * (lists.c), rules are declared (declare.c) and read (ruleset.c, conditions.c, fragments.c), references between rules
 * are resolved, the layers' changes to rules are applied under their locks (layers.c), tests are kept (testcases.c),
 * the block is built.
 */
#ifndef HALLPASS_COMPILER_H
#define HALLPASS_COMPILER_H

#include "pack/build.h"
#include "pack/grammar.h"
#include "pack/ledger.h"
#include "pack/yaml_nodes.h"

typedef struct list_info {
    hp_str set, name;
    const node *node;
    uint32_t source;
    VEC(hp_str) entries; /* as written */
    hp_str regex;        /* what (?&@name) stands for; empty: nobody has asked yet */
    bool exact, title, ready;
} list_info;

/* What (?&name) stands for in a set, as patterns named it. */
typedef struct fragment_info {
    hp_str name, text;
    int height; /* fragments within fragments within it */
} fragment_info;

typedef struct set_info {
    hp_str id; /* empty: the own rules of a policy, which are named without a set */
    const node *root;
    uint32_t source;
    uint32_t rule_first, rule_count;
    bool builtin;        /* a builtin policy brought it */
    uint32_t brought_by; /* source of the policy that uses it or, for own rules, is it + 1; 0: none */
    VEC(fragment_info) fragments;
} set_info;

typedef VEC(hp_str) text_list;

/* A rule as it was read. */
typedef struct rule_state {
    hp_str id; /* "set/rule" */
    const node *node;
    uint32_t set;
    bool partial;         /* names rules that only a policy brings together: not tested without one */
    bool name, who, what; /* the groups that it belongs to */
} rule_state;

/* builtin < state < county < district < school < person */
enum { RANK_BUILTIN = 0, RANK_DISTRICT = 3, RANK_PERSON = 5, RANKS };

typedef struct layer_info {
    const node *root;
    uint32_t source;
    hp_str id;
    uint8_t rank;
    uint64_t below[(LIMIT_SOURCES + 63) / 64]; /* bit per source: policies that it extends, directly or not */
} layer_info;

/* A list of words that the policies fill, merged. */
typedef struct policy_words {
    hp_str name;
    VEC(const node *) entries;
} policy_words;

typedef struct source_info {
    hp_str id, title, section, url;
    const node *sections;
} source_info;

typedef struct compiler {
    arena *a;
    arena *scratch; /* reset for each phrase */
    diagnoses d;
    const hp_compile_options *o;
    try_pattern_fn *try; /* NULL: patterns are not tried */
    builder b;
    struct {
        char *v;
        size_t n;
    } expanded; /* what fragments_expand gave last */
    VEC(hp_source) sources;
    struct {
        uint32_t source; /* + 1; 0: none was asked about */
        bool trusted;    /* its patterns need not be tried */
    } trust;
    VEC(set_info) sets;
    VEC(layer_info) layers; /* the nearest last */
    VEC(list_info) lists;   /* the same indexes as the pack's */
    VEC(rule_state) rules;  /* the same indexes as the pack's */
    VEC(source_info) cited;
    text_list topics, locales; /* none: all languages */
    VEC(policy_words) words;
    ledger ledger;
    bool has_policy;
    bool in_builtin;   /* what is loaded now, a builtin policy asked for */
    uint32_t bringing; /* source of the policy that asked for it + 1; 0: none */
    bool elsewhere;    /* the rule that is read names one of a set that is not loaded */
} compiler;

/* ---- load.c */
void load_sources(compiler *c, const hp_source *sources, size_t count);
/* A file named by `from`; its index + 1, 0 when there is none (told at `at`). */
uint32_t load_file(compiler *c, uint32_t from, hp_str name, pk_mark at);

/* ---- ranks.c: who stands above whom */
/* Puts the layers in their order and tells where one extends a nearer one. */
void layers_rank(compiler *c);
/* Whether layer `a` is nearer than `b`: it extends it, or is of a nearer rank. */
bool layer_above(const compiler *c, uint32_t a, uint32_t b);
/* Gives the layer its rank and what it extends, while files are read; `bases`: indexes of sources. */
void layer_stand(compiler *c, layer_info *l, const uint32_t *bases, size_t count);

/* ---- schema.c: keys and values */
/* Tells unknown and missing keys, wrong forms, and texts that are none of what they may be. False when `map` is no map.
 * What stands in maps within is left to whoever reads them. */
bool schema_check(compiler *c, const node *map, const hp_schema_map *as);
/* The same with all that stands within. */
void schema_check_deep(compiler *c, const node *map, const hp_schema_map *as);
/* A key without a value: its last entry was taken out, and it says nothing. */
bool schema_empty(const node *n);
bool schema_text(compiler *c, const node *n, hp_str *out);
/* A whole number within bounds, a sign allowed; `fallback` (and a diagnostic) otherwise. */
int schema_number(compiler *c, const node *n, int low, int high, int fallback);
/* A day of the calendar, YYYY-MM-DD; false (told): it is none. `out` may be NULL. */
bool schema_day(compiler *c, const node *n, int32_t *out);
bool schema_yes(compiler *c, const node *n);
/* Index of the scalar's text among names; -1 and a diagnostic with the nearest one. */
int schema_choice(compiler *c, const node *n, const char *what, const char *const *names, size_t count);
void schema_require(compiler *c, const node *map, pk_mark at, const char *what, const char *key);
/* Every scalar of a list, or the scalar itself. Returns how many; at most `room`. */
size_t schema_texts(compiler *c, const node *n, const node **out, size_t room);
/* The texts of nodes with commas between. */
hp_str schema_joined(compiler *c, const node *const *texts, size_t count);
uint32_t pack_line(const node *n);

/* ---- policy.c */
void policy_merge(compiler *c);
/* The built-in matrix, audiences and limits, for sets without a policy. */
void policy_builtin(compiler *c);
hp_str policy_audience_name(const compiler *c, uint32_t i);
int policy_audience(compiler *c, const node *n);
int policy_channel(const compiler *c, hp_str name);
bool policy_topic(compiler *c, const node *n);
uint32_t policy_cite(compiler *c, const node *n); /* index into cites + 1 */
void policy_clauses(compiler *c);

/* ---- values.c: the policy's own values, layer by layer */
void values_merge(compiler *c, uint32_t layer);

/* ---- allow.c: names and accounts that are nobody to be hidden */
void allow_merge(compiler *c, uint32_t layer, bool person);
void answers_read(compiler *c, uint32_t layer);

/* ---- consent.c: which students may be named, which never */
void consent_merge(compiler *c, uint32_t layer);
uint8_t consent_field(hp_str word); /* the CONSENT_DIRECTORY_ bit of a kind of directory information; 0: it is none */

/* ---- words.c */
typedef struct words_key {
    uint32_t layer;
    hp_str path;
    bool adds;
} words_key;
void words_merge(compiler *c, uint32_t layer, const node *n);
policy_words *words_find(compiler *c, hp_str name); /* NULL: no policy has it */
/* `name`, `+name` or `=name` of a list; false (told): it was set before, and the key does not say what becomes of that.
 */
bool words_may_set(compiler *c, const node *key, bool adds, bool replaces, bool differs, pk_mark before);

/* ---- layers.c */
void layers_apply(compiler *c);

/* ---- bypass.c: rules that a policy brings may not undo what one below has locked */
void bypass_refuse(compiler *c);

/* ---- exceptions.c */
void exceptions_read(compiler *c);
void switches_read(compiler *c);

/* ---- lists.c */
void lists_declare(compiler *c);
void lists_compile(compiler *c);
/* When all lists are compiled, those of the rules too: finds phrases their slots. */
void lists_index(compiler *c);
/* Index + 1 of "@name" as seen from a set; 0 and a diagnostic when unknown. */
uint32_t lists_find(compiler *c, uint32_t set, const node *n, hp_str name);
/* An anonymous list of phrases. Returns index + 1. */
uint32_t lists_inline(compiler *c, uint32_t set, const node *const *phrases, size_t count);
/* `any:`, `words:`: a list of phrases and "@lists", as pk_index. */
pk_range lists_refs(compiler *c, uint32_t set, const node *n);

/* ---- fragments.c */
/* The regex with its fragments and lists put in, and {name} in frames, until the next one. False when something was
 * wrong. */
bool fragments_expand(compiler *c, uint32_t set, const node *n, bool frame, hp_str *out);

/* ---- conditions.c */
pk_range conditions_read(compiler *c, uint32_t set, const node *near, const node *unless, const node *words);
/* Adds one pattern; its index + 1, 0 when it is wrong. */
uint32_t pattern_add(compiler *c, uint32_t set, const node *n, int confidence, int validator, uint8_t flags,
                     hp_str reason);
int validator_of(compiler *c, const node *n); /* index + 1, 0 */

/* ---- hours.c */
int hours_day(hp_str text);      /* "mon" .. "sun": 0 .. 6; -1 */
int hours_minute(hp_str text);   /* "07:45", "24:00": minutes of the day; -1 */
uint8_t hours_days(hp_str text); /* "mon", "mon-fri": bit per day; 0: none */
/* `when` and `not-when`: a map { days, from, to, note } or a list of such; either may be NULL. */
pk_range hours_read(compiler *c, const node *when, const node *free);
/* Of the old hours the free ones or the others, and the added ones. */
pk_range hours_join(compiler *c, pk_range old, bool keep_free, pk_range added);
/* `except`: days, spans of days, and files of such that `from` names. Sorted, in pk_index. */
pk_range holidays_join(compiler *c, pk_range a, pk_range b);
pk_range holidays_read(compiler *c, uint32_t from, const node *n);
/* More closed minutes of the week are stricter, fewer holidays too; what is neither is looser. */
turn hours_turn(const compiler *c, pk_range from, pk_range to);
turn holidays_turn(const compiler *c, pk_range from, pk_range to);

/* ---- demands.c: rules of kind require, limit and schedule */
void demand_require(compiler *c, uint32_t set, const node *n, pk_rule *r);
void demand_limit(compiler *c, uint32_t set, const node *n, pk_rule *r);
void demand_schedule(compiler *c, uint32_t set, const node *n, pk_rule *r);

/* ---- declare.c */
void rules_declare(compiler *c);
/* Rules that a set (with or without a star behind its slash), "set/rule", "names", "who" or "what" mean, appended to
 * `out`; false when unknown (told). */
typedef VEC(uint32_t) index_list;
bool rules_named(compiler *c, uint32_t set, const node *n, bool groups, index_list *out);
bool rules_are_set(const compiler *c, hp_str name); /* it names a whole set */
pk_range rule_refs(compiler *c, uint32_t set, const node *n, bool groups);

/* ---- kinds.c: keys that a rule has though nothing comes of them, its kind being another, are told */
void kinds_refuse(compiler *c, const node *rule);

/* ---- ruleset.c */
void rules_compile(compiler *c);
/* `severity:` into a rule's table. */
void rule_severity(compiler *c, const node *n, uint8_t *table);
void rule_fix(compiler *c, const node *n, pk_rule *r);
uint32_t rule_channels(compiler *c, const node *n);
uint32_t rule_accounts(compiler *c, const node *n);
uint32_t rule_roles(compiler *c, const node *n);

/* ---- origins.c: who set what, for keep_origins */
void origins_keep(compiler *c);
hp_str origins_text(compiler *c, const node *n);

/* ---- needs.c */
/* `woken_only`: for the patterns of rules, which words wake, and not for those that are asked of their matches. */
void needs_index(compiler *c, bool woken_only);

/* ---- sketches.c */
void sketches_keep(compiler *c);

/* ---- testcases.c */
void tests_keep(compiler *c);

#endif
