/* tagging.c - what the person tagger costs: microseconds a draft of 280 bytes, warm, over many drafts.
 * usage: tagging LEXICON <DRAFTS
 * DRAFTS: one a line, each cut to 280 bytes at a character. The median of ROUNDS passes is printed: the reading of a
 * draft into tokens (which a check without the tagger pays too) and what tagging adds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "find/tagger.h"

enum { ROUNDS = 31, DRAFTS = 4096, LENGTH = 280, REPEATED = 20 };

static double now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static hp_str read_file(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) return (hp_str){NULL, 0};
    fseek(f, 0, SEEK_END);
    size_t n = (size_t)ftell(f);
    rewind(f);
    char *p = malloc(n);
    size_t got = p ? fread(p, 1, n, f) : 0;
    fclose(f);
    return (hp_str){p, got};
}

static size_t read_drafts(char (*drafts)[LENGTH + 1]) {
    size_t n = 0, room = 0;
    char *line = NULL;
    while (n < DRAFTS && getline(&line, &room, stdin) > 0) {
        size_t end = strcspn(line, "\n");
        if (end < LENGTH) continue;
        for (end = LENGTH; ((unsigned char)line[end] & 0xc0) == 0x80;) end--;
        memcpy(drafts[n], line, end);
        drafts[n++][end] = 0;
    }
    free(line);
    return n;
}

/* One pass over all drafts, each `times` times in a row; microseconds a reading. */
static double pass(arena *a, const tagger *t, const hp_lexicon *lexicon, char (*drafts)[LENGTH + 1], size_t n,
                   size_t times, size_t *names) {
    double started = now_us();
    for (size_t i = 0; i < n * times; i++) {
        doc d;
        size_t bad;
        hp_str why;
        tag_run *runs;
        arena_reset(a);
        if (doc_read(a, (hp_str){drafts[i / times], strlen(drafts[i / times])}, HP_MARKUP_NONE, &d, &bad, &why) !=
            HP_OK)
            continue;
        if (t) *names += tagger_run(t, &d, lexicon, 0, NULL, &runs);
    }
    return (now_us() - started) / (double)(n * times);
}

int main(int argc, char **argv) {
    static char drafts[DRAFTS][LENGTH + 1];
    double with[ROUNDS], without[ROUNDS];
    hp_lexicon lexicon;
    tagger t;
    size_t names = 0;
    size_t n = read_drafts(drafts);
    if (argc < 2 || !n || hp_lexicon_open(read_file(argv[1]), &lexicon) != HP_OK ||
        tagger_open(lexicon.tagger, &t) != HP_OK)
        return 2;
    arena *a = arena_new((size_t)1 << 24);
    for (size_t times = 1; times <= REPEATED; times += REPEATED - 1) {
        for (int r = 0; r < ROUNDS; r++) {
            without[r] = pass(a, NULL, &lexicon, drafts, n, times, &names);
            with[r] = pass(a, &t, &lexicon, drafts, n, times, &names);
        }
        qsort(with, ROUNDS, sizeof *with, by_value);
        qsort(without, ROUNDS, sizeof *without, by_value);
        printf("%s\treading\t%.2f\ttagging\t%.2f\n", times == 1 ? "each once" : "each in a row", without[ROUNDS / 2],
               with[ROUNDS / 2] - without[ROUNDS / 2]);
    }
    arena_free(a);
    return 0;
}
