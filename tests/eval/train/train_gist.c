/* train_gist.c - learns the weights and the groves of the gist reader (checker/find/gist.h, whole.h) from marked posts.
 *
 * usage: train_gist --lexicon FILE --out FILE [--rosters DIR] [--epochs N] POSTS.jsonl... [--fit POSTS.jsonl...]
 *            [--times N POSTS.jsonl...]
 *
 * A post is `{"text", "topics": [...], "verdict", "channel", "audience", "posted_at", "roster"}`; all but the first
 * three may be missing. It is read as a check reads it, with the base policy: what is learned is what will be asked. A
 * test of a rule, `"only": TOPIC`, teaches that topic alone. The first label is whether anything is to be looked at
 * (the verdict is not "pass"), the second whether it is to be held, the others are the topics in the order of their
 * names. One logistic regression a label, by stochastic gradient with AdaGrad over the shared features; the mean of the
 * later epochs is kept. The same input gives the same bytes.
 *
 * The posts behind --fit, which no rule was written by, also teach the groves: what rules found of them, beside scores
 * of models that were learned without them. Each file there is one writer's; all posts of a writer are in one fold, as
 * writers repeat themselves. What stands behind --times counts as so many posts each.
 */
#include <math.h>
#include <string.h>

#include <jansson.h>

#include "base/str.h"
#include "check.h"
#include "judge/hearing.h"
#include "learn_grove.h"
#include "setup.h"
#include "training.h"

enum { MOST_POSTS = 1 << 16, MOST_ROSTERS = 16, FOLDS = 5, SEED = 20261127 };

static const grove_course grown = {.trees = 80, .rate = 0.1, .pull = 10};

/* How a label is learned: how far a step goes, and how much weights are drawn to 0. */
typedef struct course {
    float rate, decay;
} course;

typedef struct post {
    uint32_t *features; /* rows of the features that are known, each once; while posts are read: the features */
    size_t count;
    uint32_t labels, known; /* bit per label: it is so; and whether that is known */
    unsigned fold;          /* 1 .. FOLDS: no rule was written by it, so the groves learn it; 0: else */
    unsigned times;         /* as so many posts it counts */
    tally found;
    float scores[GIST_LABELS], topics[GIST_LABELS]; /* of models and groves that did not learn its fold */
} post;

typedef struct trainer {
    hp_lexicon lexicon;
    char names[GIST_LABELS][GIST_NAME];
    uint32_t labels;
    uint32_t *known; /* the features that are learned, rising: the k-th has row k */
    uint32_t rows;
    float *weight, *grade, *sum; /* rows x labels: the weight, AdaGrad's sum of squares, the mean's numerator */
    float bias[GIST_LABELS], bias_grade[GIST_LABELS], bias_sum[GIST_LABELS];
    unsigned summed;
    course topic, whole; /* of the topics, and of the labels before them */
    float prior[GIST_LABELS], gravity[GIST_LABELS];
    grove_tree topics[GROVE_TREES], anything[GROVE_TREES], held[GROVE_TREES];
    float grove_bias[3];
    unsigned trees;
    uint64_t seed;
    unsigned fitting; /* files to fit by, + 1; 0: those that are read now are none */
    unsigned times;   /* as so many posts each of those counts that are read now */
} trainer;

/* A checker for the posts of one class list. */
typedef struct classroom {
    char name[64]; /* empty: without a list */
    setup setup;
    hp_checker *checker;
} classroom;

static classroom classrooms[MOST_ROSTERS];
static const char *roster_folder = ".";

/* ---- numbers ---- */

static int by_number(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

/* Sorts numbers and drops those that are there already; returns how many are left. */
static size_t sort_once(uint32_t *numbers, size_t count) {
    size_t n = 0;
    qsort(numbers, count, sizeof *numbers, by_number);
    for (size_t i = 0; i < count; i++)
        if (!n || numbers[n - 1] != numbers[i]) numbers[n++] = numbers[i];
    return n;
}

/* ---- reading ---- */

static uint32_t label_of(trainer *t, const char *name) {
    for (uint32_t l = GIST_TOPICS; l < t->labels; l++)
        if (!strcmp(t->names[l], name)) return l;
    if (t->labels == GIST_LABELS || strlen(name) >= GIST_NAME) die("too many topics, or too long a name", name);
    memcpy(t->names[t->labels], name, strlen(name) + 1);
    return t->labels++;
}

static hp_str text_at(const json_t *row, const char *key) {
    const json_t *value = json_object_get(row, key);
    return value ? (hp_str){json_string_value(value), json_string_length(value)} : (hp_str){NULL, 0};
}

static hp_checker *checker_for(const trainer *t, hp_str roster) {
    size_t i = 0;
    while (i < MOST_ROSTERS && classrooms[i].checker && !str_eq(str_of(classrooms[i].name), roster)) i++;
    if (i == MOST_ROSTERS || roster.n >= sizeof classrooms[i].name)
        die("too many class lists, or too long a name", "roster");
    classroom *c = &classrooms[i];
    if (c->checker) return c->checker;
    if (roster.n) memcpy(c->name, roster.p, roster.n);
    char path[4096];
    snprintf(path, sizeof path, "%s/roster-%s.csv", roster_folder, c->name);
    static const option roster_option = ROSTER_OPTION;
    static const command none = {.name = "train"};
    given list = {&roster_option, path};
    const arguments args = {.command = &none, .given = &list, .given_count = roster.n > 0};
    if (setup_load_policy(&args, "base", &c->setup) != 0) die("cannot be used", "the base policy");
    hp_checker_options options = HP_CHECKER_OPTIONS_INIT;
    options.roster = c->setup.roster;
    options.lexicon = &t->lexicon;
    if (hp_checker_new(c->setup.pack, &options, &c->checker) != HP_OK) die("no checker", "the base policy");
    return c->checker;
}

/* A reader of labels alone: the trainer's. */
static gist_reader reader_of(const trainer *t) {
    return (gist_reader){.names = t->names[0],
                         .priors = (const char *)t->prior,
                         .gravities = (const char *)t->gravity,
                         .labels = t->labels};
}

/* What the judge knows of a draft's first passage where it asks what the whole says. */
static void hear(trainer *t, hp_checker *checker, const hp_draft *draft, post *x) {
    static uint32_t features[GIST_FEATURES];
    evidence e;
    hearing h;
    gist_text text;
    arena_reset(checker->a);
    if (check_gather(checker, draft, READ_DRAFT, &e) != HP_OK) return;
    hearing_open(&e.in, &h);
    if (hearing_sort(&h) != HP_OK || guards_apply(&h) != HP_OK || combine_hits(&h) != HP_OK) return;
    if (!passages_text(&h, &text)) return;
    x->count = gist_features(&text, 0, e.d.token_count, features);
    x->features = malloc((x->count + 1) * sizeof *features);
    memcpy(x->features, features, x->count * sizeof *features);
    x->count = sort_once(x->features, x->count);
    gist_reader r = reader_of(t);
    passages_tally(&h, &r, &text, (window){0, e.d.token_count < GIST_TOKENS ? e.d.token_count : GIST_TOKENS},
                   &x->found);
}

static void read_post(trainer *t, const json_t *row, post *x) {
    size_t i;
    const json_t *topic;
    const char *only = json_string_value(json_object_get(row, "only"));
    const hp_draft draft = {.text = text_at(row, "text"),
                            .channel = text_at(row, "channel"),
                            .audience = text_at(row, "audience"),
                            .posted_at = text_at(row, "posted_at")};
    *x = (post){.known = only ? 1u << label_of(t, only) : UINT32_MAX,
                .fold = t->fitting ? 1 + t->fitting % FOLDS : 0,
                .times = t->times,
                .found = tally_none()};
    json_array_foreach(json_object_get(row, "topics"), i, topic) x->labels |= 1u
                                                                              << label_of(t, json_string_value(topic));
    hear(t, checker_for(t, text_at(row, "roster")), &draft, x);
    hp_str verdict = text_at(row, "verdict");
    if (!str_eq(verdict, HP_STR("pass"))) x->labels |= 1u << GIST_ANYTHING;
    if (str_eq(verdict, HP_STR("hold"))) x->labels |= 1u << GIST_HELD;
}

static size_t read_posts(trainer *t, const char *path, post *posts, size_t count) {
    FILE *f = fopen(path, "r");
    if (!f) die("cannot be opened", path);
    t->fitting += t->fitting > 0;
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, f) > 0 && count < MOST_POSTS) {
        json_t *row = json_loads(line, 0, NULL);
        if (!row) die("holds a line that is no JSON", path);
        read_post(t, row, &posts[count++]);
        json_decref(row);
    }
    free(line);
    fclose(f);
    return count;
}

/* ---- features: those that are learned ---- */

/* Keeps of the sorted numbers those that are there so often, or as often as `exactly` where that is not 0, while there
 * is room. */
static void keep_frequent(trainer *t, const uint32_t *all, size_t count, size_t least, bool exactly) {
    for (size_t i = 0, next; i < count && t->rows < GIST_ROWS; i = next) {
        for (next = i; next < count && all[next] == all[i];) next++;
        if (exactly ? next - i == least : next - i >= least) t->known[t->rows++] = all[i];
    }
}

/* What one post alone has tells nothing of another: features are those that two have; where there are too many, all
 * that three have, and so many of the others as there is room for. */
static void choose_features(trainer *t, const post *posts, size_t count) {
    size_t n = 0, filled = 0;
    for (size_t i = 0; i < count; i++) n += posts[i].count;
    uint32_t *all = malloc((n + 1) * sizeof *all);
    for (size_t i = 0; i < count; i++) {
        memcpy(all + filled, posts[i].features, posts[i].count * sizeof *all);
        filled += posts[i].count;
    }
    qsort(all, n, sizeof *all, by_number);
    keep_frequent(t, all, n, 3, false);
    keep_frequent(t, all, n, 2, true);
    qsort(t->known, t->rows, sizeof *t->known, by_number);
    free(all);
}

static void name_rows(const trainer *t, post *x) {
    size_t n = 0;
    for (size_t i = 0; i < x->count; i++) {
        const uint32_t *at = bsearch(&x->features[i], t->known, t->rows, sizeof *at, by_number);
        if (at) x->features[n++] = (uint32_t)(at - t->known);
    }
    x->count = n;
}

/* ---- learning ---- */

static void scores_of(const trainer *t, const post *x, float *scores) {
    float unit = x->count ? 1.0f / sqrtf((float)x->count) : 0;
    for (uint32_t l = 0; l < GIST_LABELS; l++) scores[l] = 0;
    for (size_t k = 0; k < x->count; k++) {
        const float *w = &t->weight[(size_t)x->features[k] * GIST_LABELS];
        for (uint32_t l = 0; l < GIST_LABELS; l++) scores[l] += w[l];
    }
    for (uint32_t l = 0; l < GIST_LABELS; l++) scores[l] = t->bias[l] + scores[l] * unit;
}

static void learn_post(trainer *t, const post *x) {
    float unit = 1.0f / sqrtf((float)x->count), gradient[GIST_LABELS], pull[GIST_LABELS], rate[GIST_LABELS];
    scores_of(t, x, gradient);
    for (uint32_t l = 0; l < GIST_LABELS; l++) {
        bool known = l < t->labels && (x->known >> l & 1);
        gradient[l] = known ? 1.0f / (1.0f + expf(-gradient[l])) - (float)(x->labels >> l & 1) : 0;
        const course *c = l < GIST_TOPICS ? &t->whole : &t->topic;
        pull[l] = known ? c->decay : 0;
        rate[l] = c->rate;
        t->bias_grade[l] += gradient[l] * gradient[l];
        t->bias[l] -= rate[l] * gradient[l] / (sqrtf(t->bias_grade[l]) + 1.0f);
    }
    for (size_t k = 0; k < x->count; k++) {
        float *w = &t->weight[(size_t)x->features[k] * GIST_LABELS], *grade = &t->grade[w - t->weight];
        for (uint32_t l = 0; l < GIST_LABELS; l++) {
            float g = gradient[l] * unit + pull[l] * w[l];
            grade[l] += g * g;
            w[l] -= rate[l] * g / (sqrtf(grade[l]) + 0.1f);
        }
    }
}

static void forget(trainer *t) {
    size_t n = (size_t)GIST_LABELS * GIST_ROWS;
    memset(t->weight, 0, n * sizeof(float));
    memset(t->grade, 0, n * sizeof(float));
    memset(t->sum, 0, n * sizeof(float));
    memset(t->bias, 0, sizeof t->bias);
    memset(t->bias_grade, 0, sizeof t->bias_grade);
    memset(t->bias_sum, 0, sizeof t->bias_sum);
    t->summed = 0;
    t->seed = SEED;
}

/* The places of all posts, each as often as it counts; *all of them. */
static size_t *places_of(const post *posts, size_t count, size_t *all) {
    size_t n = 0;
    for (size_t i = 0; i < count; i++) n += posts[i].times;
    size_t *places = calloc(n, sizeof *places);
    *all = 0;
    for (size_t i = 0; i < count; i++)
        for (unsigned k = 0; k < posts[i].times; k++) places[(*all)++] = i;
    return places;
}

/* Learns all posts but those of a fold; 0: all. */
static void learn(trainer *t, const post *posts, size_t count, unsigned epochs, unsigned without) {
    size_t all, *order = places_of(posts, count, &all), n = (size_t)GIST_LABELS * GIST_ROWS;
    forget(t);
    for (unsigned e = 0; e < epochs; e++) {
        for (size_t i = all - 1; i > 0; i--) {
            size_t j = draw_below(&t->seed, (uint32_t)i + 1), swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        for (size_t i = 0; i < all; i++) {
            const post *x = &posts[order[i]];
            if (!x->count || (without && x->fold == without)) continue;
            learn_post(t, x);
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

/* ---- the groves: of scores of models that had not learned the post ---- */

/* Examples in the making. */
typedef struct lesson {
    float *measures;
    uint8_t *right;
    size_t count, room, width;
} lesson;

static float *add_example(lesson *to, bool right) {
    if (to->count == to->room) {
        to->room = to->room ? 2 * to->room : 1024;
        to->measures = realloc(to->measures, to->room * to->width * sizeof *to->measures);
        to->right = realloc(to->right, to->room);
    }
    to->right[to->count] = right;
    return &to->measures[to->count++ * to->width];
}

static float learn_lesson(const lesson *l, grove_tree *trees) {
    float bias = learn_grove(&(grove_examples){l->measures, l->right, l->count, l->width}, &grown, trees);
    free(l->measures);
    free(l->right);
    return bias;
}

static grove grove_of(const grove_tree *trees, float bias) {
    return (grove){.trees = (const char *)trees, .count = grown.trees, .bias = bias};
}

/* How frequent each topic is, and how often its posts are held. */
static void count_topics(trainer *t, const post *posts, size_t count) {
    for (uint32_t l = 0; l < t->labels; l++) {
        double all = 0, so = 0, held = 0;
        for (size_t i = 0; i < count; i++) {
            if (!posts[i].fold) continue;
            all += posts[i].times;
            so += posts[i].times * (posts[i].labels >> l & 1);
            held += posts[i].times * (posts[i].labels >> l & posts[i].labels >> GIST_HELD & 1);
        }
        t->prior[l] = (float)log((so + 1) / (all - so + 1));
        t->gravity[l] = (float)((held + 1) / (so + 2));
    }
}

/* What says that a topic is there, of the posts of all folds but one; 0: of all. */
static void learn_topics(trainer *t, const post *posts, size_t count, unsigned without) {
    lesson all = {.width = TOPIC_MEASURES};
    gist_reader r = reader_of(t);
    for (size_t i = 0; i < count; i++) {
        const post *x = &posts[i];
        if (!x->fold || x->fold == without) continue;
        for (uint32_t l = GIST_TOPICS; l < t->labels; l++)
            for (unsigned k = 0; k < x->times && !topic_is_absent(x->scores, &x->found, l); k++)
                topic_measures(&r, x->scores, &x->found, l, x->found.surest[l], add_example(&all, x->labels >> l & 1));
    }
    t->grove_bias[0] = learn_lesson(&all, t->topics);
}

static void learn_whole(trainer *t, const post *posts, size_t count, uint32_t label, grove_tree *trees, float *bias) {
    lesson all = {.width = WHOLE_MEASURES};
    gist_reader r = reader_of(t);
    for (size_t i = 0; i < count; i++)
        for (unsigned k = 0; posts[i].fold && k < posts[i].times; k++)
            whole_measures(&r, posts[i].scores, &posts[i].found, posts[i].topics,
                           add_example(&all, posts[i].labels >> label & 1));
    *bias = learn_lesson(&all, trees);
}

/* Learns the groves, each from what those before it say of posts that they had not learned. */
static void learn_groves(trainer *t, post *posts, size_t count, unsigned epochs) {
    for (unsigned fold = 1; fold <= FOLDS; fold++) {
        learn(t, posts, count, epochs, fold);
        for (size_t i = 0; i < count; i++)
            if (posts[i].fold == fold) scores_of(t, &posts[i], posts[i].scores);
    }
    count_topics(t, posts, count);
    gist_reader r = reader_of(t);
    for (unsigned fold = 1; fold <= FOLDS; fold++) {
        learn_topics(t, posts, count, fold);
        r.topics = grove_of(t->topics, t->grove_bias[0]);
        for (size_t i = 0; i < count; i++)
            if (posts[i].fold == fold) whole_topics(&r, posts[i].scores, &posts[i].found, posts[i].topics);
    }
    learn_topics(t, posts, count, 0);
    learn_whole(t, posts, count, GIST_ANYTHING, t->anything, &t->grove_bias[1]);
    learn_whole(t, posts, count, GIST_HELD, t->held, &t->grove_bias[2]);
    t->trees = grown.trees;
}

/* ---- the image ---- */

/* The slots of the known features, no more than half of them taken. */
static uint32_t *index_of(const trainer *t, uint32_t *slots) {
    *slots = 1;
    while (*slots < GIST_SLOTS && *slots < 2 * t->rows) *slots *= 2;
    uint32_t *entries = calloc(*slots, sizeof *entries);
    for (uint32_t row = 0; row < t->rows; row++) {
        uint32_t at = t->known[row] & (*slots - 1);
        while (entries[at]) at = (at + 1) & (*slots - 1);
        entries[at] = gist_entry(t->known[row], row);
    }
    return entries;
}

static void write_image(const trainer *t, const char *path) {
    size_t n = (size_t)GIST_LABELS * t->rows;
    float top = 0;
    for (size_t i = 0; i < n; i++) top = fmaxf(top, fabsf(t->weight[i]));
    float scale = top > 0 ? top / 127.0f : 1.0f;
    int8_t *bytes = malloc(n);
    for (size_t i = 0; i < n; i++) bytes[i] = (int8_t)lroundf(t->weight[i] / scale);
    uint32_t slots, *entries = index_of(t, &slots);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite("HPGIST04", 1, 8, f) != 8 || fwrite(&slots, 4, 1, f) != 1 || fwrite(&t->rows, 4, 1, f) != 1 ||
        fwrite(&t->labels, 4, 1, f) != 1 || fwrite(&scale, 4, 1, f) != 1 ||
        fwrite(t->names, GIST_NAME, t->labels, f) != t->labels || fwrite(t->bias, 4, t->labels, f) != t->labels ||
        fwrite(t->prior, 4, t->labels, f) != t->labels || fwrite(t->gravity, 4, t->labels, f) != t->labels ||
        fwrite(entries, 4, slots, f) != slots || fwrite(bytes, 1, n, f) != n)
        die("cannot be written", path);
    const grove_tree *groves[] = {t->topics, t->anything, t->held};
    for (size_t i = 0; i < 3; i++)
        if (fwrite(&t->trees, 4, 1, f) != 1 || fwrite(&t->grove_bias[i], 4, 1, f) != 1 ||
            fwrite(groves[i], sizeof(grove_tree), t->trees, f) != t->trees)
            die("cannot be written", path);
    if (fclose(f) != 0) die("cannot be written", path);
    free(bytes);
    free(entries);
}

int main(int argc, char **argv) {
    static trainer t = {.topic = {1, 2e-4f}, .whole = {0.3f, 0}, .labels = GIST_TOPICS, .times = 1};
    const char *out = NULL;
    unsigned epochs = 40;
    post *posts = calloc(MOST_POSTS, sizeof *posts);
    size_t count = 0, n = (size_t)GIST_LABELS * GIST_ROWS;
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--fit"))
            t.fitting = 1;
        else if (argv[i][0] != '-')
            count = read_posts(&t, argv[i], posts, count);
        else if (i + 1 >= argc)
            die("needs a value", argv[i]);
        else if (!strcmp(argv[i], "--lexicon")) {
            if (hp_lexicon_open(read_file(argv[++i]), &t.lexicon) != HP_OK) die("is no lexicon", argv[i]);
        } else if (!strcmp(argv[i], "--out"))
            out = argv[++i];
        else if (!strcmp(argv[i], "--rosters"))
            roster_folder = argv[++i];
        else if (!strcmp(argv[i], "--epochs"))
            epochs = (unsigned)atoi(argv[++i]);
        else if (!strcmp(argv[i], "--times"))
            t.times = (unsigned)atoi(argv[++i]);
        else
            die("unknown option", argv[i]);
    }
    if (!out || !count) die("needs --lexicon, --out and posts", "usage");
    t.known = malloc(GIST_ROWS * sizeof *t.known);
    choose_features(&t, posts, count);
    for (size_t i = 0; i < count; i++) name_rows(&t, &posts[i]);
    t.weight = calloc(n, sizeof(float));
    t.grade = calloc(n, sizeof(float));
    t.sum = calloc(n, sizeof(float));
    if (t.fitting) learn_groves(&t, posts, count, epochs);
    learn(&t, posts, count, epochs, 0);
    write_image(&t, out);
    return 0;
}
