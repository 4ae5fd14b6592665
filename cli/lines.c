/* lines.c - see lines.h. */
#include "lines.h"

#include <string.h>

enum { KEY_BYTES = 20, VALUE_BYTES = 4096 };

static bool is_key(char c) {
    return (c >= 'a' && c <= 'z') || c == '-';
}

static bool is_value(hp_str text) {
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < 0x20 || text.p[i] == 0x7f) return false;
    return text.n > 0 && text.n <= VALUE_BYTES;
}

bool lines_next(hp_str *rest, hp_str *key, hp_str *value) {
    const char *newline = rest->n > 0 ? memchr(rest->p, '\n', rest->n) : NULL;
    if (!newline) return false;
    size_t n = (size_t)(newline - rest->p), k = 0;
    while (k < n && is_key(rest->p[k])) k++;
    if (k == 0 || k > KEY_BYTES || k == n || rest->p[k] != ' ') return false;
    hp_str found = {rest->p + k + 1, n - k - 1};
    if (!is_value(found)) return false;
    *key = (hp_str){rest->p, k};
    *value = found;
    *rest = (hp_str){newline + 1, rest->n - n - 1};
    return true;
}

bool lines_word(hp_str *rest, hp_str *word) {
    const char *space = rest->n > 0 ? memchr(rest->p, ' ', rest->n) : NULL;
    size_t n = space ? (size_t)(space - rest->p) : rest->n, taken = n + (space != NULL);
    if (n == 0) return false;
    *word = (hp_str){rest->p, n};
    *rest = (hp_str){rest->p + taken, rest->n - taken};
    return true;
}

bool lines_number(hp_str text, uint64_t most, uint64_t *out) {
    uint64_t n = 0;
    *out = 0;
    if (text.n == 0 || text.n > 19 || (text.p[0] == '0' && text.n > 1)) return false;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9') return false;
        n = n * 10 + (uint64_t)(text.p[i] - '0');
    }
    if (n > most) return false;
    *out = n;
    return true;
}

bool lines_hex(hp_str text, size_t digits, bool capitals) {
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (!(c >= '0' && c <= '9') && !(c >= (capitals ? 'A' : 'a') && c <= (capitals ? 'F' : 'f'))) return false;
    }
    return text.n == digits;
}
