/* policies.c - how long it takes to load policies from source, and their tests, beside a plain libyaml parse of the
 * same files: medians of many rounds, each in a process of its own, as none loads twice: what a round took from the
 * system another would find again. usage: policies LEXICON ROUNDS FILE...     (FILE: the nearest policy first, then all
 * that it is made of) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

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
static size_t passed; /* tests of the policies */

static void load_and_test(void) {
    hp_test_counts counts;
    hp_pack *pack = bench_pack(1, BENCH_TESTS);
    if (hp_pack_test_with(pack, &lexicon, NULL, NULL, &counts) != HP_OK) exit(2);
    passed = counts.passed;
    hp_pack_free(pack);
}

static double time_of(void (*work)(void)) {
    double from = bench_us();
    work();
    return (bench_us() - from) / 1e3;
}

/* The time that the work takes in a process of its own. */
static double time_apart(void (*work)(void)) {
    int ends[2], status;
    double took = 0;
    if (pipe(ends) != 0) exit(2);
    pid_t child = fork();
    if (child == 0) {
        took = time_of(work);
        _exit(write(ends[1], &took, sizeof took) == sizeof took ? 0 : 2);
    }
    close(ends[1]);
    bool told = child > 0 && read(ends[0], &took, sizeof took) == sizeof took;
    if (!told || waitpid(child, &status, 0) != child || status != 0) exit(2);
    close(ends[0]);
    return took;
}

static double median(void (*work)(void), size_t rounds) {
    double *took = calloc(rounds, sizeof *took);
    if (!took) exit(2);
    for (size_t i = 0; i < rounds; i++) took[i] = time_apart(work);
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
    load_and_test(); /* once more here, for the number of tests */
    printf("policies from source, %zu bytes of YAML:\n", bytes);
    printf("  libyaml alone           %7.1f ms\n", plain);
    printf("  found sound             %7.1f ms  %.1f x\n", sound, sound / plain);
    printf("  loaded for drafts       %7.1f ms  %.1f x\n", loaded, loaded / plain);
    printf("  loaded, %3zu tests run   %7.1f ms  %.1f x\n", passed, tested, tested / plain);
    return 0;
}
