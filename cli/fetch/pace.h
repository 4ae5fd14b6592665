/* pace.h - when a timer may visit the district's server again. Knows no clock: whoever calls tells the time. */
#ifndef CLI_PACE_H
#define CLI_PACE_H

#include <stdbool.h>
#include <stdint.h>

enum {
    PACE_FLOOR = 10 * 60,       /* seconds: no two visits of a timer lie nearer together */
    PACE_EVERY = 4 * 60 * 60,   /* between visits, where nothing else is asked for */
    PACE_CEILING = 24 * 60 * 60 /* the longest wait after visits in vain, or that a server may ask for */
};

/* Seconds since 1970 of the next visit after one at `now`. `every`: seconds between visits that go well; `failures`:
 * visits in vain in a row, this one included: their wait starts at the floor and doubles; `asked`: seconds that the
 * server asks for (0: none); `random`: any number, new each time: up to half the wait is added by it, so that a
 * district's computers do not come all at once. */
int64_t pace_next(int64_t now, uint64_t every, uint64_t failures, uint64_t asked, uint32_t random);

/* Whether a timer may go now: the time of `next` has come, or the clock was set (it shows a time before the last visit
 * at `tried`, or `next` lies further ahead than any wait). */
bool pace_due(int64_t now, int64_t tried, int64_t next);

#endif
