/* engine_case.h: one engine on a rig for each test of a suite, and what such tests ask of it. */
#ifndef TESTS_SUPPORT_ENGINE_CASE_H
#define TESTS_SUPPORT_ENGINE_CASE_H

#include <check.h>
#include <string.h>

#include "support/engine_rig.h"

static rig r;

static inline void rig_setup(void)
{
    rig_open(&r);
}

static inline void rig_teardown(void)
{
    ck_assert_int_eq(rig_verify(&r), 0); /* after every test the tables are what the log says */
    rig_close(&r);
}

/* Good until the next call. */
static inline const char *text_of(tr_decimal value)
{
    static char text[TR_DECIMAL_TEXT_SIZE];
    (void)tr_decimal_format(value, text, sizeof text);
    return text;
}

static inline void check_decimal(tr_decimal value, const char *expected)
{
    ck_assert_str_eq(text_of(value), expected);
}

static inline tr_order stored(tr_id id)
{
    tr_order order = { .state = TR_STATE_NONE };
    ck_assert(rig_stored_order(&r, id, &order));
    return order;
}

static inline tr_id id_of(const tr_exchange_order *order)
{
    tr_id id;
    ck_assert_int_eq(tr_id_parse(order->client_id, strlen(order->client_id), &id), TR_OK);
    return id;
}

static inline size_t count_requests(rig_request_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < r.request_count; i++)
        count += r.requests[i].kind == kind;
    return count;
}

/* A limit buy of 1 at 99 that the exchange holds. */
static inline tr_id working(void)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_LIMIT, "1");
    request.limit_price.value = rig_decimal("99");
    rig_submit(&r, &request);
    ck_assert_msg(r.status == TR_OK, "%s", r.error.message);
    tr_id id = r.order.id;
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    r.request_count = 0;
    return id;
}

/* The end of a page that a test reads by itself. */
static inline void page_read(void *user, tr_status status, bool has_more, const tr_error *err)
{
    (void)user;
    (void)has_more;
    (void)err; /* the status tells */
    ck_assert_int_eq(status, TR_OK);
}

#endif
