/* parts.c - words inside tokens: cut at signs, digits and capitals. #GoYareli2026 holds Go, Yareli and 2026. */
#include "text/tokens.h"

#include "base/str.h"
#include "text/unicode.h"

enum { SIGN, DIGIT, UPPER, LOWER };

static int class_of(uint32_t c) {
    if (unicode_is_digit(c)) return DIGIT;
    if (unicode_is_upper(c)) return UPPER;
    return unicode_is_letter(c) ? LOWER : SIGN;
}

/* Whether a part ends between `last` and `here`; `next` decides for runs of capitals: MLKDay is MLK and Day. */
static bool cuts(int last, int here, int next) {
    if (last == here) return here == UPPER && next == LOWER;
    return !(last == UPPER && here == LOWER);
}

static bool has_parts(const token *t) {
    return t->kind == TOKEN_HASHTAG || t->kind == TOKEN_HANDLE || t->kind == TOKEN_URL || t->kind == TOKEN_EMAIL ||
           t->kind == TOKEN_MIXED || (t->kind == TOKEN_WORD && t->flags & TOKEN_INNERCAP);
}

typedef VEC(token_part) part_list;

static bool add_part(doc *d, part_list *parts, size_t parent, size_t from, size_t end) {
    token_part *p = VEC_ADD(d->a, parts, token_part);
    if (!p) return false;
    const token *whole = &d->tokens[parent];
    hp_str text = str_sub(d->clean, from, end);
    p->parent = (uint32_t)parent;
    p->t = (token){.clean_start = from, .clean_end = end, .sentence = whole->sentence};
    p->t.kind = char_is_digit(text.p[0]) ? TOKEN_NUMBER : TOKEN_WORD;
    p->t.flags = (uint8_t)(token_case(text) | (whole->flags & (TOKEN_IN_LINK | TOKEN_QUOTED)));
    return token_fold(d->a, text, &p->t);
}

static bool cut_token(doc *d, part_list *parts, size_t parent) {
    size_t at = d->tokens[parent].clean_start, end = d->tokens[parent].clean_end, from = at;
    int last = SIGN;
    uint32_t c, ahead;
    while (at < end) {
        size_t n = unicode_next(d->clean, at, &c);
        int here = class_of(c), next = SIGN;
        if (at + n < end && unicode_next(d->clean, at + n, &ahead)) next = class_of(ahead);
        if (here != last || here == UPPER) {
            if (cuts(last, here, next)) {
                if (last != SIGN && at > from && !add_part(d, parts, parent, from, at)) return false;
                from = at;
            }
        }
        last = here;
        at += n;
    }
    return last == SIGN || at == from || add_part(d, parts, parent, from, at);
}

hp_status parts_cut(doc *d) {
    part_list parts = {0};
    for (size_t i = 0; i < d->token_count; i++)
        if (has_parts(&d->tokens[i]) && !cut_token(d, &parts, i)) return HP_ERR_MEMORY;
    d->parts = parts.v;
    d->part_count = parts.n;
    return HP_OK;
}
