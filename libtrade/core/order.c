/* order.c: the names of an order's parts, and the one table of the moves that its life cycle allows. */
#include <trade/order.h>

#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

static const char *const type_names[] = {
    [TR_ORDER_MARKET] = "market",
    [TR_ORDER_LIMIT] = "limit",
    [TR_ORDER_STOP] = "stop",
    [TR_ORDER_STOP_LIMIT] = "stop_limit",
    [TR_ORDER_TOUCH] = "touch",
    [TR_ORDER_TOUCH_LIMIT] = "touch_limit",
    [TR_ORDER_TRAILING] = "trailing",
};

static const char *const tif_names[] = {
    [TR_TIF_GTC] = "gtc",
    [TR_TIF_IOC] = "ioc",
    [TR_TIF_FOK] = "fok",
};

static const char *const role_names[] = {
    [TR_ROLE_ENTRY] = "entry",
    [TR_ROLE_TAKE_PROFIT] = "take_profit",
    [TR_ROLE_STOP_LOSS] = "stop_loss",
    [TR_ROLE_CLOSE] = "close",
};

static const char *const stop_at_names[] = {
    [TR_STOP_AT_ENGINE] = "engine",
    [TR_STOP_AT_EXCHANGE] = "exchange",
    [TR_STOP_TRIGGERED] = "triggered",
};

static const char *const trigger_names[] = {
    [TR_TRIGGER_NONE] = "none",
    [TR_TRIGGER_PRICE_RISE] = "price_rise",
    [TR_TRIGGER_PRICE_FALL] = "price_fall",
    [TR_TRIGGER_SIGNAL] = "signal",
    [TR_TRIGGER_TIME] = "time",
    [TR_TRIGGER_TRAIL] = "trail",
};

static const char *const action_names[] = {
    [TR_ALERT_BUY] = "buy",       [TR_ALERT_SELL] = "sell",       [TR_ALERT_CLOSE] = "close",
    [TR_ALERT_REDUCE] = "reduce", [TR_ALERT_REVERSE] = "reverse", [TR_ALERT_CONDITION] = "condition",
};

/* What alerts call the same things. */
static const struct {
    const char *word;
    tr_alert_action action;
} action_words[] = {
    { "buy", TR_ALERT_BUY },       { "long", TR_ALERT_BUY },    { "sell", TR_ALERT_SELL },
    { "short", TR_ALERT_SELL },    { "close", TR_ALERT_CLOSE }, { "exit", TR_ALERT_CLOSE },
    { "flat", TR_ALERT_CLOSE },    { "reduce", TR_ALERT_REDUCE },
    { "reverse", TR_ALERT_REVERSE },  { "condition", TR_ALERT_CONDITION },
};

#define TO(state) (1u << TR_STATE_##state)

/* One row a state: its name, the original's word for it, and the states that may follow it. A fill that
   does not complete an order being cancelled leaves it `cancelling`, so there is no move for it. */
static const struct state_row {
    const char *name;
    const char *view;
    unsigned next;
} states[] = {
    [TR_STATE_NONE] = { "none", NULL, TO(ACCEPTED) },
    [TR_STATE_ACCEPTED] = { "accepted", "pending",
                            TO(WAITING) | TO(CLAIMED) | TO(REFUSED) | TO(CANCELLED) | TO(EXPIRED) },
    [TR_STATE_WAITING] = { "waiting", "pending",
                           TO(CLAIMED) | TO(REFUSED) | TO(CANCELLED) | TO(EXPIRED) },
    [TR_STATE_CLAIMED] = { "claimed", "matched", TO(SENDING) | TO(REFUSED) | TO(CANCELLED) },
    [TR_STATE_SENDING] = { "sending", "matched",
                           TO(WORKING) | TO(UNKNOWN) | TO(FILLED) | TO(PARTLY_FILLED) |
                               TO(CANCELLED) | TO(FAILED) | TO(EXPIRED) },
    [TR_STATE_UNKNOWN] = { "unknown", "matched",
                           TO(SENDING) | TO(WORKING) | TO(PARTLY_FILLED) | TO(FILLED) |
                               TO(CANCELLED) | TO(FAILED) | TO(EXPIRED) },
    [TR_STATE_WORKING] = { "working", "matched",
                           TO(PARTLY_FILLED) | TO(FILLED) | TO(CANCELLING) | TO(CANCELLED) |
                               TO(EXPIRED) | TO(FAILED) },
    [TR_STATE_PARTLY_FILLED] = { "partly_filled", "matched",
                                 TO(PARTLY_FILLED) | TO(FILLED) | TO(CANCELLING) | TO(CANCELLED) |
                                     TO(EXPIRED) },
    [TR_STATE_FILLED] = { "filled", "executed", 0 },
    [TR_STATE_CANCELLING] = { "cancelling", "matched", TO(CANCELLED) | TO(FILLED) | TO(WORKING) },
    [TR_STATE_CANCELLED] = { "cancelled", "cancelled", 0 },
    [TR_STATE_EXPIRED] = { "expired", "cancelled", 0 },
    [TR_STATE_REFUSED] = { "refused", "failed", 0 },
    [TR_STATE_FAILED] = { "failed", "failed", 0 },
};

static const struct state_row *state_row_of(tr_order_state state)
{
    return (size_t)state < COUNT_OF(states) ? &states[state] : NULL;
}

static const char *name_at(const char *const *names, size_t count, size_t index)
{
    return index < count ? names[index] : NULL;
}

static bool is_word(const char *text, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(text, word, length) == 0;
}

/* The index of the name that `text` is; `count` when it is none. */
static size_t name_find(const char *const *names, size_t count, const char *text, size_t length)
{
    size_t index = 0;
    while (index < count && !is_word(text, length, names[index]))
        index++;
    return index;
}

const char *tr_order_type_name(tr_order_type type)
{
    return name_at(type_names, COUNT_OF(type_names), (size_t)type);
}

const char *tr_tif_name(tr_tif tif)
{
    return name_at(tif_names, COUNT_OF(tif_names), (size_t)tif);
}

const char *tr_role_name(tr_role role)
{
    return name_at(role_names, COUNT_OF(role_names), (size_t)role);
}

const char *tr_trigger_name(tr_trigger trigger)
{
    return name_at(trigger_names, COUNT_OF(trigger_names), (size_t)trigger);
}

const char *tr_stop_at_name(tr_stop_at stop_at)
{
    return name_at(stop_at_names, COUNT_OF(stop_at_names), (size_t)stop_at);
}

const char *tr_alert_action_name(tr_alert_action action)
{
    return name_at(action_names, COUNT_OF(action_names), (size_t)action);
}

const char *tr_order_state_name(tr_order_state state)
{
    const struct state_row *row = state_row_of(state);
    return row != NULL ? row->name : NULL;
}

const char *tr_order_state_view(tr_order_state state)
{
    const struct state_row *row = state_row_of(state);
    return row != NULL ? row->view : NULL;
}

bool tr_order_state_is_final(tr_order_state state)
{
    const struct state_row *row = state_row_of(state);
    return row != NULL && row->next == 0;
}

bool tr_order_move_is_legal(tr_order_state from, tr_order_state to)
{
    const struct state_row *row = state_row_of(from);
    return row != NULL && state_row_of(to) != NULL && (row->next >> (unsigned)to & 1u) != 0;
}

tr_status tr_order_type_parse(const char *text, size_t length, tr_order_type *out)
{
    if (text == NULL || out == NULL)
        return TR_E_INVALID;
    size_t index = name_find(type_names, COUNT_OF(type_names), text, length);
    if (index == COUNT_OF(type_names))
        return TR_E_PARSE;
    *out = (tr_order_type)index;
    return TR_OK;
}

tr_status tr_tif_parse(const char *text, size_t length, tr_tif *out)
{
    if (text == NULL || out == NULL)
        return TR_E_INVALID;
    size_t index = name_find(tif_names, COUNT_OF(tif_names), text, length);
    if (index == COUNT_OF(tif_names))
        return TR_E_PARSE;
    *out = (tr_tif)index;
    return TR_OK;
}

tr_status tr_order_state_parse(const char *text, size_t length, tr_order_state *out)
{
    if (text == NULL || out == NULL)
        return TR_E_INVALID;
    for (size_t i = 0; i < COUNT_OF(states); i++)
        if (is_word(text, length, states[i].name)) {
            *out = (tr_order_state)i;
            return TR_OK;
        }
    return TR_E_PARSE;
}

/* ASCII only: the words are, and a locale must not change what an alert means. */
static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

tr_status tr_alert_action_parse(const char *text, size_t length, tr_alert_action *out)
{
    if (text == NULL || out == NULL)
        return TR_E_INVALID;
    char word[16]; /* holds the longest one */
    if (length > sizeof word)
        return TR_E_PARSE;
    for (size_t i = 0; i < length; i++)
        word[i] = lower(text[i]);
    for (size_t i = 0; i < COUNT_OF(action_words); i++)
        if (is_word(word, length, action_words[i].word)) {
            *out = action_words[i].action;
            return TR_OK;
        }
    return TR_E_PARSE;
}

tr_status tr_order_average_price(const tr_order *order, tr_price *out)
{
    if (order == NULL || out == NULL)
        return TR_E_INVALID;
    if (tr_decimal_is_zero(order->filled_quantity.value))
        return TR_E_NOT_FOUND;
    return tr_decimal_divide(order->filled_notional.value, order->filled_quantity.value,
                             TR_ROUND_HALF_EVEN, &out->value);
}
