/* audit.h - what an archive's posts come to: counts, without a word of a post in them.
 *
 * Every count is a sum and every table is in order, so that the result is the same for any number of jobs. Memory: the
 * tables (as many rows as the policy has rules and topics, at most AUDIT_MONTHS and AUDIT_ACCOUNTS others), the sample,
 * and eight bytes a finding of a baseline; nothing grows with the archive's length beside the latter. */
#ifndef CLI_AUDIT_H
#define CLI_AUDIT_H

#include "archive.h"
#include "baseline.h"
#include "sampler.h"
#include "tally.h"

enum { AUDIT_MONTHS = 1200, AUDIT_ACCOUNTS = 4096, AUDIT_BROKEN_TOLD = 20 };

typedef struct audit audit;

/* Whose accounts are counted one by one. Colleagues' are not: a table of them would be a watch list. */
typedef struct audit_accounts {
    bool all;       /* the person's own archive */
    char **handles; /* else those that the policy lists, without "@", in small letters */
    size_t count;
} audit_accounts;

typedef struct audit_options {
    audit_accounts accounts;
    baseline *known;   /* findings that are in it count no more; NULL: none */
    baseline *written; /* every finding is added; NULL: none */
    sampler *sample;   /* NULL: none */
    size_t bytes;      /* of all archives, for the progress; 0: not known */
    bool progress;     /* shown on standard error */
    hp_level fail_on;
} audit_options;

audit *audit_new(const audit_options *options);
void audit_free(audit *a);

/* From any thread: a checked post; one that is somebody else's; a task that is no post. Each returns the exit status
 * that it asks for. */
int audit_post(audit *a, const task *job, const archive_post *post, hp_str text, const hp_report *report);
int audit_passed_over(audit *a, const task *job);
int audit_broken(audit *a, const task *job, const char *why);

/* Ends the progress; tells on standard error which lines were broken, the first of them one by one. */
void audit_close(audit *a);

typedef struct audit_result {
    size_t posts, verdicts[TALLY_LEVELS], unchecked; /* unchecked ones count among the reviews, too */
    size_t others, broken, known;                    /* known: findings of the baseline */
    size_t findings[TALLY_LEVELS];
    size_t pictures, undescribed, posts_undescribed;
    tally rules, topics, months, accounts;
} audit_result;

/* Rules, topics and accounts with most findings first. After audit_close. */
const audit_result *audit_results(audit *a);

#endif
