/* train_gist.c - learns the weights of the gist reader (checker/find/gist.h) from marked posts.
 *
 * usage: train_gist --lexicon FILE --out FILE [--rosters DIR] [--epochs N] [--rate R] [--decay D]
 *                   [--from C] [--names-from C] POSTS.jsonl... [--fit POSTS.jsonl...] [--read POSTS.jsonl...]
 *
 * A post is `{"text", "topics": [...], "verdict", "channel", "audience", "posted_at", "roster"}`; all but the first
 * three may be missing. It is read as a check reads it, with the base policy: what is learned is what will be asked. A
 * test of a rule, `"only": TOPIC`, teaches that topic alone, and nothing of what rules find. The first label is
 * whether anything is to be looked at (the verdict is not "pass"), the others are the topics in the order of their
 * names. One logistic regression a label, by stochastic gradient with AdaGrad over the shared features; the mean of
 * the later epochs is kept. The same input gives the same bytes.
 *
 * The posts behind --fit, which no rule was written by, also teach how findings are weighed by the scores (the mix):
 * what rules claim of them, against scores of models that were learned without them. A claim is then told from the
 * chance C on that it is right. The scores of the posts behind --read are printed, a line a post: a label=score each.
 */
#include <math.h>
#include <string.h>

#include <jansson.h>

#include "base/str.h"
#include "check.h"
#include "judge/hearing.h"
#include "setup.h"
#include "training.h"

enum { MOST_POSTS = 1 << 16, MOST_ROSTERS = 16, MOST_CLAIMS = 64, FOLDS = 5, SEED = 20261127 };

/* What a rule claims of a post, before its gist is asked. */
typedef struct assertion {
    float odds;
    uint32_t label; /* 0: a name */
} assertion;

typedef struct post {
    uint32_t *features;
    size_t count;
    uint32_t labels, known; /* bit per label: it is so; and whether that is known */
    unsigned fold;          /* 1 .. FOLDS: no rule was written by it, so what is claimed of it is fitted; 0: else */
    assertion *claims;
    size_t claim_count;
} post;

typedef struct trainer {
    hp_lexicon lexicon;
    char names[GIST_LABELS][GIST_NAME];
    uint32_t labels;
    float *weight, *grade, *sum; /* slots x labels: the weight, AdaGrad's sum of squares, the mean's numerator */
    float bias[GIST_LABELS], bias_grade[GIST_LABELS], bias_sum[GIST_LABELS];
    unsigned summed;
    float rate, decay, mix[GIST_MIX], from[2];
    double slope[2], shift[GIST_LABELS]; /* what makes a score (of anything, of topics) log-odds */
    uint64_t seed;
    unsigned fitting; /* posts to fit by, + 1; 0: those that are read now are none */
} trainer;

/* A checker for the posts of one class list. */
typedef struct classroom {
    char name[64]; /* empty: without a list */
    setup setup;
    hp_checker *checker;
} classroom;

static classroom classrooms[MOST_ROSTERS];
static const char *roster_folder = ".";

/* ---- reading ---- */

static uint32_t label_of(trainer *t, const char *name) {
    for (uint32_t l = 1; l < t->labels; l++)
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

static void note_claims(trainer *t, const hearing *h, post *x) {
    for (size_t i = 0; i < h->claims.n && x->claim_count < MOST_CLAIMS; i++) {
        const claim *c = &h->claims.v[i];
        if (!claim_moves(h, c)) continue;
        hp_str topic = pack_str(h->pack, h->rules[c->rule].topic);
        char name[GIST_NAME];
        snprintf(name, sizeof name, "%.*s", STR_FMT(topic));
        x->claims[x->claim_count++] = (assertion){claim_odds(c), topic.n ? label_of(t, name) : 0};
    }
}

/* What the judge knows of a draft's first passage where it asks for its gist, and what is claimed of it. */
static void hear(trainer *t, hp_checker *checker, const hp_draft *draft, bool sights, post *x) {
    static uint32_t features[GIST_FEATURES];
    evidence e;
    hearing h;
    gist_text text;
    arena_reset(checker->a);
    if (check_gather(checker, draft, READ_DRAFT, &e) != HP_OK) return;
    hearing_open(&e.in, &h);
    if (hearing_sort(&h) != HP_OK || guards_apply(&h) != HP_OK || combine_hits(&h) != HP_OK) return;
    if (!passages_text(&h, &text)) return;
    if (!sights) text.sight_count = 0;
    x->count = gist_features(&text, 0, e.d.token_count, features);
    x->features = malloc((x->count + 1) * sizeof *features);
    memcpy(x->features, features, x->count * sizeof *features);
    if (!x->fold || switches_apply(&h) != HP_OK || pair_claims(&h) != HP_OK || plain_claims(&h) != HP_OK) return;
    x->claims = calloc(MOST_CLAIMS, sizeof *x->claims);
    note_claims(t, &h, x);
}

static void read_post(trainer *t, const json_t *row, post *x) {
    size_t i;
    const json_t *topic;
    const char *only = json_string_value(json_object_get(row, "only"));
    const hp_draft draft = {.text = text_at(row, "text"),
                            .channel = text_at(row, "channel"),
                            .audience = text_at(row, "audience"),
                            .posted_at = text_at(row, "posted_at")};
    *x =
        (post){.known = only ? 1u << label_of(t, only) : UINT32_MAX, .fold = t->fitting ? 1 + t->fitting++ % FOLDS : 0};
    hear(t, checker_for(t, text_at(row, "roster")), &draft, !only, x);
    if (!str_eq(text_at(row, "verdict"), HP_STR("pass"))) x->labels |= 1;
    json_array_foreach(json_object_get(row, "topics"), i, topic) x->labels |= 1u
                                                                              << label_of(t, json_string_value(topic));
}

static size_t read_posts(trainer *t, const char *path, post *posts, size_t count) {
    FILE *f = fopen(path, "r");
    if (!f) die("cannot be opened", path);
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

/* ---- learning ---- */

static float score_of(const trainer *t, const post *x, uint32_t l, float unit) {
    float score = t->bias[l];
    for (size_t k = 0; k < x->count; k++) score += t->weight[(size_t)x->features[k] * GIST_LABELS + l] * unit;
    return score;
}

static void learn_label(trainer *t, const post *x, uint32_t l, float unit) {
    float score = score_of(t, x, l, unit);
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

static void forget(trainer *t) {
    size_t n = (size_t)GIST_LABELS * GIST_SLOTS;
    memset(t->weight, 0, n * sizeof(float));
    memset(t->grade, 0, n * sizeof(float));
    memset(t->sum, 0, n * sizeof(float));
    memset(t->bias, 0, sizeof t->bias);
    memset(t->bias_grade, 0, sizeof t->bias_grade);
    memset(t->bias_sum, 0, sizeof t->bias_sum);
    t->summed = 0;
    t->seed = SEED;
}

/* Learns all posts but those of a fold; 0: all. */
static void learn(trainer *t, const post *posts, size_t count, unsigned epochs, unsigned without) {
    size_t *order = calloc(count, sizeof *order), n = (size_t)GIST_LABELS * GIST_SLOTS;
    forget(t);
    for (size_t i = 0; i < count; i++) order[i] = i;
    for (unsigned e = 0; e < epochs; e++) {
        for (size_t i = count - 1; i > 0; i--) {
            size_t j = draw_below(&t->seed, (uint32_t)i + 1), swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        for (size_t i = 0; i < count; i++) {
            const post *x = &posts[order[i]];
            if (!x->count || (without && x->fold == without)) continue;
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

/* ---- what scores are worth: fitted by scores of models that had not learned the post ---- */

typedef struct example {
    double x[4];
    uint32_t label;
    bool right;
} example;

typedef VEC(example) example_list;

/* Logistic regression by gradient descent on the mean loss. */
static void fit(const example_list *all, double w[4]) {
    enum { STEPS = 4000 };
    const double rate = 0.5;
    double speed[4] = {0};
    for (int step = 0; step < STEPS && all->n; step++) {
        double g[4] = {0};
        for (size_t i = 0; i < all->n; i++) {
            const double *x = all->v[i].x;
            double error =
                1.0 / (1.0 + exp(-(w[0] * x[0] + w[1] * x[1] + w[2] * x[2] + w[3] * x[3]))) - all->v[i].right;
            for (int k = 0; k < 4; k++) g[k] += error * x[k];
        }
        for (int k = 0; k < 4; k++) {
            speed[k] = 0.9 * speed[k] - rate * 0.1 * g[k] / (double)all->n;
            w[k] += speed[k];
        }
    }
}

static void add_example(arena *a, example_list *to, uint32_t label, double x0, double x1, double x2, bool right) {
    example *e = VEC_ADD(a, to, example);
    if (!e) die("memory", "examples");
    *e = (example){{x0, x1, x2, 1}, label, right};
}

/* What was scored of the posts of one fold. */
typedef struct scored {
    arena *a;
    example_list scores[2]; /* of anything, of topics: how a score becomes a log-odds */
    example_list claims[2]; /* of topics, of names */
} scored;

static void score_fold(const trainer *t, const post *posts, size_t count, unsigned fold, scored *out) {
    for (size_t i = 0; i < count; i++) {
        const post *x = &posts[i];
        if (x->fold != fold || !x->count) continue;
        float unit = 1.0f / sqrtf((float)x->count), s[GIST_LABELS];
        for (uint32_t l = 0; l < t->labels; l++) {
            s[l] = score_of(t, x, l, unit);
            add_example(out->a, &out->scores[l > 0], l, (double)s[l], 0, 0, x->labels >> l & 1);
        }
        for (size_t k = 0; k < x->claim_count; k++) {
            uint32_t l = x->claims[k].label;
            add_example(out->a, &out->claims[l == 0], l, (double)x->claims[k].odds, (double)s[0], l ? (double)s[l] : 0,
                        x->labels >> l & 1);
        }
    }
}

/* Topics share a slope; each has a shift of its own, drawn towards that of all. */
static void fit_scores(trainer *t, const scored *by) {
    enum { ROUNDS = 50 };
    const double pull = 2;
    for (int k = 0; k < 2; k++) {
        double w[4] = {1};
        fit(&by->scores[k], w);
        t->slope[k] = w[0];
        for (uint32_t l = k ? 1 : 0; l < (k ? t->labels : 1); l++) t->shift[l] = w[3];
        for (uint32_t l = 1; k && l < t->labels; l++)
            for (int round = 0; round < ROUNDS; round++) {
                double gradient = pull * (t->shift[l] - w[3]), bend = pull;
                for (size_t i = 0; i < by->scores[k].n; i++) {
                    const example *e = &by->scores[k].v[i];
                    if (e->label != l) continue;
                    double p = 1.0 / (1.0 + exp(-(e->x[0] * w[0] + t->shift[l])));
                    gradient += p - e->right;
                    bend += p * (1 - p);
                }
                t->shift[l] -= gradient / bend;
            }
    }
}

/* Moved so that a claim is told (report-at 60) from the chance on that `from` names. */
static void fit_mix(trainer *t, scored *by) {
    for (int name = 0; name < 2; name++) {
        double w[4] = {0}, told = log(0.6 / 0.4), from = (double)t->from[name];
        for (size_t i = 0; i < by->claims[name].n; i++) {
            example *e = &by->claims[name].v[i];
            e->x[1] = e->x[1] * t->slope[0] + t->shift[0];
            if (!name) e->x[2] = e->x[2] * t->slope[1] + t->shift[e->label];
        }
        fit(&by->claims[name], w);
        w[3] += told - log(from / (1 - from));
        for (int k = 0, at = name ? 4 : 0; k < 4; k++)
            if (!name || k != 2) t->mix[at++] = (float)w[k];
    }
}

static void fit_all(trainer *t, const post *posts, size_t count, unsigned epochs) {
    scored by = {.a = arena_new(0)};
    for (unsigned fold = 1; fold <= FOLDS; fold++) {
        learn(t, posts, count, epochs, fold);
        score_fold(t, posts, count, fold, &by);
    }
    fit_scores(t, &by);
    fit_mix(t, &by);
    fprintf(stderr, "scores x %.3f, topics x %.3f; mix", t->slope[0], t->slope[1]);
    for (int i = 0; i < GIST_MIX; i++) fprintf(stderr, " %.3f", (double)t->mix[i]);
    fprintf(stderr, ", from %zu claims and %zu names\n", by.claims[0].n, by.claims[1].n);
    for (uint32_t l = 0; l < t->labels; l++) fprintf(stderr, "%s %+.2f\n", l ? t->names[l] : "anything", t->shift[l]);
    arena_free(by.a);
}

/* Scores become log-odds. */
static void calibrate(trainer *t) {
    for (size_t i = 0; i < (size_t)GIST_LABELS * GIST_SLOTS; i++) t->weight[i] *= (float)t->slope[i % GIST_LABELS > 0];
    for (uint32_t l = 0; l < t->labels; l++) t->bias[l] = t->bias[l] * (float)t->slope[l > 0] + (float)t->shift[l];
}

/* ---- the image ---- */

static void write_image(const trainer *t, const char *path) {
    size_t n = (size_t)GIST_LABELS * GIST_SLOTS;
    float top = 0;
    for (size_t i = 0; i < n; i++) top = fmaxf(top, fabsf(t->weight[i]));
    float scale = top > 0 ? top / 127.0f : 1.0f;
    int8_t *bytes = malloc(n);
    for (size_t i = 0; i < n; i++) bytes[i] = (int8_t)lroundf(t->weight[i] / scale);
    const uint32_t slots = GIST_SLOTS;
    FILE *f = fopen(path, "wb");
    if (!f || fwrite("HPGIST02", 1, 8, f) != 8 || fwrite(&slots, 4, 1, f) != 1 || fwrite(&t->labels, 4, 1, f) != 1 ||
        fwrite(&scale, 4, 1, f) != 1 || fwrite(t->mix, 4, GIST_MIX, f) != GIST_MIX ||
        fwrite(t->names, GIST_NAME, t->labels, f) != t->labels || fwrite(t->bias, 4, t->labels, f) != t->labels ||
        fwrite(bytes, 1, n, f) != n || fclose(f) != 0)
        die("cannot be written", path);
    free(bytes);
}

/* ---- posts that were not learned from ---- */

static void print_scores(trainer *t, const char *image, const char *path) {
    t->fitting = 0;
    post *posts = calloc(MOST_POSTS, sizeof *posts);
    size_t n = read_posts(t, path, posts, 0);
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
    trainer t = {.rate = 0.5f, .decay = 1e-5f, .from = {0.3f, 0.3f}, .slope = {1, 1}, .labels = 1};
    const char *out = NULL;
    unsigned epochs = 40;
    post *posts = calloc(MOST_POSTS, sizeof *posts);
    size_t count = 0, n = (size_t)GIST_LABELS * GIST_SLOTS;
    int read = argc;
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--read")) {
            read = i + 1;
            break;
        }
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
        else if (!strcmp(argv[i], "--rate"))
            t.rate = (float)atof(argv[++i]);
        else if (!strcmp(argv[i], "--decay"))
            t.decay = (float)atof(argv[++i]);
        else if (!strcmp(argv[i], "--from"))
            t.from[0] = (float)atof(argv[++i]);
        else if (!strcmp(argv[i], "--names-from"))
            t.from[1] = (float)atof(argv[++i]);
        else
            die("unknown option", argv[i]);
    }
    if (!out || !count) die("needs --lexicon, --out and posts", "usage");
    t.weight = calloc(n, sizeof(float));
    t.grade = calloc(n, sizeof(float));
    t.sum = calloc(n, sizeof(float));
    if (t.fitting) fit_all(&t, posts, count, epochs);
    learn(&t, posts, count, epochs, 0);
    calibrate(&t);
    write_image(&t, out);
    for (int i = read; i < argc; i++) print_scores(&t, out, argv[i]);
    return 0;
}
