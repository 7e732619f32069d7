/* live.c: one bar at a time: the live update, a look ahead, and taking the last bar back. */
#include <assert.h>
#include <string.h>

#include "core/fail.h"
#include "indicator/feed.h"

/* One bar of single values as series of length one. */
static __attribute__((noinline)) tr_status bar_run(tr_indicator *indicator, const double *in,
                                                   double *out, tr_error *err)
{
    const double *inputs[TR_INDICATOR_INPUTS_MAX];
    double *outputs[TR_INDICATOR_OUTPUTS_MAX];
    for (size_t k = 0; k < indicator->input_count; k++)
        inputs[k] = in + k;
    for (size_t k = 0; k < indicator->output_count; k++)
        outputs[k] = out + k;
    return tr__feed_run(&(tr__feeding){ .indicator = indicator, .in = inputs, .out = outputs }, 1,
                        NULL, err);
}

static __attribute__((noinline)) tr_status bar_missing(tr_error *err)
{
    return tr__fail(err, TR_E_INVALID, 0, "indicator, bar or outputs are missing");
}

/* Copy words one by one: a compiler would make pairs, and a pair's load waits for the two stores of the bar before. */
#define COPY_WORD(i)                                                                               \
    do {                                                                                           \
        uint64_t word = from[i];                                                                   \
        __asm__("" : "+r"(word));                                                                  \
        to[i] = word;                                                                              \
    } while (0)
TR__BODY void words_keep(const uint64_t *from, uint64_t *to, size_t count)
{
    for (size_t i = 8; i < count; i++)
        COPY_WORD(i);
    switch (count) {
    default:
        COPY_WORD(7); /* fall through */
    case 7:
        COPY_WORD(6); /* fall through */
    case 6:
        COPY_WORD(5); /* fall through */
    case 5:
        COPY_WORD(4); /* fall through */
    case 4:
        COPY_WORD(3); /* fall through */
    case 3:
        COPY_WORD(2); /* fall through */
    case 2:
        COPY_WORD(1);
        COPY_WORD(0);
    }
}

/*
 * The live update: tr__feed_run for one ordinary bar of a stream of such, without loops and counts. What is not so simple goes
 * the long way. Compiled for each usual number of inputs.
 */
TR__BODY tr_status bar_take(tr_indicator *indicator, const double *in, double *out, tr_error *err,
                            const size_t inputs)
{
    bool is_simple = indicator->is_streaming;
#pragma GCC unroll 4
    for (size_t k = 0; k < inputs; k++)
        is_simple &= tr__is_ordinary(in[k]);
    if (!is_simple)
        return bar_run(indicator, in, out, err);
    words_keep((const uint64_t *)(void *)(indicator->head + indicator->kept_at),
               (uint64_t *)(void *)(indicator->previous + indicator->kept_at),
               indicator->kept_words);
    double *last = ((tr__intake *)(void *)indicator->head)->last;
    if (!indicator->is_recursive)
#pragma GCC unroll 4
        for (size_t k = 0; k < inputs; k++)
            last[k] = in[k];
    return indicator->root->step(indicator->root, in, out);
}

static tr_status bar_take_1(tr_indicator *indicator, const double *in, double *out, tr_error *err)
{
    return bar_take(indicator, in, out, err, 1);
}

static tr_status bar_take_2(tr_indicator *indicator, const double *in, double *out, tr_error *err)
{
    return bar_take(indicator, in, out, err, 2);
}

static tr_status bar_take_3(tr_indicator *indicator, const double *in, double *out, tr_error *err)
{
    return bar_take(indicator, in, out, err, 3);
}

static tr_status bar_take_any(tr_indicator *indicator, const double *in, double *out, tr_error *err)
{
    return bar_take(indicator, in, out, err, indicator->input_count);
}

/* What a correction needs of the head beside the counts: all that is not the same for every bar of a stream. */
void tr__live_prepare(tr_indicator *indicator)
{
    static tr_status (*const ways[])(tr_indicator *, const double *, double *,
                                     tr_error *) = { bar_take_any, bar_take_1, bar_take_2,
                                                     bar_take_3 };
    size_t inputs = indicator->input_count;
    indicator->take = ways[inputs < sizeof ways / sizeof *ways ? inputs : 0];
    indicator->kept_at = sizeof(tr__intake);
    if (indicator->is_recursive)
        indicator->kept_at += inputs * sizeof(double);
    indicator->kept_words = (indicator->head_size - indicator->kept_at) / sizeof(uint64_t);
    assert(indicator->kept_words >= sizeof(tr__head) / sizeof(uint64_t));
}

tr_status tr_indicator_update(tr_indicator *indicator, const double *in, double *out, tr_error *err)
{
    if (indicator == NULL || in == NULL || out == NULL)
        return bar_missing(err);
    return indicator->take(indicator, in, out, err);
}

tr_status tr_indicator_peek(tr_indicator *indicator, const double *in, double *out, tr_error *err)
{
    if (indicator == NULL || in == NULL || out == NULL)
        return bar_missing(err);
    memcpy(indicator->shadow, indicator->head, indicator->head_size);
    /* The bar's own snapshot would replace the one that a correction needs. */
    unsigned char *previous = indicator->previous;
    bool was_streaming = indicator->is_streaming;
    indicator->previous = indicator->shadow;
    tr_status status = tr_indicator_update(indicator, in, out, err);
    memcpy(indicator->head, indicator->shadow, indicator->head_size);
    indicator->previous = previous;
    indicator->is_streaming = was_streaming;
    return status;
}

tr_status tr_indicator_correct(tr_indicator *indicator, const double *in, double *out,
                               tr_error *err)
{
    if (indicator == NULL || in == NULL || out == NULL)
        return bar_missing(err);
    if (tr__intake_of(indicator)->has_previous == 0)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "%s: no bar to correct",
                        indicator->config.info->name);
    memcpy(indicator->shadow, indicator->head, indicator->head_size);
    memcpy(indicator->head, indicator->previous, indicator->head_size);
    tr_status status = tr_indicator_update(indicator, in, out, err);
    if (status != TR_OK) /* refused before anything was fed, so the old bar still stands */
        memcpy(indicator->head, indicator->shadow, indicator->head_size);
    return status;
}
