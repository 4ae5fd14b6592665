/* validate_parts.h - validators that have a file of their own, and what all share. */
#ifndef HALLPASS_VALIDATE_PARTS_H
#define HALLPASS_VALIDATE_PARTS_H

#include "hallpass.h"

/* Letters (made upper case) and digits of a text without the signs in `signs`; 0 when it holds anything else or more
 * than `room`. */
size_t validate_squeeze(hp_str text, const char *signs, char *out, size_t room);

bool validate_phone(hp_str text); /* validate_phone.c */
bool validate_date(hp_str text);  /* validate_date.c */
bool validate_ip(hp_str text);    /* validate_place.c, as are the next two */
bool validate_postcode(hp_str text);
bool validate_geo(hp_str text);

#endif
