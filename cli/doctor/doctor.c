/* doctor.c - see doctor.h. */
#include "doctor.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

/* A path begins there, and does not go on before it. */
static bool is_path_at(const char *text, const char *at, const char *home, size_t n) {
    return strncmp(at, home, n) == 0 && at[n] == '/' && (at == text || strchr(" \"'=>:", at[-1]));
}

/* Puts "~" for the home folder, in place. */
static void shorten(char *text) {
    const char *home = getenv("HOME");
    size_t n = home && home[0] == '/' ? strlen(home) : 0;
    for (char *at = text; at && n > 1 && *at; at++) {
        if (!is_path_at(text, at, home, n)) continue;
        *at = '~';
        memmove(at + 1, at + n, strlen(at + n) + 1);
    }
}

void doctor_add(doctor *d, const char *about, health state, char *says, char *mend) {
    shorten(says);
    shorten(mend);
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
