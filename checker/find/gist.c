/* gist.c - the features of a passage, and what the models make of them. */
#include "find/gist.h"

#include <math.h>
#include <string.h>

#include "base/str.h"

/* ---- features ---- */

enum { WORD = 1, PAIR, COMPANY, SIGHT, EDGE = 0x5eed, MARKED = 0x9157 };

/* What stands for a token: a mark for what was recognised, a kind for a number, else the word. */
static uint32_t item_of(const token *t, uint8_t mark) {
    if (mark != GIST_PLAIN) return mix(MARKED, mark);
    bool counts = t->kind == TOKEN_NUMBER || t->kind == TOKEN_MIXED || t->kind == TOKEN_TIME || t->kind == TOKEN_URL;
    return counts ? mix(EDGE, t->kind) : (uint32_t)t->hash;
}

/* Features are gathered each once: a bit a slot, and a list of those that are set. */
typedef struct gathered {
    uint64_t seen[GIST_SLOTS / 64];
    uint32_t *out;
    size_t n;
} gathered;

static void gather(gathered *g, uint32_t feature) {
    uint32_t slot = feature & (GIST_SLOTS - 1);
    uint64_t bit = (uint64_t)1 << (slot & 63);
    if (g->seen[slot / 64] & bit) return;
    g->seen[slot / 64] |= bit;
    g->out[g->n++] = slot;
}

/* The first sight at a token or behind it. */
static size_t sight_at(const gist_text *text, size_t token_index) {
    size_t low = 0, high = text->sight_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (text->sights[middle].token < token_index)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void gather_sights(gathered *g, const gist_text *text, size_t first, size_t end) {
    size_t i = sight_at(text, first), most = i + GIST_SIGHTS;
    for (; i < text->sight_count && i < most && text->sights[i].token < end; i++)
        gather(g, mix(text->sights[i].key, SIGHT));
}

size_t gist_features(const gist_text *text, size_t first, size_t end, uint32_t *out) {
    const uint8_t *marks = text->marks;
    uint32_t before = EDGE;
    gathered g = {.out = out};
    if (end > first + GIST_TOKENS) end = first + GIST_TOKENS;
    for (size_t i = first; i < end; i++) {
        if (marks[i] == GIST_MORE && i > first) continue;
        const token *t = &text->d->tokens[i];
        uint32_t item = item_of(t, marks[i] == GIST_MORE ? GIST_PLAIN : marks[i]);
        gather(&g, mix(item, WORD));
        gather(&g, mix(mix(before, item), PAIR));
        uint32_t company = marks[i] == GIST_PLAIN ? lexicon_find(text->lexicon, t->hash).cluster : 0;
        if (company) gather(&g, mix(company, COMPANY));
        before = item;
    }
    gather(&g, mix(mix(before, EDGE), PAIR));
    gather_sights(&g, text, first, end);
    return g.n;
}

/* ---- reading ---- */

enum { HEAD_SLOTS = 8, HEAD_LABELS = 12, HEAD_SCALE = 16, HEAD_MIX = 20, HEAD_BYTES = HEAD_MIX + 4 * GIST_MIX };

static uint32_t number_at(hp_str image, size_t at) {
    uint32_t n;
    memcpy(&n, image.p + at, sizeof n);
    return n;
}

hp_status gist_open(hp_str image, gist_reader *out) {
    *out = (gist_reader){0};
    if (image.n < HEAD_BYTES || memcmp(image.p, "HPGIST02", 8) != 0) return HP_ERR_USAGE;
    uint32_t slots = number_at(image, HEAD_SLOTS), labels = number_at(image, HEAD_LABELS);
    if (slots == 0 || slots > GIST_SLOTS || (slots & (slots - 1)) != 0) return HP_ERR_USAGE;
    if (labels == 0 || labels > GIST_LABELS) return HP_ERR_USAGE;
    size_t weights = HEAD_BYTES + (size_t)labels * (GIST_NAME + sizeof(float));
    if (image.n != weights + (size_t)slots * GIST_LABELS) return HP_ERR_USAGE;
    memcpy(&out->scale, image.p + HEAD_SCALE, sizeof out->scale);
    memcpy(out->mix, image.p + HEAD_MIX, sizeof out->mix);
    out->labels = labels;
    out->names = image.p + HEAD_BYTES;
    out->biases = out->names + (size_t)labels * GIST_NAME;
    out->mask = slots - 1;
    out->weights = (const int8_t *)(const void *)(image.p + weights);
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
