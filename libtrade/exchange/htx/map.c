/*
 * map.c: htx's requests and answers as tables, spot and USDT perpetuals. Spot writes names in lower
 * case and tells what is free and what is held of an asset apart.
 * Source: HTX API, "Market Data", "Account", "Trading", "Reference Data", 2021; USDT-M, "Trade" and
 * "Account" of version 5, 2025.
 */
#include "exchange/htx/map.h"

#include <string.h>

#include "exchange/answer.h"
#include "exchange/page.h"
#include "exchange/request.h"

const tr_timeframe tr__htx_timeframes[TR__HTX_TIMEFRAME_COUNT] = {
    { 1, TR_TIMEFRAME_MINUTE }, { 5, TR_TIMEFRAME_MINUTE }, { 15, TR_TIMEFRAME_MINUTE },
    { 30, TR_TIMEFRAME_MINUTE }, { 1, TR_TIMEFRAME_HOUR }, { 4, TR_TIMEFRAME_HOUR },
    { 1, TR_TIMEFRAME_DAY }, { 1, TR_TIMEFRAME_WEEK }, { 1, TR_TIMEFRAME_MONTH },
};

const char *const tr__htx_words[TR__HTX_TIMEFRAME_COUNT] = { "1min", "5min", "15min", "30min",
                                                             "60min", "4hour", "1day", "1week",
                                                             "1mon" };

/* Names are listed in lower case (spot) or upper case (contracts), and told as they are listed. */
void tr__htx_symbol(char symbol[TR_SYMBOL_SIZE])
{
    bool is_contract = strchr(symbol, '-') != NULL;
    for (char *at = symbol; *at != '\0' && !is_contract; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
}

/* ---- words ----------------------------------------------------------------------------------- */

static const tr__word sides[] = { { "buy", TR__SETS_BUY }, { "sell", TR__SETS_SELL }, { NULL, 0 } };
/* Side, type and time in force are one word. */
static const tr__word types[] = {
    { "buy-market", TR__SETS_BUY | TR__SETS_MARKET },
    { "sell-market", TR__SETS_SELL | TR__SETS_MARKET },
    { "buy-limit", TR__SETS_BUY | TR__SETS_LIMIT | TR__SETS_GTC },
    { "sell-limit", TR__SETS_SELL | TR__SETS_LIMIT | TR__SETS_GTC },
    { "buy-ioc", TR__SETS_BUY | TR__SETS_LIMIT | TR__SETS_IOC },
    { "sell-ioc", TR__SETS_SELL | TR__SETS_LIMIT | TR__SETS_IOC },
    { "buy-limit-maker", TR__SETS_BUY | TR__SETS_LIMIT | TR__SETS_GTC | TR__SETS_POST_ONLY },
    { "sell-limit-maker", TR__SETS_SELL | TR__SETS_LIMIT | TR__SETS_GTC | TR__SETS_POST_ONLY },
    { "buy-limit-fok", TR__SETS_BUY | TR__SETS_LIMIT | TR__SETS_FOK },
    { "sell-limit-fok", TR__SETS_SELL | TR__SETS_LIMIT | TR__SETS_FOK },
    { "buy-stop-limit", TR__SETS_BUY | TR__SETS_STOP_LIMIT | TR__SETS_GTC },
    { "sell-stop-limit", TR__SETS_SELL | TR__SETS_STOP_LIMIT | TR__SETS_GTC },
    { "buy-stop-limit-fok", TR__SETS_BUY | TR__SETS_STOP_LIMIT | TR__SETS_FOK },
    { "sell-stop-limit-fok", TR__SETS_SELL | TR__SETS_STOP_LIMIT | TR__SETS_FOK },
    { NULL, 0 },
};
static const tr__word contract_types[] = { { "limit", TR__SETS_LIMIT },
                                           { "market", TR__SETS_MARKET },
                                           { "post_only", TR__SETS_LIMIT | TR__SETS_POST_ONLY },
                                           { NULL, 0 } };
static const tr__word tifs[] = { { "gtc", TR__SETS_GTC }, { "ioc", TR__SETS_IOC },
                                 { "fok", TR__SETS_FOK }, { NULL, 0 } };
static const tr__word states[] = {
    { "created", TR_STATE_WORKING },         { "submitted", TR_STATE_WORKING },
    { "new", TR_STATE_WORKING },             { "partial-filled", TR_STATE_PARTLY_FILLED },
    { "partially_filled", TR_STATE_PARTLY_FILLED }, { "filled", TR_STATE_FILLED },
    { "partial-canceled", TR_STATE_CANCELLED }, { "partially_canceled", TR_STATE_CANCELLED },
    { "canceled", TR_STATE_CANCELLED },      { "canceling", TR_STATE_CANCELLING },
    { "rejected", TR_STATE_FAILED },         { NULL, 0 },
};
static const tr__word roles[] = { { "taker", TR__SETS_TAKER }, { "maker", TR__SETS_MAKER },
                                  { "TAKER", TR__SETS_TAKER },
                                  { "MAKER", TR__SETS_MAKER }, { NULL, 0 } };
static const tr__word trading[] = { { "online", TR__SETS_TRADING }, { "1", TR__SETS_TRADING },
                                    { NULL, 0 } };
static const tr__word statuses[] = { { "error", TR__SETS_FAILED }, { NULL, 0 } };

#define ENVELOPE                                                                                   \
    TR__WORDS("status", statuses), TR__CODE("code"), TR__CODE("err-code"), TR__CODE("err_code"),   \
    TR__MESSAGE("err-msg"),                                                                        \
        TR__MESSAGE("err_msg"), TR__MESSAGE("message")
#define ANSWER(rule)  { .rules = (const tr__rule[]){ ENVELOPE, rule, TR__END } }
#define LIST(shape)   ANSWER(TR__INSIDE("data", TR__EACH(shape)))
#define SINGLE(shape) ANSWER(TR__RECORDS("data", shape))

/* ---- market data ----------------------------------------------------------------------------- */

static const tr__shape time_answer = {
    .record = TR_RECORD_TIME,
    .rules = (const tr__rule[]){ ENVELOPE, TR__FIELD("data", MS, time.at_ns), TR__END },
};
static const tr__shape contract_time_answer = {
    .record = TR_RECORD_TIME,
    .rules = (const tr__rule[]){ ENVELOPE, TR__FIELD("ts", MS, time.at_ns), TR__END },
};

static const tr__shape instrument_shape = {
    .record = TR_RECORD_INSTRUMENT,
    .rules = (const tr__rule[]){
        TR__FIELD("symbol", TEXT, instrument.instrument.exchange_symbol),
        TR__FIELD("base-currency", ASSET, instrument.instrument.base),
        TR__FIELD("quote-currency", ASSET, instrument.instrument.quote),
        TR__FIELD("price-precision", PLACES, instrument.instrument.tick),
        TR__FIELD("amount-precision", PLACES, instrument.instrument.lot),
        TR__FIELD("limit-order-min-order-amt", DECIMAL, instrument.instrument.quantity_min),
        TR__FIELD("limit-order-max-order-amt", DECIMAL, instrument.instrument.quantity_max),
        TR__FIELD("min-order-value", DECIMAL, instrument.instrument.notional_min),
        TR__WORDS("state", trading), TR__FIELD("state", CUT, instrument.word), TR__END,
    },
};
static const tr__shape instruments_answer = LIST(&instrument_shape);

static void contract_finish(const tr__reading *reading, tr_exchange_record *record)
{
    (void)reading;
    record->as.instrument.instrument.lot = tr_decimal_from_int(1); /* whole contracts */
}
/* "BTC-USDT" is perpetual, "BTC-USDT-261225" is not. */
static const tr__shape contract_shape = {
    .record = TR_RECORD_INSTRUMENT,
    .rules = (const tr__rule[]){
        TR__FIELD("contract_code", TEXT, instrument.instrument.exchange_symbol),
        TR__PAIR("contract_code", "-"),
        TR__FIELD("contract_size", DECIMAL, instrument.instrument.multiplier),
        TR__FIELD("price_tick", DECIMAL, instrument.instrument.tick),
        TR__WORDS("contract_status", trading), TR__FIELD("contract_status", CUT, instrument.word),
        TR__END,
    },
    .finish = contract_finish,
};
static const tr__shape contracts_answer = LIST(&contract_shape);

/* "vol" is in quote units, "amount" in base units. */
#define TICKER_FIELDS                                                                              \
    TR__FIELD("open", DECIMAL, ticker.open), TR__FIELD("high", DECIMAL, ticker.high),              \
    TR__FIELD("low", DECIMAL, ticker.low),                                                         \
        TR__FIELD("close", DECIMAL, ticker.last), TR__FIELD("amount", DECIMAL, ticker.base_volume)
#define BEST(side, quantity)                                                                       \
    TR__PART(TR__FIELD("0", DECIMAL, side), TR__FIELD("1", DECIMAL, quantity))
static const tr__shape ticker_answer = {
    .record = TR_RECORD_TICKER,
    .rules =
        (const tr__rule[]){
            ENVELOPE, TR__FIELD("ts", MS, ticker.at_ns),
            TR__INSIDE("tick",
                       TR__PART(TICKER_FIELDS, TR__FIELD("vol", DECIMAL, ticker.quote_volume),
                                TR__INSIDE("bid", BEST(ticker.bid, ticker.bid_quantity)),
                                TR__INSIDE("ask", BEST(ticker.ask, ticker.ask_quantity)))),
            TR__END },
};
/* Of contracts "vol" counts them, and "trade_turnover" is in quote units. */
static const tr__shape contract_ticker_answer = {
    .record = TR_RECORD_TICKER,
    .rules =
        (const tr__rule[]){
            ENVELOPE, TR__FIELD("ts", MS, ticker.at_ns),
            TR__INSIDE("tick", TR__PART(TICKER_FIELDS,
                                        TR__FIELD("trade_turnover", DECIMAL, ticker.quote_volume),
                                        TR__INSIDE("bid", BEST(ticker.bid, ticker.bid_quantity)),
                                        TR__INSIDE("ask", BEST(ticker.ask, ticker.ask_quantity)))),
            TR__END },
};
static const tr__shape ticker_shape = {
    .record = TR_RECORD_TICKER,
    .rules = (const tr__rule[]){ TR__FIELD("symbol", TEXT, ticker.exchange_symbol), TICKER_FIELDS,
                                 TR__FIELD("vol", DECIMAL, ticker.quote_volume),
                                 TR__FIELD("bid", DECIMAL, ticker.bid),
                                 TR__FIELD("bidSize", DECIMAL, ticker.bid_quantity),
                                 TR__FIELD("ask", DECIMAL, ticker.ask),
                                 TR__FIELD("askSize", DECIMAL, ticker.ask_quantity), TR__END },
};
static const tr__shape tickers_answer = LIST(&ticker_shape);

static const tr__shape contract_ticker_shape = {
    .record = TR_RECORD_TICKER,
    .rules =
        (const tr__rule[]){
            TR__FIELD("contract_code", TEXT, ticker.exchange_symbol),
            TR__FIELD("ts", MS, ticker.at_ns), TICKER_FIELDS,
            TR__FIELD("trade_turnover", DECIMAL, ticker.quote_volume),
            TR__INSIDE("bid", BEST(ticker.bid, ticker.bid_quantity)),
            TR__INSIDE("ask", BEST(ticker.ask, ticker.ask_quantity)), TR__END },
};
static const tr__shape contract_tickers_answer =
    ANSWER(TR__INSIDE("ticks", TR__EACH(&contract_ticker_shape)));

static const tr__shape bar_shape = {
    .record = TR_RECORD_BAR,
    .rules = (const tr__rule[]){ TR__FIELD("id", SECONDS, bar.open_ns),
                                 TR__FIELD("open", DOUBLE, bar.open),
                                 TR__FIELD("high", DOUBLE, bar.high),
                                 TR__FIELD("low", DOUBLE, bar.low),
                                 TR__FIELD("close", DOUBLE, bar.close),
                                 TR__FIELD("amount", DOUBLE, bar.volume), TR__END },
};
static const tr__shape bars_answer = LIST(&bar_shape);

static const tr__shape book_shape = {
    .record = TR_RECORD_BOOK,
    .rules = (const tr__rule[]){ TR__FIELD("ts", MS, book.at_ns),
                                 TR__FIELD("version", INT64, book.sequence), TR__BIDS("bids", NULL),
                                 TR__ASKS("asks", NULL), TR__END },
};
static const tr__shape book_answer = ANSWER(TR__RECORDS("tick", &book_shape));

static const tr__shape trade_shape = {
    .record = TR_RECORD_FILL,
    .rules = (const tr__rule[]){ TR__FIELD("id", TEXT, fill.exchange_fill_id),
                                 TR__FIELD("trade-id", TEXT, fill.exchange_fill_id),
                                 TR__FIELD("ts", MS, fill.at_ns),
                                 TR__FIELD("amount", DECIMAL, fill.quantity),
                                 TR__FIELD("price", DECIMAL, fill.price),
                                 TR__WORDS("direction", sides), TR__END },
};
static const tr__shape trades_answer =
    ANSWER(TR__INSIDE("data",
                      TR__PART(TR__INSIDE("*",
                                          TR__PART(TR__INSIDE("data", TR__EACH(&trade_shape)))))));

static const tr__shape funding_answer = {
    .record = TR_RECORD_FUNDING,
    .rules = (const tr__rule[]){ ENVELOPE,
                                 TR__INSIDE("data",
                                            TR__PART(TR__FIELD("contract_code", TEXT,
                                                               funding.exchange_symbol),
                                                             TR__TOLD("funding_rate", DECIMAL,
                                                                      funding.rate, TR__SETS_RATE),
                                                                      TR__FIELD("funding_time", MS,
                                                                                funding.at_ns))),
                                 TR__END },
};

/* ---- account --------------------------------------------------------------------------------- */

static const tr__shape account_shape = {
    .record = TR_RECORD_ACCOUNT,
    .rules = (const tr__rule[]){ TR__FIELD("id", TEXT, account.id),
                                 TR__FIELD("type", CUT, account.kind), TR__END },
};
static const tr__shape accounts_answer = LIST(&account_shape);

/* "trade" is free; "frozen" and whatever else there is, is not. */
static void part_finish(const tr__reading *reading, tr_exchange_record *record)
{
    tr_balance_record *balance = &record->as.balance;
    if (strcmp(reading->note, "trade") == 0)
        balance->free = balance->total;
    else
        balance->held = balance->total;
}
static const tr__shape balance_shape = {
    .record = TR_RECORD_BALANCE,
    .rules = (const tr__rule[]){ TR__FIELD("currency", ASSET, balance.asset), TR__NOTE("type"),
                                 TR__FIELD("balance", DECIMAL, balance.total), TR__END },
    .finish = part_finish,
};
static const tr__shape balances_answer =
    ANSWER(TR__INSIDE("data", TR__PART(TR__INSIDE("list", TR__EACH(&balance_shape)))));
static const tr__shape margin_shape = {
    .record = TR_RECORD_BALANCE,
    .rules = (const tr__rule[]){ TR__FIELD("currency", ASSET, balance.asset),
                                 TR__FIELD("equity", DECIMAL, balance.total),
                                 TR__FIELD("available", DECIMAL, balance.free), TR__END },
    .finish = tr__finish_held,
};
static const tr__shape margin_answer =
    ANSWER(TR__INSIDE("data", TR__PART(TR__INSIDE("details", TR__EACH(&margin_shape)))));

static void position_finish(const tr__reading *reading, tr_exchange_record *record)
{
    tr_position_record *position = &record->as.position;
    bool is_short = strcmp(reading->note, "sell") == 0 || strcmp(reading->note, "short") == 0;
    if (is_short && tr_decimal_sign(position->quantity) > 0)
        (void)tr_decimal_negate(position->quantity, &position->quantity); /* above zero it fits */
}
static const tr__word position_sides[] = { { "both", TR__SETS_NET }, { "long", TR__SETS_LONG },
                                           { "short", TR__SETS_SHORT }, { NULL, 0 } };
static const tr__shape position_shape = {
    .record = TR_RECORD_POSITION,
    .rules = (const tr__rule[]){
        TR__FIELD("contract_code", TEXT, position.exchange_symbol),
        TR__WORDS("position_side", position_sides), TR__NOTE("direction"),
        TR__FIELD("volume", DECIMAL, position.quantity),
        TR__FIELD("open_avg_price", DECIMAL, position.entry),
        TR__FIELD("mark_price", DECIMAL, position.mark),
        TR__FIELD("liquidation_price", DECIMAL, position.liquidation),
        TR__FIELD("lever_rate", DECIMAL, position.leverage),
        TR__FIELD("initial_margin", DECIMAL, position.margin),
        TR__TOLD("profit_unreal", DECIMAL, position.profit, TR__SETS_PROFIT),
        TR__FIELD("created_time", MS, position.at_ns), TR__END,
    },
    .finish = position_finish,
};
static const tr__shape positions_answer = LIST(&position_shape);

/* Looking up says "field-", listing "filled-". What a fee is paid in follows from the side. */
static const tr__shape order_shape = {
    .record = TR_RECORD_ORDER,
    .rules = (const tr__rule[]){
        TR__CUSTOM("id", &tr__page_mark),
        TR__FIELD("id", TEXT, order.exchange_order_id),
        TR__FIELD("client-order-id", TEXT, order.client_id),
        TR__FIELD("symbol", TEXT, order.exchange_symbol), TR__WORDS("type", types),
        TR__STATES("state", states), TR__FIELD("amount", DECIMAL, order.quantity),
        TR__FIELD("price", DECIMAL, order.limit_price),
        TR__FIELD("stop-price", DECIMAL, order.stop_price),
        TR__TOLD("field-amount", DECIMAL, order.filled, TR__SETS_FILLED),
        TR__TOLD("filled-amount", DECIMAL, order.filled, TR__SETS_FILLED),
        TR__FIELD("field-cash-amount", DECIMAL, order.notional),
        TR__FIELD("filled-cash-amount", DECIMAL, order.notional),
        TR__FIELD("created-at", MS, order.created_ns),
        TR__FIELD("finished-at", MS, order.updated_ns),
        TR__FIELD("canceled-at", MS, order.updated_ns), TR__END,
    },
    .finish = tr__finish_quote_buy,
};
static const tr__shape order_answer = SINGLE(&order_shape), orders_answer = LIST(&order_shape);
static const tr__shape placed_answer = {
    .record = TR_RECORD_ORDER,
    .rules = (const tr__rule[]){ ENVELOPE, TR__FIELD("data", TEXT, order.exchange_order_id),
                                 TR__END },
};
static const tr__shape done_answer = { .rules = (const tr__rule[]){ ENVELOPE, TR__END } };

/* A fee is taken in the asset that comes in, or deducted in HT or points. */
static void points_take(tr__reading *reading, const char *text, size_t length,
                        tr_exchange_record *record)
{
    (void)record;
    tr__note_fee_amount(reading, text, length);
}
static void deducted_take(tr__reading *reading, const char *text, size_t length,
                          tr_exchange_record *record)
{
    (void)record;
    tr__note_fee_asset(reading, text, length);
}
static const tr__custom points_custom = { points_take }, deducted_custom = { deducted_take };
static const tr__shape fill_shape = {
    .record = TR_RECORD_FILL,
    .finish = tr__finish_other_fee,
    .rules = (const tr__rule[]){
        TR__CUSTOM("filled-points", &points_custom),
        TR__CUSTOM("fee-deduct-currency", &deducted_custom),
        TR__FIELD("symbol", TEXT, fill.exchange_symbol),
        TR__FIELD("trade-id", TEXT, fill.exchange_fill_id), TR__CUSTOM("id", &tr__page_mark),
        TR__FIELD("order-id", TEXT, fill.exchange_order_id),
        TR__FIELD("price", DECIMAL, fill.price), TR__FIELD("filled-amount", DECIMAL, fill.quantity),
        TR__TOLD("filled-fees", DECIMAL, fill.fee, TR__SETS_FEE),
        TR__FIELD("fee-currency", ASSET, fill.fee_asset), TR__WORDS("role", roles),
        TR__WORDS("type", types), TR__FIELD("created-at", MS, fill.at_ns), TR__END,
    },
};
static const tr__shape fills_answer = LIST(&fill_shape);

static const tr__shape contract_order_shape = {
    .record = TR_RECORD_ORDER,
    .rules = (const tr__rule[]){
        TR__CUSTOM("order_id", &tr__page_mark),
        TR__FIELD("order_id", TEXT, order.exchange_order_id),
        TR__FIELD("client_order_id", TEXT, order.client_id),
        TR__FIELD("contract_code", TEXT, order.exchange_symbol), TR__WORDS("side", sides),
        TR__WORDS("type", contract_types), TR__WORDS("time_in_force", tifs),
        TR__STATES("state", states), TR__FLAG("reduce_only", TR__SETS_REDUCE_ONLY, 0),
        TR__FIELD("price", DECIMAL, order.limit_price),
        TR__FIELD("volume", DECIMAL, order.quantity),
        TR__FIELD("trade_avg_price", DECIMAL, order.average),
        TR__TOLD("trade_volume", DECIMAL, order.filled, TR__SETS_FILLED),
        TR__FIELD("trade_turnover", DECIMAL, order.notional),
        TR__TOLD("fee", ABSOLUTE, order.fee, TR__SETS_FEE),
        TR__FIELD("fee_currency", ASSET, order.fee_asset),
        TR__FIELD("created_time", MS, order.created_ns),
        TR__FIELD("updated_time", MS, order.updated_ns), TR__END,
    },
};
static const tr__shape contract_order_answer =
    ANSWER(TR__RECORDS("data", &contract_order_shape));
static const tr__shape contract_orders_answer = LIST(&contract_order_shape);
static const tr__shape contract_fill_shape = {
    .record = TR_RECORD_FILL,
    .rules = (const tr__rule[]){
        TR__FIELD("contract_code", TEXT, fill.exchange_symbol),
        TR__FIELD("trade_id", TEXT, fill.exchange_fill_id), TR__CUSTOM("id", &tr__page_mark),
        TR__FIELD("order_id", TEXT, fill.exchange_order_id),
        TR__FIELD("client_order_id", TEXT, fill.client_id), TR__WORDS("side", sides),
        TR__WORDS("role", roles), TR__FIELD("trade_price", DECIMAL, fill.price),
        TR__FIELD("trade_volume", DECIMAL, fill.quantity),
        TR__FIELD("trade_turnover", DECIMAL, fill.notional),
        TR__TOLD("trade_fee", DECIMAL, fill.fee, TR__SETS_FEE),
        TR__FIELD("fee_currency", ASSET, fill.fee_asset), TR__FIELD("created_time", MS, fill.at_ns),
        TR__END,
    },
};
static const tr__shape contract_fills_answer = LIST(&contract_fill_shape);

static const tr__shape fees_shape = {
    .record = TR_RECORD_FEES,
    .rules = (const tr__rule[]){ TR__FIELD("symbol", TEXT, fees.exchange_symbol),
                                 TR__FIELD("makerFeeRate", DECIMAL, fees.maker_rate),
                                 TR__FIELD("takerFeeRate", DECIMAL, fees.taker_rate),
                                 TR__FIELD("actualMakerRate", DECIMAL, fees.maker_rate),
                                 TR__FIELD("actualTakerRate", DECIMAL, fees.taker_rate), TR__END },
};
static const tr__shape fees_answer = LIST(&fees_shape);
/* Of what opens; what closes has rates of its own beside them. */
static const tr__shape contract_fees_shape = {
    .record = TR_RECORD_FEES,
    .rules = (const tr__rule[]){ TR__FIELD("contract_code", TEXT, fees.exchange_symbol),
                                 TR__FIELD("open_maker_fee", DECIMAL, fees.maker_rate),
                                 TR__FIELD("open_taker_fee", DECIMAL, fees.taker_rate), TR__END },
};
static const tr__shape contract_fees_answer = LIST(&contract_fees_shape);

/*
 * A main user's keys are listed by user: its number is asked for first, and goes on as the cursor. Keys of sub users may not ask,
 * so that an error here tells nothing, and is none. A word that is neither known one leaves the right to withdraw untold.
 */
static void permission_take(tr__reading *reading, const char *text, size_t length,
                            tr_exchange_record *record)
{
    uint32_t sets = TR__SETS_WITHDRAW_TOLD;
    (void)reading;
    for (size_t from = 0; from <= length; from++) {
        size_t to = from;
        while (to < length && text[to] != ',')
            to++;
        while (from < to && text[from] == ' ')
            from++;
        if (to - from == 8 && memcmp(text + from, "readOnly", 8) == 0)
            sets |= TR__SETS_READ;
        else if (to - from == 5 && memcmp(text + from, "trade", 5) == 0)
            sets |= TR__SETS_TRADE;
        else if (tr__take_has(text + from, to - from, "ithdraw"))
            sets |= TR__SETS_WITHDRAW;
        else
            sets &= ~(uint32_t)TR__SETS_WITHDRAW_TOLD;
        from = to;
    }
    tr__record_set(record, sets);
}
static void key_take(tr__reading *reading, const char *text, size_t length,
                     tr_exchange_record *record)
{
    const char *asked = reading->question->key_id;
    if (asked != NULL && (strlen(asked) != length || memcmp(asked, text, length) != 0))
        tr__record_leave_out(record);
}
static void addresses_take(tr__reading *reading, const char *text, size_t length,
                           tr_exchange_record *record)
{
    (void)reading;
    (void)text;
    if (record->kind == TR_RECORD_KEY_RIGHTS)
        record->as.rights.has_address_list = length > 0;
}
static const tr__custom permission_custom = { permission_take }, key_custom = { key_take },
                        addresses_custom = { addresses_take };
static const tr__shape rights_shape = {
    .record = TR_RECORD_KEY_RIGHTS,
    .rules = (const tr__rule[]){ TR__CUSTOM("permission", &permission_custom),
                                 TR__CUSTOM("ipAddresses", &addresses_custom),
                                 TR__CUSTOM("accessKey", &key_custom), TR__END },
};
static const tr__shape rights_answer = {
    .rules = (const tr__rule[]){ TR__CURSOR("data"), TR__INSIDE("data", TR__EACH(&rights_shape)),
                                 TR__END }
};

/* ---- requests -------------------------------------------------------------------------------- */

static void ask_symbol(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, question->kind == TR_KIND_SPOT ? "symbol" : "contract_code",
                       question);
}

static void ask_trades(tr__request *request, const tr_exchange_question *question)
{
    ask_symbol(request, question);
    tr__request_number_if(request, "size", question->limit);
}

static void ask_contracts(tr__request *request, const tr_exchange_question *question)
{
    (void)question;
    tr__request_text(request, "business_type", "swap");
}

static void ask_book(tr__request *request, const tr_exchange_question *question)
{
    ask_symbol(request, question);
    tr__request_text(request, "type", "step0");
}

static void ask_bars(tr__request *request, const tr_exchange_question *question)
{
    ask_symbol(request, question);
    tr__request_text(request, "period", tr__request_timeframe(request->adapter, question));
    tr__request_seconds_if(request, "from", question->from_ns);
    tr__request_last_seconds_if(request, "to", question->until_ns);
    tr__request_number_if(request, "size", question->limit);
}

static void ask_balances(tr__request *request, const tr_exchange_question *question)
{
    tr__request_text(request, "account-id", question->account_id);
}

static void ask_place_spot(tr__request *request, const tr_exchange_question *question)
{
    static const char *const behind[] = { "limit", "ioc", "limit-fok" };
    const tr_order_terms *terms = question->terms;
    bool is_buy = terms->side == TR_SIDE_BUY;
    const char *kind = terms->type == TR_ORDER_MARKET ? "market"
                       : terms->is_post_only          ? "limit-maker"
                                                      : behind[terms->tif];
    if (terms->type == TR_ORDER_STOP_LIMIT) {
        kind = terms->tif == TR_TIF_FOK ? "stop-limit-fok" : "stop-limit";
        if (terms->tif == TR_TIF_IOC)
            request->refusal = "a stop that is cancelled where it does not fill at once";
    }
    tr__request_text(request, "account-id", question->account_id);
    tr__request_symbol(request, "symbol", question);
    tr__request_text(request, "type",
                     tr__request_keep_joined(request, is_buy ? "buy-" : "sell-", kind));
    tr__request_client_id(request, "client-order-id", question);
    tr__request_decimal(request, "amount", tr__request_amount(terms));
    tr__request_decimal_if(request, "price", terms->limit_price.value);
    tr__request_decimal_if(request, "stop-price", terms->stop_price.value);
    if (terms->type == TR_ORDER_STOP_LIMIT)
        tr__request_text(request, "operator", is_buy ? "gte" : "lte");
    tr__request_text(request, "source", "spot-api");
}

static void ask_cancel_spot(tr__request *request, const tr_exchange_question *question)
{
    if (question->exchange_order_id != NULL)
        tr__request_route(request, "POST", "v1/order/orders/{order-id}/submitcancel");
    tr__request_either_id(request, "client-order-id", "order-id", question);
}

static void ask_dead_man(tr__request *request, const tr_exchange_question *question)
{
    tr__request_timeout_s(request, "timeout", question);
}

static void ask_order_spot(tr__request *request, const tr_exchange_question *question)
{
    if (question->exchange_order_id != NULL)
        tr__request_route(request, "GET", "v1/order/orders/{order-id}");
    tr__request_either_id(request, "clientOrderId", "order-id", question);
}

static void ask_open_spot(tr__request *request, const tr_exchange_question *question)
{
    tr__request_text(request, "account-id", question->account_id);
    tr__request_symbol(request, "symbol", question);
    if (question->cursor != NULL)
        tr__request_text(request, "direct", "next");
    tr__page_ask(request, question);
}

static void ask_open_linear(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "contract_code", question);
    if (question->cursor != NULL)
        tr__request_text(request, "direct", "next");
    tr__page_ask(request, question);
}

static void ask_fills_spot(tr__request *request, const tr_exchange_question *question)
{
    if (question->exchange_order_id != NULL) { /* all of one order, in one answer */
        tr__request_route(request, "GET", "v1/order/orders/{order-id}/matchresults");
        tr__request_text(request, "order-id", question->exchange_order_id);
        return;
    }
    tr__request_symbol(request, "symbol", question);
    tr__request_ms_if(request, "start-time", question->from_ns);
    tr__request_last_ms_if(request, "end-time", question->until_ns);
    if (question->cursor != NULL)
        tr__request_text(request, "direct", "next");
    tr__page_ask(request, question);
}

static void ask_rights(tr__request *request, const tr_exchange_question *question)
{
    if (question->cursor == NULL) {
        tr__request_route(request, "GET", "v2/user/uid");
        return;
    }
    tr__request_text(request, "uid", question->cursor);
    tr__request_text_if(request, "accessKey", question->key_id);
}

static void ask_fees(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "symbols", question);
}

static void ask_place_linear(tr__request *request, const tr_exchange_question *question)
{
    static const char *const tif_words[] = { "gtc", "ioc", "fok" };
    const tr_order_terms *terms = question->terms;
    tr__request_symbol(request, "contract_code", question);
    tr__request_text(request, "margin_mode", "cross");
    tr__request_text(request, "side", terms->side == TR_SIDE_BUY ? "buy" : "sell");
    tr__request_text(request, "type",
                     terms->type == TR_ORDER_MARKET ? "market"
                     : terms->is_post_only          ? "post_only"
                                                    : "limit");
    tr__request_decimal(request, "volume", terms->quantity.value);
    tr__request_decimal_if(request, "price", terms->limit_price.value);
    tr__request_text(request, "time_in_force", tif_words[terms->tif]);
    if (terms->is_reduce_only)
        tr__request_literal(request, "reduce_only", "1");
    tr__request_client_id(request, "client_order_id", question);
}

static void ask_cancel_linear(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "contract_code", question);
    tr__request_either_id(request, "client_order_id", "order_id", question);
}

static void ask_order_linear(tr__request *request, const tr_exchange_question *question)
{
    ask_cancel_linear(request, question);
    tr__request_text(request, "margin_mode", "cross");
}

static void ask_leverage(tr__request *request, const tr_exchange_question *question)
{
    tr__request_whole_leverage(request, "lever_rate", question);
    tr__request_symbol(request, "contract_code", question);
    tr__request_text(request, "margin_mode", "cross");
}

static void ask_fills_linear(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "contract_code", question);
    tr__request_text_if(request, "order_id", question->exchange_order_id);
    tr__request_ms_if(request, "start_time", question->from_ns);
    tr__request_last_ms_if(request, "end_time", question->until_ns);
    if (question->cursor != NULL)
        tr__request_text(request, "direct", "next");
    tr__page_ask(request, question);
}

/* ---- endpoints ------------------------------------------------------------------------------- */

enum { MARKET_DATA, ORDERS, OWN_DATA, CONTRACTS, CONTRACT_DATA };

#define ONE     TR__TAKES_INSTRUMENT
#define IDS     (TR__TAKES_CLIENT_ID | TR__TAKES_EXCHANGE_ID)
#define SPAN    (TR__TAKES_FROM | TR__TAKES_UNTIL | TR__TAKES_LIMIT)
#define PLACING (TR__TAKES_INSTRUMENT | TR__TAKES_CLIENT_ID | TR__TAKES_TERMS)
#define ACCOUNT TR__TAKES_ACCOUNT
#define OPEN    { { MARKET_DATA, 1 } }
#define OWN     { { OWN_DATA, 1 } }
#define LINEAR  { { CONTRACTS, 1 } }

const tr__endpoint tr__htx_spot[TR_CALL_COUNT] = {
    [TR_CALL_TIME] = { "spot.public", "GET", "v1/common/timestamp", NULL, &time_answer, 0, 0, OPEN,
                       NULL },
    [TR_CALL_INSTRUMENTS] = { "spot.public", "GET", "v1/common/symbols", NULL, &instruments_answer,
                              0, 0, OPEN, NULL },
    [TR_CALL_TICKER] = { "spot.public", "GET", "market/detail/merged", ask_symbol, &ticker_answer,
                         ONE, ONE, OPEN, NULL },
    [TR_CALL_TICKERS] = { "spot.public", "GET", "market/tickers", NULL, &tickers_answer, 0, 0, OPEN,
                          NULL },
    [TR_CALL_BARS] = { "spot.public", "GET", "market/history/candles", ask_bars, &bars_answer,
                       ONE | SPAN, ONE, OPEN, NULL },
    [TR_CALL_BOOK] = { "spot.public", "GET", "market/depth", ask_book, &book_answer, ONE, ONE, OPEN,
                       NULL },
    [TR_CALL_TRADES] = { "spot.public", "GET", "market/history/trade", ask_trades, &trades_answer,
                         ONE | TR__TAKES_LIMIT, ONE, OPEN, NULL },
    [TR_CALL_ACCOUNT] = { "spot.private", "GET", "v1/account/accounts", NULL, &accounts_answer, 0,
                          0, OWN, NULL },
    [TR_CALL_BALANCES] = { "spot.private", "GET", "v1/account/accounts/{account-id}/balance",
                           ask_balances, &balances_answer, ACCOUNT, ACCOUNT, OWN, NULL },
    [TR_CALL_PLACE] = { "spot.private", "POST", "v1/order/orders/place", ask_place_spot,
                        &placed_answer, PLACING | ACCOUNT, PLACING | ACCOUNT,
                        { { ORDERS, 1 } }, NULL },
    [TR_CALL_CANCEL] = { "spot.private", "POST", "v1/order/orders/submitCancelClientOrder",
                         ask_cancel_spot, &done_answer, ONE | IDS, 0,
                         { { ORDERS, 1 } }, NULL },
    [TR_CALL_DEAD_MAN] = { "spot.private", "POST", "v2/algo-orders/cancel-all-after", ask_dead_man,
                           &done_answer, TR__TAKES_TIMEOUT, 0, { { ORDERS, 1 } }, NULL },
    [TR_CALL_CANCEL_ALL] = { "spot.private", "POST", "v1/order/orders/batchCancelOpenOrders",
                             ask_symbol, &done_answer, ONE, 0, { { ORDERS, 1 } }, NULL },
    [TR_CALL_ORDER] = { "spot.private", "GET", "v1/order/orders/getClientOrder", ask_order_spot,
                        &order_answer, ONE | IDS, 0, { { ORDERS, 2 } }, NULL },
    [TR_CALL_OPEN_ORDERS] = { "spot.private", "GET", "v1/order/openOrders", ask_open_spot,
                              &orders_answer, ONE | ACCOUNT | TR__TAKES_CURSOR, ACCOUNT, { { ORDERS, 2 } },
                              NULL },
    [TR_CALL_FILLS] = { "spot.private", "GET", "v1/order/matchresults", ask_fills_spot, &fills_answer,
                        ONE | SPAN | TR__TAKES_CURSOR | TR__TAKES_EXCHANGE_ID, ONE, OWN, NULL },
    [TR_CALL_KEY_RIGHTS] = { "spot.private", "GET", "v2/user/api-key", ask_rights, &rights_answer,
                             TR__TAKES_CURSOR, 0, OWN, NULL },
    [TR_CALL_FEES] = { "spot.private", "GET", "v2/reference/transact-fee-rate", ask_fees,
                       &fees_answer, ONE, ONE, { { ORDERS, 2 } }, NULL },
};

const tr__endpoint tr__htx_linear[TR_CALL_COUNT] = {
    [TR_CALL_TIME] = { "contract.public", "GET", "api/v1/timestamp", NULL, &contract_time_answer, 0,
                       0, { { CONTRACT_DATA, 1 } }, NULL },
    [TR_CALL_INSTRUMENTS] = { "contract.public", "GET", "linear-swap-api/v1/swap_contract_info",
                              ask_contracts, &contracts_answer, 0, 0,
                              { { CONTRACT_DATA, 1 } }, NULL },
    [TR_CALL_TICKER] = { "contract.public", "GET", "linear-swap-ex/market/detail/merged",
                         ask_symbol, &contract_ticker_answer, ONE, ONE,
                         { { MARKET_DATA, 1 } }, NULL },
    [TR_CALL_TICKERS] = { "contract.public", "GET", "v2/linear-swap-ex/market/detail/batch_merged",
                          ask_contracts, &contract_tickers_answer, 0, 0, OPEN, NULL },
    [TR_CALL_BARS] = { "contract.public", "GET", "linear-swap-ex/market/history/kline", ask_bars,
                       &bars_answer, ONE | SPAN, ONE, OPEN, NULL },
    [TR_CALL_BOOK] = { "contract.public", "GET", "linear-swap-ex/market/depth", ask_book,
                       &book_answer, ONE, ONE, OPEN, NULL },
    [TR_CALL_TRADES] = { "contract.public", "GET", "linear-swap-ex/market/history/trade",
                         ask_trades, &trades_answer, ONE | TR__TAKES_LIMIT,
                         ONE | TR__TAKES_LIMIT, OPEN, NULL },
    [TR_CALL_FUNDING] = { "contract.public", "GET", "linear-swap-api/v1/swap_funding_rate",
                          ask_symbol, &funding_answer, ONE, ONE,
                          { { CONTRACT_DATA, 1 } }, NULL },
    [TR_CALL_BALANCES] = { "contract.private", "GET", "v5/account/balance", NULL, &margin_answer, 0,
                           0, LINEAR, NULL },
    [TR_CALL_POSITIONS] = { "contract.private", "GET", "v5/trade/position/opens", ask_symbol,
                            &positions_answer, ONE, 0, LINEAR, NULL },
    [TR_CALL_KEY_RIGHTS] = { "spot.private", "GET", "v2/user/api-key", ask_rights, &rights_answer,
                             TR__TAKES_CURSOR, 0, OWN, NULL },
    [TR_CALL_PLACE] = { "contract.private", "POST", "v5/trade/order", ask_place_linear,
                        &contract_order_answer, PLACING, PLACING, LINEAR, NULL },
    [TR_CALL_CANCEL] = { "contract.private", "POST", "v5/trade/cancel_order", ask_cancel_linear,
                         &contract_order_answer, ONE | IDS, ONE, LINEAR, NULL },
    [TR_CALL_CANCEL_ALL] = { "contract.private", "POST", "v5/trade/cancel_all_orders", ask_symbol,
                             &done_answer, ONE, 0, LINEAR, NULL },
    [TR_CALL_LEVERAGE_SET] = { "contract.private", "POST", "v5/position/lever", ask_leverage,
                               &done_answer, ONE | TR__TAKES_LEVERAGE, ONE | TR__TAKES_LEVERAGE,
                               LINEAR, NULL },
    [TR_CALL_ORDER] = { "contract.private", "GET", "v5/trade/order", ask_order_linear,
                        &contract_order_answer, ONE | IDS, ONE, LINEAR, NULL },
    [TR_CALL_OPEN_ORDERS] = { "contract.private", "GET", "v5/trade/order/opens", ask_open_linear,
                              &contract_orders_answer, ONE | TR__TAKES_CURSOR, 0, LINEAR, NULL },
    [TR_CALL_FILLS] = { "contract.private", "GET", "v5/trade/order/details", ask_fills_linear,
                        &contract_fills_answer,
                        ONE | SPAN | TR__TAKES_CURSOR | TR__TAKES_EXCHANGE_ID, 0, LINEAR, NULL },
    [TR_CALL_FEES] = { "contract.private", "POST", "linear-swap-api/v1/swap_fee", ask_symbol,
                       &contract_fees_answer, ONE, ONE, LINEAR, NULL },
};
