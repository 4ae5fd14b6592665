/* train_codes.c - learns the weights of the code reader (checker/find/codes.h) from marked texts.
 *
 * usage: train_codes --lexicon FILE --out FILE [--epochs N] [--models N] [--left-out N] TRAIN.jsonl... [--dev
 * DEV.jsonl...]
 *
 * Texts are `{"text", "spans": [{"start", "end", "label"}]}` with UTF-8 byte offsets. A code that a mark overlaps is of
 * the mark's kind; any other is none. Multinomial logistic regression by stochastic gradient with AdaGrad; digits and
 * letters of codes are drawn anew each time, so that what is learned is the shape and the words around it. What is kept
 * is the mean of the weights of the later epochs of all models. The same input gives the same bytes.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/str.h"
#include "find/codes.h"
#include "training.h"

enum { MOST_TEXTS = 1 << 16, BITS = 17 };

typedef struct mark {
    size_t start, end;
    code_kind kind;
} mark;

typedef struct text {
    hp_str bytes;
    mark *marks;
    size_t mark_count;
} text;

typedef struct trainer {
    hp_lexicon lexicon;
    float *weight, *grade, *sum; /* slots x kinds: the weight, AdaGrad's sum of squares, the mean's numerator */
    unsigned summed;
    float rate, decay;
    uint32_t left_out; /* per cent of the features, each time */
    uint64_t seed;
} trainer;

/* ---- reading ---- */

static code_kind kind_of(const char *label) {
    static const struct {
        const char *label;
        code_kind kind;
    } known[] = {{"CREDENTIAL", CODE_CREDENTIAL},
                 {"MEETING", CODE_MEETING},
                 {"STUDENT_ID", CODE_STUDENT_ID},
                 {"CARD", CODE_CARD},
                 {"HANDLE", CODE_HANDLE},
                 {"PHONE", CODE_OTHER},
                 {"SSN", CODE_OTHER},
                 {"PLATE", CODE_OTHER},
                 {"BIRTHDATE", CODE_OTHER},
                 {"IP", CODE_OTHER},
                 {"GEO", CODE_OTHER},
                 {"ADDRESS", CODE_OTHER},
                 {"PERSONAL_URL", CODE_OTHER},
                 {"EMAIL", CODE_OTHER}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcmp(label, known[i].label)) return known[i].kind;
    return CODE_NONE;
}

static size_t read_texts(const char *path, text *texts, size_t count) {
    FILE *f = fopen(path, "r");
    if (!f) die("cannot be opened", path);
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, f) > 0 && count < MOST_TEXTS) {
        json_t *row = json_loads(line, 0, NULL), *spans = json_object_get(row, "spans"), *s;
        if (!row) die("holds a line that is no JSON", path);
        text *x = &texts[count++];
        x->bytes = str_of(strdup(json_string_value(json_object_get(row, "text"))));
        x->marks = calloc(json_array_size(spans) + 1, sizeof *x->marks);
        size_t i;
        json_array_foreach(spans, i, s) {
            mark m = {(size_t)json_integer_value(json_object_get(s, "start")),
                      (size_t)json_integer_value(json_object_get(s, "end")),
                      kind_of(json_string_value(json_object_get(s, "label")))};
            if (m.kind != CODE_NONE) x->marks[x->mark_count++] = m;
        }
        json_decref(row);
    }
    free(line);
    fclose(f);
    return count;
}

static code_kind truth_of(const text *x, const doc *d, const code_span *c) {
    size_t from, to;
    doc_draft_span(d, c->clean_start, c->clean_end, &from, &to);
    for (size_t i = 0; i < x->mark_count; i++)
        if (from < x->marks[i].end && x->marks[i].start < to) return x->marks[i].kind;
    return CODE_NONE;
}

/* ---- learning ---- */

static void step(const trainer *t, size_t w, float gradient) {
    gradient += t->decay * t->weight[w];
    t->grade[w] += gradient * gradient;
    t->weight[w] -= t->rate * gradient / (sqrtf(t->grade[w]) + 1.0f);
}

static void learn_code(trainer *t, const doc *d, const code_span *c, code_kind truth) {
    static uint32_t features[CODE_FEATURES];
    size_t n = codes_features(d, &t->lexicon, c, features), kept = 0;
    for (size_t k = 0; k < n; k++)
        if (draw_below(&t->seed, 100) >= t->left_out) features[kept++] = features[k] & ((1u << BITS) - 1);
    float score[CODE_KINDS] = {0}, top = -1e9f, all = 0;
    for (size_t k = 0; k < kept; k++)
        for (int l = 0; l < CODE_KINDS; l++) score[l] += t->weight[(size_t)features[k] * CODE_KINDS + (size_t)l];
    for (int l = 0; l < CODE_KINDS; l++) top = fmaxf(top, score[l]);
    for (int l = 0; l < CODE_KINDS; l++) all += score[l] = expf(score[l] - top);
    for (int l = 0; l < CODE_KINDS; l++) {
        float gradient = score[l] / all - (l == (int)truth);
        for (size_t k = 0; k < kept; k++) step(t, (size_t)features[k] * CODE_KINDS + (size_t)l, gradient);
    }
}

/* Other digits and letters where a code stands; the shape stays. */
static void redraw(trainer *t, char *p, const text *x) {
    for (size_t i = 0; i < x->mark_count; i++)
        for (size_t k = x->marks[i].start; k < x->marks[i].end; k++)
            if (char_is_digit(p[k]) && draw_below(&t->seed, 100) < 60) p[k] = (char)('0' + draw_below(&t->seed, 10));
}

static void learn_text(trainer *t, arena *a, const text *x) {
    arena_reset(a);
    hp_str copy = arena_copy(a, x->bytes);
    if (draw_below(&t->seed, 2)) redraw(t, (char *)(uintptr_t)copy.p, x);
    doc d;
    size_t bad;
    hp_str why;
    if (doc_read(a, copy, HP_MARKUP_NONE, &d, &bad, &why) != HP_OK) return;
    code_span *codes;
    size_t n = codes_gather(&d, &t->lexicon, &codes);
    for (size_t i = 0; i < n; i++) learn_code(t, &d, &codes[i], truth_of(x, &d, &codes[i]));
}

/* ---- the image ---- */

static void write_image(const trainer *t, const char *path) {
    size_t n = (size_t)CODE_KINDS << BITS;
    float top = 0, kept = 1.0f - (float)t->left_out / 100.0f;
    for (size_t i = 0; i < n; i++) top = fmaxf(top, kept * fabsf(t->weight[i]));
    float scale = top > 0 ? fminf(top, 3.0f) / 127.0f : 1.0f;
    int8_t *bytes = malloc(n);
    for (size_t i = 0; i < n; i++)
        bytes[i] = (int8_t)lroundf(fmaxf(-127.0f, fminf(127.0f, kept * t->weight[i] / scale)));
    uint32_t slots = 1u << BITS;
    FILE *f = fopen(path, "wb");
    if (!f || fwrite("HPCOD001", 1, 8, f) != 8 || fwrite(&slots, 4, 1, f) != 1 || fwrite(&scale, 4, 1, f) != 1 ||
        fwrite(bytes, 1, n, f) != n || fclose(f) != 0)
        die("cannot be written", path);
    free(bytes);
}

/* ---- the dev sets: for each kind, marks found and flags right at a few thresholds ---- */

static void evaluate(const char *path, const char *image, const hp_lexicon *lexicon) {
    text *texts = calloc(MOST_TEXTS, sizeof *texts);
    size_t n = read_texts(path, texts, 0);
    code_reader reader;
    if (codes_open(read_file(image), &reader) != HP_OK) die("is no code reader", image);
    arena *a = arena_new(0);
    static const float bounds[] = {0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f};
    enum { BOUNDS = sizeof bounds / sizeof *bounds };
    size_t marked[CODE_KINDS] = {0}, found[CODE_KINDS][BOUNDS] = {{0}}, told[CODE_KINDS][BOUNDS] = {{0}},
           right[CODE_KINDS][BOUNDS] = {{0}};
    for (size_t i = 0; i < n; i++) {
        arena_reset(a);
        doc d;
        size_t bad;
        hp_str why;
        if (doc_read(a, texts[i].bytes, HP_MARKUP_NONE, &d, &bad, &why) != HP_OK) continue;
        code_span *codes;
        size_t count = codes_gather(&d, lexicon, &codes);
        codes_read(&reader, &d, lexicon, codes, count);
        for (size_t k = 0; k < texts[i].mark_count; k++) {
            const mark *m = &texts[i].marks[k];
            marked[m->kind]++;
            for (size_t b = 0; b < BOUNDS; b++) {
                bool met = false;
                for (size_t c = 0; c < count; c++) {
                    size_t from, to;
                    doc_draft_span(&d, codes[c].clean_start, codes[c].clean_end, &from, &to);
                    met |= from < m->end && m->start < to && codes[c].chance[m->kind] >= bounds[b];
                }
                found[m->kind][b] += met;
            }
        }
        for (size_t c = 0; c < count; c++)
            for (int l = 1; l < CODE_KINDS; l++)
                for (size_t b = 0; b < BOUNDS; b++) {
                    if (codes[c].chance[l] < bounds[b]) continue;
                    told[l][b]++;
                    right[l][b] += truth_of(&texts[i], &d, &codes[c]) != CODE_NONE;
                }
        if (getenv("SHOW"))
            for (size_t c = 0; c < count; c++) {
                int best = 0;
                for (int l = 1; l < CODE_KINDS; l++) best = codes[c].chance[l] > codes[c].chance[best] ? l : best;
                int truth = (int)truth_of(&texts[i], &d, &codes[c]);
                if (best != truth)
                    printf("  %d for %d (%.2f): %.*s | %.*s\n", best, truth, (double)codes[c].chance[best],
                           (int)(codes[c].clean_end - codes[c].clean_start), d.clean.p + codes[c].clean_start,
                           STR_FMT(texts[i].bytes));
            }
    }
    for (int l = 1; l < CODE_KINDS; l++) {
        printf("%-14s %-10s %4zu", strrchr(path, '/') ? strrchr(path, '/') + 1 : path,
               code_kind_names[l] ? code_kind_names[l] : "other", marked[l]);
        for (size_t b = 0; b < BOUNDS; b++)
            printf("  %.1f: R %.2f P %.2f", (double)bounds[b],
                   (double)found[l][b] / (double)(marked[l] ? marked[l] : 1),
                   (double)right[l][b] / (double)(told[l][b] ? told[l][b] : 1));
        printf("\n");
    }
    arena_free(a);
}

int main(int argc, char **argv) {
    trainer t = {.rate = 0.1f, .decay = 2e-4f, .seed = 20261127, .left_out = 60};
    const char *out = NULL;
    unsigned epochs = 16, models = 1;
    text *texts = calloc(MOST_TEXTS, sizeof *texts);
    size_t count = 0;
    int dev = argc;
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--dev")) {
            dev = i + 1;
            break;
        }
        if (argv[i][0] != '-')
            count = read_texts(argv[i], texts, count);
        else if (i + 1 >= argc)
            die("needs a value", argv[i]);
        else if (!strcmp(argv[i], "--lexicon")) {
            if (hp_lexicon_open(read_file(argv[++i]), &t.lexicon) != HP_OK) die("is no lexicon", argv[i]);
        } else if (!strcmp(argv[i], "--out"))
            out = argv[++i];
        else if (!strcmp(argv[i], "--epochs"))
            epochs = (unsigned)atoi(argv[++i]);
        else if (!strcmp(argv[i], "--models"))
            models = (unsigned)atoi(argv[++i]);
        else if (!strcmp(argv[i], "--rate"))
            t.rate = (float)atof(argv[++i]);
        else if (!strcmp(argv[i], "--decay"))
            t.decay = (float)atof(argv[++i]);
        else if (!strcmp(argv[i], "--left-out"))
            t.left_out = (uint32_t)atoi(argv[++i]);
        else
            die("unknown option", argv[i]);
    }
    if (!out || !count) die("needs --lexicon, --out and texts", "usage");
    size_t slots = (size_t)CODE_KINDS << BITS;
    t.weight = calloc(slots, sizeof(float));
    t.grade = calloc(slots, sizeof(float));
    t.sum = calloc(slots, sizeof(float));
    arena *a = arena_new(0);
    size_t *order = calloc(count, sizeof *order);
    for (size_t i = 0; i < count; i++) order[i] = i;
    for (unsigned e = 0; e < epochs * models; e++) {
        if (e % epochs == 0) { /* each model from the start, in another order */
            memset(t.weight, 0, slots * sizeof(float));
            memset(t.grade, 0, slots * sizeof(float));
        }
        for (size_t i = count - 1; i > 0; i--) {
            size_t j = draw_below(&t.seed, (uint32_t)i + 1), swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        for (size_t i = 0; i < count; i++) learn_text(&t, a, &texts[order[i]]);
        if (2 * (e % epochs) < epochs) continue;
        for (size_t i = 0; i < slots; i++) t.sum[i] += t.weight[i];
        t.summed++;
    }
    arena_free(a);
    for (size_t i = 0; t.summed && i < slots; i++) t.weight[i] = t.sum[i] / (float)t.summed;
    write_image(&t, out);
    for (int i = dev; i < argc; i++) evaluate(argv[i], out, &t.lexicon);
    return 0;
}
