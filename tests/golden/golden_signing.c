/*
 * golden_signing DIR: our signers on every vector of a directory: requests of each exchange, messages of their streams,
 * and examples that exchanges and RFCs publish. HMAC, RSA and Ed25519 are compared byte for byte; ES256 by the public
 * key, because other correct signers choose another nonce. Headers of the reference's broker programmes are left out.
 */
#include "signing/signing.h"

static void check_document(tally *counts, const tr_json_value *root, const char *text)
{
    (void)text;
    if (member(root, "primitives") != NULL)
        check_official(root, counts);
    else if (member(root, "exchange") != NULL)
        check_requests(root, counts);
    else
        check_streams(root, counts);
}

int main(int argc, char **argv)
{
    return json_cases_main(argc, argv, "golden_signing", check_document);
}
