/* truth.c: what there is, past every fault, and that it adds up. */
#include "state.h"

#include <stdio.h>
#include <string.h>

static const char *const status_names[] = { "open", "filled", "cancelled", "expired" };

static void write_order(const sim_exchange *exchange, const sim_order *order,
                        tr_json_writer *writer)
{
    tr_json_write_object_begin(writer, NULL);
    tr_json_write_int64(writer, "id", order->id);
    tr_json_write_text(writer, "client_id", order->client_id);
    tr_json_write_text(writer, "account", exchange->accounts[order->account].name);
    tr_json_write_text(writer, "symbol", sim_symbol_of(exchange, order->instrument));
    tr_json_write_text(writer, "side", tr_side_name(order->side));
    tr_json_write_text(writer, "type", order->is_market ? "market" : "limit");
    tr_json_write_text(writer, "status", status_names[order->status]);
    tr_json_write_decimal(writer, "price", order->price);
    tr_json_write_decimal(writer, "stop_price", order->stop_price);
    tr_json_write_bool(writer, "is_waiting", order->is_waiting);
    tr_json_write_bool(writer, "is_reduce_only", order->is_reduce_only);
    tr_json_write_decimal(writer, "quantity", order->quantity);
    tr_json_write_decimal(writer, "filled", order->filled);
    tr_json_write_decimal(writer, "filled_quote", order->filled_quote);
    tr_json_write_decimal(writer, "fee", order->fee);
    tr_json_write_decimal(writer, "reserved", order->reserved);
    tr_json_write_int64(writer, "created_ns", order->created_ns);
    tr_json_write_object_end(writer);
}

static void write_fill(const sim_exchange *exchange, const sim_fill *fill, tr_json_writer *writer)
{
    tr_json_write_object_begin(writer, NULL);
    tr_json_write_int64(writer, "trade_id", fill->trade_id);
    tr_json_write_int64(writer, "order_id", fill->order_id);
    tr_json_write_text(writer, "account", exchange->accounts[fill->account].name);
    tr_json_write_text(writer, "symbol", sim_symbol_of(exchange, fill->instrument));
    tr_json_write_text(writer, "side", tr_side_name(fill->side));
    tr_json_write_bool(writer, "is_maker", fill->is_maker);
    tr_json_write_decimal(writer, "price", fill->price);
    tr_json_write_decimal(writer, "quantity", fill->quantity);
    tr_json_write_decimal(writer, "fee", fill->fee);
    tr_json_write_text(writer, "fee_asset", fill->fee_asset);
    tr_json_write_int64(writer, "at_ns", fill->at_ns);
    tr_json_write_object_end(writer);
}

static void write_accounts(const sim_exchange *exchange, bool is_margin, tr_json_writer *writer)
{
    tr_json_write_object_begin(writer, is_margin ? "margin" : "balances");
    for (size_t i = 1; i < exchange->account_count; i++) {
        const sim_account *account = &exchange->accounts[i];
        tr_json_write_object_begin(writer, account->name);
        for (size_t k = 0; k < account->holding_count; k++) {
            const sim_holding *holding = &account->holdings[k];
            if (holding->is_margin != is_margin)
                continue;
            tr_json_write_object_begin(writer, holding->asset);
            tr_json_write_decimal(writer, "free", holding->free);
            tr_json_write_decimal(writer, "locked", holding->locked);
            tr_json_write_object_end(writer);
        }
        tr_json_write_object_end(writer);
    }
    tr_json_write_object_end(writer);
}

static void write_positions(const sim_exchange *exchange, tr_json_writer *writer)
{
    tr_json_write_array_begin(writer, "positions");
    for (size_t i = 0; i < exchange->position_count; i++) {
        const sim_position *position = &exchange->positions[i];
        tr_json_write_object_begin(writer, NULL);
        tr_json_write_text(writer, "account", exchange->accounts[position->account].name);
        tr_json_write_text(writer, "symbol", sim_symbol_of(exchange, position->instrument));
        tr_json_write_decimal(writer, "quantity", position->quantity);
        tr_json_write_decimal(writer, "cost", position->cost);
        tr_json_write_decimal(writer, "entry", sim_position_entry(position));
        tr_json_write_decimal(writer, "profit", sim_position_profit(exchange, position));
        tr_json_write_decimal(writer, "realised", position->realised);
        tr_json_write_decimal(writer, "fees", position->fees);
        tr_json_write_decimal(writer, "funding", position->funding);
        tr_json_write_decimal(writer, "leverage", position->leverage);
        tr_json_write_object_end(writer);
    }
    tr_json_write_array_end(writer);
}

void sim_write_truth(const sim_exchange *exchange, tr_json_writer *writer, const char *key)
{
    tr_error err;
    tr_json_write_object_begin(writer, key);
    tr_json_write_text(writer, "exchange", exchange->shape->name);
    tr_json_write_int64(writer, "requests", (int64_t)exchange->request_count);
    tr_json_write_int64(writer, "faults_waiting", (int64_t)exchange->fault_count);
    tr_json_write_object_begin(writer, "faults");
    for (int i = 1; i < SIM_FAULT_KIND_COUNT; i++)
        if (exchange->fault_totals[i] > 0)
            tr_json_write_int64(writer, sim_fault_name((sim_fault_kind)i),
                                (int64_t)exchange->fault_totals[i]);
    tr_json_write_object_end(writer);
    tr_json_write_array_begin(writer, "orders");
    for (size_t i = 0; i < exchange->order_count; i++)
        write_order(exchange, &exchange->orders[i], writer);
    tr_json_write_array_end(writer);
    tr_json_write_array_begin(writer, "fills");
    for (size_t i = 0; i < exchange->fill_count; i++)
        write_fill(exchange, &exchange->fills[i], writer);
    tr_json_write_array_end(writer);
    write_accounts(exchange, false, writer);
    if (exchange->shape->has_margin_wallet)
        write_accounts(exchange, true, writer);
    write_positions(exchange, writer);
    tr_json_write_bool(writer, "adds_up", sim_exchange_check(exchange, &err) == TR_OK);
    tr_json_write_object_end(writer);
}

/* ---- sums ------------------------------------------------------------------------------------ */

static tr_status wrong(tr_error *err, const char *what, const char *name)
{
    if (err != NULL) {
        err->status = TR_E_INTERNAL;
        err->native_code = 0;
        (void)snprintf(err->message, sizeof err->message, "%s: %s", name, what);
    }
    return TR_E_INTERNAL;
}

/* What the account's open orders hold back of an asset. */
static tr_decimal reserved_of(const sim_exchange *exchange, uint32_t account, const char *asset,
                              bool is_margin)
{
    tr_decimal sum = { 0 };
    for (size_t i = 0; i < exchange->order_count; i++) {
        const sim_order *order = &exchange->orders[i];
        const tr_instrument *instrument = &exchange->markets[order->instrument].instrument;
        bool is_swap = instrument->kind == TR_KIND_LINEAR;
        const char *source = is_swap                       ? instrument->settle
                             : order->side == TR_SIDE_SELL ? instrument->base
                                                           : instrument->quote;
        if (order->account == account && strcmp(source, asset) == 0 &&
            (is_swap && exchange->shape->has_margin_wallet) == is_margin)
            sum = sim_plus(sum, order->reserved);
    }
    return sum;
}

/* Its swaps may have lost what its orders hold back. */
static bool has_swaps(const sim_exchange *exchange, uint32_t account, const sim_holding *holding)
{
    for (size_t i = 0; i < exchange->position_count; i++) {
        const sim_position *position = &exchange->positions[i];
        const char *settle = exchange->markets[position->instrument].instrument.settle;
        if (position->account == account && strcmp(settle, holding->asset) == 0 &&
            holding->is_margin == exchange->shape->has_margin_wallet)
            return true;
    }
    return false;
}

static tr_status check_asset(const sim_exchange *exchange, const char *asset, tr_error *err)
{
    tr_decimal there = { 0 }, funded = { 0 };
    for (size_t i = 0; i < exchange->account_count; i++)
        for (size_t k = 0; k < exchange->accounts[i].holding_count; k++) {
            const sim_holding *holding = &exchange->accounts[i].holdings[k];
            if (strcmp(holding->asset, asset) != 0)
                continue;
            there = sim_plus(there, sim_plus(holding->free, holding->locked));
            funded = sim_plus(funded, holding->funded);
        }
    return tr_decimal_compare(there, funded) == 0
               ? TR_OK
               : wrong(err, "more or less than was funded", asset);
}

tr_status sim_exchange_check(const sim_exchange *exchange, tr_error *err)
{
    tr_status status = tr_matching_check(exchange->matching, err);
    for (size_t i = 0; status == TR_OK && i < exchange->account_count; i++) {
        const sim_account *account = &exchange->accounts[i];
        for (size_t k = 0; status == TR_OK && k < account->holding_count; k++) {
            const sim_holding *holding = &account->holdings[k];
            tr_decimal reserved =
                reserved_of(exchange, (uint32_t)i, holding->asset, holding->is_margin);
            if (tr_decimal_compare(holding->locked, reserved) != 0)
                return wrong(err, "locked is not what open orders reserve", holding->asset);
            if (i != SIM_HOUSE && tr_decimal_sign(holding->free) < 0 &&
                !has_swaps(exchange, (uint32_t)i, holding))
                return wrong(err, "less than nothing is free", holding->asset);
            status = check_asset(exchange, holding->asset, err);
        }
    }
    for (size_t i = 0; status == TR_OK && i < exchange->order_count; i++) {
        const sim_order *order = &exchange->orders[i];
        bool is_live = tr_book_find(tr_matching_book(exchange->matching, order->instrument),
                                    order->id, &(tr_book_order){ 0 }) == TR_OK;
        if (is_live != (order->status == SIM_ORDER_OPEN && !order->is_waiting))
            return wrong(err, "the book and the list of orders disagree", order->client_id);
        if (order->status != SIM_ORDER_OPEN && !tr_decimal_is_zero(order->reserved))
            return wrong(err, "a finished order holds money back", order->client_id);
    }
    const char *swaps = status == TR_OK ? sim_swaps_check(exchange) : NULL;
    return swaps == NULL ? status : wrong(err, swaps, "swaps");
}
