/* emit.h: events are written where the sink will read them; it is called when the buffer is full. */
#ifndef TRADE_BOOK_EMIT_H
#define TRADE_BOOK_EMIT_H

#include <string.h>

#include "book/state.h"

/*
 * The first eight bytes of an event are one number: instrument, and bytes at their places. Most of it does not
 * change, and one store is cheaper than five.
 */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define EVENT_SHIFT(place) (8 * (place))
#define EVENT_HEAD(number) ((uint64_t)(number) << 32)
#else
#define EVENT_SHIFT(place) (56 - 8 * (place))
#define EVENT_HEAD(number) ((uint64_t)(number))
#endif
/*
 * And behind the identity, five numbers that are 0 unless the kind names them, four of them in two stores. memset
 * becomes a loop of the processor's own here, at ten times the price.
 */
#define EVENT_NUMBERS offsetof(tr_book_event, maker_id)
typedef int64_t number_pair __attribute__((vector_size(16), aligned(8), may_alias));
static_assert(offsetof(tr_book_event, shown) == EVENT_NUMBERS + 2 * sizeof(number_pair),
              "the last of the five");
static_assert(offsetof(tr_book_event, kind) == 0 && offsetof(tr_book_event, reason) == 1 &&
                  offsetof(tr_book_event, instrument) == 4,
              "the parts of the first number");

/* Hand the sink what is in the buffer. */
void tr__book_drain(tr_book *book);

/*
 * Each event is stored field by field where it stays. Handing it over as a struct would build it elsewhere
 * and copy it in wider pieces than it was written in, which stalls the processor: twice the time of a command.
 */
static ALWAYS_INLINE void event_set(const tr_book *book, tr_book_event *event,
                                    tr_book_event_kind kind, tr_book_reason reason,
                                    uint64_t sequence, int64_t id)
{
    uint64_t head =
        book->event_head | (uint64_t)kind << EVENT_SHIFT(0) | (uint64_t)reason << EVENT_SHIFT(1);
    memcpy(event, &head, sizeof head);
    event->sequence = sequence;
    event->id = id;
    number_pair *numbers = (void *)((unsigned char *)event + EVENT_NUMBERS);
    numbers[0] = (number_pair){ 0, 0 };
    numbers[1] = (number_pair){ 0, 0 };
    event->shown = 0;
}

/* With room for the event in the buffer. */
static ALWAYS_INLINE tr_book_event *emit_sure(tr_book *book, tr_book_event_kind kind,
                                              tr_book_reason reason, int64_t id)
{
    tr_book_event *event = book->cursor++;
    event_set(book, event, kind, reason, ++book->sequence, id);
    return event;
}

static inline tr_book_event *emit(tr_book *book, tr_book_event_kind kind, tr_book_reason reason,
                                  int64_t id)
{
    if (book->cursor == book->events_end)
        tr__book_drain(book);
    return emit_sure(book, kind, reason, id);
}

static inline void emit_cancelled(tr_book *book, int64_t id, int64_t open, tr_book_reason reason)
{
    emit(book, TR_BOOK_EVENT_CANCELLED, reason, id)->quantity = open;
}

#endif
