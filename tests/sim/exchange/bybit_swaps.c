/*
 * bybit_swaps.c: linear perpetuals in Bybit's dialect: instruments, positions, margin, funding. Its source is named in bybit.c;
 * beside it "Position: Get Position Info", "Set Leverage" and "Account: Get Transaction Log", 2026.
 */
#include "bybit.h"

#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#define LEVERAGE_MAX 100
#define DAY_MS       INT64_C(86400000)

/* ---- market data ----------------------------------------------------------------------------- */

void sim_bybit_write_swap(sim_call *call, const sim_market *market)
{
    const tr_instrument *instrument = &market->instrument;
    tr_json_writer *json = call->json;
    tr_decimal most = tr_decimal_is_zero(instrument->quantity_max) ? tr_decimal_from_int(1000000000)
                                                                   : instrument->quantity_max;
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "symbol", instrument->exchange_symbol);
    tr_json_write_text(json, "contractType", "LinearPerpetual");
    tr_json_write_text(json, "status", market->is_halted ? "PreLaunch" : "Trading");
    tr_json_write_text(json, "baseCoin", instrument->base);
    tr_json_write_text(json, "quoteCoin", instrument->quote);
    tr_json_write_text(json, "settleCoin", instrument->settle);
    tr_json_write_text(json, "launchTime", "1584230400000");
    tr_json_write_text(json, "deliveryTime", "0");
    tr_json_write_text(json, "deliveryFeeRate", "");
    sim_write_fixed(json, "priceScale", tr_decimal_from_int(market->price_digits), 0);
    tr_json_write_object_begin(json, "leverageFilter");
    tr_json_write_text(json, "minLeverage", "1");
    tr_json_write_text(json, "maxLeverage", "100.00");
    tr_json_write_text(json, "leverageStep", "0.01");
    tr_json_write_object_end(json);
    tr_json_write_object_begin(json, "priceFilter");
    sim_write_fixed(json, "minPrice", instrument->tick, 0);
    tr_json_write_text(json, "maxPrice", "1000000000");
    sim_write_fixed(json, "tickSize", instrument->tick, 0);
    tr_json_write_object_end(json);
    tr_json_write_object_begin(json, "lotSizeFilter");
    sim_write_fixed(json, "maxOrderQty", most, 0);
    sim_write_fixed(json, "minOrderQty", instrument->quantity_min, 0);
    sim_write_fixed(json, "qtyStep", instrument->lot, 0);
    sim_write_fixed(json, "postOnlyMaxOrderQty", most, 0);
    sim_write_fixed(json, "maxMktOrderQty", most, 0);
    sim_write_fixed(json, "minNotionalValue", instrument->notional_min, 0);
    tr_json_write_object_end(json);
    tr_json_write_bool(json, "unifiedMarginTrade", true);
    tr_json_write_int64(json, "fundingInterval", 480);
    tr_json_write_bool(json, "isPreListing", false);
    tr_json_write_object_end(json);
}

void sim_bybit_write_funding(sim_call *call, const sim_market *market)
{
    tr_json_writer *json = call->json;
    sim_write_fixed(json, "markPrice", sim_mark_of(market), market->price_digits);
    sim_write_fixed(json, "indexPrice", sim_mark_of(market), market->price_digits);
    sim_write_fixed(json, "fundingRate", market->funding_rate, 0);
    sim_bybit_write_id(json, "nextFundingTime", sim_next_funding_ns(call->clock_ns) / TR_NS_PER_MS);
}

/* ---- money ----------------------------------------------------------------------------------- */

/* What orders for swaps hold back of an asset. */
static tr_decimal order_margin(const sim_call *call, const char *asset)
{
    tr_decimal sum = { 0 };
    for (size_t i = 0; i < call->exchange->order_count; i++) {
        const sim_order *order = &call->exchange->orders[i];
        const sim_market *market = &call->exchange->markets[order->instrument];
        if (order->account == call->account && sim_is_swap(market) &&
            strcmp(market->instrument.settle, asset) == 0)
            sum = sim_plus(sum, order->reserved);
    }
    return sum;
}

void sim_bybit_write_margin(sim_call *call, const sim_holding *holding)
{
    tr_json_writer *json = call->json;
    tr_decimal total = sim_plus(holding->free, holding->locked), profit = { 0 }, bound = { 0 };
    tr_decimal realised = { 0 };
    for (size_t i = 0; i < call->exchange->position_count; i++) {
        const sim_position *position = &call->exchange->positions[i];
        const char *settle = call->exchange->markets[position->instrument].instrument.settle;
        if (position->account != call->account || strcmp(settle, holding->asset) != 0)
            continue;
        profit = sim_plus(profit, sim_position_profit(call->exchange, position));
        bound = sim_plus(bound, sim_position_margin(position));
        realised = sim_plus(realised, position->realised);
    }
    tr_decimal orders = order_margin(call, holding->asset);
    sim_write_fixed(json, "equity", sim_plus(total, profit), 0);
    sim_write_fixed(json, "walletBalance", total, 0);
    sim_write_fixed(json, "locked", sim_minus(holding->locked, orders), 0);
    sim_write_fixed(json, "totalOrderIM", orders, 0);
    sim_write_fixed(json, "totalPositionIM", bound, 0);
    sim_write_fixed(json, "unrealisedPnl", profit, 0);
    sim_write_fixed(json, "cumRealisedPnl", realised, 0);
}

/* ---- positions ------------------------------------------------------------------------------- */

static void write_position(sim_call *call, const sim_position *position)
{
    tr_json_writer *json = call->json;
    const sim_market *market = &call->exchange->markets[position->instrument];
    tr_decimal size = position->quantity, value = position->cost, entry = sim_position_entry(position);
    int sign = tr_decimal_sign(size);
    (void)tr_decimal_absolute(size, &size); /* never the minimum */
    (void)tr_decimal_absolute(value, &value);
    tr_json_write_object_begin(json, NULL);
    tr_json_write_int64(json, "positionIdx", 0);
    tr_json_write_int64(json, "riskId", 1);
    tr_json_write_text(json, "riskLimitValue", "2000000");
    tr_json_write_text(json, "symbol", market->instrument.exchange_symbol);
    tr_json_write_text(json, "side", sign > 0 ? "Buy" : sign < 0 ? "Sell" : "");
    sim_write_fixed(json, "size", size, 0);
    sim_write_fixed(json, "avgPrice", entry, 0);
    sim_write_fixed(json, "positionValue", value, 0);
    tr_json_write_int64(json, "tradeMode", 0);
    tr_json_write_int64(json, "autoAddMargin", 0);
    tr_json_write_text(json, "positionStatus", "Normal");
    sim_write_fixed(json, "leverage", position->leverage, 0);
    sim_write_fixed(json, "markPrice", sim_mark_of(market), market->price_digits);
    tr_json_write_text(json, "liqPrice", "");
    tr_json_write_text(json, "bustPrice", "");
    sim_write_fixed(json, "positionIM", sim_position_margin(position), 0);
    tr_json_write_text(json, "positionMM", "0");
    sim_write_fixed(json, "unrealisedPnl", sim_position_profit(call->exchange, position), 0);
    sim_write_fixed(json, "cumRealisedPnl", position->realised, 0);
    tr_json_write_int64(json, "adlRankIndicator", 0);
    tr_json_write_bool(json, "isReduceOnly", false);
    sim_bybit_write_id(json, "createdTime", position->created_ns / TR_NS_PER_MS);
    sim_bybit_write_id(json, "updatedTime", position->updated_ns / TR_NS_PER_MS);
    tr_json_write_int64(json, "seq", (int64_t)call->exchange->fill_count);
    tr_json_write_object_end(json);
}

/* Of one market also when it is flat; otherwise what is held and settled in a coin. */
void sim_bybit_run_positions(sim_call *call)
{
    bool is_wrong = false;
    sim_bybit_page at;
    tr_kind kind;
    const sim_market *market = sim_bybit_market_if_named(call, &kind, &is_wrong);
    const char *settle = sim_bybit_param(call, "settleCoin");
    if (is_wrong || !sim_bybit_page_read(call, 20, 200, &at))
        return;
    if (kind != TR_KIND_LINEAR || (market == NULL && settle == NULL)) {
        sim_bybit_say_wrong(call, kind != TR_KIND_LINEAR ? "category" : "symbol or settleCoin is wanted");
        return;
    }
    if (market != NULL && sim_position_of(call->exchange, call->account, market->number) == NULL) {
        call->exchange->is_out_of_memory = true;
        return;
    }
    sim_bybit_begin(call, 0, "OK");
    tr_json_write_array_begin(call->json, "list");
    for (size_t i = 0; i < call->exchange->position_count; i++) {
        const sim_position *position = &call->exchange->positions[i];
        const sim_market *of = &call->exchange->markets[position->instrument];
        if (position->account != call->account || (market != NULL && of != market) ||
            (market == NULL && (tr_decimal_is_zero(position->quantity) ||
                                strcmp(of->instrument.settle, settle) != 0)))
            continue;
        if (sim_bybit_page_has(&at))
            write_position(call, position);
    }
    tr_json_write_array_end(call->json);
    sim_bybit_page_end(call, &at);
}

void sim_bybit_run_leverage(sim_call *call)
{
    const sim_market *market = sim_bybit_market_named(call);
    const char *buy = sim_bybit_param(call, "buyLeverage"), *sell = sim_bybit_param(call, "sellLeverage");
    tr_decimal leverage;
    if (market == NULL)
        return;
    sim_position *position = sim_position_of(call->exchange, call->account, market->number);
    if (!sim_is_swap(market) || sim_amount_of(buy, &leverage) != TR_OK || sell == NULL ||
        strcmp(buy, sell) != 0 || sim_is_less(leverage, tr_decimal_from_int(1)) ||
        sim_is_less(tr_decimal_from_int(LEVERAGE_MAX), leverage) || position == NULL) {
        sim_bybit_say_wrong(call, "buyLeverage and sellLeverage");
        return;
    }
    if (tr_decimal_compare(position->leverage, leverage) == 0) {
        sim_bybit_say(call, 110043, "Set leverage has not been modified.");
        return;
    }
    position->leverage = leverage;
    sim_bybit_say(call, 0, "OK");
}

/* ---- funding --------------------------------------------------------------------------------- */

static void write_bill(sim_call *call, const sim_bill *bill)
{
    tr_json_writer *json = call->json;
    const tr_instrument *instrument = &call->exchange->markets[bill->instrument].instrument;
    tr_decimal size = bill->quantity;
    (void)tr_decimal_absolute(size, &size); /* never the minimum */
    tr_json_write_object_begin(json, NULL);
    char id[48];
    (void)snprintf(id, sizeof id, "%lld_%s_sim", (long long)bill->id, instrument->exchange_symbol); /* cut: the number comes first */
    tr_json_write_text(json, "id", id);
    tr_json_write_text(json, "symbol", instrument->exchange_symbol);
    tr_json_write_text(json, "category", "linear");
    tr_json_write_text(json, "side", tr_decimal_sign(bill->quantity) > 0 ? "Buy" : "Sell");
    sim_bybit_write_id(json, "transactionTime", bill->at_ns / TR_NS_PER_MS);
    tr_json_write_text(json, "type", "SETTLEMENT");
    tr_json_write_text(json, "transSubType", "");
    sim_write_fixed(json, "qty", size, 0);
    sim_write_fixed(json, "size", bill->quantity, 0);
    tr_json_write_text(json, "currency", instrument->settle);
    sim_write_fixed(json, "tradePrice", bill->mark, 0);
    sim_write_fixed(json, "funding", bill->amount, 0);
    tr_json_write_text(json, "fee", "0");
    tr_json_write_text(json, "cashFlow", "0");
    sim_write_fixed(json, "change", bill->amount, 0);
    sim_write_fixed(json, "cashBalance", bill->wallet, 0);
    sim_write_fixed(json, "feeRate", bill->rate, 0);
    tr_json_write_text(json, "bonusChange", "");
    tr_json_write_text(json, "tradeId", "");
    tr_json_write_text(json, "orderId", "");
    tr_json_write_text(json, "orderLinkId", "");
    tr_json_write_text(json, "extraFees", "");
    tr_json_write_object_end(json);
}

/* A day when no time is given, seven at most; newest first. */
static bool span_read(sim_call *call, int64_t *from, int64_t *until)
{
    int64_t now = call->clock_ns / TR_NS_PER_MS, most = INT64_C(9000000000000);
    *from = sim_limit_of(call, "startTime", INT64_MIN, most);
    *until = sim_limit_of(call, "endTime", INT64_MIN, most);
    if (*from == -1 || *until == -1)
        return false;
    if (*until == INT64_MIN)
        *until = *from == INT64_MIN ? now : *from + DAY_MS;
    if (*from == INT64_MIN)
        *from = *until - DAY_MS;
    return *until >= *from && *until - *from <= 7 * DAY_MS;
}

void sim_bybit_run_bills(sim_call *call)
{
    sim_bybit_page at;
    int64_t from = 0, until = 0;
    const char *category = sim_bybit_param(call, "category"), *type = sim_bybit_param(call, "type"),
               *currency = sim_bybit_param(call, "currency"), *of = sim_bybit_param(call, "accountType");
    if (!sim_bybit_page_read(call, 20, 50, &at))
        return;
    if (!span_read(call, &from, &until) || type == NULL || strcmp(type, "SETTLEMENT") != 0 ||
        (category != NULL && strcmp(category, "linear") != 0) ||
        (of != NULL && strcmp(of, "UNIFIED") != 0)) {
        sim_bybit_say_wrong(call, "this simulator lists type=SETTLEMENT, of at most seven days");
        return;
    }
    sim_bybit_begin(call, 0, "OK");
    tr_json_write_array_begin(call->json, "list");
    for (size_t i = call->exchange->bill_count; i-- > 0;) {
        const sim_bill *bill = &call->exchange->bills[i];
        int64_t ms = bill->at_ns / TR_NS_PER_MS;
        const char *settle = call->exchange->markets[bill->instrument].instrument.settle;
        if (bill->account != call->account || ms < from || ms > until ||
            call->clock_ns - bill->at_ns < call->exchange->lag_ended_ns ||
            (currency != NULL && strcmp(currency, settle) != 0))
            continue;
        if (sim_bybit_page_has(&at))
            write_bill(call, bill);
    }
    tr_json_write_array_end(call->json);
    sim_bybit_page_end(call, &at);
}
