/* front_matter.c - the YAML (---) or TOML (+++) that page generators put before a page. Its values are published as
 * titles, previews and tags; its keys are not.
 *
 * A first line of --- is also how a rule is drawn across the page. So only what looks like a generator's keys to its
 * last line is front matter, and a key is a word in lower case: what people write under a rule is text. */
#include <string.h>

#include "base/str.h"
#include "text/markup.h"

typedef enum line_kind { LINE_OTHER, LINE_FENCE, LINE_BLANK, LINE_COMMENT, LINE_KEY, LINE_MORE } line_kind;

typedef struct line {
    size_t start, end, next; /* without its newline; where the next one begins */
} line;

static line line_at(hp_str s, size_t at) {
    size_t newline = str_find(s, HP_STR("\n"), at);
    size_t end = newline == SIZE_MAX ? s.n : newline;
    line l = {at, end, newline == SIZE_MAX ? s.n : newline + 1};
    while (l.end > at && char_is_space(s.p[l.end - 1])) l.end--;
    return l;
}

/* Where the value of a line `key: value` (`key = value` in TOML) begins, 0 when it is none. */
static size_t value_start(hp_str s, const line *l, bool toml) {
    size_t i = l->start;
    char quote = s.p[i] == '"' || s.p[i] == '\'' ? s.p[i] : '\0';
    i += quote != '\0';
    if (i >= l->end || !((s.p[i] >= 'a' && s.p[i] <= 'z') || s.p[i] == '_')) return 0;
    while (i < l->end && (char_is_alpha(s.p[i]) || char_is_digit(s.p[i]) || memchr("_-.", s.p[i], 3))) i++;
    if (quote && (i >= l->end || s.p[i++] != quote)) return 0;
    while (toml && i < l->end && s.p[i] == ' ') i++;
    if (i >= l->end || s.p[i] != (toml ? '=' : ':')) return 0;
    return toml || i + 1 == l->end || char_is_space(s.p[i + 1]) ? i + 1 : 0;
}

static line_kind kind_of(hp_str s, const line *l, bool toml) {
    hp_str text = str_sub(s, l->start, l->end);
    if (!text.n) return LINE_BLANK;
    if (str_eq_z(text, toml ? "+++" : "---") || (!toml && str_eq_z(text, "..."))) return LINE_FENCE;
    char c = text.p[0];
    if (c == '#') return LINE_COMMENT;
    if (c == ' ' || c == '\t' || c == ']' || c == '}' || (toml && c == '[')) return LINE_MORE;
    if (!toml && c == '-' && (text.n == 1 || text.p[1] == ' ')) return LINE_MORE;
    return value_start(s, l, toml) ? LINE_KEY : LINE_OTHER;
}

static bool add_value(arena *a, hp_str s, size_t start, size_t end, piece_list *out) {
    while (start < end && char_is_space(s.p[start])) start++;
    if (end - start >= 2 && s.p[start] == s.p[end - 1] && (s.p[start] == '"' || s.p[start] == '\'')) start++, end--;
    if (start >= end || s.p[start] == '|' || s.p[start] == '>') return true; /* a block begins on the next line */
    return piece_verbatim(a, out, s, start, end, false) && piece_made(a, out, HP_STR("\n"), end, end, false);
}

size_t front_matter(arena *a, hp_str draft, piece_list *out) {
    piece_list values = {0};
    line l = line_at(draft, 0);
    hp_str fence = str_sub(draft, 0, l.end);
    bool toml = str_eq_z(fence, "+++"), keys = toml, good = true;
    if (!toml && !str_eq_z(fence, "---")) return 0;
    while (l.next < draft.n && good) {
        l = line_at(draft, l.next);
        line_kind kind = kind_of(draft, &l, toml);
        if (kind == LINE_OTHER || (kind == LINE_MORE && !keys)) return 0;
        if (kind == LINE_FENCE) return keys && piece_append(a, out, &values) ? l.next : 0;
        if (kind == LINE_KEY) { /* a statement of its own */
            keys = true;
            good = piece_made(a, &values, HP_STR("\n"), l.start, l.start, false) &&
                   add_value(a, draft, value_start(draft, &l, toml), l.end, &values);
        } else if (kind != LINE_BLANK)
            good = add_value(a, draft, l.start, l.end, &values);
    }
    return 0;
}
