/* literals.c - a small reader of regexes that keeps only what a match cannot do without.
 *
 * Strings are read byte by byte; whatever has to be looked up or is not understood is open. PCRE2 matches U+017F as s
 * and U+212A as k without case: a clean text (NFKC) holds neither, and a regex that does asks for nothing.
 */
#include "pack/literals.h"

#include <string.h>

#include "base/str.h"
#include "pack/atoms.h"
#include "pack/literal_parts.h"

enum { DEPTH_MOST = 60, PLAIN_MOST = 40 };

typedef struct reader {
    arena *a;
    hp_str s;
    size_t at;
    int depth;
    bool extended, caseless; /* (?x), (?i) */
    bool cut;                /* edges of words are no edges of the text */
    bool before;             /* no word character stands before what is read next */
    bool failed;             /* something that is not understood: nothing is asked */
} reader;

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
        else if (char_is_space(c))
            r->at++;
        else
            break;
    }
}

static void skip_to(reader *r, char end) {
    while (r->at < r->s.n && peek(r) != end) r->at++;
    if (r->at < r->s.n) r->at++;
}

/* ---- strings ---- */

static part plain_text(reader *r, const char *from, size_t n) {
    char *text = arena_alloc(r->a, n);
    if (!text) return part_open();
    for (size_t i = 0; i < n; i++) text[i] = char_lower(from[i]);
    return part_text(r->a, (hp_str){text, n});
}

/* A character beyond ASCII. U+E000 stands for a name, which may have letters beside it. */
static part far_character(reader *r) {
    size_t from = r->at++;
    while (r->at < r->s.n && ((unsigned char)peek(r) & 0xC0) == 0x80) r->at++;
    hp_str text = str_sub(r->s, from, r->at);
    if (str_eq_z(text, "\xc5\xbf") || str_eq_z(text, "\xe2\x84\xaa")) r->failed = true;
    if (str_eq_z(text, "\xee\x80\x80")) return (part){.empty = false};
    return plain_text(r, text.p, text.n);
}

/* Letters, digits and what else stands for itself, up to the last one before a sign that may repeat it. */
static size_t plain_run(const reader *r, size_t from) {
    size_t n = 0;
    for (; from + n < r->s.n && n < PLAIN_MOST; n++) {
        char c = r->s.p[from + n];
        if (!char_is_alpha(c) && !char_is_digit(c) && c != '-' && c != '\'' && (c != ' ' || r->extended)) break;
    }
    bool repeated = from + n < r->s.n && strchr("?*+{", r->s.p[from + n]) != NULL;
    return repeated || r->extended ? (n > 1 ? n - 1 : n) : n;
}

/* ---- single characters ---- */

static void add_range(byte_set *s, unsigned char first, unsigned char last) {
    for (unsigned c = first; c <= last; c++) byte_set_add(s, (unsigned char)c);
}

static void add_letters(byte_set *s) {
    add_range(s, 'a', 'z');
    add_range(s, 'A', 'Z');
}

static byte_set any_byte(void) {
    return (byte_set){{UINT64_MAX, UINT64_MAX}, BEYOND_LETTERS | BEYOND_SIGNS};
}

static byte_set turned(byte_set s) {
    return (byte_set){{~s.ascii[0], ~s.ascii[1]}, BEYOND_LETTERS | BEYOND_SIGNS};
}

/* \p{Lu} and the like; a property that is not known here may be of any character. */
static byte_set property(reader *r) {
    byte_set s = {{0, 0}, BEYOND_LETTERS};
    size_t from = r->at;
    bool lower = r->caseless;
    if (peek(r) == '{')
        skip_to(r, '}');
    else
        r->at++;
    hp_str name = str_sub(r->s, from, r->at);
    if (str_eq_z(name, "{Lu}")) {
        add_range(&s, 'A', 'Z');
        if (lower) add_range(&s, 'a', 'z');
    } else if (str_eq_z(name, "{Nd}")) {
        add_range(&s, '0', '9');
    } else if (str_eq_z(name, "{L}") || str_eq_z(name, "L") || str_eq_z(name, "{Ll}")) {
        add_letters(&s);
    } else {
        return any_byte();
    }
    return s;
}

/* What an escape that stands for one character of several matches; false: it is no such escape, and nothing was read.
 */
static bool read_set(reader *r, char c, byte_set *out) {
    byte_set s = {{0, 0}, BEYOND_LETTERS};
    r->at++;
    switch (c) {
    case 'D':
    case 'd': add_range(&s, '0', '9'); break;
    case 'W':
    case 'w':
        add_letters(&s);
        add_range(&s, '0', '9');
        byte_set_add(&s, '_');
        s.beyond = BEYOND_LETTERS | BEYOND_SIGNS;
        break;
    case 'S':
    case 's':
    case 'h':
    case 'H':
    case 'v':
    case 'V':
        byte_set_add(&s, ' ');
        add_range(&s, '\t', '\r');
        s.beyond = BEYOND_LETTERS | BEYOND_SIGNS;
        if (c == 'H' || c == 'V') s = turned((byte_set){{0, 0}, 0});
        break;
    case 'N':
        s = any_byte();
        if (peek(r) == '{') r->failed = true; /* \N{U+41} */
        break;
    case 'p': s = property(r); break;
    case 'P':
        (void)property(r);
        s = any_byte();
        break;
    default: r->at--; return false;
    }
    *out = c == 'D' || c == 'W' || c == 'S' ? turned(s) : s;
    return true;
}

/* The character that \x or \t and the like stand for, FAR beyond ASCII; -1: it is none of them. */
enum { FAR = 0x80 };
static int read_code(reader *r, char c) {
    static const char letters[] = "tnrfea", codes[] = "\t\n\r\f\x1b\a";
    const char *simple = c ? strchr(letters, c) : NULL;
    if (!simple && c != 'x') return -1;
    r->at++;
    if (simple) return codes[simple - letters];
    bool braced = next_is(r, "{");
    int value = 0, digit;
    for (int n = 0; (braced || n < 2) && (digit = char_hex(peek(r))) >= 0; n++, r->at++)
        value = value < FAR ? value * 16 + digit : FAR;
    if (braced && !next_is(r, "}")) r->failed = true;
    return value < FAR ? value : FAR;
}

static part one_of(reader *r, byte_set s) {
    for (unsigned char c = 'a'; c <= 'z' && r->caseless; c++)
        if (byte_set_has(&s, c) || byte_set_has(&s, (unsigned char)(c - 32))) {
            byte_set_add(&s, c);
            byte_set_add(&s, (unsigned char)(c - 32));
        }
    return part_single(r->a, s);
}

static part far_code(void) {
    return (part){.empty = false};
}

/* Behind a backslash. */
static part read_escape(reader *r) {
    byte_set s;
    char c = peek(r);
    if (read_set(r, c, &s)) return one_of(r, s);
    int code = read_code(r, c);
    if (code == FAR) return far_code();
    if (code >= 0) return plain_text(r, (const char[]){(char)code}, 1);
    r->at++;
    switch (c) {
    case 'b': return r->cut ? part_empty(r->a) : part_edge(r->a);
    case 'B':
    case 'A':
    case 'z':
    case 'Z':
    case 'G': return part_empty(r->a);
    case 'R':
    case 'X': return far_code();
    case 'k': skip_to(r, peek(r) == '{' ? '}' : peek(r) == '<' ? '>' : '\''); return part_open();
    default: break;
    }
    if (char_is_digit(c) && c != '0' && !char_is_digit(peek(r))) return part_open();
    if (char_is_alpha(c) || char_is_digit(c) || (unsigned char)c >= 0x80) {
        r->failed = true;
        return part_open();
    }
    return plain_text(r, &c, 1);
}

/* ---- classes ---- */

typedef struct members {
    byte_set set;
    char listed[4]; /* while there are only so many, all of ASCII */
    size_t count;
    bool many;
} members;

static void add_member(members *m, unsigned char c) {
    if (c >= 0x80) m->set.beyond = BEYOND_LETTERS | BEYOND_SIGNS;
    if (c >= 0x80 || m->count == sizeof m->listed)
        m->many = true;
    else
        m->listed[m->count++] = (char)c;
    byte_set_add(&m->set, c);
}

/* One character of a class, the end of a range, or a set; -1: it was a set, or a character beyond ASCII. */
static int read_member(reader *r, members *m) {
    char c = peek(r);
    byte_set s;
    r->at++;
    if (c == '[' && peek(r) == ':') { /* [:alpha:] */
        skip_to(r, ']');
        m->set = any_byte();
        m->many = true;
        return -1;
    }
    if (c == '\\') {
        c = peek(r);
        if (read_set(r, c, &s)) {
            m->set.ascii[0] |= s.ascii[0];
            m->set.ascii[1] |= s.ascii[1];
            m->set.beyond |= s.beyond;
            m->many = true;
            return -1;
        }
        int code = c == 'b' ? (r->at++, '\b') : read_code(r, c);
        if (code == FAR) add_member(m, FAR);
        if (code >= 0) return code;
        r->at++;
        if (char_is_alpha(c) || char_is_digit(c)) r->failed = true;
        return (unsigned char)c;
    }
    if ((unsigned char)c >= 0x80) {
        while (r->at < r->s.n && ((unsigned char)peek(r) & 0xC0) == 0x80) r->at++;
        add_member(m, FAR);
        return FAR;
    }
    return (unsigned char)c;
}

/* Behind the opening bracket of a class. */
static part read_class(reader *r) {
    bool negated = next_is(r, "^"), first = true;
    members m = {.many = false};
    while (more(r) && (first || peek(r) != ']')) {
        first = false;
        int c = read_member(r, &m);
        if (c < 0) continue;
        bool range = peek(r) == '-' && r->at + 1 < r->s.n && r->s.p[r->at + 1] != ']';
        if (!range) {
            if (c < FAR) add_member(&m, (unsigned char)c);
            continue;
        }
        r->at++;
        int last = read_member(r, &m);
        if (last < 0) r->failed = true; /* [a-\d] */
        m.many = true;
        if (last >= FAR) m.set.beyond = BEYOND_LETTERS | BEYOND_SIGNS;
        for (int k = c; k <= last && k < FAR; k++) byte_set_add(&m.set, (unsigned char)k);
    }
    if (peek(r) != ']') r->failed = true;
    r->at++;
    if (r->failed) return part_open();
    if (negated) return one_of(r, turned(r->caseless ? (byte_set){{0, 0}, 0} : m.set));
    if (m.many || !m.count) return one_of(r, m.set);
    choice c = choice_open(r->before);
    for (size_t i = 0; i < m.count; i++) choice_add(r->a, &c, plain_text(r, &m.listed[i], 1));
    return choice_close(r->a, &c);
}

/* ---- groups ---- */

/* Letters of (?i) or (?i-x:, up to what ends them. */
static void read_options(reader *r) {
    bool on = true;
    if (next_is(r, "^")) r->extended = r->caseless = false;
    for (; more(r) && (char_is_alpha(peek(r)) || peek(r) == '-'); r->at++) {
        char c = peek(r);
        if (c == '-') on = false;
        if (c == 'x') r->extended = on;
        if (c == 'i') r->caseless = on;
        if (!strchr("imsxnJ-", c)) r->failed = true;
    }
}

static part read_inside(reader *r, bool before) {
    bool extended = r->extended, caseless = r->caseless;
    r->before = before;
    if (++r->depth > DEPTH_MOST) r->failed = true;
    part p = r->failed ? part_open() : read_choice(r);
    r->depth--;
    r->extended = extended;
    r->caseless = caseless;
    if (!next_is(r, ")")) r->failed = true;
    return r->failed ? part_open() : p;
}

/* Is the first alternative any word character, alone or as one of a class? */
static bool begins_with_word(hp_str inside) {
    size_t at = 2;
    if (str_starts(inside, HP_STR("[\\w"))) {
        for (at = 3; at < inside.n && inside.p[at] != ']'; at++) at += inside.p[at] == '\\';
        at++;
    } else if (!str_starts(inside, HP_STR("\\w"))) {
        return false;
    }
    return at < inside.n && (inside.p[at] == ')' || inside.p[at] == '|');
}

/* A look around takes no room; what it asks for must stand in the text all the same. One that forbids a word character
 * asks for the edge of a word. */
static part read_look(reader *r, bool wanted, bool behind) {
    bool edge = !wanted && !r->cut && begins_with_word(str_sub(r->s, r->at, r->s.n));
    bool before = !behind && r->before;
    part p = read_inside(r, before);
    if (r->failed) return part_open();
    if (wanted) return part_looked(r->a, p, before);
    return edge ? part_edge(r->a) : part_empty(r->a);
}

static part read_group(reader *r) {
    if (peek(r) == '*') {
        r->failed = true;
        return part_open();
    }
    if (!next_is(r, "?")) return read_inside(r, r->before);
    if (next_is(r, "#")) {
        skip_to(r, ')');
        return part_empty(r->a);
    }
    if (next_is(r, "<=")) return read_look(r, true, true);
    if (next_is(r, "<!")) return read_look(r, false, true);
    if (next_is(r, "=")) return read_look(r, true, false);
    if (next_is(r, "!")) return read_look(r, false, false);
    bool extended = r->extended, caseless = r->caseless;
    if (next_is(r, "<") || next_is(r, "P<"))
        skip_to(r, '>');
    else if (next_is(r, "'"))
        skip_to(r, '\'');
    else if (!next_is(r, ":") && !next_is(r, "|") && !next_is(r, ">")) {
        read_options(r);
        if (next_is(r, ")")) return part_empty(r->a); /* from here to the end of the group around it */
        if (!next_is(r, ":")) r->failed = true;
    }
    part p = read_inside(r, r->before);
    r->extended = extended;
    r->caseless = caseless;
    return p;
}

/* ---- sequences ---- */

static part read_atom(reader *r) {
    char c = peek(r);
    size_t plain = plain_run(r, r->at);
    if (plain > 1) {
        part p = plain_text(r, r->s.p + r->at, plain);
        r->at += plain;
        return p;
    }
    if ((unsigned char)c >= 0x80) return far_character(r);
    r->at++;
    switch (c) {
    case '^':
    case '$': return r->cut ? part_empty(r->a) : part_edge(r->a);
    case '.': return part_single(r->a, any_byte());
    case '[': return read_class(r);
    case '(': return read_group(r);
    case '\\': return read_escape(r);
    default: return plain_text(r, &c, 1);
    }
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
    bool before = r->before;
    part p = read_atom(r);
    skip_blank(r);
    size_t least = 1, most = 1;
    bool repeated = true;
    if (next_is(r, "?"))
        least = 0;
    else if (next_is(r, "*"))
        least = 0, most = SIZE_MAX;
    else if (next_is(r, "+"))
        most = SIZE_MAX;
    else if (peek(r) == '{')
        repeated = read_counts(r, &least, &most);
    else
        repeated = false;
    if (repeated) skip_blank(r);
    if (repeated && !next_is(r, "?")) (void)next_is(r, "+");
    return part_repeated(r->a, p, least, most, before);
}

static part read_sequence(reader *r) {
    sequence q = sequence_open(r->a, r->before);
    for (skip_blank(r); more(r) && peek(r) != '|' && peek(r) != ')'; skip_blank(r)) {
        sequence_follow(r->a, &q, read_repeated(r));
        r->before = q.before;
    }
    return sequence_close(r->a, &q);
}

static part read_choice(reader *r) {
    bool before = r->before;
    choice c = choice_open(before);
    choice_add(r->a, &c, read_sequence(r));
    while (more(r) && next_is(r, "|")) {
        r->before = before;
        choice_add(r->a, &c, read_sequence(r));
    }
    return choice_close(r->a, &c);
}

need *needs_of(arena *a, hp_str regex, bool cut) {
    reader r = {.a = a, .s = regex, .cut = cut};
    part p = read_choice(&r);
    if (r.failed || r.at < r.s.n || arena_failed(a)) return NULL;
    return part_need(a, &p, false);
}
