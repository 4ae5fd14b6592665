/* finder.c - the finder: what it keeps between drafts, and everything it finds in one, in order. */
#include <stdlib.h>

#include "base/arena.h"
#include "find/prefilter.h"
#include "find/regex.h"
#include "find/search.h"
#include "find/tracer.h"

hp_status finder_new(const finder_options *options, finder **out) {
    *out = NULL;
    finder *f = raw_alloc(sizeof *f);
    if (!f) return HP_ERR_MEMORY;
    f->o = *options;
    size_t patterns = options->pack->head->table[PACK_PATTERNS].count;
    f->codes = raw_alloc(patterns * sizeof *f->codes);
    f->broken = raw_alloc(patterns);
    hp_status status = f->codes && f->broken ? regex_stack_new(&f->stack) : HP_ERR_MEMORY;
    if (status == HP_OK) status = prefilter_new(options->pack, options->unfiltered, &f->prefilter);
    if (status == HP_OK) status = tracer_new(options->pack, options->untraced, &f->tracer);
    if (status == HP_OK)
        *out = f;
    else
        finder_free(f);
    return status;
}

void finder_free(finder *f) {
    if (!f) return;
    size_t patterns = f->o.pack->head->table[PACK_PATTERNS].count;
    for (size_t i = 0; i < patterns && f->codes; i++) regex_free(f->codes[i]);
    raw_free(f->codes);
    raw_free(f->broken);
    prefilter_free(f->prefilter);
    tracer_free(f->tracer);
    regex_stack_free(f->stack);
    raw_free(f);
}

/* Start, then rule, then end: no two hits of one rule are equal in all three. */
static int by_place(const void *a, const void *b) {
    const hit *x = a, *y = b;
    if (x->clean_start != y->clean_start) return x->clean_start < y->clean_start ? -1 : 1;
    if (x->rule != y->rule) return x->rule < y->rule ? -1 : 1;
    return (x->clean_end > y->clean_end) - (x->clean_end < y->clean_end);
}

hp_status find_all(finder *f, const doc *d, const find_scope *scope, hits *out, problem_list *problems) {
    search_reset(f);
    hp_status status = find_patterns(f, d, scope, out, problems);
    if (status == HP_OK) status = find_names(f, d, scope, out, problems);
    if (status == HP_OK && scope->media_count && !scope->tag) status = find_media(f, d, scope, out, problems);
    if (status == HP_OK && !scope->tag && !scope->attached) status = find_duties(f, d, scope, out, problems);
    if (out->n > 1) qsort(out->v, out->n, sizeof *out->v, by_place);
    return status;
}
