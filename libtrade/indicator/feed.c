/* feed.c: series into an indicator, block by block; bad bars. */
#include "indicator/feed.h"

#include <assert.h>
#include <string.h>

#include "core/fail.h"
#include "indicator/four.h"

static void rows_fill(const tr__feeding *feed, size_t index, size_t count)
{
    for (size_t k = 0; k < feed->indicator->output_count; k++)
        for (size_t i = 0; i < count; i++)
            feed->out[k][index + i] = NAN;
}

/* The nodes' block went through a stack copy, because the caller has no room for bars without output. */
static size_t run_aside(const tr__feeding *feed, const double *const *in, size_t count)
{
    double rows[TR_INDICATOR_OUTPUTS_MAX][TR__BLOCK_MAX];
    double *outputs[TR_INDICATOR_OUTPUTS_MAX] = { NULL };
    size_t output_count = feed->indicator->output_count;
    for (size_t k = 0; k < output_count; k++)
        outputs[k] = rows[k];
    size_t skip = tr__node_block(feed->indicator->root, in, count, outputs);
    size_t row = feed->begin == SIZE_MAX ? 0 : feed->taken - feed->begin;
    for (size_t k = 0; k < output_count; k++)
        memcpy(feed->out[k] + row, rows[k] + skip, (count - skip) * sizeof(double));
    return skip;
}

/* Let the nodes take `count` bars, not NaN, that stand at `in`. */
static void nodes_feed(tr__feeding *feed, const double *const *in, size_t count)
{
    tr_indicator *indicator = feed->indicator;
    tr__intake *intake = tr__intake_of(indicator);
    double *outputs[TR_INDICATOR_OUTPUTS_MAX] = { NULL };
    bool is_warming = intake->fed < indicator->lookback;
    size_t row = feed->taken;
    if (feed->is_compact)
        row = feed->begin == SIZE_MAX ? 0 : feed->taken - feed->begin;
    size_t skip = 0;
    if (feed->is_compact && is_warming) {
        skip = run_aside(feed, in, count);
    } else {
        for (size_t k = 0; k < indicator->output_count; k++)
            outputs[k] = feed->out[k] + row;
        skip = tr__node_block(indicator->root, in, count, outputs);
        if (skip > 0)
            rows_fill(feed, row, skip);
        row += skip;
    }
    assert(skip == (is_warming ? (indicator->lookback - intake->fed < count
                                      ? indicator->lookback - intake->fed
                                      : count)
                               : 0));
    if (feed->begin == SIZE_MAX && skip < count)
        feed->begin = feed->taken + skip;
    if (intake->tainted > 0) {
        size_t marked = intake->tainted < count - skip ? (size_t)intake->tainted : count - skip;
        rows_fill(feed, row, marked);
        intake->tainted -= marked;
    }
    if (!indicator->is_recursive)
        for (size_t k = 0; k < indicator->input_count; k++)
            intake->last[k] = in[k][count - 1];
    feed->taken += count;
}

/* Word by word while there are few: wider loads would wait for the stores of the bar before. */
void tr__indicator_keep(tr_indicator *indicator)
{
    const uint64_t *from = (const uint64_t *)(const void *)indicator->head;
    uint64_t *to = (uint64_t *)(void *)indicator->previous;
    size_t count = indicator->head_size / sizeof *to, i = 0;
    if (count > 40) {
        memcpy(to, from, indicator->head_size);
    } else {
        for (; i + 4 <= count; i += 4) {
            uint64_t a = from[i], b = from[i + 1], c = from[i + 2], d = from[i + 3];
            to[i] = a;
            to[i + 1] = b;
            to[i + 2] = c;
            to[i + 3] = d;
        }
        for (; i < count; i++)
            to[i] = from[i];
    }
    tr__intake_of(indicator)->has_previous = 1;
}

/* A bar with a NaN: what stands in its place is in the window, or nothing is. */
static void bad_bar_feed(tr__feeding *feed)
{
    tr_indicator *indicator = feed->indicator;
    tr__intake *intake = tr__intake_of(indicator);
    tr__indicator_keep(indicator);
    bool is_held = indicator->is_recursive ||
                   indicator->config.bad_bar == TR_INDICATOR_BAD_BAR_SKIP || intake->fed == 0;
    if (!is_held) {
        const double *stand_in[TR_INDICATOR_INPUTS_MAX];
        double last[TR_INDICATOR_INPUTS_MAX];
        for (size_t k = 0; k < indicator->input_count; k++) {
            last[k] = intake->last[k];
            stand_in[k] = &last[k];
        }
        /* A warming-up window ends its warm-up first: what it gives then is still made with the stand-in. */
        intake->tainted = indicator->lookback + 1;
        if (intake->fed < indicator->lookback)
            intake->tainted = intake->fed + 1;
        nodes_feed(feed, stand_in, 1);
        return;
    }
    bool has_row = intake->fed > indicator->lookback;
    if (feed->begin == SIZE_MAX && has_row)
        feed->begin = feed->taken;
    if (!feed->is_compact)
        rows_fill(feed, feed->taken, 1);
    else if (has_row)
        rows_fill(feed, feed->taken - feed->begin, 1);
    intake->taken++;
    feed->taken++;
}

/* Sixteen bars at a time, so that little but loading and comparing is left. */
TR__BODY bool are_ordinary(const double *x, size_t count)
{
    typedef int64_t bits __attribute__((vector_size(TR__FOUR * sizeof(int64_t))));
    bits good[TR__SIDE] = { { -1, -1, -1, -1 }, { -1, -1, -1, -1 } };
    bool is_good = true;
    size_t i = 0;
    for (; i + 2 * TR__EIGHT <= count; i += 2 * TR__EIGHT)
        TR__BOTH
        {
            tr__four a, b;
            TR__FOUR_LOAD(a, x + i + s * TR__EIGHT);
            TR__FOUR_LOAD(b, x + i + s * TR__EIGHT + TR__FOUR);
            good[s] &= (bits)((tr__four)((bits)a & INT64_MAX) <= TR_INDICATOR_VALUE_MAX);
            good[s] &= (bits)((tr__four)((bits)b & INT64_MAX) <= TR_INDICATOR_VALUE_MAX);
        }
    for (; i < count; i++)
        is_good &= tr__is_ordinary(x[i]);
    good[0] &= good[1];
    return is_good && (good[0][0] & good[0][1] & good[0][2] & good[0][3]) != 0;
}

TR__PLAIN bool are_ordinary_plain(const double *x, size_t count)
{
    return are_ordinary(x, count);
}

TR__WIDE bool are_ordinary_wide(const double *x, size_t count)
{
    return are_ordinary(x, count);
}

/* How many bars from `index` on have only ordinary values. */
static size_t good_count(const tr__feeding *feed, size_t index, size_t count)
{
    const tr_indicator *indicator = feed->indicator;
    size_t inputs = indicator->input_count;
    bool is_good = count > 1;
    for (size_t k = 0; k < inputs && is_good; k++)
        is_good = indicator->is_wide ? are_ordinary_wide(feed->in[k] + index, count)
                                     : are_ordinary_plain(feed->in[k] + index, count);
    if (is_good)
        return count;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < inputs; k++)
            if (!tr__is_ordinary(feed->in[k][index + i]))
                return i;
    return count;
}

static tr_status bad_bar_check(const tr__feeding *feed, tr_error *err)
{
    const tr_indicator_info *info = feed->indicator->config.info;
    for (size_t k = 0; k < feed->indicator->input_count; k++) {
        double value = feed->in[k][feed->taken];
        if (isnan(value) ? feed->indicator->config.bad_bar == TR_INDICATOR_BAD_BAR_REFUSE
                         : !(fabs(value) <= TR_INDICATOR_VALUE_MAX))
            return tr__fail(err, TR_E_RANGE, 0,
                            "%s: input %zu of bar %zu is %g, allowed up to %g in magnitude",
                            info->name, k, feed->taken, value, TR_INDICATOR_VALUE_MAX);
    }
    return TR_OK;
}

/* Where the block after this one stands, when it is a whole one. */
static const double *const *ahead_of(const tr__feeding *feed, size_t count, const double **ahead)
{
    if (count - feed->taken < (size_t)2 * TR__BLOCK_MAX)
        return NULL;
    for (size_t k = 0; k < feed->indicator->input_count; k++)
        ahead[k] = feed->in[k] + feed->taken + TR__BLOCK_MAX;
    return ahead;
}

/* A bar after which there may be a stop can be taken back: the last one of the call, and the one before a bad bar. */
static bool is_kept(const tr__feeding *feed, size_t next, size_t count)
{
    return next == count || good_count(feed, next, 1) == 0;
}

/* Ordinary bars in the caller's series. `past` more of them stand right before. */
static void good_bars_feed(tr__feeding *feed, size_t good, size_t kept, size_t past)
{
    tr__node *root = feed->indicator->root;
    const double *at[TR_INDICATOR_INPUTS_MAX];
    for (size_t k = 0; k < feed->indicator->input_count; k++)
        at[k] = feed->in[k] + feed->taken;
    if (good > kept) {
        root->past = past;
        nodes_feed(feed, at, good - kept);
        root->past = 0;
    }
    if (kept == 0)
        return;
    for (size_t k = 0; k < feed->indicator->input_count; k++)
        at[k] = feed->in[k] + feed->taken;
    if (root->is_behind)
        tr__node_catch_up(root, at);
    tr__indicator_keep(feed->indicator);
    nodes_feed(feed, at, 1);
}

static tr_status bars_feed(tr__feeding *feed, size_t count, tr_error *err)
{
    const double *ahead[TR_INDICATOR_INPUTS_MAX];
    size_t since = feed->taken; /* the first bar behind the last bad one of this call */
    while (feed->taken < count) {
        size_t wanted = count - feed->taken < TR__BLOCK_MAX ? count - feed->taken : TR__BLOCK_MAX;
        feed->indicator->root->ahead = ahead_of(feed, count, ahead);
        size_t good = good_count(feed, feed->taken, wanted);
        if (good > 0)
            good_bars_feed(feed, good, is_kept(feed, feed->taken + good, count),
                           feed->taken - since);
        if (good == wanted)
            continue;
        tr_status status = bad_bar_check(feed, err);
        if (status != TR_OK)
            return status;
        bad_bar_feed(feed);
        since = feed->taken;
    }
    return TR_OK;
}

/* Does `previous` hold the counts of the head, but for the bar between them, and no taint? See is_streaming. */
static bool can_stream(tr_indicator *indicator)
{
    const tr__intake *intake = tr__intake_of(indicator);
    tr__intake previous;
    tr__head root;
    memcpy(&previous, indicator->previous, sizeof previous);
    memcpy(&root,
           indicator->previous + ((const unsigned char *)indicator->root->head - indicator->head),
           sizeof root);
    return intake->has_previous == 1 && previous.has_previous == 1 && intake->tainted == 0 &&
           previous.tainted == 0 && root.seen + 1 == intake->fed &&
           intake->taken - intake->fed == previous.taken - previous.fed;
}

tr_status tr__feed_run(tr__feeding *feed, size_t count, tr_indicator_result *result, tr_error *err)
{
    if (feed->indicator == NULL || feed->in == NULL || feed->out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "indicator, inputs or outputs are missing");
    for (size_t k = 0; k < feed->indicator->input_count; k++)
        if (feed->in[k] == NULL && count > 0)
            return tr__fail(err, TR_E_INVALID, 0, "%s: input %zu is missing",
                            feed->indicator->config.info->name, k);
    for (size_t k = 0; k < feed->indicator->output_count; k++)
        if (feed->out[k] == NULL && count > 0)
            return tr__fail(err, TR_E_INVALID, 0, "%s: output %zu is missing",
                            feed->indicator->config.info->name, k);
    feed->begin = SIZE_MAX;
    tr_status status = bars_feed(feed, count, err);
    feed->indicator->root->ahead = NULL; /* it pointed into this call */
    feed->indicator->is_streaming = status == TR_OK && can_stream(feed->indicator);
    if (result != NULL)
        *result =
            (tr_indicator_result){ .taken = feed->taken,
                                   .begin = feed->begin == SIZE_MAX ? feed->taken : feed->begin };
    return status;
}

tr_status tr__indicator_run_from(tr_indicator *indicator, const double *const *in, size_t from,
                                 size_t count, double *const *out, tr_indicator_result *result,
                                 tr_error *err)
{
    return tr__feed_run(
        &(tr__feeding){ .indicator = indicator, .in = in, .out = out, .taken = from }, count,
        result, err);
}

/* A block of one in the caller's series, if nothing stands in the way. */
static bool series_bar_take(tr_indicator *indicator, const double *const *in, double *const *out,
                            tr_indicator_result *result)
{
    const size_t inputs = indicator->input_count, outputs = indicator->output_count;
    double values[TR_INDICATOR_INPUTS_MAX], results[TR_INDICATOR_OUTPUTS_MAX];
    for (size_t k = 0; k < outputs; k++)
        if (out[k] == NULL)
            return false;
    for (size_t k = 0; k < inputs; k++) {
        if (in[k] == NULL || !tr__is_ordinary(in[k][0]))
            return false;
        values[k] = in[k][0];
    }
    if (indicator->take(indicator, values, results, NULL) != TR_OK)
        return false; /* it does not happen: ordinary values are not refused */
    for (size_t k = 0; k < outputs; k++)
        out[k][0] = results[k];
    if (result != NULL)
        *result =
            (tr_indicator_result){ .taken = 1,
                                   .begin = indicator->root->head->seen <= indicator->lookback };
    return true;
}

tr_status tr_indicator_run(tr_indicator *indicator, const double *const *in, size_t count,
                           double *const *out, tr_indicator_result *result, tr_error *err)
{
    if (count == 1 && indicator != NULL && in != NULL && out != NULL &&
        series_bar_take(indicator, in, out, result))
        return TR_OK;
    return tr__feed_run(&(tr__feeding){ .indicator = indicator, .in = in, .out = out }, count,
                        result, err);
}

tr_status tr_indicator_run_compact(tr_indicator *indicator, const double *const *in, size_t count,
                                   double *const *out, tr_indicator_result *result, tr_error *err)
{
    return tr__feed_run(
        &(tr__feeding){ .indicator = indicator, .in = in, .out = out, .is_compact = true }, count,
        result, err);
}
