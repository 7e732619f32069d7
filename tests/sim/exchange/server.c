/*
 * server.c: one thread, poll(2), GnuTLS. What a fault says about bytes and time is carried out here: answers leave late,
 * in pieces, cut off, or end in a reset. A reset "after byte n of the request" comes when the request is whole: what the
 * client sees is the same.
 */
#include "server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <trade/time.h>

#define CLIENT_MAX     256
#define REQUEST_MAX    ((size_t)1 << 20)
#define READ_SIZE      16384
#define IDLE_NS        (120 * TR_NS_PER_SECOND)
#define TLS_PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

typedef enum client_phase {
    CLIENT_FREE = 0,
    CLIENT_SHAKING, /* hands, as TLS does */
    CLIENT_READING,
    CLIENT_HELD, /* its request is under way to the exchange */
    CLIENT_SENDING
} client_phase;

typedef struct client {
    client_phase phase;
    int socket;
    bool is_control;
    gnutls_session_t session; /* NULL: plain */
    char *in;
    size_t in_size;
    size_t in_capacity;
    sim_exchange *exchange;
    uint64_t ticket;
    char *out;
    size_t out_size; /* of what is to leave */
    size_t out_sent;
    size_t piece_size;
    int64_t piece_gap_ns;
    int64_t due_ns; /* HELD, SENDING: not before; otherwise when it has been idle for too long */
    bool is_cut;
    bool is_reset;
    bool wants_write; /* TLS, to go on */
} client;

typedef struct server {
    sim_exchanges place;
    sim_certificate certificate;
    gnutls_priority_t priorities;
    int listener;
    int control;
    int signals;
    client clients[CLIENT_MAX];
} server;

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return (int64_t)time.tv_sec * TR_NS_PER_SECOND + time.tv_nsec;
}

/* The exchanges' time never runs back, whatever the machine's clock does. */
static int64_t steady_now(void)
{
    static int64_t last;
    int64_t at = now();
    if (at > last)
        last = at;
    return last;
}

static tr_status fail(tr_error *err, const char *what)
{
    int code = errno;
    *err = (tr_error){ .status = TR_E_IO, .native_code = code };
    (void)snprintf(err->message, sizeof err->message, "%s: %s", what, strerror(code));
    return TR_E_IO;
}

/* ---- clients --------------------------------------------------------------------------------- */

static void client_close(client *at, bool is_polite)
{
    if (at->session != NULL && is_polite)
        (void)gnutls_bye(at->session, GNUTLS_SHUT_WR); /* as far as it gets without waiting */
    if (at->session != NULL)
        gnutls_deinit(at->session);
    if (at->is_reset) {
        struct linger hard = { 1, 0 };
        (void)setsockopt(at->socket, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    }
    (void)close(at->socket);
    free(at->in);
    free(at->out);
    *at = (client){ .phase = CLIENT_FREE };
}

static bool session_start(server *all, client *at)
{
    if (gnutls_init(&at->session, GNUTLS_SERVER | GNUTLS_NONBLOCK) < 0)
        return false;
    gnutls_transport_set_int(at->session, at->socket);
    return gnutls_priority_set(at->session, all->priorities) >= 0 &&
           gnutls_credentials_set(at->session, GNUTLS_CRD_CERTIFICATE,
                                  all->certificate.credentials) >= 0;
}

static void client_accept(server *all, bool is_control)
{
    int socket = accept4(is_control ? all->control : all->listener, NULL, NULL,
                         SOCK_NONBLOCK | SOCK_CLOEXEC);
    client *at = NULL;
    for (size_t i = 0; i < CLIENT_MAX && at == NULL; i++)
        if (all->clients[i].phase == CLIENT_FREE)
            at = &all->clients[i];
    if (socket < 0)
        return;
    if (at == NULL) {
        (void)close(socket);
        return;
    }
    *at = (client){ .phase = is_control ? CLIENT_READING : CLIENT_SHAKING,
                    .socket = socket,
                    .is_control = is_control,
                    .due_ns = steady_now() + IDLE_NS };
    if (!is_control && !session_start(all, at))
        client_close(at, false);
}

/* ---- bytes ----------------------------------------------------------------------------------- */

/* Above zero: bytes; 0: later; below: it is over. */
static ssize_t take_bytes(client *at, char *buffer, size_t size)
{
    ssize_t got = at->session != NULL ? gnutls_record_recv(at->session, buffer, size)
                                      : recv(at->socket, buffer, size, 0);
    if (got > 0)
        return got;
    if (at->session != NULL && (got == GNUTLS_E_AGAIN || got == GNUTLS_E_INTERRUPTED))
        return 0;
    if (at->session == NULL && got < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    return -1;
}

static ssize_t give_bytes(client *at, const char *bytes, size_t size)
{
    ssize_t put = at->session != NULL ? gnutls_record_send(at->session, bytes, size)
                                      : send(at->socket, bytes, size, MSG_NOSIGNAL);
    if (put >= 0)
        return put;
    if (at->session != NULL && (put == GNUTLS_E_AGAIN || put == GNUTLS_E_INTERRUPTED))
        return 0;
    if (at->session == NULL && (errno == EAGAIN || errno == EINTR))
        return 0;
    return -1;
}

static bool keep_bytes(client *at, const char *bytes, size_t size)
{
    if (at->in_size + size > REQUEST_MAX)
        return false;
    if (at->in_size + size > at->in_capacity) {
        size_t capacity = (at->in_size + size) * 2;
        char *grown = realloc(at->in, capacity);
        if (grown == NULL)
            return false;
        at->in = grown;
        at->in_capacity = capacity;
    }
    memcpy(at->in + at->in_size, bytes, size);
    at->in_size += size;
    return true;
}

/* ---- requests -------------------------------------------------------------------------------- */

static void answer_take(client *at, const sim_answer *answer)
{
    at->ticket = answer->ticket;
    at->due_ns = answer->due_ns;
    at->out_sent = 0;
    at->out_size = answer->sent_size;
    at->is_cut = answer->is_cut;
    at->is_reset = answer->is_reset;
    at->piece_size = answer->piece_size;
    at->piece_gap_ns = answer->piece_gap_ns;
    at->phase = answer->ticket != 0 ? CLIENT_HELD : CLIENT_SENDING;
    if (answer->ticket != 0)
        return;
    free(at->out);
    at->out = malloc(answer->sent_size + 1);
    if (at->out == NULL)
        at->out_size = 0;
    else if (answer->sent_size > 0)
        memcpy(at->out, answer->bytes, answer->sent_size);
}

/* The path of a request: what stands behind its first blank, as far as it is there and fits. */
static void target_copy(const char *bytes, size_t size, char *out, size_t out_size)
{
    const char *at = memchr(bytes, ' ', size);
    size_t length = 0;
    for (; at != NULL && length + 1 < out_size && at + 1 + length < bytes + size; length++)
        if (strchr(" ?\r\n", at[1 + length]) != NULL)
            break;
    if (length > 0)
        memcpy(out, at + 1, length);
    out[length] = '\0';
}

static void request_answer(server *all, client *at, size_t size)
{
    char target[2048];
    sim_answer answer;
    if (at->is_control) {
        size_t out_size = 0;
        free(at->out);
        at->out = sim_control_answer(&all->place, &all->certificate, at->in, size, steady_now(),
                                     &out_size);
        at->out_size = at->out == NULL ? 0 : out_size;
        at->out_sent = 0;
        at->is_cut = at->out == NULL;
        at->due_ns = 0;
        at->phase = CLIENT_SENDING;
    } else {
        target_copy(at->in, size, target, sizeof target);
        at->exchange = sim_exchanges_owner(&all->place, target);
        if (sim_exchange_answer(at->exchange, at->in, size, steady_now(), &answer) != TR_OK) {
            client_close(at, false);
            return;
        }
        answer_take(at, &answer);
    }
    memmove(at->in, at->in + size, at->in_size - size);
    at->in_size -= size;
}

/* A whole request at the front of what has come is answered. */
static void request_look(server *all, client *at)
{
    size_t size = 0;
    at->due_ns = steady_now() + IDLE_NS;
    if (at->in_size == 0)
        return;
    tr_status status = sim_request_size(at->in, at->in_size, &size);
    if (status == TR_OK)
        request_answer(all, at, size);
    else if (status != TR_E_FULL)
        client_close(at, false);
}

static void client_read(server *all, client *at)
{
    char buffer[READ_SIZE];
    ssize_t got = take_bytes(at, buffer, sizeof buffer);
    if (got < 0 || (got > 0 && !keep_bytes(at, buffer, (size_t)got)))
        client_close(at, got < 0);
    else if (got > 0)
        request_look(all, at);
}

static void client_send(server *all, client *at)
{
    while (at->out_sent < at->out_size) {
        size_t part = at->out_size - at->out_sent;
        if (at->piece_size > 0 && part > at->piece_size)
            part = at->piece_size;
        ssize_t put = give_bytes(at, at->out + at->out_sent, part);
        at->wants_write = put == 0;
        if (put < 0) {
            client_close(at, false);
            return;
        }
        if (put == 0)
            return;
        at->out_sent += (size_t)put;
        if (at->piece_size > 0 && at->out_sent < at->out_size) {
            at->due_ns = steady_now() + at->piece_gap_ns;
            return;
        }
    }
    if (at->is_cut) {
        client_close(at, false);
        return;
    }
    at->phase = CLIENT_READING;
    request_look(all, at); /* the next one may be there already */
}

static void client_shake(server *all, client *at)
{
    int code = gnutls_handshake(at->session);
    at->wants_write = false;
    if (code == GNUTLS_E_SUCCESS) {
        at->phase = CLIENT_READING;
        client_read(all, at); /* bytes may have come with it */
    } else if (gnutls_error_is_fatal(code) != 0) {
        client_close(at, false);
    } else {
        at->wants_write = gnutls_record_get_direction(at->session) == 1;
    }
}

/* ---- turns ----------------------------------------------------------------------------------- */

/* What has become due without any byte coming. */
static void client_due(server *all, client *at, int64_t now_ns)
{
    sim_answer answer;
    if (at->phase == CLIENT_FREE || at->due_ns > now_ns)
        return;
    if (at->phase == CLIENT_SENDING) {
        if (!at->wants_write)
            client_send(all, at);
    } else if (at->phase != CLIENT_HELD) {
        client_close(at, false);
    } else if (sim_exchange_collect(at->exchange, at->ticket, now_ns, &answer) == TR_OK) {
        answer_take(at, &answer);
    } else {
        client_close(at, false);
    }
}

static short events_of(const client *at)
{
    if (at->phase == CLIENT_SHAKING)
        return at->wants_write ? POLLOUT : POLLIN;
    if (at->phase == CLIENT_READING)
        return POLLIN;
    return at->phase == CLIENT_SENDING && at->wants_write ? POLLOUT : 0;
}

static int wait_ms(const server *all, int64_t now_ns)
{
    int64_t next = now_ns + TR_NS_PER_SECOND;
    for (size_t i = 0; i < CLIENT_MAX; i++) {
        const client *at = &all->clients[i];
        if (at->phase != CLIENT_FREE && !at->wants_write && at->due_ns < next)
            next = at->due_ns;
    }
    return next <= now_ns ? 0 : (int)((next - now_ns + TR_NS_PER_MS - 1) / TR_NS_PER_MS);
}

static void client_turn(server *all, client *at, short happened)
{
    if (happened == 0 || at->phase == CLIENT_FREE)
        return;
    if (at->phase == CLIENT_SHAKING)
        client_shake(all, at);
    else if (at->phase == CLIENT_READING)
        client_read(all, at);
    else if (at->phase == CLIENT_SENDING && (happened & POLLOUT) != 0)
        client_send(all, at);
    else if ((happened & (POLLERR | POLLHUP)) != 0 && at->phase == CLIENT_SENDING)
        client_close(at, false); /* a held request arrives whoever waits: that one stays */
}

static void serve(server *all)
{
    for (;;) {
        struct pollfd waits[CLIENT_MAX + 3];
        size_t owners[CLIENT_MAX + 3], count = 3;
        waits[0] = (struct pollfd){ all->signals, POLLIN, 0 };
        waits[1] = (struct pollfd){ all->listener, POLLIN, 0 };
        waits[2] = (struct pollfd){ all->control, POLLIN, 0 };
        for (size_t i = 0; i < CLIENT_MAX; i++)
            if (all->clients[i].phase != CLIENT_FREE && all->clients[i].phase != CLIENT_HELD) {
                waits[count] =
                    (struct pollfd){ all->clients[i].socket, events_of(&all->clients[i]), 0 };
                owners[count++] = i;
            }
        if (poll(waits, count, wait_ms(all, steady_now())) < 0 && errno != EINTR)
            return;
        if ((waits[0].revents & POLLIN) != 0)
            return;
        for (size_t i = 3; i < count; i++)
            client_turn(all, &all->clients[owners[i]], waits[i].revents);
        for (size_t i = 0; i < CLIENT_MAX; i++)
            client_due(all, &all->clients[i], steady_now());
        if ((waits[1].revents & POLLIN) != 0)
            client_accept(all, false);
        if ((waits[2].revents & POLLIN) != 0)
            client_accept(all, true);
        for (size_t i = 0; i < all->place.count; i++)
            (void)sim_exchange_advance(all->place.exchanges[i],
                                       steady_now()); /* who lacks memory finds out when asked */
        for (size_t i = 0; i < CLIENT_MAX; i++) /* TLS may hold bytes that poll does not see */
            if (all->clients[i].phase == CLIENT_READING && all->clients[i].session != NULL &&
                gnutls_record_check_pending(all->clients[i].session) > 0)
                client_read(all, &all->clients[i]);
    }
}

/* ---- life ------------------------------------------------------------------------------------ */

static tr_status listen_at(uint16_t port, int *socket_out, uint16_t *port_out, tr_error *err)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };
    socklen_t size = sizeof address;
    int on = 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int made = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (made < 0)
        return fail(err, "no socket");
    (void)setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(made, (const struct sockaddr *)&address, sizeof address) != 0 ||
        listen(made, 128) != 0 || getsockname(made, (struct sockaddr *)&address, &size) != 0) {
        tr_status status = fail(err, "the port cannot be listened on");
        (void)close(made);
        return status;
    }
    *socket_out = made;
    *port_out = ntohs(address.sin_port);
    return TR_OK;
}

static tr_status signals_open(int *out, tr_error *err)
{
    sigset_t caught;
    sigemptyset(&caught);
    sigaddset(&caught, SIGINT);
    sigaddset(&caught, SIGTERM);
    if (sigprocmask(SIG_BLOCK, &caught, NULL) != 0)
        return fail(err, "signals cannot be held back");
    *out = signalfd(-1, &caught, SFD_CLOEXEC);
    return *out < 0 ? fail(err, "no descriptor for signals") : TR_OK;
}

static tr_status certificate_write(const sim_certificate *certificate, const char *path,
                                   tr_error *err)
{
    FILE *file = path == NULL ? NULL : fopen(path, "w");
    if (path == NULL)
        return TR_OK;
    if (file == NULL)
        return fail(err, path);
    bool is_good =
        fwrite(certificate->pem.data, 1, certificate->pem.size, file) == certificate->pem.size;
    return fclose(file) == 0 && is_good ? TR_OK : fail(err, path);
}

static tr_status server_open(const sim_server_options *options, server *all, tr_error *err)
{
    uint16_t port = 0, control_port = 0;
    tr_status status = sim_exchanges_open(options->seed, steady_now(), &all->place, err);
    if (status == TR_OK && options->script != NULL)
        status = sim_exchanges_script(&all->place, options->script, options->script_size,
                                      steady_now(), err);
    if (status == TR_OK)
        status = sim_certificate_make(now() / TR_NS_PER_SECOND, &all->certificate, err);
    if (status == TR_OK)
        status = certificate_write(&all->certificate, options->certificate_path, err);
    if (status == TR_OK && gnutls_priority_init(&all->priorities, TLS_PRIORITIES, NULL) < 0)
        status = fail(err, "TLS");
    if (status == TR_OK)
        status = listen_at(options->port, &all->listener, &port, err);
    if (status == TR_OK)
        status = listen_at(options->control_port, &all->control, &control_port, err);
    if (status == TR_OK)
        status = signals_open(&all->signals, err);
    if (status == TR_OK) {
        printf("exchange https://127.0.0.1:%u\ncontrol http://127.0.0.1:%u\n", port, control_port);
        fflush(stdout);
    }
    return status;
}

tr_status sim_serve(const sim_server_options *options, tr_error *err)
{
    server *all = calloc(1, sizeof *all);
    if (all == NULL) {
        *err = (tr_error){ .status = TR_E_NO_MEMORY, .message = "no memory" };
        return TR_E_NO_MEMORY;
    }
    all->listener = all->control = all->signals = -1;
    tr_status status = server_open(options, all, err);
    if (status == TR_OK)
        serve(all);
    for (size_t i = 0; i < CLIENT_MAX; i++)
        if (all->clients[i].phase != CLIENT_FREE)
            client_close(&all->clients[i], true);
    int *const descriptors[] = { &all->listener, &all->control, &all->signals };
    for (size_t i = 0; i < 3; i++)
        if (*descriptors[i] >= 0)
            (void)close(*descriptors[i]);
    if (all->priorities != NULL)
        gnutls_priority_deinit(all->priorities);
    sim_certificate_done(&all->certificate);
    sim_exchanges_close(&all->place);
    free(all);
    return status;
}
