/* certificate.h: a certificate for this machine and for the names of the exchanges, made at start and kept in memory. */
#ifndef SIM_EXCHANGE_CERTIFICATE_H
#define SIM_EXCHANGE_CERTIFICATE_H

#include <gnutls/gnutls.h>

#include <trade/status.h>

typedef struct sim_certificate {
    gnutls_certificate_credentials_t credentials;
    gnutls_datum_t pem; /* what a client has to trust */
} sim_certificate;

/* Valid for ten years from a day before `now_s`. TR_E_INTERNAL with GnuTLS's reason. */
tr_status sim_certificate_make(int64_t now_s, sim_certificate *out, tr_error *err);
void sim_certificate_done(sim_certificate *certificate);

#endif
