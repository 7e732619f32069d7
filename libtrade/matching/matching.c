/* matching.c: symbols, numbers, and the way of a command to its book. */
#include <assert.h>
#include <string.h>

#include "book/fetch.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "matching/state.h"

/* Books are fetched ahead from this much memory on: what is smaller is in the cache. */
#define FETCH_FROM_SIZE ((size_t)1 << 21)
#define AHEAD_BOOK      16 /* commands ahead: the book itself */

static void forward_take(void *user, const tr_book_event *events, size_t event_count)
{
    tr_matching *matching = user;
    uint64_t number = matching->event_count + 1;
    matching->event_count += event_count;
    matching->sink->take(matching->sink->user, number, events, event_count);
}

/* ---- Life ---- */

tr_status tr_matching_new(const tr_matching_options *options, tr_matching **out, tr_error *err)
{
    if (options == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "matching: options and out must be given");
    if (options->struct_size != sizeof *options)
        return tr__fail(err, TR_E_INVALID, 0, "matching: options of size %zu, expected %zu",
                        options->struct_size, sizeof *options);
    if (options->instrument_max < 1 || options->instrument_max > TR_MATCHING_INSTRUMENT_MAX_LIMIT)
        return tr__fail(err, TR_E_INVALID, 0, "matching: instrument_max is %u, allowed 1..%u",
                        (unsigned int)options->instrument_max,
                        (unsigned int)TR_MATCHING_INSTRUMENT_MAX_LIMIT);
    uint32_t slot_count = table_slots(options->instrument_max);
    size_t size = sizeof(tr_matching) + options->instrument_max * sizeof(listing) +
                  slot_count * sizeof(table_slot);
    if (size > options->memory_max)
        return tr__fail(err, TR_E_RANGE, 0, "matching: %u instruments need %zu bytes, allowed %zu",
                        (unsigned int)options->instrument_max, size, options->memory_max);
    tr_matching *made = tr__allocate_zeroed(options->allocator, 1, sizeof *made);
    if (made == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "matching: no memory");
    made->options = *options;
    made->listings =
        tr__allocate_zeroed(options->allocator, options->instrument_max, sizeof *made->listings);
    made->symbols =
        table_in(tr__allocate_zeroed(options->allocator, slot_count, sizeof *made->symbols.slots),
                 slot_count);
    made->memory_size = size;
    made->forward = (tr_book_sink){ .take = forward_take, .user = made };
    if (made->listings == NULL || made->symbols.slots == NULL) {
        tr_matching_free(made);
        return tr__fail(err, TR_E_NO_MEMORY, 0, "matching: no memory for %zu bytes", size);
    }
    *out = made;
    return TR_OK;
}

void tr_matching_free(tr_matching *matching)
{
    if (matching == NULL)
        return;
    for (uint32_t i = 0; i < matching->instrument_count; i++)
        tr_book_free(matching->listings[i].book);
    tr__release(matching->options.allocator, matching->listings);
    tr__release(matching->options.allocator, matching->symbols.slots);
    tr__release(matching->options.allocator, matching);
}

size_t tr_matching_memory_size(const tr_matching *matching)
{
    return matching != NULL ? matching->memory_size : 0;
}

/* ---- Instruments ---- */

static uint32_t symbol_tag(const char *symbol)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (; *symbol != '\0'; symbol++)
        hash = (hash ^ (unsigned char)*symbol) * UINT64_C(0x100000001b3);
    return table_hash(hash);
}

/* The slot of a symbol, or the free one where the search ended. */
static uint32_t symbol_slot(const tr_matching *matching, const char *symbol, uint32_t tag)
{
    const table *in = &matching->symbols;
    for (uint32_t at = table_home(in, tag);; at = table_next(in, at)) {
        at = table_probe(in, at, tag);
        uint32_t index = in->slots[at].index;
        if (index == 0 || strcmp(matching->listings[index - 1].symbol, symbol) == 0)
            return at;
    }
}

static bool symbol_is_sound(const char *symbol)
{
    size_t length = strnlen(symbol, TR_SYMBOL_SIZE);
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)symbol[i] <= ' ' || symbol[i] == 0x7f)
            return false;
    return length > 0 && length < TR_SYMBOL_SIZE;
}

static tr_status check_addition(const tr_matching *matching, const char *symbol,
                                const tr_book_options *options, tr_error *err)
{
    if (!symbol_is_sound(symbol))
        return tr__fail(err, TR_E_INVALID, 0,
                        "matching: a symbol has 1..%d bytes, no blanks, no control bytes",
                        TR_SYMBOL_SIZE - 1);
    uint32_t slot = symbol_slot(matching, symbol, symbol_tag(symbol));
    if (matching->symbols.slots[slot].index != 0)
        return tr__fail(err, TR_E_EXISTS, 0, "matching: %s is there already", symbol);
    if (matching->instrument_count == matching->options.instrument_max)
        return tr__fail(err, TR_E_FULL, 0, "matching: no room for %s beside %u instruments", symbol,
                        (unsigned int)matching->instrument_count);
    if (options->struct_size == sizeof *options &&
        options->order_max > matching->options.order_max_limit)
        return tr__fail(err, TR_E_RANGE, 0, "matching: %s wants room for %u orders, allowed are %u",
                        symbol, (unsigned int)options->order_max,
                        (unsigned int)matching->options.order_max_limit);
    size_t left = matching->options.memory_max - matching->memory_size;
    if (tr_book_memory_size(options) > left)
        return tr__fail(err, TR_E_RANGE, 0,
                        "matching: the book of %s needs %zu bytes, %zu are left", symbol,
                        tr_book_memory_size(options), left);
    return TR_OK;
}

tr_status tr_matching_add(tr_matching *matching, const char *symbol, const tr_book_options *options,
                          uint32_t *instrument_out, tr_error *err)
{
    if (matching == NULL || symbol == NULL || options == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "matching: symbol and options must be given");
    tr_status status = check_addition(matching, symbol, options, err);
    if (status != TR_OK)
        return status;
    listing *added = &matching->listings[matching->instrument_count];
    tr_book_options own = *options;
    own.instrument = matching->instrument_count;
    own.allocator = matching->options.allocator;
    status = tr_book_new(&own, &added->book, err);
    if (status != TR_OK)
        return status;
    memcpy(added->symbol, symbol, strlen(symbol) + 1);
    added->book_size = tr_book_memory_size(&own);
    matching->memory_size += added->book_size;
    uint32_t tag = symbol_tag(symbol);
    table_put(&matching->symbols, symbol_slot(matching, symbol, tag), tag,
              ++matching->instrument_count);
    if (instrument_out != NULL)
        *instrument_out = own.instrument;
    return TR_OK;
}

void tr__matching_drop_last(tr_matching *matching)
{
    assert(matching->instrument_count > 0);
    listing *gone = &matching->listings[matching->instrument_count - 1];
    table_remove(&matching->symbols, symbol_slot(matching, gone->symbol, symbol_tag(gone->symbol)));
    tr_book_free(gone->book);
    matching->memory_size -= gone->book_size;
    *gone = (listing){ .book = NULL };
    matching->instrument_count--;
}

tr_status tr_matching_find(const tr_matching *matching, const char *symbol,
                           uint32_t *instrument_out)
{
    if (matching == NULL || symbol == NULL || instrument_out == NULL)
        return TR_E_INVALID;
    uint32_t slot = symbol_slot(matching, symbol, symbol_tag(symbol));
    uint32_t index = matching->symbols.slots[slot].index;
    if (index == 0)
        return TR_E_NOT_FOUND;
    *instrument_out = index - 1;
    return TR_OK;
}

uint32_t tr_matching_instrument_count(const tr_matching *matching)
{
    return matching != NULL ? matching->instrument_count : 0;
}

const char *tr_matching_symbol(const tr_matching *matching, uint32_t instrument)
{
    bool is_there = matching != NULL && instrument < matching->instrument_count;
    return is_there ? matching->listings[instrument].symbol : NULL;
}

const tr_book *tr_matching_book(const tr_matching *matching, uint32_t instrument)
{
    bool is_there = matching != NULL && instrument < matching->instrument_count;
    return is_there ? matching->listings[instrument].book : NULL;
}

/* ---- Work ---- */

static inline tr_status apply(tr_matching *matching, uint32_t instrument,
                              const tr_book_command *command)
{
    if (instrument >= matching->instrument_count)
        return TR_E_NOT_FOUND;
    return tr_book_apply(matching->listings[instrument].book, command, &matching->forward);
}

tr_status tr_matching_apply(tr_matching *matching, uint32_t instrument,
                            const tr_book_command *command, const tr_matching_sink *sink)
{
    if (matching == NULL || command == NULL || sink == NULL || sink->take == NULL)
        return TR_E_INVALID;
    matching->sink = sink;
    return apply(matching, instrument, command);
}

static inline const tr_book *book_ahead(const tr_matching *matching, uint32_t instrument)
{
    /* An instrument that is not there will be refused in its turn: until then any book serves. */
    uint32_t known = instrument < matching->instrument_count ? instrument : 0;
    return matching->listings[known].book;
}

static ALWAYS_INLINE void fetch_ahead(const tr_matching *matching, const uint32_t *instruments,
                                      const tr_book_command *commands, size_t left)
{
    if (left <= AHEAD_BOOK)
        return;
    __builtin_prefetch(book_ahead(matching, instruments[AHEAD_BOOK]));
    fetch_slot(book_ahead(matching, instruments[AHEAD_SLOTS]), &commands[AHEAD_SLOTS]);
    fetch_node(book_ahead(matching, instruments[AHEAD_NODE]), &commands[AHEAD_NODE]);
    fetch_links(book_ahead(matching, instruments[AHEAD_LINKS]), &commands[AHEAD_LINKS]);
}

tr_status tr_matching_apply_all(tr_matching *matching, const uint32_t *instruments,
                                const tr_book_command *commands, size_t command_count,
                                const tr_matching_sink *sink, size_t *done_out)
{
    if (matching == NULL || instruments == NULL || commands == NULL || sink == NULL ||
        sink->take == NULL)
        return TR_E_INVALID;
    bool is_large = matching->memory_size >= FETCH_FROM_SIZE && matching->instrument_count > 0;
    matching->sink = sink;
    tr_status status = TR_OK;
    size_t done = 0;
    while (done < command_count) {
        if (is_large)
            fetch_ahead(matching, &instruments[done], &commands[done], command_count - done);
        status = apply(matching, instruments[done], &commands[done]);
        if (status != TR_OK)
            break;
        done++;
    }
    if (done_out != NULL)
        *done_out = done;
    return status;
}

uint64_t tr_matching_event_count(const tr_matching *matching)
{
    return matching != NULL ? matching->event_count : 0;
}

tr_status tr_matching_check(const tr_matching *matching, tr_error *err)
{
    if (matching == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "matching: no exchange");
    uint64_t events = 0;
    size_t size = sizeof *matching + matching->options.instrument_max * sizeof *matching->listings +
                  ((size_t)matching->symbols.mask + 1) * sizeof *matching->symbols.slots;
    for (uint32_t i = 0; i < matching->instrument_count; i++) {
        const listing *at = &matching->listings[i];
        uint32_t found = 0;
        tr_status status = tr_book_check(at->book, err);
        if (status != TR_OK)
            return status;
        if (tr_matching_find(matching, at->symbol, &found) != TR_OK || found != i)
            return tr__fail(err, TR_E_INTERNAL, 0, "matching: %s is not found as %u", at->symbol,
                            (unsigned int)i);
        events += tr_book_sequence(at->book);
        size += at->book_size;
    }
    if (events != matching->event_count || size != matching->memory_size)
        return tr__fail(err, TR_E_INTERNAL, 0, "matching: events or memory are counted wrong");
    return TR_OK;
}
