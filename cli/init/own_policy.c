/* own_policy.c - see own_policy.h. */
#include "own_policy.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "files.h"
#include "keep.h"
#include "mem.h"

enum { POLICY_BYTES = 64 * 1024 };

static const char head[] =
    "# My own settings, begun by \"hallpass init\"; \"hallpass policy check mine.yaml\" reads them.\n"
    "hallpass: policy/1\n"
    "id: mine\n"
    "title: My own settings\n"
    "version: 1\n"
    "layer: person    # it may be stricter than the policies below it, never less strict\n"
    "extends: [{ id: base }]\n",
                  zone_key[] = "time-zone: ",
                  tail[] =
                      "# Answers about names, once and for all: not-a-person, adult or allowed. They never count for\n"
                      "# a student on a class list.\n"
                      "# answers:\n"
                      "#   - { text: Will, is: not-a-person }\n";

static char *text_of(const char *zone) {
    return mem_text("%s%s%s%s%s", head, zone ? zone_key : "", zone ? zone : "", zone ? "\n" : "", tail);
}

/* The zone that a text names; NULL: none. */
static char *zone_of(const char *text) {
    const char *at = strstr(text, zone_key);
    if (!at) return NULL;
    at += sizeof(zone_key) - 1;
    return mem_text("%.*s", (int)strcspn(at, "\n"), at);
}

static void look(own_policy *p) {
    struct stat st;
    char *bytes = NULL;
    size_t n;
    const char *why;
    if (lstat(p->path, &st) != 0) return;
    p->state = OWN_EDITED;
    if (!S_ISREG(st.st_mode) || !files_load(p->path, POLICY_BYTES, false, &bytes, &n, &why)) return;
    char *text = mem_text("%.*s", (int)n, n ? bytes : ""), *zone = zone_of(text), *written = text_of(zone);
    if (strcmp(text, written) == 0) {
        p->state = OWN_WRITTEN;
        p->zone = zone;
        zone = NULL;
    }
    free(zone);
    free(written);
    free(text);
    free(bytes);
}

own_policy own_policy_find(void) {
    char *folders[FILES_CONFIG_FOLDERS];
    files_config_folders("policies", folders);
    own_policy p = {.path = folders[0] ? mem_text("%s/mine.yaml", folders[0]) : NULL};
    for (size_t i = 0; i < FILES_CONFIG_FOLDERS; i++) free(folders[i]);
    if (p.path) look(&p);
    return p;
}

void own_policy_free(own_policy *p) {
    free(p->path);
    free(p->zone);
    *p = (own_policy){0};
}

bool own_policy_write(const own_policy *p, const char *zone, const char **why) {
    char *folder = mem_text("%.*s", (int)(strrchr(p->path, '/') - p->path), p->path), *text = text_of(zone);
    bool ok = keep_folder(folder, 0700, why) && keep_file(p->path, view(text), 0644, p->state == OWN_NONE, why);
    free(text);
    free(folder);
    return ok;
}
