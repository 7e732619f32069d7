/* indicator.c: the public calls: configuration, memory, feeding, bad bars, taking back. */
#include <trade/indicator.h>

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <trade/double_text.h>

#include "core/ascii.h"
#include "core/fail.h"
#include "indicator/four.h"
#include "indicator/plan.h"

void tr__config_defaults(const tr_indicator_info *info, tr_indicator_preset preset, double *params)
{
    for (size_t i = 0; i < TR_INDICATOR_PARAMS_MAX; i++) {
        const tr_indicator_param *param = &info->params[i];
        const double of_preset[] = { 0, param->tradingview, param->tulip, param->pandas };
        params[i] = of_preset[preset] != 0 ? of_preset[preset] : param->initial;
    }
}

tr_status tr_indicator_config_init(const tr_indicator_info *info, tr_indicator_preset preset,
                                   tr_indicator_config *out, tr_error *err)
{
    if (info == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "indicator or configuration is missing");
    if ((unsigned int)preset > TR_INDICATOR_PANDAS)
        return tr__fail(err, TR_E_INVALID, 0, "preset is %d, allowed 0..3", (int)preset);
    *out = (tr_indicator_config){ .struct_size = sizeof *out, .info = info, .preset = preset };
    tr__config_defaults(info, preset, out->params);
    return TR_OK;
}

/* A value beyond its range, as a person would write both. */
static tr_status param_refuse(const tr_indicator_info *info, const tr_indicator_param *param,
                              const char *value, tr_error *err)
{
    char low[TR_DOUBLE_TEXT_SIZE], high[TR_DOUBLE_TEXT_SIZE];
    (void)tr_double_format(param->min, low, sizeof low);
    (void)tr_double_format(param->max, high, sizeof high);
    return tr__fail(err, TR_E_RANGE, 0, "%s: %s is %s, allowed %s..%s", info->name, param->name,
                    value, low, high);
}

static tr_status param_check(const tr_indicator_info *info, const tr_indicator_param *param,
                             double value, tr_error *err)
{
    bool is_within = value >= param->min && value <= param->max;
    bool is_whole = param->kind == TR_PARAM_REAL || value == floor(value);
    if (is_within && is_whole &&
        (param->kind != TR_PARAM_MOVING_AVERAGE || tr__average_find((int)value) != NULL))
        return TR_OK;
    char text[TR_DOUBLE_TEXT_SIZE];
    if (tr_double_format(value, text, sizeof text) == 0)
        (void)snprintf(text, sizeof text, "%g", value); /* infinities, NaN */
    if (!is_within)
        return param_refuse(info, param, text, err);
    return tr__fail(err, TR_E_RANGE, 0, "%s: %s is %s, %s", info->name, param->name, text,
                    is_whole ? "which is no moving average" : "allowed whole numbers only");
}

tr_status tr_indicator_config_set(tr_indicator_config *config, const char *name, double value,
                                  tr_error *err)
{
    if (config == NULL || config->info == NULL || name == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "configuration or name is missing");
    for (size_t i = 0; i < tr_indicator_param_count(config->info); i++) {
        const tr_indicator_param *param = &config->info->params[i];
        size_t length = strlen(name);
        if (!tr__ascii_equal(name, length, param->name) &&
            (param->alias == NULL || !tr__ascii_equal(name, length, param->alias)))
            continue;
        tr_status status = param_check(config->info, param, value, err);
        if (status == TR_OK)
            config->params[i] = value;
        return status;
    }
    return tr__fail(err, TR_E_NOT_FOUND, 0, "%s: no parameter %s", config->info->name, name);
}

tr_status tr__config_check(const tr_indicator_config *config, tr_error *err)
{
    if (config == NULL || config->struct_size != sizeof *config || config->info == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "the configuration is not initialised");
    if (tr_indicator_find(config->info->name) != config->info)
        return tr__fail(err, TR_E_INVALID, 0,
                        "the configuration names an indicator that is not in the table");
    if ((unsigned int)config->preset > TR_INDICATOR_PANDAS ||
        (unsigned int)config->bad_bar > TR_INDICATOR_BAD_BAR_REFUSE)
        return tr__fail(err, TR_E_INVALID, 0, "%s: no such preset or policy: %d, %d",
                        config->info->name, (int)config->preset, (int)config->bad_bar);
    for (size_t i = 0; i < tr_indicator_param_count(config->info); i++) {
        tr_status status =
            param_check(config->info, &config->info->params[i], config->params[i], err);
        if (status != TR_OK)
            return status;
    }
    return TR_OK;
}

/* Where things lie in the caller's memory. */
typedef struct layout {
    size_t lookback;
    size_t nodes_at;
    size_t node_count;
    size_t tables_at;
    size_t table_size;
    size_t head_at;
    size_t head_size;
    size_t store_at;
    size_t store_count;
    size_t size;
    bool is_recursive;
} layout;

static layout layout_of(const tr_indicator_config *config)
{
    tr__node scratch[TR__SCRATCH_NODES];
    tr__plan plan = { .scratch = scratch, .head_size = tr__intake_size(config->info) };
    tr__plan_root(&plan, config);
    layout at = { .lookback = scratch[0].lookback,
                  .nodes_at = sizeof(tr_indicator),
                  .node_count = plan.node_count,
                  .table_size = plan.table_size,
                  .head_size = plan.head_size,
                  .store_count = plan.store_count,
                  .is_recursive = plan.is_recursive };
    at.tables_at = at.nodes_at + plan.node_count * sizeof(tr__node);
    at.head_at = at.tables_at + at.table_size;
    at.store_at = at.head_at + 3 * at.head_size;
    at.size = at.store_at + at.store_count * sizeof(double);
    return at;
}

tr_status tr_indicator_lookback(const tr_indicator_config *config, size_t *out, tr_error *err)
{
    if (out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no place for the lookback");
    tr_status status = tr__config_check(config, err);
    if (status == TR_OK)
        *out = layout_of(config).lookback;
    return status;
}

tr_status tr_indicator_memory_size(const tr_indicator_config *config, size_t *out, tr_error *err)
{
    if (out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no place for the size");
    tr_status status = tr__config_check(config, err);
    if (status == TR_OK)
        *out = layout_of(config).size;
    return status;
}

static void stream_prepare(tr_indicator *indicator);

tr_status tr_indicator_init(const tr_indicator_config *config, void *memory, size_t memory_size,
                            tr_indicator **out, tr_error *err)
{
    if (memory == NULL || out == NULL || (uintptr_t)memory % _Alignof(max_align_t) != 0)
        return tr__fail(err, TR_E_INVALID, 0, "memory is missing or misaligned");
    tr_status status = tr__config_check(config, err);
    if (status != TR_OK)
        return status;
    layout at = layout_of(config);
    if (memory_size < at.size)
        return tr__fail(err, TR_E_FULL, 0, "%s needs %zu bytes of memory, there are %zu",
                        config->info->name, at.size, memory_size);
    memset(memory, 0, at.size);
    unsigned char *base = memory;
    tr_indicator *indicator = memory;
    *indicator = (tr_indicator){
        .config = *config,
        .lookback = at.lookback,
        .input_count = tr_indicator_input_count(config->info),
        .output_count = tr_indicator_output_count(config->info),
        .head_size = at.head_size,
        .store_size = at.store_count * sizeof(double),
        .is_recursive = at.is_recursive,
        .is_wide = tr__has_wide(),
        .node_count = at.node_count,
        .root = (tr__node *)(void *)(base + at.nodes_at),
        .head = base + at.head_at,
        .previous = base + at.head_at + at.head_size,
        .shadow = base + at.head_at + 2 * at.head_size,
        .store = (double *)(void *)(base + at.store_at),
    };
    tr__plan plan = { .nodes = indicator->root,
                      .head = indicator->head,
                      .tables = base + at.tables_at,
                      .store = indicator->store,
                      .head_size = tr__intake_size(config->info) };
    tr__plan_root(&plan, config);
    assert(plan.head_size == at.head_size && plan.store_count == at.store_count);
    assert(plan.table_size == at.table_size);
    stream_prepare(indicator);
    *out = indicator;
    return TR_OK;
}

/* One call: where its series stand and how far it is. */
typedef struct feeding {
    tr_indicator *indicator;
    const double *const *in;
    double *const *out;
    size_t taken;
    size_t begin; /* SIZE_MAX until there is an output */
    bool is_compact;
} feeding;

static void rows_fill(const feeding *feed, size_t index, size_t count)
{
    for (size_t k = 0; k < feed->indicator->output_count; k++)
        for (size_t i = 0; i < count; i++)
            feed->out[k][index + i] = NAN;
}

/* The nodes' block went through a stack copy, because the caller has no room for bars without output. */
static size_t run_aside(const feeding *feed, const double *const *in, size_t count)
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
static void nodes_feed(feeding *feed, const double *const *in, size_t count)
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
static void bad_bar_feed(feeding *feed)
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

static bool is_ordinary(double value)
{
    return fabs(value) <= TR_INDICATOR_VALUE_MAX;
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
        is_good &= is_ordinary(x[i]);
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
static size_t good_count(const feeding *feed, size_t index, size_t count)
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
            if (!is_ordinary(feed->in[k][index + i]))
                return i;
    return count;
}

static tr_status bad_bar_check(const feeding *feed, tr_error *err)
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
static const double *const *ahead_of(const feeding *feed, size_t count, const double **ahead)
{
    if (count - feed->taken < (size_t)2 * TR__BLOCK_MAX)
        return NULL;
    for (size_t k = 0; k < feed->indicator->input_count; k++)
        ahead[k] = feed->in[k] + feed->taken + TR__BLOCK_MAX;
    return ahead;
}

/* A bar after which there may be a stop can be taken back: the last one of the call, and the one before a bad bar. */
static bool is_kept(const feeding *feed, size_t next, size_t count)
{
    return next == count || good_count(feed, next, 1) == 0;
}

/* Ordinary bars in the caller's series. `past` more of them stand right before. */
static void good_bars_feed(feeding *feed, size_t good, size_t kept, size_t past)
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

static tr_status feed_run(feeding *feed, size_t count, tr_error *err)
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

static tr_status run_checked(feeding *feed, size_t count, tr_indicator_result *result,
                             tr_error *err)
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
    tr_status status = feed_run(feed, count, err);
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
    return run_checked(&(feeding){ .indicator = indicator, .in = in, .out = out, .taken = from },
                       count, result, err);
}

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
    return run_checked(&(feeding){ .indicator = indicator, .in = inputs, .out = outputs }, 1, NULL,
                       err);
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
 * The live update: feed_run for one ordinary bar of a stream of such, without loops and counts. What is not so simple goes
 * the long way. Compiled for each usual number of inputs.
 */
TR__BODY tr_status bar_take(tr_indicator *indicator, const double *in, double *out, tr_error *err,
                            const size_t inputs)
{
    bool is_simple = indicator->is_streaming;
#pragma GCC unroll 4
    for (size_t k = 0; k < inputs; k++)
        is_simple &= is_ordinary(in[k]);
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
static void stream_prepare(tr_indicator *indicator)
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
        if (in[k] == NULL || !is_ordinary(in[k][0]))
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
    return run_checked(&(feeding){ .indicator = indicator, .in = in, .out = out }, count, result,
                       err);
}

tr_status tr_indicator_run_compact(tr_indicator *indicator, const double *const *in, size_t count,
                                   double *const *out, tr_indicator_result *result, tr_error *err)
{
    return run_checked(
        &(feeding){ .indicator = indicator, .in = in, .out = out, .is_compact = true }, count,
        result, err);
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

uint64_t tr_indicator_bars(const tr_indicator *indicator)
{
    if (indicator == NULL)
        return 0;
    const tr__intake *intake = (const tr__intake *)(const void *)indicator->head;
    return intake->taken + (indicator->root->head->seen - intake->fed);
}

tr_status tr_indicator_clone(const tr_indicator *indicator, void *memory, size_t memory_size,
                             tr_indicator **out, tr_error *err)
{
    if (indicator == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "indicator is missing");
    tr_indicator *clone = NULL;
    tr_status status = tr_indicator_init(&indicator->config, memory, memory_size, &clone, err);
    if (status != TR_OK)
        return status;
    memcpy(clone->head, indicator->head, indicator->head_size);
    memcpy(clone->previous, indicator->previous, indicator->head_size);
    memcpy(clone->store, indicator->store, indicator->store_size);
    clone->is_streaming = indicator->is_streaming;
    *out = clone;
    return TR_OK;
}

tr_status tr__indicator_call(const tr__indicator *indicator, const double *const *in, size_t count,
                             const double *params, double *const *out, void *memory,
                             size_t memory_size, tr_error *err)
{
    tr_indicator_config config;
    tr_indicator *running = NULL;
    tr_status status = tr_indicator_config_init(&indicator->info, TR_INDICATOR_TALIB, &config, err);
    for (size_t i = 0; status == TR_OK && i < tr_indicator_param_count(&indicator->info); i++)
        config.params[i] = params[i];
    if (status == TR_OK)
        status = tr_indicator_init(&config, memory, memory_size, &running, err);
    return status == TR_OK ? tr_indicator_run(running, in, count, out, NULL, err) : status;
}
