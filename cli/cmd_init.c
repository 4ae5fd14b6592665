/* cmd_init.c - `hallpass init`: the first five minutes, asked one by one. Nothing is ever overwritten but what it wrote
 * itself and was told to change. */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "files.h"
#include "hooks/hook_child.h"
#include "init/country.h"
#include "init/dialog.h"
#include "init/outlets.h"
#include "init/own_policy.h"
#include "mem.h"
#include "messages.h"
#include "programs.h"
#include "status.h"
#include "subscription.h"
#include "tell.h"

/* What is there when it begins. */
typedef struct state {
    own_policy own;
    char **policies; /* of the configuration, the own one included */
    size_t policy_count, list_count;
    char *district; /* the id of its policy; NULL: none is followed */
    char *posting;
    bool begun; /* some of it is this person's own, not everyone's on this computer */
} state;

static bool has_own(const char *dir, const char *ending) {
    char *folders[FILES_CONFIG_FOLDERS];
    size_t count = 0;
    files_config_folders(dir, folders);
    char **list = folders[0] ? files_list(folders[0], ending, &count) : NULL;
    files_free_list(list, count);
    for (size_t i = 0; i < FILES_CONFIG_FOLDERS; i++) free(folders[i]);
    return count > 0;
}

static state look(void) {
    state s = {.own = own_policy_find(), .posting = outlets_told()};
    subscription district;
    const char *why;
    if (subscription_find(&district, &why) != SUBSCRIPTION_NONE)
        s.district = mem_text("%.*s", (int)district.id.n, district.id.n ? district.id.p : "");
    s.begun = (s.district && !district.shared) || has_own("policies", ".yaml") || has_own("rosters", ".csv");
    subscription_free(&district);
    s.policies = files_configured("policies", ".yaml", &s.policy_count);
    char **lists = files_configured("rosters", ".csv", &s.list_count);
    files_free_list(lists, s.list_count);
    return s;
}

static void forget(state *s) {
    own_policy_free(&s->own);
    files_free_list(s->policies, s->policy_count);
    free(s->district);
    free(s->posting);
}

/* Somebody wrote a policy that says more than the own one of init. */
static bool has_other_policies(const state *s) {
    return s->policy_count > (s->own.state == OWN_WRITTEN);
}

static void show(dialog *d, const state *s) {
    char *lists = mem_text(message_text(MESSAGE_INIT_LISTS), s->list_count);
    const char *none = message_text(MESSAGE_INIT_NONE);
    dialog_say(d, message_text(MESSAGE_INIT_THERE_IS));
    dialog_row(d, message_text(MESSAGE_INIT_DISTRICT), s->district ? s->district : none);
    for (size_t i = 0; i < s->policy_count; i++) dialog_row(d, message_text(MESSAGE_INIT_POLICY), s->policies[i]);
    if (s->own.zone) dialog_row(d, message_text(MESSAGE_INIT_CLOCK), s->own.zone);
    dialog_row(d, message_text(MESSAGE_INIT_CLASSES), s->list_count ? lists : none);
    dialog_row(d, message_text(MESSAGE_INIT_ASKS), s->posting[0] ? s->posting : none);
    free(lists);
}

/* Of a program that was run: it told by itself what went wrong. */
static int outcome(int child) {
    return child == STATUS_CLEAN ? STATUS_CLEAN : STATUS_WRONG;
}

/* ---- the district ------------------------------------------------------------------------------------------------ */

static int run_fetch(const char *address, const char *key) {
    char *fetch = program_path("fetch");
    int status = child_run((const char *const[]){fetch, "subscribe", address, "--key", key, NULL});
    free(fetch);
    return outcome(status);
}

/* *followed: there is a district's policy now. */
static int ask_district(dialog *d, const state *s, bool *followed) {
    int status = STATUS_CLEAN;
    *followed = s->district != NULL;
    dialog_explain(d, message_text(*followed ? MESSAGE_INIT_DISTRICT_AGAIN : MESSAGE_INIT_DISTRICT_WHY));
    char *address = dialog_line(d, message_text(MESSAGE_INIT_ADDRESS), "");
    if (address[0]) {
        char *key = dialog_line(d, message_text(MESSAGE_INIT_KEY), "");
        if (key[0]) status = run_fetch(address, key);
        if (!key[0]) dialog_say(d, message_text(MESSAGE_INIT_NO_KEY));
        *followed = *followed || (key[0] && status == STATUS_CLEAN);
        free(key);
    }
    free(address);
    return status;
}

/* ---- the person's own policy ------------------------------------------------------------------------------------- */

/* The clock that is offered: what was said before, this computer's, or that of most people there. The caller frees it.
 */
static char *zone_for(const state *s, const country *c, const char *here) {
    if (s->own.zone && country_has_zone(c, s->own.zone)) return mem_text("%s", s->own.zone);
    return mem_text("%s", country_has_zone(c, here) ? here : c->zone);
}

/* A clock that this computer knows, else `otherwise`. The caller frees it. */
static char *zone_told(dialog *d, const char *otherwise) {
    enum { TRIES = 3 };
    char *question = mem_text(message_text(MESSAGE_INIT_ZONE), otherwise), *zone = NULL;
    for (int tried = 0; tried < TRIES && !zone; tried++) {
        zone = dialog_line(d, question, otherwise);
        if (country_zone_known(zone)) continue;
        dialog_say(d, message_text(MESSAGE_INIT_NO_ZONE));
        free(zone);
        zone = NULL;
    }
    free(question);
    return zone ? zone : mem_text("%s", otherwise);
}

/* Whose clock counts there; asked where it is not this computer's. The caller frees it. NULL: nobody is asked, and this
 * computer does not know. */
static char *ask_zone(dialog *d, const state *s, const country *c) {
    char *here = country_zone_here(), *zone = zone_for(s, c, here);
    if (strcmp(zone, here) != 0) {
        char *told = d->terminal >= 0 ? zone_told(d, zone) : NULL;
        free(zone);
        zone = told;
    }
    free(here);
    return zone;
}

static int write_own(dialog *d, const state *s, const char *zone) {
    const char *why;
    bool same = s->own.state == OWN_WRITTEN && (zone ? s->own.zone && strcmp(zone, s->own.zone) == 0 : !s->own.zone);
    if (same) return STATUS_CLEAN;
    if (!own_policy_write(&s->own, zone, &why)) {
        tell("cannot write \"%s\": %s", s->own.path, why);
        return STATUS_WRONG;
    }
    dialog_row(d, message_text(MESSAGE_INIT_WROTE), s->own.path);
    return STATUS_CLEAN;
}

static size_t ask_country(dialog *d) {
    enum { MOST = 8 };
    const char *names[MOST];
    size_t n = 0;
    for (; n < MOST && country_at(n); n++) names[n] = message_text(country_at(n)->name);
    dialog_explain(d, message_text(MESSAGE_INIT_WHERE));
    return dialog_choice(d, message_text(MESSAGE_INIT_NUMBER), names, n, country_here());
}

static void tell_model(dialog *d, const country *c) {
    place where = files_place();
    char *path = mem_text("%s/policies/worked/%s", where.root, c->model);
    dialog_say(d, message_text(MESSAGE_INIT_MODEL));
    dialog_command(d, path);
    free(path);
    free(where.root);
    free(where.lexicon);
}

/* A district's or school's policy says whose clock counts; only without one this computer's does. */
static int ask_own(dialog *d, const state *s, bool followed) {
    if (s->own.state == OWN_EDITED) return STATUS_CLEAN;
    if (followed || has_other_policies(s)) return s->own.state == OWN_WRITTEN ? write_own(d, s, NULL) : STATUS_CLEAN;
    const country *c = country_at(ask_country(d));
    char *zone = ask_zone(d, s, c);
    int status = write_own(d, s, zone);
    if (zone && c->model) tell_model(d, c);
    free(zone);
    return status;
}

/* ---- class lists ------------------------------------------------------------------------------------------------- */

/* A path as people type it or drop it on a terminal: in quotes, or with a backslash before each blank; from the home
 * folder on. Takes `typed` over. */
static char *path_of(char *typed) {
    const char *home = getenv("HOME");
    size_t n = strlen(typed);
    bool quoted = n >= 2 && (typed[0] == '\'' || typed[0] == '"') && typed[n - 1] == typed[0];
    output plain = OUT_MEMORY;
    for (size_t i = quoted; i < n - quoted; i++) {
        if (!quoted && typed[i] == '\\' && i + 1 < n) i++;
        out_char(&plain, typed[i]);
    }
    out_char(&plain, 0);
    char *path = strncmp(plain.p, "~/", 2) == 0 && home ? mem_text("%s%s", home, plain.p + 1) : mem_text("%s", plain.p);
    out_free(&plain);
    free(typed);
    return path;
}

static int import(const char *path) {
    char *self = program_path(NULL);
    int status = child_run((const char *const[]){self, "roster", "import", "--", path, NULL});
    free(self);
    return outcome(status);
}

/* Until nothing is named. A list that could not be read is told, and asked for again. */
static int ask_lists(dialog *d) {
    dialog_explain(d, message_text(MESSAGE_INIT_LIST_WHY));
    int status = STATUS_CLEAN;
    for (message asked = MESSAGE_INIT_LIST;; asked = MESSAGE_INIT_LIST_MORE) {
        char *path = path_of(dialog_line(d, message_text(asked), ""));
        bool named = path[0];
        if (named) status = import(path);
        free(path);
        if (!named) return status;
    }
}

/* ---- the end ----------------------------------------------------------------------------------------------------- */

static const char sample[] = "Proud moment: Maya Hernandez in my 4th period got a 92% on the retake!\n"
                             "Questions? Her mom is at 312-555-0147.\n";

static int check_sample(dialog *d) {
    char *self = program_path(NULL);
    out_char(&d->to, '\n');
    dialog_say(d, message_text(MESSAGE_INIT_SAMPLE));
    dialog_send(d);
    int status = child_run_with((const char *const[]){self, "check", "-", "--channel=twitter", "--exit-zero", NULL},
                                view(sample));
    free(self);
    return outcome(status);
}

static int ask_all(dialog *d, const state *s) {
    bool followed;
    int status = ask_district(d, s, &followed);
    status = status_worse(status, ask_own(d, s, followed));
    status = status_worse(status, ask_lists(d));
    status = status_worse(status, outlets_ask(d));
    return status_worse(status, check_sample(d));
}

/* What stands there for everyone on this computer is no answer of this person's. */
static bool wants_change(dialog *d, const state *s) {
    if (!s->begun) dialog_say(d, message_text(MESSAGE_INIT_WELCOME));
    if (s->begun || s->district || s->policy_count || s->list_count) show(d, s);
    return !s->begun || dialog_yes(d, message_text(MESSAGE_INIT_CHANGE), false);
}

static int go_through(dialog *d, const state *s) {
    if (!wants_change(d, s)) {
        dialog_say(d, message_text(MESSAGE_INIT_AS_IT_IS));
        return STATUS_CLEAN;
    }
    int status = ask_all(d, s);
    out_char(&d->to, '\n');
    dialog_say(d, message_text(status == STATUS_CLEAN ? MESSAGE_INIT_DONE : MESSAGE_INIT_PARTLY));
    return status;
}

static int run(const arguments *args) {
    dialog d;
    if (args->operand_count > 0) {
        tell("\"init\" asks for what it needs: write \"hallpass init\"");
        return STATUS_WRONG;
    }
    if (!dialog_open(&d, options_has(args, "yes"))) {
        tell("there is no terminal to ask you on: \"hallpass init --yes\" takes the answer that each question has");
        return STATUS_WRONG;
    }
    state s = look();
    int status = STATUS_WRONG;
    if (s.own.path)
        status = go_through(&d, &s);
    else
        tell("there is no home folder to keep a set-up in");
    forget(&s);
    return status_worse(status, dialog_close(&d));
}

static const option options[] = {
    {"yes", NULL, NULL, "ask nothing: each question has a good answer of its own"},
};

static const char about[] = "Asks whether your district has a policy to follow, where you teach, for class\n"
                            "lists, and where you post; then checks a sample draft. Enter takes the answer in\n"
                            "brackets. Every file that is written is named; nothing is overwritten, and\n"
                            "nothing is sent, unless you name a district's address. Again: tells what there\n"
                            "is, and asks what to change.\n";

const command cmd_init = {"init", "",      "Sets hallpass up: a few questions, each with a good answer.",
                          about,  options, sizeof(options) / sizeof(options[0]),
                          run};
