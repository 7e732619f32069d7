/*
 * tls.c: libmicrohttpd reads its certificate once, at the start, and its callback for more carries no
 * user pointer. But it tells of every new connection before the handshake, and there the session can be
 * given the credentials of the day: no global, and no restart for a renewed certificate.
 */
#include "tls.h"

#include <errno.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"

#define PEM_SIZE_MAX (1024u * 1024u)

struct tls_credentials {
    gnutls_certificate_credentials_t native;
    char *certificate;
    char *key;
    size_t holder_count;
};

static tr_status file_read(const char *path, char **out, tr_error *err)
{
    FILE *file = fopen(path, "rbe");
    if (file == NULL)
        return serve_fail(err, TR_E_IO, errno, "%s: %s", path, strerror(errno));
    char *text = calloc(1, PEM_SIZE_MAX + 1);
    size_t size = text != NULL ? fread(text, 1, PEM_SIZE_MAX + 1, file) : 0;
    tr_status status = TR_OK;
    if (text == NULL)
        status = serve_fail(err, TR_E_NO_MEMORY, 0, "%s: no memory to read it", path);
    else if (ferror(file))
        status = serve_fail(err, TR_E_IO, errno, "%s: %s", path, strerror(errno));
    else if (size == 0 || size > PEM_SIZE_MAX)
        status =
            serve_fail(err, TR_E_PARSE, 0, "%s: not a PEM file of 1..%u bytes", path, PEM_SIZE_MAX);
    (void)fclose(file); /* it was only read */
    if (status != TR_OK) {
        free(text);
        return status;
    }
    char *fitted = realloc(text, size + 1);
    *out = fitted != NULL ? fitted : text;
    (*out)[size] = '\0';
    return TR_OK;
}

tr_status tls_load(const char *certificate_path, const char *key_path, tls_credentials **out,
                   tr_error *err)
{
    tls_credentials *made = calloc(1, sizeof *made);
    if (made == NULL)
        return serve_fail(err, TR_E_NO_MEMORY, 0, "no memory for a certificate");
    made->holder_count = 1;
    tr_status status = file_read(certificate_path, &made->certificate, err);
    if (status == TR_OK)
        status = file_read(key_path, &made->key, err);
    if (status == TR_OK && gnutls_certificate_allocate_credentials(&made->native) != 0)
        status = serve_fail(err, TR_E_NO_MEMORY, 0, "no memory for a certificate");
    if (status == TR_OK) {
        gnutls_datum_t certificate = { (unsigned char *)made->certificate,
                                       (unsigned)strlen(made->certificate) };
        gnutls_datum_t key = { (unsigned char *)made->key, (unsigned)strlen(made->key) };
        int code = gnutls_certificate_set_x509_key_mem(made->native, &certificate, &key,
                                                       GNUTLS_X509_FMT_PEM);
        if (code < 0)
            status = serve_fail(err, TR_E_PARSE, code, "%s and %s: %s", certificate_path, key_path,
                                gnutls_strerror(code));
    }
    if (status != TR_OK) {
        tls_release(made);
        return status;
    }
    *out = made;
    return TR_OK;
}

void tls_release(tls_credentials *credentials)
{
    if (credentials == NULL || --credentials->holder_count > 0)
        return;
    if (credentials->native != NULL)
        gnutls_certificate_free_credentials(credentials->native);
    if (credentials->key != NULL)
        explicit_bzero(credentials->key, strlen(credentials->key));
    free(credentials->key);
    free(credentials->certificate);
    free(credentials);
}

const char *tls_certificate_text(const tls_credentials *credentials)
{
    return credentials->certificate;
}

const char *tls_key_text(const tls_credentials *credentials)
{
    return credentials->key;
}

tls_credentials *tls_attach(tls_credentials *credentials, void *session)
{
    if (gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials->native) != 0)
        return NULL;
    credentials->holder_count++;
    return credentials;
}

void tls_send(void *session, const char *bytes, size_t size)
{
    (void)gnutls_record_send(session, bytes, size); /* the connection is cut next, sent or not */
}
