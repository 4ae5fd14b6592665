/* weektime.h - a draft's day of the week and time of day, as the author's clock showed them. */
#ifndef HALLPASS_WEEKTIME_H
#define HALLPASS_WEEKTIME_H

#include "base/str.h"

enum { WEEKTIME_UNKNOWN = 7, DAY_BYTES = 10 /* of "2026-03-04" */ };

typedef struct weektime {
    uint8_t day;     /* 0 Monday .. 6 Sunday; WEEKTIME_UNKNOWN: no time was told, or none that can be read */
    uint16_t minute; /* of the day, 0..1439 */
} weektime;

/* Reads the local part of an ISO 8601 time, "2026-03-04T13:05:00-06:00": an offset is the author's own and changes
 * nothing; a date without a time of day is unknown. */
weektime weektime_read(hp_str iso);

#endif
