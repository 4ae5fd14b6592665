/* callers.c - see callers.h. */
#include "callers.h"

#include <string.h>

#include "json_out.h"

/* Made of "key" in the extension's manifest: the first 16 bytes of its SHA-256, a to p for each four bits. */
#define CHROMIUM_ORIGIN "chrome-extension://jghfecnmighmknpekokpcnnmipkhllfj/"
/* "browser_specific_settings.gecko.id" in the extension's manifest. */
#define FIREFOX_ID "{67c66c7b-1229-4888-9a25-e83eb13b2011}"

bool callers_know(const char *const *words, size_t count) {
    if (count >= 1 && strcmp(words[0], CHROMIUM_ORIGIN) == 0) return true;
    return count >= 2 && words[0][0] == '/' && strcmp(words[1], FIREFOX_ID) == 0;
}

static void text(json_out *j, const char *key, const char *value) {
    json_put_key(j, key);
    json_put_text(j, (hp_str){value, strlen(value)});
}

void callers_manifest(output *to, const char *browser, const char *program) {
    bool firefox = strcmp(browser, "firefox") == 0;
    const char *caller = firefox ? FIREFOX_ID : CHROMIUM_ORIGIN;
    json_out j = {.to = to, .pretty = true};
    json_put_open(&j, '{');
    text(&j, "name", "hallpass");
    text(&j, "description", "Checks a teacher's draft on this computer before it is posted");
    text(&j, "path", program);
    text(&j, "type", "stdio");
    json_put_key(&j, firefox ? "allowed_extensions" : "allowed_origins");
    json_put_open(&j, '[');
    json_put_text(&j, (hp_str){caller, strlen(caller)});
    json_put_close(&j, ']');
    json_put_close(&j, '}');
    out_char(to, '\n');
}
