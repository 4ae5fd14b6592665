/* schema_json.h - the JSON Schema of rule sets and policies, for editors that complete and check YAML. */
#ifndef CLI_SCHEMA_JSON_H
#define CLI_SCHEMA_JSON_H

#include "out.h"

/* Draft 7, made of the tables that the checks are made of (hp_schema). */
void schema_json(output *to);

#endif
