/* crew.c - see crew.h.
 *
 * A ring of batches: the main thread fills one, a desk takes it, checks its drafts and leaves the report's bytes, the
 * main thread prints it when all before it are printed. Memory is bounded by the ring; a waiting input is answered at
 * once, because the main thread prints all that is under way before it waits. */
#include "crew.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "status.h"
#include "tell.h"

enum { BATCH_TASKS = 64, BATCH_BYTES = 64 * 1024, BATCHES_PER_DESK = 4 };

typedef enum batch_state { BATCH_EMPTY = 0, BATCH_READY, BATCH_TAKEN, BATCH_DONE } batch_state;

typedef struct batch {
    batch_state state; /* guarded by the crew's lock; the rest belongs to whoever the state says */
    task tasks[BATCH_TASKS];
    size_t offsets[BATCH_TASKS]; /* of each task's bytes */
    size_t count;
    output bytes, report;
    int status;
} batch;

struct crew {
    pthread_mutex_t lock;
    pthread_cond_t ready, done;
    bool closing;
    batch *ring;
    size_t ring_size;
    size_t filled, taken, printed; /* batches until now; the ring's places modulo its size */
    const desk_rules *rules;
    pthread_t *threads;
    size_t thread_count;
    size_t set_up; /* threads that are at work, or failed to be */
    bool failed;
    report_stream *to;
    int status;
};

static void check_batch(desk *d, batch *b) {
    b->status = STATUS_CLEAN;
    for (size_t i = 0; i < b->count; i++) {
        b->tasks[i].bytes.p = b->bytes.p + b->offsets[i];
        b->status = status_worse(b->status, desk_check(d, &b->tasks[i], &b->report));
    }
}

/* A desk is set up by the thread that works at it, before the sandbox: a thread's first allocation asks the kernel
 * things that the sandbox forbids. */
static void *work(void *argument) {
    crew *c = argument;
    desk *mine = desk_new(c->rules);
    pthread_mutex_lock(&c->lock);
    c->set_up++;
    c->failed = c->failed || !mine;
    pthread_cond_signal(&c->done);
    while (mine) {
        while (!c->closing && c->taken == c->filled) pthread_cond_wait(&c->ready, &c->lock);
        if (c->taken == c->filled) break;
        batch *b = &c->ring[c->taken++ % c->ring_size];
        b->state = BATCH_TAKEN;
        pthread_mutex_unlock(&c->lock);
        check_batch(mine, b);
        pthread_mutex_lock(&c->lock);
        b->state = BATCH_DONE;
        pthread_cond_signal(&c->done);
    }
    pthread_mutex_unlock(&c->lock);
    desk_free(mine);
    return NULL;
}

crew *crew_new(const desk_rules *rules, size_t jobs) {
    crew *c = mem_new(1, sizeof(*c));
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->ready, NULL);
    pthread_cond_init(&c->done, NULL);
    c->ring_size = jobs * BATCHES_PER_DESK;
    c->ring = mem_new(c->ring_size, sizeof(*c->ring));
    for (size_t i = 0; i < c->ring_size; i++) c->ring[i].bytes = c->ring[i].report = OUT_MEMORY;
    c->threads = mem_new(jobs, sizeof(*c->threads));
    c->rules = rules;
    bool ok = true;
    for (; ok && c->thread_count < jobs; c->thread_count += ok) {
        ok = pthread_create(&c->threads[c->thread_count], NULL, work, c) == 0;
        if (!ok) tell("cannot start %zu threads: choose fewer --jobs", jobs);
    }
    pthread_mutex_lock(&c->lock);
    while (c->set_up < c->thread_count) pthread_cond_wait(&c->done, &c->lock);
    ok = ok && !c->failed;
    pthread_mutex_unlock(&c->lock);
    if (ok) return c;
    crew_free(c);
    return NULL;
}

void crew_free(crew *c) {
    if (!c) return;
    pthread_mutex_lock(&c->lock);
    c->closing = true;
    pthread_cond_broadcast(&c->ready);
    pthread_mutex_unlock(&c->lock);
    for (size_t i = 0; i < c->thread_count; i++) pthread_join(c->threads[i], NULL);
    for (size_t i = 0; i < c->ring_size; i++) {
        out_free(&c->ring[i].bytes);
        out_free(&c->ring[i].report);
    }
    free(c->ring);
    free(c->threads);
    free(c);
}

/* The batch that is being filled. */
static batch *open_batch(crew *c) {
    return &c->ring[c->filled % c->ring_size];
}

static void hand_out(crew *c) {
    batch *b = open_batch(c);
    if (b->count == 0) return;
    pthread_mutex_lock(&c->lock);
    b->state = BATCH_READY;
    c->filled++;
    pthread_cond_signal(&c->ready);
    pthread_mutex_unlock(&c->lock);
}

/* Waits for the oldest batch and prints it. */
static void print_oldest(crew *c) {
    batch *b = &c->ring[c->printed % c->ring_size];
    pthread_mutex_lock(&c->lock);
    while (b->state != BATCH_DONE) pthread_cond_wait(&c->done, &c->lock);
    pthread_mutex_unlock(&c->lock);
    report_add(c->to, out_view(&b->report));
    c->status = status_worse(c->status, b->status);
    out_clear(&b->bytes);
    out_clear(&b->report);
    b->count = 0;
    b->state = BATCH_EMPTY;
    c->printed++;
}

static void print_all(void *user) {
    crew *c = user;
    hand_out(c);
    while (c->printed < c->filled) print_oldest(c);
    out_flush(c->to->to);
}

static void take(crew *c, const task *job) {
    batch *b = open_batch(c);
    b->offsets[b->count] = b->bytes.n;
    b->tasks[b->count++] = *job;
    out_str(&b->bytes, job->bytes);
    if (b->count < BATCH_TASKS && b->bytes.n < BATCH_BYTES) return;
    hand_out(c);
    if (c->filled - c->printed == c->ring_size) print_oldest(c);
}

int crew_run(crew *c, feed *from, report_stream *to) {
    task job;
    c->to = to;
    c->status = STATUS_CLEAN;
    feed_on_idle(from, print_all, c);
    while (!to->to->error && feed_next(from, &job)) take(c, &job);
    print_all(c);
    return c->status;
}
