/* media.c - attachments, by what the draft's sender says of them. Nothing is opened. */
#include "base/str.h"
#include "find/duties.h"

static uint8_t shows(const hp_media *m) {
    if (!m->people.n || str_eq_nocase(m->people, HP_STR("unknown"))) return MEDIA_UNKNOWN;
    if (str_eq_nocase(m->people, HP_STR("none"))) return MEDIA_NOBODY;
    return str_eq_nocase(m->people, HP_STR("staff")) ? MEDIA_STAFF : MEDIA_STUDENTS;
}

static bool is_asked(uint8_t asked, bool present) {
    return !asked || asked == (present ? MEDIA_PRESENT : MEDIA_MISSING);
}

static bool concerns(const pk_rule *rule, const hp_media *m) {
    return (!rule->people || (rule->people & shows(m))) &&
           is_asked(rule->release, str_eq_nocase(m->release, HP_STR("on-file"))) &&
           is_asked(rule->alt, str_trim(m->alt).n > 0);
}

/* One hit for all attachments that a rule concerns: behind the text, without a span. */
static hp_status hear(search *s, uint32_t index, hits *out) {
    const pk_rule *rule = &pack_rules(s->f->o.pack)[index];
    const find_scope *scope = s->scope;
    size_t k = 0;
    while (k < scope->media_count && !concerns(rule, &scope->media[k])) k++;
    if (k == scope->media_count) return HP_OK;
    return duty_hit(s, index, (hp_str){NULL, 0}, out);
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
