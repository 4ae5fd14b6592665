/* roster_csv.h - class lists as schools export them, read for what tells a student's name and nothing else.
 *
 * Understood by their headers: OneRoster 1.1 and 1.2 users.csv, Clever, PowerSchool, Google Admin, Canvas, and lists
 * made by hand ("First Name", "Name"), also a list of names without a header. Kept: given, preferred and family name,
 * username, id, mail, grade, photo release, directory opt-out. Every other column is passed over and never stored. */
#ifndef CLI_ROSTER_CSV_H
#define CLI_ROSTER_CSV_H

#include "hallpass.h"

/* What a column of a file's first line is read for. */
typedef struct roster_column {
    hp_str header;
    const char *use; /* "given name"; NULL: it is dropped */
    bool kept;       /* false: it tells staff from students, or a name again, and is not kept either */
} roster_column;

/* The people of several files. The persons and headers are views of the files' bytes, which live as long. */
typedef struct people {
    hp_person *list;
    size_t *lines; /* where each stands in its file, from 1: a student who goes by another family name is two persons,
                      one behind the other, of one line */
    size_t count, room, line_room;
    size_t students;        /* persons, such two counted as one */
    roster_column *columns; /* none of a list without headers */
    size_t column_count, column_room;
    char **buffers;
    size_t buffer_count, buffer_room;
    size_t passed_over; /* rows of staff, parents and test students, and those without a name */
    size_t nameless;    /* of those, the ones without a name */
    size_t blank;       /* lines that hold nothing */
} people;

/* Adds the students of a file. false: one message has told what is wrong, with the line and a way to mend it. */
bool people_load(people *all, const char *path);

void people_free(people *all);

#endif
