/* conditions.c - `near`, `unless` and the `words` of name rules become steps; regexes become patterns. */
#include "base/str.h"
#include "pack/compiler.h"

enum { VALIDATORS = 16 };

int validator_of(compiler *c, const node *n) {
    return n ? schema_choice(c, n, "validator", grammar_validators, VALIDATORS) + 1 : 0;
}

/* Where the culprit stands in the file, when the pattern stands there as it is, in one line and without doubled quotes.
 */
static pk_mark culprit_at(const node *n, hp_str regex, size_t character) {
    pk_mark at = n->at;
    bool as_is = str_eq(n->text, regex) && str_find(regex, HP_STR("\n"), 0) == SIZE_MAX && n->at.width > 1;
    if (!as_is || character == SIZE_MAX || str_find(regex, HP_STR("'"), 0) != SIZE_MAX) return at;
    at.column += (uint32_t)character + !n->plain;
    at.width = 1;
    return at;
}

/* What stands before the culprit, so that it can be found in a pattern of many fragments. */
static hp_str before_culprit(hp_str regex, size_t character) {
    enum { SHOWN = 24 };
    size_t from = 0, to = 0;
    for (size_t i = 0; to < regex.n && i < character; i++) {
        to++;
        while (to < regex.n && ((unsigned char)regex.p[to] & 0xC0) == 0x80) to++;
    }
    from = to > SHOWN ? to - SHOWN : 0;
    while (from < to && ((unsigned char)regex.p[from] & 0xC0) == 0x80) from++;
    return str_sub(regex, from, to);
}

/* The patterns of one source follow one another: it is asked about once. */
static bool is_trusted(compiler *c, const node *n) {
    uint32_t source = n->at.source;
    if (!c->o->trusted) return false;
    if (c->trust.source != source + 1) {
        c->trust.trusted = c->o->trusted(c->o->include_user, c->sources.v[source].name);
        c->trust.source = source + 1;
    }
    return c->trust.trusted;
}

static void try_pattern(compiler *c, const node *n, hp_str regex) {
    char why[200];
    size_t character = SIZE_MAX;
    if (!c->try || is_trusted(c, n) || c->try(regex, why, sizeof why, &character)) return;
    if (!character || character == SIZE_MAX) {
        diagnose(&c->d, n->at, "HP020", "regex: %s", why);
        return;
    }
    diagnose(&c->d, culprit_at(n, regex, character), "HP020", "regex: %s (at character %zu of the pattern)", why,
             character);
    hp_str before = before_culprit(regex, character);
    if (!str_eq(n->text, regex)) diagnose_hint(&c->d, "behind: %.*s", STR_FMT(before));
}

uint32_t pattern_add(compiler *c, uint32_t set, const node *n, int confidence, int validator, uint8_t flags,
                     hp_str reason) {
    hp_str regex;
    if (n->kind != NODE_SCALAR) {
        diagnose(&c->d, n->at, "HP010", "a regex must be a plain value");
        return 0;
    }
    if (!fragments_expand(c, set, n, (flags & PATTERN_FRAME) != 0, &regex)) return 0;
    try_pattern(c, n, regex);
    pk_str text = c->o->only_sound ? (pk_str){0} : build_str(&c->b, regex), why = build_str(&c->b, reason);
    pk_str file = build_str(&c->b, c->sources.v[c->sets.v[set].source].name);
    pk_pattern *p = VEC_ADD(c->a, &c->b.patterns, pk_pattern);
    if (!p) return 0;
    *p = (pk_pattern){.regex = text,
                      .confidence = (int16_t)confidence,
                      .validator = (uint8_t)validator,
                      .flags = flags,
                      .reason = why,
                      .file = file,
                      .line = pack_line(n)};
    return (uint32_t)c->b.patterns.n;
}

/* "match", "sentence", "neighbours", "post", "6 words". */
static void read_within(compiler *c, const node *n, pk_step *s) {
    static const char *const names[] = {"match", "words", "sentence", "post", "neighbours"};
    hp_str text, number;
    if (!schema_text(c, n, &text)) return;
    size_t space = str_find(text, HP_STR(" "), 0);
    hp_str unit = space == SIZE_MAX ? (hp_str){0} : str_sub(text, space + 1, text.n);
    uint64_t words;
    number = str_sub(text, 0, space == SIZE_MAX ? 0 : space);
    if ((str_eq_z(unit, "words") || str_eq_z(unit, "word")) && str_number(number, 200, &words)) {
        s->within = WITHIN_WORDS;
        s->words = (uint16_t)words;
        return;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (i != 1 && str_eq_z(text, names[i])) {
            s->within = (uint8_t)(i + 1);
            return;
        }
    diagnose(&c->d, n->at, "HP014", "unknown window \"%.*s\"", STR_FMT(text));
    diagnose_hint(&c->d, "match, N words, sentence, neighbours or post");
}

static void read_inside(compiler *c, const node *n, pk_step *s) {
    const node *texts[8];
    size_t count = schema_texts(c, n, texts, 8);
    for (size_t i = 0; i < count; i++) {
        int bit = schema_choice(c, texts[i], "place", grammar_places, 6);
        if (bit >= 0) s->inside = (uint8_t)(s->inside | 1u << bit);
    }
}

/* "mon-fri 08:00-15:15": the draft's own day and time. */
static void read_hours(compiler *c, const node *n, pk_step *s) {
    hp_str text;
    if (!schema_text(c, n, &text)) return;
    size_t space = str_find(text, HP_STR(" "), 0), end = space == SIZE_MAX ? text.n : space;
    hp_str days = str_sub(text, 0, end), hours = str_trim(str_sub(text, end, text.n));
    size_t to = str_find(hours, HP_STR("-"), 0);
    int from = to == SIZE_MAX ? -1 : hours_minute(str_sub(hours, 0, to));
    int until = to == SIZE_MAX ? -1 : hours_minute(str_sub(hours, to + 1, hours.n));
    s->days = hours_days(days);
    if (!s->days || from < 0 || until < 0) {
        diagnose(&c->d, n->at, "HP016", "cannot read the hours \"%.*s\"", STR_FMT(text));
        diagnose_hint(&c->d, "write them as mon-fri 08:00-15:15");
        return;
    }
    if (until <= from) {
        diagnose(&c->d, n->at, "HP016", "the hours end before they begin: \"%.*s\"", STR_FMT(text));
        return;
    }
    s->from = (uint16_t)from;
    s->until = (uint16_t)until;
}

static void read_effect(compiler *c, const node *n, pk_step *s) {
    const node *raise = node_get(n, "raise"), *lower = node_get(n, "lower"), *points = node_get(n, "points");
    if (raise) s->points = (int16_t)schema_number(c, raise, 0, 100, 0);
    if (lower) s->points = (int16_t)-schema_number(c, lower, 0, 100, 0);
    if (points) s->points = (int16_t)schema_number(c, points, -100, 100, 0);
    if (node_get(n, "severity")) {
        int level = schema_choice(c, node_get(n, "severity"), "severity", grammar_severities, 4);
        s->severity = level > 0 ? (uint8_t)level : 0;
    }
    if (node_get(n, "side")) {
        int side = schema_choice(c, node_get(n, "side"), "side", grammar_sides, 3);
        s->side = side > 0 ? (uint8_t)side : SIDE_BOTH;
    }
    s->whose = node_get(n, "whose") && schema_yes(c, node_get(n, "whose"));
    s->negate = node_get(n, "not") && schema_yes(c, node_get(n, "not"));
    if (node_get(n, "for")) s->form = (uint8_t)(schema_choice(c, node_get(n, "for"), "shape", grammar_forms, 2) + 1);
}

/* "before" and "after": phrases that stand right there, unless `within` says how far. */
static const node *read_beside(const node *n, pk_step *s) {
    const node *before = node_get(n, "before"), *after = node_get(n, "after");
    if (!before && !after) return NULL;
    s->side = before ? SIDE_BEFORE : SIDE_AFTER;
    s->within = WITHIN_WORDS;
    s->words = 1;
    return before ? before : after;
}

/* Index + 1 of what can be said of a draft; kept with the first reason for asking. */
static uint8_t flag_of(compiler *c, const node *n, hp_str reason) {
    hp_str name;
    if (!n || !schema_text(c, n, &name)) return 0;
    for (size_t i = 0; i < c->b.flags.n; i++)
        if (str_eq(build_text(&c->b, c->b.flags.v[i].name), name)) return (uint8_t)(i + 1);
    if (!name.n || c->b.flags.n == LIMIT_FLAGS) {
        diagnose(&c->d, n->at, name.n ? "HP003" : "HP013", name.n ? "more than %d flags" : "the flag has no name",
                 LIMIT_FLAGS);
        return 0;
    }
    pk_flag made = {build_str(&c->b, name), build_str(&c->b, reason)};
    pk_flag *place = VEC_ADD(c->a, &c->b.flags, pk_flag);
    if (place) *place = made;
    return (uint8_t)c->b.flags.n;
}

/* Whether it asks for anything, and for one thing before or behind the match. */
static bool asks(compiler *c, const node *n) {
    static const char *const asked[] = {"any",   "words", "before", "after",  "regex",   "inside",
                                        "hours", "flag",  "reads",  "counts", "validate"};
    size_t count = 0;
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) count += node_get(n, asked[i]) != NULL;
    const node *first = node_get(n, "before"), *second = node_get(n, "after");
    if (first && (second || node_get(n, "any") || node_get(n, "words")))
        diagnose(&c->d, first->key->at, "HP011", "a condition has one of \"any\", \"words\", \"before\", \"after\"");
    if (!count)
        diagnose(&c->d, n->at, "HP013",
                 "a condition needs one of \"any\", \"before\", \"after\", \"regex\", \"inside\", \"hours\", \"flag\", "
                 "\"reads\", \"counts\", \"validate\"");
    return count > 0;
}

static void read_step(compiler *c, uint32_t set, const node *n, bool drops) {
    if (!schema_check(c, n, &grammar_condition)) return;
    if (!asks(c, n)) return;
    pk_step s = {.within = WITHIN_SENTENCE, .drops = drops};
    const node *any = node_get(n, "any") ? node_get(n, "any") : node_get(n, "words"), *beside = read_beside(n, &s),
               *regex = node_get(n, "regex"), *inside = node_get(n, "inside"), *hours = node_get(n, "hours"),
               *reads = node_get(n, "reads"), *counts = node_get(n, "counts");
    if (!any) any = beside;
    if (any) s.lists = lists_refs(c, set, any);
    if (regex) s.pattern = pattern_add(c, set, regex, -1, 0, 0, (hp_str){0});
    if (inside) read_inside(c, inside, &s);
    if (hours) read_hours(c, hours, &s);
    if (reads) s.reads = (uint8_t)(schema_choice(c, reads, "answer of the code reader", grammar_hit_readings, 3) + 1);
    if (counts) s.counts = (uint8_t)(schema_choice(c, counts, "size", grammar_sizes, 2) + 1);
    s.validator = (uint8_t)validator_of(c, node_get(n, "validate"));
    if (node_get(n, "on") || node_get(n, "words")) s.within = WITHIN_MATCH;
    if (node_get(n, "within")) read_within(c, node_get(n, "within"), &s);
    read_effect(c, n, &s);
    hp_str reason;
    schema_text(c, node_get(n, "reason"), &reason);
    s.reason = build_str(&c->b, reason);
    s.flag = flag_of(c, node_get(n, "flag"), reason);
    pk_step *place = VEC_ADD(c->a, &c->b.steps, pk_step);
    if (place) *place = s;
}

static void read_steps(compiler *c, uint32_t set, const node *n, bool drops) {
    if (!n) return;
    if (n->kind == NODE_MAP)
        read_step(c, set, n, drops);
    else if (n->kind == NODE_LIST) {
        NODE_EACH(child, n) read_step(c, set, child, drops);
    } else
        diagnose(&c->d, n->at, "HP010", "conditions must be a list");
}

pk_range conditions_read(compiler *c, uint32_t set, const node *near, const node *unless, const node *words) {
    pk_range r = {(uint32_t)c->b.steps.n, 0};
    read_steps(c, set, words, false);
    read_steps(c, set, near, false);
    read_steps(c, set, unless, true);
    r.count = (uint32_t)c->b.steps.n - r.first;
    return r;
}
