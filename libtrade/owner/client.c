/* client.c: the other end of the local socket: one request at a time, blocking, with time-outs by the kernel. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <trade/owner.h>

#include "core/fail.h"
#include "owner/follow.h"
#include "owner/frame.h"

struct tr_owner_client {
    int fd;
    bool is_broken; /* what comes next could belong to an earlier request */
};

/* ---- connecting ------------------------------------------------------------------------------ */

static tr_status set_timeout(int fd, int timeout_ms, tr_error *err)
{
    struct timeval wait = { .tv_sec = timeout_ms / 1000,
                            .tv_usec = (suseconds_t)(timeout_ms % 1000) * 1000 };
    if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait) != 0 ||
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait) != 0)
        return tr__fail(err, TR_E_IO, errno, "setting time-outs: %s", strerror(errno));
    return TR_OK;
}

static tr_status explain_connect(int code, const char *database_path, tr_error *err)
{
    switch (code) {
    case ENOENT:
    case ECONNREFUSED:
        return tr__fail(err, TR_E_NOT_FOUND, code, "no program serves %s", database_path);
    case EACCES:
    case EPERM:
        return tr__fail(err, TR_E_DENIED, code, "%s is served for another user", database_path);
    case EAGAIN:
    case ETIMEDOUT:
        return tr__fail(err, TR_E_TIMEOUT, code, "the owner of %s takes no connection",
                        database_path);
    default:
        return tr__fail(err, TR_E_IO, code, "connecting to the owner of %s: %s", database_path,
                        strerror(code));
    }
}

/* Orders are not told to somebody else's program. */
static tr_status check_server(int fd, tr_error *err)
{
    struct ucred who;
    socklen_t size = sizeof who;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &size) != 0)
        return tr__fail(err, TR_E_IO, errno, "asking who listens: %s", strerror(errno));
    if (who.uid != geteuid() && who.uid != 0)
        return tr__fail(err, TR_E_DENIED, 0, "the socket belongs to user %ld", (long)who.uid);
    return TR_OK;
}

tr_status tr_owner_client_open(const char *database_path, int timeout_ms, tr_owner_client **out,
                               tr_error *err)
{
    struct sockaddr_un address;
    int directory_fd;
    if (database_path == NULL || out == NULL || timeout_ms < 1)
        return tr__fail(err, TR_E_INVALID, 0,
                        "a client needs a database's path and a time-out above 0");
    tr_status status = tr__socket_address(database_path, &address, &directory_fd, err);
    if (status != TR_OK)
        return status;
    tr_owner_client *client = calloc(1, sizeof *client);
    int fd = client == NULL ? -1 : socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client == NULL)
        status = tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for a client");
    else if (fd < 0)
        status = tr__fail(err, TR_E_IO, errno, "no socket: %s", strerror(errno));
    if (status == TR_OK)
        status = set_timeout(fd, timeout_ms, err);
    if (status == TR_OK && connect(fd, (const struct sockaddr *)&address, sizeof address) != 0)
        status = explain_connect(errno, database_path, err);
    if (status == TR_OK)
        status = check_server(fd, err);
    if (directory_fd >= 0)
        (void)close(directory_fd); /* it only led to the socket */
    if (status == TR_OK) {
        client->fd = fd;
        *out = client;
        return TR_OK;
    }
    if (fd >= 0)
        (void)close(fd);
    free(client);
    return status;
}

void tr_owner_client_close(tr_owner_client *client)
{
    if (client == NULL)
        return;
    (void)close(client->fd); /* nothing of ours is lost with it */
    free(client);
}

/* ---- a request ------------------------------------------------------------------------------- */

/* 0, or errno. */
static int send_all(int fd, const uint8_t *bytes, size_t size)
{
    while (size > 0) {
        ssize_t sent = send(fd, bytes, size, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return sent == 0 ? EPIPE : errno;
        bytes += sent;
        size -= (size_t)sent;
    }
    return 0;
}

/* 0, or errno; EPIPE when the other side has hung up. */
static int receive_all(int fd, uint8_t *bytes, size_t size)
{
    while (size > 0) {
        ssize_t got = recv(fd, bytes, size, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0 ? EPIPE : errno;
        bytes += got;
        size -= (size_t)got;
    }
    return 0;
}

/* The owner runs whole requests only, so a request that did not leave whole was not run. */
static tr_status explain_send(int code, tr_error *err)
{
    bool is_late = code == EAGAIN || code == EWOULDBLOCK;
    return tr__fail(err, is_late ? TR_E_TIMEOUT : TR_E_NETWORK, code,
                    "the owner took no request: %s",
                    is_late ? "no answer in time" : strerror(code));
}

static tr_status explain_receive(int code, const tr_command_def *def, tr_error *err)
{
    bool is_late = code == EAGAIN || code == EWOULDBLOCK;
    const char *why = is_late         ? "no answer in time"
                      : code == EPIPE ? "the owner hung up"
                                      : strerror(code);
    if (def->place == TR_COMMAND_TRADES)
        return tr__fail(err, TR_E_UNKNOWN_OUTCOME, code,
                        "%s was sent, what became of it is not known: %s", def->name, why);
    return tr__fail(err, is_late ? TR_E_TIMEOUT : TR_E_NETWORK, code, "%s", why);
}

/* The bytes of an answer, to be released with free(). */
static tr_status receive_answer(tr_owner_client *client, const tr_command_def *def,
                                uint8_t **bytes_out, size_t *size_out, tr_error *err)
{
    uint8_t head[TR__FRAME_HEAD_SIZE];
    int code = receive_all(client->fd, head, sizeof head);
    if (code != 0)
        return explain_receive(code, def, err);
    size_t size = tr__frame_length(head);
    uint8_t *bytes = size > 0 && size <= TR__ANSWER_SIZE_MAX ? malloc(size) : NULL;
    if (bytes == NULL)
        return explain_receive(size > TR__ANSWER_SIZE_MAX ? EMSGSIZE : ENOMEM, def, err);
    code = receive_all(client->fd, bytes, size);
    if (code != 0) {
        free(bytes);
        return explain_receive(code, def, err);
    }
    *bytes_out = bytes;
    *size_out = size;
    return TR_OK;
}

static tr_status exchange(tr_owner_client *client, const tr_command_def *def,
                          const tr_argument_text *texts, size_t count, uint8_t **bytes_out,
                          size_t *size_out, tr_error *err)
{
    tr__buffer request;
    tr__buffer_init(&request, TR__REQUEST_SIZE_MAX + TR__FRAME_HEAD_SIZE, NULL);
    tr_status status = tr__frame_put_request(def->name, texts, count, &request);
    if (status != TR_OK) {
        tr__buffer_done(&request);
        return tr__fail(err, status, 0, "the arguments are longer than %zu bytes",
                        TR__REQUEST_SIZE_MAX);
    }
    client->is_broken = true; /* until the whole answer is there */
    int code = send_all(client->fd, request.bytes, request.size);
    tr__buffer_done(&request);
    if (code != 0)
        return explain_send(code, err);
    status = receive_answer(client, def, bytes_out, size_out, err);
    client->is_broken = status != TR_OK;
    return status;
}

tr_status tr_owner_client_run(tr_owner_client *client, const tr_command_def *def,
                              const tr_argument_text *texts, size_t count, tr_document **answer_out,
                              tr_error *err)
{
    if (client == NULL || def == NULL || answer_out == NULL || (texts == NULL && count > 0))
        return tr__fail(err, TR_E_INVALID, 0,
                        "a request needs a client, a command, its arguments and a place");
    if (client->is_broken)
        return tr__fail(err, TR_E_CLOSED, 0, "the connection broke before: open another one");
    if (def->place == TR_COMMAND_LOCAL)
        return tr__fail(err, TR_E_UNSUPPORTED, 0, "%s runs in the calling program alone",
                        def->name);
    uint8_t *bytes = NULL;
    size_t size = 0;
    tr_status status = exchange(client, def, texts, count, &bytes, &size, err);
    if (status != TR_OK)
        return status;
    tr_error answer, detail;
    tr_document *document = NULL;
    status = tr__frame_read_answer(bytes, size, &answer, &document, &detail);
    free(bytes);
    if (status != TR_OK) {
        client->is_broken = true;
        return def->place == TR_COMMAND_TRADES
                   ? tr__fail(err, TR_E_UNKNOWN_OUTCOME, 0,
                              "%s was sent, its answer cannot be read: %s", def->name,
                              detail.message)
                   : tr__fail(err, status, 0, "%s", detail.message);
    }
    if (document == NULL && tr_document_new(NULL, &document) != TR_OK && answer.status == TR_OK)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "the command has run; no memory for its answer");
    *answer_out = document; /* also of a refusal: it names rule and limit */
    if (answer.status != TR_OK && err != NULL)
        *err = answer;
    return answer.status;
}

/* ---- following ------------------------------------------------------------------------------- */

static tr_status ask_to_follow(tr_owner_client *client, const char *account, int64_t after_seq,
                               const char *event, tr_id order, tr_error *err)
{
    char number[24], id[TR_ID_TEXT_SIZE];
    tr_argument_text texts[4];
    size_t count = 0;
    tr__buffer request;
    int length = snprintf(number, sizeof number, "%lld", (long long)after_seq);
    texts[count++] = (tr_argument_text){ "account", account, strlen(account) };
    texts[count++] = (tr_argument_text){ "after", number, (size_t)length };
    if (event != NULL && event[0] != '\0')
        texts[count++] = (tr_argument_text){ "event", event, strlen(event) };
    if (!tr_id_is_none(order)) {
        tr_id_format(order, id);
        texts[count++] = (tr_argument_text){ "order", id, strlen(id) };
    }
    tr__buffer_init(&request, TR__REQUEST_SIZE_MAX + TR__FRAME_HEAD_SIZE, NULL);
    tr_status status = tr__frame_put_request(TR__FOLLOW_COMMAND, texts, count, &request);
    int code = status == TR_OK ? send_all(client->fd, request.bytes, request.size) : 0;
    tr__buffer_done(&request);
    if (status != TR_OK)
        return tr__fail(err, status, 0, "no memory for a request");
    return code == 0 ? TR_OK : tr__fail(err, TR_E_CLOSED, code, "the owner hung up");
}

/* TR_E_CLOSED: it broke. */
static tr_status receive_events(tr_owner_client *client, tr_document **out, tr_error *err)
{
    uint8_t head[TR__FRAME_HEAD_SIZE];
    tr_error answer = { .status = TR_OK };
    if (receive_all(client->fd, head, sizeof head) != 0)
        return tr__fail(err, TR_E_CLOSED, 0, "the owner hung up");
    size_t size = tr__frame_length(head);
    uint8_t *bytes = size > 0 && size <= TR__ANSWER_SIZE_MAX ? malloc(size) : NULL;
    if (bytes == NULL || receive_all(client->fd, bytes, size) != 0) {
        free(bytes);
        return tr__fail(err, TR_E_CLOSED, 0, "the owner hung up, or there is no memory");
    }
    tr_status status = tr__frame_read_answer(bytes, size, &answer, out, err);
    free(bytes);
    if (status == TR_OK && answer.status != TR_OK) {
        tr_document_free(*out);
        *out = NULL;
        if (err != NULL)
            *err = answer;
        return answer.status;
    }
    return status;
}

tr_status tr_owner_client_follow(tr_owner_client *client, const char *account, int64_t after_seq,
                                 const char *event, tr_id order,
                                 bool (*sink)(void *user, const tr_document *events), void *user,
                                 tr_error *err)
{
    static const struct timeval for_ever = { .tv_sec = 0 };
    bool goes_on = true;
    if (client == NULL || account == NULL || sink == NULL || after_seq < 0)
        return tr__fail(err, TR_E_INVALID, 0,
                        "following needs a client, an account, a sink and a number of 0 or more");
    if (client->is_broken)
        return tr__fail(err, TR_E_CLOSED, 0, "the connection broke before: open another one");
    client->is_broken = true; /* it serves for nothing else from here on */
    if (setsockopt(client->fd, SOL_SOCKET, SO_RCVTIMEO, &for_ever, sizeof for_ever) != 0)
        return tr__fail(err, TR_E_IO, errno, "setting time-outs: %s", strerror(errno));
    tr_status status = ask_to_follow(client, account, after_seq, event, order, err);
    while (status == TR_OK && goes_on) {
        tr_document *events = NULL;
        status = receive_events(client, &events, err);
        if (status == TR_OK && events != NULL)
            goes_on = sink(user, events);
        tr_document_free(events);
    }
    return status;
}
