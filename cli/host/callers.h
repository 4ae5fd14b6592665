/* callers.h - who may ask: the extension of this project, by the id that its manifest fixes for each browser. */
#ifndef CLI_HOST_CALLERS_H
#define CLI_HOST_CALLERS_H

#include "out.h"

/* Browsers start the program with the words that tell who asks: Chromium with the extension's origin first, Firefox
 * with the path of the program's manifest and the extension's id. false: it is not our extension. */
bool callers_know(const char *const *words, size_t count);

/* The manifest that tells a browser ("chromium" or "firefox") where the program is and who may start it. */
void callers_manifest(output *to, const char *browser, const char *program);

#endif
