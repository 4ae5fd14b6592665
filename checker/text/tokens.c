/* tokens.c - one pass over the clean text: links and addresses first, then tags, numbers, words, emoji, signs. */
#include "text/tokens.h"

#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "text/unicode.h"

typedef struct scanner {
    hp_str s;
    size_t at;
} scanner;

static char peek(hp_str s, size_t at) {
    return at < s.n ? s.p[at] : 0;
}

static bool is_alnum(char c) {
    return char_is_alpha(c) || char_is_digit(c);
}

/* Letter, digit or underscore at `at`; its length in bytes, 0 for anything else. */
static size_t word_char(hp_str s, size_t at) {
    if (at >= s.n) return 0;
    unsigned char b = (unsigned char)s.p[at];
    if (b < 0x80) return is_alnum((char)b) || b == '_';
    uint32_t c;
    size_t n = unicode_next(s, at, &c);
    return unicode_is_letter(c) || unicode_is_digit(c) ? n : 0;
}

static size_t letter_at(hp_str s, size_t at) {
    uint32_t c;
    size_t n = unicode_next(s, at, &c);
    return n && unicode_is_letter(c) ? n : 0;
}

static bool is_upper_at(hp_str s, size_t at) {
    uint32_t c;
    return unicode_next(s, at, &c) && unicode_is_upper(c);
}

/* ---- links and mail ---- */

static size_t to_space(hp_str s, size_t at) {
    while (at < s.n && !char_is_space(s.p[at]) && s.p[at] != '<' && s.p[at] != '>' && s.p[at] != '"') at++;
    return at;
}

/* Signs that end a sentence around a link, and closing brackets without an opening one, are not part of it. */
static size_t trim_link(hp_str s, size_t from, size_t end) {
    while (end > from) {
        char c = s.p[end - 1];
        if (memchr(".,;:!?'*_~", c, 10))
            end--;
        else if (c == ')' && !memchr(s.p + from, '(', end - from))
            end--;
        else if (c == ']' && !memchr(s.p + from, '[', end - from))
            end--;
        else
            break;
    }
    return end;
}

static bool starts_nocase(hp_str s, size_t at, hp_str prefix) {
    if (at >= s.n || (s.p[at] | 0x20) != prefix.p[0]) return false;
    return s.n - at >= prefix.n && str_eq_nocase(str_sub(s, at, at + prefix.n), prefix);
}

/* Endings of host names that people write without a path; with a path any two letters or more will do. */
static bool is_known_ending(hp_str label) {
    static const char *const endings[] = {"com",     "org",  "net",  "edu",  "gov",  "info", "io",  "co",
                                          "uk",      "us",   "ca",   "au",   "nz",   "ie",   "de",  "fr",
                                          "es",      "mx",   "me",   "tv",   "app",  "ly",   "dev", "social",
                                          "example", "test", "site", "page", "link", "club", "gle"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_eq_nocase(label, str_of(endings[i]))) return true;
    return false;
}

/* End of a dotted host name at `at`, 0 when there is none. *ending is its last label. */
static size_t host_end(hp_str s, size_t at, hp_str *ending) {
    enum { LONGEST_HOST = 253 };
    size_t i = at, label = at, dots = 0;
    while (i < s.n && i - at < LONGEST_HOST) {
        char c = s.p[i];
        if (is_alnum(c) || (c == '-' && i > label))
            i++;
        else if (c == '.' && i > label && is_alnum(peek(s, i + 1))) {
            dots++;
            label = ++i;
        } else
            break;
    }
    *ending = str_sub(s, label, i);
    if (!dots || ending->n < 2 || !char_is_alpha(ending->p[0])) return 0;
    for (size_t k = 0; k < ending->n; k++)
        if (!char_is_alpha(ending->p[k])) return 0;
    return i;
}

static size_t mail_end(hp_str s, size_t at) {
    enum { LONGEST_LOCAL = 64 };
    size_t i = at;
    while (i < s.n && i - at <= LONGEST_LOCAL && (is_alnum(s.p[i]) || memchr("._%+-", s.p[i], 5))) i++;
    if (i == at || peek(s, i) != '@') return 0;
    hp_str ending;
    return host_end(s, i + 1, &ending);
}

static size_t link_end(hp_str s, size_t at) {
    if (starts_nocase(s, at, HP_STR("http://")) || starts_nocase(s, at, HP_STR("https://")) ||
        starts_nocase(s, at, HP_STR("www.")))
        return trim_link(s, at, to_space(s, at));
    hp_str ending;
    size_t end = host_end(s, at, &ending);
    if (!end || end - at < 4) return 0;
    char next = peek(s, end);
    if (next == '/' || next == ':' || next == '?') {
        if (next == '/' && is_alnum(peek(s, end + 1))) return trim_link(s, at, to_space(s, at));
        if (next == ':' && char_is_digit(peek(s, end + 1)) && is_known_ending(ending))
            return trim_link(s, at, to_space(s, at));
    }
    return is_known_ending(ending) && !is_alnum(next) && next != '_' ? end : 0;
}

/* ---- tags and handles ---- */

static size_t tag_end(hp_str s, size_t at) {
    size_t i = at + 1, n;
    bool letter = false;
    while ((n = word_char(s, i)) != 0) {
        letter |= !char_is_digit(s.p[i]);
        i += n;
    }
    return letter && i > at + 1 ? i : 0;
}

static size_t handle_end(hp_str s, size_t at) {
    size_t i = at + 1;
    while (i < s.n &&
           (is_alnum(s.p[i]) || s.p[i] == '_' || ((s.p[i] == '.' || s.p[i] == '-') && is_alnum(peek(s, i + 1)))))
        i++;
    if (i == at + 1 || (s.p[at] == '$' && !char_is_alpha(s.p[at + 1]))) return 0;
    hp_str ending;
    if (peek(s, i) == '@') {
        size_t host = host_end(s, i + 1, &ending);
        if (host) i = host;
    }
    return i;
}

/* ---- numbers and words ---- */

static size_t clock_end(hp_str s, size_t at) {
    size_t i = at;
    while (i < s.n && i - at < 2 && char_is_digit(s.p[i])) i++;
    if (i == at || (s.p[i < s.n ? i : at] != ':' && s.p[i < s.n ? i : at] != 'h')) return 0;
    if (!char_is_digit(peek(s, i + 1)) || !char_is_digit(peek(s, i + 2)) || char_is_digit(peek(s, i + 3))) return 0;
    i += 3;
    if (peek(s, i) == ':' && char_is_digit(peek(s, i + 1))) i += 3;
    if (i > s.n) return 0;
    size_t half = i + (peek(s, i) == ' ');
    char c = char_lower(peek(s, half));
    if ((c == 'a' || c == 'p') && char_lower(peek(s, half + 1)) == 'm' && !is_alnum(peek(s, half + 2))) i = half + 2;
    return i;
}

/* Digits with separators; when letters follow directly the whole run is TOKEN_MIXED. */
static size_t number_end(hp_str s, size_t at, uint8_t *kind) {
    size_t i = clock_end(s, at), n;
    if (i && !word_char(s, i)) {
        *kind = TOKEN_TIME;
        return i;
    }
    *kind = TOKEN_NUMBER;
    for (i = at; i < s.n; i++)
        if (!char_is_digit(s.p[i]) && !((s.p[i] == '.' || s.p[i] == ',') && char_is_digit(peek(s, i + 1)))) break;
    if (word_char(s, i)) {
        *kind = TOKEN_MIXED;
        while ((n = word_char(s, i)) != 0) i += n;
    } else if (peek(s, i) == '%')
        i++;
    return i;
}

/* "J.M.", "A.J.", "S.O.S.": capitals each with a period; a single one only where a word follows on the line. */
static size_t initials_end(hp_str s, size_t at) {
    size_t i = at, count = 0, n;
    while (is_upper_at(s, i) && (n = letter_at(s, i)) != 0 && peek(s, i + n) == '.') {
        i += n + 1;
        count++;
    }
    if (count == 0) return 0;
    if (count > 1) {
        if (is_upper_at(s, i) && !letter_at(s, i + letter_at(s, i)))
            i += letter_at(s, i); /* "A.J" without the last period */
        return letter_at(s, i) ? 0 : i;
    }
    if (peek(s, at) == 'I') return 0; /* "so do I. Then" */
    return peek(s, i) == ' ' && letter_at(s, i + 1) ? i : 0;
}

static size_t word_end(hp_str s, size_t at, uint8_t *kind) {
    size_t i = initials_end(s, at), n;
    *kind = TOKEN_WORD;
    if (i) return i;
    for (i = at; i < s.n;) {
        if ((n = word_char(s, i)) != 0) {
            if (char_is_digit(s.p[i]) || s.p[i] == '_') *kind = TOKEN_MIXED;
            i += n;
        } else if ((s.p[i] == '\'' && letter_at(s, i + 1)) || (s.p[i] == '-' && word_char(s, i + 1)))
            i++;
        else if (s.p[i] == '.' && *kind == TOKEN_MIXED && char_is_alpha(peek(s, i + 1)) &&
                 char_is_alpha(peek(s, i + 2)))
            i++; /* file.pdf */
        else
            break;
    }
    return i;
}

/* Where a clitic of [from, end) begins: Maya|'s, do|n't. */
static size_t clitic_start(hp_str s, size_t from, size_t end) {
    static const char *const clitics[] = {"'s", "'ll", "'re", "'ve", "'d", "'m", "n't"};
    hp_str w = str_sub(s, from, end);
    if (!memchr(w.p, '\'', w.n)) return end;
    for (size_t i = 0; i < sizeof clitics / sizeof *clitics; i++) {
        hp_str c = str_of(clitics[i]);
        if (w.n > c.n && str_eq_nocase(str_sub(w, w.n - c.n, w.n), c)) return end - c.n;
    }
    return end;
}

/* ---- emoji ---- */

static size_t emoji_end(hp_str s, size_t at) {
    uint32_t c, next;
    size_t i = at + unicode_next(s, at, &c), n;
    bool flag = c >= 0x1f1e6 && c <= 0x1f1ff;
    while ((n = unicode_next(s, i, &next)) != 0) {
        bool second = flag && next >= 0x1f1e6 && next <= 0x1f1ff;
        bool tone = next >= 0x1f3fb && next <= 0x1f3ff, tag = next >= 0xe0020 && next <= 0xe007f;
        if (next == 0x200d) {
            uint32_t after;
            size_t m = unicode_next(s, i + n, &after);
            if (!m || !unicode_is_emoji(after)) break;
            i += n + m;
        } else if (second || tone || tag || next == 0x20e3) {
            i += n;
            flag = false;
        } else
            break;
    }
    return i;
}

/* ---- the pass ---- */

uint8_t token_case(hp_str text) {
    uint8_t flags = 0;
    size_t upper = 0, letters = 0;
    bool last_lower = false;
    uint32_t c;
    for (size_t i = 0, n; (n = unicode_next(text, i, &c)) != 0; i += n) {
        if (!unicode_is_letter(c)) continue;
        bool up = unicode_is_upper(c);
        if (letters == 0 && up) flags |= TOKEN_CAPITAL;
        if (up && last_lower) flags |= TOKEN_INNERCAP;
        last_lower = unicode_is_lower(c);
        upper += up;
        letters++;
    }
    if (letters >= 2 && upper == letters) flags |= TOKEN_ALLCAPS;
    return flags;
}

bool token_fold(arena *a, hp_str text, token *t) {
    t->fold = unicode_fold(a, text);
    t->hash = str_hash(t->fold);
    return !arena_failed(a);
}

static size_t sign_end(hp_str s, size_t at) {
    uint32_t c, next;
    size_t n = unicode_next(s, at, &c), i = at + n;
    while (unicode_next(s, i, &next) == n && next == c) i += n;
    return i;
}

static size_t token_end(hp_str s, size_t at, bool fresh, uint8_t *kind) {
    uint32_t c;
    size_t end;
    unicode_next(s, at, &c);
    bool ascii_word = c < 0x80 && is_alnum((char)c);
    if (ascii_word && fresh) {
        *kind = TOKEN_EMAIL;
        if ((end = mail_end(s, at)) != 0) return end;
        *kind = TOKEN_URL;
        if ((end = link_end(s, at)) != 0) return end;
    }
    *kind = TOKEN_HASHTAG;
    if (c == '#' && (end = tag_end(s, at)) != 0) return end;
    *kind = TOKEN_HANDLE;
    if (fresh && (c == '@' || c == '$') && (end = handle_end(s, at)) != 0) return end;
    if (c < 0x80 && char_is_digit((char)c)) return number_end(s, at, kind);
    if (unicode_is_letter(c) && !unicode_is_combining(c)) return word_end(s, at, kind);
    if (unicode_is_emoji(c)) {
        *kind = TOKEN_EMOJI;
        return emoji_end(s, at);
    }
    *kind = TOKEN_PUNCT;
    return sign_end(s, at);
}

static token *add_token(doc *d, size_t *room, size_t from, size_t end, uint8_t kind) {
    if (d->token_count == *room) {
        size_t wider = *room ? *room * 2 : 64;
        token *v = ARENA_ARRAY(d->a, token, wider);
        if (!v) return NULL;
        if (d->token_count) memcpy(v, d->tokens, d->token_count * sizeof *v);
        d->tokens = v;
        *room = wider;
    }
    token *t = &d->tokens[d->token_count++];
    *t = (token){.clean_start = from, .clean_end = end, .kind = kind};
    hp_str text = str_sub(d->clean, from, end);
    if (kind == TOKEN_WORD || kind == TOKEN_MIXED) t->flags = token_case(text);
    if (kind == TOKEN_PUNCT || kind == TOKEN_EMOJI) {
        t->fold = text;
        t->hash = str_hash(text);
        return t;
    }
    return token_fold(d->a, text, t) ? t : NULL;
}

hp_status tokens_cut(doc *d, const link_range *links, size_t link_count) {
    hp_str s = d->clean;
    size_t room = 0, link = 0;
    bool space = true, glued = false; /* glued: the last token was a word or number that this one touches */
    for (size_t at = 0; at < s.n;) {
        if (char_is_space(s.p[at])) {
            space = true;
            at++;
            continue;
        }
        if (d->token_count >= LIMIT_TOKENS) return HP_ERR_LIMIT;
        uint8_t kind;
        size_t end = token_end(s, at, space || !glued, &kind), cut = end;
        if (kind == TOKEN_WORD) cut = clitic_start(s, at, end);
        token *t = add_token(d, &room, at, cut, kind);
        if (!t) return HP_ERR_MEMORY;
        if (space) t->flags |= TOKEN_SPACE;
        while (link < link_count && links[link].clean_end <= at) link++;
        if (link < link_count && links[link].clean_start <= at) t->flags |= TOKEN_IN_LINK;
        if (cut < end && !add_token(d, &room, cut, end, TOKEN_CLITIC)) return HP_ERR_MEMORY;
        glued = kind == TOKEN_WORD || kind == TOKEN_NUMBER || kind == TOKEN_MIXED;
        space = false;
        at = end;
    }
    return HP_OK;
}
