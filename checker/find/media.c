/* media.c - attachments, by what the draft's sender says of them. Nothing is opened. */
#include "base/str.h"
#include "find/duties.h"

/* By what is said of it, a kind or a MIME type, else by its name's ending; 0: neither tells. */
static uint8_t kind_of(const hp_media *m) {
    static const char *const kinds[] = {"image", "video", "audio"}; /* MEDIA_ bits; MIME has them too */
    static const struct {
        const char *endings;
        uint8_t kind;
    } named[] = {{" jpg jpeg png gif webp heic heif avif bmp tif tiff svg ", MEDIA_IMAGE},
                 {" mp4 mov m4v avi mkv webm mpg mpeg 3gp ", MEDIA_VIDEO},
                 {" mp3 m4a wav ogg opus aac flac ", MEDIA_AUDIO},
                 {" pdf doc docx odt ppt pptx odp xls xlsx ods csv txt rtf ", MEDIA_DOCUMENT}};
    size_t slash = str_find(m->type, HP_STR("/"), 0), dot = m->path.n;
    hp_str said = str_sub(m->type, 0, slash == SIZE_MAX ? m->type.n : slash);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq_nocase(said, str_of(kinds[i]))) return (uint8_t)(1u << i);
    if (said.n) return str_eq_nocase(said, HP_STR("unknown")) ? 0 : MEDIA_DOCUMENT;
    while (dot > 0 && m->path.p[dot - 1] != '.' && m->path.p[dot - 1] != '/') dot--;
    char ending[8] = " ";
    size_t n = m->path.n - dot;
    if (!dot || !n || n > sizeof ending - 2 || m->path.p[dot - 1] != '.') return 0;
    for (size_t i = 0; i < n; i++) ending[i + 1] = char_lower(m->path.p[dot + i]);
    ending[n + 1] = ' ';
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (str_find(str_of(named[i].endings), (hp_str){ending, n + 2}, 0) != SIZE_MAX) return named[i].kind;
    return 0;
}

static uint8_t shows(const hp_media *m) {
    if (!m->people.n || str_eq_nocase(m->people, HP_STR("unknown"))) return MEDIA_UNKNOWN;
    if (str_eq_nocase(m->people, HP_STR("none"))) return MEDIA_NOBODY;
    return str_eq_nocase(m->people, HP_STR("staff")) ? MEDIA_STAFF : MEDIA_STUDENTS;
}

/* The TELLS_ bits of what is said to stand in the file. */
static uint8_t told_by(const hp_media *m) {
    static const struct {
        const char *word;
        uint8_t bit;
    } known[] = {{"place", TELLS_PLACE},
                 {"time", TELLS_TIME},
                 {"owner", TELLS_OWNER},
                 {"device", TELLS_DEVICE},
                 {"changes", TELLS_CHANGES}};
    uint8_t bits = 0;
    for (size_t at = 0, end; at < m->tells.n; at = end + 1) {
        end = str_find(m->tells, HP_STR(" "), at);
        if (end == SIZE_MAX) end = m->tells.n;
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            if (str_eq_z(str_sub(m->tells, at, end), known[i].word)) bits |= known[i].bit;
    }
    return bits;
}

static bool is_asked(uint8_t asked, bool present) {
    return !asked || asked == (present ? MEDIA_PRESENT : MEDIA_MISSING);
}

/* Is it an attachment of the kind that the rule is about? One that nobody knows the kind of may be. */
static bool is_meant(const pk_rule *rule, const hp_media *m) {
    uint8_t kind = kind_of(m);
    return (!rule->media || !kind || (rule->media & kind)) && (!rule->people || (rule->people & shows(m))) &&
           (!rule->tells || (rule->tells & told_by(m)));
}

static bool concerns(const pk_policy *policy, const pk_rule *rule, const hp_media *m) {
    bool released = str_eq_nocase(m->release, HP_STR("on-file"));
    bool directory = policy->consent & CONSENT_DIRECTORY_PHOTOS && rule->lock != LOCK_FULL;
    if (directory && !m->release.n) released = true;
    return is_meant(rule, m) && is_asked(rule->release, released) && is_asked(rule->alt, str_trim(m->alt).n > 0);
}

/* One hit for all attachments that a rule concerns: behind the text, without a span; but what a file tells is said of
 * each file. Where it concerns none, but some
 * are of the kind that never stands beside what the rule names, the judge looks for that. */
static hp_status hear(search *s, uint32_t index, hits *out) {
    const pk_rule *rule = &pack_rules(s->f->o.pack)[index];
    const find_scope *scope = s->scope;
    bool any = false, beside = false, here = rule->tells ? !scope->apart : !scope->attached;
    for (size_t k = 0; k < scope->media_count; k++) {
        any |= here && concerns(pack_policy(s->f->o.pack), rule, &scope->media[k]);
        beside |= rule->any.count && is_meant(rule, &scope->media[k]);
    }
    size_t before = out->n;
    hp_status status = any || beside ? duty_hit(s, index, (hp_str){NULL, 0}, out) : HP_OK;
    if (!any && out->n > before) out->v[before].only_beside = 1;
    return status;
}

hp_status find_media(finder *f, const doc *d, const find_scope *scope, hits *out, problem_list *problems) {
    search s;
    hp_status status = search_open(&s, f, d, scope, problems);
    for (size_t i = 0; i < pack_rule_count(f->o.pack) && status == HP_OK; i++) {
        const pk_rule *rule = &pack_rules(f->o.pack)[i];
        if (rule->kind == RULE_MEDIA && search_concerns(&s, rule)) status = hear(&s, (uint32_t)i, out);
    }
    return status;
}
