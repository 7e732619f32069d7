/*
 * golden_json DIR: the strict reader on a directory of JSON parsing cases, by the convention of the
 * public suite: y_* must be accepted, n_* must be refused, i_* may go either way, and every other file
 * is accepted with its number text unchanged. A key that occurs twice is refused by design, so such
 * files (object_same_key*, y_object_duplicated_key*) count as right when refused for that.
 *
 * Whatever is accepted must also survive our writer: what it writes reads back as the same tokens.
 */
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <trade/json.h>

#include "support/json_trip.h"

#define FOLDERS_MAX 16
#define SIZE_MAX_READ ((size_t)16 << 20)

typedef struct tally {
    unsigned int passed;
    unsigned int failed;
    unsigned int skipped;
} tally;

static bool begins_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text);
    return length >= strlen(end) && strcmp(text + length - strlen(end), end) == 0;
}

static char *file_read(const char *path, size_t *size_out)
{
    FILE *file = fopen(path, "rb");
    char *bytes = file == NULL ? NULL : malloc(SIZE_MAX_READ);
    if (bytes != NULL)
        *size_out = fread(bytes, 1, SIZE_MAX_READ, file);
    if (bytes != NULL && (ferror(file) || *size_out == SIZE_MAX_READ)) {
        free(bytes);
        bytes = NULL;
    }
    if (file != NULL)
        fclose(file);
    return bytes;
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

static void check_file(const char *path, const char *name, tally *counts)
{
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

/* Look through one folder; what is a folder in turn goes to the end of the list. */
static bool check_folder(char *folders[], size_t *folder_count, const char *path, tally *counts)
{
    struct dirent **entries = NULL;
    int entry_count = scandir(path, &entries, NULL, alphasort);
    if (entry_count < 0) {
        fprintf(stderr, "golden_json: %s: %s\n", path, strerror(errno));
        return false;
    }
    bool is_done = true;
    for (int i = 0; i < entry_count; i++) {
        const char *name = entries[i]->d_name;
        char *inner = NULL;
        struct stat about;
        if (name[0] != '.' && is_done && asprintf(&inner, "%s/%s", path, name) > 0 &&
            stat(inner, &about) == 0) {
            if (S_ISREG(about.st_mode) && ends_with(name, ".json")) {
                check_file(inner, name, counts);
            } else if (S_ISDIR(about.st_mode)) {
                is_done = *folder_count < FOLDERS_MAX;
                if (is_done) {
                    folders[(*folder_count)++] = inner;
                    inner = NULL;
                }
            }
        }
        free(inner);
        free(entries[i]);
    }
    free(entries);
    return is_done;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: golden_json DIR\n");
        return 2;
    }
    if (access(argv[1], F_OK) != 0) {
        printf("skip: %s is not there\n0 passed, 0 failed, 1 skipped\n", argv[1]);
        return 77; /* what meson takes for a skip */
    }
    char *folders[FOLDERS_MAX] = { strdup(argv[1]) };
    size_t folder_count = folders[0] == NULL ? 0 : 1;
    tally counts = { 0, 0, 0 };
    bool is_done = folder_count > 0;
    for (size_t i = 0; i < folder_count; i++) {
        is_done = check_folder(folders, &folder_count, folders[i], &counts) && is_done;
        free(folders[i]);
    }
    printf("%u passed, %u failed, %u skipped\n", counts.passed, counts.failed, counts.skipped);
    bool is_empty = counts.passed + counts.failed == 0;
    if (is_empty)
        fprintf(stderr, "golden_json: no case found in %s\n", argv[1]);
    return is_done && !is_empty && counts.failed == 0 ? 0 : 1;
}
