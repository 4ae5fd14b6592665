/* keeper.c - see keeper.h. */
#include "keeper.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "status.h"

static const char *const passed_on[] = {"policy", "roster", "channel", "audience", "account", "role", "author", "flag"};
enum { PASSED_ON = sizeof(passed_on) / sizeof(passed_on[0]) };

struct keeper {
    char **options; /* NULL at the end */
    size_t count, room;
    inner *now; /* NULL: none runs */
};

static void add_option(keeper *k, char *told) {
    k->options = mem_grow(k->options, &k->room, k->count + 2, sizeof *k->options);
    k->options[k->count++] = told;
    k->options[k->count] = NULL;
}

keeper *keeper_new(const arguments *args) {
    keeper *k = mem_new(1, sizeof(*k));
    add_option(k, mem_text("--unmask")); /* the draft's own author reads the report */
    for (size_t i = 0; i < PASSED_ON; i++) {
        size_t at = 0;
        const char *value;
        while ((value = options_each(args, passed_on[i], &at))) add_option(k, mem_text("--%s=%s", passed_on[i], value));
    }
    return k;
}

static int stop(keeper *k) {
    int status = k->now ? inner_stop(k->now) : STATUS_UNCHECKED;
    k->now = NULL;
    return status;
}

void keeper_renew(keeper *k) {
    stop(k);
    k->now = inner_start((const char *const *)(uintptr_t)k->options);
}

bool keeper_one_line(output *draft) {
    bool holds_something = false;
    for (size_t i = 0; i < draft->n; i++) {
        if (draft->p[i] == '\n' || draft->p[i] == '\r') draft->p[i] = ' ';
        holds_something = holds_something || draft->p[i] != ' ';
    }
    return holds_something;
}

keeper_answer keeper_ask(keeper *k, hp_str draft, int ms, hp_str *report) {
    enum { TRIES = 2 }; /* the first may find one that ended long ago */
    int status = STATUS_UNCHECKED;
    for (int i = 0; i < TRIES; i++) {
        if (!k->now) keeper_renew(k);
        if (!k->now) return KEEPER_ENDED;
        inner_answer answer = inner_ask(k->now, draft, ms, report);
        if (answer == INNER_REPORT) return KEEPER_REPORT;
        status = stop(k);
        if (answer == INNER_LATE) return KEEPER_LATE;
    }
    return status == STATUS_WRONG ? KEEPER_POLICY : KEEPER_ENDED;
}

void keeper_free(keeper *k) {
    if (!k) return;
    stop(k);
    for (size_t i = 0; i < k->count; i++) free(k->options[i]);
    free(k->options);
    free(k);
}
