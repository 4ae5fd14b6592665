/* stands.c - see stands.h. */
#include "find/stands.h"

#include "base/str.h"

enum {
    COMMON_GIVEN = 4, /* class of lexicon_entry: a word that many bear */
    ACTS = 4,         /* leaning_behind: words like it stand behind names, */
    ACTS_SURELY = 5,  /* and hardly behind anything else */
    LIKE_NAMES = 5    /* leaning_own: words like it are names */
};

static bool is_one_of(hp_str fold, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (str_eq_z(fold, words[i])) return true;
    return false;
}

#define IS_ONE_OF(fold, words) is_one_of(fold, words, sizeof(words) / sizeof *(words))

static lexicon_entry entry(const finder *f, const token *t) {
    return lexicon_find(f->o.lexicon, t->hash);
}

static bool is_capital(const token *t) {
    return t->kind == TOKEN_WORD && t->flags & (TOKEN_CAPITAL | TOKEN_INNERCAP) && !(t->flags & TOKEN_ALLCAPS);
}

static bool is_small(const token *t) {
    return t->kind == TOKEN_WORD && !(t->flags & (TOKEN_CAPITAL | TOKEN_INNERCAP));
}

/* No word of English, and a given name or like one. */
static bool is_like_name(const finder *f, const token *t) {
    lexicon_entry e = entry(f, t);
    if (e.flags & (LEXICON_WORD_EN | LEXICON_KNOWN | LEXICON_PLACE) || lexicon_cue(e) || t->fold.n < 3) return false;
    return e.given || leaning_own(e.leaning) >= LIKE_NAMES;
}

/* ---- a word that does something ---- */

static bool is_pronoun(const token *t) {
    static const char *const words[] = {"he", "she", "him", "his", "her", "hers"};
    return t->kind == TOKEN_WORD && IS_ONE_OF(t->fold, words);
}

/* A verb that helps: it stands behind anything. */
static bool helps(const token *t) {
    static const char *const words[] = {"has", "hasn", "had", "hadn", "can", "did", "didn", "does", "doesn", "got"};
    return IS_ONE_OF(t->fold, words);
}

/* A verb that may say only what a word means: "art is art". */
static bool links(const token *t) {
    static const char *const words[] = {"is", "isn", "was", "wasn"};
    return IS_ONE_OF(t->fold, words);
}

/* Somebody is spoken of in this sentence, from token i on, or in the next. */
static bool goes_on(const doc *d, size_t i) {
    for (size_t k = i; k < d->token_count && d->tokens[k].sentence <= d->tokens[i].sentence + 1; k++)
        if (is_pronoun(&d->tokens[k])) return true;
    return false;
}

/* The same word without its capital, one or many, in this sentence: the thing that somebody is called by. */
static bool is_played_on(const doc *d, size_t i) {
    const token *t = &d->tokens[i];
    for (size_t k = i + 2; k < d->token_count && d->tokens[k].sentence == t->sentence; k++) {
        hp_str other = d->tokens[k].fold;
        bool many = other.n == t->fold.n + 1 && other.p[t->fold.n] == 's';
        if (is_small(&d->tokens[k]) && str_starts(other, t->fold) && (many || other.n == t->fold.n)) return true;
    }
    return false;
}

/* "flunks", "fainted", "threw": what somebody does or did. */
static bool is_verb(const finder *f, const token *t) {
    lexicon_entry e = entry(f, t);
    unsigned cue = lexicon_cue(e);
    bool ends = str_ends(t->fold, HP_STR("ed")) || (str_ends(t->fold, HP_STR("s")) && t->fold.n > 3);
    return is_small(t) && e.flags & LEXICON_WORD_EN && (ends || cue == LEXICON_CUE_SAY || cue == LEXICON_CUE_ACT);
}

/* The verb behind token i, over an adverb: "only takes". */
static const token *verb_behind(const doc *d, size_t i) {
    static const char *const words[] = {"only", "never", "just", "also"};
    size_t k = i + 1;
    if (k + 1 < d->token_count && IS_ONE_OF(d->tokens[k].fold, words)) k++;
    return k < d->token_count && d->tokens[k].sentence == d->tokens[i].sentence ? &d->tokens[k] : NULL;
}

static bool does_something(const finder *f, const doc *d, size_t i) {
    const token *verb = verb_behind(d, i);
    return verb && (is_verb(f, verb) || helps(verb) || links(verb));
}

/* A later sentence, not far behind, begins with the same word, that does something once more. */
static bool returns(const finder *f, const doc *d, size_t i) {
    enum { REACH = 400 }; /* tokens */
    for (size_t k = i + 2; k < d->token_count && k < i + REACH; k++) {
        const token *t = &d->tokens[k];
        if (t->hash == d->tokens[i].hash && t->flags & TOKEN_FIRST && is_capital(t) && does_something(f, d, k))
            return true;
    }
    return false;
}

bool stands_as_person(const finder *f, const doc *d, size_t i) {
    const token *t = &d->tokens[i];
    if (!is_capital(t) || !(t->flags & TOKEN_FIRST) || !does_something(f, d, i)) return false;
    lexicon_entry e = entry(f, t);
    unsigned cue = lexicon_cue(e);
    if (e.given < COMMON_GIVEN || !(e.flags & LEXICON_WORD_EN) || e.flags & LEXICON_PLAIN) return false;
    if (cue == LEXICON_CUE_TITLE || cue == LEXICON_CUE_FAME) return false;
    const token *verb = verb_behind(d, i);
    if (links(verb)) return goes_on(d, i + 1);
    if (helps(verb)) return goes_on(d, i + 1) || returns(f, d, i) || is_played_on(d, i);
    unsigned acts = leaning_behind(entry(f, verb).leaning);
    if (acts >= ACTS_SURELY && !cue) return true;
    return (acts >= ACTS && (goes_on(d, i + 1) || returns(f, d, i))) || is_played_on(d, i);
}

/* ---- nicknames explained, and who is spoken to ---- */

/* Do the words stand right before token i? */
static bool follows(const doc *d, size_t i, const char *const *words, size_t count) {
    for (size_t k = 0; k < count; k++)
        if (i < count || !str_eq_z(d->tokens[i - count + k].fold, words[k])) return false;
    return true;
}

/* "Marlo (real name Marlowe)": both are names where one of them is a given name. */
static bool is_explained(const finder *f, const doc *d, size_t i) {
    static const char *const ways[][2] = {{"goes", "by"}, {"real", "name"}};
    for (size_t w = 0; w < sizeof ways / sizeof *ways; w++) {
        size_t inner = i + 4 < d->token_count && d->clean.p[d->tokens[i + 1].clean_start] == '(' ? i + 4 : i;
        if (inner < 4 || !follows(d, inner, ways[w], 2) || d->clean.p[d->tokens[inner - 3].clean_start] != '(')
            continue;
        const token *outside = &d->tokens[inner - 4], *inside = &d->tokens[inner];
        if (!is_capital(outside) || !is_capital(inside)) continue;
        return is_like_name(f, outside) || is_like_name(f, inside);
    }
    return false;
}

/* "go on Ottavia!": what ends the sentence behind words that are said to somebody. */
static bool is_spoken_to(const finder *f, const doc *d, size_t i) {
    static const char *const ways[][2] = {
        {"go", "on"}, {"come", "on"}, {"thank", "you"}, {"well", "done"}, {"love", "you"}};
    size_t at = i;
    if (i + 1 < d->token_count && d->tokens[i + 1].sentence == d->tokens[i].sentence &&
        d->tokens[i + 1].kind == TOKEN_WORD)
        return false;
    if (at > 0 && str_eq_z(d->tokens[at - 1].fold, ",")) at--;
    for (size_t w = 0; w < sizeof ways / sizeof *ways; w++)
        if (follows(d, at, ways[w], 2)) return is_capital(&d->tokens[i]) && is_like_name(f, &d->tokens[i]);
    return false;
}

/* A word that a letter may follow which means somebody: "put K.", "with K.", but not "vitamin D.", "the K.". */
static bool leads_to_letter(const finder *f, const token *t) {
    static const char *const words[] = {"a", "an", "the", "in"};
    lexicon_entry e = entry(f, t);
    unsigned cue = lexicon_cue(e);
    bool verb = cue == LEXICON_CUE_SAY || cue == LEXICON_CUE_ACT;
    return is_small(t) && (verb || e.flags & LEXICON_PLAIN) && !IS_ONE_OF(t->fold, words);
}

/* "put K. by the door so when he": one letter that a pronoun goes on from. */
static bool is_letter(const finder *f, const doc *d, size_t i) {
    const token *t = &d->tokens[i];
    hp_str text = doc_token_text(d, t);
    if (text.n != 2 || text.p[1] != '.' || !(t->flags & TOKEN_CAPITAL) || t->kind != TOKEN_WORD) return false;
    if (i + 1 >= d->token_count || !is_small(t + 1)) return false;
    if (!(t->flags & TOKEN_FIRST) && !(i > 0 && leads_to_letter(f, t - 1))) return false;
    for (size_t k = i + 1; k < d->token_count && d->tokens[k].sentence == t->sentence; k++)
        if (is_pronoun(&d->tokens[k])) return true;
    return false;
}

bool stands_as_name(const finder *f, const doc *d, size_t i) {
    return is_letter(f, d, i) ||
           (is_capital(&d->tokens[i]) && (is_spoken_to(f, d, i) || is_explained(f, d, i) || stands_as_person(f, d, i)));
}

/* ---- hashtags ---- */

static lexicon_entry entry_of(const finder *f, hp_str word) {
    return lexicon_find(f->o.lexicon, str_hash(word));
}

/* A given name that is nothing else; what a dictionary has with a capital is one only where many bear it. */
static bool is_given_only(const finder *f, hp_str word) {
    enum { UNCOMMON = 3, FREQUENT = 5 /* classes of lexicon_entry */ };
    lexicon_entry e = entry_of(f, word);
    bool borne = e.given >= (e.flags & LEXICON_PROPER ? FREQUENT : UNCOMMON);
    return borne && !lexicon_is_word(e) && !lexicon_cue(e) && !(e.flags & (LEXICON_KNOWN | LEXICON_PLACE));
}

bool stands_cheered(const finder *f, const doc *d, size_t i) {
    static const char *const words[] = {"go", "for", "4", "free", "pray"};
    const token_part *p = &d->parts[i];
    if (i == 0 || p[-1].parent != p->parent || d->tokens[p->parent].kind != TOKEN_HASHTAG) return false;
    return p->t.flags & TOKEN_CAPITAL && IS_ONE_OF(p[-1].t.fold, words) && is_given_only(f, p->t.fold);
}

/* What somebody does, in a tag: "dances". */
static bool is_deed(const finder *f, hp_str word) {
    lexicon_entry e = entry_of(f, word);
    unsigned cue = lexicon_cue(e);
    bool acts = cue == LEXICON_CUE_SAY || cue == LEXICON_CUE_ACT || leaning_behind(e.leaning) >= ACTS;
    return word.n > 3 && e.flags & LEXICON_WORD_EN && str_ends(word, HP_STR("s")) && acts;
}

bool stands_in_tag(const finder *f, const token_part *p, size_t *from, size_t *end) {
    enum { SHORTEST = 5, LONGEST = 24 };
    hp_str text = p->t.fold;
    if (text.n != p->t.clean_end - p->t.clean_start || text.n > LONGEST || p->t.flags & TOKEN_CAPITAL) return false;
    *from = str_starts(text, HP_STR("go")) ? 2 : 0;
    *end = text.n;
    if (*from && text.n >= SHORTEST + *from && is_given_only(f, str_sub(text, *from, text.n))) return true;
    *from = 0;
    for (*end = text.n; *end >= SHORTEST; --*end)
        if (is_deed(f, str_sub(text, *end, text.n)) && is_given_only(f, str_sub(text, 0, *end))) return true;
    return false;
}
