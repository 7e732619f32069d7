/* order_place.c: `order buy` and `order sell`: one set of arguments, two sides. */
#include <trade/command.h>

#include <stdio.h>
#include <string.h>

#include "command/legs.h"
#include "command/member.h"
#include "command/order.h"
#include "command/reading.h"
#include "core/fail.h"

static const char *const types[] = { "market", "limit",       "stop",     "stop_limit",
                                     "touch",  "touch_limit", "trailing", NULL };
static const char *const tifs[] = { "gtc", "ioc", "fok", NULL };
static const char *const waits[] = { "settled", "stored", NULL };

static const tr_argument_def arguments[] = {
    { .name = "symbol",
      .type = TR_ARGUMENT_SYMBOL,
      .is_required = true,
      .is_positional = true,
      .help = "what to trade: BTC/USDT, BTCUSDT, BINANCE:BTCUSDT" },
    { .name = "quantity",
      .type = TR_ARGUMENT_DECIMAL,
      .is_required = true,
      .is_positional = true,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "how much, in units of the base asset" },
    { .name = "type",
      .type = TR_ARGUMENT_CHOICE,
      .initial = "market",
      .choices = types,
      .help = "kind of order" },
    { .name = "price",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "limit price; limit, stop_limit and touch_limit need it" },
    { .name = "stop_price",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "market price that sets off a stop, from the worse side, or a touch, from the better "
              "one" },
    { .name = "trail_amount",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "how far the market comes back from its best before a trailing order goes" },
    { .name = "trail_percent",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .max = "99.99",
      .help = "the same in per cent of the best price" },
    { .name = "activation_price",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "market price at which a trail begins; without this it begins at once" },
    { .name = "stop_trail_amount",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "instead of a stop loss: the stop of what fills follows the market, this far behind its best" },
    { .name = "stop_trail_percent",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .max = "99.99",
      .help = "the same in per cent of the best price" },
    { .name = "take_profit",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "price at which to leave with a profit" },
    { .name = "stop_loss",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "price at which to leave with a loss; it bounds the order's risk" },
    { .name = "targets",
      .type = TR_ARGUMENT_TEXT,
      .max = "255",
      .help = "several prices to take profit at, with shares: 110:0.5,120:0.5" },
    { .name = "stops",
      .type = TR_ARGUMENT_TEXT,
      .max = "255",
      .help = "a stop for each target, instead of stop_loss" },
    { .name = "tif",
      .type = TR_ARGUMENT_CHOICE,
      .initial = "gtc",
      .choices = tifs,
      .help = "until cancelled, what fills at once, all at once or nothing" },
    { .name = "reduce_only", .type = TR_ARGUMENT_FLAG, .help = "never open or enlarge a position" },
    { .name = "on_signal",
      .type = TR_ARGUMENT_FLAG,
      .help = "wait for an alert of this symbol and side" },
    { .name = "strategy",
      .type = TR_ARGUMENT_TEXT,
      .max = "63",
      .help = "wait for an alert of this strategy" },
    { .name = "source",
      .type = TR_ARGUMENT_TEXT,
      .max = "63",
      .help = "wait for an alert of this source" },
    { .name = "signal_age",
      .type = TR_ARGUMENT_DURATION,
      .min = "1ms",
      .help = "an alert that was sent longer before does not fire it" },
    { .name = "good_from", .type = TR_ARGUMENT_TIME, .help = "time before which it does nothing" },
    { .name = "expires", .type = TR_ARGUMENT_TIME, .help = "time at which it expires" },
    { .name = "valid_for",
      .type = TR_ARGUMENT_DURATION,
      .min = "1s",
      .help = "how long it is valid, instead of a time" },
    { .name = "account", .type = TR_ARGUMENT_TEXT, .max = "31", .help = "account to trade on" },
    { .name = "key",
      .type = TR_ARGUMENT_TEXT,
      .max = "63",
      .help = "idempotency key: the same key never places a second order" },
    { .name = "notes", .type = TR_ARGUMENT_TEXT, .max = "255", .help = "words to keep with it" },
    { .name = "tags",
      .type = TR_ARGUMENT_TEXT,
      .max = "255",
      .help = "labels, separated by commas" },
    { .name = "wait",
      .type = TR_ARGUMENT_CHOICE,
      .initial = "settled",
      .choices = waits,
      .help = "answer when it waits, rests or has ended, or as soon as it is stored" },
    { .name = "unwatched",
      .type = TR_ARGUMENT_FLAG,
      .help = "take an order that waits although no program watches for it" },
};

static bool has_stop_price(tr_order_type type)
{
    return type == TR_ORDER_STOP || type == TR_ORDER_STOP_LIMIT || type == TR_ORDER_TOUCH ||
           type == TR_ORDER_TOUCH_LIMIT;
}

/* What has to be watched until it happens; NULL for an order that goes to the exchange now. */
static const char *waits_for(const tr_order_request *request)
{
    if (request->starts_ns != 0)
        return "its time";
    if (has_stop_price(request->type))
        return "its stop price";
    if (request->type == TR_ORDER_TRAILING)
        return "the end of its trail";
    if (request->waits_for_signal)
        return "an alert";
    if (request->leg_count > 0 || !tr_decimal_is_zero(request->take_profit.value) ||
        !tr_decimal_is_zero(request->stop_loss.value))
        return "its take-profit or stop-loss";
    return NULL;
}

/* The arguments' own rules that a single range cannot say. */
static tr_status check_prices(const tr_order_request *request, tr_error *err)
{
    const char *type = tr_order_type_name(request->type);
    bool has_limit = request->type == TR_ORDER_LIMIT || request->type == TR_ORDER_STOP_LIMIT ||
                     request->type == TR_ORDER_TOUCH_LIMIT;
    bool has_stop = has_stop_price(request->type);
    if (has_limit == tr_decimal_is_zero(request->limit_price.value))
        return tr__fail(err, TR_E_INVALID, 0, "price %s a %s order",
                        has_limit ? "is missing: it belongs to" : "has no meaning for", type);
    if (has_stop == tr_decimal_is_zero(request->stop_price.value))
        return tr__fail(err, TR_E_INVALID, 0, "stop_price %s a %s order",
                        has_stop ? "is missing: it belongs to" : "has no meaning for", type);
    return TR_OK;
}

static tr_status read_expiry(const tr_command_call *call, int64_t *out, tr_error *err)
{
    if (!tr_call_has(call, "valid_for")) {
        *out = tr_call_int(call, "expires");
        return TR_OK;
    }
    if (tr_call_has(call, "expires"))
        return tr__fail(err, TR_E_INVALID, 0, "expires and valid_for exclude each other");
    const tr_clock *clock = tr_call_context(call)->clock;
    int64_t now_ns = clock->now_ns(clock->user);
    int64_t duration_ns = tr_call_int(call, "valid_for");
    if (duration_ns > INT64_MAX - now_ns)
        return tr__fail(err, TR_E_INVALID, 0, "valid_for is \"%s\": beyond the end of time",
                        tr_call_text(call, "valid_for"));
    *out = now_ns + duration_ns;
    return TR_OK;
}

static tr_status read_trail(const tr_command_call *call, tr_order_request *request, tr_error *err)
{
    bool is_trailing = request->type == TR_ORDER_TRAILING;
    bool has_amount = tr_call_has(call, "trail_amount");
    bool has_percent = tr_call_has(call, "trail_percent");
    if (!is_trailing && (has_amount || has_percent || tr_call_has(call, "activation_price")))
        return tr__fail(
            err, TR_E_INVALID, 0,
            "trail_amount, trail_percent and activation_price belong to a trailing order");
    if (is_trailing && has_amount == has_percent)
        return tr__fail(err, TR_E_INVALID, 0,
                        "a trailing order needs trail_amount or trail_percent%s",
                        has_amount ? ", not both" : "");
    request->trail_amount.value = tr_call_decimal(call, "trail_amount");
    request->activation_price.value = tr_call_decimal(call, "activation_price");
    return tr_decimal_divide(tr_call_decimal(call, "trail_percent"), tr_decimal_from_int(100),
                             TR_ROUND_DOWN, &request->trail_rate);
}

/* The engine says what does not go together. */
static tr_status read_stop_trail(const tr_command_call *call, tr_order_request *request)
{
    request->exit_trail_amount.value = tr_call_decimal(call, "stop_trail_amount");
    return tr_decimal_divide(tr_call_decimal(call, "stop_trail_percent"), tr_decimal_from_int(100),
                             TR_ROUND_DOWN, &request->exit_trail_rate);
}

static tr_status read_request(const tr_command_call *call, tr_side side, tr_order_request *out,
                              tr_error *err)
{
    const tr_command_context *context = tr_call_context(call);
    tr_order_request request = { .side = side };
    tr_account_row account;
    tr_status status = tr__call_account(call, TR_RIGHT_TRADE, &account, err);
    if (status == TR_OK)
        status = read_expiry(call, &request.expires_ns, err);
    if (status != TR_OK)
        return status;
    (void)snprintf(request.account, sizeof request.account, "%s", account.name);
    (void)snprintf(request.user, sizeof request.user, "%s",
                   context->user == NULL ? "" : context->user);
    tr__call_copy(call, "symbol", request.symbol, sizeof request.symbol);
    tr__call_copy(call, "strategy", request.strategy, sizeof request.strategy);
    tr__call_copy(call, "source", request.source, sizeof request.source);
    tr__call_copy(call, "key", request.idempotency_key, sizeof request.idempotency_key);
    tr__call_copy(call, "notes", request.notes, sizeof request.notes);
    tr__call_copy(call, "tags", request.tags, sizeof request.tags);
    const char *type = tr_call_text(call, "type");
    const char *tif = tr_call_text(call, "tif");
    (void)tr_order_type_parse(type, strlen(type),
                              &request.type); /* checked against the same words */
    (void)tr_tif_parse(tif, strlen(tif), &request.tif);
    request.quantity.value = tr_call_decimal(call, "quantity");
    request.limit_price.value = tr_call_decimal(call, "price");
    request.stop_price.value = tr_call_decimal(call, "stop_price");
    request.take_profit.value = tr_call_decimal(call, "take_profit");
    request.stop_loss.value = tr_call_decimal(call, "stop_loss");
    request.is_reduce_only = tr_call_flag(call, "reduce_only");
    request.waits_for_signal =
        tr_call_flag(call, "on_signal") || request.strategy[0] != '\0' || request.source[0] != '\0';
    request.answer_when =
        strcmp(tr_call_text(call, "wait"), "stored") == 0 ? TR_ANSWER_STORED : TR_ANSWER_SETTLED;
    request.starts_ns = tr_call_int(call, "good_from");
    request.signal_age_max_ns = tr_call_int(call, "signal_age");
    status = check_prices(&request, err);
    if (status == TR_OK)
        status = read_trail(call, &request, err);
    if (status == TR_OK)
        status = read_stop_trail(call, &request);
    if (status == TR_OK)
        status = tr__legs_of_call(call, request.legs, &request.leg_count, err);
    if (request.leg_count > 0)
        request.take_profit = request.stop_loss = (tr_price){ { 0 } };
    if (status == TR_OK)
        *out = request;
    return status;
}

static void on_answer(void *user, const tr_engine_answer *answer)
{
    tr_command_call *call = user;
    tr_document *document = tr_call_answer(call);
    if (answer->order != NULL)
        tr__order_write(document, answer->order);
    if (answer->is_duplicate)
        tr_document_add_bool(document, "duplicate", true);
    if (answer->verdict != NULL && answer->verdict->rule != NULL) {
        tr_document_object_begin(document, "refusal");
        tr_document_add_text(document, "rule", answer->verdict->rule);
        tr_document_add_text(document, "value", answer->verdict->value);
        tr_document_add_text(document, "limit", answer->verdict->limit);
        tr_document_add_text(document, "scope", tr_risk_scope_name(answer->verdict->scope));
        tr_document_add_text(document, "name",
                             answer->verdict->scope_name[0] == '\0' ? NULL
                                                                    : answer->verdict->scope_name);
        tr_document_object_end(document);
    }
    tr_call_finish(call, answer->status, &answer->error);
}

static void place(tr_command_call *call, tr_side side)
{
    const tr_command_context *context = tr_call_context(call);
    tr_order_request request;
    tr_error err = { 0 };
    tr_status status = read_request(call, side, &request, &err);
    const char *awaited = status == TR_OK ? waits_for(&request) : NULL;
    if (awaited != NULL && context->is_unwatched && !tr_call_flag(call, "unwatched"))
        status = tr__fail(&err, TR_E_REFUSED, 0,
                          "no program runs that would watch for %s: start webhook-server, or say "
                          "unwatched to have the order wait until one runs",
                          awaited);
    if (status != TR_OK)
        tr_call_finish(call, status, &err);
    else
        tr_engine_submit(context->engine, &request, on_answer, call);
}

static void run_buy(tr_command_call *call)
{
    place(call, TR_SIDE_BUY);
}

static void run_sell(tr_command_call *call)
{
    place(call, TR_SIDE_SELL);
}

#define DETAILS                                                                                    \
    "The order is checked against the risk limits, stored, and then sent: at once, when the "      \
    "market reaches "                                                                              \
    "--stop-price or has come back by the trail, at a time (--good-from), or when an alert fits "  \
    "(--on-signal, "                                                                               \
    "--strategy, --source). Several of them come one after the other: the time, then the alert, "  \
    "then the price; "                                                                             \
    "what happens before its turn does not count. A refusal says which rule, the "                 \
    "value and the limit; without --stop-loss the order's whole value counts as its risk.\n\n"     \
    "Take-profit and stop-loss become two orders once it fills; one cancels the other. Of "        \
    "several targets each "                                                                        \
    "gets its share of what fills, the first one first, with a stop of its own.\n\n"               \
    "On the paper account a market order fills at the last price, against you by the slippage."

const tr_command_def tr__command_order_buy = {
    .name = "order buy",
    .summary = "Buy, now or when a price or an alert says so",
    .details = DETAILS,
    .example = "tbctl order buy BTC/USD 0.001 --stop-loss 60000 --take-profit 80000",
    .place = TR_COMMAND_TRADES,
    .rights = TR_RIGHT_TRADE,
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .run = run_buy,
};

const tr_command_def tr__command_order_sell = {
    .name = "order sell",
    .summary = "Sell, now or when a price or an alert says so",
    .details = DETAILS,
    .example = "tbctl order sell BTC/USD 0.001 --type limit --price 80000",
    .place = TR_COMMAND_TRADES,
    .rights = TR_RIGHT_TRADE,
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .run = run_sell,
};
