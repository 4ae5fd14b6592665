/* hook_gate.h - asks before something is published: the shut-in half for the verdict, the person for what is left.
 *
 * One gate, one thing to be published, made of one draft or several. What was not fully checked never gets through: a
 * limit, a crash, an answer that is late, cut, or about another text. A reason for going on stays in memory. */
#ifndef CLI_GATE_H
#define CLI_GATE_H

#include "options.h"

/* Rows of an option table that gate_new reads. */
#define GATE_OPTIONS                                                                                                   \
    {"channel", "NAME", NULL, "where it will be posted (default: as the hook knows)"},                                 \
        {"audience", "NAME", NULL, "who will read it (default: the channel's)"},                                       \
        {"account", "KIND", "personal|professional|class|school", "whose account posts it"},                           \
        {"role", "ROLE", "teacher|aide|admin|spokesperson", "who you are at school"},                                  \
        {"flag", "NAME", NULL, "what is said of it, as the policy asks: school-business, ... (repeat)"},               \
        {"author", "NAME", NULL, "your display name: you may name yourself"},                                          \
        {"fail-on", "LEVEL", "review|hold", "what is not published without asking you (default: review)"}, {           \
        "wait", "SECONDS", NULL, "how long the check of one draft may take (default: 30)"                              \
    }

/* What is the same for all drafts of a hook. */
typedef struct gate_kind {
    const char *channel; /* NULL: none is told */
    const char *nothing; /* what a refusal comes to: "nothing was posted" */
    bool to_program;     /* the report goes to another program: secrets stay masked */
    bool unattended;     /* nobody is asked, and nothing is told here: see gate_told */
} gate_kind;

typedef struct gate_draft {
    const char *name; /* for people: a path, "the subject"; NULL: there is only one */
    hp_str text;
    const char *markup; /* text | markdown | html; NULL: text */
    const hp_media *media;
    size_t media_count;
} gate_draft;

typedef struct gate gate;

/* The kind and the arguments must outlive it. NULL: told why. */
gate *gate_new(const arguments *args, const gate_kind *kind);
void gate_free(gate *g); /* NULL is fine */

/* Checks one draft and shows what was found, on the terminal with its words, elsewhere without them. */
void gate_check(gate *g, const gate_draft *draft);

/* Something that belongs to it cannot be checked: `why` in lower case, without a full stop and without its words. */
void gate_cannot(gate *g, const char *name, const char *why);

/* The reason that the person gave beforehand, where nobody is asked. One that is no text, or too long, counts as none.
 */
void gate_give_reason(gate *g, hp_str reason);

/* Asks where that is needed, and tells when nothing is published. STATUS_CLEAN: it may be; else why not, as STATUS_*.
 */
int gate_decide(gate *g);

/* The report of the last draft, as the shut-in half gave it, and the reason for going on; empty: none. */
hp_str gate_report(const gate *g);
hp_str gate_reason(const gate *g);

/* Of an unattended one: what else would be told on standard error, a line each, none of the draft's words in it. */
hp_str gate_told(const gate *g);

/* Whether a reason would help: nothing failed, and no hold is one that nobody may override. */
bool gate_takes_reason(const gate *g);

#endif
