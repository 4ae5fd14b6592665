/* bench.h - what the bench's programs share: files, policies compiled from files of the command line, clocks. Whatever
 * goes wrong ends the program with status 2. */
#ifndef BENCH_H
#define BENCH_H

#include "hallpass.h"

hp_str bench_file(const char *path); /* stays for good; p is NULL when there is no such file */

/* Files that policies may name, by the last part of the name. */
void bench_add(const char *path);
void bench_first(const char *path); /* before all others */
size_t bench_count(void);
hp_source bench_source(size_t i);

/* Compiles the first `tops` files: for drafts, for drafts and with their tests, or only to find them sound. */
typedef enum bench_use { BENCH_DRAFTS, BENCH_TESTS, BENCH_SOUND } bench_use;
hp_pack *bench_pack(size_t tops, bench_use use);

hp_lexicon bench_lexicon(const char *path);

double bench_us(void);                         /* of the processor: other programs run beside it */
double bench_median(double *values, size_t n); /* sorts them */
double bench_part(const double *sorted, size_t n, double part);

#endif
