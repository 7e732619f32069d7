/* limits.c: the limits as a table, and those that an account has when nobody has set any. */
#include <trade/risk.h>

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/fail.h"

#define H (1u << TR_RISK_HOUSE)
#define A (1u << TR_RISK_ACCOUNT)
#define T (1u << TR_RISK_STRATEGY)
#define S (1u << TR_RISK_SYMBOL)

static const tr_risk_limit_def defs[] = {
    { "price_collar", "price_collar", false, H | A | T | S, "0.0001", "1", "share of the mark",
      "How much worse than the market's price a limit price may be.", NULL },
    { "max_order_quantity", "quantity", false, H | A | T | S, "0", "1000000000000000",
      "units of the base asset", "The most units that one order may have.", NULL },
    { "max_order_value", "notional", false, H | A | T | S, "0", "1000000000000",
      "units of the quote asset", "The most that one order may be worth: price x quantity.", NULL },
    { "max_risk_per_trade", "risk_per_trade", false, H | A | T | S, "0", "1", "share of the equity",
      "The most that one order may lose at its stop.", NULL },
    { "max_daily_loss", "daily_loss", false, H | A | T | S, "0", "1",
      "share of the equity at the day's start",
      "At this loss in one trading day, open positions included, entries are refused.", NULL },
    { "max_drawdown", "drawdown", false, H | A | T | S, "0", "1", "share of the highest equity",
      "At this loss from the highest equity on record entries are refused.", NULL },
    { "max_positions", "positions", true, H | A | T, "0", "10000", "positions",
      "How many symbols may be held or being entered at once.",
      "a symbol has one position, which max_exposure bounds" },
    { "max_open_orders", "open_orders", true, H | A | T | S, "0", "1000000000", "orders",
      "How many entries may wait or work at once.", NULL },
    { "max_exposure", "exposure", false, H | A | T | S, "0", "1000000000000",
      "units of the quote asset",
      "The most that may be held and being entered, valued at the mark.", NULL },
    { "max_leverage", "leverage", false, H | A | T | S, "0", "1000", "multiple of the equity",
      "The same as a multiple of the equity; 1 uses no more than there is.", NULL },
    { "max_correlated", "correlation", false, H | A | T | S, "0", "1000", "multiple of the equity",
      "The most that may be held of what moves together, each part weighted by its correlation.",
      NULL },
    { "max_daily_orders", "orders_per_day", true, H | A | T | S, "0", "1000000000", "orders",
      "How many entries may be placed in one trading day.", NULL },
    { "max_orders_per_second", "orders_per_second", false, H | A | T | S, "0.000001", "1000000",
      "orders a second", "How fast entries may follow each other, by a token bucket.", NULL },
    { "order_burst", "orders_per_second", true, H | A | T | S, "1", "1000000", "orders",
      "How many entries may come at once under max_orders_per_second.", NULL },
    { "assumed_stop", "risk_per_trade", false, A, "0.0001", "1", "share of the price",
      "How far away the stop of an order without one is taken to be.",
      "it says how an order's risk is counted, which is one figure for all who limit it: the "
      "account's" },
};

/* Where each limit lies, beside the table, which is public. */
typedef struct place {
    size_t has_offset;
    size_t offset;
} place;

#define PLACE(member)                                                                              \
    {                                                                                              \
        offsetof(tr_risk_limits, has_##member), offsetof(tr_risk_limits, member)                   \
    }
static const place places[] = {
    PLACE(price_collar),          PLACE(quantity_max),    PLACE(notional_max),
    PLACE(risk_per_trade_max),    PLACE(daily_loss_max),  PLACE(drawdown_max),
    PLACE(positions_max),         PLACE(open_orders_max), PLACE(exposure_max),
    PLACE(leverage_max),          PLACE(correlated_max),  PLACE(orders_per_day_max),
    PLACE(orders_per_second_max), PLACE(orders_burst),    PLACE(assumed_stop),
};

#define LIMIT_COUNT (sizeof defs / sizeof defs[0])
static_assert(sizeof places / sizeof places[0] == LIMIT_COUNT, "a place for each limit");
static_assert(sizeof(tr_money) == sizeof(tr_decimal) && sizeof(tr_quantity) == sizeof(tr_decimal),
              "amounts are decimals");

const tr_risk_limit_def *tr_risk_limit_table(size_t *count_out)
{
    if (count_out != NULL)
        *count_out = LIMIT_COUNT;
    return defs;
}

tr_status tr_risk_limit_find(const char *name, size_t *index_out)
{
    if (name == NULL || index_out == NULL)
        return TR_E_INVALID;
    for (size_t i = 0; i < LIMIT_COUNT; i++)
        if (strcmp(defs[i].name, name) == 0) {
            *index_out = i;
            return TR_OK;
        }
    return TR_E_NOT_FOUND;
}

static const bool *flag_of(const tr_risk_limits *limits, size_t index)
{
    return (const bool *)((const unsigned char *)limits + places[index].has_offset);
}

tr_status tr_risk_limits_get(const tr_risk_limits *limits, size_t index, tr_decimal *out)
{
    if (limits == NULL || out == NULL)
        return TR_E_INVALID;
    if (index >= LIMIT_COUNT)
        return TR_E_RANGE;
    if (!*flag_of(limits, index))
        return TR_E_NOT_FOUND;
    const unsigned char *at = (const unsigned char *)limits + places[index].offset;
    if (defs[index].is_count) {
        int64_t count;
        memcpy(&count, at, sizeof count);
        *out = tr_decimal_from_int(count);
    } else {
        memcpy(out, at, sizeof *out);
    }
    return TR_OK;
}

static tr_decimal bound(const char *text)
{
    tr_decimal value = { 0 };
    tr_status status = tr_decimal_parse(text, strlen(text), &value);
    assert(status == TR_OK); /* the table's own */
    (void)status;            /* asserted */
    return value;
}

static tr_status check_value(const tr_risk_limit_def *def, tr_risk_scope scope, tr_decimal value,
                             tr_error *err)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    int64_t whole;
    if (tr_risk_scope_name(scope) == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "risk scope is %d", (int)scope);
    if ((def->scopes & (1u << scope)) == 0)
        return tr__fail(err, TR_E_UNSUPPORTED, 0, "%s is no limit of %s %s: %s", def->name,
                        scope == TR_RISK_ACCOUNT ? "an" : "a", tr_risk_scope_name(scope),
                        def->why_not);
    (void)tr_decimal_format(value, text, sizeof text); /* the size always suffices */
    if (tr_decimal_compare(value, bound(def->min)) < 0 ||
        tr_decimal_compare(value, bound(def->max)) > 0)
        return tr__fail(err, TR_E_RANGE, 0, "%s is %s, allowed %s to %s", def->name, text, def->min,
                        def->max);
    if (def->is_count && tr_decimal_to_int(value, &whole) != TR_OK)
        return tr__fail(err, TR_E_RANGE, 0, "%s is %s, allowed are whole numbers", def->name, text);
    return TR_OK;
}

tr_status tr_risk_limits_put(tr_risk_limits *limits, tr_risk_scope scope, size_t index,
                             const tr_decimal *value, tr_error *err)
{
    if (limits == NULL || index >= LIMIT_COUNT)
        return tr__fail(err, TR_E_INVALID, 0, "no limits, or none of that number");
    tr_status status = value == NULL ? TR_OK : check_value(&defs[index], scope, *value, err);
    if (status != TR_OK)
        return status;
    bool is_set = value != NULL;
    unsigned char *at = (unsigned char *)limits;
    memcpy(at + places[index].has_offset, &is_set, sizeof is_set);
    if (defs[index].is_count) {
        int64_t whole = 0;
        if (is_set)
            (void)tr_decimal_to_int(*value, &whole); /* checked above */
        memcpy(at + places[index].offset, &whole, sizeof whole);
    } else {
        tr_decimal amount = is_set ? *value : (tr_decimal){ 0 };
        memcpy(at + places[index].offset, &amount, sizeof amount);
    }
    return TR_OK;
}

tr_status tr_risk_limits_check(const tr_risk_limits *limits, tr_risk_scope scope, tr_error *err)
{
    if (limits == NULL || limits->struct_size < sizeof *limits)
        return tr__fail(err, TR_E_INVALID, 0,
                        "risk limits: none, or of another size: use tr_risk_limits_init");
    for (size_t i = 0; i < LIMIT_COUNT; i++) {
        tr_decimal value;
        if (tr_risk_limits_get(limits, i, &value) != TR_OK)
            continue;
        tr_status status = check_value(&defs[i], scope, value, err);
        if (status != TR_OK)
            return status;
    }
    return TR_OK;
}

static tr_decimal hundredths(int64_t count)
{
    tr_decimal value = { 0 };
    tr_status status = tr_decimal_from_scaled(count, 2, &value);
    assert(status == TR_OK); /* two digits are within the scale */
    (void)status;            /* asserted */
    return value;
}

void tr_risk_limits_clear(tr_risk_limits *limits)
{
    if (limits == NULL)
        return;
    memset(limits, 0, sizeof *limits);
    limits->struct_size = sizeof *limits;
}

void tr_risk_limits_init(tr_risk_limits *limits)
{
    if (limits == NULL)
        return;
    tr_risk_limits_clear(limits);
    limits->has_risk_per_trade_max = true;
    limits->risk_per_trade_max = hundredths(2);
    limits->has_daily_loss_max = true;
    limits->daily_loss_max = hundredths(5);
    limits->has_positions_max = true;
    limits->positions_max = 5;
    limits->has_orders_per_day_max = true;
    limits->orders_per_day_max = 1000;
    limits->has_notional_max = true;
    limits->notional_max.value = tr_decimal_from_int(10000);
}

/* ---- words ----------------------------------------------------------------------------------- */

static const char *const scope_names[] = { "house", "account", "strategy", "symbol" };
static const char *const halt_names[] = { "none", "entries", "reduce", "flatten" };

/* The place of a word among `count`; -1: none of them. */
static int find_word(const char *const *words, size_t count, const char *text, size_t length)
{
    for (size_t i = 0; text != NULL && i < count; i++)
        if (strlen(words[i]) == length && memcmp(words[i], text, length) == 0)
            return (int)i;
    return -1;
}

const char *tr_risk_scope_name(tr_risk_scope scope)
{
    unsigned number = (unsigned)scope;
    return number < TR_RISK_SCOPE_COUNT ? scope_names[number] : NULL;
}

tr_status tr_risk_scope_parse(const char *text, size_t length, tr_risk_scope *out)
{
    int found = find_word(scope_names, sizeof scope_names / sizeof scope_names[0], text, length);
    if (out == NULL)
        return TR_E_INVALID;
    if (found < 0)
        return TR_E_PARSE;
    *out = (tr_risk_scope)found;
    return TR_OK;
}

const char *tr_halt_level_name(tr_halt_level level)
{
    unsigned number = (unsigned)level;
    return number < sizeof halt_names / sizeof halt_names[0] ? halt_names[number] : NULL;
}

tr_status tr_halt_level_parse(const char *text, size_t length, tr_halt_level *out)
{
    int found = find_word(halt_names, sizeof halt_names / sizeof halt_names[0], text, length);
    if (out == NULL)
        return TR_E_INVALID;
    if (found < 0)
        return TR_E_PARSE;
    *out = (tr_halt_level)found;
    return TR_OK;
}
