/* moment.h - points in time as ISO 8601 writes them: 2026-11-24T08:30:00-06:00. */
#ifndef CLI_MOMENT_H
#define CLI_MOMENT_H

#include <stdbool.h>

enum { MOMENT_BYTES = 32 };

/* Date and time of day, seconds and offset optional. */
bool moment_valid(const char *text);

/* The person's local time with its offset; asks the clock and the time zone's file: before the sandbox. */
void moment_now(char out[MOMENT_BYTES]);

#endif
