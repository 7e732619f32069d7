/*
 * map.c: okx's requests and answers as tables, spot and linear perpetuals. An answer of code 0 may
 * still hold an order that was refused: each order's own code counts.
 * Source: OKX API guide V5, "Order Book Trading: Trade" and "Market Data", "Trading Account",
 * "Public Data", 2026.
 */
#include "exchange/okx/map.h"

#include <string.h>

#include "exchange/answer.h"
#include "exchange/page.h"
#include "exchange/request.h"

#define NS_PER_MS INT64_C(1000000)

const tr_timeframe tr__okx_timeframes[TR__OKX_TIMEFRAME_COUNT] = {
    { 1, TR_TIMEFRAME_MINUTE }, { 3, TR_TIMEFRAME_MINUTE }, { 5, TR_TIMEFRAME_MINUTE },
    { 15, TR_TIMEFRAME_MINUTE }, { 30, TR_TIMEFRAME_MINUTE }, { 1, TR_TIMEFRAME_HOUR },
    { 2, TR_TIMEFRAME_HOUR }, { 4, TR_TIMEFRAME_HOUR }, { 6, TR_TIMEFRAME_HOUR },
    { 12, TR_TIMEFRAME_HOUR }, { 1, TR_TIMEFRAME_DAY }, { 1, TR_TIMEFRAME_WEEK },
    { 1, TR_TIMEFRAME_MONTH },
};

/* Without "utc" the longer ones begin at Hong Kong's midnight. */
const char *const tr__okx_words[TR__OKX_TIMEFRAME_COUNT] = { "1m", "3m",    "5m",     "15m",
                                                             "30m",   "1H",   "2H",
                                                             "4H", "6Hutc", "12Hutc", "1Dutc",
                                                             "1Wutc", "1Mutc" };

/* ---- words ----------------------------------------------------------------------------------- */

static const tr__word sides[] = { { "buy", TR__SETS_BUY }, { "sell", TR__SETS_SELL }, { NULL, 0 } };
static const tr__word types[] = {
    { "market", TR__SETS_MARKET },
    { "limit", TR__SETS_LIMIT },
    { "post_only", TR__SETS_LIMIT | TR__SETS_GTC | TR__SETS_POST_ONLY },
    { "fok", TR__SETS_LIMIT | TR__SETS_FOK },
    { "ioc", TR__SETS_LIMIT | TR__SETS_IOC },
    { "optimal_limit_ioc", TR__SETS_MARKET | TR__SETS_IOC },
    { NULL, 0 },
};
static const tr__word states[] = {
    { "live", TR_STATE_WORKING },         { "partially_filled", TR_STATE_PARTLY_FILLED },
    { "filled", TR_STATE_FILLED },        { "canceled", TR_STATE_CANCELLED },
    { "mmp_canceled", TR_STATE_CANCELLED }, { "effective", TR_STATE_FILLED },
    { "order_failed", TR_STATE_FAILED },  { NULL, 0 },
};
static const tr__word liquidities[] = { { "T", TR__SETS_TAKER }, { "M", TR__SETS_MAKER },
                                        { NULL, 0 } };
static const tr__word trading[] = { { "live", TR__SETS_TRADING }, { NULL, 0 } };
static const tr__word position_sides[] = { { "net", TR__SETS_NET }, { "long", TR__SETS_LONG },
                                           { "short", TR__SETS_SHORT }, { NULL, 0 } };

#define ANSWER(rule)                                                                               \
    { .rules = (const tr__rule[]){ TR__CODE("code"), TR__MESSAGE("msg"), rule, TR__END } }
#define LIST(shape)  TR__INSIDE("data", TR__EACH(shape))

/* ---- market data ----------------------------------------------------------------------------- */

static const tr__shape time_shape = {
    .record = TR_RECORD_TIME,
    .rules = (const tr__rule[]){ TR__FIELD("ts", MS, time.at_ns), TR__END },
};
static const tr__shape time_answer = ANSWER(LIST(&time_shape));

static void kind_take(tr__reading *reading, const char *text, size_t length,
                      tr_exchange_record *record)
{
    tr__note_take(reading, text, length);
    if (record->kind == TR_RECORD_INSTRUMENT && strcmp(reading->note, "SPOT") != 0 &&
        strcmp(reading->note, "SWAP") != 0)
        tr__record_leave_out(record);
}

static const tr__custom kind_custom = { kind_take };

static const tr__shape instrument_shape = {
    .record = TR_RECORD_INSTRUMENT,
    .rules = (const tr__rule[]){
        TR__CUSTOM("instType", &kind_custom),
        TR__FIELD("instId", TEXT, instrument.instrument.exchange_symbol),
        TR__FIELD("baseCcy", ASSET, instrument.instrument.base),
        TR__FIELD("quoteCcy", ASSET, instrument.instrument.quote), TR__PAIR("uly", "-"),
        TR__FIELD("settleCcy", ASSET, instrument.instrument.settle), TR__ONLY("ctType", "linear"),
        TR__FIELD("ctVal", DECIMAL, instrument.instrument.multiplier),
        TR__ONLY("ctMult", "1"), /* of all linear swaps; another would be another contract value */
        TR__FIELD("tickSz", DECIMAL, instrument.instrument.tick),
        TR__FIELD("lotSz", DECIMAL, instrument.instrument.lot),
        TR__FIELD("minSz", DECIMAL, instrument.instrument.quantity_min),
        TR__FIELD("maxLmtSz", DECIMAL, instrument.instrument.quantity_max),
        TR__WORDS("state", trading), TR__FIELD("state", CUT, instrument.word), TR__END,
    },
};
static const tr__shape instruments_answer = ANSWER(LIST(&instrument_shape));

/*
 * Volumes of swaps are told in contracts, and beside it in base units; those of spot in base, and
 * in quote units.
 */
static void volume_take(tr__reading *reading, const char *text, size_t length,
                        tr_exchange_record *record)
{
    if (strcmp(reading->note, "SWAP") != 0)
        (void)tr__take_decimal(text, length,
                               &record->as.ticker.base_volume.value); /* else untold */
}
static void currency_volume_take(tr__reading *reading, const char *text, size_t length,
                                 tr_exchange_record *record)
{
    tr_ticker *ticker = &record->as.ticker;
    bool is_swap = strcmp(reading->note, "SWAP") == 0;
    (void)tr__take_decimal(text, length,
                           is_swap ? &ticker->base_volume.value
                                   : &ticker->quote_volume.value); /* else untold */
}
static const tr__custom volume_custom = { volume_take },
                        currency_volume_custom = { currency_volume_take };
static const tr__shape ticker_shape = {
    .record = TR_RECORD_TICKER,
    .rules = (const tr__rule[]){
        TR__CUSTOM("instType", &kind_custom), TR__FIELD("instId", TEXT, ticker.exchange_symbol),
        TR__FIELD("last", DECIMAL, ticker.last), TR__FIELD("askPx", DECIMAL, ticker.ask),
        TR__FIELD("askSz", DECIMAL, ticker.ask_quantity), TR__FIELD("bidPx", DECIMAL, ticker.bid),
        TR__FIELD("bidSz", DECIMAL, ticker.bid_quantity),
        TR__FIELD("open24h", DECIMAL, ticker.open), TR__FIELD("high24h", DECIMAL, ticker.high),
        TR__FIELD("low24h", DECIMAL, ticker.low), TR__CUSTOM("vol24h", &volume_custom),
        TR__CUSTOM("volCcy24h", &currency_volume_custom), TR__FIELD("ts", MS, ticker.at_ns),
        TR__END,
    },
};
static const tr__shape tickers_answer = ANSWER(LIST(&ticker_shape));

static const tr__shape bar_shape = {
    .record = TR_RECORD_BAR,
    .rules = (const tr__rule[]){ TR__FIELD("0", MS, bar.open_ns), TR__FIELD("1", DOUBLE, bar.open),
                                 TR__FIELD("2", DOUBLE, bar.high),
                                 TR__FIELD("3", DOUBLE, bar.low), TR__FIELD("4", DOUBLE, bar.close),
                                 TR__FIELD("5", DOUBLE, bar.volume), TR__END },
};
/* Of a swap, the fifth number counts contracts, the sixth base units. */
static const tr__shape swap_bar = {
    .record = TR_RECORD_BAR,
    .rules = (const tr__rule[]){ TR__FIELD("0", MS, bar.open_ns), TR__FIELD("1", DOUBLE, bar.open),
                                 TR__FIELD("2", DOUBLE, bar.high),
                                 TR__FIELD("3", DOUBLE, bar.low), TR__FIELD("4", DOUBLE, bar.close),
                                 TR__FIELD("6", DOUBLE, bar.volume), TR__END },
};
static const tr__shape bars_answer = ANSWER(LIST(&bar_shape)),
                       swap_bars_answer = ANSWER(LIST(&swap_bar));

static const tr__shape book_shape = {
    .record = TR_RECORD_BOOK,
    .rules = (const tr__rule[]){ TR__BIDS("bids", NULL), TR__ASKS("asks", NULL),
                                 TR__FIELD("ts", MS, book.at_ns),
                                 TR__FIELD("seqId", INT64, book.sequence), TR__END },
};
static const tr__shape book_answer = ANSWER(LIST(&book_shape));

#define FILLS_A_PAGE 100 /* unless fewer are asked for */
/* A page goes on behind its last bill; one that is not full is the last. */
static void bill_take(tr__reading *reading, const char *text, size_t length,
                      tr_exchange_record *record)
{
    uint32_t full = reading->question->limit != 0 ? reading->question->limit : FILLS_A_PAGE;
    (void)record;
    if (reading->record_count + 1 < full || length >= sizeof reading->cursor)
        return;
    memcpy(reading->cursor, text, length);
    reading->cursor[length] = '\0';
}
static const tr__custom bill_custom = { bill_take };
static const tr__shape fill_shape = {
    .record = TR_RECORD_FILL,
    .rules = (const tr__rule[]){
        TR__FIELD("instId", TEXT, fill.exchange_symbol), TR__WORDS("side", sides),
        TR__FIELD("sz", DECIMAL, fill.quantity), TR__FIELD("px", DECIMAL, fill.price),
        TR__FIELD("fillSz", DECIMAL, fill.quantity), TR__FIELD("fillPx", DECIMAL, fill.price),
        TR__FIELD("tradeId", TEXT, fill.exchange_fill_id),
        TR__FIELD("ordId", TEXT, fill.exchange_order_id),
        TR__FIELD("clOrdId", TEXT, fill.client_id),
        TR__TOLD("fee", NEGATED, fill.fee, TR__SETS_FEE),
        TR__FIELD("feeCcy", ASSET, fill.fee_asset), TR__WORDS("execType", liquidities),
        TR__FIELD("ts", MS, fill.at_ns), TR__CUSTOM("billId", &bill_custom), TR__END,
    },
};
static const tr__shape fills_answer = ANSWER(LIST(&fill_shape));

static const tr__shape funding_shape = {
    .record = TR_RECORD_FUNDING,
    .rules = (const tr__rule[]){ TR__FIELD("instId", TEXT, funding.exchange_symbol),
                                 TR__TOLD("fundingRate", DECIMAL, funding.rate, TR__SETS_RATE),
                                 TR__TOLD("realizedRate", DECIMAL, funding.rate,
                                          TR__SETS_RATE), /* of one that is past */
                                 TR__FIELD("fundingTime", MS, funding.at_ns),
                                 TR__TOLD("nextFundingRate", DECIMAL, funding.next_rate,
                                          TR__SETS_NEXT_RATE),
                                          TR__FIELD("nextFundingTime", MS, funding.next_at_ns),
                                          TR__END },
};
static const tr__shape funding_answer = ANSWER(LIST(&funding_shape));

/* ---- account --------------------------------------------------------------------------------- */

static const tr__shape balance_shape = {
    .record = TR_RECORD_BALANCE,
    .rules = (const tr__rule[]){ TR__FIELD("ccy", ASSET, balance.asset),
                                 TR__FIELD("cashBal", DECIMAL, balance.total),
                                 TR__FIELD("availBal", DECIMAL, balance.free),
                                 TR__FIELD("frozenBal", DECIMAL, balance.held), TR__END },
};
static const tr__shape balances_answer =
    ANSWER(TR__INSIDE("data",
                      TR__PART(TR__INSIDE("*", TR__PART(TR__INSIDE("details",
                                                                   TR__EACH(&balance_shape)))))));

static const tr__shape position_shape = {
    .record = TR_RECORD_POSITION,
    .rules = (const tr__rule[]){
        TR__FIELD("instId", TEXT, position.exchange_symbol),
        TR__FIELD("posId", TEXT, position.exchange_position_id),
        TR__WORDS("posSide", position_sides), TR__WORDS("direction", position_sides),
        TR__FIELD("pos", DECIMAL, position.quantity), TR__FIELD("avgPx", DECIMAL, position.entry),
        TR__FIELD("openAvgPx", DECIMAL, position.entry),
        TR__FIELD("markPx", DECIMAL, position.mark),
        TR__FIELD("liqPx", DECIMAL, position.liquidation),
        TR__FIELD("lever", DECIMAL, position.leverage), TR__FIELD("imr", DECIMAL, position.margin),
        TR__FIELD("margin", DECIMAL, position.margin),
        TR__TOLD("upl", DECIMAL, position.profit, TR__SETS_PROFIT),
        TR__FIELD("cTime", MS, position.at_ns), TR__END,
    },
};
static const tr__shape positions_answer = ANSWER(LIST(&position_shape));

/* What a stop became carries the stop's ids of either side beside its own. */
static const tr__shape order_shape = {
    .record = TR_RECORD_ORDER,
    .rules = (const tr__rule[]){
        TR__CUSTOM("ordId", &tr__page_mark),
        TR__CODE("sCode"), TR__MESSAGE("sMsg"), TR__FIELD("instId", TEXT, order.exchange_symbol),
        TR__FIELD("ordId", TEXT, order.exchange_order_id), TR__FIELD("algoId", FIRST, order.exchange_order_id),
        TR__FIELD("clOrdId", TEXT, order.client_id),
        TR__FIELD("algoClOrdId", FIRST, order.client_id), TR__STATES("state", states),
        TR__WORDS("side", sides), TR__WORDS("ordType", types),
        TR__FLAG("reduceOnly", TR__SETS_REDUCE_ONLY, 0),
        TR__FIELD("px", DECIMAL, order.limit_price), TR__FIELD("ordPx", DECIMAL, order.limit_price),
        TR__FIELD("triggerPx", DECIMAL, order.stop_price), TR__FIELD("sz", DECIMAL, order.quantity),
        TR__TOLD("accFillSz", DECIMAL, order.filled, TR__SETS_FILLED),
        TR__FIELD("avgPx", DECIMAL, order.average),
        TR__TOLD("fee", NEGATED, order.fee, TR__SETS_FEE),
        TR__FIELD("feeCcy", ASSET, order.fee_asset), TR__FIELD("cTime", MS, order.created_ns),
        TR__FIELD("uTime", MS, order.updated_ns), TR__END,
    },
};
static const tr__shape orders_answer = ANSWER(LIST(&order_shape));

static const tr__shape fees_shape = {
    .record = TR_RECORD_FEES,
    .rules = (const tr__rule[]){ TR__FIELD("maker", NEGATED, fees.maker_rate),
                                 TR__FIELD("taker", NEGATED, fees.taker_rate),
                                 /* of contracts margined in USDT */
                                 TR__FIELD("makerU", NEGATED, fees.maker_rate),
                                 TR__FIELD("takerU", NEGATED, fees.taker_rate), TR__END },
};
static const tr__shape fees_answer = ANSWER(LIST(&fees_shape));

/* "read_only,trade,withdraw" */
static void rights_take(tr__reading *reading, const char *text, size_t length,
                        tr_exchange_record *record)
{
    (void)reading;
    tr__record_set(record, TR__SETS_WITHDRAW_TOLD |
                               (tr__take_has(text, length, "read") ? TR__SETS_READ : 0U) |
                               (tr__take_has(text, length, "trade") ? TR__SETS_TRADE : 0U) |
                               (tr__take_has(text, length, "withdraw") ? TR__SETS_WITHDRAW : 0U));
}
static void address_take(tr__reading *reading, const char *text, size_t length,
                         tr_exchange_record *record)
{
    (void)reading;
    (void)text;
    record->as.rights.has_address_list = length > 0;
}
static const tr__custom rights_custom = { rights_take }, address_custom = { address_take };
static const tr__shape rights_shape = {
    .record = TR_RECORD_KEY_RIGHTS,
    .rules = (const tr__rule[]){ TR__CUSTOM("perm", &rights_custom),
                                 TR__CUSTOM("ip", &address_custom), TR__END },
};
static const tr__shape rights_answer = ANSWER(LIST(&rights_shape));

static const tr__shape done_answer = {
    .rules = (const tr__rule[]){ TR__CODE("code"), TR__MESSAGE("msg"), TR__END },
};

/* ---- requests -------------------------------------------------------------------------------- */

static const char *kind_word(const tr_exchange_question *question)
{
    return question->kind == TR_KIND_SPOT ? "SPOT" : "SWAP";
}

static void ask_kind(tr__request *request, const tr_exchange_question *question)
{
    tr__request_text(request, "instType", kind_word(question));
    tr__request_symbol(request, "instId", question);
}

static void ask_symbol(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "instId", question);
    tr__request_number_if(request, "limit", question->limit);
}

static void ask_book(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "instId", question);
    tr__request_number_if(request, "sz", question->limit);
}

/* "before" is newer than, "after" older than: neither counts in. */
static void ask_bars(tr__request *request, const tr_exchange_question *question)
{
    if (question->from_ns != 0 || question->until_ns != 0)
        tr__request_route(request, "GET", "market/history-candles");
    tr__request_symbol(request, "instId", question);
    tr__request_text(request, "bar", tr__request_timeframe(request->adapter, question));
    if (question->from_ns > 0)
        tr__request_number(request, "before", (uint64_t)(question->from_ns / NS_PER_MS - 1));
    tr__request_ms_if(request, "after", question->until_ns);
    tr__request_number_if(request, "limit", question->limit);
}

static void ask_open(tr__request *request, const tr_exchange_question *question)
{
    ask_kind(request, question);
    tr__page_ask(request, question);
}

static void ask_order(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "instId", question);
    tr__request_either_id(request, "clOrdId", "ordId", question);
}

static const char *type_word(const tr_order_terms *terms)
{
    static const char *const limits[] = { "limit", "ioc", "fok" };
    if (terms->type == TR_ORDER_MARKET)
        return "market";
    return terms->is_post_only ? "post_only" : limits[terms->tif];
}

static void ask_place(tr__request *request, const tr_exchange_question *question)
{
    const tr_order_terms *terms = question->terms;
    bool is_spot = question->kind == TR_KIND_SPOT;
    bool is_notional = !tr_decimal_is_zero(terms->notional.value);
    tr__request_symbol(request, "instId", question);
    tr__request_text(request, "side", terms->side == TR_SIDE_BUY ? "buy" : "sell");
    tr__request_text(request, "ordType", type_word(terms));
    tr__request_decimal(request, "sz", tr__request_amount(terms));
    tr__request_text(request, "tdMode", is_spot ? "cash" : "cross");
    if (is_spot)
        tr__request_text(request, "tgtCcy", is_notional ? "quote_ccy" : "base_ccy");
    tr__request_decimal_if(request, "px", terms->limit_price.value);
    tr__request_client_id(request, "clOrdId", question);
    if (terms->is_reduce_only)
        tr__request_literal(request, "reduceOnly", "true");
    tr__request_expiry(request, "expTime", question);
}

static void ask_amend(tr__request *request, const tr_exchange_question *question)
{
    ask_order(request, question);
    tr__request_decimal(request, "newSz", question->terms->quantity.value);
    tr__request_decimal(request, "newPx", question->terms->limit_price.value);
    tr__request_expiry(request, "expTime", question);
}

static void ask_dead_man(tr__request *request, const tr_exchange_question *question)
{
    tr__request_number_text(request, "timeOut", question->timeout_ms / 1000);
}

static void ask_fills(tr__request *request, const tr_exchange_question *question)
{
    ask_kind(request, question);
    tr__request_text_if(request, "ordId", question->exchange_order_id);
    tr__request_ms_if(request, "begin", question->from_ns);
    tr__request_last_ms_if(request, "end", question->until_ns);
    tr__request_number_if(request, "limit", question->limit);
    tr__request_text_if(request, "after", question->cursor);
}

/* ---- endpoints ------------------------------------------------------------------------------- */

enum { MARKET_DATA, ORDERS, OWN_DATA, ALL_ORDERS, SLOW };

#define ONE     TR__TAKES_INSTRUMENT
#define IDS     (TR__TAKES_CLIENT_ID | TR__TAKES_EXCHANGE_ID)
#define SPAN    (TR__TAKES_FROM | TR__TAKES_UNTIL | TR__TAKES_LIMIT)
#define PLACING (TR__TAKES_INSTRUMENT | TR__TAKES_CLIENT_ID | TR__TAKES_TERMS)
#define OPEN    "public", "GET"
#define OWN     "private", "GET"
#define POST    "private", "POST"
#define DATA    { { MARKET_DATA, 1 } }
#define TRADING { { ORDERS, 1 }, { ALL_ORDERS, 1 } }

#define CALLS(bars)                                                                                \
    [TR_CALL_TIME] = { OPEN, "public/time", NULL, &time_answer, 0, 0, DATA, NULL },                \
    [TR_CALL_INSTRUMENTS] = { OPEN, "public/instruments", ask_kind, &instruments_answer, 0, 0,     \
                              DATA, NULL },                                                        \
    [TR_CALL_TICKER] = { OPEN, "market/ticker", ask_symbol, &tickers_answer, ONE, ONE, DATA,       \
                         NULL },                                                                   \
    [TR_CALL_TICKERS] = { OPEN, "market/tickers", ask_kind, &tickers_answer, 0, 0, DATA, NULL },   \
    [TR_CALL_BARS] = { OPEN, "market/candles", ask_bars, &bars, ONE | SPAN, ONE, DATA, NULL },     \
    [TR_CALL_BOOK] = { OPEN, "market/books", ask_book, &book_answer, ONE | TR__TAKES_LIMIT, ONE,   \
                       DATA, NULL },                                                               \
    [TR_CALL_TRADES] = { OPEN, "market/trades", ask_symbol, &fills_answer, ONE | TR__TAKES_LIMIT,  \
                         ONE, DATA, NULL },                                                        \
    [TR_CALL_BALANCES] = { OWN, "account/balance", NULL, &balances_answer, 0, 0,                   \
                           { { OWN_DATA, 1 } }, NULL },                                            \
    [TR_CALL_PLACE] = { POST, "trade/order", ask_place, &orders_answer, PLACING, PLACING, TRADING, \
                        NULL },                                                                    \
    [TR_CALL_CANCEL] = { POST, "trade/cancel-order", ask_order, &orders_answer, ONE | IDS, ONE,    \
                         { { ORDERS, 1 } }, NULL },                                                \
    [TR_CALL_DEAD_MAN] = { POST, "trade/cancel-all-after", ask_dead_man, &done_answer,             \
                           TR__TAKES_TIMEOUT, 0, { { SLOW, 1 } }, NULL },                          \
    [TR_CALL_AMEND] = { POST, "trade/amend-order", ask_amend, &orders_answer,                      \
                        ONE | IDS | TR__TAKES_TERMS, ONE | TR__TAKES_TERMS, TRADING, NULL },       \
    [TR_CALL_ORDER] = { OWN, "trade/order", ask_order, &orders_answer, ONE | IDS, ONE,             \
                        { { ORDERS, 1 } }, NULL },                                                 \
    [TR_CALL_OPEN_ORDERS] = { OWN, "trade/orders-pending", ask_open, &orders_answer,               \
                              ONE | TR__TAKES_CURSOR, 0, { { ORDERS, 1 } }, NULL },                \
    [TR_CALL_FILLS] = { OWN, "trade/fills-history", ask_fills, &fills_answer,                      \
                        ONE | SPAN | TR__TAKES_CURSOR | TR__TAKES_EXCHANGE_ID, 0,                  \
                        { { OWN_DATA, 1 } }, NULL },                                               \
    [TR_CALL_BILLS] = { OWN, "account/bills", tr__okx_ask_bills, &tr__okx_bills,                   \
                        ONE | SPAN | TR__TAKES_CURSOR, 0, { { SLOW, 1 } }, NULL },                 \
    [TR_CALL_FEES] = { OWN, "account/trade-fee", ask_kind, &fees_answer, ONE, 0, { { SLOW, 1 } },  \
                       NULL },                                                                     \
    [TR_CALL_KEY_RIGHTS] = { OWN, "account/config", NULL, &rights_answer, 0, 0, { { SLOW, 1 } },   \
                             NULL }

const tr__endpoint tr__okx_spot[TR_CALL_COUNT] = { CALLS(bars_answer) };

const tr__endpoint tr__okx_linear[TR_CALL_COUNT] = {
    CALLS(swap_bars_answer),
    [TR_CALL_FUNDING] = { OPEN, "public/funding-rate", ask_symbol, &funding_answer, ONE, ONE, DATA,
                          NULL },
    [TR_CALL_LEVERAGE_SET] = { POST, "account/set-leverage", tr__okx_ask_leverage,
                               &tr__okx_margin, ONE | TR__TAKES_LEVERAGE,
                               ONE | TR__TAKES_LEVERAGE, { { OWN_DATA, 1 } }, NULL },
    [TR_CALL_POSITIONS] = { OWN, "account/positions", ask_kind, &positions_answer, ONE, 0,
                            { { OWN_DATA, 1 } }, NULL },
    [TR_CALL_FUNDING_PAID] = { OWN, "account/bills", tr__okx_ask_funding_paid, &tr__okx_funding_paid,
                               TR__TAKES_FROM | TR__TAKES_UNTIL | TR__TAKES_CURSOR, 0, { { SLOW, 1 } }, NULL },
    [TR_CALL_MARGIN] = { OWN, "account/leverage-info", tr__okx_ask_leverage, &tr__okx_margin, ONE, ONE,
                         { { OWN_DATA, 1 } }, NULL },
    [TR_CALL_POSITION_MODE] = { OWN, "account/config", NULL, &tr__okx_position_mode, 0, 0,
                                { { SLOW, 1 } }, NULL },
};
