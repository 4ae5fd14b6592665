/* policies.c - how long it takes to load policies from source, and their tests, beside a plain libyaml parse of the
 * same files: medians of many rounds in one run. usage: policies LEXICON ROUNDS FILE...     (FILE: the nearest policy
 * first, then all that it is made of) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <yaml.h>

#include "hallpass.h"

enum { MOST = 64 };

typedef struct text {
    const char *path;
    hp_str bytes;
} text;

static text files[MOST];
static int count;

static hp_str read_all(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) return (hp_str){NULL, 0};
    fseek(f, 0, SEEK_END);
    size_t n = (size_t)ftell(f);
    rewind(f);
    char *p = malloc(n ? n : 1);
    if (!p || fread(p, 1, n, f) != n) exit(2);
    fclose(f);
    return (hp_str){p, n};
}

/* Every name of the bench is unique by its last part. */
static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static hp_status include(void *user, hp_str from, hp_str name, hp_source *out) {
    char wanted[256];
    (void)user;
    (void)from;
    snprintf(wanted, sizeof wanted, "%.*s%s", (int)name.n, name.p, memchr(name.p, '.', name.n) ? "" : ".yaml");
    for (int i = 0; i < count; i++)
        if (strcmp(last_part(files[i].path), last_part(wanted)) == 0) {
            *out = (hp_source){{files[i].path, strlen(files[i].path)}, files[i].bytes};
            return HP_OK;
        }
    return HP_ERR_USAGE;
}

static hp_status zone(void *user, hp_str name, hp_str *tzif) {
    static hp_str known; /* the bench's policies share one zone */
    char path[256];
    (void)user;
    snprintf(path, sizeof path, "/usr/share/zoneinfo/%.*s", (int)name.n, name.p);
    if (!known.p) known = read_all(path);
    *tzif = known;
    return known.p ? HP_OK : HP_ERR_USAGE;
}

/* As the program has it: the patterns of bundled rules were tried when they were written. */
static bool trusted(void *user, hp_str name) {
    (void)user;
    return memmem(name.p, name.n, "rules/", 6) != NULL;
}

static double now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void parse(void) {
    for (int i = 0; i < count; i++) {
        yaml_parser_t parser;
        yaml_event_t event;
        if (!strstr(files[i].path, ".yaml") || !yaml_parser_initialize(&parser)) continue;
        yaml_parser_set_input_string(&parser, (const unsigned char *)files[i].bytes.p, files[i].bytes.n);
        for (int end = 0; !end;) {
            if (!yaml_parser_parse(&parser, &event)) exit(2);
            end = event.type == YAML_STREAM_END_EVENT;
            yaml_event_delete(&event);
        }
        yaml_parser_delete(&parser);
    }
}

static int unindexed; /* as "policy check" loads, which checks no draft */

static hp_pack *load(int tests) {
    hp_compile_options o = HP_COMPILE_OPTIONS_INIT;
    hp_pack *pack = NULL;
    o.include = include;
    o.zone = zone;
    o.keep_tests = tests != 0;
    o.trusted = trusted;
    o.unindexed = unindexed != 0;
    hp_source top = {{files[0].path, strlen(files[0].path)}, files[0].bytes};
    if (hp_pack_compile(&top, 1, &o, &pack) != HP_OK) exit(2);
    return pack;
}

static void load_only(void) {
    hp_pack_free(load(0));
}

static hp_lexicon lexicon;
static size_t passed;

static void load_and_test(void) {
    hp_test_counts counts;
    hp_pack *pack = load(1);
    if (hp_pack_test_with(pack, &lexicon, NULL, NULL, &counts) != HP_OK) exit(2);
    passed = counts.passed;
    hp_pack_free(pack);
}

static double median(void (*work)(void), int rounds) {
    double *took = malloc((size_t)rounds * sizeof *took);
    if (!took) exit(2);
    for (int i = 0; i < rounds; i++) {
        double from = now_ms();
        work();
        took[i] = now_ms() - from;
    }
    qsort(took, (size_t)rounds, sizeof *took, by_size);
    double middle = took[rounds / 2];
    free(took);
    return middle;
}

int main(int argc, char **argv) {
    if (argc < 4) return 2;
    int rounds = atoi(argv[2]);
    size_t bytes = 0;
    hp_str image = read_all(argv[1]);
    if (hp_lexicon_open(image, &lexicon) != HP_OK) return 2;
    for (int i = 3; i < argc && count < MOST; i++) {
        files[count] = (text){argv[i], read_all(argv[i])};
        if (strstr(argv[i], ".yaml")) bytes += files[count].bytes.n;
        count++;
    }
    double plain = median(parse, rounds), loaded = median(load_only, rounds), tested = median(load_and_test, rounds);
    unindexed = 1;
    double sound = median(load_only, rounds);
    printf("policies from source, %zu bytes of YAML:\n", bytes);
    printf("  libyaml alone        %7.1f ms\n", plain);
    printf("  found sound          %7.1f ms  %.1f x\n", sound, sound / plain);
    printf("  loaded               %7.1f ms  %.1f x\n", loaded, loaded / plain);
    printf("  with %3zu tests run   %7.1f ms  %.1f x\n", passed, tested, tested / plain);
    return 0;
}
