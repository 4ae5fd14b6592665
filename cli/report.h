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
    size_t number;     /* of the run's drafts, from 1 */
    hp_str name;       /* for people: the file's name, or "standard input" */
    size_t input_line; /* line of a JSON Lines input; 0: none */
    bool is_file;      /* the name is a path */
    bool is_whole;     /* the draft is the input, byte for byte, not a text that stands in it */
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
    const hp_pack *pack;
    hp_pack_info policy;
    const char *policy_digest;
    const char *notice; /* of the policy's age, a sentence; NULL: nothing */
} report_style;

/* A report is printed a draft at a time, by whichever thread checked it; what stands around them, once. */
typedef struct report_format {
    const char *name;
    bool digests;        /* it shows digests, and tells of inputs that could not be read */
    bool rewrites;       /* it shows the draft with the suggested wording */
    const char *between; /* what each part begins with and the first one goes without; NULL: nothing */
    void (*begin)(output *to, const report_style *style); /* NULL: nothing stands before the drafts */
    void (*print)(output *to, const report_style *style, const report_item *item);
    void (*end)(output *to, const report_style *style, int status); /* NULL: nothing behind; status: the run's worst */
} report_format;

#define REPORT_FORMATS "text|json|jsonl|sarif|html|line"

extern const report_format report_text, report_json, report_jsonl, report_sarif, report_html, report_line;

/* By the name of --format; NULL: there is none. */
const report_format *report_find(const char *name);

/* The report of a run, as its parts come in order. */
typedef struct report_stream {
    output *to;
    const report_format *format; /* NULL: there are only parts */
    const report_style *style;
    bool begun; /* a part was written */
} report_stream;

void report_begin(report_stream *s);
void report_add(report_stream *s, hp_str part);
void report_end(report_stream *s, int status);

/* The verdict, as reports spell it: a draft that could not be checked is never "pass". */
const char *report_verdict(const report_item *item);
bool report_complete(const report_item *item);

const char *report_level(hp_level level);

#endif
