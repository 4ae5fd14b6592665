/* download.c - see download.h. */
#include "download.h"

#include <curl/curl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mem.h"
#include "status.h"
#include "tell.h"

enum {
    REDIRECTS = 3,
    CONNECT_SECONDS = 15,
    SLOW_BYTES = 100,        /* a second: a modem of 1990 is faster */
    HEADER_BYTES = 64 << 10, /* of all headers of one answer */
    CERTIFICATE_YOUNG = 9,   /* X509_V_ERR_CERT_NOT_YET_VALID */
    CERTIFICATE_EXPIRED = 10 /* X509_V_ERR_CERT_HAS_EXPIRED */
};

/* One call of the server on the way, redirects being several. */
typedef struct call {
    const download_question *q;
    download_answer *a;
    CURL *curl;
    size_t header_bytes;
    bool too_large, too_many_headers, encoded, page;
} call;

void download_start(void) {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK) return;
    tell("libcurl does not start");
    exit(STATUS_WRONG);
}

void download_free(download_answer *a) {
    out_free(&a->body);
}

__attribute__((format(printf, 2, 3))) static download_result fail(download_answer *a, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(a->why, sizeof(a->why), format, args);
    va_end(args);
    return DOWNLOAD_FAILED;
}

/* ---- addresses */

typedef struct address {
    char *scheme, *host, *secrets, *query, *fragment;
} address;

static void split_free(address *a) {
    curl_free(a->scheme);
    curl_free(a->host);
    curl_free(a->secrets);
    curl_free(a->query);
    curl_free(a->fragment);
}

static bool split(const char *text, address *out) {
    *out = (address){0};
    CURLU *url = curl_url();
    bool ok = url && strlen(text) < DOWNLOAD_ADDRESS_BYTES && curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK &&
              curl_url_get(url, CURLUPART_SCHEME, &out->scheme, 0) == CURLUE_OK;
    if (ok) {
        (void)curl_url_get(url, CURLUPART_HOST, &out->host, 0);
        (void)curl_url_get(url, CURLUPART_USER, &out->secrets, 0);
        (void)curl_url_get(url, CURLUPART_QUERY, &out->query, 0);
        (void)curl_url_get(url, CURLUPART_FRAGMENT, &out->fragment, 0);
    }
    curl_url_cleanup(url);
    return ok;
}

static bool is_here(const char *host) {
    return host && (strcmp(host, "127.0.0.1") == 0 || strcmp(host, "[::1]") == 0);
}

static const char *refusal(const address *a, bool local) {
    bool file = strcmp(a->scheme, "file") == 0, plain = strcmp(a->scheme, "http") == 0;
    if (file || (plain && is_here(a->host))) {
        if (!local) return "it is no https address: for a trial on this computer itself, allow it with --allow-local";
    } else if (strcmp(a->scheme, "https") != 0) {
        return "only https addresses are asked: anyone on the way could read and change what comes from others";
    }
    if (a->secrets) return "it holds a user name: a policy is for everyone, and nothing of the person is sent";
    if (a->query || a->fragment)
        return "it has a \"?\" or \"#\": a plain file is wanted, so that nothing of the person is sent";
    return NULL;
}

bool download_may_ask(const char *text, bool local, const char **why) {
    address a;
    *why = split(text, &a) ? refusal(&a, local) : "it is no address: https://HOST/PATH is one";
    for (const char *p = text; *p && !*why; p++)
        if ((unsigned char)*p <= ' ' || *p == 0x7f) *why = "it holds a blank: write %20";
    split_free(&a);
    return !*why;
}

/* Where a redirect may lead: to https, on the same host unless told otherwise. */
static const char *redirect_refusal(const download_question *q, const char *to) {
    address from, next;
    const char *why = NULL;
    bool ok = split(q->address, &from), known = split(to, &next);
    bool plain = ok && strcmp(from.scheme, "http") == 0;
    if (!ok || !known)
        why = "it leads to no address";
    else if (strcmp(next.scheme, "https") != 0 && !(plain && strcmp(next.scheme, "http") == 0 && is_here(next.host)))
        why = "it leads away from https";
    else if (!q->follow && (!from.host || !next.host || strcmp(from.host, next.host) != 0))
        why = "it leads to another host: subscribe to that address, or allow it with --allow-redirects";
    split_free(&from);
    split_free(&next);
    return why;
}

/* ---- what comes in */

static size_t take_body(char *bytes, size_t one, size_t n, void *user) {
    call *c = user;
    long status = 0;
    curl_easy_getinfo(c->curl, CURLINFO_RESPONSE_CODE, &status);
    if (status >= 300) return n * one; /* nobody reads what an error page says */
    if (c->encoded || c->page) return 0;
    c->too_large = n * one > c->q->cap - c->a->body.n;
    if (c->too_large) return 0;
    out_bytes(&c->a->body, bytes, n * one);
    return n * one;
}

/* The value of a header that is called `name`, without the blanks around it; p NULL: it is another. */
static hp_str header(const char *line, size_t n, const char *name) {
    size_t k = strlen(name);
    if (n <= k || strncasecmp(line, name, k) != 0 || line[k] != ':') return (hp_str){0};
    hp_str value = {line + k + 1, n - k - 1};
    while (value.n > 0 && strchr(" \t", value.p[0])) value.p++, value.n--;
    while (value.n > 0 && strchr(" \t\r\n", value.p[value.n - 1])) value.n--;
    return value;
}

/* What does not fit on a line of the subscription is as good as not said. */
static void keep_header(hp_str value, char into[DOWNLOAD_TAG_BYTES]) {
    bool fit = value.n < DOWNLOAD_TAG_BYTES;
    for (size_t i = 0; i < value.n; i++) fit = fit && (unsigned char)value.p[i] >= ' ' && value.p[i] != 0x7f;
    snprintf(into, DOWNLOAD_TAG_BYTES, "%.*s", fit ? (int)value.n : 0, value.p);
}

static uint64_t seconds_of(hp_str value) {
    char digits[16];
    snprintf(digits, sizeof(digits), "%.*s", value.n < sizeof(digits) ? (int)value.n : 0, value.p);
    return strspn(digits, "0123456789") == strlen(digits) ? strtoull(digits, NULL, 10) : 0;
}

static size_t take_header(char *line, size_t one, size_t lines, void *user) {
    call *c = user;
    size_t n = one * lines;
    c->header_bytes += n;
    c->too_many_headers = c->header_bytes > HEADER_BYTES;
    if (c->too_many_headers) return 0;
    hp_str v;
    if ((v = header(line, n, "etag")).p) keep_header(v, c->a->etag);
    if ((v = header(line, n, "last-modified")).p) keep_header(v, c->a->modified);
    if ((v = header(line, n, "retry-after")).p) c->a->retry = seconds_of(v);
    if ((v = header(line, n, "content-encoding")).p) c->encoded = v.n > 0 && !view_is(v, "identity");
    if ((v = header(line, n, "content-type")).p) c->page = v.n >= 9 && strncasecmp(v.p, "text/html", 9) == 0;
    return n;
}

/* ---- what went wrong, in words */

static void today(char out[16]) {
    time_t now = time(NULL);
    struct tm t;
    out[0] = 0;
    if (gmtime_r(&now, &t)) strftime(out, 16, "%Y-%m-%d", &t);
}

static download_result fail_certificate(call *c) {
    long verdict = 0;
    char date[16];
    curl_easy_getinfo(c->curl, CURLINFO_SSL_VERIFYRESULT, &verdict);
    today(date);
    if (verdict == CERTIFICATE_YOUNG)
        return fail(c->a,
                    "its certificate begins later than today, which is %s by this computer's clock: is the clock right",
                    date);
    if (verdict == CERTIFICATE_EXPIRED)
        return fail(c->a,
                    "its certificate has expired, if today is %s, as this computer's clock says: is the clock right",
                    date);
    return fail(
        c->a,
        "its certificate is not one that %s trusts for that name: a sign-in page of this network may stand in between",
        c->q->authority ? "the file of --authority" : "this computer");
}

static download_result fail_transfer(call *c, CURLcode code) {
    download_answer *a = c->a;
    if (c->too_large || code == CURLE_FILESIZE_EXCEEDED) return fail(a, "the answer is larger than hallpass takes");
    if (c->too_many_headers) return fail(a, "the head of the answer has no end");
    if (c->encoded) return fail(a, "it came compressed, which was not asked for");
    if (c->page)
        return fail(
            a,
            "a web page came instead of a policy: a sign-in page of this network may stand in between; open a browser");
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY: return fail(a, "its name is not known: is there a network");
    case CURLE_COULDNT_CONNECT: return fail(a, "nobody answers there");
    case CURLE_OPERATION_TIMEDOUT: return fail(a, "it is too slow");
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR: return fail(a, "the answer breaks off");
    case CURLE_PEER_FAILED_VERIFICATION: return fail_certificate(c);
    case CURLE_SSL_CACERT_BADFILE:
        return fail(a, "the certificates in \"%s\" cannot be read", c->q->authority ? c->q->authority : "");
    case CURLE_FILE_COULDNT_READ_FILE: return fail(a, "the file cannot be read");
    default: return fail(a, "%s", curl_easy_strerror(code));
    }
}

static download_result fail_status(call *c, long status) {
    switch (status) {
    case 304: return fail(c->a, "the server says \"not modified\" (%ld) to a question that was not asked", status);
    case 404:
    case 410: return fail(c->a, "there is no such file on the server (%ld)", status);
    case 401:
    case 403: return fail(c->a, "the server does not let it be read (%ld)", status);
    case 429: return fail(c->a, "the server asks to come less often (%ld)", status);
    case 511: return fail(c->a, "this network wants you to sign in first (%ld): open a browser", status);
    default: return fail(c->a, "the server answers with the status %ld", status);
    }
}

/* ---- asking */

static struct curl_slist *conditions(const download_question *q) {
    struct curl_slist *list = NULL;
    char *tag = mem_text("If-None-Match: %.*s", (int)q->etag.n, q->etag.p);
    char *date = mem_text("If-Modified-Since: %.*s", (int)q->modified.n, q->modified.p);
    if (q->etag.n > 0) list = curl_slist_append(list, tag);
    if (q->modified.n > 0) list = curl_slist_append(list, date);
    free(date);
    free(tag);
    return list;
}

static void set_up(call *c, const char *to, struct curl_slist *headers) {
    CURL *curl = c->curl;
    const download_question *q = c->q;
    const char *scheme = strncasecmp(to, "file:", 5) == 0   ? "file"
                         : strncasecmp(to, "http:", 5) == 0 ? "http"
                                                            : "https";
    curl_easy_reset(curl);
    curl_easy_setopt(curl, CURLOPT_URL, to);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, scheme);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L); /* each one is looked at first */
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (q->authority) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, q->authority);
        curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
    }
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "hallpass");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)q->cap);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)q->patience);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT,
                     (long)(q->patience < CONNECT_SECONDS ? q->patience : CONNECT_SECONDS));
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)(q->patience / 3 + 1));
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, c);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, c);
}

/* One call; *next is where it redirects to, of which the caller gives curl_free; NULL: nowhere. */
static download_result call_once(call *c, const char *to, struct curl_slist *headers, char **next) {
    const download_question *q = c->q;
    long status = 0;
    char *where = NULL;
    *next = NULL;
    out_clear(&c->a->body);
    *c = (call){.q = q, .a = c->a, .curl = c->curl};
    c->a->etag[0] = c->a->modified[0] = 0;
    set_up(c, to, headers);
    CURLcode code = curl_easy_perform(c->curl);
    curl_easy_getinfo(c->curl, CURLINFO_RESPONSE_CODE, &status);
    if (code != CURLE_OK) return fail_transfer(c, code);
    if (status == 200 || (status == 0 && strncasecmp(to, "file:", 5) == 0)) return DOWNLOAD_GOT;
    if (status == 304 && headers) return DOWNLOAD_SAME;
    curl_easy_getinfo(c->curl, CURLINFO_REDIRECT_URL, &where);
    if (!where || status < 301 || status > 308 || status == 304) return fail_status(c, status);
    const char *why = redirect_refusal(q, where);
    if (why) return fail(c->a, "it redirects, and %s", why);
    *next = mem_text("%s", where);
    return DOWNLOAD_GOT;
}

download_result download_ask(const download_question *q, download_answer *out) {
    *out = (download_answer){.body = OUT_MEMORY};
    call c = {.q = q, .a = out, .curl = curl_easy_init()};
    if (!c.curl) return fail(out, "libcurl does not start");
    struct curl_slist *headers = conditions(q);
    char *to = mem_text("%s", q->address), *next = NULL;
    download_result result = call_once(&c, to, headers, &next);
    for (int hops = 0; next; hops++) {
        free(to);
        to = next, next = NULL;
        if (hops == REDIRECTS)
            result = fail(out, "it redirects more than %d times", REDIRECTS);
        else
            result = call_once(&c, to, headers, &next);
    }
    free(to);
    curl_slist_free_all(headers);
    curl_easy_cleanup(c.curl);
    return result;
}
