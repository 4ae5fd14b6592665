/* duties.h - rules about the post as a whole: what must be in it, what it may hold at most, when it may be posted. */
#ifndef HALLPASS_DUTIES_H
#define HALLPASS_DUTIES_H

#include "find/search.h"

/* A hit of a rule about the whole post, behind the text and without a span, weighed by the rule's conditions. */
HP_MUST_USE hp_status duty_hit(search *s, uint32_t rule_index, hp_str reason, hits *out);

/* The closed hours of a schedule that a posting falls into: *until is when they end, or are free before that, in
 * minutes of the day. NULL: none. */
const pk_hours *duty_hours(const hp_pack *pack, const pk_rule *rule, posting at, int32_t *until);

/* When the closed hours that a posting falls into are over, across midnight and days: the first minute in which the
 * schedule lets post. False: it falls into none, or they never end. */
bool duty_opens(const hp_pack *pack, const pk_rule *rule, posting at, posting *open);

/* All matches of a rule's patterns and lists, weighed (patterns.c). */
HP_MUST_USE hp_status patterns_of_rule(search *s, uint32_t rule_index, hits *out);

#endif
