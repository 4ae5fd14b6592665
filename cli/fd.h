/* fd.h - reading, writing and closing descriptors. Interrupted calls go on, and a descriptor that was told not to wait
 * (O_NONBLOCK, which all holders of a pipe or terminal share) is waited for. */
#ifndef CLI_FD_H
#define CLI_FD_H

#include <stddef.h>
#include <sys/types.h>

/* As read(2): the bytes that came, 0 at the end, -1 and errno. */
ssize_t fd_read(int fd, void *bytes, size_t room);

/* Writes all n bytes. 0, or the errno of what went wrong. */
int fd_write(int fd, const void *bytes, size_t n);

/* Closes every descriptor above standard error but those of `keep`, which is put in order. */
void fd_close_others(int *keep, size_t count);

#endif
