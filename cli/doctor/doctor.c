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

char *doctor_path(const char *path) {
    const char *home = getenv("HOME");
    size_t n = home && home[0] == '/' ? strlen(home) : 0;
    bool below = n > 1 && strncmp(path, home, n) == 0 && (path[n] == '/' || path[n] == 0);
    return below ? mem_text("~%s", path + n) : mem_text("%s", path);
}
