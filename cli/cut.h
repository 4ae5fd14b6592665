/* cut.h - where one post of an archive ends and the next one begins: an archive is cut as it is read and never held
 * whole. Only the brackets, quotes and commas are looked at; whether a post is sound is seen by who reads it. */
#ifndef CLI_CUT_H
#define CLI_CUT_H

#include "hallpass.h"

typedef enum cut_form {
    CUT_LIST = 0, /* the first JSON list, whatever stands before it: "window.YTD.tweets.part0 = [ ... ]" */
    CUT_ORDERED,  /* the list under "orderedItems" of the outermost JSON object */
    CUT_RECORDS   /* the records of a CSV file, whose quoted fields may hold newlines */
} cut_form;

typedef enum cut_found {
    CUT_MORE = 0, /* more bytes are wanted */
    CUT_ONE,
    CUT_END,    /* of the list, or of the file's records */
    CUT_SHORT,  /* the file ended before its list did */
    CUT_NO_LIST /* there is none */
} cut_found;

/* Begin with CUT_OF(form). Offsets count from the first byte that is still held. */
typedef struct cutter {
    cut_form form;
    char separator; /* of records; 0 while the header is cut, where each of the usual ones counts */
    size_t number;  /* of the post cut last: in a list, from 1; of records: the line on which it begins */
    size_t at;      /* looked at until here */
    size_t begin;   /* of the post under way */
    bool under_way;
    bool inside; /* the list was found */
    bool string, escaped;
    size_t depth; /* of brackets: in the post, or before the list was found in the whole */
    char key[16]; /* the last text on the outermost level */
    size_t key_bytes;
    bool is_key; /* and a colon stood behind it */
    size_t lines;
    bool field_starts, quoted, after_quote, after_return;
} cutter;

#define CUT_OF(what) ((cutter){.form = (what)})

/* Looks on through what is held; `ended`: nothing will follow. CUT_ONE: *one is a view of the post. */
cut_found cut_next(cutter *c, hp_str held, bool ended, hp_str *one);

/* How many of the first bytes are needed no more; they count as dropped from now on. */
size_t cut_drop(cutter *c);

/* Bytes of the post under way that were held until now. */
size_t cut_pending(const cutter *c);

/* Lets those bytes of the post under way go: it is too long. */
size_t cut_forget(cutter *c);

#endif
