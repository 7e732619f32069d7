/*
 * map.c: binance's requests and answers as tables, spot and USD-M futures.
 * Source: Binance Spot API, "Market Data endpoints", "Trading endpoints", "Account endpoints",
 * 2026; USD-M Futures API, "Market Data" and "Trade" (New Order, Query Order, Modify Order,
 * Position Information V3), 2026; Wallet API, "Get API Key Permission", 2026. Conditional futures
 * orders (algoOrder) are read here, too; stops.c asks for them.
 */
#include "exchange/binance/map.h"

#include <string.h>

#include "exchange/answer.h"
#include "exchange/page.h"
#include "exchange/request.h"

#define MINUTES(count) { count, TR_TIMEFRAME_MINUTE }
#define HOURS(count)   { count, TR_TIMEFRAME_HOUR }

const tr_timeframe tr__binance_timeframes[TR__BINANCE_TIMEFRAME_COUNT] = {
    MINUTES(1), MINUTES(3), MINUTES(5), MINUTES(15), MINUTES(30), HOURS(1), HOURS(2), HOURS(4),
    HOURS(6), HOURS(8), HOURS(12), { 1, TR_TIMEFRAME_DAY }, { 3, TR_TIMEFRAME_DAY },
    { 1, TR_TIMEFRAME_WEEK }, { 1, TR_TIMEFRAME_MONTH },
};

const char *const tr__binance_words[TR__BINANCE_TIMEFRAME_COUNT] = {
    "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1M",
};

/* ---- words ----------------------------------------------------------------------------------- */

static const tr__word sides[] = { { "BUY", TR__SETS_BUY }, { "SELL", TR__SETS_SELL },
                                  { "1", TR__SETS_BUY },
                                  { "-1", TR__SETS_SELL }, { NULL, 0 } };

static const tr__word types[] = {
    { "LIMIT", TR__SETS_LIMIT },
    { "MARKET", TR__SETS_MARKET },
    { "LIMIT_MAKER", TR__SETS_LIMIT | TR__SETS_POST_ONLY },
    { "STOP_LOSS", TR__SETS_STOP },
    { "STOP_LOSS_LIMIT", TR__SETS_STOP_LIMIT },
    { "TAKE_PROFIT", TR__SETS_STOP },
    { "TAKE_PROFIT_LIMIT", TR__SETS_STOP_LIMIT },
    { "STOP", TR__SETS_STOP_LIMIT }, /* futures: with a limit price */
    { "STOP_MARKET", TR__SETS_STOP },
    { "TAKE_PROFIT_MARKET", TR__SETS_STOP },
    { "TRAILING_STOP_MARKET", TR__SETS_STOP },
    { NULL, 0 },
};

static const tr__word tifs[] = { { "GTC", TR__SETS_GTC },
                                 { "GTD", TR__SETS_GTC },
                                 { "IOC", TR__SETS_IOC },
                                 { "FOK", TR__SETS_FOK },
                                 { "GTX", TR__SETS_GTC | TR__SETS_POST_ONLY },
                                 { NULL, 0 } };

static const tr__word states[] = {
    { "NEW", TR_STATE_WORKING },
    { "PENDING_NEW", TR_STATE_WORKING },
    { "ACCEPTED", TR_STATE_WORKING },
    { "PARTIALLY_FILLED", TR_STATE_PARTLY_FILLED },
    { "FILLED", TR_STATE_FILLED },
    { "CANCELED", TR_STATE_CANCELLED },
    { "CANCELLED", TR_STATE_CANCELLED },
    { "PENDING_CANCEL", TR_STATE_CANCELLING },
    { "REJECTED", TR_STATE_FAILED },
    { "EXPIRED", TR_STATE_EXPIRED },
    { "EXPIRED_IN_MATCH", TR_STATE_EXPIRED },
    { "FINISHED", TR_STATE_FILLED },
    { "S", TR_STATE_NONE }, /* taken, no more is said */
    { NULL, 0 },
};

static const tr__word position_sides[] = { { "BOTH", TR__SETS_NET }, { "LONG", TR__SETS_LONG },
                                           { "SHORT", TR__SETS_SHORT }, { NULL, 0 } };

static const tr__word liquidities[] = { { "MAKER", TR__SETS_MAKER }, { "TAKER", TR__SETS_TAKER },
                                        { NULL, 0 } };

static const tr__word trading[] = { { "TRADING", TR__SETS_TRADING }, { NULL, 0 } };

#define ENVELOPE TR__CODE("code"), TR__MESSAGE("msg")

/* ---- market data ----------------------------------------------------------------------------- */

static const tr__rule time_rules[] = { ENVELOPE, TR__FIELD("serverTime", MS, time.at_ns), TR__END };
static const tr__shape time_shape = { time_rules, TR_RECORD_TIME, NULL, NULL };

/* Filters of one kind each; LOT_SIZE and MARKET_LOT_SIZE have members of the same names. */
static void lot_take(tr__reading *reading, const char *text, size_t length,
                     tr_exchange_record *record)
{
    if (strcmp(reading->note, "LOT_SIZE") == 0)
        (void)tr__take_decimal(text, length,
                               &record->as.instrument.instrument.lot); /* zero is refused later */
}

static void minimum_take(tr__reading *reading, const char *text, size_t length,
                         tr_exchange_record *record)
{
    if (strcmp(reading->note, "LOT_SIZE") == 0)
        (void)tr__take_decimal(text, length,
                               &record->as.instrument.instrument.quantity_min); /* 0: none */
}

static void maximum_take(tr__reading *reading, const char *text, size_t length,
                         tr_exchange_record *record)
{
    if (strcmp(reading->note, "LOT_SIZE") == 0)
        (void)tr__take_decimal(text, length,
                               &record->as.instrument.instrument.quantity_max); /* 0: none */
    else if (strcmp(reading->note, "MARKET_LOT_SIZE") == 0)
        (void)tr__take_decimal(text, length,
                               &record->as.instrument.instrument.market_quantity_max); /* 0: none */
}

static const tr__custom lot_custom = { lot_take }, minimum_custom = { minimum_take },
                        maximum_custom = { maximum_take };

static const tr__rule filter_rules[] = {
    TR__NOTE("filterType"),
    TR__FIELD("tickSize", DECIMAL, instrument.instrument.tick),
    TR__CUSTOM("stepSize", &lot_custom),
    TR__CUSTOM("minQty", &minimum_custom),
    TR__CUSTOM("maxQty", &maximum_custom),
    TR__FIELD("minNotional", DECIMAL, instrument.instrument.notional_min),
    TR__FIELD("notional", DECIMAL, instrument.instrument.notional_min),
    TR__END,
};
static const tr__shape filter_shape = { filter_rules, TR_RECORD_NONE, NULL, NULL };
static const tr__rule filters_rules[] = { TR__INSIDE("*", &filter_shape), TR__END };
static const tr__shape filters_shape = { filters_rules, TR_RECORD_NONE, NULL, NULL };
static const tr__rule instrument_rules[] = {
    TR__FIELD("symbol", TEXT, instrument.instrument.exchange_symbol),
    TR__FIELD("baseAsset", ASSET, instrument.instrument.base),
    TR__FIELD("quoteAsset", ASSET, instrument.instrument.quote),
    TR__FIELD("marginAsset", ASSET, instrument.instrument.settle),
    TR__ONLY("contractType", "PERPETUAL"),
    TR__WORDS("status", trading),
    TR__FIELD("status", CUT, instrument.word),
    TR__INSIDE("filters", &filters_shape),
    TR__END,
};
static const tr__shape instrument_shape = { instrument_rules, TR_RECORD_INSTRUMENT, NULL, NULL };
static const tr__rule instrument_list_rules[] = { TR__RECORDS("*", &instrument_shape), TR__END };
static const tr__shape instrument_list_shape = { instrument_list_rules, TR_RECORD_NONE, NULL,
                                                 NULL };
static void limit_type_take(tr__reading *reading, const char *text, size_t length,
                            tr_exchange_record *record)
{
    (void)reading;
    record->as.limit.is_of_key = length == 6 && memcmp(text, "ORDERS", 6) == 0;
    if (!record->as.limit.is_of_key && !(length == 14 && memcmp(text, "REQUEST_WEIGHT", 14) == 0))
        tr__record_leave_out(record); /* raw requests are far above what their weight allows */
}
static const tr__custom limit_type_custom = { limit_type_take };
static void limit_finish(const tr__reading *reading, tr_exchange_record *record)
{
    static const struct {
        const char *name;
        uint32_t ms;
    } units[] = { { "SECOND", 1000 }, { "MINUTE", 60000 }, { "DAY", 86400000 } };
    tr_limit_record *limit = &record->as.limit;
    (void)reading;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strcmp(units[i].name, limit->unit) == 0 && limit->count > 0 && limit->count <= 60 &&
            units[i].ms <= UINT32_MAX / (uint32_t)limit->count)
            limit->interval_ms = units[i].ms * (uint32_t)limit->count;
}
static const tr__rule limit_rules[] = {
    TR__CUSTOM("rateLimitType", &limit_type_custom),
    TR__FIELD("interval", CUT, limit.unit),
    TR__FIELD("intervalNum", INT64, limit.count),
    TR__FIELD("limit", INT64, limit.amount),
    TR__END,
};
static const tr__shape limit_shape = { limit_rules, TR_RECORD_LIMIT, NULL, limit_finish };
static const tr__rule limit_list_rules[] = { TR__RECORDS("*", &limit_shape), TR__END };
static const tr__shape limit_list_shape = { limit_list_rules, TR_RECORD_NONE, NULL, NULL };
static const tr__rule info_rules[] = { ENVELOPE, TR__INSIDE("rateLimits", &limit_list_shape),
                                       TR__INSIDE("symbols", &instrument_list_shape), TR__END };
static const tr__shape info_shape = { info_rules, TR_RECORD_NONE, NULL, NULL };

/* Inverse contracts tell their base volume apart; elsewhere this is it. */
static void volume_take(tr__reading *reading, const char *text, size_t length,
                        tr_exchange_record *record)
{
    (void)reading;
    if (tr_decimal_is_zero(record->as.ticker.base_volume.value))
        (void)tr__take_decimal(text, length,
                               &record->as.ticker.base_volume.value); /* else untold */
}
static const tr__custom volume_custom = { volume_take };

static const tr__rule ticker_rules[] = {
    ENVELOPE,
    TR__FIELD("symbol", TEXT, ticker.exchange_symbol),
    TR__FIELD("closeTime", MS, ticker.at_ns),
    TR__FIELD("time", MS, ticker.at_ns),
    TR__FIELD("bidPrice", DECIMAL, ticker.bid),
    TR__FIELD("bidQty", DECIMAL, ticker.bid_quantity),
    TR__FIELD("bidSize", DECIMAL, ticker.bid_quantity),
    TR__FIELD("askPrice", DECIMAL, ticker.ask),
    TR__FIELD("askQty", DECIMAL, ticker.ask_quantity),
    TR__FIELD("askSize", DECIMAL, ticker.ask_quantity),
    TR__FIELD("lastPrice", DECIMAL, ticker.last),
    TR__FIELD("price", DECIMAL, ticker.last),
    TR__FIELD("openPrice", DECIMAL, ticker.open),
    TR__FIELD("open", DECIMAL, ticker.open),
    TR__FIELD("highPrice", DECIMAL, ticker.high),
    TR__FIELD("high", DECIMAL, ticker.high),
    TR__FIELD("lowPrice", DECIMAL, ticker.low),
    TR__FIELD("low", DECIMAL, ticker.low),
    TR__FIELD("baseVolume", DECIMAL, ticker.base_volume),
    TR__CUSTOM("volume", &volume_custom),
    TR__FIELD("quoteVolume", DECIMAL, ticker.quote_volume),
    TR__FIELD("amount", DECIMAL, ticker.quote_volume),
    TR__FIELD("priceChange", DECIMAL, ticker.change),
    TR__END,
};
static const tr__shape ticker_shape = { ticker_rules, TR_RECORD_TICKER, NULL, NULL };
static const tr__rule ticker_list_rules[] = { ENVELOPE, TR__RECORDS("*", &ticker_shape), TR__END };
static const tr__shape ticker_list_shape = { ticker_list_rules, TR_RECORD_NONE, NULL, NULL };

static const tr__rule bar_rules[] = {
    TR__FIELD("0", MS, bar.open_ns),         TR__FIELD("openTime", MS, bar.open_ns),
    TR__FIELD("1", DOUBLE, bar.open),        TR__FIELD("open", DOUBLE, bar.open),
    TR__FIELD("2", DOUBLE, bar.high),        TR__FIELD("high", DOUBLE, bar.high),
    TR__FIELD("3", DOUBLE, bar.low),         TR__FIELD("low", DOUBLE, bar.low),
    TR__FIELD("4", DOUBLE, bar.close),       TR__FIELD("close", DOUBLE, bar.close),
    TR__FIELD("5", DOUBLE, bar.volume),      TR__FIELD("volume", DOUBLE, bar.volume),
    TR__END,
};
static const tr__shape bar_shape = { bar_rules, TR_RECORD_BAR, NULL, NULL };
static const tr__rule bar_list_rules[] = { ENVELOPE, TR__RECORDS("*", &bar_shape), TR__END };
static const tr__shape bar_list_shape = { bar_list_rules, TR_RECORD_NONE, NULL, NULL };

static const tr__rule book_rules[] = {
    ENVELOPE,
    TR__FIELD("lastUpdateId", INT64, book.sequence),
    TR__FIELD("u", INT64, book.sequence),
    TR__FIELD("T", MS, book.at_ns),
    TR__BIDS("bids", NULL),
    TR__ASKS("asks", NULL),
    TR__END,
};
static const tr__shape book_shape = { book_rules, TR_RECORD_BOOK, NULL, NULL };

/* Fills of the account and trades of everybody. */
static const tr__rule fill_rules[] = {
    TR__FIELD("symbol", TEXT, fill.exchange_symbol),
    TR__FIELD("id", TEXT, fill.exchange_fill_id),
    TR__CUSTOM("id", &tr__page_mark),
    TR__FIELD("executionId", TEXT, fill.exchange_fill_id),
    TR__FIELD("a", TEXT, fill.exchange_fill_id),
    TR__FIELD("tradeId", TEXT,
              fill.exchange_fill_id), /* behind id: an option's id is none of a trade */
    TR__FIELD("orderId", TEXT, fill.exchange_order_id),
    TR__FIELD("price", DECIMAL, fill.price),
    TR__FIELD("p", DECIMAL, fill.price),
    TR__FIELD("qty", ABSOLUTE, fill.quantity),
    TR__FIELD("q", ABSOLUTE, fill.quantity),
    TR__FIELD("quantity", ABSOLUTE, fill.quantity),
    TR__FIELD("quoteQty", DECIMAL, fill.notional),
    TR__FIELD("baseQty", DECIMAL, fill.notional), /* inverse: worth in the base asset */
    TR__FIELD("total", DECIMAL, fill.notional),
    TR__TOLD("commission", DECIMAL, fill.fee, TR__SETS_FEE),
    TR__TOLD("fee", DECIMAL, fill.fee, TR__SETS_FEE),
    TR__FIELD("commissionAsset", ASSET, fill.fee_asset),
    TR__FIELD("quoteAsset", ASSET, fill.fee_asset),
    TR__FIELD("time", MS, fill.at_ns),
    TR__FIELD("T", MS, fill.at_ns),
    TR__FIELD("executionAt", MS, fill.at_ns),
    TR__WORDS("side", sides),
    TR__WORDS("liquidity", liquidities),
    TR__FLAG("isBuyer", TR__SETS_BUY, TR__SETS_SELL),
    TR__FLAG("isMaker", TR__SETS_MAKER, TR__SETS_TAKER),
    TR__FLAG("maker", TR__SETS_MAKER, TR__SETS_TAKER),
    TR__FLAG("isBuyerMaker", TR__SETS_SELL, TR__SETS_BUY),
    TR__FLAG("m", TR__SETS_SELL, TR__SETS_BUY),
    TR__END,
};
static const tr__shape fill_shape = { fill_rules, TR_RECORD_FILL, NULL, NULL };
static const tr__rule fill_list_rules[] = { ENVELOPE, TR__RECORDS("*", &fill_shape), TR__END };
static const tr__shape fill_list_shape = { fill_list_rules, TR_RECORD_NONE, NULL, NULL };

static const tr__rule funding_rules[] = {
    ENVELOPE,
    TR__FIELD("symbol", TEXT, funding.exchange_symbol),
    TR__FIELD("markPrice", DECIMAL, funding.mark),
    TR__FIELD("indexPrice", DECIMAL, funding.index),
    TR__TOLD("lastFundingRate", DECIMAL, funding.rate, TR__SETS_RATE),
    TR__FIELD("nextFundingTime", MS, funding.at_ns),
    TR__END,
};
static const tr__shape funding_shape = { funding_rules, TR_RECORD_FUNDING, NULL, NULL };

/* ---- account --------------------------------------------------------------------------------- */

static const tr__rule balance_rules[] = {
    TR__FIELD("asset", ASSET, balance.asset),
    TR__FIELD("free", DECIMAL, balance.free),
    TR__FIELD("locked", DECIMAL, balance.held),
    TR__END,
};
static const tr__shape balance_shape = { balance_rules, TR_RECORD_BALANCE, NULL, NULL };
static const tr__rule balance_list_rules[] = { TR__RECORDS("*", &balance_shape), TR__END };
static const tr__shape balance_list_shape = { balance_list_rules, TR_RECORD_NONE, NULL, NULL };
static const tr__rule account_rules[] = {
    ENVELOPE,
    TR__INSIDE("balances", &balance_list_shape),
    TR__INSIDE("userAssets", &balance_list_shape), /* of the margin account */
    TR__END,
};
static const tr__shape account_shape = { account_rules, TR_RECORD_NONE, NULL, NULL };

static const tr__rule margin_rules[] = {
    TR__FIELD("asset", ASSET, balance.asset),
    TR__FIELD("walletBalance", DECIMAL, balance.total),
    TR__FIELD("availableBalance", DECIMAL, balance.free),
    TR__END,
};
static const tr__shape margin_shape = { margin_rules, TR_RECORD_BALANCE, NULL, tr__finish_held };
static const tr__rule margin_list_rules[] = { TR__RECORDS("*", &margin_shape), TR__END };
static const tr__shape margin_list_shape = { margin_list_rules, TR_RECORD_NONE, NULL, NULL };
static const tr__rule futures_account_rules[] = { ENVELOPE,
                                                  TR__INSIDE("assets", &margin_list_shape),
                                                  TR__END };
static const tr__shape futures_account_shape = { futures_account_rules, TR_RECORD_NONE, NULL,
                                                 NULL };

static const tr__rule position_rules[] = {
    TR__FIELD("symbol", TEXT, position.exchange_symbol),
    TR__FIELD("positionAmt", DECIMAL, position.quantity),
    TR__FIELD("entryPrice", DECIMAL, position.entry),
    TR__FIELD("markPrice", DECIMAL, position.mark),
    TR__FIELD("liquidationPrice", DECIMAL, position.liquidation),
    TR__FIELD("leverage", DECIMAL, position.leverage),
    TR__FIELD("initialMargin", DECIMAL, position.margin),
    TR__TOLD("unRealizedProfit", DECIMAL, position.profit, TR__SETS_PROFIT),
    TR__FIELD("updateTime", MS, position.at_ns),
    TR__WORDS("positionSide", position_sides),
    TR__END,
};
static const tr__shape position_shape = { position_rules, TR_RECORD_POSITION, NULL, NULL };
static const tr__rule position_list_rules[] = { ENVELOPE, TR__RECORDS("*", &position_shape),
                                                TR__END };
static const tr__shape position_list_shape = { position_list_rules, TR_RECORD_NONE, NULL, NULL };

/* "orderId" is 0 beside a strategy's or conditional order's own id. */
static void order_id_take(tr__reading *reading, const char *text, size_t length,
                          tr_exchange_record *record)
{
    char *id = record->as.order.exchange_order_id;
    (void)reading;
    if ((length == 1 && text[0] == '0') || length >= TR_LABEL_SIZE)
        return;
    memcpy(id, text, length);
    id[length] = '\0';
}
static const tr__custom order_id_custom = { order_id_take };

/* An order as placing, cancelling, looking up and listing show it; conditional ones too. */
static const tr__rule order_rules[] = {
    ENVELOPE,
    TR__FIELD("symbol", TEXT, order.exchange_symbol),
    TR__FIELD("strategyId", TEXT, order.exchange_order_id),
    TR__FIELD("algoId", TEXT, order.exchange_order_id),
    TR__FIELD("newClientStrategyId", TEXT, order.client_id),
    TR__FIELD("clientAlgoId", TEXT, order.client_id),
    TR__CUSTOM("orderId", &order_id_custom),
    TR__FIELD("clientOrderId", FIRST, order.client_id),
    TR__FIELD("origClientOrderId", TEXT,
              order.client_id), /* a cancel's own id is not the order's */
    TR__STATES("status", states),
    TR__STATES("strategyStatus", states),
    TR__STATES("algoStatus", states),
    TR__WORDS("side", sides),
    TR__WORDS("type", types),
    TR__WORDS("orderType", types),
    TR__WORDS("timeInForce", tifs),
    TR__FLAG("reduceOnly", TR__SETS_REDUCE_ONLY, 0),
    TR__FLAG("postOnly", TR__SETS_POST_ONLY, 0),
    TR__FIELD("price", DECIMAL, order.limit_price),
    TR__FIELD("limitPrice", DECIMAL, order.limit_price),
    TR__FIELD("stopPrice", DECIMAL, order.stop_price),
    TR__FIELD("triggerPrice", DECIMAL, order.stop_price),
    TR__FIELD("origQty", DECIMAL, order.quantity),
    TR__FIELD("quantity", DECIMAL, order.quantity),
    TR__FIELD("qty", DECIMAL, order.quantity),
    TR__FIELD("origQuoteOrderQty", DECIMAL, order.notional_asked),
    TR__TOLD("executedQty", DECIMAL, order.filled, TR__SETS_FILLED),
    TR__TOLD("filledQty", DECIMAL, order.filled, TR__SETS_FILLED),
    TR__FIELD("avgPrice", DECIMAL, order.average),
    TR__FIELD("cummulativeQuoteQty", DECIMAL, order.notional), /* their spelling */
    TR__FIELD("cumQuote", DECIMAL, order.notional),
    TR__FIELD("cumBase", DECIMAL, order.notional),
    TR__FIELD("filledTotal", DECIMAL, order.notional),
    TR__TOLD("fee", DECIMAL, order.fee, TR__SETS_FEE),
    TR__FIELD("quoteAsset", ASSET, order.fee_asset),
    TR__FIELD("quote", ASSET, order.fee_asset),
    TR__FIELD("time", MS, order.created_ns),
    TR__FIELD("transactTime", MS, order.created_ns),
    TR__FIELD("createTime", MS, order.created_ns),
    TR__FIELD("createdAt", MS, order.created_ns),
    TR__FIELD("updateTime", MS, order.updated_ns),
    TR__FIELD("updatedAt", MS, order.updated_ns),
    TR__INSIDE("fills", &fill_list_shape),
    TR__END,
};

/* Spot tells one time at placing, and the other nowhere: they are the same then. */
static void order_finish(const tr__reading *reading, tr_exchange_record *record)
{
    tr_order_record *order = &record->as.order;
    (void)reading;
    if (order->created_ns == 0)
        order->created_ns = order->updated_ns;
    if (order->updated_ns == 0)
        order->updated_ns = order->created_ns;
}
static const tr__shape order_shape = { order_rules, TR_RECORD_ORDER, NULL, order_finish };
static const tr__rule order_list_rules[] = { ENVELOPE, TR__RECORDS("*", &order_shape), TR__END };
static const tr__shape order_list_shape = { order_list_rules, TR_RECORD_NONE, NULL, NULL };

static const tr__rule fees_rules[] = {
    ENVELOPE,
    TR__FIELD("symbol", TEXT, fees.exchange_symbol),
    TR__FIELD("makerCommission", DECIMAL, fees.maker_rate),
    TR__FIELD("takerCommission", DECIMAL, fees.taker_rate),
    TR__FIELD("makerCommissionRate", DECIMAL, fees.maker_rate),
    TR__FIELD("takerCommissionRate", DECIMAL, fees.taker_rate),
    TR__END,
};
static const tr__shape fees_shape = { fees_rules, TR_RECORD_FEES, NULL, NULL };
static const tr__rule fees_list_rules[] = { ENVELOPE, TR__RECORDS("*", &fees_shape), TR__END };
static const tr__shape fees_list_shape = { fees_list_rules, TR_RECORD_NONE, NULL, NULL };

static const tr__rule rights_rules[] = {
    ENVELOPE,
    TR__FLAG("enableReading", TR__SETS_READ, 0),
    TR__FLAG("enableSpotAndMarginTrading", TR__SETS_TRADE, 0),
    TR__FLAG("enableFutures", TR__SETS_TRADE, 0),
    TR__FLAG("enableWithdrawals", TR__SETS_WITHDRAW, TR__SETS_WITHDRAW_TOLD),
    TR__FLAG("ipRestrict", TR__SETS_ADDRESS_LIST, 0),
    TR__FIELD("tradingAuthorityExpirationTime", MS, rights.expires_ns),
    TR__END,
};
static const tr__shape rights_shape = { rights_rules, TR_RECORD_KEY_RIGHTS, NULL, NULL };

/* What a cancelled list holds (orders, lists of orders) is not read: the open orders tell. */
static const tr__rule done_rules[] = { ENVELOPE, TR__END };
static const tr__shape done_shape = { done_rules, TR_RECORD_NONE, NULL, NULL };

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

static void ask_order(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "symbol", question);
    tr__request_either_id(request, "origClientOrderId", "orderId", question);
}

static void ask_fills(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "symbol", question);
    tr__request_text_if(request, "orderId", question->exchange_order_id);
    if (question->cursor == NULL) { /* an id and a span exclude each other */
        tr__request_ms_if(request, "startTime", question->from_ns);
        tr__request_last_ms_if(request, "endTime", question->until_ns);
    }
    tr__page_ask(request, question);
}

static const char *side_word(const tr_order_terms *terms)
{
    return terms->side == TR_SIDE_BUY ? "BUY" : "SELL";
}

static const char *tif_word(const tr_order_terms *terms)
{
    static const char *const words[] = { "GTC", "IOC", "FOK" };
    return words[terms->tif];
}

static void ask_place_spot(tr__request *request, const tr_exchange_question *question)
{
    static const char *const type_words[] = { "MARKET", "LIMIT", "STOP_LOSS", "STOP_LOSS_LIMIT" };
    const tr_order_terms *terms = question->terms;
    bool has_limit = terms->type == TR_ORDER_LIMIT || terms->type == TR_ORDER_STOP_LIMIT;
    tr__request_symbol(request, "symbol", question);
    tr__request_text(request, "side", side_word(terms));
    tr__request_client_id(request, "newClientOrderId", question);
    tr__request_text(request, "newOrderRespType", "FULL");
    tr__request_text(request, "type",
                     terms->is_post_only ? "LIMIT_MAKER" : type_words[terms->type]);
    tr__request_decimal_if(request, "quantity", terms->quantity.value);
    tr__request_decimal_if(request, "quoteOrderQty", terms->notional.value);
    tr__request_decimal_if(request, "price", terms->limit_price.value);
    tr__request_decimal_if(request, "stopPrice", terms->stop_price.value);
    if (has_limit && !terms->is_post_only)
        tr__request_text(request, "timeInForce", tif_word(terms));
}

static void ask_place_linear(tr__request *request, const tr_exchange_question *question)
{
    const tr_order_terms *terms = question->terms;
    bool is_limit = terms->type == TR_ORDER_LIMIT;
    tr__request_symbol(request, "symbol", question);
    tr__request_text(request, "side", side_word(terms));
    tr__request_client_id(request, "newClientOrderId", question);
    tr__request_text(request, "newOrderRespType", "RESULT");
    tr__request_text(request, "type", is_limit ? "LIMIT" : "MARKET");
    tr__request_decimal(request, "quantity", terms->quantity.value);
    tr__request_decimal_if(request, "price", terms->limit_price.value);
    if (is_limit)
        tr__request_text(request, "timeInForce", terms->is_post_only ? "GTX" : tif_word(terms));
    if (terms->is_reduce_only)
        tr__request_literal(request, "reduceOnly", "true");
}

static void ask_amend(tr__request *request, const tr_exchange_question *question)
{
    ask_order(request, question);
    tr__request_text(request, "side", side_word(question->terms));
    tr__request_decimal(request, "quantity", question->terms->quantity.value);
    tr__request_decimal(request, "price", question->terms->limit_price.value);
}

/* By symbol: there is no switch for the whole account. */
static void ask_dead_man(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "symbol", question);
    tr__request_number(request, "countdownTime", question->timeout_ms);
}

/* ---- endpoints ------------------------------------------------------------------------------- */

enum { WEIGHT, ORDERS_10S, ORDERS_DAY, FUTURES_WEIGHT, FUTURES_ORDERS_10S, FUTURES_ORDERS_MINUTE };

#define ONE     TR__TAKES_INSTRUMENT
#define IDS     (TR__TAKES_CLIENT_ID | TR__TAKES_EXCHANGE_ID)
#define SPAN    (TR__TAKES_FROM | TR__TAKES_UNTIL | TR__TAKES_LIMIT)
#define PLACING (TR__TAKES_INSTRUMENT | TR__TAKES_CLIENT_ID | TR__TAKES_TERMS)

const tr__endpoint tr__binance_spot[TR_CALL_COUNT] = {
    [TR_CALL_TIME] = { "public", "GET", "time", NULL, &time_shape, 0, 0, { { WEIGHT, 1 } }, NULL },
    [TR_CALL_INSTRUMENTS] = { "public", "GET", "exchangeInfo", NULL, &info_shape, 0, 0,
                              { { WEIGHT, 20 } }, NULL },
    [TR_CALL_TICKER] = { "public", "GET", "ticker/24hr", ask_symbol, &ticker_shape, ONE, ONE,
                         { { WEIGHT, 2 } }, NULL },
    [TR_CALL_TICKERS] = { "public", "GET", "ticker/24hr", NULL, &ticker_list_shape, 0, 0,
                          { { WEIGHT, 80 } }, NULL },
    [TR_CALL_BARS] = { "public", "GET", "klines", ask_bars, &bar_list_shape, ONE | SPAN, ONE,
                       { { WEIGHT, 2 } }, NULL },
    [TR_CALL_BOOK] = { "public", "GET", "depth", ask_symbol, &book_shape, ONE | TR__TAKES_LIMIT,
                       ONE, { { WEIGHT, 250 } }, NULL },
    [TR_CALL_TRADES] = { "public", "GET", "aggTrades", ask_symbol, &fill_list_shape,
                         ONE | TR__TAKES_LIMIT, ONE, { { WEIGHT, 4 } }, NULL },
    [TR_CALL_BALANCES] = { "private", "GET", "account", NULL, &account_shape, 0, 0,
                           { { WEIGHT, 20 } }, NULL },
    [TR_CALL_PLACE] = { "private", "POST", "order", ask_place_spot, &order_shape, PLACING, PLACING,
                        { { WEIGHT, 1 }, { ORDERS_10S, 1 }, { ORDERS_DAY, 1 } }, NULL },
    [TR_CALL_CANCEL] = { "private", "DELETE", "order", ask_order, &order_shape, ONE | IDS, ONE,
                         { { WEIGHT, 1 } }, NULL },
    [TR_CALL_CANCEL_ALL] = { "private", "DELETE", "openOrders", ask_symbol, &done_shape, ONE, ONE,
                             { { WEIGHT, 1 } }, NULL },
    [TR_CALL_ORDER] = { "private", "GET", "order", ask_order, &order_shape, ONE | IDS, ONE,
                        { { WEIGHT, 4 } }, NULL },
    [TR_CALL_OPEN_ORDERS] = { "private", "GET", "openOrders", ask_symbol, &order_list_shape, ONE, 0,
                              { { WEIGHT, 80 } }, NULL },
    [TR_CALL_FILLS] = { "private", "GET", "myTrades", ask_fills, &fill_list_shape,
                        ONE | SPAN | TR__TAKES_CURSOR | TR__TAKES_EXCHANGE_ID, ONE,
                        { { WEIGHT, 20 } }, NULL },
    [TR_CALL_FEES] = { "sapi", "GET", "asset/tradeFee", ask_symbol, &fees_list_shape, ONE, 0,
                       { { WEIGHT, 1 } }, NULL },
    [TR_CALL_KEY_RIGHTS] = { "sapi", "GET", "account/apiRestrictions", NULL, &rights_shape, 0, 0,
                             { { WEIGHT, 1 } }, NULL },
};

const tr__endpoint tr__binance_linear[TR_CALL_COUNT] = {
    [TR_CALL_TIME] = { "fapiPublic", "GET", "time", NULL, &time_shape, 0, 0,
                       { { FUTURES_WEIGHT, 1 } }, NULL },
    [TR_CALL_INSTRUMENTS] = { "fapiPublic", "GET", "exchangeInfo", NULL, &info_shape, 0, 0,
                              { { FUTURES_WEIGHT, 1 } }, NULL },
    [TR_CALL_TICKER] = { "fapiPublic", "GET", "ticker/24hr", ask_symbol, &ticker_shape, ONE, ONE,
                         { { FUTURES_WEIGHT, 1 } }, NULL },
    [TR_CALL_TICKERS] = { "fapiPublic", "GET", "ticker/24hr", NULL, &ticker_list_shape, 0, 0,
                          { { FUTURES_WEIGHT, 40 } }, NULL },
    [TR_CALL_BARS] = { "fapiPublic", "GET", "klines", ask_bars, &bar_list_shape, ONE | SPAN, ONE,
                       { { FUTURES_WEIGHT, 10 } }, NULL },
    [TR_CALL_BOOK] = { "fapiPublic", "GET", "depth", ask_symbol, &book_shape, ONE | TR__TAKES_LIMIT,
                       ONE, { { FUTURES_WEIGHT, 20 } }, NULL },
    [TR_CALL_TRADES] = { "fapiPublic", "GET", "aggTrades", ask_symbol, &fill_list_shape,
                         ONE | TR__TAKES_LIMIT, ONE,
                         { { FUTURES_WEIGHT, 20 } }, NULL },
    [TR_CALL_FUNDING] = { "fapiPublic", "GET", "premiumIndex", ask_symbol, &funding_shape, ONE, ONE,
                          { { FUTURES_WEIGHT, 1 } }, NULL },
    [TR_CALL_BALANCES] = { "fapiPrivateV3", "GET", "account", NULL, &futures_account_shape, 0, 0,
                           { { FUTURES_WEIGHT, 5 } }, NULL },
    [TR_CALL_POSITIONS] = { "fapiPrivateV3", "GET", "positionRisk", ask_symbol,
                            &position_list_shape, ONE, 0,
                            { { FUTURES_WEIGHT, 5 } }, NULL },
    [TR_CALL_PLACE] = { "fapiPrivate", "POST", "order", ask_place_linear, &order_shape, PLACING,
                        PLACING,
                        { { FUTURES_WEIGHT, 1 }, { FUTURES_ORDERS_10S, 1 },
                          { FUTURES_ORDERS_MINUTE, 1 } }, NULL },
    [TR_CALL_CANCEL] = { "fapiPrivate", "DELETE", "order", ask_order, &order_shape, ONE | IDS, ONE,
                         { { FUTURES_WEIGHT, 1 } }, NULL },
    [TR_CALL_AMEND] = { "fapiPrivate", "PUT", "order", ask_amend, &order_shape,
                        ONE | IDS | TR__TAKES_TERMS, ONE | TR__TAKES_TERMS,
                        { { FUTURES_WEIGHT, 1 }, { FUTURES_ORDERS_10S, 1 },
                          { FUTURES_ORDERS_MINUTE, 1 } }, NULL },
    [TR_CALL_DEAD_MAN] = { "fapiPrivate", "POST", "countdownCancelAll", ask_dead_man, &done_shape,
                           ONE | TR__TAKES_TIMEOUT, ONE, { { FUTURES_WEIGHT, 10 } }, NULL },
    [TR_CALL_CANCEL_ALL] = { "fapiPrivate", "DELETE", "allOpenOrders", ask_symbol, &done_shape, ONE,
                             ONE, { { FUTURES_WEIGHT, 1 } }, NULL },
    [TR_CALL_BILLS] = { "fapiPrivate", "GET", "income", tr__binance_ask_bills, &tr__binance_bills,
                        ONE | SPAN | TR__TAKES_CURSOR, 0, { { FUTURES_WEIGHT, 30 } }, NULL },
    [TR_CALL_LEVERAGE_SET] = { "fapiPrivate", "POST", "leverage", tr__binance_ask_leverage,
                               &tr__binance_leverage_set, ONE | TR__TAKES_LEVERAGE,
                               ONE | TR__TAKES_LEVERAGE, { { FUTURES_WEIGHT, 1 } }, NULL },
    [TR_CALL_ORDER] = { "fapiPrivate", "GET", "order", ask_order, &order_shape, ONE | IDS, ONE,
                        { { FUTURES_WEIGHT, 1 } }, NULL },
    [TR_CALL_OPEN_ORDERS] = { "fapiPrivate", "GET", "openOrders", ask_symbol, &order_list_shape,
                              ONE, 0, { { FUTURES_WEIGHT, 40 } }, NULL },
    [TR_CALL_FILLS] = { "fapiPrivate", "GET", "userTrades", ask_fills, &fill_list_shape,
                        ONE | SPAN | TR__TAKES_CURSOR | TR__TAKES_EXCHANGE_ID, ONE,
                        { { FUTURES_WEIGHT, 5 } }, NULL },
    [TR_CALL_FEES] = { "fapiPrivate", "GET", "commissionRate", ask_symbol, &fees_shape, ONE, ONE,
                       { { FUTURES_WEIGHT, 20 } }, NULL },
    [TR_CALL_KEY_RIGHTS] = { "sapi", "GET", "account/apiRestrictions", NULL, &rights_shape, 0, 0,
                             { { WEIGHT, 1 } }, NULL },
    [TR_CALL_FUNDING_PAID] = { "fapiPrivate", "GET", "income", tr__binance_ask_funding_paid,
                               &tr__binance_funding_paid,
                               TR__TAKES_FROM | TR__TAKES_UNTIL | TR__TAKES_CURSOR, 0,
                               { { FUTURES_WEIGHT, 30 } }, NULL },
    [TR_CALL_MARGIN] = { "fapiPrivate", "GET", "symbolConfig", ask_symbol, &tr__binance_margin, ONE,
                         ONE, { { FUTURES_WEIGHT, 5 } }, NULL },
    [TR_CALL_POSITION_MODE] = { "fapiPrivate", "GET", "positionSide/dual", NULL,
                                &tr__binance_position_mode, 0, 0, { { FUTURES_WEIGHT, 30 } }, NULL },
};
