/* doctor_lists.c - class lists: readable, for one person alone, of this school year. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "doctor.h"
#include "mem.h"
#include "roster_csv.h"

static const char lists_[] = "class lists";

enum { SCHOOL_YEAR = 300, DAY = 24 * 60 * 60 }; /* days of a list from a year's first weeks to its last */

/* Lists of which something is to be told. */
typedef struct survey {
    size_t broken, open, old, raw, students;
} survey;

static void look_at(const char *path, bool own, survey *out) {
    people one = {0};
    struct stat st;
    bool more = false;
    if (!people_load(&one, path)) out->broken++;
    for (size_t i = 0; i < one.column_count; i++) more = more || !one.columns[i].use;
    out->raw += own && more;
    out->students += one.students;
    if (stat(path, &st) == 0) {
        out->open += own && (st.st_mode & (S_IRWXG | S_IRWXO));
        out->old += time(NULL) - st.st_mtime > (time_t)SCHOOL_YEAR * DAY;
    }
    people_free(&one);
}

/* "1 of 3" */
static void tell_of(doctor *d, size_t n, size_t all, const char *what, char *mend) {
    if (n > 0)
        doctor_add(d, lists_, HEALTH_MEND, mem_text("%zu of %zu %s", n, all, what), mend);
    else
        free(mend);
}

static void tell_survey(doctor *d, const survey *found, size_t count, const char *folder) {
    tell_of(d, found->broken, count, "cannot be read, so no draft is checked; why is told above",
            mem_text("hallpass roster import FILE, or hallpass roster remove NAME"));
    tell_of(d, found->open, count, "can be read by others on this computer", mem_text("chmod 600 %s/*.csv", folder));
    tell_of(d, found->old, count, "older than a school year",
            mem_text("hallpass roster list, then hallpass roster import FILE"));
    if (found->raw > 0)
        doctor_add(d, lists_, HEALTH_NOTE,
                   mem_text("%zu of %zu with more of students than hallpass uses", found->raw, count),
                   mem_text("hallpass roster import %s/NAME.csv", folder));
}

void doctor_lists(doctor *d) {
    char *folders[FILES_CONFIG_FOLDERS];
    size_t count;
    survey found = {0};
    struct stat st;
    char **paths = files_configured("rosters", ".csv", &count);
    files_config_folders("rosters", folders);
    const char *folder = folders[0] ? folders[0] : folders[1];
    for (size_t i = 0; i < count; i++)
        look_at(paths[i], folders[0] && strncmp(paths[i], folders[0], strlen(folders[0])) == 0, &found);
    tell_survey(d, &found, count, folder);
    if (count > 0 && folders[0] && stat(folders[0], &st) == 0 && (st.st_mode & (S_IRWXG | S_IRWXO)))
        doctor_add(d, lists_, HEALTH_MEND, mem_text("others on this computer can look into %s", folder),
                   mem_text("chmod 700 %s", folder));
    if (count == 0)
        doctor_add(d, lists_, HEALTH_NOTE,
                   mem_text("there is none, so your students are known by what a draft says of them only"),
                   mem_text("hallpass roster import FILE"));
    doctor_fine(d, lists_, mem_text("%zu, with %zu student%s", count, found.students, found.students == 1 ? "" : "s"));
    doctor_outdone(d, lists_, "rosters", ".csv");
    files_free_list(paths, count);
    for (size_t i = 0; i < FILES_CONFIG_FOLDERS; i++) free(folders[i]);
}
