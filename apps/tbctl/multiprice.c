/* multiprice.c: `ticker`, `multiprice`: what an instrument costs, at the first exchange that answers or at all at once. */
#include <stdlib.h>
#include <string.h>

#include "tbctl/market.h"

#define MARKETS_MAX 16
#define PART(array) (sizeof(array) / sizeof((array)[0]))

#define NAME_ARGUMENT(required)                                                                    \
    {                                                                                              \
        .name = "exchange", .type = TR_ARGUMENT_TEXT, .is_required = required,                     \
        .is_positional = true, .max = "15", .help = "binance, bybit, coinbase, kraken, okx, ..."   \
    }
#define SANDBOX_ARGUMENT                                                                           \
    {                                                                                              \
        .name = "sandbox", .type = TR_ARGUMENT_FLAG, .help = "ask its test network"                \
    }

static void finish(tr_command_call *call, tr_status status, const tr_error *err)
{
    tr_call_finish(call, status, status == TR_OK ? NULL : err);
}

static tr_status info_find(const tr_command_call *call, const tr_exchange_info **out, tr_error *err)
{
    const char *name = tr_call_text(call, "exchange");
    *out = tr_exchange_info_find(name);
    return *out != NULL ? TR_OK : tbctl_exchange_unknown(name, err);
}

/* The exchanges of the call, else of the configuration. Names live as long as the configuration. */
static tr_status names_find(const tr_command_call *call, bool may_name_one,
                            const char *names[MARKETS_MAX], size_t *count_out, tr_error *err)
{
    tbctl *program = tbctl_of(call);
    const char *const *list = NULL;
    const char *first = NULL;
    size_t listed = 0, count = 0;
    tr_status status = tbctl_configure(program, err);
    if (status != TR_OK)
        return status;
    if (may_name_one && tr_call_has(call, "exchange")) {
        const tr_exchange_info *info = NULL;
        status = info_find(call, &info, err);
        if (status == TR_OK)
            names[count++] = info->name;
        *count_out = count;
        return status;
    }
    if (tr_config_get_text(program->config, "trading.default_exchange", &first) == TR_OK &&
        tr_exchange_info_find(first) != NULL)
        names[count++] = first;
    if (tr_config_get_list(program->config, "trading.exchanges", &list, &listed) == TR_OK)
        for (size_t i = 0; i < listed && count < MARKETS_MAX; i++)
            if (tr_exchange_info_find(list[i]) != NULL &&
                (first == NULL || strcmp(list[i], first) != 0))
                names[count++] = list[i];
    *count_out = count;
    return count > 0 ? TR_OK
                     : tbctl_fail(err, TR_E_NOT_FOUND,
                                  "trading.exchanges names no exchange that is "
                                  "spoken; tbctl exchange list names them");
}

/* ---- ticker ---------------------------------------------------------------------------------- */

static tr_status market_open(const tr_command_call *call, tr_exchange_session *session,
                             const char *exchange, const char *symbol, tbctl_market *out,
                             tr_error *err)
{
    *out =
        (tbctl_market){ .exchange = exchange, .symbol = symbol, .kind = tbctl_market_kind(symbol) };
    return tbctl_market_open(tbctl_of(call), session, exchange, out->kind, NULL,
                             tr_call_flag(call, "sandbox"), &out->client, err);
}

static void add_price(tr_document *answer, const char *name, tr_decimal value)
{
    if (!tr_decimal_is_zero(value))
        tr_document_add_decimal(answer, name, value);
}

static void add_change(tr_document *answer, const tr_ticker *ticker)
{
    tr_decimal share, percent, hundredth;
    if (tr_decimal_parse("0.01", 4, &hundredth) != TR_OK ||
        tr_decimal_is_zero(ticker->change.value) || tr_decimal_is_zero(ticker->open.value) ||
        tr_decimal_divide(ticker->change.value, ticker->open.value, TR_ROUND_HALF_EVEN, &share) !=
            TR_OK ||
        tr_decimal_multiply(share, tr_decimal_from_int(100), TR_ROUND_HALF_EVEN, &percent) !=
            TR_OK ||
        tr_decimal_round_to(percent, hundredth, TR_ROUND_HALF_EVEN, &percent) != TR_OK)
        return;
    tr_document_add_decimal(answer, "change_percent", percent);
}

static void add_ticker(tr_document *answer, const tbctl_market *market)
{
    const tr_ticker *ticker = &market->ticker;
    tr_document_add_text(answer, "exchange", market->exchange);
    tr_document_add_text(answer, "symbol", market->instrument->symbol);
    add_price(answer, "last", ticker->last.value);
    add_price(answer, "bid", ticker->bid.value);
    add_price(answer, "ask", ticker->ask.value);
    add_price(answer, "high", ticker->high.value);
    add_price(answer, "low", ticker->low.value);
    add_price(answer, "volume", ticker->base_volume.value);
    add_change(answer, ticker);
    if (ticker->at_ns > 0)
        tr_document_add_time(answer, "at", ticker->at_ns);
}

/* The first exchange in the order of preference that answers. */
static tr_status quote_first(const tr_command_call *call, tr_exchange_session *session,
                             tr_document *answer, tr_error *err)
{
    const char *names[MARKETS_MAX];
    size_t count = 0;
    tr_status status = names_find(call, true, names, &count, err);
    if (status != TR_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        tbctl_market market = { .is_over = false };
        status = market_open(call, session, names[i], tr_call_text(call, "symbol"), &market, err);
        if (status == TR_OK) {
            tbctl_market_quote(&market);
            tbctl_market_wait(session, &market, 1);
            status = market.status;
            *err = market.err;
        }
        if (status == TR_OK)
            add_ticker(answer, &market);
        tbctl_market_done(&market);
        if (status == TR_OK)
            return TR_OK;
        if (i + 1 < count && !tbctl_of(call)->is_json)
            fprintf(stderr, "%s; trying %s\n", err->message, names[i + 1]);
    }
    return status;
}

static void run_ticker(tr_command_call *call)
{
    tr_error err = { 0 };
    tr_exchange_session *session = NULL;
    tr_status status = tr_exchange_session_new(&tbctl_of(call)->clock, NULL, &session, &err);
    if (status == TR_OK)
        status = quote_first(call, session, tr_call_answer(call), &err);
    tr_exchange_session_free(session);
    finish(call, status, &err);
}

#define SYMBOL_ARGUMENT                                                                            \
    {                                                                                              \
        .name = "symbol", .type = TR_ARGUMENT_TEXT, .is_required = true, .is_positional = true,    \
        .min = "2", .max = "63", .help = "BTC/USDT, or BTC/USDT:USDT for the swap"                 \
    }

static const tr_argument_def ticker_arguments[] = { SYMBOL_ARGUMENT, NAME_ARGUMENT(false),
                                                    SANDBOX_ARGUMENT };

const tr_command_def tbctl_command_ticker = {
    .name = "ticker",
    .summary = "Show the price of an instrument at an exchange",
    .details = "Without an exchange: trading.default_exchange, then those of trading.exchanges in "
               "their order, until one answers.",
    .example = "tbctl ticker BTC/USDT binance",
    .place = TR_COMMAND_LOCAL,
    .arguments = ticker_arguments,
    .argument_count = PART(ticker_arguments),
    .run = run_ticker,
};

/* ---- multiprice ------------------------------------------------------------------------------ */

static const char *mark_of(const tr_multiprice *best, size_t index)
{
    if (index == best->best_bid && index == best->best_ask)
        return "best bid and ask";
    if (index == best->best_bid)
        return "best bid";
    return index == best->best_ask ? "best ask" : "";
}

static tr_status add_quotes(tr_document *answer, const tbctl_market *markets, size_t count,
                            tr_error *err)
{
    tr_quote quotes[MARKETS_MAX];
    tr_multiprice best;
    for (size_t i = 0; i < count; i++) {
        const tr_ticker *ticker = &markets[i].ticker;
        quotes[i] = (tr_quote){ markets[i].exchange, ticker->bid, ticker->ask, ticker->last };
    }
    tr_status status = tr_multiprice_of(quotes, count, &best, err);
    if (status != TR_OK)
        return tbctl_fail(err, TR_E_NETWORK, "no exchange told a price: %s",
                          markets[0].err.message);
    tr_document_array_begin(answer, "quotes");
    for (size_t i = 0; i < count; i++) {
        tr_document_object_begin(answer, NULL);
        tr_document_add_text(answer, "exchange", markets[i].exchange);
        add_price(answer, "last", quotes[i].last.value);
        add_price(answer, "bid", quotes[i].bid.value);
        add_price(answer, "ask", quotes[i].ask.value);
        add_price(answer, "volume", markets[i].ticker.base_volume.value);
        add_change(answer, &markets[i].ticker);
        tr_document_add_text(answer, "note",
                             markets[i].status == TR_OK ? mark_of(&best, i)
                                                        : markets[i].err.message);
        tr_document_object_end(answer);
    }
    tr_document_array_end(answer);
    if (best.lowest != SIZE_MAX) {
        tr_decimal percent = best.spread_percent, step;
        if (tr_decimal_parse("0.0001", 6, &step) == TR_OK)
            (void)tr_decimal_round_to(percent, step, TR_ROUND_HALF_EVEN,
                                      &percent); /* else unrounded */
        tr_document_add_text(answer, "lowest", quotes[best.lowest].exchange);
        tr_document_add_text(answer, "highest", quotes[best.highest].exchange);
        tr_document_add_decimal(answer, "spread", best.spread);
        tr_document_add_decimal(answer, "spread_percent", percent);
    }
    return TR_OK;
}

static void run_multiprice(tr_command_call *call)
{
    tr_error err = { 0 };
    tr_exchange_session *session = NULL;
    const char *names[MARKETS_MAX];
    tbctl_market markets[MARKETS_MAX];
    size_t count = 0;
    memset(markets, 0, sizeof markets);
    tr_status status = names_find(call, false, names, &count, &err);
    if (status == TR_OK)
        status = tr_exchange_session_new(&tbctl_of(call)->clock, NULL, &session, &err);
    for (size_t i = 0; status == TR_OK && i < count; i++) {
        markets[i].status = market_open(call, session, names[i], tr_call_text(call, "symbol"),
                                        &markets[i], &markets[i].err);
        if (markets[i].client != NULL)
            tbctl_market_quote(&markets[i]);
        else
            markets[i].is_over = true;
    }
    if (status == TR_OK) {
        tbctl_market_wait(session, markets, count);
        status = add_quotes(tr_call_answer(call), markets, count, &err);
    }
    for (size_t i = 0; i < count; i++)
        tbctl_market_done(&markets[i]);
    tr_exchange_session_free(session);
    finish(call, status, &err);
}

static const tr_argument_def multiprice_arguments[] = { SYMBOL_ARGUMENT, SANDBOX_ARGUMENT };
static const tr_column_view multiprice_columns[] = {
    { "exchange", "EXCHANGE", false, 0 },
    { "last", "LAST", true, 0 },
    { "bid", "BID", true, 0 },
    { "ask", "ASK", true, 0 },
    { "volume", "VOLUME", true, 2 },
    { "change_percent", "24 h %", true, 1 },
    { "note", "", false, 0 },
};

const tr_command_def tbctl_command_multiprice = {
    .name = "multiprice",
    .summary = "Show an instrument's price on every exchange at once, and how far apart they are",
    .details = "The exchanges of trading.exchanges. The spread is the highest last price less the "
               "lowest, in the quote asset and in percent of the lowest.",
    .example = "tbctl multiprice BTC/USDT",
    .place = TR_COMMAND_LOCAL,
    .arguments = multiprice_arguments,
    .argument_count = PART(multiprice_arguments),
    .list_key = "quotes",
    .columns = multiprice_columns,
    .column_count = PART(multiprice_columns),
    .run = run_multiprice,
};
