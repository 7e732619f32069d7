/*
 * socket.c: serves other programs of this machine over a Unix socket beside the database.
 *
 * One thread, poll(2), a few connections. A connection has one request under way at a time. Commands that read run
 * on this thread; those that trade go to the engine thread, which hands the finished answer back as bytes. Who sends
 * or takes bytes too slowly is cut. Who follows an account's events (follow.h) is sent them as they come, until it hangs up.
 */
#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <trade/time.h>

#include "core/fail.h"
#include "owner/follow.h"
#include "owner/frame.h"
#include "owner/state.h"

#define PEERS_MAX    64
#define BACKLOG      16
#define FRAME_NS     (10 * TR_NS_PER_SECOND)  /* for the whole of a frame, either way */
#define IDLE_NS      (600 * TR_NS_PER_SECOND) /* between two requests */
#define READ_AT_ONCE 65536
#define ALL_RIGHTS   (TR_RIGHT_READ | TR_RIGHT_TRADE | TR_RIGHT_ADMIN)

typedef enum peer_state {
    PEER_NONE = 0, /* a free place */
    PEER_READING,
    PEER_WORKING, /* its command runs */
    PEER_WRITING,
    PEER_FOLLOWING /* waits for events */
} peer_state;

typedef struct peer {
    peer_state state;
    int fd;
    uint64_t
        serial; /* of the connection, so that an answer never reaches the next one in its place */
    int64_t deadline_ns; /* monotonic */
    uint8_t head[TR__FRAME_HEAD_SIZE];
    uint8_t *bytes; /* the request behind its head, or the answer with its own */
    size_t size, done;
    tr__follow follow; /* its stream: NULL unless it follows */
} peer;

/* An answer on its way back from whichever thread. */
typedef struct call {
    struct call *next;
    tr__socket *socket;
    size_t peer_index;
    uint64_t serial;
    bool has_traded;
    uint8_t *bytes;
    size_t size;
} call;

struct tr__socket {
    tr_owner *owner;
    struct sockaddr_un address;
    int directory_fd; /* that the address goes through; -1: none */
    int listen_fd;
    ino_t inode; /* of our name in the file system */
    pthread_t thread;
    tr__waker waker; /* its descriptor is polled along with the others */
    tr_store_reader reader;
    peer peers[PEERS_MAX];
    uint64_t serial;

    pthread_mutex_t mutex; /* guards what follows */
    call *answered;
    bool is_retired; /* no new connections and requests */
    bool is_closing; /* end as soon as everything is written */
    int64_t close_by_ns;
};

/* ---- peers ----------------------------------------------------------------------------------- */

static void drop(peer *p)
{
    if (p->state == PEER_NONE)
        return;
    (void)close(p->fd); /* nothing of ours is lost with it */
    free(p->bytes);
    tr__follow_end(&p->follow);
    *p = (peer){ .state = PEER_NONE, .fd = -1 };
}

static void await_request(tr__socket *socket, peer *p)
{
    free(p->bytes);
    p->bytes = NULL;
    p->size = p->done = 0;
    p->state = p->follow.stream != NULL ? PEER_FOLLOWING : PEER_READING;
    p->deadline_ns = p->follow.stream != NULL
                         ? INT64_MAX
                         : tr__owner_monotonic_ns(socket->owner) + IDLE_NS;
}

static void send_some(tr__socket *socket, peer *p)
{
    while (p->done < p->size) {
        ssize_t sent =
            send(p->fd, p->bytes + p->done, p->size - p->done, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return;
        if (sent <= 0) {
            drop(p);
            return;
        }
        p->done += (size_t)sent;
    }
    await_request(socket, p);
}

static void start_answer(tr__socket *socket, peer *p, uint8_t *bytes, size_t size)
{
    free(p->bytes);
    p->bytes = bytes;
    p->size = size;
    p->done = 0;
    p->state = PEER_WRITING;
    p->deadline_ns = tr__owner_monotonic_ns(socket->owner) + FRAME_NS;
    if (bytes == NULL)
        drop(
            p); /* there was no memory for an answer: a broken connection says that the outcome is unknown */
    else
        send_some(socket, p);
}

/* ---- requests -------------------------------------------------------------------------------- */

/* The frame of an answer; NULL without memory. One that cannot be sent whole is told as `otherwise`. */
static uint8_t *frame_of(tr_status status, const tr_document *answer, const tr_error *err,
                         tr_status otherwise, size_t *size_out)
{
    tr__buffer buffer;
    tr__buffer_init(&buffer, TR__ANSWER_SIZE_MAX + TR__FRAME_HEAD_SIZE, NULL);
    tr_status written = tr__frame_put_answer(status, err, answer, &buffer);
    if (written != TR_OK) {
        tr_error failure;
        tr__buffer_clear(&buffer);
        (void)tr__fail(&failure, otherwise, 0, "the answer could not be sent whole: %s",
                       tr_status_name(written));
        (void)tr__frame_put_answer(otherwise, &failure, NULL,
                                   &buffer); /* the buffer keeps its failure */
    }
    uint8_t *bytes = tr__buffer_take(&buffer, size_out);
    tr__buffer_done(&buffer);
    return bytes;
}

/* A command has been answered: on the engine thread, or on ours while it runs. */
static void take_answer(void *user, tr_status status, const tr_document *answer,
                        const tr_error *err)
{
    call *ended = user;
    tr__socket *socket = ended->socket;
    /* What has traded and cannot say how is not a failure. */
    ended->bytes = frame_of(status, answer, err,
                            ended->has_traded ? TR_E_UNKNOWN_OUTCOME : TR_E_FULL, &ended->size);
    (void)pthread_mutex_lock(&socket->mutex);
    ended->next = socket->answered;
    socket->answered = ended;
    (void)pthread_mutex_unlock(&socket->mutex);
    tr__waker_wake(&socket->waker);
}

static void refuse(tr__socket *socket, peer *p, tr_status status, const tr_error *err)
{
    size_t size = 0;
    uint8_t *bytes = frame_of(status, NULL, err, status, &size);
    start_answer(socket, p, bytes, size);
}

static void wake_up(void *user)
{
    tr__waker_wake(user);
}

static void follow(tr__socket *socket, peer *p, const tr__request *request)
{
    tr_error err;
    tr_status status = TR_OK;
    if (socket->reader.read == NULL)
        status = tr_owner_reader_open(socket->owner, &socket->reader, &err);
    if (status == TR_OK)
        status = tr__follow_begin(request, tr_owner_events(socket->owner),
                                  socket->owner->plan.account, wake_up, &socket->waker, &p->follow,
                                  &err);
    if (status == TR_OK)
        await_request(socket, p);
    else
        refuse(socket, p, status, &err);
}

/* One frame each, so that others have their turn. Who is still being sent the last one waits: its stream does, too. */
static void feed_followers(tr__socket *socket)
{
    for (size_t i = 0; i < PEERS_MAX; i++) {
        peer *p = &socket->peers[i];
        uint8_t *bytes = NULL;
        size_t size = 0;
        if (p->state != PEER_FOLLOWING)
            continue;
        if (tr__follow_take(&p->follow, &socket->reader, &bytes, &size, NULL) != TR_OK) {
            drop(p); /* it follows again from where it was */
            continue;
        }
        if (p->follow.has_more)
            tr__waker_wake(&socket->waker);
        if (bytes != NULL)
            start_answer(socket, p, bytes, size);
    }
}

static void run_request(tr__socket *socket, peer *p)
{
    tr__request request;
    tr_error err;
    const tr_command_def *def = NULL;
    tr_status status = tr__frame_read_request(p->bytes, p->size, &request, &err);
    if (status == TR_OK && tr__follow_is_asked(&request)) {
        follow(socket, p, &request);
        return;
    }
    if (status == TR_OK &&
        (def = tr__owner_find_command(request.command, request.command_length)) == NULL)
        status = tr__fail(&err, TR_E_NOT_FOUND, 0, "no command %.*s",
                          request.command_length < 64 ? (int)request.command_length : 64,
                          request.command);
    if (status == TR_OK && def->place == TR_COMMAND_READS && socket->reader.read == NULL)
        status = tr_owner_reader_open(socket->owner, &socket->reader, &err);
    call *begun = NULL;
    if (status == TR_OK && (begun = malloc(sizeof *begun)) == NULL)
        status = tr__fail(&err, TR_E_NO_MEMORY, 0, "no memory for a request");
    if (status != TR_OK) {
        refuse(socket, p, status, &err);
        return;
    }
    *begun = (call){ .socket = socket,
                     .peer_index = (size_t)(p - socket->peers),
                     .serial = p->serial,
                     .has_traded = def->place == TR_COMMAND_TRADES };
    p->state = PEER_WORKING;
    p->deadline_ns = INT64_MAX;
    tr_owner_run(socket->owner, &socket->reader, socket->owner->plan.user, ALL_RIGHTS, def,
                 request.texts, request.count, take_answer, begun);
}

/* Read as much of one frame as there is. */
static void read_some(tr__socket *socket, peer *p)
{
    bool has_head = p->bytes != NULL;
    uint8_t *target = has_head ? p->bytes + p->done : p->head + p->done;
    size_t wanted = has_head ? p->size - p->done : TR__FRAME_HEAD_SIZE - p->done;
    ssize_t got = recv(p->fd, target, wanted < READ_AT_ONCE ? wanted : READ_AT_ONCE, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
        return;
    if (got <= 0) {
        drop(p);
        return;
    }
    if (!has_head && p->done == 0)
        p->deadline_ns = tr__owner_monotonic_ns(socket->owner) + FRAME_NS;
    p->done += (size_t)got;
    if (!has_head && p->done == TR__FRAME_HEAD_SIZE) {
        p->size = tr__frame_length(p->head);
        p->done = 0;
        p->bytes = p->size > 0 && p->size <= TR__REQUEST_SIZE_MAX ? malloc(p->size) : NULL;
        if (p->bytes == NULL)
            drop(p);
    } else if (has_head && p->done == p->size) {
        run_request(socket, p);
    }
}

/* ---- connections ----------------------------------------------------------------------------- */

/* Only our own user's programs, and root's. */
static bool is_welcome(int fd)
{
    struct ucred who;
    socklen_t size = sizeof who;
    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 &&
           (who.uid == geteuid() || who.uid == 0);
}

static void accept_one(tr__socket *socket)
{
    int fd = accept4(socket->listen_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0)
        return;
    peer *free_place = NULL;
    for (size_t i = 0; i < PEERS_MAX && free_place == NULL; i++)
        if (socket->peers[i].state == PEER_NONE)
            free_place = &socket->peers[i];
    if (free_place == NULL || !is_welcome(fd)) {
        (void)close(fd); /* the other side sees a broken connection */
        return;
    }
    *free_place = (peer){ .fd = fd, .serial = ++socket->serial };
    await_request(socket, free_place);
}

static void deliver_answers(tr__socket *socket)
{
    (void)pthread_mutex_lock(&socket->mutex);
    call *ended = socket->answered;
    socket->answered = NULL;
    (void)pthread_mutex_unlock(&socket->mutex);
    while (ended != NULL) {
        call *next = ended->next;
        peer *p = &socket->peers[ended->peer_index];
        if (p->state == PEER_WORKING && p->serial == ended->serial)
            start_answer(socket, p, ended->bytes, ended->size);
        else
            free(ended->bytes); /* whoever asked has gone */
        free(ended);
        ended = next;
    }
}

/* ---- the thread ------------------------------------------------------------------------------ */

/* False: it is time to end. */
static bool look_around(tr__socket *socket, bool *is_open_out, int64_t *until_ns_out)
{
    bool is_busy = false;
    for (size_t i = 0; i < PEERS_MAX; i++)
        is_busy |= socket->peers[i].state == PEER_WRITING;
    (void)pthread_mutex_lock(&socket->mutex);
    bool is_closing = socket->is_closing;
    *is_open_out = !socket->is_retired;
    *until_ns_out = is_closing ? socket->close_by_ns : INT64_MAX;
    is_busy |= socket->answered != NULL;
    (void)pthread_mutex_unlock(&socket->mutex);
    return !is_closing || (is_busy && *until_ns_out > tr__owner_monotonic_ns(socket->owner));
}

/* Cut who is late; return the time until the next one would be. */
static int64_t cut_late(tr__socket *socket, int64_t until_ns)
{
    int64_t now_ns = tr__owner_monotonic_ns(socket->owner);
    for (size_t i = 0; i < PEERS_MAX; i++) {
        peer *p = &socket->peers[i];
        if (p->state != PEER_NONE && p->deadline_ns <= now_ns)
            drop(p);
        else if (p->state != PEER_NONE && p->deadline_ns < until_ns)
            until_ns = p->deadline_ns;
    }
    return until_ns == INT64_MAX ? INT64_MAX : until_ns - now_ns;
}

/* The descriptors to wait for; `index` tells whose each is. */
static nfds_t list_descriptors(tr__socket *socket, bool is_open, struct pollfd *fds, size_t *index)
{
    nfds_t count = 0;
    fds[count++] = (struct pollfd){ .fd = socket->waker.fd, .events = POLLIN };
    fds[count++] = (struct pollfd){ .fd = is_open ? socket->listen_fd : -1, .events = POLLIN };
    for (size_t i = 0; i < PEERS_MAX; i++) {
        peer_state state = socket->peers[i].state;
        if (state == PEER_NONE || (state == PEER_READING && !is_open))
            continue;
        index[count] = i;
        fds[count++] = (struct pollfd){ .fd = socket->peers[i].fd,
                                        .events = state == PEER_WRITING   ? POLLOUT
                                                  : state == PEER_WORKING ? 0
                                                                          : POLLIN };
    }
    return count;
}

static void serve(tr__socket *socket, const struct pollfd *fds, nfds_t count, const size_t *index)
{
    if ((fds[1].revents & POLLIN) != 0)
        accept_one(socket);
    for (nfds_t i = 2; i < count; i++) {
        peer *p = &socket->peers[index[i]];
        if (fds[i].revents == 0 || p->fd != fds[i].fd)
            continue;
        if (p->state == PEER_READING)
            read_some(socket, p);
        else if (p->state == PEER_WRITING)
            send_some(socket, p);
        else
            drop(p); /* it hung up while its command runs, or while it follows */
    }
}

static void *socket_thread(void *user)
{
    tr__socket *socket = user;
    struct pollfd fds[PEERS_MAX + 2];
    size_t index[PEERS_MAX + 2];
    bool is_open;
    int64_t until_ns;
    while (look_around(socket, &is_open, &until_ns)) {
        int64_t wait_ns = cut_late(socket, until_ns);
        nfds_t count = list_descriptors(socket, is_open, fds, index);
        if (tr__waker_poll(&socket->waker, fds, count, wait_ns))
            serve(socket, fds, count, index);
        deliver_answers(socket);
        feed_followers(socket);
    }
    return NULL;
}

/* ---- life ------------------------------------------------------------------------------------ */

/* What a dead owner left there goes: the database's lock, which we hold, proves that it is dead. */
static tr_status listen_there(tr__socket *door, tr_error *err)
{
    const char *path = door->address.sun_path;
    struct stat info;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return tr__fail(err, TR_E_IO, errno, "no socket: %s", strerror(errno));
    door->listen_fd = fd;
    if (unlink(path) != 0 && errno != ENOENT)
        return tr__fail(err, TR_E_IO, errno, "removing %s: %s", path, strerror(errno));
    /* The mode is set on the descriptor's file before anyone can connect: nobody can until listen. */
    if (bind(fd, (const struct sockaddr *)&door->address, sizeof door->address) != 0 ||
        chmod(path, 0600) != 0 || stat(path, &info) != 0 || listen(fd, BACKLOG) != 0)
        return tr__fail(err, TR_E_IO, errno, "listening at %s: %s", path, strerror(errno));
    door->inode = info.st_ino;
    return TR_OK;
}

static void release(tr__socket *socket)
{
    for (size_t i = 0; i < PEERS_MAX; i++)
        drop(&socket->peers[i]);
    while (socket->answered != NULL) {
        call *ended = socket->answered;
        socket->answered = ended->next;
        free(ended->bytes);
        free(ended);
    }
    if (socket->reader.close != NULL)
        socket->reader.close(socket->reader.user);
    if (socket->listen_fd >= 0)
        (void)close(socket->listen_fd);
    if (socket->directory_fd >= 0)
        (void)close(socket->directory_fd);
    tr__waker_done(&socket->waker);
    (void)pthread_mutex_destroy(&socket->mutex);
    free(socket);
}

tr_status tr__socket_open(tr_owner *owner, const char *database_path, tr__socket **out,
                          tr_error *err)
{
    tr__socket *socket = calloc(1, sizeof *socket);
    if (socket == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for a socket");
    socket->owner = owner;
    socket->listen_fd = socket->directory_fd = -1;
    (void)pthread_mutex_init(&socket->mutex,
                             NULL); /* with default attributes it does not fail on Linux */
    int code = tr__waker_init(&socket->waker);
    tr_status status = code == 0 ? TR_OK : tr__fail(err, TR_E_FULL, code, "no descriptor is left");
    if (status == TR_OK)
        status = tr__socket_address(database_path, &socket->address, &socket->directory_fd, err);
    if (status == TR_OK)
        status = listen_there(socket, err);
    if (status == TR_OK) {
        code = tr__thread_start(&socket->thread, socket_thread, socket);
        if (code != 0)
            status = tr__fail(err, TR_E_FULL, code, "no thread can be started");
    }
    if (status != TR_OK) {
        release(socket);
        return status;
    }
    *out = socket;
    return TR_OK;
}

void tr__socket_retire(tr__socket *socket)
{
    struct stat info;
    if (socket == NULL)
        return;
    /* Only our own name: while our store was closed another owner may have come. */
    if (stat(socket->address.sun_path, &info) == 0 && info.st_ino == socket->inode)
        (void)unlink(
            socket->address.sun_path); /* a name that stays is replaced by the next owner */
    (void)pthread_mutex_lock(&socket->mutex);
    socket->is_retired = true;
    (void)pthread_mutex_unlock(&socket->mutex);
    tr__waker_wake(&socket->waker);
}

void tr__socket_close(tr__socket *socket, int64_t by_ns)
{
    if (socket == NULL)
        return;
    (void)pthread_mutex_lock(&socket->mutex);
    socket->is_closing = true;
    socket->close_by_ns = by_ns;
    (void)pthread_mutex_unlock(&socket->mutex);
    tr__waker_wake(&socket->waker);
    (void)pthread_join(socket->thread, NULL);
    release(socket);
}
