/* mime.c - see mime.h. */
#include "mime.h"

#include <string.h>
#include <strings.h>

#include "mem.h"
#include "mime_decode.h"
#include "mime_header.h"

enum { DEPTH_MOST = 16, PARTS_MOST = 500 }; /* a mail that was forwarded a few times has far fewer */

typedef struct reader {
    const mime_sink *sink;
    size_t parts;
    bool stopped;
} reader;

/* One entity: a mail, or a part of one. */
typedef struct entity {
    hp_str headers, body;
    output type; /* the whole value of Content-Type */
    output disposition;
    output encoding;
    output name; /* of the file, in UTF-8 */
} entity;

static void read_entity(reader *r, hp_str bytes, const char *usual_type, int depth);

static void problem(reader *r, const char *why) {
    r->sink->problem(r->sink->user, why);
}

static void free_entity(entity *e) {
    out_free(&e->type);
    out_free(&e->disposition);
    out_free(&e->encoding);
    out_free(&e->name);
}

/* ---- headers ----------------------------------------------------------------------------------------------------- */

/* What a mail program shows beside the text. */
static void read_headings(reader *r, const entity *e) {
    static const char *const shown[] = {"Subject", "Thread-Topic", "Comments", "Keywords", "Content-Description"};
    output value = OUT_MEMORY, text = OUT_MEMORY;
    for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
        for (size_t at = 0; mime_header(e->headers, shown[i], at, &value); at++) {
            out_clear(&text);
            if (!mime_words(out_view(&value), &text)) problem(r, "a header is written in a charset that is not known");
            if (text.n > 0) r->sink->heading(r->sink->user, out_view(&text));
        }
    out_free(&value);
    out_free(&text);
}

/* One that decides how the body is read may stand there once. */
static void read_once(reader *r, const entity *e, const char *name, output *value) {
    output second = OUT_MEMORY;
    if (mime_header(e->headers, name, 0, value) && mime_header(e->headers, name, 1, &second))
        problem(r, "a header that tells how to read the mail stands there twice");
    out_free(&second);
}

static void read_name(reader *r, entity *e) {
    bool broken = false, second = false;
    if (!mime_parameter(out_view(&e->disposition), "filename", &e->name, &broken))
        mime_parameter(out_view(&e->type), "name", &e->name, &second);
    if (broken || second) problem(r, "the name of an attachment is written in a charset that is not known");
}

/* ---- bodies ------------------------------------------------------------------------------------------------------ */

/* The bytes that the body stands for. false: how it is encoded is not known. */
static bool decode(const entity *e, output *out) {
    hp_str how = mime_token(out_view(&e->encoding));
    if (mime_same(how, "base64"))
        mime_base64(e->body, out);
    else if (mime_same(how, "quoted-printable"))
        mime_quoted(e->body, false, out);
    else if (how.n == 0 || mime_same(how, "7bit") || mime_same(how, "8bit") || mime_same(how, "binary"))
        out_str(out, e->body);
    else
        return false;
    return true;
}

static bool starts(hp_str text, const char *word) {
    return text.n >= strlen(word) && strncasecmp(text.p, word, strlen(word)) == 0;
}

/* Lists of marks come as text whatever the mail program calls them. */
static bool is_text_file(hp_str name) {
    static const char *const endings[] = {".txt", ".csv", ".tsv", ".md", ".html", ".htm", ".ics", ".vcf", ".eml"};
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        size_t n = strlen(endings[i]);
        if (name.n > n && strncasecmp(name.p + name.n - n, endings[i], n) == 0) return true;
    }
    return false;
}

static void read_text(reader *r, const entity *e, hp_str type) {
    output bytes = OUT_MEMORY, text = OUT_MEMORY, charset = OUT_MEMORY;
    bool broken = false;
    if (starts(type, "text/")) mime_parameter(out_view(&e->type), "charset", &charset, &broken);
    if (!decode(e, &bytes))
        problem(r, "a text is encoded in a way that is not known");
    else if (broken || !mime_to_utf8(out_view(&bytes), out_view(&charset), &text))
        problem(r, "a text is written in a charset that is not known, or not as it says");
    else
        r->sink->text(r->sink->user, out_view(&text), mime_same(type, "text/html"));
    out_free(&bytes);
    out_free(&text);
    out_free(&charset);
}

static void read_message(reader *r, const entity *e, int depth) {
    output bytes = OUT_MEMORY;
    if (decode(e, &bytes))
        read_entity(r, out_view(&bytes), "text/plain", depth + 1);
    else
        problem(r, "a forwarded mail is encoded in a way that is not known");
    out_free(&bytes);
}

/* ---- several parts ----------------------------------------------------------------------------------------------- */

typedef enum border { BORDER_NONE = 0, BORDER_NEXT, BORDER_LAST } border;

static border border_of(hp_str line, hp_str mark) {
    while (line.n > 0 && strchr(" \t\r", line.p[line.n - 1])) line.n--;
    if (line.n < mark.n + 2 || memcmp(line.p, "--", 2) != 0 || memcmp(line.p + 2, mark.p, mark.n) != 0)
        return BORDER_NONE;
    if (line.n == mark.n + 2) return BORDER_NEXT;
    return line.n == mark.n + 4 && memcmp(line.p + line.n - 2, "--", 2) == 0 ? BORDER_LAST : BORDER_NONE;
}

/* What stands before the first part and behind the last is shown by few programs, and sent all the same. */
static void read_margin(reader *r, hp_str text) {
    for (size_t i = 0; i < text.n; i++)
        if (!strchr(" \t\r\n", text.p[i])) {
            r->sink->text(r->sink->user, text, false);
            return;
        }
}

static void read_parts(reader *r, hp_str body, hp_str mark, const char *usual_type, int depth) {
    size_t start = 0;
    bool inside = false, ended = false, any = false;
    for (size_t at = 0, next; at < body.n && !r->stopped; at = next) {
        const char *newline = memchr(body.p + at, '\n', body.n - at);
        next = newline ? (size_t)(newline - body.p) + 1 : body.n;
        border b = ended ? BORDER_NONE : border_of((hp_str){body.p + at, next - at - (newline != NULL)}, mark);
        if (b == BORDER_NONE) continue;
        hp_str part = {body.p + start, at - start};
        if (inside)
            read_entity(r, part, usual_type, depth + 1);
        else
            read_margin(r, part);
        any = inside = true;
        if (b == BORDER_LAST) ended = true, inside = false;
        start = next;
    }
    hp_str rest = {body.p + start, body.n - start};
    if (!any)
        problem(r, "it says that it has parts, and has none");
    else if (inside)
        read_entity(r, rest, usual_type, depth + 1);
    else
        read_margin(r, rest);
}

static void read_multipart(reader *r, const entity *e, hp_str type, int depth) {
    output mark = OUT_MEMORY;
    bool broken = false;
    if (mime_same(type, "multipart/encrypted"))
        problem(r, "it is encrypted");
    else if (!mime_parameter(out_view(&e->type), "boundary", &mark, &broken) || broken || mark.n == 0)
        problem(r, "it does not say what separates its parts");
    else
        read_parts(r, e->body, out_view(&mark), mime_same(type, "multipart/digest") ? "message/rfc822" : "text/plain",
                   depth);
    out_free(&mark);
}

static void read_leaf(reader *r, const entity *e, hp_str type) {
    bool text = starts(type, "text/") || mime_same(type, "message/delivery-status") ||
                mime_same(type, "message/disposition-notification") || is_text_file(out_view(&e->name));
    if (mime_same(type, "application/pgp-encrypted") || mime_same(type, "application/pkcs7-mime") ||
        mime_same(type, "application/x-pkcs7-mime"))
        problem(r, "it is encrypted");
    else if (starts(type, "message/") && !text)
        problem(r, "a part of it lies elsewhere, or is not known");
    else if (text)
        read_text(r, e, type);
    if (e->name.n > 0 || !text) r->sink->attachment(r->sink->user, out_view(&e->name), !text);
}

static void read_body(reader *r, entity *e, const char *usual_type, int depth) {
    hp_str type = mime_token(out_view(&e->type));
    if (!memchr(type.n ? type.p : "", '/', type.n)) type = view(usual_type);
    if (starts(type, "multipart/"))
        read_multipart(r, e, type, depth);
    else if (mime_same(type, "message/rfc822") || mime_same(type, "message/global"))
        read_message(r, e, depth);
    else
        read_leaf(r, e, type);
}

static void read_entity(reader *r, hp_str bytes, const char *usual_type, int depth) {
    entity e = {
        .body = bytes, .type = OUT_MEMORY, .disposition = OUT_MEMORY, .encoding = OUT_MEMORY, .name = OUT_MEMORY};
    if (r->stopped) return;
    if (depth > DEPTH_MOST || ++r->parts > PARTS_MOST) {
        r->stopped = true;
        problem(r, "it has too many parts");
    } else if (!mime_headers(&e.body, &e.headers)) {
        problem(r, "its headers are broken");
    } else {
        read_headings(r, &e);
        read_once(r, &e, "Content-Type", &e.type);
        read_once(r, &e, "Content-Transfer-Encoding", &e.encoding);
        read_once(r, &e, "Content-Disposition", &e.disposition);
        read_name(r, &e);
        read_body(r, &e, usual_type, depth);
    }
    free_entity(&e);
}

void mime_read(hp_str message, const mime_sink *sink) {
    reader r = {.sink = sink};
    read_entity(&r, message, "text/plain", 0);
}
