/* roster_csv.h - class lists as schools export them, read for what tells a student's name and nothing else.
 *
 * Understood by their headers: OneRoster 1.1 and 1.2 users.csv, Clever, PowerSchool, Google Admin, Canvas, and lists
 * made by hand ("First Name", "Name"), also a list of names without a header. Kept: given, preferred and family name,
 * username, id, mail, grade, photo release, directory opt-out. Every other column is passed over and never stored. */
#ifndef CLI_ROSTER_CSV_H
#define CLI_ROSTER_CSV_H

#include "hallpass.h"

/* The people of several files. The persons are views of the files' bytes, which live as long. */
typedef struct people {
    hp_person *list;
    size_t count, room;
    char **buffers;
    size_t buffer_count, buffer_room;
    size_t passed_over; /* rows of staff, parents and test students */
} people;

/* Adds the students of a file. false: one message has told what is wrong, with the line and a way to mend it. */
bool people_load(people *all, const char *path);

void people_free(people *all);

#endif
