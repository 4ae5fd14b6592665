/* cmd_tag.c - `hallpass tag`: everything recognised in a text, before it is judged. */
#include <string.h>

#include "commands.h"
#include "run.h"
#include "status.h"

static const option options[] = {
    {"input", "KIND", FEED_KINDS, "what the drafts are written in (default: by the file's ending, else text)"},
    {"names", "HOW", "balanced|careful", "find likely names, or all that may be one (default: as the policy says)"},
    SETUP_OPTIONS,
};

static const char about[] = "Prints a JSON object a draft: {\"id\", \"spans\": [{\"start\", \"end\", \"label\",\n"
                            "\"role\", \"confidence\"}]}, offsets in bytes. A label is PERSON (role student, private,\n"
                            "public, author or unknown) or a category in capitals: EMAIL, PHONE, ...\n";

static int run(const arguments *args) {
    desk_rules rules = {.tag = true};
    setup loaded = {0};
    feed *from = feed_open(args->operands, args->operand_count, options_value(args, "input", NULL));
    int status = from ? setup_load(args, false, &loaded) : STATUS_WRONG;
    const char *names = options_value(args, "names", NULL);
    rules.setup = &loaded;
    if (names) rules.names = strcmp(names, "careful") == 0 ? HP_NAMES_CAREFUL : HP_NAMES_BALANCED;
    if (status == STATUS_CLEAN) {
        rules.many = feed_has_json(from);
        status = run_drafts(&rules, from, 1);
    }
    feed_close(from);
    setup_free(&loaded);
    return status;
}

const command cmd_tag = {"tag", "[FILE|-]...", "Prints everything recognised in drafts before it is judged.",
                         about, options,       sizeof(options) / sizeof(options[0]),
                         run};
