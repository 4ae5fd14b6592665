/* train.c - learns the weights of the person tagger (checker/find/tagger.h) from marked texts.
 *
 * usage: train --lexicon FILE --out FILE [--slots BITS] [--epochs N] [--rate X] [--decay X] [--names LABELS]
 *              TRAIN.jsonl... [--dev DEV.jsonl...]
 *
 * Texts are `{"text", "spans": [{"start", "end", "label"}]}` with UTF-8 byte offsets. PERSON, STUDENT_NAME and
 * PRIVATE_NAME are names; PUBLIC_NAME may be one or not and is left open. A conditional random field, trained by
 * stochastic gradient with AdaGrad; a token whose label is open is summed over. Each epoch shows a share of the texts
 * in lower case and in capitals, and hides the name lists of a share of the names, so that context is learned too. The
 * same input gives the same bytes: the order and every draw come from one seed.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/str.h"
#include "find/tagger.h"

enum { MOST_TEXTS = 1 << 16, MOST_NAMES = 1 << 18, OPEN = 7 };
#define ROLE_DECAY 1e-3f
enum { ROLE_BITS = 16, ROLE_LEFT_OUT = 70 };
enum { LOWERED = 12, CAPITALS = 4, UNLISTED = 15, RENAMED = 60, WELL_KNOWN = 50, MADE_UP = 20 }; /* per cent */

typedef struct span {
    size_t start, end;
    bool open;     /* may be a name or not, for the tagger */
    bool name;     /* counts for the tagger at all */
    int privately; /* 1: of a private person, 0: of another or of nobody, -1: not told */
} span;

typedef struct text {
    hp_str bytes;
    span *spans;
    size_t span_count;
} text;

/* Names to put in place of those of a text, the most frequent first. */
typedef struct pool {
    char **v;
    uint32_t n;
} pool;

typedef struct trainer {
    hp_lexicon lexicon;
    pool given, family;
    float *sum; /* of the weights after each of the last epochs: their mean is what is kept */
    unsigned summed;
    float *role, *role_grade; /* the second model's */
    uint32_t role_mask;
    uint32_t mask;
    float *weight, *grade; /* slots x labels: the weight, and AdaGrad's sum of squares */
    float transition[TAG_LABELS][TAG_LABELS], start[TAG_LABELS];
    float transition_grade[TAG_LABELS][TAG_LABELS], start_grade[TAG_LABELS];
    float rate, decay;
    uint32_t left_out; /* per cent of the features, each time */
    uint64_t seed;
} trainer;

static void die(const char *what, const char *which) {
    fprintf(stderr, "train: %s: %s\n", which, what);
    exit(2);
}

static uint32_t draw(trainer *t, uint32_t below) {
    t->seed ^= t->seed << 13;
    t->seed ^= t->seed >> 7;
    t->seed ^= t->seed << 17;
    return (uint32_t)(t->seed >> 33) % below;
}

/* ---- reading ---- */

static span span_of(size_t start, size_t end, const char *label) {
    bool person = !strcmp(label, "PERSON"), public = !strcmp(label, "PUBLIC_NAME"), word = !strcmp(label, "WORD");
    bool private = !strcmp(label, "STUDENT_NAME") || !strcmp(label, "PRIVATE_NAME");
    return (span){start, end, public, person || public || private, private ? 1 : public || word ? 0 : -1};
}

static size_t read_texts(const char *path, text *texts, size_t count) {
    FILE *f = fopen(path, "r");
    if (!f) die("cannot be opened", path);
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, f) > 0 && count < MOST_TEXTS) {
        json_t *row = json_loads(line, 0, NULL);
        if (!row) die("holds a line that is no JSON", path);
        const char *bytes = json_string_value(json_object_get(row, "text"));
        json_t *spans = json_object_get(row, "spans");
        text *x = &texts[count++];
        x->bytes = str_of(strdup(bytes));
        x->spans = calloc(json_array_size(spans) + 1, sizeof *x->spans);
        size_t i;
        json_t *s;
        json_array_foreach(spans, i, s) {
            span made = span_of((size_t)json_integer_value(json_object_get(s, "start")),
                                (size_t)json_integer_value(json_object_get(s, "end")),
                                json_string_value(json_object_get(s, "label")));
            if (made.name || made.privately >= 0) x->spans[x->span_count++] = made;
        }
        json_decref(row);
    }
    free(line);
    fclose(f);
    return count;
}

/* ---- one text ---- */

static int gold_label(const text *x, const doc *d, size_t i, int last) {
    size_t from, to;
    doc_draft_span(d, d->tokens[i].clean_start, d->tokens[i].clean_end, &from, &to);
    for (size_t k = 0; k < x->span_count; k++) {
        if (!x->spans[k].name || from >= x->spans[k].end || to <= x->spans[k].start) continue;
        if (x->spans[k].open) return OPEN;
        if (from > x->spans[k].start && last != TAG_OUTSIDE && last != OPEN) return TAG_INSIDE;
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
        if (draw(t, 100) >= t->left_out) features[kept++] = features[i];
    return kept;
}

static void learn_run(trainer *t, const tag_word *words, size_t first, size_t end, size_t at, const uint8_t *gold,
                      size_t n) {
    static uint32_t features[LONGEST][TAG_FEATURES];
    static size_t count[LONGEST];
    static lattice model, truth;
    model.n = n;
    model.at_start = at == first;
    for (size_t i = 0; i < n; i++) {
        count[i] = thin_out(t, features[i], tagger_features(words, first, end, at + i, features[i]));
        memset(model.emission[i], 0, sizeof model.emission[i]);
        for (size_t k = 0; k < count[i]; k++)
            for (int l = 0; l < TAG_LABELS; l++)
                model.emission[i][l] += t->weight[(size_t)(features[i][k] & t->mask) * TAG_LABELS + (size_t)l];
    }
    truth = model;
    uint8_t any[LONGEST];
    memset(any, 7, sizeof any);
    solve(t, &model, any);
    solve(t, &truth, gold);
    for (size_t i = 0; i < n; i++)
        for (int l = 0; l < TAG_LABELS; l++) {
            float gradient = model.node[i][l] - truth.node[i][l];
            if (fabsf(gradient) < 1e-4f) continue;
            for (size_t k = 0; k < count[i]; k++) {
                size_t w = (size_t)(features[i][k] & t->mask) * TAG_LABELS + (size_t)l;
                step(t, &t->weight[w], &t->grade[w], gradient);
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
    uint32_t roll = draw(t, 100);
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
    return p->v[draw(t, draw(t, 100) < WELL_KNOWN && p->n > 1500 ? 1500 : p->n)];
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
    for (int i = 0; i < 4; i++) draw(t, 2);
    const pool *p = first ? &t->given : &t->family;
    const char *name = draw_name(t, p), *tail = draw_name(t, p);
    bool made = draw(t, 100) < MADE_UP; /* the head of one and the tail of another: a name that no list has */
    t->seed = kept;
    char both[256];
    if (made) {
        size_t head = (strlen(name) + 1) / 2, skip = strlen(tail) / 2;
        while ((name[head] & 0xC0) == 0x80) head++;
        while ((tail[skip] & 0xC0) == 0x80) skip++;
        snprintf(both, sizeof both, "%.*s%s", (int)head, name, tail + skip);
        name = both;
    }
    size_t n = strlen(name);
    for (size_t i = 0; i < n; i++) {
        bool raise = all || (i == 0 && upper);
        out[i] = raise && char_is_alpha(name[i]) ? (char)(name[i] & ~32) : name[i];
    }
    return n;
}

/* The text with other names where persons are named, and its spans. */
static text renamed(trainer *t, arena *a, const text *x) {
    char *out = arena_alloc(a, x->bytes.n + 256 * (x->span_count + 1) * 8);
    text y = {{out, 0}, ARENA_ARRAY(a, span, x->span_count + 1), x->span_count};
    uint64_t salt = draw(t, 1u << 30);
    size_t at = 0, n = 0;
    for (size_t k = 0; k < x->span_count; k++) {
        const span *s = &x->spans[k];
        if (s->start < at) return *x; /* spans out of order or nested */
        memcpy(out + n, x->bytes.p + at, s->start - at);
        n += s->start - at;
        y.spans[k] = *s;
        y.spans[k].start = n;
        bool first = true;
        for (size_t i = s->start; i < s->end;) {
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
    size_t n = tagger_role_features(d, words, &t->lexicon, first, last - first + 1, features), kept = 0;
    for (size_t k = 0; k < n; k++)
        if (draw(t, 100) >= ROLE_LEFT_OUT) features[kept++] = features[k];
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
    text other = t->given.n && draw(t, 100) < RENAMED ? renamed(t, a, original) : *original;
    const text *x = &other;
    hp_str copy = arena_copy(a, x->bytes);
    recase(t, (char *)(uintptr_t)copy.p, copy.n);
    doc d;
    size_t bad;
    hp_str why;
    if (doc_read(a, copy, HP_MARKUP_NONE, &d, &bad, &why) != HP_OK) return;
    tag_word *words = tagger_words(&d, &t->lexicon);
    uint8_t *gold = ARENA_ARRAY(a, uint8_t, d.token_count + 1);
    int last = TAG_OUTSIDE;
    for (size_t i = 0; i < d.token_count; i++) {
        last = gold_label(x, &d, i, last);
        gold[i] = last == OPEN ? 7 : (uint8_t)(1 << last);
        if (last == TAG_BEGIN || last == TAG_INSIDE)
            if (draw(t, 100) < UNLISTED) words[i].list &= 0xff00u, words[i].coarse &= ~0x0fu;
    }
    for (size_t k = 0; k < x->span_count; k++)
        if (x->spans[k].privately >= 0) learn_role(t, &d, words, x, &x->spans[k]);
    for (size_t s = 0; s < d.sentence_count; s++) {
        size_t first = d.sentences[s].token_first, end = first + d.sentences[s].token_count;
        for (size_t i = first; i < end;) {
            size_t n = 0;
            while (i + n < end && n < LONGEST && words[i + n].candidate) n++;
            if (n) learn_run(t, words, first, end, i, gold + i, n);
            i += n ? n : 1;
        }
    }
}

/* ---- the image ---- */

/* Weights as signed bytes; the few larger ones are clipped: finer steps for all others. Returns the scale. */
static float to_bytes(const float *weight, size_t n, float kept, int8_t *bytes) {
    float top = 0;
    for (size_t i = 0; i < n; i++) top = fmaxf(top, kept * fabsf(weight[i]));
    float scale = top > 0 ? fminf(top, 3.0f) / 127.0f : 1.0f;
    for (size_t i = 0; i < n; i++) bytes[i] = (int8_t)lroundf(fmaxf(-127.0f, fminf(127.0f, kept * weight[i] / scale)));
    return scale;
}

static void write_image(const trainer *t, const char *path) {
    size_t n = ((size_t)t->mask + 1) * TAG_LABELS, roles = (size_t)t->role_mask + 1;
    int8_t *bytes = malloc(n + roles);
    float scale = to_bytes(t->weight, n, 1.0f - (float)t->left_out / 100.0f, bytes);
    float role_scale = to_bytes(t->role, roles, 1.0f - (float)ROLE_LEFT_OUT / 100.0f, bytes + n);
    char head[80] = "HPTAG002";
    uint32_t slots = t->mask + 1, role_slots = t->role_mask + 1;
    uint64_t hash = str_hash((hp_str){(const char *)bytes, n + roles});
    memcpy(head + 8, &slots, 4);
    memcpy(head + 12, &scale, 4);
    memcpy(head + 16, t->transition, 36);
    memcpy(head + 52, t->start, 12);
    memcpy(head + 64, &hash, 8);
    memcpy(head + 72, &role_slots, 4);
    memcpy(head + 76, &role_scale, 4);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(head, 1, sizeof head, f) != sizeof head || fwrite(bytes, 1, n + roles, f) != n + roles ||
        fclose(f) != 0)
        die("cannot be written", path);
    free(bytes);
}

/* ---- the dev sets: relaxed, as tests/eval scores it ---- */

static void evaluate(const char *path, const char *image, const hp_lexicon *lexicon) {
    text *texts = calloc(MOST_TEXTS, sizeof *texts);
    size_t n = read_texts(path, texts, 0), size = 0;
    FILE *f = fopen(image, "rb");
    if (!f) die("cannot be opened", image);
    char *bytes = malloc(64u << 20);
    size = fread(bytes, 1, 64u << 20, f);
    fclose(f);
    tagger tag;
    if (tagger_open((hp_str){bytes, size}, &tag) != HP_OK) die("is no tagger", image);
    arena *a = arena_new(0);
    for (float bias = 0; bias <= 3.01f; bias += bias < 1.4f ? 0.5f : 1.5f) {
        double role_right = 0, role_all = 0;
        double gold = 0, flags = 0, hit = 0, right = 0, clean = 0, flagged = 0;
        for (size_t i = 0; i < n; i++) {
            arena_reset(a);
            doc d;
            size_t bad;
            hp_str why;
            if (doc_read(a, texts[i].bytes, HP_MARKUP_NONE, &d, &bad, &why) != HP_OK) continue;
            tag_run *runs;
            size_t count = tagger_run(&tag, &d, lexicon, bias, &runs);
            size_t names = 0;
            for (size_t k = 0; k < texts[i].span_count; k++) names += texts[i].spans[k].name;
            gold += (double)names;
            flags += (double)count;
            clean += names == 0;
            flagged += names == 0 && count > 0;
            for (size_t k = 0; k < texts[i].span_count; k++) {
                if (!texts[i].spans[k].name) continue;
                bool met = false;
                for (size_t r = 0; r < count && !met; r++) {
                    size_t from, to;
                    const token *last = &d.tokens[runs[r].token_first + runs[r].token_count - 1];
                    doc_draft_span(&d, d.tokens[runs[r].token_first].clean_start, last->clean_end, &from, &to);
                    met = from < texts[i].spans[k].end && texts[i].spans[k].start < to;
                }
                hit += met;
            }
            for (size_t r = 0; r < count; r++) {
                size_t from, to;
                const token *last = &d.tokens[runs[r].token_first + runs[r].token_count - 1];
                doc_draft_span(&d, d.tokens[runs[r].token_first].clean_start, last->clean_end, &from, &to);
                bool met = false;
                for (size_t k = 0; k < texts[i].span_count && !met; k++)
                    met = texts[i].spans[k].name && from < texts[i].spans[k].end && texts[i].spans[k].start < to;
                right += met;
                for (size_t k = 0; k < texts[i].span_count; k++) {
                    const span *s = &texts[i].spans[k];
                    if (s->privately < 0 || from >= s->end || s->start >= to) continue;
                    role_all++;
                    role_right += (runs[r].privately >= 50) == s->privately;
                }
            }
        }
        double p = right / (flags ? flags : 1), r = hit / (gold ? gold : 1);
        printf("%-28s bias %.1f  P %.3f R %.3f F1 %.3f F5 %.3f  clean flagged %.1f%% role %.3f\n",
               strrchr(path, '/') ? strrchr(path, '/') + 1 : path, (double)bias, p, r, 2 * p * r / (p + r),
               26 * p * r / (25 * p + r), 100 * flagged / (clean ? clean : 1), role_right / (role_all ? role_all : 1));
    }
    arena_free(a);
}

static hp_str read_file(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) die("cannot be opened", path);
    size_t room = 64u << 20;
    char *p = malloc(room);
    size_t n = fread(p, 1, room, f);
    fclose(f);
    return (hp_str){p, n};
}

int main(int argc, char **argv) {
    trainer t = {.rate = 0.08f, .decay = 1e-6f, .seed = 20261124};
    const char *out = NULL;
    unsigned bits = 19, epochs = 12;
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
        else if (!strcmp(argv[i], "--slots"))
            bits = (unsigned)atoi(argv[++i]);
        else if (!strcmp(argv[i], "--epochs"))
            epochs = (unsigned)atoi(argv[++i]);
        else if (!strcmp(argv[i], "--rate"))
            t.rate = (float)atof(argv[++i]);
        else if (!strcmp(argv[i], "--left-out"))
            t.left_out = (uint32_t)atoi(argv[++i]);
        else if (!strcmp(argv[i], "--decay"))
            t.decay = (float)atof(argv[++i]);
        else
            die("unknown option", argv[i]);
    }
    if (!out || !count) die("needs --lexicon, --out and texts", "usage");
    t.mask = (1u << bits) - 1;
    t.weight = calloc((size_t)TAG_LABELS << bits, sizeof(float));
    t.grade = calloc((size_t)TAG_LABELS << bits, sizeof(float));
    t.role_mask = (1u << ROLE_BITS) - 1;
    t.role = calloc((size_t)1 << ROLE_BITS, sizeof(float));
    t.role_grade = calloc((size_t)1 << ROLE_BITS, sizeof(float));
    t.sum = calloc((size_t)TAG_LABELS << bits, sizeof(float));
    arena *a = arena_new(0);
    size_t *order = calloc(count, sizeof *order);
    for (size_t i = 0; i < count; i++) order[i] = i;
    for (unsigned e = 0; e < epochs; e++) {
        for (size_t i = count - 1; i > 0; i--) {
            size_t j = draw(&t, (uint32_t)i + 1), swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        for (size_t i = 0; i < count; i++) learn_text(&t, a, &texts[order[i]]);
        if (2 * e >= epochs) {
            for (size_t i = 0; i < (size_t)TAG_LABELS << bits; i++) t.sum[i] += t.weight[i];
            t.summed++;
        }
        fprintf(stderr, "epoch %u of %u: %zu texts\n", e + 1, epochs, count);
    }
    arena_free(a);
    for (size_t i = 0; t.summed && i < (size_t)TAG_LABELS << bits; i++) t.weight[i] = t.sum[i] / (float)t.summed;
    write_image(&t, out);
    for (int i = dev; i < argc; i++) evaluate(argv[i], out, &t.lexicon);
    return 0;
}
