/* exchange_look.c: `exchange test|ticker|book|balance`: what an exchange says now. None of them changes anything. */
#include "tbctl/exchange_ask.h"

#include <stdlib.h>
#include <string.h>

#define LEVELS_MAX   ((size_t)5000)
#define BALANCES_MAX ((size_t)4096)

#define EXCHANGE_ARGUMENT                                                                          \
    {                                                                                              \
        .name = "exchange", .type = TR_ARGUMENT_TEXT, .is_required = true, .is_positional = true,  \
        .max = "31", .help = "a name of tbctl exchange list"                                       \
    }
#define INSTRUMENT_ARGUMENT                                                                        \
    {                                                                                              \
        .name = "instrument", .type = TR_ARGUMENT_SYMBOL, .is_required = true,                     \
        .is_positional = true, .help = "BTC/USDT, BTC/USDT:USDT, or the exchange's own name"       \
    }

/* The end of every command here: the line closed, then the answer. */
static void finish(tr_command_call *call, tbctl_exchange *exchange, tr_status status,
                   const tr_error *err)
{
    tbctl_exchange_close(exchange);
    tr_call_finish(call, status, status == TR_OK ? NULL : err);
}

/* Open the line, learn the instruments and find the one that the call names. */
static tr_status open_for_one(tr_command_call *call, tbctl_exchange *exchange,
                              const tr_instrument **out, tr_error *err)
{
    tr_status status = tbctl_exchange_open(call, exchange, err);
    if (status == TR_OK)
        status = tbctl_exchange_learn(exchange, err);
    return status == TR_OK
               ? tbctl_exchange_find(exchange, tr_call_text(call, "instrument"), out, err)
               : status;
}

/* Zero means "not told". */
static void decimal_add(tr_document *answer, const char *name, tr_decimal value)
{
    if (!tr_decimal_is_zero(value))
        tr_document_add_decimal(answer, name, value);
}

static void time_add(tr_document *answer, const char *name, int64_t at_ns)
{
    if (at_ns != 0)
        tr_document_add_time(answer, name, at_ns);
}

/* ---- exchange ticker ------------------------------------------------------------------------- */

static const tr_argument_def one_arguments[] = { EXCHANGE_ARGUMENT, INSTRUMENT_ARGUMENT,
                                                 TBCTL_EXCHANGE_ARGUMENTS };

typedef struct ticker_found {
    bool is_found;
    tr_ticker ticker;
} ticker_found;

static tr_status on_ticker(void *user, const tr_exchange_record *record)
{
    ticker_found *found = user;
    if (record->kind == TR_RECORD_TICKER) {
        found->ticker = record->as.ticker;
        found->is_found = true;
    }
    return TR_OK;
}

static void ticker_add(tr_document *answer, const tbctl_exchange *exchange,
                       const tr_instrument *instrument, const tr_ticker *ticker)
{
    tr_document_add_text(answer, "exchange", exchange->info->name);
    tr_document_add_text(answer, "symbol", instrument->symbol);
    time_add(answer, "at", ticker->at_ns);
    decimal_add(answer, "bid", ticker->bid.value);
    decimal_add(answer, "bid_quantity", ticker->bid_quantity.value);
    decimal_add(answer, "ask", ticker->ask.value);
    decimal_add(answer, "ask_quantity", ticker->ask_quantity.value);
    decimal_add(answer, "last", ticker->last.value);
    decimal_add(answer, "mark", ticker->mark.value);
    decimal_add(answer, "open", ticker->open.value);
    decimal_add(answer, "high", ticker->high.value);
    decimal_add(answer, "low", ticker->low.value);
    decimal_add(answer, "base_volume", ticker->base_volume.value);
    decimal_add(answer, "quote_volume", ticker->quote_volume.value);
}

static void run_ticker(tr_command_call *call)
{
    tbctl_exchange exchange;
    const tr_instrument *instrument = NULL;
    ticker_found found;
    tr_error err = { 0 };
    memset(&found, 0, sizeof found);
    tr_status status = open_for_one(call, &exchange, &instrument, &err);
    if (status == TR_OK) {
        tr_exchange_question question = tbctl_exchange_question(&exchange, TR_CALL_TICKER);
        question.instrument = instrument;
        status = tbctl_exchange_ask(&exchange, &question, on_ticker, &found, &err);
    }
    if (status == TR_OK && !found.is_found)
        status = tbctl_fail(&err, TR_E_NOT_FOUND, "%s told no ticker of %s", exchange.info->title,
                            instrument->symbol);
    if (status == TR_OK)
        ticker_add(tr_call_answer(call), &exchange, instrument, &found.ticker);
    finish(call, &exchange, status, &err);
}

const tr_command_def tbctl_command_exchange_ticker = {
    .name = "exchange ticker",
    .summary = "Ask an exchange for the prices of one instrument",
    .example = "tbctl exchange ticker binance BTC/USDT",
    .place = TR_COMMAND_LOCAL,
    .arguments = one_arguments,
    .argument_count = sizeof one_arguments / sizeof one_arguments[0],
    .run = run_ticker,
};

/* ---- exchange book --------------------------------------------------------------------------- */

static const tr_argument_def book_arguments[] = {
    EXCHANGE_ARGUMENT,
    INSTRUMENT_ARGUMENT,
    { .name = "depth",
      .type = TR_ARGUMENT_INTEGER,
      .initial = "10",
      .min = "1",
      .max = "1000",
      .help = "levels of each side, if there are as many" },
    TBCTL_EXCHANGE_ARGUMENTS,
};

static const tr_column_view book_columns[] = {
    { "side", "SIDE", false, 0 },
    { "price", "PRICE", true, 0 },
    { "quantity", "QUANTITY", true, 0 },
};

typedef struct book_found {
    tr_market_level levels[LEVELS_MAX];
    size_t count;
    tr_market_book book;
} book_found;

static tr_status on_level(void *user, const tr_exchange_record *record)
{
    book_found *found = user;
    if (record->kind == TR_RECORD_BOOK)
        found->book = record->as.book;
    if (record->kind != TR_RECORD_LEVEL)
        return TR_OK;
    if (found->count == LEVELS_MAX)
        return TR_E_FULL;
    found->levels[found->count++] = record->as.level;
    return TR_OK;
}

/* One side's best levels. */
static void side_add(tr_document *answer, const book_found *found, tr_side side, size_t depth)
{
    size_t told = 0;
    for (size_t i = 0; i < found->count && told < depth; i++) {
        const tr_market_level *level = &found->levels[i];
        if (level->side != side)
            continue;
        tr_document_object_begin(answer, NULL);
        tr_document_add_text(answer, "side", side == TR_SIDE_BUY ? "bid" : "ask");
        tr_document_add_decimal(answer, "price", level->price.value);
        tr_document_add_decimal(answer, "quantity", level->quantity.value);
        tr_document_object_end(answer);
        told++;
    }
}

static void book_add(tr_document *answer, const tbctl_exchange *exchange,
                     const tr_instrument *instrument, const book_found *found, size_t depth)
{
    tr_document_add_text(answer, "exchange", exchange->info->name);
    tr_document_add_text(answer, "symbol", instrument->symbol);
    time_add(answer, "at", found->book.at_ns);
    if (found->book.sequence != 0)
        tr_document_add_int(answer, "sequence", found->book.sequence);
    tr_document_array_begin(answer, "levels");
    side_add(answer, found, TR_SIDE_BUY, depth);
    side_add(answer, found, TR_SIDE_SELL, depth);
    tr_document_array_end(answer);
}

/* A number of levels that all exchanges with fixed numbers have, and at most what this one has. */
static uint32_t limit_for(const tbctl_exchange *exchange, size_t depth)
{
    const tr_exchange_product *product =
        exchange->kind == TR_KIND_SPOT ? &exchange->info->spot : &exchange->info->linear;
    static const uint32_t steps[] = { 5, 50, 100, 500, 1000 };
    size_t step = 0;
    while (steps[step] < depth && step + 1 < sizeof steps / sizeof steps[0])
        step++;
    return product->book_limit_max != 0 && steps[step] > product->book_limit_max
               ? product->book_limit_max
               : steps[step];
}

static tr_status book_ask(tbctl_exchange *exchange, const tr_instrument *instrument, size_t depth,
                          book_found *found, tr_error *err)
{
    tr_exchange_question question = tbctl_exchange_question(exchange, TR_CALL_BOOK);
    question.instrument = instrument;
    question.limit = limit_for(exchange, depth);
    tr_status status = tbctl_exchange_ask(exchange, &question, on_level, found, err);
    bool is_limit_refused = status == TR_E_UNSUPPORTED &&
                            exchange->result.sent_ns == 0; /* it always sends the same number */
    if (!is_limit_refused)
        return status;
    question.limit = 0;
    found->count = 0;
    return tbctl_exchange_ask(exchange, &question, on_level, found, err);
}

static void run_book(tr_command_call *call)
{
    tbctl_exchange exchange;
    const tr_instrument *instrument = NULL;
    tr_error err = { 0 };
    tr_status status = open_for_one(call, &exchange, &instrument, &err);
    book_found *found = calloc(1, sizeof *found);
    if (status == TR_OK && found == NULL)
        status = tbctl_fail(&err, TR_E_NO_MEMORY, "no memory for a book");
    size_t depth = (size_t)tr_call_int(call, "depth");
    if (status == TR_OK)
        status = book_ask(&exchange, instrument, depth, found, &err);
    if (status == TR_OK)
        book_add(tr_call_answer(call), &exchange, instrument, found, depth);
    free(found);
    finish(call, &exchange, status, &err);
}

const tr_command_def tbctl_command_exchange_book = {
    .name = "exchange book",
    .summary = "Ask an exchange for the best levels of one instrument's book",
    .example = "tbctl exchange book kraken BTC/USD --depth 5",
    .place = TR_COMMAND_LOCAL,
    .arguments = book_arguments,
    .argument_count = sizeof book_arguments / sizeof book_arguments[0],
    .list_key = "levels",
    .columns = book_columns,
    .column_count = sizeof book_columns / sizeof book_columns[0],
    .run = run_book,
};

/* ---- balances -------------------------------------------------------------------------------- */

typedef struct balances_found {
    tr_balance_record rows[BALANCES_MAX];
    size_t count;
} balances_found;

static tr_status row_join(tr_balance_record *row, const tr_balance_record *more)
{
    tr_status status = tr_money_add(row->total, more->total, &row->total);
    if (status == TR_OK)
        status = tr_money_add(row->free, more->free, &row->free);
    return status == TR_OK ? tr_money_add(row->held, more->held, &row->held) : status;
}

/* An asset may come in parts. */
static tr_status on_balance(void *user, const tr_exchange_record *record)
{
    balances_found *found = user;
    if (record->kind != TR_RECORD_BALANCE)
        return TR_OK;
    const tr_balance_record *told = &record->as.balance;
    for (size_t i = 0; i < found->count; i++)
        if (strcmp(found->rows[i].asset, told->asset) == 0)
            return row_join(&found->rows[i], told);
    if (found->count == BALANCES_MAX)
        return TR_E_FULL;
    found->rows[found->count++] = *told;
    return TR_OK;
}

static tr_status on_account(void *user, const tr_exchange_record *record)
{
    tr_account_record *account = user;
    bool is_wanted = record->kind == TR_RECORD_ACCOUNT &&
                     (account->id[0] == '\0' || strcmp(record->as.account.kind, "spot") == 0);
    if (is_wanted)
        *account = record->as.account;
    return TR_OK;
}

static tr_status balances_ask(tbctl_exchange *exchange, balances_found *found, tr_error *err)
{
    tr_account_record account = { { 0 }, { 0 } };
    tr_status status = TR_OK;
    if (tr_exchange_info_has(exchange->info, exchange->kind, TR_CALL_ACCOUNT)) {
        tr_exchange_question question = tbctl_exchange_question(exchange, TR_CALL_ACCOUNT);
        status = tbctl_exchange_ask(exchange, &question, on_account, &account, err);
    }
    if (status != TR_OK)
        return status;
    tr_exchange_question question = tbctl_exchange_question(exchange, TR_CALL_BALANCES);
    question.account_id = account.id[0] == '\0' ? NULL : account.id;
    found->count = 0;
    return tbctl_exchange_ask(exchange, &question, on_balance, found, err);
}

static const tr_argument_def balance_arguments[] = {
    EXCHANGE_ARGUMENT,
    { .name = "all", .type = TR_ARGUMENT_FLAG, .help = "assets of which there is none, too" },
    TBCTL_EXCHANGE_ARGUMENTS,
    TBCTL_EXCHANGE_KEY_ARGUMENTS,
};

static const tr_column_view balance_columns[] = {
    { "asset", "ASSET", false, 0 },
    { "total", "TOTAL", true, 0 },
    { "free", "FREE", true, 0 },
    { "held", "HELD", true, 0 },
};

static void balances_add(tr_document *answer, const balances_found *found, bool is_all)
{
    tr_document_array_begin(answer, "balances");
    for (size_t i = 0; i < found->count; i++) {
        const tr_balance_record *row = &found->rows[i];
        bool is_empty = tr_decimal_is_zero(row->total.value) &&
                        tr_decimal_is_zero(row->free.value) && tr_decimal_is_zero(row->held.value);
        if (is_empty && !is_all)
            continue;
        tr_document_object_begin(answer, NULL);
        tr_document_add_text(answer, "asset", row->asset);
        tr_document_add_decimal(answer, "total", row->total.value);
        tr_document_add_decimal(answer, "free", row->free.value);
        tr_document_add_decimal(answer, "held", row->held.value);
        tr_document_object_end(answer);
    }
    tr_document_array_end(answer);
}

static void run_balance(tr_command_call *call)
{
    tbctl_exchange exchange;
    tr_error err = { 0 };
    tr_status status = tbctl_exchange_open_account(call, true, &exchange, &err);
    balances_found *found = calloc(1, sizeof *found);
    if (status == TR_OK && found == NULL)
        status = tbctl_fail(&err, TR_E_NO_MEMORY, "no memory for balances");
    if (status == TR_OK)
        status = balances_ask(&exchange, found, &err);
    if (status == TR_OK)
        balances_add(tr_call_answer(call), found, tr_call_flag(call, "all"));
    free(found);
    finish(call, &exchange, status, &err);
}

const tr_command_def tbctl_command_exchange_balance = {
    .name = "exchange balance",
    .summary = "Ask an exchange what the account of a key holds",
    .example = "tbctl exchange balance binance",
    .place = TR_COMMAND_LOCAL,
    .arguments = balance_arguments,
    .argument_count = sizeof balance_arguments / sizeof balance_arguments[0],
    .list_key = "balances",
    .columns = balance_columns,
    .column_count = sizeof balance_columns / sizeof balance_columns[0],
    .run = run_balance,
};

/* ---- exchange test --------------------------------------------------------------------------- */

static const tr_argument_def test_arguments[] = {
    EXCHANGE_ARGUMENT,
    { .name = "public", .type = TR_ARGUMENT_FLAG, .help = "only what needs no key" },
    TBCTL_EXCHANGE_ARGUMENTS,
    TBCTL_EXCHANGE_KEY_ARGUMENTS,
};

static const tr_column_view test_columns[] = {
    { "check", "CHECK", false, 0 },
    { "result", "RESULT", false, 0 },
    { "text", "TEXT", false, 0 },
};

/* A run through the checks: the first that fails decides, the others are made all the same. */
typedef struct test_run {
    tr_command_call *call;
    tbctl_exchange *exchange;
    tr_status status;
    tr_error err;
} test_run;

static void check_add(test_run *run, const char *check, const char *result, const char *text)
{
    tr_document *answer = tr_call_answer(run->call);
    tr_document_object_begin(answer, NULL);
    tr_document_add_text(answer, "check", check);
    tr_document_add_text(answer, "result", result);
    tr_document_add_text(answer, "text", text);
    tr_document_object_end(answer);
}

static void check_end(test_run *run, const char *check, tr_status status, const tr_error *err,
                      const char *text)
{
    check_add(run, check, status == TR_OK ? "ok" : "failed", status == TR_OK ? text : err->message);
    if (status == TR_OK || run->status != TR_OK)
        return;
    run->status = status;
    run->err = *err;
}

/* Where the questions go. */
static void check_network(test_run *run)
{
    const tbctl_exchange *exchange = run->exchange;
    const tr_exchange_product *product =
        exchange->kind == TR_KIND_SPOT ? &exchange->info->spot : &exchange->info->linear;
    const char *host = tbctl_exchange_host(run->call, exchange->info->name);
    char text[320];
    if (host != NULL)
        (void)snprintf(text, sizeof text, "%s, as --host or exchanges.%s.url says", host,
                       exchange->info->name);
    else
        (void)snprintf(text, sizeof text, "%s%s",
                       exchange->is_sandbox ? "the test network, " : "the real one, ",
                       exchange->is_sandbox ? product->sandbox_host : product->host);
    check_add(run, "network", "ok", text);
}

static tr_status on_time(void *user, const tr_exchange_record *record)
{
    if (record->kind == TR_RECORD_TIME)
        *(int64_t *)user = record->as.time.at_ns;
    return TR_OK;
}

static void check_time(test_run *run)
{
    tr_exchange_question question = tbctl_exchange_question(run->exchange, TR_CALL_TIME);
    tr_error err = { 0 };
    char text[120] = "";
    int64_t at_ns = 0;
    tr_status status = tbctl_exchange_ask(run->exchange, &question, on_time, &at_ns, &err);
    const tr_clock *clock = &tbctl_of(run->call)->clock;
    const tr_exchange_result *result = &run->exchange->result;
    if (status == TR_OK) /* half of the round trip is the answer's way */
        (void)snprintf(text, sizeof text, "%lld ms ahead of this machine, round trip %lld ms",
                       (long long)((at_ns - clock->now_ns(clock->user)) / 1000000),
                       (long long)((result->ended_ns - result->sent_ns) / 1000000));
    check_end(run, "time", status, &err, text);
}

static void check_instruments(test_run *run)
{
    tr_error err = { 0 };
    char text[64];
    tr_status status = tbctl_exchange_learn(run->exchange, &err);
    (void)snprintf(text, sizeof text, "%zu", run->exchange->instrument_count);
    check_end(run, "instruments", status, &err, text);
}

/* What a key may do, and where the answer goes on. */
typedef struct rights_found {
    bool is_told;
    tr_key_rights rights;
    char cursor[TR_NOTES_SIZE];
} rights_found;

static tr_status on_rights(void *user, const tr_exchange_record *record)
{
    rights_found *found = user;
    if (record->kind == TR_RECORD_PAGE)
        memcpy(found->cursor, record->as.page.cursor, sizeof found->cursor);
    if (record->kind == TR_RECORD_KEY_RIGHTS) {
        found->rights = record->as.rights;
        found->is_told = true;
    }
    return TR_OK;
}

/* In two questions at most: some exchanges tell the user first. */
static tr_status rights_ask(test_run *run, rights_found *found, tr_error *err)
{
    tr_exchange_question question = tbctl_exchange_question(run->exchange, TR_CALL_KEY_RIGHTS);
    char cursor[TR_NOTES_SIZE];
    tr_status status = tbctl_exchange_ask(run->exchange, &question, on_rights, found, err);
    if (status != TR_OK || found->is_told || found->cursor[0] == '\0')
        return status;
    memcpy(cursor, found->cursor, sizeof cursor);
    question.cursor = cursor;
    return tbctl_exchange_ask(run->exchange, &question, on_rights, found, err);
}

static void check_rights(test_run *run)
{
    rights_found found;
    tr_error err = { 0 };
    char text[160];
    memset(&found, 0, sizeof found);
    bool is_asked =
        tr_exchange_info_has(run->exchange->info, run->exchange->kind, TR_CALL_KEY_RIGHTS);
    tr_status status = is_asked ? rights_ask(run, &found, &err) : TR_OK;
    if (status == TR_OK && !found.is_told) {
        check_add(run, "key rights", "unknown",
                  "the exchange does not tell: make sure yourself that the key cannot withdraw");
        return;
    }
    const tr_key_rights *rights = &found.rights;
    (void)snprintf(text, sizeof text, "%s, %s, %s", rights->can_read ? "reads" : "does not read",
                   rights->can_trade ? "trades" : "does not trade",
                   !rights->is_withdraw_known ? "withdrawing: not told"
                   : rights->can_withdraw     ? "WITHDRAWS: make one that cannot"
                                              : "does not withdraw");
    if (status == TR_OK && rights->can_withdraw)
        check_add(run, "key rights", "warning", text);
    else
        check_end(run, "key rights", status, &err, text);
}

static void check_balances(test_run *run)
{
    balances_found *found = calloc(1, sizeof *found);
    tr_error err = { 0 };
    char text[64] = "";
    tr_status status = found == NULL ? tbctl_fail(&err, TR_E_NO_MEMORY, "no memory for balances")
                                     : balances_ask(run->exchange, found, &err);
    if (status == TR_OK)
        (void)snprintf(text, sizeof text, "%zu assets", found->count);
    free(found);
    check_end(run, "balances", status, &err, text);
}

static void run_test(tr_command_call *call)
{
    tbctl_exchange exchange;
    test_run run = { .call = call, .exchange = &exchange };
    bool has_key = !tr_call_flag(call, "public");
    tr_status status = tbctl_exchange_open_account(call, has_key, &exchange, &run.err);
    if (status != TR_OK) {
        finish(call, &exchange, status, &run.err);
        return;
    }
    tr_document_array_begin(tr_call_answer(call), "checks");
    check_network(&run);
    check_time(&run);
    check_instruments(&run);
    if (has_key) {
        check_rights(&run);
        check_balances(&run);
    }
    tr_document_array_end(tr_call_answer(call));
    finish(call, &exchange, run.status, &run.err);
}

const tr_command_def tbctl_command_exchange_test = {
    .name = "exchange test",
    .summary = "Try whether an exchange answers, and what a key may there",
    .details = "Asks for the time and the instruments; with the key of the environment or keystore "
               "also for the key's rights and the balances. Nothing is ordered. Asked is the network "
               "that the configuration trades on: --real and --sandbox say which otherwise.",
    .example = "tbctl exchange test binance --public",
    .place = TR_COMMAND_LOCAL,
    .arguments = test_arguments,
    .argument_count = sizeof test_arguments / sizeof test_arguments[0],
    .list_key = "checks",
    .columns = test_columns,
    .column_count = sizeof test_columns / sizeof test_columns[0],
    .run = run_test,
};
