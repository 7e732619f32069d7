/* tls.h: certificates that can be replaced while the server runs. GnuTLS is named in tls.c alone. */
#ifndef SERVE_TLS_H
#define SERVE_TLS_H

#include <stddef.h>

#include <trade/status.h>

/* TLS 1.2 and 1.3 with forward secrecy and authenticated encryption: no CBC, no static RSA. */
#define TLS_PRIORITIES                                                                             \
    "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-CIPHER-ALL:+AES-128-GCM:+AES-256-GCM:"            \
    "+CHACHA20-POLY1305:-MAC-ALL:+AEAD:-KX-ALL:+ECDHE-ECDSA:+ECDHE-RSA"

/* One certificate and its key, counted: sessions that began with it keep it. Confined. */
typedef struct tls_credentials tls_credentials;

/* Load both PEM files. TR_E_IO: cannot be read; TR_E_PARSE: no certificate and its key. */
tr_status tls_load(const char *certificate_path, const char *key_path, tls_credentials **out,
                   tr_error *err);
void tls_release(tls_credentials *credentials);

/* The texts of the two files, for the parser's own start. Borrowed. */
const char *tls_certificate_text(const tls_credentials *credentials);
const char *tls_key_text(const tls_credentials *credentials);

/* Have a session that has not begun use these; it holds them until tls_release. */
tls_credentials *tls_attach(tls_credentials *credentials, void *session);

/* Send bytes without waiting; what does not fit is lost. For a last word before a cut. */
void tls_send(void *session, const char *bytes, size_t size);

#endif
