/* tags.c - attributes as HTML 13.2.5.32 ff. cuts them, and which of them are published. An attribute that stands twice
 * is read twice. */
#include "text/tags.h"

#include <string.h>

#include "base/str.h"

static bool ends_name(char c) {
    return char_is_space(c) || c == '/' || c == '>' || c == '=';
}

size_t tag_name_end(hp_str s, size_t at) {
    size_t i = at + 1;
    if (i < s.n && s.p[i] == '/') i++;
    while (i < s.n && !ends_name(s.p[i])) i++;
    return i;
}

static size_t skip_space(hp_str s, size_t at) {
    while (at < s.n && char_is_space(s.p[at])) at++;
    return at;
}

bool tag_next(hp_str s, size_t *at, tag_attribute *out) {
    size_t i = *at;
    while (i < s.n && (char_is_space(s.p[i]) || s.p[i] == '/')) i++;
    *out = (tag_attribute){i, i, i, i};
    if (i >= s.n || s.p[i] == '>') {
        *at = i < s.n ? i + 1 : i;
        return false;
    }
    for (i++; i < s.n && !ends_name(s.p[i]);) i++; /* the first character may be anything, even = */
    out->name_end = out->value_start = out->value_end = *at = i;
    i = skip_space(s, i);
    if (i >= s.n || s.p[i] != '=') return true;
    i = skip_space(s, i + 1);
    if (i < s.n && (s.p[i] == '"' || s.p[i] == '\'')) {
        size_t close = str_find(s, str_sub(s, i, i + 1), i + 1);
        out->value_start = i + 1;
        out->value_end = close == SIZE_MAX ? s.n : close;
        *at = close == SIZE_MAX ? s.n : close + 1;
        return true;
    }
    out->value_start = i;
    while (i < s.n && !char_is_space(s.p[i]) && s.p[i] != '>') i++;
    out->value_end = *at = i;
    return true;
}

/* ---- which are read ---- */

static bool is_one_of(hp_str name, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (str_eq_nocase(name, str_of(list[i]))) return true;
    return false;
}

#define IS_ONE_OF(name, list) is_one_of((name), (list), sizeof(list) / sizeof *(list))

/* The value of another attribute of the same tag; empty when it has none. */
static hp_str value_of(hp_str s, size_t tag, const char *name) {
    tag_attribute a;
    for (size_t at = tag_name_end(s, tag); tag_next(s, &at, &a);)
        if (str_eq_nocase(str_sub(s, a.name_start, a.name_end), str_of(name)))
            return str_sub(s, a.value_start, a.value_end);
    return (hp_str){NULL, 0};
}

/* Several words, as no token, number or setting has them. */
static bool has_words(hp_str value) {
    bool letter = false, space = false;
    for (size_t i = 0; i < value.n; i++) {
        letter |= char_is_alpha(value.p[i]) || (unsigned char)value.p[i] >= 0x80;
        space |= char_is_space(value.p[i]);
    }
    return letter && space;
}

/* What a search engine or a preview shows. Other one-word contents are settings and tokens of services. */
static bool is_shown_content(hp_str s, size_t tag, hp_str value) {
    static const char *const shown[] = {"author",  "description", "keywords", "subject",
                                        "summary", "title",       "abstract", "application-name"};
    if (value_of(s, tag, "http-equiv").n) return false;
    hp_str name = value_of(s, tag, "name");
    if (!name.n) name = value_of(s, tag, "property");
    return has_words(value) || IS_ONE_OF(name, shown) || str_find(name, HP_STR(":"), 0) != SIZE_MAX ||
           value_of(s, tag, "itemprop").n;
}

tag_use tag_use_of(hp_str s, size_t tag, const tag_attribute *attribute) {
    static const char *const words[] = {
        /* shown or read aloud */
        "alt", "title", "caption", "description", "label", "placeholder", "summary", "abbr", "download", "aria-label",
        "aria-description", "aria-placeholder", "aria-roledescription", "aria-valuetext", "aria-braillelabel",
        /* where links lead */
        "href", "src", "srcset", "poster", "cite", "action", "formaction", "data", "longdesc", "xlink:href"};
    hp_str name = str_sub(s, attribute->name_start, attribute->name_end),
           value = str_sub(s, attribute->value_start, attribute->value_end);
    if (!value.n) return TAG_SKIPPED;
    if (str_eq_nocase(name, HP_STR("srcdoc"))) return TAG_PAGE;
    bool read = IS_ONE_OF(name, words);
    if (str_eq_nocase(name, HP_STR("content"))) read = is_shown_content(s, tag, value);
    if (str_eq_nocase(name, HP_STR("value"))) /* what is hidden and one word is a token of the form */
        read = has_words(value) || !str_eq_nocase(value_of(s, tag, "type"), HP_STR("hidden"));
    if (str_eq_nocase(str_sub(name, 0, 5), HP_STR("data-"))) read = has_words(value);
    return read ? TAG_WORDS : TAG_SKIPPED;
}

bool tag_is_prose(hp_str s, size_t tag) {
    tag_attribute a;
    for (size_t at = tag_name_end(s, tag); tag_next(s, &at, &a);) {
        hp_str name = str_sub(s, a.name_start, a.name_end);
        bool word = name.n > 1 && char_is_upper(name.p[0]) && !char_is_upper(name.p[1]);
        if (word && a.value_end == a.name_end) return true;
    }
    return false;
}

bool tag_holds_data(hp_str s, size_t tag) {
    static const char *const programs[] = {"module", "importmap",  "speculationrules", "javascript", "ecmascript",
                                           "jsx",    "typescript", "jscript",          "livescript", "babel"};
    hp_str rest = value_of(s, tag, "type"), type;
    if (!str_split(&rest, ';', &type)) return false;
    type = str_trim(type);
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        size_t n = strlen(programs[i]);
        if (type.n >= n && str_eq_nocase(str_sub(type, type.n - n, type.n), str_of(programs[i]))) return false;
    }
    return type.n > 0;
}
