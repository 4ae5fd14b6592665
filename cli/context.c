/* context.c - see context.h. */
#include "context.h"

#include <stdlib.h>

#include "files.h"
#include "mem.h"
#include "tell.h"

enum { PROFILE_BYTES = 64 * 1024 };

static bool read_flags(const arguments *args, context *out) {
    size_t at = 0, n = 0;
    for (const char *flag; (flag = options_each(args, "flag", &at)); n++) {
        if (n == CONTEXT_FLAGS) {
            tell("there are more than %d flags", CONTEXT_FLAGS);
            return false;
        }
        out->flags[n] = view(flag);
    }
    out->draft.flags = out->flags;
    out->draft.flag_count = n;
    return true;
}

bool context_read(const arguments *args, bool ask_clock, context *out) {
    const char *at = options_value(args, "at", NULL), *path = options_value(args, "profile", NULL), *why;
    size_t profile_bytes = 0;
    *out = (context){.profile = NULL};
    if (at && !moment_valid(at)) {
        tell("\"%s\" is no time: write --at 2026-11-24T08:30 or --at 2026-11-24T08:30:00-06:00", at);
        return false;
    }
    if (!at && ask_clock) {
        moment_now(out->now);
        at = out->now;
    }
    if (path && !files_load(path, PROFILE_BYTES, true, &out->profile, &profile_bytes, &why)) {
        tell("cannot read profile \"%s\": %s", path, why);
        return false;
    }
    out->draft = (hp_draft){.channel = view(options_value(args, "channel", NULL)),
                            .audience = view(options_value(args, "audience", NULL)),
                            .account = view(options_value(args, "account", NULL)),
                            .role = view(options_value(args, "role", NULL)),
                            .author = view(options_value(args, "author", NULL)),
                            .profile = {out->profile, profile_bytes},
                            .posted_at = view(at)};
    out->attached = (hp_media){.people = view(options_value(args, "people", NULL)),
                               .release = view(options_value(args, "release", NULL))};
    return read_flags(args, out);
}

void context_free(context *c) {
    free(c->profile);
}
