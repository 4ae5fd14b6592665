/* browsers.c - see browsers.h. */
#include "browsers.h"

#include <stdlib.h>
#include <unistd.h>

#include "hook_child.h"
#include "mem.h"
#include "programs.h"

enum { MANIFEST_BYTES = 64 * 1024 };

static const browser browsers[] = {
    {"Chromium", "chromium", ".config/chromium", "NativeMessagingHosts/hallpass.json",
     "/etc/chromium/native-messaging-hosts/hallpass.json"},
    {"Chrome", "chromium", ".config/google-chrome", "NativeMessagingHosts/hallpass.json",
     "/etc/opt/chrome/native-messaging-hosts/hallpass.json"},
    {"Firefox", "firefox", ".mozilla", "native-messaging-hosts/hallpass.json",
     "/usr/lib/mozilla/native-messaging-hosts/hallpass.json"},
};
enum { BROWSERS = sizeof(browsers) / sizeof(browsers[0]) };

const browser *browser_at(size_t at) {
    return at < BROWSERS ? &browsers[at] : NULL;
}

bool browser_used(const browser *b) {
    const char *home = getenv("HOME");
    char *folder = home && home[0] == '/' ? mem_text("%s/%s", home, b->home) : NULL;
    bool used = folder && access(folder, X_OK) == 0;
    free(folder);
    return used;
}

char *browser_manifest(const browser *b) {
    const char *home = getenv("HOME");
    return home && home[0] == '/' ? mem_text("%s/%s/%s", home, b->home, b->own) : NULL;
}

bool browser_manifest_text(const browser *b, const char *host, output *out) {
    char *beside = program_path("host"), *manifest = mem_text("--manifest=%s", b->kind),
         *path = mem_text("--path=%s", host ? host : beside);
    int status = child_read((const char *const[]){beside, manifest, path, NULL}, MANIFEST_BYTES, out);
    free(path);
    free(manifest);
    free(beside);
    return status == 0;
}
