/* grammar_rows.h - short words for the rows of the grammar: how a value may be written, what a text may be. */
#ifndef HALLPASS_GRAMMAR_ROWS_H
#define HALLPASS_GRAMMAR_ROWS_H

#include "pack/grammar.h"

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

#endif
