/*
 * golden_json DIR: the strict reader on a directory of JSON parsing cases, by the convention of the
 * public suite: y_* must be accepted, n_* must be refused, i_* may go either way, and every other file
 * is accepted with its number text unchanged. A key that occurs twice is refused by design, so such
 * files (object_same_key*, y_object_duplicated_key*) count as right when refused for that.
 *
 * Whatever is accepted must also survive our writer: what it writes reads back as the same tokens.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/json.h>

#include "cases.h"
#include "support/json_trip.h"

static bool begins_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static void fail(tally *counts, const char *path, const char *expected, const char *seen)
{
    counts->failed++;
    printf("FAIL %s: %s, but %s\n", path, expected, seen);
}

/* Each number of the text must be found in it, byte for byte, where its token says it stands. */
static bool numbers_are_unchanged(const char *text, size_t size)
{
    tr_json_reader *reader = NULL;
    if (tr_json_reader_new(text, size, NULL, &reader, NULL) != TR_OK)
        return false;
    bool is_unchanged = true;
    tr_json_token token = { .kind = TR_JSON_TOKEN_NULL };
    while (is_unchanged && token.kind != TR_JSON_TOKEN_DONE) {
        is_unchanged = tr_json_reader_next(reader, &token, NULL) == TR_OK;
        if (is_unchanged && token.kind == TR_JSON_TOKEN_NUMBER)
            is_unchanged = memcmp(token.text, text + token.offset, token.length) == 0;
    }
    tr_json_reader_free(reader);
    return is_unchanged;
}

/*
 * May our reader refuse a file that is not a n_* one, for this reason? Yes for i_*, for a key that
 * occurs twice, and for the texts among test_transform whose code points are invalid by their name.
 */
static bool refusal_is_right(const char *name, const tr_error *err)
{
    if (begins_with(name, "i_"))
        return true;
    if (strstr(name, "same_key") != NULL || strstr(name, "duplicated_key") != NULL)
        return strstr(err->message, "twice") != NULL;
    return begins_with(name, "string_") && strstr(name, "invalid_codepoint") != NULL;
}

static void check_file(void *user, const char *path, const char *name)
{
    tally *counts = user;
    size_t size = 0;
    char *text = file_read(path, &size);
    if (text == NULL) {
        fail(counts, path, "should be readable", strerror(errno));
        return;
    }
    tr_error err = { .message = "" };
    tr_json_document *document = NULL;
    tr_status status = tr_json_document_parse(text, size, NULL, &document, &err);
    bool must_refuse = begins_with(name, "n_");
    if (must_refuse && status == TR_OK)
        fail(counts, path, "must be refused", "was accepted");
    else if (status != TR_OK && !must_refuse && !refusal_is_right(name, &err))
        fail(counts, path, "must be accepted", err.message);
    else if (status == TR_OK && !numbers_are_unchanged(text, size))
        fail(counts, path, "numbers must keep their text", "one did not");
    else if (status == TR_OK && !json_survives_the_writer(text, size))
        fail(counts, path, "must survive the writer", "did not");
    else
        counts->passed++;
    tr_json_document_free(document);
    free(text);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: golden_json DIR\n");
        return 2;
    }
    tally counts = { 0 };
    walk walked = cases_walk(argv[1], ".json", check_file, &counts);
    return cases_end(walked, &counts);
}
