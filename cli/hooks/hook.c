/* hook.c - see hook.h. */
#include "hook.h"

static const hook *const hooks[] = {
    &hook_client, &hook_git, &hook_push, &hook_toot, &hook_msmtp, &hook_sendmail, NULL, /* the end */
};

const hook *hook_at(size_t at) {
    return hooks[at];
}

/* A telephone number that is nobody's, in words that every policy holds. */
static const hp_str harmless = {"We planted beans on the window sill today.\n", 43},
                    held = {"Her dad is at 312-555-0147, so call him about her IEP.\n", 55};

hook_trial hook_try(const hook *h, const arguments *args) {
    hook_trial t = {.went = h->attempt(args, harmless), .stayed = h->attempt(args, held)};
    t.works = t.went == 0 && t.stayed != 0;
    return t;
}
