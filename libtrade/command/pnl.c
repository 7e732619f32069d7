/* pnl.c: `pnl`: what the account has gained, by symbol or by trading day. */
#include <trade/command.h>

#include <stdio.h>
#include <string.h>

#include <trade/ledger.h>
#include <trade/time.h>

#include "command/executions.h"
#include "command/funding.h"
#include "command/reading.h"
#include "core/fail.h"

#define SETTLE_MAX 64 /* assets that profit is told in, at one time */

static const char *const methods[] = { "average", "fifo", "lifo", "hifo", NULL };
static const char *const groups[] = { "symbol", "day", NULL };

static const tr_argument_def arguments[] = {
    { .name = "account",
      .type = TR_ARGUMENT_TEXT,
      .max = "31",
      .help = "profit and loss of this account" },
    { .name = "method",
      .type = TR_ARGUMENT_CHOICE,
      .initial = "average",
      .choices = methods,
      .help = "which lot is sold first; average is what position list shows" },
    { .name = "by",
      .type = TR_ARGUMENT_CHOICE,
      .initial = "symbol",
      .choices = groups,
      .help = "a row a symbol, or a row a trading day and symbol" },
    { .name = "symbol", .type = TR_ARGUMENT_SYMBOL, .help = "only this one" },
    { .name = "from",
      .type = TR_ARGUMENT_TIME,
      .help = "count executions from this time on; earlier ones only build the lots" },
    { .name = "to", .type = TR_ARGUMENT_TIME, .help = "leave out executions from this time on" },
};

static const tr_column_view columns[] = {
    { "day", "DAY", false, 0 },
    { "symbol", "SYMBOL", false, 0 },
    { "fills", "FILLS", true, 5 },
    { "realised", "REALISED", true, 0 },
    { "fees", "FEES", true, 2 },
    { "funding", "FUNDING", true, 6 },
    { "unrealised", "UNREALISED", true, 0 },
    { "net", "NET", true, 0 },
    { "quantity", "QUANTITY", true, 1 },
    { "average_price", "AVERAGE", true, 3 },
    { "price", "PRICE", true, 4 },
    { "settle", "IN", false, 0 },
};

/* ---- reading --------------------------------------------------------------------------------- */

typedef struct reading {
    tr_pnl *pnl;
    tr__fundings fundings;
    const char *symbol; /* empty: all */
} reading;

static tr_status take_fill(void *user, const tr_fill *fill, tr_error *err)
{
    reading *r = user;
    if (r->symbol[0] != '\0' && strcmp(r->symbol, fill->symbol) != 0)
        return TR_OK;
    tr_status status = tr__fundings_tell(&r->fundings, fill->at_ns, r->pnl, err);
    return status == TR_OK ? tr_pnl_fill(r->pnl, fill, err) : status;
}

/* ---- sums by asset ----------------------------------------------------------------------------- */

typedef struct total {
    char settle[TR_ASSET_SIZE];
    tr_money realised, fees, funding, unrealised, net;
    bool is_marked; /* every position of it has a price */
} total;

typedef struct totals {
    total items[SETTLE_MAX];
    size_t count;
} totals;

/* NULL: there are too many. */
static total *total_of(totals *all, const char *settle)
{
    size_t i = 0;
    while (i < all->count && strcmp(all->items[i].settle, settle) != 0)
        i++;
    if (i == SETTLE_MAX)
        return NULL;
    if (i == all->count) {
        all->items[all->count++] = (total){ .is_marked = true };
        (void)snprintf(all->items[i].settle, sizeof all->items[i].settle, "%s", settle);
    }
    return &all->items[i];
}

/* What is left of a row when fees are paid; unrealised profit included where it is known. */
static tr_status net_of(const tr_pnl_row *row, const tr_money *unrealised, tr_money *out)
{
    tr_status status = tr_money_subtract(row->realised, row->fees, out);
    if (status == TR_OK)
        status = tr_money_add(*out, row->funding, out);
    return status == TR_OK && unrealised != NULL ? tr_money_add(*out, *unrealised, out) : status;
}

static tr_status add_to_total(totals *all, const tr_pnl_row *row, const tr_money *unrealised)
{
    total *sum = total_of(all, row->settle);
    tr_money net;
    tr_status status;
    if (sum == NULL)
        return TR_E_FULL;
    if ((status = net_of(row, unrealised, &net)) != TR_OK ||
        (status = tr_money_add(sum->net, net, &sum->net)) != TR_OK ||
        (status = tr_money_add(sum->realised, row->realised, &sum->realised)) != TR_OK ||
        (status = tr_money_add(sum->fees, row->fees, &sum->fees)) != TR_OK ||
        (status = tr_money_add(sum->funding, row->funding, &sum->funding)) != TR_OK)
        return status;
    if (unrealised == NULL) {
        sum->is_marked = false;
        return TR_OK;
    }
    return tr_money_add(sum->unrealised, *unrealised, &sum->unrealised);
}

static void write_total(tr_document *answer, const total *sum)
{
    tr_document_add_text(answer, "settle", sum->settle);
    tr_document_add_decimal(answer, "realised", sum->realised.value);
    tr_document_add_decimal(answer, "fees", sum->fees.value);
    tr_document_add_decimal(answer, "funding", sum->funding.value);
    if (sum->is_marked)
        tr_document_add_decimal(answer, "unrealised", sum->unrealised.value);
    else
        tr_document_add_null(answer, "unrealised");
    tr_document_add_decimal(answer, "net", sum->net.value);
}

/* ---- rows -------------------------------------------------------------------------------------- */

/* The market's price of what is held. False: none is known, or nothing is held. */
static bool find_mark(const tr_command_context *context, const tr_pnl_row *row, tr_price *out)
{
    return !tr_decimal_is_zero(row->quantity) && context->find_mark != NULL &&
           context->find_mark(context->port_user, row->symbol, out) == TR_OK;
}

static void add_or_null(tr_document *answer, const char *key, const tr_decimal *value)
{
    if (value != NULL)
        tr_document_add_decimal(answer, key, *value);
    else
        tr_document_add_null(answer, key);
}

static void write_amounts(tr_document *answer, const tr_pnl_row *row, const tr_money *unrealised)
{
    tr_money net;
    bool has_net = net_of(row, unrealised, &net) == TR_OK;
    tr_document_add_text(answer, "symbol", row->symbol);
    tr_document_add_text(answer, "settle", row->settle);
    tr_document_add_int(answer, "fills", row->fills);
    tr_document_add_decimal(answer, "realised", row->realised.value);
    tr_document_add_decimal(answer, "fees", row->fees.value);
    tr_document_add_decimal(answer, "funding", row->funding.value);
    add_or_null(answer, "net", has_net ? &net.value : NULL);
    tr_document_add_decimal(answer, "quantity", row->quantity);
    tr_document_add_decimal(answer, "cost", row->cost.value);
}

static tr_status write_symbol(const tr_command_context *context, tr_document *answer,
                              const tr_pnl *pnl, const tr_pnl_row *row, totals *all)
{
    tr_price mark;
    tr_decimal average;
    tr_money unrealised = { { 0 } };
    bool is_held = !tr_decimal_is_zero(row->quantity);
    bool is_marked = find_mark(context, row, &mark);
    tr_status status = TR_OK;
    if (is_marked)
        status = tr_lots_unrealised(tr_pnl_lots(pnl, row->symbol), mark, &unrealised);
    const tr_money *known = is_marked || !is_held ? &unrealised : NULL;
    if (status == TR_OK)
        status = add_to_total(all, row, known);
    if (status != TR_OK)
        return status;
    bool has_average = tr__position_entry(context, row->symbol, row->quantity, row->cost, &average);
    tr_document_object_begin(answer, NULL);
    write_amounts(answer, row, known);
    add_or_null(answer, "unrealised", known == NULL ? NULL : &known->value);
    add_or_null(answer, "average_price", has_average ? &average : NULL);
    add_or_null(answer, "price", is_marked ? &mark.value : NULL);
    tr_document_object_end(answer);
    return TR_OK;
}

static tr_status write_symbols(const tr_command_context *context, tr_document *answer,
                               const tr_pnl *pnl, totals *all)
{
    size_t count = 0;
    const tr_pnl_row *rows = tr_pnl_symbols(pnl, &count);
    tr_status status = TR_OK;
    for (size_t i = 0; i < count && status == TR_OK; i++)
        status = write_symbol(context, answer, pnl, &rows[i], all);
    return status;
}

/* A trading day by the date it begins on in its own zone. */
static void write_day(tr_document *answer, const tr_pnl_row *row, int32_t offset_minutes)
{
    char text[16];
    tr_date date = tr_date_from_day(tr_time_day(row->day_ns + offset_minutes * TR_NS_PER_MINUTE));
    (void)snprintf(text, sizeof text, "%04d-%02d-%02d", (int)date.year, (int)date.month,
                   (int)date.day);
    tr_document_object_begin(answer, NULL);
    tr_document_add_text(answer, "day", text);
    tr_document_add_time(answer, "began_at", row->day_ns);
    write_amounts(answer, row, NULL);
    tr_document_object_end(answer);
}

/* What is held has no profit of a day. */
static tr_status write_days(tr_document *answer, const tr_pnl *pnl, int32_t offset_minutes,
                            totals *all)
{
    size_t count = 0;
    const tr_pnl_row *rows = tr_pnl_days(pnl, &count);
    tr_status status = TR_OK;
    for (size_t i = 0; i < count && status == TR_OK; i++) {
        write_day(answer, &rows[i], offset_minutes);
        status = add_to_total(all, &rows[i], NULL);
    }
    return status;
}

static void write_other_fees(tr_document *answer, const tr_pnl *pnl)
{
    size_t count = 0;
    const tr_pnl_fee *fees = tr_pnl_other_fees(pnl, &count);
    tr_document_array_begin(answer, "other_fees");
    for (size_t i = 0; i < count; i++) {
        tr_document_object_begin(answer, NULL);
        tr_document_add_text(answer, "asset", fees[i].asset);
        tr_document_add_decimal(answer, "amount", fees[i].amount.value);
        tr_document_object_end(answer);
    }
    tr_document_array_end(answer);
}

static void write_totals(tr_document *answer, const totals *all)
{
    tr_document_array_begin(answer, "totals");
    for (size_t i = 0; i < all->count; i++) {
        tr_document_object_begin(answer, NULL);
        write_total(answer, &all->items[i]);
        tr_document_object_end(answer);
    }
    tr_document_array_end(answer);
    if (all->count == 1) /* a person reads the sum first */
        write_total(answer, &all->items[0]);
}

static void write_note(tr_document *answer, const tr_command_context *context, bool by_day,
                       bool has_lost, const totals *all, const tr_pnl *pnl)
{
    size_t fee_count = 0;
    bool is_unmarked = false;
    const char *note = NULL;
    (void)tr_pnl_other_fees(pnl, &fee_count); /* only counted */
    for (size_t i = 0; i < all->count && !by_day; i++)
        is_unmarked = is_unmarked || !all->items[i].is_marked;
    if (has_lost)
        note = "The database was pruned before executions were kept: their lots and profits are "
               "missing.";
    else if (is_unmarked && context->find_mark == NULL)
        note = "No server runs, so no price is known: net is without what is held.";
    else if (is_unmarked)
        note = "Not every price is known: net is without what has none.";
    else if (fee_count > 0)
        note = "Fees in other assets are in no sum: see other_fees with --json.";
    tr_document_add_bool(answer, "is_complete", !has_lost);
    if (note != NULL)
        tr_document_add_text(answer, "note", note);
}

/* ---- the command ------------------------------------------------------------------------------- */

static tr_status find_symbol(const tr_command_call *call, const char **out, tr_error *err)
{
    const tr_command_context *context = tr_call_context(call);
    const char *text = tr_call_text(call, "symbol");
    const tr_instrument *instrument = NULL;
    *out = text;
    if (text[0] == '\0' || context->instrument_count == 0)
        return TR_OK; /* at rest there is no list: the symbol is taken in our form */
    tr_status status = tr_instrument_find(context->instruments, context->instrument_count, text,
                                          strlen(text), true, &instrument, err);
    if (status == TR_OK)
        *out = instrument->symbol;
    return status;
}

static tr_status open_pnl(const tr_command_call *call, tr_pnl **out, tr_error *err)
{
    const tr_command_context *context = tr_call_context(call);
    const char *method = tr_call_text(call, "method");
    tr_pnl_options options = TR_PNL_OPTIONS_INIT;
    options.day_offset_minutes = context->day_offset_minutes;
    options.instruments = context->instruments;
    options.instrument_count = context->instrument_count;
    if (tr_call_has(call, "from"))
        options.from_ns = tr_call_int(call, "from");
    if (tr_call_has(call, "to"))
        options.to_ns = tr_call_int(call, "to");
    if (options.from_ns > options.to_ns)
        return tr__fail(err, TR_E_INVALID, 0, "from lies behind to");
    tr_status status = tr_lot_method_parse(method, strlen(method), &options.method);
    if (status != TR_OK)
        return tr__fail(err, status, 0, "no method \"%s\"", method);
    return tr_pnl_new(&options, out, err);
}

static tr_status write_answer(const tr_command_call *call, tr_document *answer, const tr_pnl *pnl,
                              bool has_lost, tr_error *err)
{
    const tr_command_context *context = tr_call_context(call);
    bool by_day = strcmp(tr_call_text(call, "by"), "day") == 0;
    totals all = { .count = 0 };
    tr_document_array_begin(answer, "rows");
    tr_status status = by_day ? write_days(answer, pnl, context->day_offset_minutes, &all)
                              : write_symbols(context, answer, pnl, &all);
    tr_document_array_end(answer);
    if (status != TR_OK)
        return tr__fail(err, status, 0, "profit and loss cannot be added up");
    write_totals(answer, &all);
    write_other_fees(answer, pnl);
    write_note(answer, context, by_day, has_lost, &all, pnl);
    return TR_OK;
}

static void run(tr_command_call *call)
{
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    tr_account_row account;
    tr_pnl *pnl = NULL;
    reading r = { .pnl = NULL };
    bool has_lost = false;
    tr_status status = tr__call_account(call, TR_RIGHT_READ, &account, &err);
    if (status == TR_OK)
        status = find_symbol(call, &r.symbol, &err);
    if (status == TR_OK)
        status = open_pnl(call, &pnl, &err);
    if (status == TR_OK) {
        r.pnl = pnl;
        status =
            tr__fundings_read(tr_call_context(call), account.name, r.symbol, &r.fundings, &err);
    }
    if (status == TR_OK)
        status = tr__executions_read(tr_call_context(call), account.name, take_fill, &r, &err);
    if (status == TR_OK)
        status = tr__fundings_tell(&r.fundings, INT64_MAX, pnl, &err);
    if (status == TR_OK)
        status = tr__executions_miss(tr_call_context(call), account.name, &has_lost, &err);
    if (status == TR_OK) {
        tr_document_add_text(answer, "account", account.name);
        tr_document_add_text(answer, "method", tr_call_text(call, "method"));
        status = write_answer(call, answer, pnl, has_lost, &err);
    }
    tr_pnl_free(pnl);
    tr__fundings_done(&r.fundings);
    tr_call_finish(call, status, &err);
}

const tr_command_def tr__command_pnl = {
    .name = "pnl",
    .summary = "Show what was gained: realised, unrealised, fees, by symbol or day",
    .details =
        "Net is realised profit less fees, with funding, and with the unrealised profit of what is "
        "held where a price is known. Methods differ in which lot is sold first; once a position "
        "is flat they agree. Fees in a third asset are listed by asset and are in no sum.",
    .example = "tbctl pnl --method fifo",
    .place = TR_COMMAND_READS,
    .rights = TR_RIGHT_READ,
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .list_key = "rows",
    .columns = columns,
    .column_count = sizeof columns / sizeof columns[0],
    .run = run,
};
