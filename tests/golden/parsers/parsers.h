/* parsers.h: what the parts of golden_parsers share. */
#ifndef TESTS_GOLDEN_PARSERS_H
#define TESTS_GOLDEN_PARSERS_H

#include "json_cases.h"

/* The kinds of files. */
void check_errors(const tr_json_value *root, tally *counts);
void check_samples(const tr_json_value *root, const char *text, tally *counts);

#endif
