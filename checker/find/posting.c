/* posting.c - instants and the policy's zone. */
#include "find/posting.h"

/* Seconds that the policy's clocks are ahead of UTC at an instant. */
static int32_t offset_at(const hp_pack *pack, int64_t instant) {
    const pk_shift *shifts = pack_shifts(pack);
    size_t low = 0, high = pack_shift_count(pack);
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (shifts[middle].at <= instant)
            low = middle;
        else
            high = middle;
    }
    return shifts[low].offset;
}

static void set_clock(posting *p, int64_t minutes) {
    int64_t day = minutes / DAY_MINUTES - (minutes % DAY_MINUTES < 0);
    p->day = (int32_t)day;
    p->minute = (int32_t)(minutes - day * DAY_MINUTES);
}

posting posting_read(const hp_pack *pack, hp_str iso) {
    wall_time t = calendar_read(iso);
    posting p = {.day = t.day, .minute = t.minute, .policy_day = t.day};
    if (t.day == NO_DAY) return p;
    if (t.has_offset && pack_shift_count(pack)) {
        posting there;
        int64_t instant = (int64_t)t.day * DAY_MINUTES + t.minute - t.offset;
        set_clock(&there, instant + offset_at(pack, instant * 60) / 60);
        p.policy_day = there.day;
        if (t.utc) p.day = there.day, p.minute = there.minute;
    }
    p.weekday = calendar_weekday(p.day);
    return p;
}
