/* country.c - see country.h. */
#include "country.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "mem.h"
#include "sources.h"

enum { TABLE_BYTES = 1 << 20, PATH_BYTES = 4096 };

static const country countries[] = {
    {MESSAGE_INIT_US, "US", "America/New_York", "district.yaml"},
    {MESSAGE_INIT_GB, "GB", "Europe/London", "uk-trust.yaml"},
    {MESSAGE_INIT_CA, "CA", "America/Toronto", "ontario-board.yaml"},
    {MESSAGE_INIT_AU, "AU", "Australia/Sydney", "australia-department.yaml"},
    {MESSAGE_INIT_ELSEWHERE, NULL, NULL, NULL},
};
enum { COUNTRIES = sizeof(countries) / sizeof(countries[0]) };

const country *country_at(size_t at) {
    return at < COUNTRIES ? &countries[at] : NULL;
}

bool country_zone_known(const char *zone) {
    char *path = mem_text(SOURCES_ZONES "/%s", zone);
    const char *why;
    int fd = zone[0] && zone[0] != '/' && !strstr(zone, "..") ? files_open(path, false, &why) : -1;
    if (fd >= 0) close(fd);
    free(path);
    return fd >= 0;
}

char *country_zone_here(void) {
    static const char part[] = "/zoneinfo/";
    const char *told = getenv("TZ");
    if (told && country_zone_known(told + (told[0] == ':'))) return mem_text("%s", told + (told[0] == ':'));
    char path[PATH_BYTES];
    ssize_t n = readlink("/etc/localtime", path, sizeof(path) - 1);
    path[n > 0 ? n : 0] = 0;
    const char *zone = strstr(path, part);
    return mem_text("%s", zone && country_zone_known(zone + sizeof(part) - 1) ? zone + sizeof(part) - 1 : "UTC");
}

/* Whether the database's table has a line "CODE\tcoordinates\tZONE"; a code or a zone that is NULL fits all. */
static bool is_listed(const char *code, const char *zone) {
    char *bytes;
    size_t n;
    const char *why;
    bool found = false;
    if (!files_load(SOURCES_ZONES "/zone.tab", TABLE_BYTES, false, &bytes, &n, &why)) return false;
    char *table = mem_text("%.*s", (int)n, bytes), *rest = NULL;
    for (char *line = strtok_r(table, "\n", &rest); line && !found; line = strtok_r(NULL, "\n", &rest)) {
        char *fields = NULL, *in = strtok_r(line, "\t", &fields);
        strtok_r(NULL, "\t", &fields);
        char *name = strtok_r(NULL, "\t", &fields);
        found = in && name && (!code || strcmp(in, code) == 0) && (!zone || strcmp(name, zone) == 0);
    }
    free(table);
    free(bytes);
    return found;
}

bool country_has_zone(const country *c, const char *zone) {
    return !c->code || is_listed(c->code, zone);
}

/* "GB" of "en_GB.UTF-8" */
static bool language_is_of(const country *c) {
    const char *told = getenv("LC_ALL");
    if (!told || !*told) told = getenv("LANG");
    const char *line = told ? strchr(told, '_') : NULL;
    return c->code && line && strncmp(line + 1, c->code, strlen(c->code)) == 0;
}

size_t country_here(void) {
    char *zone = country_zone_here();
    size_t at = COUNTRIES;
    for (size_t i = 0; i < COUNTRIES && at == COUNTRIES; i++)
        if (countries[i].code && is_listed(countries[i].code, zone)) at = i;
    if (at == COUNTRIES && is_listed(NULL, zone)) at = COUNTRIES - 1; /* a country that has no row */
    for (size_t i = 0; i < COUNTRIES && at == COUNTRIES; i++)
        if (language_is_of(&countries[i])) at = i;
    free(zone);
    return at < COUNTRIES ? at : 0;
}
