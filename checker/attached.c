/* attached.c - what is written on attachments and in them is published with the draft: alternative texts, file names,
 * and the passages that whoever opened a file has read in it. Each is checked like the draft. */
#include "base/str.h"
#include "check.h"

enum { QUOTE_BYTES = 80 }; /* of what was found: a line of a report */

static void tell(problem_list *list, arena *a, hp_str text) {
    hp_str *place = VEC_ADD(a, list, hp_str);
    if (place) *place = text;
}

/* The file's own name, without its folders and its ending. */
static hp_str stem_of(hp_str path) {
    size_t from = path.n, end = path.n;
    while (from > 0 && path.p[from - 1] != '/' && path.p[from - 1] != '\\') from--;
    for (size_t i = from + 1; i < path.n; i++)
        if (path.p[i] == '.') end = i;
    return str_sub(path, from, end);
}

/* Words of one attachment, and where they stand in it. */
typedef struct words {
    const hp_media *of;
    hp_passage passage; /* no `where`: nothing is read, and what the file itself tells is heard */
    bool quoted;        /* nobody has them before his eyes: what was found is said */
} words;

static hp_str name_of(const hp_media *m) {
    return m->path.n ? m->path : HP_STR("an attachment");
}

/* On one line, cut where it is long. */
static hp_str quote(arena *a, hp_str text) {
    text = str_trim(text);
    size_t n = text.n < QUOTE_BYTES ? text.n : QUOTE_BYTES;
    while (n > 0 && n < text.n && ((unsigned char)text.p[n] & 0xC0) == 0x80) n--;
    char *line = ARENA_ARRAY(a, char, n + 1);
    if (!line) return (hp_str){NULL, 0};
    for (size_t i = 0; i < n; i++) line[i] = (unsigned char)text.p[i] < ' ' ? ' ' : text.p[i];
    return n < text.n ? arena_printf(a, "%.*s...", (int)n, line) : (hp_str){line, n};
}

/* A finding in an attachment's words has no place in the draft. */
static hp_finding elsewhere(arena *a, const hp_finding *found, const words *w) {
    hp_finding f = *found;
    f.attached = true;
    if (w->quoted && found->has_span && !found->secret) f.read = quote(a, found->text);
    f.has_span = f.replaces = f.answerable = false;
    f.parts = NULL;
    f.part_count = 0;
    f.title = w->passage.where.n ? arena_printf(a, "%.*s, in %.*s %.*s", STR_FMT(found->title),
                                                STR_FMT(w->passage.where), STR_FMT(name_of(w->of)))
                                 : arena_printf(a, "%.*s: %.*s", STR_FMT(found->title), STR_FMT(name_of(w->of)));
    return f;
}

/* Adds what was found in an attachment's words, as far as there is room. */
static hp_status add_findings(arena *a, const hp_report *second, const words *w, problem_list *gaps,
                              hp_report *report) {
    size_t room = LIMIT_FINDINGS - report->finding_count;
    size_t more = second->finding_count < room ? second->finding_count : room;
    if (second->verdict > report->verdict) report->verdict = second->verdict;
    if (more < second->finding_count)
        tell(gaps, a, arena_printf(a, "%.*s: more findings than are told", STR_FMT(name_of(w->of))));
    if (!more) return HP_OK;
    hp_finding *all = ARENA_ARRAY(a, hp_finding, report->finding_count + more);
    if (!all) return HP_ERR_MEMORY;
    for (size_t i = 0; i < report->finding_count; i++) all[i] = report->findings[i];
    for (size_t i = 0; i < more; i++) all[report->finding_count++] = elsewhere(a, &second->findings[i], w);
    report->findings = all;
    return HP_OK;
}

/* What could not be read of them is a gap of the draft. */
static hp_status check_words(hp_checker *checker, const hp_draft *draft, const words *w, problem_list *gaps,
                             hp_report *report) {
    arena *a = checker->a;
    hp_draft own = *draft;
    hp_media file = *w->of;
    hp_report second = {0};
    evidence e;
    if (w->passage.where.n) file.tells = (hp_str){NULL, 0};
    own.media = &file;
    own.media_count = 1;
    own.markup = w->passage.markup;
    own.text = w->passage.text;
    hp_status status = check_gather(checker, &own, READ_ATTACHED, &e);
    bool unreadable = status == HP_ERR_ENCODING || status == HP_ERR_LIMIT;
    if (status == HP_OK) status = judge_draft(&e.in, &second);
    for (size_t i = 0; i < e.gaps.n; i++)
        tell(gaps, a,
             arena_printf(a, "%.*s %.*s: %.*s", STR_FMT(w->passage.where), STR_FMT(name_of(w->of)),
                          STR_FMT(e.gaps.v[i])));
    if (status != HP_OK) return unreadable ? HP_OK : status;
    return add_findings(a, &second, w, gaps, report);
}

static hp_status check_attachment(hp_checker *checker, const hp_draft *draft, const hp_media *m, problem_list *gaps,
                                  hp_report *report) {
    arena *a = checker->a;
    hp_passage written = {.text = arena_printf(a, "%.*s\n%.*s", STR_FMT(m->alt), STR_FMT(stem_of(m->path))),
                          .where = HP_STR("the name or description of")};
    hp_status status = HP_OK;
    if (m->tells.n) status = check_words(checker, draft, &(words){.of = m}, gaps, report);
    if (status == HP_OK) status = check_words(checker, draft, &(words){m, written, false}, gaps, report);
    for (size_t i = 0; i < m->passage_count && status == HP_OK; i++)
        status = check_words(checker, draft, &(words){m, m->passages[i], true}, gaps, report);
    if (m->unread.n) tell(gaps, a, arena_printf(a, "%.*s: %.*s", STR_FMT(name_of(m)), STR_FMT(m->unread)));
    return status;
}

static bool is_told(const hp_media *m) {
    return m->alt.n || m->path.n || m->tells.n || m->passage_count || m->unread.n;
}

hp_status attached_check(hp_checker *checker, const hp_draft *draft, problem_list *gaps, hp_report *report) {
    hp_status status = HP_OK;
    size_t count = draft->media_count < LIMIT_MEDIA ? draft->media_count : LIMIT_MEDIA;
    for (size_t i = 0; i < count && status == HP_OK; i++)
        if (is_told(&draft->media[i])) status = check_attachment(checker, draft, &draft->media[i], gaps, report);
    if (count < draft->media_count)
        tell(gaps, checker->a, arena_printf(checker->a, "more than %d attachments: post them in parts", LIMIT_MEDIA));
    if (gaps->n > 0) {
        report->complete = false;
        if (report->verdict < HP_VERDICT_REVIEW) report->verdict = HP_VERDICT_REVIEW;
    }
    return status;
}
