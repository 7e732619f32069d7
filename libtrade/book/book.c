/* book.c: a book's memory, and the way of a command through it. */
#include <string.h>

#include "book/emit.h"
#include "book/fetch.h"
#include "book/plain.h"
#include "book/taker.h"
#include "core/alloc.h"
#include "core/fail.h"

#define EVENT_BUFFER_COUNT 128
#define CACHE_LINE         64

static_assert(sizeof(tr_book_command) == CACHE_LINE, "a command is a cache line");
static_assert(sizeof(tr_book_event) == CACHE_LINE, "an event is a cache line");
static_assert(sizeof(level) == CACHE_LINE && sizeof(extra) == CACHE_LINE, "so are these");
static_assert(sizeof(node) == 32 && sizeof(terms) == 16 && sizeof(span) == 32,
              "as README.md counts");
static_assert((int)LADDER_BIDS == (int)TR_SIDE_BUY && (int)LADDER_ASKS == (int)TR_SIDE_SELL &&
                  (int)LADDER_BUY_STOPS == (int)TR_BOOK_QUEUE_BUY_STOPS,
              "a side is its ladder");
static_assert(TR_BOOK_ORDER_MAX_LIMIT - 1 <= UINT32_MAX >> 6,
              "a fork's index and a bit fit together");
static_assert(TR_BOOK_ORDER_MAX_LIMIT <= UINT32_MAX >> MARK_EXTRA_SHIFT,
              "an extra's index fits its marks");

/*
 * Where each part of the one allocation begins. A pool that fills from its front stands behind a part that is written
 * at creation: the page that they share is there already.
 */
typedef struct layout {
    size_t book, nodes, terms, levels, spans, forks, extras, heap, events;
    size_t bonds, trails[2], near_levels;
    size_t ids, prices, span_slots; /* zeroed, each slots_size bytes */
    size_t slots_size;
    size_t size;
} layout;

static size_t place_next(size_t *size, size_t count, size_t item_size)
{
    size_t at = *size;
    *size = (at + count * item_size + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    return at;
}

/* No product overflows: the limit on order_max keeps the whole below 2^36. */
static layout layout_of(uint32_t order_max)
{
    layout l = { 0 };
    size_t items = (size_t)order_max + 1;              /* index 0 is nobody */
    size_t slots = (size_t)table_slots(order_max) + 1; /* one behind the last, for guesses */
    l.slots_size = slots * sizeof(table_slot);
    l.book = place_next(&l.size, 1, sizeof(tr_book));
    l.spans = place_next(&l.size, items, sizeof(span));
    l.events = place_next(&l.size, EVENT_BUFFER_COUNT, sizeof(tr_book_event));
    l.forks = place_next(&l.size, items, sizeof(fork));
    l.near_levels = place_next(&l.size, (size_t)NEAR_TICKS * 2, sizeof(uint32_t));
    l.levels = place_next(&l.size, items, sizeof(level));
    l.ids = place_next(&l.size, 1, l.slots_size);
    l.nodes = place_next(&l.size, items, sizeof(node));
    l.prices = place_next(&l.size, 1, l.slots_size);
    l.terms = place_next(&l.size, items, sizeof(terms));
    l.span_slots = place_next(&l.size, 1, l.slots_size);
    l.extras = place_next(&l.size, items, sizeof(extra));
    l.heap = place_next(&l.size, items, sizeof(uint32_t));
    l.bonds = place_next(&l.size, items, sizeof(bond));
    l.trails[0] = place_next(&l.size, items, sizeof(uint32_t));
    l.trails[1] = place_next(&l.size, items, sizeof(uint32_t));
    l.size += CACHE_LINE; /* to align the start */
    return l;
}

static tr_status check_options(const tr_book_options *options, tr_error *err)
{
    if (options->struct_size != sizeof(tr_book_options))
        return tr__fail(err, TR_E_INVALID, 0, "book: options of size %zu, expected %zu",
                        options->struct_size, sizeof(tr_book_options));
    if (options->order_max < 1 || options->order_max > TR_BOOK_ORDER_MAX_LIMIT)
        return tr__fail(err, TR_E_INVALID, 0, "book: order_max is %u, allowed 1..%u",
                        (unsigned int)options->order_max, (unsigned int)TR_BOOK_ORDER_MAX_LIMIT);
    if (options->tick < 1 || options->lot < 1)
        return tr__fail(err, TR_E_INVALID, 0, "book: tick %lld and lot %lld must be above zero",
                        (long long)options->tick, (long long)options->lot);
    if (options->quantity_max < 1 || options->quantity_max > TR_BOOK_QUANTITY_LIMIT)
        return tr__fail(err, TR_E_INVALID, 0, "book: quantity_max is %lld, allowed 1..2^62",
                        (long long)options->quantity_max);
    if (options->quantity_min < 0 || options->band_low < 0 || options->last_price < 0 ||
        options->share_min < 0)
        return tr__fail(err, TR_E_INVALID, 0,
                        "book: quantity_min, band_low, last_price and share_min must not be "
                        "negative");
    return TR_OK;
}

size_t tr_book_memory_size(const tr_book_options *options)
{
    if (options == NULL || check_options(options, NULL) != TR_OK)
        return 0;
    return layout_of(options->order_max).size;
}

/* From the greater of 1 and `low` to `high`. */
static number_range range_of(int64_t low, int64_t high)
{
    int64_t first = low > 1 ? low : 1;
    return (number_range){ .first = first,
                           .count = high < first ? 0 : (uint64_t)(high - first) + 1 };
}

static table table_at(unsigned char *base, size_t offset, uint32_t order_max)
{
    return table_in((void *)(base + offset), table_slots(order_max));
}

static void place_parts(tr_book *book, unsigned char *base, const layout *l)
{
    book->nodes = (void *)(base + l->nodes);
    book->terms = (void *)(base + l->terms);
    book->levels = (void *)(base + l->levels);
    book->spans = (void *)(base + l->spans);
    book->forks = (void *)(base + l->forks);
    book->extras = (void *)(base + l->extras);
    book->heap = (void *)(base + l->heap);
    book->near_levels = (void *)(base + l->near_levels);
    memset(book->near_levels, 0, (size_t)NEAR_TICKS * 2 * sizeof(uint32_t));
    book->bonds = (void *)(base + l->bonds);
    book->trails[0] = (void *)(base + l->trails[0]);
    book->trails[1] = (void *)(base + l->trails[1]);
    book->events = (void *)(base + l->events);
    book->cursor = book->events;
    book->events_end = book->events + EVENT_BUFFER_COUNT;
    memset(book->events, 0, EVENT_BUFFER_COUNT * sizeof *book->events);
    memset(base + l->ids, 0, l->slots_size);
    memset(base + l->prices, 0, l->slots_size);
    memset(base + l->span_slots, 0, l->slots_size);
    book->ids = table_at(base, l->ids, book->order_max);
    book->prices = table_at(base, l->prices, book->order_max);
    book->span_table = table_at(base, l->span_slots, book->order_max);
    book->nodes[0] = (node){ 0 };
    book->levels[0] = (level){ .ladder = LADDER_COUNT };
    book->extras[0] = (extra){ 0 };
    book->bonds[0] = (bond){ 0 };
    pool *pools[] = { &book->node_pool, &book->level_pool, &book->span_pool,
                      &book->fork_pool, &book->extra_pool, &book->bond_pool };
    for (size_t i = 0; i < sizeof pools / sizeof pools[0]; i++)
        pools[i]->unused = 1;
}

tr_status tr_book_new(const tr_book_options *options, tr_book **out, tr_error *err)
{
    if (options == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "book: options and out must be given");
    tr_status status = check_options(options, err);
    if (status != TR_OK)
        return status;
    layout l = layout_of(options->order_max);
    void *memory = tr__allocate(options->allocator, l.size);
    if (memory == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "book: no memory for %zu bytes", l.size);
    size_t off = (CACHE_LINE - (uintptr_t)memory % CACHE_LINE) % CACHE_LINE;
    unsigned char *base = (unsigned char *)memory + off;
    tr_book *book = (void *)(base + l.book);
    *book = (tr_book){
        .tick = options->tick,
        .lot = options->lot,
        .quantity_min = options->quantity_min,
        .quantity_max = options->quantity_max,
        .band_low = options->band_low,
        .band_high = options->band_high,
        .last = options->last_price,
        .now = options->now,
        .instrument = options->instrument,
        .has_opaque_ids = options->has_opaque_ids,
        .order_max = options->order_max,
        .rare = options->is_pro_rata ? RARE_PRO_RATA : 0,
        .has_top_order = options->is_pro_rata && options->has_top_order,
        .share_min = options->share_min,
        .allocator = options->allocator,
        .memory = memory,
    };
    book->quantities = range_of(options->quantity_min, options->quantity_max);
    book->prices_allowed = range_of(options->band_low, options->band_high);
    book->has_grid = options->tick != 1 || options->lot != 1;
    place_parts(book, base, &l);
    for (uint32_t i = 0; i < LADDER_COUNT; i++)
        book->best_price[i] = ladder_none(i);
    tr__watch_set(book);
    book->event_head = EVENT_HEAD(book->instrument);
    *out = book;
    return TR_OK;
}

void tr_book_free(tr_book *book)
{
    if (book != NULL)
        tr__release(book->allocator, book->memory);
}

void tr__book_drain(tr_book *book)
{
    size_t event_count = (size_t)(book->cursor - book->events);
    book->cursor = book->events;
    if (event_count > 0)
        book->sink->take(book->sink->user, book->events, event_count);
}

static inline bool new_is_known(const tr_book_command *command)
{
    return command->side <= TR_SIDE_SELL && command->type <= TR_BOOK_TYPE_MARKET_TO_LIMIT &&
           command->tif <= TR_BOOK_TIF_GTD && command->stp <= TR_BOOK_STP_DECREMENT &&
           command->flags <= (TR_BOOK_FLAG_HIDDEN | TR_BOOK_FLAG_ALL_OR_NONE) &&
           ((command->given & TR_BOOK_GIVEN_SPECIAL) == 0 || command->special != NULL);
}

/* Is there room? A bracket's legs need theirs too. */
static inline bool is_full(const tr_book *book, const tr_book_command *command)
{
    uint32_t left = book->order_max - book->order_count;
    return left < 3 && left < tr__book_order_needs(command);
}

static void cancel(tr_book *book, int64_t id)
{
    uint32_t index = id_find(book, id);
    if (index == 0) {
        emit(book, TR_BOOK_EVENT_CANCEL_REJECTED, TR_BOOK_REASON_UNKNOWN_ORDER, id);
        return;
    }
    emit_cancelled(book, id, book->nodes[index].open, TR_BOOK_REASON_USER);
    order_end(book, index);
}

static tr_status apply_new(tr_book *book, const tr_book_command *command)
{
    if (!new_is_known(command))
        return TR_E_INVALID;
    if (is_full(book, command))
        return TR_E_FULL;
    tr__book_enter(book, command);
    tr__book_cascade(book);
    return TR_OK;
}

static tr_status apply_rarer(tr_book *book, const tr_book_command *command)
{
    if (command->kind == TR_BOOK_COMMAND_CANCEL)
        cancel(book, command->id);
    else if (command->kind == TR_BOOK_COMMAND_AMEND)
        tr__book_amend(book, command);
    else if (command->kind == TR_BOOK_COMMAND_TIME)
        tr__book_move_clock(book, command->at);
    else if (command->kind == TR_BOOK_COMMAND_PHASE && command->phase >= 0 &&
             command->phase <= TR_BOOK_PHASE_AUCTION)
        tr__book_enter_phase(book, (tr_book_phase)command->phase);
    else
        return TR_E_INVALID;
    tr__book_cascade(book);
    return TR_OK;
}

/* Not one switch: its jump table is guessed wrong more often than these branches. */
static ALWAYS_INLINE tr_status apply(tr_book *book, const tr_book_command *command)
{
    tr_status status = TR_OK;
    uint32_t tag = id_tag(command->id);
    /* Under way before the kind is known: it is guessed wrong often, and this memory is waited for then. */
    __builtin_prefetch(&book->nodes[book->ids.slots[table_home(&book->ids, tag)].index], 1);
    if (command->kind == TR_BOOK_COMMAND_NEW) {
        if (!plain_enter(book, command, tag))
            status = apply_new(book, command);
    } else if (command->kind != TR_BOOK_COMMAND_CANCEL || !plain_cancel(book, command->id, tag)) {
        status = apply_rarer(book, command);
    }
    assert(book->elected_head == 0 && book->order_count <= book->order_max);
    return status;
}

tr_status tr_book_apply(tr_book *book, const tr_book_command *command, const tr_book_sink *sink)
{
    if (book == NULL || command == NULL || sink == NULL || sink->take == NULL)
        return TR_E_INVALID;
    book->sink = sink;
    tr_status status = apply(book, command);
    tr__book_drain(book);
    return status;
}

tr_status tr_book_apply_events(tr_book *book, const tr_book_command *command,
                               const tr_book_sink *sink, const tr_book_event **events_out,
                               size_t *event_count_out)
{
    if (book == NULL || command == NULL || sink == NULL || sink->take == NULL ||
        events_out == NULL || event_count_out == NULL)
        return TR_E_INVALID;
    book->sink = sink;
    tr_status status = apply(book, command);
    *events_out = book->events;
    *event_count_out = (size_t)(book->cursor - book->events);
    book->cursor = book->events;
    return status;
}

/* ---- Many commands: what the next ones will touch is fetched while this one works ---- */

static ALWAYS_INLINE void fetch_ahead(const tr_book *book, const tr_book_command *commands,
                                      size_t left)
{
    /* What it is decides the next branch: a command that comes late makes a wrong guess twice as long. */
    __builtin_prefetch(&commands[left > AHEAD_COMMAND ? AHEAD_COMMAND : 0]);
    if (book->order_count < FETCH_FROM || left <= AHEAD_SLOTS)
        return;
    fetch_slot(book, &commands[AHEAD_SLOTS]);
    fetch_node(book, &commands[AHEAD_NODE]);
    fetch_links(book, &commands[AHEAD_LINKS]);
}

tr_status tr_book_apply_all(tr_book *book, const tr_book_command *commands, size_t command_count,
                            const tr_book_sink *sink, size_t *done_out)
{
    if (book == NULL || commands == NULL || sink == NULL || sink->take == NULL)
        return TR_E_INVALID;
    book->sink = sink;
    tr_status status = TR_OK;
    size_t done = 0;
    while (done < command_count) {
        fetch_ahead(book, &commands[done], command_count - done);
        if (book->events_end - book->cursor < PLAIN_EVENTS_MAX)
            tr__book_drain(book);
        status = apply(book, &commands[done]);
        if (status != TR_OK)
            break;
        done++;
    }
    tr__book_drain(book);
    if (done_out != NULL)
        *done_out = done;
    return status;
}
