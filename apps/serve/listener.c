/*
 * listener.c: we accept ourselves and hand the sockets to the parser. Its own accepting spins on a
 * listening socket that stays readable while descriptors are short, and cannot be paused.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fail.h"
#include "server.h"

#define BACKLOG         1024
#define ACCEPT_MAX      64 /* a turn; the rest waits for the next one */
#define ACCEPT_RETRY_MS 100

static bool address_parse(const char *host, uint16_t port, struct sockaddr_storage *out)
{
    if (strcmp(host, "localhost") == 0)
        host = "127.0.0.1";
    return uv_ip4_addr(host, port, (struct sockaddr_in *)out) == 0 ||
           uv_ip6_addr(host, port, (struct sockaddr_in6 *)out) == 0;
}

static uint16_t port_of(int descriptor)
{
    struct sockaddr_storage address = { 0 };
    socklen_t size = sizeof address;
    if (getsockname(descriptor, (struct sockaddr *)&address, &size) != 0)
        return 0;
    return ntohs(address.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&address)->sin6_port
                                               : ((struct sockaddr_in *)&address)->sin_port);
}

tr_status listener_open(serve_server *server, tr_error *err)
{
    struct sockaddr_storage address = { 0 };
    const serve_options *options = &server->options;
    if (!address_parse(options->host, options->port, &address))
        return serve_fail(err, TR_E_INVALID, 0, "%s is not an address to listen on", options->host);
    int descriptor = socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int on = 1;
    socklen_t size =
        address.ss_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
    if (descriptor < 0 || setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        bind(descriptor, (struct sockaddr *)&address, size) != 0 ||
        listen(descriptor, BACKLOG) != 0) {
        int code = errno;
        if (descriptor >= 0)
            (void)close(descriptor); /* nothing was done with it */
        return serve_fail(err, TR_E_IO, code, "cannot listen on %s port %u: %s", options->host,
                          options->port, strerror(code));
    }
    server->listen_descriptor = descriptor;
    server->port = port_of(descriptor);
    return TR_OK;
}

static bool is_shortage(int code)
{
    return code == EMFILE || code == ENFILE || code == ENOBUFS || code == ENOMEM;
}

static void on_listen(uv_poll_t *poll, int status, int events)
{
    (void)status;
    (void)events;
    serve_server *server = poll->data;
    for (int i = 0; i < ACCEPT_MAX; i++) {
        if (server->totals.connection_open_count >= server->options.connection_max) {
            listener_stop(server); /* goes on when one closes */
            return;
        }
        struct sockaddr_storage address;
        socklen_t size = sizeof address;
        int descriptor = accept4(server->listen_descriptor, (struct sockaddr *)&address, &size,
                                 SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (descriptor < 0) {
            if (is_shortage(errno)) {
                /* The socket stays readable: polling on would spin. */
                listener_stop(server);
                server->totals.accept_paused_count++;
                server_warn(server, "cannot accept connections for want of descriptors or memory");
                (void)uv_timer_start(&server->accept_retry, on_accept_retry, ACCEPT_RETRY_MS, 0);
            }
            if (errno == ECONNABORTED || errno == EINTR)
                continue;
            return;
        }
        /* On refusal, over the limit of one address for example, it has closed the socket. */
        if (MHD_add_connection(server->daemon, descriptor, (struct sockaddr *)&address, size) ==
            MHD_NO)
            server->totals.connection_refused_count++;
    }
}

void on_accept_retry(uv_timer_t *timer)
{
    listener_start(timer->data);
}

void listener_start(serve_server *server)
{
    if (server->is_accepting || server->is_stopping)
        return;
    server->is_accepting = uv_poll_start(&server->listen_poll, UV_READABLE, on_listen) == 0;
}

void listener_close(serve_server *server, uv_close_cb closed)
{
    if (server->listen_descriptor < 0)
        return;
    server->is_accepting = false;
    uv_close((uv_handle_t *)&server->listen_poll, closed);
    /* Who waits in the kernel's queue is reset, and nobody joins it. */
    (void)close(server->listen_descriptor); /* nothing is written to it */
    server->listen_descriptor = -1;
}

void listener_stop(serve_server *server)
{
    if (!server->is_accepting)
        return;
    (void)uv_poll_stop(&server->listen_poll); /* cannot fail */
    server->is_accepting = false;
}
