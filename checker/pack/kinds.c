/* kinds.c - which keys a rule of each kind may have. A key of which nothing would come is told: whoever wrote it counts
 * on it. Keys that are not listed here belong to all kinds. */
#include "base/str.h"
#include "pack/compiler.h"

/* Bits in the order of grammar_kinds. */
enum {
    PATTERN = 1,
    WORDS = 2,
    NAME = 4,
    GUARD = 8,
    COMBINE = 16,
    MEDIA = 32,
    REQUIRE = 64,
    LIMIT = 128,
    SCHEDULE = 256,
    GIST = 512
};

static const struct {
    const char *key;
    unsigned kinds;
} keys_of_kinds[] = {
    {"who", PATTERN | WORDS | NAME | COMBINE | GIST},
    {"what", PATTERN | WORDS | NAME | COMBINE | GIST},
    {"alone", PATTERN | WORDS | COMBINE | GIST},
    {"across", PATTERN | GUARD | LIMIT},
    {"match", PATTERN | WORDS | GUARD | LIMIT},
    {"words", PATTERN | WORDS | NAME | GUARD | LIMIT},
    {"validate", PATTERN | GUARD | LIMIT},
    {"reads", PATTERN | WORDS | GUARD},
    {"role", NAME},
    {"shapes", NAME},
    {"frames", NAME},
    {"sure", NAME},
    {"takes", GUARD | NAME},
    {"locked", GUARD},
    {"spares", GUARD},
    {"within", PATTERN | WORDS | GUARD | COMBINE},
    {"all", COMBINE},
    {"any", COMBINE | LIMIT},
    {"none", COMBINE},
    {"at-least", COMBINE},
    {"span", COMBINE},
    {"if", REQUIRE},
    {"then", REQUIRE},
    {"count", LIMIT},
    {"max", LIMIT},
    {"from", GIST},
    {"when", SCHEDULE},
    {"not-when", SCHEDULE},
    {"except", SCHEDULE},
    {"media", MEDIA},
    {"people", MEDIA},
    {"release", MEDIA},
    {"alt", MEDIA},
    {"needs", MEDIA},
    {"never-with", MEDIA},
};

/* "pattern, words, limit" */
static hp_str kinds_text(compiler *c, unsigned kinds) {
    hp_str all = {0};
    for (unsigned i = 0; grammar_kinds[i]; i++)
        if (kinds >> i & 1) all = arena_printf(c->a, "%.*s%s%s", STR_FMT(all), all.n ? ", " : "", grammar_kinds[i]);
    return all;
}

void kinds_refuse(compiler *c, const node *rule) {
    const node *kind = node_get(rule, "kind");
    unsigned bit = 0;
    for (unsigned i = 0; kind && kind->kind == NODE_SCALAR && grammar_kinds[i]; i++)
        if (str_eq_z(kind->text, grammar_kinds[i])) bit = 1u << i;
    for (size_t i = 0; bit && i < sizeof keys_of_kinds / sizeof *keys_of_kinds; i++) {
        const node *n = keys_of_kinds[i].kinds & bit ? NULL : node_get(rule, keys_of_kinds[i].key);
        if (!n) continue;
        diagnose(&c->d, n->key->at, "HP011", "a rule of kind %.*s has no \"%s\"", STR_FMT(kind->text),
                 keys_of_kinds[i].key);
        diagnose_hint(&c->d, "it belongs to kind %.*s", STR_FMT(kinds_text(c, keys_of_kinds[i].kinds)));
    }
}
