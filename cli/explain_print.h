/* explain_print.h - why a rule fired, for whoever asked. */
#ifndef CLI_EXPLAIN_PRINT_H
#define CLI_EXPLAIN_PRINT_H

#include "report.h"

/* Secrets are masked unless the style shows them. */
void explain_print(output *to, const report_style *style, hp_str draft, const hp_explanation *why);

#endif
