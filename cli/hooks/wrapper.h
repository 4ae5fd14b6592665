/* wrapper.h - what hooks share that stand before a program: reading the text, finding the program, trying it out. */
#ifndef CLI_WRAPPER_H
#define CLI_WRAPPER_H

#include "options.h"
#include "scripts.h"

/* Up to `cap` + 1 bytes of standard input; false: told why. The caller frees *bytes. */
bool wrapper_read(size_t cap, hp_str *text, char **bytes);

/* Path of the program NAME on PATH, the first of all or, without `ours_too`, the first that is none of our scripts.
 * NULL: there is none. The caller frees it. */
char *wrapper_search(const char *name, bool ours_too);

/* Path of the program NAME: what --client says, or the first of that name on PATH that none of our scripts stands in
 * for. NULL: told what to do. The caller frees it. */
char *wrapper_find_client(const arguments *args, const char *name);

/* "hallpass hook NAME --client=CLIENT" and then `words` (NULL at the end), run apart from the terminal with `input`:
 * the exit status. */
int wrapper_run_apart(const arguments *args, const char *name, const char *client, const char *const *words,
                      hp_str input);

/* Fills in where a script that stands before a program on PATH belongs and, to `install` it, that program; s->name and
 * the rest of the texts are set. false: told why. */
bool wrapper_scripts(const arguments *args, bool install, scripts *s);

/* Tells when the program still comes before its script on PATH. */
void wrapper_tell_path(const scripts *s);

#endif
