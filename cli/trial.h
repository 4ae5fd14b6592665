/* trial.h - rule and policy files on trial, one after the other: compiled, their patterns tried, their tests run. */
#ifndef CLI_TRIAL_H
#define CLI_TRIAL_H

#include "options.h"
#include "setup.h"

typedef struct trial {
    const arguments *args;
    place where;
    output to; /* standard output */
    hp_lexicon lexicon;
    bool has_lexicon;
    bool bundled;         /* the program's own files are on trial */
    hp_test_counts total; /* of all files */
} trial;

/* What is done with a file that compiles; returns an exit status. */
typedef int trial_fn(trial *t, const char *path, const hp_pack *pack, const sources *from);

void trial_open(trial *t, const arguments *args);
/* Writes what waits and gives everything back. Returns the status, or STATUS_WRONG when it cannot be written. */
int trial_close(trial *t, int status);

/* Every operand, a file or the id of a policy: compiled with its tests, all mistakes told, then handed to `then`. The
 * worst status counts. */
int trial_operands(trial *t, trial_fn *then);
/* The same with the one policy that `told` names. */
int trial_one(trial *t, const char *told, trial_fn *then);
/* The same with all bundled policies. */
int trial_bundled(trial *t, trial_fn *then);

/* Runs the tests that were kept and tells of each that fails what was wanted and what came. A trial_fn. */
trial_fn trial_tests;
/* Says that a file is sound, and how much is in it. A trial_fn. */
trial_fn trial_sound;
/* "N passed, N failed, N known" of all files, after trial_tests. */
void trial_counts(trial *t);

/* The word lists, which tests need; what is missing is told. */
void trial_lexicon(trial *t);

#endif
