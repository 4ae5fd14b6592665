/* tell.h - messages for the person at the terminal, on standard error, one write each. */
#ifndef CLI_TELL_H
#define CLI_TELL_H

/* "hallpass: " and the message, lower case, no full stop, the subject in quotes; what must not reach a terminal
 * (utf8_unsafe) of file names and the like is shown as "?". Never give it a draft's text. */
void tell(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
