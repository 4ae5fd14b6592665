/* report_words.h - which words of the catalogue a report says, whatever it is printed as. */
#ifndef CLI_REPORT_WORDS_H
#define CLI_REPORT_WORDS_H

#include "hallpass.h"
#include "messages.h"

/* The answer in one sentence. A hold that is not complete has MESSAGE_UNCHECKED to say, too. */
message words_answer(const hp_report *report);

/* What to do next; of a report that does not pass. */
message words_next(const hp_report *report);

message words_severity(hp_level severity);
message words_sureness(int confidence); /* 0-100 */

bool words_is_who(const hp_part *part);

/* Whether an earlier finding of the report cites this paragraph, too: then its number is enough. */
bool words_told_before(const hp_report *report, const hp_finding *finding, const hp_cite *cite);

#endif
