/*
 * golden_parsers DIR: our reading of exchanges' answers on every sample of a directory, and our meaning of their error codes.
 * What a sample's unified form has in common with our records is compared: numbers to 1e-12, because the reference keeps doubles.
 * A skip names its rule; files of which more than a tenth is skipped fail.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "parsers/parsers.h"

#define SIZE_MAX_READ ((size_t)4 << 20)
#define FOLDERS_MAX   16

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

static void check_file(const char *path, const char *name, tally *counts)
{
    size_t size = 0;
    tr_error err = { .message = "" };
    tr_json_document *document = NULL;
    char *text = file_read(path, &size);
    counts->file = name;
    counts->file_count = counts->file_skipped = 0;
    if (text == NULL || tr_json_document_parse(text, size, NULL, &document, &err) != TR_OK) {
        verdict(counts, "the file", text == NULL ? strerror(errno) : err.message);
        free(text);
        return;
    }
    const tr_json_value *root = tr_json_document_root(document);
    if (member(root, "exceptions") != NULL)
        check_errors(root, counts);
    else
        check_samples(root, text, counts);
    if (counts->file_skipped * 10 > counts->file_count)
        verdict(counts, "the file", "more than a tenth is skipped");
    tr_json_document_free(document);
    free(text);
}

/* Look through one folder; what is a folder in turn goes to the end of the list. */
static bool check_folder(char *folders[], size_t *folder_count, const char *path, tally *counts)
{
    struct dirent **entries = NULL;
    int entry_count = scandir(path, &entries, NULL, alphasort);
    if (entry_count < 0) {
        fprintf(stderr, "golden_parsers: %s: %s\n", path, strerror(errno));
        return false;
    }
    for (int i = 0; i < entry_count; i++) {
        const char *name = entries[i]->d_name;
        const char *end = strrchr(name, '.');
        char *inner = NULL;
        if (name[0] != '.' && asprintf(&inner, "%s/%s", path, name) > 0) {
            if (end != NULL && strcmp(end, ".json") == 0) {
                check_file(inner, name, counts);
            } else if (entries[i]->d_type == DT_DIR && *folder_count < FOLDERS_MAX) {
                folders[(*folder_count)++] = inner;
                inner = NULL;
            }
        }
        free(inner);
        free(entries[i]);
    }
    free(entries);
    return true;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: golden_parsers DIR\n");
        return 2;
    }
    if (access(argv[1], F_OK) != 0) {
        printf("skip: %s is not there\n0 passed, 0 failed, 1 skipped\n", argv[1]);
        return 77; /* what meson takes for a skip */
    }
    char *folders[FOLDERS_MAX] = { strdup(argv[1]) };
    size_t folder_count = folders[0] == NULL ? 0 : 1;
    tally counts = { 0 };
    bool is_done = folder_count > 0;
    for (size_t i = 0; i < folder_count; i++) {
        is_done = check_folder(folders, &folder_count, folders[i], &counts) && is_done;
        free(folders[i]);
    }
    printf("%u passed, %u failed, %u skipped\n", counts.passed, counts.failed, counts.skipped);
    if (counts.passed + counts.failed == 0)
        fprintf(stderr, "golden_parsers: no case found in %s\n", argv[1]);
    return is_done && counts.passed > 0 && counts.failed == 0 ? 0 : 1;
}
