/* validate_phone.c - telephone numbers: which groups of digits can be dialled, and which are dates, prices or pages. */
#include <string.h>

#include "base/str.h"
#include "find/validate_parts.h"

enum { MOST_DIGITS = 15 }; /* ITU-T E.164 */

/* A number taken apart. */
typedef struct dialled {
    char v[MOST_DIGITS]; /* digits without extension */
    size_t n;
    uint32_t cuts; /* bit i: something stands between digit i - 1 and digit i */
    bool plus;     /* begins with + or 00 */
    bool extension, slashes, dots;
} dialled;

/* ---- taking apart ---- */

/* "x 123", "ext. 503", "extension 7", "#503" at the end: where it begins, or text.n. */
static size_t extension_start(hp_str text) {
    size_t at = text.n;
    while (at > 0 && char_is_digit(text.p[at - 1])) at--;
    size_t digits = text.n - at, end = at;
    while (end > 0 && (text.p[end - 1] == ' ' || text.p[end - 1] == '.' || text.p[end - 1] == ':')) end--;
    at = end;
    if (at > 0 && text.p[at - 1] == '#') at--;
    while (at > 0 && char_is_alpha(text.p[at - 1])) at--;
    hp_str word = str_sub(text, at, end);
    bool known = str_eq_z(word, "#") || str_eq_nocase(word, HP_STR("x")) || str_eq_nocase(word, HP_STR("ex")) ||
                 (word.n >= 3 && str_eq_nocase(str_sub(word, 0, 3), HP_STR("ext")));
    return known && digits >= 1 && digits <= 6 ? at : text.n;
}

static bool take_digit(dialled *d, char c) {
    if (d->n == MOST_DIGITS) return false;
    d->v[d->n++] = c;
    return true;
}

/* Signs that people put between digits; a + only in front; one bracket pair at a time. */
static bool take_sign(dialled *d, char c, int *depth) {
    if (d->n) d->cuts |= 1u << d->n;
    switch (c) {
    case '+':
        if (d->n || d->plus) return false;
        d->plus = true;
        return true;
    case '(': return ++*depth == 1;
    case ')': return --*depth == 0;
    case '/': d->slashes = true; return true;
    case '.': d->dots = true; return true;
    case ' ':
    case '-':
    case '~':
    case '_': return true;
    default: return false;
    }
}

static bool take_apart(hp_str text, dialled *d) {
    *d = (dialled){.n = 0};
    text = str_trim(text);
    size_t end = extension_start(text);
    int depth = 0;
    d->extension = end < text.n;
    text = str_trim(str_sub(text, 0, end));
    for (size_t i = 0; i < text.n; i++) {
        /* the 0 of "+44 (0)20" is only dialled at home */
        if (d->plus && d->n && depth == 0 && str_starts(str_sub(text, i, text.n), HP_STR("(0)"))) {
            d->cuts |= 1u << d->n;
            i += 2;
            continue;
        }
        bool ok = char_is_digit(text.p[i]) ? take_digit(d, text.p[i]) : take_sign(d, text.p[i], &depth);
        if (!ok) return false;
    }
    d->cuts &= ~(1u << d->n);
    if (!d->plus && d->n > 11 && d->v[0] == '0' && d->v[1] == '0') {
        memmove(d->v, d->v + 2, d->n - 2);
        d->n -= 2;
        d->cuts >>= 2;
        d->plus = true;
    }
    return depth == 0;
}

/* ---- numbering plans ---- */

static bool all_same(const dialled *d) {
    for (size_t i = 1; i < d->n; i++)
        if (d->v[i] != d->v[0]) return false;
    return true;
}

/* North American Numbering Plan: area and exchange begin with 2 to 9; an area is no N11 and no N9X (kept for
 * expansion). */
static bool nanp(const char *v) {
    return v[0] >= '2' && v[1] != '9' && !(v[1] == '1' && v[2] == '1') && v[3] >= '2';
}

/* Country codes in use: ITU-T, "List of Recommendation E.164 assigned country codes". Longest first does not matter:
 * the list is prefix free. */
static bool known_country(const dialled *d, size_t *length) {
    static const char two[] = "20273031323334363940414344454647484951525354555657586061626364656681828486909192939495"
                              "98";
    static const char three[] =
        "211212213216218220221222223224225226227228229230231232233234235236237238239240241242243244245246247248249250"
        "251252253254255256257258260261262263264265266267268269290291297298299350351352353354355356357358359370371372"
        "373374375376377378379380381382383385386387389420421423500501502503504505506507508509590591592593594595596597"
        "598599670672673674675676677678679680681682683685686687688689690691692800808850852853855856870878880881882883"
        "886888960961962963964965966967968970971972973974975976977979992993994995996998";
    *length = 1;
    if (d->v[0] == '1' || d->v[0] == '7') return true;
    *length = 2;
    for (size_t i = 0; i + 2 < sizeof two; i += 2)
        if (memcmp(two + i, d->v, 2) == 0) return true;
    *length = 3;
    for (size_t i = 0; i + 3 < sizeof three; i += 3)
        if (memcmp(three + i, d->v, 3) == 0) return true;
    return false;
}

/* Behind a +: a known country, and as many digits as its numbers may have. */
static bool international(const dialled *d) {
    size_t length;
    if (d->n < 6 || !known_country(d, &length)) return false;
    size_t rest = d->n - length;
    if (d->v[0] == '1') return rest == 10 && nanp(d->v + 1);
    if (d->v[0] == '7') return rest == 10;
    return rest >= 4 && rest <= 12;
}

/* Groups may only meet behind the digits that `allowed` has bits for. */
static bool grouped(const dialled *d, uint32_t allowed) {
    return (d->cuts & ~allowed) == 0;
}

static bool american(const dialled *d) {
    if (d->n == 7) return d->v[0] >= '2' && grouped(d, 1u << 3) && (d->cuts || !d->extension);
    if (d->n == 10) return nanp(d->v) && grouped(d, 1u << 3 | 1u << 6);
    return d->n == 11 && d->v[0] == '1' && nanp(d->v + 1) && grouped(d, 1u << 1 | 1u << 4 | 1u << 7);
}

/* With the 0 that is dialled at home. The United Kingdom (Ofcom, National Telephone Numbering Plan) and Australia
 * (ACMA, Numbering Plan 2015) by their first digits; other countries only when the digits are grouped. */
static bool domestic(const dialled *d) {
    if (d->v[0] != '0' || d->v[1] == '0') return false;
    if (d->n == 11) return memchr("1235789", d->v[1], 7) != NULL || d->cuts;
    if (d->n == 10) return memchr("123478", d->v[1], 6) != NULL || d->cuts;
    return d->n == 9 && d->cuts != 0;
}

/* Australia's 13, 1300 and 1800 numbers. */
static bool australian_service(const dialled *d) {
    bool long_form = d->n == 10 && (memcmp(d->v, "1300", 4) == 0 || memcmp(d->v, "1800", 4) == 0);
    return long_form ||
           (d->n == 6 && memcmp(d->v, "13", 2) == 0 && d->cuts == (1u << 2 | 1u << 4) && !d->dots && !d->slashes);
}

/* Groups as dates have them: 2014-04-12, 12/31/2014, 31.12.14, 2019-2020. */
static bool looks_like_date(const dialled *d) {
    bool year_first = d->n >= 8 && (memcmp(d->v, "19", 2) == 0 || memcmp(d->v, "20", 2) == 0) && (d->cuts & 1u << 4) &&
                      (d->cuts == 1u << 4 || (d->cuts & (1u << 5 | 1u << 6)));
    bool short_groups = d->n <= 8 && (d->slashes || d->dots) && (d->cuts & (1u << 1 | 1u << 2));
    return year_first || short_groups;
}

bool validate_phone(hp_str text) {
    dialled d;
    if (!take_apart(text, &d) || d.n < 6 || all_same(&d)) return false;
    if (d.plus) return international(&d);
    if (looks_like_date(&d)) return false;
    return american(&d) || domestic(&d) || australian_service(&d);
}
