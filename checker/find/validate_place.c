/* validate_place.c - where something is: network addresses, postcodes, coordinates. */
#include <string.h>

#include "base/str.h"
#include "find/validate_parts.h"

/* ---- network addresses: RFC 791, RFC 4291 section 2.2, zones by RFC 4007, prefixes by RFC 4632 ---- */

static bool is_v4(hp_str text) {
    hp_str rest = text, part;
    uint64_t value;
    size_t parts = 0;
    while (str_split(&rest, '.', &part)) {
        if (part.n > 3 || (part.n > 1 && part.p[0] == '0') || !str_number(part, 255, &value)) return false;
        parts++;
    }
    return parts == 4;
}

static bool is_hex_group(hp_str part) {
    if (part.n < 1 || part.n > 4) return false;
    for (size_t i = 0; i < part.n; i++) {
        char c = char_lower(part.p[i]);
        if (!char_is_digit(c) && !(c >= 'a' && c <= 'f')) return false;
    }
    return true;
}

/* Groups of one side of "::"; an IPv4 address may be the last and counts for two. SIZE_MAX: wrong. */
static size_t count_groups(hp_str side, bool may_end_in_v4) {
    hp_str rest = side, part;
    size_t groups = 0;
    if (side.n == 0) return 0;
    while (str_split(&rest, ':', &part)) {
        if (may_end_in_v4 && !rest.p && is_v4(part))
            groups += 2;
        else if (is_hex_group(part))
            groups++;
        else
            return SIZE_MAX;
    }
    return groups;
}

static bool is_v6(hp_str text) {
    size_t zone = str_find(text, HP_STR("%"), 0);
    if (zone != SIZE_MAX) {
        if (zone + 1 == text.n) return false;
        text = str_sub(text, 0, zone);
    }
    size_t gap = str_find(text, HP_STR("::"), 0);
    if (gap == SIZE_MAX) return count_groups(text, true) == 8;
    size_t before = count_groups(str_sub(text, 0, gap), false);
    size_t behind = count_groups(str_sub(text, gap + 2, text.n), true);
    return before != SIZE_MAX && behind != SIZE_MAX && before + behind <= 7;
}

bool validate_ip(hp_str text) {
    uint64_t bits, most = str_find(text, HP_STR(":"), 0) == SIZE_MAX ? 32 : 128;
    size_t slash = str_find(text, HP_STR("/"), 0);
    if (slash != SIZE_MAX) {
        if (!str_number(str_sub(text, slash + 1, text.n), most, &bits)) return false;
        text = str_sub(text, 0, slash);
    }
    return most == 32 ? is_v4(text) : is_v6(text);
}

/* ---- postcodes: BS 7666-0, and the one that does not follow it ---- */

static bool in(const char *set, char c) {
    return memchr(set, c, strlen(set)) != NULL;
}

static bool is_outward(const char *v, size_t n) {
    if (n < 2 || n > 4 || !char_is_alpha(v[0]) || in("QVX", v[0])) return false;
    if (char_is_digit(v[1])) { /* A9, A99, A9A */
        if (n == 2) return true;
        return n == 3 && (char_is_digit(v[2]) || in("ABCDEFGHJKPSTUW", v[2]));
    }
    if (in("IJZ", v[1]) || n < 3 || !char_is_digit(v[2])) return false; /* AA9, AA99, AA9A */
    return n == 3 || char_is_digit(v[3]) || in("ABEHMNPRVWXY", v[3]);
}

bool validate_postcode(hp_str text) {
    char v[7];
    size_t n = validate_squeeze(text, " ", v, sizeof v);
    if (n < 5) return false;
    if (n == 6 && memcmp(v, "GIR0AA", 6) == 0) return true;
    const char *inward = v + n - 3;
    for (size_t i = 1; i < 3; i++)
        if (!char_is_alpha(inward[i]) || in("CIKMOV", inward[i])) return false;
    return char_is_digit(inward[0]) && is_outward(v, n - 3);
}

/* ---- coordinates: decimal degrees, or degrees with minutes and seconds (ISO 6709, annex D) ---- */

typedef struct coordinate {
    double degrees;
    char side; /* N S E W, 0: not told */
} coordinate;

static double take_decimal(hp_str text, size_t *at) {
    double value = 0, place = 1;
    while (*at < text.n && char_is_digit(text.p[*at])) value = value * 10 + (text.p[(*at)++] - '0');
    if (*at + 1 < text.n && text.p[*at] == '.' && char_is_digit(text.p[*at + 1]))
        for (++*at; *at < text.n && char_is_digit(text.p[*at]); ++*at) value += (text.p[*at] - '0') * (place /= 10);
    return value;
}

/* A letter N, S, E or W that stands alone. */
static char side_at(hp_str text, size_t at) {
    char c = char_is_alpha(text.p[at]) ? (char)(text.p[at] & ~32) : '0';
    bool alone = (at == 0 || !char_is_alpha(text.p[at - 1])) && (at + 1 == text.n || !char_is_alpha(text.p[at + 1]));
    return alone && in("NSEW", c) ? c : 0;
}

static bool is_degree_sign(hp_str text, size_t at) {
    return str_starts(str_sub(text, at, text.n), HP_STR("\xc2\xb0"));
}

/* Up to two coordinates: a number begins a new one unless it follows a degree sign or a minute's. */
static size_t read_coordinates(hp_str text, coordinate out[2]) {
    size_t n = 0, parts = 0; /* parts of the last: degrees, minutes, seconds */
    bool goes_on = false, negative = false;
    char side = 0;
    for (size_t at = 0; at < text.n;) {
        if (char_is_digit(text.p[at])) {
            double value = take_decimal(text, &at);
            bool begins = n == 0 || !goes_on || parts == 3;
            if (begins && n == 2) return 0;
            if (begins) {
                out[n++] = (coordinate){negative ? -value : value, side};
                parts = 1;
            } else {
                if (value >= 60) return 0;
                out[n - 1].degrees += (out[n - 1].degrees < 0 ? -value : value) / (parts++ == 1 ? 60 : 3600);
            }
            goes_on = negative = false;
            side = 0;
            continue;
        }
        char letter = side_at(text, at);
        if (letter && n && !out[n - 1].side && parts) {
            out[n - 1].side = letter;
            parts = 3;
        } else if (letter)
            side = letter;
        goes_on = (goes_on || is_degree_sign(text, at) || text.p[at] == '\'') && !in(",;/-", text.p[at]);
        negative = text.p[at] == '-';
        at += is_degree_sign(text, at) ? 2 : 1;
    }
    return n;
}

static bool in_range(double value, double most) {
    return value >= -most && value <= most;
}

bool validate_geo(hp_str text) {
    coordinate c[2];
    if (read_coordinates(text, c) != 2) return false;
    bool turned = c[0].side == 'E' || c[0].side == 'W';
    coordinate latitude = c[turned], longitude = c[!turned];
    if (latitude.side == 'E' || latitude.side == 'W' || longitude.side == 'N' || longitude.side == 'S') return false;
    return in_range(latitude.degrees, 90) && in_range(longitude.degrees, 180);
}
