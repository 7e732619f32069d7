/*
 * binance_futures.c: Binance's USD-M futures apart from their orders: instruments, account, positions, leverage, income.
 * Source: Binance USD-M Futures API, "Exchange Information", "Mark Price", "Account Information V3", "Position Information
 * V3", "Change Initial Leverage", "Symbol Configuration", "Get Income History", 2026.
 */
#include "binance.h"

#include <string.h>

#include <trade/time.h>

#define LEVERAGE_MAX 125
#define WEEK_MS      INT64_C(604800000)

/* ---- market data ----------------------------------------------------------------------------- */

static void write_limit(tr_json_writer *json, const char *type, const char *interval, int number,
                        uint32_t limit)
{
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "rateLimitType", type);
    tr_json_write_text(json, "interval", interval);
    tr_json_write_int64(json, "intervalNum", number);
    tr_json_write_int64(json, "limit", limit);
    tr_json_write_object_end(json);
}

static void write_lot_filter(tr_json_writer *json, const char *type, const sim_market *market)
{
    const tr_instrument *instrument = &market->instrument;
    tr_decimal most = tr_decimal_is_zero(instrument->quantity_max) ? tr_decimal_from_int(1000000000)
                                                                   : instrument->quantity_max;
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "filterType", type);
    sim_write_fixed(json, "minQty", instrument->quantity_min, 0);
    sim_write_fixed(json, "maxQty", most, 0);
    sim_write_fixed(json, "stepSize", instrument->lot, 0);
    tr_json_write_object_end(json);
}

static void write_filters(tr_json_writer *json, const sim_market *market)
{
    tr_json_write_array_begin(json, "filters");
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "filterType", "PRICE_FILTER");
    sim_write_fixed(json, "minPrice", market->instrument.tick, 0);
    tr_json_write_text(json, "maxPrice", "1000000000");
    sim_write_fixed(json, "tickSize", market->instrument.tick, 0);
    tr_json_write_object_end(json);
    write_lot_filter(json, "LOT_SIZE", market);
    write_lot_filter(json, "MARKET_LOT_SIZE", market);
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "filterType", "MIN_NOTIONAL");
    sim_write_fixed(json, "notional", market->instrument.notional_min, 0);
    tr_json_write_object_end(json);
    tr_json_write_array_end(json);
}

static void write_texts(tr_json_writer *json, const char *name, const char *const *texts)
{
    tr_json_write_array_begin(json, name);
    for (; *texts != NULL; texts++)
        tr_json_write_text(json, NULL, *texts);
    tr_json_write_array_end(json);
}

static void write_symbol(tr_json_writer *json, const sim_market *market)
{
    static const char *const types[] = { "LIMIT", "MARKET", "STOP", "STOP_MARKET", NULL };
    static const char *const tifs[] = { "GTC", "IOC", "FOK", "GTX", NULL };
    const tr_instrument *instrument = &market->instrument;
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "symbol", instrument->exchange_symbol);
    tr_json_write_text(json, "pair", instrument->exchange_symbol);
    tr_json_write_text(json, "contractType", "PERPETUAL");
    tr_json_write_int64(json, "deliveryDate", INT64_C(4133404800000));
    tr_json_write_int64(json, "onboardDate", INT64_C(1569398400000));
    tr_json_write_text(json, "status", market->is_halted ? "PENDING_TRADING" : "TRADING");
    tr_json_write_text(json, "baseAsset", instrument->base);
    tr_json_write_text(json, "quoteAsset", instrument->quote);
    tr_json_write_text(json, "marginAsset", instrument->settle);
    tr_json_write_int64(json, "pricePrecision", market->price_digits);
    tr_json_write_int64(json, "quantityPrecision", market->quantity_digits);
    tr_json_write_int64(json, "baseAssetPrecision", 8);
    tr_json_write_int64(json, "quotePrecision", 8);
    tr_json_write_text(json, "underlyingType", "COIN");
    write_filters(json, market);
    write_texts(json, "orderTypes", types);
    write_texts(json, "timeInForce", tifs);
    tr_json_write_object_end(json);
}

void sim_binance_futures_run_exchange_info(sim_call *call)
{
    const sim_exchange *exchange = call->exchange;
    tr_json_writer *json = call->json;
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "timezone", "UTC");
    tr_json_write_int64(json, "serverTime", call->clock_ns / TR_NS_PER_MS);
    tr_json_write_array_begin(json, "rateLimits");
    write_limit(json, "REQUEST_WEIGHT", "MINUTE", 1,
                exchange->weight_max == 0 ? FUTURES_WEIGHT_MAX : exchange->weight_max);
    write_limit(json, "ORDERS", "SECOND", 10,
                exchange->orders_max == 0 ? FUTURES_ORDERS_MAX : exchange->orders_max);
    tr_json_write_array_end(json);
    tr_json_write_array_begin(json, "symbols");
    for (size_t i = 0; i < exchange->market_count; i++)
        if (sim_is_swap(&exchange->markets[i]))
            write_symbol(json, &exchange->markets[i]);
    tr_json_write_array_end(json);
    tr_json_write_object_end(json);
}

static void write_premium(sim_call *call, const sim_market *market)
{
    tr_json_writer *json = call->json;
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "symbol", market->instrument.exchange_symbol);
    sim_write_amount(json, "markPrice", sim_mark_of(market));
    sim_write_amount(json, "indexPrice", sim_mark_of(market));
    sim_write_amount(json, "estimatedSettlePrice", sim_mark_of(market));
    sim_write_amount(json, "lastFundingRate", market->funding_rate);
    tr_json_write_text(json, "interestRate", "0.00010000");
    tr_json_write_int64(json, "nextFundingTime",
                        sim_next_funding_ns(call->clock_ns) / TR_NS_PER_MS);
    tr_json_write_int64(json, "time", call->clock_ns / TR_NS_PER_MS);
    tr_json_write_object_end(json);
}

/* The market that may be named. False: said what is wrong. */
static bool only_market(sim_call *call, const sim_market **out)
{
    *out = NULL;
    if (sim_request_param(call->request, "symbol") == NULL)
        return true;
    *out = sim_binance_market_named(call);
    return *out != NULL;
}

/* One market, or all of them as a list. */
static void write_each(sim_call *call, bool is_list, void (*write)(sim_call *, const sim_market *))
{
    const sim_market *only = NULL;
    if (!only_market(call, &only))
        return;
    if (only != NULL && !is_list) {
        write(call, only);
        return;
    }
    tr_json_write_array_begin(call->json, NULL);
    for (size_t i = 0; i < call->exchange->market_count; i++)
        if (only == NULL ? sim_is_swap(&call->exchange->markets[i])
                         : only == &call->exchange->markets[i])
            write(call, &call->exchange->markets[i]);
    tr_json_write_array_end(call->json);
}

void sim_binance_futures_run_premium(sim_call *call)
{
    write_each(call, false, write_premium);
}

/* ---- account --------------------------------------------------------------------------------- */

static bool is_of(const sim_call *call, const sim_position *position, const char *asset)
{
    const sim_market *market = &call->exchange->markets[position->instrument];
    return position->account == call->account && strcmp(market->instrument.settle, asset) == 0;
}

static void write_asset(sim_call *call, const sim_holding *holding)
{
    tr_json_writer *json = call->json;
    tr_decimal wallet = sim_plus(holding->free, holding->locked), profit = { 0 }, bound = { 0 };
    for (size_t i = 0; i < call->exchange->position_count; i++) {
        const sim_position *position = &call->exchange->positions[i];
        if (!is_of(call, position, holding->asset))
            continue;
        profit = sim_plus(profit, sim_position_profit(call->exchange, position));
        bound = sim_plus(bound, sim_position_margin(position));
    }
    tr_decimal none = { 0 };
    tr_decimal usable = sim_margin_free(call->exchange, call->account, holding->asset);
    usable = tr_decimal_max(usable, none);
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "asset", holding->asset);
    sim_write_amount(json, "walletBalance", wallet);
    sim_write_amount(json, "unrealizedProfit", profit);
    sim_write_amount(json, "marginBalance", sim_plus(wallet, profit));
    sim_write_amount(json, "maintMargin", none);
    sim_write_amount(json, "initialMargin", sim_plus(bound, holding->locked));
    sim_write_amount(json, "positionInitialMargin", bound);
    sim_write_amount(json, "openOrderInitialMargin", holding->locked);
    sim_write_amount(json, "crossWalletBalance", wallet);
    sim_write_amount(json, "crossUnPnl", profit);
    sim_write_amount(json, "availableBalance", usable);
    sim_write_amount(json, "maxWithdrawAmount", usable);
    tr_json_write_bool(json, "marginAvailable", true);
    tr_json_write_int64(json, "updateTime", call->clock_ns / TR_NS_PER_MS);
    tr_json_write_object_end(json);
}

static void write_held(sim_call *call, const sim_position *position)
{
    tr_json_writer *json = call->json;
    const sim_market *market = &call->exchange->markets[position->instrument];
    tr_decimal profit = sim_position_profit(call->exchange, position);
    tr_decimal margin = sim_position_margin(position);
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "symbol", market->instrument.exchange_symbol);
    tr_json_write_text(json, "positionSide", "BOTH");
    sim_write_fixed(json, "positionAmt", position->quantity, market->quantity_digits);
    sim_write_amount(json, "unrealizedProfit", profit);
    sim_write_amount(json, "isolatedMargin", (tr_decimal){ 0 });
    sim_write_amount(json, "notional", sim_plus(position->cost, profit));
    sim_write_amount(json, "isolatedWallet", (tr_decimal){ 0 });
    sim_write_amount(json, "initialMargin", margin);
    sim_write_amount(json, "maintMargin", (tr_decimal){ 0 });
    sim_write_fixed(json, "entryPrice", sim_position_entry(position), market->price_digits);
    sim_write_fixed(json, "leverage", position->leverage, 0);
    tr_json_write_bool(json, "isolated", false);
    tr_json_write_int64(json, "updateTime", position->updated_ns / TR_NS_PER_MS);
    tr_json_write_object_end(json);
}

void sim_binance_futures_run_account(sim_call *call)
{
    const sim_account *account = &call->exchange->accounts[call->account];
    tr_json_writer *json = call->json;
    tr_json_write_object_begin(json, NULL);
    tr_json_write_bool(json, "canTrade", (call->key->rights & SIM_RIGHT_TRADE) != 0);
    tr_json_write_array_begin(json, "assets");
    for (size_t i = 0; i < account->holding_count; i++)
        if (account->holdings[i].is_margin)
            write_asset(call, &account->holdings[i]);
    tr_json_write_array_end(json);
    tr_json_write_array_begin(json, "positions");
    for (size_t i = 0; i < call->exchange->position_count; i++)
        if (call->exchange->positions[i].account == call->account &&
            !tr_decimal_is_zero(call->exchange->positions[i].quantity))
            write_held(call, &call->exchange->positions[i]);
    tr_json_write_array_end(json);
    tr_json_write_object_end(json);
}

static void write_risk(sim_call *call, const sim_position *position)
{
    tr_json_writer *json = call->json;
    const sim_market *market = &call->exchange->markets[position->instrument];
    tr_decimal profit = sim_position_profit(call->exchange, position), none = { 0 };
    tr_decimal margin = sim_position_margin(position);
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "symbol", market->instrument.exchange_symbol);
    tr_json_write_text(json, "positionSide", "BOTH");
    sim_write_fixed(json, "positionAmt", position->quantity, market->quantity_digits);
    sim_write_fixed(json, "entryPrice", sim_position_entry(position), market->price_digits);
    sim_write_fixed(json, "breakEvenPrice", sim_position_entry(position), market->price_digits);
    sim_write_amount(json, "markPrice", sim_mark_of(market));
    sim_write_amount(json, "unRealizedProfit", profit);
    tr_json_write_text(json, "liquidationPrice", "0");
    sim_write_amount(json, "isolatedMargin", none);
    sim_write_amount(json, "notional", sim_plus(position->cost, profit));
    tr_json_write_text(json, "marginAsset", market->instrument.settle);
    sim_write_amount(json, "isolatedWallet", none);
    sim_write_amount(json, "initialMargin", margin);
    sim_write_amount(json, "maintMargin", none);
    sim_write_amount(json, "positionInitialMargin", margin);
    sim_write_amount(json, "openOrderInitialMargin", none);
    tr_json_write_int64(json, "adl", 0);
    sim_write_fixed(json, "leverage", position->leverage, 0);
    tr_json_write_text(json, "marginType", "cross");
    tr_json_write_int64(json, "updateTime", position->updated_ns / TR_NS_PER_MS);
    tr_json_write_object_end(json);
}

/* What is held; flat ones are left out, as version 3 does. */
void sim_binance_futures_run_positions(sim_call *call)
{
    const sim_market *only = NULL;
    if (!only_market(call, &only))
        return;
    tr_json_write_array_begin(call->json, NULL);
    for (size_t i = 0; i < call->exchange->position_count; i++) {
        const sim_position *position = &call->exchange->positions[i];
        if (position->account == call->account && !tr_decimal_is_zero(position->quantity) &&
            (only == NULL || only->number == position->instrument))
            write_risk(call, position);
    }
    tr_json_write_array_end(call->json);
}

void sim_binance_futures_run_fees(sim_call *call)
{
    const sim_market *market = sim_binance_market_named(call);
    const sim_account *account = &call->exchange->accounts[call->account];
    if (market == NULL)
        return;
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_text(call->json, "symbol", market->instrument.exchange_symbol);
    sim_write_fixed(call->json, "makerCommissionRate", account->maker_rate, 6);
    sim_write_fixed(call->json, "takerCommissionRate", account->taker_rate, 6);
    tr_json_write_object_end(call->json);
}

void sim_binance_futures_run_leverage(sim_call *call)
{
    const sim_market *market = sim_binance_market_named(call);
    int64_t leverage = 0;
    if (market == NULL)
        return;
    if (!sim_integer_of(sim_request_param(call->request, "leverage"), &leverage) || leverage < 1 ||
        leverage > LEVERAGE_MAX) {
        sim_binance_say(call, 400, -4028, "Leverage is not valid");
        return;
    }
    sim_position *position = sim_position_of(call->exchange, call->account, market->number);
    if (position == NULL) {
        call->exchange->is_out_of_memory = true;
        return;
    }
    position->leverage = tr_decimal_from_int(leverage);
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_int64(call->json, "leverage", leverage);
    tr_json_write_text(call->json, "maxNotionalValue", "1000000000");
    tr_json_write_text(call->json, "symbol", market->instrument.exchange_symbol);
    tr_json_write_object_end(call->json);
}

static void write_configuration(sim_call *call, const sim_market *market)
{
    const sim_position *position = sim_position_of(call->exchange, call->account, market->number);
    int64_t leverage = 0;
    if (position == NULL || tr_decimal_to_int(position->leverage, &leverage) != TR_OK) {
        call->exchange->is_out_of_memory = true;
        return;
    }
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_text(call->json, "symbol", market->instrument.exchange_symbol);
    tr_json_write_text(call->json, "marginType", "CROSSED");
    tr_json_write_bool(call->json, "isAutoAddMargin", false);
    tr_json_write_int64(call->json, "leverage", leverage);
    tr_json_write_text(call->json, "maxNotionalValue", "1000000000");
    tr_json_write_object_end(call->json);
}

void sim_binance_futures_run_configuration(sim_call *call)
{
    write_each(call, true, write_configuration);
}

static void write_bracket(sim_call *call, const sim_market *market)
{
    tr_json_writer *json = call->json;
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "symbol", market->instrument.exchange_symbol);
    tr_json_write_array_begin(json, "brackets");
    tr_json_write_object_begin(json, NULL);
    tr_json_write_int64(json, "bracket", 1);
    tr_json_write_int64(json, "initialLeverage", LEVERAGE_MAX);
    tr_json_write_int64(json, "notionalCap", INT64_C(1000000000));
    tr_json_write_int64(json, "notionalFloor", 0);
    tr_json_write_int64(json, "maintMarginRatio", 0);
    tr_json_write_int64(json, "cum", 0);
    tr_json_write_object_end(json);
    tr_json_write_array_end(json);
    tr_json_write_object_end(json);
}

void sim_binance_futures_run_brackets(sim_call *call)
{
    write_each(call, true, write_bracket);
}

void sim_binance_futures_run_modes(sim_call *call)
{
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_bool(call->json, "dualSidePosition", false);
    tr_json_write_object_end(call->json);
}

/* ---- income ---------------------------------------------------------------------------------- */

static const char *const income_types[] = { "REALIZED_PNL", "COMMISSION", "FUNDING_FEE" };

enum { INCOME_PROFIT, INCOME_FEE, INCOME_FUNDING };

typedef struct income {
    sim_call *call;
    const sim_market *only;
    const char *type; /* NULL: all */
    int64_t from_ms, until_ms, first, last, seen;
} income;

/* An id is unique within its type alone. */
static void write_income(income *at, int type, uint32_t instrument, tr_decimal amount,
                         int64_t at_ns, int64_t id, int64_t trade_id)
{
    sim_call *call = at->call;
    tr_json_writer *json = call->json;
    const sim_market *market = &call->exchange->markets[instrument];
    int64_t ms = at_ns / TR_NS_PER_MS;
    if (!sim_is_swap(market) || (at->only != NULL && at->only != market) || ms < at->from_ms ||
        ms > at->until_ms || (at->type != NULL && strcmp(at->type, income_types[type]) != 0) ||
        tr_decimal_is_zero(amount) || call->clock_ns - at_ns < call->exchange->lag_ended_ns)
        return;
    int64_t place = at->seen++;
    if (place < at->first || place >= at->last)
        return;
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "symbol", market->instrument.exchange_symbol);
    tr_json_write_text(json, "incomeType", income_types[type]);
    sim_write_amount(json, "income", amount);
    tr_json_write_text(json, "asset", market->instrument.settle);
    tr_json_write_int64(json, "time", ms);
    tr_json_write_text(json, "info", income_types[type]);
    tr_json_write_int64(json, "tranId", id);
    if (trade_id == 0)
        tr_json_write_text(json, "tradeId", "");
    else
        tr_json_write_int64(json, "tradeId", trade_id);
    tr_json_write_object_end(json);
}

static void write_fill_income(income *at, const sim_fill *fill)
{
    tr_decimal none = { 0 };
    write_income(at, INCOME_PROFIT, fill->instrument, fill->realised, fill->at_ns, fill->trade_id,
                 fill->trade_id);
    write_income(at, INCOME_FEE, fill->instrument, sim_minus(none, fill->fee), fill->at_ns,
                 fill->trade_id, fill->trade_id);
}

/* Oldest first: executions and payments in the order of their times. */
static void write_all_income(income *at)
{
    const sim_exchange *exchange = at->call->exchange;
    uint32_t account = at->call->account;
    size_t bill = 0, fill = 0;
    while (bill < exchange->bill_count || fill < exchange->fill_count) {
        bool is_bill = fill == exchange->fill_count ||
                       (bill < exchange->bill_count &&
                        exchange->bills[bill].at_ns < exchange->fills[fill].at_ns);
        if (is_bill && exchange->bills[bill].account == account)
            write_income(at, INCOME_FUNDING, exchange->bills[bill].instrument,
                         exchange->bills[bill].amount, exchange->bills[bill].at_ns,
                         exchange->bills[bill].id, 0);
        else if (!is_bill && exchange->fills[fill].account == account)
            write_fill_income(at, &exchange->fills[fill]);
        if (is_bill)
            bill++;
        else
            fill++;
    }
}

/* Without a time the last seven days. */
void sim_binance_futures_run_income(sim_call *call)
{
    income at = { .call = call, .type = sim_request_param(call->request, "incomeType") };
    int64_t now_ms = call->clock_ns / TR_NS_PER_MS, most = INT64_C(9000000000000);
    int64_t page = sim_limit_of(call, "page", 1, 1000000);
    int64_t limit = sim_limit_of(call, "limit", 100, 1000);
    at.from_ms = sim_limit_of(call, "startTime", now_ms - WEEK_MS, most);
    at.until_ms = sim_limit_of(call, "endTime", most, most);
    if (!only_market(call, &at.only))
        return;
    if (page < 1 || limit < 1 || at.from_ms == -1 || at.until_ms == -1) {
        sim_binance_say(call, 400, -1100, "Illegal characters found in a parameter.");
        return;
    }
    at.first = (page - 1) * limit;
    at.last = page * limit;
    tr_json_write_array_begin(call->json, NULL);
    write_all_income(&at);
    tr_json_write_array_end(call->json);
}
