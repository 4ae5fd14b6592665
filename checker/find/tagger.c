/* tagger.c - marginals and runs of the person tagger. */
#include "find/tagger.h"

#include <math.h>
#include <string.h>

#include "base/str.h"

/* ---- whose name it is ---- */

enum { FAR, NEAR };

/* What all words before a token say of the owner of a name, by its length: as words of another sentence and of its own.
 * Sums, so that a name asks for the words around it in a few steps however many names there are. */
typedef struct said {
    int32_t by[NEAR + 1][TAG_LENGTHS];
} said;

static int sum_of(const tagger *t, const uint32_t *features, size_t n) {
    int sum = 0;
    for (size_t k = 0; k < n; k++) sum += t->roles.v[features[k] & t->roles.mask];
    return sum;
}

/* One a token and one behind the last; NULL without memory. A sentence is near to the names in it and far to those of
 * others: what no name will ask for is left out. */
static said *said_before(const tagger *t, const doc *d, const tag_word *words, const tag_run *runs, size_t count) {
    said *all = arena_take(d->a, (d->token_count + 1) * sizeof *all);
    if (all) all[0] = (said){0};
    const tag_run *next = runs, *last = runs + count - 1;
    for (size_t k = 0; all && k < d->sentence_count; k++) {
        size_t first = d->sentences[k].token_first, end = first + d->sentences[k].token_count;
        while (next < last && next->token_first < first) next++;
        bool near = next->token_first >= first && next->token_first < end;
        bool far = runs->token_first < first || last->token_first >= end;
        for (size_t i = first; i < end; i++) {
            all[i + 1] = all[i];
            if (near) tagger_near_sum(d, words, i, true, &t->roles, all[i + 1].by[NEAR]);
            if (far) tagger_near_sum(d, words, i, false, &t->roles, all[i + 1].by[FAR]);
        }
    }
    return all;
}

static int said_between(const said *all, size_t from, size_t to, int near, uint32_t length) {
    return to > from ? all[to].by[near][length - 1] - all[from].by[near][length - 1] : 0;
}

static int privately(const tagger *t, const doc *d, const tag_word *words, const hp_lexicon *lexicon, const said *all,
                     const tag_run *run) {
    uint32_t features[TAG_OWN_FEATURES], length = tagger_length(run->token_count);
    size_t first = run->token_first, end = first + run->token_count;
    size_t from = first > TAG_ROLE_NEAR ? first - TAG_ROLE_NEAR : 0;
    size_t to = end - 1 + TAG_ROLE_NEAR < d->token_count ? end - 1 + TAG_ROLE_NEAR : d->token_count;
    const sentence *s = &d->sentences[d->tokens[first].sentence];
    size_t near_from = from > s->token_first ? from : s->token_first, near_to = (size_t)s->token_first + s->token_count;
    if (near_to > to) near_to = to;
    int sum = sum_of(t, features, tagger_own_features(d, words, lexicon, first, run->token_count, features, NULL));
    sum += said_between(all, from, near_from, FAR, length) + said_between(all, near_to, to, FAR, length);
    sum += said_between(all, near_from, first, NEAR, length) + said_between(all, end, near_to, NEAR, length);
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
    HEAD_SPELLING_SLOTS = 112,
    HEAD_SPELLING_SCALE = 116,
    HEAD_BYTES = 120
};

static bool power_of_two(uint32_t n) {
    return n != 0 && (n & (n - 1)) == 0;
}

hp_status tagger_open(hp_str image, tagger *out) {
    *out = (tagger){0};
    uint32_t slots, role_slots, spelling_slots;
    if (image.n < HEAD_BYTES || memcmp(image.p, "HPTAG007", HEAD_MAGIC) != 0) return HP_ERR_USAGE;
    memcpy(&slots, image.p + HEAD_SLOTS, sizeof slots);
    memcpy(&role_slots, image.p + HEAD_ROLE_SLOTS, sizeof role_slots);
    memcpy(&spelling_slots, image.p + HEAD_SPELLING_SLOTS, sizeof spelling_slots);
    if (!power_of_two(slots) || !power_of_two(role_slots) || !power_of_two(spelling_slots)) return HP_ERR_USAGE;
    if (image.n != HEAD_BYTES + (size_t)slots * TAG_SLOT + role_slots + spelling_slots) return HP_ERR_USAGE;
    memcpy(&out->scale, image.p + HEAD_SCALE, sizeof out->scale);
    memcpy(out->transition, image.p + HEAD_TRANSITIONS, sizeof out->transition);
    memcpy(out->start, image.p + HEAD_START, sizeof out->start);
    out->slots.mask = slots - 1;
    out->slots.v = (const unsigned char *)image.p + HEAD_BYTES;
    memcpy(&out->role_scale, image.p + HEAD_ROLE_SCALE, sizeof out->role_scale);
    out->roles.mask = role_slots - 1;
    out->roles.v = (const int8_t *)(const void *)(out->slots.v + (size_t)slots * TAG_SLOT);
    memcpy(&out->spelled.scale, image.p + HEAD_SPELLING_SCALE, sizeof out->spelled.scale);
    out->spelled.mask = spelling_slots - 1;
    out->spelled.weights = out->roles.v + role_slots;
    return HP_OK;
}

float tagger_weight(const tagger *t, uint32_t feature, int label) {
    return (float)(t->slots.v[(size_t)(feature & t->slots.mask) * TAG_SLOT + (size_t)label - 1] - TAG_ZERO) * t->scale;
}

float tagger_role_weight(const tagger *t, uint32_t feature) {
    return (float)t->roles.v[feature & t->roles.mask] * t->role_scale;
}

/* ---- running ---- */

/* A hashtag is mostly a topic: a balanced tag asks more of it, a draft's reading little more, a careful one no more. */
static float bias_of_hashtag(float bias) {
    float own = 4.0f * bias - 2.6f;
    return own < bias ? own : bias;
}

static void scores_of(const tagger *t, const tag_word *words, size_t first, size_t end, size_t at, float bias,
                      float *score) {
    const tag_sum sum = tagger_sum(words, first, end, at, &t->slots);
    if (words[at].kind == TOKEN_HASHTAG) bias = bias_of_hashtag(bias);
    score[TAG_OUTSIDE] = -bias;
    for (int l = 0; l < TAG_WEIGHTS; l++) score[l + 1] = (float)sum.of[l] * t->scale;
    score[TAG_OTHER] -= bias;
}

enum { LONGEST_STRETCH = 64 }; /* a longer run of capitals is cut */

/* Makes the numbers of a token chances: their sum is 1. */
static void share_out(float *v) {
    float sum = 0;
    for (int l = 0; l < TAG_LABELS; l++) sum += v[l];
    for (int l = 0; l < TAG_LABELS; l++) v[l] /= sum;
}

/* Chances of the labels of a token by itself, of which the likeliest is 1. */
static void chances_of(const float *score, float *chance) {
    float top = score[0];
    for (int l = 1; l < TAG_LABELS; l++) top = score[l] > top ? score[l] : top;
    for (int l = 0; l < TAG_LABELS; l++) chance[l] = expf(score[l] - top);
}

/* Forward and backward over a run of candidates; what stands around it is outside. `chance` holds what each token says
 * by itself on entry and the marginals on return. Each step is made to sum to 1, so that nothing grows or vanishes. */
static void marginals(const tagger *t, bool at_start, size_t n, float (*chance)[TAG_LABELS]) {
    float alpha[LONGEST_STRETCH][TAG_LABELS], beta[TAG_LABELS], earlier[TAG_LABELS];
    const float *into = at_start ? t->start : t->transition[TAG_OUTSIDE];
    for (int l = 0; l < TAG_LABELS; l++) alpha[0][l] = chance[0][l] * into[l];
    share_out(alpha[0]);
    for (size_t i = 1; i < n; i++) {
        for (int l = 0; l < TAG_LABELS; l++) {
            float from = 0;
            for (int k = 0; k < TAG_LABELS; k++) from += alpha[i - 1][k] * t->transition[k][l];
            alpha[i][l] = chance[i][l] * from;
        }
        share_out(alpha[i]);
    }
    for (int l = 0; l < TAG_LABELS; l++) beta[l] = t->transition[l][TAG_OUTSIDE];
    for (size_t i = n; i-- > 0;) {
        for (int k = 0; i > 0 && k < TAG_LABELS; k++) {
            earlier[k] = 0;
            for (int l = 0; l < TAG_LABELS; l++) earlier[k] += t->transition[k][l] * chance[i][l] * beta[l];
        }
        for (int l = 0; l < TAG_LABELS; l++) chance[i][l] = alpha[i][l] * beta[l];
        share_out(chance[i]);
        if (i == 0) break;
        share_out(earlier);
        memcpy(beta, earlier, sizeof beta);
    }
}

/* Turns the labels of a run of candidates into names. One that is begun goes on sooner than another begins. */
static size_t collect(size_t first, size_t n, float (*gamma)[TAG_LABELS], tag_run *runs, size_t count) {
    const float more_than_not = 0.5f, further = 0.3f;
    bool open = false;
    for (size_t i = 0; i < n; i++) {
        float begins = gamma[i][TAG_BEGIN], continues = gamma[i][TAG_INSIDE];
        float name = begins + continues < 1.0f ? begins + continues : 1.0f;
        if (name < (open && continues > begins ? further : more_than_not)) {
            open = false;
            continue;
        }
        int confidence = (int)(100.0f * name);
        if (continues > begins && open) {
            tag_run *r = &runs[count - 1];
            r->token_count++;
            if (name >= more_than_not && confidence < r->confidence) r->confidence = confidence;
        } else {
            runs[count++] = (tag_run){(uint32_t)(first + i), 1, confidence, 50};
            open = true;
        }
    }
    return count;
}

/* ---- mentions of one word agree ---- */

typedef struct mention {
    uint64_t word;
    float sum; /* of the log odds of its candidates */
    uint32_t count;
} mention;

/* Candidates of a sentence that are labelled together. */
typedef struct stretch {
    size_t first, n;
    const sentence *of;
    bool repeated; /* it holds a word that is a candidate elsewhere too */
} stretch;

typedef struct reading {
    const tagger *t;
    const doc *d;
    tag_word *words;
    const bool *listed;         /* tokens that are known to be somebody's name; NULL: none */
    float (*score)[TAG_LABELS]; /* of each candidate: its emissions */
    float *odds;                /* log odds of a name, of candidates whose word is one more than once */
    mention *mentions;          /* a table of all candidates' words */
    size_t mask;
    stretch *stretches; /* in order */
    size_t stretch_count;
} reading;

static mention *mention_of(const reading *r, uint64_t word) {
    size_t at = (size_t)word & r->mask;
    while (r->mentions[at].count && r->mentions[at].word != word) at = (at + 1) & r->mask;
    return &r->mentions[at];
}

/* Counts the candidates of each word; false without memory. */
static bool count_mentions(reading *r) {
    size_t candidates = 0, slots = 16, tokens = r->d->token_count;
    for (size_t i = 0; i < tokens; i++) candidates += r->words[i].candidate;
    while (slots < 2 * candidates) slots *= 2;
    r->mask = slots - 1;
    r->mentions = ARENA_ARRAY(r->d->a, mention, slots);
    r->score = arena_take(r->d->a, (tokens + 1) * sizeof *r->score);
    r->odds = arena_take(r->d->a, (tokens + 1) * sizeof *r->odds);
    r->stretches = arena_take(r->d->a, (candidates + 1) * sizeof *r->stretches);
    if (!r->mentions || !r->score || !r->odds || !r->stretches) return false;
    for (size_t i = 0; i < tokens; i++) {
        if (!r->words[i].candidate) continue;
        mention *m = mention_of(r, r->words[i].word);
        m->word = r->words[i].word;
        m->count++;
    }
    return true;
}

/* The stretch of a sentence that begins with a candidate. */
static stretch stretch_from(const reading *r, const sentence *s, size_t first) {
    size_t end = (size_t)s->token_first + s->token_count;
    stretch x = {.first = first, .of = s};
    for (size_t at = first; at < end && x.n < LONGEST_STRETCH; at++, x.n++) {
        const tag_word *w = &r->words[at];
        if (!w->candidate || (x.n && w->new_line)) break;
        x.repeated |= mention_of(r, w->word)->count > 1;
    }
    return x;
}

static void find_stretches(reading *r) {
    for (size_t k = 0; k < r->d->sentence_count; k++) {
        const sentence *s = &r->d->sentences[k];
        size_t end = (size_t)s->token_first + s->token_count, at = s->token_first;
        while (at < end) {
            if (!r->words[at].candidate) {
                at++;
                continue;
            }
            stretch x = stretch_from(r, s, at);
            r->stretches[r->stretch_count++] = x;
            at += x.n;
        }
    }
}

static void marginals_of(const reading *r, const stretch *x, float (*gamma)[TAG_LABELS]) {
    for (size_t i = 0; i < x->n; i++) chances_of(r->score[x->first + i], gamma[i]);
    bool at_start = x->first == x->of->token_first || r->words[x->first].new_line;
    marginals(r->t, at_start, x->n, gamma);
}

/* What a stretch by itself says of its words, for their mentions elsewhere. */
static void note_odds(const reading *r, const stretch *x) {
    const float most = 4.0f, least = 1e-6f;
    float gamma[LONGEST_STRETCH][TAG_LABELS];
    marginals_of(r, x, gamma);
    for (size_t i = 0; i < x->n; i++) {
        mention *m = mention_of(r, r->words[x->first + i].word);
        if (m->count < 2) continue;
        float name = gamma[i][TAG_BEGIN] + gamma[i][TAG_INSIDE];
        float other = name < 1.0f ? 1.0f - name : 0.0f, odds = logf((name + least) / (other + least));
        r->odds[x->first + i] = odds > most ? most : odds < -most ? -most : odds;
        m->sum += r->odds[x->first + i];
    }
}

/* Draws each mention most of the way to the mean of all; one that is somebody's name for certain is drawn up only: May
 * in May. */
static void agree(const reading *r, const stretch *x) {
    const float share = 0.8f;
    for (size_t i = x->first; i < x->first + x->n; i++) {
        const mention *m = mention_of(r, r->words[i].word);
        if (m->count < 2) continue;
        float more = share * (m->sum / (float)m->count - r->odds[i]);
        if (more < 0 && r->listed && r->listed[i]) continue;
        r->score[i][TAG_BEGIN] += more;
        r->score[i][TAG_INSIDE] += more;
    }
}

/* ---- all of a text ---- */

static void score_all(const reading *r, float bias) {
    const float more = 2.1f; /* for a listed token */
    for (const stretch *x = r->stretches; x < r->stretches + r->stretch_count; x++) {
        size_t first = x->of->token_first, end = first + x->of->token_count;
        for (size_t i = x->first; i < x->first + x->n; i++)
            scores_of(r->t, r->words, first, end, i, r->listed && r->listed[i] ? bias + more : bias, r->score[i]);
        if (x->repeated) note_odds(r, x);
    }
}

static size_t label_all(const reading *r, tag_run *out) {
    size_t count = 0;
    float gamma[LONGEST_STRETCH][TAG_LABELS];
    for (const stretch *x = r->stretches; x < r->stretches + r->stretch_count; x++) {
        if (x->repeated) agree(r, x);
        marginals_of(r, x, gamma);
        count = collect(x->first, x->n, gamma, out, count);
    }
    return count;
}

size_t tagger_run(const tagger *t, const doc *d, const hp_lexicon *lexicon, float bias, const bool *listed,
                  tag_run **runs) {
    *runs = NULL;
    reading r = {.t = t, .d = d, .words = tagger_words(d, lexicon, &t->spelled, listed, false), .listed = listed};
    tag_run *out = arena_take(d->a, (d->token_count + 1) * sizeof *out);
    if (!r.words || !out || !count_mentions(&r)) return 0;
    find_stretches(&r);
    score_all(&r, bias);
    size_t count = label_all(&r, out);
    const said *all = count && t->roles.v ? said_before(t, d, r.words, out, count) : NULL;
    for (size_t i = 0; all && i < count; i++) out[i].privately = privately(t, d, r.words, lexicon, all, &out[i]);
    *runs = out;
    return count;
}
