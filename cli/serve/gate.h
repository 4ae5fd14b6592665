/* gate.h - who may ask the page's server what. Any program on the computer and any page in the browser can reach its
 * port; only the page that it gave out itself gets an answer. */
#ifndef CLI_SERVE_GATE_H
#define CLI_SERVE_GATE_H

#include "http.h"

enum { GATE_TOKEN = 43 }; /* characters that hold 256 bits, six a character */

typedef struct gate {
    char host[sizeof("127.0.0.1:65535")];
    char origin[sizeof("http://127.0.0.1:65535")];
    char token[GATE_TOKEN + 1];
} gate;

/* Makes a token that nobody can guess; false: told why. */
bool gate_open(gate *g);

/* What the server is called; known when it listens. */
void gate_name(gate *g, unsigned port);

/* Whether a request comes under our name, from our page or from none, with the token. */
bool gate_knows(const gate *g, const http_head *head);

/* 0, or the status that refuses: a name that is not ours (421: a foreign name that was made to point here), a foreign
 * origin (403), a missing or wrong token (401) where `secret`, a body that a plain form could send (415) where
 * `posted`. */
unsigned gate_refuse(const gate *g, const http_head *head, bool secret, bool posted);

#endif
