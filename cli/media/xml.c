/* xml.c - see xml.h. */
#include "xml.h"

#include <expat.h>
#include <limits.h>
#include <string.h>

static void on_open(void *user, const XML_Char *name, const XML_Char **attributes) {
    const xml_handler *h = user;
    h->open(h->user, name, attributes);
}

static void on_text(void *user, const XML_Char *text, int n) {
    const xml_handler *h = user;
    h->text(h->user, (hp_str){text, (size_t)n});
}

static void on_close(void *user, const XML_Char *name) {
    const xml_handler *h = user;
    h->close(h->user, name);
}

bool xml_walk(hp_str document, const xml_handler *handler) {
    if (document.n > INT_MAX) return false;
    XML_Parser parser = XML_ParserCreate(NULL);
    if (!parser) return false;
    XML_SetUserData(parser, (void *)(uintptr_t)handler);
    XML_SetElementHandler(parser, on_open, on_close);
    XML_SetCharacterDataHandler(parser, on_text);
    bool good = XML_Parse(parser, document.p, (int)document.n, XML_TRUE) == XML_STATUS_OK;
    XML_ParserFree(parser);
    return good;
}

const char *xml_local(const char *name) {
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}
