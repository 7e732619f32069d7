/* emit.h: events are written where the sink will read them; it is called when the buffer is full. */
#ifndef TRADE_BOOK_EMIT_H
#define TRADE_BOOK_EMIT_H

#include "book/state.h"

/* Hand the sink what is in the buffer. */
void tr__book_drain(tr_book *book);

/*
 * Each event is stored field by field where it stays. Handing it over as a struct would build it elsewhere
 * and copy it in wider pieces than it was written in, which stalls the processor: twice the time of a command.
 */
static inline tr_book_event *emit(tr_book *book, tr_book_event_kind kind, tr_book_reason reason,
                                  int64_t id)
{
    if (book->cursor == book->events_end)
        tr__book_drain(book);
    tr_book_event *event = book->cursor++;
    event->kind = (uint8_t)kind;
    event->reason = (uint8_t)reason;
    event->side = 0;
    event->flags = 0;
    event->instrument = book->instrument;
    event->sequence = ++book->sequence;
    event->id = id;
    event->maker_id = 0;
    event->price = 0;
    event->quantity = 0;
    event->open = 0;
    event->shown = 0;
    return event;
}

static inline void emit_cancelled(tr_book *book, int64_t id, int64_t open, tr_book_reason reason)
{
    emit(book, TR_BOOK_EVENT_CANCELLED, reason, id)->quantity = open;
}

#endif
