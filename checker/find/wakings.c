/* wakings.c - see wakings.h. */
#include "find/wakings.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/vec.h"

static int by_pattern(const void *a, const void *b) {
    const waking *x = a, *y = b;
    if (x->pattern != y->pattern) return x->pattern < y->pattern ? -1 : 1;
    return (x->window > y->window) - (x->window < y->window);
}

/* What a window's patterns may look back at stands in front of it. */
hp_status wakings_read(prefilter *p, const doc *d, const search_window *windows, size_t count, wakings *out) {
    *out = (wakings){.windows = NULL};
    for (uint32_t i = 0; i < count; i++) {
        const search_window *w = &windows[i];
        const uint32_t *awake;
        size_t back = w->clean_start < LIMIT_WINDOW_OVERLAP ? w->clean_start : LIMIT_WINDOW_OVERLAP;
        prefilter_read(p, str_sub(d->clean, w->clean_start - back, w->clean_end));
        size_t n = prefilter_awake(p, &awake);
        for (size_t k = 0; k < n; k++) {
            waking *place = VEC_ADD(d->a, out, waking);
            if (!place) return HP_ERR_MEMORY;
            *place = (waking){awake[k], i};
        }
    }
    if (count > 1 && out->n > 1) qsort(out->v, out->n, sizeof *out->v, by_pattern);
    out->windows = ARENA_ARRAY(d->a, uint32_t, out->n);
    for (size_t k = 0; k < out->n && out->windows; k++) out->windows[k] = out->v[k].window;
    return out->windows ? HP_OK : HP_ERR_MEMORY;
}

size_t wakings_from(const wakings *w, uint32_t pattern) {
    size_t low = 0, high = w->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (w->v[middle].pattern < pattern)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
