/* regex.c - the only file that knows PCRE2: compiling, matching within limits, trying a pattern out. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "find/regex.h"

#include <pcre2.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/str.h"

enum {
    MOST_GROUPS = 250, /* capturing groups of a pattern; the match data has room for them */
    MOST_NAMED = 8     /* groups that may be called `match` (alternatives of a (?J) pattern) */
};

struct regex {
    pcre2_code *code;
    uint8_t named[MOST_NAMED]; /* numbers of the groups `match` */
    uint8_t named_count;
};

struct regex_stack {
    pcre2_general_context *memory;
    pcre2_match_context *limits;
    pcre2_match_data *data;
};

static void *take(PCRE2_SIZE n, void *user) {
    (void)user;
    return raw_alloc(n);
}

static void give(void *p, void *user) {
    (void)user;
    raw_free(p);
}

/* ---- compiling ---- */

static size_t characters_before(hp_str s, size_t offset) {
    size_t count = 0;
    for (size_t i = 0; i < offset && i < s.n; i++) count += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return count;
}

static hp_status refuse(regex_error *error, hp_str pattern, size_t offset, const char *message) {
    if (error) {
        snprintf(error->message, sizeof error->message, "%s", message);
        error->offset = characters_before(pattern, offset);
    }
    return HP_ERR_SOURCE;
}

static hp_status refuse_code(regex_error *error, hp_str pattern, size_t offset, int code) {
    char message[sizeof error->message];
    pcre2_get_error_message(code, (PCRE2_UCHAR *)message, sizeof message);
    if (code == PCRE2_ERROR_HEAP_FAILED || code == PCRE2_ERROR_NOMEMORY) return HP_ERR_MEMORY;
    return refuse(error, pattern, offset, message);
}

/* Groups called `match`: by their entries in the table of names, so that a (?J) pattern may have several. */
static void find_named(regex *r) {
    PCRE2_SPTR first, last;
    int size = pcre2_substring_nametable_scan(r->code, (PCRE2_SPTR) "match", &first, &last);
    for (; size > 0 && first <= last && r->named_count < MOST_NAMED; first += size)
        r->named[r->named_count++] = (uint8_t)(first[0] << 8 | first[1]);
}

static pcre2_code *compile(hp_str pattern, pcre2_compile_context *context, int *code, size_t *offset) {
    const uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C;
    PCRE2_SPTR text = (PCRE2_SPTR)(pattern.p ? pattern.p : "");
    return pcre2_compile(text, pattern.n, options, code, offset, context);
}

hp_status regex_compile(hp_str pattern, regex **out, regex_error *error) {
    *out = NULL;
    if (error) *error = (regex_error){"", 0};
    regex *r = raw_alloc(sizeof *r);
    pcre2_general_context *memory = pcre2_general_context_create(take, give, NULL);
    pcre2_compile_context *context = pcre2_compile_context_create(memory);
    hp_status status = r && memory && context ? HP_OK : HP_ERR_MEMORY;
    if (status == HP_OK) {
        int code;
        size_t offset = 0;
        uint32_t groups = 0;
        pcre2_set_newline(context, PCRE2_NEWLINE_LF);
        r->code = compile(pattern, context, &code, &offset);
        if (!r->code)
            status = refuse_code(error, pattern, offset, code);
        else if (pcre2_pattern_info(r->code, PCRE2_INFO_CAPTURECOUNT, &groups) != 0)
            status = HP_ERR_INTERNAL;
        else if (groups > MOST_GROUPS)
            status = refuse(error, pattern, pattern.n, "too many groups: use (?:...)");
    }
    if (status == HP_OK) {
        find_named(r);
        *out = r;
    } else {
        regex_free(r);
    }
    pcre2_compile_context_free(context);
    pcre2_general_context_free(memory);
    return status;
}

void regex_free(regex *code) {
    if (!code) return;
    pcre2_code_free(code->code);
    raw_free(code);
}

/* ---- matching ---- */

hp_status regex_stack_new(regex_stack **out) {
    *out = NULL;
    regex_stack *s = raw_alloc(sizeof *s);
    if (!s) return HP_ERR_MEMORY;
    s->memory = pcre2_general_context_create(take, give, NULL);
    s->limits = pcre2_match_context_create(s->memory);
    s->data = pcre2_match_data_create(MOST_GROUPS + 1, s->memory);
    if (!s->memory || !s->limits || !s->data) {
        regex_stack_free(s);
        return HP_ERR_MEMORY;
    }
    pcre2_set_match_limit(s->limits, LIMIT_MATCH);
    pcre2_set_depth_limit(s->limits, LIMIT_MATCH_DEPTH);
    pcre2_set_heap_limit(s->limits, LIMIT_MATCH_HEAP_KB);
    *out = s;
    return HP_OK;
}

void regex_stack_free(regex_stack *stack) {
    if (!stack) return;
    pcre2_match_data_free(stack->data);
    pcre2_match_context_free(stack->limits);
    pcre2_general_context_free(stack->memory);
    raw_free(stack);
}

/* The span of a successful match; false when it is empty (or turned round by \K in a lookahead). */
static bool take_match(const regex *code, const regex_stack *stack, int pairs, regex_match *out) {
    const PCRE2_SIZE *v = pcre2_get_ovector_pointer(stack->data);
    *out = (regex_match){v[0], v[1], v[0], v[1]};
    for (size_t i = 0; i < code->named_count; i++) {
        size_t group = code->named[i];
        if ((int)group < pairs && v[2 * group] != PCRE2_UNSET) {
            out->start = v[2 * group];
            out->end = v[2 * group + 1];
            break;
        }
    }
    return out->start < out->end && out->whole_start <= out->whole_end;
}

/* The next character's start behind `at`. */
static size_t step_over(hp_str s, size_t at) {
    do at++;
    while (at < s.n && ((unsigned char)s.p[at] & 0xC0) == 0x80);
    return at;
}

regex_answer regex_next(const regex *code, regex_stack *stack, hp_str subject, size_t from, regex_match *out) {
    PCRE2_SPTR text = (PCRE2_SPTR)(subject.p ? subject.p : "");
    *out = (regex_match){0, 0, 0, 0};
    while (from <= subject.n) {
        int rc = pcre2_match(code->code, text, subject.n, from, PCRE2_NO_UTF_CHECK, stack->data, stack->limits);
        if (rc == PCRE2_ERROR_NOMATCH) return REGEX_NONE;
        if (rc < 0) return REGEX_GAVE_UP;
        if (take_match(code, stack, rc, out)) return REGEX_FOUND;
        from = step_over(subject, out->whole_start > from ? out->whole_start : from);
    }
    return REGEX_NONE;
}

regex_answer regex_at(const regex *code, regex_stack *stack, hp_str subject, size_t from, regex_match *out) {
    PCRE2_SPTR text = (PCRE2_SPTR)(subject.p ? subject.p : "");
    const uint32_t options = PCRE2_NO_UTF_CHECK | PCRE2_ANCHORED;
    *out = (regex_match){0, 0, 0, 0};
    int rc = pcre2_match(code->code, text, subject.n, from, options, stack->data, stack->limits);
    if (rc == PCRE2_ERROR_NOMATCH) return REGEX_NONE;
    if (rc < 0) return REGEX_GAVE_UP;
    return take_match(code, stack, rc, out) ? REGEX_FOUND : REGEX_NONE;
}

/* ---- trying out ---- */

/* What bad patterns stumble over: long runs of one kind, and the same with a last character that spoils the match. */
static const struct trial {
    const char *what, *unit, *last;
} trials[] = {
    {"letters", "a", ""},
    {"letters", "a", "!"},
    {"capitals", "A", "!"},
    {"digits", "1", ""},
    {"digits", "1", "x"},
    {"spaces", " ", ""},
    {"spaces", " ", "x"},
    {"signs", "@.", ""},
    {"signs", "-", "x"},
    {"words", "ab ", "!"},
    {"names", "Ab ", "!"},
    {"numbers", "12-", "x"},
    {"letters and digits", "a1", "!"},
    {"dotted words", "a.", "@"},
    {"lines", "a\n", "!"},
    {"quotes", "\"a", ""},
};

/* 0: fine; else the error of the first trial that reached a limit. */
static int try_out(const regex *r, regex_stack *stack, const char **what) {
    char text[LIMIT_WINDOW];
    pcre2_set_match_limit(stack->limits, LIMIT_MATCH_TRIAL);
    for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
        size_t unit = strlen(trials[i].unit), last = strlen(trials[i].last), n = sizeof text - last;
        for (size_t k = 0; k < n; k++) text[k] = trials[i].unit[k % unit];
        memcpy(text + n, trials[i].last, last);
        *what = trials[i].what;
        for (size_t from = 0; from < sizeof text;) {
            int rc = pcre2_match(r->code, (PCRE2_SPTR)text, sizeof text, from, PCRE2_NO_UTF_CHECK, stack->data,
                                 stack->limits);
            if (rc == PCRE2_ERROR_NOMATCH) break;
            if (rc < 0) return rc;
            size_t end = pcre2_get_ovector_pointer(stack->data)[1];
            from = end > from ? end : from + 1;
        }
    }
    return 0;
}

/* Position of a \K that is not itself quoted, SIZE_MAX when there is none. */
static size_t find_reset(hp_str pattern) {
    for (size_t i = 0; i + 1 < pattern.n; i++) {
        if (pattern.p[i] != '\\') continue;
        if (pattern.p[i + 1] == 'K') return i;
        i++;
    }
    return SIZE_MAX;
}

static bool matches_empty(const regex *r, regex_stack *stack) {
    uint32_t flag = 0;
    int rc = pcre2_match(r->code, (PCRE2_SPTR) "", 0, 0, 0, stack->data, stack->limits);
    return rc >= 0 || (pcre2_pattern_info(r->code, PCRE2_INFO_MATCHEMPTY, &flag) == 0 && flag);
}

bool regex_check(hp_str pattern, regex_error *error) {
    regex_error unused;
    if (!error) error = &unused;
    *error = (regex_error){"", 0};
    regex *r = NULL;
    regex_stack *stack = NULL;
    const char *what = "";
    size_t reset = find_reset(pattern);
    hp_status status = reset != SIZE_MAX
                           ? refuse(error, pattern, reset, "\\K is not allowed: name the span with (?<match>...)")
                           : regex_compile(pattern, &r, error);
    if (status == HP_OK) status = regex_stack_new(&stack);
    if (status == HP_OK && matches_empty(r, stack)) status = refuse(error, pattern, 0, "it matches the empty text");
    if (status == HP_OK && try_out(r, stack, &what) != 0) {
        char message[sizeof error->message];
        snprintf(message, sizeof message, "it gives up on a long run of %s: give its repeats an upper bound", what);
        status = refuse(error, pattern, 0, message);
    }
    if (status == HP_ERR_MEMORY) (void)refuse(error, pattern, 0, hp_status_text(status));
    regex_stack_free(stack);
    regex_free(r);
    return status == HP_OK;
}
