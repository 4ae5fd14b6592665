/* roster_csv.c - see roster_csv.h. */
#include "roster_csv.h"

#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "files.h"
#include "mem.h"
#include "tell.h"
#include "utf8.h"

enum { ROSTER_BYTES = 32 << 20, ROSTER_PEOPLE = 200000, HEADER_BYTES = 64 };

typedef enum field {
    GIVEN,
    PREFERRED,
    FAMILY,
    PREFERRED_FAMILY,
    WHOLE, /* "Given Family" or "Family, Given" */
    USERNAME,
    ID,
    MAIL,
    GRADE,
    RELEASE,
    OPT_OUT,
    ROLE,
    STATUS,
    UNIT, /* an organisational unit: /Students/2031 */
    FIELDS
} field;

/* Headers, lower case, letters and digits only. Where a file has several of one field, the one listed first is taken.
 */
static const struct {
    const char *header;
    field field;
} headers[] = {
    {"givenname", GIVEN},
    {"firstname", GIVEN},
    {"firstnamerequired", GIVEN},
    {"studentfirstname", GIVEN},
    {"legalfirstname", GIVEN},
    {"first", GIVEN},
    {"given", GIVEN},
    {"forename", GIVEN},
    {"nombre", GIVEN},
    {"nombres", GIVEN},
    {"prenom", GIVEN},
    {"preferredfirstname", PREFERRED},
    {"preferredgivenname", PREFERRED},
    {"preferredname", PREFERRED},
    {"preferred", PREFERRED},
    {"nickname", PREFERRED},
    {"goesby", PREFERRED},
    {"knownas", PREFERRED},
    {"familyname", FAMILY},
    {"lastname", FAMILY},
    {"lastnamerequired", FAMILY},
    {"studentlastname", FAMILY},
    {"legallastname", FAMILY},
    {"last", FAMILY},
    {"family", FAMILY},
    {"surname", FAMILY},
    {"apellido", FAMILY},
    {"apellidos", FAMILY},
    {"preferredfamilyname", PREFERRED_FAMILY},
    {"preferredlastname", PREFERRED_FAMILY},
    {"lastfirst", WHOLE},
    {"student", WHOLE},
    {"studentname", WHOLE},
    {"fullname", WHOLE},
    {"name", WHOLE},
    {"lastnamefirstname", WHOLE},
    {"displayname", WHOLE},
    {"pupil", WHOLE},
    {"username", USERNAME},
    {"studentusername", USERNAME},
    {"sisloginid", USERNAME},
    {"loginid", USERNAME},
    {"login", USERNAME},
    {"identifier", ID},
    {"studentnumber", ID},
    {"studentid", ID},
    {"sisuserid", ID},
    {"sisid", ID},
    {"sourcedid", ID},
    {"stateid", ID},
    {"upn", ID},
    {"employeeid", ID},
    {"id", ID},
    {"email", MAIL},
    {"emailaddress", MAIL},
    {"emailaddressrequired", MAIL},
    {"studentemail", MAIL},
    {"mail", MAIL},
    {"grade", GRADE},
    {"grades", GRADE},
    {"gradelevel", GRADE},
    {"yeargroup", GRADE},
    {"photorelease", RELEASE},
    {"mediarelease", RELEASE},
    {"photoconsent", RELEASE},
    {"mediaconsent", RELEASE},
    {"photopermission", RELEASE},
    {"release", RELEASE},
    {"directoryoptout", OPT_OUT},
    {"directoryinformationoptout", OPT_OUT},
    {"ferpaoptout", OPT_OUT},
    {"optout", OPT_OUT},
    {"role", ROLE},
    {"roles", ROLE},
    {"userrole", ROLE},
    {"usertype", ROLE},
    {"status", STATUS},
    {"orgunitpath", UNIT},
    {"orgunitpathrequired", UNIT},
};
enum { HEADERS = sizeof(headers) / sizeof(headers[0]), NO_COLUMN = CSV_FIELDS };

/* What each is read for. */
static const char *const uses[FIELDS] = {
    [GIVEN] = "given name",
    [PREFERRED] = "the name that a student goes by",
    [FAMILY] = "family name",
    [PREFERRED_FAMILY] = "the family name that a student goes by",
    [WHOLE] = "name",
    [USERNAME] = "username",
    [ID] = "id",
    [MAIL] = "mail",
    [GRADE] = "grade",
    [RELEASE] = "photo release",
    [OPT_OUT] = "directory opt-out",
    [ROLE] = "role",
    [STATUS] = "status",
    [UNIT] = "unit",
};

typedef struct columns {
    size_t at[FIELDS]; /* column of each field, or NO_COLUMN */
} columns;

/* ---- small things --------------------------------------------------------------------------------------------- */

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* A header or a role as the tables spell it. */
static void plain(hp_str s, char out[HEADER_BYTES]) {
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < HEADER_BYTES - 1; i++) {
        char c = lower(s.p[i]);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out[n++] = c;
        else if ((unsigned char)c >= 0x80)
            out[n++] = '?'; /* no header has one, and it must not be cut out */
    }
    out[n] = 0;
}

static bool is_one_of(hp_str s, const char *const *words) {
    char text[HEADER_BYTES];
    for (plain(s, text); *words; words++)
        if (strcmp(text, *words) == 0) return true;
    return false;
}

static bool says_yes(hp_str s) {
    static const char *const yes[] = {"yes", "y", "true", "t", "1", "x", "onfile", "signed", "granted", "si", NULL};
    return is_one_of(s, yes);
}

static hp_str cut(hp_str s, size_t from, size_t to) {
    while (from < to && s.p[from] == ' ') from++;
    while (to > from && s.p[to - 1] == ' ') to--;
    return (hp_str){s.p + from, to - from};
}

static size_t line_of(const char *bytes, size_t at) {
    size_t line = 1;
    for (size_t i = 0; i < at; i++) line += bytes[i] == '\n';
    return line;
}

/* ---- whole names ---------------------------------------------------------------------------------------------- */

/* The last word of a name, from its start; 0 when it is the only one. */
static size_t last_word(hp_str s) {
    size_t at = s.n;
    while (at > 0 && s.p[at - 1] != ' ') at--;
    return at;
}

/* "Maya R." without the initial. */
static hp_str without_initial(hp_str given) {
    size_t at = last_word(given), n = given.n - at;
    bool initial = at > 0 && (n == 1 || (n == 2 && given.p[given.n - 1] == '.'));
    return initial ? cut(given, 0, at) : given;
}

static hp_str without_suffix(hp_str name) {
    static const char *const suffixes[] = {"jr", "sr", "ii", "iii", "iv", NULL};
    size_t at = last_word(name);
    if (at == 0 || !is_one_of(cut(name, at, name.n), suffixes)) return name;
    hp_str rest = cut(name, 0, at);
    return rest.n > 0 && rest.p[rest.n - 1] == ',' ? cut(rest, 0, rest.n - 1) : rest;
}

/* Where the family name of "Ana de la Cruz" begins: at its first particle behind the given name, else at its last word.
 */
static size_t family_start(hp_str name) {
    static const char *const particles[] = {"de", "del", "la", "van", "von", "der",  "den", "da", "dos", "di",
                                            "du", "al",  "el", "bin", "ibn", "bint", "st",  "le", NULL};
    for (size_t at = 0; at < name.n;) {
        size_t end = at;
        while (end < name.n && name.p[end] != ' ') end++;
        if (at > 0 && end < name.n && is_one_of(cut(name, at, end), particles)) return at;
        at = end + 1;
    }
    return last_word(name);
}

static void split_name(hp_str whole, hp_str *given, hp_str *family) {
    hp_str name = without_suffix(whole);
    const char *comma = memchr(name.p, ',', name.n);
    if (comma) {
        size_t at = (size_t)(comma - name.p);
        *family = without_suffix(cut(name, 0, at));
        *given = without_initial(cut(name, at + 1, name.n));
        return;
    }
    size_t at = family_start(name);
    *given = at > 0 ? without_initial(cut(name, 0, at)) : name;
    *family = at > 0 ? cut(name, at, name.n) : (hp_str){0};
}

/* ---- rows ----------------------------------------------------------------------------------------------------- */

static hp_str value(const csv *c, const columns *cols, field f) {
    size_t at = cols->at[f];
    return at < c->count ? c->fields[at] : (hp_str){0};
}

/* Finds the columns of a header line; false: none of them is a name. */
static bool read_header(const csv *c, columns *cols) {
    size_t rank[FIELDS];
    for (size_t f = 0; f < FIELDS; f++) cols->at[f] = NO_COLUMN, rank[f] = HEADERS;
    for (size_t i = 0; i < c->count; i++) {
        char text[HEADER_BYTES];
        plain(c->fields[i], text);
        for (size_t h = 0; h < HEADERS; h++) {
            field f = headers[h].field;
            if (h < rank[f] && strcmp(text, headers[h].header) == 0) cols->at[f] = i, rank[f] = h;
        }
    }
    return cols->at[GIVEN] != NO_COLUMN || cols->at[FAMILY] != NO_COLUMN || cols->at[WHOLE] != NO_COLUMN;
}

/* A whole name is asked only where its parts are not told. */
static bool is_kept(const columns *cols, size_t f) {
    if (f == WHOLE) return cols->at[GIVEN] == NO_COLUMN && cols->at[FAMILY] == NO_COLUMN;
    return f != ROLE && f != STATUS && f != UNIT;
}

/* Notes what becomes of each column. */
static void note_columns(people *all, const csv *c, const columns *cols) {
    size_t first = all->column_count;
    all->columns = mem_grow(all->columns, &all->column_room, first + c->count, sizeof(*all->columns));
    all->column_count += c->count;
    for (size_t i = 0; i < c->count; i++) all->columns[first + i] = (roster_column){.header = c->fields[i]};
    for (size_t f = 0; f < FIELDS; f++) {
        if (cols->at[f] == NO_COLUMN) continue;
        all->columns[first + cols->at[f]].use = uses[f];
        all->columns[first + cols->at[f]].kept = is_kept(cols, f);
    }
}

/* A line of a list without a header: one column that reads as a name. */
static bool looks_like_name(hp_str s) {
    size_t words = 1;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        words += c == ' ';
        bool fits = (unsigned char)c >= 0x80 || (lower(c) >= 'a' && lower(c) <= 'z') || strchr(" '-.,", c);
        if (!fits) return false;
    }
    return s.n > 1 && words <= 5;
}

/* An organisational unit such as /Staff/Elementary. */
static bool is_staff_unit(hp_str unit) {
    static const char *const staff[] = {"/staff", "/teacher", "/faculty", "/employee"};
    char *path = mem_text("%.*s", (int)unit.n, unit.n ? unit.p : "");
    bool found = false;
    for (size_t i = 0; i < sizeof(staff) / sizeof(staff[0]); i++) found = found || strcasestr(path, staff[i]);
    free(path);
    return found;
}

static bool is_student(const csv *c, const columns *cols) {
    static const char *const students[] = {"student", "students", "pupil", "learner", "alumno", "estudiante", NULL};
    static const char *const gone[] = {"tobedeleted", NULL};
    hp_str role = value(c, cols, ROLE);
    if (role.n > 0 && !is_one_of(role, students)) return false;
    return !is_one_of(value(c, cols, STATUS), gone) && !is_staff_unit(value(c, cols, UNIT));
}

/* Rows that Canvas and Google Classroom write among the students. */
static bool is_filler(hp_str whole) {
    static const char *const fillers[] = {"pointspossible", "studenttest",  "teststudent", "date",
                                          "points",         "classaverage", NULL};
    return is_one_of(whole, fillers);
}

static void add_person(people *all, hp_person person, size_t line) {
    all->list = mem_grow(all->list, &all->room, all->count + 1, sizeof(*all->list));
    all->lines = mem_grow(all->lines, &all->line_room, all->count + 1, sizeof(*all->lines));
    all->lines[all->count] = line;
    all->list[all->count++] = person;
}

static void add_row(people *all, const csv *c, const columns *cols) {
    hp_person person = {.given = value(c, cols, GIVEN),
                        .preferred = value(c, cols, PREFERRED),
                        .family = value(c, cols, FAMILY),
                        .username = value(c, cols, USERNAME),
                        .id = value(c, cols, ID),
                        .mail = value(c, cols, MAIL),
                        .grade = value(c, cols, GRADE),
                        .release = says_yes(value(c, cols, RELEASE)),
                        .opt_out = says_yes(value(c, cols, OPT_OUT))};
    hp_str whole = value(c, cols, WHOLE), family = value(c, cols, PREFERRED_FAMILY);
    if (!is_student(c, cols) || is_filler(whole)) {
        all->passed_over++;
        return;
    }
    if (person.given.n == 0 && person.family.n == 0 && whole.n > 0) split_name(whole, &person.given, &person.family);
    if (person.given.n == 0 && person.family.n == 0 && person.preferred.n == 0) {
        all->passed_over++;
        all->nameless++;
        return;
    }
    all->students++;
    add_person(all, person, c->line);
    if (family.n > 0 && !(family.n == person.family.n && memcmp(family.p, person.family.p, family.n) == 0)) {
        person.family = family; /* the same child under the family name it goes by */
        add_person(all, person, c->line);
    }
}

/* ---- files ---------------------------------------------------------------------------------------------------- */

/* What must hold before the file is read as a table. */
static bool is_text(const char *path, const char *bytes, size_t n) {
    if (n == 0) {
        tell("roster \"%s\" is empty", path);
        return false;
    }
    if (n >= 4 && memcmp(bytes, "PK\3\4", 4) == 0) {
        tell("roster \"%s\" is a workbook or archive: save the sheet as \"CSV UTF-8\"", path);
        return false;
    }
    if (n >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0)) {
        tell("roster \"%s\" is written in UTF-16: save it as \"CSV UTF-8\"", path);
        return false;
    }
    const char *nul = memchr(bytes, 0, n);
    if (nul) {
        tell("roster \"%s\", line %zu: it holds binary data: save the list as \"CSV UTF-8\"", path,
             line_of(bytes, (size_t)(nul - bytes)));
        return false;
    }
    size_t valid = utf8_valid_until((hp_str){bytes, n});
    if (valid < n)
        tell("roster \"%s\", line %zu: it is not UTF-8: save it as \"CSV UTF-8\"", path, line_of(bytes, valid));
    return valid == n;
}

static bool is_ragged(const char *path, const csv *c, size_t width) {
    size_t count = c->count;
    while (count > width && c->fields[count - 1].n == 0) count--;
    if (count == width) return false;
    tell("roster \"%s\", line %zu: %zu columns where the first line has %zu: is a comma or a quote missing?", path,
         c->line, count, width);
    return true;
}

static bool read_rows(people *all, const char *path, csv *c, const columns *cols, size_t width, bool headless) {
    while (csv_next(c)) {
        if (is_ragged(path, c, width)) return false;
        if (headless && !looks_like_name(c->fields[0])) {
            tell("roster \"%s\", line %zu: this is no name: put a header over the columns, such as \"Name\"", path,
                 c->line);
            return false;
        }
        add_row(all, c, cols);
        if (all->count > ROSTER_PEOPLE) {
            tell("roster \"%s\", line %zu: more than %d people: load the lists of your own classes", path, c->line,
                 (int)ROSTER_PEOPLE);
            return false;
        }
    }
    if (c->problem) tell("roster \"%s\", line %zu: %s", path, c->line, c->problem);
    return !c->problem;
}

static bool read_table(people *all, const char *path, char *bytes, size_t n) {
    csv c;
    columns cols;
    csv_start(&c, bytes, n);
    if (!csv_next(&c)) {
        if (c.problem)
            tell("roster \"%s\", line %zu: %s", path, c.line, c.problem);
        else
            tell("roster \"%s\" is empty", path);
        return false;
    }
    size_t width = c.count, before = all->count;
    bool headless = !read_header(&c, &cols);
    if (!headless) note_columns(all, &c, &cols);
    if (headless) {
        bool names = true;
        for (size_t i = 0; i < c.count; i++) names = names && looks_like_name(c.fields[i]);
        if (width != 1 || !names) {
            tell("roster \"%s\", line %zu: no column is a name: expected headers such as \"First Name\" and \"Last "
                 "Name\", "
                 "or \"Name\"",
                 path, c.line);
            return false;
        }
        cols.at[WHOLE] = 0;
        add_row(all, &c, &cols);
    }
    while (width > 1 && c.fields[width - 1].n == 0) width--; /* a line that ends in separators */
    bool whole = read_rows(all, path, &c, &cols, width, headless);
    all->blank += c.blank;
    if (!whole) return false;
    if (all->count == before) tell("roster \"%s\" has a header and no students", path);
    return all->count > before;
}

bool people_load(people *all, const char *path) {
    char *bytes;
    size_t n;
    const char *why;
    if (!files_load(path, ROSTER_BYTES, true, &bytes, &n, &why)) {
        tell("cannot read roster \"%s\": %s", path, why);
        return false;
    }
    all->buffers = mem_grow(all->buffers, &all->buffer_room, all->buffer_count + 1, sizeof(*all->buffers));
    all->buffers[all->buffer_count++] = bytes;
    return is_text(path, bytes, n) && read_table(all, path, bytes, n);
}

void people_free(people *all) {
    for (size_t i = 0; i < all->buffer_count; i++) free(all->buffers[i]);
    free(all->buffers);
    free(all->list);
    free(all->lines);
    free(all->columns);
    *all = (people){0};
}
