/* context.h - what the options tell of a draft: where it will be posted, by whom, when. */
#ifndef CLI_CONTEXT_H
#define CLI_CONTEXT_H

#include "moment.h"
#include "options.h"

/* What is said of the draft beside that, for conditions that ask for it. */
#define FLAG_OPTION                                                                                                    \
    { "flag", "NAME", NULL, "what is said of it, as the policy asks: school-business, ... (repeat)" }

/* Rows of an option table that context_read reads. */
#define CONTEXT_OPTIONS                                                                                                \
    {"channel", "NAME", NULL, "where it will be posted: twitter, facebook, newsletter, ... (the policy's channels)"},  \
        {"audience", "NAME", NULL,                                                                                     \
         "who will read it: public, families, class, staff, self or closed (default: the channel's)"},                 \
        {"account", "KIND", "personal|professional|class|school", "whose account posts it"},                           \
        {"role", "ROLE", "teacher|aide|admin|spokesperson", "who you are at school"}, FLAG_OPTION,                     \
        {"at", "TIME", NULL,                                                                                           \
         "when it will be posted, as 2026-11-24T08:30 or with an offset (default on a terminal: now)"},                \
        {"author", "NAME", NULL, "your display name: you may name yourself"}, {                                        \
        "profile", "FILE", NULL, "a file with the text of your profile"                                                \
    }

/* Of the attachments of a draft, for commands that read them in JSON. */
#define ATTACHED_OPTIONS                                                                                               \
    {"people", "WHO", "students|staff|none|unknown", "who is in its pictures and videos that do not say it"}, {        \
        "release", "STATE", "on-file|none", "whether releases are on file for those that do not say it"                \
    }

enum { CONTEXT_FLAGS = 32 }; /* a policy can ask for no more */

typedef struct context {
    hp_draft draft;    /* all but its text; views of argv and of what follows */
    hp_media attached; /* what holds of each attachment that does not say it itself */
    char now[MOMENT_BYTES];
    char *profile;
    hp_str flags[CONTEXT_FLAGS];
} context;

/* `ask_clock`: without --at it is posted now. false: told what is wrong. Must not move; context_free in either case. */
bool context_read(const arguments *args, bool ask_clock, context *out);
void context_free(context *c);

#endif
