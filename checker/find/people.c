/* people.c - gathering name candidates: roster first (disguise.c knows its disguises), then compound words, the tagger,
 * initials and stars. */
#include "find/people.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "find/disguise.h"
#include "find/stands.h"
#include "find/weighing.h"
#include "text/unicode.h"

typedef struct gatherer {
    const finder *f;
    const doc *d;
    candidates *out;
    bool tag; /* for hp_tag */
} gatherer;

static bool is_careful(const gatherer *g) {
    const finder *f = g->f;
    bool asked = f->o.names == HP_NAMES_POLICY && pack_policy(f->o.pack)->names_careful;
    return asked || f->o.names == HP_NAMES_CAREFUL;
}

/* ---- words ---- */

static bool is_word(const gatherer *g, hp_str key) {
    return lexicon_is_word(lexicon_find(g->f->o.lexicon, str_hash(key)));
}

static bool is_english(const gatherer *g, hp_str key) {
    return (lexicon_find(g->f->o.lexicon, str_hash(key)).flags & LEXICON_WORD_EN) != 0;
}

/* ---- adding ---- */

static candidate *add(gatherer *g, size_t start, size_t end, uint32_t in_sentence, uint32_t first, uint32_t last,
                      hp_str key) {
    candidate *c = VEC_ADD(g->d->a, g->out, candidate);
    if (c)
        *c = (candidate){.clean_start = start,
                         .clean_end = end,
                         .sentence = in_sentence,
                         .token_first = first,
                         .token_end = last,
                         .key = key,
                         .first_key = key,
                         .last_key = key,
                         .privately = 50};
    return c;
}

static bool is_name_token(const token *t) {
    return t->kind == TOKEN_WORD || t->kind == TOKEN_MIXED;
}

/* ---- the roster ---- */

/* The longest roster name that begins at token i; *count tokens of the draft, with a comma of "Last, First" counted in.
 */
static roster_match longest(const gatherer *g, size_t i, size_t *count, hp_str *key) {
    const doc *d = g->d;
    roster_match best = {0};
    hp_str joined = {0};
    size_t words = 0;
    for (size_t k = i; k < d->token_count && words < ROSTER_LONGEST; k++) {
        const token *t = &d->tokens[k];
        if (k > i && t->sentence != d->tokens[i].sentence) break;
        bool comma = words == 1 && t->kind == TOKEN_PUNCT && d->clean.p[t->clean_start] == ',' &&
                     t->clean_end - t->clean_start == 1;
        if (comma) continue;
        if (!is_name_token(t)) break;
        joined = disguise_join(d->a, joined, disguise_key(d, t));
        words++;
        roster_match m = roster_find(g->f->o.roster, str_hash(joined));
        bool written_so = m.kind != ROSTER_INITIALS || (words == 1 && t->flags & (TOKEN_ALLCAPS | TOKEN_CAPITAL) &&
                                                        joined.n == 2 && (t->flags & TOKEN_ALLCAPS || t->fold.n > 2));
        bool across = k > i + words - 1; /* a comma stood between: only a full name may have one */
        if (m.kind && written_so && (!across || m.kind == ROSTER_FULL) &&
            (words == 1 || m.kind >= ROSTER_GIVEN || m.kind == ROSTER_FAMILY)) {
            best = m;
            *count = k - i + 1;
            *key = joined;
        }
    }
    return best;
}

static void gather_roster(gatherer *g) {
    const doc *d = g->d;
    if (!hp_roster_size(g->f->o.roster)) return;
    for (size_t i = 0, count; i < d->token_count; i += count) {
        const token *t = &d->tokens[i];
        hp_str key = {0};
        count = 1;
        if (!disguise_starts(d, t)) continue;
        roster_match m = is_name_token(t) ? longest(g, i, &count, &key) : (roster_match){0};
        bool disguise = false;
        for (size_t k = i; m.kind && k < i + count; k++) disguise |= disguise_is_spelled(g->f, d, k);
        if (!m.kind) {
            m = disguise_find(g->f, d, i, &count, &key);
            disguise = m.kind != ROSTER_NONE;
        }
        candidate *c = m.kind ? add(g, t->clean_start, d->tokens[i + count - 1].clean_end, t->sentence, (uint32_t)i,
                                    (uint32_t)(i + count), key)
                              : NULL;
        if (!c) continue;
        c->roster = (uint8_t)m.kind;
        c->person = m.person;
        c->others = m.more;
        c->first_key = disguise_key(d, t);
        c->ambiguous = !disguise && count == 1 && is_word(g, key);
        c->disguise = disguise;
        c->lower = !(t->flags & (TOKEN_CAPITAL | TOKEN_INNERCAP)) && !disguise;
    }
}

/* ---- compound words: #TeamMaya, @maya_h, maya_hernandez_iep.pdf ---- */

/* Is the text a run of one to three words? */
static bool is_words(const gatherer *g, hp_str text, int most) {
    if (!text.n) return true;
    for (size_t n = text.n; most > 0 && n > 0; n--) {
        lexicon_entry e = lexicon_find(g->f->o.lexicon, str_hash(str_sub(text, 0, n)));
        bool known =
            (e.flags & (LEXICON_WORD_EN | LEXICON_WORD_ES)) != 0 && (n > 1 || text.p[0] == 'a' || text.p[0] == 'i');
        if (known && is_words(g, str_sub(text, n, text.n), most - 1)) return true;
    }
    return false;
}

/* A tag without capitals, #welcomebackmaya: a listed name at one end and plain words at the other. */
static bool add_inside(gatherer *g, const token_part *p) {
    hp_str text = p->t.fold;
    bool same_bytes = text.n == p->t.clean_end - p->t.clean_start; /* folding kept every place */
    for (size_t n = text.n - 1; same_bytes && text.n <= 40 && n >= 4; n--) {
        for (int last = 1; last >= 0; last--) {
            size_t from = last ? text.n - n : 0;
            hp_str name = str_sub(text, from, from + n);
            roster_match m = roster_find(g->f->o.roster, str_hash(name));
            if (m.kind < ROSTER_GIVEN || !is_words(g, last ? str_sub(text, 0, from) : str_sub(text, n, text.n), 3))
                continue;
            size_t start = p->t.clean_start + from;
            candidate *c = add(g, start, start + n, p->t.sentence, p->parent, p->parent, name);
            if (!c) return false;
            c->in_part = true;
            c->roster = (uint8_t)m.kind;
            c->person = m.person;
            c->others = m.more;
            return true;
        }
    }
    return false;
}

/* "#M4y4", "#TeamM4y4": a tag whose digits stand for letters. */
static void gather_leet(gatherer *g) {
    const doc *d = g->d;
    for (size_t i = 0; i < d->token_count && hp_roster_size(g->f->o.roster); i++) {
        token_part p = {.t = d->tokens[i], .parent = (uint32_t)i};
        for (size_t at = 0; disguise_next_leet(d, &d->tokens[i], &at, &p.t.fold, &p.t.clean_start);) {
            p.t.clean_end = p.t.clean_start + p.t.fold.n;
            roster_match m = roster_find(g->f->o.roster, str_hash(p.t.fold));
            if (m.kind < ROSTER_GIVEN) {
                add_inside(g, &p);
                continue;
            }
            candidate *c = add(g, p.t.clean_start, p.t.clean_end, p.t.sentence, p.parent, p.parent, p.t.fold);
            if (!c) return;
            c->in_part = true;
            c->roster = (uint8_t)m.kind;
            c->person = m.person;
            c->others = m.more;
        }
    }
}

/* A given name that no class list has, in a hashtag: #ThankYouMaya. In public texts it is mostly a topic's (#4thOfJuly,
 * #SuperBowlSunday, #TeamAdele), so a tag tells it when it is to be careful; a draft's rules weigh it again. */
static bool names_inside(const gatherer *g, const token_part *p, lexicon_entry e) {
    bool word = (e.flags & (LEXICON_WORD_EN | LEXICON_WORD_ES)) != 0;
    return e.given >= 2 && !word && p->t.fold.n > 2 && p->t.flags & TOKEN_CAPITAL &&
           g->d->tokens[p->parent].kind == TOKEN_HASHTAG && (!g->tag || is_careful(g));
}

static void gather_parts(gatherer *g) {
    const doc *d = g->d;
    for (size_t i = 0; i < d->part_count; i++) {
        const token_part *p = &d->parts[i];
        uint8_t parent = d->tokens[p->parent].kind;
        if (p->t.kind != TOKEN_WORD || parent == TOKEN_WORD) continue;
        hp_str joined = {0};
        size_t end = i, found = 0;
        roster_match best = {0};
        for (size_t k = i; k < d->part_count && k < i + ROSTER_LONGEST && d->parts[k].parent == p->parent; k++) {
            joined = disguise_join(d->a, joined, lexicon_key(d->a, d->parts[k].t.fold));
            roster_match m = roster_find(g->f->o.roster, str_hash(joined));
            if (m.kind > ROSTER_INITIALS || (m.kind && joined.n > 3 && m.kind != ROSTER_INITIALS)) {
                best = m;
                end = k;
                found = joined.n;
            }
        }
        lexicon_entry e = lexicon_find(g->f->o.lexicon, p->t.hash);
        bool word = (e.flags & (LEXICON_WORD_EN | LEXICON_WORD_ES)) != 0;
        if (!best.kind && !word && parent == TOKEN_HASHTAG && add_inside(g, p)) continue;
        bool given = names_inside(g, p, e);
        if (!best.kind && !given) continue;
        const token *last = &d->parts[end].t;
        candidate *c = add(g, p->t.clean_start, last->clean_end, p->t.sentence, p->parent, p->parent,
                           lexicon_key(d->a, p->t.fold));
        if (!c) return;
        c->in_part = true;
        c->roster = (uint8_t)best.kind;
        c->person = best.person;
        c->others = best.more;
        c->given = given;
        c->ambiguous = word && found == p->t.fold.n;
        if (best.kind) i = end;
    }
}

/* ---- the tagger ---- */

/* What is taken from "no name": how much is found, and how much of it rightly. A draft's names are weighed again by
 * whose they are, so more are gathered than a tag tells. */
static float bias_of(const gatherer *g) {
    const float balanced = 0.14f, of_draft = 0.6f, careful = 2.68f;
    if (is_careful(g)) return careful;
    return g->tag ? balanced : of_draft;
}

/* The tokens that the class list names; NULL without memory, or when it names none. */
static const bool *listed_tokens(const gatherer *g) {
    bool *listed = g->out->n ? ARENA_ARRAY(g->d->a, bool, g->d->token_count + 1) : NULL;
    for (size_t i = 0; listed && i < g->out->n; i++)
        for (uint32_t k = g->out->v[i].token_first; k < g->out->v[i].token_end; k++)
            listed[k] |= g->out->v[i].roster != ROSTER_NONE;
    return listed;
}

static void explain(const gatherer *g, const tagger *t, const bool *listed, const tag_run *run, candidate *c) {
    if (!g->f->o.explain) return;
    weighing w = {t, g->d, g->f->o.lexicon, tagger_words(g->d, g->f->o.lexicon, &t->spelled, listed, false)};
    if (!w.words) return;
    c->why_tagged = weighing_of_name(&w, run);
    c->why_owned = weighing_of_owner(&w, run);
}

/* In the list of people in public life, by itself or with the title before it ("Miss Honey"). */
static bool is_known(const gatherer *g, size_t token_first, hp_str key) {
    const doc *d = g->d;
    const hp_lexicon *lexicon = g->f->o.lexicon;
    if (lexicon_find(lexicon, str_hash(key)).flags & LEXICON_KNOWN) return true;
    size_t before = token_first;
    if (before > 1 && str_eq_z(doc_token_text(d, &d->tokens[before - 1]), ".")) before--;
    if (before == 0) return false;
    const token *title = &d->tokens[before - 1];
    if (lexicon_cue(lexicon_find(lexicon, title->hash)) != LEXICON_CUE_TITLE) return false;
    hp_str whole = disguise_join(d->a, lexicon_key(d->a, title->fold), key);
    return (lexicon_find(lexicon, str_hash(whole)).flags & LEXICON_KNOWN) != 0;
}

static void gather_tagged(gatherer *g) {
    const doc *d = g->d;
    tagger t;
    tag_run *runs;
    if (!g->f->o.lexicon || tagger_open(g->f->o.lexicon->tagger, &t) != HP_OK) return;
    const bool *listed = listed_tokens(g);
    size_t count = tagger_run(&t, d, g->f->o.lexicon, bias_of(g), listed, &runs);
    for (size_t r = 0; r < count; r++) {
        const token *first = &d->tokens[runs[r].token_first], *last = first + runs[r].token_count - 1;
        hp_str key = {0};
        for (const token *w = first; w <= last; w++) key = disguise_join(d->a, key, lexicon_key(d->a, w->fold));
        size_t end = last->clean_end;
        candidate *c = add(g, first->clean_start, end, first->sentence, runs[r].token_first,
                           runs[r].token_first + runs[r].token_count, key);
        if (!c) return;
        c->first_key = lexicon_key(d->a, first->fold);
        c->last_key = lexicon_key(d->a, last->fold);
        c->known = is_known(g, runs[r].token_first, key);
        c->privately = runs[r].privately;
        c->tagged = runs[r].confidence;
        explain(g, &t, listed, &runs[r], c);
        c->several = runs[r].token_count > 1;
        c->ambiguous = runs[r].token_count == 1 && is_english(g, key);
        c->lower = !(first->flags & (TOKEN_CAPITAL | TOKEN_INNERCAP));
        lexicon_entry e = lexicon_find(g->f->o.lexicon, first->hash);
        c->given = e.given > 0;
        c->family = e.family > 0;
    }
}

/* ---- initials and stars ---- */

static bool is_initials(const doc *d, const token *t) {
    hp_str text = doc_token_text(d, t);
    if (t->kind != TOKEN_WORD || !(t->flags & TOKEN_CAPITAL)) return false;
    return text.n >= 2 && text.n <= 8 && text.p[1] == '.' && (text.n == 2 || text.p[text.n - 1] == '.' || text.n == 3);
}

static void gather_disguises(gatherer *g) {
    const doc *d = g->d;
    for (size_t i = 0; i < d->token_count; i++) {
        const token *t = &d->tokens[i];
        const token *next = i + 1 < d->token_count ? t + 1 : NULL;
        bool initials = is_initials(d, t), starred = false;
        size_t end = t->clean_end;
        if (!initials && next && t->kind == TOKEN_WORD && t->flags & TOKEN_CAPITAL && t->fold.n <= 3 &&
            !(next->flags & TOKEN_SPACE) && next->kind == TOKEN_PUNCT) {
            char sign = d->clean.p[next->clean_start];
            starred = (sign == '*' || sign == '-' || sign == '_') && next->clean_end - next->clean_start >= 2;
            if (starred) end = next->clean_end;
        }
        if (!initials && !starred) continue;
        candidate *c =
            add(g, t->clean_start, end, t->sentence, (uint32_t)i, (uint32_t)i + 1, lexicon_key(d->a, t->fold));
        if (!c) return;
        c->initials = initials;
        c->disguise = starred;
    }
}

/* Whoever hides a name speaks of somebody private. */
static void gather_riddles(gatherer *g) {
    const int surely = 95, privately = 80;
    const doc *d = g->d;
    for (size_t i = 0, count = 1; i < d->token_count && !g->tag; i += count) {
        const token *t = &d->tokens[i];
        hp_str key;
        count = 1;
        if (!disguise_of_given(g->f, d, i, &count, &key)) continue;
        const token *last = &d->tokens[i + count - 1];
        candidate *c = add(g, t->clean_start, last->clean_end, t->sentence, (uint32_t)i, (uint32_t)(i + count), key);
        if (!c) return;
        c->disguise = true;
        c->tagged = surely;
        c->privately = privately;
    }
}

/* A word that stands for somebody, and every later mention of it. */
static void gather_stands(gatherer *g) {
    const int surely = 98, privately = 70;
    const doc *d = g->d;
    bool *named = g->tag ? NULL : ARENA_ARRAY(d->a, bool, d->token_count + 1);
    for (size_t i = 0; named && i < d->token_count; i++) {
        const token *t = &d->tokens[i];
        if (named[i] || !(t->flags & TOKEN_CAPITAL) || !stands_as_name(g->f, d, i)) continue;
        for (size_t k = i; k < d->token_count; k++) {
            const token *same = &d->tokens[k];
            if (same->hash != t->hash || same->kind != t->kind || !(same->flags & TOKEN_CAPITAL)) continue;
            named[k] = true;
            candidate *c = add(g, same->clean_start, same->clean_end, same->sentence, (uint32_t)k, (uint32_t)k + 1,
                               lexicon_key(d->a, same->fold));
            if (!c) return;
            c->tagged = surely;
            c->privately = privately;
        }
    }
}

/* Has the text a name of this one word, outside of its tags? Names above the limit are not looked at. */
static bool is_named(const gatherer *g, hp_str key) {
    for (size_t k = 0; k < g->out->n && k < LIMIT_NAMES; k++)
        if (!g->out->v[k].in_part && g->out->v[k].tagged && str_eq(g->out->v[k].key, key)) return true;
    return false;
}

/* Names in hashtags: #goOttavia, #ottaviadances; those that the text has as well: #ottavia30. */
static void gather_tags(gatherer *g) {
    const int surely = 90, privately = 75, unasked = 50;
    const doc *d = g->d;
    for (size_t i = 0; i < d->part_count && !g->tag; i++) {
        const token_part *p = &d->parts[i];
        if (d->tokens[p->parent].kind != TOKEN_HASHTAG || p->t.kind != TOKEN_WORD) continue;
        size_t from = 0, end = p->t.clean_end - p->t.clean_start;
        bool named = is_named(g, p->t.fold);
        if (!named && !stands_cheered(g->f, d, i) && !stands_in_tag(g->f, p, &from, &end)) continue;
        candidate *c = add(g, p->t.clean_start + from, p->t.clean_start + end, p->t.sentence, p->parent, p->parent,
                           lexicon_key(d->a, str_sub(p->t.fold, from, named ? p->t.fold.n : end)));
        if (!c) return;
        c->in_part = true;
        c->tagged = named ? 0 : surely;
        c->privately = named ? unasked : privately;
    }
}

/* ---- one candidate a place ---- */

static int by_place(const void *a, const void *b) {
    const candidate *x = a, *y = b;
    if (x->clean_start != y->clean_start) return x->clean_start < y->clean_start ? -1 : 1;
    if (x->clean_end != y->clean_end) return x->clean_end > y->clean_end ? -1 : 1;
    return (int)y->roster - (int)x->roster;
}

/* What two overlapping candidates know goes into one. The roster's span stands for a full name, and the
 * name's for one inside a tag; else the longer one. */
static void merge(candidate *into, const candidate *c) {
    bool roster_span = (c->roster == ROSTER_FULL && into->roster != ROSTER_FULL) ||
                       (c->in_part && (c->roster || c->given) && !into->roster);
    if (c->tagged > into->tagged) {
        into->tagged = c->tagged;
        into->privately = c->privately;
        into->why_tagged = c->why_tagged;
        into->why_owned = c->why_owned;
    }
    if (roster_span ||
        (into->roster != ROSTER_FULL && c->clean_end - c->clean_start > into->clean_end - into->clean_start)) {
        into->clean_start = c->clean_start;
        into->clean_end = c->clean_end;
        into->token_first = c->token_first;
        into->token_end = c->token_end;
        into->key = c->key;
        into->first_key = c->first_key;
        into->last_key = c->last_key;
        into->ambiguous = c->ambiguous;
        into->lower = c->lower;
        into->several |= c->several;
    }
    if (c->roster > into->roster) {
        into->roster = c->roster;
        into->person = c->person;
        into->others = c->others;
    }
    into->disguise |= c->disguise;
    into->initials |= c->initials;
    into->known |= c->known;
    into->given |= c->given;
    into->family |= c->family;
}

static void unite(candidates *all) {
    if (!all->n) return;
    qsort(all->v, all->n, sizeof *all->v, by_place);
    size_t kept = 0;
    for (size_t i = 1; i < all->n; i++) {
        if (all->v[i].clean_start < all->v[kept].clean_end)
            merge(&all->v[kept], &all->v[i]);
        else
            all->v[++kept] = all->v[i];
    }
    all->n = kept + 1;
}

/* Mentions of one name share a number: the same key, or the first or last word of a longer one. */
static void number(candidates *all) {
    uint32_t groups = 0;
    for (size_t i = 0; i < all->n; i++) {
        candidate *c = &all->v[i];
        for (size_t k = 0; k < i && !c->group; k++) {
            const candidate *o = &all->v[k];
            if (str_eq(o->key, c->key) || str_eq(o->first_key, c->key) || (o->several && str_eq(o->last_key, c->key)) ||
                (c->several && (str_eq(c->first_key, o->key) || str_eq(c->last_key, o->key))) ||
                (c->roster >= ROSTER_GIVEN && o->roster >= ROSTER_GIVEN && c->person == o->person))
                c->group = o->group;
        }
        if (!c->group) c->group = ++groups;
    }
}

hp_status people_gather(const finder *f, const doc *d, bool tag, candidates *out) {
    gatherer g = {f, d, out, tag};
    gather_roster(&g);
    gather_parts(&g);
    gather_leet(&g);
    gather_tagged(&g);
    gather_disguises(&g);
    gather_riddles(&g);
    gather_stands(&g);
    gather_tags(&g);
    if (arena_failed(d->a)) return HP_ERR_MEMORY;
    unite(out);
    bool many = out->n > LIMIT_NAMES;
    if (many) out->n = LIMIT_NAMES;
    number(out);
    return many ? HP_ERR_LIMIT : HP_OK;
}
