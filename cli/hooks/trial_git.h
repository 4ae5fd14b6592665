/* trial_git.h - the git hooks tried in a repository of their own, which is made for it and removed again. */
#ifndef CLI_TRIAL_GIT_H
#define CLI_TRIAL_GIT_H

#include "options.h"

/* Commits a post of this text, or pushes a commit of it, with the hook in place: git's exit status. */
int trial_commit(const arguments *args, hp_str text);
int trial_push(const arguments *args, hp_str text);

#endif
