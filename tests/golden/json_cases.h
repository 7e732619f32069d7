/* json_cases.h: what golden runners whose cases are JSON share. */
#ifndef TESTS_GOLDEN_JSON_CASES_H
#define TESTS_GOLDEN_JSON_CASES_H

#include <trade/json.h>

#include "cases.h"

/* Members by name; NULL when they are not there. */
const tr_json_value *member(const tr_json_value *object, const char *key);
const char *text_of(const tr_json_value *object, const char *key);

/* Look at the cases of one document; `text` is what it was read from. */
typedef void json_cases_check(tally *counts, const tr_json_value *root, const char *text);

/* The whole program `name` DIR: every .json below DIR. What main returns. */
int json_cases_main(int argc, char **argv, const char *name, json_cases_check *check);

#endif
