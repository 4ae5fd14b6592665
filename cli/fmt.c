/* fmt.c - see fmt.h. */
#include "fmt.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "diag_print.h"
#include "files.h"
#include "mem.h"
#include "replace.h"
#include "status.h"
#include "tell.h"
#include "term.h"

enum { FILE_BYTES = 8 << 20 }; /* the library has a narrower cap and tells it */

static void keep(void *user, hp_str formatted) {
    out_str(user, formatted);
}

/* The file in the house form; false: its mistakes were told. */
static bool form(const arguments *args, const char *name, hp_str bytes, output *formed) {
    output messages = OUT_TO(STDERR_FILENO);
    diag_printer printer = {.to = &messages,
                            .color = term_colored(STDERR_FILENO, options_value(args, "color", "auto"))};
    hp_source source = {view(name), bytes};
    hp_status status = hp_format(&source, diag_print, &printer, keep, formed);
    out_flush(&messages);
    out_free(&messages);
    if (status == HP_ERR_SOURCE)
        tell("\"%s\" is left as it is: mend its mistakes first", name);
    else if (status != HP_OK)
        tell("\"%s\" is left as it is: it is written in a way that cannot be moved without changing it", name);
    return status == HP_OK;
}

static int settle(const arguments *args, const char *path, hp_str before, const output *formed, output *to) {
    const char *why;
    hp_str after = out_view(formed);
    bool same = before.n == after.n && memcmp(before.p, after.p, after.n) == 0, asked = options_has(args, "check");
    if (strcmp(path, "-") == 0 && !asked) {
        out_str(to, after);
        return STATUS_CLEAN;
    }
    if (same) return STATUS_CLEAN;
    out_clean(to, view(path));
    out_char(to, '\n');
    if (asked) return STATUS_FOUND;
    if (replace_file(path, after, &why)) return STATUS_CLEAN;
    tell("cannot write \"%s\": %s", path, why);
    return STATUS_WRONG;
}

static int fmt_one(const arguments *args, const char *path, output *to) {
    bool input = strcmp(path, "-") == 0;
    char *bytes = NULL;
    size_t n;
    const char *why;
    bool read = input ? files_read_all(STDIN_FILENO, FILE_BYTES, &bytes, &n, &why)
                      : files_load(path, FILE_BYTES, false, &bytes, &n, &why);
    if (!read) {
        tell("cannot read \"%s\": %s", input ? "standard input" : path, why);
        return STATUS_WRONG;
    }
    output formed = OUT_MEMORY;
    int status = STATUS_WRONG;
    if (form(args, input ? "standard input" : path, (hp_str){bytes, n}, &formed))
        status = settle(args, path, (hp_str){bytes, n}, &formed, to);
    out_free(&formed);
    free(bytes);
    return status;
}

int fmt_run(const arguments *args) {
    if (args->operand_count == 0) {
        tell("name the files: hallpass %s FILE", args->command->name);
        return STATUS_WRONG;
    }
    output to = OUT_TO(STDOUT_FILENO);
    int status = STATUS_CLEAN;
    for (size_t i = 0; i < args->operand_count; i++)
        status = status_worse(status, fmt_one(args, args->operands[i], &to));
    out_flush(&to);
    if (to.error) {
        tell("cannot write: %s", strerror(to.error));
        status = STATUS_WRONG;
    }
    out_free(&to);
    return status;
}
