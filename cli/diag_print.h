/* diag_print.h - what is wrong with a rule or policy file, as people read it:
 *
 *     base.yaml:48:5: error[HP011]: unknown key "sevrity"
 *         48 |     sevrity: hold
 *            |     ^^^^^^^
 *            = did you mean "severity"?
 */
#ifndef CLI_DIAG_PRINT_H
#define CLI_DIAG_PRINT_H

#include "out.h"

typedef struct diag_printer {
    output *to;
    bool color;
    bool shut_in;            /* in the sandbox, where the current folder cannot be asked for: paths are shown whole */
    size_t errors, warnings; /* counted */
} diag_printer;

/* An hp_diag_fn; `user` is the printer. */
void diag_print(void *user, const hp_diag *diag);

#endif
