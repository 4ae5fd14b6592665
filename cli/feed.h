/* feed.h - the inputs of a run, one draft after the other.
 *
 * All files are opened by feed_open, before the sandbox; their bytes are read by feed_next, inside it. A JSON Lines
 * input is read line by line and never kept whole. */
#ifndef CLI_FEED_H
#define CLI_FEED_H

#include "hallpass.h"

typedef enum input_kind {
    INPUT_TEXT = 0,
    INPUT_MARKDOWN,
    INPUT_HTML,
    INPUT_JSON,
    INPUT_JSONL,
    INPUT_MASTODON, /* archives, from here on: outbox.json */
    INPUT_X,        /* tweets.js */
    INPUT_CSV
} input_kind;

#define FEED_KINDS "text|markdown|html|json|jsonl"
#define FEED_ARCHIVES "jsonl|mastodon|x|csv"

/* One draft, not yet understood. */
typedef struct task {
    size_t number;    /* of all that the feed gives, from 1 */
    const char *name; /* the file's path, or "standard input"; lives as long as the feed */
    bool is_file;
    input_kind kind;
    size_t line;         /* of a JSON Lines or CSV input, from 1; of another archive: the post's number; 0: none */
    hp_str bytes;        /* valid until the next feed_next */
    bool partial;        /* over the cap: only the beginning */
    const char *problem; /* it could not be read; NULL: it could */
    const struct archive_columns *columns; /* of a CSV input; lives as long as the feed */
} task;

typedef struct feed feed;

/* Opens the operands ("-": standard input; none at all: the same). `kind` is the value of --input; NULL: the name's
 * ending says it. A file that cannot be opened is told at once and comes as a task with a problem. A terminal is made
 * ready for a paste. */
feed *feed_open(const char **operands, size_t count, const char *kind);

/* The same for archives, each of which is cut into posts and never kept whole (cut.h). `column`: of a CSV file the one
 * that holds the text; NULL: the one that is called like it. NULL: told, too, when a name does not say what an archive
 * is written in. */
feed *feed_open_archives(const char **operands, size_t count, const char *kind, const char *column);

/* Asks for the paste where there is a terminal: only when all else is ready to take it. */
void feed_ask(const feed *f);

/* Before it waits for more input the feed calls `idle`, which sends off what is finished: who gives a line may want its
 * answer before the next. */
void feed_on_idle(feed *f, void (*idle)(void *user), void *user);

/* false: there are no more. */
bool feed_next(feed *f, task *out);

void feed_close(feed *f);

size_t feed_inputs(const feed *f);
bool feed_has_lines(const feed *f); /* one of them is JSON Lines */
bool feed_has_json(const feed *f);  /* or JSON */
bool feed_from_terminal(const feed *f);

/* Bytes of all inputs that are files. */
size_t feed_size(const feed *f);

/* The descriptors that it still needs; the caller frees them. */
int *feed_descriptors(const feed *f, size_t *count);

#endif
