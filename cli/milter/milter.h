/* milter.h - what a mail server asks about each message. The wrapper of libmilter. */
#ifndef MILTER_MILTER_H
#define MILTER_MILTER_H

#include "options.h"

/* Answers the mail server on `address` ("inet:8891@127.0.0.1", "unix:/run/hallpass/milter") until a signal ends it.
 * Returns STATUS_*; told why. The arguments must outlive it. */
int milter_serve(const arguments *args, const char *address);

#endif
