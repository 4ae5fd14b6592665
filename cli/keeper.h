/* keeper.h - keeps the shut-in half (inner.h) of a program that answers for long: starts it, asks it, and starts it
 * anew when it has ended. */
#ifndef CLI_KEEPER_H
#define CLI_KEEPER_H

#include "inner.h"
#include "options.h"

typedef struct keeper keeper;

/* What such a program passes on to every check; keeper_new reads them. */
#define KEEPER_OPTIONS                                                                                                 \
    {"channel", "NAME", NULL, "where drafts will be posted, unless the question says it (the policy's channels)"},     \
        {"audience", "NAME", NULL, "who will read them: public, families, class, staff, self or closed"},              \
        {"account", "KIND", "personal|professional|class|school", "whose account posts them"},                         \
        {"flag", "NAME", NULL, "what is said of them, as the policy asks: school-business, ... (repeat)"},             \
        {"role", "ROLE", "teacher|aide|admin|spokesperson", "who you are at school"}, {                                \
        "author", "NAME", NULL, "your display name: you may name yourself"                                             \
    }

/* The arguments must outlive it. Nothing is started yet. */
keeper *keeper_new(const arguments *args);
void keeper_free(keeper *k);

/* Starts the inner half, or starts it anew, so that it has the policy and class lists as they are now. */
void keeper_renew(keeper *k);

typedef enum keeper_answer {
    KEEPER_REPORT = 0, /* *report holds it */
    KEEPER_LATE,       /* none within the time; the draft was dropped */
    KEEPER_POLICY,     /* the policy or class lists cannot be used */
    KEEPER_ENDED       /* the inner half ended twice over this draft, or cannot be started */
} keeper_answer;

/* Puts a draft as it came from outside on one line: a newline would be a second question, and JSON has one only where a
 * space may stand. false: it is blank, and no question. */
bool keeper_one_line(output *draft);

/* As inner_ask; whatever the answer, the next question can be asked. */
keeper_answer keeper_ask(keeper *k, hp_str draft, int ms, hp_str *report);

#endif
