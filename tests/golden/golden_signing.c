/*
 * golden_signing DIR: our signers on every vector of a directory: requests of each exchange, messages of their streams,
 * and examples that exchanges and RFCs publish. HMAC, RSA and Ed25519 are compared byte for byte; ES256 by the public
 * key, because other correct signers choose another nonce. Headers of the reference's broker programmes are left out.
 */
#include <stdio.h>
#include <stdlib.h>

#include "signing/signing.h"

static void check_file(void *user, const char *path, const char *name)
{
    tally *counts = user;
    char *text = NULL;
    tr_json_document *document = NULL;
    if (!json_cases_open(counts, path, name, &text, &document))
        return;
    const tr_json_value *root = tr_json_document_root(document);
    if (member(root, "primitives") != NULL)
        check_official(root, counts);
    else if (member(root, "exchange") != NULL)
        check_requests(root, counts);
    else
        check_streams(root, counts);
    tr_json_document_free(document);
    free(text);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: golden_signing DIR\n");
        return 2;
    }
    tally counts = { 0 };
    walk walked = cases_walk(argv[1], ".json", check_file, &counts);
    return cases_end(walked, &counts);
}
