/* xml.h - XML, element by element. The only wrapper of expat, which stops entities that grow without end. */
#ifndef MEDIA_XML_H
#define MEDIA_XML_H

#include "hallpass.h"

/* Names are as written ("dc:creator"); attributes: name, value, ..., NULL. */
typedef struct xml_handler {
    void (*open)(void *user, const char *name, const char **attributes);
    void (*text)(void *user, hp_str text);
    void (*close)(void *user, const char *name);
    void *user;
} xml_handler;

/* false: it is broken; what stands before was handed out. */
bool xml_walk(hp_str document, const xml_handler *handler);

/* The name without what stands before its colon. */
const char *xml_local(const char *name);

#endif
