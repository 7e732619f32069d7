/* engine_crash_end.c: what must hold when the crashes are over: each key, both books, the tables and the log. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine_crash.h"
#include "support/table_walk.h"

typedef struct walk {
    size_t found[KEYS_MAX];
    size_t order_rows, alert_rows, fill_rows, paper_fill_rows;
    tr_decimal bought, sold, paper_bought, paper_sold, fees, paper_fees;
} walk;

static void add(tr_decimal *sum, tr_decimal value)
{
    assert_int_equal(tr_decimal_add(*sum, value, sum), TR_OK);
}

static size_t number_of(const char *key, const char *prefix)
{
    size_t length = strlen(prefix);
    if (strncmp(key, prefix, length) != 0)
        return KEYS_MAX;
    return (size_t)strtoul(key + length, NULL, 10);
}

int64_t liquidations;
int64_t event_counts[EVENT_KINDS];

static bool take_event(void *user, const void *row)
{
    const tr_event_row *ev = row;
    (void)user;
    assert_true(ev->kind > 0 && ev->kind < EVENT_KINDS);
    event_counts[ev->kind]++;
    return true;
}

static bool take_order(void *user, const void *row)
{
    walk *w = user;
    const tr_order *order = row;
    w->order_rows++;
    assert_true(tr_decimal_compare(order->filled_quantity.value, order->quantity.value) <= 0);
    liquidations += strcmp(order->notes, "liquidated by the exchange") == 0;
    size_t number = number_of(order->idempotency_key, "key-");
    if (number < KEYS_MAX)
        w->found[number]++;
    return true;
}

static bool take_alert(void *user, const void *row)
{
    walk *w = user;
    w->alert_rows++;
    size_t number = number_of(((const tr_alert *)row)->dedup_key, "id:");
    assert_true(number < KEYS_MAX);
    w->found[number]++;
    return true;
}

static bool take_fill(void *user, const void *row)
{
    walk *w = user;
    const tr_fill *fill = row;
    w->fill_rows++;
    add(fill->side == TR_SIDE_BUY ? &w->bought : &w->sold, fill->quantity.value);
    add(&w->fees, fill->fee.value);
    return true;
}

static bool take_paper_fill(void *user, const void *row)
{
    walk *w = user;
    const tr_paper_fill_row *fill = row;
    w->paper_fill_rows++;
    add(fill->side == TR_SIDE_BUY ? &w->paper_bought : &w->paper_sold, fill->quantity.value);
    add(&w->paper_fees, fill->fee.value);
    return true;
}

static void take_tables(walk *w, const tr_store_reader *reader)
{
    static const struct {
        tr_table table;
        tr_store_row_sink *take;
    } tables[] = { { TR_TABLE_ORDER, take_order },
                   { TR_TABLE_ALERT, take_alert },
                   { TR_TABLE_FILL, take_fill },
                   { TR_TABLE_PAPER_FILL, take_paper_fill },
                   { TR_TABLE_EVENT, take_event } };
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        assert_int_equal(table_walk(reader, tables[i].table, tables[i].take, w), TR_OK);
}

typedef struct two_balances {
    tr_decimal ours, theirs;
} two_balances;

static bool on_balance(void *user, const void *row)
{
    ((two_balances *)user)->ours = ((const tr_balance *)row)->total.value;
    return false;
}

static bool on_paper_balance(void *user, const void *row)
{
    ((two_balances *)user)->theirs = ((const tr_paper_balance_row *)row)->total.value;
    return false;
}

static void read_ok(void *user, tr_status status, bool has_more, const tr_error *err)
{
    (void)user;
    (void)has_more;
    (void)err; /* the status tells */
    assert_int_equal(status, TR_OK);
}

static void check_balances_agree(desk *d, const char *asset)
{
    two_balances pair = { { 0 }, { 0 } };
    tr_balance ours = { .account = "paper" };
    tr_paper_balance_row theirs = { .account = "paper" };
    (void)snprintf(ours.asset, sizeof ours.asset, "%s", asset);
    (void)snprintf(theirs.asset, sizeof theirs.asset, "%s", asset);
    tr_store_query query = { .table = TR_TABLE_BALANCE, .key = &ours, .key_columns = 2, .limit = 1 };
    assert_int_equal(d->reader.read(d->reader.user, &query, on_balance, read_ok, &pair, NULL), TR_OK);
    query.table = TR_TABLE_PAPER_BALANCE;
    query.key = &theirs;
    assert_int_equal(d->reader.read(d->reader.user, &query, on_paper_balance, read_ok, &pair, NULL), TR_OK);
    assert_int_equal(tr_decimal_compare(pair.ours, pair.theirs), 0);
}

static bool on_owed(void *user, const void *row)
{
    (void)user;
    assert_true(tr_decimal_sign(((const tr_paper_balance_row *)row)->total.value) >= 0);
    return true;
}

static void check_nobody_owes(desk *d)
{
    tr_store_query query = { .table = TR_TABLE_PAPER_BALANCE, .limit = 10 };
    assert_int_equal(d->reader.read(d->reader.user, &query, on_owed, read_ok, NULL, NULL), TR_OK);
}

typedef struct two_positions {
    tr_position ours;
    tr_paper_position_row theirs;
} two_positions;

static bool on_position(void *user, const void *row)
{
    ((two_positions *)user)->ours = *(const tr_position *)row;
    return false;
}

static bool on_paper_position(void *user, const void *row)
{
    ((two_positions *)user)->theirs = *(const tr_paper_position_row *)row;
    return false;
}

/* Both sides hold the same for the same, and both booked the same payments. */
static void check_positions_agree(desk *d)
{
    two_positions pair = { .ours = { .version = 0 } };
    tr_position ours = { .account = "paper" };
    tr_paper_position_row theirs = { .account = "paper" };
    tr_store_query query = { .table = TR_TABLE_POSITION, .key = &ours, .key_columns = 1, .limit = 1 };
    assert_int_equal(d->reader.read(d->reader.user, &query, on_position, read_ok, &pair, NULL), TR_OK);
    query.table = TR_TABLE_PAPER_POSITION;
    query.key = &theirs;
    assert_int_equal(d->reader.read(d->reader.user, &query, on_paper_position, read_ok, &pair, NULL), TR_OK);
    assert_int_equal(tr_decimal_compare(pair.ours.quantity, pair.theirs.quantity), 0);
    assert_int_equal(tr_decimal_compare(pair.ours.cost.value, pair.theirs.cost.value), 0);
}

typedef struct payments {
    int count;
    tr_decimal sum;
} payments;

static bool on_payment(void *user, const void *row)
{
    payments *all = user;
    all->count++;
    add(&all->sum, ((const tr_funding_payment *)row)->amount.value);
    return true;
}

static void check_funding_agrees(desk *d)
{
    payments ours = { .count = 0 }, theirs = { .count = 0 };
    tr_store_query query = { .table = TR_TABLE_FUNDING, .limit = 1000 };
    assert_int_equal(d->reader.read(d->reader.user, &query, on_payment, read_ok, &ours, NULL), TR_OK);
    query.table = TR_TABLE_PAPER_FUNDING;
    assert_int_equal(d->reader.read(d->reader.user, &query, on_payment, read_ok, &theirs, NULL), TR_OK);
    assert_int_equal(ours.count, theirs.count);
    assert_true(ours.count > 0);
    assert_int_equal(tr_decimal_compare(ours.sum, theirs.sum), 0);
}

static void print_finding(void *user, const char *finding)
{
    (void)user;
    print_error("# %s\n", finding);
}

void check_end(desk *d)
{
    walk *w = calloc(1, sizeof *w);
    assert_non_null(w);
    take_tables(w, &d->reader);
    for (size_t i = 0; i < d->wish_count; i++) {
        const wish *one = &d->wishes[i];
        assert_int_equal(w->found[i], one->is_answered ? 1 : 0);
        assert_true(one->is_answered || one->is_refused);
    }
    assert_int_equal(w->fill_rows, w->paper_fill_rows);
    assert_int_equal(tr_decimal_compare(w->bought, w->paper_bought), 0);
    assert_int_equal(tr_decimal_compare(w->sold, w->paper_sold), 0);
    assert_int_equal(tr_decimal_compare(w->fees, w->paper_fees), 0);
    if (d->is_swap)
        check_nobody_owes(d);
    check_balances_agree(d, "USDT"); /* of a swap: what is realised, fees and funding */
    if (d->is_swap) {
        check_positions_agree(d);
        check_funding_agrees(d);
    } else {
        check_balances_agree(d, "BTC");
    }
    free(w);
    tr_verify_result result;
    assert_int_equal(tr_engine_verify(&d->reader, NULL, print_finding, NULL, &result, NULL), TR_OK);
    assert_int_equal(result.findings, 0);
    assert_true(result.events > 0);
}
