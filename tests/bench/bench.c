/* bench.c - see bench.h. */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST = 64 };

static hp_source files[MOST];
static size_t count;

hp_str bench_file(const char *path) {
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

void bench_add(const char *path) {
    if (count == MOST) exit(2);
    files[count++] = (hp_source){{path, strlen(path)}, bench_file(path)};
}

void bench_first(const char *path) {
    bench_add(path);
    hp_source one = files[count - 1];
    memmove(files + 1, files, (count - 1) * sizeof *files);
    files[0] = one;
}

size_t bench_count(void) {
    return count;
}

hp_source bench_source(size_t i) {
    return files[i];
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
    for (size_t i = 0; i < count; i++)
        if (strcmp(last_part(files[i].name.p), last_part(wanted)) == 0) {
            *out = files[i];
            return HP_OK;
        }
    return HP_ERR_USAGE;
}

static hp_status zone(void *user, hp_str name, hp_str *tzif) {
    static hp_str known; /* the bench's policies share one zone */
    char path[256];
    (void)user;
    snprintf(path, sizeof path, "/usr/share/zoneinfo/%.*s", (int)name.n, name.p);
    if (!known.p) known = bench_file(path);
    *tzif = known;
    return known.p ? HP_OK : HP_ERR_USAGE;
}

/* As the program has it: the patterns of bundled rules were tried when they were written. */
static bool trusted(void *user, hp_str name) {
    (void)user;
    return memmem(name.p, name.n, "rules/", 6) != NULL;
}

static void tell(void *user, const hp_diag *d) {
    (void)user;
    fprintf(stderr, "%.*s:%zu: %.*s\n", (int)d->file.n, d->file.p, d->line, (int)d->message.n, d->message.p);
}

hp_pack *bench_pack(size_t tops, bench_use use) {
    hp_compile_options o = HP_COMPILE_OPTIONS_INIT;
    hp_pack *pack = NULL;
    o.diag = tell;
    o.include = include;
    o.zone = zone;
    o.keep_tests = use == BENCH_TESTS;
    o.only_sound = use == BENCH_SOUND;
    o.trusted = trusted;
    if (hp_pack_compile(files, tops, &o, &pack) != HP_OK) exit(2);
    return pack;
}

hp_lexicon bench_lexicon(const char *path) {
    hp_lexicon lexicon;
    if (hp_lexicon_open(bench_file(path), &lexicon) != HP_OK) exit(2);
    return lexicon;
}

double bench_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double bench_part(const double *sorted, size_t n, double part) {
    size_t at = (size_t)(part * (double)n);
    return n ? sorted[at < n ? at : n - 1] : 0;
}

double bench_median(double *values, size_t n) {
    if (n) qsort(values, n, sizeof *values, by_size);
    return bench_part(values, n, 0.5);
}
