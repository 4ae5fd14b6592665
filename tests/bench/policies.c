/* policies.c - how long it takes to load policies from source, and their tests, beside a plain libyaml parse of the
 * same files: medians of many rounds in one run. usage: policies LEXICON ROUNDS FILE...     (FILE: the nearest policy
 * first, then all that it is made of) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "bench.h"

static void parse(void) {
    for (size_t i = 0; i < bench_count(); i++) {
        hp_source file = bench_source(i);
        yaml_parser_t parser;
        yaml_event_t event;
        if (!strstr(file.name.p, ".yaml") || !yaml_parser_initialize(&parser)) continue;
        yaml_parser_set_input_string(&parser, (const unsigned char *)file.bytes.p, file.bytes.n);
        for (int end = 0; !end;) {
            if (!yaml_parser_parse(&parser, &event)) exit(2);
            end = event.type == YAML_STREAM_END_EVENT;
            yaml_event_delete(&event);
        }
        yaml_parser_delete(&parser);
    }
}

static void load_only(void) {
    hp_pack_free(bench_pack(1, BENCH_DRAFTS));
}

/* As "policy check" does, which checks no draft. */
static void find_sound(void) {
    hp_pack_free(bench_pack(1, BENCH_SOUND));
}

static hp_lexicon lexicon;
static size_t passed;

static void load_and_test(void) {
    hp_test_counts counts;
    hp_pack *pack = bench_pack(1, BENCH_TESTS);
    if (hp_pack_test_with(pack, &lexicon, NULL, NULL, &counts) != HP_OK) exit(2);
    passed = counts.passed;
    hp_pack_free(pack);
}

static double median(void (*work)(void), size_t rounds) {
    double *took = calloc(rounds, sizeof *took);
    if (!took) exit(2);
    for (size_t i = 0; i < rounds; i++) {
        double from = bench_us();
        work();
        took[i] = (bench_us() - from) / 1e3;
    }
    double middle = bench_median(took, rounds);
    free(took);
    return middle;
}

int main(int argc, char **argv) {
    if (argc < 4) return 2;
    size_t rounds = (size_t)atoi(argv[2]), bytes = 0;
    lexicon = bench_lexicon(argv[1]);
    for (int i = 3; i < argc; i++) {
        bench_add(argv[i]);
        if (strstr(argv[i], ".yaml")) bytes += bench_source(bench_count() - 1).bytes.n;
    }
    double plain = median(parse, rounds), sound = median(find_sound, rounds), loaded = median(load_only, rounds),
           tested = median(load_and_test, rounds);
    printf("policies from source, %zu bytes of YAML:\n", bytes);
    printf("  libyaml alone        %7.1f ms\n", plain);
    printf("  found sound          %7.1f ms  %.1f x\n", sound, sound / plain);
    printf("  loaded               %7.1f ms  %.1f x\n", loaded, loaded / plain);
    printf("  with %3zu tests run   %7.1f ms  %.1f x\n", passed, tested, tested / plain);
    return 0;
}
