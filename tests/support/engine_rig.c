/* engine_rig.c: see engine_rig.h. */
#include "support/engine_rig.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define START_NS INT64_C(1700000000000000000)

#define MUST(call)                                                                                 \
    do {                                                                                           \
        tr_status must_status = (call);                                                            \
        if (must_status != TR_OK) {                                                                \
            fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, #call, tr_status_name(must_status)); \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

tr_decimal rig_decimal(const char *text)
{
    tr_decimal value;
    MUST(tr_decimal_parse(text, strlen(text), &value));
    return value;
}

static int64_t rig_now(void *user)
{
    return ((const rig *)user)->now_ns;
}

/* ---- the exchange ---------------------------------------------------------------------------- */

static void note(rig *r, rig_request_kind kind, const tr_exchange_order *order)
{
    assert(r->request_count < RIG_SENT_MAX);
    r->requests[r->request_count++] = (rig_request){ kind, *order };
}

static tr_status rig_place(void *user, const tr_exchange_order *order, tr_error *err)
{
    rig *r = user;
    if (r->place_status != TR_OK) {
        err->status = r->place_status;
        (void)snprintf(err->message, sizeof err->message, "not connected");
        return r->place_status;
    }
    note(r, RIG_PLACE, order);
    return TR_OK;
}

static tr_status note_by_id(rig *r, rig_request_kind kind, const char *account, const char *client_id)
{
    tr_exchange_order order = { 0 };
    (void)snprintf(order.account, sizeof order.account, "%s", account);
    (void)snprintf(order.client_id, sizeof order.client_id, "%s", client_id);
    note(r, kind, &order);
    return TR_OK;
}

static tr_status rig_cancel_at_exchange(void *user, const char *account, const char *client_id, tr_error *err)
{
    rig *r = user;
    if (r->cancel_status != TR_OK) {
        err->status = r->cancel_status;
        (void)snprintf(err->message, sizeof err->message, "not connected");
        return r->cancel_status;
    }
    return note_by_id(r, RIG_CANCEL, account, client_id);
}

static tr_status rig_query(void *user, const char *account, const char *client_id, tr_error *err)
{
    (void)err; /* never fails */
    return note_by_id(user, RIG_QUERY, account, client_id);
}

static tr_status rig_amend_at_exchange(void *user, const tr_exchange_order *order, tr_error *err)
{
    (void)err; /* never fails */
    note(user, RIG_AMEND, order);
    return TR_OK;
}

/* ---- life ------------------------------------------------------------------------------------ */

static tr_instrument instrument_of(const char *base, const char *symbol, const char *name)
{
    tr_instrument one = { .kind = TR_KIND_SPOT };
    (void)snprintf(one.exchange, sizeof one.exchange, "paper");
    (void)snprintf(one.symbol, sizeof one.symbol, "%s", symbol);
    (void)snprintf(one.exchange_symbol, sizeof one.exchange_symbol, "%s", name);
    (void)snprintf(one.base, sizeof one.base, "%s", base);
    (void)snprintf(one.quote, sizeof one.quote, "USDT");
    (void)snprintf(one.settle, sizeof one.settle, "USDT");
    one.multiplier = tr_decimal_from_int(1);
    one.tick = rig_decimal("0.01");
    one.lot = rig_decimal("0.001");
    one.quantity_min = rig_decimal("0.001");
    return one;
}

static void on_answer(void *user, const tr_engine_answer *answer)
{
    rig *r = user;
    r->answer_count++;
    r->status = answer->status;
    r->error = answer->error;
    r->is_duplicate = answer->is_duplicate;
    r->has_order = answer->order != NULL;
    if (answer->order != NULL)
        r->order = *answer->order;
    r->alert_id = answer->alert_id;
    r->order_count = answer->order_count;
    for (size_t i = 0; i < answer->order_count && i < TR_ANSWER_ORDERS_MAX; i++)
        r->order_ids[i] = answer->order_ids[i];
    r->rule[0] = '\0';
    if (answer->verdict != NULL && answer->verdict->rule != NULL)
        (void)snprintf(r->rule, sizeof r->rule, "%s", answer->verdict->rule);
}

static void on_recovered(void *user, tr_status status, const tr_error *err)
{
    (void)err; /* the status tells */
    *(tr_status *)user = status;
}

static tr_status start_engine(rig *r)
{
    tr_instrument instruments[] = { instrument_of("BTC", "BTC/USDT", "BTCUSDT"),
                                    instrument_of("ETH", "ETH/USDT", "ETHUSDT"),
                                    instrument_of("BTC", "BTC/USDT:USDT", "BTCUSDT") };
    instruments[2].kind = TR_KIND_LINEAR;
    if (!tr_decimal_is_zero(r->multiplier))
        instruments[2].multiplier = r->multiplier;
    MUST(tr_store_memory_open(r->disk, &r->store, NULL));
    MUST(tr_store_memory_reader_open(r->disk, &r->reader, NULL));
    tr_engine_options options;
    tr_engine_options_init(&options);
    options.store = &r->store;
    options.reader = &r->reader;
    options.exchange = &r->exchange;
    options.instruments = instruments;
    options.instrument_count = 2;
    if (!tr_decimal_is_zero(r->leverage)) {
        options.instrument_count = 3;
        options.leverage = r->leverage;
    }
    options.reconcile_every_ns = r->reconcile_every_ns;
    options.limits = &r->limits;
    options.clock = &r->clock;
    options.seed = 42 + (uint64_t)r->now_ns + (uint64_t)r->starts++; /* ids of a restart are others */
    options.tag = 7;
    options.allocator = r->allocator;
    options.has_daily_close = r->has_daily_close;
    options.stops_at_exchange = r->stops_at_exchange;
    options.sizes = &r->size;
    options.size_count = 1;
    tr_status status = tr_engine_new(&options, &r->engine, NULL);
    tr_status recovered = TR_E_INTERNAL;
    if (status == TR_OK)
        status = tr_engine_recover(r->engine, on_recovered, &recovered, NULL);
    return status != TR_OK ? status : recovered;
}

void rig_open(rig *r)
{
    *r = (rig){ .now_ns = START_NS };
    r->clock = (tr_clock){ rig_now, rig_now, r };
    r->traits = (tr_exchange_traits){ .name = "paper", .has_market_orders = true, .has_limit_orders = true,
                                      .ids_unique_for_ever = true };
    r->exchange = (tr_exchange){ .traits = &r->traits, .place = rig_place, .cancel = rig_cancel_at_exchange,
                                  .query = rig_query, .user = r };
    r->exchange.amend = rig_amend_at_exchange; /* asked where the traits say so */
    r->size = (tr_strategy_size){ .strategy = "sized", .quantity = { rig_decimal("0.5") } };
    tr_risk_limits_init(&r->limits);
    tr_store_memory_options options = TR_STORE_MEMORY_OPTIONS_INIT;
    MUST(tr_store_memory_new(&options, &r->disk, NULL));
    MUST(start_engine(r));
    tr_account_row account = { .name = "paper", .exchange = "paper", .owner = "trader" };
    tr_balance balance = { .asset = "USDT", .total = { rig_decimal("10000") } };
    tr_engine_open_account(r->engine, &account, &balance, 1, on_answer, r);
    rig_settle(r);
    MUST(r->status);
    rig_price(r, "BTC/USDT", "100");
    rig_price(r, "ETH/USDT", "10");
}

static void stop_engine(rig *r)
{
    r->store.close(r->store.user); /* first: what is in flight belongs to the engine */
    tr_engine_free(r->engine);
    r->engine = NULL;
    r->reader.close(r->reader.user);
}

void rig_close(rig *r)
{
    stop_engine(r);
    tr_store_memory_free(r->disk);
}

void rig_restart(rig *r, bool crash)
{
    if (crash)
        MUST(tr_store_memory_crash(r->disk, TR_STORE_CRASH_NOW, 0, TR_E_IO));
    stop_engine(r);
    r->request_count = 0;
    MUST(start_engine(r));
}

tr_status rig_try_restart(rig *r)
{
    stop_engine(r);
    r->request_count = 0;
    return start_engine(r);
}

void rig_settle(rig *r)
{
    for (int i = 0; i < 100; i++) {
        (void)tr_engine_flush(r->engine, NULL); /* a dead store is a case of its own */
        size_t delivered = r->store.poll(r->store.user, 0);
        assert(tr_engine_status(r->engine, NULL) != TR_OK || tr_engine_check(r->engine));
        if (delivered == 0 && i > 0)
            return;
    }
    abort(); /* the engine never settles */
}

/* ---- commands -------------------------------------------------------------------------------- */

void rig_submit(rig *r, const tr_order_request *request)
{
    r->status = TR_E_UNKNOWN_OUTCOME; /* until answered */
    tr_engine_submit(r->engine, request, on_answer, r);
    rig_settle(r);
}

void rig_cancel(rig *r, tr_id id)
{
    r->status = TR_E_UNKNOWN_OUTCOME; /* until answered */
    tr_engine_cancel(r->engine, "paper", id, NULL, on_answer, r);
    rig_settle(r);
}

void rig_amend(rig *r, const tr_amend_request *request)
{
    r->status = TR_E_UNKNOWN_OUTCOME; /* until answered */
    tr_engine_amend(r->engine, request, on_answer, r);
    rig_settle(r);
}

void rig_alert(rig *r, const tr_alert *alert)
{
    r->status = TR_E_UNKNOWN_OUTCOME; /* until answered */
    tr_engine_alert(r->engine, alert, on_answer, r);
    rig_settle(r);
}

void rig_price(rig *r, const char *symbol, const char *price)
{
    tr_price_tick tick = { .price = { rig_decimal(price) }, .at_ns = r->now_ns };
    (void)snprintf(tick.symbol, sizeof tick.symbol, "%s", symbol);
    tr_engine_price(r->engine, &tick);
    rig_settle(r);
}

static tr_exchange_report report_of(const rig *r, tr_report_kind kind, tr_id order_id)
{
    tr_exchange_report report = { .kind = kind, .at_ns = r->now_ns };
    (void)snprintf(report.account, sizeof report.account, "paper");
    tr_id_format(order_id, report.client_id);
    (void)snprintf(report.exchange_order_id, sizeof report.exchange_order_id, "X1");
    return report;
}

void rig_report(rig *r, tr_report_kind kind, tr_id order_id)
{
    tr_exchange_report report = report_of(r, kind, order_id);
    report.asked_ns = r->now_ns;
    tr_engine_report(r->engine, &report);
    rig_settle(r);
}

void rig_report_not_found(rig *r, tr_id order_id, int64_t asked_ns)
{
    tr_exchange_report report = report_of(r, TR_REPORT_NOT_FOUND, order_id);
    report.asked_ns = asked_ns;
    tr_engine_report(r->engine, &report);
    rig_settle(r);
}

void rig_fill(rig *r, tr_id order_id, const char *quantity, const char *price, const char *fee)
{
    tr_exchange_report report = report_of(r, TR_REPORT_FILL, order_id);
    (void)snprintf(report.exchange_fill_id, sizeof report.exchange_fill_id, "F%d", ++r->fill_number);
    (void)snprintf(report.fee_asset, sizeof report.fee_asset, "USDT");
    report.quantity.value = rig_decimal(quantity);
    report.price.value = rig_decimal(price);
    report.fee.value = rig_decimal(fee);
    tr_engine_report(r->engine, &report);
    rig_settle(r);
}

tr_order_request rig_request_of(tr_side side, tr_order_type type, const char *quantity)
{
    tr_order_request request = { .account = "paper", .user = "trader", .symbol = "BTC/USDT", .side = side, .type = type,
                                 .quantity = { rig_decimal(quantity) } };
    return request;
}

tr_alert rig_alert_of(tr_alert_action action, const char *key)
{
    tr_alert alert = { .account = "paper", .symbol = "BINANCE:BTCUSDT", .action = action, .source = "tradingview" };
    (void)snprintf(alert.dedup_key, sizeof alert.dedup_key, "%s", key);
    static const char body[] = "{}";
    alert.body = (const uint8_t *)body;
    alert.body_size = 2;
    return alert;
}

/* ---- tables ---------------------------------------------------------------------------------- */

typedef struct one_row {
    void *out;
    size_t size;
    bool found;
} one_row;

static bool copy_row(void *user, const void *row)
{
    one_row *one = user;
    memcpy(one->out, row, one->size);
    one->found = true;
    return false;
}

static void page_read(void *user, tr_status status, bool has_more, const tr_error *err)
{
    (void)user;
    (void)has_more;
    (void)err; /* the status tells */
    MUST(status);
}

static bool find_row(rig *r, tr_table table, const void *key, int key_columns, void *out)
{
    one_row one = { out, tr_store_table(table)->row_size, false };
    tr_store_query query = { .table = table, .key = key, .key_columns = key_columns, .limit = 1 };
    MUST(r->reader.read(r->reader.user, &query, copy_row, page_read, &one, NULL));
    return one.found;
}

bool rig_stored_order(rig *r, tr_id id, tr_order *out)
{
    tr_order key = { .id = id };
    return find_row(r, TR_TABLE_ORDER, &key, 1, out);
}

bool rig_stored_position(rig *r, const char *symbol, tr_position *out)
{
    tr_position key = { .account = "paper" };
    (void)snprintf(key.symbol, sizeof key.symbol, "%s", symbol);
    return find_row(r, TR_TABLE_POSITION, &key, 2, out);
}

bool rig_stored_balance(rig *r, const char *asset, tr_balance *out)
{
    tr_balance key = { .account = "paper" };
    (void)snprintf(key.asset, sizeof key.asset, "%s", asset);
    return find_row(r, TR_TABLE_BALANCE, &key, 2, out);
}

typedef struct exit_search {
    tr_id entry;
    tr_role role;
    tr_order found;
    bool is_found;
} exit_search;

static bool look_at_order(void *user, const void *row)
{
    exit_search *search = user;
    const tr_order *order = row;
    if (order->role == search->role && tr_id_compare(order->parent_id, search->entry) == 0) {
        search->found = *order;
        search->is_found = true;
    }
    return true;
}

bool rig_find_exit(rig *r, tr_id entry, tr_role role, tr_order *out)
{
    exit_search search = { .entry = entry, .role = role };
    tr_store_query query = { .table = TR_TABLE_ORDER, .limit = 1000 };
    MUST(r->reader.read(r->reader.user, &query, look_at_order, page_read, &search, NULL));
    if (search.is_found)
        *out = search.found;
    return search.is_found;
}

static bool count_row(void *user, const void *row)
{
    (void)row; /* only counted */
    ++*(int64_t *)user;
    return true;
}

int64_t rig_count_rows(rig *r, tr_table table)
{
    int64_t count = 0;
    tr_store_query query = { .table = table, .limit = 1000 };
    MUST(r->reader.read(r->reader.user, &query, count_row, page_read, &count, NULL));
    return count;
}

bool rig_stored_risk(rig *r, tr_risk_row *row)
{
    tr_risk_row key = *row;
    return find_row(r, TR_TABLE_RISK, &key, 4, row);
}

typedef struct item_count {
    const char *item;
    int64_t count;
} item_count;

static bool count_item(void *user, const void *row)
{
    item_count *counted = user;
    counted->count += strcmp(((const tr_risk_row *)row)->item, counted->item) == 0;
    return true;
}

int64_t rig_count_risk(rig *r, const char *item)
{
    item_count counted = { item, 0 };
    tr_store_query query = { .table = TR_TABLE_RISK, .limit = 1000 };
    MUST(r->reader.read(r->reader.user, &query, count_item, page_read, &counted, NULL));
    return counted.count;
}

static void print_finding(void *user, const char *finding)
{
    (void)user;
    fprintf(stderr, "# %s\n", finding);
}

int64_t rig_verify(rig *r)
{
    tr_verify_result result;
    tr_error err = { 0 };
    tr_status status = tr_engine_verify(&r->reader, NULL, print_finding, NULL, &result, &err);
    if (status != TR_OK) {
        fprintf(stderr, "# verify: %s\n", err.message);
        return -1;
    }
    return result.findings;
}
