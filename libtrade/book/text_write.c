/* text_write.c: events and books as lines. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <trade/book_text.h>

#include "book/state.h"
#include "book/text_line.h"
#include "core/alloc.h"

static void add_amended(tr__line *to, const tr_book_event *event)
{
    if ((event->flags & TR_BOOK_EVENT_HAS_PRICE) != 0)
        tr__line_add(to, " price=%" PRId64, event->price);
    if ((event->flags & TR_BOOK_EVENT_HAS_STOP) != 0)
        tr__line_add(to, " stop=%" PRId64, event->stop);
    tr__line_add(to, " qty=%" PRId64 " open=%" PRId64, event->quantity, event->open);
    if ((event->flags & TR_BOOK_EVENT_HAS_SHOWN) != 0)
        tr__line_add(to, " shown=%" PRId64, event->shown);
    tr__line_add(to, " priority=%s", (event->flags & TR_BOOK_EVENT_KEPT) != 0 ? "kept" : "lost");
}

static void add_fields(tr__line *to, const tr_book_event *event)
{
    switch ((tr_book_event_kind)event->kind) {
    case TR_BOOK_EVENT_BOOKED:
        tr__line_add(to, " side=%s price=%" PRId64 " open=%" PRId64 " shown=%" PRId64,
                     event->side == TR_SIDE_BUY ? "buy" : "sell", event->price, event->open,
                     event->shown);
        break;
    case TR_BOOK_EVENT_REFRESHED:
        tr__line_add(to, " shown=%" PRId64, event->shown);
        break;
    case TR_BOOK_EVENT_REDUCED:
        tr__line_add(to, " qty=%" PRId64 " open=%" PRId64, event->quantity, event->open);
        if ((event->flags & TR_BOOK_EVENT_HAS_SHOWN) != 0)
            tr__line_add(to, " shown=%" PRId64, event->shown);
        break;
    case TR_BOOK_EVENT_AMENDED:
        add_amended(to, event);
        break;
    case TR_BOOK_EVENT_TRAILED:
        tr__line_add(to, " stop=%" PRId64, event->stop);
        break;
    case TR_BOOK_EVENT_CANCELLED:
    case TR_BOOK_EVENT_EXPIRED:
        tr__line_add(to, " qty=%" PRId64, event->quantity);
        break;
    default:
        break;
    }
}

size_t tr_book_text_event(const tr_book_event *event, char *out, size_t out_size)
{
    if (event == NULL || out == NULL || out_size == 0)
        return 0;
    const char *name = tr_book_event_name((tr_book_event_kind)event->kind);
    const char *reason = tr_book_reason_name((tr_book_reason)event->reason);
    if (name == NULL || reason == NULL)
        return 0;
    tr__line to = { .text = out, .size = out_size };
    if (event->kind == TR_BOOK_EVENT_TRADE) {
        tr__line_add(
            &to, "trade maker=%" PRId64 " taker=%" PRId64 " price=%" PRId64 " qty=%" PRId64 "%s",
            event->maker_id, event->id, event->price, event->quantity,
            (event->flags & TR_BOOK_EVENT_AUCTION) != 0 ? " auction=1" : "");
        return to.length;
    }
    if (event->kind == TR_BOOK_EVENT_PHASE) {
        tr__line_add(&to, "phase to=%s",
                     event->phase == TR_BOOK_PHASE_AUCTION ? "auction" : "continuous");
        return to.length;
    }
    if (event->kind == TR_BOOK_EVENT_UNCROSSED) {
        tr__line_add(&to, "uncrossed price=%" PRId64, event->price);
        return to.length;
    }
    tr__line_add(&to, "%s id=%" PRId64, name, event->id);
    add_fields(&to, event);
    if (event->reason != TR_BOOK_REASON_NONE)
        tr__line_add(&to, " reason=%s", reason);
    return to.length;
}

/* ---- The book ---- */

typedef struct dump {
    void (*write)(void *user, const char *text, size_t length);
    void *user;
    const char *name; /* of the lines */
    int64_t price;    /* of the line begun; -1: none */
    tr_book_order *stops;
    size_t stop_count;
} dump;

static void say(const dump *to, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(const dump *to, const char *format, ...)
{
    char text[TR_BOOK_TEXT_EVENT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    assert(length > 0 && (size_t)length < sizeof text);
    to->write(to->user, text, (size_t)length);
}

static bool say_order(void *user, const tr_book_order *order)
{
    dump *to = user;
    if (order->price != to->price) {
        say(to, "%s%s", to->price != -1 ? "\n" : "", to->name);
        if (order->price != 0)
            say(to, " %" PRId64, order->price);
        to->price = order->price;
    }
    say(to, " %" PRId64 ":%" PRId64 "/%" PRId64, order->id, order->open, order->shown);
    return true;
}

static void say_price(const dump *to, int64_t price)
{
    if (price != 0)
        say(to, " %" PRId64, price);
    else
        say(to, " -");
}

static bool say_held(void *user, const tr_book_order *order)
{
    const dump *to = user;
    say(to, "held %" PRId64 " %s", order->id, order->side == TR_SIDE_BUY ? "buy" : "sell");
    say_price(to, order->price);
    say_price(to, order->stop);
    say(to, "\n");
    return true;
}

static bool collect_stop(void *user, const tr_book_order *order)
{
    dump *to = user;
    to->stops[to->stop_count++] = *order;
    return true;
}

static bool count_stop(void *user, const tr_book_order *order)
{
    (void)order;
    (*(size_t *)user)++;
    return true;
}

static int by_place(const void *a, const void *b)
{
    uint64_t x = ((const tr_book_order *)a)->place;
    uint64_t y = ((const tr_book_order *)b)->place;
    return (x > y) - (x < y);
}

static void say_stops(dump *to)
{
    qsort(to->stops, to->stop_count, sizeof *to->stops, by_place);
    for (size_t i = 0; i < to->stop_count; i++) {
        const tr_book_order *stop = &to->stops[i];
        say(to, "stop %" PRId64 " %s %" PRId64, stop->id,
            stop->side == TR_SIDE_BUY ? "buy" : "sell", stop->stop);
        if (stop->type == TR_BOOK_TYPE_STOP_LIMIT)
            say(to, " %" PRId64, stop->price);
        say(to, "%s %" PRId64, stop->type == TR_BOOK_TYPE_STOP_LIMIT ? "" : " -", stop->open);
        if (stop->trail != 0)
            say(to, " trail=%" PRId64, stop->trail);
        if (stop->trail_bps != 0)
            say(to, " trail_bps=%" PRId64, stop->trail_bps);
        say(to, "\n");
    }
}

tr_status tr_book_text_dump(const tr_book *book,
                            void (*write)(void *user, const char *text, size_t length), void *user)
{
    if (book == NULL || write == NULL)
        return TR_E_INVALID;
    size_t stop_count = 0;
    tr_book_walk(book, TR_BOOK_QUEUE_BUY_STOPS, count_stop, &stop_count);
    tr_book_walk(book, TR_BOOK_QUEUE_SELL_STOPS, count_stop, &stop_count);
    dump to = { .write = write, .user = user };
    if (stop_count > 0) {
        to.stops = tr__allocate(book->allocator, stop_count * sizeof *to.stops);
        if (to.stops == NULL)
            return TR_E_NO_MEMORY;
    }
    static const struct {
        tr_book_queue queue;
        const char *name;
    } lines[] = {
        { TR_BOOK_QUEUE_BIDS, "bid" },
        { TR_BOOK_QUEUE_ASKS, "ask" },
        { TR_BOOK_QUEUE_MINIMUM_BIDS, "min_bid" },
        { TR_BOOK_QUEUE_MINIMUM_ASKS, "min_ask" },
        { TR_BOOK_QUEUE_MARKET_BUYS, "market_buy" },
        { TR_BOOK_QUEUE_MARKET_SELLS, "market_sell" },
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        to.price = -1;
        to.name = lines[i].name;
        tr_book_walk(book, lines[i].queue, say_order, &to);
        if (to.price != -1)
            say(&to, "\n");
    }
    tr_book_walk(book, TR_BOOK_QUEUE_BUY_STOPS, collect_stop, &to);
    tr_book_walk(book, TR_BOOK_QUEUE_SELL_STOPS, collect_stop, &to);
    if (stop_count > 0)
        say_stops(&to);
    tr_book_walk(book, TR_BOOK_QUEUE_HELD_BUYS, say_held, &to);
    tr_book_walk(book, TR_BOOK_QUEUE_HELD_SELLS, say_held, &to);
    if (tr_book_phase_now(book) == TR_BOOK_PHASE_AUCTION)
        say(&to, "phase auction\n");
    if (book->last != 0)
        say(&to, "last %" PRId64 "\n", book->last);
    else
        say(&to, "last -\n");
    tr__release(book->allocator, to.stops);
    return TR_OK;
}
