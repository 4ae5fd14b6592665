/* pace.c - see pace.h. */
#include "pace.h"

static uint64_t within(uint64_t n, uint64_t least, uint64_t most) {
    return n < least ? least : n > most ? most : n;
}

int64_t pace_next(int64_t now, uint64_t every, uint64_t failures, uint64_t asked, uint32_t random) {
    uint64_t wait = every;
    if (failures > 0) {
        wait = PACE_FLOOR;
        for (uint64_t i = 1; i < failures && wait < PACE_CEILING; i++) wait *= 2;
    }
    if (asked > wait) wait = asked;
    wait = within(wait, PACE_FLOOR, PACE_CEILING);
    return now + (int64_t)(wait + wait / 2 * random / UINT32_MAX);
}

bool pace_due(int64_t now, int64_t tried, int64_t next) {
    return now >= next || now < tried || next - now > PACE_CEILING + PACE_CEILING / 2;
}
