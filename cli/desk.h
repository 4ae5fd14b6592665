/* desk.h - where drafts are checked: one thread's checker, from a task to its report. */
#ifndef CLI_DESK_H
#define CLI_DESK_H

#include "attach.h"
#include "feed.h"
#include "json_in.h"
#include "report.h"
#include "setup.h"

/* What holds for a whole run; shared by all threads. */
typedef struct desk_rules {
    const setup *setup;
    hp_draft defaults;           /* what the options tell of every draft that does not say it itself */
    hp_media attached;           /* and of every attachment */
    attach *attach;              /* opens attachments; NULL: none is opened */
    const report_format *format; /* NULL: the draft with its replacements, or tags */
    report_style style;
    hp_level fail_on;
    hp_names names;
    bool explain, rewrite;
    bool many;   /* drafts come by the hundred */
    bool redact; /* print the rewritten draft only */
    bool screen; /* standard output is a terminal */
    bool tag;    /* print what is recognised only */
    struct scorer
        *score; /* count what is found against what is marked, and print nothing; NULL: do not. One thread only */
    const setup
        *other; /* compare with what this one's policy finds, and print nothing; NULL: do not. One thread only */
    const char *explained; /* a rule's id: tell why it fired or not, and print no report; NULL: do not */
    struct differ *diff;   /* what changes from `setup` to `other` */
    struct audit *audit;   /* count what is found in archives, and print nothing; NULL: do not. Any number of threads */
    const int *kept;       /* descriptors that are needed in the sandbox, beside the drafts'; -1: none */
    size_t kept_count;
} desk_rules;

typedef struct desk desk;

/* NULL: told why. */
desk *desk_new(const desk_rules *rules);
void desk_free(desk *d);

/* Checks one task and prints what came of it. Returns the exit status that it asks for. */
int desk_check(desk *d, const task *job, output *to);

#endif
