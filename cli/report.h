/* report.h - one checked input, and the table of formats that can print it. */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "out.h"

typedef enum id_kind { ID_NONE = 0, ID_TEXT, ID_NUMBER } id_kind;

typedef struct report_id {
    id_kind kind;
    hp_str text; /* of a number: its digits */
} report_id;

/* What was checked and what came of it. */
typedef struct report_item {
    hp_str name;       /* for people: the file's name, or "standard input" */
    size_t input_line; /* line of a JSON Lines input; 0: none */
    report_id id;
    hp_str text;             /* the draft, as given */
    bool partial;            /* of a draft over the cap only the beginning was read */
    const hp_report *report; /* NULL: it could not be checked */
    hp_str error;            /* why not, or why not at all; may be empty */
} report_item;

/* How it is to be shown; the same for a whole run. */
typedef struct report_style {
    bool color, unmask, explain, rewrite;
    bool headed;  /* several inputs: each report names its own */
    size_t width; /* columns */
    size_t shown; /* columns of the text report that a JSON one carries along; 0: none */
    hp_pack_info policy;
    const char *policy_digest;
    const char *notice; /* of the policy's age, a sentence; NULL: nothing */
} report_style;

typedef struct report_format {
    const char *name;
    bool digests; /* it shows digests */
    void (*print)(output *to, const report_style *style, const report_item *item);
} report_format;

extern const report_format report_text, report_json, report_jsonl, report_line;

/* By the name of --format; NULL: there is none. */
const report_format *report_find(const char *name);

/* The verdict, as reports spell it: a draft that could not be checked is never "pass". */
const char *report_verdict(const report_item *item);
bool report_complete(const report_item *item);

const char *report_level(hp_level level);

#endif
