/* fragments.c - (?&name) and (?&@list) in a regex are replaced by what they stand for; {name} in a frame by the
 * character that stands for a candidate. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "pack/compiler.h"

typedef struct expansion {
    compiler *c;
    uint32_t set;
    const node *at;
    bool frame, failed;
} expansion;

static void put(expansion *x, hp_str s) {
    compiler *c = x->c;
    if (x->failed) return;
    if (s.n > LIMIT_PATTERN_EXPANDED - c->expanded.n) {
        diagnose(&c->d, x->at->at, "HP023", "longer than %d bytes once its fragments stand in it",
                 LIMIT_PATTERN_EXPANDED);
        x->failed = true;
        return;
    }
    if (!c->expanded.v) c->expanded.v = arena_take(c->a, LIMIT_PATTERN_EXPANDED);
    x->failed = !c->expanded.v;
    if (x->failed || !s.n) return;
    memcpy(c->expanded.v + c->expanded.n, s.p, s.n);
    c->expanded.n += s.n;
}

static int longer_first(const void *a, const void *b) {
    const hp_str *x = a, *y = b;
    return x->n == y->n ? str_cmp(*x, *y) : x->n > y->n ? -1 : 1;
}

/* Whether a character means something in a pattern. */
static bool is_sign(char c) {
    switch (c) {
    case '\\':
    case '^':
    case '$':
    case '.':
    case '|':
    case '?':
    case '*':
    case '+':
    case '(':
    case ')':
    case '[':
    case ']':
    case '{':
    case '}':
    case '#':
    case 0: return true;
    default: return false;
    }
}

static void put_phrase(expansion *x, hp_str phrase) {
    bool prefix = str_ends(phrase, HP_STR("*"));
    size_t end = phrase.n - prefix;
    for (size_t i = 0, n; i < end; i += n) {
        if (is_sign(phrase.p[i])) put(x, HP_STR("\\"));
        for (n = 1; i + n < end && !is_sign(phrase.p[i + n]);) n++;
        put(x, str_sub(phrase, i, i + n));
    }
    if (prefix) put(x, HP_STR("\\w*"));
}

static void put_list(expansion *x, hp_str name) {
    uint32_t index = lists_find(x->c, x->set, x->at, name);
    if (!index) {
        x->failed = true;
        return;
    }
    list_info *l = &x->c->lists.v[index - 1];
    if (l->regex.n) { /* many patterns name one list */
        put(x, l->regex);
        return;
    }
    size_t from = x->c->expanded.n;
    hp_str *sorted = ARENA_ARRAY(x->c->a, hp_str, l->entries.n);
    if (!sorted) return;
    if (l->entries.n) memcpy(sorted, l->entries.v, l->entries.n * sizeof *sorted);
    qsort(sorted, l->entries.n, sizeof *sorted, longer_first);
    put(x, l->exact ? HP_STR("(?-i:") : HP_STR("(?i:"));
    if (!l->entries.n) put(x, HP_STR("(?!)"));
    for (size_t i = 0; i < l->entries.n; i++) {
        if (i) put(x, HP_STR("|"));
        put_phrase(x, sorted[i]);
    }
    put(x, HP_STR(")"));
    if (!x->failed) l->regex = arena_copy(x->c->a, (hp_str){x->c->expanded.v + from, x->c->expanded.n - from});
}

static void expand(expansion *x, hp_str regex, int depth);

static void put_fragment(expansion *x, hp_str name, int depth) {
    const node *defines = node_get(x->c->sets.v[x->set].root, "define"), *found = NULL;
    hp_str known[64];
    size_t count = 0;
    if (depth > LIMIT_FRAGMENT_DEPTH) {
        diagnose(&x->c->d, x->at->at, "HP024", "fragments use one another in a circle, or deeper than %d",
                 LIMIT_FRAGMENT_DEPTH);
        x->failed = true;
        return;
    }
    if (defines && defines->kind == NODE_MAP) NODE_EACH(n, defines) {
            if (str_eq(n->key->text, name)) found = n;
            if (count < 64) known[count++] = n->key->text;
        }
    if (!found || found->kind != NODE_SCALAR) {
        diagnose(&x->c->d, x->at->at, "HP022", "unknown fragment \"(?&%.*s)\"", STR_FMT(name));
        diagnose_nearest(&x->c->d, name, known, count);
        x->failed = true;
        return;
    }
    put(x, HP_STR("(?:"));
    expand(x, found->text, depth + 1);
    put(x, HP_STR(")"));
}

static void expand(expansion *x, hp_str regex, int depth) {
    for (size_t i = 0; i < regex.n && !x->failed;) {
        hp_str rest = str_sub(regex, i, regex.n);
        if (rest.p[0] == '\\' && rest.n > 1) {
            if (rest.p[1] == 'K') {
                diagnose(&x->c->d, x->at->at, "HP025", "\\K is not allowed");
                diagnose_hint(&x->c->d, "name the part that is the span: (?<match>...)");
                x->failed = true;
            }
            put(x, str_sub(rest, 0, 2));
            i += 2;
        } else if (str_starts(rest, HP_STR("(?&"))) {
            size_t end = str_find(rest, HP_STR(")"), 0);
            hp_str name = str_sub(rest, 3, end == SIZE_MAX ? rest.n : end);
            if (str_starts(name, HP_STR("@")))
                put_list(x, name);
            else
                put_fragment(x, name, depth);
            i += 3 + name.n + 1;
        } else if (x->frame && str_starts(rest, HP_STR("{name}"))) {
            put(x, HP_STR("\\x{E000}"));
            i += 6;
        } else {
            size_t n = 1;
            while (n < rest.n && rest.p[n] != '\\' && rest.p[n] != '(' && rest.p[n] != '{') n++;
            put(x, str_sub(rest, 0, n));
            i += n;
        }
    }
}

bool fragments_expand(compiler *c, uint32_t set, const node *n, bool frame, hp_str *out) {
    expansion x = {.c = c, .set = set, .at = n, .frame = frame};
    *out = (hp_str){0};
    if (n->escaped) {
        diagnose(&c->d, n->at, "HP021", "a regex in double quotes loses its backslashes");
        diagnose_hint(&c->d, "use single quotes: '\\bword\\b'");
        return false;
    }
    if (n->text.n > LIMIT_PATTERN_CHARS) {
        diagnose(&c->d, n->at, "HP023", "a pattern of %zu bytes, more than %d", n->text.n, LIMIT_PATTERN_CHARS);
        return false;
    }
    c->expanded.n = 0;
    expand(&x, n->text, 0);
    *out = (hp_str){c->expanded.v, c->expanded.n};
    return !x.failed;
}
