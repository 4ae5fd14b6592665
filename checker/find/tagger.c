/* tagger.c - features, marginals and runs of the person tagger. */
#include "find/tagger.h"

#include <math.h>
#include <string.h>

#include "base/str.h"
#include "text/unicode.h"

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
           (uint32_t)acronym << 7 | (uint32_t)(e.flags >> LEXICON_CUE_BIT) << 8;
}

static uint32_t cue_of(const tag_word *w) {
    return w->coarse >> 8;
}

static bool holds_digit(hp_str s) {
    for (size_t i = 0; i < s.n; i++)
        if (char_is_digit(s.p[i])) return true;
    return false;
}

/* A name begins with a capital or is a name that no dictionary takes for a word; particles and initials stand between.
 */
static bool could_be_name(const token *t, lexicon_entry e) {
    if (t->kind == TOKEN_HASHTAG && holds_digit(t->fold)) return false; /* #Room2, #May4 */
    if (t->kind == TOKEN_HASHTAG) return !(e.flags & LEXICON_WORD_EN) || e.given >= 4;
    if (t->kind != TOKEN_WORD && t->kind != TOKEN_MIXED) return false;
    if (e.flags >> LEXICON_CUE_BIT == LEXICON_CUE_TITLE && e.given < 4)
        return false; /* Ms., Coach: stands before one */
    if (t->flags & (TOKEN_CAPITAL | TOKEN_INNERCAP)) return true;
    if (t->fold.n <= 1) return false;
    if (e.flags & LEXICON_WORD_EN && t->fold.n <= 3) return e.given > 0;
    if (e.flags & LEXICON_WORD_EN) return e.given >= 4 || e.family >= 4;
    return e.given > 0 || e.family > 0 || (e.flags & (LEXICON_WORD_ES | LEXICON_ACRONYM)) == 0;
}

/* What the lists know of a token; of a hashtag, what they know of its words: those of `d` from *part on. */
static lexicon_entry entry_of(const doc *d, const hp_lexicon *lexicon, size_t at, size_t *part) {
    const token *t = &d->tokens[at];
    if (t->kind != TOKEN_HASHTAG) return lexicon_find(lexicon, t->hash);
    lexicon_entry all = {.flags = LEXICON_WORD_EN};
    while (*part < d->part_count && d->parts[*part].parent < at) ++*part;
    for (; *part < d->part_count && d->parts[*part].parent == at; ++*part) {
        lexicon_entry e = lexicon_find(lexicon, d->parts[*part].t.hash);
        if (e.given > all.given) all.given = e.given;
        all.family = e.family;
        all.cluster = e.cluster;
        all.flags &= e.flags;
    }
    return all;
}

/* "maya" -> ^ma may aya ya$, at most TAG_LETTERS of them. */
static void letters_of(hp_str fold, tag_word *w) {
    uint32_t last[2] = {'^', 0};
    size_t seen = 0;
    for (size_t i = 0; i <= fold.n && w->letter_count < TAG_LETTERS; i++) {
        uint32_t c = i < fold.n ? (unsigned char)fold.p[i] : '$';
        if (seen++ > 0) w->letters[w->letter_count++] = mix(last[0] << 8 | last[1], c);
        last[0] = seen > 1 ? last[1] : '^';
        last[1] = c;
    }
}

enum { PLACES = 1024 }; /* slots for the words of one text; a longer one shares them */

/* Tells every candidate how its word stands elsewhere in the text. */
static void look_around(const doc *d, tag_word *words) {
    uint8_t *seen = ARENA_ARRAY(d->a, uint8_t, PLACES);
    if (!seen) return;
    for (size_t i = 0; i < d->token_count; i++) {
        const token *t = &d->tokens[i];
        if (t->kind != TOKEN_WORD) continue;
        uint8_t *s = &seen[t->hash & (PLACES - 1)];
        if (!(t->flags & TOKEN_CAPITAL)) *s |= TAG_ELSEWHERE_SMALL;
        if (t->flags & TOKEN_CAPITAL && !(t->flags & TOKEN_FIRST)) *s |= TAG_ELSEWHERE_CAPITAL;
        if (i + 1 < d->token_count && d->tokens[i + 1].kind == TOKEN_CLITIC) *s |= TAG_ELSEWHERE_OWNER;
    }
    for (size_t i = 0; i < d->token_count; i++)
        if (words[i].candidate) words[i].elsewhere = seen[d->tokens[i].hash & (PLACES - 1)];
}

enum { LONGEST_PAIR = 64 };

/* Pairs of words that name somebody in public life. */
static void find_known(const doc *d, const hp_lexicon *lexicon, tag_word *words) {
    char key[LONGEST_PAIR];
    for (size_t i = 0; i + 1 < d->token_count; i++) {
        if (!words[i].candidate || !words[i + 1].candidate) continue;
        size_t n = 0;
        for (size_t k = i; k < i + 2; k++) {
            hp_str fold = d->tokens[k].fold;
            for (size_t c = 0; c < fold.n && n < LONGEST_PAIR; c++)
                if (fold.p[c] != '-' && fold.p[c] != '.') key[n++] = fold.p[c];
        }
        if (!(lexicon_find(lexicon, str_hash((hp_str){key, n})).flags & LEXICON_KNOWN)) continue;
        words[i].known |= TAG_KNOWN_NEXT;
        words[i + 1].known |= TAG_KNOWN_LAST;
    }
}

static bool breaks_line(const doc *d, size_t from, size_t end) {
    return end > from && memchr(d->clean.p + from, '\n', end - from) != NULL;
}

tag_word *tagger_words(const doc *d, const hp_lexicon *lexicon) {
    tag_word *words = ARENA_ARRAY(d->a, tag_word, d->token_count + 1);
    if (!words) return NULL;
    size_t part = 0;
    for (size_t i = 0; i < d->token_count; i++) lexicon_expect(lexicon, d->tokens[i].hash);
    for (size_t i = 0; i < d->token_count; i++) {
        const token *t = &d->tokens[i];
        tag_word *w = &words[i];
        lexicon_entry e = entry_of(d, lexicon, i, &part);
        w->word = t->hash;
        w->kind = t->kind;
        w->flags = t->flags;
        w->coarse = coarse_class(e);
        w->candidate = could_be_name(t, e);
        w->new_line = i > 0 && breaks_line(d, t[-1].clean_end, t->clean_start);
        w->cluster = e.cluster;
        w->list = (uint32_t)e.given | (uint32_t)e.family << 4 | (uint32_t)e.flags << 8;
        if (!w->candidate) continue;
        size_t n = t->fold.n;
        w->shape = shape_of(doc_token_text(d, t));
        for (size_t k = 0; k < 2; k++) w->prefix[k] = piece(t->fold, 0, k + 2, (uint32_t)k);
        for (size_t k = 0; k < 4; k++) w->suffix[k] = piece(t->fold, n > k + 1 ? n - k - 1 : 0, n, (uint32_t)k + 8);
        letters_of(t->fold, w);
    }
    look_around(d, words);
    find_known(d, lexicon, words);
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

/* The company that a neighbour keeps, in 1,024 classes or, with `coarse`, in 64. */
static uint32_t company_at(const tag_word *words, size_t first, size_t end, size_t at, int step, bool coarse) {
    if (step < 0 && at < first + (size_t)-step) return BEFORE_TEXT;
    if (step > 0 && at + (size_t)step >= end) return AFTER_TEXT;
    const tag_word *w = &words[step < 0 ? at - (size_t)-step : at + (size_t)step];
    if (!w->cluster) return mix((uint32_t)w->kind, w->flags & (TOKEN_CAPITAL | TOKEN_ALLCAPS));
    return coarse ? (w->cluster - 1u) >> 4 : w->cluster - 1u;
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
    FEATURE(37, mix(c0, w->elsewhere));
    FEATURE(41, mix(cm2, c0));
    FEATURE(42, mix(c0, c2));
    FEATURE(38, word_at(words, first, end, at, -3));
    FEATURE(39, word_at(words, first, end, at, 3));
    for (size_t k = 0; k < w->letter_count; k++) FEATURE(40, w->letters[k]);
    uint32_t f0 = company_at(words, first, end, at, 0, false), fm1 = company_at(words, first, end, at, -1, false),
             f1 = company_at(words, first, end, at, 1, false);
    uint32_t g0 = company_at(words, first, end, at, 0, true), gm1 = company_at(words, first, end, at, -1, true),
             g1 = company_at(words, first, end, at, 1, true);
    uint32_t fm2 = company_at(words, first, end, at, -2, false), f2 = company_at(words, first, end, at, 2, false);
    FEATURE(50, f0);
    FEATURE(51, fm1);
    FEATURE(52, f1);
    FEATURE(53, mix(f0, stand));
    FEATURE(54, mix(fm1, c0));
    FEATURE(55, mix(c0, f1));
    FEATURE(56, mix(g0, stand));
    FEATURE(57, mix(gm1, g0));
    FEATURE(58, mix(g0, g1));
    FEATURE(59, mix(mix(gm1, g0), g1));
    FEATURE(60, mix(fm2, c0));
    FEATURE(61, mix(c0, f2));
    FEATURE(62, mix(g0, c0));
    FEATURE(63, mix(mix(gm1, c0), g1));
    FEATURE(64, mix(fm1, f0));
    FEATURE(65, mix(f0, f1));
    if (w->known) FEATURE(66, w->known);
#undef FEATURE
    return n;
}

/* ---- whose name it is ---- */

/* A whole name, or its last word, that stands in the list of people in public life. */
static uint32_t known_of(const doc *d, const hp_lexicon *lexicon, size_t first, size_t count) {
    const token *from = &d->tokens[first], *to = from + count - 1;
    hp_str text = {d->clean.p + from->clean_start, to->clean_end - from->clean_start};
    uint64_t whole = str_hash(lexicon_key(d->a, unicode_fold(d->a, text)));
    bool all = (lexicon_find(lexicon, whole).flags & LEXICON_KNOWN) != 0;
    bool last = (lexicon_find(lexicon, to->hash).flags & LEXICON_KNOWN) != 0;
    return (uint32_t)all | (uint32_t)last << 1;
}

size_t tagger_role_features(const doc *d, const tag_word *words, const hp_lexicon *lexicon, size_t first, size_t count,
                            uint32_t *out) {
    size_t n = 0, last = first + count - 1, end = d->token_count;
    const sentence *s = &d->sentences[d->tokens[first].sentence];
    const tag_word *a = &words[first], *z = &words[last];
    uint32_t length = count > 3 ? 3 : (uint32_t)count, known = known_of(d, lexicon, first, count);
    uint32_t b1 = word_at(words, 0, end, first, -1), b2 = word_at(words, 0, end, first, -2);
    uint32_t a1 = word_at(words, 0, end, last, 1), a2 = word_at(words, 0, end, last, 2);
#define FEATURE(salt, value) out[n++] = mix((value), (salt)*0x01000193u)
    FEATURE(1, length);
    FEATURE(2, mix(length, known));
    FEATURE(3, mix(length, a->list));
    FEATURE(4, mix(length, z->list));
    FEATURE(5, mix(a->coarse, z->coarse));
    FEATURE(6, (uint32_t)a->word);
    FEATURE(7, (uint32_t)z->word);
    FEATURE(8, a->flags & (TOKEN_CAPITAL | TOKEN_ALLCAPS | TOKEN_FIRST | TOKEN_QUOTED));
    FEATURE(9, a->elsewhere);
    FEATURE(10, b1);
    FEATURE(11, b2);
    FEATURE(12, word_at(words, 0, end, first, -3));
    FEATURE(13, a1);
    FEATURE(14, a2);
    FEATURE(15, word_at(words, 0, end, last, 3));
    FEATURE(16, mix(b2, b1));
    FEATURE(17, mix(a1, a2));
    FEATURE(18, mix(b1, a1));
    FEATURE(19, class_at(words, 0, end, first, -1));
    FEATURE(20, class_at(words, 0, end, last, 1));
    FEATURE(21, mix(length, b1));
    FEATURE(22, mix(length, a1));
    for (size_t k = 0; k < 4; k++) FEATURE(23, z->suffix[k]);
    size_t from = first > TAG_ROLE_NEAR ? first - TAG_ROLE_NEAR : 0;
    size_t to = last + TAG_ROLE_NEAR < end ? last + TAG_ROLE_NEAR : end;
    for (size_t i = from; i < to && n < TAG_ROLE_FEATURES - 1; i++) {
        if (i >= first && i <= last) continue;
        const token *t = &d->tokens[i];
        if (t->kind == TOKEN_PUNCT || t->kind == TOKEN_NUMBER) continue;
        bool same = i >= s->token_first && i < s->token_first + s->token_count;
        FEATURE(same ? 24 : 25, (uint32_t)t->hash);
        if (!cue_of(&words[i]) || n + 2 > TAG_ROLE_FEATURES) continue;
        FEATURE(same ? 26 : 27, cue_of(&words[i]));
        FEATURE(same ? 28 : 29, mix(cue_of(&words[i]), length));
    }
#undef FEATURE
    return n;
}

static int privately(const tagger *t, const doc *d, const tag_word *words, const hp_lexicon *lexicon,
                     const tag_run *run) {
    if (!t->role_weights) return 50;
    uint32_t features[TAG_ROLE_FEATURES];
    size_t n = tagger_role_features(d, words, lexicon, run->token_first, run->token_count, features);
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
