/* grammar.h - the language of rule sets and policies as tables: which keys each map takes and what their values may be.
 * schema.c checks files against them; the JSON Schema, the reference page and the order of "fmt" are made of them.
 *
 * The order of a map's keys is the order in which the house writes them. */
#ifndef HALLPASS_GRAMMAR_H
#define HALLPASS_GRAMMAR_H

#include "hallpass.h"

extern const hp_schema_map grammar_value, grammar_texts, grammar_source, grammar_channel, grammar_allowed,
    grammar_allow, grammar_matrix_row, grammar_modifiers, grammar_matrix, grammar_limits, grammar_severity, grammar_fix,
    grammar_hours, grammar_condition, grammar_change, grammar_where, grammar_lowering, grammar_exception, grammar_raise,
    grammar_raises, grammar_switch, grammar_switches, grammar_answer, grammar_match, grammar_frame, grammar_shapes,
    grammar_if, grammar_then, grammar_clause, grammar_attachment, grammar_case, grammar_tests, grammar_rule,
    grammar_extends, grammar_use, grammar_owner, grammar_sources, grammar_words, grammar_policy_words, grammar_channels,
    grammar_changes, grammar_policy, grammar_list, grammar_set_words, grammar_rules, grammar_set;

/* The closed sets of words; each ends in NULL. */
extern const char *const grammar_severities[],
    *const grammar_overrides[],
        *const grammar_accounts[],
            *const grammar_roles[],
                *const grammar_steps[],
                    *const grammar_layers[],
                        *const grammar_modes[],
                            *const grammar_locks[],
                                *const grammar_names[],
                                    *const grammar_verdicts[],
                                        *const grammar_inputs[],
                                            *const grammar_kinds[],
                                                *const grammar_people[],
                                                    *const grammar_categories[],
                                                        *const grammar_readings[],
                                                            *const grammar_hit_readings[],
                                                                *const grammar_spared[],
                                                                    *const grammar_sure[],
                                                                        *const grammar_whos[],
                                                                            *const grammar_whats[],
                                                                                *const grammar_media[],
                                                                                    *const grammar_states[],
                                                                                        *const grammar_cases[],
                                                                                            *const grammar_origins[],
                                                                                                *const grammar_bases[],
                                                                                                    *const grammar_answers[],
                                                                                                        *const grammar_counts[],
                                                                                                            *const grammar_looks[],
                                                                                                                *const grammar_sides[],
                                                                                                                    *const grammar_forms[],
                                                                                                                        *const grammar_places[],
                                                                                                                            *const grammar_validators[],
                                                                                                                                *const grammar_policy_heads[],
                                                                                                                                    *const grammar_set_heads
                                                                                                                                        [],
                                                                                                                                            *const grammar_fixes
                                                                                                                                                [],
                                                                                                                                                    *const grammar_across
                                                                                                                                                        [];

#endif
