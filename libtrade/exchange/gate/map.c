/*
 * map.c: gate's requests and answers as tables, spot and USDT perpetuals.
 * Source: Gate API v4, "Spot", "Futures", "Wallet: Retrieve personal trading fee", 2026.
 */
#include "exchange/gate/map.h"

#include <string.h>

#include "exchange/answer.h"
#include "exchange/page.h"
#include "exchange/request.h"

const tr_timeframe tr__gate_timeframes[TR__GATE_TIMEFRAME_COUNT] = {
    { 10, TR_TIMEFRAME_SECOND }, { 1, TR_TIMEFRAME_MINUTE }, { 5, TR_TIMEFRAME_MINUTE },
    { 15, TR_TIMEFRAME_MINUTE }, { 30, TR_TIMEFRAME_MINUTE }, { 1, TR_TIMEFRAME_HOUR },
    { 4, TR_TIMEFRAME_HOUR }, { 8, TR_TIMEFRAME_HOUR }, { 1, TR_TIMEFRAME_DAY },
    { 1, TR_TIMEFRAME_WEEK },
};

const char *const tr__gate_words[TR__GATE_TIMEFRAME_COUNT] = { "10s", "1m", "5m", "15m", "30m",
                                                               "1h", "4h", "8h", "1d", "7d" };

/* ---- words ----------------------------------------------------------------------------------- */

static const tr__word sides[] = { { "buy", TR__SETS_BUY }, { "sell", TR__SETS_SELL }, { NULL, 0 } };
static const tr__word types[] = { { "limit", TR__SETS_LIMIT }, { "market", TR__SETS_MARKET },
                                  { NULL, 0 } };
static const tr__word tifs[] = { { "gtc", TR__SETS_GTC },
                                 { "ioc", TR__SETS_IOC },
                                 { "fok", TR__SETS_FOK },
                                 { "poc", TR__SETS_GTC | TR__SETS_POST_ONLY },
                                 { NULL, 0 } };
/* Of futures, "finished" alone does not say how: finish_as does. */
static const tr__word states[] = { { "open", TR_STATE_WORKING }, { "closed", TR_STATE_FILLED },
                                   { "cancelled", TR_STATE_CANCELLED },
                                   { "finished", TR_STATE_UNKNOWN }, { NULL, 0 } };
static const tr__word endings[] = {
    { "open", TR_STATE_WORKING },
    { "filled", TR_STATE_FILLED },
    { "cancelled", TR_STATE_CANCELLED },
    { "liquidate_cancelled", TR_STATE_CANCELLED },
    { "small", TR_STATE_CANCELLED },
    { "depth_not_enough", TR_STATE_CANCELLED },
    { "trader_not_enough", TR_STATE_CANCELLED },
    { "ioc", TR_STATE_CANCELLED },
    { "poc", TR_STATE_CANCELLED },
    { "fok", TR_STATE_CANCELLED },
    { "stp", TR_STATE_CANCELLED },
    { "reduce_only", TR_STATE_CANCELLED },
    { "position_closed", TR_STATE_CANCELLED },
    { "reduce_out", TR_STATE_CANCELLED },
    { "liquidated", TR_STATE_CANCELLED },
    { "auto_deleveraged", TR_STATE_FILLED },
    { NULL, 0 },
};
static const tr__word roles[] = { { "taker", TR__SETS_TAKER }, { "maker", TR__SETS_MAKER },
                                  { NULL, 0 } };
static const tr__word trading[] = { { "tradable", TR__SETS_TRADING }, { NULL, 0 } };
static const tr__word modes[] = { { "single", TR__SETS_NET }, { "dual_long", TR__SETS_LONG },
                                  { "dual_short", TR__SETS_SHORT }, { NULL, 0 } };

#define ENVELOPE TR__CODE("label"), TR__MESSAGE("message")
#define LIST(shape) { .rules = (const tr__rule[]){ ENVELOPE, TR__RECORDS("*", shape), TR__END } }

/* ---- market data ----------------------------------------------------------------------------- */

static const tr__shape time_shape = {
    .record = TR_RECORD_TIME,
    .rules = (const tr__rule[]){ ENVELOPE, TR__FIELD("server_time", MS, time.at_ns), TR__END },
};

static const tr__shape instrument_shape = {
    .record = TR_RECORD_INSTRUMENT,
    .rules = (const tr__rule[]){
        TR__FIELD("id", TEXT, instrument.instrument.exchange_symbol),
        TR__FIELD("base", ASSET, instrument.instrument.base),
        TR__FIELD("quote", ASSET, instrument.instrument.quote),
        TR__FIELD("precision", PLACES, instrument.instrument.tick),
        TR__FIELD("amount_precision", PLACES, instrument.instrument.lot),
        TR__FIELD("min_base_amount", DECIMAL, instrument.instrument.quantity_min),
        TR__FIELD("max_base_amount", DECIMAL, instrument.instrument.quantity_max),
        TR__FIELD("min_quote_amount", DECIMAL, instrument.instrument.notional_min),
        TR__WORDS("trade_status", trading), TR__FIELD("trade_status", CUT, instrument.word),
        TR__END,
    },
};
static const tr__shape instruments_shape = LIST(&instrument_shape);

static void contract_finish(const tr__reading *reading, tr_exchange_record *record)
{
    (void)reading;
    if (tr_decimal_is_zero(record->as.instrument.instrument.lot))
        record->as.instrument.instrument.lot = tr_decimal_from_int(1); /* whole contracts */
}
static const tr__shape contract_shape = {
    .record = TR_RECORD_INSTRUMENT,
    .rules = (const tr__rule[]){
        TR__FIELD("name", TEXT, instrument.instrument.exchange_symbol), TR__PAIR("name", "_"),
        TR__FIELD("quanto_multiplier", DECIMAL, instrument.instrument.multiplier),
        TR__FIELD("order_price_round", DECIMAL, instrument.instrument.tick),
        TR__FIELD("order_size_min", DECIMAL, instrument.instrument.quantity_min),
        TR__FIELD("order_size_max", DECIMAL, instrument.instrument.quantity_max),
        TR__FIELD("maker_fee_rate", DECIMAL, instrument.maker_rate),
        TR__FIELD("taker_fee_rate", DECIMAL, instrument.taker_rate),
        TR__FLAG("in_delisting", 0, TR__SETS_TRADING), TR__FIELD("status", CUT, instrument.word),
        TR__END,
    },
    .finish = contract_finish,
};
static const tr__shape contracts_shape = LIST(&contract_shape);

static const tr__shape ticker_shape = {
    .record = TR_RECORD_TICKER,
    .rules = (const tr__rule[]){
        TR__FIELD("currency_pair", TEXT, ticker.exchange_symbol),
        TR__FIELD("contract", TEXT, ticker.exchange_symbol),
        TR__FIELD("last", DECIMAL, ticker.last), TR__FIELD("lowest_ask", DECIMAL, ticker.ask),
        TR__FIELD("lowest_size", DECIMAL, ticker.ask_quantity),
        TR__FIELD("highest_bid", DECIMAL, ticker.bid),
        TR__FIELD("highest_size", DECIMAL, ticker.bid_quantity),
        TR__FIELD("high_24h", DECIMAL, ticker.high), TR__FIELD("low_24h", DECIMAL, ticker.low),
        TR__FIELD("base_volume", DECIMAL, ticker.base_volume),
        TR__FIELD("volume_24h_base", DECIMAL, ticker.base_volume),
        TR__FIELD("quote_volume", DECIMAL, ticker.quote_volume),
        TR__FIELD("volume_24h_quote", DECIMAL, ticker.quote_volume),
        TR__FIELD("mark_price", DECIMAL, ticker.mark),
        TR__FIELD("index_price", DECIMAL, ticker.index), TR__END,
    },
};
static const tr__shape tickers_shape = LIST(&ticker_shape);

static const tr__shape bar_shape = {
    .record = TR_RECORD_BAR,
    .rules = (const tr__rule[]){ TR__FIELD("0", SECONDS, bar.open_ns),
                                 TR__FIELD("2", DOUBLE, bar.close),
                                 TR__FIELD("3", DOUBLE, bar.high),
                                 TR__FIELD("4", DOUBLE, bar.low), TR__FIELD("5", DOUBLE, bar.open),
                                 TR__FIELD("6", DOUBLE, bar.volume), TR__END },
};
static const tr__shape bars_shape = LIST(&bar_shape);
static const tr__shape contract_bar_shape = {
    .record = TR_RECORD_BAR,
    .rules = (const tr__rule[]){ TR__FIELD("t", SECONDS, bar.open_ns),
                                 TR__FIELD("o", DOUBLE, bar.open), TR__FIELD("h", DOUBLE, bar.high),
                                 TR__FIELD("l", DOUBLE, bar.low), TR__FIELD("c", DOUBLE, bar.close),
                                 TR__FIELD("v", DOUBLE, bar.volume), TR__END },
    .finish = tr__finish_contract_volume,
};
static const tr__shape contract_bars_shape = LIST(&contract_bar_shape);

static const tr__shape book_shape = {
    .record = TR_RECORD_BOOK,
    .rules = (const tr__rule[]){ ENVELOPE, TR__FIELD("id", INT64, book.sequence),
                                 TR__FIELD("current", MS, book.at_ns),
                                 TR__BIDS("bids", NULL), TR__ASKS("asks", NULL), TR__END },
};
#define LEVEL                                                                                      \
    TR__PART(TR__FIELD("p", DECIMAL, level.price), TR__FIELD("s", DECIMAL, level.quantity))
static const tr__shape contract_book_shape = {
    .record = TR_RECORD_BOOK,
    .rules = (const tr__rule[]){ ENVELOPE, TR__FIELD("id", INT64, book.sequence),
                                 TR__FIELD("current", SECONDS, book.at_ns),
                                 TR__BIDS("bids", LEVEL), TR__ASKS("asks", LEVEL), TR__END },
};

/* A fee is taken in the asset of "fee_currency", or deducted in GT or points. */
static void deducted(tr__reading *reading, const char *text, size_t length, const char *asset)
{
    tr_decimal amount;
    if (!tr__take_decimal(text, length, &amount) || tr_decimal_is_zero(amount))
        return;
    tr__note_fee_amount(reading, text, length);
    tr__note_fee_asset(reading, asset, strlen(asset));
}

static void gt_take(tr__reading *reading, const char *text, size_t length,
                    tr_exchange_record *record)
{
    (void)record;
    deducted(reading, text, length, "GT");
}

static void point_take(tr__reading *reading, const char *text, size_t length,
                       tr_exchange_record *record)
{
    (void)record;
    deducted(reading, text, length, "POINT");
}

static const tr__custom gt_custom = { gt_take }, point_custom = { point_take };
static const tr__shape fill_shape = {
    .record = TR_RECORD_FILL,
    .finish = tr__finish_other_fee,
    .rules = (const tr__rule[]){
        TR__CUSTOM("gt_fee", &gt_custom), TR__CUSTOM("point_fee", &point_custom),
        TR__FIELD("currency_pair", TEXT, fill.exchange_symbol),
        TR__FIELD("id", TEXT, fill.exchange_fill_id),
        TR__FIELD("order_id", TEXT, fill.exchange_order_id),
        TR__FIELD("text", TEXT, fill.client_id), TR__WORDS("side", sides), TR__WORDS("role", roles),
        TR__FIELD("amount", DECIMAL, fill.quantity), TR__FIELD("price", DECIMAL, fill.price),
        TR__TOLD("fee", DECIMAL, fill.fee, TR__SETS_FEE),
        TR__FIELD("fee_currency", ASSET, fill.fee_asset),
        TR__FIELD("create_time_ms", MS, fill.at_ns), TR__END,
    },
};
static const tr__shape fills_shape = LIST(&fill_shape);
static void contract_fill_finish(const tr__reading *reading, tr_exchange_record *record)
{
    tr__finish_signed(reading, record);
    if (record->as.fill.has_fee)
        memcpy(record->as.fill.fee_asset, "USDT", 5);
}
static const tr__shape contract_fill_shape = {
    .record = TR_RECORD_FILL,
    .rules = (const tr__rule[]){
        TR__FIELD("contract", TEXT, fill.exchange_symbol),
        TR__FIELD("id", TEXT, fill.exchange_fill_id),
        TR__FIELD("trade_id", TEXT, fill.exchange_fill_id),
        TR__FIELD("order_id", TEXT, fill.exchange_order_id),
        TR__FIELD("text", TEXT, fill.client_id), TR__WORDS("role", roles),
        TR__FIELD("size", DECIMAL, fill.quantity), TR__FIELD("price", DECIMAL, fill.price),
        TR__TOLD("fee", DECIMAL, fill.fee, TR__SETS_FEE),
        TR__FIELD("create_time", SECONDS, fill.at_ns), TR__END,
    },
    .finish = contract_fill_finish,
};
static const tr__shape contract_fills_shape = LIST(&contract_fill_shape);

static const tr__shape funding_shape = {
    .record = TR_RECORD_FUNDING,
    .rules = (const tr__rule[]){ ENVELOPE, TR__FIELD("name", TEXT, funding.exchange_symbol),
                                 TR__TOLD("funding_rate", DECIMAL, funding.rate, TR__SETS_RATE),
                                 TR__FIELD("funding_next_apply", SECONDS, funding.at_ns),
                                 TR__FIELD("mark_price", DECIMAL, funding.mark),
                                 TR__FIELD("index_price", DECIMAL, funding.index), TR__END },
};

/* ---- account --------------------------------------------------------------------------------- */

static const tr__shape balance_shape = {
    .record = TR_RECORD_BALANCE,
    .rules = (const tr__rule[]){ TR__FIELD("currency", ASSET, balance.asset),
                                 TR__FIELD("available", DECIMAL, balance.free),
                                 TR__FIELD("locked", DECIMAL, balance.held), TR__END },
};
static const tr__shape balances_shape = LIST(&balance_shape);
static const tr__shape margin_shape = {
    .record = TR_RECORD_BALANCE,
    .rules = (const tr__rule[]){ ENVELOPE, TR__FIELD("currency", ASSET, balance.asset),
                                 TR__FIELD("total", DECIMAL, balance.total),
                                 TR__FIELD("available", DECIMAL, balance.free), TR__END },
    .finish = tr__finish_held,
};

static const tr__shape position_shape = {
    .record = TR_RECORD_POSITION,
    .rules = (const tr__rule[]){
        TR__FIELD("contract", TEXT, position.exchange_symbol), TR__WORDS("mode", modes),
        TR__FIELD("size", DECIMAL, position.quantity),
        TR__FIELD("entry_price", DECIMAL, position.entry),
        TR__FIELD("mark_price", DECIMAL, position.mark),
        TR__FIELD("liq_price", DECIMAL, position.liquidation),
        TR__FIELD("leverage", DECIMAL, position.leverage),
        TR__FIELD("initial_margin", DECIMAL, position.margin),
        TR__TOLD("unrealised_pnl", DECIMAL, position.profit, TR__SETS_PROFIT),
        TR__FIELD("update_time", SECONDS, position.at_ns), TR__END,
    },
};
static const tr__shape positions_shape = LIST(&position_shape);

/* "closed" with something left was ended by the exchange: against one's own orders, or for want of depth. */
static void order_finish(const tr__reading *reading, tr_exchange_record *record)
{
    tr_order_record *order = &record->as.order;
    if (order->state == TR_STATE_FILLED && order->has_type && order->type == TR_ORDER_LIMIT &&
        order->has_remaining && tr_decimal_sign(order->remaining.value) > 0)
        order->state = TR_STATE_CANCELLED;
    tr__finish_quote_buy(reading, record);
}
static const tr__shape order_shape = {
    .record = TR_RECORD_ORDER,
    .rules = (const tr__rule[]){
        ENVELOPE, TR__FIELD("currency_pair", TEXT, order.exchange_symbol),
        TR__FIELD("id", TEXT, order.exchange_order_id), TR__FIELD("text", TEXT, order.client_id),
        TR__STATES("status", states), TR__WORDS("type", types), TR__WORDS("side", sides),
        TR__WORDS("time_in_force", tifs), TR__FIELD("amount", DECIMAL, order.quantity),
        TR__FIELD("price", DECIMAL, order.limit_price),
        TR__TOLD("left", DECIMAL, order.remaining, TR__SETS_REMAINING),
        TR__TOLD("filled_amount", DECIMAL, order.filled, TR__SETS_FILLED),
        TR__FIELD("filled_total", DECIMAL, order.notional),
        TR__FIELD("avg_deal_price", DECIMAL, order.average),
        TR__TOLD("fee", DECIMAL, order.fee, TR__SETS_FEE),
        TR__FIELD("fee_currency", ASSET, order.fee_asset),
        TR__FIELD("create_time_ms", MS, order.created_ns),
        TR__FIELD("update_time_ms", MS, order.updated_ns), TR__END,
    },
    .finish = order_finish,
};
static const tr__shape open_orders_shape = {
    .rules = (const tr__rule[]){ ENVELOPE,
                                 TR__INSIDE("*", TR__PART(TR__INSIDE("orders",
                                                                     TR__EACH(&order_shape)))),
                                 TR__END }
};

static void contract_order_finish(const tr__reading *reading, tr_exchange_record *record)
{
    tr_order_record *order = &record->as.order;
    tr__finish_signed(reading, record);
    if (tr_decimal_sign(order->remaining.value) < 0)
        (void)tr_decimal_negate(order->remaining.value,
                                &order->remaining.value); /* a text that fits */
    order->has_type = true;
    order->type = tr_decimal_is_zero(order->limit_price.value) ? TR_ORDER_MARKET : TR_ORDER_LIMIT;
}
/* "status" stands before "finish_as", which refines it. */
static const tr__shape contract_order_shape = {
    .record = TR_RECORD_ORDER,
    .rules = (const tr__rule[]){
        ENVELOPE, TR__FIELD("contract", TEXT, order.exchange_symbol),
        TR__FIELD("id", TEXT, order.exchange_order_id), TR__FIELD("text", TEXT, order.client_id),
        TR__STATES("status", states), TR__STATES("finish_as", endings), TR__WORDS("tif", tifs),
        TR__FLAG("is_reduce_only", TR__SETS_REDUCE_ONLY, 0),
        TR__FIELD("size", DECIMAL, order.quantity), TR__FIELD("price", DECIMAL, order.limit_price),
        TR__TOLD("left", DECIMAL, order.remaining, TR__SETS_REMAINING),
        TR__FIELD("fill_price", DECIMAL, order.average),
        TR__FIELD("create_time", SECONDS, order.created_ns),
        TR__FIELD("finish_time", SECONDS, order.updated_ns), TR__END,
    },
    .finish = contract_order_finish,
};
static const tr__shape contract_orders_shape = LIST(&contract_order_shape);

static const tr__shape fees_shape = {
    .record = TR_RECORD_FEES,
    .rules = (const tr__rule[]){ ENVELOPE, TR__FIELD("maker_fee", DECIMAL, fees.maker_rate),
                                 TR__FIELD("taker_fee", DECIMAL, fees.taker_rate), TR__END },
};
static const tr__shape contract_fees_shape = {
    .record = TR_RECORD_FEES,
    .rules = (const tr__rule[]){ ENVELOPE, TR__FIELD("futures_maker_fee", DECIMAL, fees.maker_rate),
                                 TR__FIELD("futures_taker_fee", DECIMAL, fees.taker_rate),
                                 TR__END },
};

static const tr__shape done_shape = { .rules = (const tr__rule[]){ ENVELOPE, TR__END } };

/* ---- requests -------------------------------------------------------------------------------- */

static void put_market(tr__request *request, const tr_exchange_question *question)
{
    bool is_spot = question->kind == TR_KIND_SPOT;
    tr__request_symbol(request, is_spot ? "currency_pair" : "contract", question);
    if (!is_spot)
        tr__request_text(request, "settle", "usdt");
}

static void ask_market(tr__request *request, const tr_exchange_question *question)
{
    put_market(request, question);
    tr__request_number_if(request, "limit", question->limit);
}

static void ask_book(tr__request *request, const tr_exchange_question *question)
{
    ask_market(request, question);
    tr__request_literal(request, "with_id", "true");
}

/* A limit does not go together with a span. */
static void ask_bars(tr__request *request, const tr_exchange_question *question)
{
    put_market(request, question);
    tr__request_text(request, "interval", tr__request_timeframe(request->adapter, question));
    tr__request_seconds_if(request, "from", question->from_ns);
    tr__request_last_seconds_if(request, "to", question->until_ns);
    if (question->from_ns == 0 && question->until_ns == 0)
        tr__request_number_if(request, "limit", question->limit);
    else if (question->limit != 0)
        request->refusal = "a limit together with a span";
}

static void ask_open(tr__request *request, const tr_exchange_question *question)
{
    put_market(request, question);
    if (question->kind != TR_KIND_SPOT)
        tr__request_text(request, "status", "open");
    tr__page_ask(request, question);
}

/* Our text may stand in the place of the exchange's id. */
static void ask_order(tr__request *request, const tr_exchange_question *question)
{
    put_market(request, question);
    tr__request_either_id(request, "order_id", "order_id", question);
    if (question->kind == TR_KIND_SPOT)
        tr__request_text(request, "account", "spot");
}

static const char *tif_word(const tr_order_terms *terms)
{
    static const char *const words[] = { "gtc", "ioc", "fok" };
    return terms->is_post_only                                          ? "poc"
           : terms->type == TR_ORDER_MARKET && terms->tif == TR_TIF_GTC ? "ioc"
                                                                        : words[terms->tif];
}

static void ask_place_spot(tr__request *request, const tr_exchange_question *question)
{
    const tr_order_terms *terms = question->terms;
    tr__request_symbol(request, "currency_pair", question);
    tr__request_text(request, "type", terms->type == TR_ORDER_LIMIT ? "limit" : "market");
    tr__request_text(request, "account", "spot");
    tr__request_text(request, "side", terms->side == TR_SIDE_BUY ? "buy" : "sell");
    tr__request_decimal(request, "amount", tr__request_amount(terms));
    tr__request_decimal_if(request, "price", terms->limit_price.value);
    tr__request_text(request, "time_in_force", tif_word(terms));
    tr__request_client_id(request, "text", question);
    tr__request_expiry(request, "x-gate-exptime", question);
}

/* Contracts to sell are counted below zero. */
static tr_decimal signed_size(const tr_order_terms *terms)
{
    tr_decimal size = terms->quantity.value;
    if (terms->side == TR_SIDE_SELL && tr_decimal_negate(size, &size) != TR_OK)
        size = tr_decimal_from_int(0); /* not reached: quantities are above zero */
    return size;
}

static void ask_place_linear(tr__request *request, const tr_exchange_question *question)
{
    const tr_order_terms *terms = question->terms;
    put_market(request, question);
    tr__request_decimal_literal(request, "size", signed_size(terms));
    tr__request_decimal(request, "price", terms->limit_price.value); /* 0: at the market */
    tr__request_text(request, "tif", tif_word(terms));
    if (terms->is_reduce_only)
        tr__request_literal(request, "reduce_only", "true");
    tr__request_client_id(request, "text", question);
    tr__request_expiry(request, "x-gate-exptime", question);
}

static void ask_amend_spot(tr__request *request, const tr_exchange_question *question)
{
    ask_order(request, question);
    tr__request_decimal(request, "amount", question->terms->quantity.value);
    tr__request_decimal(request, "price", question->terms->limit_price.value);
    tr__request_expiry(request, "x-gate-exptime", question);
}

static void ask_amend_linear(tr__request *request, const tr_exchange_question *question)
{
    tr__request_text(request, "settle", "usdt");
    tr__request_either_id(request, "order_id", "order_id", question);
    tr__request_decimal_literal(request, "size", signed_size(question->terms));
    tr__request_decimal(request, "price", question->terms->limit_price.value);
    tr__request_expiry(request, "x-gate-exptime", question);
}

static void ask_dead_man(tr__request *request, const tr_exchange_question *question)
{
    if (question->kind != TR_KIND_SPOT)
        tr__request_text(request, "settle", "usdt");
    tr__request_timeout_s(request, "timeout", question);
}

static void ask_cancel_all(tr__request *request, const tr_exchange_question *question)
{
    put_market(request, question);
    if (question->kind == TR_KIND_SPOT)
        tr__request_text(request, "account", "spot");
}

/* A leverage of 0 stands for the account's margin, which then has a limit of its own. */
static void ask_leverage(tr__request *request, const tr_exchange_question *question)
{
    put_market(request, question);
    tr__request_text(request, "leverage", "0");
    tr__request_decimal(request, "cross_leverage_limit", question->leverage);
}

static void ask_fills(tr__request *request, const tr_exchange_question *question)
{
    bool is_spot = question->kind == TR_KIND_SPOT;
    if (!is_spot && question->exchange_order_id != NULL) /* of one order: by another address */
        tr__request_route(request, "GET", "{settle}/my_trades");
    put_market(request, question);
    tr__request_text_if(request, is_spot ? "order_id" : "order", question->exchange_order_id);
    tr__request_seconds_if(request, "from", question->from_ns);
    if (question->until_ns > 0)
        tr__request_seconds_if(request, "to", question->until_ns - 1);
    tr__page_ask(request, question);
}

static void ask_fees(tr__request *request, const tr_exchange_question *question)
{
    if (question->kind == TR_KIND_SPOT)
        tr__request_symbol(request, "currency_pair", question);
}

/* ---- endpoints ------------------------------------------------------------------------------- */

enum { PUBLIC, PRIVATE, SPOT_ORDERS, FUTURES_ORDERS };

#define ONE     TR__TAKES_INSTRUMENT
#define IDS     (TR__TAKES_CLIENT_ID | TR__TAKES_EXCHANGE_ID)
#define SPAN    (TR__TAKES_FROM | TR__TAKES_UNTIL | TR__TAKES_LIMIT)
#define PLACING (TR__TAKES_INSTRUMENT | TR__TAKES_CLIENT_ID | TR__TAKES_TERMS)
#define OPEN    { { PUBLIC, 1 } }
#define OWN     { { PRIVATE, 1 } }

const tr__endpoint tr__gate_spot[TR_CALL_COUNT] = {
    [TR_CALL_TIME] = { "public.spot", "GET", "time", NULL, &time_shape, 0, 0, OPEN, NULL },
    [TR_CALL_INSTRUMENTS] = { "public.spot", "GET", "currency_pairs", NULL, &instruments_shape, 0,
                              0, OPEN, NULL },
    [TR_CALL_TICKER] = { "public.spot", "GET", "tickers", ask_market, &tickers_shape, ONE, ONE,
                         OPEN, NULL },
    [TR_CALL_TICKERS] = { "public.spot", "GET", "tickers", NULL, &tickers_shape, 0, 0, OPEN, NULL },
    [TR_CALL_BARS] = { "public.spot", "GET", "candlesticks", ask_bars, &bars_shape, ONE | SPAN, ONE,
                       OPEN, NULL },
    [TR_CALL_BOOK] = { "public.spot", "GET", "order_book", ask_book, &book_shape,
                       ONE | TR__TAKES_LIMIT, ONE, OPEN, NULL },
    [TR_CALL_TRADES] = { "public.spot", "GET", "trades", ask_market, &fills_shape,
                         ONE | TR__TAKES_LIMIT, ONE, OPEN, NULL },
    [TR_CALL_BALANCES] = { "private.spot", "GET", "accounts", NULL, &balances_shape, 0, 0, OWN,
                           NULL },
    [TR_CALL_PLACE] = { "private.spot", "POST", "orders", ask_place_spot, &order_shape, PLACING,
                        PLACING, { { SPOT_ORDERS, 1 } }, NULL },
    [TR_CALL_CANCEL] = { "private.spot", "DELETE", "orders/{order_id}", ask_order, &order_shape,
                         ONE | IDS, ONE, OWN, NULL },
    [TR_CALL_DEAD_MAN] = { "private.spot", "POST", "countdown_cancel_all", ask_dead_man,
                           &done_shape, TR__TAKES_TIMEOUT, 0, OWN, NULL },
    [TR_CALL_AMEND] = { "private.spot", "PATCH", "orders/{order_id}", ask_amend_spot, &order_shape,
                        ONE | IDS | TR__TAKES_TERMS,
                        ONE | TR__TAKES_TERMS, { { SPOT_ORDERS, 1 } }, NULL },
    [TR_CALL_CANCEL_ALL] = { "private.spot", "DELETE", "orders", ask_cancel_all, &done_shape, ONE, 0,
                             OWN, NULL },
    [TR_CALL_ORDER] = { "private.spot", "GET", "orders/{order_id}", ask_order, &order_shape,
                        ONE | IDS, ONE, OWN, NULL },
    [TR_CALL_OPEN_ORDERS] = { "private.spot", "GET", "open_orders", ask_open, &open_orders_shape,
                              TR__TAKES_CURSOR, 0, OWN, NULL },
    [TR_CALL_FILLS] = { "private.spot", "GET", "my_trades", ask_fills, &fills_shape,
                        ONE | SPAN | TR__TAKES_CURSOR | TR__TAKES_EXCHANGE_ID, 0, OWN, NULL },
    [TR_CALL_FEES] = { "private.wallet", "GET", "fee", ask_fees, &fees_shape, ONE, 0, OWN, NULL },
};

const tr__endpoint tr__gate_linear[TR_CALL_COUNT] = {
    [TR_CALL_TIME] = { "public.spot", "GET", "time", NULL, &time_shape, 0, 0, OPEN, NULL },
    [TR_CALL_INSTRUMENTS] = { "public.futures", "GET", "{settle}/contracts", ask_market,
                              &contracts_shape, 0, 0, OPEN, NULL },
    [TR_CALL_TICKER] = { "public.futures", "GET", "{settle}/tickers", ask_market, &tickers_shape,
                         ONE, ONE, OPEN, NULL },
    [TR_CALL_TICKERS] = { "public.futures", "GET", "{settle}/tickers", ask_market, &tickers_shape,
                          0, 0, OPEN, NULL },
    [TR_CALL_BARS] = { "public.futures", "GET", "{settle}/candlesticks", ask_bars,
                       &contract_bars_shape, ONE | SPAN, ONE, OPEN, NULL },
    [TR_CALL_BOOK] = { "public.futures", "GET", "{settle}/order_book", ask_book,
                       &contract_book_shape, ONE | TR__TAKES_LIMIT, ONE, OPEN, NULL },
    [TR_CALL_TRADES] = { "public.futures", "GET", "{settle}/trades", ask_market,
                         &contract_fills_shape, ONE | TR__TAKES_LIMIT, ONE, OPEN, NULL },
    [TR_CALL_FUNDING] = { "public.futures", "GET", "{settle}/contracts/{contract}", ask_market,
                          &funding_shape, ONE, ONE, OPEN, NULL },
    [TR_CALL_BALANCES] = { "private.futures", "GET", "{settle}/accounts", ask_market, &margin_shape,
                           0, 0, OWN, NULL },
    [TR_CALL_POSITIONS] = { "private.futures", "GET", "{settle}/positions", ask_market,
                            &positions_shape, 0, 0, OWN, NULL },
    [TR_CALL_PLACE] = { "private.futures", "POST", "{settle}/orders", ask_place_linear,
                        &contract_order_shape, PLACING, PLACING,
                        { { FUTURES_ORDERS, 1 } }, NULL },
    [TR_CALL_CANCEL] = { "private.futures", "DELETE", "{settle}/orders/{order_id}", ask_order,
                         &contract_order_shape, ONE | IDS, ONE, OWN, NULL },
    [TR_CALL_DEAD_MAN] = { "private.futures", "POST", "{settle}/countdown_cancel_all",
                           ask_dead_man, &done_shape, TR__TAKES_TIMEOUT, 0, OWN, NULL },
    [TR_CALL_AMEND] = { "private.futures", "PUT", "{settle}/orders/{order_id}", ask_amend_linear,
                        &contract_order_shape,
                        ONE | IDS | TR__TAKES_TERMS, ONE | TR__TAKES_TERMS,
                        { { FUTURES_ORDERS, 1 } }, NULL },
    [TR_CALL_CANCEL_ALL] = { "private.futures", "DELETE", "{settle}/orders", ask_cancel_all,
                             &done_shape, ONE, ONE, OWN, NULL },
    [TR_CALL_LEVERAGE_SET] = { "private.futures", "POST", "{settle}/positions/{contract}/leverage",
                               ask_leverage, &done_shape, ONE | TR__TAKES_LEVERAGE,
                               ONE | TR__TAKES_LEVERAGE, OWN, NULL },
    [TR_CALL_ORDER] = { "private.futures", "GET", "{settle}/orders/{order_id}", ask_order,
                        &contract_order_shape, ONE | IDS, ONE, OWN, NULL },
    [TR_CALL_OPEN_ORDERS] = { "private.futures", "GET", "{settle}/orders", ask_open,
                              &contract_orders_shape, ONE | TR__TAKES_CURSOR, 0, OWN, NULL },
    [TR_CALL_FILLS] = { "private.futures", "GET", "{settle}/my_trades_timerange", ask_fills,
                        &contract_fills_shape, ONE | SPAN | TR__TAKES_CURSOR | TR__TAKES_EXCHANGE_ID, 0, OWN, NULL },
    [TR_CALL_FEES] = { "private.wallet", "GET", "fee", ask_fees, &contract_fees_shape, 0, 0, OWN,
                       NULL },
    [TR_CALL_FUNDING_PAID] = { "private.futures", "GET", "{settle}/account_book",
                               tr__gate_ask_funding_paid, &tr__gate_funding_paid,
                               TR__TAKES_FROM | TR__TAKES_UNTIL | TR__TAKES_CURSOR, 0, OWN, NULL },
    [TR_CALL_MARGIN] = { "private.futures", "GET", "{settle}/positions/{contract}", ask_market,
                         &tr__gate_margin, ONE, ONE, OWN, NULL },
    [TR_CALL_POSITION_MODE] = { "private.futures", "GET", "{settle}/accounts", ask_market,
                                &tr__gate_position_mode, 0, 0, OWN, NULL },
};
