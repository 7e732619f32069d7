/* stop_case.h: an engine that hands its stops to the exchange for each test of a suite, and what such tests ask of it. */
#ifndef TESTS_UNIT_ENGINE_STOP_CASE_H
#define TESTS_UNIT_ENGINE_STOP_CASE_H

#include <check.h>
#include <string.h>

#include "support/engine_rig.h"

#define SECOND_NS INT64_C(1000000000)

static rig r;

static inline void setup(void)
{
    rig_open(&r);
    r.traits.holds_stops = r.traits.holds_stop_limits = true;
    r.stops_at_exchange = true;
    rig_restart(&r, false);
    tr_engine_timer(r.engine);
    rig_price(&r, "BTC/USDT", "100");
}

static inline void teardown(void)
{
    ck_assert_int_eq(rig_verify(&r), 0); /* after every test the tables are what the log says */
    rig_close(&r);
}

static inline const char *text_of(tr_decimal value)
{
    static char text[TR_DECIMAL_TEXT_SIZE];
    (void)tr_decimal_format(value, text, sizeof text);
    return text;
}

static inline int64_t count_of(tr_order_state state)
{
    int64_t counts[TR_STATE_FAILED + 1];
    tr_engine_count_states(r.engine, counts);
    return counts[state];
}

static char alarm_bytes[512]; /* of the last one that was counted */
static size_t alarm_size;

static inline bool count_alarm(void *user, const void *row)
{
    const tr_event_row *event = row;
    if (event->kind != 12)
        return true;
    alarm_size = event->payload_size < sizeof alarm_bytes ? event->payload_size : sizeof alarm_bytes;
    memcpy(alarm_bytes, event->payload, alarm_size);
    ++*(int64_t *)user;
    return true;
}

static inline void page_read(void *user, tr_status status, bool has_more, const tr_error *err)
{
    (void)user;
    (void)has_more;
    (void)err; /* the status tells */
    ck_assert_int_eq(status, TR_OK);
}

static inline int64_t count_alarms(void)
{
    int64_t count = 0;
    tr_store_query query = { .table = TR_TABLE_EVENT, .limit = 1000 };
    ck_assert_int_eq(r.reader.read(r.reader.user, &query, count_alarm, page_read, &count, NULL), TR_OK);
    return count;
}

static inline void wait_for(int64_t duration_ns)
{
    r.now_ns += duration_ns;
    tr_engine_timer(r.engine);
    rig_settle(&r);
}

static inline tr_order stored(tr_id id)
{
    tr_order order;
    ck_assert(rig_stored_order(&r, id, &order));
    return order;
}

/* The only request since the last look; it is forgotten. */
static inline tr_exchange_order only(rig_request_kind kind)
{
    ck_assert_uint_eq(r.request_count, 1);
    ck_assert_int_eq(r.requests[0].kind, kind);
    r.request_count = 0;
    return r.requests[0].order;
}

static inline tr_id id_in(const tr_exchange_order *order)
{
    tr_id id;
    ck_assert_int_eq(tr_id_parse(order->client_id, TR_ID_TEXT_LENGTH, &id), TR_OK);
    return id;
}

/* One BTC bought at 100 with a target at 110 and a stop at 95, which the exchange has accepted. */
static inline tr_id buy_one(tr_id *entry_out)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.take_profit.value = rig_decimal("110");
    request.stop_loss.value = rig_decimal("95");
    rig_submit(&r, &request);
    tr_id entry = r.order.id;
    r.request_count = 0;
    rig_fill(&r, entry, "1", "100", "0");
    tr_exchange_order stop = only(RIG_PLACE);
    ck_assert_int_eq(stop.type, TR_ORDER_STOP);
    ck_assert(stop.is_reduce_only);
    ck_assert_str_eq(text_of(stop.stop_price.value), "95");
    ck_assert_str_eq(text_of(stop.quantity.value), "1");
    tr_id id = id_in(&stop);
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    if (entry_out != NULL)
        *entry_out = entry;
    ck_assert_int_eq(stored(id).state, TR_STATE_WORKING);
    ck_assert_int_eq(stored(id).stop_at, TR_STOP_AT_EXCHANGE);
    return id;
}

static inline bool is_bare(void)
{
    tr_position position;
    return rig_stored_position(&r, "BTC/USDT", &position) && tr_decimal_is_zero(position.quantity);
}

#endif
