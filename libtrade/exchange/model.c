/* model.c: the names of calls, faults and order features, and what a fault means to the caller. */
#include <trade/exchange_model.h>

#define ARRAY_COUNT(array) (sizeof(array) / sizeof((array)[0]))

const char *tr_call_name(tr_call call)
{
    static const char *const names[] = {
        "time",    "instruments", "ticker",   "tickers",   "bars",       "book",   "trades",
        "funding", "account",     "balances", "positions", "place",      "cancel", "amend",
        "order",   "open_orders", "fills",    "fees",      "key_rights", "dead_man",
        "cancel_all", "bills", "margin", "leverage_set",
        "place_stop", "cancel_stop", "stop", "open_stops",
        "funding_paid", "position_mode",
    };
    _Static_assert(ARRAY_COUNT(names) == TR_CALL_COUNT, "a name for each call");
    return (size_t)call < ARRAY_COUNT(names) ? names[call] : NULL;
}

const char *tr_fault_name(tr_fault fault)
{
    static const char *const names[] = {
        "none",          "auth",
        "permission",    "rate",
        "time",          "funds",
        "invalid_order", "duplicate_id",
        "not_found",     "symbol",
        "would_take",    "not_fillable",
        "busy",          "unknown_outcome",
        "request",       "unsupported",
        "refused",       "cancelling",
        "no_change",     "other",
    };
    _Static_assert(ARRAY_COUNT(names) == TR_FAULT_OTHER + 1, "a name for each fault");
    return (size_t)fault < ARRAY_COUNT(names) ? names[fault] : NULL;
}

const char *tr_bill_kind_name(tr_bill_kind kind)
{
    static const char *const names[] = { "other",  "trade",    "fee",         "funding",
                                         "profit", "transfer", "liquidation", "interest" };
    _Static_assert(ARRAY_COUNT(names) == TR_BILL_INTEREST + 1, "a name for each kind");
    return (size_t)kind < ARRAY_COUNT(names) ? names[kind] : NULL;
}

tr_status tr_fault_status(tr_fault fault)
{
    static const tr_status statuses[] = {
        [TR_FAULT_NONE] = TR_OK,
        [TR_FAULT_AUTH] = TR_E_DENIED,
        [TR_FAULT_PERMISSION] = TR_E_DENIED,
        [TR_FAULT_RATE] = TR_E_BUSY,
        [TR_FAULT_TIME] = TR_E_STALE,
        [TR_FAULT_FUNDS] = TR_E_REFUSED,
        [TR_FAULT_INVALID_ORDER] = TR_E_REFUSED,
        [TR_FAULT_DUPLICATE_ID] = TR_E_EXISTS,
        [TR_FAULT_NOT_FOUND] = TR_E_NOT_FOUND,
        [TR_FAULT_SYMBOL] = TR_E_REFUSED,
        [TR_FAULT_WOULD_TAKE] = TR_E_REFUSED,
        [TR_FAULT_NOT_FILLABLE] = TR_E_REFUSED,
        [TR_FAULT_BUSY] = TR_E_BUSY,
        [TR_FAULT_UNKNOWN_OUTCOME] = TR_E_UNKNOWN_OUTCOME,
        [TR_FAULT_REQUEST] = TR_E_INVALID,
        [TR_FAULT_UNSUPPORTED] = TR_E_UNSUPPORTED,
        [TR_FAULT_REFUSED] = TR_E_REFUSED,
        [TR_FAULT_CANCELLING] = TR_E_CONFLICT,
        [TR_FAULT_NO_CHANGE] = TR_E_CONFLICT,
        [TR_FAULT_OTHER] = TR_E_REFUSED,
    };
    return (size_t)fault < ARRAY_COUNT(statuses) ? statuses[fault] : TR_E_INVALID;
}

const char *tr_order_feature_name(tr_order_feature feature)
{
    static const char *const names[] = {
        "market",    "limit",       "stop",         "stop_limit",    "ioc",          "fok",
        "post_only", "reduce_only", "notional_buy", "notional_sell", "quantity_buy",
    };
    _Static_assert(ARRAY_COUNT(names) == TR_ORDER_FEATURE_COUNT, "a name for each feature");
    for (size_t bit = 0; bit < ARRAY_COUNT(names); bit++)
        if ((unsigned int)feature == 1U << bit)
            return names[bit];
    return NULL;
}
