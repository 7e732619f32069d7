/*
 * endpoint_metrics.c: figures for monitors, in Prometheus's text format 0.0.4 ("Exposition formats", Prometheus documentation,
 * 2026). Read like any other figures: with a key that may read.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <trade/time.h>
#include <trade/version.h>

#include "call.h"
#include "endpoint.h"
#include "server.h"

#define TEXT_SIZE 32768

typedef struct page {
    char text[TEXT_SIZE];
    size_t length;
} page;

__attribute__((format(printf, 2, 3))) static void put(page *self, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(self->text + self->length, TEXT_SIZE - self->length, format, args);
    va_end(args);
    if (length > 0 && (size_t)length < TEXT_SIZE - self->length)
        self->length +=
            (size_t)length; /* else the line is left out: the page is sized for all of them */
}

static void put_head(page *self, const char *name, const char *type, const char *help)
{
    put(self, "# HELP libtrade_%s %s\n# TYPE libtrade_%s %s\n", name, help, name, type);
}

static void put_one(page *self, const char *name, const char *type, const char *help, int64_t value)
{
    put_head(self, name, type, help);
    put(self, "libtrade_%s %lld\n", name, (long long)value);
}

/* ---- the owner ------------------------------------------------------------------------------- */

static void put_owner(page *self, web_server *server)
{
    tr_owner_figures figures;
    tr_status state = server->is_stopping ? TR_E_CLOSED : tr_owner_state(server->owner, NULL);
    tr_owner_figures_read(server->owner, &figures);
    put_head(self, "info", "gauge", "The version that runs.");
    put(self, "libtrade_info{version=\"%s\"} 1\n", tr_version());
    put_one(self, "ready", "gauge", "1 while commands are taken.", state == TR_OK);
    put_head(self, "start_time_seconds", "gauge", "When the owner began, since 1970.");
    put(self, "libtrade_start_time_seconds %lld.%03lld\n",
        (long long)(figures.started_ns / TR_NS_PER_SECOND),
        (long long)(figures.started_ns % TR_NS_PER_SECOND / TR_NS_PER_MS));
    put_one(self, "alerts_total", "counter", "Alerts taken.", figures.alerts);
    put_one(self, "orders_total", "counter", "Orders taken.", figures.orders);
    put_one(self, "fills_total", "counter", "Fills booked.", figures.fills);
    put_one(self, "commands_total", "counter", "Commands run.", figures.commands);
    put_one(self, "queue_length", "gauge", "Commands that wait.", figures.queue_length);
    put_one(self, "store_restarts_total", "counter",
            "Times that the store failed and was opened again.", figures.restarts);
    put_head(self, "orders", "gauge", "Orders in memory by state.");
    for (int at = TR_STATE_ACCEPTED; at <= TR_STATE_FAILED; at++)
        put(self, "libtrade_orders{state=\"%s\"} %lld\n", tr_order_state_name((tr_order_state)at),
            (long long)figures.states[at]);
}

/* ---- the exchange ---------------------------------------------------------------------------- */

static void put_of(page *self, const tr_owner_exchange_figures *of, const char *name,
                   const char *type, const char *help, int64_t value)
{
    put_head(self, name, type, help);
    put(self, "libtrade_%s{exchange=\"%s\"} %lld\n", name, of->exchange, (long long)value);
}

static void put_seconds(page *self, const tr_owner_exchange_figures *of, const char *name,
                        const char *help, int64_t ns)
{
    uint64_t size = ns < 0 ? (uint64_t)-ns : (uint64_t)ns;
    put_head(self, name, "gauge", help);
    put(self, "libtrade_%s{exchange=\"%s\"} %s%llu.%09llu\n", name, of->exchange, ns < 0 ? "-" : "",
        (unsigned long long)(size / 1000000000), (unsigned long long)(size % 1000000000));
}

static void put_limits(page *self, const tr_owner_exchange_figures *of)
{
    if (of->limit_count == 0)
        return;
    put_head(self, "exchange_limit_used", "gauge", "Counted against a limit of the exchange now.");
    for (size_t i = 0; i < of->limit_count; i++)
        put(self, "libtrade_exchange_limit_used{exchange=\"%s\",limit=\"%s\"} %lld\n", of->exchange,
            of->limits[i].name, (long long)of->limits[i].used);
    put_head(self, "exchange_limit_amount", "gauge", "What the limit allows in its interval.");
    for (size_t i = 0; i < of->limit_count; i++)
        put(self, "libtrade_exchange_limit_amount{exchange=\"%s\",limit=\"%s\"} %lld\n",
            of->exchange, of->limits[i].name, (long long)of->limits[i].amount);
}

static void put_exchange(page *self, const tr_owner_exchange_figures *of)
{
    const tr_exchange_client_figures *client = &of->client;
    put_of(self, of, "exchange_answering", "gauge", "0 while the circuit is open.",
           client->is_answering);
    put_of(self, of, "exchange_clock_trusted", "gauge", "0: private requests are held.",
           client->is_clock_trusted);
    put_seconds(self, of, "exchange_clock_offset_seconds",
                "The exchange's clock less this machine's.", client->clock_offset_ns);
    put_seconds(self, of, "exchange_round_trip_seconds",
                "The shortest round trip that the clock is known by.", client->clock_round_trip_ns);
    put_of(self, of, "exchange_requests_total", "counter", "Requests sent.", client->sent);
    put_of(self, of, "exchange_answers_total", "counter", "Answers that came.", client->answered);
    put_of(self, of, "exchange_failures_total", "counter", "Questions that failed.",
           client->failed);
    put_of(self, of, "exchange_unknown_total", "counter",
           "Placing calls whose outcome was not known at first.", client->unknown);
    put_of(self, of, "exchange_unsettled", "gauge",
           "Requests under way, and orders whose outcome is not known.", of->unsettled);
    put_of(self, of, "exchange_waiting", "gauge", "Questions that wait to be sent.",
           client->waiting);
    put_of(self, of, "exchange_held", "gauge", "Orders, amendments and cancels among them.",
           client->held);
    put_of(self, of, "exchange_under_way", "gauge", "Requests that wait for an answer.",
           client->under_way);
    put_limits(self, of);
}

static void get_metrics(void *user, serve_request *request)
{
    web_server *server = user;
    tr_owner_exchange_figures exchange;
    page text = { .length = 0 };
    if (web_caller_with(request, TR_RIGHT_READ) == NULL)
        return;
    put_owner(&text, server);
    if (tr_owner_exchange_figures_read(server->owner, &exchange))
        put_exchange(&text, &exchange);
    serve_reply(request, 200, "text/plain; version=0.0.4; charset=utf-8", text.text, text.length);
}

const serve_route web_endpoint_metrics[] = {
    { "GET", "/metrics", SERVE_AUTHENTICATED, 0, get_metrics },
    { .method = NULL },
};
