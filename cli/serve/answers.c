/* answers.c - see answers.h. */
#include "answers.h"

#include <string.h>
#include <time.h>

#include "assets.h"
#include "brief.h"
#include "mem.h"
#include "status.h"

enum { CHECK_MS = 20 * 1000 };

/* What can be asked beside the page's files; all of it wants the token. */
typedef struct route {
    const char *path, *method;
    void (*answer)(answers *a, hp_str body, http_answer *out);
} route;

static void say_unchecked(http_answer *out, hp_str why) {
    out->status = HTTP_UNAVAILABLE;
    out->body = why;
}

/* The page asks when it is opened: from then on the policy and class lists hold as they are now. */
static void answer_policy(answers *a, hp_str body, http_answer *out) {
    (void)body;
    out_clear(&a->brief);
    if (brief_read(a->args, &a->brief) != STATUS_CLEAN) out->status = HTTP_UNAVAILABLE;
    keeper_renew(a->keeper);
    out->body = out_view(&a->brief);
}

static void answer_check(answers *a, hp_str body, http_answer *out) {
    out_clear(&a->line);
    out_str(&a->line, body);
    if (!keeper_one_line(&a->line)) {
        out->status = HTTP_BAD_REQUEST;
        out->body = HP_STR("{\"error\":\"empty\"}");
        return;
    }
    hp_str report;
    switch (keeper_ask(a->keeper, out_view(&a->line), CHECK_MS, &report)) {
    case KEEPER_REPORT: out->body = report; break;
    case KEEPER_LATE: say_unchecked(out, HP_STR("{\"error\":\"late\"}")); break;
    case KEEPER_POLICY: say_unchecked(out, HP_STR("{\"error\":\"policy\"}")); break;
    case KEEPER_ENDED: say_unchecked(out, HP_STR("{\"error\":\"ended\"}")); break;
    }
}

static void answer_alive(answers *a, hp_str body, http_answer *out) {
    (void)a, (void)body;
    out->body = HP_STR("{\"alive\":true}");
}

static const route routes[] = {
    {"/policy", "GET", answer_policy}, {"/check", "POST", answer_check}, {"/alive", "GET", answer_alive}};

static const route *find_route(const char *path) {
    for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++)
        if (strcmp(routes[i].path, path) == 0) return &routes[i];
    return NULL;
}

static unsigned refuse(void *user, const http_head *head, bool *known) {
    answers *a = user;
    const route *r = find_route(head->path);
    asset file;
    bool fits = r ? strcmp(head->method, r->method) == 0
                  : strcmp(head->method, "GET") == 0 || strcmp(head->method, "HEAD") == 0;
    unsigned no = gate_refuse(&a->gate, head, r, r && fits && strcmp(r->method, "POST") == 0);
    *known = gate_knows(&a->gate, head);
    if (no) return no;
    if (!r && !asset_find(head->path, &file)) return HTTP_NOT_FOUND;
    return fits ? 0 : HTTP_METHOD_NOT_ALLOWED;
}

static void answer(void *user, const http_head *head, hp_str body, http_answer *out) {
    answers *a = user;
    const route *r = find_route(head->path);
    asset file;
    if (r) {
        a->met = true;
        a->last = answers_clock();
        r->answer(a, body, out);
    } else if (asset_find(head->path, &file)) {
        out->type = file.type;
        out->body = file.bytes;
    }
}

http_callbacks answers_callbacks(answers *a) {
    a->last = answers_clock();
    return (http_callbacks){refuse, answer, a};
}

int64_t answers_clock(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}
