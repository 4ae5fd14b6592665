/* archive.c - see archive.h. */
#include "archive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "csv.h"
#include "mem.h"
#include "moment.h"

static archive_found broken(archive_post *out, const char *why) {
    snprintf(out->json.error, sizeof(out->json.error), "%s", why);
    return ARCHIVE_BROKEN;
}

/* ---- months */

static bool are_digits(hp_str text, size_t from, size_t count) {
    if (from + count > text.n) return false;
    for (size_t i = from; i < from + count; i++)
        if (text.p[i] < '0' || text.p[i] > '9') return false;
    return true;
}

/* The month of "2024-03-05..."; other ways to write a day are read differently by different people. */
static void read_month(archive_post *out, hp_str when) {
    if (!are_digits(when, 0, 4) || !are_digits(when, 5, 2) || when.p[4] != '-') return;
    int month = (when.p[5] - '0') * 10 + when.p[6] - '0';
    if (month >= 1 && month <= 12) snprintf(out->month, sizeof(out->month), "%.7s", when.p);
}

/* The month of "Wed Oct 10 20:19:24 +0000 2018", as X writes it. */
static void read_x_month(archive_post *out, hp_str when) {
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec", numbers[] = "010203040506070809101112";
    if (when.n != 30 || !are_digits(when, 26, 4)) return;
    for (int i = 0; i < 12; i++)
        if (memcmp(names + 3 * i, when.p + 4, 3) == 0)
            snprintf(out->month, sizeof(out->month), "%.4s-%.2s", when.p + 26, numbers + 2 * i);
}

/* ---- JSON Lines */

static void count_pictures(archive_post *out) {
    const hp_draft *d = &out->json.draft;
    out->pictures = d->media_count;
    for (size_t i = 0; i < d->media_count; i++) out->undescribed += d->media[i].alt.n == 0;
}

static archive_found read_line(const task *job, archive_post *out) {
    if (!json_draft_read(job->bytes, &out->json)) return ARCHIVE_BROKEN;
    out->account = out->json.draft.author;
    read_month(out, out->json.draft.posted_at);
    count_pictures(out);
    return ARCHIVE_POST;
}

/* ---- Mastodon */

/* A text inside HTML. */
static void put_escaped(output *to, hp_str text) {
    for (size_t i = 0; i < text.n; i++) switch (text.p[i]) {
        case '<': out_z(to, "&lt;"); break;
        case '&': out_z(to, "&amp;"); break;
        default: out_char(to, text.p[i]); break;
        }
}

static void put_paragraph(output *to, hp_str text) {
    if (text.n == 0) return;
    out_z(to, "<p>");
    put_escaped(to, text);
    out_z(to, "</p>\n");
}

static void put_answers(output *to, json_node answers) {
    for (size_t i = 0; i < json_node_count(answers); i++)
        put_paragraph(to, json_node_text(json_node_at(json_node_item(answers, i), "name")));
}

/* Puts "@name@host" of "https://host/users/name"; an actor of another kind as it is. */
static void put_handle(output *to, hp_str actor) {
    const char *scheme = actor.n ? memmem(actor.p, actor.n, "://", 3) : NULL;
    const char *slash = actor.n ? memrchr(actor.p, '/', actor.n) : NULL;
    if (!scheme || slash < scheme + 3) {
        out_str(to, actor);
        return;
    }
    const char *host = scheme + 3, *end = memchr(host, '/', (size_t)(slash + 1 - host));
    const char *name = slash[1] == '@' ? slash + 2 : slash + 1;
    out_char(to, '@');
    out_bytes(to, name, (size_t)(actor.p + actor.n - name));
    out_char(to, '@');
    out_bytes(to, host, (size_t)(end - host));
}

static bool is_addressed(json_node whom) {
    static const char everybody[] = "https://www.w3.org/ns/activitystreams#Public";
    if (view_is(json_node_text(whom), everybody)) return true;
    for (size_t i = 0; i < json_node_count(whom); i++)
        if (view_is(json_node_text(json_node_item(whom, i)), everybody)) return true;
    return false;
}

static void read_attachments(archive_post *out, json_node list) {
    size_t count = json_node_count(list);
    hp_media *media = out->json.media = mem_new(count, sizeof(*media));
    for (size_t i = 0; i < count; i++)
        media[i] = (hp_media){.path = json_node_text(json_node_at(json_node_item(list, i), "url")),
                              .alt = json_node_text(json_node_at(json_node_item(list, i), "name"))};
    out->json.draft.media = media;
    out->json.draft.media_count = count;
    count_pictures(out);
}

static archive_found read_mastodon(const task *job, archive_post *out) {
    if (!json_node_read(job->bytes, "object", &out->json)) return ARCHIVE_BROKEN;
    json_node activity = out->json.root, note = json_node_at(activity, "object");
    hp_str type = json_node_text(json_node_at(activity, "type"));
    if (view_is(type, "Announce")) return ARCHIVE_OTHERS;
    if (!json_node_is_object(note)) return broken(out, "it is no post of an outbox: there is no \"object\"");
    hp_draft *d = &out->json.draft;
    output made = OUT_MEMORY;
    put_handle(&made, json_node_text(json_node_at(activity, "actor")));
    size_t from = made.n;
    put_paragraph(&made, json_node_text(json_node_at(note, "summary")));
    out_str(&made, json_node_text(json_node_at(note, "content")));
    put_answers(&made, json_node_at(note, "oneOf"));
    put_answers(&made, json_node_at(note, "anyOf"));
    out->made = made.p;
    out->account = (hp_str){made.p, from};
    d->text = (hp_str){made.p ? made.p + from : "", made.n - from};
    d->markup = HP_MARKUP_HTML;
    d->channel = HP_STR("mastodon");
    if (!is_addressed(json_node_at(activity, "to")) && !is_addressed(json_node_at(activity, "cc")))
        d->audience = HP_STR("closed");
    read_attachments(out, json_node_at(note, "attachment"));
    hp_str when = json_node_text(json_node_at(activity, "published"));
    read_month(out, when.n ? when : json_node_text(json_node_at(note, "published")));
    return d->text.n || d->media_count ? ARCHIVE_POST : ARCHIVE_EMPTY;
}

/* ---- X */

/* X writes three characters as entities, and only these. */
static hp_str decoded(hp_str text, char *to) {
    const struct {
        hp_str entity;
        char is;
    } known[] = {{HP_STR("&amp;"), '&'}, {HP_STR("&lt;"), '<'}, {HP_STR("&gt;"), '>'}};
    size_t n = 0;
    for (size_t i = 0; i < text.n;) {
        size_t k = 0;
        while (k < 3 && (text.n - i < known[k].entity.n || memcmp(text.p + i, known[k].entity.p, known[k].entity.n)))
            k++;
        to[n++] = k < 3 ? known[k].is : text.p[i];
        i += k < 3 ? known[k].entity.n : 1;
    }
    return (hp_str){to, n};
}

static void read_x_pictures(archive_post *out, json_node list) {
    size_t count = json_node_count(list), told = 0;
    hp_media *media = out->json.media = mem_new(count, sizeof(*media));
    for (size_t i = 0; i < count; i++) {
        json_node alt = json_node_at(json_node_item(list, i), "ext_alt_text");
        if (!alt) continue;
        media[told].alt = json_node_text(alt);
        out->undescribed += media[told++].alt.n == 0;
    }
    out->pictures = count;
    out->json.draft.media = media;
    out->json.draft.media_count = told;
}

static archive_found read_x(const task *job, archive_post *out) {
    if (!json_node_read(job->bytes, "full_text", &out->json)) return ARCHIVE_BROKEN;
    json_node tweet = json_node_at(out->json.root, "tweet");
    if (!tweet) tweet = out->json.root; /* older exports */
    hp_str text = json_node_text(json_node_at(tweet, "full_text"));
    if (!text.p) text = json_node_text(json_node_at(tweet, "text"));
    if (!text.p) return broken(out, "it is no post of X: there is no \"full_text\"");
    if (text.n > 4 && memcmp(text.p, "RT @", 4) == 0) return ARCHIVE_OTHERS;
    out->made = mem_new(text.n + 1, 1);
    out->json.draft.text = decoded(text, out->made);
    out->json.draft.channel = HP_STR("twitter");
    json_node more = json_node_at(tweet, "extended_entities");
    read_x_pictures(out, json_node_at(more ? more : json_node_at(tweet, "entities"), "media"));
    read_x_month(out, json_node_text(json_node_at(tweet, "created_at")));
    return ARCHIVE_POST;
}

/* ---- CSV */

bool archive_separator(hp_str record, char *separator) {
    if (record.n >= 3 && memcmp(record.p, "\xEF\xBB\xBF", 3) == 0) record = (hp_str){record.p + 3, record.n - 3};
    if (record.n != 5 || memcmp(record.p, "sep=", 4) != 0) return false;
    *separator = record.p[4];
    return true;
}

/* The first column that has one of the names, which end in NULL. */
static int column_of(const csv *c, const char *const *names) {
    for (; *names; names++)
        for (size_t i = 0; i < c->count; i++)
            if (c->fields[i].n == strlen(*names) && strncasecmp(c->fields[i].p, *names, c->fields[i].n) == 0)
                return (int)i;
    return ARCHIVE_NONE;
}

const char *archive_header(hp_str record, char separator, const char *text, archive_columns *out) {
    static const char *const texts[] = {"text", "full_text", "content", "body", "message", "post", "tweet", NULL};
    static const char *const times[] = {"posted_at", "created_at", "date", "time", "timestamp", "published", NULL};
    static const char *const accounts[] = {"account", "author", "username", "user", "screen_name", "handle", NULL};
    static const char *const channels[] = {"channel", "platform", "network", NULL};
    static const char *const alts[] = {"alt", "alt_text", NULL};
    const char *told[] = {text, NULL};
    char *copy = mem_new(record.n + 1, 1);
    csv c;
    memcpy(copy, record.p, record.n);
    csv_start(&c, copy, record.n);
    if (separator) c.separator = separator;
    const char *problem = csv_next(&c) ? NULL : c.problem ? c.problem : "it is empty";
    *out = (archive_columns){.separator = c.separator, .text = column_of(&c, text ? told : texts)};
    out->time = column_of(&c, times);
    out->account = column_of(&c, accounts);
    out->channel = column_of(&c, channels);
    out->alt = column_of(&c, alts);
    if (!problem && out->text == ARCHIVE_NONE)
        problem = text ? "no column is called as --column says" : "no column is called \"text\": name it with --column";
    free(copy);
    return problem;
}

static hp_str field(const csv *c, int column) {
    return column >= 0 && (size_t)column < c->count ? c->fields[column] : (hp_str){NULL, 0};
}

static archive_found read_record(const task *job, archive_post *out) {
    const archive_columns *columns = job->columns;
    out->made = mem_new(job->bytes.n + 1, 1);
    memcpy(out->made, job->bytes.p, job->bytes.n);
    csv *c = mem_new(1, sizeof(*c));
    *c = (csv){.p = out->made, .end = out->made + job->bytes.n, .separator = columns->separator, .next_line = 1};
    archive_found found = csv_next(c) ? ARCHIVE_POST : c->problem ? broken(out, c->problem) : ARCHIVE_EMPTY;
    if (found == ARCHIVE_POST) {
        hp_draft *d = &out->json.draft;
        hp_str when = field(c, columns->time);
        char copy[MOMENT_BYTES] = {0};
        d->text = field(c, columns->text);
        d->channel = field(c, columns->channel);
        out->account = field(c, columns->account);
        read_month(out, when);
        if (when.n > 0 && when.n < sizeof(copy)) memcpy(copy, when.p, when.n);
        if (when.n < sizeof(copy) && moment_valid(copy)) d->posted_at = when;
        out->alone.alt = field(c, columns->alt);
        if (out->alone.alt.n > 0) {
            d->media = &out->alone;
            d->media_count = 1;
        }
        count_pictures(out);
        if (!d->text.n && !d->media_count) found = ARCHIVE_EMPTY;
    }
    free(c);
    return found;
}

archive_found archive_read(const task *job, archive_post *out) {
    *out = (archive_post){.month = ""};
    switch (job->kind) {
    case INPUT_MASTODON: return read_mastodon(job, out);
    case INPUT_X: return read_x(job, out);
    case INPUT_CSV: return read_record(job, out);
    default: return read_line(job, out);
    }
}

void archive_free(archive_post *post) {
    json_draft_free(&post->json);
    free(post->made);
    *post = (archive_post){.month = ""};
}
