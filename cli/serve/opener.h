/* opener.h - shows the page in the person's browser.
 *
 * The address carries the token, and whatever stands on a command line every account on the computer can read. So the
 * browser is given a file that only this account can read and that sends it on; the file goes when the page is there.
 */
#ifndef CLI_SERVE_OPENER_H
#define CLI_SERVE_OPENER_H

#include <stdbool.h>

/* Writes the file and starts xdg-open on it. false: told why. *file is then NULL, else the file's path. */
bool opener_show(const char *address, char **file);

/* Removes the file and frees its path; NULL is fine. */
void opener_forget(char **file);

#endif
