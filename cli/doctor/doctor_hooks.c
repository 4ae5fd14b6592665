/* doctor_hooks.c - what asks hallpass before something is published: whether it still can. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "doctor.h"
#include "hooks/browsers.h"
#include "hooks/hook.h"
#include "hooks/wrapper.h"
#include "mem.h"
#include "programs.h"

static const char hooks_[] = "hooks", browsers_[] = "browsers", clipboard_[] = "clipboard";

enum { MANIFEST_BYTES = 64 * 1024 };

/* ---- hooks ------------------------------------------------------------------------------------------------------- */

/* Two texts are sent through; what is found in them is not for the person who asked for something else. */
static bool works(const hook *h, const arguments *args) {
    int quiet = open("/dev/null", O_WRONLY | O_CLOEXEC),
        ours = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (quiet >= 0 && ours >= 0) dup2(quiet, STDERR_FILENO);
    bool good = hook_try(h, args).works;
    if (quiet >= 0 && ours >= 0) dup2(ours, STDERR_FILENO);
    if (quiet >= 0) close(quiet);
    if (ours >= 0) close(ours);
    return good;
}

static char *again(const hook *h) {
    return mem_text("hallpass hook install %s", h->name);
}

/* A script stands before a program only where PATH finds it first. */
static void look_on_path(doctor *d, const hook *h, const char *wrapper) {
    char *first = wrapper_search(h->name, true);
    if (!first || !scripts_are_ours(first)) {
        char *folder = mem_text("%.*s", (int)(strrchr(wrapper, '/') - wrapper), wrapper);
        doctor_add(
            d, hooks_, HEALTH_MEND,
            mem_text("%s: its script is not the first \"%s\" on your PATH, so it is not asked", h->name, h->name),
            mem_text("export PATH=%s:$PATH", folder));
        free(folder);
    }
    free(first);
}

/* Adds the name of a hook that is installed to `sound`, or tells what keeps it from working. */
static void look_at(doctor *d, const hook *h, bool before_program, output *sound) {
    const arguments none = {.given_count = 0};
    scripts s = {0};
    bool placed = h->scripts(&none, false, &s), ours = false;
    size_t told = d->count;
    for (size_t i = 0; placed && i < s.count; i++) {
        if (!scripts_are_ours(s.list[i].path)) continue;
        ours = true;
        char *missing = scripts_missing(s.list[i].path);
        if (missing)
            doctor_add(d, hooks_, HEALTH_MEND,
                       mem_text("%s: \"%s\" is missing, so nothing is published", h->name, missing), again(h));
        free(missing);
    }
    if (ours && before_program) look_on_path(d, h, s.list[0].path);
    if (ours && d->count == told && !works(h, &none))
        doctor_add(d, hooks_, HEALTH_MEND, mem_text("%s: it does not do what it should", h->name),
                   mem_text("hallpass hook test %s", h->name));
    if (ours && d->count == told) {
        out_z(sound, sound->n > 0 ? ", " : "");
        out_z(sound, h->name);
    }
    scripts_free(&s);
}

void doctor_hooks(doctor *d) {
    output sound = OUT_MEMORY;
    bool repository = access(".git", F_OK) == 0, home = getenv("HOME");
    const hook *h;
    for (size_t i = 0; (h = hook_at(i)); i++) {
        bool of_git = h == &hook_git || h == &hook_push;
        if (h->scripts && (of_git ? repository : home)) look_at(d, h, !of_git, &sound);
    }
    if (sound.n > 0)
        doctor_add(d, hooks_, HEALTH_FINE,
                   mem_text("%.*s: tried, they let a harmless text through and hold a held one", (int)sound.n, sound.p),
                   NULL);
    doctor_fine(
        d, hooks_,
        mem_text("none is installed%s", repository ? "" : " (those of git are looked for in a repository's folder)"));
    out_free(&sound);
}

/* ---- browsers ---------------------------------------------------------------------------------------------------- */

/* Where a manifest says that the program is; NULL: nowhere. The caller frees it. */
static char *host_of(const char *manifest) {
    static const char mark[] = "\"path\": \"";
    const char *at = strstr(manifest, mark);
    return at ? mem_text("%.*s", (int)strcspn(at + sizeof(mark) - 1, "\""), at + sizeof(mark) - 1) : NULL;
}

static bool is_right(const browser *b, const char *manifest, const char *host) {
    output wanted = OUT_MEMORY;
    bool right = browser_manifest_text(b, host, &wanted) && view_is(out_view(&wanted), manifest);
    out_free(&wanted);
    return right;
}

static void look_at_manifest(doctor *d, const browser *b, const char *path, output *sound) {
    char *bytes;
    size_t n;
    const char *why;
    if (access(path, F_OK) != 0) return;
    bool read = files_load(path, MANIFEST_BYTES, false, &bytes, &n, &why);
    char *manifest = read ? mem_text("%.*s", (int)n, bytes) : mem_text("%s", ""), *host = host_of(manifest);
    bool there = host && access(host, X_OK) == 0;
    if (there && is_right(b, manifest, host)) {
        out_z(sound, sound->n > 0 ? ", " : "");
        out_z(sound, b->name);
    } else {
        doctor_add(d, browsers_, HEALTH_MEND,
                   host && !there ? mem_text("%s: \"%s\" is missing, so the extension cannot ask", b->name, host)
                                  : mem_text("%s: %s is not what the extension needs", b->name, path),
                   mem_text("hallpass host --manifest=%s >%s", b->kind, path));
    }
    free(host);
    free(manifest);
    free(bytes);
}

void doctor_browsers(doctor *d) {
    output sound = OUT_MEMORY;
    const browser *b;
    for (size_t i = 0; (b = browser_at(i)); i++) {
        char *own = browser_manifest(b);
        bool personal = own && access(own, F_OK) == 0; /* it comes before the one for everyone */
        look_at_manifest(d, b, personal ? own : b->shared, &sound);
        free(own);
    }
    if (sound.n > 0)
        doctor_add(d, browsers_, HEALTH_FINE, mem_text("%.*s: the extension finds hallpass", (int)sound.n, sound.p),
                   NULL);
    doctor_fine(d, browsers_, mem_text("none has been told of hallpass"));
    out_free(&sound);
}

/* ---- the clipboard ----------------------------------------------------------------------------------------------- */

/* Where systemd notes that the watch starts with the desktop; the caller frees it. NULL: there is no home folder. */
static char *clip_unit(void) {
    static const char unit[] = "systemd/user/graphical-session.target.wants/hallpass-clip.service";
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    if (config && config[0] == '/') return mem_text("%s/%s", config, unit);
    return home && home[0] == '/' ? mem_text("%s/.config/%s", home, unit) : NULL;
}

void doctor_clipboard(doctor *d) {
    struct stat st;
    char *unit = clip_unit(), *clip = program_path("clip");
    bool noted = unit && lstat(unit, &st) == 0;
    if (noted && access(unit, R_OK) != 0)
        doctor_add(d, clipboard_, HEALTH_MEND, mem_text("what starts its watch with the desktop is not there any more"),
                   mem_text("systemctl --user reenable hallpass-clip"));
    else if (noted && access(clip, X_OK) != 0)
        doctor_add(d, clipboard_, HEALTH_MEND, mem_text("its watch, \"%s\", is missing", clip),
                   mem_text("install hallpass again"));
    else
        doctor_add(d, clipboard_, HEALTH_FINE,
                   mem_text(noted ? "watched, from each start of the desktop on" : "not watched by itself"), NULL);
    free(clip);
    free(unit);
}
