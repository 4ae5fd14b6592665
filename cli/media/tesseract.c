/* tesseract.c - see tesseract.h. */
#include "tesseract.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool find(void *library, const char *name, void *call) {
    void *at = dlsym(library, name);
    memcpy(call, &at, sizeof(at)); /* C has no way from an object's address to a function's */
    return at != NULL;
}

const tesseract *tesseract_load(void) {
    static tesseract calls;
    setenv("OMP_THREAD_LIMIT", "1", 0); /* read as the library is loaded; a reader makes no threads */
    void *library = dlopen("libtesseract.so.5", RTLD_NOW | RTLD_LOCAL);
    bool whole = library != NULL;
#define TESSERACT_CALL(name) whole = whole && find(library, "Tess" #name, &calls.name);
    TESSERACT_CALLS(TESSERACT_CALL)
#undef TESSERACT_CALL
    return whole ? &calls : NULL;
}
