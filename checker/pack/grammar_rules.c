/* grammar_rules.c - the maps of rule sets: of each key its name, how its value may be written, what it is for. */
#include "pack/grammar_rows.h"

static const hp_schema_key texts_others = {TEXT, .help = "any text"};
const hp_schema_map grammar_texts = {.name = "texts by name", .others = &texts_others};

static const hp_schema_key severity_others = {TEXT, ONE_OF(grammar_severities), .help = "severity for that audience"};
const hp_schema_map grammar_severity = {.name = "\"severity\"", .others = &severity_others};

static const hp_schema_key fix_keys[] = {
    {.name = "replace", TEXT, .help = "words to write instead"},
    {.name = "mask", TEXT, .help = "a sign for each character"},
    {.name = "pseudonym", TEXT, .help = "a name with a letter that stays the same through a draft"},
    {.name = "append", TEXT, .help = "words to add at the end"},
    {.name = "schedule", TEXT, ONE_OF(grammar_openings), .help = "of a schedule: the same as fix: schedule"},
};
const hp_schema_map grammar_fix = {.name = "\"fix\"", KEYS(fix_keys)};

static const hp_schema_key hours_keys[] = {
    {.name = "days", TEXT_OR_TEXTS, .help = "mon, mon-fri, ...; without them every day"},
    {.name = "from", TEXT, .required = true, .help = "07:45"},
    {.name = "to", TEXT, .required = true, .help = "15:10"},
    {.name = "note", TEXT, .help = "what these hours are"},
};
const hp_schema_map grammar_hours = {.name = "the hours", KEYS(hours_keys)};

static const hp_schema_key condition_keys[] = {
    {.name = "any", TEXT_OR_TEXTS, .help = "phrases and \"@lists\" to look for"},
    {.name = "words", TEXT_OR_TEXTS, .help = "phrases and \"@lists\" that the match itself is or holds"},
    {.name = "before", TEXT_OR_TEXTS, .help = "phrases and \"@lists\" right before the match"},
    {.name = "after", TEXT_OR_TEXTS, .help = "phrases and \"@lists\" right behind it"},
    {.name = "regex", TEXT, .help = "a pattern to look for"},
    {.name = "validate", TEXT, ONE_OF(grammar_validators), .help = "the match must stand this check"},
    {.name = "inside", TEXT_OR_TEXTS, ONE_OF(grammar_places), .help = "what the match stands inside"},
    {.name = "hours", TEXT, .help = "when the draft is posted: mon-fri 08:00-15:15"},
    {.name = "flag", TEXT, .help = "what whoever checks says of the draft: --flag school-business"},
    {.name = "reads", TEXT, ONE_OF(grammar_hit_readings), .help = "what the code reader takes the match for"},
    {.name = "counts",
     TEXT,
     ONE_OF(grammar_sizes),
     .help = "the number told in the match: few (below the policy's k, or so many of the class that fewer are left) or "
             "many"},
    {.name = "within", TEXT, .help = "match, N words, sentence, neighbours or post"},
    {.name = "on", TEXT, ONE_OF(grammar_match_only), .help = "match: the same as within: match"},
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
    {.name = "known-word", TEXT, NUMBER(-100, 100), .help = "points"},
};
const hp_schema_map grammar_shapes = {.name = "\"shapes\"", KEYS(shapes_keys)};

static const hp_schema_key if_keys[] = {
    {.name = "any", TEXT_OR_TEXTS, .help = "posts that hold one of these phrases or \"@lists\""},
    {.name = "regex", TEXT, .help = "posts in which this pattern matches"},
    {.name = "rules", TEXT_OR_TEXTS, .help = "posts in which these rules find something"},
};
const hp_schema_map grammar_if = {.name = "\"if\"", KEYS(if_keys)};

static const hp_schema_key then_keys[] = {
    {.name = "any", TEXT_OR_TEXTS, .help = "one of these must be there"},
    {.name = "regex", TEXT, .help = "this pattern must match; with \"any\" either is enough"},
    {.name = "in", TEXT_OR_TEXTS, ONE_OF(grammar_looks), .help = "in the post, the profile, or either"},
};
const hp_schema_map grammar_then = {.name = "\"then\"", KEYS(then_keys)};

static const hp_schema_key needs_keys[] = {
    {.name = "release", TEXT, ONE_OF(grammar_releases), .help = "on-file: the same as release: missing"},
    {.name = "alt", TEXT, ONE_OF(grammar_presences), .help = "present: the same as alt: missing"},
};
const hp_schema_map grammar_needs = {.name = "\"needs\"", KEYS(needs_keys)};

static const hp_schema_key reach_keys[] = {
    {.name = "audience", TEXT_OR_TEXTS, .required = true, .help = "the same as audiences"},
};
const hp_schema_map grammar_reach = {.name = "\"channels\" of a rule", KEYS(reach_keys)};

static const hp_schema_key attachment_keys[] = {
    {.name = "type", TEXT, ONE_OF(grammar_media), .help = "what it is; without it the file name's ending tells"},
    {.name = "path", TEXT, .help = "file name of the attachment"},
    {.name = "alt", TEXT, .help = "its description"},
    {.name = "people", TEXT, .help = "who is said to be in it: students, staff, none, unknown"},
    {.name = "release", TEXT, .help = "whether a release is on file: on-file, none"},
    {.name = "tells", TEXT, .help = "what its file tells: place, time, owner, device, changes, with blanks between"},
};
const hp_schema_map grammar_attachment = {.name = "\"media\"", KEYS(attachment_keys)};

static const hp_schema_key filled_others = {LIST_OF_TEXTS, .help = "what the list of that name holds for this test"};
const hp_schema_map grammar_filled = {.name = "\"words\" of a test", .others = &filled_others};

static const hp_schema_key pupil_keys[] = {
    {.name = "name", TEXT, .required = true, .help = "given and family name"},
    {.name = "id", TEXT, .help = "the id by which consent lists know the student"},
};
const hp_schema_map grammar_pupil = {.name = "an entry of \"roster\"", KEYS(pupil_keys)};

static const hp_schema_key case_keys[] = {
    {.name = "text", TEXT, .required = true, .help = "the draft; [[the span]] marks what is to be found"},
    {.name = "input", TEXT, ONE_OF(grammar_inputs), .help = "what it is written in"},
    {.name = "channel", TEXT, .help = "where it would be posted"},
    {.name = "audience", TEXT, .help = "who would read it"},
    {.name = "account", TEXT, ONE_OF(grammar_accounts), .help = "whose account it is"},
    {.name = "role", TEXT, ONE_OF(grammar_roles), .help = "what its author is at school"},
    {.name = "flags", TEXT_OR_TEXTS, .help = "what is said of it: flags that conditions ask for"},
    {.name = "at", TEXT, .help = "when it would be posted, as 2026-10-06T10:15"},
    {.name = "author", TEXT, .help = "name of whoever writes it"},
    {.name = "profile", TEXT, .help = "text of the author's profile"},
    {.name = "words",
     MAP,
     .map = &grammar_filled,
     .help = "of a rule's tests: lists as if a policy had filled them so"},
    {.name = "roster", LIST_OF_BOTH, .map = &grammar_pupil, .help = "names of the class list"},
    {.name = "media", MAP_OR_MAPS, .map = &grammar_attachment, .help = "an attachment, or several"},
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
    {.name = "ask", TEXT, .help = "a question that decides it, {match} is what was found: Is {match} a student?"},
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
    {.name = "lang", TEXT_OR_TEXTS, .help = "languages it is for"},
    {.name = "who", TEXT, ONE_OF(grammar_whos), .help = "a hit is evidence of who"},
    {.name = "what", TEXT, ONE_OF(grammar_whats), .help = "a hit is evidence of what is said"},
    {.name = "alone", TEXT, YES, .help = "evidence that is told by itself too"},
    {.name = "order", TEXT, NUMBER(0, 1000), .help = "on the same words the higher wins"},
    {.name = "modifier", TEXT, .help = "matrix modifier that a hit switches on"},
    {.name = "channels",
     .forms = HP_AS_TEXT | HP_AS_LIST | HP_AS_MAP,
     .items = HP_AS_TEXT,
     .map = &grammar_reach,
     .help = "it runs only there"},
    {.name = "accounts", TEXT_OR_TEXTS, ONE_OF(grammar_accounts), .help = "it runs only for these"},
    {.name = "account", TEXT, ONE_OF(grammar_accounts), .help = "the same for one of them"},
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
    {.name = "gist", TEXT, YES, .help = "no: its findings are not weighed against the gist of their passage"},
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
    {.name = "from", TEXT, NUMBER(1, 99), .help = "of a gist: the chance, in per cent, from which there is a finding"},
    {.name = "when", MAP_OR_MAPS, .map = &grammar_hours, .help = "hours in which nothing is posted"},
    {.name = "not-when", MAP_OR_MAPS, .map = &grammar_hours, .help = "hours that are free"},
    {.name = "except",
     TEXT_OR_TEXTS,
     .help = "of a schedule: days that do not count: 2026-11-26, 2026-12-21..2027-01-03, or a file of such"},
    {.name = "at-least", TEXT, NUMBER(2, 100), .help = "how many hits of \"any\""},
    {.name = "span", TEXT, .help = "the rule whose hit is the span"},
    {.name = "media", TEXT_OR_TEXTS, ONE_OF(grammar_media), .help = "of kind media: attachments that are such"},
    {.name = "people", TEXT_OR_TEXTS, ONE_OF(grammar_shown), .help = "attachments that show these"},
    {.name = "tells",
     TEXT_OR_TEXTS,
     ONE_OF(grammar_tells),
     .help = "attachments whose file tells one of these beside what is seen"},
    {.name = "release", TEXT, ONE_OF(grammar_states), .help = "attachments whose release is so"},
    {.name = "alt", TEXT, ONE_OF(grammar_states), .help = "attachments whose description is so"},
    {.name = "needs", MAP, .map = &grammar_needs, .help = "what an attachment needs: the same the other way round"},
    {.name = "never-with",
     TEXT_OR_TEXTS,
     .help =
         "rules whose findings such an attachment never stands beside, whatever is on file: a hold without override"},
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

static const hp_schema_key list_keys[] = {
    {.name = "list", LIST_OF_TEXTS, .help = "its phrases"},
    {.name = "file", TEXT, .help = "a file beside the set, one phrase a line"},
    {.name = "from", TEXT, ONE_OF(grammar_origins), .help = "policy: the policy fills it"},
    {.name = "case", TEXT, ONE_OF(grammar_cases), .help = "fold, title (with a capital) or exact"},
};
const hp_schema_map grammar_list = {.name = "a word list", KEYS(list_keys)};

static const hp_schema_key set_words_others = {MAP_OR_TEXTS, .map = &grammar_list,
                                               .help = "phrases, or where they are kept"};
const hp_schema_map grammar_set_words = {.name = "\"words\" of a rule set", .others = &set_words_others};

static const hp_schema_key rules_others = {MAP, .map = &grammar_rule, .help = "a rule"};
const hp_schema_map grammar_rules = {.name = "\"rules\" of a rule set", .others = &rules_others};

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
