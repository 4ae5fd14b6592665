/* gate.c - see gate.h. */
#include "gate.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>

#include "tell.h"

bool gate_open(gate *g) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    unsigned char random[GATE_TOKEN];
    *g = (gate){.host = ""};
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random) {
        tell("cannot make a token: %s", strerror(errno));
        return false;
    }
    for (size_t i = 0; i < GATE_TOKEN; i++) g->token[i] = digits[random[i] & 63];
    return true;
}

void gate_name(gate *g, unsigned port) {
    snprintf(g->host, sizeof g->host, "127.0.0.1:%u", port & 0xffff);
    snprintf(g->origin, sizeof g->origin, "http://%s", g->host);
}

/* In the same time wherever they differ, so that a token cannot be found letter by letter. */
static bool same_token(const char *a, const char *b) {
    unsigned differs = strlen(a) != GATE_TOKEN;
    for (size_t i = 0; i < GATE_TOKEN && a[i]; i++) differs |= (unsigned)(a[i] ^ b[i]);
    return !differs;
}

static bool has_token(const gate *g, const char *authorization) {
    static const char scheme[] = "Bearer ";
    return authorization && strncmp(authorization, scheme, sizeof(scheme) - 1) == 0 &&
           same_token(authorization + sizeof(scheme) - 1, g->token);
}

static bool is_json(const char *type) {
    static const char json[] = "application/json";
    size_t n = sizeof(json) - 1;
    return type && strncasecmp(type, json, n) == 0 && (type[n] == 0 || type[n] == ';' || type[n] == ' ');
}

bool gate_knows(const gate *g, const http_head *head) {
    return gate_refuse(g, head, true, false) == 0;
}

unsigned gate_refuse(const gate *g, const http_head *head, bool secret, bool posted) {
    if (!head->host || strcmp(head->host, g->host) != 0) return HTTP_MISDIRECTED;
    if (head->origin && strcmp(head->origin, g->origin) != 0) return HTTP_FORBIDDEN;
    if (secret && !has_token(g, head->authorization)) return HTTP_UNAUTHORIZED;
    if (posted && !is_json(head->type)) return HTTP_UNSUPPORTED_TYPE;
    return 0;
}
