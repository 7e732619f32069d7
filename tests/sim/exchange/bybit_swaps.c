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
    tr_decimal size = position->quantity, value = position->cost,
               entry = sim_position_entry(position);
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
        sim_bybit_say_wrong(call,
                            kind != TR_KIND_LINEAR ? "category" : "symbol or settleCoin is wanted");
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
    const char *buy = sim_bybit_param(call, "buyLeverage"),
               *sell = sim_bybit_param(call, "sellLeverage");
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

/* ---- what changed the wallet ------------------------------------------------------------------ */

/* A payment of funding, or an execution. */
typedef struct change {
    const sim_bill *bill;
    const sim_fill *fill;
    size_t fill_index;
    int64_t at_ns;
} change;

static void write_sums(tr_json_writer *json, const change *of)
{
    tr_decimal none = { 0 };
    bool is_bill = of->bill != NULL;
    tr_decimal funding = is_bill ? of->bill->amount : none, fee = is_bill ? none : of->fill->fee;
    tr_decimal flow = is_bill ? none : of->fill->realised;
    sim_write_fixed(json, "tradePrice", is_bill ? of->bill->mark : of->fill->price, 0);
    sim_write_fixed(json, "funding", funding, 0);
    sim_write_fixed(json, "fee", fee, 0);
    sim_write_fixed(json, "cashFlow", flow, 0);
    sim_write_fixed(json, "change", sim_minus(sim_plus(flow, funding), fee), 0);
    sim_write_fixed(json, "cashBalance", is_bill ? of->bill->wallet : of->fill->wallet, 0);
}

static void write_change(sim_call *call, const change *of)
{
    tr_json_writer *json = call->json;
    bool is_bill = of->bill != NULL;
    uint32_t number = is_bill ? of->bill->instrument : of->fill->instrument;
    const tr_instrument *instrument = &call->exchange->markets[number].instrument;
    const sim_account *account = &call->exchange->accounts[call->account];
    tr_decimal quantity = is_bill ? of->bill->quantity : of->fill->quantity, rate = { 0 };
    bool is_buy = is_bill ? tr_decimal_sign(quantity) > 0 : of->fill->side == TR_SIDE_BUY;
    char id[64];
    (void)tr_decimal_absolute(quantity, &quantity); /* never the minimum */
    rate = is_bill              ? of->bill->rate
           : of->fill->is_maker ? account->maker_rate
                                : account->taker_rate;
    (void)snprintf(id, sizeof id, "%c%lld_%s", is_bill ? 'f' : 't',
                   is_bill ? (long long)of->bill->id : (long long)of->fill_index + 1,
                   instrument->exchange_symbol); /* cut: the number comes first */
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "id", id);
    tr_json_write_text(json, "symbol", instrument->exchange_symbol);
    tr_json_write_text(json, "category", "linear");
    tr_json_write_text(json, "side", is_buy ? "Buy" : "Sell");
    sim_bybit_write_id(json, "transactionTime", of->at_ns / TR_NS_PER_MS);
    tr_json_write_text(json, "type", is_bill ? "SETTLEMENT" : "TRADE");
    tr_json_write_text(json, "transSubType", "");
    sim_write_fixed(json, "qty", quantity, 0);
    tr_json_write_text(json, "currency", instrument->settle);
    write_sums(json, of);
    sim_write_fixed(json, "feeRate", rate, 0);
    tr_json_write_text(json, "bonusChange", "");
    if (is_bill)
        tr_json_write_text(json, "tradeId", "");
    else
        sim_bybit_write_id(json, "tradeId", (int64_t)of->fill_index + 1);
    if (is_bill)
        tr_json_write_text(json, "orderId", "");
    else
        sim_bybit_write_id(json, "orderId", of->fill->order_id);
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

static bool is_listed(const sim_call *call, uint32_t account, uint32_t instrument,
                      const char *currency)
{
    const sim_market *market = &call->exchange->markets[instrument];
    return account == call->account && sim_is_swap(market) &&
           (currency == NULL || strcmp(currency, market->instrument.settle) == 0);
}

/* The later of the last bill and the last execution before two places. False: there is none. */
static bool change_before(const sim_call *call, const char *currency, size_t *bills, size_t *fills,
                          change *out)
{
    const sim_exchange *exchange = call->exchange;
    while (*bills > 0 && !is_listed(call, exchange->bills[*bills - 1].account,
                                    exchange->bills[*bills - 1].instrument, currency))
        --*bills;
    while (*fills > 0 && !is_listed(call, exchange->fills[*fills - 1].account,
                                    exchange->fills[*fills - 1].instrument, currency))
        --*fills;
    if (*bills == 0 && *fills == 0)
        return false;
    const sim_bill *bill = *bills > 0 ? &exchange->bills[*bills - 1] : NULL;
    const sim_fill *fill = *fills > 0 ? &exchange->fills[*fills - 1] : NULL;
    bool is_bill = fill == NULL || (bill != NULL && bill->at_ns >= fill->at_ns);
    *out = is_bill ? (change){ .bill = bill, .at_ns = bill->at_ns }
                   : (change){ .fill = fill, .fill_index = *fills - 1, .at_ns = fill->at_ns };
    if (is_bill)
        --*bills;
    else
        --*fills;
    return true;
}

void sim_bybit_run_bills(sim_call *call)
{
    sim_bybit_page at;
    int64_t from = 0, until = 0;
    const char *category = sim_bybit_param(call, "category"), *type = sim_bybit_param(call, "type"),
               *currency = sim_bybit_param(call, "currency"),
               *of = sim_bybit_param(call, "accountType");
    bool is_known = type == NULL || strcmp(type, "SETTLEMENT") == 0 || strcmp(type, "TRADE") == 0;
    if (!sim_bybit_page_read(call, 20, 50, &at))
        return;
    if (!span_read(call, &from, &until) || !is_known ||
        (category != NULL && strcmp(category, "linear") != 0) ||
        (of != NULL && strcmp(of, "UNIFIED") != 0)) {
        sim_bybit_say_wrong(
            call,
            "this simulator lists executions and funding of contracts, of at most seven days");
        return;
    }
    change one = { NULL, NULL, 0, 0 };
    size_t bills = call->exchange->bill_count, fills = call->exchange->fill_count;
    sim_bybit_begin(call, 0, "OK");
    tr_json_write_array_begin(call->json, "list");
    while (change_before(call, currency, &bills, &fills, &one)) {
        int64_t ms = one.at_ns / TR_NS_PER_MS;
        if (ms < from || ms > until || call->clock_ns - one.at_ns < call->exchange->lag_ended_ns ||
            (type != NULL && (type[0] == 'S') != (one.bill != NULL)))
            continue;
        if (sim_bybit_page_has(&at))
            write_change(call, &one);
    }
    tr_json_write_array_end(call->json);
    sim_bybit_page_end(call, &at);
}
