/* regex_reader.c - see regex_reader.h. */
#include "pack/regex_reader.h"

#include "base/str.h"

size_t reader_plain_run(const regex_reader *r) {
    enum { PLAIN_MOST = 40 };
    /* letters, digits, - and ', without (?x) the blank: a bit each */
    static const uint64_t signs[2][4] = {{0x03ff208100000000u, 0x07fffffe07fffffeu},
                                         {0x03ff208000000000u, 0x07fffffe07fffffeu}};
    const uint64_t *plain = signs[r->extended];
    const char *from = r->s.p + r->at, *end = from + (r->s.n - r->at < PLAIN_MOST ? r->s.n - r->at : PLAIN_MOST);
    const char *p = from;
    while (p < end && plain[(unsigned char)*p >> 6] >> ((unsigned char)*p & 63) & 1) p++;
    size_t n = (size_t)(p - from);
    if (reader_ends_branch(r, r->at + n)) return n;
    char sign = r->s.p[r->at + n];
    bool repeated = r->extended || sign == '?' || sign == '*' || sign == '+' || sign == '{' || !sign;
    return repeated && n > 1 ? n - 1 : n;
}

void reader_skip_to(regex_reader *r, char end) {
    while (reader_more(r) && reader_peek(r) != end) r->at++;
    if (reader_more(r))
        r->at++;
    else
        r->failed = true;
}

void reader_skip_ignored(regex_reader *r) {
    for (hp_str s = r->s; r->at < s.n; r->at++) {
        if (s.p[r->at] == '#')
            while (r->at < s.n && s.p[r->at] != '\n') r->at++;
        else if (!char_is_space(s.p[r->at]))
            break;
    }
}

void reader_options(regex_reader *r) {
    bool on = true;
    if (reader_next_is(r, "^")) r->extended = r->caseless = false;
    for (; reader_more(r) && (char_is_alpha(reader_peek(r)) || reader_peek(r) == '-'); r->at++) {
        char c = reader_peek(r);
        if (c == '-') on = false;
        if (c == 'x') r->extended = on;
        if (c == 'i') r->caseless = on;
        if (!strchr("imsxnJ-", c)) r->failed = true;
    }
}

/* Digits, at most five; false: there are none. */
static bool read_count(hp_str s, size_t *at, size_t *count) {
    size_t from = *at;
    for (*count = 0; *at < s.n && char_is_digit(s.p[*at]) && *at - from < 5; ++*at)
        *count = *count * 10 + (size_t)(s.p[*at] - '0');
    return *at > from;
}

static bool read_counts(regex_reader *r, size_t *least, size_t *most) {
    hp_str s = r->s;
    size_t at = r->at + 1, n, m;
    if (!read_count(s, &at, &n)) return false;
    m = n;
    if (at < s.n && s.p[at] == ',') {
        at++;
        if (!read_count(s, &at, &m)) m = SIZE_MAX;
    }
    if (at >= s.n || s.p[at] != '}' || m < n) return false;
    r->at = at + 1;
    *least = n;
    *most = m;
    return true;
}

bool reader_repeat_of(regex_reader *r, char sign, size_t *least, size_t *most) {
    if (sign != '{') {
        *least = sign == '+';
        *most = sign == '?' ? 1 : SIZE_MAX;
        r->at++;
    } else if (!read_counts(r, least, most)) {
        return false;
    }
    reader_skip_blank(r);
    if (reader_peek(r) == '?' || reader_peek(r) == '+') r->at++;
    return true;
}

int reader_code(regex_reader *r) {
    static const char letters[] = "tnrfea", codes[] = "\t\n\r\f\x1b\a";
    char c = reader_peek(r);
    const char *simple = c ? strchr(letters, c) : NULL;
    if (!simple && c != 'x') return -1;
    r->at++;
    if (simple) return codes[simple - letters];
    bool braced = reader_next_is(r, "{");
    int value = 0, digit;
    for (int n = 0; (braced || n < 2) && (digit = char_hex(reader_peek(r))) >= 0; n++, r->at++)
        value = value < 0x110000 ? value * 16 + digit : value;
    bool folds_to_ascii = value == 0x17f || value == 0x212a; /* letters of ASCII, without case */
    if ((braced && !reader_next_is(r, "}")) || folds_to_ascii) r->failed = true;
    return value < READER_FAR ? value : READER_FAR;
}
