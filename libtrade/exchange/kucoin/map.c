/*
 * map.c: kucoin's requests and answers as tables, spot and USDT perpetuals. Contracts call bitcoin
 * XBT.
 * Source: KuCoin API, "Spot Trading: Market Data, Orders (HF)", "Futures Trading: Market Data,
 * Orders, Positions", "Account Info: Get Apikey Info", 2026.
 */
#include "exchange/kucoin/map.h"

#include <string.h>

#include "exchange/answer.h"
#include "exchange/page.h"
#include "exchange/request.h"

const tr_timeframe tr__kucoin_timeframes[TR__KUCOIN_TIMEFRAME_COUNT] = {
    { 1, TR_TIMEFRAME_MINUTE }, { 5, TR_TIMEFRAME_MINUTE }, { 15, TR_TIMEFRAME_MINUTE },
    { 30, TR_TIMEFRAME_MINUTE }, { 1, TR_TIMEFRAME_HOUR }, { 2, TR_TIMEFRAME_HOUR },
    { 4, TR_TIMEFRAME_HOUR }, { 8, TR_TIMEFRAME_HOUR }, { 12, TR_TIMEFRAME_HOUR },
    { 1, TR_TIMEFRAME_DAY }, { 1, TR_TIMEFRAME_WEEK }, { 3, TR_TIMEFRAME_MINUTE },
};

const char *const tr__kucoin_words[TR__KUCOIN_TIMEFRAME_COUNT] = { "1min",  "5min",  "15min",
                                                                   "30min", "1hour", "2hour",
                                                                   "4hour", "8hour", "12hour",
                                                                   "1day",  "1week", "3min" };
/* Minutes; NULL: not offered for contracts. */
const char *const tr__kucoin_linear_words[TR__KUCOIN_TIMEFRAME_COUNT] = { "1",   "5",   "15",  "30",
                                                                          "60",    "120",
                                                                          "240", "480", "720",
                                                                          "1440", "10080", NULL };

void tr__kucoin_asset(char asset[TR_ASSET_SIZE])
{
    if (strcmp(asset, "XBT") == 0)
        memcpy(asset, "BTC", 4);
}

/* ---- words ----------------------------------------------------------------------------------- */

static const tr__word sides[] = { { "buy", TR__SETS_BUY }, { "sell", TR__SETS_SELL }, { NULL, 0 } };
static const tr__word types[] = { { "limit", TR__SETS_LIMIT }, { "market", TR__SETS_MARKET },
                                  { NULL, 0 } };
static const tr__word tifs[] = { { "GTC", TR__SETS_GTC }, { "GTT", TR__SETS_GTC },
                                 { "IOC", TR__SETS_IOC }, { "FOK", TR__SETS_FOK }, { NULL, 0 } };
static const tr__word roles[] = { { "taker", TR__SETS_TAKER }, { "maker", TR__SETS_MAKER },
                                  { NULL, 0 } };
static const tr__word trading[] = { { "Open", TR__SETS_TRADING }, { NULL, 0 } };

#define ANSWER(rule)                                                                               \
    { .rules = (const tr__rule[]){ TR__CODE("code"), TR__MESSAGE("msg"), rule, TR__END } }
#define LIST(shape)   ANSWER(TR__INSIDE("data", TR__EACH(shape)))
#define SINGLE(shape) ANSWER(TR__RECORDS("data", shape))
#define ITEMS(shape)  ANSWER(TR__INSIDE("data", TR__PART(TR__INSIDE("items", TR__EACH(shape)))))

/* ---- market data ----------------------------------------------------------------------------- */

static const tr__shape time_answer = {
    .record = TR_RECORD_TIME,
    .rules = (const tr__rule[]){ TR__CODE("code"), TR__MESSAGE("msg"),
                                 TR__FIELD("data", MS, time.at_ns), TR__END },
};

static const tr__shape instrument_shape = {
    .record = TR_RECORD_INSTRUMENT,
    .rules = (const tr__rule[]){
        TR__FIELD("symbol", TEXT, instrument.instrument.exchange_symbol),
        TR__FIELD("baseCurrency", ASSET, instrument.instrument.base),
        TR__FIELD("quoteCurrency", ASSET, instrument.instrument.quote),
        TR__FIELD("priceIncrement", DECIMAL, instrument.instrument.tick),
        TR__FIELD("baseIncrement", DECIMAL, instrument.instrument.lot),
        TR__FIELD("baseMinSize", DECIMAL, instrument.instrument.quantity_min),
        TR__FIELD("baseMaxSize", DECIMAL, instrument.instrument.quantity_max),
        TR__FIELD("minFunds", DECIMAL, instrument.instrument.notional_min),
        TR__FLAG("enableTrading", TR__SETS_TRADING, 0), TR__END,
    },
};
static const tr__shape instruments_answer = LIST(&instrument_shape);

/* Only what never expires and is settled in its quote. */
static void expiry_take(tr__reading *reading, const char *text, size_t length,
                        tr_exchange_record *record)
{
    (void)reading;
    (void)text;
    if (length > 0)
        tr__record_leave_out(record);
}
static const tr__custom expiry_custom = { expiry_take };
static const tr__shape contract_shape = {
    .record = TR_RECORD_INSTRUMENT,
    .rules = (const tr__rule[]){
        TR__FIELD("symbol", TEXT, instrument.instrument.exchange_symbol),
        TR__FIELD("baseCurrency", ASSET, instrument.instrument.base),
        TR__FIELD("quoteCurrency", ASSET, instrument.instrument.quote),
        TR__FIELD("settleCurrency", ASSET, instrument.instrument.settle),
        TR__CUSTOM("expireDate", &expiry_custom), TR__FLAG("isInverse", TR__SETS_LEFT_OUT, 0),
        TR__FIELD("multiplier", DECIMAL, instrument.instrument.multiplier),
        TR__FIELD("tickSize", DECIMAL, instrument.instrument.tick),
        TR__FIELD("lotSize", DECIMAL, instrument.instrument.lot),
        TR__FIELD("maxOrderQty", DECIMAL, instrument.instrument.quantity_max),
        TR__FIELD("makerFeeRate", DECIMAL, instrument.maker_rate),
        TR__FIELD("takerFeeRate", DECIMAL, instrument.taker_rate), TR__WORDS("status", trading),
        TR__FIELD("status", CUT, instrument.word), TR__END,
    },
};
static const tr__shape contracts_answer = LIST(&contract_shape);

static const tr__shape ticker_shape = {
    .record = TR_RECORD_TICKER,
    .rules = (const tr__rule[]){
        TR__FIELD("symbol", TEXT, ticker.exchange_symbol), TR__FIELD("time", MS, ticker.at_ns),
        TR__FIELD("buy", DECIMAL, ticker.bid),
        TR__FIELD("bestBidSize", DECIMAL, ticker.bid_quantity),
        TR__FIELD("sell", DECIMAL, ticker.ask),
        TR__FIELD("bestAskSize", DECIMAL, ticker.ask_quantity),
        TR__FIELD("last", DECIMAL, ticker.last), TR__FIELD("high", DECIMAL, ticker.high),
        TR__FIELD("low", DECIMAL, ticker.low), TR__FIELD("changePrice", DECIMAL, ticker.change),
        TR__FIELD("vol", DECIMAL, ticker.base_volume),
        TR__FIELD("volValue", DECIMAL, ticker.quote_volume), TR__END,
    },
};
static const tr__shape ticker_answer = SINGLE(&ticker_shape);
static const tr__shape tickers_answer =
    ANSWER(TR__INSIDE("data", TR__PART(TR__INSIDE("ticker", TR__EACH(&ticker_shape)))));
static const tr__shape contract_ticker_shape = {
    .record = TR_RECORD_TICKER,
    .rules = (const tr__rule[]){ TR__FIELD("symbol", TEXT, ticker.exchange_symbol),
                                 TR__FIELD("price", DECIMAL, ticker.last),
                                 TR__FIELD("bestBidPrice", DECIMAL, ticker.bid),
                                 TR__FIELD("bestBidSize", DECIMAL, ticker.bid_quantity),
                                 TR__FIELD("bestAskPrice", DECIMAL, ticker.ask),
                                 TR__FIELD("bestAskSize", DECIMAL, ticker.ask_quantity),
                                 TR__FIELD("ts", NS, ticker.at_ns), TR__END },
};
static const tr__shape contract_ticker_answer = SINGLE(&contract_ticker_shape),
                       contract_tickers_answer = LIST(&contract_ticker_shape);

static const tr__shape bar_shape = {
    .record = TR_RECORD_BAR,
    .rules = (const tr__rule[]){ TR__FIELD("0", SECONDS, bar.open_ns),
                                 TR__FIELD("1", DOUBLE, bar.open),
                                 TR__FIELD("2", DOUBLE, bar.close),
                                 TR__FIELD("3", DOUBLE, bar.high), TR__FIELD("4", DOUBLE, bar.low),
                                 TR__FIELD("5", DOUBLE, bar.volume), TR__END },
};
static const tr__shape bars_answer = LIST(&bar_shape);
static const tr__shape contract_bar_shape = {
    .record = TR_RECORD_BAR,
    .rules = (const tr__rule[]){ TR__FIELD("0", MS, bar.open_ns), TR__FIELD("1", DOUBLE, bar.open),
                                 TR__FIELD("2", DOUBLE, bar.high),
                                 TR__FIELD("3", DOUBLE, bar.low), TR__FIELD("4", DOUBLE, bar.close),
                                 TR__FIELD("5", DOUBLE, bar.volume), TR__END },
    .finish = tr__finish_contract_volume,
};
static const tr__shape contract_bars_answer = LIST(&contract_bar_shape);

static const tr__shape book_shape = {
    .record = TR_RECORD_BOOK,
    .rules = (const tr__rule[]){ TR__FIELD("sequence", INT64, book.sequence),
                                 TR__FIELD("time", MS, book.at_ns),
                                 TR__FIELD("symbol", TEXT, book.exchange_symbol),
                                 TR__FIELD("ts", NS, book.at_ns), TR__BIDS("bids", NULL),
                                 TR__ASKS("asks", NULL), TR__END },
};
static const tr__shape book_answer = SINGLE(&book_shape);

/* Everybody's trades carry nanoseconds. */
static const tr__shape trade_shape = {
    .record = TR_RECORD_FILL,
    .rules = (const tr__rule[]){ TR__FIELD("sequence", TEXT, fill.exchange_fill_id),
                                 TR__FIELD("tradeId", TEXT, fill.exchange_fill_id),
                                 TR__FIELD("price", DECIMAL, fill.price),
                                 TR__FIELD("size", DECIMAL, fill.quantity),
                                 TR__WORDS("side", sides), TR__FIELD("time", NS, fill.at_ns),
                                 TR__FIELD("ts", NS, fill.at_ns), TR__END },
};
static const tr__shape trades_answer = LIST(&trade_shape);
static const tr__shape fill_shape = {
    .record = TR_RECORD_FILL,
    .rules = (const tr__rule[]){
        TR__FIELD("symbol", TEXT, fill.exchange_symbol),
        TR__FIELD("tradeId", TEXT, fill.exchange_fill_id),
        TR__FIELD("orderId", TEXT, fill.exchange_order_id), TR__WORDS("side", sides),
        TR__WORDS("liquidity", roles), TR__FIELD("price", DECIMAL, fill.price),
        TR__FIELD("size", DECIMAL, fill.quantity), TR__FIELD("funds", DECIMAL, fill.notional),
        TR__FIELD("value", DECIMAL, fill.notional),
        TR__TOLD("fee", DECIMAL, fill.fee, TR__SETS_FEE),
        TR__FIELD("feeCurrency", ASSET, fill.fee_asset), TR__FIELD("createdAt", MS, fill.at_ns),
        TR__END,
    },
};
static const tr__shape fills_answer = ANSWER(
    TR__INSIDE("data", TR__PART(TR__INSIDE("items", TR__EACH(&fill_shape)), TR__CURSOR("lastId"))));

static const tr__shape funding_shape = {
    .record = TR_RECORD_FUNDING,
    .rules = (const tr__rule[]){ TR__TOLD("value", DECIMAL, funding.rate, TR__SETS_RATE),
                                 TR__FIELD("fundingTime", MS, funding.at_ns),
                                 TR__TOLD("predictedValue", DECIMAL, funding.next_rate,
                                          TR__SETS_NEXT_RATE), TR__END },
};
static const tr__shape funding_answer = SINGLE(&funding_shape);

/* ---- account --------------------------------------------------------------------------------- */

static const tr__shape balance_shape = {
    .record = TR_RECORD_BALANCE,
    .rules = (const tr__rule[]){ TR__FIELD("currency", ASSET, balance.asset),
                                 TR__FIELD("balance", DECIMAL, balance.total),
                                 TR__FIELD("available", DECIMAL, balance.free),
                                 TR__FIELD("holds", DECIMAL, balance.held), TR__END },
};
static const tr__shape balances_answer = LIST(&balance_shape);
static const tr__shape margin_shape = {
    .record = TR_RECORD_BALANCE,
    .rules = (const tr__rule[]){ TR__FIELD("currency", ASSET, balance.asset),
                                 TR__FIELD("marginBalance", DECIMAL, balance.total),
                                 TR__FIELD("availableBalance", DECIMAL, balance.free), TR__END },
    .finish = tr__finish_held,
};
static const tr__shape margin_answer = SINGLE(&margin_shape);

static const tr__word position_sides[] = { { "BOTH", TR__SETS_NET }, { "LONG", TR__SETS_LONG },
                                           { "SHORT", TR__SETS_SHORT }, { NULL, 0 } };
static const tr__shape position_shape = {
    .record = TR_RECORD_POSITION,
    .rules = (const tr__rule[]){
        TR__FIELD("symbol", TEXT, position.exchange_symbol),
        TR__FIELD("id", TEXT, position.exchange_position_id),
        TR__WORDS("positionSide", position_sides),
        TR__FIELD("currentQty", DECIMAL, position.quantity),
        TR__FIELD("avgEntryPrice", DECIMAL, position.entry),
        TR__FIELD("markPrice", DECIMAL, position.mark),
        TR__FIELD("liquidationPrice", DECIMAL, position.liquidation),
        TR__FIELD("realLeverage", DECIMAL, position.leverage),
        TR__FIELD("leverage", DECIMAL, position.leverage),
        TR__FIELD("posMargin", DECIMAL, position.margin),
        TR__TOLD("unrealisedPnl", DECIMAL, position.profit, TR__SETS_PROFIT),
        TR__FIELD("openingTimestamp", MS, position.at_ns), TR__END,
    },
};
static const tr__shape positions_answer = LIST(&position_shape);

/*
 * There is no word for the state: it is active or not, and if not, something was cancelled or
 * nothing was; what the exchange itself ended (against one's own orders) is short of its quantity.
 */
static void active_take(tr__reading *reading, const char *text, size_t length,
                        tr_exchange_record *record)
{
    bool is_active = length == 4 && memcmp(text, "true", 4) == 0;
    (void)reading;
    record->as.order.state = is_active ? TR_STATE_WORKING : TR_STATE_FILLED;
    memcpy(record->as.order.word, is_active ? "active" : "done", is_active ? 7 : 5);
}
static void cancel_take(tr__reading *reading, const char *text, size_t length,
                        tr_exchange_record *record)
{
    (void)record;
    if (length == 4 && memcmp(text, "true", 4) == 0)
        tr__note_take(reading, "cancelled", 9);
}
static const tr__custom active_custom = { active_take }, cancel_custom = { cancel_take };
static void order_finish(const tr__reading *reading, tr_exchange_record *record)
{
    tr_order_record *order = &record->as.order;
    bool is_short = order->has_filled && !tr_decimal_is_zero(order->quantity.value) &&
                    tr_decimal_compare(order->filled.value, order->quantity.value) < 0;
    if (order->state == TR_STATE_FILLED && (is_short || strcmp(reading->note, "cancelled") == 0))
        order->state = TR_STATE_CANCELLED;
}
static const tr__shape order_shape = {
    .record = TR_RECORD_ORDER,
    .rules = (const tr__rule[]){
        TR__FIELD("id", TEXT, order.exchange_order_id),
        TR__FIELD("orderId", TEXT, order.exchange_order_id),
        TR__FIELD("clientOid", TEXT, order.client_id),
        TR__FIELD("symbol", TEXT, order.exchange_symbol), TR__WORDS("type", types),
        TR__WORDS("side", sides), TR__WORDS("timeInForce", tifs),
        TR__FLAG("postOnly", TR__SETS_POST_ONLY, 0),
        TR__FLAG("reduceOnly", TR__SETS_REDUCE_ONLY, 0),
        TR__FIELD("price", DECIMAL, order.limit_price), TR__FIELD("size", DECIMAL, order.quantity),
        TR__FIELD("funds", DECIMAL, order.notional_asked),
        TR__TOLD("dealSize", DECIMAL, order.filled, TR__SETS_FILLED),
        TR__TOLD("filledSize", DECIMAL, order.filled, TR__SETS_FILLED),
        TR__FIELD("dealFunds", DECIMAL, order.notional),
        TR__FIELD("filledValue", DECIMAL, order.notional),
        TR__FIELD("avgDealPrice", DECIMAL, order.average),
        TR__TOLD("fee", DECIMAL, order.fee, TR__SETS_FEE),
        TR__FIELD("feeCurrency", ASSET, order.fee_asset), TR__CUSTOM("active", &active_custom),
        TR__CUSTOM("isActive", &active_custom), TR__CUSTOM("cancelExist", &cancel_custom),
        TR__FIELD("createdAt", MS, order.created_ns),
        TR__FIELD("lastUpdatedAt", MS, order.updated_ns),
        TR__FIELD("updatedAt", MS, order.updated_ns), TR__END,
    },
    .finish = order_finish,
};
static const tr__shape order_answer = SINGLE(&order_shape), orders_answer = LIST(&order_shape),
                       order_items_answer = ITEMS(&order_shape);
/* A cancel names ids, in forms that differ by endpoint: its code says all. */
static const tr__shape done_answer = {
    .rules = (const tr__rule[]){ TR__CODE("code"), TR__MESSAGE("msg"), TR__END }
};

static const tr__shape fees_shape = {
    .record = TR_RECORD_FEES,
    .rules = (const tr__rule[]){ TR__FIELD("symbol", TEXT, fees.exchange_symbol),
                                 TR__FIELD("makerFeeRate", DECIMAL, fees.maker_rate),
                                 TR__FIELD("takerFeeRate", DECIMAL, fees.taker_rate), TR__END },
};
static const tr__shape fees_answer = LIST(&fees_shape), contract_fees_answer = SINGLE(&fees_shape);

/* "General,Spot,Withdrawal" */
static void permission_take(tr__reading *reading, const char *text, size_t length,
                            tr_exchange_record *record)
{
    (void)reading;
    bool can_trade = tr__take_has(text, length, "Spot") || tr__take_has(text, length, "Futures") ||
                     tr__take_has(text, length, "Trade");
    tr__record_set(record, TR__SETS_WITHDRAW_TOLD | TR__SETS_READ |
                               (can_trade ? TR__SETS_TRADE : 0U) |
                               (tr__take_has(text, length, "ithdraw") ? TR__SETS_WITHDRAW : 0U));
}
static void address_take(tr__reading *reading, const char *text, size_t length,
                         tr_exchange_record *record)
{
    (void)reading;
    (void)text;
    record->as.rights.has_address_list = length > 0;
}
static const tr__custom permission_custom = { permission_take }, address_custom = { address_take };
static const tr__shape rights_shape = {
    .record = TR_RECORD_KEY_RIGHTS,
    .rules = (const tr__rule[]){ TR__CUSTOM("permission", &permission_custom),
                                 TR__CUSTOM("ipWhitelist", &address_custom), TR__END },
};
static const tr__shape rights_answer = SINGLE(&rights_shape);

/* ---- requests -------------------------------------------------------------------------------- */

static void ask_symbol(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "symbol", question);
}

/* Two depths are served: a limit asks for the one that holds it. */
static void ask_book(tr__request *request, const tr_exchange_question *question)
{
    bool is_spot = question->kind == TR_KIND_SPOT,
         is_short = question->limit > 0 && question->limit <= 20;
    if (is_short)
        tr__request_route(request, "GET",
                          is_spot ? "market/orderbook/level2_20" : "level2/depth20");
    if (question->limit > 100)
        request->refusal = "more than 100 levels";
    tr__request_symbol(request, "symbol", question);
}

static void ask_bars_spot(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "symbol", question);
    tr__request_text(request, "type", tr__request_timeframe(request->adapter, question));
    tr__request_seconds_if(request, "startAt", question->from_ns);
    tr__request_seconds_if(request, "endAt", question->until_ns);
}

static void ask_bars_linear(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "symbol", question);
    tr__request_literal(request, "granularity", tr__request_timeframe(request->adapter, question));
    tr__request_ms_if(request, "from", question->from_ns);
    tr__request_last_ms_if(request, "to", question->until_ns);
}

static void ask_accounts(tr__request *request, const tr_exchange_question *question)
{
    (void)question;
    tr__request_text(request, "type", "trade_hf");
}

static void ask_overview(tr__request *request, const tr_exchange_question *question)
{
    (void)question;
    tr__request_text(request, "currency", "USDT");
}

static void ask_place(tr__request *request, const tr_exchange_question *question)
{
    const tr_order_terms *terms = question->terms;
    bool is_spot = question->kind == TR_KIND_SPOT;
    tr__request_client_id(request, "clientOid", question);
    tr__request_text(request, "side", terms->side == TR_SIDE_BUY ? "buy" : "sell");
    tr__request_symbol(request, "symbol", question);
    tr__request_text(request, "type", terms->type == TR_ORDER_LIMIT ? "limit" : "market");
    if (is_spot) {
        tr__request_decimal_if(request, "size", terms->quantity.value);
        tr__request_decimal_if(request, "funds", terms->notional.value);
    } else {
        tr__request_text(request, "marginMode", "CROSS");
        tr__request_decimal_literal(request, "size", terms->quantity.value);
    }
    tr__request_decimal_if(request, "price", terms->limit_price.value);
    if (terms->type == TR_ORDER_LIMIT && terms->tif != TR_TIF_GTC)
        tr__request_text(request, "timeInForce", terms->tif == TR_TIF_IOC ? "IOC" : "FOK");
    if (terms->is_post_only)
        tr__request_literal(request, "postOnly", "true");
    if (terms->is_reduce_only)
        tr__request_literal(request, "reduceOnly", "true");
}

static void ask_order_spot(tr__request *request, const tr_exchange_question *question)
{
    bool is_cancel = question->call == TR_CALL_CANCEL;
    if (question->exchange_order_id != NULL)
        tr__request_route(request, is_cancel ? "DELETE" : "GET", "hf/orders/{orderId}");
    tr__request_symbol(request, "symbol", question);
    tr__request_either_id(request, "clientOid", "orderId", question);
}

static void ask_cancel_linear(tr__request *request, const tr_exchange_question *question)
{
    if (question->exchange_order_id != NULL) {
        tr__request_route(request, "DELETE", "orders/{orderId}");
        tr__request_text(request, "orderId", question->exchange_order_id);
        return;
    }
    tr__request_symbol(request, "symbol", question);
    tr__request_client_id(request, "clientOid", question);
}

static void ask_order_linear(tr__request *request, const tr_exchange_question *question)
{
    if (question->exchange_order_id != NULL)
        tr__request_route(request, "GET", "orders/{orderId}");
    tr__request_either_id(request, "clientOid", "orderId", question);
}

static void ask_open_linear(tr__request *request, const tr_exchange_question *question)
{
    tr__request_text(request, "status", "active");
    tr__request_symbol(request, "symbol", question);
    tr__page_ask(request, question);
}

static void ask_fills(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "symbol", question);
    tr__request_text_if(request, "orderId", question->exchange_order_id);
    tr__request_ms_if(request, "startAt", question->from_ns);
    tr__request_last_ms_if(request, "endAt", question->until_ns);
    tr__page_ask(request, question);
}

static void ask_leverage(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "symbol", question);
    tr__request_decimal(request, "leverage", question->leverage);
}

static void ask_fees(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, question->kind == TR_KIND_SPOT ? "symbols" : "symbol", question);
}

/* ---- endpoints ------------------------------------------------------------------------------- */

enum { PUBLIC, SPOT_POOL, FUTURES_POOL, MANAGEMENT };

#define ONE     TR__TAKES_INSTRUMENT
#define IDS     (TR__TAKES_CLIENT_ID | TR__TAKES_EXCHANGE_ID)
#define SPAN    (TR__TAKES_FROM | TR__TAKES_UNTIL)
#define PAGES   (TR__TAKES_LIMIT | TR__TAKES_CURSOR)
#define PLACING (TR__TAKES_INSTRUMENT | TR__TAKES_CLIENT_ID | TR__TAKES_TERMS)

const tr__endpoint tr__kucoin_spot[TR_CALL_COUNT] = {
    [TR_CALL_TIME] = { "public", "GET", "timestamp", NULL, &time_answer, 0, 0, { { PUBLIC, 3 } },
                       NULL },
    [TR_CALL_INSTRUMENTS] = { "public.v2", "GET", "symbols", NULL, &instruments_answer, 0, 0,
                              { { PUBLIC, 4 } }, NULL },
    [TR_CALL_TICKER] = { "public", "GET", "market/stats", ask_symbol, &ticker_answer, ONE, ONE,
                         { { PUBLIC, 15 } }, NULL },
    [TR_CALL_TICKERS] = { "public", "GET", "market/allTickers", NULL, &tickers_answer, 0, 0,
                          { { PUBLIC, 15 } }, NULL },
    [TR_CALL_BARS] = { "public", "GET", "market/candles", ask_bars_spot, &bars_answer, ONE | SPAN,
                       ONE, { { PUBLIC, 3 } }, NULL },
    [TR_CALL_BOOK] = { "public", "GET", "market/orderbook/level2_100", ask_book, &book_answer,
                       ONE | TR__TAKES_LIMIT, ONE, { { PUBLIC, 4 } }, NULL },
    [TR_CALL_TRADES] = { "public", "GET", "market/histories", ask_symbol, &trades_answer, ONE, ONE,
                         { { PUBLIC, 3 } }, NULL },
    [TR_CALL_BALANCES] = { "private", "GET", "accounts", ask_accounts, &balances_answer, 0, 0,
                           { { MANAGEMENT, 5 } }, NULL },
    [TR_CALL_PLACE] = { "private", "POST", "hf/orders", ask_place, &order_answer, PLACING, PLACING,
                        { { SPOT_POOL, 1 } }, NULL },
    [TR_CALL_CANCEL] = { "private", "DELETE", "hf/orders/client-order/{clientOid}", ask_order_spot,
                         &done_answer, ONE | IDS, ONE, { { SPOT_POOL, 1 } }, NULL },
    [TR_CALL_CANCEL_ALL] = { "private", "DELETE", "hf/orders", ask_symbol, &done_answer, ONE, ONE,
                             { { SPOT_POOL, 2 } }, NULL },
    [TR_CALL_ORDER] = { "private", "GET", "hf/orders/client-order/{clientOid}", ask_order_spot,
                        &order_answer, ONE | IDS, ONE, { { SPOT_POOL, 2 } }, NULL },
    [TR_CALL_OPEN_ORDERS] = { "private", "GET", "hf/orders/active", ask_symbol, &orders_answer, ONE,
                              ONE, { { SPOT_POOL, 2 } }, NULL },
    [TR_CALL_FILLS] = { "private", "GET", "hf/fills", ask_fills, &fills_answer,
                        ONE | SPAN | PAGES | TR__TAKES_EXCHANGE_ID, ONE,
                        { { SPOT_POOL, 2 } }, NULL },
    [TR_CALL_FEES] = { "private", "GET", "trade-fees", ask_fees, &fees_answer, ONE, ONE,
                       { { SPOT_POOL, 3 } }, NULL },
    [TR_CALL_KEY_RIGHTS] = { "private", "GET", "user/api-key", NULL, &rights_answer, 0, 0,
                             { { MANAGEMENT, 20 } }, NULL },
};

const tr__endpoint tr__kucoin_linear[TR_CALL_COUNT] = {
    [TR_CALL_TIME] = { "futuresPublic", "GET", "timestamp", NULL, &time_answer, 0, 0,
                       { { PUBLIC, 2 } }, NULL },
    [TR_CALL_INSTRUMENTS] = { "futuresPublic", "GET", "contracts/active", NULL, &contracts_answer,
                              0, 0, { { PUBLIC, 3 } }, NULL },
    [TR_CALL_TICKER] = { "futuresPublic", "GET", "ticker", ask_symbol, &contract_ticker_answer, ONE,
                         ONE, { { PUBLIC, 2 } }, NULL },
    [TR_CALL_TICKERS] = { "futuresPublic", "GET", "allTickers", NULL, &contract_tickers_answer, 0,
                          0, { { PUBLIC, 5 } }, NULL },
    [TR_CALL_BARS] = { "futuresPublic", "GET", "kline/query", ask_bars_linear,
                       &contract_bars_answer, ONE | SPAN, ONE, { { PUBLIC, 3 } }, NULL },
    [TR_CALL_BOOK] = { "futuresPublic", "GET", "level2/depth100", ask_book, &book_answer,
                       ONE | TR__TAKES_LIMIT, ONE, { { PUBLIC, 10 } }, NULL },
    [TR_CALL_TRADES] = { "futuresPublic", "GET", "trade/history", ask_symbol, &trades_answer, ONE,
                         ONE, { { PUBLIC, 5 } }, NULL },
    [TR_CALL_FUNDING] = { "futuresPublic", "GET", "funding-rate/{symbol}/current", ask_symbol,
                          &funding_answer, ONE, ONE, { { PUBLIC, 2 } }, NULL },
    [TR_CALL_BALANCES] = { "futuresPrivate", "GET", "account-overview", ask_overview,
                           &margin_answer, 0, 0, { { FUTURES_POOL, 5 } }, NULL },
    [TR_CALL_POSITIONS] = { "futuresPrivate", "GET", "positions", NULL, &positions_answer, 0, 0,
                            { { FUTURES_POOL, 2 } }, NULL },
    [TR_CALL_PLACE] = { "futuresPrivate", "POST", "orders", ask_place, &order_answer, PLACING,
                        PLACING, { { FUTURES_POOL, 2 } }, NULL },
    [TR_CALL_CANCEL] = { "futuresPrivate", "DELETE", "orders/client-order/{clientOid}",
                         ask_cancel_linear, &done_answer, ONE | IDS, ONE,
                         { { FUTURES_POOL, 1 } }, NULL },
    [TR_CALL_CANCEL_ALL] = { "futuresPrivate", "DELETE", "orders", ask_symbol, &done_answer, ONE, 0,
                             { { FUTURES_POOL, 30 } }, NULL },
    [TR_CALL_LEVERAGE_SET] = { "futuresPrivate.v2", "POST", "changeCrossUserLeverage", ask_leverage,
                               &done_answer, ONE | TR__TAKES_LEVERAGE, ONE | TR__TAKES_LEVERAGE,
                               { { FUTURES_POOL, 2 } }, NULL },
    [TR_CALL_ORDER] = { "futuresPrivate", "GET", "orders/byClientOid", ask_order_linear,
                        &order_answer, ONE | IDS, 0, { { FUTURES_POOL, 5 } }, NULL },
    [TR_CALL_OPEN_ORDERS] = { "futuresPrivate", "GET", "orders", ask_open_linear,
                              &order_items_answer, ONE | TR__TAKES_CURSOR, 0, { { FUTURES_POOL, 2 } }, NULL },
    [TR_CALL_FILLS] = { "futuresPrivate", "GET", "fills", ask_fills, &fills_answer,
                        ONE | SPAN | PAGES | TR__TAKES_EXCHANGE_ID, 0,
                        { { FUTURES_POOL, 5 } }, NULL },
    [TR_CALL_FEES] = { "futuresPrivate", "GET", "trade-fees", ask_fees, &contract_fees_answer, ONE,
                       ONE, { { FUTURES_POOL, 3 } }, NULL },
    [TR_CALL_KEY_RIGHTS] = { "private", "GET", "user/api-key", NULL, &rights_answer, 0, 0,
                             { { MANAGEMENT, 20 } }, NULL },
    [TR_CALL_FUNDING_PAID] = { "futuresPrivate", "GET", "funding-history",
                               tr__kucoin_ask_funding_paid, &tr__kucoin_funding_paid,
                               ONE | TR__TAKES_FROM | TR__TAKES_UNTIL | TR__TAKES_CURSOR, ONE,
                               { { FUTURES_POOL, 5 } }, NULL },
    [TR_CALL_MARGIN] = { "futuresPrivate.v2", "GET", "getCrossUserLeverage", ask_symbol,
                         &tr__kucoin_margin, ONE, ONE, { { FUTURES_POOL, 2 } }, NULL },
    [TR_CALL_POSITION_MODE] = { "futuresPrivate.v2", "GET", "position/getPositionMode", NULL,
                                &tr__kucoin_position_mode, 0, 0, { { FUTURES_POOL, 2 } }, NULL },
};
