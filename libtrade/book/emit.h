/* emit.h: events are written where the sink will read them; it is called when the buffer is full. */
#ifndef TRADE_BOOK_EMIT_H
#define TRADE_BOOK_EMIT_H

#include "book/state.h"

/* Hand the sink what is in the buffer. */
void tr__book_drain(tr_book *book);

static inline void emit(tr_book *book, tr_book_event event)
{
    if (book->cursor == book->events_end)
        tr__book_drain(book);
    event.instrument = book->instrument;
    event.sequence = ++book->sequence;
    *book->cursor++ = event;
}

static inline void emit_id(tr_book *book, tr_book_event_kind kind, tr_book_reason reason,
                           int64_t id)
{
    emit(book, (tr_book_event){ .kind = (uint8_t)kind, .reason = (uint8_t)reason, .id = id });
}

static inline void emit_cancelled(tr_book *book, int64_t id, int64_t open, tr_book_reason reason)
{
    emit(book, (tr_book_event){ .kind = TR_BOOK_EVENT_CANCELLED,
                                .reason = (uint8_t)reason,
                                .id = id,
                                .quantity = open });
}

#endif
