/*
 * event.h: what can happen to an account, and its canonical bytes.
 *
 * Kinds and layouts are stored for ever: a kind is never given a new meaning, and a layout only grows at its end.
 */
#ifndef TRADE_ENGINE_EVENT_H
#define TRADE_ENGINE_EVENT_H

#include <trade/order.h>
#include <trade/store.h>

#include "core/buffer.h"
#include "engine/event_books.h"

typedef enum event_kind {
    EVENT_ACCOUNT_OPENED = 1, /* account */
    EVENT_FUNDS_MOVED = 2,    /* asset, amount, reason, and the other book unless it is external */
    EVENT_ALERT_TAKEN = 3,    /* alert */
    EVENT_ORDER_ACCEPTED = 4, /* order, in state accepted */
    EVENT_ORDER_MOVED = 5,    /* id, to, reserved, cause, exchange_order_id, reason */
    EVENT_ORDER_RESIZED = 6,  /* id, quantity, reason */
    EVENT_ORDER_FILLED = 7,   /* fill, and the instrument's multiplier unless it is 1 */
    EVENT_DAY_BEGAN = 8,      /* asset, day, equity */
    EVENT_RISK_SET = 9,       /* risk */
    EVENT_ORDER_STAGED =
        10, /* id, trigger, trigger_price, waits, price (where a trail begins), cause, actor, reason */
    EVENT_ORDER_AMENDED =
        11, /* order: as it is from now on, but for its state and fills; actor, reason */
    EVENT_ALARM_RAISED = 12,    /* id (an order's, or none), symbol, reason: somebody has to look */
    EVENT_BLOCK_ADDED = 13,     /* block; its conditions follow */
    EVENT_BLOCK_FED = 14,       /* id, number (of the condition), is_first (of a session), cause */
    EVENT_BLOCK_MOVED = 15,     /* id, block_to, other_id (its order), actor, reason */
    EVENT_EXTREME_REACHED = 16, /* symbol, side, price */
    EVENT_CONDITION_ADDED = 17, /* condition */
    EVENT_DIFFERENCE_FOUND = 18, /* difference: what a reconciliation found, and did about it */
    EVENT_LEDGER_CLOSED = 19,    /* close: an asset's books at the end of a trading day */
    EVENT_DAY_SHIFTED =
        20, /* asset, amount: what came or went from outside is no profit and no loss of the day */
    EVENT_STOP_MOVED = 21, /* id, stop_at, actor, reason: who watches a stop's price from now on */
    EVENT_FUNDING_PAID = 22, /* funding, without account and seq */
    EVENT_POSITION_RESTATED =
        23, /* symbol, amount: of its cost, and of what is realised, more than was booked */
    EVENT_BLOCK_AMENDED = 24 /* block: as it is from now on, while it waits */
} event_kind;

typedef struct event {
    event_kind kind;
    int64_t at_ns;
    tr_id id;
    tr_id other_id;
    tr_id cause; /* the alert that fired the order, when it moves for that */
    tr_order_state to;
    tr_money amount; /* moved, reserved, or a day's first equity */
    tr_quantity quantity;
    tr_decimal multiplier; /* base units a contract of what filled */
    int64_t day_ns;
    tr_ledger_book book; /* of funds moved */
    tr_trigger trigger;
    tr_price trigger_price;
    tr_price price;
    int64_t waits;
    int64_t number;
    bool is_first;
    tr_block_state block_to;
    tr_stop_at stop_at;
    tr_side side;
    char symbol[TR_SYMBOL_SIZE];
    char actor[TR_NAME_SIZE]; /* who did it; the one who works when left empty */
    char asset[TR_ASSET_SIZE];
    char exchange_order_id[TR_LABEL_SIZE];
    char reason[TR_REASON_SIZE];
    union { /* at most one of them, by kind */
        tr_account_row account;
        tr_alert alert;
        tr_order order;
        tr_fill fill;
        tr_block block;
        tr_block_condition condition;
        tr_risk_row risk;
        tr_difference difference;
        ledger_close close;
        tr_funding_payment funding;
    };
} event;

const char *tr__event_kind_name(int64_t kind);

/* Append the payload. */
tr_status tr__event_encode(const event *ev, tr__buffer *out);

/* Read a payload back. Byte columns point into it. TR_E_CORRUPT */
tr_status tr__event_decode(event_kind kind, const uint8_t *payload, size_t size, event *out,
                           tr_error *err);

#endif
