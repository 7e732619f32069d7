/* json_cases.c: see json_cases.h. */
#include "json_cases.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

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

bool json_cases_open(tally *counts, const char *path, const char *name, char **text_out,
                     tr_json_document **out)
{
    size_t size = 0;
    tr_error err = { .message = "" };
    char *text = file_read(path, &size);
    counts->file = name;
    counts->file_count = counts->file_skipped = 0;
    if (text == NULL || tr_json_document_parse(text, size, NULL, out, &err) != TR_OK) {
        verdict(counts, "the file", text == NULL ? strerror(errno) : err.message);
        free(text);
        return false;
    }
    *text_out = text;
    return true;
}
