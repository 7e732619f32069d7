/*
 * http_load.c: load for the server's tests and measurements: alerts and orders over kept connections, each with a
 * name of its own, and a list of those that were acknowledged.
 *
 *   http_load --port N --secret TEXT [--key TEXT] [--connections 64] [--count N] [--prefix TEXT] [--orders-every N]
 *             [--quantity-every N] [--symbol BTCUSD] [--acks FILE] [--say-at N] [--halfway-at N]
 *
 * Every alert carries an id "PREFIX-n" and each --orders-every'th request is an order with that idempotency key
 * instead. FILE gets a line for each acknowledgement (a 200): "alert ID" or "order ID". It ends when --count requests
 * have been answered, or when every connection is gone, which is what a killed server looks like, and prints one
 * line of totals. With --say-at it prints "reached" once that many are acknowledged, with --halfway-at "halfway".
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CONNECTIONS_MAX 256
#define REQUEST_SIZE    2048
#define REPLY_SIZE      8192
#define LATENCY_US_MAX  2000000

typedef struct settings {
    int port;
    const char *secret;
    const char *key;
    const char *prefix;
    const char *symbol;
    const char *acks_path;
    long connection_count;
    long count;
    long orders_every;
    long quantity_every;
    long say_at;
    long halfway_at;
} settings;

typedef struct connection {
    int fd;
    bool is_order;
    bool is_idle;
    long number;
    int64_t sent_ns;
    size_t request_size, request_sent;
    size_t reply_size;
    char request[REQUEST_SIZE];
    char reply[REPLY_SIZE + 1];
} connection;

typedef struct load {
    settings settings;
    int epoll_fd;
    FILE *acks;
    long next, acked, refused, open_count, idle_count;
    long statuses[6];
    char first_refusal[256];
    uint32_t *latencies; /* count by microsecond */
    connection connections[CONNECTIONS_MAX];
} load;

static int64_t monotonic_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void die(const char *what)
{
    fprintf(stderr, "http_load: %s: %s\n", what, strerror(errno));
    exit(1);
}

/* ---- requests ---- */

static void alert_write(const settings *s, connection *c)
{
    char body[REQUEST_SIZE / 2];
    /* Some trade, some of these with a stop that stays; most only tell. */
    const char *quantity = "";
    if (s->quantity_every > 0 && c->number % s->quantity_every == 0)
        quantity = c->number % (4 * s->quantity_every) == 0
                       ? ",\"quantity\":\"0.0001\",\"stop_loss\":400"
                       : ",\"quantity\":\"0.0001\"";
    int size = snprintf(
        body, sizeof body,
        "{\"secret\":\"%s\",\"id\":\"%s-%ld\",\"symbol\":\"%s\",\"action\":\"%s\",\"price\":650.25,"
        "\"strategy\":\"load\",\"timeframe\":\"1m\",\"open\":650,\"high\":651,\"low\":649.5,"
        "\"close\":650.25,\"volume\":12.5,\"alert_name\":\"load\"%s}",
        s->secret, s->prefix, c->number, s->symbol, c->number % 4 == 3 ? "sell" : "buy", quantity);
    c->request_size =
        (size_t)snprintf(c->request, sizeof c->request,
                         "POST /webhooks/tradingview HTTP/1.1\r\nHost: localhost\r\n"
                         "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
                         size, body);
}

static void order_write(const settings *s, connection *c)
{
    char body[REQUEST_SIZE / 2];
    int size = snprintf(
        body, sizeof body,
        "{\"symbol\":\"%s\",\"side\":\"buy\",\"order_type\":\"market\",\"quantity\":0.0001}",
        s->symbol);
    c->request_size = (size_t)snprintf(
        c->request, sizeof c->request,
        "POST /orders/create HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
        "Idempotency-Key: %s-%ld\r\nContent-Type: application/json\r\n"
        "Content-Length: %d\r\n\r\n%s",
        s->key, s->prefix, c->number, size, body);
}

static void connection_end(load *all, connection *c)
{
    if (c->fd < 0)
        return;
    close(c->fd);
    c->fd = -1;
    all->open_count--;
    if (c->is_idle)
        all->idle_count--;
}

static void request_send(load *all, connection *c)
{
    while (c->request_sent < c->request_size) {
        ssize_t sent = send(c->fd, c->request + c->request_sent, c->request_size - c->request_sent,
                            MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN)
            return; /* the sockets' buffers hold a whole request: epoll says when they are free */
        if (sent <= 0) {
            connection_end(all, c);
            return;
        }
        c->request_sent += (size_t)sent;
    }
}

static void request_begin(load *all, connection *c)
{
    const settings *s = &all->settings;
    if (s->count > 0 && all->next >= s->count) {
        c->is_idle = true;
        all->idle_count++;
        return;
    }
    c->number = all->next++;
    c->is_order = s->orders_every > 0 && c->number % s->orders_every == s->orders_every - 1;
    if (c->is_order)
        order_write(s, c);
    else
        alert_write(s, c);
    c->request_sent = 0;
    c->reply_size = 0;
    c->sent_ns = monotonic_ns();
    request_send(all, c);
}

/* ---- replies ---- */

static void reply_count(load *all, connection *c, int status)
{
    int64_t us = (monotonic_ns() - c->sent_ns) / 1000;
    all->latencies[us < LATENCY_US_MAX ? us : LATENCY_US_MAX]++;
    all->statuses[status / 100 % 6]++;
    if (status != 200) {
        if (all->refused++ == 0)
            snprintf(all->first_refusal, sizeof all->first_refusal, "%.240s", c->reply);
        return;
    }
    all->acked++;
    if (all->acks != NULL)
        fprintf(all->acks, "%s %s-%ld\n", c->is_order ? "order" : "alert", all->settings.prefix,
                c->number);
    if (all->acked == all->settings.halfway_at) {
        printf("halfway\n");
        fflush(stdout);
    }
    if (all->acked == all->settings.say_at) {
        printf("reached\n");
        fflush(stdout);
    }
}

/* True when a whole reply is there. */
static bool reply_is_whole(const connection *c)
{
    const char *end = strstr(c->reply, "\r\n\r\n");
    const char *length = end != NULL ? strcasestr(c->reply, "\r\nContent-Length:") : NULL;
    if (length == NULL || length > end)
        return false;
    return c->reply_size >= (size_t)(end + 4 - c->reply) + strtoul(length + 17, NULL, 10);
}

static void reply_read(load *all, connection *c)
{
    while (c->fd >= 0) {
        ssize_t got = recv(c->fd, c->reply + c->reply_size, REPLY_SIZE - c->reply_size, 0);
        if (got < 0 && errno == EAGAIN)
            return;
        if (got <= 0) {
            connection_end(all, c);
            return;
        }
        c->reply_size += (size_t)got;
        c->reply[c->reply_size] = '\0';
        if (!reply_is_whole(c))
            continue;
        reply_count(all, c, (int)strtol(c->reply + strlen("HTTP/1.1 "), NULL, 10));
        request_begin(all, c);
        if (c->is_idle)
            return;
    }
}

/* ---- the run ---- */

static void connections_open(load *all)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)all->settings.port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    for (long i = 0; i < all->settings.connection_count; i++) {
        connection *c = &all->connections[i];
        int on = 1;
        c->fd = socket(AF_INET, SOCK_STREAM, 0);
        if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&address, sizeof address) != 0)
            die("connect");
        setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (fcntl(c->fd, F_SETFL, O_NONBLOCK) != 0)
            die("fcntl");
        struct epoll_event event = { .events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = c };
        if (epoll_ctl(all->epoll_fd, EPOLL_CTL_ADD, c->fd, &event) != 0)
            die("epoll");
        all->open_count++;
    }
}

static void run(load *all)
{
    struct epoll_event events[CONNECTIONS_MAX];
    for (long i = 0; i < all->settings.connection_count; i++)
        request_begin(all, &all->connections[i]);
    while (all->open_count > all->idle_count) {
        int ready = epoll_wait(all->epoll_fd, events, CONNECTIONS_MAX, 30000);
        if (ready == 0) {
            fprintf(stderr, "http_load: no answer for 30 s\n");
            exit(1);
        }
        for (int i = 0; i < ready; i++) {
            connection *c = events[i].data.ptr;
            if (c->fd >= 0 && c->request_sent < c->request_size)
                request_send(all, c);
            if (c->fd >= 0 && !c->is_idle &&
                (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0)
                reply_read(all, c);
        }
    }
}

static long quantile_us(const load *all, double part)
{
    long total = 0, seen = 0;
    for (long us = 0; us <= LATENCY_US_MAX; us++)
        total += all->latencies[us];
    for (long us = 0; us <= LATENCY_US_MAX; us++) {
        seen += all->latencies[us];
        if ((double)seen >= part * (double)total)
            return us;
    }
    return LATENCY_US_MAX;
}

static void settings_read(int argc, char **argv, settings *s)
{
    *s = (settings){
        .prefix = "load", .symbol = "BTCUSD", .secret = "", .key = "", .connection_count = 64
    };
    for (int i = 1; i + 1 < argc; i += 2) {
        const char *name = argv[i], *value = argv[i + 1];
        long number = strtol(value, NULL, 10);
        if (strcmp(name, "--port") == 0)
            s->port = (int)number;
        else if (strcmp(name, "--secret") == 0)
            s->secret = value;
        else if (strcmp(name, "--key") == 0)
            s->key = value;
        else if (strcmp(name, "--prefix") == 0)
            s->prefix = value;
        else if (strcmp(name, "--symbol") == 0)
            s->symbol = value;
        else if (strcmp(name, "--acks") == 0)
            s->acks_path = value;
        else if (strcmp(name, "--connections") == 0)
            s->connection_count = number;
        else if (strcmp(name, "--count") == 0)
            s->count = number;
        else if (strcmp(name, "--orders-every") == 0)
            s->orders_every = number;
        else if (strcmp(name, "--quantity-every") == 0)
            s->quantity_every = number;
        else if (strcmp(name, "--say-at") == 0)
            s->say_at = number;
        else if (strcmp(name, "--halfway-at") == 0)
            s->halfway_at = number;
        else {
            fprintf(stderr, "http_load: unknown argument %s\n", name);
            exit(2);
        }
    }
    if (s->port <= 0 || s->connection_count < 1 || s->connection_count > CONNECTIONS_MAX) {
        fprintf(stderr, "http_load: --port and 1 to %d --connections\n", CONNECTIONS_MAX);
        exit(2);
    }
}

int main(int argc, char **argv)
{
    static load all;
    settings_read(argc, argv, &all.settings);
    all.latencies = calloc(LATENCY_US_MAX + 1, sizeof *all.latencies);
    all.epoll_fd = epoll_create1(0);
    if (all.latencies == NULL || all.epoll_fd < 0)
        die("start");
    if (all.settings.acks_path != NULL && (all.acks = fopen(all.settings.acks_path, "a")) == NULL)
        die(all.settings.acks_path);
    connections_open(&all);
    int64_t started_ns = monotonic_ns();
    run(&all);
    double seconds = (double)(monotonic_ns() - started_ns) / 1e9;
    if (all.acks != NULL && fclose(all.acks) != 0)
        die(all.settings.acks_path);
    printf("acked %ld refused %ld seconds %.3f rate %.0f p50_us %ld p99_us %ld max_us %ld\n",
           all.acked, all.refused, seconds, (double)all.acked / seconds, quantile_us(&all, 0.50),
           quantile_us(&all, 0.99), quantile_us(&all, 1.0));
    if (all.refused > 0)
        printf("first refusal: %s\n", all.first_refusal);
    free(all.latencies);
    return 0;
}
