/* gist.c - the features of a passage, and what the models make of them. */
#include "find/gist.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

/* ---- features ---- */

enum { WORD = 1, PAIR, COMPANY, EDGE = 0x5eed, MARKED = 0x9157 };

/* What stands for a token: a mark for what was recognised, a kind for a number, else the word. */
static uint32_t item_of(const token *t, uint8_t mark) {
    if (mark != GIST_PLAIN) return mix(MARKED, mark);
    bool counts = t->kind == TOKEN_NUMBER || t->kind == TOKEN_MIXED || t->kind == TOKEN_TIME || t->kind == TOKEN_URL;
    return counts ? mix(EDGE, t->kind) : (uint32_t)t->hash;
}

static int by_value(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Each value once. */
static size_t distinct(uint32_t *v, size_t n) {
    size_t kept = 0;
    if (n > 1) qsort(v, n, sizeof *v, by_value);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || v[i] != v[i - 1]) v[kept++] = v[i];
    return kept;
}

size_t gist_features(const doc *d, const hp_lexicon *lexicon, const uint8_t *marks, size_t first, size_t end,
                     uint32_t *out) {
    uint32_t before = EDGE;
    size_t n = 0;
    if (end > first + GIST_TOKENS) end = first + GIST_TOKENS;
    for (size_t i = first; i < end; i++) {
        if (marks[i] == GIST_MORE && i > first) continue;
        const token *t = &d->tokens[i];
        uint32_t item = item_of(t, marks[i] == GIST_MORE ? GIST_PLAIN : marks[i]);
        uint32_t company = marks[i] == GIST_PLAIN ? lexicon_find(lexicon, t->hash).cluster : 0;
        out[n++] = mix(item, WORD);
        out[n++] = mix(mix(before, item), PAIR);
        if (company) out[n++] = mix(company, COMPANY);
        before = item;
    }
    out[n++] = mix(mix(before, EDGE), PAIR);
    return distinct(out, n);
}

/* ---- reading ---- */

enum { HEAD_SLOTS = 8, HEAD_LABELS = 12, HEAD_SCALE = 16, HEAD_MIX = 20, HEAD_BYTES = HEAD_MIX + 4 * GIST_MIX };

hp_status gist_open(hp_str image, gist_reader *out) {
    *out = (gist_reader){0};
    uint32_t slots, labels;
    if (image.n < HEAD_BYTES || memcmp(image.p, "HPGIST01", 8) != 0) return HP_ERR_USAGE;
    memcpy(&slots, image.p + HEAD_SLOTS, sizeof slots);
    memcpy(&labels, image.p + HEAD_LABELS, sizeof labels);
    if (slots == 0 || (slots & (slots - 1)) != 0 || labels == 0 || labels > GIST_LABELS) return HP_ERR_USAGE;
    size_t tables = HEAD_BYTES + (size_t)labels * (GIST_NAME + sizeof(float));
    if (image.n != tables + (size_t)slots * GIST_LABELS) return HP_ERR_USAGE;
    memcpy(&out->scale, image.p + HEAD_SCALE, sizeof out->scale);
    memcpy(out->mix, image.p + HEAD_MIX, sizeof out->mix);
    out->labels = labels;
    out->mask = slots - 1;
    out->names = image.p + HEAD_BYTES;
    out->biases = out->names + (size_t)labels * GIST_NAME;
    out->weights = (const int8_t *)(const void *)(image.p + tables);
    return HP_OK;
}

uint32_t gist_label(const gist_reader *r, hp_str topic) {
    for (uint32_t l = 1; topic.n && topic.n < GIST_NAME && l < r->labels; l++) {
        const char *name = r->names + (size_t)l * GIST_NAME;
        if (memcmp(name, topic.p, topic.n) == 0 && name[topic.n] == 0) return l;
    }
    return 0;
}

void gist_read(const gist_reader *r, const uint32_t *features, size_t count, float *scores) {
    int32_t sum[GIST_LABELS] = {0};
    for (size_t i = 0; i < count; i++) {
        const int8_t *row = r->weights + (size_t)(features[i] & r->mask) * GIST_LABELS;
        for (size_t l = 0; l < GIST_LABELS; l++) sum[l] += row[l];
    }
    float unit = count ? r->scale / sqrtf((float)count) : 0;
    for (size_t l = 0; l < r->labels; l++) {
        float bias;
        memcpy(&bias, r->biases + l * sizeof bias, sizeof bias);
        scores[l] = bias + (float)sum[l] * unit;
    }
}
