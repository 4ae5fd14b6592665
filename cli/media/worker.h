/* worker.h - one file, read by a process of its own that is shut in before the first byte: no file, no socket, no
 * program, capped in memory and time (sandbox.h, bounds.h). What it says is passed on and not looked at here. */
#ifndef MEDIA_WORKER_H
#define MEDIA_WORKER_H

#include "out.h"

/* Reads the open file and appends {"parts":[...],"unread":"..."} to `to`, one line. `path`: its name, whose ending says
 * what a text is written in. The descriptor stays open. */
void worker_read(int fd, const char *path, output *to);

/* The same of a file that was not opened, and why. */
void worker_refuse(const char *why, output *to);

#endif
