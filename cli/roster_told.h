/* roster_told.h - what a person is told of an imported class list: how it was read, what looks odd in it, what has
 * changed. No name of a student stands in it. */
#ifndef CLI_ROSTER_TOLD_H
#define CLI_ROSTER_TOLD_H

#include "roster_store.h"

typedef struct roster_import {
    const char *file; /* the export */
    const char *name; /* of the list */
    const char *path; /* where it is kept */
    const people *all;
    const roster_change *change;
} roster_import;

void roster_told_import(output *to, const roster_import *i);

#endif
