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

typedef enum event_kind {
    EVENT_ACCOUNT_OPENED = 1, /* account */
    EVENT_FUNDS_MOVED = 2,    /* asset, amount, reason, and the other book unless it is external */
    EVENT_ALERT_TAKEN = 3,    /* alert */
    EVENT_ORDER_ACCEPTED = 4, /* order, in state accepted */
    EVENT_ORDER_MOVED = 5,    /* id, to, reserved, cause, exchange_order_id, reason */
    EVENT_ORDER_RESIZED = 6,  /* id, quantity, reason */
    EVENT_ORDER_FILLED = 7,   /* fill */
    EVENT_DAY_BEGAN = 8,      /* asset, day, equity */
    EVENT_RISK_SET = 9        /* risk */
} event_kind;

typedef struct event {
    event_kind kind;
    int64_t at_ns;
    tr_account_row account;
    tr_alert alert;
    tr_order order;
    tr_fill fill;
    tr_risk_row risk;
    tr_id id;
    tr_id cause; /* the alert that fired the order, when it moves for that */
    tr_order_state to;
    tr_money amount; /* moved, reserved, or a day's first equity */
    tr_quantity quantity;
    int64_t day_ns;
    tr_ledger_book book; /* of funds moved */
    char asset[TR_ASSET_SIZE];
    char exchange_order_id[TR_LABEL_SIZE];
    char reason[TR_REASON_SIZE];
} event;

const char *tr__event_kind_name(int64_t kind);

/* Append the payload. */
tr_status tr__event_encode(const event *ev, tr__buffer *out);

/* Read a payload back. Byte columns point into it. TR_E_CORRUPT */
tr_status tr__event_decode(event_kind kind, const uint8_t *payload, size_t size, event *out, tr_error *err);

#endif
