/* generate.c: bars for those who have no data. */
#include <trade/price_source.h>

#include <trade/rng.h>

#include "core/fail.h"

#define PRICE_TICKS_MAX INT64_C(1000000000000) /* a million times it stays far within 64 bits */
#define VOLUME_STEPS    10000                  /* of 0.001 */

typedef struct walk {
    int64_t open, high, low, close; /* in ticks */
} walk;

static int64_t step(tr_rng *rng, int64_t price, int64_t step_ppm)
{
    int64_t ppm = (int64_t)tr_rng_below(rng, (uint64_t)(2 * step_ppm + 1)) - step_ppm;
    int64_t moved = price + price * ppm / 1000000;
    return moved < 1 ? 1 : moved > PRICE_TICKS_MAX ? PRICE_TICKS_MAX : moved;
}

static walk walk_on(tr_rng *rng, int64_t price, int64_t step_ppm)
{
    walk bar = { price, price, price, price };
    for (int i = 0; i < TR_BARS_GENERATE_STEPS; i++) {
        bar.close = step(rng, bar.close, step_ppm);
        if (bar.close > bar.high)
            bar.high = bar.close;
        if (bar.close < bar.low)
            bar.low = bar.close;
    }
    return bar;
}

static tr_status price_of(int64_t ticks, tr_decimal tick, double *out)
{
    tr_decimal price;
    tr_status status = tr_decimal_from_steps(ticks, tick, &price);
    if (status == TR_OK)
        *out = tr_decimal_to_double(price);
    return status;
}

static tr_status bar_of(const walk *from, tr_decimal tick, int64_t volume_steps, tr_bar *out)
{
    tr_decimal volume;
    tr_status status = tr_decimal_from_scaled(volume_steps, 3, &volume);
    if (status == TR_OK)
        status = price_of(from->open, tick, &out->open);
    if (status == TR_OK)
        status = price_of(from->high, tick, &out->high);
    if (status == TR_OK)
        status = price_of(from->low, tick, &out->low);
    if (status == TR_OK)
        status = price_of(from->close, tick, &out->close);
    if (status == TR_OK)
        out->volume = tr_decimal_to_double(volume);
    return status;
}

static tr_status check_options(const tr_bars_generate_options *options, int64_t *price_out,
                               tr_error *err)
{
    if (options->struct_size < sizeof *options)
        return tr__fail(err, TR_E_INVALID, 0,
                        "generated bars: struct_size is %zu, expected %zu or more",
                        options->struct_size, sizeof *options);
    if (options->step_ppm < 1 || options->step_ppm > 100000)
        return tr__fail(err, TR_E_RANGE, 0, "generated bars: step_ppm is from 1 to 100000");
    if (options->span_ns <= 0 || options->open_ns < 0 ||
        options->bar_count > (uint64_t)(INT64_MAX - options->open_ns) / (uint64_t)options->span_ns)
        return tr__fail(err, TR_E_RANGE, 0, "generated bars: the times do not fit");
    if (tr_decimal_to_steps(options->start_price, options->tick, price_out) != TR_OK ||
        *price_out < 1 || *price_out > PRICE_TICKS_MAX)
        return tr__fail(err, TR_E_RANGE, 0,
                        "generated bars: the start is from 1 to 10^12 ticks, on the grid");
    return TR_OK;
}

tr_status tr_bars_generate(const tr_bars_generate_options *options, tr_bar_sink sink, void *user,
                           tr_error *err)
{
    if (options == NULL || sink == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "tr_bars_generate: an argument is NULL");
    int64_t price;
    tr_status status = check_options(options, &price, err);
    tr_rng rng;
    tr_rng_init(&rng, options->seed);
    for (size_t i = 0; status == TR_OK && i < options->bar_count; i++) {
        walk from = walk_on(&rng, price, options->step_ppm);
        tr_bar bar = { .open_ns = options->open_ns + (int64_t)i * options->span_ns,
                       .is_closed = true };
        status = bar_of(&from, options->tick, 1 + (int64_t)tr_rng_below(&rng, VOLUME_STEPS), &bar);
        if (status != TR_OK)
            return tr__fail(err, status, 0, "generated bars: a price does not fit");
        price = from.close;
        status = sink(user, &bar);
        if (status != TR_OK)
            return tr__fail(err, status, 0, "generated bars: refused by their receiver at %zu", i);
    }
    return status;
}
