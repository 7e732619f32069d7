/* What verify must notice: every table, row by row, changed, missing, or made up. Events the store itself guards. */
#include <stdio.h>
#include <string.h>

#include "core/buffer.h"
#include "engine/event.h"
#include "support/check_tap.h"
#include "support/engine_rig.h"

static rig r;

/* One row of every kind: an alert's order with exits, filled. */
static void setup(void)
{
    rig_open(&r);
    tr_alert alert = rig_alert_of(TR_ALERT_BUY, "id:1");
    alert.quantity.value = rig_decimal("1");
    alert.stop_loss.value = rig_decimal("95");
    rig_alert(&r, &alert);
    rig_fill(&r, r.order_ids[0], "1", "100", "0.1");
    ck_assert_int_eq(rig_verify(&r), 0);
}

static void teardown(void)
{
    rig_close(&r);
}

static void written(void *user, tr_status status, const tr_status *results, size_t count,
                    const tr_error *err)
{
    (void)err; /* the status tells */
    *(bool *)user = status == TR_OK && count == 1 && results[0] == TR_OK;
}

/* Somebody changes a row behind the engine's back. */
static void tamper(tr_store_verb verb, tr_table table, const void *row)
{
    bool done = false;
    tr_store_op op = { verb, table, row, 0 };
    tr_store_transaction one = { &op, 1 };
    ck_assert_int_eq(r.store.submit(r.store.user, &one, 1, written, &done, NULL), TR_OK);
    while (r.store.poll(r.store.user, 0) > 0)
        ;
    ck_assert(done);
}

typedef union any_row {
    tr_account_row account;
    tr_order order;
    tr_fill fill;
    tr_position position;
    tr_balance balance;
    tr_alert alert;
    tr_ledger_row ledger;
    tr_event_row event;
} any_row;

typedef struct copy_call {
    tr_table table;
    any_row *out;
    uint8_t bytes[4096];
} copy_call;

static bool copy_row(void *user, const void *row)
{
    copy_call *call = user;
    memcpy(call->out, row, tr_store_table(call->table)->row_size);
    if (call->table == TR_TABLE_ALERT) {
        memcpy(call->bytes, call->out->alert.body, call->out->alert.body_size);
        call->out->alert.body = call->bytes;
    }
    if (call->table == TR_TABLE_EVENT) {
        ck_assert_uint_le(call->out->event.payload_size, sizeof call->bytes);
        memcpy(call->bytes, call->out->event.payload, call->out->event.payload_size);
        call->out->event.payload = call->bytes;
    }
    return false;
}

static void page_read(void *user, tr_status status, bool has_more, const tr_error *err)
{
    (void)user;
    (void)has_more;
    (void)err; /* the status tells */
    ck_assert_int_eq(status, TR_OK);
}

static copy_call call;

static void first_row(tr_table table, any_row *out)
{
    memset(out, 0, sizeof *out);
    call = (copy_call){ .table = table, .out = out };
    tr_store_query query = { .table = table, .limit = 1 };
    ck_assert_int_eq(r.reader.read(r.reader.user, &query, copy_row, page_read, &call, NULL), TR_OK);
}

static const tr_table proven[] = { TR_TABLE_ACCOUNT,  TR_TABLE_ORDER,   TR_TABLE_FILL,
                                   TR_TABLE_POSITION, TR_TABLE_BALANCE, TR_TABLE_ALERT,
                                   TR_TABLE_LEDGER,   TR_TABLE_EVENT };

START_TEST(missing_row_is_noticed_in_each_table)
{
    any_row row;
    first_row(proven[_i], &row);
    tamper(TR_STORE_DELETE, proven[_i], &row);
    ck_assert_int_gt(rig_verify(&r), 0);
}
END_TEST

/* Not the key: that would be another row. */
static void change(tr_table table, any_row *row)
{
    switch (table) {
    case TR_TABLE_ACCOUNT:
        (void)snprintf(row->account.owner, sizeof row->account.owner, "thief");
        return;
    case TR_TABLE_ORDER:
        row->order.filled_notional.value = rig_decimal("99.999999999999999999");
        return;
    case TR_TABLE_FILL:
        row->fill.fee.value = rig_decimal("0");
        return;
    case TR_TABLE_POSITION:
        row->position.realised.value = rig_decimal("1");
        return;
    case TR_TABLE_BALANCE:
        row->balance.total.value = rig_decimal("1000000");
        return;
    case TR_TABLE_ALERT:
        row->alert.body_size--;
        return;
    case TR_TABLE_LEDGER:
        row->ledger.book = row->ledger.book == TR_LEDGER_CASH ? TR_LEDGER_FEES : TR_LEDGER_CASH;
        return;
    default:
        row->event.epoch = -1;
        return;
    }
}

START_TEST(changed_row_is_noticed_in_each_table)
{
    any_row row;
    first_row(proven[_i], &row);
    change(proven[_i], &row);
    tamper(TR_STORE_PUT, proven[_i], &row);
    ck_assert_int_gt(rig_verify(&r), 0);
}
END_TEST

START_TEST(rows_of_an_account_that_there_is_not_are_noticed_in_each_table)
{
    any_row row;
    first_row(proven[_i], &row);
    const tr_table_def *def = tr_store_table(proven[_i]);
    for (size_t i = 0; i < def->column_count; i++)
        if (strcmp(def->columns[i].name, "account") == 0)
            (void)snprintf((char *)&row + def->columns[i].offset, TR_NAME_SIZE, "zoe");
    if (proven[_i] == TR_TABLE_ORDER)
        row.order.id.bytes[0]++;
    if (proven[_i] == TR_TABLE_FILL)
        row.fill.id.bytes[0]++;
    if (proven[_i] == TR_TABLE_ALERT)
        row.alert.id.bytes[0]++;
    if (proven[_i] == TR_TABLE_ACCOUNT)
        (void)snprintf(row.account.name, sizeof row.account.name,
                       "zoe"); /* an account without a log */
    tamper(TR_STORE_INSERT, proven[_i], &row);
    ck_assert_int_gt(rig_verify(&r), 0);
}
END_TEST

/* What it comes to when it is written and read again. */
static tr_status read_back(const event *ev)
{
    tr__buffer bytes;
    event back;
    tr__buffer_init(&bytes, 65536, NULL);
    ck_assert_int_eq(tr__event_encode(ev, &bytes), TR_OK);
    tr_status status = tr__event_decode(ev->kind, bytes.bytes, bytes.size, &back, NULL);
    tr__buffer_done(&bytes);
    return status;
}

/* They are places in arrays to whoever folds the log. */
START_TEST(event_with_a_state_side_or_role_that_there_is_not_is_refused)
{
    event ev = { .kind = EVENT_ORDER_ACCEPTED };
    ev.order.state = TR_STATE_ACCEPTED;
    ck_assert_int_eq(read_back(&ev), TR_OK);
    ev.order.state = (tr_order_state)1000000;
    ck_assert_int_eq(read_back(&ev), TR_E_CORRUPT);
    ev.order.state = TR_STATE_ACCEPTED;
    ev.order.side = (tr_side)1000000;
    ck_assert_int_eq(read_back(&ev), TR_E_CORRUPT);
    ev.kind = EVENT_ORDER_AMENDED;
    ck_assert_int_eq(read_back(&ev), TR_E_CORRUPT);
    ev.order.side = TR_SIDE_BUY;
    ck_assert_int_eq(read_back(&ev), TR_OK);
    ev.order.role = (tr_role)1000000;
    ck_assert_int_eq(read_back(&ev), TR_E_CORRUPT);
    ev = (event){ .kind = EVENT_ORDER_FILLED };
    ev.fill.side = (tr_side)2;
    ck_assert_int_eq(read_back(&ev), TR_E_CORRUPT);
    ev = (event){ .kind = EVENT_BLOCK_ADDED };
    ev.block.state = TR_BLOCK_WAITING;
    ck_assert_int_eq(read_back(&ev), TR_OK);
    ev.block.side = (tr_side)2;
    ck_assert_int_eq(read_back(&ev), TR_E_CORRUPT);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("verify");
    TCase *tests = tcase_create("verify");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, missing_row_is_noticed_in_each_table, 0, 7);
    tcase_add_loop_test(tests, changed_row_is_noticed_in_each_table, 0, 7);
    tcase_add_loop_test(tests, rows_of_an_account_that_there_is_not_are_noticed_in_each_table, 0,
                        8);
    tcase_add_test(tests, event_with_a_state_side_or_role_that_there_is_not_is_refused);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
