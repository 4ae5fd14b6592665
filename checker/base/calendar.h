/* calendar.h - days of the Gregorian calendar as numbers, and points in time as ISO 8601 writes them. */
#ifndef HALLPASS_CALENDAR_H
#define HALLPASS_CALENDAR_H

#include "base/str.h"

enum { DAY_BYTES = 10 /* of "2026-03-04" */, DAY_MINUTES = 24 * 60, NO_DAY = INT32_MIN };

/* Days since 1970-01-01; NO_DAY when the text is no such day ("2026-02-30"). */
int32_t calendar_day(hp_str text);
int32_t calendar_number(int year, int month, int day); /* month from 1; not checked */
int calendar_weekday(int32_t day);                     /* 0 Monday .. 6 Sunday */
const char *calendar_weekday_name(int weekday);        /* "Monday" */
int calendar_year(int32_t day);
/* "2026-03-04" into `out`. */
void calendar_text(int32_t day, char out[DAY_BYTES]);

/* "2026-03-04T13:05:00-06:00": the clock on the author's wall and how far it is from UTC. */
typedef struct wall_time {
    int32_t day;     /* NO_DAY: no time was told, or none that can be read */
    int32_t minute;  /* of the day, 0..1439 */
    int32_t offset;  /* minutes ahead of UTC; 0 with `utc`; meaningless without `has_offset` */
    bool has_offset; /* an offset or Z was told */
    bool utc;        /* Z: the instant is known, the author's own clock is not (RFC 9557, section 2.2) */
} wall_time;

/* Seconds and fractions are passed over; a date without a time of day is unknown. */
wall_time calendar_read(hp_str iso);

#endif
