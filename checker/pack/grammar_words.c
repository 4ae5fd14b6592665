/* grammar_words.c - the closed sets of words of the rule and policy language. */
#include "pack/grammar.h"

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
const char *const grammar_kinds[] = {"pattern", "words", "name",     "guard", "combine", "media",
                                     "require", "limit", "schedule", "gist",  NULL};
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
const char *const grammar_media[] = {"image", "video", "audio", "document", NULL};
const char *const grammar_shown[] = {"students", "staff", "none", "unknown", NULL};
const char *const grammar_tells[] = {"place", "time", "owner", "device", "changes", NULL};
const char *const grammar_states[] = {"missing", "present", NULL};
const char *const grammar_releases[] = {"on-file", NULL};
const char *const grammar_presences[] = {"present", NULL};
const char *const grammar_match_only[] = {"match", NULL};
const char *const grammar_openings[] = {"next-open", NULL};
const char *const grammar_cases[] = {"fold", "title", "exact", NULL};
const char *const grammar_origins[] = {"policy", NULL};
const char *const grammar_bases[] = {"public-figure", "staff", "staff-consent", "family-consent", "consent", NULL};
const char *const grammar_answers[] = {"not-a-person", "adult", "allowed", NULL};
const char *const grammar_counts[] = {"hashtag", "handle", "link", "email", "emoji", "word", "character", NULL};
const char *const grammar_looks[] = {"post", "profile", NULL};
const char *const grammar_sides[] = {"both", "before", "after", NULL};
const char *const grammar_forms[] = {"ambiguous", "word", NULL};
const char *const grammar_places[] = {"url", "hashtag", "handle", "email", "quote", "link", NULL};
const char *const grammar_validators[] = {"luhn",  "ssn",  "itin", "nino",     "nhs", "sin", "mbi",  "iban", "aba",
                                          "phone", "date", "ip",   "postcode", "geo", "upn", "isbn", NULL};
const char *const grammar_policy_heads[] = {"policy/1", NULL};
const char *const grammar_set_heads[] = {"rules/1", NULL};
const char *const grammar_fixes[] = {"remove", "schedule", "none", NULL};
const char *const grammar_across[] = {"post", NULL};
const char *const grammar_sizes[] = {"few", "many", NULL};
const char *const grammar_directory[] = {"name", "photo", "email", "phone", "address", "birthdate", NULL};
