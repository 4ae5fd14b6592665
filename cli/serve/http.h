/* http.h - a small web server on this computer's own address. The only wrapper of libmicrohttpd.
 *
 * One thread: http_turn does what there is to do and returns. Bounded: HTTP_CONNECTIONS at a time, HTTP_SECONDS for a
 * request from its first byte to the last of its answer (HTTP_STRANGER_SECONDS on a connection that has not shown that
 * it is one of ours, and that goes first when places are short), HTTP_BODY bytes of body, a few kilobytes of head. */
#ifndef CLI_SERVE_HTTP_H
#define CLI_SERVE_HTTP_H

#include "hallpass.h"

enum { HTTP_CONNECTIONS = 32, HTTP_SECONDS = 15, HTTP_STRANGER_SECONDS = 3, HTTP_BODY = 1 << 20 };

enum {
    HTTP_OK = 200,
    HTTP_NO_CONTENT = 204,
    HTTP_BAD_REQUEST = 400,
    HTTP_UNAUTHORIZED = 401,
    HTTP_FORBIDDEN = 403,
    HTTP_NOT_FOUND = 404,
    HTTP_METHOD_NOT_ALLOWED = 405,
    HTTP_TOO_LARGE = 413,
    HTTP_UNSUPPORTED_TYPE = 415,
    HTTP_MISDIRECTED = 421,
    HTTP_UNAVAILABLE = 503
};

/* A request's head. Texts live as long as the callback; NULL: not told. */
typedef struct http_head {
    const char *method, *path, *host, *origin, *authorization, *type;
} http_head;

typedef struct http_answer {
    unsigned status;
    const char *type; /* of the body; NULL: JSON */
    hp_str body;      /* copied when the callback returns */
} http_answer;

typedef struct http_callbacks {
    /* Asked before the body is read. 0: read it; else the status of an answer that says no. *known, which is false:
     * whether whoever sent it has shown that it is one of ours. */
    unsigned (*refuse)(void *user, const http_head *head, bool *known);
    /* Asked when all of a request is there that was not refused. */
    void (*answer)(void *user, const http_head *head, hp_str body, http_answer *out);
    void *user;
} http_callbacks;

typedef struct http_server http_server;

/* Listens on 127.0.0.1, on a port that the system chooses. NULL: told why. */
http_server *http_open(const http_callbacks *callbacks, unsigned *port);
void http_close(http_server *s);

/* Waits at most `ms` milliseconds for requests, or until `wake` can be read, and serves what has come. */
void http_turn(http_server *s, int wake, int ms);

#endif
