/* parsers.h: what the parts of golden_parsers share. */
#ifndef TESTS_GOLDEN_PARSERS_H
#define TESTS_GOLDEN_PARSERS_H

#include <stdbool.h>
#include <stddef.h>

#include <trade/json.h>

typedef struct tally {
    unsigned int passed, failed, skipped;
    const char *file;
    unsigned int file_count, file_skipped;
} tally;

/* One case, one verdict: NULL passed, otherwise why not. */
void verdict(tally *counts, const char *name, const char *fault);
void skip(tally *counts, const char *name, const char *rule);

/* Members by name; NULL when they are not there. */
const tr_json_value *member(const tr_json_value *object, const char *key);
const char *text_of(const tr_json_value *object, const char *key);

/* The kinds of files. */
void check_errors(const tr_json_value *root, tally *counts);
void check_samples(const tr_json_value *root, const char *text, tally *counts);

#endif
