/* grammar.c - see grammar.h. Of each key: its name, how its value may be written, what a text may be, what it is for.
 */
#include "pack/grammar.h"

#include <stddef.h>
#include <string.h>

/* How a value may be written, and the entries of a list. */
#define TEXT .forms = HP_AS_TEXT
#define LIST_OF_TEXTS .forms = HP_AS_LIST, .items = HP_AS_TEXT
#define LIST_OF_MAPS .forms = HP_AS_LIST, .items = HP_AS_MAP
#define LIST_OF_BOTH .forms = HP_AS_LIST, .items = HP_AS_TEXT | HP_AS_MAP
#define MAP .forms = HP_AS_MAP
#define TEXT_OR_MAP .forms = HP_AS_TEXT | HP_AS_MAP
#define TEXT_OR_TEXTS .forms = HP_AS_TEXT | HP_AS_LIST, .items = HP_AS_TEXT
#define TEXT_OR_LIST_OF_BOTH .forms = HP_AS_TEXT | HP_AS_LIST, .items = HP_AS_TEXT | HP_AS_MAP
#define MAP_OR_MAPS .forms = HP_AS_MAP | HP_AS_LIST, .items = HP_AS_MAP
#define MAP_OR_TEXTS .forms = HP_AS_MAP | HP_AS_LIST, .items = HP_AS_TEXT
#define ANY_FORM .forms = HP_AS_TEXT | HP_AS_LIST | HP_AS_MAP, .items = HP_AS_TEXT | HP_AS_MAP

/* What a text may be. */
#define YES .value = HP_VALUE_YES
#define ONE_OF(words) .value = HP_VALUE_CHOICE, .choices = (words)
#define NUMBER(from, to) .value = HP_VALUE_NUMBER, .low = (from), .high = (to)

#define KEYS(rows) .keys = (rows), .key_count = sizeof(rows) / sizeof(rows)[0]

const char *const grammar_severities[] = {"off", "note", "review", "hold", NULL};
const char *const grammar_overrides[] = {"yes", "reason", "no", NULL};
const char *const grammar_accounts[] = {"personal", "professional", "class", "school", NULL};
const char *const grammar_roles[] = {"teacher", "aide", "admin", "spokesperson", NULL};
const char *const grammar_steps[] = {"none", "info", "low", "medium", "high", "critical", NULL};
const char *const grammar_layers[] = {"builtin", "state", "county", "district", "school", "person", NULL};
const char *const grammar_modes[] = {"enforce", "trial", NULL};
const char *const grammar_locks[] = {"none", "floor", "full", NULL};
const char *const grammar_names[] = {"balanced", "careful", NULL};
const char *const grammar_verdicts[] = {"pass", "review", "hold", NULL};
const char *const grammar_inputs[] = {"text", "markdown", "html", NULL};
const char *const grammar_kinds[] = {"pattern", "words",   "name",  "guard",    "combine",
                                     "media",   "require", "limit", "schedule", NULL};
const char *const grammar_people[] = {"student", "private", "public", "author", "word", NULL};
const char *const grammar_categories[] = {
    "statement", "student_name", "private_name", "email",      "phone", "address", "student_id", "ssn", "birthdate",
    "handle",    "personal_url", "meeting",      "credential", "card",  "geo",     "plate",      "ip",  NULL};
const char *const grammar_readings[] = {"credential", "meeting", "student_id", "card", "handle", NULL};
const char *const grammar_hit_readings[] = {"private", "nothing", "another", NULL};
const char *const grammar_spared[] = {"named", NULL};
const char *const grammar_sure[] = {"roster", NULL};
const char *const grammar_whos[] = {"I0", "I1", "I2", "I3", NULL};
const char *const grammar_whats[] = {"S0", "S1", "S2", "S3", NULL};
const char *const grammar_media[] = {"students", "staff", "none", "unknown", NULL};
const char *const grammar_states[] = {"missing", "present", NULL};
const char *const grammar_cases[] = {"fold", "title", "exact", NULL};
const char *const grammar_origins[] = {"policy", NULL};
const char *const grammar_bases[] = {"public-figure", "staff", "staff-consent", "family-consent", "consent", NULL};
const char *const grammar_answers[] = {"not-a-person", "adult", "allowed", NULL};
const char *const grammar_counts[] = {"hashtag", "handle", "link", "email", "emoji", "word", "character", NULL};
const char *const grammar_looks[] = {"post", "profile", NULL};
const char *const grammar_sides[] = {"both", "before", "after", NULL};
const char *const grammar_forms[] = {"ambiguous", NULL};
const char *const grammar_places[] = {"url", "hashtag", "handle", "email", "quote", "link", NULL};
const char *const grammar_validators[] = {"luhn",  "ssn",  "itin", "nino",     "nhs", "sin", "mbi",  "iban", "aba",
                                          "phone", "date", "ip",   "postcode", "geo", "upn", "isbn", NULL};
static const char *const grammar_policy_heads[] = {"policy/1", NULL};
static const char *const grammar_set_heads[] = {"rules/1", NULL};
static const char *const grammar_fixes[] = {"remove", "none", NULL};
static const char *const grammar_across[] = {"post", NULL};

static const hp_schema_key value_keys[] = {
    {.name = "value", TEXT, .required = true, .help = "the value itself"},
    {.name = "lock",
     TEXT,
     ONE_OF(grammar_locks),
     .help = "floor: nearer layers may only be stricter; full: they may not change it"},
};
const hp_schema_map grammar_value = {.name = "a value with its lock", KEYS(value_keys)};

static const hp_schema_key texts_others = {TEXT, .help = "any text"};
static const hp_schema_map grammar_texts = {.name = "texts by name", .others = &texts_others};

static const hp_schema_key source_keys[] = {
    {.name = "title", TEXT, .help = "what the paper is called"},
    {.name = "section", TEXT, .help = "how its sections are cited: Policy 4219"},
    {.name = "url", TEXT, .help = "where it can be read"},
    {.name = "adopted", TEXT, .help = "the day on which it was adopted"},
    {.name = "sections", MAP, .map = &grammar_texts, .help = "its sections by number, each with what it says"},
};
const hp_schema_map grammar_source = {.name = "a source", KEYS(source_keys)};

static const hp_schema_key channel_keys[] = {
    {.name = "audience", TEXT, .help = "who reads it: one of the audiences"},
    {.name = "max-chars", TEXT, NUMBER(1, 60000), .help = "how long a post may be there"},
    {.name = "profile", TEXT, YES, .help = "whether a profile is shown beside posts"},
    {.name = "lock",
     TEXT,
     ONE_OF(grammar_locks),
     .help = "floor: nearer layers may only be stricter; full: they may not change it"},
};
const hp_schema_map grammar_channel = {.name = "a channel", KEYS(channel_keys)};

static const hp_schema_key allowed_keys[] = {
    {.name = "name", TEXT, .required = true, .help = "the whole name"},
    {.name = "basis",
     TEXT,
     ONE_OF(grammar_bases),
     .required = true,
     .help = "the ground for it; a consent needs an end"},
    {.name = "on-file", TEXT, .help = "where the consent is kept"},
    {.name = "until", TEXT, .help = "the last day on which it holds, as 2027-06-30"},
};
const hp_schema_map grammar_allowed = {.name = "an allowed name", KEYS(allowed_keys)};

static const hp_schema_key allow_keys[] = {
    {.name = "names", LIST_OF_MAPS, .map = &grammar_allowed, .help = "people who may be named"},
    {.name = "+names", LIST_OF_MAPS, .map = &grammar_allowed, .help = "more of them than the layers below name"},
    {.name = "=names", LIST_OF_MAPS, .map = &grammar_allowed, .help = "these instead of those of the layers below"},
    {.name = "handles", LIST_OF_TEXTS, .help = "accounts that may be mentioned"},
    {.name = "+handles", LIST_OF_TEXTS, .help = "more of them"},
    {.name = "=handles", LIST_OF_TEXTS, .help = "these instead"},
    {.name = "lock", TEXT, ONE_OF(grammar_locks), .help = "full: nearer layers may not allow more"},
};
const hp_schema_map grammar_allow = {.name = "\"allow\"", KEYS(allow_keys)};

static const hp_schema_key matrix_row_keys[] = {
    {.name = "S0", TEXT, ONE_OF(grammar_steps), .help = "step for content S0"},
    {.name = "S1", TEXT, ONE_OF(grammar_steps), .help = "step for content S1"},
    {.name = "S2", TEXT, ONE_OF(grammar_steps), .help = "step for content S2"},
    {.name = "S3", TEXT, ONE_OF(grammar_steps), .help = "step for content S3"},
};
const hp_schema_map grammar_matrix_row = {.name = "a row of the matrix", KEYS(matrix_row_keys)};

static const hp_schema_key modifiers_others = {TEXT, NUMBER(0, 5), .help = "steps"};
static const hp_schema_map grammar_modifiers = {.name = "modifiers", .others = &modifiers_others};

static const hp_schema_key matrix_keys[] = {
    {.name = "I0", MAP, .map = &grammar_matrix_row, .help = "what identity I0 and each content come to"},
    {.name = "I1", MAP, .map = &grammar_matrix_row, .help = "what identity I1 and each content come to"},
    {.name = "I2", MAP, .map = &grammar_matrix_row, .help = "what identity I2 and each content come to"},
    {.name = "I3", MAP, .map = &grammar_matrix_row, .help = "what identity I3 and each content come to"},
    {.name = "raise", MAP, .map = &grammar_modifiers, .help = "modifiers that make a pair graver, with the steps"},
    {.name = "lower", MAP, .map = &grammar_modifiers, .help = "modifiers that make a pair milder, with the steps"},
    {.name = "lock",
     TEXT,
     ONE_OF(grammar_locks),
     .help = "floor: nearer layers may only be stricter; full: they may not change it"},
};
const hp_schema_map grammar_matrix = {.name = "\"matrix\"", KEYS(matrix_keys)};

static const hp_schema_key limits_keys[] = {
    {.name = "report-at",
     TEXT_OR_MAP,
     NUMBER(1, 100),
     .map = &grammar_value,
     .help = "confidence from which a finding is told"},
    {.name = "pair-at",
     TEXT_OR_MAP,
     NUMBER(1, 100),
     .map = &grammar_value,
     .help = "confidence from which evidence may pair"},
    {.name = "window",
     TEXT_OR_MAP,
     NUMBER(0, 20),
     .map = &grammar_value,
     .help = "sentences on either side in which who and what may stand apart"},
    {.name = "short-post",
     TEXT_OR_MAP,
     NUMBER(0, 10000),
     .map = &grammar_value,
     .help = "characters up to which a whole post is one window"},
    {.name = "names",
     TEXT_OR_MAP,
     ONE_OF(grammar_names),
     .map = &grammar_value,
     .help = "how names that nobody listed are looked for"},
    {.name = "k",
     TEXT_OR_MAP,
     NUMBER(1, 1000),
     .map = &grammar_value,
     .help = "how many people a clue must fit before it points to nobody"},
    {.name = "exception-days",
     TEXT_OR_MAP,
     NUMBER(1, 3660),
     .map = &grammar_value,
     .help = "how long an exception may last, in days"},
    {.name = "lock",
     TEXT,
     ONE_OF(grammar_locks),
     .help = "floor: nearer layers may only be stricter; full: they may not change it"},
};
const hp_schema_map grammar_limits = {.name = "\"limits\"", KEYS(limits_keys)};

static const hp_schema_key severity_others = {TEXT, ONE_OF(grammar_severities), .help = "severity for that audience"};
static const hp_schema_map grammar_severity = {.name = "\"severity\"", .others = &severity_others};

static const hp_schema_key fix_keys[] = {
    {.name = "replace", TEXT, .help = "words to write instead"},
    {.name = "mask", TEXT, .help = "a sign for each character"},
    {.name = "pseudonym", TEXT, .help = "a name with a letter that stays the same through a draft"},
    {.name = "append", TEXT, .help = "words to add at the end"},
};
const hp_schema_map grammar_fix = {.name = "\"fix\"", KEYS(fix_keys)};

static const hp_schema_key hours_keys[] = {
    {.name = "days", TEXT_OR_TEXTS, .help = "mon, mon-fri, ...; without them every day"},
    {.name = "from", TEXT, .required = true, .help = "07:45"},
    {.name = "to", TEXT, .required = true, .help = "15:10"},
    {.name = "note", TEXT, .help = "what these hours are"},
    {.name = "except",
     TEXT_OR_TEXTS,
     .help = "days that do not count: 2026-11-26, 2026-12-21..2027-01-03, or a file of such"},
};
const hp_schema_map grammar_hours = {.name = "the hours", KEYS(hours_keys)};

static const hp_schema_key condition_keys[] = {
    {.name = "any", TEXT_OR_TEXTS, .help = "phrases and \"@lists\" to look for"},
    {.name = "words", TEXT_OR_TEXTS, .help = "the same"},
    {.name = "regex", TEXT, .help = "a pattern to look for"},
    {.name = "validate", TEXT, ONE_OF(grammar_validators), .help = "the match must stand this check"},
    {.name = "inside", TEXT_OR_TEXTS, ONE_OF(grammar_places), .help = "what the match stands inside"},
    {.name = "hours", TEXT, .help = "when the draft is posted: mon-fri 08:00-15:15"},
    {.name = "reads", TEXT, ONE_OF(grammar_hit_readings), .help = "what the code reader takes the match for"},
    {.name = "within", TEXT, .help = "match, N words, sentence, neighbours or post"},
    {.name = "side", TEXT, ONE_OF(grammar_sides), .help = "on which side of the match"},
    {.name = "raise", TEXT, NUMBER(0, 100), .help = "points of confidence"},
    {.name = "lower", TEXT, NUMBER(0, 100), .help = "points of confidence"},
    {.name = "points", TEXT, NUMBER(-100, 100), .help = "points of confidence, with a sign"},
    {.name = "severity", TEXT, ONE_OF(grammar_severities), .help = "severity of this hit"},
    {.name = "whose", TEXT, YES, .help = "whether it tells whose a thing is"},
    {.name = "not", TEXT, YES, .help = "yes: holds where it is not found"},
    {.name = "for", TEXT, ONE_OF(grammar_forms), .help = "only for names of this shape"},
    {.name = "reason", TEXT, .help = "why, for whoever reads the report"},
};
const hp_schema_map grammar_condition = {.name = "a condition", KEYS(condition_keys)};

static const hp_schema_key change_keys[] = {
    {.name = "severity",
     TEXT_OR_MAP,
     ONE_OF(grammar_severities),
     .map = &grammar_severity,
     .help = "off, note, review or hold, for everybody or by audience"},
    {.name = "override", TEXT, ONE_OF(grammar_overrides), .help = "who may go on after a hold"},
    {.name = "confidence", TEXT, NUMBER(0, 100), .help = "how sure a plain match is"},
    {.name = "max", TEXT, NUMBER(0, 60000), .help = "of a limit: how many there may be"},
    {.name = "title", TEXT, .help = "what it is, in plain words"},
    {.name = "why", TEXT, .help = "why it matters, in one sentence"},
    {.name = "do", TEXT, .help = "what to write instead"},
    {.name = "fix", TEXT_OR_MAP, ONE_OF(grammar_fixes), .map = &grammar_fix, .help = "how it is mended"},
    {.name = "channels", TEXT_OR_TEXTS, .help = "it runs only there"},
    {.name = "+channels", TEXT_OR_TEXTS, .help = "more of the same than the layers below say"},
    {.name = "=channels", TEXT_OR_TEXTS, .help = "this instead of what the layers below say"},
    {.name = "accounts", TEXT_OR_TEXTS, ONE_OF(grammar_accounts), .help = "it runs only for these"},
    {.name = "+accounts",
     TEXT_OR_TEXTS,
     ONE_OF(grammar_accounts),
     .help = "more of the same than the layers below say"},
    {.name = "=accounts", TEXT_OR_TEXTS, ONE_OF(grammar_accounts), .help = "this instead of what the layers below say"},
    {.name = "roles", TEXT_OR_TEXTS, ONE_OF(grammar_roles), .help = "it runs only for these"},
    {.name = "+roles", TEXT_OR_TEXTS, ONE_OF(grammar_roles), .help = "more of the same than the layers below say"},
    {.name = "=roles", TEXT_OR_TEXTS, ONE_OF(grammar_roles), .help = "this instead of what the layers below say"},
    {.name = "unless", MAP_OR_MAPS, .map = &grammar_condition, .help = "conditions that drop a match"},
    {.name = "+unless", MAP_OR_MAPS, .map = &grammar_condition, .help = "more of the same than the layers below say"},
    {.name = "=unless", MAP_OR_MAPS, .map = &grammar_condition, .help = "this instead of what the layers below say"},
    {.name = "when", MAP_OR_MAPS, .map = &grammar_hours, .help = "of a schedule: hours in which nothing is posted"},
    {.name = "+when", MAP_OR_MAPS, .map = &grammar_hours, .help = "more of the same than the layers below say"},
    {.name = "=when", MAP_OR_MAPS, .map = &grammar_hours, .help = "this instead of what the layers below say"},
    {.name = "not-when", MAP_OR_MAPS, .map = &grammar_hours, .help = "of a schedule: hours that are free"},
    {.name = "+not-when", MAP_OR_MAPS, .map = &grammar_hours, .help = "more of the same than the layers below say"},
    {.name = "=not-when", MAP_OR_MAPS, .map = &grammar_hours, .help = "this instead of what the layers below say"},
    {.name = "except", TEXT_OR_TEXTS, .help = "of a schedule: days that do not count"},
    {.name = "+except", TEXT_OR_TEXTS, .help = "more of the same than the layers below say"},
    {.name = "=except", TEXT_OR_TEXTS, .help = "this instead of what the layers below say"},
    {.name = "reason", TEXT, .help = "why it was changed, for whoever reads the policy"},
    {.name = "cite", TEXT_OR_TEXTS, .help = "sections of your sources: [handbook §4.1]"},
    {.name = "lock",
     TEXT,
     ONE_OF(grammar_locks),
     .help = "floor: nearer layers may only be stricter; full: they may not change it"},
};
const hp_schema_map grammar_change = {.name = "a change to a rule", KEYS(change_keys)};

static const hp_schema_key where_keys[] = {
    {.name = "channels", TEXT_OR_TEXTS, .help = "only there"},
    {.name = "audiences", TEXT_OR_TEXTS, .help = "only for these"},
    {.name = "accounts", TEXT_OR_TEXTS, ONE_OF(grammar_accounts), .help = "only for these"},
    {.name = "text", TEXT, .help = "only where the draft holds these words"},
};
const hp_schema_map grammar_where = {.name = "\"where\"", KEYS(where_keys)};

static const hp_schema_key lowering_keys[] = {
    {.name = "severity", TEXT, ONE_OF(grammar_severities), .required = true, .help = "what the finding is lowered to"},
};
const hp_schema_map grammar_lowering = {.name = "\"set\"", KEYS(lowering_keys)};

static const hp_schema_key exception_keys[] = {
    {.name = "id", TEXT, .required = true, .help = "its number in your files"},
    {.name = "rule", TEXT, .required = true, .help = "the rule whose findings it lowers"},
    {.name = "set", MAP, .map = &grammar_lowering, .required = true, .help = "what they are lowered to"},
    {.name = "where", MAP, .map = &grammar_where, .required = true, .help = "the one place where it holds"},
    {.name = "reason", TEXT, .required = true, .help = "why"},
    {.name = "approved-by", TEXT, .required = true, .help = "who allowed it"},
    {.name = "approved-on", TEXT, .required = true, .help = "since when, as 2026-09-12"},
    {.name = "expires", TEXT, .required = true, .help = "its last day, as 2026-12-20"},
    {.name = "cite", TEXT_OR_TEXTS, .help = "sections of your sources"},
};
const hp_schema_map grammar_exception = {.name = "an exception", KEYS(exception_keys)};

static const hp_schema_key raise_keys[] = {
    {.name = "severity",
     TEXT_OR_MAP,
     ONE_OF(grammar_severities),
     .map = &grammar_severity,
     .required = true,
     .help = "the least that it is while the switch is on"},
};
const hp_schema_map grammar_raise = {.name = "what a switch does to a rule", KEYS(raise_keys)};

static const hp_schema_key raises_others = {MAP, .map = &grammar_raise, .help = "what the switch does to a rule"};
static const hp_schema_map grammar_raises = {.name = "\"rules\"", .others = &raises_others};

static const hp_schema_key switch_keys[] = {
    {.name = "on", TEXT, YES, .help = "yes or no"},
    {.name = "from", TEXT, .help = "the first day on which it is on"},
    {.name = "until", TEXT, .help = "the last one"},
    {.name = "rules", MAP, .map = &grammar_raises, .help = "what it raises, by rule"},
};
const hp_schema_map grammar_switch = {.name = "a switch", KEYS(switch_keys)};

static const hp_schema_key switches_others = {MAP, .map = &grammar_switch, .help = "a switch"};
static const hp_schema_map grammar_switches = {.name = "\"switches\"", .others = &switches_others};

static const hp_schema_key answer_keys[] = {
    {.name = "text", TEXT, .required = true, .help = "the words that were asked about"},
    {.name = "is", TEXT, ONE_OF(grammar_answers), .required = true, .help = "what they are"},
};
const hp_schema_map grammar_answer = {.name = "an answer", KEYS(answer_keys)};

static const hp_schema_key match_keys[] = {
    {.name = "regex", TEXT, .required = true, .help = "a pattern, in single quotes"},
    {.name = "confidence", TEXT, NUMBER(0, 100), .help = "how sure this one is"},
    {.name = "validate", TEXT, ONE_OF(grammar_validators), .help = "the match must stand this check"},
    {.name = "reason", TEXT, .help = "what matched, in words"},
};
const hp_schema_map grammar_match = {.name = "an entry of \"match\"", KEYS(match_keys)};

static const hp_schema_key frame_keys[] = {
    {.name = "match", TEXT, .required = true, .help = "a pattern; {name} stands for a candidate"},
    {.name = "points", TEXT, NUMBER(-100, 100), .required = true, .help = "what it is worth"},
    {.name = "reason", TEXT, .help = "why"},
};
const hp_schema_map grammar_frame = {.name = "a frame", KEYS(frame_keys)};

static const hp_schema_key shapes_keys[] = {
    {.name = "given", TEXT, NUMBER(-100, 100), .help = "points"},
    {.name = "given-family", TEXT, NUMBER(-100, 100), .help = "points"},
    {.name = "given-initial", TEXT, NUMBER(-100, 100), .help = "points"},
    {.name = "initials", TEXT, NUMBER(-100, 100), .help = "points"},
    {.name = "unknown", TEXT, NUMBER(-100, 100), .help = "points"},
    {.name = "ambiguous", TEXT, NUMBER(-100, 100), .help = "points"},
    {.name = "roster", TEXT, NUMBER(-100, 100), .help = "points"},
    {.name = "roster-full", TEXT, NUMBER(-100, 100), .help = "points"},
    {.name = "family", TEXT, NUMBER(-100, 100), .help = "points"},
    {.name = "lower", TEXT, NUMBER(-100, 100), .help = "points"},
    {.name = "disguise", TEXT, NUMBER(-100, 100), .help = "points"},
    {.name = "tagged", TEXT, NUMBER(-100, 100), .help = "points"},
    {.name = "private", TEXT, NUMBER(-100, 100), .help = "points"},
    {.name = "public", TEXT, NUMBER(-100, 100), .help = "points"},
    {.name = "known", TEXT, NUMBER(-100, 100), .help = "points"},
};
const hp_schema_map grammar_shapes = {.name = "\"shapes\"", KEYS(shapes_keys)};

static const hp_schema_key if_keys[] = {
    {.name = "any", TEXT_OR_TEXTS, .help = "posts that hold one of these phrases or \"@lists\""},
    {.name = "regex", TEXT, .help = "posts in which this pattern matches"},
    {.name = "rules", TEXT_OR_TEXTS, .help = "posts in which these rules find something"},
};
const hp_schema_map grammar_if = {.name = "\"if\"", KEYS(if_keys)};

static const hp_schema_key then_keys[] = {
    {.name = "any", TEXT_OR_TEXTS, .required = true, .help = "one of these must be there"},
    {.name = "in", TEXT_OR_TEXTS, ONE_OF(grammar_looks), .help = "in the post, the profile, or either"},
};
const hp_schema_map grammar_then = {.name = "\"then\"", KEYS(then_keys)};

static const hp_schema_key clause_keys[] = {
    {.name = "id", TEXT, .required = true, .help = "its number in your policy"},
    {.name = "say", TEXT, .required = true, .help = "what it says, in its own words"},
    {.name = "cite", LIST_OF_TEXTS, .help = "sections of your sources"},
    {.name = "rules", LIST_OF_TEXTS, .help = "rules, or sets of rules, that it stands behind"},
    {.name = "guards", LIST_OF_TEXTS, .help = "guards that it stands behind"},
    {.name = "note", TEXT, .help = "what it tells whomever it stops: whom to call"},
};
const hp_schema_map grammar_clause = {.name = "a clause", KEYS(clause_keys)};

static const hp_schema_key attachment_keys[] = {
    {.name = "path", TEXT, .help = "file name of the attachment"},
    {.name = "alt", TEXT, .help = "its description"},
    {.name = "people", TEXT, .help = "who is said to be in it: students, staff, none, unknown"},
    {.name = "release", TEXT, .help = "whether a release is on file: on-file, none"},
};
const hp_schema_map grammar_attachment = {.name = "\"media\"", KEYS(attachment_keys)};

static const hp_schema_key case_keys[] = {
    {.name = "text", TEXT, .required = true, .help = "the draft; [[the span]] marks what is to be found"},
    {.name = "input", TEXT, ONE_OF(grammar_inputs), .help = "what it is written in"},
    {.name = "channel", TEXT, .help = "where it would be posted"},
    {.name = "audience", TEXT, .help = "who would read it"},
    {.name = "account", TEXT, ONE_OF(grammar_accounts), .help = "whose account it is"},
    {.name = "at", TEXT, .help = "when it would be posted, as 2026-10-06T10:15"},
    {.name = "author", TEXT, .help = "name of whoever writes it"},
    {.name = "profile", TEXT, .help = "text of the author's profile"},
    {.name = "roster", LIST_OF_TEXTS, .help = "names of the class list"},
    {.name = "media", MAP, .map = &grammar_attachment, .help = "an attachment"},
    {.name = "severity", TEXT, ONE_OF(grammar_severities), .help = "how grave the finding must be"},
    {.name = "verdict", TEXT, ONE_OF(grammar_verdicts), .help = "what must come of the whole draft"},
    {.name = "rules", LIST_OF_TEXTS, .help = "rules that must find something"},
    {.name = "fix", TEXT, .help = "what the draft must read once it is mended"},
};
const hp_schema_map grammar_case = {.name = "a test", KEYS(case_keys)};

static const hp_schema_key tests_keys[] = {
    {.name = "flag", LIST_OF_BOTH, .map = &grammar_case, .help = "drafts in which it finds something, on [[the span]]"},
    {.name = "pass", LIST_OF_BOTH, .map = &grammar_case, .help = "drafts in which it finds nothing"},
    {.name = "says", LIST_OF_BOTH, .map = &grammar_case, .help = "drafts in which it is evidence"},
    {.name = "known-miss", LIST_OF_BOTH, .map = &grammar_case, .help = "at most one that it misses still"},
};
const hp_schema_map grammar_tests = {.name = "\"tests\"", KEYS(tests_keys)};

static const hp_schema_key rule_keys[] = {
    {.name = "kind", TEXT, ONE_OF(grammar_kinds), .required = true, .help = "how it finds"},
    {.name = "title", TEXT, .required = true, .help = "what it is, in plain words"},
    {.name = "why", TEXT, .required = true, .help = "why it matters, in one sentence"},
    {.name = "do", TEXT, .help = "what to write instead"},
    {.name = "severity",
     TEXT_OR_MAP,
     ONE_OF(grammar_severities),
     .map = &grammar_severity,
     .help = "off, note, review or hold, for everybody or by audience"},
    {.name = "override", TEXT, ONE_OF(grammar_overrides), .help = "who may go on after a hold"},
    {.name = "confidence", TEXT, NUMBER(0, 100), .help = "how sure a plain match is"},
    {.name = "category", TEXT, ONE_OF(grammar_categories), .help = "what the span is"},
    {.name = "topic", TEXT, .help = "what is said: one of the policy's topics"},
    {.name = "ref", TEXT_OR_TEXTS, .help = "catalogue ids"},
    {.name = "cite", TEXT_OR_TEXTS, .help = "sources of the policy"},
    {.name = "lang", TEXT_OR_TEXTS, .help = "languages"},
    {.name = "who", TEXT, ONE_OF(grammar_whos), .help = "a hit is evidence of who"},
    {.name = "what", TEXT, ONE_OF(grammar_whats), .help = "a hit is evidence of what is said"},
    {.name = "alone", TEXT, YES, .help = "evidence that is told by itself too"},
    {.name = "order", TEXT, NUMBER(0, 1000), .help = "on the same words the higher wins"},
    {.name = "modifier", TEXT, .help = "matrix modifier that a hit switches on"},
    {.name = "channels", TEXT_OR_TEXTS, .help = "it runs only there"},
    {.name = "accounts", TEXT_OR_TEXTS, ONE_OF(grammar_accounts), .help = "it runs only for these"},
    {.name = "roles", TEXT_OR_TEXTS, ONE_OF(grammar_roles), .help = "it runs only for these"},
    {.name = "audiences", TEXT_OR_TEXTS, .help = "it is off for others"},
    {.name = "across", TEXT, ONE_OF(grammar_across), .help = "post: patterns see the whole draft"},
    {.name = "match",
     TEXT_OR_LIST_OF_BOTH,
     .map = &grammar_match,
     .help = "patterns, or phrases and \"@lists\" of a words rule"},
    {.name = "words",
     ANY_FORM,
     .map = &grammar_condition,
     .help = "lists whose phrases are hits; of a name rule: conditions"},
    {.name = "validate", TEXT, ONE_OF(grammar_validators), .help = "a match must stand this check"},
    {.name = "reads", TEXT, ONE_OF(grammar_readings), .help = "what the learned code reader is asked for"},
    {.name = "near", MAP_OR_MAPS, .map = &grammar_condition, .help = "conditions that raise or lower the confidence"},
    {.name = "unless", MAP_OR_MAPS, .map = &grammar_condition, .help = "conditions that drop a match"},
    {.name = "role", TEXT, ONE_OF(grammar_people), .help = "whose names a name rule is about"},
    {.name = "shapes", MAP, .map = &grammar_shapes, .help = "points for the shape of a name"},
    {.name = "frames", LIST_OF_MAPS, .map = &grammar_frame, .help = "points for what stands around a name"},
    {.name = "sure", TEXT, ONE_OF(grammar_sure), .help = "a full match of the class list is certain"},
    {.name = "carries", TEXT, YES, .help = "its sentence speaks on of who was named before"},
    {.name = "takes", TEXT_OR_TEXTS, .help = "what a guard takes away"},
    {.name = "within", TEXT, .help = "how far: match, N words, sentence, neighbours or post"},
    {.name = "locked", TEXT, YES, .help = "a guard that no policy may switch off"},
    {.name = "spares", TEXT, ONE_OF(grammar_spared), .help = "a guard that takes nothing where a student is named"},
    {.name = "all", TEXT_OR_TEXTS, .help = "rules that must all be met"},
    {.name = "any", TEXT_OR_TEXTS, .help = "rules of which one must be met"},
    {.name = "none", TEXT_OR_TEXTS, .help = "rules of which none may be met"},
    {.name = "if", MAP, .map = &grammar_if, .help = "which posts a require rule is about"},
    {.name = "then", MAP, .map = &grammar_then, .help = "what must be there"},
    {.name = "count", TEXT, ONE_OF(grammar_counts), .help = "what a limit counts"},
    {.name = "max", TEXT, NUMBER(0, 60000), .help = "how many there may be"},
    {.name = "when", MAP_OR_MAPS, .map = &grammar_hours, .help = "hours in which nothing is posted"},
    {.name = "not-when", MAP_OR_MAPS, .map = &grammar_hours, .help = "hours that are free"},
    {.name = "except", TEXT_OR_TEXTS, .help = "days that do not count: 2026-11-26, or a file of such"},
    {.name = "at-least", TEXT, NUMBER(2, 100), .help = "how many hits of \"any\""},
    {.name = "span", TEXT, .help = "the rule whose hit is the span"},
    {.name = "people", TEXT_OR_TEXTS, ONE_OF(grammar_media), .help = "attachments that show these"},
    {.name = "release", TEXT, ONE_OF(grammar_states), .help = "attachments whose release is so"},
    {.name = "alt", TEXT, ONE_OF(grammar_states), .help = "attachments whose description is so"},
    {.name = "fix", TEXT_OR_MAP, ONE_OF(grammar_fixes), .map = &grammar_fix, .help = "how it is mended"},
    {.name = "secret", TEXT, YES, .help = "masked where a report leaves the screen"},
    {.name = "reason", TEXT, .help = "why the policy has it"},
    {.name = "lock",
     TEXT,
     ONE_OF(grammar_locks),
     .help = "floor: nearer layers may only be stricter; full: they may not change it"},
    {.name = "tests",
     MAP,
     .map = &grammar_tests,
     .required = true,
     .help = "drafts that show what it finds and what not"},
};
const hp_schema_map grammar_rule = {.name = "a rule", KEYS(rule_keys)};

static const hp_schema_key extends_keys[] = {
    {.name = "id", TEXT, .help = "id of a policy that the program finds"},
    {.name = "file", TEXT, .help = "or its file, beside this one"},
    {.name = "version", TEXT, .help = "the version that was meant"},
};
const hp_schema_map grammar_extends = {.name = "an entry of \"extends\"", KEYS(extends_keys)};

static const hp_schema_key use_keys[] = {
    {.name = "set", TEXT, .help = "name of a rule set"},
    {.name = "file", TEXT, .help = "its file, where it is not found by its name"},
    {.name = "version", TEXT, .help = "the version that was meant"},
};
const hp_schema_map grammar_use = {.name = "an entry of \"use\"", KEYS(use_keys)};

static const hp_schema_key owner_keys[] = {
    {.name = "name", TEXT, .help = "office or person that answers for the policy"},
    {.name = "email", TEXT, .help = "how to reach it"},
};
static const hp_schema_map grammar_owner = {.name = "\"owner\"", KEYS(owner_keys)};

static const hp_schema_key sources_others = {MAP, .map = &grammar_source, .help = "a source"};
static const hp_schema_map grammar_sources = {.name = "\"sources\"", .others = &sources_others};

static const hp_schema_key words_keys[] = {
    {.name = "list", LIST_OF_TEXTS, .help = "its phrases"},
    {.name = "lock",
     TEXT,
     ONE_OF(grammar_locks),
     .help = "floor: nearer layers may only be stricter; full: they may not change it"},
};
const hp_schema_map grammar_words = {.name = "a word list", KEYS(words_keys)};

static const hp_schema_key policy_words_others = {
    MAP_OR_TEXTS, .map = &grammar_words,
    .help =
        "a list that a rule set leaves to the policy; + before the name adds to a lower layer's, = takes its place"};
static const hp_schema_map grammar_policy_words = {.name = "\"words\"", .others = &policy_words_others};

static const hp_schema_key channels_keys[] = {
    {.name = "lock",
     TEXT,
     ONE_OF(grammar_locks),
     .help = "floor: nearer layers may only be stricter; full: they may not change it"},
};
static const hp_schema_key channels_others = {MAP, .map = &grammar_channel, .help = "a channel"};
static const hp_schema_map grammar_channels = {.name = "\"channels\"", KEYS(channels_keys), .others = &channels_others};

static const hp_schema_key changes_others = {
    MAP, .map = &grammar_change, .own = &grammar_rule,
    .help = "a change to a rule or to all of a set; with a kind: a rule of this policy's own"};
static const hp_schema_map grammar_changes = {.name = "\"rules\"", .others = &changes_others};

static const hp_schema_key policy_keys[] = {
    {.name = "hallpass", TEXT, .required = true, ONE_OF(grammar_policy_heads), .help = "what the file is: policy/1"},
    {.name = "id", TEXT, .required = true, .help = "what programs call the policy"},
    {.name = "title", TEXT, .help = "what people call it"},
    {.name = "version", TEXT, .required = true, .help = "raised with every change: 2026.11.0"},
    {.name = "needs", TEXT, .help = "the oldest engine that understands it: \">=0.3\""},
    {.name = "layer", TEXT, ONE_OF(grammar_layers), .help = "builtin < state < county < district < school < person"},
    {.name = "owner", MAP, .map = &grammar_owner, .help = "who answers for it"},
    {.name = "extends", LIST_OF_MAPS, .map = &grammar_extends, .help = "the policies that it changes"},
    {.name = "use", LIST_OF_MAPS, .map = &grammar_use, .help = "rule sets that it adds"},
    {.name = "time-zone",
     TEXT_OR_MAP,
     .map = &grammar_value,
     .help = "whose clock its hours and days are told by: America/Chicago"},
    {.name = "locales", LIST_OF_TEXTS, .help = "languages that are written there; rules of others are off"},
    {.name = "=locales", LIST_OF_TEXTS, .help = "these instead of those of the layers below"},
    {.name = "contact", TEXT_OR_MAP, .map = &grammar_value, .help = "told with whatever stops a post: whom to ask"},
    {.name = "mode",
     TEXT_OR_MAP,
     ONE_OF(grammar_modes),
     .map = &grammar_value,
     .help = "trial: everything is told, nothing is held"},
    {.name = "topics", LIST_OF_TEXTS, .help = "the closed list of topics (base policy)"},
    {.name = "=topics", LIST_OF_TEXTS, .help = "this list instead"},
    {.name = "sources", MAP, .map = &grammar_sources, .help = "your written policy, for citing"},
    {.name = "words", MAP, .map = &grammar_policy_words, .help = "word lists that rule sets leave to the policy"},
    {.name = "audiences", LIST_OF_TEXTS, .help = "widest first"},
    {.name = "=audiences", LIST_OF_TEXTS, .help = "these instead of those of the layers below"},
    {.name = "closed",
     TEXT_OR_MAP,
     .map = &grammar_value,
     .help = "the audience that \"closed\" means on a public channel"},
    {.name = "channels", MAP, .map = &grammar_channels, .help = "where people publish"},
    {.name = "allow", MAP, .map = &grammar_allow, .help = "names and accounts that may be told"},
    {.name = "matrix", MAP, .map = &grammar_matrix, .help = "what identity and content together come to"},
    {.name = "limits", MAP, .map = &grammar_limits, .help = "thresholds"},
    {.name = "rules", MAP, .map = &grammar_changes, .help = "changes to rules, field by field"},
    {.name = "exceptions",
     LIST_OF_MAPS,
     .map = &grammar_exception,
     .help = "findings that are lowered for a while, in one place"},
    {.name = "switches",
     MAP,
     .map = &grammar_switches,
     .help = "rules that are raised on some days: elections, a crisis"},
    {.name = "answers",
     LIST_OF_MAPS,
     .map = &grammar_answer,
     .help = "of the person layer: what was answered about names"},
    {.name = "clauses", LIST_OF_MAPS, .map = &grammar_clause, .help = "your policy in its own words"},
    {.name = "tests", LIST_OF_MAPS, .map = &grammar_case, .help = "drafts of which it is known what must come of them"},
};
const hp_schema_map grammar_policy = {.name = "a policy", KEYS(policy_keys)};

static const hp_schema_key list_keys[] = {
    {.name = "list", LIST_OF_TEXTS, .help = "its phrases"},
    {.name = "file", TEXT, .help = "a file beside the set, one phrase a line"},
    {.name = "from", TEXT, ONE_OF(grammar_origins), .help = "policy: the policy fills it"},
    {.name = "case", TEXT, ONE_OF(grammar_cases), .help = "fold, title (with a capital) or exact"},
};
const hp_schema_map grammar_list = {.name = "a word list", KEYS(list_keys)};

static const hp_schema_key set_words_others = {MAP_OR_TEXTS, .map = &grammar_list,
                                               .help = "phrases, or where they are kept"};
static const hp_schema_map grammar_set_words = {.name = "\"words\"", .others = &set_words_others};

static const hp_schema_key rules_others = {MAP, .map = &grammar_rule, .help = "a rule"};
static const hp_schema_map grammar_rules = {.name = "\"rules\"", .others = &rules_others};

static const hp_schema_key set_keys[] = {
    {.name = "hallpass", TEXT, .required = true, ONE_OF(grammar_set_heads), .help = "what the file is: rules/1"},
    {.name = "set", TEXT, .required = true, .help = "its name: its rules are NAME/id"},
    {.name = "version", TEXT, .help = "raised with every change"},
    {.name = "title", TEXT, .help = "what it is about"},
    {.name = "needs", TEXT, .help = "the oldest engine that understands it"},
    {.name = "license", TEXT, .help = "its licence"},
    {.name = "requires", LIST_OF_TEXTS, .help = "sets that its tests need"},
    {.name = "define", MAP, .map = &grammar_texts, .help = "pieces of patterns, used as (?&name)"},
    {.name = "words", MAP, .map = &grammar_set_words, .help = "word lists, used as \"@name\""},
    {.name = "rules", MAP, .required = true, .map = &grammar_rules, .help = "the rules"},
};
const hp_schema_map grammar_set = {.name = "a rule set", KEYS(set_keys)};

const hp_schema_map *hp_schema(hp_str head) {
    if (head.n == 8 && memcmp(head.p, "policy/1", 8) == 0) return &grammar_policy;
    if (head.n == 7 && memcmp(head.p, "rules/1", 7) == 0) return &grammar_set;
    return NULL;
}
