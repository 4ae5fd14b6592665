/* clock.h - time limits: milliseconds of a clock that nobody sets. */
#ifndef CLIP_CLOCK_H
#define CLIP_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline int64_t clock_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* What is left until then, as poll wants it; 0 when it has passed. */
static inline int clock_left(int64_t until_ms) {
    int64_t left = until_ms - clock_ms();
    return left <= 0 ? 0 : left > INT32_MAX ? INT32_MAX : (int)left;
}

#endif
