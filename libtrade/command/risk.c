/* risk.c: `risk show`, `risk set` and `risk check`: the limits, one of them by hand, and what they would say. */
#include <trade/command.h>

#include <stdio.h>
#include <string.h>

#include <trade/engine_risk.h>

#include "command/reading.h"
#include "command/subject.h"
#include "core/fail.h"

/* ---- show ------------------------------------------------------------------------------------ */

static const tr_argument_def show_arguments[] = {
    { .name = "account", .type = TR_ARGUMENT_TEXT, .max = "31", .help = "limits of this account" },
    { .name = "asset",
      .type = TR_ARGUMENT_TEXT,
      .min = "1",
      .max = "15",
      .help = "quote asset that amounts are in; the first market's when it is left out" },
};

static const tr_column_view show_columns[] = {
    { "scope", "SCOPE", false, 0 }, { "name", "NAME", false, 0 },   { "limit", "LIMIT", false, 0 },
    { "value", "VALUE", true, 0 },  { "used", "USED", true, 1 },    { "unit", "UNIT", false, 3 },
    { "origin", "FROM", false, 2 }, { "since", "SINCE", false, 4 },
};

static void write_line(void *user, const tr_risk_line *line)
{
    tr_document *answer = user;
    tr_document_object_begin(answer, NULL);
    tr_document_add_text(answer, "scope", tr_risk_scope_name(line->scope));
    tr_document_add_text(answer, "name", line->name);
    tr_document_add_text(answer, "limit", line->def->name);
    tr_document_add_decimal(answer, "value", line->limit);
    if (line->has_used)
        tr_document_add_decimal(answer, "used", line->used);
    else
        tr_document_add_null(answer, "used");
    tr_document_add_text(answer, "unit", line->def->unit);
    tr_document_add_text(answer, "origin", line->is_by_hand ? line->actor : "configuration");
    if (line->is_by_hand)
        tr_document_add_time(answer, "since", line->since_ns);
    tr_document_object_end(answer);
}

static void write_stop(void *user, const tr_risk_stop *stop)
{
    tr_document *answer = user;
    tr_document_object_begin(answer, NULL);
    tr_document_add_text(answer, "rule", stop->rule);
    tr_document_add_text(answer, "scope", tr_risk_scope_name(stop->scope));
    tr_document_add_text(answer, "name", stop->name);
    if (stop->level != TR_HALT_NONE)
        tr_document_add_text(answer, "level", tr_halt_level_name(stop->level));
    tr_document_add_time(answer, "since", stop->since_ns);
    if (stop->until_ns != 0)
        tr_document_add_time(answer, "until", stop->until_ns);
    tr_document_add_text(answer, "by", stop->actor);
    tr_document_add_text(answer, "reason", stop->reason);
    tr_document_object_end(answer);
}

static void skip_line(void *user, const tr_risk_line *line)
{
    (void)user, (void)line;
}

/* The first stop in words, for the line above the table; the list has them all. */
typedef struct summary {
    int64_t count;
    char text[TR_NOTES_SIZE];
} summary;

static void sum_stop(void *user, const tr_risk_stop *stop)
{
    summary *sum = user;
    if (sum->count++ == 0)
        (void)snprintf(sum->text, sizeof sum->text, "%s%s%s of %s %s, by %s%s%.100s", stop->rule,
                       stop->level == TR_HALT_NONE ? "" : " ",
                       stop->level == TR_HALT_NONE ? "" : tr_halt_level_name(stop->level),
                       tr_risk_scope_name(stop->scope), stop->name, stop->actor,
                       stop->reason[0] == '\0' ? "" : ": ", stop->reason);
}

static void skip_stop(void *user, const tr_risk_stop *stop)
{
    (void)user, (void)stop;
}

static void run_show(tr_command_call *call)
{
    const tr_command_context *context = tr_call_context(call);
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    tr_account_row account;
    const char *asset = context->instrument_count > 0 ? context->instruments[0].quote : "";
    if (tr_call_has(call, "asset"))
        asset = tr_call_text(call, "asset");
    tr_status status = tr__call_account(call, TR_RIGHT_READ, &account, &err);
    if (status == TR_OK) {
        summary sum = { .count = 0 };
        tr_document_add_text(answer, "account", account.name);
        tr_document_add_text(answer, "asset", asset);
        status = tr_engine_read_risk(context->engine, account.name, asset,
                                     &(tr_risk_sink){ skip_line, sum_stop, &sum });
        tr_document_add_int(answer, "stop_count", sum.count);
        tr_document_add_text(answer, "stopped", sum.count == 0 ? NULL : sum.text);
        tr_document_array_begin(answer, "stops");
        if (status == TR_OK)
            status = tr_engine_read_risk(context->engine, account.name, asset,
                                         &(tr_risk_sink){ skip_line, write_stop, answer });
        tr_document_array_end(answer);
        tr_document_array_begin(answer, "limits");
        if (status == TR_OK)
            status = tr_engine_read_risk(context->engine, account.name, asset,
                                         &(tr_risk_sink){ write_line, skip_stop, answer });
        tr_document_array_end(answer);
        if (status != TR_OK)
            (void)tr__fail(&err, status, 0, "the limits of account %s: %s", account.name,
                           tr_status_name(status));
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tr__command_risk_show = {
    .name = "risk show",
    .summary = "Show every limit that holds, how far it is used, and what is halted",
    .details = "The strictest of house, account, strategy and symbol counts. Limits come from the "
               "configuration or were set by hand (risk set).",
    .example = "tbctl risk show",
    .place = TR_COMMAND_TRADES,
    .rights = TR_RIGHT_READ,
    .arguments = show_arguments,
    .argument_count = sizeof show_arguments / sizeof show_arguments[0],
    .list_key = "limits",
    .columns = show_columns,
    .column_count = sizeof show_columns / sizeof show_columns[0],
    .run = run_show,
};

/* ---- set ------------------------------------------------------------------------------------- */

static const tr_argument_def set_arguments[] = {
    { .name = "limit",
      .type = TR_ARGUMENT_TEXT,
      .is_required = true,
      .is_positional = true,
      .max = "63",
      .help = "its name: max_daily_loss, max_order_value, ... as in the configuration and in risk "
              "show" },
    { .name = "value",
      .type = TR_ARGUMENT_TEXT,
      .is_required = true,
      .is_positional = true,
      .max = "63",
      .help = "a number, none, or configured for what the configuration says" },
    SUBJECT_ARGUMENTS,
};

static tr_status read_value(const char *text, tr_limit_change *change_out, tr_decimal *value_out,
                            tr_error *err)
{
    *change_out = TR_LIMIT_VALUE;
    if (strcmp(text, "none") == 0)
        *change_out = TR_LIMIT_NONE;
    else if (strcmp(text, "configured") == 0)
        *change_out = TR_LIMIT_CONFIGURED;
    else if (tr_decimal_parse(text, strlen(text), value_out) != TR_OK)
        return tr__fail(err, TR_E_INVALID, 0, "value is \"%s\": a number, none or configured",
                        text);
    return TR_OK;
}

static tr_status find_limit(const char *name, size_t *out, tr_error *err)
{
    if (tr_risk_limit_find(name, out) == TR_OK)
        return TR_OK;
    return tr__fail(err, TR_E_INVALID, 0,
                    "there is no limit \"%s\": they are the keys of risk in config.yaml", name);
}

static void run_set(tr_command_call *call)
{
    tr_error err = { 0 };
    tr_risk_subject subject;
    tr_account_row account;
    tr_limit_change change = TR_LIMIT_VALUE;
    tr_decimal value = { 0 };
    size_t limit = 0;
    tr_status status = tr__call_subject(call, TR_RIGHT_ADMIN, &account, &subject, &err);
    if (status == TR_OK)
        status = find_limit(tr_call_text(call, "limit"), &limit, &err);
    if (status == TR_OK)
        status = read_value(tr_call_text(call, "value"), &change, &value, &err);
    if (status != TR_OK) {
        tr_call_finish(call, status, &err);
        return;
    }
    tr__write_subject(tr_call_answer(call), &subject);
    tr_document_add_text(tr_call_answer(call), "limit", tr_risk_limit_table(NULL)[limit].name);
    tr_document_add_text(tr_call_answer(call), "value", tr_call_text(call, "value"));
    tr_engine_set_limit(tr_call_context(call)->engine, &subject, limit, change, value,
                        tr__end_subject, call);
}

const tr_command_def tr__command_risk_set = {
    .name = "risk set",
    .summary = "Set a limit by hand, until it is set to configured again",
    .details = "It holds at once, over restarts and reloads, and stands in the event log with who "
               "and why. The limits of a house hold for all accounts of the account's owner.",
    .example = "tbctl risk set max_daily_loss 0.03 --reason 'a rough week'",
    .place = TR_COMMAND_TRADES,
    .rights = TR_RIGHT_ADMIN,
    .is_dangerous = true,
    .arguments = set_arguments,
    .argument_count = sizeof set_arguments / sizeof set_arguments[0],
    .run = run_set,
};

/* ---- check ----------------------------------------------------------------------------------- */

static const char *const sides[] = { "buy", "sell", NULL };
static const char *const types[] = { "market", "limit", "stop", "stop_limit", NULL };

static const tr_argument_def check_arguments[] = {
    { .name = "side",
      .type = TR_ARGUMENT_CHOICE,
      .is_required = true,
      .is_positional = true,
      .choices = sides,
      .help = "buy or sell" },
    { .name = "symbol",
      .type = TR_ARGUMENT_SYMBOL,
      .is_required = true,
      .is_positional = true,
      .help = "what to trade" },
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
      .help = "limit price" },
    { .name = "stop_price",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "market price that sets off a stop" },
    { .name = "take_profit",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "price at which to leave with a profit" },
    { .name = "stop_loss",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "price at which to leave with a loss; it bounds the order's risk" },
    { .name = "reduce_only", .type = TR_ARGUMENT_FLAG, .help = "never open or enlarge a position" },
    { .name = "strategy",
      .type = TR_ARGUMENT_TEXT,
      .max = "63",
      .help = "as an alert of this strategy would place it" },
    { .name = "account", .type = TR_ARGUMENT_TEXT, .max = "31", .help = "account to trade on" },
};

static void read_request(const tr_command_call *call, const char *account, tr_order_request *out)
{
    const char *type = tr_call_text(call, "type");
    *out =
        (tr_order_request){ .side = strcmp(tr_call_text(call, "side"), "sell") == 0 ? TR_SIDE_SELL
                                                                                    : TR_SIDE_BUY };
    (void)snprintf(out->account, sizeof out->account, "%s", account);
    (void)snprintf(out->symbol, sizeof out->symbol, "%s", tr_call_text(call, "symbol"));
    (void)snprintf(out->strategy, sizeof out->strategy, "%s", tr_call_text(call, "strategy"));
    (void)tr_order_type_parse(type, strlen(type), &out->type); /* checked against the same words */
    out->quantity.value = tr_call_decimal(call, "quantity");
    out->limit_price.value = tr_call_decimal(call, "price");
    out->stop_price.value = tr_call_decimal(call, "stop_price");
    out->take_profit.value = tr_call_decimal(call, "take_profit");
    out->stop_loss.value = tr_call_decimal(call, "stop_loss");
    out->is_reduce_only = tr_call_flag(call, "reduce_only");
}

static void run_check(tr_command_call *call)
{
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    tr_account_row account;
    tr_order_request request;
    tr_risk_verdict verdict;
    tr_status status = tr__call_account(call, TR_RIGHT_READ, &account, &err);
    if (status == TR_OK) {
        read_request(call, account.name, &request);
        status = tr_engine_try(tr_call_context(call)->engine, &request, &verdict, &err);
    }
    if (status == TR_OK) {
        tr_document_add_bool(answer, "allowed", verdict.is_allowed);
        if (!verdict.is_allowed) {
            tr_document_add_text(answer, "rule", verdict.rule);
            tr_document_add_text(answer, "scope", tr_risk_scope_name(verdict.scope));
            tr_document_add_text(answer, "name",
                                 verdict.scope_name[0] == '\0' ? NULL : verdict.scope_name);
            tr_document_add_text(answer, "value", verdict.value);
            tr_document_add_text(answer, "limit", verdict.limit);
            tr_document_add_text(answer, "reason", verdict.reason);
        }
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tr__command_risk_check = {
    .name = "risk check",
    .summary = "Ask what the limits would say to an order; nothing is placed",
    .details = "A refusal is the answer, not a failure: rule, value, limit, and whose limit it is.",
    .example = "tbctl risk check buy BTC/USD 0.001 --stop-loss 60000",
    .place = TR_COMMAND_TRADES,
    .rights = TR_RIGHT_READ,
    .arguments = check_arguments,
    .argument_count = sizeof check_arguments / sizeof check_arguments[0],
    .run = run_check,
};
