/* json_cases.h: what golden runners whose cases are JSON share. */
#ifndef TESTS_GOLDEN_JSON_CASES_H
#define TESTS_GOLDEN_JSON_CASES_H

#include <trade/json.h>

#include "cases.h"

/* Members by name; NULL when they are not there. */
const tr_json_value *member(const tr_json_value *object, const char *key);
const char *text_of(const tr_json_value *object, const char *key);

/* Begin with a file: its text, to be freed, and its document; false after a verdict on the file. */
bool json_cases_open(tally *counts, const char *path, const char *name, char **text_out,
                     tr_json_document **out);

#endif
