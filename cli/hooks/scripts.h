/* scripts.h - the small shell scripts that hooks are installed as: written only where nothing of somebody else's
 * stands, and known again by every line. */
#ifndef CLI_SCRIPTS_H
#define CLI_SCRIPTS_H

#include "options.h"

enum { SCRIPTS_MOST = 2 };

typedef struct script {
    char *path;
} script;

typedef struct scripts {
    const char *name;    /* of the hook */
    const char *nothing; /* what a refusal comes to: "nothing was posted" */
    int broken;          /* exit status when the program is missing or was killed */
    char *client;        /* path of the program that publishes; NULL: the hook has none */
    char *shared;        /* a folder that serves others too, named by git's core.hooksPath; NULL: it does not */
    script list[SCRIPTS_MOST];
    size_t count;
} scripts;

void scripts_free(scripts *s);

/* Shows what will be written, asks (unless --yes) and writes it. Nothing is written when all of it stands there
 * already, or when any place is taken by somebody else's file: told what to add to that. Returns STATUS_*. */
int scripts_install(const scripts *s, const arguments *args);

/* Writes one of them to `path` where nothing stands, without asking. false: told why. */
bool scripts_write(const scripts *s, const arguments *args, const char *path);

/* Removes what scripts_install wrote, and nothing else. */
int scripts_uninstall(const scripts *s);

/* Whether a file is one of our scripts, whichever hook's. */
bool scripts_are_ours(const char *path);

/* What one of our scripts runs and is not there (any more): hallpass, or the program that it stands before. NULL: all
 * of it is there; the caller frees it. */
char *scripts_missing(const char *path);

#endif
