/*
 * map.c: bybit's requests and answers as tables, spot and linear perpetuals; both go through the
 * same endpoints.
 * Source: Bybit API V5, "Market", "Trade", "Position", "Account", "User: Get API Key Information",
 * 2026.
 */
#include "exchange/bybit/map.h"

#include <string.h>

#include "exchange/answer.h"
#include "exchange/request.h"

const tr_timeframe tr__bybit_timeframes[TR__BYBIT_TIMEFRAME_COUNT] = {
    { 1, TR_TIMEFRAME_MINUTE }, { 3, TR_TIMEFRAME_MINUTE }, { 5, TR_TIMEFRAME_MINUTE },
    { 15, TR_TIMEFRAME_MINUTE }, { 30, TR_TIMEFRAME_MINUTE }, { 1, TR_TIMEFRAME_HOUR },
    { 2, TR_TIMEFRAME_HOUR }, { 4, TR_TIMEFRAME_HOUR }, { 6, TR_TIMEFRAME_HOUR },
    { 12, TR_TIMEFRAME_HOUR }, { 1, TR_TIMEFRAME_DAY }, { 1, TR_TIMEFRAME_WEEK },
    { 1, TR_TIMEFRAME_MONTH },
};

const char *const tr__bybit_words[TR__BYBIT_TIMEFRAME_COUNT] = { "1",   "3",   "5",   "15",  "30",
                                                                 "60", "120",
                                                                 "240", "360", "720", "D",   "W",
                                                                 "M" };

/* ---- words ----------------------------------------------------------------------------------- */

static const tr__word sides[] = { { "Buy", TR__SETS_BUY }, { "Sell", TR__SETS_SELL }, { NULL, 0 } };
static const tr__word types[] = { { "Market", TR__SETS_MARKET }, { "Limit", TR__SETS_LIMIT },
                                  { NULL, 0 } };
static const tr__word tifs[] = { { "GTC", TR__SETS_GTC },
                                 { "IOC", TR__SETS_IOC },
                                 { "FOK", TR__SETS_FOK },
                                 { "PostOnly", TR__SETS_GTC | TR__SETS_POST_ONLY },
                                 { "GoodTillCancel", TR__SETS_GTC },
                                 { "ImmediateOrCancel", TR__SETS_IOC },
                                 { "FillOrKill", TR__SETS_FOK },
                                 { NULL, 0 } };
static const tr__word states[] = {
    { "Created", TR_STATE_WORKING },
    { "New", TR_STATE_WORKING },
    { "NEW", TR_STATE_WORKING },
    { "Untriggered", TR_STATE_WORKING },
    { "Triggered", TR_STATE_WORKING },
    { "Active", TR_STATE_WORKING },
    { "PartiallyFilled", TR_STATE_PARTLY_FILLED },
    { "Filled", TR_STATE_FILLED },
    { "Cancelled", TR_STATE_CANCELLED },
    { "PartiallyFilledCanceled", TR_STATE_CANCELLED },
    { "Deactivated", TR_STATE_CANCELLED },
    { "PendingCancel", TR_STATE_CANCELLING },
    { "Rejected", TR_STATE_FAILED },
    { "Expired", TR_STATE_EXPIRED },
    { NULL, 0 },
};
static const tr__word liquidities[] = { { "TAKER", TR__SETS_TAKER }, { "MAKER", TR__SETS_MAKER },
                                        { NULL, 0 } };
static const tr__word trading[] = { { "Trading", TR__SETS_TRADING }, { NULL, 0 } };

#define ANSWER(result)                                                                             \
    {                                                                                              \
        .rules = (const tr__rule[]){ TR__CODE("retCode"), TR__MESSAGE("retMsg"),                   \
                                     TR__INSIDE("result", result), TR__END }                       \
    }
#define LIST(shape) TR__PART(TR__INSIDE("list", TR__EACH(shape)), TR__CURSOR("nextPageCursor"))

/* ---- market data ----------------------------------------------------------------------------- */

static const tr__shape time_shape = {
    .record = TR_RECORD_TIME,
    .rules = (const tr__rule[]){ TR__FIELD("timeNano", NS, time.at_ns), TR__END },
};
static const tr__shape time_answer = {
    .rules = (const tr__rule[]){ TR__CODE("retCode"), TR__MESSAGE("retMsg"),
                                 TR__RECORDS("result", &time_shape), TR__END }
};

static const tr__shape instrument_shape = {
    .record = TR_RECORD_INSTRUMENT,
    .rules =
        (const tr__rule[]){
            TR__FIELD("symbol", TEXT, instrument.instrument.exchange_symbol),
            TR__FIELD("baseCoin", ASSET, instrument.instrument.base),
            TR__FIELD("quoteCoin", ASSET, instrument.instrument.quote),
            TR__FIELD("settleCoin", ASSET, instrument.instrument.settle),
            TR__ONLY("contractType", "LinearPerpetual"),
            TR__WORDS("status", trading),
            TR__FIELD("status", CUT, instrument.word),
            TR__INSIDE("priceFilter",
                       TR__PART(TR__FIELD("tickSize", DECIMAL, instrument.instrument.tick))),
            TR__INSIDE(
                "lotSizeFilter",
                TR__PART(
                    TR__FIELD("basePrecision", DECIMAL, instrument.instrument.lot),
                    TR__FIELD("qtyStep", DECIMAL, instrument.instrument.lot),
                    TR__FIELD("minOrderQty", DECIMAL, instrument.instrument.quantity_min),
                    TR__FIELD("maxOrderQty", DECIMAL, instrument.instrument.quantity_max),
                    TR__FIELD("maxLimitOrderQty", DECIMAL, instrument.instrument.quantity_max),
                    TR__FIELD("minOrderAmt", DECIMAL, instrument.instrument.notional_min),
                    TR__FIELD("minNotionalValue", DECIMAL, instrument.instrument.notional_min))),
            TR__END,
        },
};
static const tr__shape instruments_answer = ANSWER(LIST(&instrument_shape));

static const tr__shape ticker_shape = {
    .record = TR_RECORD_TICKER,
    .rules = (const tr__rule[]){
        TR__FIELD("symbol", TEXT, ticker.exchange_symbol),
        TR__FIELD("bid1Price", DECIMAL, ticker.bid),
        TR__FIELD("bid1Size", DECIMAL, ticker.bid_quantity),
        TR__FIELD("ask1Price", DECIMAL, ticker.ask),
        TR__FIELD("ask1Size", DECIMAL, ticker.ask_quantity),
        TR__FIELD("lastPrice", DECIMAL, ticker.last),
        TR__FIELD("prevPrice24h", DECIMAL, ticker.open),
        TR__FIELD("highPrice24h", DECIMAL, ticker.high),
        TR__FIELD("lowPrice24h", DECIMAL, ticker.low),
        TR__FIELD("volume24h", DECIMAL, ticker.base_volume),
        TR__FIELD("turnover24h", DECIMAL, ticker.quote_volume),
        TR__FIELD("markPrice", DECIMAL, ticker.mark),
        TR__FIELD("indexPrice", DECIMAL, ticker.index), TR__END,
    },
};
static const tr__shape tickers_answer = ANSWER(LIST(&ticker_shape));

static const tr__shape funding_shape = {
    .record = TR_RECORD_FUNDING,
    .rules = (const tr__rule[]){ TR__FIELD("symbol", TEXT, funding.exchange_symbol),
                                 TR__FIELD("markPrice", DECIMAL, funding.mark),
                                 TR__FIELD("indexPrice", DECIMAL, funding.index),
                                 TR__TOLD("fundingRate", DECIMAL, funding.rate, TR__SETS_RATE),
                                 TR__FIELD("nextFundingTime", MS, funding.at_ns), TR__END },
};
static const tr__shape funding_answer = ANSWER(LIST(&funding_shape));

static const tr__shape bar_shape = {
    .record = TR_RECORD_BAR,
    .rules = (const tr__rule[]){ TR__FIELD("0", MS, bar.open_ns), TR__FIELD("1", DOUBLE, bar.open),
                                 TR__FIELD("2", DOUBLE, bar.high),
                                 TR__FIELD("3", DOUBLE, bar.low), TR__FIELD("4", DOUBLE, bar.close),
                                 TR__FIELD("5", DOUBLE, bar.volume), TR__END },
};
static const tr__shape bars_answer = ANSWER(LIST(&bar_shape));

static const tr__shape book_shape = {
    .record = TR_RECORD_BOOK,
    .rules = (const tr__rule[]){ TR__FIELD("s", TEXT, book.exchange_symbol),
                                 TR__FIELD("ts", MS, book.at_ns),
                                 TR__FIELD("u", INT64, book.sequence), TR__BIDS("b", NULL),
                                 TR__ASKS("a", NULL), TR__END },
};
static const tr__shape book_answer = {
    .rules = (const tr__rule[]){ TR__CODE("retCode"), TR__MESSAGE("retMsg"),
                                 TR__RECORDS("result", &book_shape), TR__END }
};

/*
 * Where it is not told: contracts pay in what settles them, spot takes the fee out of what the fill
 * brought, and gives a maker's rebate in what the fill cost ("Enums Definitions", "Spot Fee Currency
 * Instruction").
 */
static void fill_finish(const tr__reading *reading, tr_exchange_record *record)
{
    tr_execution *fill = &record->as.fill;
    const tr_instrument *instrument = reading->question->instrument;
    if (instrument == NULL && reading->instruments != NULL)
        instrument = tr__instruments_find(reading->instruments, reading->question->kind,
                                          fill->exchange_symbol);
    if (!fill->has_fee || fill->fee_asset[0] != '\0' || instrument == NULL)
        return;
    bool is_spot = instrument->kind == TR_KIND_SPOT;
    bool is_rebate =
        fill->liquidity == TR_LIQUIDITY_MAKER && tr_decimal_sign(fill->fee.value) < 0;
    bool is_base = is_spot && fill->has_side && (fill->side == TR_SIDE_BUY) != is_rebate;
    memcpy(fill->fee_asset,
           is_base   ? instrument->base
           : is_spot ? instrument->quote
                     : instrument->settle,
           sizeof fill->fee_asset);
}
static const tr__shape fill_shape = {
    .record = TR_RECORD_FILL,
    .rules = (const tr__rule[]){
        TR__FIELD("symbol", TEXT, fill.exchange_symbol),
        TR__FIELD("execId", TEXT, fill.exchange_fill_id),
        TR__FIELD("tradeId", TEXT, fill.exchange_fill_id),
        TR__FIELD("orderId", TEXT, fill.exchange_order_id),
        TR__FIELD("orderLinkId", TEXT, fill.client_id), TR__WORDS("side", sides),
        TR__FIELD("price", DECIMAL, fill.price), TR__FIELD("execPrice", DECIMAL, fill.price),
        TR__FIELD("size", DECIMAL, fill.quantity), TR__FIELD("execQty", DECIMAL, fill.quantity),
        TR__FIELD("execValue", DECIMAL, fill.notional),
        TR__TOLD("execFee", DECIMAL, fill.fee, TR__SETS_FEE),
        TR__FIELD("feeCurrency", ASSET, fill.fee_asset),
        TR__FLAG("isMaker", TR__SETS_MAKER, TR__SETS_TAKER),
        TR__WORDS("lastLiquidityInd", liquidities), TR__FIELD("time", MS, fill.at_ns),
        TR__FIELD("execTime", MS, fill.at_ns), TR__FIELD("tradeTime", MS, fill.at_ns), TR__END,
    },
    .finish = fill_finish,
};
static const tr__shape fills_answer = ANSWER(LIST(&fill_shape));

/* ---- account --------------------------------------------------------------------------------- */

static const tr__shape coin_shape = {
    .record = TR_RECORD_BALANCE,
    .rules = (const tr__rule[]){ TR__FIELD("coin", ASSET, balance.asset),
                                 TR__FIELD("walletBalance", DECIMAL, balance.total),
                                 TR__FIELD("locked", DECIMAL, balance.held), TR__END },
    .finish = tr__finish_free,
};
/* Of the margin account. */
static const tr__shape loan_shape = {
    .record = TR_RECORD_BALANCE,
    .rules = (const tr__rule[]){ TR__FIELD("tokenId", ASSET, balance.asset),
                                 TR__FIELD("total", DECIMAL, balance.total),
                                 TR__FIELD("free", DECIMAL, balance.free),
                                 TR__FIELD("locked", DECIMAL, balance.held), TR__END },
};
static const tr__shape balances_answer =
    ANSWER(TR__PART(TR__INSIDE("list",
                               TR__PART(TR__INSIDE("*",
                                                   TR__PART(TR__INSIDE("coin",
                                                                       TR__EACH(&coin_shape)))))),
                    TR__INSIDE("balance", TR__EACH(&coin_shape)),
                    TR__INSIDE("loanAccountList", TR__EACH(&loan_shape))));

static void position_finish(const tr__reading *reading, tr_exchange_record *record)
{
    tr_position_record *position = &record->as.position;
    if (strcmp(reading->note, "Sell") == 0 && tr_decimal_sign(position->quantity) > 0)
        (void)tr_decimal_negate(position->quantity, &position->quantity); /* above zero it fits */
    if (reading->note[0] == '\0' && tr_decimal_is_zero(position->quantity))
        record->kind = TR_RECORD_NONE; /* flat: listed because it was asked for */
}
/* Which side of a hedging account; 0 for one-way. */
static const tr__word position_places[] = { { "0", TR__SETS_NET }, { "1", TR__SETS_LONG },
                                            { "2", TR__SETS_SHORT }, { NULL, 0 } };
static const tr__shape position_shape = {
    .record = TR_RECORD_POSITION,
    .rules = (const tr__rule[]){
        TR__FIELD("symbol", TEXT, position.exchange_symbol),
        TR__WORDS("positionIdx", position_places), TR__NOTE("side"),
        TR__FIELD("size", DECIMAL, position.quantity),
        TR__FIELD("entryPrice", DECIMAL, position.entry),
        TR__FIELD("avgPrice", DECIMAL, position.entry),
        TR__FIELD("markPrice", DECIMAL, position.mark),
        TR__FIELD("liqPrice", DECIMAL, position.liquidation),
        TR__FIELD("leverage", DECIMAL, position.leverage),
        TR__FIELD("positionIM", DECIMAL, position.margin),
        TR__TOLD("unrealisedPnl", DECIMAL, position.profit, TR__SETS_PROFIT),
        TR__FIELD("createdTime", MS, position.at_ns), TR__FIELD("createdAt", MS, position.at_ns),
        TR__END,
    },
    .finish = position_finish,
};
static const tr__shape positions_answer = ANSWER(LIST(&position_shape));

/* {"USDT": "0.067"}: what it paid, by asset. */
static const tr__rule fee_key = TR__FIELD("", ASSET, order.fee_asset);
static const tr__shape fee_shape = {
    .rules = (const tr__rule[]){ TR__TOLD("*", DECIMAL, order.fee, TR__SETS_FEE), TR__END },
    .key = &fee_key,
};
static void order_finish(const tr__reading *reading, tr_exchange_record *record)
{
    tr_order_record *order = &record->as.order;
    (void)reading;
    if (tr_decimal_is_zero(order->stop_price.value) || !order->has_type)
        return;
    if (order->type == TR_ORDER_MARKET)
        order->type = TR_ORDER_STOP;
    else if (order->type == TR_ORDER_LIMIT)
        order->type = TR_ORDER_STOP_LIMIT;
}
static const tr__shape order_shape = {
    .record = TR_RECORD_ORDER,
    .rules = (const tr__rule[]){
        TR__FIELD("symbol", TEXT, order.exchange_symbol),
        TR__FIELD("orderId", TEXT, order.exchange_order_id),
        TR__FIELD("orderLinkId", TEXT, order.client_id), TR__STATES("orderStatus", states),
        TR__WORDS("side", sides), TR__WORDS("orderType", types), TR__WORDS("timeInForce", tifs),
        TR__FLAG("reduceOnly", TR__SETS_REDUCE_ONLY, 0),
        TR__FIELD("price", DECIMAL, order.limit_price),
        TR__FIELD("triggerPrice", DECIMAL, order.stop_price),
        TR__FIELD("qty", DECIMAL, order.quantity),
        TR__TOLD("cumExecQty", DECIMAL, order.filled, TR__SETS_FILLED),
        TR__TOLD("leavesQty", DECIMAL, order.remaining, TR__SETS_REMAINING),
        TR__FIELD("avgPrice", DECIMAL, order.average),
        TR__FIELD("cumExecValue", DECIMAL, order.notional),
        TR__TOLD("cumExecFee", DECIMAL, order.fee, TR__SETS_FEE),
        TR__INSIDE("cumFeeDetail", &fee_shape), TR__FIELD("createdTime", MS, order.created_ns),
        TR__FIELD("createdAt", MS, order.created_ns),
        TR__FIELD("updatedTime", MS, order.updated_ns),
        TR__FIELD("updatedAt", MS, order.updated_ns), TR__END,
    },
    .finish = order_finish,
};
static const tr__shape orders_answer = ANSWER(LIST(&order_shape));
/* A mere acknowledgement: the ids. */
static const tr__shape placed_answer = {
    .rules = (const tr__rule[]){ TR__CODE("retCode"), TR__MESSAGE("retMsg"),
                                 TR__RECORDS("result", &order_shape), TR__END }
};

static const tr__shape fees_shape = {
    .record = TR_RECORD_FEES,
    .rules = (const tr__rule[]){ TR__FIELD("symbol", TEXT, fees.exchange_symbol),
                                 TR__FIELD("makerFeeRate", DECIMAL, fees.maker_rate),
                                 TR__FIELD("takerFeeRate", DECIMAL, fees.taker_rate), TR__END },
};
static const tr__shape fees_answer = ANSWER(LIST(&fees_shape));

static const tr__word wallet_rights[] = { { "Withdraw", TR__SETS_WITHDRAW }, { NULL, 0 } };
static const tr__word trade_rights[] = { { "Order", TR__SETS_TRADE },
                                         { "SpotTrade", TR__SETS_TRADE },
                                         { "DerivativesTrade", TR__SETS_TRADE }, { NULL, 0 } };
/* Every key may read, and the list of what else it may is complete. */
static void rights_finish(const tr__reading *reading, tr_exchange_record *record)
{
    (void)reading;
    tr__record_set(record, TR__SETS_READ | TR__SETS_WITHDRAW_TOLD);
}
static const tr__shape rights_shape = {
    .record = TR_RECORD_KEY_RIGHTS,
    .rules = (const tr__rule[]){
        TR__INSIDE("permissions",
                   TR__PART(TR__INSIDE("Wallet", TR__PART(TR__WORDS("*", wallet_rights))),
                                           TR__INSIDE("*",
                                                      TR__PART(TR__WORDS("*", trade_rights))))),
        TR__FIELD("expiredAt", ISO, rights.expires_ns), TR__END,
    },
    .finish = rights_finish,
};
static const tr__shape rights_answer = {
    .rules = (const tr__rule[]){ TR__CODE("retCode"), TR__MESSAGE("retMsg"),
                                 TR__RECORDS("result", &rights_shape), TR__END }
};

/* ---- requests -------------------------------------------------------------------------------- */

static void put_category(tr__request *request, const tr_exchange_question *question)
{
    tr__request_text(request, "category", question->kind == TR_KIND_SPOT ? "spot" : "linear");
}

static void ask_symbol(tr__request *request, const tr_exchange_question *question)
{
    put_category(request, question);
    tr__request_symbol(request, "symbol", question);
    tr__request_number_if(request, "limit", question->limit);
}

static void ask_instruments(tr__request *request, const tr_exchange_question *question)
{
    put_category(request, question);
    if (question->kind == TR_KIND_LINEAR) /* spot comes in one page */
        tr__request_number(request, "limit", 1000);
    tr__request_text_if(request, "cursor", question->cursor);
}

static void ask_bars(tr__request *request, const tr_exchange_question *question)
{
    put_category(request, question);
    tr__request_symbol(request, "symbol", question);
    tr__request_text(request, "interval", tr__request_timeframe(request->adapter, question));
    tr__request_ms_if(request, "start", question->from_ns);
    tr__request_last_ms_if(request, "end", question->until_ns);
    tr__request_number_if(request, "limit", question->limit);
}

static void ask_balances(tr__request *request, const tr_exchange_question *question)
{
    (void)question;
    tr__request_text(request, "accountType", "UNIFIED");
}

/* Without an instrument the settle coin says which list is meant. */
static void ask_open(tr__request *request, const tr_exchange_question *question)
{
    put_category(request, question);
    tr__request_symbol(request, "symbol", question);
    if (question->instrument == NULL && question->kind == TR_KIND_LINEAR)
        tr__request_text(request, "settleCoin", question->settle == NULL ? "USDT" : question->settle);
    tr__request_number_if(request, "limit", question->limit);
    tr__request_text_if(request, "cursor", question->cursor);
}

static void ask_order(tr__request *request, const tr_exchange_question *question)
{
    put_category(request, question);
    tr__request_symbol(request, "symbol", question);
    tr__request_either_id(request, "orderLinkId", "orderId", question);
}

static void ask_place(tr__request *request, const tr_exchange_question *question)
{
    static const char *const tif_words[] = { "GTC", "IOC", "FOK" };
    const tr_order_terms *terms = question->terms;
    bool is_spot = question->kind == TR_KIND_SPOT, is_buy = terms->side == TR_SIDE_BUY;
    bool is_limit = terms->type == TR_ORDER_LIMIT || terms->type == TR_ORDER_STOP_LIMIT;
    bool has_stop = !tr_decimal_is_zero(terms->stop_price.value);
    bool is_notional = !tr_decimal_is_zero(terms->notional.value);
    put_category(request, question);
    tr__request_symbol(request, "symbol", question);
    tr__request_text(request, "side", is_buy ? "Buy" : "Sell");
    tr__request_text(request, "orderType", is_limit ? "Limit" : "Market");
    tr__request_client_id(request, "orderLinkId", question);
    tr__request_decimal(request, "qty", tr__request_amount(terms));
    tr__request_decimal_if(request, "price", terms->limit_price.value);
    if (is_limit)
        tr__request_text(request, "timeInForce",
                         terms->is_post_only ? "PostOnly" : tif_words[terms->tif]);
    if (is_spot && !is_limit)
        tr__request_text(request, "marketUnit", is_notional ? "quoteCoin" : "baseCoin");
    tr__request_decimal_if(request, "triggerPrice", terms->stop_price.value);
    if (has_stop && is_spot)
        tr__request_text(request, "orderFilter", "StopOrder");
    if (has_stop && !is_spot) /* 1: the price rises to it, 2: it falls */
        tr__request_literal(request, "triggerDirection", is_buy ? "1" : "2");
    if (terms->is_reduce_only)
        tr__request_literal(request, "reduceOnly", "true");
}

static void ask_amend(tr__request *request, const tr_exchange_question *question)
{
    ask_order(request, question);
    tr__request_decimal(request, "qty", question->terms->quantity.value);
    tr__request_decimal_if(request, "price", question->terms->limit_price.value);
    tr__request_decimal_if(request, "triggerPrice", question->terms->stop_price.value);
}

static void ask_fills(tr__request *request, const tr_exchange_question *question)
{
    tr__request_text(request, "execType", "Trade");
    put_category(request, question);
    tr__request_symbol(request, "symbol", question);
    tr__request_text_if(request, "orderId", question->exchange_order_id);
    tr__request_ms_if(request, "startTime", question->from_ns);
    tr__request_last_ms_if(request, "endTime", question->until_ns);
    tr__request_number_if(request, "limit", question->limit);
    tr__request_text_if(request, "cursor", question->cursor);
}

/* ---- endpoints ------------------------------------------------------------------------------- */

enum { REQUESTS, SPOT_ORDERS, LINEAR_ORDERS, OWN_DATA };

#define ONE     TR__TAKES_INSTRUMENT
#define IDS     (TR__TAKES_CLIENT_ID | TR__TAKES_EXCHANGE_ID)
#define SPAN    (TR__TAKES_FROM | TR__TAKES_UNTIL | TR__TAKES_LIMIT)
#define PAGES   (TR__TAKES_LIMIT | TR__TAKES_CURSOR)
#define PLACING (TR__TAKES_INSTRUMENT | TR__TAKES_CLIENT_ID | TR__TAKES_TERMS)
#define OPEN    "public", "GET"
#define OWN     "private", "GET"
#define POST    "private", "POST"
#define COST    { { REQUESTS, 1 } }
#define READING { { REQUESTS, 1 }, { OWN_DATA, 1 } }

/* Open orders and the latest done ones first; what is older stands in the history. */
static const tr__endpoint past_order = { OWN, "v5/order/history", ask_order, &orders_answer,
                                         ONE | IDS, ONE, READING, NULL };

#define CALLS(orders, settles)                                                                         \
    [TR_CALL_TIME] = { OPEN, "v5/market/time", NULL, &time_answer, 0, 0, COST, NULL },             \
    [TR_CALL_INSTRUMENTS] = { OPEN, "v5/market/instruments-info", ask_instruments,                 \
                              &instruments_answer, TR__TAKES_CURSOR, 0, COST, NULL },              \
    [TR_CALL_TICKER] = { OPEN, "v5/market/tickers", ask_symbol, &tickers_answer, ONE, ONE, COST,   \
                         NULL },                                                                   \
    [TR_CALL_TICKERS] = { OPEN, "v5/market/tickers", ask_symbol, &tickers_answer, 0, 0, COST,      \
                          NULL },                                                                  \
    [TR_CALL_BARS] = { OPEN, "v5/market/kline", ask_bars, &bars_answer, ONE | SPAN, ONE, COST,     \
                       NULL },                                                                     \
    [TR_CALL_BOOK] = { OPEN, "v5/market/orderbook", ask_symbol, &book_answer,                      \
                       ONE | TR__TAKES_LIMIT, ONE, COST, NULL },                                   \
    [TR_CALL_TRADES] = { OPEN, "v5/market/recent-trade", ask_symbol, &fills_answer,                \
                         ONE | TR__TAKES_LIMIT, ONE, COST, NULL },                                 \
    [TR_CALL_BALANCES] = { OWN, "v5/account/wallet-balance", ask_balances, &balances_answer, 0, 0, \
                           READING, NULL },                                                        \
    [TR_CALL_PLACE] = { POST, "v5/order/create", ask_place, &placed_answer, PLACING, PLACING,      \
                        { { REQUESTS, 1 }, { orders, 1 } }, NULL },                                \
    [TR_CALL_CANCEL] = { POST, "v5/order/cancel", ask_order, &placed_answer, ONE | IDS, ONE,       \
                         { { REQUESTS, 1 }, { orders, 1 } }, NULL },                               \
    [TR_CALL_AMEND] = { POST, "v5/order/amend", ask_amend, &placed_answer,                         \
                        ONE | IDS | TR__TAKES_TERMS, ONE | TR__TAKES_TERMS,                        \
                        { { REQUESTS, 1 }, { orders, 1 } }, NULL },                                \
    [TR_CALL_ORDER] = { OWN, "v5/order/realtime", ask_order, &orders_answer, ONE | IDS, ONE,       \
                        READING, &past_order },                                                    \
    [TR_CALL_OPEN_ORDERS] = { OWN, "v5/order/realtime", ask_open, &orders_answer,                  \
                              ONE | PAGES | (settles), 0, READING, NULL },                         \
    [TR_CALL_FILLS] = { OWN, "v5/execution/list", ask_fills, &fills_answer,                        \
                        ONE | SPAN | TR__TAKES_CURSOR | TR__TAKES_EXCHANGE_ID, 0,                  \
                        READING, NULL },                                                           \
    [TR_CALL_CANCEL_ALL] = { POST, "v5/order/cancel-all", tr__bybit_ask_cancel_all,                \
                             &orders_answer, ONE, 0, { { REQUESTS, 1 }, { orders, 1 } }, NULL },   \
    [TR_CALL_BILLS] = { OWN, "v5/account/transaction-log", tr__bybit_ask_bills, &tr__bybit_bills,  \
                        SPAN | TR__TAKES_CURSOR, 0, READING, NULL },                               \
    [TR_CALL_FEES] = { OWN, "v5/account/fee-rate", ask_symbol, &fees_answer, ONE, 0, READING,      \
                       NULL },                                                                     \
    [TR_CALL_KEY_RIGHTS] = { OWN, "v5/user/query-api", NULL, &rights_answer, 0, 0, READING, NULL }

const tr__endpoint tr__bybit_spot[TR_CALL_COUNT] = { CALLS(SPOT_ORDERS, 0) };

const tr__endpoint tr__bybit_linear[TR_CALL_COUNT] = {
    CALLS(LINEAR_ORDERS, TR__TAKES_SETTLE),
    [TR_CALL_FUNDING] = { OPEN, "v5/market/tickers", ask_symbol, &funding_answer, ONE, ONE, COST,
                          NULL },
    [TR_CALL_LEVERAGE_SET] = { POST, "v5/position/set-leverage", tr__bybit_ask_leverage,
                               &tr__bybit_done, ONE | TR__TAKES_LEVERAGE, ONE | TR__TAKES_LEVERAGE,
                               READING, NULL },
    [TR_CALL_POSITIONS] = { OWN, "v5/position/list", ask_open, &positions_answer,
                            ONE | PAGES | TR__TAKES_SETTLE, 0,
                            READING, NULL },
    [TR_CALL_FUNDING_PAID] = { OWN, "v5/account/transaction-log", tr__bybit_ask_funding_paid,
                               &tr__bybit_funding_paid,
                               TR__TAKES_FROM | TR__TAKES_UNTIL | TR__TAKES_CURSOR, 0, READING, NULL },
    [TR_CALL_MARGIN] = { OWN, "v5/position/list", ask_symbol, &tr__bybit_margin, ONE, ONE, READING, NULL },
    [TR_CALL_POSITION_MODE] = { OWN, "v5/account/info", NULL, &tr__bybit_position_mode, 0, 0, READING,
                                NULL },
};
