/* leanings.c - which words lean towards names: rules/names/leanings.txt from word vectors and marked texts.
 *
 * usage: leanings VECTORS.json TEXTS.jsonl... >leanings.txt
 *
 * VECTORS.json is read as vectors.h says, the texts as marked.h says. Three logistic models, learned by stochastic
 * gradient with AdaGrad, tell whether a word with a capital is part of a name: one from its own vector, one from that
 * of the word before it, one from that of the word behind it. What each model says of a word is kept in LEANING_LEVELS
 * steps (text/lexicon.h), so that words which no marked text holds lean as their like do. A line for all words that
 * lean alike: three digits (own, before, behind), a tab, the words in the order of frequency. The same
 * input and compiler give the same bytes.
 */
#include <string.h>

#include "base/str.h"
#include "marked.h"
#include "text/doc.h"
#include "text/lexicon.h"
#include "text/unicode.h"
#include "training.h"
#include "vectors.h"

enum { SIDES = 3, EPOCHS = 10, MOST_SAMPLES = 1 << 20, SLOTS = 1 << 19, USUAL = 60000, NO_WORD = -1 };

/* A word that may be part of a name, and its neighbours: places in `place`, NO_WORD for those that it has not. */
typedef struct sample {
    int32_t at[SIDES]; /* itself, before, behind */
    bool name;
} sample;

typedef struct model {
    vector weight;
    float always;
} model;

static const char *word[WORDS]; /* NULL: written like a more frequent one, but for case and accents */
static vector place[WORDS];
static uint64_t hash_of[SLOTS];
static int32_t word_of[SLOTS];
static float score[WORDS];
static uint8_t level[SIDES][WORDS];

/* ---- words by their folds ---- */

static size_t slot_of(uint64_t hash) {
    size_t at = (size_t)hash & (SLOTS - 1);
    while (hash_of[at] && hash_of[at] != hash) at = (at + 1) & (SLOTS - 1);
    return at;
}

static void note_words(size_t n) {
    arena *a = arena_new(0);
    for (size_t i = 0; i < n; i++) {
        arena_reset(a);
        uint64_t hash = str_hash(unicode_fold(a, str_of(word[i])));
        size_t at = slot_of(hash);
        if (hash_of[at]) {
            word[i] = NULL;
            continue;
        }
        hash_of[at] = hash;
        word_of[at] = (int32_t)i;
    }
    arena_free(a);
}

static int32_t known_word(const token *t) {
    size_t at = slot_of(t->hash);
    return hash_of[at] ? word_of[at] : NO_WORD;
}

/* ---- samples ---- */

static bool stands_in_name(const text *x, const doc *d, const token *t) {
    size_t from, to;
    doc_draft_span(d, t->clean_start, t->clean_end, &from, &to);
    for (size_t k = 0; k < x->span_count; k++)
        if (x->spans[k].name && from < x->spans[k].end && to > x->spans[k].start) return true;
    return false;
}

static size_t add_samples(const text *x, arena *a, sample *samples, size_t count) {
    doc d;
    size_t bad;
    hp_str why;
    arena_reset(a);
    if (doc_read(a, x->bytes, HP_MARKUP_NONE, &d, &bad, &why) != HP_OK) return count;
    for (size_t i = 0; i < d.token_count && count < MOST_SAMPLES; i++) {
        const token *t = &d.tokens[i];
        if (t->kind != TOKEN_WORD && t->kind != TOKEN_MIXED) continue;
        bool name = stands_in_name(x, &d, t);
        if (!name && !(t->flags & TOKEN_CAPITAL)) continue;
        bool follows = i > 0 && t[-1].sentence == t->sentence;
        bool followed = i + 1 < d.token_count && t[1].sentence == t->sentence;
        samples[count++] = (sample){
            {known_word(t), follows ? known_word(t - 1) : NO_WORD, followed ? known_word(t + 1) : NO_WORD}, name};
    }
    return count;
}

/* ---- learning ---- */

/* Each word teaches as the square root of how often it stands there: a frequent one is not to outweigh its like. */
static void learn(model *m, const sample *samples, size_t count, int side, uint64_t *seed) {
    const float rate = 0.1f, decay = 1e-4f, small = 0.1f;
    vector grade = {0};
    float always_grade = 0;
    uint32_t *often = calloc(WORDS, sizeof *often);
    for (size_t i = 0; i < count; i++)
        if (samples[i].at[side] != NO_WORD) often[samples[i].at[side]]++;
    *m = (model){0};
    for (size_t i = 0; i < EPOCHS * count; i++) {
        const sample *x = &samples[draw_below(seed, (uint32_t)count)];
        if (x->at[side] == NO_WORD) continue;
        const float *v = place[x->at[side]];
        float share = 1.0f / sqrtf((float)often[x->at[side]]);
        float gradient = share * (1.0f / (1.0f + expf(-dot(m->weight, v) - m->always)) - (float)x->name);
        for (int d = 0; d < WIDTH; d++) {
            float down = gradient * v[d] + decay * share * m->weight[d];
            grade[d] += down * down;
            m->weight[d] -= rate * down / (sqrtf(grade[d]) + small);
        }
        always_grade += gradient * gradient;
        m->always -= rate * gradient / (sqrtf(always_grade) + small);
    }
    free(often);
}

static int by_value(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* Steps of one width between what one in a hundred of the usual words stays below and what one in a hundred exceeds. */
static void take_levels(const model *m, size_t n, uint8_t *levels) {
    static float sorted[USUAL];
    size_t usual = n < USUAL ? n : USUAL;
    for (size_t i = 0; i < n; i++) score[i] = dot(m->weight, place[i]);
    memcpy(sorted, score, usual * sizeof *sorted);
    qsort(sorted, usual, sizeof *sorted, by_value);
    float low = sorted[usual / 100], step = (sorted[usual - 1 - usual / 100] - low) / LEANING_LEVELS;
    for (size_t i = 0; i < n; i++) {
        int at = (int)floorf((score[i] - low) / step);
        levels[i] = (uint8_t)(1 + (at < 0 ? 0 : at >= LEANING_LEVELS ? LEANING_LEVELS - 1 : at));
    }
}

static void print_leanings(size_t n) {
    const uint32_t codes = 1u << (SIDES * LEANING_BITS), bits = LEANING_BITS;
    printf("# made by tests/eval/train/leanings.c; see README.md\n");
    for (uint32_t code = 0; code < codes; code++) {
        uint32_t own = code >> 2 * bits, before = code >> bits & LEANING_LEVELS, behind = code & LEANING_LEVELS;
        size_t printed = 0;
        for (size_t i = 0; i < n; i++) {
            if (!word[i] || level[0][i] != own || level[1][i] != before || level[2][i] != behind) continue;
            if (!printed++) printf("%u%u%u\t", own, before, behind);
            printf("%s%s", printed > 1 ? " " : "", word[i]);
        }
        if (printed) printf("\n");
    }
}

int main(int argc, char **argv) {
    if (argc < 3) die("needs VECTORS.json and marked texts", "leanings");
    size_t n = read_vectors(argv[1], word, place), text_count = 0, count = 0;
    note_words(n);
    text *texts = calloc(MOST_TEXTS, sizeof *texts);
    sample *samples = calloc(MOST_SAMPLES, sizeof *samples);
    for (int i = 2; i < argc; i++) text_count = read_texts(argv[i], texts, text_count);
    arena *a = arena_new(0);
    for (size_t i = 0; i < text_count; i++) count = add_samples(&texts[i], a, samples, count);
    arena_free(a);
    uint64_t seed = 20261128;
    for (int side = 0; side < SIDES; side++) {
        model m;
        learn(&m, samples, count, side, &seed);
        take_levels(&m, n, level[side]);
    }
    print_leanings(n);
    return 0;
}
