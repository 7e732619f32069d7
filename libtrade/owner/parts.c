/* parts.c: opening in order, closing in the order that leaves nobody without an answer. */
#include "owner/parts.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/reconcile.h>
#include <trade/store_sqlite.h>
#include <trade/time.h>

#include "core/fail.h"
#include "owner/bars.h"

#define TAG_NAME     "installation_tag"
#define QUEUE_MAX    65536
#define POLL_WAIT_MS 1000
#define ALL_RIGHTS   (TR_RIGHT_READ | TR_RIGHT_TRADE | TR_RIGHT_ADMIN)

struct tr__put {
    tr__put *next, *previous;
    tr__parts *parts;
    tr__put_done *done;
    void *user;
};

/* ---- single rows ----------------------------------------------------------------------------- */

typedef struct found {
    void *row;
    size_t size;
    bool is_found;
    bool is_done;
    tr_status status;
    tr_error err;
} found;

static bool take_row(void *user, const void *row)
{
    found *look = user;
    memcpy(look->row, row, look->size);
    look->is_found = true;
    return false;
}

static void take_end(void *user, tr_status status, bool has_more, const tr_error *err)
{
    (void)has_more; /* one is asked for */
    found *look = user;
    look->is_done = true;
    look->status = status;
    if (err != NULL)
        look->err = *err;
}

tr_status tr__find_row(const tr_store_reader *reader, tr_table table, const void *key,
                       void *row_out, tr_error *err)
{
    const tr_table_def *def = tr_store_table(table);
    int columns = 0;
    while (columns < TR_INDEX_COLUMNS_MAX &&
           def->indexes[TR_INDEX_PRIMARY].columns[columns] != NULL)
        columns++;
    found look = { .row = row_out, .size = def->row_size };
    tr_store_query query = {
        .table = table, .index = TR_INDEX_PRIMARY, .key = key, .key_columns = columns, .limit = 1
    };
    tr_status status = reader->read(reader->user, &query, take_row, take_end, &look, err);
    if (status != TR_OK)
        return status;
    assert(look.is_done); /* the embedded store answers before it returns */
    if (look.status != TR_OK)
        return tr__fail(err, look.status, look.err.native_code, "%s", look.err.message);
    return look.is_found ? TR_OK : tr__fail(err, TR_E_NOT_FOUND, 0, "no such %s", def->name);
}

static void finish_put(tr__put *put, tr_status status, const tr_error *err)
{
    tr__parts *parts = put->parts;
    if (put->previous != NULL)
        put->previous->next = put->next;
    else
        parts->puts = put->next;
    if (put->next != NULL)
        put->next->previous = put->previous;
    if (put->done != NULL)
        put->done(put->user, status, err);
    free(put);
}

static void on_put(void *user, tr_status status)
{
    tr__put *put = user;
    tr_error err = { 0 };
    if (status != TR_OK && tr__journal_status(put->parts->journal, &err) == TR_OK)
        (void)tr__fail(&err, status, 0, "the store did not take the row: %s",
                       tr_status_name(status));
    finish_put(put, status, status == TR_OK ? NULL : &err);
}

void tr__parts_put(tr__parts *parts, tr_store_verb verb, tr_table table, const void *row,
                   tr__put_done *done, void *user)
{
    tr_error err;
    tr__put *put = malloc(sizeof *put);
    if (put == NULL) {
        (void)tr__fail(&err, TR_E_NO_MEMORY, 0, "no memory to write a row");
        if (done != NULL)
            done(user, TR_E_NO_MEMORY, &err);
        return;
    }
    *put = (tr__put){ parts->puts, NULL, parts, done, user };
    if (put->next != NULL)
        put->next->previous = put;
    parts->puts = put;
    tr_status status = tr__journal_add(parts->journal, verb, table, row, 0);
    if (status == TR_OK)
        status = tr__journal_commit(parts->journal, on_put, put);
    if (status == TR_OK)
        return;
    tr__journal_abandon(parts->journal);
    (void)tr__fail(&err, status, 0, "no memory to write a row");
    finish_put(put, status, &err);
}

/* ---- work ------------------------------------------------------------------------------------ */

tr_status tr__parts_flush(tr__parts *parts, tr_error *err)
{
    tr_status status = tr_engine_flush(parts->engine, err);
    if (status == TR_OK)
        status = tr_paper_flush(parts->paper, err);
    if (status == TR_OK)
        status = tr__journal_flush(parts->journal, err);
    return status;
}

tr_status tr__parts_status(const tr__parts *parts, tr_error *err)
{
    tr_status status = tr_engine_status(parts->engine, err);
    if (status == TR_OK && tr_paper_status(parts->paper) != TR_OK)
        status = tr__fail(err, tr_paper_status(parts->paper), 0, "the paper exchange stopped");
    return status == TR_OK ? tr__journal_status(parts->journal, err) : status;
}

bool tr__parts_are_idle(const tr__parts *parts)
{
    return tr_engine_is_idle(parts->engine) && tr_paper_is_idle(parts->paper) &&
           tr__journal_is_idle(parts->journal);
}

/* ---- opening --------------------------------------------------------------------------------- */

static void take_answer(void *user, tr_status status, const tr_error *err)
{
    tr__parts_answer *out = user;
    out->is_there = true;
    out->status = status;
    if (err != NULL)
        out->err = *err;
}

static void take_reply(void *user, const tr_engine_answer *reply)
{
    take_answer(user, reply->status, &reply->error);
}

/* Let the store work until the answer is there. */
static tr_status wait_for(tr__parts *parts, const tr__parts_answer *wanted, tr_error *err)
{
    tr_status status = TR_OK;
    while (status == TR_OK && !wanted->is_there) {
        status = tr__parts_flush(parts, err);
        if (status == TR_OK && !wanted->is_there)
            (void)parts->store.poll(parts->store.user, POLL_WAIT_MS);
    }
    if (status == TR_OK && wanted->status != TR_OK)
        status = tr__fail(err, wanted->status, wanted->err.native_code, "%s", wanted->err.message);
    return status;
}

static tr_status open_store(const tr__parts_options *options, tr__parts *parts, tr_error *err)
{
    tr_store_sqlite_options sqlite = TR_STORE_SQLITE_OPTIONS_INIT;
    sqlite.path = options->plan->database_path;
    sqlite.clock = options->clock;
    sqlite.wake = options->wake;
    sqlite.wake_user = options->wake_user;
    sqlite.queue_max = QUEUE_MAX;
    tr_status status = tr_store_sqlite_open(&sqlite, &parts->store, err);
    return status == TR_OK ? tr_store_sqlite_reader_open(&sqlite, &parts->reader, err) : status;
}

/* The exchange is made before the engine that it reports to. */
static void pass_report(void *user, const tr_exchange_report *report)
{
    tr__parts *parts = user;
    assert(parts->engine != NULL); /* nothing is ordered before */
    tr_engine_report(parts->engine, report);
}

static tr_status set_funding_rates(const tr__plan *plan, tr_paper *paper, tr_error *err)
{
    tr_status status = TR_OK;
    for (size_t i = 0; status == TR_OK && i < plan->instrument_count; i++)
        if (plan->instruments[i].kind == TR_KIND_LINEAR && !plan->live.is_on)
            status = tr_paper_set_funding_rate(paper, plan->instruments[i].symbol,
                                               plan->prices[i].funding_rate, err);
    return status;
}

static tr_status open_paper(const tr__parts_options *options, tr__parts *parts, tr_error *err)
{
    const tr__plan *plan = options->plan;
    tr_paper_options paper = { .struct_size = sizeof paper,
                               .instruments = plan->instruments,
                               .instrument_count = plan->instrument_count,
                               .store = &parts->store,
                               .reader = &parts->reader,
                               .clock = options->clock,
                               .fee_maker = plan->fee_maker,
                               .fee_taker = plan->fee_taker,
                               .slippage = plan->slippage,
                               .participation = plan->participation,
                               .report = pass_report,
                               .report_user = parts,
                               .latency_ns = plan->latency_ns,
                               .leverage = plan->leverage,
                               .funding_interval_ns = plan->funding_interval_ns,
                               .maintenance_margin = plan->maintenance_margin,
                               .liquidation_fee = plan->liquidation_fee };
    tr__parts_answer recovered = { .is_there = false }; /* at once: asserted below */
    tr_status status = tr_paper_new(&paper, &parts->paper, err);
    if (status == TR_OK)
        status = tr_paper_recover(parts->paper, take_answer, &recovered, err);
    if (status != TR_OK)
        return status;
    assert(recovered.is_there); /* the embedded store's readers answer before they return */
    status = recovered.status == TR_OK ? set_funding_rates(plan, parts->paper, err) : TR_OK;
    if (status != TR_OK)
        return status;
    return recovered.status == TR_OK ? TR_OK
                                     : tr__fail(err, recovered.status, recovered.err.native_code,
                                                "%s", recovered.err.message);
}

/* What the engine knows of an order that an engine before it placed. */
static bool recall(void *user, const char *account, const char *client_id,
                   tr_exchange_order *order_out, char exchange_order_id_out[TR_LABEL_SIZE])
{
    const tr__parts *parts = user;
    tr_id id;
    if (tr_id_parse(client_id, strlen(client_id), &id) != TR_OK)
        return false;
    const tr_order *order = tr_engine_find_order(parts->engine, id);
    if (order == NULL || strcmp(order->account, account) != 0)
        return false;
    *order_out = (tr_exchange_order){ .side = order->side,
                                      .type = order->limit_price.value.lo == 0 &&
                                                      order->limit_price.value.hi == 0
                                                  ? TR_ORDER_MARKET
                                                  : TR_ORDER_LIMIT,
                                      .tif = order->tif,
                                      .quantity = order->quantity,
                                      .limit_price = order->limit_price,
                                      .is_reduce_only = order->is_reduce_only };
    if (order->stop_at !=
        TR_STOP_AT_ENGINE) { /* as it was placed: some exchanges keep stops apart */
        order_out->type = order->type == TR_ORDER_STOP_LIMIT ? TR_ORDER_STOP_LIMIT : TR_ORDER_STOP;
        order_out->stop_price = order->trigger_price;
    }
    memcpy(order_out->account, order->account, sizeof order_out->account);
    (void)snprintf(order_out->client_id, sizeof order_out->client_id, "%s", client_id);
    memcpy(order_out->symbol, order->symbol, sizeof order_out->symbol);
    memcpy(exchange_order_id_out, order->exchange_order_id, TR_LABEL_SIZE);
    return true;
}

static tr_status open_live(const tr__parts_options *options, tr__parts *parts, tr_error *err)
{
    if (!options->plan->live.is_on)
        return TR_OK;
    tr__live_parts_options live = { .plan = &options->plan->live,
                                    .clock = options->clock,
                                    .log = options->log,
                                    .report = pass_report,
                                    .recall = recall,
                                    .user = parts,
                                    .margin_wrong = tr__parts_margin_wrong,
                                    .tick = options->tick,
                                    .tick_user = options->tick_user };
    return tr__live_parts_open(&live, &parts->live, err);
}

static tr_status open_engine(const tr__parts_options *options, tr__parts *parts, uint16_t tag,
                             tr_error *err)
{
    const tr__plan *plan = options->plan;
    tr_engine_options engine;
    tr_engine_options_init(&engine);
    engine.store = &parts->store;
    engine.reader = &parts->reader;
    engine.exchange = parts->live != NULL ? tr__live_parts_exchange(parts->live)
                                          : tr_paper_exchange(parts->paper);
    engine.instruments = plan->instruments;
    engine.instrument_count = plan->instrument_count;
    engine.clock = options->clock;
    engine.log = options->log;
    engine.seed = tr_rng_next(options->rng); /* another one each time, so that no id comes twice */
    engine.tag = tag;
    engine.day_offset_minutes = plan->day_offset_minutes;
    engine.alert_age_max_ns = plan->alert_age_max_ns;
    engine.alert_repeat_ns = plan->alert_repeat_ns;
    engine.reserve_margin = plan->reserve_margin;
    engine.leverage = plan->leverage;
    engine.event = tr_event_bus_publish;
    engine.event_user = options->events;
    engine.has_daily_close = true;
    engine.reconcile_every_ns = plan->reconcile_every_ns;
    engine.reconcile_policy = &plan->reconcile_policy;
    engine.stops_at_exchange = plan->stops_at_exchange;
    tr_status status = tr_engine_new(&engine, &parts->engine, err);
    if (status == TR_OK)
        status = tr_engine_set_risk(parts->engine, &plan->risk.risk, err);
    if (status == TR_OK)
        status = tr_engine_recover(parts->engine, take_answer, &parts->recovered, err);
    if (status == TR_OK)
        status = wait_for(parts, &parts->recovered, err);
    if (status != TR_OK)
        return status;
    tr__bars_source bars = { .reader = &parts->reader,
                             .clock = options->clock,
                             .log = options->log,
                             .instruments = plan->instruments,
                             .instrument_count = plan->instrument_count };
    tr__bars_feed(&bars, &plan->risk.risk, parts->engine);
    return TR_OK;
}

/* ---- rows that every installation has --------------------------------------------------------- */

/* Wait until what was put is durable; nothing else is under way yet, not even an engine. */
static tr_status settle_puts(tr__parts *parts, tr_error *err)
{
    tr_status status = tr__journal_flush(parts->journal, err);
    while (status == TR_OK && parts->puts != NULL) {
        (void)parts->store.poll(parts->store.user, POLL_WAIT_MS);
        status = tr__journal_flush(parts->journal, err);
    }
    return status;
}

/* The tag tells this installation's orders from others'; made once. */
static tr_status find_tag(const tr__parts_options *options, tr__parts *parts, uint16_t *out,
                          tr_error *err)
{
    tr_setting_row row = { .name = TAG_NAME };
    tr_error detail;
    tr_status status = tr__find_row(&parts->reader, TR_TABLE_SETTING, &row, &row, &detail);
    if (status == TR_OK) {
        char *end;
        unsigned long tag = strtoul(row.value, &end, 16);
        if (end == row.value || *end != '\0' || tag > UINT16_MAX)
            return tr__fail(err, TR_E_CORRUPT, 0, "the setting %s is '%s', not a number of 16 bits",
                            TAG_NAME, row.value);
        *out = (uint16_t)tag;
        return TR_OK;
    }
    if (status != TR_E_NOT_FOUND)
        return tr__fail(err, status, detail.native_code, "%s", detail.message);
    *out = (uint16_t)tr_rng_next(options->rng);
    (void)snprintf(row.value, sizeof row.value, "%04x", (unsigned)*out);
    row.updated_ns = options->clock->now_ns(options->clock->user);
    tr__parts_put(parts, TR_STORE_PUT, TR_TABLE_SETTING, &row, NULL, NULL);
    return TR_OK;
}

/* Write a row unless there is one with its key. */
static tr_status put_missing(tr__parts *parts, tr_table table, const void *row, tr_error *err)
{
    union {
        tr_user_row user;
        tr_grant_row grant;
    } there;
    tr_error detail;
    tr_status status = tr__find_row(&parts->reader, table, row, &there, &detail);
    if (status == TR_E_NOT_FOUND)
        tr__parts_put(parts, TR_STORE_PUT, table, row, NULL, NULL);
    else if (status != TR_OK)
        return tr__fail(err, status, detail.native_code, "%s", detail.message);
    return TR_OK;
}

static tr_status open_user(const tr__parts_options *options, tr__parts *parts, tr_error *err)
{
    tr_user_row user = { .created_ns = options->clock->now_ns(options->clock->user),
                         .is_admin = true };
    tr_grant_row grant = { .rights = ALL_RIGHTS };
    memcpy(user.name, options->plan->user, sizeof user.name);
    memcpy(grant.user, options->plan->user, sizeof grant.user);
    memcpy(grant.account, options->plan->account, sizeof grant.account);
    tr_status status = put_missing(parts, TR_TABLE_USER, &user, err);
    return status == TR_OK ? put_missing(parts, TR_TABLE_GRANT, &grant, err) : status;
}

/* Both sides of the account: what we believe, and what the exchange holds. */
static tr_status open_account(const tr__parts_options *options, tr__parts *parts, tr_error *err)
{
    const tr__plan *plan = options->plan;
    tr_account_row row = { .created_ns = options->clock->now_ns(options->clock->user) };
    bool is_live = plan->live.is_on;
    (void)snprintf(row.exchange, sizeof row.exchange, "%s",
                   is_live ? plan->live.exchange : "paper");
    memcpy(row.name, plan->account, sizeof row.name);
    memcpy(row.owner, plan->user, sizeof row.owner);
    tr_status status = TR_OK;
    for (size_t i = 0; status == TR_OK && !is_live && i < plan->balance_count; i++)
        status = tr_paper_open_balance(parts->paper, plan->account, plan->balances[i].asset,
                                       plan->balances[i].total, err);
    if (status != TR_OK)
        return status;
    tr_engine_open_account(parts->engine, &row, is_live ? plan->live.balances : plan->balances,
                           is_live ? plan->live.balance_count : plan->balance_count, take_reply,
                           &parts->opened);
    return wait_for(parts, &parts->opened, err);
}

static void take_report(void *user, const tr_reconcile_report *report)
{
    take_answer(user, report->status, &report->error);
}

/* Before anything is taken: what the exchange did while nobody was here. When it cannot say, it is asked again later. */
static tr_status reconcile(const tr__parts_options *options, tr__parts *parts, tr_error *err)
{
    if (parts->live != NULL)
        return TR_OK; /* the engine asks it soon, and no start waits for the network */
    tr_engine_reconcile(parts->engine, options->plan->account, NULL, take_report,
                        &parts->reconciled);
    tr_status status = wait_for(parts, &parts->reconciled, err);
    if (status == TR_OK || tr__parts_status(parts, err) != TR_OK)
        return status;
    tr_log_field fields[] = { tr_log_text("reason", parts->reconciled.err.message) };
    tr_log_write(options->log, TR_LOG_WARNING, options->clock->now_ns(options->clock->user),
                 "the exchange could not be reconciled with", fields, 1);
    return TR_OK;
}

tr_status tr__parts_open(const tr__parts_options *options, tr__parts *out, tr_error *err)
{
    uint16_t tag = 0;
    *out = (tr__parts){ .account = options->plan->account };
    tr_status status = open_store(options, out, err);
    if (status == TR_OK && tr__journal_new(&out->store, NULL, &out->journal) != TR_OK)
        status = tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for a journal");
    if (status == TR_OK)
        status = tr__parts_check_exchange(options, out, err);
    if (status == TR_OK)
        status = tr__parts_check_key(options, out, err);
    if (status == TR_OK)
        status = find_tag(options, out, &tag, err);
    if (status == TR_OK)
        status = open_user(options, out, err);
    if (status == TR_OK)
        status = settle_puts(out, err);
    if (status == TR_OK)
        status = open_paper(options, out, err);
    if (status == TR_OK)
        status = open_live(options, out, err);
    if (status == TR_OK)
        status = open_engine(options, out, tag, err);
    if (status == TR_OK)
        status = open_account(options, out, err);
    if (status == TR_OK)
        status = reconcile(options, out, err);
    if (status == TR_OK && options->plan->live.margin_wrong[0] != '\0')
        tr__parts_margin_wrong(out, options->plan->live.margin_wrong);
    if (status != TR_OK)
        tr__parts_close(out);
    return status;
}

/* ---- closing --------------------------------------------------------------------------------- */

void tr__parts_close(tr__parts *parts)
{
    tr_error closed;
    tr__live_parts_stop(parts->live); /* what is open is looked up by whoever comes next */
    /* The store first: it ends what it has begun, and tells engine and exchange while they are there to hear it. */
    if (parts->store.close != NULL)
        parts->store.close(parts->store.user);
    tr_engine_free(parts->engine); /* whoever still waits is told */
    tr__live_parts_close(parts->live);
    tr_paper_free(parts->paper);
    (void)tr__fail(&closed, TR_E_CLOSED, 0, "closed before this was stored");
    while (parts->puts != NULL)
        finish_put(parts->puts, TR_E_CLOSED, &closed);
    tr__journal_free(parts->journal);
    if (parts->reader.close != NULL)
        parts->reader.close(parts->reader.user);
    *parts = (tr__parts){ .paper = NULL };
}
