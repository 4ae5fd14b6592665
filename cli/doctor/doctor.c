/* doctor.c - see doctor.h. */
#include "doctor.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

void doctor_add(doctor *d, const char *about, health state, char *says, char *mend) {
    d->list = mem_grow(d->list, &d->room, d->count + 1, sizeof(*d->list));
    d->list[d->count++] = (remark){about, state, says, mend};
}

void doctor_fine(doctor *d, const char *about, char *says) {
    bool said = false;
    for (size_t i = 0; i < d->count && !said; i++) said = strcmp(d->list[i].about, about) == 0;
    if (said)
        free(says);
    else
        doctor_add(d, about, HEALTH_FINE, says, NULL);
}

static size_t files_in(const char *folder, const char *ending) {
    size_t count = 0;
    char **list = folder ? files_list(folder, ending, &count) : NULL;
    files_free_list(list, count);
    return count;
}

void doctor_outdone(doctor *d, const char *about, const char *dir, const char *ending) {
    char *folders[FILES_CONFIG_FOLDERS];
    files_config_folders(dir, folders);
    if (files_in(folders[0], ending) > 0 && files_in(folders[1], ending) > 0)
        doctor_add(d, about, HEALTH_NOTE, mem_text("your own count, and those for everyone in %s do not", folders[1]),
                   NULL);
    for (size_t i = 0; i < FILES_CONFIG_FOLDERS; i++) free(folders[i]);
}

char *doctor_path(const char *path) {
    const char *home = getenv("HOME");
    size_t n = home && home[0] == '/' ? strlen(home) : 0;
    bool below = n > 1 && strncmp(path, home, n) == 0 && (path[n] == '/' || path[n] == 0);
    return below ? mem_text("~%s", path + n) : mem_text("%s", path);
}
