/* attach.c - see attach.h. */
#include "attach.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"
#include "inner.h"
#include "json_out.h"
#include "mem.h"
#include "tell.h"

enum { PATIENCE_MS = 75000 }; /* a little more than hallpass-media gives a file */

struct attach {
    inner *reader; /* NULL: it cannot be run */
    const char **files;
    size_t file_count, room;
    bool folder;
    pthread_mutex_t turn;
};

/* What was read of one file, part by part. */
typedef struct attached_answer {
    json_draft said;
    hp_passage *passages;
    size_t room;
    output tells, unread;
} attached_answer;

static bool add_file(attach *a, const char *path) {
    const char *why;
    int fd = files_open(path, false, &why);
    if (fd < 0) {
        tell("cannot read \"%s\": %s", path, why);
        return false;
    }
    close(fd);
    a->files = mem_grow(a->files, &a->room, a->file_count + 1, sizeof(*a->files));
    a->files[a->file_count++] = path;
    return true;
}

static bool is_folder(const char *path) {
    struct stat st;
    bool yes = stat(path, &st) == 0 && S_ISDIR(st.st_mode);
    if (!yes) tell("\"%s\" is no folder: name one with --media-dir", path);
    return yes;
}

static inner *start_reader(const attach *a, const char *folder) {
    size_t n = 0;
    const char **argv = mem_new(a->file_count + 4, sizeof(*argv));
    if (folder) argv[n++] = "--beneath", argv[n++] = folder;
    argv[n++] = "--";
    if (a->file_count > 0) memcpy(argv + n, a->files, a->file_count * sizeof(*argv));
    argv[n + a->file_count] = NULL;
    inner *reader = inner_start_other("media", argv);
    free(argv);
    return reader;
}

bool attach_open(const arguments *args, attach **out) {
    const char *folder = options_value(args, "media-dir", NULL);
    *out = NULL;
    if (!folder && !options_has(args, "attach")) return true;
    attach *a = mem_new(1, sizeof(*a));
    *a = (attach){.folder = folder, .turn = PTHREAD_MUTEX_INITIALIZER};
    bool ok = !folder || is_folder(folder);
    size_t at = 0;
    for (const char *path; ok && (path = options_each(args, "attach", &at));) ok = add_file(a, path);
    if (ok) {
        a->reader = start_reader(a, folder);
        *out = a;
    } else {
        attach_close(a);
    }
    return ok;
}

bool attach_has_files(const attach *a) {
    return a && a->file_count > 0;
}

bool attach_has_folder(const attach *a) {
    return a && a->folder;
}

void attach_descriptors(const attach *a, int list[ATTACH_DESCRIPTORS]) {
    inner_descriptors(a ? a->reader : NULL, list);
}

void attach_close(attach *a) {
    if (!a) return;
    inner_leave(a->reader);
    pthread_mutex_destroy(&a->turn);
    free(a->files);
    free(a);
}

/* ---- one file -------------------------------------------------------------------------------------------------- */

/* Where in the file, for people; NULL: a word that is none of ours. */
static const char *where_of(hp_str word) {
    static const struct {
        const char *word, *where;
    } places[] = {{"text", "the text of"}, {"data", "the data of"}, {"notes", "the notes in"}};
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
        if (view_is(word, places[i].word)) return places[i].where;
    return NULL;
}

static hp_markup markup_of(hp_str word) {
    return view_is(word, "html") ? HP_MARKUP_HTML : view_is(word, "markdown") ? HP_MARKUP_MARKDOWN : HP_MARKUP_NONE;
}

static void take_passages(json_node list, attached_answer *answer, hp_media *m) {
    for (size_t i = 0; i < json_node_count(list); i++) {
        json_node item = json_node_item(list, i);
        const char *where = where_of(json_node_text(json_node_at(item, "in")));
        hp_str text = json_node_text(json_node_at(item, "text"));
        if (!where || !text.n) continue;
        answer->passages = mem_grow(answer->passages, &answer->room, m->passage_count + 1, sizeof(*answer->passages));
        answer->passages[m->passage_count++] =
            (hp_passage){text, view(where), markup_of(json_node_text(json_node_at(item, "markup")))};
    }
    m->passages = answer->passages;
}

static void join(output *all, const char *between, hp_str more) {
    if (all->n > 0 && more.n > 0) out_z(all, between);
    out_str(all, more);
}

/* {"parts":[{"type","tells","passages":[{"in","text","markup"}],"unread"}],"unread"} */
static void take_answer(hp_str line, attached_answer *answer, hp_media *m) {
    if (!json_node_read(line, "parts", &answer->said)) {
        m->unread = HP_STR("what was read of it cannot be used");
        return;
    }
    json_node parts = json_node_at(answer->said.root, "parts");
    for (size_t i = 0; i < json_node_count(parts); i++) {
        json_node part = json_node_item(parts, i);
        if (!m->type.n) m->type = json_node_text(json_node_at(part, "type"));
        take_passages(json_node_at(part, "passages"), answer, m);
        join(&answer->tells, " ", json_node_text(json_node_at(part, "tells")));
        join(&answer->unread, "; ", json_node_text(json_node_at(part, "unread")));
    }
    join(&answer->unread, "; ", json_node_text(json_node_at(answer->said.root, "unread")));
    m->tells = out_view(&answer->tells);
    m->unread = out_view(&answer->unread);
}

static void ask(attach *a, const char *key, hp_str value, attached_answer *answer, hp_media *m) {
    output question = OUT_MEMORY;
    json_out j = {.to = &question};
    json_put_open(&j, '{');
    json_put_key(&j, key);
    json_put_text(&j, value);
    json_put_close(&j, '}');
    pthread_mutex_lock(&a->turn);
    hp_str line;
    answer->tells = answer->unread = OUT_MEMORY;
    inner_answer came = a->reader ? inner_ask(a->reader, out_view(&question), PATIENCE_MS, &line) : INNER_ENDED;
    if (came == INNER_REPORT) take_answer(line, answer, m);
    pthread_mutex_unlock(&a->turn);
    if (came == INNER_LATE) m->unread = HP_STR("it took too long to read");
    if (came == INNER_ENDED)
        m->unread = HP_STR("it was not opened: hallpass-media, which reads files, does not run here");
    out_free(&question);
}

void attach_read(attach *a, const hp_media *told, hp_draft *draft, attachments *out) {
    size_t own = draft->media_count, count = own + a->file_count;
    *out =
        (attachments){.media = mem_new(count, sizeof(*out->media)), .answers = mem_new(count, sizeof(*out->answers))};
    if (own) memcpy(out->media, draft->media, own * sizeof(*out->media));
    for (size_t i = 0; i < own && a->folder; i++)
        if (out->media[i].path.n)
            ask(a, "beneath", out->media[i].path, &out->answers[out->answer_count++], &out->media[i]);
    for (size_t i = 0; i < a->file_count; i++) {
        char number[24];
        snprintf(number, sizeof(number), "%zu", i);
        out->media[own + i] = (hp_media){.path = view(a->files[i]), .people = told->people, .release = told->release};
        ask(a, "attached", view(number), &out->answers[out->answer_count++], &out->media[own + i]);
    }
    draft->media = out->media;
    draft->media_count = count;
}

void attached_free(attachments *list) {
    for (size_t i = 0; i < list->answer_count; i++) {
        json_draft_free(&list->answers[i].said);
        free(list->answers[i].passages);
        out_free(&list->answers[i].tells);
        out_free(&list->answers[i].unread);
    }
    free(list->answers);
    free(list->media);
    *list = (attachments){0};
}
