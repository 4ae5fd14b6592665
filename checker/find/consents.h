/* consents.h - what is on file of the student whom a name means, by the policy's lists and the class list's columns. */
#ifndef HALLPASS_CONSENTS_H
#define HALLPASS_CONSENTS_H

#include "find/people.h"

/* A name that several students bear is released only when all of them are, and refused when one of them is: whoever
 * reads it may take it for any. A disguised name, or a listed one with another family name behind it, is released by
 * nobody. policy_day: when the draft is posted; NO_DAY is taken for today, within what is good through a day. */
consent_word consent_of(const hp_pack *pack, const hp_roster *roster, const candidate *c, int32_t policy_day,
                        arena *scratch);

#endif
