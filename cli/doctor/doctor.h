/* doctor.h - what is found of a set-up: remarks in plain words, each with the command that mends it. No remark holds a
 * draft's words, a student's name or what a class list is called. */
#ifndef CLI_DOCTOR_H
#define CLI_DOCTOR_H

#include "files.h"
#include "out.h"

typedef enum health {
    HEALTH_FINE,
    HEALTH_NOTE, /* worth knowing; everything works */
    HEALTH_MEND  /* something does not work, or not safely */
} health;

typedef struct remark {
    const char *about; /* "class lists" */
    health state;
    char *says; /* without a full stop */
    char *mend; /* a command; NULL: there is none */
} remark;

typedef struct doctor {
    place where; /* of the program's data */
    remark *list;
    size_t count, room;
} doctor;

/* Adds a remark; takes both texts over. What lies in the person's home folder is told as people write it, "~/.config":
 * its path may hold a name. */
void doctor_add(doctor *d, const char *about, health state, char *says, char *mend);
/* Adds that all is well, unless something was said about it already. */
void doctor_fine(doctor *d, const char *about, char *says);

/* Notes where a person's own files of the configuration's DIR are asked instead of those for everyone. */
void doctor_outdone(doctor *d, const char *about, const char *dir, const char *ending);

/* The examinations, in the order in which they are told. Each may tell on standard error what exactly is wrong. */
void doctor_program(doctor *d);
void doctor_cache(doctor *d);
void doctor_policies(doctor *d);
void doctor_district(doctor *d);
void doctor_lists(doctor *d);
void doctor_hooks(doctor *d);
void doctor_browsers(doctor *d);
void doctor_clipboard(doctor *d);
void doctor_machine(doctor *d);

#endif
