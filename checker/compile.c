/* compile.c - sources become a pack; where tests are kept, every pattern is tried on the way. */
#include <stdio.h>

#include "find/regex.h"
#include "pack/pack.h"

static bool try_pattern(hp_str pattern, char *why, size_t room, size_t *character) {
    regex_error error;
    if (regex_check(pattern, &error)) return true;
    snprintf(why, room, "%s", error.message);
    *character = error.offset;
    return false;
}

hp_status hp_pack_compile(const hp_source *sources, size_t count, const hp_compile_options *options, hp_pack **out) {
    if (!out) return HP_ERR_USAGE;
    return pack_compile(sources, count, options, options && options->keep_tests ? try_pattern : NULL, out);
}
