/* certificate.c: see certificate.h. Self-signed, P-256; the clients trust this one certificate and nothing else. */
#include "certificate.h"

#include <stdio.h>
#include <string.h>

#include <gnutls/x509.h>

#include <trade/crypto.h>

#define DAY_S  INT64_C(86400)
#define YEAR_S (365 * DAY_S)

static tr_status fail(tr_error *err, int code)
{
    *err = (tr_error){ .status = TR_E_INTERNAL, .native_code = code };
    (void)snprintf(err->message, sizeof err->message, "the certificate cannot be made: %s",
                   gnutls_strerror(code));
    return TR_E_INTERNAL;
}

/* Whom it speaks for: this machine, and the hosts that clients sign for. */
static int names_set(gnutls_x509_crt_t crt)
{
    static const char *const names[] = {
        "localhost",     "api.binance.com",        "api.kraken.com",       "api.coinbase.com",
        "api.bybit.com", "testnet.binance.vision", "api-testnet.bybit.com"
    };
    static const unsigned char address[] = { 127, 0, 0, 1 };
    int code = gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_IPADDRESS, address,
                                                    sizeof address, GNUTLS_FSAN_SET);
    for (size_t i = 0; code >= 0 && i < sizeof names / sizeof *names; i++)
        code = gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_DNSNAME, names[i],
                                                    (unsigned)strlen(names[i]), GNUTLS_FSAN_APPEND);
    return code;
}

static int crt_fill(gnutls_x509_crt_t crt, gnutls_x509_privkey_t key, int64_t now_s)
{
    unsigned char serial[16];
    static const char name[] = "trade-exchange-sim";
    if (tr_crypto_random(serial, sizeof serial, NULL) != TR_OK)
        return GNUTLS_E_RANDOM_FAILED;
    serial[0] &= 0x7f; /* above zero */
    int code = gnutls_x509_crt_set_version(crt, 3);
    if (code >= 0)
        code = gnutls_x509_crt_set_serial(crt, serial, sizeof serial);
    if (code >= 0)
        code = gnutls_x509_crt_set_activation_time(crt, (time_t)(now_s - DAY_S));
    if (code >= 0)
        code = gnutls_x509_crt_set_expiration_time(crt, (time_t)(now_s + 10 * YEAR_S));
    if (code >= 0)
        code = gnutls_x509_crt_set_dn_by_oid(crt, GNUTLS_OID_X520_COMMON_NAME, 0, name,
                                             sizeof name - 1);
    if (code >= 0)
        code = gnutls_x509_crt_set_key(crt, key);
    if (code >= 0)
        code = names_set(crt);
    if (code >= 0)
        code = gnutls_x509_crt_set_ca_status(crt, 1);
    if (code >= 0)
        code = gnutls_x509_crt_set_key_usage(crt, GNUTLS_KEY_DIGITAL_SIGNATURE |
                                                      GNUTLS_KEY_KEY_CERT_SIGN);
    if (code >= 0)
        code = gnutls_x509_crt_sign2(crt, crt, key, GNUTLS_DIG_SHA256, 0);
    return code;
}

tr_status sim_certificate_make(int64_t now_s, sim_certificate *out, tr_error *err)
{
    gnutls_x509_privkey_t key = NULL;
    gnutls_x509_crt_t crt = NULL;
    *out = (sim_certificate){ 0 };
    int code = gnutls_x509_privkey_init(&key);
    if (code >= 0)
        code = gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA,
                                            GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
    if (code >= 0)
        code = gnutls_x509_crt_init(&crt);
    if (code >= 0)
        code = crt_fill(crt, key, now_s);
    if (code >= 0)
        code = gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_PEM, &out->pem);
    if (code >= 0)
        code = gnutls_certificate_allocate_credentials(&out->credentials);
    if (code >= 0)
        code = gnutls_certificate_set_x509_key(out->credentials, &crt, 1, key);
    if (crt != NULL)
        gnutls_x509_crt_deinit(crt);
    if (key != NULL)
        gnutls_x509_privkey_deinit(key);
    if (code >= 0)
        return TR_OK;
    sim_certificate_done(out);
    return fail(err, code);
}

void sim_certificate_done(sim_certificate *certificate)
{
    if (certificate->credentials != NULL)
        gnutls_certificate_free_credentials(certificate->credentials);
    gnutls_free(certificate->pem.data);
    *certificate = (sim_certificate){ 0 };
}
