/* milter.c - see milter.h.
 *
 * A message is kept in memory until its end, checked as the mail hook does, and let through, refused (550) or put off
 * (451). The server is told what was found and where, in words of the rules and none of the mail's; nothing is logged.
 */
#include "milter.h"

#include <libmilter/mfapi.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "hooks/letter.h"
#include "mem.h"
#include "status.h"
#include "tell.h"

enum { AT_ONCE = 8, REPLY_LINES = 6, REPLY_BYTES = 400 };

static const gate_kind kind = {
    .channel = "email", .nothing = "nothing was sent", .to_program = true, .unattended = true};

/* The header in which the writer says why it may go out; it is taken off before it does. */
static char reason_header[] = "X-Hallpass-Reason";

static const arguments *arguments_of_all;
static sem_t places; /* checks that run at once: the mail server may open a hundred connections */

/* One connection, and the message that is coming in. */
typedef struct session {
    output message;
    output reason;
    int reasons; /* headers that give one */
} session;

static void forget(session *s) {
    if (s->message.n > 0) explicit_bzero(s->message.p, s->message.n);
    out_free(&s->message);
    out_free(&s->reason);
    *s = (session){.message = OUT_MEMORY, .reason = OUT_MEMORY};
}

/* ---- the message comes in ---------------------------------------------------------------------------------------- */

/* What is beyond the cap is not kept: the check says that it is too large. */
static void keep(session *s, const char *p, size_t n) {
    size_t room = LETTER_BYTES + 1 - s->message.n;
    out_bytes(&s->message, p, n < room ? n : room);
}

static sfsistat on_connect(SMFICTX *ctx, char *host, _SOCK_ADDR *from) {
    (void)host, (void)from;
    session *s = mem_new(1, sizeof(*s));
    *s = (session){.message = OUT_MEMORY, .reason = OUT_MEMORY};
    return smfi_setpriv(ctx, s) == MI_SUCCESS ? SMFIS_CONTINUE : SMFIS_TEMPFAIL;
}

static sfsistat on_sender(SMFICTX *ctx, char **words) {
    session *s = smfi_getpriv(ctx);
    (void)words;
    if (!s) return SMFIS_TEMPFAIL;
    forget(s);
    return SMFIS_CONTINUE;
}

static sfsistat on_header(SMFICTX *ctx, char *name, char *value) {
    session *s = smfi_getpriv(ctx);
    if (!s) return SMFIS_TEMPFAIL;
    if (strcasecmp(name, reason_header) == 0) {
        s->reasons++;
        out_clear(&s->reason);
        out_z(&s->reason, value);
        return SMFIS_CONTINUE;
    }
    keep(s, name, strlen(name));
    keep(s, ": ", 2);
    keep(s, value, strlen(value));
    keep(s, "\n", 1);
    return SMFIS_CONTINUE;
}

static sfsistat on_headers_end(SMFICTX *ctx) {
    session *s = smfi_getpriv(ctx);
    if (!s) return SMFIS_TEMPFAIL;
    keep(s, "\n", 1);
    return SMFIS_CONTINUE;
}

static sfsistat on_body(SMFICTX *ctx, unsigned char *bytes, size_t n) {
    session *s = smfi_getpriv(ctx);
    if (!s) return SMFIS_TEMPFAIL;
    keep(s, (const char *)bytes, n);
    return SMFIS_CONTINUE;
}

/* Lines end in CRLF on the wire; as a file they are what the sender wrote. */
static void plain_ends(output *message) {
    size_t n = 0;
    for (size_t i = 0; i < message->n; i++)
        if (message->p[i] != '\r' || i + 1 == message->n || message->p[i + 1] != '\n') message->p[n++] = message->p[i];
    message->n = n;
}

/* ---- the answer -------------------------------------------------------------------------------------------------- */

/* One line of an SMTP reply: ASCII, without what libmilter takes for a format. */
static void copy_line(char to[REPLY_BYTES], hp_str line) {
    size_t n = 0;
    for (size_t i = 0; i < line.n && n < REPLY_BYTES - 1; i++) {
        unsigned char c = (unsigned char)line.p[i];
        to[n++] = c < ' ' || c > '~' || c == '%' ? '?' : (char)c;
    }
    to[n] = 0;
}

static hp_str next_line(hp_str *rest) {
    const char *end = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;
    hp_str line = {rest->p, end ? (size_t)(end - rest->p) : rest->n};
    size_t used = line.n + (end != NULL);
    rest->p += used, rest->n -= used;
    return line;
}

/* The first lines of what was found, then what can be done. */
static sfsistat refuse(SMFICTX *ctx, const gate *g, bool for_good) {
    char lines[REPLY_LINES][REPLY_BYTES] = {"hallpass: this mail was not sent"};
    char *reply[REPLY_LINES] = {lines[0]};
    size_t n = 1;
    hp_str told = gate_told(g);
    while (told.n > 0 && n < REPLY_LINES - 1) {
        copy_line(lines[n], next_line(&told));
        reply[n] = lines[n], n++;
    }
    if (for_good && gate_takes_reason(g)) {
        snprintf(lines[n], REPLY_BYTES, "change the words, or say why it may go out in a header \"%s: ...\"",
                 reason_header);
        reply[n] = lines[n], n++;
    }
    (void)smfi_setmlreply(ctx, for_good ? "550" : "451", for_good ? "5.7.1" : "4.7.1", reply[0], reply[1], reply[2],
                          reply[3], reply[4], reply[5], NULL);
    return for_good ? SMFIS_REJECT : SMFIS_TEMPFAIL;
}

static bool take_reasons_off(SMFICTX *ctx, const session *s) {
    bool ok = true;
    for (int i = s->reasons; ok && i > 0; i--) ok = smfi_chgheader(ctx, reason_header, i, NULL) == MI_SUCCESS;
    return ok;
}

static sfsistat check(SMFICTX *ctx, session *s) {
    gate *g = gate_new(arguments_of_all, &kind);
    if (!g) return SMFIS_TEMPFAIL;
    (void)letter_check(g, out_view(&s->message));
    gate_give_reason(g, out_view(&s->reason));
    int status = gate_decide(g);
    sfsistat answer;
    if (status == STATUS_CLEAN)
        answer = take_reasons_off(ctx, s) ? SMFIS_CONTINUE : SMFIS_TEMPFAIL;
    else
        answer = refuse(ctx, g, status == STATUS_FOUND);
    gate_free(g);
    return answer;
}

static sfsistat on_end(SMFICTX *ctx) {
    session *s = smfi_getpriv(ctx);
    if (!s) return SMFIS_TEMPFAIL;
    plain_ends(&s->message);
    while (sem_wait(&places) != 0) {
    }
    sfsistat answer = check(ctx, s);
    sem_post(&places);
    forget(s);
    return answer;
}

static sfsistat on_abort(SMFICTX *ctx) {
    session *s = smfi_getpriv(ctx);
    if (s) forget(s);
    return SMFIS_CONTINUE;
}

static sfsistat on_close(SMFICTX *ctx) {
    session *s = smfi_getpriv(ctx);
    if (s) forget(s);
    free(s);
    smfi_setpriv(ctx, NULL);
    return SMFIS_CONTINUE;
}

/* ---- serving ----------------------------------------------------------------------------------------------------- */

static char program_name[] = "hallpass-milter";

static const struct smfiDesc description = {.xxfi_name = program_name,
                                            .xxfi_version = SMFI_VERSION,
                                            .xxfi_flags = SMFIF_CHGHDRS,
                                            .xxfi_connect = on_connect,
                                            .xxfi_envfrom = on_sender,
                                            .xxfi_header = on_header,
                                            .xxfi_eoh = on_headers_end,
                                            .xxfi_body = on_body,
                                            .xxfi_eom = on_end,
                                            .xxfi_abort = on_abort,
                                            .xxfi_close = on_close};

int milter_serve(const arguments *args, const char *address) {
    arguments_of_all = args;
    sem_init(&places, 0, AT_ONCE);
    char *copy = mem_text("%s", address);
    mode_t before = umask(0007); /* a socket is for its owner and group */
    bool ok = smfi_register(description) == MI_SUCCESS && smfi_setconn(copy) == MI_SUCCESS &&
              smfi_opensocket(true) == MI_SUCCESS;
    umask(before);
    free(copy);
    if (!ok) {
        tell("cannot listen on \"%s\": is the address in use, or its folder not yours?", address);
        return STATUS_WRONG;
    }
    tell("the mail server may ask on \"%s\"", address);
    return smfi_main() == MI_SUCCESS ? STATUS_CLEAN : STATUS_WRONG;
}
