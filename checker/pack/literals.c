/* literals.c - a small reader of regexes that keeps only what a match cannot do without.
 *
 * Each part of a regex is either exact, a short list of the only strings it can be, or open, with the best list of
 * strings of which one must occur. A sequence joins exact parts into longer strings until an open part or too many
 * strings stop it, and keeps the best list that it saw; alternatives need a list from every branch. Only ASCII is read:
 * any other character, and whatever has to be looked up, is open. PCRE2 matches U+017F as s and U+212A as k without
 * case, but a clean text (NFKC) holds neither.
 */
#include "pack/literals.h"

#include <string.h>

#include "base/str.h"

enum { EXACT_MOST = 64, EXACT_BYTES = 40, NEED_MOST = 400, DEPTH_MOST = 60 };

typedef struct part {
    bool exact;
    literal_set set;  /* exact: the strings; else one of these must occur, empty: nothing is known */
    bool digit;       /* a digit must occur */
    bool digits_only; /* a single character that is a digit */
} part;

typedef struct reader {
    arena *a;
    hp_str s;
    size_t at;
    int depth;
    bool extended; /* (?x) */
    bool failed;   /* something that is not understood: nothing is asked */
} reader;

static part open_part(void) {
    return (part){.exact = false};
}

static part exact_of(reader *r, hp_str text) {
    part p = {.exact = true, .set = {.v = arena_alloc(r->a, sizeof(hp_str)), .n = 1, .room = 1}};
    if (!p.set.v) return open_part();
    p.set.v[0] = text;
    return p;
}

static part empty_part(reader *r) {
    return exact_of(r, (hp_str){"", 0});
}

static size_t shortest(const literal_set *set) {
    size_t least = set->n ? SIZE_MAX : 0;
    for (size_t i = 0; i < set->n; i++)
        if (set->v[i].n < least) least = set->v[i].n;
    return least;
}

/* Longer strings are rarer; of two lists alike in that, the smaller one. */
static bool asks_more(const literal_set *a, const literal_set *b) {
    size_t x = shortest(a), y = shortest(b);
    if (x < LITERAL_LEAST || a->n > NEED_MOST) return false;
    if (y < LITERAL_LEAST || b->n > NEED_MOST) return true;
    if (x > 6) x = 6;
    if (y > 6) y = 6;
    return x != y ? x > y : a->n < b->n;
}

static bool has(const literal_set *set, hp_str text) {
    for (size_t i = 0; i < set->n; i++)
        if (str_eq(set->v[i], text)) return true;
    return false;
}

static void add(reader *r, literal_set *set, hp_str text) {
    hp_str *place = VEC_ADD(r->a, set, hp_str);
    if (place) *place = text;
}

/* ---- joining ---- */

static bool can_join(const literal_set *a, const literal_set *b) {
    if (a->n * b->n > EXACT_MOST) return false;
    for (size_t i = 0; i < a->n; i++)
        for (size_t k = 0; k < b->n; k++)
            if (a->v[i].n + b->v[k].n > EXACT_BYTES) return false;
    return true;
}

static literal_set join(reader *r, const literal_set *a, const literal_set *b) {
    literal_set out = {0};
    if (a->n == 1 && !a->v[0].n) return *b;
    if (b->n == 1 && !b->v[0].n) return *a;
    for (size_t i = 0; i < a->n; i++)
        for (size_t k = 0; k < b->n; k++) {
            hp_str x = a->v[i], y = b->v[k];
            char *text = arena_alloc(r->a, x.n + y.n);
            if (!text) return out;
            if (x.n) memcpy(text, x.p, x.n);
            if (y.n) memcpy(text + x.n, y.p, y.n);
            add(r, &out, (hp_str){text, x.n + y.n});
        }
    return out;
}

/* A sequence while it is read: the exact strings at its end, and the best list seen before them. */
typedef struct sequence {
    literal_set run, best;
    bool whole, digit; /* whole: nothing open came so far */
} sequence;

static void flush(sequence *q) {
    if (asks_more(&q->run, &q->best)) q->best = q->run;
    q->run = (literal_set){0};
    q->whole = false;
}

static void follow(reader *r, sequence *q, part p) {
    q->digit |= p.digit;
    if (!p.exact) {
        flush(q);
        if (asks_more(&p.set, &q->best)) q->best = p.set;
        q->run = empty_part(r).set;
        return;
    }
    if (!can_join(&q->run, &p.set)) {
        flush(q);
        q->run = p.set;
        return;
    }
    q->run = join(r, &q->run, &p.set);
}

static part finish(sequence *q) {
    part p = {.exact = q->whole, .digit = q->digit};
    if (q->whole) {
        p.set = q->run;
        return p;
    }
    flush(q);
    p.set = q->best;
    return p;
}

/* One branch or the other. */
static part either(reader *r, part a, part b) {
    part p = {.exact = a.exact && b.exact && a.set.n + b.set.n <= EXACT_MOST * 4, .digit = a.digit && b.digit};
    bool known = p.exact || (shortest(&a.set) >= LITERAL_LEAST && shortest(&b.set) >= LITERAL_LEAST);
    if (!known || a.set.n + b.set.n > NEED_MOST) {
        p.exact = false;
        return p;
    }
    for (size_t i = 0; i < a.set.n; i++) add(r, &p.set, a.set.v[i]);
    for (size_t i = 0; i < b.set.n; i++)
        if (b.set.n * a.set.n > 4096 || !has(&a.set, b.set.v[i])) add(r, &p.set, b.set.v[i]);
    return p;
}

/* ---- reading ---- */

static part read_choice(reader *r);

static bool more(const reader *r) {
    return r->at < r->s.n && !r->failed;
}

static char peek(const reader *r) {
    return r->at < r->s.n ? r->s.p[r->at] : '\0';
}

static bool next_is(reader *r, const char *text) {
    size_t n = strlen(text);
    if (r->s.n - r->at < n || memcmp(r->s.p + r->at, text, n) != 0) return false;
    r->at += n;
    return true;
}

static void skip_blank(reader *r) {
    while (r->extended && r->at < r->s.n) {
        char c = peek(r);
        if (c == '#')
            while (r->at < r->s.n && peek(r) != '\n') r->at++;
        else if (char_is_space(c) || c == '\n' || c == '\t' || c == '\r')
            r->at++;
        else
            break;
    }
}

static part plain_text(reader *r, const char *from, size_t n) {
    char *text = arena_alloc(r->a, n);
    if (!text) return open_part();
    bool digit = false;
    for (size_t i = 0; i < n; i++) {
        text[i] = char_is_upper(from[i]) ? (char)(from[i] | 32) : from[i];
        digit |= char_is_digit(from[i]);
    }
    part p = exact_of(r, (hp_str){text, n});
    p.digit = digit;
    return p;
}

static part character(reader *r, char c) {
    return plain_text(r, &c, 1);
}

/* Letters, digits and what else stands for itself, up to the last one before a sign that may repeat it. */
static size_t plain_run(const reader *r, size_t from) {
    size_t n = 0;
    for (; from + n < r->s.n && n < EXACT_BYTES; n++) {
        char c = r->s.p[from + n];
        if (!char_is_alpha(c) && !char_is_digit(c) && c != '-' && c != '\'' && (c != ' ' || r->extended)) break;
    }
    bool repeated = from + n < r->s.n && strchr("?*+{", r->s.p[from + n]) != NULL;
    return repeated || r->extended ? (n > 1 ? n - 1 : n) : n;
}

static void skip_to(reader *r, char end) {
    while (r->at < r->s.n && peek(r) != end) r->at++;
    if (r->at < r->s.n) r->at++;
}

/* Behind a backslash. */
static part read_escape(reader *r) {
    char c = peek(r);
    r->at++;
    part p = open_part();
    switch (c) {
    case 'b':
    case 'B':
    case 'A':
    case 'z':
    case 'Z':
    case 'G': return empty_part(r);
    case 'd': p.digit = p.digits_only = true; return p;
    case 'w':
    case 'W':
    case 's':
    case 'S':
    case 'D':
    case 'h':
    case 'H':
    case 'v':
    case 'V':
    case 'R':
    case 'X':
    case 'N':
    case 'n':
    case 't':
    case 'r':
    case 'f':
    case 'e': return p;
    case 'p':
    case 'P':
    case 'x':
    case 'o':
        if (peek(r) == '{')
            skip_to(r, '}');
        else if (c == 'x')
            r->at += 2;
        else
            r->at++;
        return p;
    default: break;
    }
    if (char_is_alpha(c) || char_is_digit(c) || (unsigned char)c >= 0x80) {
        r->failed = true;
        return p;
    }
    return character(r, c);
}

/* Behind the opening bracket of a class. */
static part read_class(reader *r) {
    bool negated = next_is(r, "^"), first = true, digits = true, listed = true;
    char members[4];
    size_t n = 0;
    while (more(r) && (first || peek(r) != ']')) {
        char c = peek(r);
        first = false;
        r->at++;
        if (c == '[' && peek(r) == ':') { /* [:alpha:] */
            skip_to(r, ']');
            digits = listed = false;
            continue;
        }
        if (c == '\\') {
            char e = peek(r);
            part p = e == 'b' ? (r->at++, open_part()) : read_escape(r);
            digits &= p.digits_only;
            if (!p.exact || p.set.n != 1 || p.set.v[0].n != 1) {
                listed = false;
                continue;
            }
            c = p.set.v[0].p[0];
        }
        if ((unsigned char)c >= 0x80) digits = listed = false;
        if (peek(r) == '-' && r->at + 1 < r->s.n && r->s.p[r->at + 1] != ']') {
            char last = r->s.p[r->at + 1];
            digits &= char_is_digit(c) && char_is_digit(last);
            listed = false;
            r->at += last == '\\' ? 3 : 2;
            continue;
        }
        digits &= char_is_digit(c);
        if (n < sizeof members)
            members[n++] = c;
        else
            listed = false;
    }
    if (peek(r) != ']') r->failed = true;
    r->at++;
    if (negated || r->failed) return open_part();
    part p = open_part();
    if (listed && n) {
        p = character(r, members[0]);
        for (size_t i = 1; i < n; i++) p = either(r, p, character(r, members[i]));
    }
    p.digit = digits;
    return p;
}

/* A look around takes no room; what it asks for must stand in the text all the same. */
static part looked(reader *r, part inner, bool wanted) {
    if (!wanted) return empty_part(r);
    part p = open_part();
    p.digit = inner.digit;
    if (shortest(&inner.set) >= LITERAL_LEAST) p.set = inner.set;
    return p;
}

static part read_group(reader *r) {
    bool look = false, wanted = true, extended = r->extended;
    if (peek(r) == '*') {
        r->failed = true;
        return open_part();
    }
    if (next_is(r, "?")) {
        if (next_is(r, "#")) {
            skip_to(r, ')');
            return empty_part(r);
        }
        if (next_is(r, "<=") || next_is(r, "="))
            look = true;
        else if (next_is(r, "<!") || next_is(r, "!"))
            look = true, wanted = false;
        else if (next_is(r, "<") || next_is(r, "P<"))
            skip_to(r, '>');
        else if (next_is(r, "'"))
            skip_to(r, '\'');
        else if (!next_is(r, ":") && !next_is(r, "|") && !next_is(r, ">")) {
            bool on = true;
            for (; more(r) && (char_is_alpha(peek(r)) || peek(r) == '-' || peek(r) == '^'); r->at++) {
                char c = peek(r);
                if (c == '-' || c == '^') on = false;
                if (c == 'x') r->extended = on;
                if (!strchr("imsxnJ-^", c)) r->failed = true;
            }
            if (next_is(r, ")")) return empty_part(r); /* from here to the end of the group around it */
            if (!next_is(r, ":")) r->failed = true;
        }
    }
    if (++r->depth > DEPTH_MOST) r->failed = true;
    part p = r->failed ? open_part() : read_choice(r);
    r->depth--;
    r->extended = extended;
    if (!next_is(r, ")")) r->failed = true;
    return look ? looked(r, p, wanted) : p;
}

static part read_atom(reader *r) {
    char c = peek(r);
    size_t plain = plain_run(r, r->at);
    if (plain > 1) {
        part p = plain_text(r, r->s.p + r->at, plain);
        r->at += plain;
        return p;
    }
    r->at++;
    switch (c) {
    case '^':
    case '$': return empty_part(r);
    case '.': return open_part();
    case '[': return read_class(r);
    case '(': return read_group(r);
    case '\\': return read_escape(r);
    default: break;
    }
    if ((unsigned char)c >= 0x80) {
        while (r->at < r->s.n && ((unsigned char)peek(r) & 0xC0) == 0x80) r->at++;
        return open_part();
    }
    return character(r, c);
}

/* {n}, {n,}, {n,m}: anything else is a brace that stands for itself. */
static bool read_counts(reader *r, size_t *least, size_t *most) {
    size_t at = r->at + 1, n = 0, m = 0, digits = 0;
    for (; at < r->s.n && char_is_digit(r->s.p[at]); at++, digits++) n = n * 10 + (size_t)(r->s.p[at] - '0');
    if (!digits) return false;
    bool open = false;
    m = n;
    if (at < r->s.n && r->s.p[at] == ',') {
        at++;
        open = at < r->s.n && r->s.p[at] == '}';
        if (!open)
            for (m = 0; at < r->s.n && char_is_digit(r->s.p[at]); at++) m = m * 10 + (size_t)(r->s.p[at] - '0');
    }
    if (at >= r->s.n || r->s.p[at] != '}') return false;
    r->at = at + 1;
    *least = n;
    *most = open ? SIZE_MAX : m;
    return true;
}

static part read_repeated(reader *r) {
    part p = read_atom(r);
    skip_blank(r);
    size_t least = 1, most = 1;
    if (next_is(r, "?"))
        least = 0;
    else if (next_is(r, "*"))
        least = 0, most = SIZE_MAX;
    else if (next_is(r, "+"))
        most = SIZE_MAX;
    else if (peek(r) == '{')
        (void)read_counts(r, &least, &most);
    if ((least != 1 || most != 1) && !next_is(r, "?")) (void)next_is(r, "+");
    if (least == 1 && most == 1) return p;
    if (least == 0 && most == 1 && p.exact && p.set.n < EXACT_MOST) {
        if (!has(&p.set, (hp_str){"", 0})) {
            literal_set copy = {0}; /* sets are shared: a new one grows */
            for (size_t i = 0; i < p.set.n; i++) add(r, &copy, p.set.v[i]);
            add(r, &copy, (hp_str){"", 0});
            p.set = copy;
        }
        p.digit = false;
        return p;
    }
    if (least == 0) return open_part();
    if (p.exact && least == most && least <= 4) {
        sequence q = {.run = empty_part(r).set, .whole = true};
        for (size_t i = 0; i < least; i++) follow(r, &q, p);
        return finish(&q);
    }
    p.exact = false;
    p.digits_only = false;
    if (shortest(&p.set) < LITERAL_LEAST) p.set = (literal_set){0};
    return p;
}

static part read_sequence(reader *r) {
    sequence q = {.run = empty_part(r).set, .whole = true};
    for (skip_blank(r); more(r) && peek(r) != '|' && peek(r) != ')'; skip_blank(r)) follow(r, &q, read_repeated(r));
    return finish(&q);
}

static part read_choice(reader *r) {
    part p = read_sequence(r);
    while (more(r) && next_is(r, "|")) p = either(r, p, read_sequence(r));
    return p;
}

literals literals_of(arena *a, hp_str regex) {
    reader r = {.a = a, .s = regex};
    part p = read_choice(&r);
    literals out = {0};
    if (r.failed || r.at < r.s.n || arena_failed(a)) return out;
    out.digit = p.digit;
    if (shortest(&p.set) >= LITERAL_LEAST && p.set.n <= NEED_MOST) out.any = p.set;
    return out;
}
