/*
 * golden_parsers DIR: our reading of exchanges' answers on every sample of a directory, and our meaning of their error codes.
 * What a sample's unified form has in common with our records is compared: numbers to 1e-12, because the reference keeps doubles.
 * A skip names its rule; files of which more than a tenth is skipped fail.
 */
#include "parsers/parsers.h"

static void check_document(tally *counts, const tr_json_value *root, const char *text)
{
    if (member(root, "exceptions") != NULL)
        check_errors(root, counts);
    else
        check_samples(root, text, counts);
    if (counts->file_skipped * 10 > counts->file_count)
        verdict(counts, "the file", "more than a tenth is skipped");
}

int main(int argc, char **argv)
{
    return json_cases_main(argc, argv, "golden_parsers", check_document);
}
