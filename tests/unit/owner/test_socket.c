/* The local socket: other threads and programs, slow ones and broken ones. */
#include <errno.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "ask.h"

#include "owner/frame.h"

static void rig_open_served(rig *r)
{
    if (r->config == NULL)
        rig_load(r);
    r->options.has_socket = true;
    rig_open(r);
}

/* A connection without the client's manners. */
static int connect_raw(const char *path)
{
    struct sockaddr_un address;
    struct timeval wait = { .tv_sec = 20 };
    int directory_fd, fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    assert_int_equal(tr__socket_address(path, &address, &directory_fd, NULL), TR_OK);
    assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait), 0);
    assert_int_equal(connect(fd, (const struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

static void send_raw(int fd, const void *bytes, size_t size)
{
    assert_int_equal(send(fd, bytes, size, MSG_NOSIGNAL), size);
}

static void assert_cut(int fd)
{
    char byte;
    ssize_t got = recv(fd, &byte, 1, 0);
    assert_true(got == 0 || (got < 0 && errno == ECONNRESET));
    close(fd);
}

/* ---- good programs ---------------------------------------------------------------------------- */

typedef struct trader {
    const char *path;
    int ok;
} trader;

#define ORDERS_A_THREAD 20

static void *trade(void *user)
{
    trader *t = user;
    for (int i = 0; i < ORDERS_A_THREAD; i++) {
        reply answer = { .member = "state" };
        t->ok += ASK(t->path, "order buy", &answer, "symbol=BTC/USDT", "quantity=0.001") == TR_OK;
    }
    return NULL;
}

static void threads_trade_over_the_socket(void **state)
{
    (void)state;
    rig r;
    pthread_t threads[3];
    trader traders[3];
    rig_begin(&r);
    rig_set(&r, "paper.prices.0.source=fixed");
    rig_set(&r, "paper.prices.0.price=50000");
    rig_open_served(&r);
    for (int i = 0; i < 3; i++) {
        traders[i] = (trader){ r.path, 0 };
        assert_int_equal(pthread_create(&threads[i], NULL, trade, &traders[i]), 0);
    }
    for (int i = 0; i < 3; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(traders[i].ok, ORDERS_A_THREAD);
    }
    reply answer = { .list_of = "orders" };
    assert_int_equal(ASK(r.path, "order list", &answer, "limit=100"), TR_OK);
    assert_int_equal(answer.list_count, 3 * ORDERS_A_THREAD);
    rig_verify(&r);
    rig_end(&r);
}

static void another_process_trades_over_the_socket(void **state)
{
    (void)state;
    rig r;
    int go[2], result;
    rig_begin(&r);
    rig_set(&r, "paper.prices.0.source=fixed");
    rig_set(&r, "paper.prices.0.price=50000");
    assert_int_equal(pipe(go), 0);
    pid_t child = fork(); /* before any thread is started here */
    assert_true(child >= 0);
    if (child == 0) {
        char byte;
        reply answer = { .member = "state" };
        if (read(go[0], &byte, 1) != 1)
            _exit(2);
        _exit(ASK(r.path, "order buy", &answer, "symbol=BTC/USDT", "quantity=0.001") == TR_OK ? 0
                                                                                              : 1);
    }
    rig_open_served(&r);
    assert_int_equal(write(go[1], "g", 1), 1);
    assert_int_equal(waitpid(child, &result, 0), child);
    assert_true(WIFEXITED(result));
    assert_int_equal(WEXITSTATUS(result), 0);
    close(go[0]);
    close(go[1]);
    rig_end(&r);
}

static void answers_keep_their_types(void **state)
{
    (void)state;
    rig r;
    tr_error err = { 0 };
    tr_owner_client *client = NULL;
    tr_document *answer = NULL;
    rig_begin(&r);
    rig_open_served(&r);
    assert_int_equal(tr_owner_client_open(r.path, TIMEOUT_MS, &client, &err), TR_OK);
    assert_int_equal(tr_owner_client_run(client, command_of("price show"), NULL, 0, &answer, &err),
                     TR_OK);
    const tr_document_node *prices = tr_document_node_member(tr_document_root(answer), "prices");
    const tr_document_node *tick = tr_document_node_member(tr_document_node_first(prices), "tick");
    assert_int_equal(tr_document_node_kind(tick), TR_DOCUMENT_DECIMAL);
    tr_document_free(answer);
    answer = NULL;
    /* The same connection serves one request after the other. */
    assert_int_equal(tr_owner_client_run(client, command_of("status"), NULL, 0, &answer, &err),
                     TR_OK);
    const tr_document_node *root = tr_document_root(answer);
    assert_int_equal(tr_document_node_kind(tr_document_node_member(root, "started_at")),
                     TR_DOCUMENT_TIME);
    assert_int_equal(tr_document_node_int(tr_document_node_member(root, "started_at")),
                     RIG_START_NS);
    tr_document_free(answer);
    tr_owner_client_close(client);
    rig_end(&r);
}

static void refusal_arrives_with_its_words(void **state)
{
    (void)state;
    static const tr_command_def unknown = { .name = "no such command", .place = TR_COMMAND_READS };
    static const tr_command_def local = { .name = "local", .place = TR_COMMAND_LOCAL };
    rig r;
    tr_error err = { 0 };
    tr_owner_client *client = NULL;
    tr_document *answer = NULL;
    rig_begin(&r);
    rig_open_served(&r);
    reply reply_here;
    reply_init(&reply_here);
    tr_status here = RUN(&r, "order buy", &reply_here, "symbol=NO/SUCH", "quantity=1");
    reply there = { .member = NULL };
    assert_int_equal(ASK(r.path, "order buy", &there, "symbol=NO/SUCH", "quantity=1"), here);
    assert_string_equal(there.err.message, reply_here.err.message);
    assert_int_equal(tr_owner_client_open(r.path, TIMEOUT_MS, &client, &err), TR_OK);
    assert_int_equal(tr_owner_client_run(client, &unknown, NULL, 0, &answer, &err), TR_E_NOT_FOUND);
    tr_document_free(answer);
    answer = NULL;
    assert_int_equal(tr_owner_client_run(client, &local, NULL, 0, &answer, &err), TR_E_UNSUPPORTED);
    assert_int_equal(tr_owner_client_run(client, NULL, NULL, 0, &answer, &err), TR_E_INVALID);
    tr_owner_client_close(client);
    tr_owner_client_close(NULL);
    rig_end(&r);
}

static void keys_are_made_over_the_socket(void **state)
{
    (void)state;
    rig r;
    tr_error err;
    tr_api_key_row row;
    rig_begin(&r);
    rig_open_served(&r);
    reply answer = { .member = "key" };
    assert_int_equal(ASK(r.path, "key create", &answer, "label=remote"), TR_OK);
    assert_int_equal(
        tr_owner_key_check(r.owner, &r.reader, answer.text, strlen(answer.text), &row, &err),
        TR_OK);
    rig_end(&r);
}

/* ---- the file --------------------------------------------------------------------------------- */

static void socket_is_ours_alone_and_goes_with_the_owner(void **state)
{
    (void)state;
    rig r;
    struct stat info;
    char path[128];
    tr_error err = { 0 };
    tr_owner_client *client = NULL;
    rig_begin(&r);
    (void)snprintf(path, sizeof path, "%s.sock", r.path);
    rig_open_served(&r);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_true(S_ISSOCK(info.st_mode));
    rig_close(&r);
    assert_int_equal(stat(path, &info), -1);
    assert_int_equal(tr_owner_client_open(r.path, TIMEOUT_MS, &client, &err), TR_E_NOT_FOUND);
    assert_int_equal(tr_owner_client_open(r.path, 0, &client, &err), TR_E_INVALID);
    rig_end(&r);
}

static void what_a_dead_owner_left_is_replaced(void **state)
{
    (void)state;
    rig r;
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    tr_error err = { 0 };
    tr_owner_client *client = NULL;
    rig_begin(&r);
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%s.sock", r.path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
    close(fd); /* its name stays, nobody listens */
    assert_int_equal(tr_owner_client_open(r.path, TIMEOUT_MS, &client, &err), TR_E_NOT_FOUND);
    rig_open_served(&r);
    reply answer = { .member = "state" };
    assert_int_equal(ask(r.path, "status", (const char *const[]){ NULL }, &answer), TR_OK);
    assert_string_equal(answer.text, "ok");
    rig_end(&r);
}

static void database_deep_down_has_a_socket_too(void **state)
{
    (void)state;
    rig r;
    char deep[300], path[320];
    rig_begin(&r);
    rig_load(&r);
    tr_config_free(r.config);
    r.config = NULL;
    (void)snprintf(deep, sizeof deep, "%s/%080d/%080d", r.folder, 1, 2);
    (void)snprintf(path, sizeof path, "%s/trade.db", deep);
    tr_config_options options = TR_CONFIG_OPTIONS_INIT;
    options.settings = r.settings;
    options.setting_count = r.setting_count;
    options.data_dir = deep;
    assert_int_equal(tr_config_load(&options, &r.config, NULL), TR_OK);
    r.options.config = r.config;
    r.options.data_directory = deep;
    rig_open_served(&r);
    reply answer = { .member = "state" };
    assert_int_equal(ask(path, "status", (const char *const[]){ NULL }, &answer), TR_OK);
    rig_end(&r);
}

/* ---- bad programs ----------------------------------------------------------------------------- */

static void slow_and_oversized_peers_are_cut(void **state)
{
    (void)state;
    static const uint8_t too_long[4] = { 0xff, 0xff, 0xff, 0x7f }, none[4] = { 0 };
    rig r;
    rig_begin(&r);
    rig_open_served(&r);
    int fd = connect_raw(r.path);
    send_raw(fd, too_long, sizeof too_long);
    assert_cut(fd);
    fd = connect_raw(r.path);
    send_raw(fd, none, sizeof none);
    assert_cut(fd);
    fd = connect_raw(r.path);
    send_raw(fd, "\x10\x00", 2); /* and then nothing more */
    /* Its two bytes have been read when a later connection's request is answered; then its time begins to count. */
    reply answer = { .member = NULL };
    assert_int_equal(ask(r.path, "status", (const char *const[]){ NULL }, &answer), TR_OK);
    atomic_store(&r.ahead_ns, 700 * TR_NS_PER_SECOND);
    assert_int_equal(ask(r.path, "status", (const char *const[]){ NULL }, &answer), TR_OK);
    assert_cut(fd);
    rig_end(&r);
}

static void nonsense_is_answered_and_the_connection_lives(void **state)
{
    (void)state;
    static const uint8_t nonsense[] = { 4, 0, 0, 0, 9, 9, 9, 9 };
    rig r;
    uint8_t head[TR__FRAME_HEAD_SIZE], bytes[512];
    rig_begin(&r);
    rig_open_served(&r);
    int fd = connect_raw(r.path);
    for (int i = 0; i < 2; i++) {
        tr_error answer, err;
        tr_document *document = NULL;
        send_raw(fd, nonsense, sizeof nonsense);
        assert_int_equal(recv(fd, head, sizeof head, MSG_WAITALL), sizeof head);
        size_t size = tr__frame_length(head);
        assert_true(size > 0 && size <= sizeof bytes);
        assert_int_equal(recv(fd, bytes, size, MSG_WAITALL), size);
        assert_int_equal(tr__frame_read_answer(bytes, size, &answer, &document, &err), TR_OK);
        assert_int_equal(answer.status, TR_E_PARSE);
        assert_null(document);
    }
    close(fd);
    rig_end(&r);
}

static void peer_that_hangs_up_hurts_nobody(void **state)
{
    (void)state;
    rig r;
    rig_begin(&r);
    rig_open_served(&r);
    for (int i = 0; i < 100; i++) {
        tr__buffer request;
        tr__buffer_init(&request, 4096, NULL);
        assert_int_equal(tr__frame_put_request("price show", NULL, 0, &request), TR_OK);
        int fd = connect_raw(r.path);
        send_raw(fd, request.bytes, i % 2 == 0 ? request.size : request.size / 2);
        close(fd);
        tr__buffer_done(&request);
    }
    reply answer = { .member = NULL };
    assert_int_equal(ask(r.path, "status", (const char *const[]){ NULL }, &answer), TR_OK);
    rig_end(&r);
}

/* Every prefix and every changed byte of a request is read without harm. */
static void damaged_requests_are_refused_or_read(void **state)
{
    (void)state;
    static const tr_argument_text texts[] = { { "symbol", "BTC/USDT", 8 },
                                              { "quantity", "0.1", 3 } };
    tr__buffer whole;
    tr__request request;
    tr__buffer_init(&whole, 4096, NULL);
    assert_int_equal(tr__frame_put_request("order buy", texts, 2, &whole), TR_OK);
    size_t size = whole.size - TR__FRAME_HEAD_SIZE;
    uint8_t *bytes = malloc(size);
    assert_int_equal(
        tr__frame_read_request(whole.bytes + TR__FRAME_HEAD_SIZE, size, &request, NULL), TR_OK);
    assert_int_equal(request.count, 2);
    for (size_t i = 0; i < size; i++) {
        uint8_t *exact = malloc(i + 1); /* so that a read beyond it is seen */
        memcpy(exact, whole.bytes + TR__FRAME_HEAD_SIZE, i);
        assert_int_equal(tr__frame_read_request(exact, i, &request, NULL), TR_E_PARSE);
        free(exact);
        for (int value = 0; value < 256; value++) {
            memcpy(bytes, whole.bytes + TR__FRAME_HEAD_SIZE, size);
            bytes[i] = (uint8_t)value;
            (void)tr__frame_read_request(bytes, size, &request, NULL); /* either is fine */
        }
    }
    free(bytes);
    tr__buffer_done(&whole);
}

/* ---- owners that break ------------------------------------------------------------------------ */

typedef struct fake_owner {
    int listen_fd;
    bool is_silent;
    int held_fd;
} fake_owner;

/* Take one request and hang up, or say nothing. */
static void *fake(void *user)
{
    fake_owner *owner = user;
    char bytes[4096];
    int fd = accept(owner->listen_fd, NULL, NULL);
    if (fd >= 0 && recv(fd, bytes, sizeof bytes, 0) > 0 && owner->is_silent)
        owner->held_fd = fd;
    else
        close(fd);
    return NULL;
}

static tr_status ask_fake(const rig *r, const char *name, bool is_silent, int timeout_ms)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    pthread_t thread;
    tr_owner_client *client = NULL;
    tr_document *answer = NULL;
    tr_error err = { 0 };
    fake_owner owner = { socket(AF_UNIX, SOCK_STREAM, 0), is_silent, -1 };
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%s.sock", r->path);
    (void)unlink(address.sun_path);
    assert_int_equal(bind(owner.listen_fd, (const struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(owner.listen_fd, 1), 0);
    assert_int_equal(pthread_create(&thread, NULL, fake, &owner), 0);
    assert_int_equal(tr_owner_client_open(r->path, timeout_ms, &client, &err), TR_OK);
    tr_status status = tr_owner_client_run(client, command_of(name), NULL, 0, &answer, &err);
    assert_int_equal(err.status, status);
    assert_null(answer);
    assert_int_equal(tr_owner_client_run(client, command_of(name), NULL, 0, &answer, &err),
                     TR_E_CLOSED);
    tr_owner_client_close(client);
    assert_int_equal(pthread_join(thread, NULL), 0);
    if (owner.held_fd >= 0)
        close(owner.held_fd);
    close(owner.listen_fd);
    return status;
}

static void broken_connection_leaves_a_trade_unknown(void **state)
{
    (void)state;
    rig r;
    rig_begin(&r);
    assert_int_equal(ask_fake(&r, "order buy", false, TIMEOUT_MS), TR_E_UNKNOWN_OUTCOME);
    assert_int_equal(ask_fake(&r, "status", false, TIMEOUT_MS), TR_E_NETWORK);
    assert_int_equal(ask_fake(&r, "order buy", true, 50), TR_E_UNKNOWN_OUTCOME);
    assert_int_equal(ask_fake(&r, "status", true, 50), TR_E_TIMEOUT);
    rig_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_trade_over_the_socket),
        cmocka_unit_test(another_process_trades_over_the_socket),
        cmocka_unit_test(answers_keep_their_types),
        cmocka_unit_test(refusal_arrives_with_its_words),
        cmocka_unit_test(keys_are_made_over_the_socket),
        cmocka_unit_test(socket_is_ours_alone_and_goes_with_the_owner),
        cmocka_unit_test(what_a_dead_owner_left_is_replaced),
        cmocka_unit_test(database_deep_down_has_a_socket_too),
        cmocka_unit_test(slow_and_oversized_peers_are_cut),
        cmocka_unit_test(nonsense_is_answered_and_the_connection_lives),
        cmocka_unit_test(peer_that_hangs_up_hurts_nobody),
        cmocka_unit_test(damaged_requests_are_refused_or_read),
        cmocka_unit_test(broken_connection_leaves_a_trade_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
