/* grammar_policy.c - the maps of policies; see grammar_rules.c for what they share with rule sets. */
#include <string.h>

#include "pack/grammar_rows.h"

static const hp_schema_key value_keys[] = {
    {.name = "value", TEXT, .required = true, .help = "the value itself"},
    {.name = "lock",
     TEXT,
     ONE_OF(grammar_locks),
     .help = "floor: nearer layers may only be stricter; full: they may not change it"},
};
const hp_schema_map grammar_value = {.name = "a value with its lock", KEYS(value_keys)};

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

static const hp_schema_key release_keys[] = {
    {.name = "id", TEXT, .required = true, .help = "the student's id, as class lists have it"},
    {.name = "until", TEXT, .required = true, .help = "the last day on which the release holds, as 2027-06-30"},
    {.name = "on-file", TEXT, .help = "where it is kept"},
};
const hp_schema_map grammar_release = {.name = "a release", KEYS(release_keys)};

static const hp_schema_key consent_keys[] = {
    {.name = "releases",
     TEXT_OR_LIST_OF_BOTH,
     .map = &grammar_release,
     .help = "students whom the family lets be named: a file (id,until), \"roster\" (the class list's column), or "
             "entries"},
    {.name = "+releases",
     TEXT_OR_LIST_OF_BOTH,
     .map = &grammar_release,
     .help = "more of them than the layers below have"},
    {.name = "=releases",
     TEXT_OR_LIST_OF_BOTH,
     .map = &grammar_release,
     .help = "these instead of those of the layers below"},
    {.name = "opt-out",
     TEXT_OR_TEXTS,
     .help = "students who are never named: a file of ids, \"roster\" (the class list's column), or ids"},
    {.name = "+opt-out", TEXT_OR_TEXTS, .help = "more of them"},
    {.name = "=opt-out", TEXT_OR_TEXTS, .help = "these instead"},
    {.name = "directory",
     TEXT_OR_TEXTS,
     ONE_OF(grammar_directory),
     .help = "what is directory information of every listed student who has not opted out: name, with it the others"},
    {.name = "+directory", TEXT_OR_TEXTS, ONE_OF(grammar_directory), .help = "more of it"},
    {.name = "=directory", TEXT_OR_TEXTS, ONE_OF(grammar_directory), .help = "this instead"},
    {.name = "lock",
     TEXT,
     ONE_OF(grammar_locks),
     .help = "floor: nearer layers may only be stricter; full: they may not change it"},
};
const hp_schema_map grammar_consent = {.name = "\"consent\"", KEYS(consent_keys)};

static const hp_schema_key matrix_row_keys[] = {
    {.name = "S0", TEXT, ONE_OF(grammar_steps), .help = "step for content S0"},
    {.name = "S1", TEXT, ONE_OF(grammar_steps), .help = "step for content S1"},
    {.name = "S2", TEXT, ONE_OF(grammar_steps), .help = "step for content S2"},
    {.name = "S3", TEXT, ONE_OF(grammar_steps), .help = "step for content S3"},
};
const hp_schema_map grammar_matrix_row = {.name = "a row of the matrix", KEYS(matrix_row_keys)};

static const hp_schema_key modifiers_others = {TEXT, NUMBER(0, 5), .help = "steps"};
const hp_schema_map grammar_modifiers = {.name = "modifiers", .others = &modifiers_others};

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
    {.name = "ask", TEXT, .help = "a question that decides it, {match} is what was found"},
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
const hp_schema_map grammar_raises = {.name = "\"rules\" of a switch", .others = &raises_others};

static const hp_schema_key switch_keys[] = {
    {.name = "on", TEXT, YES, .help = "yes or no"},
    {.name = "from", TEXT, .help = "the first day on which it is on"},
    {.name = "until", TEXT, .help = "the last one"},
    {.name = "rules", MAP, .map = &grammar_raises, .help = "what it raises, by rule"},
};
const hp_schema_map grammar_switch = {.name = "a switch", KEYS(switch_keys)};

static const hp_schema_key switches_others = {MAP, .map = &grammar_switch, .help = "a switch"};
const hp_schema_map grammar_switches = {.name = "\"switches\"", .others = &switches_others};

static const hp_schema_key answer_keys[] = {
    {.name = "text", TEXT, .required = true, .help = "the words that were asked about"},
    {.name = "is", TEXT, ONE_OF(grammar_answers), .required = true, .help = "what they are"},
};
const hp_schema_map grammar_answer = {.name = "an answer", KEYS(answer_keys)};

static const hp_schema_key clause_keys[] = {
    {.name = "id", TEXT, .required = true, .help = "its number in your policy"},
    {.name = "say", TEXT, .required = true, .help = "what it says, in its own words"},
    {.name = "cite", LIST_OF_TEXTS, .help = "sections of your sources"},
    {.name = "rules", LIST_OF_TEXTS, .help = "rules, or sets of rules, that it stands behind"},
    {.name = "guards", LIST_OF_TEXTS, .help = "guards that it stands behind"},
    {.name = "note", TEXT, .help = "what it tells whomever it stops: whom to call"},
};
const hp_schema_map grammar_clause = {.name = "a clause", KEYS(clause_keys)};

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
const hp_schema_map grammar_owner = {.name = "\"owner\"", KEYS(owner_keys)};

static const hp_schema_key sources_others = {MAP, .map = &grammar_source, .help = "a source"};
const hp_schema_map grammar_sources = {.name = "\"sources\"", .others = &sources_others};

static const hp_schema_key words_keys[] = {
    {.name = "list", LIST_OF_TEXTS, .help = "its phrases"},
    {.name = "lock",
     TEXT,
     ONE_OF(grammar_locks),
     .help = "floor: nearer layers may only be stricter; full: they may not change it"},
};
const hp_schema_map grammar_words = {.name = "a word list of a policy", KEYS(words_keys)};

static const hp_schema_key policy_words_others = {
    MAP_OR_TEXTS, .map = &grammar_words,
    .help =
        "a list that a rule set leaves to the policy; + before the name adds to a lower layer's, = takes its place"};
const hp_schema_map grammar_policy_words = {.name = "\"words\" of a policy", .others = &policy_words_others};

static const hp_schema_key channels_keys[] = {
    {.name = "lock",
     TEXT,
     ONE_OF(grammar_locks),
     .help = "floor: nearer layers may only be stricter; full: they may not change it"},
};
static const hp_schema_key channels_others = {MAP, .map = &grammar_channel, .help = "a channel"};
const hp_schema_map grammar_channels = {.name = "\"channels\"", KEYS(channels_keys), .others = &channels_others};

static const hp_schema_key changes_others = {
    MAP, .map = &grammar_change, .own = &grammar_rule,
    .help = "a change to a rule or to all of a set; with a kind: a rule of this policy's own"};
const hp_schema_map grammar_changes = {.name = "\"rules\" of a policy", .others = &changes_others};

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
    {.name = "+locales", LIST_OF_TEXTS, .help = "more of them than the layers below name"},
    {.name = "=locales", LIST_OF_TEXTS, .help = "these instead of those of the layers below"},
    {.name = "contact", TEXT_OR_MAP, .map = &grammar_value, .help = "told with whatever stops a post: whom to ask"},
    {.name = "mode",
     TEXT_OR_MAP,
     ONE_OF(grammar_modes),
     .map = &grammar_value,
     .help = "trial: everything is told, nothing is held"},
    {.name = "good-for",
     TEXT_OR_MAP,
     NUMBER(1, 3650),
     .map = &grammar_value,
     .help = "days for which a fetched copy is good without a word from where it came from"},
    {.name = "topics", LIST_OF_TEXTS, .help = "the closed list of topics (base policy)"},
    {.name = "+topics", LIST_OF_TEXTS, .help = "more of them"},
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
    {.name = "consent", MAP, .map = &grammar_consent, .help = "which students may be named, and which never"},
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

const hp_schema_map *hp_schema(hp_str head) {
    if (head.n == 8 && memcmp(head.p, "policy/1", 8) == 0) return &grammar_policy;
    if (head.n == 7 && memcmp(head.p, "rules/1", 7) == 0) return &grammar_set;
    return NULL;
}
