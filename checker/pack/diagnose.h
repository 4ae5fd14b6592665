/* diagnose.h - what is wrong with the sources: collected while they are read, told at the end in the order of the
 * files. */
#ifndef HALLPASS_DIAGNOSE_H
#define HALLPASS_DIAGNOSE_H

#include "base/vec.h"

/* A place in a source. Line and column count from 1, in code points; width in code points. */
typedef struct pk_mark {
    uint32_t source; /* index of the source */
    uint32_t line, column, width;
} pk_mark;

typedef struct diagnosis {
    pk_mark at;
    bool warning;
    const char *code;
    hp_str message, hint;
    size_t order;
} diagnosis;

typedef struct diagnoses {
    arena *a;
    VEC(diagnosis) list;
    size_t errors;
    bool silent; /* the newest had been told before */
} diagnoses;

/* Adds an error; `format` gives the message. The hint is added to the newest by diagnose_hint. */
void diagnose(diagnoses *d, pk_mark at, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void diagnose_hint(diagnoses *d, const char *format, ...) __attribute__((format(printf, 2, 3)));
void diagnose_warn(diagnoses *d, pk_mark at, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* "did you mean X" for the closest of `count` names. False when none is close. */
bool diagnose_nearest(diagnoses *d, hp_str got, const hp_str *names, size_t count);

/* Tells all of them, sorted; `sources` are indexed by pk_mark.source. */
void diagnose_tell(diagnoses *d, const hp_source *sources, hp_diag_fn *tell, void *user);

#endif
