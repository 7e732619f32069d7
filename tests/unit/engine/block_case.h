/* block_case.h: an engine for each test of order blocks, and what such tests ask of it. */
#ifndef TESTS_UNIT_ENGINE_BLOCK_CASE_H
#define TESTS_UNIT_ENGINE_BLOCK_CASE_H

#include <stdio.h>

#include "support/engine_case.h"

#define MS_NS     INT64_C(1000000)
#define SECOND_NS INT64_C(1000000000)

static tr_block block; /* of the last answer */
static tr_status status;
static char words[TR_ERROR_MESSAGE_SIZE];
static int key_number;

static inline void setup(void)
{
    rig_open(&r);
    key_number = 0;
}

static inline void answered(void *user, const tr_engine_answer *answer)
{
    (void)user;
    status = answer->status;
    (void)snprintf(words, sizeof words, "%s", answer->error.message);
    if (answer->block != NULL)
        block = *answer->block;
}

static inline tr_block_condition condition(const char *source, const char *name, const char *timeframe)
{
    tr_block_condition one = { .number = 0 };
    (void)snprintf(one.source, sizeof one.source, "%s", source);
    (void)snprintf(one.name, sizeof one.name, "%s", name);
    (void)snprintf(one.timeframe, sizeof one.timeframe, "%s", timeframe);
    return one;
}

/* The owner's own: MACD colours on three charts, 95 to 105. */
static inline tr_block_request macd_block(void)
{
    tr_block_request request = {
        .account = "paper", .user = "trader", .name = "zone 1", .symbol = "BTCUSDT"
    };
    request.side = TR_SIDE_BUY;
    request.price_low.value = rig_decimal("95");
    request.price_high.value = rig_decimal("105");
    request.quantity.value = rig_decimal("1");
    request.take_profit.value = rig_decimal("120");
    request.stop_loss.value = rig_decimal("90");
    request.conditions[0] = condition("", "macd dark green", "12");
    request.conditions[1] = condition("", "macd not dark red", "75");
    request.conditions[2] = condition("", "macd not dark red", "240");
    request.condition_count = 3;
    return request;
}

static inline void add(const tr_block_request *request)
{
    tr_engine_add_block(r.engine, request, answered, NULL);
    rig_settle(&r);
}

static inline void must_add(const tr_block_request *request)
{
    add(request);
    ck_assert_int_eq(status, TR_OK);
    ck_assert_int_eq(block.state, TR_BLOCK_WAITING);
}

static inline void tell_as(tr_alert_action action, const char *name, const char *timeframe)
{
    char key[TR_LABEL_SIZE];
    (void)snprintf(key, sizeof key, "id:%d", ++key_number);
    tr_alert alert = rig_alert_of(action, key);
    (void)snprintf(alert.name, sizeof alert.name, "%s", name);
    (void)snprintf(alert.timeframe, sizeof alert.timeframe, "%s", timeframe);
    rig_alert(&r, &alert);
    ck_assert_int_eq(r.status, TR_OK);
}

static inline void tell(const char *name, const char *timeframe)
{
    tell_as(TR_ALERT_CONDITION, name, timeframe);
}

typedef struct found_block {
    tr_block row;
    bool is_found;
} found_block;

static inline bool copy_block(void *user, const void *row)
{
    ((found_block *)user)->row = *(const tr_block *)row;
    ((found_block *)user)->is_found = true;
    return false;
}

static inline tr_block stored_block(tr_id id)
{
    found_block found = { .is_found = false };
    tr_block key = { .id = id };
    tr_store_query query = { .table = TR_TABLE_BLOCK, .key = &key, .key_columns = 1, .limit = 1 };
    ck_assert_int_eq(r.reader.read(r.reader.user, &query, copy_block, page_read, &found, NULL),
                     TR_OK);
    ck_assert(found.is_found);
    return found.row;
}

#endif
