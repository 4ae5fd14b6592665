/* grammar.h - the language of rule sets and policies as tables: which keys each map takes and what their values may be.
 * schema.c checks files against them; the JSON Schema, the reference page and the order of "fmt" are made of them.
 *
 * The order of a map's keys is the order in which the house writes them. */
#ifndef HALLPASS_GRAMMAR_H
#define HALLPASS_GRAMMAR_H

#include "hallpass.h"

extern const hp_schema_map grammar_value, grammar_texts, grammar_source, grammar_channel, grammar_allowed,
    grammar_allow, grammar_release, grammar_consent, grammar_pupil, grammar_matrix_row, grammar_modifiers,
    grammar_matrix, grammar_limits, grammar_severity, grammar_fix, grammar_hours, grammar_condition, grammar_change,
    grammar_where, grammar_lowering, grammar_exception, grammar_raise, grammar_raises, grammar_switch, grammar_switches,
    grammar_answer, grammar_match, grammar_frame, grammar_shapes, grammar_if, grammar_then, grammar_needs,
    grammar_reach, grammar_filled, grammar_clause, grammar_attachment, grammar_case, grammar_tests, grammar_rule,
    grammar_extends, grammar_use, grammar_owner, grammar_sources, grammar_words, grammar_policy_words, grammar_channels,
    grammar_changes, grammar_policy, grammar_list, grammar_set_words, grammar_rules, grammar_set;

/* The closed sets of words; each ends in NULL. */
typedef const char *const grammar_word;
extern grammar_word grammar_severities[], grammar_overrides[], grammar_accounts[], grammar_roles[], grammar_steps[],
    grammar_layers[], grammar_modes[], grammar_locks[], grammar_names[], grammar_verdicts[], grammar_inputs[],
    grammar_kinds[], grammar_people[], grammar_categories[], grammar_readings[], grammar_hit_readings[],
    grammar_spared[], grammar_sure[], grammar_whos[], grammar_whats[], grammar_media[], grammar_shown[],
    grammar_tells[], grammar_releases[], grammar_presences[], grammar_openings[], grammar_match_only[],
    grammar_states[], grammar_cases[], grammar_origins[], grammar_bases[], grammar_answers[], grammar_counts[],
    grammar_looks[], grammar_sides[], grammar_forms[], grammar_places[], grammar_validators[], grammar_policy_heads[],
    grammar_set_heads[], grammar_fixes[], grammar_across[], grammar_directory[], grammar_sizes[];

#endif
