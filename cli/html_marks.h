/* html_marks.h - a draft on a page, with the words that its findings are about marked and the findings' numbers behind
 * them:
 *
 *     <mark class="who" id="d1m1">Maya</mark><sup><a href="#d1f1">1</a></sup> got a <mark class="what">92%</mark>...
 */
#ifndef CLI_HTML_MARKS_H
#define CLI_HTML_MARKS_H

#include "mask.h"

/* Prints the draft of `hidden`, secrets masked where it says so. Findings are numbered from 1 in the report's order;
 * number n of the draft number d is told under the id "d<d>f<n>", and its first words have the id "d<d>m<n>". */
void html_marks(output *to, const mask *hidden, size_t draft_number);

/* Whether a finding has words in the draft. */
bool html_marks_any(const hp_finding *finding);

#endif
