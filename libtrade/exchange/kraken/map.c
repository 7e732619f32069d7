/*
 * map.c: kraken's requests and answers as tables, spot. Instruments go by their short name
 * ("XBTUSD"), which every call takes; answers also use the long one ("XXBTZUSD").
 * Source: Kraken API Center, "Spot REST: Market Data", "Account Data" and "Trading", 2026.
 */
#include "exchange/kraken/map.h"

#include <string.h>

#include "exchange/answer.h"
#include "exchange/request.h"

#define NS_PER_MS INT64_C(1000000)

const tr_timeframe tr__kraken_timeframes[TR__KRAKEN_TIMEFRAME_COUNT] = {
    { 1, TR_TIMEFRAME_MINUTE }, { 5, TR_TIMEFRAME_MINUTE }, { 15, TR_TIMEFRAME_MINUTE },
    { 30, TR_TIMEFRAME_MINUTE }, { 1, TR_TIMEFRAME_HOUR }, { 4, TR_TIMEFRAME_HOUR },
    { 1, TR_TIMEFRAME_DAY }, { 1, TR_TIMEFRAME_WEEK },
};

const char *const tr__kraken_words[TR__KRAKEN_TIMEFRAME_COUNT] = { "1", "5", "15", "30", "60",
                                                                   "240", "1440", "10080" };

/* ---- names ----------------------------------------------------------------------------------- */

/*
 * The old names carry a letter for the kind of asset; newer assets may begin with X or Z by
 * themselves.
 */
static const char *const old_names[] = { "XETC", "XETH", "XLTC", "XMLN", "XREP", "XXBT", "XXDG",
                                         "XXLM", "XXMR", "XXRP",
                                         "XZEC", "ZAUD", "ZCAD", "ZEUR", "ZGBP", "ZJPY", "ZUSD" };

static bool is_old_name(const char *name)
{
    for (size_t i = 0; i < sizeof old_names / sizeof old_names[0]; i++)
        if (strncmp(old_names[i], name, 4) == 0)
            return true;
    return false;
}

void tr__kraken_asset(char asset[TR_ASSET_SIZE])
{
    size_t stem = strcspn(asset, "."); /* "XBT.F": earning, staked, ... are balances of their own */
    if (stem == 4 && is_old_name(asset)) {
        memmove(asset, asset + 1, strlen(asset));
        stem = 3;
    }
    if (stem == 3 && memcmp(asset, "XBT", 3) == 0)
        memcpy(asset, "BTC", 3);
    else if (stem == 3 && memcmp(asset, "XDG", 3) == 0 && strlen(asset) + 1 < TR_ASSET_SIZE) {
        memmove(asset + 4, asset + 3, strlen(asset + 3) + 1);
        memcpy(asset, "DOGE", 4);
    }
}

/* "XXBTZUSD" and "XBT/USD" to "XBTUSD". */
void tr__kraken_symbol(char symbol[TR_SYMBOL_SIZE])
{
    char *slash = strchr(symbol, '/');
    if (slash != NULL)
        memmove(slash, slash + 1, strlen(slash));
    if (strncmp(symbol, "BTC", 3) == 0 && slash != NULL)
        memcpy(symbol, "XBT", 3);
    /* Long on one side alone. Not by a rule: a newer asset may end in Z by itself. */
    if (strcmp(symbol, "USDTZUSD") == 0)
        memmove(symbol + 4, symbol + 5, 4);
    if (strlen(symbol) == 8 && is_old_name(symbol) && is_old_name(symbol + 4)) {
        memmove(symbol, symbol + 1, 3);
        memmove(symbol + 3, symbol + 5, 4);
    }
}

/* ---- words ----------------------------------------------------------------------------------- */

static const tr__word sides[] = { { "buy", TR__SETS_BUY }, { "sell", TR__SETS_SELL },
                                  { "b", TR__SETS_BUY },
                                  { "s", TR__SETS_SELL }, { NULL, 0 } };
static const tr__word types[] = { { "market", TR__SETS_MARKET },
                                  { "limit", TR__SETS_LIMIT },
                                  { "stop-loss", TR__SETS_STOP },
                                  { "stop-loss-limit", TR__SETS_STOP_LIMIT },
                                  { "take-profit", TR__SETS_STOP },
                                  { "take-profit-limit", TR__SETS_STOP_LIMIT },
                                  { "trailing-stop", TR__SETS_STOP },
                                  { "trailing-stop-limit", TR__SETS_STOP_LIMIT },
                                  { "settle-position", TR__SETS_MARKET },
                                  { "iceberg", TR__SETS_LIMIT },
                                  { NULL, 0 } };
static const tr__word tifs[] = { { "GTC", TR__SETS_GTC }, { "GTD", TR__SETS_GTC },
                                 { "IOC", TR__SETS_IOC },
                                 { "FOK", TR__SETS_FOK }, { NULL, 0 } };
static const tr__word states[] = { { "pending", TR_STATE_WORKING },    { "open", TR_STATE_WORKING },
                                   { "closed", TR_STATE_FILLED },
                                   { "canceled", TR_STATE_CANCELLED },
                                   { "expired", TR_STATE_EXPIRED },    { NULL, 0 } };
static const tr__rule error_rules[] = { TR__CODE("0"), TR__END };
static const tr__shape error_shape = { error_rules, TR_RECORD_NONE, NULL, NULL };

#define ANSWER(result)                                                                             \
    (const tr__rule[]){ TR__INSIDE("error", &error_shape), TR__INSIDE("result", result), TR__END }

/* ---- market data ----------------------------------------------------------------------------- */

static const tr__rule time_rules[] = { TR__FIELD("unixtime", SECONDS, time.at_ns), TR__END };
static const tr__shape time_shape = { time_rules, TR_RECORD_TIME, NULL, NULL };
static const tr__shape time_answer = { .rules = ANSWER(&time_shape) };

static void online_take(tr__reading *reading, const char *text, size_t length,
                        tr_exchange_record *record)
{
    (void)reading;
    record->as.instrument.is_trading = length == 6 && memcmp(text, "online", 6) == 0;
}
static const tr__custom online_custom = { online_take };

static const tr__rule instrument_rules[] = {
    TR__FIELD("altname", TEXT, instrument.instrument.exchange_symbol),
    TR__FIELD("base", ASSET, instrument.instrument.base),
    TR__FIELD("quote", ASSET, instrument.instrument.quote),
    TR__FIELD("pair_decimals", PLACES, instrument.instrument.tick),
    TR__FIELD("tick_size", DECIMAL,
              instrument.instrument.tick), /* behind pair_decimals, and finer */
    TR__FIELD("lot_decimals", PLACES, instrument.instrument.lot),
    TR__FIELD("ordermin", DECIMAL, instrument.instrument.quantity_min),
    TR__FIELD("costmin", DECIMAL, instrument.instrument.notional_min),
    TR__CUSTOM("status", &online_custom),
    TR__FIELD("status", CUT, instrument.word),
    TR__END,
};
static const tr__shape instrument_shape = { instrument_rules, TR_RECORD_INSTRUMENT, NULL, NULL };
static const tr__rule instrument_list_rules[] = { TR__RECORDS("*", &instrument_shape), TR__END };
static const tr__shape instrument_list_shape = { instrument_list_rules, TR_RECORD_NONE, NULL,
                                                 NULL };
static const tr__shape instruments_answer = { .rules = ANSWER(&instrument_list_shape) };

static const tr__rule ask_rules[] = { TR__FIELD("0", DECIMAL, ticker.ask),
                                      TR__FIELD("2", DECIMAL, ticker.ask_quantity), TR__END };
static const tr__rule bid_rules[] = { TR__FIELD("0", DECIMAL, ticker.bid),
                                      TR__FIELD("2", DECIMAL, ticker.bid_quantity), TR__END };
static const tr__rule last_rules[] = { TR__FIELD("0", DECIMAL, ticker.last), TR__END };
/* Of two, the first is of today, the second of 24 hours. */
static const tr__rule volume_rules[] = { TR__FIELD("1", DECIMAL, ticker.base_volume), TR__END };
static const tr__rule high_rules[] = { TR__FIELD("1", DECIMAL, ticker.high), TR__END };
static const tr__rule low_rules[] = { TR__FIELD("1", DECIMAL, ticker.low), TR__END };
static const tr__shape ask_part = { ask_rules, TR_RECORD_NONE, NULL, NULL },
                       bid_part = { bid_rules, TR_RECORD_NONE, NULL, NULL },
                       last_part = { last_rules, TR_RECORD_NONE, NULL, NULL },
                       volume_part = { volume_rules, TR_RECORD_NONE, NULL, NULL },
                       high_part = { high_rules, TR_RECORD_NONE, NULL, NULL },
                       low_part = { low_rules, TR_RECORD_NONE, NULL, NULL };
static const tr__rule ticker_rules[] = {
    TR__INSIDE("a", &ask_part),    TR__INSIDE("b", &bid_part),  TR__INSIDE("c", &last_part),
    TR__INSIDE("v", &volume_part), TR__INSIDE("h", &high_part), TR__INSIDE("l", &low_part),
    TR__FIELD("o", DECIMAL, ticker.open), TR__END,
};
static const tr__rule ticker_key = TR__FIELD("", TEXT, ticker.exchange_symbol);
static const tr__shape ticker_shape = { ticker_rules, TR_RECORD_TICKER, &ticker_key, NULL };
static const tr__rule ticker_list_rules[] = { TR__RECORDS("*", &ticker_shape), TR__END };
static const tr__shape ticker_list_shape = { ticker_list_rules, TR_RECORD_NONE, NULL, NULL };
static const tr__shape ticker_answer = { .rules = ANSWER(&ticker_list_shape) };

static const tr__rule bar_rules[] = {
    TR__FIELD("0", SECONDS, bar.open_ns), TR__FIELD("1", DOUBLE, bar.open),
    TR__FIELD("2", DOUBLE, bar.high), TR__FIELD("3", DOUBLE, bar.low),
    TR__FIELD("4", DOUBLE, bar.close), TR__FIELD("6", DOUBLE, bar.volume), TR__END,
};
static const tr__shape bar_shape = { bar_rules, TR_RECORD_BAR, NULL, NULL };
static const tr__rule bar_list_rules[] = { TR__RECORDS("*", &bar_shape), TR__END };
static const tr__shape bar_list_shape = { bar_list_rules, TR_RECORD_NONE, NULL, NULL };
static const tr__rule bar_pair_rules[] = { TR__INSIDE("*", &bar_list_shape), TR__END };
static const tr__shape bar_pair_shape = { bar_pair_rules, TR_RECORD_NONE, NULL, NULL };
static const tr__shape bars_answer = { .rules = ANSWER(&bar_pair_shape) };

static const tr__rule book_rules[] = { TR__BIDS("bids", NULL), TR__ASKS("asks", NULL), TR__END };
static const tr__rule book_key = TR__FIELD("", TEXT, book.exchange_symbol);
static const tr__shape book_shape = { book_rules, TR_RECORD_BOOK, &book_key, NULL };
static const tr__rule book_pair_rules[] = { TR__RECORDS("*", &book_shape), TR__END };
static const tr__shape book_pair_shape = { book_pair_rules, TR_RECORD_NONE, NULL, NULL };
static const tr__shape book_answer = { .rules = ANSWER(&book_pair_shape) };

/* The name that the fill stands under is its id; what has none goes by another number. */
static const tr__rule fill_rules[] = {
    /* Everybody's: a list. */
    TR__FIELD("0", DECIMAL, fill.price), TR__FIELD("1", DECIMAL, fill.quantity),
    TR__FIELD("2", SECONDS, fill.at_ns), TR__WORDS("3", sides),
    TR__FIELD("6", TEXT, fill.exchange_fill_id),
    /* Ours. */
    TR__FIELD("ordertxid", TEXT, fill.exchange_order_id),
    TR__FIELD("postxid", FIRST, fill.exchange_fill_id),
    TR__FIELD("trade_id", FIRST, fill.exchange_fill_id),
    TR__FIELD("pair", TEXT, fill.exchange_symbol), TR__FIELD("symbol", TEXT, fill.exchange_symbol),
    TR__FIELD("time", SECONDS, fill.at_ns), TR__FIELD("timestamp", ISO, fill.at_ns),
    TR__WORDS("type", sides), TR__WORDS("side", sides), TR__FIELD("price", DECIMAL, fill.price),
    TR__FIELD("cost", DECIMAL, fill.notional), TR__TOLD("fee", DECIMAL, fill.fee, TR__SETS_FEE),
    TR__FIELD("vol", DECIMAL, fill.quantity), TR__FIELD("qty", DECIMAL, fill.quantity),
    TR__FLAG("maker", TR__SETS_MAKER, TR__SETS_TAKER), TR__END,
};

/* The quote asset pays, unless the order said otherwise; its name is in the instrument. */
static void fill_finish(const tr__reading *reading, tr_exchange_record *record)
{
    tr_execution *fill = &record->as.fill;
    char symbol[TR_SYMBOL_SIZE];
    memcpy(symbol, fill->exchange_symbol, sizeof symbol);
    tr__kraken_symbol(symbol);
    const tr_instrument *instrument =
        reading->instruments == NULL
            ? NULL
            : tr__instruments_find(reading->instruments, TR_KIND_SPOT, symbol);
    if (fill->has_fee && fill->fee_asset[0] == '\0' && instrument != NULL)
        memcpy(fill->fee_asset, instrument->quote, sizeof fill->fee_asset);
}
static const tr__rule fill_key = TR__FIELD("", TEXT, fill.exchange_fill_id);
static const tr__shape fill_shape = { fill_rules, TR_RECORD_FILL, &fill_key, fill_finish };
static const tr__rule fill_list_rules[] = { TR__RECORDS("*", &fill_shape), TR__END };
static const tr__shape fill_list_shape = { fill_list_rules, TR_RECORD_NONE, NULL, NULL };
static const tr__rule trades_pair_rules[] = { TR__INSIDE("*", &fill_list_shape), TR__END };
static const tr__shape trades_pair_shape = { trades_pair_rules, TR_RECORD_NONE, NULL, NULL };
static const tr__shape trades_answer = { .rules = ANSWER(&trades_pair_shape) };
#define FILLS_A_PAGE 50
/* "count": of all pages. The next one begins where this one ends, counted from the newest. */
static void count_take(tr__reading *reading, const char *text, size_t length,
                       tr_exchange_record *record)
{
    const char *cursor = reading->question->cursor;
    tr_decimal count, offset = { 0, 0 }, next;
    (void)record;
    if (tr_decimal_parse(text, length, &count) != TR_OK ||
        (cursor != NULL && tr_decimal_parse(cursor, strlen(cursor), &offset) != TR_OK) ||
        tr_decimal_add(offset, tr_decimal_from_int(FILLS_A_PAGE), &next) != TR_OK ||
        tr_decimal_compare(next, count) >= 0)
        return;
    (void)tr_decimal_format(next, reading->cursor, sizeof reading->cursor);
}
static const tr__custom count_custom = { count_take };
static const tr__rule history_rules[] = { TR__INSIDE("trades", &fill_list_shape),
                                          TR__CUSTOM("count", &count_custom), TR__END };
static const tr__shape history_shape = { history_rules, TR_RECORD_NONE, NULL, NULL };
static const tr__shape fills_answer = { .rules = ANSWER(&history_shape) };

/* ---- account --------------------------------------------------------------------------------- */

static const tr__rule balance_rules[] = { TR__FIELD("balance", DECIMAL, balance.total),
                                          TR__FIELD("hold_trade", DECIMAL, balance.held), TR__END };
static const tr__rule balance_key = TR__FIELD("", ASSET, balance.asset);
static const tr__shape balance_shape = { balance_rules, TR_RECORD_BALANCE, &balance_key,
                                         tr__finish_free };
static const tr__rule balance_list_rules[] = { TR__RECORDS("*", &balance_shape), TR__END };
static const tr__shape balance_list_shape = { balance_list_rules, TR_RECORD_NONE, NULL, NULL };
static const tr__shape balances_answer = { .rules = ANSWER(&balance_list_shape) };

static const tr__word position_sides[] = { { "buy", TR__SETS_LONG }, { "sell", TR__SETS_SHORT },
                                           { NULL, 0 } };
static const tr__rule position_rules[] = {
    TR__FIELD("pair", TEXT, position.exchange_symbol), TR__WORDS("type", position_sides),
    TR__FIELD("vol", DECIMAL, position.quantity), TR__FIELD("leverage", DECIMAL, position.leverage),
    TR__FIELD("margin", DECIMAL, position.margin),
    TR__TOLD("net", DECIMAL, position.profit, TR__SETS_PROFIT),
    TR__FIELD("time", SECONDS, position.at_ns), TR__END,
};
static const tr__rule position_key = TR__FIELD("", TEXT, position.exchange_position_id);
static const tr__shape position_shape = { position_rules, TR_RECORD_POSITION, &position_key, NULL };
static const tr__rule position_list_rules[] = { TR__RECORDS("*", &position_shape), TR__END };
static const tr__shape position_list_shape = { position_list_rules, TR_RECORD_NONE, NULL, NULL };
static const tr__shape positions_answer = { .rules = ANSWER(&position_list_shape) };

static void flags_take(tr__reading *reading, const char *text, size_t length,
                       tr_exchange_record *record)
{
    (void)reading;
    record->as.order.is_post_only |= tr__take_has(text, length, "post");
}
static const tr__custom flags_custom = { flags_take };

/* A stop's "price" is its trigger and "price2" its limit. */
static const tr__rule description_rules[] = {
    TR__FIELD("pair", TEXT, order.exchange_symbol), TR__WORDS("type", sides),
    TR__WORDS("ordertype", types), TR__FIELD("price", DECIMAL, order.limit_price),
    TR__FIELD("price2", DECIMAL, order.stop_price), TR__END,
};
static const tr__shape description_shape = { description_rules, TR_RECORD_NONE, NULL, NULL };
static const tr__rule order_rules[] = {
    TR__FIELD("order_id", TEXT, order.exchange_order_id),
    TR__FIELD("txid", TEXT, order.exchange_order_id), TR__FIELD("cl_ord_id", TEXT, order.client_id),
    TR__STATES("status", states), TR__FIELD("opentm", SECONDS, order.created_ns),
    TR__FIELD("closetm", SECONDS, order.updated_ns), TR__INSIDE("descr", &description_shape),
    TR__WORDS("timeinforce", tifs), TR__FIELD("vol", DECIMAL, order.quantity),
    TR__TOLD("vol_exec", DECIMAL, order.filled, TR__SETS_FILLED),
    TR__FIELD("cost", DECIMAL, order.notional), TR__TOLD("fee", DECIMAL, order.fee, TR__SETS_FEE),
    TR__FIELD("price", DECIMAL, order.average), TR__CUSTOM("oflags", &flags_custom), TR__END,
};

static void order_finish(const tr__reading *reading, tr_exchange_record *record)
{
    tr_order_record *order = &record->as.order;
    tr_price first = order->limit_price, unset = { { 0, 0 } };
    char symbol[TR_SYMBOL_SIZE];
    memcpy(symbol, order->exchange_symbol, sizeof symbol);
    tr__kraken_symbol(symbol);
    const tr_instrument *instrument =
        reading->instruments == NULL
            ? NULL
            : tr__instruments_find(reading->instruments, TR_KIND_SPOT, symbol);
    if (order->has_type && order->type == TR_ORDER_STOP_LIMIT) {
        order->limit_price = order->stop_price;
        order->stop_price = first;
    } else if (order->has_type && order->type == TR_ORDER_STOP) {
        order->stop_price = first;
        order->limit_price = unset;
    } else {
        order->stop_price = unset;
    }
    if (order->has_fee && order->fee_asset[0] == '\0' && instrument != NULL)
        memcpy(order->fee_asset, instrument->quote, sizeof order->fee_asset);
}
static const tr__rule order_key = TR__FIELD("", TEXT, order.exchange_order_id);
static const tr__shape order_shape = { order_rules, TR_RECORD_ORDER, &order_key, order_finish };
static const tr__rule order_list_rules[] = { TR__RECORDS("*", &order_shape), TR__END };
static const tr__shape order_list_shape = { order_list_rules, TR_RECORD_NONE, NULL, NULL };
static const tr__rule orders_rules[] = { TR__INSIDE("open", &order_list_shape),
                                         TR__INSIDE("closed", &order_list_shape),
                                         TR__RECORDS("*", &order_shape), TR__END };
static const tr__shape orders_shape = { orders_rules, TR_RECORD_NONE, NULL, NULL };
static const tr__shape orders_answer = { .rules = ANSWER(&orders_shape) };

static const tr__rule txid_rules[] = { TR__FIELD("0", TEXT, order.exchange_order_id), TR__END };
static const tr__shape txid_shape = { txid_rules, TR_RECORD_NONE, NULL, NULL };
static const tr__rule placed_rules[] = { TR__INSIDE("txid", &txid_shape),
                                         TR__FIELD("cl_ord_id", TEXT, order.client_id), TR__END };
static const tr__shape placed_shape = { placed_rules, TR_RECORD_ORDER, NULL, NULL };
static const tr__shape placed_answer = { .rules = ANSWER(&placed_shape) };
static const tr__shape done_shape = { order_list_rules + 1, TR_RECORD_NONE, NULL,
                                      NULL }; /* nothing in it matters */
static const tr__shape done_answer = { .rules = ANSWER(&done_shape) };

/* The order's own id is not told again. */
static const tr__rule amended_rules[] = { TR__FIELD("amend_id", TEXT, order.exchange_amend_id),
                                          TR__END };
static const tr__shape amended_shape = { amended_rules, TR_RECORD_NONE, NULL, NULL };
static const tr__shape amended_answer = { .record = TR_RECORD_ORDER,
                                          .rules = ANSWER(&amended_shape) };

static const tr__rule taker_rules[] = { TR__FIELD("fee", PERCENT, fees.taker_rate), TR__END };
static const tr__rule maker_rules[] = { TR__FIELD("fee", PERCENT, fees.maker_rate), TR__END };
static const tr__shape taker_shape = { taker_rules, TR_RECORD_NONE, NULL, NULL },
                       maker_shape = { maker_rules, TR_RECORD_NONE, NULL, NULL };
static const tr__rule taker_pair_rules[] = { TR__INSIDE("*", &taker_shape), TR__END };
static const tr__rule maker_pair_rules[] = { TR__INSIDE("*", &maker_shape), TR__END };
static const tr__shape taker_pair = { taker_pair_rules, TR_RECORD_NONE, NULL, NULL },
                       maker_pair = { maker_pair_rules, TR_RECORD_NONE, NULL, NULL };
static void fees_finish(const tr__reading *reading, tr_exchange_record *record)
{
    memcpy(record->as.fees.exchange_symbol, reading->question->instrument->exchange_symbol,
           TR_SYMBOL_SIZE);
}
static const tr__rule fees_rules[] = { TR__INSIDE("fees", &taker_pair),
                                       TR__INSIDE("fees_maker", &maker_pair), TR__END };
static const tr__shape fees_shape = { fees_rules, TR_RECORD_FEES, NULL, fees_finish };
static const tr__shape fees_answer = { .rules = ANSWER(&fees_shape) };

/* Whatever is called a withdrawal counts as one: a new name must not slip through. */
static void permission_take(tr__reading *reading, const char *text, size_t length,
                            tr_exchange_record *record)
{
    static const char modify[] = "modify-trades", query[] = "query";
    (void)reading;
    record->as.rights.can_withdraw |= tr__take_has(text, length, "withdraw");
    record->as.rights.can_trade |= length == sizeof modify - 1 && memcmp(text, modify, length) == 0;
    record->as.rights.can_read |=
        length > sizeof query && memcmp(text, query, sizeof query - 1) == 0;
}
static const tr__custom permission_custom = { permission_take };
static const tr__rule permission_rules[] = { TR__CUSTOM("*", &permission_custom), TR__END };
static const tr__shape permission_shape = { permission_rules, TR_RECORD_NONE, NULL, NULL };
static void rights_finish(const tr__reading *reading, tr_exchange_record *record)
{
    (void)reading;
    record->as.rights.is_withdraw_known = true; /* the list is complete */
}
static const tr__rule rights_rules[] = { TR__INSIDE("permissions", &permission_shape),
                                         TR__FIELD("validUntil", SECONDS, rights.expires_ns),
                                         TR__END };
static const tr__shape rights_shape = { rights_rules, TR_RECORD_KEY_RIGHTS, NULL, rights_finish };
static const tr__shape rights_answer = { .rules = ANSWER(&rights_shape) };

/* ---- requests -------------------------------------------------------------------------------- */

static void ask_pair(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "pair", question);
    tr__request_number_if(request, "count", question->limit);
}

static void ask_bars(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "pair", question);
    tr__request_text(request, "interval", tr__request_timeframe(request->adapter, question));
    if (question->from_ns > 0) /* "since" is exclusive */
        tr__request_seconds_if(request, "since", question->from_ns - 1);
}

static void ask_fees(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "pair", question);
}

/* After this the matching engine refuses the order, should it come late. */
static void put_deadline(tr__request *request, const tr_exchange_question *question)
{
    char text[40];
    int64_t at_ns = question->now_ns + TR__KRAKEN_VALIDITY_MS * NS_PER_MS;
    if (question->now_ns > 0 && tr_time_format(at_ns, 3, text, sizeof text) > 0)
        tr__request_text(request, "deadline", text);
}

static void ask_place(tr__request *request, const tr_exchange_question *question)
{
    static const char *const type_words[] = { "market", "limit", "stop-loss", "stop-loss-limit" };
    const tr_order_terms *terms = question->terms;
    bool is_notional = !tr_decimal_is_zero(terms->notional.value);
    bool has_stop = !tr_decimal_is_zero(terms->stop_price.value);
    tr__request_symbol(request, "pair", question);
    tr__request_text(request, "type", terms->side == TR_SIDE_BUY ? "buy" : "sell");
    tr__request_text(request, "ordertype", type_words[terms->type]);
    tr__request_decimal(request, "volume", tr__request_amount(terms));
    tr__request_client_id(request, "cl_ord_id", question);
    if (has_stop)
        tr__request_decimal(request, "price", terms->stop_price.value);
    tr__request_decimal_if(request, has_stop ? "price2" : "price", terms->limit_price.value);
    /*
     * The fee is asked for in the quote currency, which fills are read by: without a word a sell's
     * may be in the base.
     */
    tr__request_text(request, "oflags",
                     terms->is_post_only ? "post,fciq"
                     : is_notional       ? "viqc,fciq"
                                         : "fciq");
    if (terms->type != TR_ORDER_MARKET && terms->tif == TR_TIF_IOC)
        tr__request_text(request, "timeinforce", "IOC");
    put_deadline(request, question);
}

static void ask_id(tr__request *request, const tr_exchange_question *question)
{
    tr__request_either_id(request, "cl_ord_id", "txid", question);
}

static void ask_amend(tr__request *request, const tr_exchange_question *question)
{
    ask_id(request, question);
    tr__request_decimal(request, "order_qty", question->terms->quantity.value);
    tr__request_decimal_if(request, "limit_price", question->terms->limit_price.value);
    tr__request_decimal_if(request, "trigger_price", question->terms->stop_price.value);
    put_deadline(request, question);
}

static void ask_dead_man(tr__request *request, const tr_exchange_question *question)
{
    tr__request_timeout_s(request, "timeout", question);
}

/* By our id an order is found among the open ones, or else among those that are done. */
static void ask_order(tr__request *request, const tr_exchange_question *question)
{
    if (question->exchange_order_id != NULL)
        tr__request_route(request, "POST", "QueryOrders");
    ask_id(request, question);
}

static void ask_fills(tr__request *request, const tr_exchange_question *question)
{
    if (question->from_ns > 0)
        tr__request_seconds_if(request, "start", question->from_ns - 1);
    tr__request_seconds_if(request, "end", question->until_ns);
    tr__request_text_if(request, "ofs", question->cursor);
}

/* ---- endpoints ------------------------------------------------------------------------------- */

enum { COUNTER, ENGINE, PUBLIC };

#define ONE TR__TAKES_INSTRUMENT
#define IDS (TR__TAKES_CLIENT_ID | TR__TAKES_EXCHANGE_ID)

static const tr__endpoint closed_order = { "private", "POST", "ClosedOrders", ask_order,
                                           &orders_answer, ONE | IDS, 0,
                                           { { COUNTER, 2 } }, NULL };

const tr__endpoint tr__kraken_spot[TR_CALL_COUNT] = {
    [TR_CALL_TIME] = { "public", "GET", "Time", NULL, &time_answer, 0, 0, { { PUBLIC, 1 } }, NULL },
    [TR_CALL_INSTRUMENTS] = { "public", "GET", "AssetPairs", NULL, &instruments_answer, 0, 0,
                              { { PUBLIC, 1 } }, NULL },
    [TR_CALL_TICKER] = { "public", "GET", "Ticker", ask_pair, &ticker_answer, ONE, ONE,
                         { { PUBLIC, 1 } }, NULL },
    [TR_CALL_TICKERS] = { "public", "GET", "Ticker", NULL, &ticker_answer, 0, 0, { { PUBLIC, 1 } },
                          NULL },
    [TR_CALL_BARS] = { "public", "GET", "OHLC", ask_bars, &bars_answer, ONE | TR__TAKES_FROM, ONE,
                       { { PUBLIC, 1 } }, NULL },
    [TR_CALL_BOOK] = { "public", "GET", "Depth", ask_pair, &book_answer, ONE | TR__TAKES_LIMIT, ONE,
                       { { PUBLIC, 1 } }, NULL },
    [TR_CALL_TRADES] = { "public", "GET", "Trades", ask_pair, &trades_answer, ONE | TR__TAKES_LIMIT,
                         ONE, { { PUBLIC, 1 } }, NULL },
    [TR_CALL_BALANCES] = { "private", "POST", "BalanceEx", NULL, &balances_answer, 0, 0,
                           { { COUNTER, 1 } }, NULL },
    [TR_CALL_POSITIONS] = { "private", "POST", "OpenPositions", NULL, &positions_answer, 0, 0,
                            { { COUNTER, 1 } }, NULL },
    [TR_CALL_PLACE] = { "private", "POST", "AddOrder", ask_place, &placed_answer,
                        ONE | TR__TAKES_CLIENT_ID | TR__TAKES_TERMS,
                        ONE | TR__TAKES_CLIENT_ID | TR__TAKES_TERMS, { { ENGINE, 1 } }, NULL },
    [TR_CALL_CANCEL] = { "private", "POST", "CancelOrder", ask_id, &done_answer, ONE | IDS, 0,
                         { { ENGINE, 8 } }, NULL },
    [TR_CALL_CANCEL_ALL] = { "private", "POST", "CancelAll", NULL, &done_answer, 0, 0,
                             { { COUNTER, 1 } }, NULL },
    [TR_CALL_DEAD_MAN] = { "private", "POST", "CancelAllOrdersAfter", ask_dead_man, &done_answer,
                           TR__TAKES_TIMEOUT, 0, { { COUNTER, 1 } }, NULL },
    [TR_CALL_AMEND] = { "private", "POST", "AmendOrder", ask_amend, &amended_answer,
                        ONE | IDS | TR__TAKES_TERMS,
                        ONE | TR__TAKES_TERMS, { { ENGINE, 4 } }, NULL },
    [TR_CALL_ORDER] = { "private", "POST", "OpenOrders", ask_order, &orders_answer, ONE | IDS, 0,
                        { { COUNTER, 1 } }, &closed_order },
    [TR_CALL_OPEN_ORDERS] = { "private", "POST", "OpenOrders", NULL, &orders_answer, 0, 0,
                              { { COUNTER, 1 } }, NULL },
    [TR_CALL_FILLS] = { "private", "POST", "TradesHistory", ask_fills, &fills_answer,
                        TR__TAKES_FROM | TR__TAKES_UNTIL | TR__TAKES_CURSOR, 0, { { COUNTER, 2 } },
                        NULL },
    [TR_CALL_FEES] = { "private", "POST", "TradeVolume", ask_fees, &fees_answer, ONE, ONE,
                       { { COUNTER, 1 } }, NULL },
    [TR_CALL_KEY_RIGHTS] = { "private", "POST", "GetApiKeyInfo", NULL, &rights_answer, 0, 0,
                             { { COUNTER, 1 } }, NULL },
};
