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
#include "pack/regex_reader.h"

enum { DEPTH_MOST = 60 };

typedef struct reader {
    regex_reader in; /* failed: nothing is asked */
    arena *a;
    int depth;
    bool cut;    /* edges of words are no edges of the text */
    bool before; /* no word character stands before what is read next */
} reader;

static part read_choice(reader *r);

/* ---- strings ---- */

/* A copy in small letters; without memory an empty one. */
static hp_str lowered(reader *r, hp_str text) {
    char *copy = arena_take(r->a, text.n);
    for (size_t i = 0; copy && i < text.n; i++) copy[i] = char_lower(text.p[i]);
    return (hp_str){copy, copy ? text.n : 0};
}

static part plain_text(reader *r, const char *from, size_t n) {
    hp_str text = lowered(r, (hp_str){from, n});
    return text.n == n ? part_text(r->a, text) : part_open();
}

/* Takes the next characters, which stand for themselves; most have no capitals, and stay where they are. */
static hp_str take_plain(reader *r, size_t n) {
    hp_str text = str_sub(r->in.s, r->in.at, r->in.at + n);
    size_t small = 0;
    while (small < n && !char_is_upper(text.p[small])) small++;
    r->in.at += n;
    return small == n ? text : lowered(r, text);
}

/* A character beyond ASCII. U+E000 stands for a name, which may have letters beside it. */
static part far_character(reader *r) {
    size_t from = r->in.at++;
    while (r->in.at < r->in.s.n && ((unsigned char)reader_peek(&r->in) & 0xC0) == 0x80) r->in.at++;
    hp_str text = str_sub(r->in.s, from, r->in.at);
    if (str_eq_z(text, "\xc5\xbf") || str_eq_z(text, "\xe2\x84\xaa")) r->in.failed = true;
    if (str_eq_z(text, "\xee\x80\x80")) return (part){.empty = false};
    return plain_text(r, text.p, text.n);
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
    size_t from = r->in.at;
    bool lower = r->in.caseless;
    if (reader_peek(&r->in) == '{')
        reader_skip_to(&r->in, '}');
    else
        r->in.at++;
    hp_str name = str_sub(r->in.s, from, r->in.at);
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
    r->in.at++;
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
        if (reader_peek(&r->in) == '{') r->in.failed = true; /* \N{U+41} */
        break;
    case 'p': s = property(r); break;
    case 'P':
        (void)property(r);
        s = any_byte();
        break;
    default: r->in.at--; return false;
    }
    *out = c == 'D' || c == 'W' || c == 'S' ? turned(s) : s;
    return true;
}

static part one_of(reader *r, byte_set s) {
    if (r->in.caseless) byte_set_fold(&s);
    return part_single(r->a, s);
}

static part far_code(void) {
    return (part){.empty = false};
}

/* Behind a backslash. */
static part read_escape(reader *r) {
    byte_set s;
    char c = reader_peek(&r->in);
    if (read_set(r, c, &s)) return one_of(r, s);
    int code = reader_code(&r->in);
    if (code == READER_FAR) return far_code();
    if (code >= 0) return plain_text(r, (const char[]){(char)code}, 1);
    r->in.at++;
    switch (c) {
    case 'b': return r->cut ? part_empty() : part_edge();
    case 'B':
    case 'A':
    case 'z':
    case 'Z':
    case 'G': return part_empty();
    case 'R':
    case 'X': return far_code();
    case 'k':
        reader_skip_to(&r->in, reader_peek(&r->in) == '{' ? '}' : reader_peek(&r->in) == '<' ? '>' : '\'');
        return part_open();
    default: break;
    }
    if (char_is_digit(c) && c != '0' && !char_is_digit(reader_peek(&r->in))) return part_open();
    if (char_is_alpha(c) || char_is_digit(c) || (unsigned char)c >= 0x80) {
        r->in.failed = true;
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
    char c = reader_peek(&r->in);
    byte_set s;
    r->in.at++;
    if (c == '[' && reader_peek(&r->in) == ':') { /* [:alpha:] */
        reader_skip_to(&r->in, ']');
        m->set = any_byte();
        m->many = true;
        return -1;
    }
    if (c == '\\') {
        c = reader_peek(&r->in);
        if (read_set(r, c, &s)) {
            m->set.ascii[0] |= s.ascii[0];
            m->set.ascii[1] |= s.ascii[1];
            m->set.beyond |= s.beyond;
            m->many = true;
            return -1;
        }
        int code = c == 'b' ? (r->in.at++, '\b') : reader_code(&r->in);
        if (code == READER_FAR) add_member(m, READER_FAR);
        if (code >= 0) return code;
        r->in.at++;
        if (char_is_alpha(c) || char_is_digit(c)) r->in.failed = true;
        return (unsigned char)c;
    }
    if ((unsigned char)c >= 0x80) {
        while (r->in.at < r->in.s.n && ((unsigned char)reader_peek(&r->in) & 0xC0) == 0x80) r->in.at++;
        add_member(m, READER_FAR);
        return READER_FAR;
    }
    return (unsigned char)c;
}

/* Behind the opening bracket of a class. */
static part read_class(reader *r) {
    bool negated = reader_next_is(&r->in, "^"), first = true;
    members m = {.many = false};
    while (reader_more(&r->in) && (first || reader_peek(&r->in) != ']')) {
        first = false;
        int c = read_member(r, &m);
        if (c < 0) continue;
        bool range = reader_peek(&r->in) == '-' && r->in.at + 1 < r->in.s.n && r->in.s.p[r->in.at + 1] != ']';
        if (!range) {
            if (c < READER_FAR) add_member(&m, (unsigned char)c);
            continue;
        }
        r->in.at++;
        int last = read_member(r, &m);
        if (last < 0) r->in.failed = true; /* [a-\d] */
        m.many = true;
        if (last >= READER_FAR) m.set.beyond = BEYOND_LETTERS | BEYOND_SIGNS;
        for (int k = c; k <= last && k < READER_FAR; k++) byte_set_add(&m.set, (unsigned char)k);
    }
    if (reader_peek(&r->in) != ']') r->in.failed = true;
    r->in.at++;
    if (r->in.failed) return part_open();
    if (negated) return one_of(r, turned(r->in.caseless ? (byte_set){{0, 0}, 0} : m.set));
    if (m.many || !m.count) return one_of(r, m.set);
    choice c = choice_open(r->before);
    for (size_t i = 0; i < m.count; i++) {
        part p = plain_text(r, &m.listed[i], 1);
        choice_add(r->a, &c, &p);
    }
    return choice_close(r->a, &c);
}

/* ---- groups ---- */

static part read_inside(reader *r, bool before) {
    bool extended = r->in.extended, caseless = r->in.caseless;
    r->before = before;
    if (++r->depth > DEPTH_MOST) r->in.failed = true;
    part p = r->in.failed ? part_open() : read_choice(r);
    r->depth--;
    r->in.extended = extended;
    r->in.caseless = caseless;
    if (!reader_next_is(&r->in, ")")) r->in.failed = true;
    return r->in.failed ? part_open() : p;
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
    bool edge = !wanted && !r->cut && begins_with_word(str_sub(r->in.s, r->in.at, r->in.s.n));
    bool before = !behind && r->before;
    part p = read_inside(r, before);
    if (r->in.failed) return part_open();
    if (wanted) return part_looked(r->a, p, before);
    return edge ? part_edge() : part_empty();
}

static part read_group(reader *r) {
    if (reader_peek(&r->in) == '*') {
        r->in.failed = true;
        return part_open();
    }
    if (!reader_next_is(&r->in, "?")) return read_inside(r, r->before);
    if (reader_next_is(&r->in, "#")) {
        reader_skip_to(&r->in, ')');
        return part_empty();
    }
    if (reader_next_is(&r->in, "<=")) return read_look(r, true, true);
    if (reader_next_is(&r->in, "<!")) return read_look(r, false, true);
    if (reader_next_is(&r->in, "=")) return read_look(r, true, false);
    if (reader_next_is(&r->in, "!")) return read_look(r, false, false);
    if (reader_next_is(&r->in, "P=")) { /* what a group matched */
        reader_skip_to(&r->in, ')');
        return part_open();
    }
    bool extended = r->in.extended, caseless = r->in.caseless;
    if (reader_next_is(&r->in, "<") || reader_next_is(&r->in, "P<"))
        reader_skip_to(&r->in, '>');
    else if (reader_next_is(&r->in, "'"))
        reader_skip_to(&r->in, '\'');
    else if (!reader_next_is(&r->in, ":") && !reader_next_is(&r->in, "|") && !reader_next_is(&r->in, ">")) {
        reader_options(&r->in);
        if (reader_next_is(&r->in, ")")) return part_empty(); /* from here to the end of the group around it */
        if (!reader_next_is(&r->in, ":")) r->in.failed = true;
    }
    part p = read_inside(r, r->before);
    r->in.extended = extended;
    r->in.caseless = caseless;
    return p;
}

/* ---- sequences ---- */

static part read_atom(reader *r) {
    char c = reader_peek(&r->in);
    size_t plain = reader_plain_run(&r->in);
    if (plain > 1) return part_text(r->a, take_plain(r, plain));
    if ((unsigned char)c >= 0x80) return far_character(r);
    r->in.at++;
    switch (c) {
    case '^':
    case '$': return r->cut ? part_empty() : part_edge();
    case '.': return part_single(r->a, any_byte());
    case '[': return read_class(r);
    case '(': return read_group(r);
    case '\\': return read_escape(r);
    default: return plain_text(r, &c, 1);
    }
}

static part read_repeated(reader *r) {
    bool before = r->before;
    size_t least, most;
    part p = read_atom(r);
    reader_skip_blank(&r->in);
    return reader_repeat(&r->in, &least, &most) ? part_repeated(r->a, p, least, most, before) : p;
}

static part read_sequence(reader *r) {
    sequence q = sequence_open(r->before);
    for (reader_skip_blank(&r->in); reader_more(&r->in) && reader_peek(&r->in) != '|' && reader_peek(&r->in) != ')';
         reader_skip_blank(&r->in)) {
        part p = read_repeated(r);
        sequence_follow(r->a, &q, &p);
        r->before = q.before;
    }
    return sequence_close(r->a, &q);
}

/* A branch that is a text, as in lists of words; 0: another. */
static size_t plain_branch(const reader *r) {
    size_t plain = reader_plain_run(&r->in);
    return reader_ends_branch(&r->in, r->in.at + plain) ? plain : 0;
}

static part read_branch(reader *r) {
    size_t plain = plain_branch(r);
    return plain ? part_text(r->a, take_plain(r, plain)) : read_sequence(r);
}

static part read_choice(reader *r) {
    bool before = r->before;
    part p = read_branch(r);
    if (!reader_more(&r->in) || reader_peek(&r->in) != '|') return p;
    choice c = choice_open(before);
    choice_add(r->a, &c, &p);
    while (reader_more(&r->in) && reader_next_is(&r->in, "|")) {
        r->before = before;
        size_t plain = plain_branch(r);
        if (plain) {
            choice_add_text(r->a, &c, take_plain(r, plain));
            continue;
        }
        p = read_sequence(r);
        choice_add(r->a, &c, &p);
    }
    return choice_close(r->a, &c);
}

need *needs_of(arena *a, hp_str regex, bool cut) {
    reader r = {.in = {.s = regex}, .a = a, .cut = cut};
    part p = read_choice(&r);
    if (r.in.failed || r.in.at < r.in.s.n || arena_failed(a)) return NULL;
    return part_need(a, &p, false);
}
