/* record.c: what words and flags set in a record, and records made whole. */
#include "exchange/record.h"

#include <string.h>

#include "core/fail.h"

/* ---- flags ----------------------------------------------------------------------------------- */

static void order_set(tr_order_record *order, uint32_t sets)
{
    if ((sets & (TR__SETS_BUY | TR__SETS_SELL)) != 0) {
        order->has_side = true;
        order->side = (sets & TR__SETS_BUY) != 0 ? TR_SIDE_BUY : TR_SIDE_SELL;
    }
    if ((sets & (TR__SETS_MARKET | TR__SETS_LIMIT | TR__SETS_STOP | TR__SETS_STOP_LIMIT)) != 0) {
        order->has_type = true;
        order->type = (sets & TR__SETS_MARKET) != 0  ? TR_ORDER_MARKET
                      : (sets & TR__SETS_LIMIT) != 0 ? TR_ORDER_LIMIT
                      : (sets & TR__SETS_STOP) != 0  ? TR_ORDER_STOP
                                                     : TR_ORDER_STOP_LIMIT;
    }
    if ((sets & (TR__SETS_GTC | TR__SETS_IOC | TR__SETS_FOK)) != 0) {
        order->has_tif = true;
        order->tif = (sets & TR__SETS_GTC) != 0   ? TR_TIF_GTC
                     : (sets & TR__SETS_IOC) != 0 ? TR_TIF_IOC
                                                  : TR_TIF_FOK;
    }
    order->is_post_only |= (sets & TR__SETS_POST_ONLY) != 0;
    order->is_reduce_only |= (sets & TR__SETS_REDUCE_ONLY) != 0;
    order->has_filled |= (sets & TR__SETS_FILLED) != 0;
    order->has_remaining |= (sets & TR__SETS_REMAINING) != 0;
    order->has_fee |= (sets & TR__SETS_FEE) != 0;
}

static void fill_set(tr_execution *fill, uint32_t sets)
{
    if ((sets & (TR__SETS_BUY | TR__SETS_SELL)) != 0) {
        fill->has_side = true;
        fill->side = (sets & TR__SETS_BUY) != 0 ? TR_SIDE_BUY : TR_SIDE_SELL;
    }
    if ((sets & (TR__SETS_MAKER | TR__SETS_TAKER)) != 0)
        fill->liquidity = (sets & TR__SETS_MAKER) != 0 ? TR_LIQUIDITY_MAKER : TR_LIQUIDITY_TAKER;
    fill->has_fee |= (sets & TR__SETS_FEE) != 0;
}

static tr_position_mode mode_of(uint32_t sets)
{
    return (sets & TR__SETS_LONG) != 0    ? TR_POSITION_LONG
           : (sets & TR__SETS_SHORT) != 0 ? TR_POSITION_SHORT
                                          : TR_POSITION_NET;
}

static void position_set(tr_position_record *position, uint32_t sets)
{
    if ((sets & (TR__SETS_LONG | TR__SETS_SHORT | TR__SETS_NET)) != 0)
        position->mode = mode_of(sets);
    position->has_profit |= (sets & TR__SETS_PROFIT) != 0;
}

static void bill_set(tr_bill *bill, uint32_t sets)
{
    bill->has_balance |= (sets & TR__SETS_BALANCE) != 0;
    bill->has_fee |= (sets & TR__SETS_FEE) != 0;
}

static void rights_set(tr_key_rights *rights, uint32_t sets)
{
    rights->can_read |= (sets & TR__SETS_READ) != 0;
    rights->can_trade |= (sets & TR__SETS_TRADE) != 0;
    rights->can_withdraw |= (sets & TR__SETS_WITHDRAW) != 0;
    rights->is_withdraw_known |= (sets & (TR__SETS_WITHDRAW | TR__SETS_WITHDRAW_TOLD)) != 0;
    rights->has_address_list |= (sets & TR__SETS_ADDRESS_LIST) != 0;
}

static void margin_set(tr_margin_record *margin, uint32_t sets)
{
    if ((sets & (TR__SETS_CROSS | TR__SETS_ISOLATED)) != 0)
        margin->mode = (sets & TR__SETS_CROSS) != 0 ? TR_MARGIN_CROSS : TR_MARGIN_ISOLATED;
    margin->has_position_mode |= (sets & (TR__SETS_ONE_WAY | TR__SETS_HEDGING)) != 0;
    margin->is_hedging |= (sets & TR__SETS_HEDGING) != 0;
    if ((sets & (TR__SETS_LONG | TR__SETS_SHORT | TR__SETS_NET)) != 0)
        margin->position = mode_of(sets);
}

void tr__record_set(tr_exchange_record *record, uint32_t sets)
{
    if ((sets & TR__SETS_LEFT_OUT) != 0) {
        record->kind = TR_RECORD_NONE;
        return;
    }
    switch (record->kind) {
    case TR_RECORD_ORDER:
        order_set(&record->as.order, sets);
        break;
    case TR_RECORD_FILL:
        fill_set(&record->as.fill, sets);
        break;
    case TR_RECORD_POSITION:
        position_set(&record->as.position, sets);
        break;
    case TR_RECORD_KEY_RIGHTS:
        rights_set(&record->as.rights, sets);
        break;
    case TR_RECORD_BILL:
        bill_set(&record->as.bill, sets);
        break;
    case TR_RECORD_MARGIN:
        margin_set(&record->as.margin, sets);
        break;
    case TR_RECORD_INSTRUMENT:
        record->as.instrument.is_trading |= (sets & TR__SETS_TRADING) != 0;
        if ((sets & TR__SETS_LINEAR) != 0)
            record->as.instrument.instrument.kind = TR_KIND_LINEAR;
        break;
    case TR_RECORD_FUNDING:
        record->as.funding.has_rate |= (sets & TR__SETS_RATE) != 0;
        record->as.funding.has_next_rate |= (sets & TR__SETS_NEXT_RATE) != 0;
        break;
    default:
        break;
    }
}

void tr__reading_set(tr__reading *reading, tr_exchange_record *record, uint32_t sets)
{
    if ((sets & TR__SETS_FAILED) != 0)
        reading->has_failed = true;
    tr__record_set(record, sets);
}

/* ---- whole records --------------------------------------------------------------------------- */

void tr__record_inherit(tr_exchange_record *record, const tr_exchange_record *outer)
{
    if (record->kind != TR_RECORD_FILL || outer->kind != TR_RECORD_ORDER)
        return;
    tr_execution *fill = &record->as.fill;
    const tr_order_record *order = &outer->as.order;
    memcpy(fill->exchange_symbol, order->exchange_symbol, sizeof fill->exchange_symbol);
    memcpy(fill->exchange_order_id, order->exchange_order_id, sizeof fill->exchange_order_id);
    memcpy(fill->client_id, order->client_id, sizeof fill->client_id);
    fill->has_side = order->has_side;
    fill->side = order->side;
    fill->at_ns = order->created_ns;
}

static const tr_instrument *symbol_fill(const tr__reading *reading, char *exchange_symbol,
                                        char *symbol)
{
    const tr_instrument *asked = reading->question->instrument;
    const tr_instrument *found = NULL;
    if (exchange_symbol[0] != '\0' && reading->adapter->symbol_name != NULL)
        reading->adapter->symbol_name(exchange_symbol);
    if (asked != NULL &&
        (exchange_symbol[0] == '\0' || strcmp(exchange_symbol, asked->exchange_symbol) == 0))
        found = asked;
    else if (reading->instruments != NULL)
        found =
            tr__instruments_find(reading->instruments, reading->question->kind, exchange_symbol);
    if (found == NULL)
        return NULL;
    memcpy(exchange_symbol, found->exchange_symbol, TR_SYMBOL_SIZE);
    memcpy(symbol, found->symbol, TR_SYMBOL_SIZE);
    return found;
}

/* price * quantity in quote units, contracts counted by their multiplier. */
static tr_status value_of(const tr_instrument *instrument, tr_decimal price, tr_decimal quantity,
                          tr_decimal *out)
{
    tr_decimal value;
    tr_status status = tr_decimal_multiply(price, quantity, TR_ROUND_HALF_EVEN, &value);
    if (status == TR_OK && instrument != NULL && instrument->kind != TR_KIND_SPOT)
        status = tr_decimal_multiply(value, instrument->multiplier, TR_ROUND_HALF_EVEN, &value);
    if (status == TR_OK)
        *out = value;
    return status;
}

static void average_derive(const tr_instrument *instrument, tr_order_record *order)
{
    tr_decimal filled = order->filled.value, units = filled;
    if (!order->has_filled || tr_decimal_is_zero(filled))
        return;
    if (tr_decimal_is_zero(order->notional.value)) {
        if (!tr_decimal_is_zero(order->average.value))
            (void)value_of(instrument, order->average.value, filled,
                           &order->notional.value); /* stays untold */
        return;
    }
    if (!tr_decimal_is_zero(order->average.value))
        return;
    if (instrument != NULL && instrument->kind != TR_KIND_SPOT &&
        tr_decimal_multiply(filled, instrument->multiplier, TR_ROUND_HALF_EVEN, &units) != TR_OK)
        return;
    if (!tr_decimal_is_zero(units))
        (void)tr_decimal_divide(order->notional.value, units, TR_ROUND_HALF_EVEN,
                                &order->average.value); /* stays untold */
}

static void quantities_derive(tr_order_record *order)
{
    tr_decimal rest;
    bool has_quantity = !tr_decimal_is_zero(order->quantity.value);
    if (!order->has_filled && order->state == TR_STATE_FILLED && has_quantity) {
        order->filled = order->quantity;
        order->has_filled = true;
    }
    if (has_quantity && order->has_filled && !order->has_remaining &&
        tr_decimal_subtract(order->quantity.value, order->filled.value, &rest) == TR_OK &&
        tr_decimal_sign(rest) >= 0) {
        order->remaining.value = rest;
        order->has_remaining = true;
    } else if (has_quantity && order->has_remaining && !order->has_filled &&
               tr_decimal_subtract(order->quantity.value, order->remaining.value, &rest) == TR_OK &&
               tr_decimal_sign(rest) >= 0) {
        order->filled.value = rest;
        order->has_filled = true;
    }
    if (order->state == TR_STATE_WORKING && order->has_filled &&
        !tr_decimal_is_zero(order->filled.value))
        order->state = TR_STATE_PARTLY_FILLED;
}

/* An answer that lists several: only the one that was asked for. */
static bool is_asked_order(const tr__reading *reading, const tr_order_record *order)
{
    const tr_exchange_question *question = reading->question;
    char client_id[TR_LABEL_SIZE];
    if (question->call != TR_CALL_ORDER)
        return true;
    if (question->exchange_order_id != NULL && order->exchange_order_id[0] != '\0')
        return strcmp(order->exchange_order_id, question->exchange_order_id) == 0;
    if (tr_id_is_none(question->order_id) || order->client_id[0] == '\0')
        return true;
    return tr_exchange_client_id_write(reading->adapter->info.name, question->kind,
                                       question->order_id, client_id, sizeof client_id,
                                       NULL) == TR_OK &&
           strcmp(client_id, order->client_id) == 0;
}

static tr_status order_complete(tr__reading *reading, tr_exchange_record *record, tr_error *err)
{
    tr_order_record *order = &record->as.order;
    if (order->exchange_order_id[0] == '\0' && order->client_id[0] == '\0' &&
        order->exchange_amend_id[0] == '\0')
        return tr__fail(err, TR_E_PARSE, 0, "an order without an id");
    const tr_instrument *instrument = symbol_fill(reading, order->exchange_symbol, order->symbol);
    quantities_derive(order);
    average_derive(instrument, order);
    if (!is_asked_order(reading, order))
        record->kind = TR_RECORD_NONE;
    return TR_OK;
}

static tr_status fill_complete(tr__reading *reading, tr_execution *fill, tr_error *err)
{
    const tr_instrument *instrument = symbol_fill(reading, fill->exchange_symbol, fill->symbol);
    if (tr_decimal_sign(fill->price.value) <= 0 || tr_decimal_sign(fill->quantity.value) <= 0)
        return tr__fail(err, TR_E_PARSE, 0, "a fill without a price and a quantity above zero");
    if (tr_decimal_is_zero(fill->notional.value))
        (void)value_of(instrument, fill->price.value, fill->quantity.value,
                       &fill->notional.value); /* stays untold */
    return TR_OK;
}

static tr_status ticker_complete(tr__reading *reading, tr_ticker *ticker)
{
    (void)symbol_fill(reading, ticker->exchange_symbol, ticker->symbol);
    if (tr_decimal_is_zero(ticker->change.value) && !tr_decimal_is_zero(ticker->last.value) &&
        !tr_decimal_is_zero(ticker->open.value))
        (void)tr_decimal_subtract(ticker->last.value, ticker->open.value,
                                  &ticker->change.value); /* stays untold */
    return TR_OK;
}

static tr_status instrument_complete(tr__reading *reading, tr_exchange_record *record)
{
    tr_instrument *instrument = &record->as.instrument.instrument;
    tr_symbol_parts parts = { .kind = reading->question->kind };
    memcpy(instrument->exchange, reading->adapter->info.name,
           strlen(reading->adapter->info.name) + 1);
    instrument->kind = reading->question->kind;
    if (instrument->settle[0] == '\0')
        memcpy(instrument->settle, instrument->quote, sizeof instrument->settle);
    if (tr_decimal_is_zero(instrument->multiplier))
        instrument->multiplier = tr_decimal_from_int(1);
    memcpy(parts.base, instrument->base, sizeof parts.base);
    memcpy(parts.quote, instrument->quote, sizeof parts.quote);
    memcpy(parts.settle, instrument->settle, sizeof parts.settle);
    bool is_fit =
        tr_symbol_format(&parts, instrument->symbol, sizeof instrument->symbol) == TR_OK &&
        tr_instrument_check(instrument, NULL) == TR_OK;
    /* A name that our symbols cannot hold, or a grid that is not told: nothing could be traded on it safely. */
    if (!is_fit)
        record->kind = TR_RECORD_NONE;
    return TR_OK;
}

/* Some tell free and held, some the total and one of them: what is missing follows. */
void tr__finish_free(const tr__reading *reading, tr_exchange_record *record)
{
    tr_balance_record *balance = &record->as.balance;
    (void)reading;
    if (tr_decimal_subtract(balance->total.value, balance->held.value, &balance->free.value) !=
        TR_OK)
        balance->free.value = tr_decimal_from_int(0);
}

void tr__finish_held(const tr__reading *reading, tr_exchange_record *record)
{
    tr_balance_record *balance = &record->as.balance;
    (void)reading;
    if (tr_decimal_subtract(balance->total.value, balance->free.value, &balance->held.value) !=
        TR_OK)
        balance->held.value = tr_decimal_from_int(0);
}

/* The note is "amount|asset", either of which may be missing yet. */
static void fee_note(tr__reading *reading, const char *amount, size_t amount_length,
                     const char *asset, size_t asset_length)
{
    char note[sizeof reading->note];
    if (amount_length + asset_length + 2 > sizeof note)
        return; /* no amount of a fee is so long */
    memcpy(note, amount, amount_length);
    note[amount_length] = '|';
    memcpy(note + amount_length + 1, asset, asset_length);
    tr__note_take(reading, note, amount_length + 1 + asset_length);
}

void tr__note_fee_amount(tr__reading *reading, const char *text, size_t length)
{
    char before[sizeof reading->note];
    memcpy(before, reading->note, sizeof before);
    const char *split = strchr(before, '|'), *asset = split == NULL ? "" : split + 1;
    fee_note(reading, text, length, asset, strlen(asset));
}

void tr__note_fee_asset(tr__reading *reading, const char *text, size_t length)
{
    char before[sizeof reading->note];
    memcpy(before, reading->note, sizeof before);
    const char *split = strchr(before, '|');
    fee_note(reading, before, split == NULL ? 0 : (size_t)(split - before), text, length);
}

void tr__finish_other_fee(const tr__reading *reading, tr_exchange_record *record)
{
    tr_execution *fill = &record->as.fill;
    const char *split = strchr(reading->note, '|');
    tr_decimal amount;
    if (split == NULL || split[1] == '\0' || strlen(split + 1) >= sizeof fill->fee_asset ||
        !tr_decimal_is_zero(fill->fee.value) ||
        !tr__take_decimal(reading->note, (size_t)(split - reading->note), &amount) ||
        tr_decimal_is_zero(amount))
        return;
    fill->has_fee = true;
    fill->fee.value = amount;
    memset(fill->fee_asset, 0, sizeof fill->fee_asset);
    for (size_t i = 0; split[i + 1] != '\0'; i++)
        fill->fee_asset[i] = split[i + 1] >= 'a' && split[i + 1] <= 'z'
                                 ? (char)(split[i + 1] - 'a' + 'A')
                                 : split[i + 1];
}

void tr__finish_contract_volume(const tr__reading *reading, tr_exchange_record *record)
{
    const tr_instrument *instrument = reading->question->instrument;
    if (instrument != NULL)
        record->as.bar.volume *= tr_decimal_to_double(instrument->multiplier);
}

void tr__finish_quote_buy(const tr__reading *reading, tr_exchange_record *record)
{
    tr_order_record *order = &record->as.order;
    tr_quantity unset = { { 0, 0 } };
    (void)reading;
    if (!order->has_type || order->type != TR_ORDER_MARKET || order->side != TR_SIDE_BUY)
        return;
    order->notional_asked.value = order->quantity.value;
    order->quantity = order->remaining = unset;
    order->has_remaining = false;
}

void tr__finish_signed(const tr__reading *reading, tr_exchange_record *record)
{
    bool is_order = record->kind == TR_RECORD_ORDER;
    tr_decimal *quantity =
        is_order ? &record->as.order.quantity.value : &record->as.fill.quantity.value;
    (void)reading;
    if (tr_decimal_is_zero(*quantity))
        return;
    tr__record_set(record, tr_decimal_sign(*quantity) < 0 ? TR__SETS_SELL : TR__SETS_BUY);
    if (tr_decimal_sign(*quantity) < 0)
        (void)tr_decimal_negate(*quantity,
                                quantity); /* the most negative is refused as a quantity */
}

bool tr__take_has(const char *text, size_t length, const char *piece)
{
    size_t size = strlen(piece);
    for (size_t i = 0; i + size <= length; i++)
        if (memcmp(text + i, piece, size) == 0)
            return true;
    return false;
}

static tr_status balance_complete(tr_balance_record *balance)
{
    if (tr_decimal_is_zero(balance->total.value))
        return tr_decimal_add(balance->free.value, balance->held.value, &balance->total.value);
    return TR_OK;
}

static void position_complete(tr__reading *reading, tr_exchange_record *record)
{
    tr_position_record *position = &record->as.position;
    (void)symbol_fill(reading, position->exchange_symbol, position->symbol);
    if (position->mode == TR_POSITION_SHORT && tr_decimal_sign(position->quantity) > 0)
        (void)tr_decimal_negate(position->quantity,
                                &position->quantity); /* its range is symmetrical enough */
}

static tr_status bill_complete(tr__reading *reading, tr_bill *bill, tr_error *err)
{
    if (bill->asset[0] == '\0' || bill->at_ns == 0)
        return tr__fail(err, TR_E_PARSE, 0, "a bill without its asset or its time");
    if (bill->exchange_symbol[0] != '\0')
        (void)symbol_fill(reading, bill->exchange_symbol, bill->symbol);
    return TR_OK;
}

static tr_status funding_paid_complete(tr__reading *reading, tr_funding_bill *bill, tr_error *err)
{
    const tr_instrument *instrument = symbol_fill(reading, bill->exchange_symbol, bill->symbol);
    if (bill->asset[0] == '\0' && instrument != NULL)
        memcpy(bill->asset, instrument->settle, sizeof bill->asset);
    if (bill->exchange_symbol[0] == '\0' || bill->at_ns <= 0)
        return tr__fail(err, TR_E_PARSE, 0, "a funding payment without its contract and time");
    return TR_OK;
}

static tr_status bar_complete(const tr__reading *reading, tr_bar *bar, tr_error *err)
{
    const tr_exchange_question *question = reading->question;
    if (bar->open_ns == 0)
        return tr__fail(err, TR_E_PARSE, 0, "a bar without its time");
    bar->is_closed =
        question->now_ns != 0 &&
        tr_timeframe_next_open_ns(question->timeframe, bar->open_ns) <= question->now_ns;
    return tr_bar_check(bar, err);
}

tr_status tr__record_complete(tr__reading *reading, tr_exchange_record *record, tr_error *err)
{
    switch (record->kind) {
    case TR_RECORD_ORDER:
        return order_complete(reading, record, err);
    case TR_RECORD_FILL:
        return fill_complete(reading, &record->as.fill, err);
    case TR_RECORD_TICKER:
        return ticker_complete(reading, &record->as.ticker);
    case TR_RECORD_INSTRUMENT:
        return instrument_complete(reading, record);
    case TR_RECORD_BALANCE:
        return record->as.balance.asset[0] == '\0'
                   ? tr__fail(err, TR_E_PARSE, 0, "a balance without its asset")
                   : balance_complete(&record->as.balance);
    case TR_RECORD_POSITION:
        position_complete(reading, record);
        return TR_OK;
    case TR_RECORD_BOOK:
        (void)symbol_fill(reading, record->as.book.exchange_symbol, record->as.book.symbol);
        record->as.book.bid_count = reading->bid_count;
        record->as.book.ask_count = reading->ask_count;
        return TR_OK;
    case TR_RECORD_FUNDING:
        (void)symbol_fill(reading, record->as.funding.exchange_symbol, record->as.funding.symbol);
        return TR_OK;
    case TR_RECORD_FEES:
        if (record->as.fees.exchange_symbol[0] != '\0')
            (void)symbol_fill(reading, record->as.fees.exchange_symbol, record->as.fees.symbol);
        return TR_OK;
    case TR_RECORD_FUNDING_PAID:
        return funding_paid_complete(reading, &record->as.funding_paid, err);
    case TR_RECORD_MARGIN:
        if (record->as.margin.exchange_symbol[0] != '\0')
            (void)symbol_fill(reading, record->as.margin.exchange_symbol, record->as.margin.symbol);
        return TR_OK;
    case TR_RECORD_BAR:
        return bar_complete(reading, &record->as.bar, err);
    case TR_RECORD_BILL:
        return bill_complete(reading, &record->as.bill, err);
    case TR_RECORD_TIME:
        return record->as.time.at_ns <= 0 ? tr__fail(err, TR_E_PARSE, 0, "the time is not told")
                                          : TR_OK;
    default:
        return TR_OK;
    }
}
