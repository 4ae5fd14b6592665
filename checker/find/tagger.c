/* tagger.c - features, marginals and runs of the person tagger. */
#include "find/tagger.h"

#include <math.h>
#include <string.h>

#include "base/str.h"

static uint32_t mix(uint32_t a, uint32_t b) {
    uint32_t h = (a ^ 0x9e3779b9u) * 0x85ebca6bu ^ b;
    h ^= h >> 15;
    h *= 0x2c1b3c6du;
    return h ^ (h >> 13);
}

/* ---- words ---- */

/* Upper, lower and digit runs, each at most two long: DeShawn -> XxXxx. */
static uint32_t shape_of(hp_str text) {
    uint32_t h = 7;
    char last = 0;
    int run = 0, kept = 0;
    for (size_t i = 0; i < text.n && kept < 8; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if ((c & 0xc0) == 0x80) continue;
        char s = char_is_digit((char)c)                ? 'd'
                 : char_is_upper((char)c)              ? 'X'
                 : char_is_alpha((char)c) || c >= 0x80 ? 'x'
                                                       : (char)c;
        run = s == last ? run + 1 : 1;
        last = s;
        if (run > 2) continue;
        h = mix(h, (uint32_t)s);
        kept++;
    }
    return h;
}

static uint32_t piece(hp_str s, size_t from, size_t to, uint32_t salt) {
    return mix((uint32_t)str_hash(str_sub(s, from, to)), salt);
}

static uint32_t coarse_class(lexicon_entry e) {
    bool word = (e.flags & (LEXICON_WORD_EN | LEXICON_WORD_ES)) != 0, proper = (e.flags & LEXICON_PROPER) != 0;
    uint32_t given = e.given == 0 ? 0 : e.given < 4 ? 1 : 2, family = e.family == 0 ? 0 : e.family < 4 ? 1 : 2;
    bool place = (e.flags & LEXICON_PLACE) != 0, acronym = (e.flags & LEXICON_ACRONYM) != 0;
    return given | family << 2 | (uint32_t)word << 4 | (uint32_t)proper << 5 | (uint32_t)place << 6 |
           (uint32_t)acronym << 7;
}

/* A name begins with a capital or is a name that no dictionary takes for a word; particles and initials stand between.
 */
static bool could_be_name(const token *t, lexicon_entry e) {
    if (t->kind != TOKEN_WORD && t->kind != TOKEN_MIXED) return false;
    if (t->flags & (TOKEN_CAPITAL | TOKEN_INNERCAP)) return true;
    if (t->fold.n <= 1) return false;
    if (e.flags & LEXICON_WORD_EN) return e.given >= 4 || t->fold.n <= 3;
    return e.given > 0 || e.family > 0 || (e.flags & (LEXICON_WORD_ES | LEXICON_ACRONYM)) == 0;
}

tag_word *tagger_words(const doc *d, const hp_lexicon *lexicon) {
    tag_word *words = ARENA_ARRAY(d->a, tag_word, d->token_count + 1);
    if (!words) return NULL;
    for (size_t i = 0; i < d->token_count; i++) {
        const token *t = &d->tokens[i];
        tag_word *w = &words[i];
        lexicon_entry e = lexicon_find(lexicon, t->hash);
        w->word = t->hash;
        w->kind = t->kind;
        w->flags = t->flags;
        w->coarse = coarse_class(e);
        w->candidate = could_be_name(t, e);
        w->list = (uint32_t)e.given | (uint32_t)e.family << 4 | (uint32_t)e.flags << 8;
        if (!w->candidate) continue;
        size_t n = t->fold.n;
        w->shape = shape_of(doc_token_text(d, t));
        for (size_t k = 0; k < 2; k++) w->prefix[k] = piece(t->fold, 0, k + 2, (uint32_t)k);
        for (size_t k = 0; k < 4; k++) w->suffix[k] = piece(t->fold, n > k + 1 ? n - k - 1 : 0, n, (uint32_t)k + 8);
    }
    return words;
}

/* ---- features ---- */

enum { BEFORE_TEXT = 0x5151, AFTER_TEXT = 0xa2a2 };

static uint32_t word_at(const tag_word *words, size_t first, size_t end, size_t at, int step) {
    if (step < 0 && at < first + (size_t)-step) return BEFORE_TEXT;
    if (step > 0 && at + (size_t)step >= end) return AFTER_TEXT;
    return (uint32_t)words[step < 0 ? at - (size_t)-step : at + (size_t)step].word;
}

/* Class of a neighbour: lists, kind and case in one code. */
static uint32_t class_at(const tag_word *words, size_t first, size_t end, size_t at, int step) {
    if (step < 0 && at < first + (size_t)-step) return BEFORE_TEXT;
    if (step > 0 && at + (size_t)step >= end) return AFTER_TEXT;
    const tag_word *w = &words[step < 0 ? at - (size_t)-step : at + (size_t)step];
    return w->coarse << 8 | (uint32_t)w->kind << 4 | (w->flags & (TOKEN_CAPITAL | TOKEN_ALLCAPS));
}

size_t tagger_features(const tag_word *words, size_t first, size_t end, size_t at, uint32_t *out) {
    const tag_word *w = &words[at];
    uint32_t me = (uint32_t)w->word;
    uint32_t before = word_at(words, first, end, at, -1), after = word_at(words, first, end, at, 1);
    uint32_t before2 = word_at(words, first, end, at, -2), after2 = word_at(words, first, end, at, 2);
    uint32_t c0 = class_at(words, first, end, at, 0), c1 = class_at(words, first, end, at, 1);
    uint32_t cm1 = class_at(words, first, end, at, -1), c2 = class_at(words, first, end, at, 2),
             cm2 = class_at(words, first, end, at, -2);
    uint32_t stand = w->flags & (TOKEN_FIRST | TOKEN_QUOTED | TOKEN_ALLCAPS | TOKEN_CAPITAL);
    size_t n = 0;
#define FEATURE(salt, value) out[n++] = mix((value), (salt)*0x01000193u)
    FEATURE(1, 0);
    FEATURE(2, me);
    FEATURE(3, w->shape);
    FEATURE(4, w->prefix[0]);
    FEATURE(4, w->prefix[1]);
    for (size_t k = 0; k < 4; k++) FEATURE(5, w->suffix[k]);
    FEATURE(6, before);
    FEATURE(7, after);
    FEATURE(8, before2);
    FEATURE(9, after2);
    FEATURE(10, mix(before, me));
    FEATURE(11, mix(me, after));
    FEATURE(12, mix(before2, before));
    FEATURE(13, mix(after, after2));
    FEATURE(14, w->list);
    FEATURE(15, mix(w->list, w->shape));
    FEATURE(16, mix(c0, stand));
    FEATURE(17, mix(cm1, c0));
    FEATURE(18, mix(c0, c1));
    FEATURE(19, mix(mix(cm1, c0), c1));
    FEATURE(20, mix(before, c0));
    FEATURE(21, mix(c0, after));
    FEATURE(22, mix(before2, mix(before, c0)));
    FEATURE(23, mix(c0, mix(after, after2)));
    FEATURE(24, mix(w->shape, stand));
    FEATURE(25, cm1);
    FEATURE(26, c1);
    FEATURE(27, mix(cm2, cm1));
    FEATURE(28, mix(c1, c2));
    FEATURE(29, mix(before, after));
    FEATURE(30, mix(mix(before, c0), after));
    FEATURE(31, mix(me, stand));
    FEATURE(32, mix(before, w->shape));
    FEATURE(33, mix(after, w->shape));
    FEATURE(34, mix(w->suffix[2], c0));
    FEATURE(35, mix(mix(c0, c1), c2));
    FEATURE(36, mix(mix(cm2, cm1), c0));
#undef FEATURE
    return n;
}

/* ---- the image ---- */

enum {
    HEAD_MAGIC = 8,
    HEAD_SLOTS = 8,
    HEAD_SCALE = 12,
    HEAD_TRANSITIONS = 16,
    HEAD_START = 52,
    HEAD_HASH = 64,
    HEAD_BYTES = 72
};

hp_status tagger_open(hp_str image, tagger *out) {
    *out = (tagger){0};
    uint32_t slots;
    uint64_t hash;
    if (image.n < HEAD_BYTES || memcmp(image.p, "HPTAG001", HEAD_MAGIC) != 0) return HP_ERR_USAGE;
    memcpy(&slots, image.p + HEAD_SLOTS, sizeof slots);
    memcpy(&hash, image.p + HEAD_HASH, sizeof hash);
    if (slots == 0 || (slots & (slots - 1)) != 0 || image.n != HEAD_BYTES + (size_t)slots * TAG_LABELS)
        return HP_ERR_USAGE;
    memcpy(&out->scale, image.p + HEAD_SCALE, sizeof out->scale);
    memcpy(out->transition, image.p + HEAD_TRANSITIONS, sizeof out->transition);
    memcpy(out->start, image.p + HEAD_START, sizeof out->start);
    out->mask = slots - 1;
    out->weights = (const int8_t *)(const void *)(image.p + HEAD_BYTES);
    return HP_OK;
}

/* ---- running ---- */

static void scores_of(const tagger *t, const tag_word *words, size_t first, size_t end, size_t at, float bias,
                      float *score) {
    uint32_t features[TAG_FEATURES];
    size_t n = tagger_features(words, first, end, at, features);
    int sum[TAG_LABELS] = {0};
    for (size_t k = 0; k < n; k++) {
        const int8_t *w = t->weights + (size_t)(features[k] & t->mask) * TAG_LABELS;
        for (int l = 0; l < TAG_LABELS; l++) sum[l] += w[l];
    }
    for (int l = 0; l < TAG_LABELS; l++) score[l] = (float)sum[l] * t->scale;
    score[TAG_OUTSIDE] -= bias;
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

enum { LONGEST_RUN = 64 }; /* candidates scored together; a longer run of capitals is cut */

static int likeliest(const float *v) {
    int best = 0;
    for (int l = 1; l < TAG_LABELS; l++)
        if (v[l] > v[best]) best = l;
    return best;
}

/* Turns the labels of a run of candidates into names. */
static size_t collect(size_t first, size_t n, float (*gamma)[TAG_LABELS], tag_run *runs, size_t count) {
    bool open = false;
    for (size_t i = 0; i < n; i++) {
        int label = likeliest(gamma[i]);
        if (label == TAG_OUTSIDE) {
            open = false;
            continue;
        }
        float outside = expf(gamma[i][TAG_OUTSIDE]);
        int confidence = (int)(100.0f * (1.0f - (outside > 1.0f ? 1.0f : outside)));
        if (label == TAG_INSIDE && open) {
            tag_run *r = &runs[count - 1];
            r->token_count++;
            if (confidence < r->confidence) r->confidence = confidence;
        } else {
            runs[count++] = (tag_run){(uint32_t)(first + i), 1, confidence};
            open = true;
        }
    }
    return count;
}

size_t tagger_run(const tagger *t, const doc *d, const hp_lexicon *lexicon, float bias, tag_run **runs) {
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
            for (; i + n < end && n < LONGEST_RUN && words[i + n].candidate; n++)
                scores_of(t, words, first, end, i + n, bias, alpha[n]);
            memcpy(beta[0], alpha[0], sizeof beta[0]);
            marginals(t, i == first, n, alpha, beta);
            count = collect(i, n, alpha, out, count);
            i += n;
        }
    }
    *runs = out;
    return count;
}
