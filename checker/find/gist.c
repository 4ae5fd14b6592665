/* gist.c - the features of a passage, and what the models make of them. */
#include "find/gist.h"

#include <math.h>
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

/* The company that a word keeps: clusters near in number are near in meaning, so that less of the number is a wider
 * circle. */
static void gather_company(gathered *g, uint32_t cluster) {
    static const uint32_t widths[] = {0, 2, 4};
    for (size_t i = 0; cluster && i < sizeof widths / sizeof *widths; i++)
        gather(g, mix(COMPANY + (uint32_t)i, (cluster - 1) >> widths[i]));
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
        if (marks[i] == GIST_PLAIN) gather_company(&g, lexicon_find(text->lexicon, t->hash).cluster);
        before = item;
    }
    gather(&g, mix(mix(before, EDGE), PAIR));
    return g.n;
}

/* ---- reading ---- */

enum { HEAD_SLOTS = 8, HEAD_LABELS = 12, HEAD_SCALE = 16, HEAD_BYTES = 20 };

static uint32_t number_at(hp_str image, size_t at) {
    uint32_t n;
    memcpy(&n, image.p + at, sizeof n);
    return n;
}

static float float_at(const char *table, size_t i) {
    float f;
    memcpy(&f, table + i * sizeof f, sizeof f);
    return f;
}

/* The groves are all that is left of the image. */
static hp_status open_groves(hp_str image, gist_reader *out) {
    const struct {
        grove *grove;
        size_t width;
    } all[] = {{&out->topics, TOPIC_MEASURES}, {&out->anything, WHOLE_MEASURES}, {&out->held, WHOLE_MEASURES}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        size_t used;
        hp_status status = grove_open(image, all[i].width, all[i].grove, &used);
        if (status != HP_OK) return status;
        image = (hp_str){image.p + used, image.n - used};
    }
    return image.n ? HP_ERR_USAGE : HP_OK;
}

hp_status gist_open(hp_str image, gist_reader *out) {
    *out = (gist_reader){0};
    if (image.n < HEAD_BYTES || memcmp(image.p, "HPGIST03", 8) != 0) return HP_ERR_USAGE;
    uint32_t slots = number_at(image, HEAD_SLOTS), labels = number_at(image, HEAD_LABELS);
    if (slots == 0 || slots > GIST_SLOTS || (slots & (slots - 1)) != 0) return HP_ERR_USAGE;
    if (labels < GIST_TOPICS || labels > GIST_LABELS) return HP_ERR_USAGE;
    size_t weights = HEAD_BYTES + (size_t)labels * (GIST_NAME + 3 * sizeof(float));
    size_t groves = weights + (size_t)slots * GIST_LABELS;
    if (image.n < groves) return HP_ERR_USAGE;
    out->scale = float_at(image.p + HEAD_SCALE, 0);
    out->labels = labels;
    out->names = image.p + HEAD_BYTES;
    out->biases = out->names + (size_t)labels * GIST_NAME;
    out->priors = out->biases + labels * sizeof(float);
    out->gravities = out->priors + labels * sizeof(float);
    out->mask = slots - 1;
    out->weights = (const int8_t *)(const void *)(image.p + weights);
    return open_groves((hp_str){image.p + groves, image.n - groves}, out);
}

float gist_prior(const gist_reader *r, uint32_t label) {
    return float_at(r->priors, label);
}

float gist_gravity(const gist_reader *r, uint32_t label) {
    return float_at(r->gravities, label);
}

uint32_t gist_label(const gist_reader *r, hp_str topic) {
    for (uint32_t l = GIST_TOPICS; topic.n && topic.n < GIST_NAME && l < r->labels; l++) {
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
    for (size_t l = 0; l < r->labels; l++) scores[l] = float_at(r->biases, l) + (float)sum[l] * unit;
}
