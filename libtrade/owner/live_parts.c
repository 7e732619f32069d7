/* live_parts.c: an exchange session with one client, and a question about every instrument's price in turn. */
#include "owner/live_parts.h"

#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

#include "core/fail.h"
#include "owner/live_margin.h"

#define PRICE_EVERY_NS  (2 * TR_NS_PER_SECOND)
#define FIRST_PRICES_NS (10 * TR_NS_PER_SECOND)

struct tr__live_parts {
    tr__live_parts_options options;
    tr_exchange_session *session;
    tr_exchange_client *client;
    tr_exchange_live *live;
    tr__margin_watch *margin; /* of swaps, where it can be asked for; NULL */
    size_t next; /* instrument whose price is asked for */
    bool is_asking, is_stopped;
    tr_price_tick told;
};

/* ---- prices ---------------------------------------------------------------------------------- */

static void on_price_due(void *key);

static void price_later(tr__live_parts *parts)
{
    const tr_loop *loop = tr_exchange_session_loop(parts->session);
    size_t count = parts->options.plan->instrument_count;
    bool is_first_round = parts->next < count;
    int64_t wait_ns = is_first_round ? 0 : PRICE_EVERY_NS / (int64_t)(count == 0 ? 1 : count);
    int64_t now_ns = loop->clock->monotonic_ns(loop->clock->user);
    /* No memory for a timer: prices stand still, and what needs fresh ones refuses. */
    (void)loop->set_timer(loop->user, parts, now_ns + wait_ns, on_price_due);
}

static tr_status on_ticker(void *user, const tr_exchange_record *record)
{
    tr__live_parts *parts = user;
    const tr_ticker *ticker = &record->as.ticker;
    if (record->kind == TR_RECORD_TICKER && tr_decimal_sign(ticker->last.value) > 0)
        parts->told.price = ticker->last;
    return TR_OK;
}

static void on_ticker_done(void *user, const tr_exchange_result *result)
{
    tr__live_parts *parts = user;
    const tr_clock *clock = parts->options.clock;
    parts->is_asking = false;
    if (parts->is_stopped)
        return;
    if (result->status == TR_OK && tr_decimal_sign(parts->told.price.value) > 0) {
        parts->told.at_ns = clock->now_ns(clock->user);
        tr_exchange_live_price(parts->live, parts->told.symbol, parts->told.price);
        parts->options.tick(parts->options.tick_user, &parts->told);
    }
    price_later(parts);
}

static void on_price_due(void *key)
{
    tr__live_parts *parts = key;
    const tr__live_plan *plan = parts->options.plan;
    if (parts->is_asking || parts->is_stopped || plan->instrument_count == 0)
        return;
    const tr_instrument *instrument = &plan->instruments[parts->next++ % plan->instrument_count];
    tr_exchange_question question = TR_EXCHANGE_QUESTION_INIT;
    question.call = TR_CALL_TICKER;
    question.kind = plan->kind;
    question.instrument = instrument;
    parts->told = (tr_price_tick){ .at_ns = 0 };
    memcpy(parts->told.symbol, instrument->symbol, sizeof parts->told.symbol);
    parts->is_asking = tr_exchange_client_ask(parts->client, &question, TR_URGENCY_MARKET, NULL,
                                              on_ticker, on_ticker_done, parts, NULL) == TR_OK;
    if (!parts->is_asking)
        price_later(parts);
}

/* ---- life ------------------------------------------------------------------------------------ */

static tr_status open_exchange(tr__live_parts *parts, tr_error *err)
{
    const tr__live_plan *plan = parts->options.plan;
    tr_exchange_client_options client = tr__live_plan_options(plan);
    tr_status status = tr_exchange_session_add(parts->session, &client, &parts->client, err);
    if (status == TR_OK)
        status = tr_exchange_client_set_instruments(parts->client, plan->instruments,
                                                    plan->instrument_count, err);
    if (status != TR_OK)
        return status;
    tr_exchange_live_options live = TR_EXCHANGE_LIVE_OPTIONS_INIT;
    live.client = parts->client;
    live.exchange = plan->exchange;
    live.kind = plan->kind;
    live.instruments = plan->instruments;
    live.instrument_count = plan->instrument_count;
    live.loop = tr_exchange_session_loop(parts->session);
    live.sink = parts->options.report;
    live.sink_user = parts->options.user;
    live.recall = parts->options.recall;
    live.recall_user = parts->options.user;
    live.log = parts->options.log;
    status = tr_exchange_live_new(&live, &parts->live, err);
    tr__margin_watch_options margin = { .plan = plan,
                                        .client = parts->client,
                                        .loop = live.loop,
                                        .wrong = parts->options.margin_wrong,
                                        .user = parts->options.user };
    return status == TR_OK ? tr__margin_watch_open(&margin, &parts->margin, err) : status;
}

tr_status tr__live_parts_open(const tr__live_parts_options *options, tr__live_parts **out,
                              tr_error *err)
{
    tr__live_parts *parts = calloc(1, sizeof *parts);
    if (parts == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for an exchange");
    parts->options = *options;
    tr_status status = tr_exchange_session_new(options->clock, options->log, &parts->session, err);
    if (status == TR_OK)
        status = open_exchange(parts, err);
    if (status != TR_OK) {
        tr__live_parts_close(parts);
        return status;
    }
    const tr_loop *loop = tr_exchange_session_loop(parts->session);
    (void)loop->set_timer(loop->user, parts, loop->clock->monotonic_ns(loop->clock->user),
                          on_price_due); /* as price_later */
    *out = parts;
    return TR_OK;
}

void tr__live_parts_stop(tr__live_parts *parts)
{
    if (parts == NULL)
        return;
    parts->is_stopped = true;
    tr__margin_watch_stop(parts->margin);
    tr_exchange_live_stop(parts->live);
}

void tr__live_parts_close(tr__live_parts *parts)
{
    if (parts == NULL)
        return;
    tr__live_parts_stop(parts);
    tr_exchange_session_free(parts->session); /* its answers come to the orders, which go last */
    tr_exchange_live_free(parts->live);
    tr__margin_watch_free(parts->margin);
    free(parts);
}

bool tr__live_parts_must_go_on(const tr__live_parts *parts)
{
    return parts != NULL && tr_exchange_live_is_setting_switch(parts->live);
}

const tr_exchange *tr__live_parts_exchange(const tr__live_parts *parts)
{
    return tr_exchange_live_port(parts->live);
}

void tr__live_parts_figures(const tr__live_parts *parts, tr_owner_exchange_figures *out)
{
    const tr__live_plan *plan = parts->options.plan;
    *out = (tr_owner_exchange_figures){ .unsettled =
                                            (int64_t)tr_exchange_live_unsettled(parts->live) };
    memcpy(out->exchange, plan->exchange, strlen(plan->exchange) + 1);
    tr_exchange_client_figures_read(parts->client, &out->client);
    out->limit_count = tr_exchange_client_limits_read(parts->client, out->limits);
}

const tr_loop *tr__live_parts_loop(const tr__live_parts *parts)
{
    return tr_exchange_session_loop(parts->session);
}

void tr__live_parts_await_prices(tr__live_parts *parts)
{
    const tr_clock *clock = parts->options.clock;
    int64_t until_ns = clock->monotonic_ns(clock->user) + FIRST_PRICES_NS;
    size_t count = parts->options.plan->instrument_count;
    for (;;) {
        int64_t left_ns = until_ns - clock->monotonic_ns(clock->user);
        if ((parts->next >= count && !parts->is_asking) || left_ns <= 0)
            return;
        (void)tr__live_parts_run(parts, left_ns); /* looks again in any case */
    }
}

bool tr__live_parts_run(tr__live_parts *parts, int64_t wait_ns)
{
    return tr_exchange_session_run(parts->session, wait_ns);
}
