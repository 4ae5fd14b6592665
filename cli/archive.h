/* archive.h - a post of an archive, as a service or a spreadsheet wrote it, made a draft.
 *
 * mastodon: outbox.json of an account's export. The content is HTML; a content warning and a poll's answers stand
 *     before it and behind it, descriptions of attachments beside it. A boost is somebody else's post.
 * x: tweets.js (older: tweet.js) of an account's export. A retweet is somebody else's post. Few exports hold the
 *     descriptions of pictures, so a picture without one is told as such only where they do.
 * csv: a header, then a post a record; the columns are known by their names.
 * jsonl: what "hallpass check" reads (json_in.h).
 * The two services give times of day in UTC, not where the author was: they say the month, and no schedule is held
 * against them. */
#ifndef CLI_ARCHIVE_H
#define CLI_ARCHIVE_H

#include "feed.h"
#include "json_in.h"

enum { ARCHIVE_NONE = -1 };

/* Which column of a CSV file is what; ARCHIVE_NONE: none is. */
typedef struct archive_columns {
    char separator;
    int text, time, account, channel, alt;
} archive_columns;

/* Whether a first record only says the separator ("sep=;"), which is filled then. */
bool archive_separator(hp_str record, char *separator);

/* Reads the header. `separator`: 0 when it is not known yet; `text`: the name of the text's column, NULL: one of the
 * usual ones. NULL: all is well; else what is wrong. */
const char *archive_header(hp_str record, char separator, const char *text, archive_columns *out);

typedef enum archive_found {
    ARCHIVE_POST = 0,
    ARCHIVE_OTHERS, /* somebody else's words, passed on */
    ARCHIVE_EMPTY,  /* nothing: a record of empty fields, a post that says and shows nothing */
    ARCHIVE_BROKEN  /* json.error says why */
} archive_found;

typedef struct archive_post {
    json_draft json; /* the draft: json.draft */
    hp_str account;  /* "@name", "@name@host" or a name as told; empty: not told */
    char month[8];   /* "2024-03"; empty: not known */
    size_t pictures, undescribed;
    char *made; /* what the views point to beside the JSON */
    hp_media alone;
} archive_post;

/* Reads a task of an archive. Free it in every case. */
archive_found archive_read(const task *job, archive_post *out);
void archive_free(archive_post *post);

#endif
