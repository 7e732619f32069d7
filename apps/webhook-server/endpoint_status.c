/* endpoint_status.c: how it goes: the server, the account, the market. */
#include <string.h>

#include <trade/version.h>

#include "answer.h"
#include "call.h"
#include "endpoint.h"
#include "machine.h"
#include "server.h"

#define NS_PER_S INT64_C(1000000000)

/* How many orders in memory the first clients' word stands for. */
static int64_t count_view(const tr_owner_figures *figures, const char *view)
{
    int64_t count = 0;
    for (int state = TR_STATE_ACCEPTED; state <= TR_STATE_FAILED; state++)
        if (strcmp(tr_order_state_view((tr_order_state)state), view) == 0)
            count += figures->states[state];
    return count;
}

static void services_write(tr_json_writer *writer, tr_status state)
{
    const char *word = state == TR_OK ? "healthy" : tr_status_name(state);
    tr_json_write_object_begin(writer, "services");
    tr_json_write_text(writer, "store", word);
    tr_json_write_text(writer, "trading", word);
    tr_json_write_text(writer, "order_matching", word);
    tr_json_write_object_end(writer);
}

/* Always 200, as its first clients expect; /readyz is the one that answers with a status. */
static void get_health(void *user, serve_request *request)
{
    web_server *server = user;
    tr_owner_figures figures;
    if (web_caller_with(request, TR_RIGHT_READ) == NULL)
        return;
    tr_json_writer *writer = web_answer_begin(request);
    if (writer == NULL)
        return;
    tr_status state = server->is_stopping ? TR_E_CLOSED : tr_owner_state(server->owner, NULL);
    int64_t now_ns = serve_request_received_ns(request);
    tr_owner_figures_read(server->owner, &figures);
    tr_json_write_text(writer, "status", state == TR_OK ? "healthy" : "degraded");
    services_write(writer, state);
    tr_json_write_object_begin(writer, "queue_stats");
    tr_json_write_int64(writer, "pending_orders", count_view(&figures, "pending"));
    tr_json_write_int64(writer, "matched_orders", count_view(&figures, "matched"));
    tr_json_write_int64(writer, "waiting_commands", figures.queue_length);
    tr_json_write_object_end(writer);
    tr_json_write_int64(writer, "uptime", (now_ns - server->started_ns) / NS_PER_S);
    tr_json_write_text(writer, "version", tr_version());
    web_write_time(writer, "timestamp", now_ns);
    web_answer_json(request, writer);
}

static void run(void *user, serve_request *request, const char *command, const char *const *names)
{
    web_call *call = web_call_begin(request, TR_RIGHT_READ, command, NULL);
    if (call == NULL)
        return;
    web_call_add_query(call, names);
    web_call_run(user, call);
}

static const char *const account_alone[] = { "account", NULL };

static void get_all(void *user, serve_request *request)
{
    run(user, request, "status", account_alone);
}

static void get_orders_summary(void *user, serve_request *request)
{
    run(user, request, "queue stats", account_alone);
}

static void get_positions(void *user, serve_request *request)
{
    run(user, request, "position list", account_alone);
}

static void get_balances(void *user, serve_request *request)
{
    run(user, request, "balance list", account_alone);
}

static void get_signals(void *user, serve_request *request)
{
    static const char *const names[] = { "limit", "account", "after", NULL };
    run(user, request, "signal list", names);
}

static void get_profit(void *user, serve_request *request)
{
    static const char *const names[] = { "account", "method", "by", "symbol", "from", "to", NULL };
    run(user, request, "pnl", names);
}

/* The market as the engine sees it. */
static void get_trading(void *user, serve_request *request)
{
    static const char *const names[] = { "symbol", NULL };
    run(user, request, "price show", names);
}

const serve_route web_endpoint_status[] = {
    { "GET", "/status/health", SERVE_AUTHENTICATED, 0, get_health },
    { "GET", "/status/all", SERVE_AUTHENTICATED, 0, get_all },
    { "GET", "/status/signals", SERVE_AUTHENTICATED, 0, get_signals },
    { "GET", "/status/orders/summary", SERVE_AUTHENTICATED, 0, get_orders_summary },
    { "GET", "/status/trading", SERVE_AUTHENTICATED, 0, get_trading },
    { "GET", "/status/positions", SERVE_AUTHENTICATED, 0, get_positions },
    { "GET", "/status/balances", SERVE_AUTHENTICATED, 0, get_balances },
    { "GET", "/status/pnl", SERVE_AUTHENTICATED, 0, get_profit },
    { .method = NULL },
};
