/* setup.h - what every check needs before it sees a draft: the compiled policy, the class lists, the lexicon. */
#ifndef CLI_SETUP_H
#define CLI_SETUP_H

#include "options.h"
#include "sources.h"

/* Rows of an option table that setup_load reads. */
#define ROSTER_OPTION                                                                                                  \
    { "roster", "FILE", NULL, "class list as CSV (repeat for several; without it: those of the configuration folder)" }
#define SETUP_OPTIONS                                                                                                  \
    {"policy", "FILE|ID", NULL,                                                                                        \
     "policy or rule file, or the id of a policy (repeat for several; without it: those of the configuration folder, " \
     "else the bundled base policy)"},                                                                                 \
        ROSTER_OPTION

typedef struct setup {
    place where;
    hp_pack *pack;
    hp_roster *roster; /* NULL: no class list */
    hp_lexicon lexicon;
    bool has_lexicon;
    char *notice; /* what the person is told of the policy's age; NULL: nothing */
    char policy_digest[DIGEST_TEXT];
} setup;

/* Loads all of it as the options say; `digested`: with the policy's digest. Every mistake is told. Returns STATUS_CLEAN
 * or STATUS_WRONG; setup_free in either case. */
int setup_load(const arguments *args, bool digested, setup *out);
/* The same with one policy, a file or an id, whatever the options say of policies. */
int setup_load_policy(const arguments *args, const char *policy, setup *out);
void setup_free(setup *s);

/* The pack of the same policies, compiled anew with who set each value (hp_pack_value). NULL: told why. */
hp_pack *setup_origins(const arguments *args);

/* What a pack keeps beside what checks need: the tests of its files, who set each value. With tests patterns are tried:
 * those of the program's own rule sets only when asked. With who set each value, and only sound: the pack checks no
 * draft. */
enum { SETUP_TESTS = 1, SETUP_ORIGINS = 2, SETUP_OWN_PATTERNS = 4, SETUP_ONLY_SOUND = 8 };

/* Compiles the files that stand in `from` and tells what is wrong with them. NULL: something is. */
hp_pack *setup_compile(sources *from, unsigned keep, const char *color);

#endif
