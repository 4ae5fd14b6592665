/* weighing.c - see weighing.h. */
#include "find/weighing.h"

#include <stdlib.h>

#include "base/str.h"

typedef struct reason {
    aspect of;
    uint32_t token; /* ASPECT_NEAR: the word */
    float weight;   /* log odds */
} reason;

enum { REASONS = ASPECTS + 2 * TAG_ROLE_NEAR };

/* The reasons of one decision: one an aspect, in its order, and behind them one a word of the text around. */
typedef struct pile {
    const weighing *w;
    const tag_run *run;
    reason v[REASONS];
    size_t n;
} pile;

static uint32_t last_of(const tag_run *run) {
    return run->token_first + run->token_count - 1;
}

/* ---- words that may be quoted ---- */

/* A short word or one of the lists of cues, and a word of a dictionary: no name, no number, hardly a password. */
static bool is_plain(const pile *p, size_t token_at) {
    enum { SHORT = 4 };
    const token *t = &p->w->d->tokens[token_at];
    if (t->kind == TOKEN_PUNCT) return t->clean_end - t->clean_start <= 3;
    if (t->kind == TOKEN_CLITIC) return true;
    lexicon_entry e = lexicon_find(p->w->lexicon, t->hash);
    bool cue = lexicon_cue(e) && lexicon_cue(e) != LEXICON_CUE_SECRET;
    return t->kind == TOKEN_WORD && (cue || (e.flags & LEXICON_WORD_EN && t->fold.n <= SHORT));
}

/* The words from `from` to `to` in quotation marks with what is said of them, or without the words. */
static hp_str quoted(const pile *p, size_t from, size_t to, const char *where, const char *otherwise) {
    const doc *d = p->w->d;
    for (size_t i = from; i <= to; i++)
        if (!is_plain(p, i)) return str_of(otherwise);
    hp_str text = str_sub(d->clean, d->tokens[from].clean_start, d->tokens[to].clean_end);
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '\n') return str_of(otherwise);
    return arena_printf(d->a, "\"%.*s\" %s", STR_FMT(text), where);
}

/* ---- each aspect in words ---- */

static hp_str say_case(const pile *p) {
    const token *t = &p->w->d->tokens[p->run->token_first];
    if (t->kind == TOKEN_HASHTAG) return HP_STR("a hashtag");
    if (t->flags & TOKEN_ALLCAPS) return HP_STR("in capitals");
    if (!(t->flags & TOKEN_CAPITAL)) return HP_STR("no capital letter");
    return t->flags & TOKEN_FIRST ? HP_STR("a capital letter, at the start")
                                  : HP_STR("a capital letter in mid-sentence");
}

static hp_str say_lists(const pile *p) {
    const token *tokens = p->w->d->tokens;
    lexicon_entry a = lexicon_find(p->w->lexicon, tokens[p->run->token_first].hash);
    lexicon_entry z = lexicon_find(p->w->lexicon, tokens[last_of(p->run)].hash);
    const int common = 4;
    if (p->run->token_count > 1 && a.given && z.family) return HP_STR("a given name before a family name");
    bool word = (a.flags & (LEXICON_WORD_EN | LEXICON_WORD_ES)) != 0;
    const char *says = a.given >= common    ? "common as a given name"
                       : a.family >= common ? "common as a family name"
                       : a.given            ? "a rare given name"
                       : a.family           ? "a rare family name"
                       : word               ? "a word of the dictionary"
                                            : "in no dictionary and no list of names";
    bool both = word && (a.given || a.family);
    return arena_printf(p->w->d->a, "%s%s", says, both ? ", and a word as well" : "");
}

static hp_str say_before(const pile *p, size_t count) {
    size_t first = p->run->token_first, start = p->w->d->sentences[p->w->d->tokens[first].sentence].token_first;
    if (first < start + count)
        return first == start ? HP_STR("it begins the sentence") : HP_STR("what stands before it");
    return quoted(p, first - count, first - 1, "before it", "what stands before it");
}

static hp_str say_after(const pile *p, size_t count) {
    const doc *d = p->w->d;
    const sentence *s = &d->sentences[d->tokens[p->run->token_first].sentence];
    size_t last = last_of(p->run), end = (size_t)s->token_first + s->token_count;
    if (last + count >= end) return last + 1 == end ? HP_STR("it ends the sentence") : HP_STR("what stands after it");
    return quoted(p, last + 1, last + count, "after it", "what stands after it");
}

static hp_str say_elsewhere(const pile *p) {
    uint32_t bits = p->w->words[p->run->token_first].elsewhere;
    if (bits & TAG_ELSEWHERE_OWNER) return HP_STR("it owns something (\"'s\")");
    return bits & TAG_ELSEWHERE_SMALL ? HP_STR("written small elsewhere in the text")
                                      : HP_STR("how it is written elsewhere in the text");
}

static hp_str say_known(const pile *p) {
    const weighing *w = p->w;
    return tagger_known(w->d, w->lexicon, p->run->token_first, p->run->token_count)
               ? HP_STR("in the list of people in public life")
               : HP_STR("not in the list of people in public life");
}

static hp_str say(const pile *p, const reason *r) {
    switch (r->of) {
    case ASPECT_WORD: return HP_STR("how other texts use this word");
    case ASPECT_CASE: return say_case(p);
    case ASPECT_SPELLING: return HP_STR("how it is spelled");
    case ASPECT_LISTS: return say_lists(p);
    case ASPECT_COMPANY: return HP_STR("the company that it keeps in other texts");
    case ASPECT_BEFORE: return say_before(p, 1);
    case ASPECT_TWO_BEFORE: return say_before(p, 2);
    case ASPECT_AFTER: return say_after(p, 1);
    case ASPECT_TWO_AFTER: return say_after(p, 2);
    case ASPECT_AROUND: return HP_STR("what stands on both sides of it");
    case ASPECT_ELSEWHERE: return say_elsewhere(p);
    case ASPECT_KNOWN: return say_known(p);
    case ASPECT_LENGTH: return p->run->token_count > 1 ? HP_STR("a whole name") : HP_STR("one name alone");
    case ASPECT_NEAR: return quoted(p, r->token, r->token, "in the text", "");
    case ASPECT_NONE:
    case ASPECTS: break;
    }
    return (hp_str){NULL, 0};
}

/* ---- weighing ---- */

static void start(pile *p, const weighing *w, const tag_run *run) {
    *p = (pile){.w = w, .run = run, .n = ASPECTS};
    for (size_t i = 0; i < ASPECTS; i++) p->v[i] = (reason){.of = (aspect)i};
}

/* A word that stands in the text more than once is one reason. */
static void add_near(pile *p, uint32_t token_at, float weight) {
    const token *tokens = p->w->d->tokens;
    size_t i = ASPECTS;
    while (i < p->n && tokens[p->v[i].token].hash != tokens[token_at].hash) i++;
    if (i == REASONS) return;
    if (i == p->n) p->v[p->n++] = (reason){.of = ASPECT_NEAR, .token = token_at};
    p->v[i].weight += weight;
}

/* What is said of one word and of two on the same side is told once, with the two. */
static void join(pile *p, aspect one, aspect two) {
    p->v[two].weight += p->v[one].weight;
    p->v[one].weight = 0;
}

static int by_weight(const void *a, const void *b) {
    const reason *x = a, *y = b;
    if (x->weight != y->weight) return x->weight > y->weight ? -1 : 1;
    if (x->of != y->of) return x->of < y->of ? -1 : 1;
    return x->token < y->token ? -1 : x->token > y->token;
}

static hp_str with(const pile *p, hp_str said, const char *between, hp_str more) {
    if (!said.n) return more;
    return arena_printf(p->w->d->a, "%.*s%s%.*s", STR_FMT(said), between, STR_FMT(more));
}

/* The few that weigh most for the decision, and the one that weighs most against it. */
static hp_str tell(pile *p) {
    enum { MOST = 4 };
    const float worth = 0.25f;
    size_t count = 0;
    hp_str told = {NULL, 0};
    join(p, ASPECT_BEFORE, ASPECT_TWO_BEFORE);
    join(p, ASPECT_AFTER, ASPECT_TWO_AFTER);
    qsort(p->v, p->n, sizeof *p->v, by_weight);
    for (size_t i = 0; i < p->n && count < MOST && p->v[i].weight >= worth; i++) {
        hp_str more = say(p, &p->v[i]);
        if (!more.n) continue;
        told = with(p, told, ", ", more);
        count++;
    }
    hp_str against = p->v[p->n - 1].weight <= -worth ? say(p, &p->v[p->n - 1]) : (hp_str){NULL, 0};
    return told.n && against.n ? with(p, told, "; against it: ", against) : told;
}

/* Of a name of several words, what stands before it is said of its first and what stands after it of its last. */
static bool speaks(const tag_run *run, size_t token_at, aspect of) {
    bool before = of == ASPECT_BEFORE || of == ASPECT_TWO_BEFORE, after = of == ASPECT_AFTER || of == ASPECT_TWO_AFTER;
    return (!before || token_at == run->token_first) && (!after || token_at == last_of(run)) &&
           (of != ASPECT_AROUND || run->token_count == 1);
}

hp_str weighing_of_name(const weighing *w, const tag_run *run) {
    const sentence *s = &w->d->sentences[w->d->tokens[run->token_first].sentence];
    uint32_t features[TAG_FEATURES];
    tag_origin from[TAG_FEATURES];
    pile p;
    start(&p, w, run);
    for (size_t i = run->token_first; i <= last_of(run); i++) {
        size_t n =
            tagger_features_of(w->words, s->token_first, (size_t)s->token_first + s->token_count, i, features, from);
        int label = i == run->token_first ? TAG_BEGIN : TAG_INSIDE;
        for (size_t k = 0; k < n; k++) {
            aspect of = kind_aspect(from[k].kind);
            if (speaks(run, i, of)) p.v[of].weight += tagger_weight(w->t, features[k], label);
        }
    }
    p.v[ASPECT_NONE].weight = 0;
    return tell(&p);
}

hp_str weighing_of_owner(const weighing *w, const tag_run *run) {
    uint32_t features[TAG_ROLE_FEATURES];
    tag_origin from[TAG_ROLE_FEATURES];
    pile p;
    start(&p, w, run);
    if (!w->t->roles.v) return (hp_str){NULL, 0};
    float side = run->privately >= 50 ? 1 : -1;
    size_t n = tagger_role_features(w->d, w->words, w->lexicon, run->token_first, run->token_count, features, from);
    for (size_t k = 0; k < n; k++) {
        aspect of = kind_aspect(from[k].kind);
        float weight = side * tagger_role_weight(w->t, features[k]);
        if (of == ASPECT_NEAR)
            add_near(&p, from[k].token, weight);
        else
            p.v[of].weight += weight;
    }
    p.v[ASPECT_NONE].weight = 0;
    return tell(&p);
}
