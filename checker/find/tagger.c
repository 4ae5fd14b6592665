/* tagger.c - marginals and runs of the person tagger. */
#include "find/tagger.h"

#include <math.h>
#include <string.h>

#include "base/str.h"

/* ---- whose name it is ---- */

static int privately(const tagger *t, const doc *d, const tag_word *words, const hp_lexicon *lexicon,
                     const tag_run *run) {
    if (!t->role_weights) return 50;
    uint32_t features[TAG_ROLE_FEATURES];
    size_t n = tagger_role_features(d, words, lexicon, run->token_first, run->token_count, features, NULL);
    int sum = 0;
    for (size_t k = 0; k < n; k++) sum += t->role_weights[features[k] & t->role_mask];
    return (int)(100.0f / (1.0f + expf(-(float)sum * t->role_scale)));
}

/* ---- the image ---- */

enum {
    HEAD_MAGIC = 8,
    HEAD_SLOTS = 8,
    HEAD_SCALE = 12,
    HEAD_TRANSITIONS = 16,
    HEAD_START = 80,
    HEAD_HASH = 96,
    HEAD_ROLE_SLOTS = 104,
    HEAD_ROLE_SCALE = 108,
    HEAD_BYTES = 112
};

static bool power_of_two(uint32_t n) {
    return n != 0 && (n & (n - 1)) == 0;
}

hp_status tagger_open(hp_str image, tagger *out) {
    *out = (tagger){0};
    uint32_t slots, role_slots;
    if (image.n < HEAD_BYTES || memcmp(image.p, "HPTAG004", HEAD_MAGIC) != 0) return HP_ERR_USAGE;
    memcpy(&slots, image.p + HEAD_SLOTS, sizeof slots);
    memcpy(&role_slots, image.p + HEAD_ROLE_SLOTS, sizeof role_slots);
    if (!power_of_two(slots) || !power_of_two(role_slots)) return HP_ERR_USAGE;
    if (image.n != HEAD_BYTES + (size_t)slots * TAG_SLOT + role_slots) return HP_ERR_USAGE;
    memcpy(&out->scale, image.p + HEAD_SCALE, sizeof out->scale);
    memcpy(out->transition, image.p + HEAD_TRANSITIONS, sizeof out->transition);
    memcpy(out->start, image.p + HEAD_START, sizeof out->start);
    out->mask = slots - 1;
    out->weights = (const unsigned char *)image.p + HEAD_BYTES;
    memcpy(&out->role_scale, image.p + HEAD_ROLE_SCALE, sizeof out->role_scale);
    out->role_mask = role_slots - 1;
    out->role_weights = (const int8_t *)(const void *)(out->weights + (size_t)slots * TAG_SLOT);
    return HP_OK;
}

float tagger_weight(const tagger *t, uint32_t feature, int label) {
    return (float)(t->weights[(size_t)(feature & t->mask) * TAG_SLOT + (size_t)label - 1] - TAG_ZERO) * t->scale;
}

float tagger_role_weight(const tagger *t, uint32_t feature) {
    return (float)t->role_weights[feature & t->role_mask] * t->role_scale;
}

/* ---- running ---- */

/* A slot is read as one number, whose bytes are added up side by side: in 16 bits each, TAG_FEATURES of them fit. */
static void scores_of(const tagger *t, const tag_word *words, size_t first, size_t end, size_t at, float bias,
                      float *score) {
    const uint32_t every_other = 0x00ff00ff;
    uint32_t features[TAG_FEATURES], even = 0, odd = 0;
    size_t n = tagger_features(words, first, end, at, features);
    for (size_t k = 0; k < n; k++) {
        uint32_t slot;
        memcpy(&slot, t->weights + (size_t)(features[k] & t->mask) * TAG_SLOT, sizeof slot);
        even += slot & every_other;
        odd += slot >> 8 & every_other;
    }
    const int zero = (int)n * TAG_ZERO;
    const int sum[TAG_WEIGHTS] = {(int)(even & 0xffff) - zero, (int)(odd & 0xffff) - zero, (int)(even >> 16) - zero};
    score[TAG_OUTSIDE] = -bias;
    for (int l = 0; l < TAG_WEIGHTS; l++) score[l + 1] = (float)sum[l] * t->scale;
    score[TAG_OTHER] -= bias;
}

static float log_add(const float *v) {
    float top = v[0];
    for (int l = 1; l < TAG_LABELS; l++) top = v[l] > top ? v[l] : top;
    float sum = 0;
    for (int l = 0; l < TAG_LABELS; l++) sum += expf(v[l] - top);
    return top + logf(sum);
}

/* Forward and backward over a run of candidates; what stands around it is outside. alpha holds the emissions on entry
 * and the log of the marginals on return. */
static void marginals(const tagger *t, bool at_start, size_t n, float (*alpha)[TAG_LABELS], float (*beta)[TAG_LABELS]) {
    for (int l = 0; l < TAG_LABELS; l++) alpha[0][l] += at_start ? t->start[l] : t->transition[TAG_OUTSIDE][l];
    float from[TAG_LABELS];
    for (size_t i = 1; i < n; i++)
        for (int l = 0; l < TAG_LABELS; l++) {
            for (int k = 0; k < TAG_LABELS; k++) from[k] = alpha[i - 1][k] + t->transition[k][l];
            beta[i][l] = alpha[i][l]; /* the emission is needed again on the way back */
            alpha[i][l] += log_add(from);
        }
    float next[TAG_LABELS];
    for (int l = 0; l < TAG_LABELS; l++) next[l] = t->transition[l][TAG_OUTSIDE];
    for (int k = 0; k < TAG_LABELS; k++) from[k] = alpha[n - 1][k] + next[k];
    float total = log_add(from);
    for (size_t i = n; i-- > 0;) {
        float emission[TAG_LABELS];
        for (int l = 0; l < TAG_LABELS; l++) {
            emission[l] = beta[i][l];
            alpha[i][l] += next[l] - total;
        }
        if (i == 0) break;
        float earlier[TAG_LABELS];
        for (int k = 0; k < TAG_LABELS; k++) {
            for (int l = 0; l < TAG_LABELS; l++) from[l] = t->transition[k][l] + emission[l] + next[l];
            earlier[k] = log_add(from);
        }
        memcpy(next, earlier, sizeof next);
    }
}

/* Is a candidate that stands by itself so surely no name that its marginals need not be known? */
static bool hopeless(const tagger *t, bool at_start, const float *score) {
    const float far = 4.0f; /* below .02 */
    float path[TAG_LABELS];
    for (int l = 0; l < TAG_LABELS; l++)
        path[l] = score[l] + (at_start ? t->start[l] : t->transition[TAG_OUTSIDE][l]) + t->transition[l][TAG_OUTSIDE];
    float name = path[TAG_BEGIN] > path[TAG_INSIDE] ? path[TAG_BEGIN] : path[TAG_INSIDE];
    return name + far < path[TAG_OUTSIDE] || name + far < path[TAG_OTHER];
}

enum { LONGEST_RUN = 64 }; /* candidates scored together; a longer run of capitals is cut */

/* Turns the labels of a run of candidates into names. */
static size_t collect(size_t first, size_t n, float (*gamma)[TAG_LABELS], tag_run *runs, size_t count) {
    bool open = false;
    for (size_t i = 0; i < n; i++) {
        float begins = expf(gamma[i][TAG_BEGIN]), continues = expf(gamma[i][TAG_INSIDE]);
        float name = begins + continues < 1.0f ? begins + continues : 1.0f;
        if (name < 0.5f) {
            open = false;
            continue;
        }
        int confidence = (int)(100.0f * name);
        if (continues > begins && open) {
            tag_run *r = &runs[count - 1];
            r->token_count++;
            if (confidence < r->confidence) r->confidence = confidence;
        } else {
            runs[count++] = (tag_run){(uint32_t)(first + i), 1, confidence, 50};
            open = true;
        }
    }
    return count;
}

size_t tagger_run(const tagger *t, const doc *d, const hp_lexicon *lexicon, float bias, const bool *listed,
                  tag_run **runs) {
    const float more = 1.5f; /* for a listed token */
    *runs = NULL;
    tag_word *words = tagger_words(d, lexicon);
    tag_run *out = ARENA_ARRAY(d->a, tag_run, d->token_count + 1);
    if (!words || !out) return 0;
    size_t count = 0;
    float alpha[LONGEST_RUN][TAG_LABELS], beta[LONGEST_RUN][TAG_LABELS];
    for (size_t s = 0; s < d->sentence_count; s++) {
        size_t first = d->sentences[s].token_first, end = first + d->sentences[s].token_count;
        for (size_t i = first; i < end;) {
            if (!words[i].candidate) {
                i++;
                continue;
            }
            size_t n = 0;
            for (; i + n < end && n < LONGEST_RUN && words[i + n].candidate && !(n && words[i + n].new_line); n++)
                scores_of(t, words, first, end, i + n, listed && listed[i + n] ? bias + more : bias, alpha[n]);
            bool at_start = i == first || words[i].new_line;
            if (n > 1 || !hopeless(t, at_start, alpha[0])) {
                memcpy(beta[0], alpha[0], sizeof beta[0]);
                marginals(t, at_start, n, alpha, beta);
                count = collect(i, n, alpha, out, count);
            }
            i += n;
        }
    }
    for (size_t r = 0; r < count; r++) out[r].privately = privately(t, d, words, lexicon, &out[r]);
    *runs = out;
    return count;
}
