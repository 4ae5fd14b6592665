/* sketch_sets.c - see sketch_sets.h. PCRE2 matches U+017F as s and U+212A as k without case: a text that holds one is
 * not traced at all (find/tracer.c), so that only a regex that does so is looked after here. */
#include "pack/sketch_sets.h"

#include "base/str.h"

/* ---- sets ---- */

void symbols_add(pk_symbols *s, unsigned symbol) {
    s->bits[symbol >> 5] |= (uint32_t)1 << (symbol & 31);
}

static void add_range(pk_symbols *s, unsigned first, unsigned last) {
    if (last > SYMBOL_FAR) last = SYMBOL_FAR;
    for (unsigned from = first, end; from <= last; from = end + 1) { /* word by word */
        end = from | 31;
        if (end > last) end = last;
        s->bits[from >> 5] |= UINT32_MAX << (from & 31) & UINT32_MAX >> (31 - (end & 31));
    }
}

static void add_letters(pk_symbols *s) {
    add_range(s, 'a', 'z');
    add_range(s, 'A', 'Z');
}

static void join(pk_symbols *s, const pk_symbols *more) {
    for (size_t i = 0; i < sizeof s->bits / sizeof *s->bits; i++) s->bits[i] |= more->bits[i];
}

pk_symbols symbols_all(void) {
    pk_symbols s = {{0}};
    add_range(&s, 0, SYMBOL_FAR);
    return s;
}

pk_symbols symbols_word(void) {
    pk_symbols s = {{0}};
    add_letters(&s);
    add_range(&s, '0', '9');
    symbols_add(&s, '_');
    return s;
}

pk_symbols symbols_turned(pk_symbols s) {
    pk_symbols other = {{0}};
    for (unsigned i = 0; i < SYMBOL_FAR / 32; i++) other.bits[i] = ~s.bits[i];
    symbols_add(&other, SYMBOL_FAR);
    return other;
}

bool symbols_hold(const pk_symbols *s, const pk_symbols *part) {
    for (size_t i = 0; i < sizeof s->bits / sizeof *s->bits; i++)
        if (part->bits[i] & ~s->bits[i]) return false;
    return true;
}

/* Both cases of each letter: capitals and small letters have the same places in a word each. */
static void add_cases(pk_symbols *s) {
    const uint32_t letters = 0x7fffffe;
    uint32_t *capital = &s->bits['A' / 32], *small = &s->bits['a' / 32], either = (*capital | *small) & letters;
    *capital |= either;
    *small |= either;
}

/* ---- escapes ---- */

/* \p{Lu} and the like; a property that is not known here may be of any character. */
static pk_symbols property(regex_reader *r) {
    pk_symbols s = {{0}};
    size_t from = r->at;
    if (reader_peek(r) == '{')
        while (r->at < r->s.n && r->s.p[r->at] != '}') r->at++;
    if (r->at < r->s.n) r->at++;
    hp_str name = str_sub(r->s, from, r->at);
    symbols_add(&s, SYMBOL_FAR);
    if (str_eq_z(name, "{L}") || str_eq_z(name, "L")) {
        add_letters(&s);
    } else if (str_eq_z(name, "{Lu}") || str_eq_z(name, "{Ll}")) {
        bool upper = name.p[2] == 'u';
        add_range(&s, upper ? 'A' : 'a', upper ? 'Z' : 'z');
        if (r->caseless) add_cases(&s), r->loose = true; /* versions of PCRE2 differ */
    } else if (str_eq_z(name, "{N}") || str_eq_z(name, "{Nd}")) {
        add_range(&s, '0', '9');
    } else {
        r->loose = true;
        return symbols_all();
    }
    return s;
}

bool reader_set(regex_reader *r, pk_symbols *out) {
    pk_symbols s = {{0}};
    char c = reader_peek(r);
    r->at++;
    symbols_add(&s, SYMBOL_FAR);
    switch (c) {
    case 'D':
    case 'd': add_range(&s, '0', '9'); break;
    case 'W':
    case 'w':
        s = symbols_word();
        symbols_add(&s, SYMBOL_FAR);
        break;
    case 'S':
    case 's':
        symbols_add(&s, ' ');
        add_range(&s, '\t', '\r');
        break;
    case 'H':
    case 'h':
        symbols_add(&s, ' ');
        symbols_add(&s, '\t');
        break;
    case 'V':
    case 'v': add_range(&s, '\n', '\r'); break;
    case 'N':
        if (reader_peek(r) == '{') r->failed = true; /* \N{U+41} */
        r->loose = true;
        s = symbols_all();
        break;
    case 'p': s = property(r); break;
    case 'P':
        (void)property(r);
        r->loose = true;
        s = symbols_all();
        break;
    default: r->at--; return false;
    }
    *out = c == 'D' || c == 'W' || c == 'S' || c == 'H' || c == 'V' ? symbols_turned(s) : s;
    return true;
}

/* (?x) leaves out more than the blanks of ASCII; such a regex is not read. */
int reader_character(regex_reader *r) {
    static const char *const strange[] = {"\xc5\xbf",     "\xe2\x84\xaa", "\xc2\x85",    "\xe2\x80\x8e",
                                          "\xe2\x80\x8f", "\xe2\x80\xa8", "\xe2\x80\xa9"};
    size_t from = r->at++;
    while (r->at < r->s.n && ((unsigned char)r->s.p[r->at] & 0xC0) == 0x80) r->at++;
    hp_str text = str_sub(r->s, from, r->at);
    for (size_t i = 0; i < sizeof strange / sizeof *strange; i++)
        if (str_eq_z(text, strange[i])) r->failed = true;
    return SYMBOL_FAR;
}

/* ---- classes ---- */

/* One character of a class, or the end of a range; -1: it was a set. */
static int read_member(regex_reader *r, pk_symbols *set) {
    char c = reader_peek(r);
    pk_symbols more;
    if ((unsigned char)c >= 0x80) return reader_character(r);
    r->at++;
    if (c == '[' && (reader_peek(r) == ':' || reader_peek(r) == '.' || reader_peek(r) == '=')) { /* [:alpha:] */
        while (r->at < r->s.n && r->s.p[r->at] != ']') r->at++;
        r->at++;
        *set = symbols_all();
        r->loose = true;
        return -1;
    }
    if (c != '\\') return c;
    if (reader_set(r, &more)) {
        join(set, &more);
        return -1;
    }
    int code = reader_code(r);
    if (code >= 0) return code;
    c = reader_peek(r);
    r->at++;
    if (c == 'b') return '\b';
    if (char_is_alpha(c) || char_is_digit(c) || (unsigned char)c >= 0x80) r->failed = true;
    return c & 0x7f;
}

void reader_class(regex_reader *r, pk_symbols *out) {
    bool negated = reader_next_is(r, "^"), first = true;
    pk_symbols set = {{0}};
    r->loose = false;
    while (reader_more(r) && (first || reader_peek(r) != ']')) {
        first = false;
        int c = read_member(r, &set), last = c;
        bool range = reader_peek(r) == '-' && r->at + 1 < r->s.n && r->s.p[r->at + 1] != ']';
        if (c < 0) {
            if (range) symbols_add(&set, '-'), r->at++; /* [\w-.] */
            continue;
        }
        if (range) {
            r->at++;
            last = read_member(r, &set);
        }
        if (last < 0) r->failed = true; /* [a-\d] */
        if (!r->failed) add_range(&set, (unsigned)c, (unsigned)last);
        if (last == SYMBOL_FAR && range && r->caseless) { /* it may hold what folds to ASCII */
            r->loose = true;
            symbols_add(&set, 's');
            symbols_add(&set, 'k');
        }
    }
    if (!reader_next_is(r, "]")) r->failed = true;
    if (r->caseless) add_cases(&set);
    *out = !negated ? set : r->loose ? symbols_all() : symbols_turned(set);
}
