/* wakings.h - which patterns of rules may match in which windows of a draft, as the prefilter says. */
#ifndef HALLPASS_WAKINGS_H
#define HALLPASS_WAKINGS_H

#include "find/prefilter.h"
#include "text/doc.h"

/* A piece of the draft that patterns are run over: matches begin in [clean_start, clean_owned) and are seen up to
 * clean_end. */
typedef struct search_window {
    size_t clean_start, clean_owned, clean_end;
} search_window;

/* A pattern that may match in a window of the draft. */
typedef struct waking {
    uint32_t pattern, window;
} waking;

/* All of them, by pattern, then window. */
typedef struct wakings {
    waking *v;
    size_t n, room;
    uint32_t *windows; /* the windows alone */
} wakings;

/* Reads the windows with the prefilter. All memory is the document's. */
HP_MUST_USE hp_status wakings_read(prefilter *p, const doc *d, const search_window *windows, size_t count,
                                   wakings *out);

/* The first waking of a pattern with this or a higher index. */
size_t wakings_from(const wakings *w, uint32_t pattern);

#endif
