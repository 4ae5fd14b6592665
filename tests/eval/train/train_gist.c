/* train_gist.c - learns the weights of the gist reader (checker/find/gist.h) from marked posts.
 *
 * usage: train_gist --lexicon FILE --out FILE [--epochs N] [--rate R] [--decay D] [--mix N,N,N,N,N,N,N] POSTS.jsonl...
 *                   [--read POSTS.jsonl...]
 *
 * A post is `{"text", "topics": [...], "verdict", "tags": [{"start", "end", "label", "role"}]}`, the tags being what
 * `hallpass tag` recognises in it: what is learned is what will be read. The first label is whether anything is to be
 * looked at (the verdict is not "pass"), the others are the topics in the order of their names. One logistic regression
 * a label, by stochastic gradient with AdaGrad over the shared features; the mean of the later epochs is kept. The same
 * input gives the same bytes. The scores of the posts behind --read are printed, a line a post: a label=score each.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/str.h"
#include "find/gist.h"

enum { MOST_POSTS = 1 << 16, BITS = 16 };

typedef struct post {
    uint32_t *features;
    size_t count;
    uint32_t labels, known; /* bit per label: it is so; and whether that is known */
} post;

typedef struct trainer {
    hp_lexicon lexicon;
    char names[GIST_LABELS][GIST_NAME];
    uint32_t labels;
    float *weight, *grade, *sum; /* slots x labels: the weight, AdaGrad's sum of squares, the mean's numerator */
    float bias[GIST_LABELS], bias_grade[GIST_LABELS], bias_sum[GIST_LABELS];
    unsigned summed;
    float rate, decay, mix[GIST_MIX];
    uint64_t seed;
} trainer;

static void die(const char *what, const char *which) {
    fprintf(stderr, "train_gist: %s: %s\n", which, what);
    exit(2);
}

static uint32_t draw(trainer *t, uint32_t below) {
    t->seed ^= t->seed << 13;
    t->seed ^= t->seed >> 7;
    t->seed ^= t->seed << 17;
    return (uint32_t)(t->seed >> 33) % below;
}

/* ---- reading ---- */

static uint32_t label_of(trainer *t, const char *name) {
    for (uint32_t l = 1; l < t->labels; l++)
        if (!strcmp(t->names[l], name)) return l;
    if (t->labels == GIST_LABELS || strlen(name) >= GIST_NAME) die("too many topics, or too long a name", name);
    memcpy(t->names[t->labels], name, strlen(name) + 1);
    return t->labels++;
}

static gist_mark mark_of(const json_t *tag) {
    const char *label = json_string_value(json_object_get(tag, "label"));
    const char *role = json_string_value(json_object_get(tag, "role"));
    if (!label || strcmp(label, "PERSON") != 0) return GIST_DATUM;
    if (role && !strcmp(role, "student")) return GIST_STUDENT;
    if (role && !strcmp(role, "public")) return GIST_PUBLIC;
    return role && !strcmp(role, "author") ? GIST_AUTHOR : GIST_PRIVATE;
}

static uint8_t *marks_of(arena *a, const doc *d, const json_t *tags) {
    uint8_t *marks = ARENA_ARRAY(a, uint8_t, d->token_count + 1);
    size_t i;
    const json_t *tag;
    json_array_foreach(tags, i, tag) {
        size_t start = (size_t)json_integer_value(json_object_get(tag, "start")),
               end = (size_t)json_integer_value(json_object_get(tag, "end"));
        uint8_t mark = (uint8_t)mark_of(tag);
        for (size_t k = 0; k < d->token_count; k++) {
            size_t from, to;
            doc_draft_span(d, d->tokens[k].clean_start, d->tokens[k].clean_end, &from, &to);
            if (from >= end || to <= start || marks[k] != GIST_PLAIN) continue;
            marks[k] = mark;
            mark = GIST_MORE;
        }
    }
    return marks;
}

static void read_post(trainer *t, arena *a, const json_t *row, post *x) {
    static uint32_t features[GIST_FEATURES];
    doc d;
    size_t bad, i;
    hp_str why;
    const json_t *topic;
    arena_reset(a);
    *x = (post){0};
    hp_str text = str_of(json_string_value(json_object_get(row, "text")));
    if (doc_read(a, text, HP_MARKUP_NONE, &d, &bad, &why) != HP_OK) return;
    const uint8_t *marks = marks_of(a, &d, json_object_get(row, "tags"));
    x->count = gist_features(&d, &t->lexicon, marks, 0, d.token_count, features);
    x->features = malloc((x->count + 1) * sizeof *features);
    for (size_t k = 0; k < x->count; k++) x->features[k] = features[k] & ((1u << BITS) - 1);
    const char *only = json_string_value(json_object_get(row, "only"));
    x->known = only ? 1u << label_of(t, only) : UINT32_MAX;
    if (strcmp(json_string_value(json_object_get(row, "verdict")), "pass") != 0) x->labels |= 1;
    json_array_foreach(json_object_get(row, "topics"), i, topic) x->labels |= 1u
                                                                              << label_of(t, json_string_value(topic));
}

static size_t read_posts(trainer *t, arena *a, const char *path, post *posts, size_t count) {
    FILE *f = fopen(path, "r");
    if (!f) die("cannot be opened", path);
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, f) > 0 && count < MOST_POSTS) {
        json_t *row = json_loads(line, 0, NULL);
        if (!row) die("holds a line that is no JSON", path);
        read_post(t, a, row, &posts[count++]);
        json_decref(row);
    }
    free(line);
    fclose(f);
    return count;
}

/* ---- learning ---- */

static void learn_label(trainer *t, const post *x, uint32_t l, float unit) {
    float score = t->bias[l];
    for (size_t k = 0; k < x->count; k++) score += t->weight[(size_t)x->features[k] * GIST_LABELS + l] * unit;
    float gradient = 1.0f / (1.0f + expf(-score)) - (float)(x->labels >> l & 1);
    t->bias_grade[l] += gradient * gradient;
    t->bias[l] -= t->rate * gradient / (sqrtf(t->bias_grade[l]) + 1.0f);
    for (size_t k = 0; k < x->count; k++) {
        size_t w = (size_t)x->features[k] * GIST_LABELS + l;
        float g = gradient * unit + t->decay * t->weight[w];
        t->grade[w] += g * g;
        t->weight[w] -= t->rate * g / (sqrtf(t->grade[w]) + 0.1f);
    }
}

static void learn(trainer *t, const post *posts, size_t count, unsigned epochs) {
    size_t *order = calloc(count, sizeof *order), n = (size_t)GIST_LABELS << BITS;
    for (size_t i = 0; i < count; i++) order[i] = i;
    for (unsigned e = 0; e < epochs; e++) {
        for (size_t i = count - 1; i > 0; i--) {
            size_t j = draw(t, (uint32_t)i + 1), swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        for (size_t i = 0; i < count; i++) {
            const post *x = &posts[order[i]];
            if (!x->count) continue;
            float unit = 1.0f / sqrtf((float)x->count);
            for (uint32_t l = 0; l < t->labels; l++)
                if (x->known >> l & 1) learn_label(t, x, l, unit);
        }
        if (2 * e < epochs) continue;
        for (size_t i = 0; i < n; i++) t->sum[i] += t->weight[i];
        for (uint32_t l = 0; l < t->labels; l++) t->bias_sum[l] += t->bias[l];
        t->summed++;
    }
    for (size_t i = 0; t->summed && i < n; i++) t->weight[i] = t->sum[i] / (float)t->summed;
    for (uint32_t l = 0; t->summed && l < t->labels; l++) t->bias[l] = t->bias_sum[l] / (float)t->summed;
    free(order);
}

/* ---- the image ---- */

static void write_image(const trainer *t, const char *path) {
    size_t n = (size_t)GIST_LABELS << BITS;
    float top = 0;
    for (size_t i = 0; i < n; i++) top = fmaxf(top, fabsf(t->weight[i]));
    float scale = top > 0 ? top / 127.0f : 1.0f;
    int8_t *bytes = malloc(n);
    for (size_t i = 0; i < n; i++) bytes[i] = (int8_t)lroundf(t->weight[i] / scale);
    uint32_t slots = 1u << BITS;
    FILE *f = fopen(path, "wb");
    if (!f || fwrite("HPGIST01", 1, 8, f) != 8 || fwrite(&slots, 4, 1, f) != 1 || fwrite(&t->labels, 4, 1, f) != 1 ||
        fwrite(&scale, 4, 1, f) != 1 || fwrite(t->mix, 4, GIST_MIX, f) != GIST_MIX ||
        fwrite(t->names, GIST_NAME, t->labels, f) != t->labels || fwrite(t->bias, 4, t->labels, f) != t->labels ||
        fwrite(bytes, 1, n, f) != n || fclose(f) != 0)
        die("cannot be written", path);
    free(bytes);
}

static hp_str read_file(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) die("cannot be opened", path);
    size_t room = 64u << 20;
    char *p = malloc(room);
    size_t n = fread(p, 1, room, f);
    fclose(f);
    return (hp_str){p, n};
}

static void read_mix(trainer *t, const char *text) {
    for (int i = 0; i < GIST_MIX; i++) {
        char *end;
        t->mix[i] = strtof(text, &end);
        if (end == text || (*end != ',' && i + 1 < GIST_MIX)) die("needs seven numbers with commas", "--mix");
        text = end + 1;
    }
}

/* ---- posts that were not learned from ---- */

static void print_scores(trainer *t, arena *a, const char *image, const char *path) {
    post *posts = calloc(MOST_POSTS, sizeof *posts);
    size_t n = read_posts(t, a, path, posts, 0);
    gist_reader reader;
    if (gist_open(read_file(image), &reader) != HP_OK) die("is no gist reader", image);
    for (size_t i = 0; i < n; i++) {
        float scores[GIST_LABELS];
        gist_read(&reader, posts[i].features, posts[i].count, scores);
        for (uint32_t l = 0; l < reader.labels; l++)
            printf("%s=%.3f%c", l ? reader.names + (size_t)l * GIST_NAME : "ANY", (double)scores[l],
                   l + 1 < reader.labels ? ' ' : '\n');
    }
    free(posts);
}

int main(int argc, char **argv) {
    trainer t = {.rate = 0.5f, .decay = 1e-5f, .seed = 20261127, .labels = 1};
    const char *out = NULL;
    unsigned epochs = 40;
    post *posts = calloc(MOST_POSTS, sizeof *posts);
    size_t count = 0, n = (size_t)GIST_LABELS << BITS;
    arena *a = arena_new(0);
    int read = argc;
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--read")) {
            read = i + 1;
            break;
        }
        if (argv[i][0] != '-')
            count = read_posts(&t, a, argv[i], posts, count);
        else if (i + 1 >= argc)
            die("needs a value", argv[i]);
        else if (!strcmp(argv[i], "--lexicon")) {
            if (hp_lexicon_open(read_file(argv[++i]), &t.lexicon) != HP_OK) die("is no lexicon", argv[i]);
        } else if (!strcmp(argv[i], "--out"))
            out = argv[++i];
        else if (!strcmp(argv[i], "--epochs"))
            epochs = (unsigned)atoi(argv[++i]);
        else if (!strcmp(argv[i], "--rate"))
            t.rate = (float)atof(argv[++i]);
        else if (!strcmp(argv[i], "--decay"))
            t.decay = (float)atof(argv[++i]);
        else if (!strcmp(argv[i], "--mix"))
            read_mix(&t, argv[++i]);
        else
            die("unknown option", argv[i]);
    }
    if (!out || !count) die("needs --lexicon, --out and posts", "usage");
    t.weight = calloc(n, sizeof(float));
    t.grade = calloc(n, sizeof(float));
    t.sum = calloc(n, sizeof(float));
    learn(&t, posts, count, epochs);
    write_image(&t, out);
    for (int i = read; i < argc; i++) print_scores(&t, a, out, argv[i]);
    arena_free(a);
    return 0;
}
