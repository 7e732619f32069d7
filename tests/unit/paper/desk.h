/*
 * desk.h: a paper exchange on a store in memory, for tests: a clock that stands still unless moved, and every
 * report kept as one line of text.
 */
#ifndef TESTS_UNIT_PAPER_DESK_H
#define TESTS_UNIT_PAPER_DESK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <trade/paper.h>
#include <trade/store_memory.h>

#define REPORT_TEXT_SIZE 200
#define REPORTS_MAX      64

typedef struct desk {
    tr_store_memory *disk;
    tr_store store;
    tr_store_reader reader;
    tr_clock clock;
    int64_t now_ns;
    tr_instrument instrument;
    tr_instrument second; /* traded as well when it has a symbol */
    tr_instrument traded[2];
    tr_paper_options options;
    tr_paper *paper;
    const tr_exchange *port;
    char reports[REPORTS_MAX][REPORT_TEXT_SIZE];
    size_t report_count;
    tr_status recovered;
    bool is_recovered;
} desk;

static inline tr_decimal decimal(const char *text)
{
    tr_decimal value = { 0 };
    assert_int_equal(tr_decimal_parse(text, strlen(text), &value), TR_OK);
    return value;
}

static inline int64_t desk_now(void *user)
{
    return ((desk *)user)->now_ns;
}

static inline void desk_report(void *user, const tr_exchange_report *report)
{
    static const char *const kinds[] = { "accepted", "fill",      "done",    "cancelled",
                                         "rejected", "not_found", "unknown", "cancel_refused",
                                         "amended",  "amend_refused", "triggered", "funding",
                                         "liquidated" };
    desk *d = user;
    assert_true(d->report_count < REPORTS_MAX);
    char *text = d->reports[d->report_count++];
    int length = snprintf(text, REPORT_TEXT_SIZE, "%s/%s %s", report->account, report->client_id,
                          kinds[report->kind]);
    if (report->kind == TR_REPORT_FILL || report->kind == TR_REPORT_LIQUIDATION) {
        char price[TR_DECIMAL_TEXT_SIZE], quantity[TR_DECIMAL_TEXT_SIZE], fee[TR_DECIMAL_TEXT_SIZE];
        tr_decimal_format(report->price.value, price, sizeof price);
        tr_decimal_format(report->quantity.value, quantity, sizeof quantity);
        tr_decimal_format(report->fee.value, fee, sizeof fee);
        (void)snprintf(text + length, REPORT_TEXT_SIZE - (size_t)length,
                       " %s: %s at %s fee %s %s%s", report->exchange_fill_id, quantity, price, fee,
                       report->fee_asset, report->is_maker ? " maker" : "");
    } else if (report->reason[0] != '\0') {
        (void)snprintf(text + length, REPORT_TEXT_SIZE - (size_t)length, ": %s", report->reason);
    }
}

static inline void desk_recovered(void *user, tr_status status, const tr_error *err)
{
    desk *d = user;
    assert_false(d->is_recovered);
    assert_true((status == TR_OK) == (err == NULL));
    d->recovered = status;
    d->is_recovered = true;
}

/* Open the ports and the exchange on the disk, as a starting program does. */
static inline void desk_start(desk *d)
{
    tr_error err = { 0 };
    assert_int_equal(tr_store_memory_open(d->disk, &d->store, &err), TR_OK);
    assert_int_equal(tr_store_memory_reader_open(d->disk, &d->reader, &err), TR_OK);
    d->traded[0] = d->instrument;
    d->traded[1] = d->second;
    bool has_two = d->second.symbol[0] != '\0';
    d->options.instruments = has_two ? d->traded : &d->instrument;
    d->options.instrument_count = has_two ? 2 : 1;
    d->options.store = &d->store;
    d->options.reader = &d->reader;
    d->options.clock = &d->clock;
    d->options.report_user = d;
    if (tr_paper_new(&d->options, &d->paper, &err) != TR_OK)
        fail_msg("%s", err.message);
    d->port = tr_paper_exchange(d->paper);
    d->is_recovered = false;
    assert_int_equal(tr_paper_recover(d->paper, desk_recovered, d, &err), TR_OK);
    assert_true(d->is_recovered);
    assert_int_equal(d->recovered, TR_OK);
}

static inline void desk_stop(desk *d)
{
    d->store.close(d->store.user);
    d->reader.close(d->reader.user);
    tr_paper_free(d->paper);
    d->paper = NULL;
}

static inline void desk_restart(desk *d)
{
    desk_stop(d);
    desk_start(d);
}

/* Everything free of charge; a test sets what it is about before desk_open. */
static inline void desk_init(desk *d)
{
    memset(d, 0, sizeof *d);
    d->now_ns = 1000;
    d->clock = (tr_clock){ .now_ns = desk_now, .monotonic_ns = desk_now, .user = d };
    d->instrument = (tr_instrument){ .exchange = "paper",
                                     .symbol = "BTC/USDT",
                                     .exchange_symbol = "BTCUSDT",
                                     .kind = TR_KIND_SPOT,
                                     .base = "BTC",
                                     .quote = "USDT",
                                     .settle = "USDT" };
    d->instrument.multiplier = decimal("1");
    d->instrument.tick = decimal("0.01");
    d->instrument.lot = decimal("0.001");
    d->options =
        (tr_paper_options){ .struct_size = sizeof(tr_paper_options), .report = desk_report };
    tr_store_memory_options memory = TR_STORE_MEMORY_OPTIONS_INIT;
    assert_int_equal(tr_store_memory_new(&memory, &d->disk, NULL), TR_OK);
}

static inline void desk_balance(desk *d, const char *account, const char *asset, const char *amount)
{
    tr_error err = { 0 };
    tr_money money = { decimal(amount) };
    assert_int_equal(tr_paper_open_balance(d->paper, account, asset, money, &err), TR_OK);
}

/* An exchange where `a` holds 1000 USDT and 10 BTC. */
static inline void desk_open(desk *d)
{
    desk_start(d);
    desk_balance(d, "a", "USDT", "1000");
    desk_balance(d, "a", "BTC", "10");
}

static inline void desk_close(desk *d)
{
    desk_stop(d);
    tr_store_memory_free(d->disk);
}

/* Make everything durable and let the reports out. */
static inline void desk_settle(desk *d)
{
    assert_true(tr_paper_check(d->paper));
    while (!tr_paper_is_idle(d->paper)) {
        assert_int_equal(tr_paper_flush(d->paper, NULL), TR_OK);
        (void)d->store.poll(d->store.user, 0);
    }
    assert_true(tr_paper_check(d->paper));
}

static inline tr_exchange_order desk_order(const char *client_id, tr_side side,
                                           const char *quantity, const char *limit)
{
    tr_exchange_order order = { .account = "a", .symbol = "BTC/USDT", .side = side };
    (void)snprintf(order.client_id, sizeof order.client_id, "%s", client_id);
    order.quantity.value = decimal(quantity);
    order.type = limit != NULL ? TR_ORDER_LIMIT : TR_ORDER_MARKET;
    if (limit != NULL)
        order.limit_price.value = decimal(limit);
    return order;
}

static inline void desk_send(desk *d, const tr_exchange_order *order)
{
    tr_error err = { 0 };
    if (d->port->place(d->port->user, order, &err) != TR_OK)
        fail_msg("%s", err.message);
}

static inline void desk_place(desk *d, const char *client_id, tr_side side, const char *quantity,
                              const char *limit)
{
    tr_exchange_order order = desk_order(client_id, side, quantity, limit);
    desk_send(d, &order);
}

static inline void desk_tick(desk *d, const char *price, const char *volume)
{
    tr_price_tick tick = { .symbol = "BTC/USDT", .at_ns = d->now_ns };
    tick.price.value = decimal(price);
    if (volume != NULL)
        tick.quantity.value = decimal(volume);
    tr_error err = { 0 };
    if (tr_paper_price(d->paper, &tick, &err) != TR_OK)
        fail_msg("%s", err.message);
}

static inline bool desk_keep_balance(void *user, const void *row)
{
    *(tr_decimal *)user = ((const tr_paper_balance_row *)row)->total.value;
    return true;
}

static inline void desk_read_done(void *user, tr_status status, bool has_more, const tr_error *err)
{
    (void)user;
    (void)has_more;
    (void)err;
    assert_int_equal(status, TR_OK);
}

/* What the disk says that `a` holds. */
static inline void desk_expect_balance(desk *d, const char *asset, const char *amount)
{
    tr_decimal total = decimal("0");
    tr_paper_balance_row key = { .account = "a" };
    (void)snprintf(key.asset, sizeof key.asset, "%s", asset);
    tr_store_query query = {
        .table = TR_TABLE_PAPER_BALANCE, .key = &key, .key_columns = 2, .limit = 1
    };
    assert_int_equal(
        d->reader.read(d->reader.user, &query, desk_keep_balance, desk_read_done, &total, NULL),
        TR_OK);
    char text[TR_DECIMAL_TEXT_SIZE];
    tr_decimal_format(total, text, sizeof text);
    assert_string_equal(text, amount);
}

/* Settle, then hold the reports since the last call against the lines given, NULL behind the last. */
static inline void desk_expect(desk *d, ...)
{
    desk_settle(d);
    va_list lines;
    va_start(lines, d);
    size_t count = 0;
    for (const char *line = va_arg(lines, const char *); line != NULL;
         line = va_arg(lines, const char *)) {
        if (count >= d->report_count)
            fail_msg("no report for: %s", line);
        assert_string_equal(d->reports[count++], line);
    }
    va_end(lines);
    if (count < d->report_count)
        fail_msg("one report too many: %s", d->reports[count]);
    d->report_count = 0;
}

#endif
