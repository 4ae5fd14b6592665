/* compiler.h - what the files of pack/ share while sources become a pack.
 *
 * The order: files are read (load.c), the policy's own values are merged layer by layer (policy.c), lists are folded
 * (lists.c), rules are read (ruleset.c, conditions.c, fragments.c), references between rules are resolved, the layers'
 * changes to rules are applied under their locks (layers.c), tests are kept (testcases.c), the block is built.
 */
#ifndef HALLPASS_COMPILER_H
#define HALLPASS_COMPILER_H

#include "pack/build.h"
#include "pack/yaml_nodes.h"

typedef struct list_info {
    hp_str set, name;
    const node *node;
    uint32_t source;
    VEC(hp_str) entries; /* as written */
    bool exact, title, ready;
} list_info;

typedef struct set_info {
    hp_str id;
    const node *root;
    uint32_t source;
    uint32_t rule_first, rule_count;
} set_info;

/* What the layers may still do to a rule. */
typedef struct rule_state {
    hp_str id; /* "set/rule" */
    const node *node;
    uint32_t set;
    bool partial; /* names rules that only a policy brings together: not tested without one */
    uint8_t lock; /* 0, LOCK_FLOOR, LOCK_FULL */
    pk_mark locked_at;
    hp_str locked_by; /* the layer's id */
} rule_state;
enum { LOCK_FLOOR = 1, LOCK_FULL = 2 };

typedef struct layer {
    const node *root;
    uint32_t source;
    hp_str id;
} layer;

typedef struct source_info {
    hp_str id, title, section, url;
    const node *sections;
} source_info;

typedef struct compiler {
    arena *a;
    arena *scratch; /* reset for each phrase */
    diagnoses d;
    const hp_compile_options *o;
    builder b;
    VEC(hp_source) sources;
    VEC(set_info) sets;
    VEC(layer) layers;     /* base first */
    VEC(list_info) lists;  /* the same indexes as the pack's */
    VEC(rule_state) rules; /* the same indexes as the pack's */
    VEC(source_info) cited;
    VEC(hp_str) topics;
    bool has_policy;
    bool elsewhere; /* the rule that is read names one of a set that is not loaded */
} compiler;

/* ---- load.c */
void load_sources(compiler *c, const hp_source *sources, size_t count);
/* A file named by `from`; its index + 1, 0 when there is none (told at `at`). */
uint32_t load_file(compiler *c, uint32_t from, hp_str name, pk_mark at);

/* ---- schema.c: keys and values */
typedef struct key_row {
    const char *name;
    node_kind kind; /* 0: any */
} key_row;
/* Tells unknown keys and wrong kinds. False when `map` is no map. */
bool schema_check(compiler *c, const node *map, const char *what, const key_row *rows, size_t count);
bool schema_text(compiler *c, const node *n, hp_str *out);
/* A whole number within bounds, a sign allowed; `fallback` (and a diagnostic) otherwise. */
int schema_number(compiler *c, const node *n, int low, int high, int fallback);
bool schema_yes(compiler *c, const node *n);
/* Index of the scalar's text among names; -1 and a diagnostic with the nearest one. */
int schema_choice(compiler *c, const node *n, const char *what, const char *const *names, size_t count);
void schema_require(compiler *c, const node *map, pk_mark at, const char *what, const char *key);
/* Every scalar of a list, or the scalar itself. Returns how many; at most `room`. */
size_t schema_texts(compiler *c, const node *n, const node **out, size_t room);
uint32_t pack_line(const node *n);

extern const char *const schema_severities[4]; /* off note review hold */

/* ---- policy.c */
void policy_merge(compiler *c);
/* The built-in matrix, audiences and limits, for sets without a policy. */
void policy_builtin(compiler *c);
int policy_audience(compiler *c, const node *n);
int policy_channel(const compiler *c, hp_str name);
bool policy_topic(compiler *c, const node *n);
uint32_t policy_cite(compiler *c, const node *n); /* index into cites + 1 */
void policy_clauses(compiler *c);

/* ---- layers.c */
void layers_apply(compiler *c);

/* ---- lists.c */
void lists_declare(compiler *c);
void lists_compile(compiler *c);
/* Index + 1 of "@name" as seen from a set; 0 and a diagnostic when unknown. */
uint32_t lists_find(compiler *c, uint32_t set, const node *n, hp_str name);
/* An anonymous list of phrases. Returns index + 1. */
uint32_t lists_inline(compiler *c, uint32_t set, const node *const *phrases, size_t count);
/* `any:`, `words:`: a list of phrases and "@lists", as pk_index. */
pk_range lists_refs(compiler *c, uint32_t set, const node *n);

/* ---- fragments.c */
/* The regex with its fragments and lists put in, and {name} in frames. False when something was wrong. */
bool fragments_expand(compiler *c, uint32_t set, const node *n, bool frame, hp_str *out);

/* ---- conditions.c */
pk_range conditions_read(compiler *c, uint32_t set, const node *near, const node *unless, const node *words);
/* Adds one pattern; its index + 1, 0 when it is wrong. */
uint32_t pattern_add(compiler *c, uint32_t set, const node *n, int confidence, int validator, uint8_t flags,
                     hp_str reason);
int validator_of(compiler *c, const node *n); /* index + 1, 0 */

/* ---- ruleset.c */
void rules_declare(compiler *c);
void rules_compile(compiler *c);
/* Rules that a set (with or without a star behind its slash), "set/rule", "names", "who" or "what" mean, appended to
 * `out`; false when unknown (told). */
typedef VEC(uint32_t) index_list;
bool rules_named(compiler *c, uint32_t set, const node *n, bool groups, index_list *out);
/* `severity:` into a rule's table. */
void rule_severity(compiler *c, const node *n, uint8_t *table);

/* ---- needs.c */
void needs_index(compiler *c);

/* ---- testcases.c */
void tests_keep(compiler *c);

#endif
