/* owner.c - programs that misbehave around a clipboard, for the tests: the honest ones are real.
 * usage: owner MODE [FILE]    with FILE's text; runs until it is killed
 *   mute     owns the clipboard and answers nothing
 *   silent   tells its forms and never gives the text
 *   steps    gives the text in steps of 10 kB; says "ended" when somebody took the last
 *   dies     gives two steps and ends
 *   endless  gives steps for ever
 *   picture  offers a picture alone; says "read" when anything but its forms is asked for
 *   secret   offers a text as password managers do; the same
 *   burst    copies 100 times in a second, its text last; between two it gives what is asked for
 *   vanish   asks for the clipboard's text and is gone before the answer, 50 times */
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { STEP = 10000, TIMES = 50, COPIES = 100, PAUSE_MS = 10 };

static Display *display;
static Atom clipboard, targets, utf8, incr, image, hint;
static char text[8 << 20];
static size_t text_bytes, sent;
static bool ended;
static const char *mode, *copy; /* what a burst copied last */
static size_t copy_bytes;

static void answer(const XSelectionRequestEvent *ask, Atom property) {
    XEvent reply = {.xselection = {.type = SelectionNotify,
                                   .requestor = ask->requestor,
                                   .selection = ask->selection,
                                   .target = ask->target,
                                   .property = property,
                                   .time = ask->time}};
    XSendEvent(display, ask->requestor, False, NoEventMask, &reply);
}

static void begin(const XSelectionRequestEvent *ask) {
    long size = (long)text_bytes;
    if (strcmp(mode, "mute") == 0 || (strcmp(mode, "silent") == 0 && ask->target != targets)) return;
    bool watched = strcmp(mode, "picture") == 0 || strcmp(mode, "secret") == 0, burst = strcmp(mode, "burst") == 0;
    if (ask->target == targets) {
        Atom list[] = {targets, strcmp(mode, "picture") == 0 ? image : utf8, hint};
        int n = strcmp(mode, "secret") == 0 ? 3 : 2;
        XChangeProperty(display, ask->requestor, ask->property, XA_ATOM, 32, PropModeReplace, (unsigned char *)list, n);
    } else if (watched) {
        puts("read");
        fflush(stdout);
        answer(ask, None);
        return;
    } else if (burst) {
        XChangeProperty(display, ask->requestor, ask->property, utf8, 8, PropModeReplace, (unsigned char *)copy,
                        (int)copy_bytes);
    } else {
        XSelectInput(display, ask->requestor, PropertyChangeMask);
        XChangeProperty(display, ask->requestor, ask->property, incr, 32, PropModeReplace, (unsigned char *)&size, 1);
        sent = 0;
        ended = false;
    }
    answer(ask, ask->property);
}

static void go_on(const XPropertyEvent *e) {
    size_t n = text_bytes - sent < STEP ? text_bytes - sent : STEP;
    if (e->state != PropertyDelete || ended) return;
    if (strcmp(mode, "dies") == 0 && sent >= 2 * STEP) _exit(0);
    if (strcmp(mode, "endless") == 0) n = STEP, sent = 0;
    XChangeProperty(display, e->window, e->atom, utf8, 8, PropModeReplace, (unsigned char *)text + sent, (int)n);
    sent += n;
    ended = n == 0;
    if (ended) puts("ended"), fflush(stdout);
}

static int vanish(void) {
    for (int i = 0; i < TIMES; i++) {
        Display *d = XOpenDisplay(NULL);
        Window w = XCreateSimpleWindow(d, DefaultRootWindow(d), 0, 0, 1, 1, 0, 0, 0);
        XConvertSelection(d, clipboard, utf8, utf8, w, CurrentTime);
        XDestroyWindow(d, w);
        XCloseDisplay(d);
    }
    return 0;
}

static long now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void answer_until(long end_ms) {
    struct pollfd p = {.fd = ConnectionNumber(display), .events = POLLIN};
    XEvent e;
    for (long left; (left = end_ms - now_ms()) > 0; poll(&p, 1, (int)left)) {
        while (XPending(display) > 0) {
            XNextEvent(display, &e);
            if (e.type == SelectionRequest) begin(&e.xselectionrequest);
        }
        XFlush(display);
    }
}

static void burst(Window w) {
    char harmless[64];
    long start = now_ms();
    for (int i = 1; i < COPIES; i++) {
        copy_bytes = (size_t)snprintf(harmless, sizeof harmless, "A quiet day with nothing to tell, number %d", i);
        copy = harmless;
        XSetSelectionOwner(display, clipboard, w, CurrentTime);
        answer_until(start + i * PAUSE_MS);
    }
    copy = text;
    copy_bytes = text_bytes;
    XSetSelectionOwner(display, clipboard, w, CurrentTime);
}

static int pass_over(Display *d, XErrorEvent *e) {
    (void)d, (void)e;
    return 0;
}

int main(int argc, char **argv) {
    mode = argc > 1 ? argv[1] : "";
    FILE *from = argc > 2 ? fopen(argv[2], "r") : NULL;
    if (from) text_bytes = fread(text, 1, sizeof text, from);
    display = XOpenDisplay(NULL);
    if (!display) return 2;
    XSetErrorHandler(pass_over);
    clipboard = XInternAtom(display, "CLIPBOARD", False);
    targets = XInternAtom(display, "TARGETS", False);
    utf8 = XInternAtom(display, "UTF8_STRING", False);
    incr = XInternAtom(display, "INCR", False);
    image = XInternAtom(display, "image/png", False);
    hint = XInternAtom(display, "x-kde-passwordManagerHint", False);
    if (strcmp(mode, "vanish") == 0) return vanish();
    Window w = XCreateSimpleWindow(display, DefaultRootWindow(display), 0, 0, 1, 1, 0, 0, 0);
    if (strcmp(mode, "burst") == 0)
        burst(w);
    else
        XSetSelectionOwner(display, clipboard, w, CurrentTime);
    for (XEvent e;;) {
        XNextEvent(display, &e);
        if (e.type == SelectionRequest) begin(&e.xselectionrequest);
        if (e.type == PropertyNotify) go_on(&e.xproperty);
        if (e.type == SelectionClear) return 0;
    }
}
