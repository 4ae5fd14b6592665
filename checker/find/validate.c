/* validate.c - checksums and number formats. Calendars, telephone numbers and places have files of their own
 * (validate_*.c). */
#include "find/validate.h"

#include <string.h>

#include "base/str.h"
#include "find/validate_parts.h"

/* ---- what they share ---- */

size_t validate_squeeze(hp_str text, const char *signs, char *out, size_t room) {
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (memchr(signs, c, strlen(signs))) continue;
        if (!(char_is_digit(c) || char_is_alpha(c)) || n == room) return 0;
        out[n++] = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
    }
    return n;
}

/* Digits only, in the same way; 0 for anything else. */
static size_t squeeze_digits(hp_str text, const char *signs, char *out, size_t room) {
    size_t n = validate_squeeze(text, signs, out, room);
    for (size_t i = 0; i < n; i++)
        if (!char_is_digit(out[i])) return 0;
    return n;
}

static bool all_same(const char *v, size_t n) {
    for (size_t i = 1; i < n; i++)
        if (v[i] != v[0]) return false;
    return true;
}

static unsigned number(const char *v, size_t digits) {
    unsigned value = 0;
    for (size_t i = 0; i < digits; i++) value = value * 10 + (unsigned)(v[i] - '0');
    return value;
}

/* ISO/IEC 7812-1, annex B. */
static bool luhn_sum(const char *v, size_t n) {
    unsigned sum = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned digit = (unsigned)(v[n - 1 - i] - '0');
        if (i % 2) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
}

/* The separators between groups are all the same: 078-05-1120, 078 05 1120, but not 078-05.1120. */
static bool same_signs(hp_str text) {
    char sign = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (char_is_digit(text.p[i])) continue;
        if (sign && text.p[i] != sign) return false;
        sign = text.p[i];
    }
    return true;
}

/* ---- cards ---- */

/* First digits that the card networks own (their public BIN ranges, ISO/IEC 7812-2), with the lengths they use. */
static const struct issuer {
    uint16_t low, high; /* of the first four digits */
    uint8_t shortest, longest;
} issuers[] = {
    {1000, 1999, 15, 15}, /* UATP */
    {2221, 2720, 16, 16}, /* Mastercard */
    {3000, 3059, 14, 19}, /* Diners Club */
    {3095, 3095, 14, 19}, /* Diners Club */
    {3400, 3499, 15, 15}, /* American Express */
    {3528, 3589, 16, 19}, /* JCB */
    {3600, 3699, 14, 19}, /* Diners Club */
    {3700, 3799, 15, 15}, /* American Express */
    {3800, 3999, 14, 19}, /* Diners Club */
    {4000, 4999, 13, 19}, /* Visa */
    {5018, 5020, 12, 19}, /* Maestro, Dankort */
    {5038, 5038, 12, 19}, /* Maestro */
    {5100, 5599, 16, 16}, /* Mastercard */
    {5610, 5610, 16, 16}, /* Bankcard */
    {5893, 5893, 12, 19}, /* Maestro */
    {6011, 6011, 16, 19}, /* Discover */
    {6200, 6299, 16, 19}, /* UnionPay; 622126 to 622925 also Discover */
    {6304, 6304, 12, 19}, /* Maestro */
    {6440, 6599, 16, 19}, /* Discover */
    {6759, 6763, 12, 19}, /* Maestro */
};

static bool luhn(hp_str text) {
    char v[19];
    size_t n = squeeze_digits(text, " -", v, sizeof v);
    if (n < 12 || all_same(v, n) || !luhn_sum(v, n)) return false;
    unsigned prefix = number(v, 4);
    for (size_t i = 0; i < sizeof issuers / sizeof *issuers; i++)
        if (prefix >= issuers[i].low && prefix <= issuers[i].high)
            return n >= issuers[i].shortest && n <= issuers[i].longest;
    return false;
}

/* ---- United States ---- */

/* Social Security Administration, POMS RM 10201.035: areas, groups and serials never given out; and numbers that were
 * printed as samples. */
static bool ssn(hp_str text) {
    char v[9];
    size_t n = squeeze_digits(text, " -.", v, sizeof v);
    if (n != 9 || !same_signs(text) || all_same(v, n)) return false;
    unsigned area = number(v, 3), group = number(v + 3, 2), serial = number(v + 5, 4);
    if (area == 0 || area == 666 || area >= 900 || group == 0 || serial == 0) return false;
    return number(v, 9) != 78051120u && number(v, 9) != 123456789u;
}

/* Internal Revenue Manual 3.21.263: 9xx, and the groups in use for taxpayer numbers. */
static bool itin(hp_str text) {
    char v[9];
    size_t n = squeeze_digits(text, " -.", v, sizeof v);
    if (n != 9 || v[0] != '9' || !same_signs(text)) return false;
    unsigned group = number(v + 3, 2);
    return (group >= 50 && group <= 65) || (group >= 70 && group <= 88) || (group >= 90 && group <= 92) ||
           (group >= 94 && group <= 99);
}

/* Centers for Medicare & Medicaid Services, "Understanding the MBI format": n digit, c first digit (not 0), a letter, x
 * letter or digit; never S, L, O, I, B, Z. */
static bool mbi(hp_str text) {
    static const char format[] = "caxnaxnaann";
    char v[11];
    if (validate_squeeze(text, " -", v, sizeof v) != sizeof v) return false;
    for (size_t i = 0; i < sizeof v; i++) {
        bool digit = char_is_digit(v[i]), letter = !digit && !memchr("SLOIBZ", v[i], 6);
        bool fits = format[i] == 'c'   ? digit && v[i] != '0'
                    : format[i] == 'n' ? digit
                    : format[i] == 'a' ? letter
                                       : digit || letter;
        if (!fits) return false;
    }
    return true;
}

/* American Bankers Association, routing number policy: weights 3 7 1, and the prefixes in use. */
static bool aba(hp_str text) {
    char v[9];
    if (squeeze_digits(text, " -", v, sizeof v) != 9 || all_same(v, 9)) return false;
    unsigned prefix = number(v, 2), sum = 0;
    for (size_t i = 0; i < 9; i++) sum += (unsigned)(v[i] - '0') * (i % 3 == 0 ? 3u : i % 3 == 1 ? 7u : 1u);
    bool known = prefix <= 12 || (prefix >= 21 && prefix <= 32) || (prefix >= 61 && prefix <= 72) || prefix == 80;
    return known && sum % 10 == 0;
}

/* ---- United Kingdom, Canada ---- */

/* HM Revenue & Customs, National Insurance Manual NIM39110: letters and prefixes never used, suffix A to D. */
static bool nino(hp_str text) {
    static const char *const unused[] = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"};
    char v[9];
    if (validate_squeeze(text, " -", v, sizeof v) != 9) return false;
    if (!char_is_alpha(v[0]) || !char_is_alpha(v[1]) || v[8] < 'A' || v[8] > 'D') return false;
    for (size_t i = 2; i < 8; i++)
        if (!char_is_digit(v[i])) return false;
    if (memchr("DFIQUV", v[0], 6) || memchr("DFIQUVO", v[1], 7)) return false;
    for (size_t i = 0; i < sizeof unused / sizeof *unused; i++)
        if (memcmp(v, unused[i], 2) == 0) return false;
    return true;
}

/* NHS Data Model and Dictionary, "NHS Number": modulus 11 with weights 10 to 2. */
static bool nhs(hp_str text) {
    char v[10];
    if (squeeze_digits(text, " -", v, sizeof v) != 10 || all_same(v, 10)) return false;
    unsigned sum = 0;
    for (unsigned i = 0; i < 9; i++) sum += (unsigned)(v[i] - '0') * (10 - i);
    unsigned check = 11 - sum % 11;
    return check != 10 && check % 11 == (unsigned)(v[9] - '0');
}

/* Department for Education, "A guide to unique pupil numbers": a check letter, 12 digits; a temporary number ends in a
 * letter. Letters have no I, O, S; weights 2 to 13, modulus 23. */
static bool upn(hp_str text) {
    static const char letters[] = "ABCDEFGHJKLMNPQRTUVWXYZ";
    char v[13];
    if (validate_squeeze(text, " -", v, sizeof v) != 13) return false;
    unsigned sum = 0;
    for (unsigned i = 1; i < 13; i++) {
        const char *letter = i == 12 && !char_is_digit(v[i]) ? memchr(letters, v[i], 23) : NULL;
        if (!char_is_digit(v[i]) && !letter) return false;
        sum += (i + 1) * (letter ? (unsigned)(letter - letters) : (unsigned)(v[i] - '0'));
    }
    return v[0] == letters[sum % 23];
}

/* Employment and Social Development Canada, "Social Insurance Number Code of Practice": Luhn; 0 and 8 are not given. */
static bool sin_number(hp_str text) {
    char v[9];
    if (squeeze_digits(text, " -", v, sizeof v) != 9 || !same_signs(text)) return false;
    return v[0] != '0' && v[0] != '8' && luhn_sum(v, 9);
}

/* ---- everywhere ---- */

/* ISO 13616-1 with the lengths of the IBAN registry; ISO 7064 modulus 97-10. */
static bool iban(hp_str text) {
    static const char lengths[] =
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27"
        "GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19"
        "MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23"
        "TN24TR26UA29VA22VG24XK20YE30";
    char v[34];
    size_t n = validate_squeeze(text, " -", v, sizeof v);
    if (n < 15 || !char_is_digit(v[2]) || !char_is_digit(v[3])) return false;
    size_t wanted = 0;
    for (size_t i = 0; i + 4 < sizeof lengths && !wanted; i += 4)
        if (memcmp(lengths + i, v, 2) == 0) wanted = number(lengths + i + 2, 2);
    if (n != wanted) return false;
    unsigned rest = 0;
    for (size_t i = 0; i < n; i++) {
        char c = v[(i + 4) % n];
        rest = char_is_digit(c) ? rest * 10 + (unsigned)(c - '0') : rest * 100 + (unsigned)(c - 'A' + 10);
        rest %= 97;
    }
    return rest == 1;
}

/* ISO 2108: ten characters with modulus 11, or thirteen with 978 or 979 and modulus 10. */
static bool isbn(hp_str text) {
    char v[13];
    size_t n = validate_squeeze(text, " -", v, sizeof v);
    unsigned sum = 0;
    for (unsigned i = 0; i < n; i++) {
        bool tenth = n == 10 && i == 9 && v[i] == 'X';
        if (!tenth && !char_is_digit(v[i])) return false;
        unsigned digit = tenth ? 10 : (unsigned)(v[i] - '0');
        sum += digit * (n == 10 ? 10 - i : i % 2 ? 3 : 1);
    }
    if (n == 10) return sum % 11 == 0;
    return n == 13 && memcmp(v, "97", 2) == 0 && (v[2] == '8' || v[2] == '9') && sum % 10 == 0;
}

validate_fn *const validators[] = {
    luhn, ssn, itin,           nino,          nhs,         sin_number,        mbi,
    iban, aba, validate_phone, validate_date, validate_ip, validate_postcode, validate_geo,
    upn,  isbn};
const size_t validator_count = sizeof validators / sizeof *validators;
