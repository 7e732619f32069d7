/*
 * The HTTP client against a server of the test's own, on a free port of the loopback: what is sent,
 * what is understood, and which of "nothing was sent" and "it may have arrived" a failure is.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include <trade/http.h>

/* Takes one connection, reads one request whole (unless told not to), answers with `answer`, closes. */
typedef struct server {
    int listener;
    uint16_t port;
    pthread_t thread;
    const char *answer; /* NULL: none */
    size_t answer_size;
    bool is_mute;        /* reads on until the client gives up */
    bool is_abrupt;      /* resets the connection before it reads */
    char request[65536]; /* what came, NUL-terminated */
    size_t request_size;
    unsigned int accepted;
} server;

static size_t content_length(const char *request)
{
    for (const char *line = strstr(request, "\r\n"); line != NULL; line = strstr(line, "\r\n")) {
        line += 2;
        if (strncasecmp(line, "content-length:", 15) == 0)
            return (size_t)strtoull(line + 15, NULL, 10);
    }
    return 0;
}

static bool is_whole(const server *self)
{
    const char *end = strstr(self->request, "\r\n\r\n");
    return end != NULL && (size_t)(self->request + self->request_size - (end + 4)) >=
                              content_length(self->request);
}

static void *serve(void *user)
{
    server *self = user;
    int connection = accept(self->listener, NULL, NULL);
    if (connection < 0)
        return NULL;
    self->accepted++;
    while (!self->is_abrupt && (self->is_mute || !is_whole(self))) {
        size_t room = sizeof self->request - 1 - self->request_size;
        ssize_t got = recv(connection, self->request + self->request_size, room, 0);
        if (got <= 0)
            break;
        self->request_size += (size_t)got;
        self->request[self->request_size] = '\0';
    }
    if (self->answer != NULL)
        (void)send(connection, self->answer, self->answer_size,
                   MSG_NOSIGNAL); /* judged by the client */
    if (self->is_abrupt) {
        const struct linger at_once = { 1, 0 };
        setsockopt(connection, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    close(connection);
    return NULL;
}

static int open_server(void **state)
{
    server *self = calloc(1, sizeof *self);
    assert_non_null(self);
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    self->listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(self->listener >= 0);
    assert_int_equal(bind(self->listener, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(self->listener, 4), 0);
    assert_int_equal(getsockname(self->listener, (struct sockaddr *)&address, &size), 0);
    self->port = ntohs(address.sin_port);
    *state = self;
    return 0;
}

static int close_server(void **state)
{
    server *self = *state;
    close(self->listener);
    free(self);
    return 0;
}

/* Send `request` to the server that answers `answer`; `url_end` is what follows the port. */
static tr_status exchange_size(server *self, tr_http_request *request, const char *scheme,
                               const char *url_end, tr_http_response **response, tr_error *err)
{
    char url[256];
    snprintf(url, sizeof url, "%s://127.0.0.1:%u%s", scheme, (unsigned)self->port, url_end);
    request->url = url;
    assert_int_equal(pthread_create(&self->thread, NULL, serve, self), 0);
    tr_status status = tr_http_send(request, response, err);
    /* Wakes a server that nobody connected to. */
    shutdown(self->listener, SHUT_RDWR);
    assert_int_equal(pthread_join(self->thread, NULL), 0);
    return status;
}

static tr_status exchange(server *self, tr_http_request *request, const char *answer,
                          tr_http_response **response, tr_error *err)
{
    self->answer = answer;
    self->answer_size = answer == NULL ? 0 : strlen(answer);
    return exchange_size(self, request, "http", "/hook/secret-path", response, err);
}

static void an_answer_is_given_with_code_headers_and_body(void **state)
{
    tr_http_request request = TR_HTTP_REQUEST_INIT;
    tr_http_response *response = NULL;
    assert_int_equal(
        exchange(*state, &request,
                 "HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\nX-One:  two words \r\n"
                 "x-one: again\r\nX-Empty:\r\n\r\nhello",
                 &response, NULL),
        TR_OK);
    assert_int_equal(tr_http_response_code(response), 404);
    size_t size = 0;
    assert_string_equal(tr_http_response_body(response, &size), "hello");
    assert_int_equal(size, 5);
    assert_string_equal(tr_http_response_header(response, "x-ONE"), "two words");
    assert_string_equal(tr_http_response_header(response, "X-Empty"), "");
    assert_null(tr_http_response_header(response, "X-None"));
    tr_http_response_free(response);
}

static void a_request_is_sent_as_it_was_given(void **state)
{
    server *self = *state;
    const tr_http_header headers[] = { { "Authorization", "Bearer abc" },
                                       { "Content-Type", "application/json" },
                                       { "X-Empty", "" } };
    tr_http_request request = TR_HTTP_REQUEST_INIT;
    request.method = "POST";
    request.headers = headers;
    request.header_count = 3;
    request.body = "{\"a\":1}";
    request.body_size = 7;
    tr_http_response *response = NULL;
    assert_int_equal(
        exchange(self, &request, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", &response, NULL),
        TR_OK);
    assert_string_equal(tr_http_response_body(response, NULL), "");
    tr_http_response_free(response);
    assert_memory_equal(self->request, "POST /hook/secret-path HTTP/1.1\r\n", 33);
    assert_non_null(strstr(self->request, "\r\nAuthorization: Bearer abc\r\n"));
    assert_non_null(strstr(self->request, "\r\nContent-Type: application/json\r\n"));
    assert_non_null(strstr(self->request, "\r\nX-Empty:\r\n"));
    assert_non_null(strstr(self->request, "\r\nContent-Length: 7\r\n"));
    assert_null(strstr(self->request, "Expect"));
    assert_string_equal(self->request + self->request_size - 7, "{\"a\":1}");
}

static void a_post_without_body_has_length_zero_and_no_type(void **state)
{
    server *self = *state;
    tr_http_request request = TR_HTTP_REQUEST_INIT;
    request.method = "PUT";
    tr_http_response *response = NULL;
    assert_int_equal(exchange(self, &request, "HTTP/1.1 204 No Content\r\n\r\n", &response, NULL),
                     TR_OK);
    assert_int_equal(tr_http_response_code(response), 204);
    tr_http_response_free(response);
    assert_memory_equal(self->request, "PUT ", 4);
    assert_non_null(strstr(self->request, "\r\nContent-Length: 0\r\n"));
    assert_null(strstr(self->request, "Content-Type"));
}

static void a_head_request_waits_for_no_body(void **state)
{
    tr_http_request request = TR_HTTP_REQUEST_INIT;
    request.method = "HEAD";
    tr_http_response *response = NULL;
    assert_int_equal(exchange(*state, &request, "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n",
                              &response, NULL),
                     TR_OK);
    tr_http_response_free(response);
}

static void a_redirect_is_an_answer_and_not_followed(void **state)
{
    server *self = *state;
    tr_http_request request = TR_HTTP_REQUEST_INIT;
    tr_http_response *response = NULL;
    assert_int_equal(exchange(self, &request,
                              "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n"
                              "Content-Length: 0\r\n\r\n",
                              &response, NULL),
                     TR_OK);
    assert_int_equal(tr_http_response_code(response), 302);
    assert_string_equal(tr_http_response_header(response, "location"), "http://127.0.0.1:1/");
    tr_http_response_free(response);
    assert_int_equal(self->accepted, 1);
}

static void a_proxy_in_the_environment_is_not_used(void **state)
{
    setenv("http_proxy", "http://127.0.0.1:1", 1);
    setenv("all_proxy", "http://127.0.0.1:1", 1);
    tr_http_request request = TR_HTTP_REQUEST_INIT;
    tr_http_response *response = NULL;
    assert_int_equal(
        exchange(*state, &request, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", &response, NULL),
        TR_OK);
    tr_http_response_free(response);
    unsetenv("http_proxy");
    unsetenv("all_proxy");
}

static void a_refused_connection_sent_nothing(void **state)
{
    server *self = *state;
    char url[64];
    snprintf(url, sizeof url, "http://127.0.0.1:%u/hook/secret-path", (unsigned)self->port);
    close(self->listener);
    self->listener = -1;
    tr_http_request request = TR_HTTP_REQUEST_INIT;
    request.url = url;
    tr_http_response *response = NULL;
    tr_error err;
    assert_int_equal(tr_http_send(&request, &response, &err), TR_E_NETWORK);
    assert_null(response);
    assert_string_equal(err.message, "127.0.0.1: nothing was sent: Connection refused");
    assert_null(strstr(err.message, "secret"));
}

static void a_failed_tls_handshake_sent_nothing(void **state)
{
    server *self = *state;
    /* Plain HTTP where a handshake was expected. */
    self->answer = "HTTP/1.1 400 Bad Request\r\n\r\n";
    self->answer_size = strlen(self->answer);
    tr_http_request request = TR_HTTP_REQUEST_INIT;
    tr_http_response *response = NULL;
    tr_error err;
    self->is_abrupt = true;
    assert_int_equal(exchange_size(self, &request, "https", "/secret", &response, &err),
                     TR_E_NETWORK);
    assert_null(strstr(err.message, "secret"));
}

static void a_tls_server_that_stays_mute_is_a_timeout_with_nothing_sent(void **state)
{
    server *self = *state;
    self->is_mute = true;
    tr_http_request request = TR_HTTP_REQUEST_INIT;
    request.timeout_ms = 100;
    request.method = "POST";
    request.body = "order";
    request.body_size = 5;
    tr_http_response *response = NULL;
    assert_int_equal(exchange_size(self, &request, "https", "/", &response, NULL), TR_E_TIMEOUT);
    assert_int_equal(self->accepted, 1);
}

static void a_server_that_reads_and_stays_mute_leaves_the_outcome_unknown(void **state)
{
    server *self = *state;
    self->is_mute = true;
    tr_http_request request = TR_HTTP_REQUEST_INIT;
    request.timeout_ms = 100;
    request.method = "POST";
    request.body = "secret order";
    request.body_size = 12;
    tr_http_response *response = NULL;
    tr_error err;
    assert_int_equal(exchange(self, &request, NULL, &response, &err), TR_E_UNKNOWN_OUTCOME);
    assert_null(response);
    assert_null(strstr(err.message, "secret"));
}

static void a_server_that_reads_and_closes_leaves_the_outcome_unknown(void **state)
{
    server *self = *state;
    tr_http_request request = TR_HTTP_REQUEST_INIT;
    request.method = "POST";
    request.body = "order";
    request.body_size = 5;
    tr_http_response *response = NULL;
    assert_int_equal(exchange(self, &request, NULL, &response, NULL), TR_E_UNKNOWN_OUTCOME);
    assert_int_equal(self->accepted, 1);
    assert_string_equal(self->request + self->request_size - 5, "order");
}

static void half_an_answer_leaves_the_outcome_unknown(void **state)
{
    tr_http_request request = TR_HTTP_REQUEST_INIT;
    tr_http_response *response = NULL;
    assert_int_equal(exchange(*state, &request,
                              "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this", &response,
                              NULL),
                     TR_E_UNKNOWN_OUTCOME);
    assert_null(response);
}

static void an_answer_beyond_the_limit_leaves_the_outcome_unknown(void **state)
{
    tr_http_request request = TR_HTTP_REQUEST_INIT;
    request.response_size_max = 20;
    tr_http_response *response = NULL;
    tr_error err;
    assert_int_equal(
        exchange(*state, &request, "HTTP/1.1 200 OK\r\n\r\n123456789012345678901", &response, &err),
        TR_E_UNKNOWN_OUTCOME);
    assert_non_null(strstr(err.message, "larger than is allowed"));
}

static void an_answer_of_exactly_the_limit_is_given(void **state)
{
    tr_http_request request = TR_HTTP_REQUEST_INIT;
    request.response_size_max = 20;
    tr_http_response *response = NULL;
    assert_int_equal(
        exchange(*state, &request, "HTTP/1.1 200 OK\r\n\r\n12345678901234567890", &response, NULL),
        TR_OK);
    tr_http_response_free(response);
}

static void a_zero_byte_in_the_body_does_not_end_it(void **state)
{
    server *self = *state;
    static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na\0b";
    self->answer = answer;
    self->answer_size = sizeof answer - 1;
    tr_http_request request = TR_HTTP_REQUEST_INIT;
    tr_http_response *response = NULL;
    assert_int_equal(exchange_size(self, &request, "http", "/", &response, NULL), TR_OK);
    size_t size = 0;
    assert_memory_equal(tr_http_response_body(response, &size), "a\0b", 4);
    assert_int_equal(size, 3);
    tr_http_response_free(response);
}

static void assert_invalid(const tr_http_request *request)
{
    tr_http_response *response = NULL;
    tr_error err = { .message = "" };
    assert_int_equal(tr_http_send(request, &response, &err), TR_E_INVALID);
    assert_null(strstr(err.message, "secret"));
}

static void a_request_that_cannot_be_made_is_refused_before_anything_happens(void **state)
{
    (void)state;
    const tr_http_request right = { .struct_size = sizeof right,
                                    .method = "GET",
                                    .url = "http://127.0.0.1:1/",
                                    .timeout_ms = 1000 };
    const tr_http_header broken[] = { { "X", "a\r\nY: secret" } };
    tr_http_request request = right;
    request.struct_size = 1;
    assert_invalid(&request);
    request = right;
    request.method = "GET /secret HTTP/1.1\r\nX:";
    assert_invalid(&request);
    request = right;
    request.timeout_ms = 0;
    assert_invalid(&request);
    request = right;
    request.headers = broken;
    request.header_count = 1;
    assert_invalid(&request);
    static const char *const urls[] = {
        "", "secret", "ftp://127.0.0.1/secret", "file:///secret", "http://", "http://a b/secret"
    };
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
        request = right;
        request.url = urls[i];
        assert_invalid(&request);
    }
    assert_int_equal(tr_http_send(NULL, NULL, NULL), TR_E_INVALID);
}

static void an_unverified_certificate_is_taken_from_this_machine_only(void **state)
{
    (void)state;
    static const char *const urls[] = { "https://example.com/", "https://127.evil.example/",
                                        "https://10.0.0.1/", "https://localhost.example/" };
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
        tr_http_request request = TR_HTTP_REQUEST_INIT;
        request.url = urls[i];
        request.is_unverified = true;
        assert_invalid(&request);
    }
}

static void sigpipe_stays_as_the_program_left_it(void **state)
{
    (void)state;
    sigset_t before;
    sigset_t after;
    pthread_sigmask(SIG_SETMASK, NULL, &before);
    tr_http_request request = TR_HTTP_REQUEST_INIT;
    request.url = "http://127.0.0.1:1/";
    tr_http_response *response = NULL;
    assert_int_equal(tr_http_send(&request, &response, NULL), TR_E_NETWORK);
    pthread_sigmask(SIG_SETMASK, NULL, &after);
    assert_int_equal(sigismember(&before, SIGPIPE), sigismember(&after, SIGPIPE));
}

static void nothing_is_asked_of_no_answer(void **state)
{
    (void)state;
    size_t size = 7;
    assert_int_equal(tr_http_response_code(NULL), 0);
    assert_null(tr_http_response_header(NULL, "a"));
    assert_string_equal(tr_http_response_body(NULL, &size), "");
    assert_int_equal(size, 0);
    tr_http_response_free(NULL);
}

#define WITH_SERVER(test) cmocka_unit_test_setup_teardown(test, open_server, close_server)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SERVER(an_answer_is_given_with_code_headers_and_body),
        WITH_SERVER(a_request_is_sent_as_it_was_given),
        WITH_SERVER(a_post_without_body_has_length_zero_and_no_type),
        WITH_SERVER(a_head_request_waits_for_no_body),
        WITH_SERVER(a_redirect_is_an_answer_and_not_followed),
        WITH_SERVER(a_proxy_in_the_environment_is_not_used),
        WITH_SERVER(a_refused_connection_sent_nothing),
        WITH_SERVER(a_failed_tls_handshake_sent_nothing),
        WITH_SERVER(a_tls_server_that_stays_mute_is_a_timeout_with_nothing_sent),
        WITH_SERVER(a_server_that_reads_and_stays_mute_leaves_the_outcome_unknown),
        WITH_SERVER(a_server_that_reads_and_closes_leaves_the_outcome_unknown),
        WITH_SERVER(half_an_answer_leaves_the_outcome_unknown),
        WITH_SERVER(an_answer_beyond_the_limit_leaves_the_outcome_unknown),
        WITH_SERVER(an_answer_of_exactly_the_limit_is_given),
        WITH_SERVER(a_zero_byte_in_the_body_does_not_end_it),
        cmocka_unit_test(a_request_that_cannot_be_made_is_refused_before_anything_happens),
        cmocka_unit_test(an_unverified_certificate_is_taken_from_this_machine_only),
        cmocka_unit_test(sigpipe_stays_as_the_program_left_it),
        cmocka_unit_test(nothing_is_asked_of_no_answer),
    };
    return cmocka_run_group_tests_name("client", tests, NULL, NULL);
}
