/* disguise.c - what stands for letters, made letters again and asked of the roster. */
#include "find/disguise.h"

#include <string.h>

#include "base/str.h"
#include "text/lookalike.h"
#include "text/unicode.h"

/* ---- keys ---- */

hp_str disguise_join(arena *a, hp_str x, hp_str y) {
    char *out = arena_alloc(a, x.n + y.n);
    if (!out) return (hp_str){0};
    if (x.n) memcpy(out, x.p, x.n);
    if (y.n) memcpy(out + x.n, y.p, y.n);
    return (hp_str){out, x.n + y.n};
}

/* The Latin word that a word of another script looks like; empty for any other. */
static hp_str foreign(const doc *d, const token *t) {
    hp_str text = doc_token_text(d, t);
    return text.n && (unsigned char)text.p[0] >= 0x80 ? lookalike_whole(d->a, text) : (hp_str){0};
}

hp_str disguise_key(const doc *d, const token *t) {
    hp_str latin = foreign(d, t);
    return lexicon_key(d->a, latin.n ? unicode_fold(d->a, latin) : t->fold);
}

/* "mayaaaa" -> "maya": a letter that stands three times or more stands once. */
static hp_str shorten(arena *a, hp_str s) {
    size_t n = 0;
    bool changed = false;
    char *out = arena_alloc(a, s.n);
    for (size_t i = 0; out && i < s.n;) {
        size_t run = 1;
        while (i + run < s.n && s.p[i + run] == s.p[i]) run++;
        size_t kept = run >= 3 ? 1 : run;
        changed |= kept != run;
        for (size_t k = 0; k < kept; k++) out[n++] = s.p[i];
        i += run;
    }
    return changed ? (hp_str){out, n} : s;
}

static bool is_name_token(const token *t) {
    return t->kind == TOKEN_WORD || t->kind == TOKEN_MIXED;
}

/* ---- letters in another dress ---- */

enum { FLAG_A = 0x1f1e6, FLAG_Z = 0x1f1ff };

/* The letters of a flag, or of half of one; 0 for any other token. A flag is two letters of a country. */
static size_t flag_letters(const doc *d, const token *t, char out[2]) {
    if (t->kind != TOKEN_EMOJI) return 0;
    hp_str text = doc_token_text(d, t);
    size_t n = 0, step;
    uint32_t c;
    for (size_t i = 0; (step = unicode_next(text, i, &c)) != 0; i += step) {
        if (c < FLAG_A || c > FLAG_Z || n == 2) return 0;
        out[n++] = (char)('a' + (c - FLAG_A));
    }
    return n;
}

bool disguise_starts(const doc *d, const token *t) {
    char letters[2];
    return is_name_token(t) || flag_letters(d, t, letters) > 0;
}

/* "M-a-y-a": single letters, three or more, with hyphens between them. */
static bool is_hyphenated(hp_str fold) {
    size_t letters = 0, n;
    uint32_t c;
    for (size_t i = 0; i < fold.n; i += n, letters++) {
        n = unicode_next(fold, i, &c);
        if (!unicode_is_letter(c)) return false;
        if (i + n < fold.n && fold.p[i + n++] != '-') return false;
    }
    return letters >= 3;
}

typedef enum dress {
    DRESS_NONE,
    DRESS_STYLE, /* full-width, mathematical, in circles: fonts that people choose */
    DRESS_SHAPE  /* small capitals, letters of another script among Latin ones */
} dress;

/* How a word of ASCII letters stands in the draft. Ligatures that a text program made (U+FB00 ff.) are no dress. */
static dress dress_of(const doc *d, const token *t) {
    hp_str text = doc_token_text(d, t);
    size_t start, end, n;
    uint32_t c;
    if (!d->map) return DRESS_NONE;
    doc_draft_span(d, t->clean_start, t->clean_end, &start, &end);
    if (end - start == text.n) return DRESS_NONE; /* ASCII stands for ASCII */
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] >= 0x80) return DRESS_NONE;
    for (size_t i = start; i < end && (n = unicode_next(d->draft, i, &c)) != 0; i += n) {
        if (lookalike_of(c)) return DRESS_SHAPE;
        bool letter = c >= 0x250 && (c < 0xfb00 || c > 0xfb06) && unicode_is_letter(c) && !unicode_is_combining(c);
        if (letter) return DRESS_STYLE;
    }
    return DRESS_NONE;
}

/* Is the word beside it dressed too? Then the dress is the post's, and hides nothing. */
static bool is_alone(const doc *d, size_t i) {
    size_t before = i, behind = i;
    while (before > 0 && !is_name_token(&d->tokens[--before])) {
    }
    while (++behind < d->token_count && !is_name_token(&d->tokens[behind])) {
    }
    return (before == i || dress_of(d, &d->tokens[before]) == DRESS_NONE) &&
           (behind >= d->token_count || dress_of(d, &d->tokens[behind]) == DRESS_NONE);
}

bool disguise_is_spelled(const finder *f, const doc *d, size_t i) {
    const token *t = &d->tokens[i];
    if (foreign(d, t).n || is_hyphenated(t->fold)) return true;
    dress how = dress_of(d, t);
    if (how == DRESS_NONE) return false;
    lexicon_entry e = lexicon_find(f->o.lexicon, str_hash(lexicon_key(d->a, t->fold)));
    return !(e.flags & LEXICON_WORD_EN) || (how == DRESS_SHAPE && is_alone(d, i));
}

/* ---- one token, or several ---- */

/* "5am": an hour, and no Sam. */
static bool is_hour(hp_str fold) {
    size_t i = 0;
    while (i < fold.n && char_is_digit(fold.p[i])) i++;
    return i > 0 && i <= 2 && (str_eq_z(str_sub(fold, i, fold.n), "am") || str_eq_z(str_sub(fold, i, fold.n), "pm"));
}

/* A single token as a roster name in disguise: leet, stretched, one edit away. */
static roster_match single(const finder *f, const doc *d, const token *t, hp_str key) {
    roster_match m = {0};
    arena *a = d->a;
    if (t->kind == TOKEN_MIXED && !is_hour(key)) m = roster_find(f->o.roster, str_hash(unicode_unleet(a, key)));
    if (!m.kind) {
        hp_str shorter = shorten(a, key);
        if (shorter.n != key.n) m = roster_find(f->o.roster, str_hash(shorter));
    }
    if (m.kind && m.kind != ROSTER_INITIALS) return m;
    lexicon_entry e = lexicon_find(f->o.lexicon, str_hash(key));
    bool known = (e.flags & (LEXICON_WORD_EN | LEXICON_WORD_ES | LEXICON_PROPER)) != 0 || e.given >= 3 || e.family >= 3;
    return known || t->kind != TOKEN_WORD ? (roster_match){0} : roster_near(f->o.roster, key);
}

static bool is_one_sign(const doc *d, const token *t) {
    uint32_t c;
    hp_str text = doc_token_text(d, t);
    return t->kind == TOKEN_PUNCT && unicode_next(text, 0, &c) == text.n;
}

/* "M a y a", "M·a·y·a": single letters, or flags of them, with spaces or signs between. */
static roster_match spaced(const finder *f, const doc *d, size_t i, size_t *count, hp_str *key) {
    enum { MOST = 24 };
    hp_str joined = {0};
    char flag[2];
    for (size_t letters = 0, k = i; k < d->token_count && letters < MOST; k++) {
        const token *t = &d->tokens[k];
        if (letters && is_one_sign(d, t)) continue;
        size_t flags = flag_letters(d, t, flag);
        hp_str one = flags ? (hp_str){flag, flags} : is_name_token(t) ? disguise_key(d, t) : (hp_str){0};
        if (!flags && one.n != 1) break;
        joined = disguise_join(d->a, joined, one);
        letters += one.n;
        roster_match m = letters >= 3 ? roster_find(f->o.roster, str_hash(joined)) : (roster_match){0};
        if (m.kind && m.kind != ROSTER_INITIALS) {
            *count = k - i + 1;
            *key = joined;
            return m;
        }
    }
    return (roster_match){0};
}

/* A sign that stands for a letter. */
static bool is_sign(const doc *d, const token *t) {
    hp_str text = doc_token_text(d, t);
    return t->kind == TOKEN_PUNCT && text.n == 1 && strchr("@$!", text.p[0]) != NULL;
}

/* "M@ya", "De$tiny": words without a space between them, held together by signs that stand for letters. */
static roster_match glued(const finder *f, const doc *d, size_t i, size_t *count, hp_str *key) {
    enum { MOST = 5 };
    hp_str joined = {0};
    size_t k = i, signs = 0;
    for (; k < d->token_count && k < i + MOST; k++) {
        const token *t = &d->tokens[k];
        bool sign = is_sign(d, t);
        if ((k > i && t->flags & TOKEN_SPACE) || (!sign && !is_name_token(t))) break;
        joined = disguise_join(d->a, joined, sign ? doc_token_text(d, t) : lexicon_key(d->a, t->fold));
        signs += sign;
    }
    if (!signs || joined.n < 4) return (roster_match){0};
    roster_match m = roster_find(f->o.roster, str_hash(unicode_unleet(d->a, joined)));
    if (m.kind < ROSTER_GIVEN) return (roster_match){0};
    *count = k - i;
    *key = joined;
    return m;
}

roster_match disguise_find(const finder *f, const doc *d, size_t i, size_t *count, hp_str *key) {
    const token *t = &d->tokens[i];
    roster_match m = spaced(f, d, i, count, key);
    if (m.kind || !is_name_token(t)) return m;
    m = glued(f, d, i, count, key);
    if (m.kind) return m;
    *count = 1;
    *key = disguise_key(d, t);
    return single(f, d, t, *key);
}

/* ---- given names that no class list has ---- */

enum { SHORTEST_GIVEN = 3, LONGEST_GIVEN = 16, MOST_GAPS = 3, VOWELS = 5, UNCOMMON = 3 /* class of lexicon_entry */ };

/* A word as it is written in disguise: letters, and gaps for vowels that are left out. */
typedef struct riddle {
    char letters[LONGEST_GIVEN];
    size_t n, gaps[MOST_GAPS], gap_count;
    size_t dressed; /* letters that something else stands for */
} riddle;

static bool put_gap(riddle *r) {
    if (r->gap_count == MOST_GAPS || r->n == LONGEST_GIVEN) return false;
    r->gaps[r->gap_count++] = r->n;
    r->letters[r->n++] = '?';
    return true;
}

static bool put_letters(const doc *d, hp_str fold, riddle *r) {
    hp_str plain = unicode_unleet(d->a, fold);
    if (r->n + plain.n > LONGEST_GIVEN) return false;
    for (size_t i = 0; i < plain.n; i++) {
        if (!char_is_alpha(plain.p[i])) return false;
        r->dressed += plain.p[i] != fold.p[i];
        r->letters[r->n++] = plain.p[i];
    }
    return true;
}

static bool is_gap(const doc *d, const token *t) {
    return t->kind == TOKEN_EMOJI || (t->kind == TOKEN_PUNCT && str_eq_z(doc_token_text(d, t), "*"));
}

/* The token behind a word that begins at token i: words, signs and pictures without a space between them. Those at its
 * end are no letters, but for a star that is not the first. */
static size_t glued_end(const doc *d, size_t i) {
    enum { MOST = 8 };
    size_t end = i, stars = 0;
    for (; end < d->token_count && end < i + MOST; end++) {
        const token *t = &d->tokens[end];
        if ((end > i && t->flags & TOKEN_SPACE) || !(is_name_token(t) || is_gap(d, t) || is_sign(d, t))) break;
        stars += t->kind == TOKEN_PUNCT && is_gap(d, t);
    }
    while (end > i && !is_name_token(&d->tokens[end - 1]) &&
           !(d->tokens[end - 1].kind == TOKEN_PUNCT && is_gap(d, &d->tokens[end - 1]) && stars > 1))
        end--;
    return end;
}

/* What fills the gaps, the n-th of all ways. */
static void fill(riddle *r, size_t n) {
    for (size_t k = 0; k < r->gap_count; k++, n /= VOWELS) r->letters[r->gaps[k]] = "aeiou"[n % VOWELS];
}

/* The given name that a riddle is; empty where there is none, or it may be a word or somebody in public life. */
static hp_str solve(const finder *f, const doc *d, riddle *r) {
    hp_str found = {0};
    size_t ways = 1;
    for (size_t k = 0; k < r->gap_count; k++) ways *= VOWELS;
    for (size_t n = 0; n < ways; n++) {
        fill(r, n);
        hp_str read = {r->letters, r->n};
        lexicon_entry e = lexicon_find(f->o.lexicon, str_hash(read));
        if ((lexicon_is_word(e) && !(e.flags & LEXICON_PLAIN)) || e.flags & LEXICON_KNOWN) return (hp_str){0};
        if (e.given >= UNCOMMON && !found.n) found = arena_copy(d->a, read);
    }
    return found;
}

static bool glued_given(const finder *f, const doc *d, size_t i, size_t *count, hp_str *key) {
    riddle r = {0};
    size_t end = glued_end(d, i);
    if (end == i + 1 && d->tokens[i].kind == TOKEN_WORD) return false; /* nothing is hidden */
    for (size_t k = i; k < end; k++) {
        const token *t = &d->tokens[k];
        if (!(is_gap(d, t) ? put_gap(&r) : put_letters(d, is_sign(d, t) ? doc_token_text(d, t) : t->fold, &r)))
            return false;
    }
    size_t hidden = r.gap_count + r.dressed, least = r.gap_count ? SHORTEST_GIVEN : SHORTEST_GIVEN + 1;
    if (!hidden || r.n < least || r.n - hidden < 2 || r.n - hidden < hidden) return false;
    *key = solve(f, d, &r);
    *count = end - i;
    return key->n > 0;
}

/* Single letters with a space between each two. */
static bool spaced_given(const finder *f, const doc *d, size_t i, size_t *count, hp_str *key) {
    riddle r = {0};
    size_t k = i;
    for (; k < d->token_count; k++) {
        const token *t = &d->tokens[k];
        if (t->kind != TOKEN_WORD || t->fold.n != 1 || (k > i && !(t->flags & TOKEN_SPACE)) ||
            !put_letters(d, t->fold, &r))
            break;
    }
    if (r.n <= SHORTEST_GIVEN || r.n != k - i) return false;
    *key = solve(f, d, &r);
    *count = k - i;
    return key->n > 0;
}

bool disguise_of_given(const finder *f, const doc *d, size_t i, size_t *count, hp_str *key) {
    return is_name_token(&d->tokens[i]) && (glued_given(f, d, i, count, key) || spaced_given(f, d, i, count, key));
}

/* ---- digits in tags ---- */

/* A digit that letters follow stands for one; those at the end are a year or a room more often. */
static bool has_leet(hp_str text) {
    bool digit = false;
    for (size_t i = 0; i < text.n; i++) {
        if (char_is_digit(text.p[i]))
            digit = true;
        else if (digit)
            return !is_hour(text);
    }
    return false;
}

bool disguise_next_leet(const doc *d, const token *t, size_t *at, hp_str *text, size_t *clean_start) {
    hp_str fold = t->fold;
    if ((t->kind != TOKEN_HASHTAG && t->kind != TOKEN_HANDLE) || fold.n != t->clean_end - t->clean_start) return false;
    while (*at < fold.n) {
        size_t from = *at + (*at == 0), end = from; /* the first character is the sign */
        while (end < fold.n && fold.p[end] != '_' && fold.p[end] != '.' && fold.p[end] != '-') end++;
        *at = end < fold.n ? end + 1 : end;
        *text = str_sub(fold, from, end);
        *clean_start = t->clean_start + from;
        if (text->n < 3 || !has_leet(*text)) continue;
        *text = unicode_unleet(d->a, *text);
        return true;
    }
    return false;
}
