/* audit_print.h - an audit's counts: for people, for programs, for spreadsheets, as a page. Names come from the policy
 * and from the archive, so each format writes them so that they can only be read. */
#ifndef CLI_AUDIT_PRINT_H
#define CLI_AUDIT_PRINT_H

#include "audit.h"
#include "out.h"

#define AUDIT_FORMATS "text|json|html|csv"

/* What else an audit tells of itself. */
typedef struct audit_about {
    size_t archive_count;
    hp_pack_info policy;
    const char *policy_digest;
    bool since; /* only what a baseline does not hold was counted */
} audit_about;

typedef struct audit_format {
    const char *name;
    void (*print)(output *to, const audit_about *about, const audit_result *r);
} audit_format;

extern const audit_format audit_text, audit_json, audit_html, audit_csv;

/* By the name of --format. */
const audit_format *audit_format_find(const char *name);

/* The tables of a result, in the order in which they are shown; NULL: there are no more. */
typedef struct audit_table {
    const char *id, *title;
    const tally *rows;
} audit_table;
bool audit_table_at(const audit_result *r, size_t i, audit_table *out);

/* "12.3 %" of a part, into `out`. */
enum { AUDIT_SHARE = 24 };
const char *audit_share(size_t part, size_t whole, char out[AUDIT_SHARE]);

#endif
