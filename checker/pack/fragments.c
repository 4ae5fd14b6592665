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
    int deepest; /* fragments within fragments so far */
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

/* What the set defines under the name; NULL, and told: nothing. */
static const node *find_define(expansion *x, hp_str name) {
    const node *defines = node_get(x->c->sets.v[x->set].root, "define"), *found = NULL;
    hp_str known[64];
    size_t count = 0;
    if (defines && defines->kind == NODE_MAP) NODE_EACH(n, defines) {
            if (str_eq(n->key->text, name)) found = n;
            if (count < 64) known[count++] = n->key->text;
        }
    if (found && found->kind == NODE_SCALAR) return found;
    diagnose(&x->c->d, x->at->at, "HP022", "unknown fragment \"(?&%.*s)\"", STR_FMT(name));
    diagnose_nearest(&x->c->d, name, known, count);
    return NULL;
}

/* What the fragment was expanded to before, when it is not too deep here; NULL. */
static const fragment_info *find_known(const expansion *x, hp_str name, int depth) {
    const set_info *set = &x->c->sets.v[x->set];
    for (size_t i = 0; i < set->fragments.n && !x->frame; i++) {
        const fragment_info *f = &set->fragments.v[i];
        if (str_eq(f->name, name)) return depth + f->height <= LIMIT_FRAGMENT_DEPTH ? f : NULL;
    }
    return NULL;
}

/* Many patterns name one fragment. In a frame {name} would be something else. */
static void keep_known(expansion *x, hp_str name, hp_str text, int height) {
    compiler *c = x->c;
    if (x->failed || x->frame) return;
    fragment_info *f = VEC_ADD(c->a, &c->sets.v[x->set].fragments, fragment_info);
    if (f) *f = (fragment_info){name, arena_copy(c->a, text), height};
}

static void put_fragment(expansion *x, hp_str name, int depth) {
    if (depth > LIMIT_FRAGMENT_DEPTH) {
        diagnose(&x->c->d, x->at->at, "HP024", "fragments use one another in a circle, or deeper than %d",
                 LIMIT_FRAGMENT_DEPTH);
        x->failed = true;
        return;
    }
    int outside = x->deepest;
    const fragment_info *known = find_known(x, name, depth);
    x->deepest = depth + (known ? known->height : 0);
    if (known) {
        put(x, known->text);
    } else {
        size_t from = x->c->expanded.n;
        const node *found = find_define(x, name);
        x->failed = !found;
        if (!found) return;
        put(x, HP_STR("(?:"));
        expand(x, found->text, depth + 1);
        put(x, HP_STR(")"));
        keep_known(x, name, (hp_str){x->c->expanded.v + from, x->c->expanded.n - from}, x->deepest - depth);
    }
    if (outside > x->deepest) x->deepest = outside;
}

static bool is_escaped(hp_str regex, size_t at) {
    size_t slashes = 0;
    while (slashes < at && regex.p[at - slashes - 1] == '\\') slashes++;
    return slashes % 2 == 1;
}

/* The first such sign from `from` on that a backslash makes another, or none; the end: there is none. */
static size_t find_sign(hp_str regex, hp_str sign, size_t from, bool escaped) {
    for (size_t at = from; (at = str_find(regex, sign, at)) != SIZE_MAX; at++)
        if (is_escaped(regex, at) == escaped) return at;
    return regex.n;
}

/* The first (?& from `from` on; the end: there is none. It is looked for by its rarest character. */
static size_t find_fragment(hp_str regex, size_t from) {
    for (size_t at = from; (at = str_find(regex, HP_STR("&"), at)) != SIZE_MAX; at++)
        if (at >= from + 2 && regex.p[at - 2] == '(' && regex.p[at - 1] == '?' && !is_escaped(regex, at - 2))
            return at - 2;
    return regex.n;
}

static void expand(expansion *x, hp_str regex, int depth) {
    size_t reset = find_sign(regex, HP_STR("K"), 0, true); /* \K */
    for (size_t at = 0; !x->failed;) {
        size_t fragment = find_fragment(regex, at);
        size_t name_at = x->frame ? find_sign(regex, HP_STR("{name}"), at, false) : regex.n;
        size_t end = fragment < name_at ? fragment : name_at;
        put(x, str_sub(regex, at, end));
        if (x->failed || (end == regex.n && reset == regex.n)) return;
        if (reset < end) {
            diagnose(&x->c->d, x->at->at, "HP025", "\\K is not allowed");
            diagnose_hint(&x->c->d, "name the part that is the span: (?<match>...)");
            x->failed = true;
        } else if (regex.p[end] == '(') {
            hp_str rest = str_sub(regex, end + 3, regex.n), name = str_sub(rest, 0, str_find(rest, HP_STR(")"), 0));
            if (str_starts(name, HP_STR("@")))
                put_list(x, name);
            else
                put_fragment(x, name, depth);
            at = end + 3 + name.n + 1;
        } else {
            put(x, HP_STR("\\x{E000}"));
            at = end + 6;
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
