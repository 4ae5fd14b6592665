/* story.c - see story.h. Which element is what is told by its name without the prefix; both families agree on "p". */
#include "story.h"

#include <string.h>

#include "xml.h"

typedef struct walk {
    reading *r;
    story_kind kind;
    output line, aside; /* of the text, and of what stands beside it */
    size_t within[4];   /* how many of these elements are open: see below */
} walk;

enum { OF_WORDS = 0, OF_REMOVED, OF_ASIDE, OF_STYLE };

static bool is_one_of(const char *name, const char *const *list) {
    for (size_t i = 0; list[i]; i++)
        if (strcmp(name, list[i]) == 0) return true;
    return false;
}

/* Which of the counted kinds an element is; -1: of none. */
static int part_of(const walk *w, const char *name) {
    static const char *const words[] = {"t", "text", NULL}, *const removed[] = {"delText", NULL},
                             *const aside[] = {"annotation", "tracked-changes", "notes", NULL},
                             *const style[] = {"automatic-styles", "scripts", "font-face-decls", "style", NULL};
    bool open = w->kind == STORY_OPEN;
    if (open) return is_one_of(name, aside) ? OF_ASIDE : is_one_of(name, style) ? OF_STYLE : -1;
    return is_one_of(name, words) ? OF_WORDS : is_one_of(name, removed) ? OF_REMOVED : -1;
}

static void end_lines(walk *w) {
    reading_words(w->r, w->kind == STORY_NOTES ? IN_NOTES : IN_TEXT, out_view(&w->line));
    reading_words(w->r, IN_NOTES, out_view(&w->aside));
    out_clear(&w->line);
    out_clear(&w->aside);
}

/* What of the document's head is told, and what its words are. */
static const struct {
    const char *name;
    unsigned tells;
    bool words;
} heads[] = {{"dc:creator", TELLS_OWNER, true},
             {"cp:lastModifiedBy", TELLS_OWNER, true},
             {"meta:initial-creator", TELLS_OWNER, true},
             {"meta:printed-by", TELLS_OWNER, true},
             {"Manager", TELLS_OWNER, true},
             {"Company", TELLS_OWNER, true},
             {"dcterms:created", TELLS_TIME, false},
             {"meta:creation-date", TELLS_TIME, false},
             {"dc:title", 0, true},
             {"dc:subject", 0, true},
             {"dc:description", 0, true},
             {"cp:keywords", 0, true},
             {"meta:keyword", 0, true},
             {"meta:user-defined", 0, true}};

static void end_head(walk *w, const char *name) {
    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]) && w->line.n > 0; i++) {
        if (strcmp(heads[i].name, name) != 0) continue;
        w->r->tells |= heads[i].tells;
        if (heads[i].words) reading_paragraph(w->r, IN_DATA, out_view(&w->line));
    }
    out_clear(&w->line);
}

static void on_open(void *user, const char *name, const char **attributes) {
    static const char *const changes[] = {"ins", "del",        "moveFrom",       "moveTo", "comment",
                                          "cm",  "annotation", "changed-region", NULL};
    static const char *const blanks[] = {"tab", "br", "cr", "s", "line-break", "tc", NULL};
    walk *w = user;
    (void)attributes;
    if (w->kind == STORY_HEAD) {
        out_clear(&w->line);
        return;
    }
    const char *local = xml_local(name);
    int part = part_of(w, local);
    if (part >= 0) w->within[part]++;
    if (is_one_of(local, changes)) w->r->tells |= TELLS_CHANGES;
    if (is_one_of(local, blanks)) out_char(&w->line, ' ');
}

static void on_text(void *user, hp_str text) {
    walk *w = user;
    bool open = w->kind == STORY_OPEN;
    if (w->kind == STORY_HEAD || (open ? !w->within[OF_ASIDE] && !w->within[OF_STYLE] : w->within[OF_WORDS] > 0))
        out_str(&w->line, text);
    else if (open ? !w->within[OF_STYLE] : w->within[OF_REMOVED] > 0)
        out_str(&w->aside, text);
}

static void on_close(void *user, const char *name) {
    static const char *const paragraphs[] = {"p", "h", "comment", "annotation", "tr", NULL};
    walk *w = user;
    if (w->kind == STORY_HEAD) {
        end_head(w, name);
        return;
    }
    const char *local = xml_local(name);
    int part = part_of(w, local);
    if (part >= 0) w->within[part]--;
    if (is_one_of(local, paragraphs)) end_lines(w);
}

void story_read(hp_str document, story_kind kind, reading *r) {
    walk w = {.r = r, .kind = kind, .line = OUT_MEMORY, .aside = OUT_MEMORY};
    if (!xml_walk(document, &(xml_handler){on_open, on_text, on_close, &w}))
        reading_lacks(r, "it is damaged: not all of its text can be read");
    if (kind != STORY_HEAD) end_lines(&w);
    out_free(&w.line);
    out_free(&w.aside);
}
