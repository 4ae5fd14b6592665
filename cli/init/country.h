/* country.h - where a teacher teaches, and whose clock is told there. */
#ifndef CLI_INIT_COUNTRY_H
#define CLI_INIT_COUNTRY_H

#include <stdbool.h>
#include <stddef.h>

#include "messages.h"

typedef struct country {
    message name;
    const char *code;  /* ISO 3166; NULL: elsewhere */
    const char *zone;  /* the clock of most people there; NULL: this computer's */
    const char *model; /* the worked policy of a school there; NULL: none */
} country;

/* The table's row at `at`; NULL after the last. */
const country *country_at(size_t at);

/* Where this computer seems to be, by its time zone, else by its language. */
size_t country_here(void);

/* This computer's time zone, "America/Chicago"; the caller frees it. */
char *country_zone_here(void);

/* Whether a clock is told in a country: by the system's zone database. Elsewhere every clock is. */
bool country_has_zone(const country *c, const char *zone);

/* Whether the system's zone database has it. */
bool country_zone_known(const char *zone);

#endif
