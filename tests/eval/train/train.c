/* train.c - learns the weights of the person tagger (checker/find/tagger.h) from marked texts.
 *
 * usage: train --lexicon FILE --out FILE [--slots BITS] [--epochs N] [--rate X] [--decay X] [--left-out N] [--models N]
 *              [--given FILE --family FILE --words FILE] TRAIN.jsonl... [--dev DEV.jsonl...]
 *
 * Texts are read as marked.h says. A conditional random field, trained by stochastic gradient with AdaGrad; a token
 * whose label is open is summed over. Each epoch shows a share of the texts in lower case and in capitals, and hides
 * the name lists of a share of the names, so that context is learned too. The same input gives the same bytes: the
 * order and every draw come from one seed.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "find/tagger.h"
#include "learn_spelling.h"
#include "marked.h"
#include "training.h"

enum { OPEN = 7, ANY = (1 << TAG_LABELS) - 1 };
#define ROLE_DECAY 1e-3f
enum { ROLE_BITS = 16, ROLE_LEFT_OUT = 70 };
enum {
    LOWERED = 12,
    CAPITALS = 4,
    UNLISTED = 15,
    RENAMED = 40,
    SWAPPED = 40,
    WELL_KNOWN = 50,
    MADE_UP = 20,
    MADE_UP_OTHER = 30
}; /* per cent */

enum { LONGEST_OTHER = 60 };

/* One feature's weights and AdaGrad's sums of squares, side by side in the cache. */
typedef struct cell {
    float weight[TAG_LABELS], grade[TAG_LABELS];
} cell;

/* Sums over the later epochs of every model; their means are what is kept. */
typedef struct means {
    float *weight; /* slots x TAG_WEIGHTS */
    float transition[TAG_LABELS][TAG_LABELS], start[TAG_LABELS];
    unsigned count;
} means;

typedef struct trainer {
    hp_lexicon lexicon;
    pool given, family;
    pool others[OTHER_KINDS]; /* what the texts name, by kind */
    means kept;
    float *role, *role_grade; /* the second model's */
    uint32_t role_mask;
    uint32_t mask;
    cell *cells; /* a slot each */
    float transition[TAG_LABELS][TAG_LABELS], start[TAG_LABELS];
    float transition_grade[TAG_LABELS][TAG_LABELS], start_grade[TAG_LABELS];
    float rate, decay;
    uint32_t left_out; /* per cent of the features, each time */
    uint64_t seed;
    spelling spelled; /* learned first: the features ask it */
} trainer;

/* ---- one text ---- */

static int gold_label(const text *x, const doc *d, size_t i, int last) {
    size_t from, to;
    doc_draft_span(d, d->tokens[i].clean_start, d->tokens[i].clean_end, &from, &to);
    for (size_t k = 0; k < x->span_count; k++) {
        if (!(x->spans[k].name || x->spans[k].other) || from >= x->spans[k].end || to <= x->spans[k].start) continue;
        if (x->spans[k].open) return OPEN;
        if (x->spans[k].other) return TAG_OTHER;
        if (from > x->spans[k].start && (last == TAG_BEGIN || last == TAG_INSIDE)) return TAG_INSIDE;
        return TAG_BEGIN;
    }
    return TAG_OUTSIDE;
}

static float log_sum(const float *v) {
    float top = v[0];
    for (int l = 1; l < TAG_LABELS; l++) top = fmaxf(top, v[l]);
    float sum = 0;
    for (int l = 0; l < TAG_LABELS; l++) sum += expf(v[l] - top);
    return top + logf(sum);
}

enum { LONGEST = 64 };
typedef struct lattice {
    size_t n;
    bool at_start;
    float emission[LONGEST][TAG_LABELS];
    float node[LONGEST][TAG_LABELS];             /* marginals */
    float edge[LONGEST][TAG_LABELS][TAG_LABELS]; /* edge[i][k][l]: k at i - 1, l at i */
    float leave[TAG_LABELS];                     /* label of the last one, which goes back outside */
} lattice;

/* Marginals under the labels that `allowed` (bits) permits. */
static void solve(const trainer *t, lattice *m, const uint8_t *allowed) {
    float alpha[LONGEST][TAG_LABELS], beta[LONGEST][TAG_LABELS], from[TAG_LABELS];
    const float never = -1e6f;
    for (size_t i = 0; i < m->n; i++)
        for (int l = 0; l < TAG_LABELS; l++) {
            float e = allowed[i] >> l & 1 ? m->emission[i][l] : never;
            if (i == 0) {
                alpha[0][l] = e + (m->at_start ? t->start[l] : t->transition[TAG_OUTSIDE][l]);
                continue;
            }
            for (int k = 0; k < TAG_LABELS; k++) from[k] = alpha[i - 1][k] + t->transition[k][l];
            alpha[i][l] = e + log_sum(from);
        }
    for (int l = 0; l < TAG_LABELS; l++) beta[m->n - 1][l] = t->transition[l][TAG_OUTSIDE];
    for (size_t i = m->n - 1; i-- > 0;)
        for (int k = 0; k < TAG_LABELS; k++) {
            for (int l = 0; l < TAG_LABELS; l++)
                from[l] =
                    t->transition[k][l] + (allowed[i + 1] >> l & 1 ? m->emission[i + 1][l] : never) + beta[i + 1][l];
            beta[i][k] = log_sum(from);
        }
    for (int l = 0; l < TAG_LABELS; l++) from[l] = alpha[m->n - 1][l] + beta[m->n - 1][l];
    float total = log_sum(from);
    for (size_t i = 0; i < m->n; i++)
        for (int l = 0; l < TAG_LABELS; l++) {
            m->node[i][l] = expf(alpha[i][l] + beta[i][l] - total);
            for (int k = 0; i > 0 && k < TAG_LABELS; k++)
                m->edge[i][k][l] = expf(alpha[i - 1][k] + t->transition[k][l] +
                                        (allowed[i] >> l & 1 ? m->emission[i][l] : never) + beta[i][l] - total);
        }
    memcpy(m->leave, m->node[m->n - 1], sizeof m->leave);
}

static void step(const trainer *t, float *weight, float *grade, float gradient) {
    gradient += t->decay * *weight;
    *grade += gradient * gradient;
    *weight -= t->rate * gradient / (sqrtf(*grade) + 1e-3f);
}

/* Leaves out a share of the features, so that no single one is leaned on. Weights learn as much smaller as they miss.
 */
static size_t thin_out(trainer *t, uint32_t *features, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (draw_below(&t->seed, 100) >= t->left_out) features[kept++] = features[i];
    return kept;
}

static void learn_run(trainer *t, const tag_word *words, size_t first, size_t end, size_t at, const uint8_t *gold,
                      size_t n) {
    static uint32_t features[LONGEST][TAG_FEATURES];
    static size_t count[LONGEST];
    static lattice model, truth;
    model.n = n;
    model.at_start = at == first || words[at].new_line;
    for (size_t i = 0; i < n; i++) {
        count[i] = thin_out(t, features[i], tagger_features(words, first, end, at + i, features[i]));
        memset(model.emission[i], 0, sizeof model.emission[i]);
        for (size_t k = 0; k < count[i]; k++)
            for (int l = 0; l < TAG_LABELS; l++) model.emission[i][l] += t->cells[features[i][k] & t->mask].weight[l];
    }
    truth = model;
    uint8_t any[LONGEST];
    memset(any, ANY, sizeof any);
    solve(t, &model, any);
    solve(t, &truth, gold);
    for (size_t i = 0; i < n; i++)
        for (int l = 0; l < TAG_LABELS; l++) {
            float gradient = model.node[i][l] - truth.node[i][l];
            if (fabsf(gradient) < 1e-4f) continue;
            for (size_t k = 0; k < count[i]; k++) {
                cell *c = &t->cells[features[i][k] & t->mask];
                step(t, &c->weight[l], &c->grade[l], gradient);
            }
        }
    for (int l = 0; l < TAG_LABELS; l++) {
        float *to = model.at_start ? &t->start[l] : &t->transition[TAG_OUTSIDE][l];
        float *graded = model.at_start ? &t->start_grade[l] : &t->transition_grade[TAG_OUTSIDE][l];
        step(t, to, graded, model.node[0][l] - truth.node[0][l]);
        step(t, &t->transition[l][TAG_OUTSIDE], &t->transition_grade[l][TAG_OUTSIDE], model.leave[l] - truth.leave[l]);
    }
    for (size_t i = 1; i < n; i++)
        for (int k = 0; k < TAG_LABELS; k++)
            for (int l = 0; l < TAG_LABELS; l++)
                step(t, &t->transition[k][l], &t->transition_grade[k][l], model.edge[i][k][l] - truth.edge[i][k][l]);
}

static void recase(trainer *t, char *p, size_t n) {
    uint32_t roll = draw_below(&t->seed, 100);
    if (roll >= LOWERED + CAPITALS) return;
    for (size_t i = 0; i < n; i++)
        if (roll < LOWERED ? char_is_upper(p[i]) : char_is_alpha(p[i]) && !char_is_upper(p[i]))
            p[i] = (char)(p[i] ^ 32);
}

/* ---- other names in the same text ---- */

static int by_count(const void *a, const void *b) {
    const char *x = *(char *const *)a, *y = *(char *const *)b;
    long m = atol(x + strlen(x) + 1), n = atol(y + strlen(y) + 1);
    return m != n ? (m < n ? 1 : -1) : strcmp(x, y);
}

static pool read_pool(const char *path) {
    FILE *f = fopen(path, "r");
    if (!f) die("cannot be opened", path);
    pool p = {calloc(MOST_NAMES, sizeof *p.v), 0};
    char line[256];
    while (fgets(line, sizeof line, f) && p.n < MOST_NAMES) {
        char *tab = strchr(line, '\t');
        if (!tab || line[0] < 'a' || line[0] > 'z') continue;
        *tab = 0;
        p.v[p.n] = malloc(sizeof line);
        memcpy(p.v[p.n++], line, sizeof line);
    }
    fclose(f);
    qsort(p.v, p.n, sizeof *p.v, by_count);
    return p;
}

static const char *draw_name(trainer *t, const pool *p) {
    return p->v[draw_below(&t->seed, draw_below(&t->seed, 100) < WELL_KNOWN && p->n > 1500 ? 1500 : p->n)];
}

/* The head of one name and the tail of another, in `out`; its length. */
static size_t join_halves(hp_str one, hp_str other, char *out) {
    size_t head = (one.n + 1) / 2, skip = other.n / 2;
    while (head < one.n && (one.p[head] & 0xC0) == 0x80) head++;
    while (skip < other.n && ((other.p[skip] & 0xC0) == 0x80 || other.p[skip] == ' ')) skip++;
    memcpy(out, one.p, head);
    memcpy(out + head, other.p + skip, other.n - skip);
    return head + other.n - skip;
}

/* Writes one word of a name anew, as it was cased. The same word becomes the same word throughout a text (`salt`). */
static size_t rename_word(trainer *t, hp_str old, bool first, uint64_t salt, char *out) {
    bool upper = char_is_upper(old.p[0]), all = old.n > 1 && upper && char_is_upper(old.p[1]);
    if (old.n < 3 || (unsigned char)old.p[0] >= 0x80 || !char_is_alpha(old.p[0])) {
        memcpy(out, old.p, old.n);
        return old.n;
    }
    uint64_t kept = t->seed;
    t->seed = (str_hash(old) ^ salt) | 1;
    for (int i = 0; i < 4; i++) draw_below(&t->seed, 2);
    const pool *p = first ? &t->given : &t->family;
    const char *name = draw_name(t, p), *tail = draw_name(t, p);
    bool made =
        draw_below(&t->seed, 100) < MADE_UP; /* the head of one and the tail of another: a name that no list has */
    t->seed = kept;
    char both[256];
    if (made) {
        both[join_halves(str_of(name), str_of(tail), both)] = 0;
        name = both;
    }
    size_t n = strlen(name);
    for (size_t i = 0; i < n; i++) {
        bool raise = all || (i == 0 && upper);
        out[i] = raise && char_is_alpha(name[i]) ? (char)(name[i] & ~32) : name[i];
    }
    return n;
}

static void note_others(trainer *t, const text *texts, size_t count) {
    for (size_t k = 0; k < OTHER_KINDS; k++) t->others[k].v = calloc(MOST_NAMES, sizeof(char *));
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < texts[i].span_count; k++) {
            const span *s = &texts[i].spans[k];
            if (!s->other || s->end - s->start > LONGEST_OTHER) continue;
            pool *p = &t->others[s->other - 1];
            if (p->n < MOST_NAMES) p->v[p->n++] = strndup(texts[i].bytes.p + s->start, s->end - s->start);
        }
}

/* Writes another place, team or film in place of one, or the head of one and the tail of another: one that nobody
 * knows.
 */
static size_t rename_other(trainer *t, hp_str old, const span *s, char *out) {
    const pool *p = &t->others[s->other - 1];
    bool swap = draw_below(&t->seed, 100) < SWAPPED && p->n > 0 && old.n <= LONGEST_OTHER,
         made = draw_below(&t->seed, 100) < MADE_UP_OTHER;
    hp_str name = swap ? str_of(p->v[draw_below(&t->seed, p->n)]) : old;
    memcpy(out, name.p, name.n);
    if (!swap || !made) return name.n;
    return join_halves(name, str_of(p->v[draw_below(&t->seed, p->n)]), out);
}

/* The text with other names where persons are named, and its spans. */
static text renamed(trainer *t, arena *a, const text *x) {
    char *out = arena_alloc(a, x->bytes.n + 256 * (x->span_count + 1) * 8);
    text y = {{out, 0}, ARENA_ARRAY(a, span, x->span_count + 1), x->span_count, x->others};
    uint64_t salt = draw_below(&t->seed, 1u << 30);
    size_t at = 0, n = 0;
    for (size_t k = 0; k < x->span_count; k++) {
        const span *s = &x->spans[k];
        if (s->start < at) return *x; /* spans out of order or nested */
        memcpy(out + n, x->bytes.p + at, s->start - at);
        n += s->start - at;
        y.spans[k] = *s;
        y.spans[k].start = n;
        bool first = true;
        if (s->other) n += rename_other(t, str_sub(x->bytes, s->start, s->end), s, out + n);
        for (size_t i = s->other ? s->end : s->start; i < s->end;) {
            size_t from = i;
            while (i < s->end && (char_is_alpha(x->bytes.p[i]) || (unsigned char)x->bytes.p[i] >= 0x80)) i++;
            if (i == from) {
                out[n++] = x->bytes.p[i++];
                continue;
            }
            hp_str word = str_sub(x->bytes, from, i);
            if (s->open || !s->name || i - from > 60) {
                memcpy(out + n, word.p, word.n);
                n += word.n;
            } else {
                n += rename_word(t, word, first, salt, out + n);
            }
            first = false;
        }
        y.spans[k].end = n;
        at = s->end;
    }
    memcpy(out + n, x->bytes.p + at, x->bytes.n - at);
    y.bytes.n = n + x->bytes.n - at;
    return y;
}

/* ---- whose name it is ---- */

static void learn_role(trainer *t, const doc *d, const tag_word *words, const text *x, const span *s) {
    static uint32_t features[TAG_ROLE_FEATURES];
    size_t first = d->token_count, last = 0;
    for (size_t i = 0; i < d->token_count; i++) {
        size_t from, to;
        doc_draft_span(d, d->tokens[i].clean_start, d->tokens[i].clean_end, &from, &to);
        if (from >= s->end || to <= s->start) continue;
        if (first == d->token_count) first = i;
        last = i;
    }
    (void)x;
    if (first == d->token_count || (d->tokens[first].kind != TOKEN_WORD && d->tokens[first].kind != TOKEN_MIXED))
        return;
    size_t n = tagger_role_features(d, words, &t->lexicon, first, last - first + 1, features, NULL), kept = 0;
    for (size_t k = 0; k < n; k++)
        if (draw_below(&t->seed, 100) >= ROLE_LEFT_OUT) features[kept++] = features[k];
    float sum = 0;
    for (size_t k = 0; k < kept; k++) sum += t->role[features[k] & t->role_mask];
    float gradient = 1.0f / (1.0f + expf(-sum)) - (float)s->privately;
    for (size_t k = 0; k < kept; k++) {
        uint32_t w = features[k] & t->role_mask;
        float g = gradient + ROLE_DECAY * t->role[w];
        t->role_grade[w] += g * g;
        t->role[w] -= t->rate * g / (sqrtf(t->role_grade[w]) + 1.0f);
    }
}

static void learn_text(trainer *t, arena *a, const text *original) {
    arena_reset(a);
    text other = t->given.n && draw_below(&t->seed, 100) < RENAMED ? renamed(t, a, original) : *original;
    const text *x = &other;
    hp_str copy = arena_copy(a, x->bytes);
    recase(t, (char *)(uintptr_t)copy.p, copy.n);
    doc d;
    size_t bad;
    hp_str why;
    if (doc_read(a, copy, HP_MARKUP_NONE, &d, &bad, &why) != HP_OK) return;
    tag_word *words = tagger_words(&d, &t->lexicon, &t->spelled, NULL, true);
    uint8_t *gold = ARENA_ARRAY(a, uint8_t, d.token_count + 1);
    int last = TAG_OUTSIDE;
    for (size_t i = 0; i < d.token_count; i++) {
        last = gold_label(x, &d, i, last);
        gold[i] = last == OPEN ? ANY : (uint8_t)(1 << last);
        if (last == TAG_OUTSIDE && !x->others) gold[i] |= 1 << TAG_OTHER;
        if (last == TAG_BEGIN || last == TAG_INSIDE)
            if (draw_below(&t->seed, 100) < UNLISTED) tagger_unlist(&words[i]);
    }
    for (size_t k = 0; k < x->span_count; k++)
        if (x->spans[k].privately >= 0) learn_role(t, &d, words, x, &x->spans[k]);
    for (size_t s = 0; s < d.sentence_count; s++) {
        size_t first = d.sentences[s].token_first, end = first + d.sentences[s].token_count;
        for (size_t i = first; i < end;) {
            size_t n = 0;
            while (i + n < end && n < LONGEST && words[i + n].candidate && !(n && words[i + n].new_line)) n++;
            if (n) learn_run(t, words, first, end, i, gold + i, n);
            i += n ? n : 1;
        }
    }
}

/* ---- the image ---- */

/* The weights of each feature behind one another, in slots of their own, above TAG_ZERO. */
static void to_slots(const int8_t *bytes, size_t slots, unsigned char *out) {
    memset(out, TAG_ZERO, slots * TAG_SLOT);
    for (size_t i = 0; i < slots; i++)
        for (size_t l = 0; l < TAG_WEIGHTS; l++)
            out[i * TAG_SLOT + l] = (unsigned char)(bytes[i * TAG_WEIGHTS + l] + TAG_ZERO);
}

static void write_image(const trainer *t, const char *path) {
    size_t all = (size_t)t->mask + 1, roles = (size_t)t->role_mask + 1, n = all * TAG_SLOT;
    int8_t *weights = malloc(all * TAG_WEIGHTS);
    size_t spellings = (size_t)t->spelled.mask + 1, body = n + roles + spellings;
    unsigned char *bytes = malloc(body);
    float scale = to_bytes(t->kept.weight, all * TAG_WEIGHTS, 1.0f - (float)t->left_out / 100.0f, weights);
    float role_scale = to_bytes(t->role, roles, 1.0f - (float)ROLE_LEFT_OUT / 100.0f, (int8_t *)(void *)(bytes + n));
    to_slots(weights, all, bytes);
    memcpy(bytes + n + roles, t->spelled.weights, spellings);
    free(weights);
    char head[120] = "HPTAG007";
    uint32_t slots = t->mask + 1, role_slots = t->role_mask + 1, spelling_slots = t->spelled.mask + 1;
    uint64_t hash = str_hash((hp_str){(const char *)bytes, body});
    memcpy(head + 8, &slots, 4);
    memcpy(head + 12, &scale, 4);
    float steps[(TAG_LABELS + 1) * TAG_LABELS];
    for (size_t k = 0; k < TAG_LABELS * TAG_LABELS; k++)
        steps[k] = expf(t->kept.transition[k / TAG_LABELS][k % TAG_LABELS]);
    for (size_t k = 0; k < TAG_LABELS; k++) steps[TAG_LABELS * TAG_LABELS + k] = expf(t->kept.start[k]);
    memcpy(head + 16, steps, sizeof steps);
    memcpy(head + 96, &hash, 8);
    memcpy(head + 104, &role_slots, 4);
    memcpy(head + 108, &role_scale, 4);
    memcpy(head + 112, &spelling_slots, 4);
    memcpy(head + 116, &t->spelled.scale, 4);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(head, 1, sizeof head, f) != sizeof head || fwrite(bytes, 1, body, f) != body || fclose(f) != 0)
        die("cannot be written", path);
    free(bytes);
}

/* ---- the dev sets: relaxed, as tests/eval scores it ---- */

enum { BIASES = 21 };

/* What is counted of a dev set at one bias. */
typedef struct tally {
    double names, found, runs, right, clean, flagged, told, told_right;
} tally;

static void run_span(const doc *d, const tag_run *r, size_t *from, size_t *to) {
    const token *first = &d->tokens[r->token_first], *last = first + r->token_count - 1;
    doc_draft_span(d, first->clean_start, last->clean_end, from, to);
}

static void count_run(const text *x, const doc *d, const tag_run *r, bool *met, tally *t) {
    size_t from, to;
    bool right = false;
    run_span(d, r, &from, &to);
    for (size_t k = 0; k < x->span_count; k++) {
        const span *s = &x->spans[k];
        if (from >= s->end || s->start >= to) continue;
        right |= s->name;
        met[k] = true;
        if (s->privately < 0) continue;
        t->told++;
        t->told_right += (r->privately >= 50) == s->privately;
    }
    t->runs++;
    t->right += right;
}

static void count_text(const tagger *tag, const hp_lexicon *lexicon, const text *x, const doc *d, float bias,
                       tally *t) {
    tag_run *runs;
    size_t count = tagger_run(tag, d, lexicon, bias, NULL, &runs), names = 0;
    bool *met = ARENA_ARRAY(d->a, bool, x->span_count + 1);
    for (size_t r = 0; r < count; r++) count_run(x, d, &runs[r], met, t);
    for (size_t k = 0; k < x->span_count; k++) {
        names += x->spans[k].name;
        t->found += x->spans[k].name && met[k];
    }
    t->names += (double)names;
    t->clean += names == 0;
    t->flagged += names == 0 && count > 0;
}

static void print_tally(const char *set, float bias, const tally *t) {
    double p = t->right / fmax(t->runs, 1), r = t->found / fmax(t->names, 1);
    printf("%-28s bias %.2f  P %.3f R %.3f F1 %.3f F5 %.3f  clean flagged %.1f%% role %.3f\n", set, (double)bias, p, r,
           2 * p * r / (p + r), 26 * p * r / (25 * p + r), 100 * t->flagged / fmax(t->clean, 1),
           t->told_right / fmax(t->told, 1));
}

static void evaluate(const char *path, hp_str image, const hp_lexicon *lexicon) {
    text *texts = calloc(MOST_TEXTS, sizeof *texts);
    size_t n = read_texts(path, texts, 0);
    tagger tag;
    if (tagger_open(image, &tag) != HP_OK) die("is no tagger", path);
    tally tallies[BIASES] = {0};
    arena *a = arena_new(0);
    for (size_t i = 0; i < n; i++) {
        arena_reset(a);
        doc d;
        size_t bad;
        hp_str why;
        if (doc_read(a, texts[i].bytes, HP_MARKUP_NONE, &d, &bad, &why) != HP_OK) continue;
        for (int b = 0; b < BIASES; b++) count_text(&tag, lexicon, &texts[i], &d, (float)b * 0.25f - 1.0f, &tallies[b]);
    }
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    for (int b = 0; b < BIASES; b++) print_tally(name, (float)b * 0.25f - 1.0f, &tallies[b]);
    arena_free(a);
}

static void shuffle(trainer *t, size_t *order, size_t count) {
    for (size_t i = count - 1; i > 0; i--) {
        size_t j = draw_below(&t->seed, (uint32_t)i + 1), swap = order[i];
        order[i] = order[j];
        order[j] = swap;
    }
}

static void add_to_means(const trainer *t, means *m) {
    for (size_t i = 0; i <= t->mask; i++)
        for (int l = 0; l < TAG_WEIGHTS; l++)
            m->weight[i * TAG_WEIGHTS + (size_t)l] += t->cells[i].weight[l + 1] - t->cells[i].weight[TAG_OUTSIDE];
    for (int k = 0; k < TAG_LABELS; k++) {
        m->start[k] += t->start[k];
        for (int l = 0; l < TAG_LABELS; l++) m->transition[k][l] += t->transition[k][l];
    }
    m->count++;
}

static void take_means(means *m, size_t slots) {
    float share = 1.0f / (float)(m->count ? m->count : 1);
    for (size_t i = 0; i < slots * TAG_WEIGHTS; i++) m->weight[i] *= share;
    for (int k = 0; k < TAG_LABELS; k++) {
        m->start[k] *= share;
        for (int l = 0; l < TAG_LABELS; l++) m->transition[k][l] *= share;
    }
}

/* Learns all texts from nothing: the weights of several models are better than those of any one. */
static void learn_model(trainer *t, arena *a, const text *texts, size_t *order, size_t count, unsigned epochs) {
    memset(t->cells, 0, ((size_t)t->mask + 1) * sizeof *t->cells);
    memset(t->transition, 0, sizeof t->transition);
    memset(t->transition_grade, 0, sizeof t->transition_grade);
    memset(t->start, 0, sizeof t->start);
    memset(t->start_grade, 0, sizeof t->start_grade);
    for (unsigned e = 0; e < epochs; e++) {
        shuffle(t, order, count);
        for (size_t i = 0; i < count; i++) learn_text(t, a, &texts[order[i]]);
        fprintf(stderr, "epoch %u of %u: %zu texts\n", e + 1, epochs, count);
        if (2 * e >= epochs) add_to_means(t, &t->kept);
    }
}

int main(int argc, char **argv) {
    trainer t = {.rate = 0.08f, .decay = 1e-6f, .seed = 20261124};
    const char *out = NULL, *words = NULL;
    hp_str image = {0};
    unsigned bits = 18, epochs = 12, models = 1;
    text *texts = calloc(MOST_TEXTS, sizeof *texts);
    size_t count = 0;
    int dev = argc;
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--dev")) {
            dev = i + 1;
            break;
        }
        if (argv[i][0] != '-')
            count = read_texts(argv[i], texts, count);
        else if (i + 1 >= argc)
            die("needs a value", argv[i]);
        else if (!strcmp(argv[i], "--lexicon")) {
            if (hp_lexicon_open(read_file(argv[++i]), &t.lexicon) != HP_OK) die("is no lexicon", argv[i]);
        } else if (!strcmp(argv[i], "--out"))
            out = argv[++i];
        else if (!strcmp(argv[i], "--given"))
            t.given = read_pool(argv[++i]);
        else if (!strcmp(argv[i], "--family"))
            t.family = read_pool(argv[++i]);
        else if (!strcmp(argv[i], "--words"))
            words = argv[++i];
        else if (!strcmp(argv[i], "--slots"))
            bits = (unsigned)atoi(argv[++i]);
        else if (!strcmp(argv[i], "--epochs"))
            epochs = (unsigned)atoi(argv[++i]);
        else if (!strcmp(argv[i], "--models"))
            models = (unsigned)atoi(argv[++i]);
        else if (!strcmp(argv[i], "--rate"))
            t.rate = (float)atof(argv[++i]);
        else if (!strcmp(argv[i], "--left-out"))
            t.left_out = (uint32_t)atoi(argv[++i]);
        else if (!strcmp(argv[i], "--decay"))
            t.decay = (float)atof(argv[++i]);
        else
            die("unknown option", argv[i]);
    }
    if (!out || !count || !words) die("needs --lexicon, --out, --words and texts", "usage");
    t.spelled = learn_spelling(&t.lexicon, &t.given, &t.family, words, &t.seed);
    t.mask = (1u << bits) - 1;
    t.cells = calloc((size_t)1 << bits, sizeof *t.cells);
    t.role_mask = (1u << ROLE_BITS) - 1;
    t.role = calloc((size_t)1 << ROLE_BITS, sizeof(float));
    t.role_grade = calloc((size_t)1 << ROLE_BITS, sizeof(float));
    t.kept.weight = calloc((size_t)TAG_WEIGHTS << bits, sizeof(float));
    note_others(&t, texts, count);
    arena *a = arena_new(0);
    size_t *order = calloc(count, sizeof *order);
    for (size_t i = 0; i < count; i++) order[i] = i;
    for (unsigned m = 0; m < models; m++) learn_model(&t, a, texts, order, count, epochs);
    arena_free(a);
    take_means(&t.kept, (size_t)1 << bits);
    write_image(&t, out);
    if (dev < argc) image = read_file(out);
    for (int i = dev; i < argc; i++) evaluate(argv[i], image, &t.lexicon);
    return 0;
}
