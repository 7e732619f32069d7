/*
 * Trust: the HTTP client against a TLS server of the test's own, whose certificates are made on the
 * spot with mbedTLS: nothing secret lies in the tree, and none of them runs out.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include <mbedtls/ecp.h>
#include <mbedtls/pk.h>
#include <mbedtls/ssl.h>
#include <mbedtls/x509_crt.h>

#include <trade/crypto.h>
#include <trade/http.h>

#define ANSWER "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

typedef struct server {
    char folder[64];
    char ca_file[96];
    mbedtls_pk_context key;
    mbedtls_x509_crt certificate;
    int listener;
    uint16_t port;
    bool was_asked; /* a request came through the encryption */
} server;

static int draw(void *user, unsigned char *bytes, size_t size)
{
    (void)user;
    return tr_crypto_random(bytes, size, NULL) == TR_OK ? 0 : -1;
}

/* A key, and a certificate that it signed for `name` itself; the certificate goes to a file as well. */
static void make_certificate(server *self, const char *name)
{
    mbedtls_pk_init(&self->key);
    mbedtls_x509_crt_init(&self->certificate);
    assert_int_equal(mbedtls_pk_setup(&self->key, mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY)), 0);
    assert_int_equal(
        mbedtls_ecp_gen_key(MBEDTLS_ECP_DP_SECP256R1, mbedtls_pk_ec(self->key), draw, NULL), 0);
    mbedtls_x509write_cert draft;
    mbedtls_mpi serial;
    mbedtls_x509write_crt_init(&draft);
    mbedtls_mpi_init(&serial);
    char subject[64];
    snprintf(subject, sizeof subject, "CN=%s", name);
    unsigned char pem[2048];
    assert_int_equal(mbedtls_mpi_lset(&serial, 1), 0);
    assert_int_equal(mbedtls_x509write_crt_set_serial(&draft, &serial), 0);
    assert_int_equal(mbedtls_x509write_crt_set_subject_name(&draft, subject), 0);
    assert_int_equal(mbedtls_x509write_crt_set_issuer_name(&draft, subject), 0);
    assert_int_equal(mbedtls_x509write_crt_set_validity(&draft, "20000101000000", "20991231235959"),
                     0);
    assert_int_equal(mbedtls_x509write_crt_set_basic_constraints(&draft, 1, -1), 0);
    mbedtls_x509write_crt_set_version(&draft, MBEDTLS_X509_CRT_VERSION_3);
    mbedtls_x509write_crt_set_md_alg(&draft, MBEDTLS_MD_SHA256);
    mbedtls_x509write_crt_set_subject_key(&draft, &self->key);
    mbedtls_x509write_crt_set_issuer_key(&draft, &self->key);
    assert_int_equal(mbedtls_x509write_crt_pem(&draft, pem, sizeof pem, draw, NULL), 0);
    mbedtls_x509write_crt_free(&draft);
    mbedtls_mpi_free(&serial);
    size_t size = strlen((char *)pem);
    assert_int_equal(mbedtls_x509_crt_parse(&self->certificate, pem, size + 1), 0);
    FILE *file = fopen(self->ca_file, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(pem, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static int open_server_of(void **state, const char *name)
{
    server *self = calloc(1, sizeof *self);
    assert_non_null(self);
    snprintf(self->folder, sizeof self->folder, "/tmp/trade-tls-XXXXXX");
    assert_non_null(mkdtemp(self->folder));
    snprintf(self->ca_file, sizeof self->ca_file, "%s/ca.pem", self->folder);
    make_certificate(self, name);
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    self->listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(self->listener >= 0);
    assert_int_equal(bind(self->listener, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(self->listener, 1), 0);
    assert_int_equal(getsockname(self->listener, (struct sockaddr *)&address, &size), 0);
    self->port = ntohs(address.sin_port);
    *state = self;
    return 0;
}

static int open_server(void **state)
{
    return open_server_of(state, "127.0.0.1");
}

static int open_server_of_another_name(void **state)
{
    return open_server_of(state, "other.example");
}

static int close_server(void **state)
{
    server *self = *state;
    close(self->listener);
    mbedtls_x509_crt_free(&self->certificate);
    mbedtls_pk_free(&self->key);
    unlink(self->ca_file);
    rmdir(self->folder);
    free(self);
    return 0;
}

static int on_send(void *user, const unsigned char *bytes, size_t size)
{
    return (int)send(*(int *)user, bytes, size, MSG_NOSIGNAL);
}

static int on_receive(void *user, unsigned char *bytes, size_t size)
{
    return (int)recv(*(int *)user, bytes, size, 0);
}

static void *serve(void *user)
{
    server *self = user;
    int connection = accept(self->listener, NULL, NULL);
    if (connection < 0)
        return NULL;
    mbedtls_ssl_config config;
    mbedtls_ssl_context tls;
    mbedtls_ssl_config_init(&config);
    mbedtls_ssl_init(&tls);
    bool is_ready =
        mbedtls_ssl_config_defaults(&config, MBEDTLS_SSL_IS_SERVER, MBEDTLS_SSL_TRANSPORT_STREAM,
                                    MBEDTLS_SSL_PRESET_DEFAULT) == 0;
    mbedtls_ssl_conf_rng(&config, draw, NULL);
    is_ready = is_ready &&
               mbedtls_ssl_conf_own_cert(&config, &self->certificate, &self->key) == 0 &&
               mbedtls_ssl_setup(&tls, &config) == 0;
    mbedtls_ssl_set_bio(&tls, &connection, on_send, on_receive, NULL);
    unsigned char request[4096];
    if (is_ready && mbedtls_ssl_handshake(&tls) == 0)
        self->was_asked = mbedtls_ssl_read(&tls, request, sizeof request) > 0;
    /* What becomes of the answer is for the client to say. */
    if (self->was_asked)
        (void)mbedtls_ssl_write(&tls, (const unsigned char *)ANSWER, strlen(ANSWER));
    (void)mbedtls_ssl_close_notify(&tls);
    mbedtls_ssl_free(&tls);
    mbedtls_ssl_config_free(&config);
    close(connection);
    return NULL;
}

static tr_status exchange(server *self, tr_http_request *request, tr_http_response **response,
                          tr_error *err)
{
    char url[64];
    snprintf(url, sizeof url, "https://127.0.0.1:%u/", (unsigned)self->port);
    request->url = url;
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, serve, self), 0);
    tr_status status = tr_http_send(request, response, err);
    shutdown(self->listener, SHUT_RDWR);
    assert_int_equal(pthread_join(thread, NULL), 0);
    return status;
}

static void a_certificate_of_the_given_file_is_trusted(void **state)
{
    server *self = *state;
    tr_http_request request = TR_HTTP_REQUEST_INIT;
    request.ca_file = self->ca_file;
    tr_http_response *response = NULL;
    tr_error err = { .message = "" };
    assert_int_equal(exchange(self, &request, &response, &err), TR_OK);
    assert_string_equal(tr_http_response_body(response, NULL), "ok");
    tr_http_response_free(response);
    assert_true(self->was_asked);
}

static void an_unknown_certificate_is_refused_and_nothing_is_sent(void **state)
{
    server *self = *state;
    tr_http_request request = TR_HTTP_REQUEST_INIT;
    tr_http_response *response = NULL;
    tr_error err = { .message = "" };
    assert_int_equal(exchange(self, &request, &response, &err), TR_E_NETWORK);
    assert_null(response);
    assert_false(self->was_asked);
}

static void a_certificate_for_another_name_is_refused_and_nothing_is_sent(void **state)
{
    server *self = *state;
    tr_http_request request = TR_HTTP_REQUEST_INIT;
    request.ca_file = self->ca_file;
    tr_http_response *response = NULL;
    assert_int_equal(exchange(self, &request, &response, NULL), TR_E_NETWORK);
    assert_false(self->was_asked);
}

static void any_certificate_of_this_machine_is_taken_when_asked_to(void **state)
{
    server *self = *state;
    tr_http_request request = TR_HTTP_REQUEST_INIT;
    request.is_unverified = true;
    tr_http_response *response = NULL;
    assert_int_equal(exchange(self, &request, &response, NULL), TR_OK);
    assert_int_equal(tr_http_response_code(response), 200);
    tr_http_response_free(response);
}

static void a_file_of_certificates_that_is_not_there_is_refused(void **state)
{
    server *self = *state;
    tr_http_request request = TR_HTTP_REQUEST_INIT;
    request.ca_file = "/nonexistent/ca.pem";
    tr_http_response *response = NULL;
    tr_error err = { .message = "" };
    assert_int_equal(exchange(self, &request, &response, &err), TR_E_INVALID);
    assert_string_equal(err.message, "http request: ca_file cannot be read");
    assert_false(self->was_asked);
}

#define WITH(test, open) cmocka_unit_test_setup_teardown(test, open, close_server)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(a_certificate_of_the_given_file_is_trusted, open_server),
        WITH(an_unknown_certificate_is_refused_and_nothing_is_sent, open_server),
        WITH(a_certificate_for_another_name_is_refused_and_nothing_is_sent,
             open_server_of_another_name),
        WITH(any_certificate_of_this_machine_is_taken_when_asked_to, open_server_of_another_name),
        WITH(a_file_of_certificates_that_is_not_there_is_refused, open_server),
    };
    return cmocka_run_group_tests_name("tls", tests, NULL, NULL);
}
