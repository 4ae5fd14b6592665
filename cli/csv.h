/* csv.h - a reader of comma separated values as RFC 4180 describes them and spreadsheets write them: a byte order mark,
 * commas, semicolons or tabs (seen from the first line), quotes, line ends of every kind. */
#ifndef CLI_CSV_H
#define CLI_CSV_H

#include "hallpass.h"

enum { CSV_FIELDS = 256 }; /* columns of the widest export */

typedef struct csv {
    char *p, *end; /* what is not read yet; fields are unquoted in place */
    char separator;
    size_t next_line;    /* from 1 */
    size_t line;         /* where the record returned last began */
    size_t blank;        /* records passed that held nothing */
    const char *problem; /* why csv_next was false; NULL: the end */
    hp_str fields[CSV_FIELDS];
    size_t count;
} csv;

/* Starts on a file's bytes, which it changes and which must outlive the fields. */
void csv_start(csv *c, char *bytes, size_t n);

/* The next record that is not blank, its fields without quotes and outer blanks. false: the end, or c->problem. */
bool csv_next(csv *c);

#endif
