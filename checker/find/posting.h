/* posting.h - when a draft is posted: by the author's clock, and which day that is where the policy holds. */
#ifndef HALLPASS_POSTING_H
#define HALLPASS_POSTING_H

#include "base/calendar.h"
#include "pack/pack.h"

typedef struct posting {
    int32_t day;        /* of the author's clock; NO_DAY: unknown */
    int32_t minute;     /* 0..1439 */
    int weekday;        /* 0 Monday .. 6 Sunday */
    int32_t policy_day; /* in the policy's zone: what ends "on that day" ends there. NO_DAY: unknown */
} posting;

/* An offset is the author's own and leaves the clock alone; a time in Z is read by the policy's clock, and one without
 * an offset is the policy's already. Without a zone every clock counts as the policy's. */
posting posting_read(const hp_pack *pack, hp_str iso);

#endif
