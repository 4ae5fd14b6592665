/* x11.c - see x11.h; the rules of selections are the ICCCM's, section 2.
 *
 * One window asks and owns. Each question gets another of a ring of properties, so that what a slow owner sends for an
 * old question is never taken for the answer to a new one: it is deleted as it comes, which lets that owner finish.
 * The window is never given up, because a simple owner (xclip) dies of a requestor that vanished, and the copy with it.
 */
#include "x11.h"

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/extensions/Xfixes.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "mem.h"
#include "offer.h"
#include "status.h"
#include "tell.h"

typedef enum known {
    CLIPBOARD,
    TARGETS,
    MULTIPLE,
    ATOM_PAIR,
    TIMESTAMP,
    INCR,
    UTF8,
    PLAIN_UTF8,
    PLAIN,
    MARK,
    CLOCK,
    NAMES
} known;

static const char *const names[NAMES] = {"CLIPBOARD",  "TARGETS",  "MULTIPLE",       "ATOM_PAIR",
                                         "TIMESTAMP",  "INCR",     "UTF8_STRING",    "text/plain;charset=utf-8",
                                         "text/plain", OFFER_MARK, "_HALLPASS_CLOCK"};

/* What is offered when this window owns the clipboard. */
static const known offered[] = {TARGETS, MULTIPLE, TIMESTAMP, UTF8, PLAIN_UTF8, PLAIN, MARK};
enum { OFFERED = sizeof(offered) / sizeof(offered[0]), RING = 16, PAIRS = 32 };

typedef struct x11 {
    board base;
    Display *display;
    Window window;
    Atom atom[NAMES], ring[RING];
    size_t turn;
    Atom asked;     /* the property of the question that waits; None: none does */
    Time copied;    /* when the clipboard got its owner; CurrentTime: not known */
    int copy_event; /* number of XFixes' event */
    bool copy;      /* there was a copy that `changed` has not told of */
    bool owner;     /* this window owns the clipboard */
    Time owned;     /* since then */
    output served;  /* the text that it gives */
} x11;

/* ---- owning --------------------------------------------------------------------------------------------------- */

static void serve_text(x11 *x, Window to, Atom property, Atom type) {
    XChangeProperty(x->display, to, property, type, 8, PropModeReplace, (const unsigned char *)x->served.p,
                    (int)x->served.n);
}

/* One form into one property; false: it is not offered. */
static bool serve_form(x11 *x, Window to, Atom target, Atom property) {
    if (target == x->atom[TARGETS]) {
        Atom list[OFFERED];
        for (size_t i = 0; i < OFFERED; i++) list[i] = x->atom[offered[i]];
        XChangeProperty(x->display, to, property, XA_ATOM, 32, PropModeReplace, (const unsigned char *)list, OFFERED);
    } else if (target == x->atom[TIMESTAMP]) {
        long since = (long)x->owned;
        XChangeProperty(x->display, to, property, XA_INTEGER, 32, PropModeReplace, (const unsigned char *)&since, 1);
    } else if (target == x->atom[MARK]) {
        XChangeProperty(x->display, to, property, target, 8, PropModeReplace, (const unsigned char *)"1", 1);
    } else if (target == x->atom[UTF8] || target == x->atom[PLAIN_UTF8] || target == x->atom[PLAIN]) {
        serve_text(x, to, property, target);
    } else {
        return false;
    }
    return true;
}

/* Several forms at once, as clipboard managers ask: pairs of target and property, those refused set to None. */
static bool serve_pairs(x11 *x, Window to, Atom property) {
    Atom type;
    int format;
    unsigned long n, after;
    unsigned char *bytes = NULL;
    if (XGetWindowProperty(x->display, to, property, 0, 2 * PAIRS, False, AnyPropertyType, &type, &format, &n, &after,
                           &bytes) != Success)
        return false;
    bool ok = bytes && format == 32 && n > 0 && n % 2 == 0 && after == 0;
    Atom *pair = (Atom *)(void *)bytes;
    for (unsigned long i = 0; ok && i < n; i += 2)
        if (pair[i] == x->atom[MULTIPLE] || !serve_form(x, to, pair[i], pair[i + 1])) pair[i + 1] = None;
    if (ok) XChangeProperty(x->display, to, property, x->atom[ATOM_PAIR], 32, PropModeReplace, bytes, (int)n);
    if (bytes) XFree(bytes);
    return ok;
}

static void serve(x11 *x, const XSelectionRequestEvent *ask) {
    Atom property = ask->property == None ? ask->target : ask->property; /* None: a client from before the ICCCM */
    bool ok = x->owner && ask->selection == x->atom[CLIPBOARD] &&
              (ask->target == x->atom[MULTIPLE] ? serve_pairs(x, ask->requestor, property)
                                                : serve_form(x, ask->requestor, ask->target, property));
    XEvent reply = {.xselection = {.type = SelectionNotify,
                                   .requestor = ask->requestor,
                                   .selection = ask->selection,
                                   .target = ask->target,
                                   .property = ok ? property : None,
                                   .time = ask->time}};
    XSendEvent(x->display, ask->requestor, False, NoEventMask, &reply);
}

/* ---- events --------------------------------------------------------------------------------------------------- */

static void take(x11 *x, const XEvent *e) {
    if (e->type == x->copy_event) {
        const XFixesSelectionNotifyEvent *told = (const XFixesSelectionNotifyEvent *)(const void *)e;
        if (told->owner == x->window || told->owner == None) return;
        x->copy = true;
        x->copied = told->selection_timestamp;
    } else if (e->type == SelectionRequest) {
        serve(x, &e->xselectionrequest);
    } else if (e->type == SelectionClear) {
        x->owner = false;
        board_wipe(&x->served);
    } else if (e->type == PropertyNotify && e->xproperty.state == PropertyNewValue && e->xproperty.atom != x->asked) {
        XDeleteProperty(x->display, x->window, e->xproperty.atom); /* an old question's answer */
    }
}

/* The next event until then; false: none came. */
static bool next_event(x11 *x, int64_t until_ms, XEvent *e) {
    while (XPending(x->display) == 0) {
        struct pollfd p = {.fd = x->base.fd, .events = POLLIN};
        int n = poll(&p, 1, clock_left(until_ms));
        if (n == 0 || (n < 0 && errno != EINTR)) return false;
    }
    XNextEvent(x->display, e);
    return true;
}

static bool changed(board *b) {
    x11 *x = (x11 *)b;
    XEvent e;
    while (XPending(x->display) > 0) {
        XNextEvent(x->display, &e);
        take(x, &e);
    }
    XFlush(x->display);
    bool copy = x->copy;
    x->copy = false;
    return copy;
}

/* ---- asking --------------------------------------------------------------------------------------------------- */

typedef struct value {
    unsigned char *bytes; /* Xlib's */
    unsigned long n;      /* items */
    int format;
    Atom type;
    bool cut; /* there was more */
} value;

static void value_free(value *v) {
    if (!v->bytes) return;
    if (v->format == 8) explicit_bzero(v->bytes, v->n);
    XFree(v->bytes);
    v->bytes = NULL;
}

/* Takes at most about `cap` bytes out of the property and deletes it, which tells an owner that sends in steps to go
 * on. */
static board_status take_value(x11 *x, Atom property, size_t cap, value *out) {
    unsigned long after = 0;
    *out = (value){0};
    if (XGetWindowProperty(x->display, x->window, property, 0, (long)(cap / 4 + 1), True, AnyPropertyType, &out->type,
                           &out->format, &out->n, &after, &out->bytes) != Success)
        return BOARD_NOTHING;
    if (after > 0) XDeleteProperty(x->display, x->window, property);
    out->cut = after > 0;
    return BOARD_OK;
}

/* Waits until the owner has answered the question. */
static board_status await_answer(x11 *x, Atom target, int64_t until_ms) {
    for (XEvent e; next_event(x, until_ms, &e);) {
        const XSelectionEvent *s = &e.xselection;
        bool answer = e.type == SelectionNotify && s->target == target && s->time == x->copied;
        if (answer && s->property == x->asked) return BOARD_OK;
        if (answer && s->property == None) return BOARD_NOTHING;
        take(x, &e);
        if (x->copy) return BOARD_CHANGED;
    }
    return BOARD_LATE;
}

/* The steps of a long copy: each is put into the property when the one before was deleted; an empty one ends it. */
static board_status read_steps(x11 *x, size_t cap, int64_t until_ms, output *into) {
    for (XEvent e; next_event(x, until_ms, &e);) {
        if (e.type != PropertyNotify || e.xproperty.atom != x->asked || e.xproperty.state != PropertyNewValue) {
            take(x, &e);
            if (x->copy) return BOARD_CHANGED;
            continue;
        }
        value v;
        if (take_value(x, x->asked, cap, &v) != BOARD_OK) return BOARD_NOTHING;
        bool end = v.n == 0, wrong = v.n > 0 && v.format != 8, large = v.cut || into->n + v.n > cap;
        if (!end && !wrong && !large) out_bytes(into, (const char *)v.bytes, v.n);
        value_free(&v);
        if (end || wrong || large) return wrong ? BOARD_NOTHING : large ? BOARD_LARGE : BOARD_OK;
    }
    return BOARD_LATE;
}

static board_status ask(x11 *x, Atom target, size_t cap, int64_t until_ms, value *out) {
    *out = (value){0};
    if (XGetSelectionOwner(x->display, x->atom[CLIPBOARD]) == None) return BOARD_NOTHING;
    x->asked = x->ring[x->turn++ % RING];
    XDeleteProperty(x->display, x->window, x->asked);
    XConvertSelection(x->display, x->atom[CLIPBOARD], target, x->asked, x->window, x->copied);
    board_status status = await_answer(x, target, until_ms);
    return status == BOARD_OK ? take_value(x, x->asked, cap, out) : status;
}

static void add_names(x11 *x, const value *v, board_names *out) {
    int n = v->n < BOARD_NAMES ? (int)v->n : BOARD_NAMES;
    char *list[BOARD_NAMES];
    /* One that is no atom fails the call for all: then each is asked for by itself. */
    if (n > 0 && XGetAtomNames(x->display, (Atom *)(void *)v->bytes, n, list)) {
        for (int i = 0; i < n; i++) {
            out->list[out->count++] = mem_text("%s", list[i]);
            XFree(list[i]);
        }
        return;
    }
    for (int i = 0; i < n; i++) {
        char *one = XGetAtomName(x->display, ((Atom *)(void *)v->bytes)[i]);
        if (one) out->list[out->count++] = mem_text("%s", one);
        if (one) XFree(one);
    }
}

static board_status read_names(board *b, int64_t until_ms, board_names *out) {
    x11 *x = (x11 *)b;
    value v;
    *out = (board_names){.count = 0};
    board_status status = ask(x, x->atom[TARGETS], BOARD_NAMES * 4, until_ms, &v);
    bool list = status == BOARD_OK && v.format == 32 && v.type != x->atom[INCR];
    if (list) add_names(x, &v, out);
    value_free(&v);
    x->asked = None;
    return status == BOARD_OK && !list ? BOARD_NOTHING : status;
}

static board_status read_form(board *b, const char *name, size_t cap, int64_t until_ms, output *into) {
    x11 *x = (x11 *)b;
    value v;
    board_status status = ask(x, XInternAtom(x->display, name, False), cap, until_ms, &v);
    if (status == BOARD_OK && v.type == x->atom[INCR]) {
        status = read_steps(x, cap, until_ms, into);
    } else if (status == BOARD_OK) {
        if (v.format != 8)
            status = BOARD_NOTHING;
        else if (v.cut || v.n > cap)
            status = BOARD_LARGE;
        else
            out_bytes(into, (const char *)v.bytes, v.n);
    }
    value_free(&v);
    x->asked = None;
    return status;
}

/* ---- putting -------------------------------------------------------------------------------------------------- */

/* The server's time, which an owner must tell truly: the event of a change that changes nothing carries it. */
static Time server_time(x11 *x) {
    enum { WAIT_MS = 1000 };
    Atom property = x->asked = x->atom[CLOCK]; /* not an answer to be deleted */
    Time now = CurrentTime;
    XChangeProperty(x->display, x->window, property, XA_STRING, 8, PropModeAppend, (const unsigned char *)"", 0);
    int64_t until = clock_ms() + WAIT_MS;
    for (XEvent e; now == CurrentTime && next_event(x, until, &e);) {
        if (e.type == PropertyNotify && e.xproperty.atom == property)
            now = e.xproperty.time;
        else
            take(x, &e);
    }
    x->asked = None;
    return now;
}

static bool put(board *b, hp_str text) {
    x11 *x = (x11 *)b;
    enum { HEAD = 64 }; /* bytes of the request beside the text */
    long most = XExtendedMaxRequestSize(x->display);
    if (most == 0) most = XMaxRequestSize(x->display);
    if (text.n > (size_t)most * 4 - HEAD) return false;
    board_wipe(&x->served);
    out_str(&x->served, text);
    x->owned = server_time(x);
    XSetSelectionOwner(x->display, x->atom[CLIPBOARD], x->window, x->owned);
    x->owner = XGetSelectionOwner(x->display, x->atom[CLIPBOARD]) == x->window;
    if (!x->owner) board_wipe(&x->served);
    return x->owner;
}

static bool serving(board *b) {
    return ((const x11 *)b)->owner;
}

/* ---- opening -------------------------------------------------------------------------------------------------- */

static int pass_over(Display *display, XErrorEvent *error) {
    (void)display, (void)error;
    return 0;
}

static int display_gone(Display *display) {
    (void)display;
    tell("the display is gone, so nothing is watched any more");
    _exit(STATUS_WRONG);
}

static void close_display(board *b) {
    x11 *x = (x11 *)b;
    board_wipe(&x->served);
    XCloseDisplay(x->display);
    free(x);
}

static const board_kind kind = {changed, read_names, read_form, put, serving, close_display};

static void name_atoms(x11 *x) {
    char text[32];
    XInternAtoms(x->display, (char **)(uintptr_t)names, NAMES, False, x->atom);
    for (int i = 0; i < RING; i++) {
        snprintf(text, sizeof text, "_HALLPASS_%d", i);
        x->ring[i] = XInternAtom(x->display, text, False);
    }
}

board *x11_open(const char **why) {
    XSetErrorHandler(pass_over);
    XSetIOErrorHandler(display_gone);
    Display *display = XOpenDisplay(NULL);
    int first = 0, error, major = 1, minor = 0;
    *why = "the display that DISPLAY names cannot be reached";
    if (!display) return NULL;
    *why = "the display has no XFixes extension, which tells of copies";
    if (!XFixesQueryExtension(display, &first, &error) || !XFixesQueryVersion(display, &major, &minor)) {
        XCloseDisplay(display);
        return NULL;
    }
    x11 *x = mem_new(1, sizeof(*x));
    *x = (x11){.base = {.kind = &kind, .fd = ConnectionNumber(display), .marks = true},
               .display = display,
               .copy_event = first + XFixesSelectionNotify,
               .served = OUT_MEMORY};
    x->window = XCreateSimpleWindow(display, DefaultRootWindow(display), 0, 0, 1, 1, 0, 0, 0);
    name_atoms(x);
    XSelectInput(display, x->window, PropertyChangeMask);
    XFixesSelectSelectionInput(display, x->window, x->atom[CLIPBOARD], XFixesSetSelectionOwnerNotifyMask);
    XSync(display, False);
    return &x->base;
}
