/* zone.h - a time zone's file (TZif, RFC 9636) as a table of when its clocks change. */
#ifndef HALLPASS_ZONE_H
#define HALLPASS_ZONE_H

#include "base/vec.h"

/* From `at` on (seconds since 1970 in UTC) the zone's clocks are `offset` seconds ahead of UTC. */
typedef struct pk_shift {
    int64_t at;
    int32_t offset, unused;
} pk_shift;

typedef VEC(pk_shift) shift_list;

/* Reads the file's bytes; shifts stand in order, the first holds since ever, the last from 2099 on. False: not TZif. */
bool zone_read(arena *a, hp_str tzif, shift_list *out);

#endif
