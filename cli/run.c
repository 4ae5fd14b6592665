/* run.c - see run.h. */
#include "run.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crew.h"
#include "fd.h"
#include "mem.h"
#include "sandbox.h"
#include "status.h"
#include "tell.h"

static void flush(void *report) {
    out_flush(report);
}

static int run_alone(desk *d, feed *from, report_stream *to) {
    task job;
    output part = OUT_MEMORY;
    int status = STATUS_CLEAN;
    feed_on_idle(from, flush, to->to);
    while (!to->to->error && feed_next(from, &job)) {
        status = status_worse(status, desk_check(d, &job, &part));
        report_add(to, out_view(&part));
        out_clear(&part);
    }
    out_free(&part);
    return status;
}

/* Nothing is left open but the drafts, the report and the messages: what the program was started with, and has not
 * opened by a name such as /dev/fd/63, is none of its business. */
static void close_the_rest(const desk_rules *rules, const feed *from) {
    size_t count, room = 0;
    int *drafts = feed_descriptors(from, &count),
        *needed = mem_grow(NULL, &room, count + rules->kept_count, sizeof(int));
    if (count > 0) memcpy(needed, drafts, count * sizeof(*needed));
    free(drafts);
    for (size_t i = 0; i < rules->kept_count; i++)
        if (rules->kept[i] >= 0) needed[count++] = rules->kept[i];
    fd_close_others(needed, count);
    free(needed);
}

static void shut_in(const desk_rules *rules, const feed *from) {
    sandbox_needs needs = {.terminal = feed_from_terminal(from)};
    const char *why;
    close_the_rest(rules, from);
    if (!sandbox_enter(needs, &why)) tell("running without the sandbox: %s", why);
}

int run_drafts(const desk_rules *rules, feed *from, size_t jobs) {
    output to = OUT_TO(STDOUT_FILENO);
    crew *many = jobs > 1 ? crew_new(rules, jobs) : NULL;
    desk *one = jobs > 1 ? NULL : desk_new(rules);
    if (!many && !one) return STATUS_WRONG;
    if (rules->many || rules->attach) json_draft_start();
    signal(SIGPIPE, SIG_IGN); /* a reader that went away is told as an error */
    feed_ask(from);
    shut_in(rules, from);
    report_stream report = {.to = &to, .format = rules->format, .style = &rules->style};
    report_begin(&report);
    int status = many ? crew_run(many, from, &report) : run_alone(one, from, &report);
    report_end(&report, status);
    out_flush(&to);
    if (to.error) {
        tell("cannot write the report: %s", strerror(to.error));
        status = STATUS_WRONG;
    }
    out_free(&to);
    crew_free(many);
    desk_free(one);
    return status;
}
