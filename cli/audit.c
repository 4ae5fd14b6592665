/* audit.c - see audit.h. */
#include "audit.h"

#include <ctype.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fd.h"
#include "mem.h"
#include "status.h"
#include "tell.h"

enum { PROGRESS_MS = 250 };

typedef struct break_at { /* a task that was no post */
    const char *name;
    bool lines; /* its number is a line, else a post's */
    size_t line;
    char *why;
} break_at;

struct audit {
    pthread_mutex_t lock;
    audit_options options;
    audit_result result;
    break_at told[AUDIT_BROKEN_TOLD]; /* the first ones, in order */
    size_t told_count;
    size_t bytes; /* of the tasks until now */
    uint64_t shown_ms;
};

audit *audit_new(const audit_options *options) {
    audit *a = mem_new(1, sizeof(*a));
    pthread_mutex_init(&a->lock, NULL);
    a->options = *options;
    a->result.rules.most = a->result.topics.most = SIZE_MAX;
    a->result.months.most = AUDIT_MONTHS;
    a->result.accounts.most = AUDIT_ACCOUNTS;
    return a;
}

void audit_free(audit *a) {
    if (!a) return;
    tally_free(&a->result.rules);
    tally_free(&a->result.topics);
    tally_free(&a->result.months);
    tally_free(&a->result.accounts);
    for (size_t i = 0; i < a->told_count; i++) free(a->told[i].why);
    pthread_mutex_destroy(&a->lock);
    free(a);
}

/* ---- progress */

static uint64_t now_ms(void) {
    struct timespec t;
    if (clock_gettime(CLOCK_MONOTONIC, &t) != 0) return 0;
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static void show_progress(audit *a, const task *job) {
    char line[80];
    a->bytes += job->bytes.n;
    uint64_t now = a->options.progress ? now_ms() : 0;
    if (!a->options.progress || now < a->shown_ms + PROGRESS_MS) return;
    a->shown_ms = now;
    size_t share = a->options.bytes ? a->bytes * 100 / a->options.bytes : 0;
    int n = a->options.bytes ? snprintf(line, sizeof(line), "\r%zu posts, %zu %% ", a->result.posts, share)
                             : snprintf(line, sizeof(line), "\r%zu posts ", a->result.posts);
    if (n > 0) (void)!fd_write(STDERR_FILENO, line, (size_t)n);
}

static void end_progress(audit *a) {
    static const char clear[] = "\r\033[K";
    if (a->shown_ms) (void)!fd_write(STDERR_FILENO, clear, sizeof(clear) - 1);
    a->options.progress = false;
}

/* ---- posts */

static bool is_official(const audit_accounts *o, hp_str account) {
    if (account.n && account.p[0] == '@') account = (hp_str){account.p + 1, account.n - 1};
    for (size_t i = 0; i < o->count; i++) {
        size_t n = strlen(o->handles[i]), k = 0;
        while (k < n && k < account.n && tolower((unsigned char)account.p[k]) == o->handles[i][k]) k++;
        if (k == n && (k == account.n || (account.p[k] == '@' && !strchr(o->handles[i], '@')))) return true;
    }
    return false;
}

/* The rows in which a post counts beside those of its findings. */
typedef struct rows {
    hp_str month, account;
} rows;

static void count_finding(audit *a, const hp_finding *f, rows in, hp_verdict verdict) {
    audit_result *r = &a->result;
    tally_row *rule = tally_of(&r->rules, f->rule);
    tally_finding(rule, f->severity);
    tally_post(rule, r->posts, verdict);
    if (f->topic.n > 0) {
        tally_row *topic = tally_of(&r->topics, f->topic);
        tally_finding(topic, f->severity);
        tally_post(topic, r->posts, verdict);
    }
    tally_finding(tally_of(&r->months, in.month), f->severity);
    if (in.account.n > 0) tally_finding(tally_of(&r->accounts, in.account), f->severity);
    r->findings[f->severity == HP_HOLD ? 2 : f->severity == HP_REVIEW ? 1 : 0]++;
}

/* Which findings count; worked out before the lock is taken. */
typedef struct weighed {
    uint64_t *marks, *ranks; /* of the written baseline, of the sample */
    bool *known;
    hp_verdict verdict; /* of those that are not known */
} weighed;

static weighed weigh(const audit *a, hp_str text, const hp_report *report) {
    const audit_options *o = &a->options;
    size_t n = report->finding_count;
    weighed w = {mem_new(n, sizeof(uint64_t)), mem_new(n, sizeof(uint64_t)), mem_new(n, sizeof(bool)), HP_PASS};
    hp_level worst = 0;
    for (size_t i = 0; i < n; i++) {
        const hp_finding *f = &report->findings[i];
        size_t start = f->has_span ? f->start : SIZE_MAX;
        if (o->written) w.marks[i] = baseline_mark(o->written, f->rule, text, start);
        if (o->sample) w.ranks[i] = sampler_rank(o->sample, f->rule, text, start);
        w.known[i] = o->known && baseline_has(o->known, baseline_mark(o->known, f->rule, text, start));
        if (!w.known[i] && f->severity > worst) worst = f->severity;
    }
    if (worst >= HP_REVIEW) w.verdict = worst == HP_HOLD ? HP_VERDICT_HOLD : HP_VERDICT_REVIEW;
    if (!report->complete && w.verdict == HP_PASS) w.verdict = HP_VERDICT_REVIEW;
    return w;
}

static void count_post(audit *a, const archive_post *post, const hp_report *report, hp_verdict verdict, rows in) {
    audit_result *r = &a->result;
    r->posts++;
    r->verdicts[verdict == HP_VERDICT_HOLD ? 2 : verdict == HP_VERDICT_REVIEW ? 1 : 0]++;
    r->unchecked += !report->complete;
    r->pictures += post->pictures;
    r->undescribed += post->undescribed;
    r->posts_undescribed += post->undescribed > 0;
    tally_post(tally_of(&r->months, in.month), r->posts, verdict);
    if (in.account.n > 0) tally_post(tally_of(&r->accounts, in.account), r->posts, verdict);
}

int audit_post(audit *a, const task *job, const archive_post *post, hp_str text, const hp_report *report) {
    weighed w = weigh(a, text, report);
    bool named = a->options.accounts.all || is_official(&a->options.accounts, post->account);
    rows in = {post->month[0] ? view(post->month) : HP_STR("(not known)"), named ? post->account : (hp_str){NULL, 0}};
    pthread_mutex_lock(&a->lock);
    count_post(a, post, report, w.verdict, in);
    for (size_t i = 0; i < report->finding_count; i++) {
        const hp_finding *f = &report->findings[i];
        if (a->options.written) baseline_add(a->options.written, w.marks[i]);
        a->result.known += w.known[i];
        if (w.known[i]) continue;
        count_finding(a, f, in, w.verdict);
        sampler_place place = {job->name, job->line};
        if (a->options.sample) sampler_offer(a->options.sample, w.ranks[i], place, text, report, f);
    }
    show_progress(a, job);
    pthread_mutex_unlock(&a->lock);
    free(w.marks);
    free(w.ranks);
    free(w.known);
    if (!report->complete) return STATUS_UNCHECKED;
    return (int)w.verdict >= (int)a->options.fail_on ? STATUS_FOUND : STATUS_CLEAN;
}

int audit_passed_over(audit *a, const task *job) {
    pthread_mutex_lock(&a->lock);
    a->result.others++;
    show_progress(a, job);
    pthread_mutex_unlock(&a->lock);
    return STATUS_CLEAN;
}

/* ---- what is no post */

static bool is_before(const task *job, const break_at *b) {
    int order = strcmp(job->name, b->name);
    return order < 0 || (order == 0 && job->line < b->line);
}

static void keep_break(audit *a, const task *job, const char *why) {
    size_t at = a->told_count;
    while (at > 0 && is_before(job, &a->told[at - 1])) at--;
    if (at == AUDIT_BROKEN_TOLD) return;
    if (a->told_count == AUDIT_BROKEN_TOLD) free(a->told[--a->told_count].why);
    memmove(a->told + at + 1, a->told + at, (a->told_count++ - at) * sizeof(a->told[0]));
    bool lines = job->kind == INPUT_JSONL || job->kind == INPUT_CSV;
    a->told[at] = (break_at){job->name, lines, job->line, mem_text("%s", why)};
}

int audit_broken(audit *a, const task *job, const char *why) {
    pthread_mutex_lock(&a->lock);
    a->result.broken++;
    keep_break(a, job, why);
    show_progress(a, job);
    pthread_mutex_unlock(&a->lock);
    return STATUS_UNCHECKED;
}

/* ---- the end */

void audit_close(audit *a) {
    end_progress(a);
    for (size_t i = 0; i < a->told_count; i++)
        tell("\"%s\", %s %zu: %s", a->told[i].name, a->told[i].lines ? "line" : "post", a->told[i].line,
             a->told[i].why);
    if (a->result.broken > a->told_count) tell("and %zu more that could not be read", a->result.broken - a->told_count);
    tally_rank(&a->result.rules);
    tally_rank(&a->result.topics);
    tally_rank(&a->result.accounts);
}

const audit_result *audit_results(audit *a) {
    return &a->result;
}
