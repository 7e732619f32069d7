/*
 * map.c: coinbase's requests and answers as tables, spot.
 * Source: Coinbase Developer Documentation, "Advanced Trade REST API": Products, Orders, Accounts,
 * Fees, Data API, 2026.
 */
#include "exchange/coinbase/map.h"

#include <string.h>

#include "exchange/answer.h"
#include "exchange/request.h"

#define NS_PER_MS INT64_C(1000000)

const tr_timeframe tr__coinbase_timeframes[TR__COINBASE_TIMEFRAME_COUNT] = {
    { 1, TR_TIMEFRAME_MINUTE }, { 5, TR_TIMEFRAME_MINUTE }, { 15, TR_TIMEFRAME_MINUTE },
    { 30, TR_TIMEFRAME_MINUTE }, { 1, TR_TIMEFRAME_HOUR }, { 2, TR_TIMEFRAME_HOUR },
    { 6, TR_TIMEFRAME_HOUR }, { 1, TR_TIMEFRAME_DAY },
};

const char *const tr__coinbase_words[TR__COINBASE_TIMEFRAME_COUNT] = {
    "ONE_MINUTE", "FIVE_MINUTE", "FIFTEEN_MINUTE", "THIRTY_MINUTE", "ONE_HOUR", "TWO_HOUR",
    "SIX_HOUR", "ONE_DAY",
};

/* ---- words ----------------------------------------------------------------------------------- */

static const tr__word sides[] = { { "BUY", TR__SETS_BUY }, { "SELL", TR__SETS_SELL }, { NULL, 0 } };
static const tr__word wallet_sides[] = { { "buy", TR__SETS_BUY }, { "sell", TR__SETS_SELL },
                                         { NULL, 0 } };
static const tr__word types[] = { { "MARKET", TR__SETS_MARKET },
                                  { "LIMIT", TR__SETS_LIMIT },
                                  { "STOP", TR__SETS_STOP }, { "STOP_LIMIT", TR__SETS_STOP_LIMIT },
                                  { "BRACKET", TR__SETS_LIMIT },          { NULL, 0 } };
static const tr__word tifs[] = { { "GOOD_UNTIL_CANCELLED", TR__SETS_GTC },
                                 { "GOOD_UNTIL_DATE_TIME", TR__SETS_GTC },
                                 { "IMMEDIATE_OR_CANCEL", TR__SETS_IOC },
                                 { "FILL_OR_KILL", TR__SETS_FOK },
                                 { NULL, 0 } };
static const tr__word states[] = { { "PENDING", TR_STATE_WORKING },
                                   { "QUEUED", TR_STATE_WORKING },
                                   { "OPEN", TR_STATE_WORKING }, { "FILLED", TR_STATE_FILLED },
                                   { "CANCEL_QUEUED", TR_STATE_CANCELLING },
                                   { "EDIT_QUEUED", TR_STATE_WORKING },
                                   { "CANCELLED", TR_STATE_CANCELLED },
                                   { "EXPIRED", TR_STATE_EXPIRED },
                                   { "FAILED", TR_STATE_FAILED },     { NULL, 0 } };
static const tr__word liquidities[] = { { "MAKER", TR__SETS_MAKER }, { "TAKER", TR__SETS_TAKER },
                                        { NULL, 0 } };

/* A refusal stands at the top: {"error": "...", "message": "...", "error_details": "..."}. */
#define ENVELOPE TR__CODE("error"), TR__MESSAGE("message")

/* ---- market data ----------------------------------------------------------------------------- */

static const tr__shape time_shape = {
    .record = TR_RECORD_TIME,
    .rules = (const tr__rule[]){ ENVELOPE, TR__FIELD("epochMillis", MS, time.at_ns), TR__END },
};

static const tr__shape instrument_shape = {
    .record = TR_RECORD_INSTRUMENT,
    .rules = (const tr__rule[]){
        TR__FIELD("product_id", TEXT, instrument.instrument.exchange_symbol),
        TR__FIELD("base_currency_id", ASSET, instrument.instrument.base),
        TR__FIELD("quote_currency_id", ASSET, instrument.instrument.quote),
        TR__FIELD("quote_increment", DECIMAL, instrument.instrument.tick),
        TR__FIELD("price_increment", DECIMAL,
                  instrument.instrument.tick), /* stands behind, and is the price's own */
        TR__FIELD("base_increment", DECIMAL, instrument.instrument.lot),
        TR__FIELD("base_min_size", DECIMAL, instrument.instrument.quantity_min),
        TR__FIELD("base_max_size", DECIMAL, instrument.instrument.quantity_max),
        TR__FIELD("quote_min_size", DECIMAL, instrument.instrument.notional_min),
        TR__FIELD("status", CUT, instrument.word),
        TR__FLAG("trading_disabled", 0, TR__SETS_TRADING),
        TR__END,
    },
};
static const tr__shape instruments_shape = {
    .rules = (const tr__rule[]){ ENVELOPE, TR__INSIDE("products", TR__EACH(&instrument_shape)),
                                 TR__END }
};

#define BEST_BID                                                                                   \
    TR__PART(TR__INSIDE("0", TR__PART(TR__FIELD("price", DECIMAL, ticker.bid),                     \
                                      TR__FIELD("size", DECIMAL, ticker.bid_quantity))))
#define BEST_ASK                                                                                   \
    TR__PART(TR__INSIDE("0", TR__PART(TR__FIELD("price", DECIMAL, ticker.ask),                     \
                                      TR__FIELD("size", DECIMAL, ticker.ask_quantity))))
#define LAST_TRADE                                                                                 \
    TR__FIELD("product_id", TEXT, ticker.exchange_symbol),                                         \
    TR__FIELD("price", DECIMAL, ticker.last),                                                      \
        TR__FIELD("time", ISO, ticker.at_ns)

static const tr__shape ticker_shape = {
    .record = TR_RECORD_TICKER,
    .rules = (const tr__rule[]){
        ENVELOPE, LAST_TRADE,
        TR__FIELD("best_bid", DECIMAL, ticker.bid), TR__FIELD("bid", DECIMAL, ticker.bid),
        TR__FIELD("best_ask", DECIMAL, ticker.ask), TR__FIELD("ask", DECIMAL, ticker.ask),
        TR__INSIDE("bids", BEST_BID), TR__INSIDE("asks", BEST_ASK),
        TR__INSIDE("trades", TR__PART(TR__INSIDE("0", TR__PART(LAST_TRADE)))), /* the latest */
        TR__END,
    },
};
static const tr__shape tickers_shape = {
    .rules = (const tr__rule[]){ ENVELOPE, TR__INSIDE("pricebooks", TR__EACH(&ticker_shape)),
                                 TR__END }
};

static const tr__shape bar_shape = {
    .record = TR_RECORD_BAR,
    .rules = (const tr__rule[]){ TR__FIELD("start", SECONDS, bar.open_ns),
                                 TR__FIELD("open", DOUBLE, bar.open),
                                 TR__FIELD("high", DOUBLE, bar.high),
                                 TR__FIELD("low", DOUBLE, bar.low),
                                 TR__FIELD("close", DOUBLE, bar.close),
                                 TR__FIELD("volume", DOUBLE, bar.volume), TR__END },
};
static const tr__shape bars_shape = {
    .rules = (const tr__rule[]){ ENVELOPE, TR__INSIDE("candles", TR__EACH(&bar_shape)), TR__END }
};

#define LEVEL                                                                                      \
    TR__PART(TR__FIELD("price", DECIMAL, level.price), TR__FIELD("size", DECIMAL, level.quantity))
static const tr__shape book_shape = {
    .record = TR_RECORD_BOOK,
    .rules = (const tr__rule[]){ TR__FIELD("product_id", TEXT, book.exchange_symbol),
                                 TR__FIELD("time", ISO, book.at_ns),
                                 TR__BIDS("bids", LEVEL), TR__ASKS("asks", LEVEL), TR__END },
};
static const tr__shape book_answer = {
    .rules = (const tr__rule[]){ ENVELOPE, TR__RECORDS("pricebook", &book_shape), TR__END }
};

/* ---- fills ----------------------------------------------------------------------------------- */

static void in_quote_take(tr__reading *reading, const char *text, size_t length,
                          tr_exchange_record *record)
{
    (void)record;
    if (length == 4 && memcmp(text, "true", 4) == 0)
        tr__note_take(reading, "quote", 5);
}
static const tr__custom in_quote_custom = { in_quote_take };

/* "BTC-USDT": the quote is behind the last hyphen. */
static void quote_of(const char *product, char asset[TR_ASSET_SIZE])
{
    const char *hyphen = strrchr(product, '-');
    if (hyphen != NULL && strlen(hyphen + 1) < TR_ASSET_SIZE)
        memcpy(asset, hyphen + 1, strlen(hyphen + 1) + 1);
}

static void fill_finish(const tr__reading *reading, tr_exchange_record *record)
{
    tr_execution *fill = &record->as.fill;
    const tr_instrument *asked = reading->question->instrument;
    if (fill->has_fee && fill->fee_asset[0] == '\0')
        quote_of(fill->exchange_symbol[0] == '\0' && asked != NULL ? asked->exchange_symbol
                                                                   : fill->exchange_symbol,
                 fill->fee_asset);
    tr_decimal units;
    if (tr_decimal_is_zero(fill->price.value))
        (void)tr_decimal_divide(
            fill->notional.value, fill->quantity.value, TR_ROUND_HALF_EVEN,
            &fill->price.value); /* zero is refused when the record is completed */
    if (strcmp(reading->note, "quote") != 0)
        return;
    fill->notional.value = fill->quantity.value;
    /* A price of zero is refused when the record is completed. */
    if (tr_decimal_divide(fill->notional.value, fill->price.value, TR_ROUND_HALF_EVEN, &units) ==
        TR_OK)
        fill->quantity.value = units;
}
static const tr__shape fill_shape = {
    .record = TR_RECORD_FILL,
    .rules = (const tr__rule[]){
        TR__FIELD("trade_id", TEXT, fill.exchange_fill_id),
        TR__FIELD("order_id", TEXT, fill.exchange_order_id),
        TR__FIELD("product_id", TEXT, fill.exchange_symbol),
        TR__FIELD("trade_time", ISO, fill.at_ns), TR__FIELD("time", ISO, fill.at_ns),
        TR__FIELD("price", DECIMAL, fill.price), TR__FIELD("size", DECIMAL, fill.quantity),
        TR__TOLD("commission", DECIMAL, fill.fee, TR__SETS_FEE), TR__WORDS("side", sides),
        TR__WORDS("liquidity_indicator", liquidities),
        TR__CUSTOM("size_in_quote", &in_quote_custom),
        /* The wallet interface, version 2. */
        TR__FIELD("id", TEXT, fill.exchange_fill_id), TR__FIELD("created_at", ISO, fill.at_ns),
        TR__WORDS("resource", wallet_sides),
        TR__INSIDE("amount", TR__PART(TR__FIELD("amount", DECIMAL, fill.quantity))),
        TR__INSIDE("subtotal", TR__PART(TR__FIELD("amount", DECIMAL, fill.notional))),
        TR__INSIDE("fee", TR__PART(TR__TOLD("amount", DECIMAL, fill.fee, TR__SETS_FEE),
                                   TR__FIELD("currency", ASSET, fill.fee_asset))), TR__END,
    },
    .finish = fill_finish,
};
static const tr__shape fills_shape = {
    .rules = (const tr__rule[]){ ENVELOPE, TR__INSIDE("fills", TR__EACH(&fill_shape)),
                                 TR__CURSOR("cursor"), TR__END }
};
static const tr__shape trades_shape = {
    .rules = (const tr__rule[]){ ENVELOPE, TR__INSIDE("trades", TR__EACH(&fill_shape)), TR__END }
};

/* ---- account --------------------------------------------------------------------------------- */

static const tr__shape balance_shape = {
    .record = TR_RECORD_BALANCE,
    .rules = (const tr__rule[]){
        TR__FIELD("currency", ASSET, balance.asset),
        TR__INSIDE("available_balance", TR__PART(TR__FIELD("value", DECIMAL, balance.free))),
        TR__INSIDE("hold", TR__PART(TR__FIELD("value", DECIMAL, balance.held))),
        /* The wallet interface, version 2. */
        TR__INSIDE("currency", TR__PART(TR__FIELD("code", ASSET, balance.asset))),
        TR__INSIDE("balance", TR__PART(TR__FIELD("amount", DECIMAL, balance.free))), TR__END,
    },
};
static const tr__shape balances_shape = {
    .rules = (const tr__rule[]){ ENVELOPE, TR__INSIDE("accounts", TR__EACH(&balance_shape)),
                                 TR__INSIDE("data", TR__EACH(&balance_shape)), TR__CURSOR("cursor"),
                                 TR__END }
};

/* One of several kinds; what they have in common is named alike. */
#define CONFIGURATION                                                                              \
    TR__PART(TR__FIELD("base_size", DECIMAL, order.quantity),                                      \
             TR__FIELD("quote_size", DECIMAL, order.notional_asked),                               \
             TR__FIELD("limit_price", DECIMAL, order.limit_price),                                 \
             TR__FIELD("stop_price", DECIMAL, order.stop_price),                                   \
             TR__FLAG("post_only", TR__SETS_POST_ONLY, 0))
static void order_finish(const tr__reading *reading, tr_exchange_record *record)
{
    tr_order_record *order = &record->as.order;
    const tr_instrument *asked = reading->question->instrument;
    if (order->has_fee)
        quote_of(order->exchange_symbol[0] == '\0' && asked != NULL ? asked->exchange_symbol
                                                                    : order->exchange_symbol,
                 order->fee_asset);
}
static const tr__shape order_shape = {
    .record = TR_RECORD_ORDER,
    .rules = (const tr__rule[]){
        TR__FIELD("order_id", TEXT, order.exchange_order_id),
        TR__FIELD("product_id", TEXT, order.exchange_symbol),
        TR__FIELD("client_order_id", TEXT, order.client_id), TR__WORDS("side", sides),
        TR__STATES("status", states), TR__WORDS("time_in_force", tifs),
        TR__WORDS("order_type", types), TR__FIELD("created_time", ISO, order.created_ns),
        TR__FIELD("last_fill_time", ISO, order.updated_ns),
        TR__TOLD("filled_size", DECIMAL, order.filled, TR__SETS_FILLED),
        TR__FIELD("average_filled_price", DECIMAL, order.average),
        TR__FIELD("filled_value", DECIMAL, order.notional),
        TR__TOLD("total_fees", DECIMAL, order.fee, TR__SETS_FEE),
        /* Where several are shown, the first is the order: the rest waits for it. */
        TR__INSIDE("order_configuration", TR__PART(TR__INSIDE("*1", CONFIGURATION))), TR__END,
    },
    .finish = order_finish,
};
static const tr__shape order_answer = {
    .rules = (const tr__rule[]){ ENVELOPE, TR__RECORDS("order", &order_shape),
                                 TR__INSIDE("orders", TR__EACH(&order_shape)), TR__CURSOR("cursor"),
                                 TR__END }
};
/* A refusal may come as 200. */
static const tr__shape placed_answer = {
    .rules = (const tr__rule[]){ ENVELOPE, TR__FLAG("success", 0, TR__SETS_FAILED),
                                 TR__RECORDS("success_response", &order_shape),
                                 TR__INSIDE("error_response",
                                            TR__PART(ENVELOPE, TR__CODE("preview_failure_reason"),
                                                     TR__CODE("new_order_failure_reason"))),
                                 TR__END }
};
static const tr__shape cancelled_answer = {
    .rules =
        (const tr__rule[]){
            ENVELOPE,
            TR__INSIDE("results",
                       TR__PART(TR__INSIDE("*", TR__PART(TR__FLAG("success", 0, TR__SETS_FAILED),
                                                         TR__CODE("failure_reason"))))),
            TR__END }
};
static const tr__shape amended_answer = {
    .rules =
        (const tr__rule[]){
            ENVELOPE, TR__FLAG("success", 0, TR__SETS_FAILED),
            TR__INSIDE("errors",
                       TR__PART(TR__INSIDE("*", TR__PART(TR__CODE("edit_failure_reason"),
                                                         TR__CODE("preview_failure_reason"))))),
            TR__END }
};
static const tr__shape fees_shape = {
    .record = TR_RECORD_FEES,
    .rules =
        (const tr__rule[]){
            ENVELOPE,
            TR__INSIDE("fee_tier", TR__PART(TR__FIELD("maker_fee_rate", DECIMAL, fees.maker_rate),
                                            TR__FIELD("taker_fee_rate", DECIMAL, fees.taker_rate))),
            TR__END }
};
/* Moving money to another place is one right, whatever the place. */
static const tr__shape rights_shape = {
    .record = TR_RECORD_KEY_RIGHTS,
    .rules = (const tr__rule[]){ ENVELOPE, TR__FLAG("can_view", TR__SETS_READ, 0),
                                 TR__FLAG("can_trade", TR__SETS_TRADE, 0),
                                 TR__FLAG("can_transfer", TR__SETS_WITHDRAW,
                                          TR__SETS_WITHDRAW_TOLD), TR__END }
};

/* ---- requests -------------------------------------------------------------------------------- */

static void ask_products(tr__request *request, const tr_exchange_question *question)
{
    (void)question;
    tr__request_text(request, "product_type", "SPOT");
}

static void ask_product(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "product_id", question);
    tr__request_number_if(request, "limit", question->limit);
}

static void ask_ticker(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "product_id", question);
    tr__request_number(request, "limit", 1);
}

static void put_seconds(tr__request *request, const char *name, int64_t at_ns)
{
    tr__request_number_text(request, name, (uint64_t)(at_ns / (1000 * NS_PER_MS)));
}

static void ask_bars(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "product_id", question);
    tr__request_text(request, "granularity", tr__request_timeframe(request->adapter, question));
    put_seconds(request, "start", question->from_ns);
    put_seconds(request, "end", question->until_ns - 1); /* the end counts in */
}

static void ask_accounts(tr__request *request, const tr_exchange_question *question)
{
    tr__request_number(request, "limit", 250);
    tr__request_text_if(request, "cursor", question->cursor);
}

static void put_time(tr__request *request, const char *name, int64_t at_ns)
{
    char text[40];
    if (at_ns > 0 && tr_time_format(at_ns, 3, text, sizeof text) > 0)
        tr__request_text(request, name, text);
}

static void ask_fills(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "product_id", question);
    tr__request_text_if(request, "order_id", question->exchange_order_id);
    tr__request_number_if(request, "limit", question->limit);
    put_time(request, "start_sequence_timestamp", question->from_ns);
    put_time(request, "end_sequence_timestamp", question->until_ns);
    tr__request_text_if(request, "cursor", question->cursor);
}

static void ask_open_orders(tr__request *request, const tr_exchange_question *question)
{
    tr__request_text(request, "order_status", "OPEN");
    tr__request_symbol(request, "product_id", question);
    tr__request_number(request, "limit", 100);
    tr__request_text_if(request, "cursor", question->cursor);
}

/*
 * There is no look-up by our id: the list of orders since the minute before the id was made holds
 * it, and the reading keeps the one that was asked for.
 */
static void ask_order(tr__request *request, const tr_exchange_question *question)
{
    if (question->exchange_order_id != NULL) {
        tr__request_route(request, "GET", "brokerage/orders/historical/{order_id}");
        tr__request_text(request, "order_id", question->exchange_order_id);
        return;
    }
    tr__request_symbol(request, "product_id", question);
    tr__request_number(request, "limit", 100);
    put_time(request, "start_date", (tr_id_time_ms(question->order_id) - 60000) * NS_PER_MS);
    tr__request_text_if(request, "cursor", question->cursor);
}

static const char *configuration_name(const tr_order_terms *terms)
{
    static const char *const limits[] = { "limit_limit_gtc", "sor_limit_ioc", "limit_limit_fok" };
    if (terms->type == TR_ORDER_MARKET)
        return "market_market_ioc";
    return terms->type == TR_ORDER_STOP_LIMIT ? "stop_limit_stop_limit_gtc" : limits[terms->tif];
}

static void ask_place(tr__request *request, const tr_exchange_question *question)
{
    const tr_order_terms *terms = question->terms;
    if (terms->type == TR_ORDER_STOP_LIMIT && terms->tif != TR_TIF_GTC) {
        request->refusal = "a stop that fills at once or not at all";
        return;
    }
    tr__request_client_id(request, "client_order_id", question);
    tr__request_symbol(request, "product_id", question);
    tr__request_text(request, "side", terms->side == TR_SIDE_BUY ? "BUY" : "SELL");
    size_t first = request->field_count;
    tr__request_decimal_if(request, "quote_size", terms->notional.value);
    tr__request_decimal_if(request, "base_size", terms->quantity.value);
    tr__request_decimal_if(request, "limit_price", terms->limit_price.value);
    tr__request_decimal_if(request, "stop_price", terms->stop_price.value);
    if (terms->type == TR_ORDER_STOP_LIMIT)
        tr__request_text(request, "stop_direction",
                         terms->side == TR_SIDE_BUY ? "STOP_DIRECTION_STOP_UP"
                                                    : "STOP_DIRECTION_STOP_DOWN");
    if (terms->type == TR_ORDER_LIMIT && terms->tif == TR_TIF_GTC)
        tr__request_literal(request, "post_only", terms->is_post_only ? "true" : "false");
    tr__request_wrap(request, configuration_name(terms), first);
    tr__request_wrap(request, "order_configuration", first);
}

static void ask_cancel(tr__request *request, const tr_exchange_question *question)
{
    tr__request_text(request, NULL, question->exchange_order_id);
    tr__request_wrap(request, "order_ids", 0);
    request->fields[0].kind = TR_SIGN_KIND_LIST;
}

static void ask_amend(tr__request *request, const tr_exchange_question *question)
{
    tr__request_text(request, "order_id", question->exchange_order_id);
    tr__request_decimal(request, "size", question->terms->quantity.value);
    tr__request_decimal(request, "price", question->terms->limit_price.value);
}

static void ask_fees(tr__request *request, const tr_exchange_question *question)
{
    ask_products(request, question);
}

/* ---- endpoints ------------------------------------------------------------------------------- */

enum { PUBLIC, PRIVATE };

#define ONE     TR__TAKES_INSTRUMENT
#define IDS     (TR__TAKES_CLIENT_ID | TR__TAKES_EXCHANGE_ID)
#define SPAN    (TR__TAKES_FROM | TR__TAKES_UNTIL)
#define PLACING (TR__TAKES_INSTRUMENT | TR__TAKES_CLIENT_ID | TR__TAKES_TERMS)
#define OPEN    "v3.public", "GET"
#define OWN     "v3.private", "GET"
#define POST    "v3.private", "POST"

const tr__endpoint tr__coinbase_spot[TR_CALL_COUNT] = {
    [TR_CALL_TIME] = { OPEN, "brokerage/time", NULL, &time_shape, 0, 0, { { PUBLIC, 1 } }, NULL },
    [TR_CALL_INSTRUMENTS] = { OPEN, "brokerage/market/products", ask_products, &instruments_shape,
                              0, 0, { { PUBLIC, 1 } }, NULL },
    [TR_CALL_TICKER] = { OPEN, "brokerage/market/products/{product_id}/ticker", ask_ticker,
                         &ticker_shape, ONE, ONE,
                         { { PUBLIC, 1 } }, NULL },
    [TR_CALL_TICKERS] = { OWN, "brokerage/best_bid_ask", NULL, &tickers_shape, 0, 0,
                          { { PRIVATE, 1 } }, NULL },
    [TR_CALL_BARS] = { OPEN, "brokerage/market/products/{product_id}/candles", ask_bars,
                       &bars_shape, ONE | SPAN, ONE | SPAN,
                       { { PUBLIC, 1 } }, NULL },
    [TR_CALL_BOOK] = { OPEN, "brokerage/market/product_book", ask_product, &book_answer,
                       ONE | TR__TAKES_LIMIT, ONE, { { PUBLIC, 1 } }, NULL },
    [TR_CALL_TRADES] = { OPEN, "brokerage/market/products/{product_id}/ticker", ask_product,
                         &trades_shape, ONE | TR__TAKES_LIMIT, ONE,
                         { { PUBLIC, 1 } }, NULL },
    [TR_CALL_BALANCES] = { OWN, "brokerage/accounts", ask_accounts, &balances_shape,
                           TR__TAKES_CURSOR, 0, { { PRIVATE, 1 } }, NULL },
    [TR_CALL_PLACE] = { POST, "brokerage/orders", ask_place, &placed_answer, PLACING, PLACING,
                        { { PRIVATE, 1 } }, NULL },
    [TR_CALL_CANCEL] = { POST, "brokerage/orders/batch_cancel", ask_cancel, &cancelled_answer,
                         ONE | TR__TAKES_EXCHANGE_ID,
                         TR__TAKES_EXCHANGE_ID, { { PRIVATE, 1 } }, NULL },
    [TR_CALL_AMEND] = { POST, "brokerage/orders/edit", ask_amend, &amended_answer,
                        ONE | TR__TAKES_EXCHANGE_ID | TR__TAKES_TERMS,
                        ONE | TR__TAKES_EXCHANGE_ID | TR__TAKES_TERMS, { { PRIVATE, 1 } }, NULL },
    [TR_CALL_ORDER] = { OWN, "brokerage/orders/historical/batch", ask_order, &order_answer,
                        ONE | IDS | TR__TAKES_CURSOR, 0,
                        { { PRIVATE, 1 } }, NULL },
    [TR_CALL_OPEN_ORDERS] = { OWN, "brokerage/orders/historical/batch", ask_open_orders,
                              &order_answer, ONE | TR__TAKES_CURSOR, 0,
                              { { PRIVATE, 1 } }, NULL },
    [TR_CALL_FILLS] = { OWN, "brokerage/orders/historical/fills", ask_fills, &fills_shape,
                        ONE | SPAN | TR__TAKES_LIMIT | TR__TAKES_CURSOR | TR__TAKES_EXCHANGE_ID, 0,
                        { { PRIVATE, 1 } }, NULL },
    [TR_CALL_FEES] = { OWN, "brokerage/transaction_summary", ask_fees, &fees_shape, 0, 0,
                       { { PRIVATE, 1 } }, NULL },
    [TR_CALL_KEY_RIGHTS] = { OWN, "brokerage/key_permissions", NULL, &rights_shape, 0, 0,
                             { { PRIVATE, 1 } }, NULL },
};
