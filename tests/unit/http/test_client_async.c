/*
 * The asynchronous HTTP client against a real TLS server of the test's own: how often a request leaves, what an outcome
 * claims, and what a server may do at any byte.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include <trade/http_client.h>

#include "support/http_peer.h"

static int64_t clock_of(clockid_t which)
{
    struct timespec now;
    clock_gettime(which, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int64_t wall_ns(void *user)
{
    (void)user;
    return clock_of(CLOCK_REALTIME);
}

static int64_t steady_ns(void *user)
{
    (void)user;
    return clock_of(CLOCK_MONOTONIC);
}

static const tr_clock machine_clock = { wall_ns, steady_ns, NULL };

typedef struct scene {
    tr_poll_loop *loop;
    tr_http_client *client;
    http_peer *peer;
    http_reply replies[8]; /* of the requests in turn; the last one again and again */
    size_t reply_count, served;
    char requests[8][4096];
} scene;

/* One ending. */
typedef struct ending {
    bool has_ended;
    tr_http_outcome outcome;
    tr_error error;
    int code;
    size_t body_size;
    int64_t sent_ns, ended_ns;
} ending;

static void serve(void *user, const char *request, size_t size, http_reply *reply)
{
    scene *self = user;
    size_t index = self->served < self->reply_count ? self->served : self->reply_count - 1;
    if (self->served < 8)
        snprintf(self->requests[self->served], sizeof self->requests[0], "%.*s", (int)size,
                 request);
    *reply = self->replies[index];
    self->served++;
}

static int open_scene(void **state, bool has_tls)
{
    scene *self = calloc(1, sizeof *self);
    assert_non_null(self);
    self->peer = http_peer_open(has_tls, serve, self);
    assert_int_equal(tr_poll_loop_new(&machine_clock, &self->loop, NULL), TR_OK);
    tr_http_client_options options = TR_HTTP_CLIENT_OPTIONS_INIT;
    options.loop = tr_poll_loop_port(self->loop);
    assert_int_equal(tr_http_client_new(&options, &self->client, NULL), TR_OK);
    *state = self;
    return 0;
}

static int open_tls(void **state)
{
    return open_scene(state, true);
}

static int open_plain(void **state)
{
    return open_scene(state, false);
}

static int close_scene(void **state)
{
    scene *self = *state;
    tr_http_client_free(self->client);
    tr_poll_loop_free(self->loop);
    http_peer_close(self->peer);
    free(self);
    return 0;
}

static void on_done(void *user, const tr_http_result *result)
{
    ending *self = user;
    assert_false(self->has_ended);
    self->has_ended = true;
    self->outcome = result->outcome;
    self->error = result->error;
    self->sent_ns = result->sent_ns;
    self->ended_ns = result->ended_ns;
    if (result->response != NULL) {
        self->code = tr_http_response_code(result->response);
        (void)tr_http_response_body(result->response, &self->body_size);
    }
}

static tr_http_request request_of(const scene *self, const char *method, char url[128])
{
    tr_http_request request = TR_HTTP_REQUEST_INIT;
    snprintf(url, 128, "%s/order?secret=1", http_peer_base(self->peer));
    request.method = method;
    request.url = url;
    request.ca_file = http_peer_ca_file(self->peer);
    if (strcmp(method, "POST") == 0) {
        request.body = "{\"quantity\":\"1\"}";
        request.body_size = 16;
    }
    return request;
}

static void wait_for(scene *self, const ending *end)
{
    int64_t by_ns = steady_ns(NULL) + INT64_C(30000000000);
    while (!end->has_ended && steady_ns(NULL) < by_ns)
        (void)tr_poll_loop_run(self->loop, INT64_C(1000000000));
    assert_true(end->has_ended);
}

static ending ask(scene *self, const char *method)
{
    char url[128];
    tr_http_request request = request_of(self, method, url);
    ending end = { .has_ended = false };
    assert_int_equal(tr_http_client_send(self->client, &request, on_done, &end, NULL, NULL), TR_OK);
    wait_for(self, &end);
    return end;
}

/* ---- connections ----------------------------------------------------------------------------- */

static void requests_in_turn_share_a_connection(void **state)
{
    scene *self = *state;
    self->reply_count = 1;
    http_reply_put(&self->replies[0], 200, NULL, "ok");
    for (int i = 0; i < 20; i++) {
        ending end = ask(self, i % 2 == 0 ? "GET" : "POST");
        assert_int_equal(end.outcome, TR_HTTP_ANSWERED);
        assert_int_equal(end.code, 200);
        assert_int_equal(end.body_size, 2);
        assert_true(end.sent_ns > 0 && end.sent_ns <= end.ended_ns);
    }
    assert_int_equal(http_peer_connections(self->peer), 1);
    assert_int_equal(http_peer_requests(self->peer), 20);
}

static void many_requests_at_once_are_all_answered(void **state)
{
    scene *self = *state;
    static ending ends[64];
    memset(ends, 0, sizeof ends);
    char url[128];
    self->reply_count = 1;
    http_reply_put(&self->replies[0], 200, NULL, "ok");
    tr_http_request request = request_of(self, "GET", url);
    for (size_t i = 0; i < 64; i++)
        assert_int_equal(tr_http_client_send(self->client, &request, on_done, &ends[i], NULL, NULL),
                         TR_OK);
    assert_int_equal(tr_http_client_count(self->client), 64);
    for (size_t i = 0; i < 64; i++) {
        wait_for(self, &ends[i]);
        assert_int_equal(ends[i].outcome, TR_HTTP_ANSWERED);
    }
    assert_true(http_peer_connections(self->peer) <= 8);
    assert_int_equal(tr_http_client_count(self->client), 0);
}

/* The second request finds the kept connection closed in its face: libcurl would try again by itself. */
static void dies_on_a_kept_connection(scene *self, const char *method)
{
    self->reply_count = 3;
    http_reply_put(&self->replies[0], 200, NULL, "first");
    memset(&self->replies[1], 0, sizeof self->replies[1]); /* reads all of it and closes */
    http_reply_put(&self->replies[2], 200, NULL, "third");
    assert_int_equal(ask(self, "GET").outcome, TR_HTTP_ANSWERED);
    ending end = ask(self, method);
    if (strcmp(method, "GET") == 0) {
        assert_int_equal(end.outcome, TR_HTTP_ANSWERED);
        assert_int_equal(http_peer_requests(self->peer), 3);
        return;
    }
    assert_int_equal(end.outcome, TR_HTTP_UNKNOWN);
    assert_int_equal(end.error.status, TR_E_UNKNOWN_OUTCOME);
    assert_null(strstr(end.error.message, "secret"));
    assert_int_equal(http_peer_requests(self->peer), 2); /* never sent again */
    assert_int_equal(ask(self, "GET").outcome, TR_HTTP_ANSWERED);
}

static void a_get_on_a_dead_kept_connection_is_asked_again(void **state)
{
    dies_on_a_kept_connection(*state, "GET");
}

static void a_post_on_a_dead_kept_connection_is_not_sent_again(void **state)
{
    dies_on_a_kept_connection(*state, "POST");
}

static void a_delete_on_a_dead_kept_connection_is_not_sent_again(void **state)
{
    dies_on_a_kept_connection(*state, "DELETE");
}

static void a_put_without_body_on_a_dead_kept_connection_is_not_sent_again(void **state)
{
    dies_on_a_kept_connection(*state, "PUT");
}

static void a_post_whose_kept_connection_is_reset_is_not_sent_again(void **state)
{
    scene *self = *state;
    self->reply_count = 3;
    http_reply_put(&self->replies[0], 200, NULL, "first");
    self->replies[1].is_reset = true;
    http_reply_put(&self->replies[2], 200, NULL, "third");
    assert_int_equal(ask(self, "GET").outcome, TR_HTTP_ANSWERED);
    assert_int_equal(ask(self, "POST").outcome, TR_HTTP_UNKNOWN);
    assert_int_equal(http_peer_requests(self->peer), 2);
}

/* ---- outcomes -------------------------------------------------------------------------------- */

static void an_answer_cut_at_any_byte_leaves_the_outcome_unknown(void **state)
{
    scene *self = *state;
    http_reply whole = { .size = 0 };
    http_reply_put(&whole, 200, "X-Used: 7\r\n", "{\"orderId\":12345,\"status\":\"NEW\"}");
    self->reply_count = 1;
    unsigned int before = 0;
    for (size_t cut = 0; cut < whole.size; cut++) {
        self->replies[0] = whole;
        self->replies[0].size = cut;
        self->replies[0].is_kept = false;
        self->replies[0].is_reset = cut % 2 == 0;
        before = http_peer_requests(self->peer);
        ending end = ask(self, "POST");
        assert_int_equal(end.outcome, TR_HTTP_UNKNOWN);
        assert_int_equal(end.error.status, TR_E_UNKNOWN_OUTCOME);
        assert_int_equal(http_peer_requests(self->peer), before + 1);
    }
}

/* On a kept connection: a handshake alone may take a busy machine longer than the deadline. */
static void a_slow_answer_ends_at_the_deadline(void **state)
{
    scene *self = *state;
    self->reply_count = 2;
    http_reply_put(&self->replies[0], 200, NULL, "first");
    http_reply_put(&self->replies[1], 200, NULL, "a body that never ends");
    self->replies[1].size -= 3;
    self->replies[1].is_held = true;
    assert_int_equal(ask(self, "GET").outcome, TR_HTTP_ANSWERED);
    char url[128];
    tr_http_request request = request_of(self, "POST", url);
    request.timeout_ms = 400;
    ending end = { .has_ended = false };
    int64_t from_ns = steady_ns(NULL);
    assert_int_equal(tr_http_client_send(self->client, &request, on_done, &end, NULL, NULL), TR_OK);
    wait_for(self, &end);
    assert_int_equal(end.outcome, TR_HTTP_UNKNOWN);
    assert_true(end.ended_ns - from_ns >= 400000000);
}

static void garbage_is_no_answer(void **state)
{
    scene *self = *state;
    static const char garbage[] = "\x16\x03\x01 this is not HTTP at all\r\n\r\n";
    self->reply_count = 1;
    memcpy(self->replies[0].bytes, garbage, sizeof garbage);
    self->replies[0].size = sizeof garbage;
    assert_int_equal(ask(self, "POST").outcome, TR_HTTP_UNKNOWN);
}

static void an_oversized_answer_is_cut_off(void **state)
{
    scene *self = *state;
    static char body[40000];
    memset(body, 'x', sizeof body - 1);
    self->reply_count = 1;
    http_reply_put(&self->replies[0], 200, NULL, body);
    char url[128];
    tr_http_request request = request_of(self, "POST", url);
    request.response_size_max = 1000;
    ending end = { .has_ended = false };
    assert_int_equal(tr_http_client_send(self->client, &request, on_done, &end, NULL, NULL), TR_OK);
    wait_for(self, &end);
    assert_int_equal(end.outcome, TR_HTTP_UNKNOWN);
    assert_non_null(strstr(end.error.message, "larger than is allowed"));
}

static void a_certificate_that_is_not_trusted_sends_nothing(void **state)
{
    scene *self = *state;
    char url[128];
    tr_http_request request = request_of(self, "POST", url);
    request.ca_file = NULL;
    ending end = { .has_ended = false };
    assert_int_equal(tr_http_client_send(self->client, &request, on_done, &end, NULL, NULL), TR_OK);
    wait_for(self, &end);
    assert_int_equal(end.outcome, TR_HTTP_NOT_SENT);
    assert_int_equal(end.error.status, TR_E_NETWORK);
    assert_int_equal(end.sent_ns, 0);
    assert_int_equal(http_peer_requests(self->peer), 0);
}

static void a_refused_connection_sends_nothing(void **state)
{
    scene *self = *state;
    tr_http_request request = TR_HTTP_REQUEST_INIT;
    request.url = "https://127.0.0.1:1/";
    request.method = "POST";
    ending end = { .has_ended = false };
    assert_int_equal(tr_http_client_send(self->client, &request, on_done, &end, NULL, NULL), TR_OK);
    wait_for(self, &end);
    assert_int_equal(end.outcome, TR_HTTP_NOT_SENT);
    assert_int_equal(end.error.status, TR_E_NETWORK);
}

/* A clock that leaps while the connection is made. */
static int64_t leap_ns;

static int64_t leaping_ns(void *user)
{
    (void)user;
    return clock_of(CLOCK_MONOTONIC) + leap_ns;
}

static void a_connection_that_comes_too_late_sends_nothing(void **state)
{
    scene *self = *state;
    static const tr_clock leaping = { wall_ns, leaping_ns, NULL };
    leap_ns = 0;
    tr_poll_loop *loop = NULL;
    tr_http_client *client = NULL;
    assert_int_equal(tr_poll_loop_new(&leaping, &loop, NULL), TR_OK);
    tr_http_client_options options = TR_HTTP_CLIENT_OPTIONS_INIT;
    options.loop = tr_poll_loop_port(loop);
    assert_int_equal(tr_http_client_new(&options, &client, NULL), TR_OK);
    char url[128];
    tr_http_request request = request_of(self, "POST", url);
    request.send_within_ms = 5000;
    ending end = { .has_ended = false };
    assert_int_equal(tr_http_client_send(client, &request, on_done, &end, NULL, NULL), TR_OK);
    leap_ns = INT64_C(5000000000);
    while (!end.has_ended)
        (void)tr_poll_loop_run(loop, INT64_C(1000000000));
    assert_int_equal(end.outcome, TR_HTTP_NOT_SENT);
    assert_int_equal(end.error.status, TR_E_TIMEOUT);
    assert_int_equal(http_peer_requests(self->peer), 0);
    tr_http_client_free(client);
    tr_poll_loop_free(loop);
}

/* ---- ends ------------------------------------------------------------------------------------ */

static void a_call_that_is_cut_off_says_whether_it_had_left(void **state)
{
    scene *self = *state;
    self->reply_count = 1;
    self->replies[0].is_held = true;
    char url[128];
    tr_http_request request = request_of(self, "POST", url);
    ending unsent = { .has_ended = false }, sent = { .has_ended = false };
    tr_http_call *call = NULL;
    assert_int_equal(tr_http_client_send(self->client, &request, on_done, &unsent, &call, NULL),
                     TR_OK);
    tr_http_client_cancel(self->client, call);
    assert_true(unsent.has_ended);
    assert_int_equal(unsent.outcome, TR_HTTP_NOT_SENT);
    assert_int_equal(unsent.error.status, TR_E_CLOSED);
    assert_int_equal(tr_http_client_send(self->client, &request, on_done, &sent, &call, NULL),
                     TR_OK);
    while (http_peer_requests(self->peer) == 0)
        (void)tr_poll_loop_run(self->loop, INT64_C(1000000));
    tr_http_client_free(self->client);
    self->client = NULL;
    assert_true(sent.has_ended);
    assert_int_equal(sent.outcome, TR_HTTP_UNKNOWN);
    assert_int_equal(sent.error.status, TR_E_CLOSED);
}

typedef struct chain {
    scene *scene;
    int left;
    ending end;
} chain;

static void on_link(void *user, const tr_http_result *result)
{
    chain *self = user;
    assert_int_equal(result->outcome, TR_HTTP_ANSWERED);
    if (--self->left == 0) {
        on_done(&self->end, result);
        return;
    }
    char url[128];
    tr_http_request request = request_of(self->scene, "GET", url);
    assert_int_equal(tr_http_client_send(self->scene->client, &request, on_link, self, NULL, NULL),
                     TR_OK);
}

static void a_request_may_be_sent_from_the_answer_of_another(void **state)
{
    scene *self = *state;
    self->reply_count = 1;
    http_reply_put(&self->replies[0], 200, NULL, "ok");
    chain links = { .scene = self, .left = 5 };
    char url[128];
    tr_http_request request = request_of(self, "GET", url);
    assert_int_equal(tr_http_client_send(self->client, &request, on_link, &links, NULL, NULL),
                     TR_OK);
    wait_for(self, &links.end);
    assert_int_equal(http_peer_requests(self->peer), 5);
}

static void more_calls_than_allowed_are_refused(void **state)
{
    scene *self = *state;
    tr_http_client *client = NULL;
    tr_http_client_options options = TR_HTTP_CLIENT_OPTIONS_INIT;
    options.loop = tr_poll_loop_port(self->loop);
    options.calls_max = 1;
    assert_int_equal(tr_http_client_new(&options, &client, NULL), TR_OK);
    char url[128];
    tr_http_request request = request_of(self, "GET", url);
    ending first = { .has_ended = false }, second = { .has_ended = false };
    assert_int_equal(tr_http_client_send(client, &request, on_done, &first, NULL, NULL), TR_OK);
    assert_int_equal(tr_http_client_send(client, &request, on_done, &second, NULL, NULL),
                     TR_E_FULL);
    tr_http_client_free(client);
    assert_true(first.has_ended);
    assert_false(second.has_ended);
}

#define TLS(test)   cmocka_unit_test_setup_teardown(test, open_tls, close_scene)
#define PLAIN(test) cmocka_unit_test_setup_teardown(test, open_plain, close_scene)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TLS(requests_in_turn_share_a_connection),
        TLS(many_requests_at_once_are_all_answered),
        TLS(a_get_on_a_dead_kept_connection_is_asked_again),
        TLS(a_post_on_a_dead_kept_connection_is_not_sent_again),
        TLS(a_delete_on_a_dead_kept_connection_is_not_sent_again),
        TLS(a_put_without_body_on_a_dead_kept_connection_is_not_sent_again),
        PLAIN(a_post_on_a_dead_kept_connection_is_not_sent_again),
        PLAIN(a_put_without_body_on_a_dead_kept_connection_is_not_sent_again),
        TLS(a_post_whose_kept_connection_is_reset_is_not_sent_again),
        TLS(an_answer_cut_at_any_byte_leaves_the_outcome_unknown),
        PLAIN(an_answer_cut_at_any_byte_leaves_the_outcome_unknown),
        TLS(a_slow_answer_ends_at_the_deadline),
        TLS(garbage_is_no_answer),
        TLS(an_oversized_answer_is_cut_off),
        TLS(a_certificate_that_is_not_trusted_sends_nothing),
        TLS(a_refused_connection_sends_nothing),
        TLS(a_connection_that_comes_too_late_sends_nothing),
        TLS(a_call_that_is_cut_off_says_whether_it_had_left),
        TLS(a_request_may_be_sent_from_the_answer_of_another),
        PLAIN(more_calls_than_allowed_are_refused),
    };
    return cmocka_run_group_tests_name("client_async", tests, NULL, NULL);
}
