/* http.c - see http.h. */
#include "http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "mem.h"
#include "tell.h"

/* The library takes some more connections than there are places, so that who comes when all are taken is heard, too. */
enum { HEAD_BYTES = 32 * 1024, SWEEP_MS = 1000, STANDING = 16 };

/* One open connection, in a list of all, the newest first. The library's own time limit starts anew with every byte;
 * this one does not, so that whoever sends a byte now and then keeps no place. */
typedef struct guest {
    struct guest *next, **link;
    int fd;
    int64_t since; /* milliseconds; when its present request began */
    bool known;    /* it has shown that it is one of ours */
    bool leaving;  /* it was hung up on */
} guest;

/* A request whose body is being read. */
typedef struct visit {
    char *body;
    size_t n, room;
    bool too_large;
} visit;

struct http_server {
    struct MHD_Daemon *daemon;
    http_callbacks callbacks;
    guest *guests;
    size_t guest_count, staying; /* all, and those that were not hung up on */
};

static int64_t now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- answers */

/* On every answer, also on those that say no. Nothing comes from elsewhere, nothing goes elsewhere, no text becomes
 * program (Trusted Types without a policy), nobody frames the page or reads an answer from another origin. */
static const struct {
    const char *name, *value;
} always[] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
     "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Cache-Control", "no-store"},
};

static enum MHD_Result send_answer(struct MHD_Connection *to, const http_answer *a) {
    struct MHD_Response *r =
        MHD_create_response_from_buffer(a->body.n, (void *)(uintptr_t)a->body.p, MHD_RESPMEM_MUST_COPY);
    if (!r) return MHD_NO;
    for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
        MHD_add_response_header(r, always[i].name, always[i].value);
    MHD_add_response_header(r, "Content-Type", a->type ? a->type : "application/json");
    if (a->status == HTTP_UNAUTHORIZED) MHD_add_response_header(r, "WWW-Authenticate", "Bearer");
    enum MHD_Result queued = MHD_queue_response(to, a->status, r);
    MHD_destroy_response(r);
    return queued;
}

static enum MHD_Result send_no(struct MHD_Connection *to, unsigned status) {
    char *body = mem_text("{\"error\":%u}", status);
    enum MHD_Result queued = send_answer(to, &(http_answer){.status = status, .body = view(body)});
    free(body);
    return queued;
}

/* ---- requests */

static http_head head_of(struct MHD_Connection *c, const char *method, const char *path) {
    return (http_head){.method = method,
                       .path = path,
                       .host = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Host"),
                       .origin = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Origin"),
                       .authorization = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Authorization"),
                       .type = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Content-Type")};
}

static bool announces_too_much(struct MHD_Connection *c) {
    const char *length = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Content-Length");
    return length && strtoull(length, NULL, 10) > HTTP_BODY;
}

static guest *guest_of(struct MHD_Connection *c) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static enum MHD_Result begin(http_server *s, struct MHD_Connection *c, const http_head *head, void **state) {
    guest *g = guest_of(c);
    bool known = false;
    unsigned no = s->callbacks.refuse(s->callbacks.user, head, &known);
    if (g && known) g->known = true;
    if (!no && announces_too_much(c)) no = HTTP_TOO_LARGE;
    if (no) return send_no(c, no);
    *state = mem_new(1, sizeof(visit));
    return MHD_YES;
}

static void take(visit *v, const char *bytes, size_t n) {
    v->too_large = v->too_large || n > HTTP_BODY - v->n;
    if (v->too_large) return;
    v->body = mem_grow(v->body, &v->room, v->n + n, 1);
    memcpy(v->body + v->n, bytes, n);
    v->n += n;
}

/* The library calls it with the head, with every piece of the body, and at the end. */
static enum MHD_Result on_request(void *user, struct MHD_Connection *c, const char *path, const char *method,
                                  const char *version, const char *bytes, size_t *n, void **state) {
    (void)version;
    http_server *s = user;
    http_head head = head_of(c, method, path);
    if (!*state) return begin(s, c, &head, state);
    visit *v = *state;
    if (*n > 0) {
        take(v, bytes, *n);
        *n = 0;
        return MHD_YES;
    }
    if (v->too_large) return send_no(c, HTTP_TOO_LARGE);
    http_answer a = {.status = HTTP_OK};
    s->callbacks.answer(s->callbacks.user, &head, (hp_str){v->body, v->n}, &a);
    return send_answer(c, &a);
}

static void on_request_end(void *user, struct MHD_Connection *c, void **state, enum MHD_RequestTerminationCode how) {
    (void)user, (void)how;
    visit *v = *state;
    if (v) free(v->body);
    free(v);
    *state = NULL;
    guest *g = guest_of(c);
    if (g) g->since = now_ms();
}

/* ---- connections: any account of this computer can make some. Who has shown the token keeps its place; of the others
 * the one who came first goes when somebody else comes and all places are taken. */

/* The library notices and closes. */
static void hang_up(http_server *s, guest *g) {
    if (g->leaving || g->fd < 0) return;
    g->leaving = true;
    s->staying--;
    shutdown(g->fd, SHUT_RDWR);
}

static void make_room(http_server *s) {
    guest *oldest = NULL;
    for (guest *g = s->guests; g; g = g->next)
        if (!g->known && !g->leaving) oldest = g;
    if (s->staying > HTTP_CONNECTIONS && oldest) hang_up(s, oldest);
}

static void on_connection(void *user, struct MHD_Connection *c, void **context,
                          enum MHD_ConnectionNotificationCode what) {
    http_server *s = user;
    guest *g = *context;
    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        if (!g) return;
        *g->link = g->next;
        if (g->next) g->next->link = g->link;
        s->guest_count--;
        s->staying -= !g->leaving;
        free(g);
        return;
    }
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
    g = mem_new(1, sizeof(*g));
    *g = (guest){.next = s->guests, .link = &s->guests, .fd = info ? info->connect_fd : -1, .since = now_ms()};
    if (g->next) g->next->link = &g->next;
    s->guests = g;
    s->guest_count++;
    s->staying++;
    *context = g;
    make_room(s);
}

/* Who has had the time is hung up on. */
static void sweep(http_server *s) {
    int64_t now = now_ms();
    for (guest *g = s->guests; g; g = g->next)
        if (g->since < now - 1000 * (g->known ? HTTP_SECONDS : HTTP_STRANGER_SECONDS)) hang_up(s, g);
}

/* ---- the server */

http_server *http_open(const http_callbacks *callbacks, unsigned *port) {
    http_server *s = mem_new(1, sizeof(*s));
    s->callbacks = *callbacks;
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    s->daemon = MHD_start_daemon(MHD_USE_EPOLL, 0, NULL, NULL, on_request, s, MHD_OPTION_SOCK_ADDR, &here,
                                 MHD_OPTION_NOTIFY_COMPLETED, on_request_end, s, MHD_OPTION_NOTIFY_CONNECTION,
                                 on_connection, s, MHD_OPTION_CONNECTION_LIMIT, (unsigned)HTTP_CONNECTIONS + STANDING,
                                 MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)HTTP_SECONDS,
                                 MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEAD_BYTES, MHD_OPTION_STRICT_FOR_CLIENT,
                                 1, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
    const union MHD_DaemonInfo *bound = s->daemon ? MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
    if (bound) {
        *port = bound->port;
        return s;
    }
    tell("cannot listen on 127.0.0.1: %s", strerror(errno));
    http_close(s);
    return NULL;
}

void http_close(http_server *s) {
    if (!s) return;
    if (s->daemon) MHD_stop_daemon(s->daemon);
    free(s);
}

void http_turn(http_server *s, int wake, int ms) {
    const union MHD_DaemonInfo *events = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    MHD_UNSIGNED_LONG_LONG soon;
    if (s->guests && (ms < 0 || ms > SWEEP_MS)) ms = SWEEP_MS;
    if (MHD_get_timeout(s->daemon, &soon) == MHD_YES && (ms < 0 || soon < (unsigned)ms)) ms = (int)soon;
    struct pollfd waiting[] = {{.fd = events ? events->epoll_fd : -1, .events = POLLIN},
                               {.fd = wake, .events = POLLIN}};
    if (poll(waiting, 2, ms) < 0) return; /* interrupted: the caller looks why */
    bool full = s->guest_count == HTTP_CONNECTIONS + STANDING;
    MHD_run(s->daemon);
    if (full) MHD_run(s->daemon); /* it listens again only with the run after the one in which a place became free */
    sweep(s);
}
