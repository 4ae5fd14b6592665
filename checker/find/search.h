/* search.h - one draft being searched: the pack's patterns, compiled when first asked for, run in windows within the
 * draft's budget; what gave up is told once and not asked again.
 */
#ifndef HALLPASS_SEARCH_H
#define HALLPASS_SEARCH_H

#include "find/codes.h"
#include "find/find.h"
#include "find/leads.h"
#include "find/phrases.h"
#include "find/regex.h"

/* Where a pattern matches first and last in the whole draft: asked once, however many matches ask. */
typedef struct post_match {
    uint32_t pattern;
    bool found;
    regex_match first, last;
} post_match;

typedef struct search {
    finder *f;
    const doc *d;
    const find_scope *scope;
    problem_list *problems;
    phrase_spots spots;
    code_span *codes; /* read when first asked for */
    size_t code_count;
    bool codes_read;
    VEC(post_match) post;       /* patterns of conditions that were looked for in the whole draft */
    VEC(search_window) windows; /* of the draft, alike for every pattern */
    lead_list leads;            /* of patterns of rules */
} search;

/* Begins the finder's work on a draft: budget, clock and give-ups start anew. find_all calls it before its parts. */
void search_reset(finder *f);

/* Fills *s, with the phrases of the draft. */
HP_MUST_USE hp_status search_open(search *s, finder *f, const doc *d, const find_scope *scope, problem_list *problems);

/* Whether a rule concerns the channel, account and role of the scope. */
bool search_concerns(const search *s, const pk_rule *rule);

/* The codes of the draft, with what the code reader takes them for; none without one. */
size_t search_codes(search *s, const code_span **out);

/* One call of pattern `pattern` (index into the pack's) on any text, for `rule`: see regex_next. REGEX_GAVE_UP has been
 * told in `problems`; the pattern is then not asked again in this draft. */
regex_answer search_call(search *s, const pk_rule *rule, uint32_t pattern, hp_str text, size_t from, regex_match *out);

/* The first match in a text that is not the draft's: what the draft holds says nothing of it. */
regex_answer search_call_anywhere(search *s, const pk_rule *rule, uint32_t pattern, hp_str text, regex_match *out);

/* All matches of a pattern in [clean_start, clean_end) of the draft, in order, by windows. Text before clean_start can
 * be looked back at, text behind clean_end cannot be seen. */
typedef struct search_scan {
    search *s;
    const pk_rule *rule;
    uint32_t pattern;
    size_t clean_base; /* where the text begins for the pattern: 0, or what the caller sets behind scan_open */
    size_t clean_end;  /* of the range */
    size_t from;       /* the next match begins here or later */
    search_window window;
    const lead *leads; /* that are left; NULL: windows are cut as needed, and all places in them are asked */
    size_t leads_left;
    bool placed; /* leads tell places */
} search_scan;

void scan_open(search *s, const pk_rule *rule, uint32_t pattern, size_t clean_start, size_t clean_end,
               search_scan *out);
bool scan_next(search_scan *scan, regex_match *out);

/* All matches that a pattern's leads lead to. */
void scan_open_at(search *s, const pk_rule *rule, uint32_t pattern, const lead *leads, size_t count, search_scan *out);

#endif
