/* gist.c - the features of a passage, and what the models make of them. */
#include "find/gist.h"

#include <math.h>
#include <string.h>

#include "base/str.h"

/* ---- features ---- */

enum { WORD = 1, PAIR, COMPANY, BEGINS = 8, EDGE = 0x5eed, MARKED = 0x9157 };

static bool is_number(const token *t) {
    return t->kind == TOKEN_NUMBER || t->kind == TOKEN_MIXED || t->kind == TOKEN_TIME || t->kind == TOKEN_URL;
}

/* What stands for a token: a mark for what was recognised, a kind for a number, else the word. */
static uint32_t item_of(const token *t, uint8_t mark) {
    if (mark != GIST_PLAIN) return mix(MARKED, mark);
    return is_number(t) ? mix(EDGE, t->kind) : (uint32_t)t->hash;
}

/* The company that a word keeps: clusters near in number are near in meaning, so that less of the number is a wider
 * circle. Returns how many were written. */
static size_t add_company(uint32_t cluster, uint32_t *out) {
    static const uint32_t widths[] = {0, 2, 4};
    size_t n = 0;
    for (size_t i = 0; cluster && i < sizeof widths / sizeof *widths; i++)
        out[n++] = mix(COMPANY + (uint32_t)i, (cluster - 1) >> widths[i]);
    return n;
}

/* How a longer word begins: "diagnosed" and "diagnosis" alike. In bytes of the fold. */
static size_t add_beginnings(hp_str fold, uint32_t *out) {
    static const size_t lengths[] = {4, 5};
    size_t n = 0;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths && lengths[i] < fold.n; i++)
        out[n++] = mix(BEGINS + (uint32_t)i, (uint32_t)str_hash(str_sub(fold, 0, lengths[i])));
    return n;
}

size_t gist_features(const gist_text *text, size_t first, size_t end, uint32_t *out) {
    const uint8_t *marks = text->marks;
    uint32_t before = EDGE;
    size_t n = 0;
    if (end > first + GIST_TOKENS) end = first + GIST_TOKENS;
    for (size_t i = first; i < end; i++) {
        if (marks[i] == GIST_MORE && i > first) continue;
        const token *t = &text->d->tokens[i];
        uint32_t item = item_of(t, marks[i] == GIST_MORE ? GIST_PLAIN : marks[i]);
        out[n++] = mix(item, WORD);
        out[n++] = mix(mix(before, item), PAIR);
        if (marks[i] == GIST_PLAIN) n += add_company(lexicon_find(text->lexicon, t->hash).cluster, out + n);
        if (marks[i] == GIST_PLAIN && !is_number(t)) n += add_beginnings(t->fold, out + n);
        before = item;
    }
    out[n++] = mix(mix(before, EDGE), PAIR);
    return n;
}

/* ---- reading ---- */

enum { HEAD_SLOTS = 8, HEAD_ROWS = 12, HEAD_LABELS = 16, HEAD_SCALE = 20, HEAD_BYTES = 24 };

static uint32_t number_at(const char *image, size_t at) {
    uint32_t n;
    memcpy(&n, image + at, sizeof n);
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
    if (image.n < HEAD_BYTES || memcmp(image.p, "HPGIST04", 8) != 0) return HP_ERR_USAGE;
    uint32_t slots = number_at(image.p, HEAD_SLOTS), labels = number_at(image.p, HEAD_LABELS);
    out->rows = number_at(image.p, HEAD_ROWS);
    if (slots == 0 || slots > GIST_SLOTS || (slots & (slots - 1)) != 0 || out->rows > GIST_ROWS) return HP_ERR_USAGE;
    if (labels < GIST_TOPICS || labels > GIST_LABELS) return HP_ERR_USAGE;
    size_t known = HEAD_BYTES + (size_t)labels * (GIST_NAME + 3 * sizeof(float));
    size_t weights = known + (size_t)slots * sizeof(uint32_t), groves = weights + (size_t)out->rows * GIST_LABELS;
    if (image.n < groves) return HP_ERR_USAGE;
    out->scale = float_at(image.p + HEAD_SCALE, 0);
    out->labels = labels;
    out->names = image.p + HEAD_BYTES;
    out->biases = out->names + (size_t)labels * GIST_NAME;
    out->priors = out->biases + labels * sizeof(float);
    out->gravities = out->priors + labels * sizeof(float);
    out->mask = slots - 1;
    out->known = image.p + known;
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

/* The row of a feature; GIST_ROWS: it is not known. */
static uint32_t row_of(const gist_reader *r, uint32_t feature) {
    uint32_t like = gist_entry(feature, 0), at = feature;
    for (uint32_t tried = 0; tried <= r->mask; tried++, at++) {
        uint32_t entry = number_at(r->known, (at & r->mask) * sizeof entry), row = entry & (GIST_ROWS - 1);
        if (!entry) break;
        if ((entry ^ row) == like && row < r->rows) return row;
    }
    return GIST_ROWS;
}

void gist_read(const gist_reader *r, const uint32_t *features, size_t count, float *scores) {
    uint64_t seen[GIST_ROWS / 64] = {0};
    int32_t sum[GIST_LABELS] = {0};
    size_t known = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t row = row_of(r, features[i]);
        if (row == GIST_ROWS || seen[row / 64] >> (row & 63) & 1) continue;
        seen[row / 64] |= (uint64_t)1 << (row & 63);
        for (size_t l = 0; l < GIST_LABELS; l++) sum[l] += r->weights[(size_t)row * GIST_LABELS + l];
        known++;
    }
    float unit = known ? r->scale / sqrtf((float)known) : 0;
    for (size_t l = 0; l < r->labels; l++) scores[l] = float_at(r->biases, l) + (float)sum[l] * unit;
}
