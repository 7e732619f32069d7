/*
 * golden_parsers DIR: our reading of exchanges' answers on every sample of a directory, and our meaning of their error codes.
 * What a sample's unified form has in common with our records is compared: numbers to 1e-12, because the reference keeps doubles.
 * A skip names its rule; files of which more than a tenth is skipped fail.
 */
#include <stdio.h>
#include <stdlib.h>

#include "parsers/parsers.h"

static void check_file(void *user, const char *path, const char *name)
{
    tally *counts = user;
    char *text = NULL;
    tr_json_document *document = NULL;
    if (!json_cases_open(counts, path, name, &text, &document))
        return;
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

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: golden_parsers DIR\n");
        return 2;
    }
    tally counts = { 0 };
    walk walked = cases_walk(argv[1], ".json", check_file, &counts);
    return cases_end(walked, &counts);
}
