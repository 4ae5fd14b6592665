/* leads.h - where in a draft the patterns of rules may match: what the prefilter says of each window and the tracer of
 * each place in it, asked once for all patterns.
 */
#ifndef HALLPASS_LEADS_H
#define HALLPASS_LEADS_H

#include "find/prefilter.h"
#include "find/tracer.h"
#include "text/doc.h"

/* A piece of the draft that patterns are run over: matches begin in [clean_start, clean_owned) and are seen up to
 * clean_end. */
typedef struct search_window {
    size_t clean_start, clean_owned, clean_end;
} search_window;

/* A place where a match of a pattern may begin, or LEAD_ANYWHERE in the window. */
typedef struct lead {
    uint32_t pattern, window, clean_at;
} lead;
#define LEAD_ANYWHERE UINT32_MAX

/* By pattern, then place. A pattern has either one of LEAD_ANYWHERE a window, or places alone. */
typedef struct lead_list {
    lead *v;
    size_t n, room;
} lead_list;

/* Reads the windows of a draft that the tracer has read. `pay` is told before each place how many patterns are asked
 * there; false: it is too much, and no more is read. All memory is the document's. */
typedef bool lead_pay_fn(void *user, size_t patterns);
HP_MUST_USE hp_status leads_read(prefilter *p, tracer *t, const doc *d, const search_window *windows, size_t count,
                                 lead_pay_fn *pay, void *user, lead_list *out);

/* The leads of a pattern or, where it has none, of the next one that has. */
size_t leads_from(const lead_list *l, uint32_t pattern);

#endif
