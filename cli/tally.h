/* tally.h - tables of counts by name: rules, topics, months, accounts. They hold names and numbers, never a word of a
 * post. */
#ifndef CLI_TALLY_H
#define CLI_TALLY_H

#include "hallpass.h"

enum { TALLY_LEVELS = 3 };

typedef struct tally_row {
    char *name;
    size_t posts;
    size_t verdicts[TALLY_LEVELS]; /* pass, review, hold: of these posts */
    size_t findings[TALLY_LEVELS]; /* note, review, hold: in these posts, or of this name */
    size_t last_post;              /* the one that was counted last, so that none counts twice */
} tally_row;

/* Rows in the order of their names; past `most` all that is new counts as TALLY_OTHERS. */
typedef struct tally {
    tally_row *rows;
    size_t count, room, most;
} tally;

#define TALLY_OTHERS "(others)"

/* The row of a name, made when there is none. */
tally_row *tally_of(tally *t, hp_str name);

/* Counts a post (its number, from 1) in a row, once. */
void tally_post(tally_row *row, size_t post, hp_verdict verdict);
void tally_finding(tally_row *row, hp_level severity);
size_t tally_findings(const tally_row *row); /* of all severities */

/* Puts the rows with most findings first; nothing may be added any more. */
void tally_rank(tally *t);

void tally_free(tally *t);

#endif
