/* rewrite.c - what to write instead: the replacement of each claim by its rule's fix, and the whole draft with all of
 * them put in. */
#include "judge/hearing.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "text/unicode.h"

/* People who share a pseudonym's noun: one is "a student", then "the student"; several are Student A, Student B. */
typedef struct cast {
    hp_str noun;
    uint32_t people;
    bool met; /* the only one was mentioned before */
} cast;

typedef struct casting {
    VEC(cast) casts;
    uint32_t *letter; /* per hit.person: its number in its cast, from 1; 0: not met */
} casting;

/* The noun of a pseudonym, which may be written with its article. */
static hp_str noun_of(const hearing *h, const claim *c) {
    hp_str noun = pack_str(h->pack, h->rules[c->rule].fix_text);
    if (str_starts(noun, HP_STR("a "))) return str_sub(noun, 2, noun.n);
    if (str_starts(noun, HP_STR("an "))) return str_sub(noun, 3, noun.n);
    return noun;
}

/* A name that the family lets be told stays, as long as nothing is said of its bearer. */
static bool may_be_named(const hearing *h, const claim *c) {
    if (c->consent != CONSENT_RELEASED && c->consent != CONSENT_LISTED) return false;
    uint32_t person = h->hits->v[c->hit].person;
    for (size_t i = 0; i < h->claims.n; i++)
        if (h->claims.v[i].who && h->hits->v[h->claims.v[i].who - 1].person == person) return false;
    return true;
}

static bool stands_with(const hearing *h, const claim *c, fix_kind fix) {
    return !c->into && h->rules[c->rule].fix == fix && !may_be_named(h, c);
}

static cast *cast_of(const casting *k, hp_str noun) {
    for (size_t i = 0; i < k->casts.n; i++)
        if (str_eq(k->casts.v[i].noun, noun)) return &k->casts.v[i];
    return NULL;
}

/* Gives everybody who gets a pseudonym a number, in the order in which they appear. */
static hp_status cast_people(const hearing *h, casting *k) {
    uint32_t most = 0;
    for (size_t i = 0; i < h->hits->n; i++)
        if (h->hits->v[i].person > most) most = h->hits->v[i].person;
    k->letter = ARENA_ARRAY(h->a, uint32_t, (size_t)most + 1);
    if (!k->letter) return HP_ERR_MEMORY;
    for (size_t i = 0; i < h->claims.n; i++) {
        const claim *c = &h->claims.v[i];
        if (!stands_with(h, c, FIX_PSEUDONYM)) continue;
        hp_str noun = noun_of(h, c);
        uint32_t person = h->hits->v[c->hit].person;
        cast *of = cast_of(k, noun);
        if (!of) {
            of = VEC_ADD(h->a, &k->casts, cast);
            if (!of) return HP_ERR_MEMORY;
            of->noun = noun;
        }
        if (person == 0)
            of->people++; /* nobody knows who: a person of its own, without a letter */
        else if (!k->letter[person])
            k->letter[person] = ++of->people;
    }
    return HP_OK;
}

/* A, B, .. Z, AA, AB, .. */
static hp_str letters(uint32_t number, char room[8]) {
    size_t at = 8;
    while (number && at) {
        room[--at] = (char)('A' + (number - 1) % 26);
        number = (number - 1) / 26;
    }
    return (hp_str){room + at, 8 - at};
}

static hp_str capitalised(arena *a, hp_str s) {
    if (!s.n || s.p[0] < 'a' || s.p[0] > 'z') return s;
    return arena_printf(a, "%c%.*s", s.p[0] - 'a' + 'A', (int)s.n - 1, s.p + 1);
}

/* Is the claim only a part of a hashtag, handle or link? Spaces would break it. */
static bool inside_token(const hearing *h, const claim *c) {
    size_t at = doc_token_at(h->d, c->clean_start);
    if (at >= h->d->token_count) return false;
    const token *t = &h->d->tokens[at];
    bool one_word = t->kind >= TOKEN_HASHTAG && t->kind <= TOKEN_EMAIL;
    return one_word && t->clean_start <= c->clean_start && c->clean_end <= t->clean_end &&
           c->clean_end - c->clean_start < t->clean_end - t->clean_start;
}

static bool opens_sentence(const hearing *h, const claim *c) {
    size_t at = doc_token_at(h->d, c->clean_start);
    return at < h->d->token_count && h->d->tokens[at].clean_start == c->clean_start &&
           (h->d->tokens[at].flags & TOKEN_FIRST) && (h->d->tokens[at].flags & TOKEN_CAPITAL);
}

/* Does the noun stand before the name already ("my student Maya")? */
static bool noun_stands_before(const hearing *h, const claim *c, hp_str noun) {
    if (c->clean_start < noun.n + 1 || h->d->clean.p[c->clean_start - 1] != ' ') return false;
    size_t from = c->clean_start - 1 - noun.n;
    if (from > 0 && char_is_alpha(h->d->clean.p[from - 1])) return false;
    return str_eq_nocase(str_sub(h->d->clean, from, c->clean_start - 1), noun);
}

static hp_str pseudonym(const hearing *h, const casting *k, const claim *c) {
    hp_str noun = noun_of(h, c);
    cast *of = cast_of(k, noun);
    uint32_t person = h->hits->v[c->hit].person;
    char room[8];
    hp_str letter = of->people > 1 ? letters(k->letter[person], room) : (hp_str){NULL, 0};
    hp_str name = capitalised(h->a, noun);
    if (inside_token(h, c)) return arena_printf(h->a, "%.*s%.*s", STR_FMT(name), STR_FMT(letter));
    bool before = noun_stands_before(h, c, noun);
    if (letter.n && before) return arena_copy(h->a, letter);
    if (letter.n) return arena_printf(h->a, "%.*s %.*s", STR_FMT(name), STR_FMT(letter));
    if (before && person) return (hp_str){"", 0};
    bool vowel = noun.n && strchr("aeiouAEIOU", noun.p[0]) != NULL;
    const char *article = of->met ? "the" : vowel ? "an" : "a";
    of->met = of->people == 1;
    return arena_printf(h->a, "%s %.*s", article, STR_FMT(noun));
}

/* Every letter and digit becomes the mask; what stands between them keeps the shape. */
static hp_str masked(const hearing *h, const claim *c) {
    hp_str mask = pack_str(h->pack, h->rules[c->rule].fix_text);
    size_t start, end, used = 0, step;
    uint32_t character;
    doc_draft_span(h->d, c->clean_start, c->clean_end, &start, &end);
    hp_str text = str_sub(h->d->draft, start, end);
    char *p = arena_array(h->a, text.n, mask.n > 4 ? mask.n : 4);
    if (!p) return (hp_str){NULL, 0};
    for (size_t at = 0; (step = unicode_next(text, at, &character)) > 0; at += step) {
        bool shown = !unicode_is_letter(character) && !unicode_is_digit(character);
        hp_str piece = shown || !mask.n ? str_sub(text, at, at + step) : mask;
        memcpy(p + used, piece.p, piece.n);
        used += piece.n;
    }
    return (hp_str){p, used};
}

hp_status rewrite_claims(hearing *h) {
    casting k = {.letter = NULL};
    hp_status status = cast_people(h, &k);
    if (status != HP_OK) return status;
    for (size_t i = 0; i < h->claims.n; i++) {
        claim *c = &h->claims.v[i];
        const pk_rule *rule = &h->rules[c->rule];
        if (c->into || rule->fix == FIX_NONE || rule->fix == FIX_SCHEDULE || may_be_named(h, c)) continue;
        c->replaces = true;
        c->replacement = (hp_str){"", 0};
        if (rule->fix == FIX_REPLACE || rule->fix == FIX_APPEND) c->replacement = pack_str(h->pack, rule->fix_text);
        if (rule->fix == FIX_MASK) c->replacement = masked(h, c);
        if (rule->fix == FIX_PSEUDONYM) c->replacement = pseudonym(h, &k, c);
        if (rule->fix != FIX_MASK && rule->fix != FIX_APPEND && opens_sentence(h, c))
            c->replacement = capitalised(h->a, c->replacement);
    }
    return arena_failed(h->a) ? HP_ERR_MEMORY : HP_OK;
}

/* Where nothing instead leaves two spaces, or one before a full stop, the space before it goes too. */
size_t hp_cut_start(hp_str draft, size_t start, size_t end) {
    if (!start || draft.p[start - 1] != ' ') return start;
    bool loose = end >= draft.n || char_is_space(draft.p[end]) || strchr(".,;:!?)'", draft.p[end]) != NULL;
    return loose ? start - 1 : start;
}

typedef struct edit {
    size_t draft_start, draft_end, order;
    hp_str text;
} edit;

static int by_place(const void *left, const void *right) {
    const edit *a = left, *b = right;
    if (a->draft_start != b->draft_start) return a->draft_start < b->draft_start ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

/* The replacements in the draft's order: alt texts and links come last in the clean text, wherever they stand. */
static size_t list_edits(const hearing *h, uint32_t only, edit *out) {
    size_t count = 0;
    for (size_t i = 0; i < h->claims.n; i++) {
        const claim *c = &h->claims.v[i];
        if (c->into || !c->replaces || (only && c->rule + 1 != only)) continue;
        edit *e = &out[count];
        *e = (edit){.order = count, .text = c->replacement};
        if (h->rules[c->rule].fix == FIX_APPEND)
            e->draft_start = e->draft_end = h->d->draft.n;
        else
            doc_draft_span(h->d, c->clean_start, c->clean_end, &e->draft_start, &e->draft_end);
        count += e->draft_end >= e->draft_start;
    }
    if (count) qsort(out, count, sizeof *out, by_place);
    return count;
}

hp_status rewrite_draft(const hearing *h, uint32_t only, hp_str *out, bool *changed) {
    hp_str draft = h->d->draft;
    size_t room = draft.n, used = 0, done = 0;
    *out = draft;
    *changed = false;
    for (size_t i = 0; i < h->claims.n; i++) room += h->claims.v[i].replacement.n;
    char *p = arena_alloc(h->a, room);
    edit *edits = ARENA_ARRAY(h->a, edit, h->claims.n);
    if (!p || !edits) return HP_ERR_MEMORY;
    size_t count = list_edits(h, only, edits);
    for (size_t i = 0; i < count; i++) {
        const edit *e = &edits[i];
        if (e->draft_start < done) continue; /* an earlier replacement covers it */
        size_t keep = e->text.n ? e->draft_start : hp_cut_start(draft, e->draft_start, e->draft_end);
        if (keep < done) keep = done;
        memcpy(p + used, draft.p + done, keep - done);
        used += keep - done;
        if (e->text.n) memcpy(p + used, e->text.p, e->text.n);
        used += e->text.n;
        done = e->draft_end;
        *changed = true;
    }
    if (!*changed) return HP_OK;
    memcpy(p + used, draft.p + done, draft.n - done);
    *out = (hp_str){p, used + draft.n - done};
    return HP_OK;
}
