/* learn_spelling.c - see learn_spelling.h. */
#include "learn_spelling.h"

#include <string.h>

#include "base/str.h"
#include "training.h"

enum { SPELLING_BITS = 16, SPELLING_EPOCHS = 4, GIVEN_LEARNED = 60000, LONGEST_WORD = 255 };

/* Names and other words, each with what it is. */
typedef struct sample {
    const char *word;
    bool name;
} sample;

static lexicon_entry entry_of(const hp_lexicon *lexicon, const char *word) {
    return lexicon_find(lexicon, str_hash(str_of(word)));
}

/* The words of a list in plain letters that are nobody's name; in `out` from `count` on. */
static size_t add_words(const hp_lexicon *lexicon, const char *path, sample *out, size_t count) {
    FILE *f = fopen(path, "r");
    if (!f) die("cannot be opened", path);
    char word[LONGEST_WORD + 1];
    while (count < MOST_NAMES && fscanf(f, "%255s", word) == 1) {
        size_t n = strlen(word);
        lexicon_entry e = entry_of(lexicon, word);
        if (n <= 2 || strspn(word, "abcdefghijklmnopqrstuvwxyz") < n || e.given || e.family || e.flags & LEXICON_KNOWN)
            continue;
        out[count++] = (sample){strdup(word), false};
    }
    fclose(f);
    return count;
}

static size_t add_pool(const hp_lexicon *lexicon, const pool *p, uint32_t most, sample *out, size_t count) {
    for (uint32_t i = 0; i < p->n && i < most; i++)
        if (!(entry_of(lexicon, p->v[i]).flags & LEXICON_WORD_EN)) out[count++] = (sample){p->v[i], true};
    return count;
}

/* A logistic model by stochastic gradient with AdaGrad, kept as bytes: what the features ask in training is what they
 * ask in use. */
spelling learn_spelling(const hp_lexicon *lexicon, const pool *given, const pool *family, const char *words,
                        uint64_t *seed) {
    const float rate = 0.05f, decay = 1e-5f, small = 0.1f;
    size_t slots = (size_t)1 << SPELLING_BITS;
    float *weight = calloc(slots, sizeof *weight), *grade = calloc(slots, sizeof *grade);
    sample *all = calloc(3 * (size_t)MOST_NAMES, sizeof *all);
    size_t count = add_pool(lexicon, family, MOST_NAMES, all, add_pool(lexicon, given, GIVEN_LEARNED, all, 0));
    count = add_words(lexicon, words, all, count);
    uint32_t runs[SPELLING_RUNS];
    for (size_t i = 0; i < SPELLING_EPOCHS * count; i++) {
        const sample *x = &all[draw_below(seed, (uint32_t)count)];
        size_t n = spelling_runs(str_of(x->word), runs);
        float sum = 0;
        for (size_t k = 0; k < n; k++) sum += weight[runs[k] & (slots - 1)];
        float gradient = 1.0f / (1.0f + expf(-sum)) - (float)x->name;
        for (size_t k = 0; k < n; k++) {
            float *w = &weight[runs[k] & (slots - 1)], *g = &grade[runs[k] & (slots - 1)];
            float down = gradient + decay * *w;
            *g += down * down;
            *w -= rate * down / (sqrtf(*g) + small);
        }
    }
    int8_t *bytes = malloc(slots);
    spelling learned = {bytes, (uint32_t)slots - 1, to_bytes(weight, slots, 1.0f, bytes)};
    free(weight);
    free(grade);
    free(all);
    return learned;
}
