/* connection.c: every wait for a client has an end. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "heard.h"
#include "problem.h"
#include "server.h"

static uint64_t now_ms(serve_server *server)
{
    return uv_now(serve_loop_uv(server->loop));
}

static void address_format(const struct sockaddr *address, char out[ADDRESS_SIZE])
{
    const char *text = NULL;
    if (address != NULL && address->sa_family == AF_INET) {
        text = inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr,
                         out, ADDRESS_SIZE);
    } else if (address != NULL && address->sa_family == AF_INET6) {
        const struct in6_addr *six =
            &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
        text = IN6_IS_ADDR_V4MAPPED(six) ? inet_ntop(AF_INET, &six->s6_addr[12], out, ADDRESS_SIZE)
                                         : inet_ntop(AF_INET6, six, out, ADDRESS_SIZE);
    }
    if (text == NULL)
        memcpy(out, "-", 2);
}

static void *info_pointer(struct MHD_Connection *mhd, enum MHD_ConnectionInfoType type)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, type);
    if (info == NULL)
        return NULL;
    return type == MHD_CONNECTION_INFO_CLIENT_ADDRESS ? (void *)info->client_addr
                                                      : info->tls_session;
}

static void connection_open(serve_server *server, struct MHD_Connection *mhd, void **context)
{
    int descriptor = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    serve_connection *made = calloc(1, sizeof *made);
    *context = made;
    if (made == NULL) {
        (void)shutdown(descriptor, SHUT_RDWR); /* the parser then finds it closed */
        return;
    }
    made->server = server;
    made->mhd = mhd;
    made->descriptor = descriptor;
    address_format(info_pointer(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS), made->address);
    if (server->credentials != NULL) {
        made->tls_session = info_pointer(mhd, MHD_CONNECTION_INFO_GNUTLS_SESSION);
        made->credentials = tls_attach(server->credentials, made->tls_session);
    }
    made->next = server->connections;
    if (made->next != NULL)
        made->next->previous = made;
    server->connections = made;
    server->totals.connection_count++;
    server->totals.connection_open_count++;
    connection_wait(made, WAIT_REQUEST);
}

static void connection_close(serve_server *server, serve_connection *closed)
{
    /* Of a request that dies between its first line and its headers the parser may tell no end. */
    void *lost = closed->request;
    if (lost != NULL)
        on_request_end(server, closed->mhd, &lost, MHD_REQUEST_TERMINATED_WITH_ERROR);
    connection_wait_none(closed);
    *(closed->previous != NULL ? &closed->previous->next : &server->connections) = closed->next;
    if (closed->next != NULL)
        closed->next->previous = closed->previous;
    tls_release(closed->credentials);
    free(closed);
    server->totals.connection_open_count--;
    /* A pause for want of descriptors ends by its timer as well; one for the limit ends here. */
    listener_start(server);
}

void on_connection(void *user, struct MHD_Connection *mhd, void **context,
                   enum MHD_ConnectionNotificationCode code)
{
    serve_server *server = user;
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        connection_open(server, mhd, context);
    else if (*context != NULL)
        connection_close(server, *context);
}

static void deadline_arm(serve_server *server)
{
    uint64_t due = DEADLINE_NEVER;
    for (int i = 0; i < WAIT_COUNT; i++)
        if (deadline_due_ms(&server->waits[i]) < due)
            due = deadline_due_ms(&server->waits[i]);
    /* Due later than armed is left alone: the timer finds nothing and arms itself anew. */
    if (due >= server->deadline_armed_ms)
        return;
    uint64_t now = now_ms(server);
    server->deadline_armed_ms = due;
    (void)uv_timer_start(&server->deadline_timer, on_deadline_timer, due > now ? due - now : 0, 0);
}

void connection_wait(serve_connection *connection, int wait)
{
    serve_server *server = connection->server;
    deadline_set(&connection->deadline, &server->waits[wait], now_ms(server));
    deadline_arm(server);
}

void connection_wait_none(serve_connection *connection)
{
    deadline_clear(&connection->deadline);
}

void connection_cut(serve_connection *connection)
{
    /* The parser has no call to close a connection; it closes what it finds shut. */
    (void)shutdown(connection->descriptor, SHUT_RDWR);
    server_run_soon(connection->server);
}

void connection_tell_end(serve_connection *connection)
{
    /* The parser is woken by edges. An end that came with the last bytes is no edge of its own, and the
       parser does not read again after fewer bytes than it had room for. Shutting the side that the
       client has shut loses nothing, not even what is unread, and is such an edge. */
    if (heard_end(connection->descriptor))
        (void)shutdown(connection->descriptor, SHUT_RD); /* fails only for what is closed wholly */
}

void connection_refuse_raw(serve_connection *connection, unsigned status, const char *detail)
{
    char problem[PROBLEM_SIZE];
    char head[512];
    const char *id = "";
    if (connection->request != NULL) {
        request_mint_id(connection->request);
        id = connection->request->id;
    }
    size_t size = problem_format(status, NULL, detail, id, problem);
    int head_size = snprintf(head, sizeof head,
                             "HTTP/1.1 %u %s\r\nContent-Type: " PROBLEM_CONTENT_TYPE
                             "\r\nContent-Length: %zu\r\nConnection: close\r\n"
                             "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\r\n",
                             status, problem_title(status), size);
    char text[sizeof head + PROBLEM_SIZE];
    memcpy(text, head, (size_t)head_size);
    memcpy(text + head_size, problem, size);
    size += (size_t)head_size;
    if (connection->tls_session != NULL)
        tls_send(connection->tls_session, text, size);
    else
        (void)send(connection->descriptor, text, size, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (connection->request != NULL)
        connection->request->reply.status = status;
    connection->server->totals.refused_count++;
    connection_cut(connection);
}

static void connection_expire(serve_connection *late, int wait, uint64_t now)
{
    serve_server *server = late->server;
    /* A turn of the loop has one time, so waits begin a little early; half of one is surely after the reply. */
    uint64_t span = (now - late->deadline.since_ms) / 2;
    bool is_dripping = late->request != NULL || wait == WAIT_REPLY ||
                       (wait == WAIT_REQUEST && heard_anything(late->descriptor)) ||
                       (wait == WAIT_NEXT && heard_within(late->descriptor, span));
    if (wait == WAIT_NEXT && !is_dripping && server->waits[WAIT_IDLE].duration_ms > 0) {
        connection_wait(late, WAIT_IDLE);
    } else if (wait == WAIT_IDLE || !is_dripping) {
        connection_cut(late); /* a client that asked nothing needs no answer */
    } else {
        server->totals.cut_count++;
        if (wait == WAIT_REPLY)
            connection_cut(late);
        else
            connection_refuse_raw(late, 408, "the request did not arrive in time");
    }
}

void on_deadline_timer(uv_timer_t *timer)
{
    serve_server *server = timer->data;
    uint64_t now = now_ms(server);
    server->deadline_armed_ms = DEADLINE_NEVER;
    for (int i = 0; i < WAIT_COUNT; i++) {
        deadline *late;
        while ((late = deadline_take(&server->waits[i], now)) != NULL)
            connection_expire((serve_connection *)late, i, now);
    }
    deadline_arm(server);
}
