/*
 * map.c: mexc's requests and answers as tables, spot and USDT perpetuals in one-way mode. Bars of
 * contracts come as columns, and count contracts.
 * Source: MEXC Spot API v3, "Market Data Endpoints", "Spot Account/Trade"; MEXC Futures API,
 * "Market Endpoints", "Account and trading endpoints", 2026.
 */
#include "exchange/mexc/map.h"

#include <string.h>

#include "exchange/answer.h"
#include "exchange/page.h"
#include "exchange/request.h"

const tr_timeframe tr__mexc_timeframes[TR__MEXC_TIMEFRAME_COUNT] = {
    { 1, TR_TIMEFRAME_MINUTE }, { 5, TR_TIMEFRAME_MINUTE }, { 15, TR_TIMEFRAME_MINUTE },
    { 30, TR_TIMEFRAME_MINUTE }, { 1, TR_TIMEFRAME_HOUR }, { 4, TR_TIMEFRAME_HOUR },
    { 1, TR_TIMEFRAME_DAY }, { 1, TR_TIMEFRAME_WEEK }, { 1, TR_TIMEFRAME_MONTH },
};

const char *const tr__mexc_words[TR__MEXC_TIMEFRAME_COUNT] = { "1m", "5m", "15m", "30m", "60m",
                                                               "4h", "1d", "1W", "1M" };

const char *const tr__mexc_contract_words[TR__MEXC_TIMEFRAME_COUNT] = {
    "Min1", "Min5", "Min15", "Min30", "Min60", "Hour4", "Day1", "Week1", "Month1",
};

/* ---- words ----------------------------------------------------------------------------------- */

static const tr__word sides[] = { { "BUY", TR__SETS_BUY }, { "SELL", TR__SETS_SELL }, { NULL, 0 } };
/* The time in force is part of the type. */
static const tr__word types[] = { { "LIMIT", TR__SETS_LIMIT | TR__SETS_GTC },
                                  { "MARKET", TR__SETS_MARKET },
                                  { "LIMIT_MAKER",
                                    TR__SETS_LIMIT | TR__SETS_GTC | TR__SETS_POST_ONLY },
                                    { "IMMEDIATE_OR_CANCEL", TR__SETS_LIMIT | TR__SETS_IOC },
                                    { "FILL_OR_KILL", TR__SETS_LIMIT | TR__SETS_FOK },
                                  { NULL, 0 } };
static const tr__word states[] = { { "NEW", TR_STATE_WORKING },
                                   { "PARTIALLY_FILLED", TR_STATE_PARTLY_FILLED },
                                   { "FILLED", TR_STATE_FILLED },
                                   { "CANCELED", TR_STATE_CANCELLED },
                                   { "PARTIALLY_CANCELED", TR_STATE_CANCELLED },
                                   { "REJECTED", TR_STATE_FAILED },
                                   { "EXPIRED", TR_STATE_EXPIRED },     { NULL, 0 } };
static const tr__word trading[] = { { "1", TR__SETS_TRADING }, { "ENABLED", TR__SETS_TRADING },
                                    { NULL, 0 } };

/* Of contracts: 1 opens long, 2 closes short, 3 opens short, 4 closes long. */
static const tr__word contract_sides[] = { { "1", TR__SETS_BUY },
                                           { "2", TR__SETS_BUY | TR__SETS_REDUCE_ONLY },
                                           { "3", TR__SETS_SELL },
                                           { "4", TR__SETS_SELL | TR__SETS_REDUCE_ONLY },
                                           { NULL, 0 } };
static const tr__word contract_types[] = { { "1", TR__SETS_LIMIT | TR__SETS_GTC },
                                           { "2",
                                             TR__SETS_LIMIT | TR__SETS_GTC | TR__SETS_POST_ONLY },
                                             { "3", TR__SETS_LIMIT | TR__SETS_IOC },
                                             { "4", TR__SETS_LIMIT | TR__SETS_FOK },
                                             { "5", TR__SETS_MARKET }, { "6", TR__SETS_MARKET },
                                           { NULL, 0 } };
static const tr__word contract_states[] = { { "1", TR_STATE_WORKING },   { "2", TR_STATE_WORKING },
                                            { "3", TR_STATE_FILLED },
                                            { "4", TR_STATE_CANCELLED }, { "5", TR_STATE_FAILED },
                                            { NULL, 0 } };
static const tr__word contract_trading[] = { { "0", TR__SETS_TRADING }, { NULL, 0 } };
static const tr__word deal_sides[] = { { "1", TR__SETS_BUY }, { "2", TR__SETS_SELL }, { NULL, 0 } };
static const tr__word position_types[] = { { "1", TR__SETS_LONG }, { "2", TR__SETS_SHORT },
                                           { NULL, 0 } };

#define ENVELOPE TR__CODE("code"), TR__MESSAGE("msg"), TR__MESSAGE("message")

/* ---- spot ------------------------------------------------------------------------------------ */

static const tr__shape time_shape = {
    .record = TR_RECORD_TIME,
    .rules = (const tr__rule[]){ ENVELOPE, TR__FIELD("serverTime", MS, time.at_ns), TR__END },
};
static const tr__shape instrument_shape = {
    .record = TR_RECORD_INSTRUMENT,
    .rules = (const tr__rule[]){
        TR__FIELD("symbol", TEXT, instrument.instrument.exchange_symbol),
        TR__FIELD("baseAsset", ASSET, instrument.instrument.base),
        TR__FIELD("quoteAsset", ASSET, instrument.instrument.quote),
        TR__FIELD("quotePrecision", PLACES, instrument.instrument.tick),
        TR__FIELD("baseAssetPrecision", PLACES, instrument.instrument.lot),
        TR__FIELD("baseSizePrecision", DECIMAL, instrument.instrument.quantity_min),
        TR__FIELD("quoteAmountPrecision", DECIMAL, instrument.instrument.notional_min),
        TR__FIELD("makerCommission", DECIMAL, instrument.maker_rate),
        TR__FIELD("takerCommission", DECIMAL, instrument.taker_rate), TR__WORDS("status", trading),
        TR__FIELD("status", CUT, instrument.word), TR__END,
    },
};
static const tr__shape instruments_shape = {
    .rules = (const tr__rule[]){ ENVELOPE, TR__INSIDE("symbols", TR__EACH(&instrument_shape)),
                                 TR__END }
};

static const tr__shape ticker_shape = {
    .record = TR_RECORD_TICKER,
    .rules = (const tr__rule[]){
        ENVELOPE, TR__FIELD("symbol", TEXT, ticker.exchange_symbol),
        TR__FIELD("closeTime", MS, ticker.at_ns), TR__FIELD("bidPrice", DECIMAL, ticker.bid),
        TR__FIELD("bidQty", DECIMAL, ticker.bid_quantity),
        TR__FIELD("askPrice", DECIMAL, ticker.ask),
        TR__FIELD("askQty", DECIMAL, ticker.ask_quantity),
        TR__FIELD("lastPrice", DECIMAL, ticker.last), TR__FIELD("openPrice", DECIMAL, ticker.open),
        TR__FIELD("highPrice", DECIMAL, ticker.high), TR__FIELD("lowPrice", DECIMAL, ticker.low),
        TR__FIELD("volume", DECIMAL, ticker.base_volume),
        TR__FIELD("quoteVolume", DECIMAL, ticker.quote_volume),
        TR__FIELD("priceChange", DECIMAL, ticker.change), TR__END,
    },
};
static const tr__shape tickers_shape = {
    .rules = (const tr__rule[]){ ENVELOPE, TR__RECORDS("*", &ticker_shape), TR__END }
};

static const tr__shape bar_shape = {
    .record = TR_RECORD_BAR,
    .rules = (const tr__rule[]){ TR__FIELD("0", MS, bar.open_ns), TR__FIELD("1", DOUBLE, bar.open),
                                 TR__FIELD("2", DOUBLE, bar.high),
                                 TR__FIELD("3", DOUBLE, bar.low), TR__FIELD("4", DOUBLE, bar.close),
                                 TR__FIELD("5", DOUBLE, bar.volume), TR__END },
};
static const tr__shape bars_shape = {
    .rules = (const tr__rule[]){ ENVELOPE, TR__RECORDS("*", &bar_shape), TR__END }
};

static const tr__shape book_shape = {
    .record = TR_RECORD_BOOK,
    .rules = (const tr__rule[]){ ENVELOPE, TR__FIELD("lastUpdateId", INT64, book.sequence),
                                 TR__FIELD("timestamp", MS, book.at_ns),
                                 TR__BIDS("bids", NULL), TR__ASKS("asks", NULL), TR__END },
};

static const tr__shape fill_shape = {
    .record = TR_RECORD_FILL,
    .rules = (const tr__rule[]){
        TR__FIELD("symbol", TEXT, fill.exchange_symbol),
        TR__FIELD("id", TEXT, fill.exchange_fill_id),
        TR__FIELD("orderId", TEXT, fill.exchange_order_id),
        TR__FIELD("clientOrderId", TEXT, fill.client_id), TR__FIELD("price", DECIMAL, fill.price),
        TR__FIELD("p", DECIMAL, fill.price), TR__FIELD("qty", DECIMAL, fill.quantity),
        TR__FIELD("q", DECIMAL, fill.quantity), TR__FIELD("quoteQty", DECIMAL, fill.notional),
        TR__TOLD("commission", DECIMAL, fill.fee, TR__SETS_FEE),
        TR__FIELD("commissionAsset", ASSET, fill.fee_asset), TR__FIELD("time", MS, fill.at_ns), TR__CUSTOM("time", &tr__page_mark),
        TR__FIELD("T", MS, fill.at_ns), TR__FLAG("isBuyer", TR__SETS_BUY, TR__SETS_SELL),
        TR__FLAG("isMaker", TR__SETS_MAKER, TR__SETS_TAKER),
        TR__FLAG("m", TR__SETS_SELL, TR__SETS_BUY), TR__END,
    },
};
static const tr__shape fills_shape = {
    .rules = (const tr__rule[]){ ENVELOPE, TR__RECORDS("*", &fill_shape), TR__END }
};

static const tr__shape balance_shape = {
    .record = TR_RECORD_BALANCE,
    .rules = (const tr__rule[]){ TR__FIELD("asset", ASSET, balance.asset),
                                 TR__FIELD("free", DECIMAL, balance.free),
                                 TR__FIELD("locked", DECIMAL, balance.held), TR__END },
};
static const tr__shape balances_shape = {
    .rules = (const tr__rule[]){ ENVELOPE, TR__INSIDE("balances", TR__EACH(&balance_shape)),
                                 TR__END }
};

/* A cancel has an id of its own in "clientOrderId", and the order's in "origClientOrderId". */
static const tr__shape order_shape = {
    .record = TR_RECORD_ORDER,
    .rules = (const tr__rule[]){
        ENVELOPE, TR__FIELD("symbol", TEXT, order.exchange_symbol),
        TR__FIELD("orderId", TEXT, order.exchange_order_id),
        TR__FIELD("clientOrderId", FIRST, order.client_id),
        TR__FIELD("origClientOrderId", TEXT, order.client_id), TR__STATES("status", states),
        TR__WORDS("side", sides), TR__WORDS("type", types),
        TR__FIELD("price", DECIMAL, order.limit_price),
        TR__FIELD("origQty", DECIMAL, order.quantity),
        TR__FIELD("origQuoteOrderQty", DECIMAL, order.notional_asked),
        TR__TOLD("executedQty", DECIMAL, order.filled, TR__SETS_FILLED),
        TR__FIELD("cummulativeQuoteQty", DECIMAL, order.notional),
        TR__FIELD("time", MS, order.created_ns), TR__FIELD("transactTime", MS, order.created_ns),
        TR__FIELD("updateTime", MS, order.updated_ns), TR__END,
    },
};
static const tr__shape orders_shape = {
    .rules = (const tr__rule[]){ ENVELOPE, TR__RECORDS("*", &order_shape), TR__END }
};

static const tr__shape fees_part = {
    .record = TR_RECORD_FEES,
    .rules = (const tr__rule[]){ TR__FIELD("makerCommission", DECIMAL, fees.maker_rate),
                                 TR__FIELD("takerCommission", DECIMAL, fees.taker_rate), TR__END },
};
static const tr__shape fees_shape = {
    .rules = (const tr__rule[]){ ENVELOPE, TR__RECORDS("data", &fees_part), TR__END }
};

/* ---- contracts ------------------------------------------------------------------------------- */

#define ANSWER(rule)                                                                               \
    { .rules = (const tr__rule[]){ TR__FLAG("success", 0, TR__SETS_FAILED), ENVELOPE, rule,        \
                                   TR__END } }
#define LIST(shape)   ANSWER(TR__INSIDE("data", TR__EACH(shape)))
#define SINGLE(shape) ANSWER(TR__RECORDS("data", shape))

static const tr__shape ping_answer = {
    .record = TR_RECORD_TIME,
    .rules = (const tr__rule[]){ TR__FLAG("success", 0, TR__SETS_FAILED), ENVELOPE,
                                 TR__FIELD("data", MS, time.at_ns), TR__END },
};
/* Settled in the base asset it is inverse. */
static void inverse_finish(const tr__reading *reading, tr_exchange_record *record)
{
    const tr_instrument *instrument = &record->as.instrument.instrument;
    (void)reading;
    if (strcmp(instrument->settle, instrument->quote) != 0)
        tr__record_leave_out(record);
}
static const tr__shape contract_shape = {
    .record = TR_RECORD_INSTRUMENT,
    .rules = (const tr__rule[]){
        TR__FIELD("symbol", TEXT, instrument.instrument.exchange_symbol),
        TR__FIELD("baseCoin", ASSET, instrument.instrument.base),
        TR__FIELD("quoteCoin", ASSET, instrument.instrument.quote),
        TR__FIELD("settleCoin", ASSET, instrument.instrument.settle),
        TR__FIELD("contractSize", DECIMAL, instrument.instrument.multiplier),
        TR__FIELD("priceUnit", DECIMAL, instrument.instrument.tick),
        TR__FIELD("volUnit", DECIMAL, instrument.instrument.lot),
        TR__FIELD("minVol", DECIMAL, instrument.instrument.quantity_min),
        TR__FIELD("maxVol", DECIMAL, instrument.instrument.quantity_max),
        TR__FIELD("makerFeeRate", DECIMAL, instrument.maker_rate),
        TR__FIELD("takerFeeRate", DECIMAL, instrument.taker_rate),
        TR__WORDS("state", contract_trading), TR__FIELD("state", CUT, instrument.word), TR__END,
    },
    .finish = inverse_finish,
};
static const tr__shape contracts_answer = LIST(&contract_shape);
static const tr__shape contract_ticker_shape = {
    .record = TR_RECORD_TICKER,
    .rules = (const tr__rule[]){
        TR__FIELD("symbol", TEXT, ticker.exchange_symbol),
        TR__FIELD("lastPrice", DECIMAL, ticker.last), TR__FIELD("bid1", DECIMAL, ticker.bid),
        TR__FIELD("ask1", DECIMAL, ticker.ask), TR__FIELD("high24Price", DECIMAL, ticker.high),
        TR__FIELD("lower24Price", DECIMAL, ticker.low),
        TR__FIELD("riseFallValue", DECIMAL, ticker.change),
        TR__FIELD("amount24", DECIMAL, ticker.quote_volume),
        TR__FIELD("fairPrice", DECIMAL, ticker.mark),
        TR__FIELD("indexPrice", DECIMAL, ticker.index), TR__FIELD("timestamp", MS, ticker.at_ns),
        TR__END,
    },
};
static const tr__shape contract_ticker_answer = SINGLE(&contract_ticker_shape),
                       contract_tickers_answer = LIST(&contract_ticker_shape);
static const tr__shape contract_book_shape = {
    .record = TR_RECORD_BOOK,
    .rules = (const tr__rule[]){ TR__FIELD("version", INT64, book.sequence),
                                 TR__FIELD("timestamp", MS, book.at_ns), TR__BIDS("bids", NULL),
                                 TR__ASKS("asks", NULL), TR__END },
};
static const tr__shape contract_book_answer = SINGLE(&contract_book_shape);
static const tr__shape deal_shape = {
    .record = TR_RECORD_FILL,
    .rules = (const tr__rule[]){ TR__FIELD("p", DECIMAL, fill.price),
                                 TR__FIELD("v", DECIMAL, fill.quantity), TR__WORDS("T", deal_sides),
                                 TR__FIELD("t", MS, fill.at_ns),
                                 TR__FIELD("i", TEXT, fill.exchange_fill_id), TR__END },
};
static const tr__shape deals_answer =
    ANSWER(TR__INSIDE("data", TR__PART(TR__RECORDS("*", &deal_shape),
                                       TR__INSIDE("resultList", TR__EACH(&deal_shape)))));
static const tr__shape contract_fill_shape = {
    .record = TR_RECORD_FILL,
    .rules = (const tr__rule[]){
        TR__FIELD("id", TEXT, fill.exchange_fill_id),
        TR__FIELD("symbol", TEXT, fill.exchange_symbol), TR__WORDS("side", contract_sides),
        TR__FIELD("vol", DECIMAL, fill.quantity), TR__FIELD("price", DECIMAL, fill.price),
        TR__TOLD("fee", DECIMAL, fill.fee, TR__SETS_FEE),
        TR__FIELD("feeCurrency", ASSET, fill.fee_asset),
        TR__FIELD("orderId", TEXT, fill.exchange_order_id), TR__FIELD("timestamp", MS, fill.at_ns),
        TR__FLAG("taker", TR__SETS_TAKER, TR__SETS_MAKER),
        TR__FLAG("isTaker", TR__SETS_TAKER, TR__SETS_MAKER), TR__END,
    },
};
static const tr__shape contract_fills_answer =
    ANSWER(TR__INSIDE("data", TR__PART(TR__INSIDE("resultList", TR__EACH(&contract_fill_shape)),
                                       TR__RECORDS("*", &contract_fill_shape))));
static const tr__shape funding_shape = {
    .record = TR_RECORD_FUNDING,
    .rules = (const tr__rule[]){ TR__FIELD("symbol", TEXT, funding.exchange_symbol),
                                 TR__TOLD("fundingRate", DECIMAL, funding.rate, TR__SETS_RATE),
                                 TR__FIELD("nextSettleTime", MS, funding.at_ns), TR__END },
};
static const tr__shape funding_answer = SINGLE(&funding_shape);
/* Positions' margin and what orders freeze are both held; "cashBalance" is what could be withdrawn. */
static void held_take(tr__reading *reading, const char *text, size_t length,
                      tr_exchange_record *record)
{
    tr_decimal part;
    (void)reading;
    if (tr__take_decimal(text, length, &part))
        (void)tr_decimal_add(record->as.balance.held.value, part,
                             &record->as.balance.held.value); /* keeps the first */
}
static const tr__custom held_custom = { held_take };
static const tr__shape asset_shape = {
    .record = TR_RECORD_BALANCE,
    .rules = (const tr__rule[]){ TR__FIELD("currency", ASSET, balance.asset),
                                 TR__FIELD("availableBalance", DECIMAL, balance.free),
                                 TR__CUSTOM("positionMargin", &held_custom),
                                 TR__CUSTOM("frozenBalance", &held_custom), TR__END },
};
static const tr__shape assets_answer = LIST(&asset_shape);
static const tr__shape position_shape = {
    .record = TR_RECORD_POSITION,
    .rules = (const tr__rule[]){
        TR__FIELD("positionId", TEXT, position.exchange_position_id),
        TR__FIELD("symbol", TEXT, position.exchange_symbol),
        TR__WORDS("positionType", position_types), TR__FIELD("holdVol", DECIMAL, position.quantity),
        TR__FIELD("holdAvgPrice", DECIMAL, position.entry),
        TR__FIELD("liquidatePrice", DECIMAL, position.liquidation),
        TR__FIELD("leverage", DECIMAL, position.leverage),
        TR__FIELD("im", DECIMAL, position.margin), TR__FIELD("createTime", MS, position.at_ns),
        TR__END,
    },
};
static const tr__shape positions_answer = LIST(&position_shape);
static const tr__shape contract_order_shape = {
    .record = TR_RECORD_ORDER,
    .rules = (const tr__rule[]){
        TR__FIELD("orderId", TEXT, order.exchange_order_id),
        TR__FIELD("symbol", TEXT, order.exchange_symbol),
        TR__FIELD("externalOid", TEXT, order.client_id), TR__STATES("state", contract_states),
        TR__WORDS("side", contract_sides), TR__WORDS("orderType", contract_types),
        TR__FLAG("reduceOnly", TR__SETS_REDUCE_ONLY, 0),
        TR__FIELD("price", DECIMAL, order.limit_price),
        TR__FIELD("priceStr", DECIMAL, order.limit_price),
        TR__FIELD("vol", DECIMAL, order.quantity),
        TR__TOLD("dealVol", DECIMAL, order.filled, TR__SETS_FILLED),
        TR__FIELD("dealAvgPrice", DECIMAL, order.average),
        TR__FIELD("createTime", MS, order.created_ns),
        TR__FIELD("updateTime", MS, order.updated_ns), TR__END,
    },
};
static const tr__shape contract_order_answer = SINGLE(&contract_order_shape),
                       contract_orders_answer = LIST(&contract_order_shape);
/* An object with the id, or the id alone. */
static const tr__shape contract_placed_answer = {
    .record = TR_RECORD_ORDER,
    .rules = (const tr__rule[]){ TR__FLAG("success", 0, TR__SETS_FAILED), ENVELOPE,
                                 TR__FIELD("data", TEXT, order.exchange_order_id),
                                 TR__INSIDE("data",
                                            TR__PART(TR__FIELD("orderId", TEXT,
                                                               order.exchange_order_id))),
                                                               TR__END },
};
static const tr__shape contract_cancelled_answer =
    ANSWER(TR__INSIDE("data", TR__PART(TR__INSIDE("*", TR__PART(TR__CODE("errorCode"),
                                                                TR__MESSAGE("errorMsg"))))));
static const tr__shape contract_bar_shape = {
    .record = TR_RECORD_BAR,
    .rules = (const tr__rule[]){ TR__FIELD("time", SECONDS, bar.open_ns),
                                 TR__FIELD("open", DOUBLE, bar.open),
                                 TR__FIELD("high", DOUBLE, bar.high),
                                 TR__FIELD("low", DOUBLE, bar.low),
                                 TR__FIELD("close", DOUBLE, bar.close),
                                 TR__FIELD("vol", DOUBLE, bar.volume), TR__END },
    .finish = tr__finish_contract_volume,
};
static const tr__shape contract_bars_answer = ANSWER(TR__COLUMNS("data", &contract_bar_shape));

static const tr__shape contract_done_answer = {
    .rules = (const tr__rule[]){ TR__FLAG("success", 0, TR__SETS_FAILED), ENVELOPE, TR__END }
};

static const tr__shape done_answer = { .rules = (const tr__rule[]){ ENVELOPE, TR__END } };

/* ---- requests -------------------------------------------------------------------------------- */

static void ask_symbol(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "symbol", question);
    tr__request_number_if(request, "limit", question->limit);
}

static void ask_bars(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "symbol", question);
    tr__request_text(request, "interval", tr__request_timeframe(request->adapter, question));
    tr__request_ms_if(request, "startTime", question->from_ns);
    tr__request_last_ms_if(request, "endTime", question->until_ns);
    tr__request_number_if(request, "limit", question->limit);
}

static void ask_contract_bars(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "symbol", question);
    tr__request_text(request, "interval", tr__request_timeframe(request->adapter, question));
    tr__request_seconds_if(request, "start", question->from_ns);
    tr__request_last_seconds_if(request, "end", question->until_ns);
}

static void ask_order(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "symbol", question);
    tr__request_either_id(request, "origClientOrderId", "orderId", question);
}

static const char *type_word(const tr_order_terms *terms)
{
    static const char *const limits[] = { "LIMIT", "IMMEDIATE_OR_CANCEL", "FILL_OR_KILL" };
    if (terms->type == TR_ORDER_MARKET)
        return "MARKET";
    return terms->is_post_only ? "LIMIT_MAKER" : limits[terms->tif];
}

static void ask_place(tr__request *request, const tr_exchange_question *question)
{
    const tr_order_terms *terms = question->terms;
    tr__request_symbol(request, "symbol", question);
    tr__request_text(request, "side", terms->side == TR_SIDE_BUY ? "BUY" : "SELL");
    tr__request_text(request, "type", type_word(terms));
    tr__request_decimal_if(request, "quantity", terms->quantity.value);
    tr__request_decimal_if(request, "quoteOrderQty", terms->notional.value);
    tr__request_decimal_if(request, "price", terms->limit_price.value);
    tr__request_client_id(request, "newClientOrderId", question);
}

static void ask_fills(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "symbol", question);
    tr__request_text_if(request, "orderId", question->exchange_order_id);
    tr__request_ms_if(request, "startTime", question->from_ns);
    if (question->cursor == NULL)
        tr__request_last_ms_if(request, "endTime", question->until_ns);
    tr__page_ask(request, question);
}

static void ask_place_linear(tr__request *request, const tr_exchange_question *question)
{
    static const char *const limits[] = { "1", "3", "4" };
    const tr_order_terms *terms = question->terms;
    bool is_market = terms->type == TR_ORDER_MARKET;
    tr__request_symbol(request, "symbol", question);
    tr__request_decimal_literal(request, "vol", terms->quantity.value);
    tr__request_literal(request, "type",
                        is_market             ? "5"
                        : terms->is_post_only ? "2"
                                              : limits[terms->tif]);
    tr__request_literal(request, "openType", "2"); /* cross */
    if (!is_market)
        tr__request_decimal_literal(request, "price", terms->limit_price.value);
    tr__request_literal(request, "side", terms->side == TR_SIDE_BUY ? "1" : "3");
    tr__request_literal(request, "positionMode", "2"); /* one-way */
    if (terms->is_reduce_only)
        tr__request_literal(request, "reduceOnly", "true");
    tr__request_client_id(request, "externalOid", question);
}

static void ask_order_linear(tr__request *request, const tr_exchange_question *question)
{
    if (question->exchange_order_id != NULL) {
        tr__request_route(request, "GET", "order/get/{order_id}");
        tr__request_text(request, "order_id", question->exchange_order_id);
        return;
    }
    tr__request_symbol(request, "symbol", question);
    tr__request_client_id(request, "external_oid", question);
}

static void ask_cancel_linear(tr__request *request, const tr_exchange_question *question)
{
    tr__request_text(request, NULL, question->exchange_order_id);
    request->sign.params.kind = TR_SIGN_KIND_LIST;
}

static void ask_amend_linear(tr__request *request, const tr_exchange_question *question)
{
    tr__request_text(request, "orderId", question->exchange_order_id);
    tr__request_decimal_literal(request, "price", question->terms->limit_price.value);
    tr__request_decimal_literal(request, "vol", question->terms->quantity.value);
}

static void ask_open_linear(tr__request *request, const tr_exchange_question *question)
{
    if (question->cursor == NULL)
        tr__request_text(request, "page_num", "1");
    tr__page_ask(request, question);
}

static void ask_fills_linear(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "symbol", question);
    tr__request_ms_if(request, "start_time", question->from_ns);
    tr__request_last_ms_if(request, "end_time", question->until_ns);
    if (question->cursor == NULL)
        tr__request_text(request, "page_num", "1");
    tr__page_ask(request, question);
}

/* ---- endpoints ------------------------------------------------------------------------------- */

enum { SPOT_ADDRESS, SPOT_ACCOUNT, FUTURES_DATA, FUTURES_ACCOUNT, FUTURES_ORDERS };

#define ONE     TR__TAKES_INSTRUMENT
#define IDS     (TR__TAKES_CLIENT_ID | TR__TAKES_EXCHANGE_ID)
#define SPAN    (TR__TAKES_FROM | TR__TAKES_UNTIL | TR__TAKES_LIMIT)
#define PLACING (TR__TAKES_INSTRUMENT | TR__TAKES_CLIENT_ID | TR__TAKES_TERMS)
#define OPEN    { { FUTURES_DATA, 1 } }
#define OWN     { { FUTURES_ACCOUNT, 1 } }

const tr__endpoint tr__mexc_spot[TR_CALL_COUNT] = {
    [TR_CALL_TIME] = { "spot.public", "GET", "time", NULL, &time_shape, 0, 0,
                       { { SPOT_ADDRESS, 1 } }, NULL },
    [TR_CALL_INSTRUMENTS] = { "spot.public", "GET", "exchangeInfo", NULL, &instruments_shape, 0, 0,
                              { { SPOT_ADDRESS, 10 } }, NULL },
    [TR_CALL_TICKER] = { "spot.public", "GET", "ticker/24hr", ask_symbol, &ticker_shape, ONE, ONE,
                         { { SPOT_ADDRESS, 1 } }, NULL },
    [TR_CALL_TICKERS] = { "spot.public", "GET", "ticker/24hr", NULL, &tickers_shape, 0, 0,
                          { { SPOT_ADDRESS, 40 } }, NULL },
    [TR_CALL_BARS] = { "spot.public", "GET", "klines", ask_bars, &bars_shape, ONE | SPAN, ONE,
                       { { SPOT_ADDRESS, 1 } }, NULL },
    [TR_CALL_BOOK] = { "spot.public", "GET", "depth", ask_symbol, &book_shape,
                       ONE | TR__TAKES_LIMIT, ONE, { { SPOT_ADDRESS, 1 } }, NULL },
    [TR_CALL_TRADES] = { "spot.public", "GET", "aggTrades", ask_symbol, &fills_shape,
                         ONE | TR__TAKES_LIMIT, ONE, { { SPOT_ADDRESS, 1 } }, NULL },
    [TR_CALL_BALANCES] = { "spot.private", "GET", "account", NULL, &balances_shape, 0, 0,
                           { { SPOT_ADDRESS, 10 } }, NULL },
    [TR_CALL_PLACE] = { "spot.private", "POST", "order", ask_place, &order_shape, PLACING, PLACING,
                        { { SPOT_ACCOUNT, 1 } }, NULL },
    [TR_CALL_CANCEL] = { "spot.private", "DELETE", "order", ask_order, &order_shape, ONE | IDS, ONE,
                         { { SPOT_ADDRESS, 1 } }, NULL },
    [TR_CALL_CANCEL_ALL] = { "spot.private", "DELETE", "openOrders", ask_symbol, &done_answer, ONE,
                             ONE, { { SPOT_ADDRESS, 1 } }, NULL },
    [TR_CALL_ORDER] = { "spot.private", "GET", "order", ask_order, &order_shape, ONE | IDS, ONE,
                        { { SPOT_ADDRESS, 2 } }, NULL },
    [TR_CALL_OPEN_ORDERS] = { "spot.private", "GET", "openOrders", ask_symbol, &orders_shape, ONE,
                              ONE, { { SPOT_ADDRESS, 3 } }, NULL },
    [TR_CALL_FILLS] = { "spot.private", "GET", "myTrades", ask_fills, &fills_shape,
                        ONE | SPAN | TR__TAKES_CURSOR | TR__TAKES_EXCHANGE_ID, ONE,
                        { { SPOT_ADDRESS, 10 } }, NULL },
    [TR_CALL_FEES] = { "spot.private", "GET", "tradeFee", ask_symbol, &fees_shape, ONE, ONE,
                       { { SPOT_ADDRESS, 20 } }, NULL },
};

const tr__endpoint tr__mexc_linear[TR_CALL_COUNT] = {
    [TR_CALL_TIME] = { "contract.public", "GET", "ping", NULL, &ping_answer, 0, 0, OPEN, NULL },
    [TR_CALL_INSTRUMENTS] = { "contract.public", "GET", "detail", NULL, &contracts_answer, 0, 0,
                              OPEN, NULL },
    [TR_CALL_TICKER] = { "contract.public", "GET", "ticker", ask_symbol, &contract_ticker_answer,
                         ONE, ONE, OPEN, NULL },
    [TR_CALL_TICKERS] = { "contract.public", "GET", "ticker", NULL, &contract_tickers_answer, 0, 0,
                          OPEN, NULL },
    [TR_CALL_BARS] = { "contract.public", "GET", "kline/{symbol}", ask_contract_bars,
                       &contract_bars_answer, ONE | TR__TAKES_FROM | TR__TAKES_UNTIL, ONE, OPEN,
                       NULL },
    [TR_CALL_BOOK] = { "contract.public", "GET", "depth/{symbol}", ask_symbol,
                       &contract_book_answer, ONE | TR__TAKES_LIMIT, ONE, OPEN, NULL },
    [TR_CALL_TRADES] = { "contract.public", "GET", "deals/{symbol}", ask_symbol, &deals_answer,
                         ONE | TR__TAKES_LIMIT, ONE, OPEN, NULL },
    [TR_CALL_FUNDING] = { "contract.public", "GET", "funding_rate/{symbol}", ask_symbol,
                          &funding_answer, ONE, ONE, OPEN, NULL },
    [TR_CALL_BALANCES] = { "contract.private", "GET", "account/assets", NULL, &assets_answer, 0, 0,
                           OWN, NULL },
    [TR_CALL_POSITIONS] = { "contract.private", "GET", "position/open_positions", ask_symbol,
                            &positions_answer, ONE, 0, OWN, NULL },
    [TR_CALL_PLACE] = { "contract.private", "POST", "order/create", ask_place_linear,
                        &contract_placed_answer, PLACING, PLACING,
                        { { FUTURES_ORDERS, 1 } }, NULL },
    [TR_CALL_CANCEL] = { "contract.private", "POST", "order/cancel", ask_cancel_linear,
                         &contract_cancelled_answer, ONE | TR__TAKES_EXCHANGE_ID,
                         TR__TAKES_EXCHANGE_ID, OWN, NULL },
    [TR_CALL_AMEND] = { "contract.private", "POST", "order/change_limit_order", ask_amend_linear,
                        &contract_done_answer,
                        ONE | TR__TAKES_EXCHANGE_ID | TR__TAKES_TERMS,
                        ONE | TR__TAKES_EXCHANGE_ID | TR__TAKES_TERMS, { { FUTURES_ORDERS, 1 } },
                        NULL },
    [TR_CALL_CANCEL_ALL] = { "contract.private", "POST", "order/cancel_all", ask_symbol,
                             &contract_done_answer, ONE, 0, OWN, NULL },
    [TR_CALL_ORDER] = { "contract.private", "GET", "order/external/{symbol}/{external_oid}",
                        ask_order_linear, &contract_order_answer, ONE | IDS, ONE, OWN, NULL },
    [TR_CALL_OPEN_ORDERS] = { "contract.private", "GET", "order/list/open_orders", ask_open_linear,
                              &contract_orders_answer, TR__TAKES_CURSOR, 0, OWN, NULL },
    [TR_CALL_FILLS] = { "contract.private", "GET", "order/list/order_deals/v3", ask_fills_linear,
                        &contract_fills_answer,
                        ONE | SPAN | TR__TAKES_CURSOR, ONE, OWN, NULL },
};
