/* event_books.h: payloads of what keeps an account's books true: differences with the exchange, and the daily close. */
#ifndef TRADE_ENGINE_EVENT_BOOKS_H
#define TRADE_ENGINE_EVENT_BOOKS_H

#include <trade/ledger.h>
#include <trade/reconcile.h>

#include "core/buffer.h"

/* The books of one asset when a trading day ended: what EVENT_LEDGER_CLOSED says. */
typedef struct ledger_close {
    int64_t day_ns;      /* the day that ended began here */
    int64_t through_seq; /* the newest event that was added up */
    tr_ledger_sums sums; /* of every line so far */
    tr_money balance;    /* the account's, at that event: the cash, or something is wrong */
} ledger_close;

tr_status tr__event_encode_difference(const tr_difference *difference, tr__buffer *out);
void tr__event_take_difference(tr__reader *reader, tr_difference *out);

tr_status tr__event_encode_close(const ledger_close *close, tr__buffer *out);
void tr__event_take_close(tr__reader *reader, ledger_close *out);

/* True when every book is right. */
bool tr__ledger_close_is_sound(const ledger_close *close);

#endif
