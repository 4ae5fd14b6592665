/* differ.h - what another policy makes of the same posts: verdicts and findings that change. */
#ifndef CLI_DIFFER_H
#define CLI_DIFFER_H

#include "report.h"

typedef struct differ differ;

/* `json`: as one JSON object, "hallpass.policy-diff/1", else for people. */
differ *differ_new(bool json);
void differ_free(differ *d);

/* Holds the reports of one post under the two policies against each other. */
void differ_post(differ *d, const report_item *item, const hp_report *before, const hp_report *after);

/* All posts that changed, then the counts. */
void differ_print(differ *d, hp_pack_info before, hp_pack_info after, output *to);

/* Posts that changed until now. */
size_t differ_changed(const differ *d);

#endif
