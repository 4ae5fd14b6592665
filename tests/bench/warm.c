/* warm.c - what a check costs in a program that has been running: in microseconds of the processor, in one process,
 * with JIT. usage: warm LEXICON LARGER TEXTS FILE...      LARGER: a policy that extends the first FILE by many rules;
 *   TEXTS: one post a line
 * Prints "name TAB value" a line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

enum { DRAFTS = 4000, LENGTH = 281, LONG = 280 * 1000, PEOPLE = 100000, FEW = 1000, SHOWN = 200 };

static hp_str drafts[DRAFTS];
static size_t draft_count;
static const double budget_us = 3e6; /* for each measurement */

static hp_checker *checker_of(const hp_pack *pack, const hp_lexicon *lexicon, const hp_roster *roster) {
    hp_checker_options o = HP_CHECKER_OPTIONS_INIT;
    hp_checker *checker;
    o.lexicon = lexicon;
    o.roster = roster;
    if (hp_checker_new(pack, &o, &checker) != HP_OK) exit(2);
    return checker;
}

static size_t check(hp_checker *checker, hp_str text) {
    hp_draft draft = {.text = text};
    const hp_report *report;
    if (hp_check(checker, &draft, &report) != HP_OK || !report) exit(2);
    return report->finding_count;
}

/* A character's first byte. */
static size_t whole(hp_str text, size_t at) {
    while (at > 0 && at < text.n && ((unsigned char)text.p[at] & 0xC0) == 0x80) at--;
    return at;
}

/* Posts of LENGTH bytes, each cut from one or more lines. */
static void read_drafts(hp_str texts) {
    for (size_t at = 0; at + LENGTH < texts.n && draft_count < DRAFTS;) {
        at += whole((hp_str){texts.p + at, texts.n - at}, 0);
        while (at < texts.n && ((unsigned char)texts.p[at] & 0xC0) == 0x80) at++;
        hp_str rest = {texts.p + at, texts.n - at};
        drafts[draft_count] = (hp_str){rest.p, whole(rest, LENGTH)};
        at += drafts[draft_count++].n;
    }
}

/* Microseconds of each of the first drafts, each read once before; how many took part. */
static size_t time_each(hp_checker *checker, double *took, size_t *found) {
    double end = bench_us() + budget_us;
    size_t n = 0;
    for (; n < draft_count && (n < SHOWN || bench_us() < end); n++) found[n] = check(checker, drafts[n]);
    for (size_t i = 0; i < n; i++) {
        double from = bench_us();
        found[i] = check(checker, drafts[i]);
        took[i] = bench_us() - from;
    }
    return n;
}

static void latency(const hp_pack *pack, const hp_lexicon *lexicon) {
    static double took[DRAFTS], clean[DRAFTS], with[DRAFTS];
    static size_t found[DRAFTS];
    hp_checker *checker = checker_of(pack, lexicon, NULL);
    size_t n = time_each(checker, took, found), cleans = 0, withs = 0;
    for (size_t i = 0; i < n; i++)
        if (found[i])
            with[withs++] = took[i];
        else
            clean[cleans++] = took[i];
    printf("warm.drafts\t%zu\nwarm.clean\t%.1f\nwarm.found\t%.1f\n", n, bench_median(clean, cleans),
           bench_median(with, withs));
    bench_median(took, n);
    printf("warm.p99\t%.1f\n", bench_part(took, n, 0.99));
    hp_checker_free(checker);
}

/* Mean microseconds a draft of the first ones, the better of two rounds. */
static double mean(const hp_pack *pack, const hp_lexicon *lexicon, const hp_roster *roster) {
    static double took[DRAFTS];
    static size_t found[DRAFTS];
    hp_checker *checker = checker_of(pack, lexicon, roster);
    double best = 0;
    for (int round = 0; round < 2; round++) {
        double sum = 0;
        size_t n = draft_count < SHOWN ? draft_count : SHOWN, all = draft_count;
        draft_count = n;
        n = time_each(checker, took, found);
        draft_count = all;
        for (size_t i = 0; i < n; i++) sum += took[i];
        if (!round || sum / (double)n < best) best = sum / (double)n;
    }
    hp_checker_free(checker);
    return best;
}

static hp_roster *people(size_t count) {
    static const char *const syllables[] = {"ka", "lo", "mi", "ne", "ru", "sa", "ti", "vo", "xe", "zu"};
    hp_person *list = calloc(count, sizeof *list);
    char(*names)[2][16] = calloc(count, sizeof *names);
    hp_roster *roster;
    if (!list || !names) exit(2);
    for (size_t i = 0; i < count; i++) {
        snprintf(names[i][0], 16, "%s%s%s", syllables[i % 10], syllables[i / 10 % 10], syllables[i / 100 % 10]);
        snprintf(names[i][1], 16, "%s%s%s%s", syllables[i / 1000 % 10], syllables[i / 10000 % 10], syllables[i % 10],
                 "ski");
        for (int k = 0; k < 2; k++) names[i][k][0] = (char)(names[i][k][0] - 32);
        list[i].given = (hp_str){names[i][0], strlen(names[i][0])};
        list[i].family = (hp_str){names[i][1], strlen(names[i][1])};
    }
    if (hp_roster_build(list, count, &roster) != HP_OK) exit(2);
    free(list);
    free(names);
    return roster;
}

/* Bytes a second of posts in memory, without the tagger. */
static void in_memory(const hp_pack *pack, hp_lexicon lexicon, hp_str texts) {
    lexicon.tagger = (hp_str){NULL, 0};
    hp_checker *checker = checker_of(pack, &lexicon, NULL);
    size_t bytes = 0, posts = 0;
    double from = bench_us(), end = from + budget_us;
    for (size_t at = 0; bench_us() < end; posts++) {
        const char *newline = memchr(texts.p + at, '\n', texts.n - at);
        hp_str post = {texts.p + at, newline ? (size_t)(newline - texts.p) - at : texts.n - at};
        check(checker, post);
        bytes += post.n;
        at = newline && (size_t)(newline - texts.p) + 1 < texts.n ? (size_t)(newline - texts.p) + 1 : 0;
        if (posts == 200) from = bench_us(), bytes = 0, end = from + budget_us; /* patterns are compiled by then */
    }
    printf("bulk.memory.posts\t%zu\nbulk.memory\t%.3f\n", posts, (double)bytes / (bench_us() - from));
    hp_checker_free(checker);
}

/* Microseconds a byte of a text a thousand times as long, beside those of the short one. */
static void long_text(const hp_pack *pack, const hp_lexicon *lexicon, hp_str texts, double short_us) {
    hp_str text = {texts.p, texts.n < LONG ? texts.n : whole(texts, LONG)};
    hp_checker *checker = checker_of(pack, lexicon, NULL);
    hp_draft draft = {.text = text};
    const hp_report *report;
    for (int round = 0; round < 2; round++) {
        double from = bench_us();
        if (hp_check(checker, &draft, &report) == HP_ERR_INTERNAL || !report) exit(2);
        double took = bench_us() - from;
        if (round) printf("growth.text\t%.2f\n", took / (double)text.n / (short_us / LENGTH));
    }
    for (size_t i = 0; i < report->problem_count; i++)
        printf("growth.text.told\t%.*s\n", (int)report->problems[i].n, report->problems[i].p);
    hp_checker_free(checker);
}

int main(int argc, char **argv) {
    if (argc < 6) return 2;
    hp_lexicon lexicon = bench_lexicon(argv[1]);
    hp_str texts = bench_file(argv[3]);
    for (int i = 4; i < argc; i++) bench_add(argv[i]);
    read_drafts(texts);
    hp_pack *pack = bench_pack(1, BENCH_DRAFTS);
    latency(pack, &lexicon);
    double one = mean(pack, &lexicon, NULL);
    hp_roster *few = people(FEW), *many = people(PEOPLE);
    double listed = mean(pack, &lexicon, few);
    printf("growth.roster\t%.2f\n", mean(pack, &lexicon, many) / listed);
    hp_roster_free(few);
    hp_roster_free(many);
    long_text(pack, &lexicon, texts, one);
    in_memory(pack, lexicon, texts);
    size_t rules = hp_pack_describe(pack).rules;
    hp_pack_free(pack);
    bench_first(argv[2]);
    pack = bench_pack(1, BENCH_DRAFTS);
    printf("growth.rules.from\t%zu\ngrowth.rules.to\t%zu\n", rules, hp_pack_describe(pack).rules);
    printf("growth.rules\t%.2f\n", mean(pack, &lexicon, NULL) / one);
    hp_pack_free(pack);
    return 0;
}
