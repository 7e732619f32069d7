/* parsers.c: counting, and members of JSON. */
#include "parsers/parsers.h"

#include <stdio.h>

void verdict(tally *counts, const char *name, const char *fault)
{
    counts->file_count++;
    if (fault == NULL) {
        counts->passed++;
        return;
    }
    counts->failed++;
    printf("FAIL %s: %s: %s\n", counts->file, name, fault);
}

void skip(tally *counts, const char *name, const char *rule)
{
    counts->file_count++;
    counts->file_skipped++;
    counts->skipped++;
    printf("skip %s: %s: %s\n", counts->file, name, rule);
}

const tr_json_value *member(const tr_json_value *object, const char *key)
{
    return object == NULL ? NULL : tr_json_value_member(object, key);
}

const char *text_of(const tr_json_value *object, const char *key)
{
    const char *text = NULL;
    size_t length = 0;
    const tr_json_value *value = member(object, key);
    return value != NULL && tr_json_value_text(value, &text, &length) == TR_OK ? text : NULL;
}
