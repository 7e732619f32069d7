/*
 * map.c: bitget's requests and answers as tables, spot and USDT perpetuals in one-way mode.
 * Source: Bitget API v2, "Spot: Market, Trade, Account", "Futures: Market, Trade, Position,
 * Account", 2026.
 */
#include "exchange/bitget/map.h"

#include <string.h>

#include "exchange/answer.h"
#include "exchange/page.h"
#include "exchange/request.h"

const tr_timeframe tr__bitget_timeframes[TR__BITGET_TIMEFRAME_COUNT] = {
    { 1, TR_TIMEFRAME_MINUTE }, { 5, TR_TIMEFRAME_MINUTE }, { 15, TR_TIMEFRAME_MINUTE },
    { 30, TR_TIMEFRAME_MINUTE }, { 1, TR_TIMEFRAME_HOUR }, { 4, TR_TIMEFRAME_HOUR },
    { 6, TR_TIMEFRAME_HOUR }, { 12, TR_TIMEFRAME_HOUR }, { 1, TR_TIMEFRAME_DAY },
    { 3, TR_TIMEFRAME_DAY }, { 1, TR_TIMEFRAME_WEEK }, { 1, TR_TIMEFRAME_MONTH },
};

/* Without "utc" the longer ones begin at Singapore's midnight. */
const char *const tr__bitget_words[TR__BITGET_TIMEFRAME_COUNT] = { "1min",  "5min",   "15min",
                                                                   "30min", "1h",    "4h",
                                                                   "6Hutc", "12Hutc", "1Dutc",
                                                                   "3Dutc", "1Wutc", "1Mutc" };
const char *const tr__bitget_linear_words[TR__BITGET_TIMEFRAME_COUNT] = { "1m",    "5m",     "15m",
                                                                          "30m",   "1H",    "4H",
                                                                          "6Hutc", "12Hutc",
                                                                          "1Dutc", "3Dutc", "1Wutc",
                                                                          "1Mutc" };

/* ---- words ----------------------------------------------------------------------------------- */

static const tr__word sides[] = { { "buy", TR__SETS_BUY }, { "sell", TR__SETS_SELL }, { NULL, 0 } };
static const tr__word types[] = { { "limit", TR__SETS_LIMIT }, { "market", TR__SETS_MARKET },
                                  { NULL, 0 } };
static const tr__word tifs[] = { { "gtc", TR__SETS_GTC },
                                 { "ioc", TR__SETS_IOC },
                                 { "fok", TR__SETS_FOK },
                                 { "post_only", TR__SETS_GTC | TR__SETS_POST_ONLY },
                                 { NULL, 0 } };
static const tr__word states[] = { { "init", TR_STATE_WORKING },      { "new", TR_STATE_WORKING },
                                   { "live", TR_STATE_WORKING },
                                   { "partially_filled", TR_STATE_PARTLY_FILLED },
                                   { "filled", TR_STATE_FILLED },
                                   { "canceled", TR_STATE_CANCELLED },
                                   { "cancelled", TR_STATE_CANCELLED }, { NULL, 0 } };
static const tr__word roles[] = { { "taker", TR__SETS_TAKER }, { "maker", TR__SETS_MAKER },
                                  { NULL, 0 } };
static const tr__word reductions[] = { { "YES", TR__SETS_REDUCE_ONLY },
                                       { "yes", TR__SETS_REDUCE_ONLY }, { NULL, 0 } };
static const tr__word trading[] = { { "online", TR__SETS_TRADING }, { "normal", TR__SETS_TRADING },
                                    { NULL, 0 } };

#define ANSWER(rule)                                                                               \
    { .rules = (const tr__rule[]){ TR__CODE("code"), TR__MESSAGE("msg"), rule, TR__END } }
#define LIST(shape)   ANSWER(TR__INSIDE("data", TR__EACH(shape)))
#define SINGLE(shape) ANSWER(TR__RECORDS("data", shape))

/* ---- market data ----------------------------------------------------------------------------- */

static const tr__shape time_shape = {
    .record = TR_RECORD_TIME,
    .rules = (const tr__rule[]){ TR__FIELD("serverTime", MS, time.at_ns), TR__END },
};
static const tr__shape time_answer = SINGLE(&time_shape);

/* The least value is told in dollars: of pairs against anything else it is not known in their own units. */
static void instrument_finish(const tr__reading *reading, tr_exchange_record *record)
{
    tr_instrument *instrument = &record->as.instrument.instrument;
    (void)reading;
    if (strcmp(instrument->quote, "USDT") != 0 && strcmp(instrument->quote, "USDC") != 0)
        instrument->notional_min = tr_decimal_from_int(0);
}
static const tr__shape instrument_shape = {
    .record = TR_RECORD_INSTRUMENT,
    .finish = instrument_finish,
    .rules = (const tr__rule[]){
        TR__FIELD("symbol", TEXT, instrument.instrument.exchange_symbol),
        TR__FIELD("baseCoin", ASSET, instrument.instrument.base),
        TR__FIELD("quoteCoin", ASSET, instrument.instrument.quote),
        TR__FIELD("pricePrecision", PLACES, instrument.instrument.tick),
        TR__FIELD("quantityPrecision", PLACES, instrument.instrument.lot),
        TR__FIELD("minTradeAmount", DECIMAL, instrument.instrument.quantity_min),
        TR__FIELD("minTradeUSDT", DECIMAL, instrument.instrument.notional_min),
        TR__FIELD("makerFeeRate", DECIMAL, instrument.maker_rate),
        TR__FIELD("takerFeeRate", DECIMAL, instrument.taker_rate), TR__WORDS("status", trading),
        TR__FIELD("status", CUT, instrument.word), TR__END,
    },
};
static const tr__shape instruments_answer = LIST(&instrument_shape);

/* The tick is a number of steps of 10^-pricePlace. */
static void contract_finish(const tr__reading *reading, tr_exchange_record *record)
{
    tr_instrument *instrument = &record->as.instrument.instrument;
    tr_decimal step = { 0, 0 }, places = { 0, 0 };
    int64_t count = 0;
    if (!tr__take_decimal(reading->note, strlen(reading->note), &places) ||
        tr_decimal_to_int(places, &count) != TR_OK || count < 0 || count > TR_DECIMAL_SCALE ||
        tr_decimal_from_scaled(1, (int)count, &step) != TR_OK ||
        tr_decimal_multiply(instrument->tick, step, TR_ROUND_HALF_EVEN, &instrument->tick) != TR_OK)
        tr__record_leave_out(record); /* without a tick nothing can be traded on it */
}
static const tr__shape contract_shape = {
    .record = TR_RECORD_INSTRUMENT,
    .rules = (const tr__rule[]){
        TR__FIELD("symbol", TEXT, instrument.instrument.exchange_symbol),
        TR__FIELD("baseCoin", ASSET, instrument.instrument.base),
        TR__FIELD("quoteCoin", ASSET, instrument.instrument.quote),
        TR__ONLY("symbolType", "perpetual"),
        TR__FIELD("priceEndStep", DECIMAL, instrument.instrument.tick), TR__NOTE("pricePlace"),
        TR__FIELD("sizeMultiplier", DECIMAL, instrument.instrument.lot),
        TR__FIELD("minTradeNum", DECIMAL, instrument.instrument.quantity_min),
        TR__FIELD("minTradeUSDT", DECIMAL, instrument.instrument.notional_min),
        TR__FIELD("makerFeeRate", DECIMAL, instrument.maker_rate),
        TR__FIELD("takerFeeRate", DECIMAL, instrument.taker_rate),
        TR__WORDS("symbolStatus", trading), TR__FIELD("symbolStatus", CUT, instrument.word),
        TR__END,
    },
    .finish = contract_finish,
};
static const tr__shape contracts_answer = LIST(&contract_shape);

static const tr__shape ticker_shape = {
    .record = TR_RECORD_TICKER,
    .rules = (const tr__rule[]){
        TR__FIELD("symbol", TEXT, ticker.exchange_symbol),
        TR__FIELD("lastPr", DECIMAL, ticker.last), TR__FIELD("bidPr", DECIMAL, ticker.bid),
        TR__FIELD("bidSz", DECIMAL, ticker.bid_quantity), TR__FIELD("askPr", DECIMAL, ticker.ask),
        TR__FIELD("askSz", DECIMAL, ticker.ask_quantity), TR__FIELD("open", DECIMAL, ticker.open),
        TR__FIELD("open24h", DECIMAL, ticker.open), TR__FIELD("high24h", DECIMAL, ticker.high),
        TR__FIELD("low24h", DECIMAL, ticker.low),
        TR__FIELD("baseVolume", DECIMAL, ticker.base_volume),
        TR__FIELD("quoteVolume", DECIMAL, ticker.quote_volume),
        TR__FIELD("markPrice", DECIMAL, ticker.mark),
        TR__FIELD("indexPrice", DECIMAL, ticker.index), TR__FIELD("ts", MS, ticker.at_ns), TR__END,
    },
};
static const tr__shape tickers_answer = LIST(&ticker_shape);

static const tr__shape bar_shape = {
    .record = TR_RECORD_BAR,
    .rules = (const tr__rule[]){ TR__FIELD("0", MS, bar.open_ns), TR__FIELD("1", DOUBLE, bar.open),
                                 TR__FIELD("2", DOUBLE, bar.high),
                                 TR__FIELD("3", DOUBLE, bar.low), TR__FIELD("4", DOUBLE, bar.close),
                                 TR__FIELD("5", DOUBLE, bar.volume), TR__END },
};
static const tr__shape bars_answer = LIST(&bar_shape);

static const tr__shape book_shape = {
    .record = TR_RECORD_BOOK,
    .rules = (const tr__rule[]){ TR__BIDS("bids", NULL), TR__ASKS("asks", NULL),
                                 TR__FIELD("ts", MS, book.at_ns), TR__END },
};
static const tr__shape book_answer = SINGLE(&book_shape);

/* A fee is told below zero where it is paid. */
#define FEE                                                                                        \
    TR__PART(TR__FIELD("feeCoin", ASSET, fill.fee_asset),                                          \
             TR__TOLD("totalFee", NEGATED, fill.fee, TR__SETS_FEE))
static const tr__shape fill_shape = {
    .record = TR_RECORD_FILL,
    .rules = (const tr__rule[]){
        TR__FIELD("symbol", TEXT, fill.exchange_symbol),
        TR__FIELD("tradeId", TEXT, fill.exchange_fill_id), TR__CUSTOM("tradeId", &tr__page_mark),
        TR__FIELD("orderId", TEXT, fill.exchange_order_id), TR__WORDS("side", sides),
        TR__WORDS("tradeScope", roles), TR__FIELD("price", DECIMAL, fill.price),
        TR__FIELD("priceAvg", DECIMAL, fill.price), TR__FIELD("size", DECIMAL, fill.quantity),
        TR__FIELD("baseVolume", DECIMAL, fill.quantity),
        TR__FIELD("amount", DECIMAL, fill.notional),
        TR__FIELD("quoteVolume", DECIMAL, fill.notional), TR__INSIDE("feeDetail", FEE),
        TR__FIELD("ts", MS, fill.at_ns), TR__FIELD("cTime", MS, fill.at_ns), TR__END,
    },
};
static const tr__shape fills_answer = LIST(&fill_shape);
static const tr__shape contract_fill_shape = {
    .record = TR_RECORD_FILL,
    .rules = (const tr__rule[]){
        TR__FIELD("symbol", TEXT, fill.exchange_symbol),
        TR__FIELD("tradeId", TEXT, fill.exchange_fill_id),
        TR__FIELD("orderId", TEXT, fill.exchange_order_id), TR__WORDS("side", sides),
        TR__WORDS("tradeScope", roles), TR__FIELD("price", DECIMAL, fill.price),
        TR__FIELD("size", DECIMAL, fill.quantity), TR__FIELD("baseVolume", DECIMAL, fill.quantity),
        TR__FIELD("quoteVolume", DECIMAL, fill.notional),
        TR__INSIDE("feeDetail", TR__PART(TR__INSIDE("*1", FEE))), TR__FIELD("ts", MS, fill.at_ns),
        TR__FIELD("cTime", MS, fill.at_ns), TR__END,
    },
};
static const tr__shape contract_fills_answer = ANSWER(
    TR__INSIDE("data", TR__PART(TR__INSIDE("fillList", TR__EACH(&contract_fill_shape)),
                                TR__CURSOR("endId"))));
static const tr__shape contract_trades_answer = LIST(&contract_fill_shape);

static const tr__shape funding_shape = {
    .record = TR_RECORD_FUNDING,
    .rules = (const tr__rule[]){ TR__FIELD("symbol", TEXT, funding.exchange_symbol),
                                 TR__TOLD("fundingRate", DECIMAL, funding.rate, TR__SETS_RATE),
                                 TR__FIELD("nextUpdate", MS, funding.at_ns), TR__END },
};
static const tr__shape funding_answer = LIST(&funding_shape);

/* ---- account --------------------------------------------------------------------------------- */

/* Frozen for orders and locked for other reasons are both held. */
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
static const tr__shape balance_shape = {
    .record = TR_RECORD_BALANCE,
    .rules = (const tr__rule[]){ TR__FIELD("coin", ASSET, balance.asset),
                                 TR__FIELD("available", DECIMAL, balance.free),
                                 TR__CUSTOM("frozen", &held_custom),
                                 TR__CUSTOM("locked", &held_custom), TR__END },
};
static const tr__shape balances_answer = LIST(&balance_shape);
/* Of contracts, "available" is the whole wallet without what is not realised: what orders lock is part of it. */
static const tr__shape wallet_shape = {
    .record = TR_RECORD_BALANCE,
    .rules = (const tr__rule[]){ TR__FIELD("marginCoin", ASSET, balance.asset),
                                 TR__FIELD("available", DECIMAL, balance.total),
                                 TR__FIELD("locked", DECIMAL, balance.held), TR__END },
    .finish = tr__finish_free,
};
static const tr__shape wallets_answer = LIST(&wallet_shape);

static void position_finish(const tr__reading *reading, tr_exchange_record *record)
{
    tr_position_record *position = &record->as.position;
    if (strcmp(reading->note, "short") == 0 && tr_decimal_sign(position->quantity) > 0)
        (void)tr_decimal_negate(position->quantity, &position->quantity); /* above zero it fits */
    if (position->mode == TR_POSITION_LONG && strcmp(reading->note, "short") == 0)
        position->mode = TR_POSITION_SHORT;
}
static const tr__word modes[] = { { "one_way_mode", TR__SETS_NET }, { "hedge_mode", TR__SETS_LONG },
                                  { NULL, 0 } };
static const tr__shape position_shape = {
    .record = TR_RECORD_POSITION,
    .rules = (const tr__rule[]){
        TR__FIELD("symbol", TEXT, position.exchange_symbol), TR__NOTE("holdSide"),
        TR__WORDS("posMode", modes), TR__FIELD("total", DECIMAL, position.quantity),
        TR__FIELD("openPriceAvg", DECIMAL, position.entry),
        TR__FIELD("markPrice", DECIMAL, position.mark),
        TR__FIELD("liquidationPrice", DECIMAL, position.liquidation),
        TR__FIELD("leverage", DECIMAL, position.leverage),
        TR__FIELD("marginSize", DECIMAL, position.margin),
        TR__TOLD("unrealizedPL", DECIMAL, position.profit, TR__SETS_PROFIT),
        TR__FIELD("cTime", MS, position.at_ns), TR__END,
    },
    .finish = position_finish,
};
static const tr__shape positions_answer = LIST(&position_shape);

static const tr__shape order_shape = {
    .record = TR_RECORD_ORDER,
    .rules = (const tr__rule[]){
        TR__FIELD("symbol", TEXT, order.exchange_symbol),
        TR__FIELD("orderId", TEXT, order.exchange_order_id),
        TR__FIELD("clientOid", TEXT, order.client_id), TR__STATES("status", states),
        TR__STATES("state", states), TR__WORDS("side", sides), TR__WORDS("orderType", types),
        TR__WORDS("force", tifs), TR__WORDS("reduceOnly", reductions),
        TR__FIELD("price", DECIMAL, order.limit_price), TR__FIELD("size", DECIMAL, order.quantity),
        TR__FIELD("priceAvg", DECIMAL, order.average),
        TR__TOLD("baseVolume", DECIMAL, order.filled, TR__SETS_FILLED),
        TR__FIELD("quoteVolume", DECIMAL, order.notional), TR__FIELD("cTime", MS, order.created_ns),
        TR__FIELD("uTime", MS, order.updated_ns), TR__END,
    },
    .finish = tr__finish_quote_buy,
};
/* Open spot orders show their own price as priceAvg, and no price. */
static void open_finish(const tr__reading *reading, tr_exchange_record *record)
{
    tr_order_record *order = &record->as.order;
    tr_price unset = { { 0, 0 } };
    if (tr_decimal_is_zero(order->limit_price.value))
        order->limit_price = order->average;
    if (tr_decimal_is_zero(order->filled.value))
        order->average = unset;
    tr__finish_quote_buy(reading, record);
}
static const tr__shape open_order_shape = {
    .record = TR_RECORD_ORDER,
    .rules = (const tr__rule[]){
        TR__CUSTOM("orderId", &tr__page_mark),
        TR__FIELD("symbol", TEXT, order.exchange_symbol),
        TR__FIELD("orderId", TEXT, order.exchange_order_id),
        TR__FIELD("clientOid", TEXT, order.client_id), TR__STATES("status", states),
        TR__WORDS("side", sides), TR__WORDS("orderType", types),
        TR__FIELD("price", DECIMAL, order.limit_price), TR__FIELD("size", DECIMAL, order.quantity),
        TR__FIELD("priceAvg", DECIMAL, order.average),
        TR__TOLD("baseVolume", DECIMAL, order.filled, TR__SETS_FILLED),
        TR__FIELD("quoteVolume", DECIMAL, order.notional), TR__FIELD("cTime", MS, order.created_ns),
        TR__FIELD("uTime", MS, order.updated_ns), TR__END,
    },
    .finish = open_finish,
};
static const tr__shape open_answer = LIST(&open_order_shape),
                       spot_order_answer = LIST(&order_shape), placed_answer = SINGLE(&order_shape);
static void contract_order_finish(const tr__reading *reading, tr_exchange_record *record)
{
    (void)reading;
    if (record->as.order.has_fee)
        memcpy(record->as.order.fee_asset, "USDT", 5);
}
static const tr__shape contract_order_shape = {
    .record = TR_RECORD_ORDER,
    .rules = (const tr__rule[]){
        TR__FIELD("symbol", TEXT, order.exchange_symbol),
        TR__FIELD("orderId", TEXT, order.exchange_order_id),
        TR__FIELD("clientOid", TEXT, order.client_id), TR__STATES("status", states),
        TR__STATES("state", states), TR__WORDS("side", sides), TR__WORDS("orderType", types),
        TR__WORDS("force", tifs), TR__WORDS("reduceOnly", reductions),
        TR__FIELD("price", DECIMAL, order.limit_price), TR__FIELD("size", DECIMAL, order.quantity),
        TR__FIELD("priceAvg", DECIMAL, order.average),
        TR__TOLD("baseVolume", DECIMAL, order.filled, TR__SETS_FILLED),
        TR__FIELD("quoteVolume", DECIMAL, order.notional),
        TR__TOLD("fee", NEGATED, order.fee, TR__SETS_FEE), TR__FIELD("cTime", MS, order.created_ns),
        TR__FIELD("uTime", MS, order.updated_ns), TR__END,
    },
    .finish = contract_order_finish,
};
static const tr__shape contract_order_answer = SINGLE(&contract_order_shape);
static const tr__shape contract_open_answer = ANSWER(
    TR__INSIDE("data", TR__PART(TR__INSIDE("entrustedList", TR__EACH(&contract_order_shape)),
                                TR__CURSOR("endId"))));

/*
 * A right to write implies no other. Keys of old tell other words, "trade" and "readonly", which say nothing about
 * withdrawing: it is told only where one of the four-letter rights is.
 */
#define TELLS TR__SETS_WITHDRAW_TOLD | TR__SETS_READ
static const tr__word authorities[] = {
    { "coor", TELLS },
    { "cpor", TELLS },
    { "stor", TELLS },
    { "smor", TELLS },
    { "ttor", TELLS },
    { "wtor", TELLS },
    { "taxr", TELLS },
    { "chor", TELLS },
    { "p2pr", TELLS },
    { "pllr", TELLS },
    { "coow", TELLS | TR__SETS_TRADE },
    { "cpow", TELLS },
    { "stow", TELLS | TR__SETS_TRADE },
    { "smow", TELLS },
    { "ttow", TELLS },
    { "wtow", TELLS },
    { "wwow", TELLS | TR__SETS_WITHDRAW },
    { "chow", TELLS },
    { "taxw", TELLS },
    { "p2p", TELLS },
    { "p2pw", TELLS },
    { "pllw", TELLS },
    { "trade", TR__SETS_READ | TR__SETS_TRADE },
    { "readonly", TR__SETS_READ },
    { "withdraw", TR__SETS_WITHDRAW },
    { NULL, 0 },
};
static void addresses_take(tr__reading *reading, const char *text, size_t length,
                           tr_exchange_record *record)
{
    (void)reading;
    (void)text;
    record->as.rights.has_address_list = length > 0;
}
static const tr__custom addresses_custom = { addresses_take };
static const tr__shape rights_shape = {
    .record = TR_RECORD_KEY_RIGHTS,
    .rules = (const tr__rule[]){ TR__INSIDE("authorities", TR__PART(TR__WORDS("*", authorities))),
                                 TR__CUSTOM("ips", &addresses_custom), TR__END },
};
static const tr__shape rights_answer = SINGLE(&rights_shape);

static const tr__shape done_answer = {
    .rules = (const tr__rule[]){ TR__CODE("code"), TR__MESSAGE("msg"), TR__END },
};

static const tr__shape fees_shape = {
    .record = TR_RECORD_FEES,
    .rules = (const tr__rule[]){ TR__FIELD("makerFeeRate", DECIMAL, fees.maker_rate),
                                 TR__FIELD("takerFeeRate", DECIMAL, fees.taker_rate), TR__END },
};
static const tr__shape fees_answer = SINGLE(&fees_shape);

/* ---- requests -------------------------------------------------------------------------------- */

static void put_product(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "symbol", question);
    if (question->kind != TR_KIND_SPOT)
        tr__request_text(request, "productType", "USDT-FUTURES");
}

static void ask_symbol(tr__request *request, const tr_exchange_question *question)
{
    put_product(request, question);
    tr__request_number_if(request, "limit", question->limit);
}

static void ask_bars(tr__request *request, const tr_exchange_question *question)
{
    put_product(request, question);
    tr__request_text(request, "granularity", tr__request_timeframe(request->adapter, question));
    tr__request_ms_if(request, "startTime", question->from_ns);
    tr__request_last_ms_if(request, "endTime", question->until_ns);
    tr__request_number_if(request, "limit", question->limit);
}

static void ask_positions(tr__request *request, const tr_exchange_question *question)
{
    put_product(request, question);
    tr__request_text(request, "marginCoin", "USDT");
}

static void ask_order(tr__request *request, const tr_exchange_question *question)
{
    put_product(request, question);
    tr__request_either_id(request, "clientOid", "orderId", question);
}

/* Looked up by its id alone. */
static void ask_spot_order(tr__request *request, const tr_exchange_question *question)
{
    tr__request_either_id(request, "clientOid", "orderId", question);
}

static void ask_place(tr__request *request, const tr_exchange_question *question)
{
    static const char *const tif_words[] = { "gtc", "ioc", "fok" };
    const tr_order_terms *terms = question->terms;
    bool is_spot = question->kind == TR_KIND_SPOT;
    put_product(request, question);
    if (!is_spot) {
        tr__request_text(request, "marginMode", "crossed");
        tr__request_text(request, "marginCoin", "USDT");
    }
    tr__request_text(request, "side", terms->side == TR_SIDE_BUY ? "buy" : "sell");
    tr__request_text(request, "orderType", terms->type == TR_ORDER_LIMIT ? "limit" : "market");
    tr__request_text(request, "force", terms->is_post_only ? "post_only" : tif_words[terms->tif]);
    tr__request_decimal_if(request, "price", terms->limit_price.value);
    tr__request_decimal(request, "size", tr__request_amount(terms));
    tr__request_client_id(request, "clientOid", question);
    if (terms->is_reduce_only)
        tr__request_text(request, "reduceOnly", "YES");
}

static void ask_fills(tr__request *request, const tr_exchange_question *question)
{
    put_product(request, question);
    tr__request_text_if(request, "orderId", question->exchange_order_id);
    tr__request_ms_if(request, "startTime", question->from_ns);
    tr__request_last_ms_if(request, "endTime", question->until_ns);
    tr__page_ask(request, question);
}

static void ask_fees(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "symbol", question);
    tr__request_text(request, "businessType", question->kind == TR_KIND_SPOT ? "spot" : "mix");
}

static void ask_open(tr__request *request, const tr_exchange_question *question)
{
    put_product(request, question);
    tr__page_ask(request, question);
}

static void ask_leverage(tr__request *request, const tr_exchange_question *question)
{
    put_product(request, question);
    tr__request_text(request, "marginCoin", "USDT");
    tr__request_decimal(request, "leverage", question->leverage);
}

/* ---- endpoints ------------------------------------------------------------------------------- */

enum { PUBLIC, PRIVATE, ADDRESS };

#define ONE     TR__TAKES_INSTRUMENT
#define IDS     (TR__TAKES_CLIENT_ID | TR__TAKES_EXCHANGE_ID)
#define SPAN    (TR__TAKES_FROM | TR__TAKES_UNTIL | TR__TAKES_LIMIT)
#define PLACING (TR__TAKES_INSTRUMENT | TR__TAKES_CLIENT_ID | TR__TAKES_TERMS)
#define OPEN    { { PUBLIC, 1 }, { ADDRESS, 1 } }
#define OWN     { { PRIVATE, 1 }, { ADDRESS, 1 } }

const tr__endpoint tr__bitget_spot[TR_CALL_COUNT] = {
    [TR_CALL_TIME] = { "public.common", "GET", "v2/public/time", NULL, &time_answer, 0, 0, OPEN,
                       NULL },
    [TR_CALL_INSTRUMENTS] = { "public.spot", "GET", "v2/spot/public/symbols", NULL,
                              &instruments_answer, 0, 0, OPEN, NULL },
    [TR_CALL_TICKER] = { "public.spot", "GET", "v2/spot/market/tickers", ask_symbol,
                         &tickers_answer, ONE, ONE, OPEN, NULL },
    [TR_CALL_TICKERS] = { "public.spot", "GET", "v2/spot/market/tickers", NULL, &tickers_answer, 0,
                          0, OPEN, NULL },
    [TR_CALL_BARS] = { "public.spot", "GET", "v2/spot/market/candles", ask_bars, &bars_answer,
                       ONE | SPAN, ONE, OPEN, NULL },
    [TR_CALL_BOOK] = { "public.spot", "GET", "v2/spot/market/orderbook", ask_symbol, &book_answer,
                       ONE | TR__TAKES_LIMIT, ONE, OPEN, NULL },
    [TR_CALL_TRADES] = { "public.spot", "GET", "v2/spot/market/fills", ask_symbol, &fills_answer,
                         ONE | TR__TAKES_LIMIT, ONE, OPEN, NULL },
    [TR_CALL_BALANCES] = { "private.spot", "GET", "v2/spot/account/assets", NULL, &balances_answer,
                           0, 0, OWN, NULL },
    [TR_CALL_PLACE] = { "private.spot", "POST", "v2/spot/trade/place-order", ask_place,
                        &placed_answer, PLACING, PLACING, OWN, NULL },
    [TR_CALL_CANCEL] = { "private.spot", "POST", "v2/spot/trade/cancel-order", ask_order,
                         &placed_answer, ONE | IDS, ONE, OWN, NULL },
    [TR_CALL_CANCEL_ALL] = { "private.spot", "POST", "v2/spot/trade/cancel-symbol-order",
                             ask_symbol, &done_answer, ONE, ONE, OWN, NULL },
    [TR_CALL_ORDER] = { "private.spot", "GET", "v2/spot/trade/orderInfo", ask_spot_order,
                        &spot_order_answer, ONE | IDS, 0, OWN, NULL },
    [TR_CALL_OPEN_ORDERS] = { "private.spot", "GET", "v2/spot/trade/unfilled-orders", ask_open,
                              &open_answer, ONE | TR__TAKES_CURSOR, 0, OWN, NULL },
    [TR_CALL_FILLS] = { "private.spot", "GET", "v2/spot/trade/fills", ask_fills, &fills_answer,
                        ONE | SPAN | TR__TAKES_CURSOR | TR__TAKES_EXCHANGE_ID, ONE, OWN, NULL },
    [TR_CALL_FEES] = { "private.common", "GET", "v2/common/trade-rate", ask_fees, &fees_answer, ONE,
                       ONE, OWN, NULL },
    [TR_CALL_KEY_RIGHTS] = { "private.spot", "GET", "v2/spot/account/info", NULL, &rights_answer, 0,
                             0, OWN, NULL },
};

const tr__endpoint tr__bitget_linear[TR_CALL_COUNT] = {
    [TR_CALL_TIME] = { "public.common", "GET", "v2/public/time", NULL, &time_answer, 0, 0, OPEN,
                       NULL },
    [TR_CALL_INSTRUMENTS] = { "public.mix", "GET", "v2/mix/market/contracts", ask_symbol,
                              &contracts_answer, 0, 0, OPEN, NULL },
    [TR_CALL_TICKER] = { "public.mix", "GET", "v2/mix/market/ticker", ask_symbol, &tickers_answer,
                         ONE, ONE, OPEN, NULL },
    [TR_CALL_TICKERS] = { "public.mix", "GET", "v2/mix/market/tickers", ask_symbol, &tickers_answer,
                          0, 0, OPEN, NULL },
    [TR_CALL_BARS] = { "public.mix", "GET", "v2/mix/market/candles", ask_bars, &bars_answer,
                       ONE | SPAN, ONE, OPEN, NULL },
    [TR_CALL_BOOK] = { "public.mix", "GET", "v2/mix/market/merge-depth", ask_symbol, &book_answer,
                       ONE | TR__TAKES_LIMIT, ONE, OPEN, NULL },
    [TR_CALL_TRADES] = { "public.mix", "GET", "v2/mix/market/fills", ask_symbol,
                         &contract_trades_answer, ONE | TR__TAKES_LIMIT, ONE, OPEN, NULL },
    [TR_CALL_FUNDING] = { "public.mix", "GET", "v2/mix/market/current-fund-rate", ask_symbol,
                          &funding_answer, ONE, ONE, OPEN, NULL },
    [TR_CALL_BALANCES] = { "private.mix", "GET", "v2/mix/account/accounts", ask_symbol,
                           &wallets_answer, 0, 0, OWN, NULL },
    [TR_CALL_POSITIONS] = { "private.mix", "GET", "v2/mix/position/all-position", ask_positions,
                            &positions_answer, 0, 0, OWN, NULL },
    [TR_CALL_PLACE] = { "private.mix", "POST", "v2/mix/order/place-order", ask_place,
                        &contract_order_answer, PLACING, PLACING, OWN, NULL },
    [TR_CALL_CANCEL] = { "private.mix", "POST", "v2/mix/order/cancel-order", ask_order,
                         &contract_order_answer, ONE | IDS, ONE, OWN, NULL },
    [TR_CALL_CANCEL_ALL] = { "private.mix", "POST", "v2/mix/order/batch-cancel-orders", ask_symbol,
                             &done_answer, ONE, 0, OWN, NULL },
    [TR_CALL_LEVERAGE_SET] = { "private.mix", "POST", "v2/mix/account/set-leverage", ask_leverage,
                               &done_answer, ONE | TR__TAKES_LEVERAGE, ONE | TR__TAKES_LEVERAGE,
                               OWN, NULL },
    [TR_CALL_ORDER] = { "private.mix", "GET", "v2/mix/order/detail", ask_order,
                        &contract_order_answer, ONE | IDS, ONE, OWN, NULL },
    [TR_CALL_OPEN_ORDERS] = { "private.mix", "GET", "v2/mix/order/orders-pending", ask_open,
                              &contract_open_answer, ONE | TR__TAKES_CURSOR, 0, OWN, NULL },
    [TR_CALL_FILLS] = { "private.mix", "GET", "v2/mix/order/fills", ask_fills,
                        &contract_fills_answer,
                        ONE | SPAN | TR__TAKES_CURSOR | TR__TAKES_EXCHANGE_ID, 0, OWN, NULL },
    [TR_CALL_FEES] = { "private.common", "GET", "v2/common/trade-rate", ask_fees, &fees_answer, ONE,
                       ONE, OWN, NULL },
    [TR_CALL_KEY_RIGHTS] = { "private.spot", "GET", "v2/spot/account/info", NULL, &rights_answer, 0,
                             0, OWN, NULL },
    [TR_CALL_FUNDING_PAID] = { "private.mix", "GET", "v2/mix/account/bill",
                               tr__bitget_ask_funding_paid, &tr__bitget_funding_paid,
                               TR__TAKES_FROM | TR__TAKES_UNTIL | TR__TAKES_CURSOR, 0, OWN, NULL },
    [TR_CALL_MARGIN] = { "private.mix", "GET", "v2/mix/account/account", tr__bitget_ask_margin,
                         &tr__bitget_margin, ONE, ONE, OWN, NULL },
};
