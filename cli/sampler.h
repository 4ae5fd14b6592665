/* sampler.h - a few findings of each rule for a person to look at, as evenly drawn from a whole archive as if all had
 * been known before: each finding has a rank that the seed and its words decide, and those with the lowest stay. So the
 * same seed draws the same ones, whatever the order and the number of jobs. The only place of an audit where words of
 * posts stand: the file is made for its owner alone, and secrets are masked. */
#ifndef CLI_SAMPLER_H
#define CLI_SAMPLER_H

#include "hallpass.h"

typedef struct sampler sampler;

enum { SAMPLER_MOST = 100 }; /* of a rule: a bound of memory, some 1,000 bytes each */

/* Begins the file, where there is none yet; before the sandbox. NULL: told why. */
sampler *sampler_new(const char *path, size_t per_rule, uint64_t seed);
void sampler_free(sampler *s);
int sampler_descriptor(const sampler *s); /* -1: none */

/* Where the finding of a post stands. */
typedef struct sampler_place {
    const char *name;
    size_t line;
} sampler_place;

uint64_t sampler_rank(const sampler *s, hp_str rule, hp_str post, size_t start);
/* Keeps the finding, or lets it go. Not for several threads at once. */
void sampler_offer(sampler *s, uint64_t rank, sampler_place place, hp_str text, const hp_report *report,
                   const hp_finding *f);

/* One JSON object a line, in the order of the rules. false: told why. */
bool sampler_write(sampler *s);

#endif
