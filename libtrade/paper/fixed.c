/* fixed.c: one price for ever, as a source of prices. */
#include <trade/price_source.h>

#include "core/alloc.h"
#include "core/fail.h"

typedef struct fixed {
    const tr_allocator *allocator;
    tr_price_tick tick;
    int64_t interval_ns;
    int64_t due_ns;
    bool is_started;
} fixed;

static tr_price_pull next(void *user, int64_t now_ns, tr_price_tick *out, int64_t *due_ns)
{
    fixed *source = user;
    if (source->is_started && source->interval_ns == 0)
        return TR_PRICE_END;
    if (source->is_started && now_ns < source->due_ns) {
        *due_ns = source->due_ns;
        return TR_PRICE_WAIT;
    }
    source->is_started = true;
    source->due_ns =
        now_ns > INT64_MAX - source->interval_ns ? INT64_MAX : now_ns + source->interval_ns;
    *out = source->tick;
    out->at_ns = now_ns;
    return TR_PRICE_TICK;
}

static void close(void *user)
{
    fixed *source = user;
    if (source != NULL)
        tr__release(source->allocator, source);
}

tr_status tr_price_fixed_open(const tr_price_tick *tick, int64_t interval_ns,
                              const tr_allocator *allocator, tr_price_source *out, tr_error *err)
{
    if (tick == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "tr_price_fixed_open: an argument is NULL");
    if (interval_ns < 0)
        return tr__fail(err, TR_E_RANGE, 0, "a fixed price: the interval is below 0");
    if (tr_decimal_sign(tick->price.value) <= 0 || tr_decimal_sign(tick->quantity.value) < 0)
        return tr__fail(err, TR_E_RANGE, 0, "a fixed price is above 0, its quantity 0 or more");
    fixed *source = tr__allocate_zeroed(allocator, 1, sizeof *source);
    if (source == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for a price source");
    *source = (fixed){ .allocator = allocator, .tick = *tick, .interval_ns = interval_ns };
    *out = (tr_price_source){ .next = next, .close = close, .user = source };
    return TR_OK;
}
