/* json_cases.c: see json_cases.h. */
#include "json_cases.h"

#include <errno.h>
#include <stdio.h>
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

typedef struct run {
    tally counts;
    json_cases_check *check;
} run;

static void check_file(void *user, const char *path, const char *name)
{
    run *at = user;
    size_t size = 0;
    tr_error err = { .message = "" };
    tr_json_document *document = NULL;
    char *text = file_read(path, &size);
    at->counts.file = name;
    at->counts.file_count = at->counts.file_skipped = 0;
    if (text == NULL)
        verdict(&at->counts, "the file", strerror(errno));
    else if (tr_json_document_parse(text, size, NULL, &document, &err) != TR_OK)
        verdict(&at->counts, "the file", err.message);
    else
        at->check(&at->counts, tr_json_document_root(document), text);
    tr_json_document_free(document);
    free(text);
}

int json_cases_main(int argc, char **argv, const char *name, json_cases_check *check)
{
    run at = { .check = check };
    if (argc != 2) {
        fprintf(stderr, "usage: %s DIR\n", name);
        return 2;
    }
    walk walked = cases_walk(argv[1], ".json", check_file, &at);
    return cases_end(walked, &at.counts);
}
