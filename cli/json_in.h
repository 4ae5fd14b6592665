/* json_in.h - a draft with what is known about it, from one JSON object; and a report. The only wrapper of the JSON
 * library.
 *
 * {"id","text","markup","channel","audience","account","role","author","profile","posted_at","flags":["..."],
 * "answers":[{"text","is"}], "media":[{"type","path","alt","people","release"}]}: all texts (an id may be a whole
 * number; markup: text, markdown or html), all but "text" may be missing or null, other keys are passed over. */
#ifndef CLI_JSON_IN_H
#define CLI_JSON_IN_H

#include "report.h"

typedef struct json_draft {
    void *root;     /* owns the texts below */
    hp_draft draft; /* what was not told is empty */
    hp_media *media;
    hp_str *flags;
    hp_answer *answers;
    report_id id;
    char id_digits[24];
    char error[160]; /* why it is no draft: lower case, without a full stop, without words of the draft */
} json_draft;

/* Prepares the library; before the sandbox. */
void json_draft_start(void);

/* Reads one object. false: out->error says why; the id is filled where it could be read. Free it in either case. */
bool json_draft_read(hp_str bytes, json_draft *out);
void json_draft_free(json_draft *d);

/* Any other object, for whoever knows what stands in it: a view of what json_node_read read. Whatever is missing or of
 * another kind is NULL, empty or 0, and may be asked further. */
typedef const void *json_node;
/* One object into `out`, which then holds no draft: root is the object. `wanted`: a key of it, for messages. As
 * json_draft_read otherwise. */
bool json_node_read(hp_str bytes, const char *wanted, json_draft *out);
json_node json_node_at(json_node object, const char *key);
json_node json_node_item(json_node list, size_t at);
size_t json_node_count(json_node list);
hp_str json_node_text(json_node value); /* p is NULL when it is no text */
bool json_node_is_object(json_node value);

/* What a report ("hallpass.report/1") says, as far as a program that shows, changes or publishes needs it; views of
 * `root`. */
typedef struct json_report {
    void *root;
    hp_verdict verdict;
    bool complete;
    hp_str problem;       /* why it is not, or what else is to be known of it; may be empty */
    hp_str digest;        /* of the text that it is about; empty: none */
    hp_str shown;         /* the text report; empty: none was asked for */
    hp_finding *findings; /* without references, reasons and citations; line 0: about the whole post */
    size_t finding_count;
    hp_part *parts; /* of all findings, one after another */
    bool has_rewrite;
    hp_str rewrite;
} json_report;

/* false: it is no report, and then it is never "pass": verdict review, not complete. Free it in either case. */
bool json_report_read(hp_str bytes, json_report *out);
/* The same, of a text that was asked about. Returns why the report does not count; empty: it is complete and about this
 * very text. digest_start() comes before. */
hp_str json_report_read_of(hp_str bytes, hp_str text, json_report *out);
void json_report_free(json_report *r);

/* What is marked as the truth of a draft, for scoring. */
typedef struct json_mark {
    size_t start, end;
    const char *label;
} json_mark;

typedef struct json_gold {
    json_mark *marks; /* "spans": [{"start","end","label"}] */
    size_t mark_count;
    const char **topics; /* "topics" */
    size_t topic_count;
} json_gold;

/* Views of `d`, which was read; either list may be missing. false: d->error says why. Free it in either case. */
bool json_gold_read(json_draft *d, json_gold *out);
void json_gold_free(json_gold *gold);

#endif
