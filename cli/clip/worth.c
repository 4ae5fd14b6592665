/* worth.c - see worth.h. */
#include "worth.h"

#include <string.h>

#include "utf8.h"

static bool is_space(uint32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x2028 || c == 0x2029 || c == 0x3000 ||
           (c >= 0x2000 && c <= 0x200B);
}

/* Thai, Lao, Khmer, kana, bopomofo and ideographs: written without spaces between words. */
static bool is_unspaced(uint32_t c) {
    return (c >= 0x0E00 && c < 0x0F00) || (c >= 0x1780 && c < 0x1800) || (c >= 0x3040 && c < 0x3130) ||
           (c >= 0x3400 && c < 0xA000) || (c >= 0xF900 && c < 0xFB00) || (c >= 0x20000 && c < 0x32000);
}

static bool is_letter(uint32_t c) {
    if (c < 0x80) return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
    return c != UTF8_BROKEN && c >= 0xAA && !is_space(c) && !(c >= 0x2010 && c < 0x2070) && c != 0xD7 && c != 0xF7;
}

size_t worth_words(hp_str text) {
    size_t words = 0, unspaced = 0;
    bool inside = false;
    for (size_t i = 0, n; i < text.n; i += n) {
        uint32_t c = utf8_next(text, i, &n);
        bool ends = is_space(c) || (c >= 0x2013 && c <= 0x2015) || c == 0x2026; /* dashes and an ellipsis */
        unspaced += is_unspaced(c);
        if (ends || is_unspaced(c))
            inside = false;
        else if (is_letter(c))
            words += !inside, inside = true;
    }
    return words + unspaced / 2;
}

/* ---- lines ---------------------------------------------------------------------------------------------------- */

static hp_str trimmed(hp_str s) {
    size_t n;
    while (s.n > 0 && is_space(utf8_next(s, 0, &n))) s.p += n, s.n -= n;
    while (s.n > 0 && strchr(" \t\r\n\v\f", s.p[s.n - 1]) && s.p[s.n - 1]) s.n--;
    return s;
}

/* The next line of `rest` that is not blank, trimmed except for tabs in it; false: there is none. */
static bool next_line(hp_str *rest, hp_str *line) {
    while (rest->n > 0) {
        const char *end = memchr(rest->p, '\n', rest->n);
        size_t n = end ? (size_t)(end - rest->p) : rest->n;
        *line = trimmed((hp_str){rest->p, n});
        n += end != NULL;
        rest->p += n, rest->n -= n;
        if (line->n > 0) return true;
    }
    return false;
}

static bool starts(hp_str s, const char *with) {
    size_t n = strlen(with);
    return s.n >= n && memcmp(s.p, with, n) == 0;
}

static bool has(hp_str s, const char *word) {
    return memmem(s.p, s.n, word, strlen(word));
}

/* A path may hold spaces ("/home/ann/Letter to the class.odt"), so a line is one that begins as one and goes on as
 * none of the sentences that begin with a slash. */
static bool is_path(hp_str line) {
    static const char *const roots[] = {"/", "~/", "./", "../", "\\\\", "file:"};
    bool root = line.n > 3 && line.p[1] == ':' && (line.p[2] == '\\' || line.p[2] == '/'); /* C:\ */
    for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]) && !root; i++) root = starts(line, roots[i]);
    size_t slashes = 0;
    for (size_t i = 0; i < line.n; i++) slashes += line.p[i] == '/' || line.p[i] == '\\';
    return root && slashes > 1 && !has(line, ". ") && !has(line, ", ");
}

static bool is_address(hp_str word) {
    if (has(word, "://") || starts(word, "www.") || starts(word, "mailto:") || starts(word, "tel:")) return true;
    const char *at = memchr(word.p, '@', word.n);
    return at && at > word.p && memchr(at, '.', word.n - (size_t)(at - word.p));
}

static bool only_addresses_in(hp_str line) {
    while (line.n > 0) {
        size_t n = 0;
        while (n < line.n && !strchr(" \t,;", line.p[n])) n++;
        if (n > 0 && !is_address((hp_str){line.p, n})) return false;
        n += n < line.n;
        line.p += n, line.n -= n;
    }
    return true;
}

static bool only_addresses(hp_str text) {
    for (hp_str line; next_line(&text, &line);)
        if (!is_path(line) && !only_addresses_in(line)) return false;
    return true;
}

/* Cells of a spreadsheet come with tabs between them, a row a line. The sign before an item of a list, which word
 * processors copy with a tab behind it, makes no row. */
static bool is_row(hp_str line) {
    enum { LIST_SIGN = 4 }; /* bytes: "12.", "iv)", a bullet */
    const char *tab = memchr(line.p, '\t', line.n);
    if (!tab || tab - line.p > LIST_SIGN) return tab;
    return memchr(tab + 1, '\t', line.n - (size_t)(tab + 1 - line.p));
}

static bool is_table(hp_str text) {
    size_t rows = 0;
    for (hp_str line; next_line(&text, &line); rows++)
        if (!is_row(line)) return false;
    return rows > 0;
}

/* A line of a program ends in, or begins with, what ends or begins no sentence. */
static bool is_code_line(hp_str line) {
    static const char *const begins[] = {"#include",  "import ", "from ",   "def ",   "class ",  "return ",
                                         "const ",    "let ",    "var ",    "public", "private", "static ",
                                         "function ", "$ ",      "//",      "/*",     "sudo ",   "print(",
                                         "if (",      "for (",   "while (", "}",      "else:",   "elif "};
    char last = line.p[line.n - 1];
    if (last == '{' || last == '}' || last == ';') return true;
    bool begun = false;
    for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]) && !begun; i++) begun = starts(line, begins[i]);
    return (begun && strchr("):\"'>", last) && last) || has(line, " = ") || has(line, "();") || has(line, " == ");
}

/* Three of four lines: a post that shows a line of a program is still a post. */
static bool is_code(hp_str text) {
    size_t lines = 0, code = 0;
    for (hp_str line; next_line(&text, &line); lines++) code += is_code_line(line);
    return lines > 1 && code * 4 >= lines * 3;
}

worth worth_of(hp_str text, size_t least_words) {
    if (worth_words(text) < least_words || trimmed(text).n == 0) return WORTH_SHORT;
    if (only_addresses(text)) return WORTH_ADDRESSES;
    if (is_table(text)) return WORTH_TABLE;
    return is_code(text) ? WORTH_CODE : WORTH_CHECKING;
}
