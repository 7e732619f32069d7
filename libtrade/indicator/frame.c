/* frame.c: an indicator behind a resampler. */
#include <trade/indicator_frame.h>

#include <assert.h>
#include <math.h>
#include <string.h>

#include "core/alloc.h"
#include "core/fail.h"

struct tr_indicator_frame {
    tr_indicator_frame_options options;
    const tr_indicator_info *info;
    tr_resampler *resampler;
    tr_indicator *indicator;
    void *memory;
    size_t output_count;
    double confirmed[TR_INDICATOR_OUTPUTS_MAX];
};

static double field_of(const tr_bar *bar, tr_bar_field field)
{
    const double values[] = { bar->open, bar->high, bar->low, bar->close, bar->volume };
    return values[field];
}

static void inputs_of(const tr_indicator_frame *frame, const tr_bar *bar, double *in)
{
    for (size_t k = 0; frame->info->inputs[k] != TR_INPUT_NONE; k++) {
        tr_indicator_input input = frame->info->inputs[k];
        if (input == TR_INPUT_TIME)
            in[k] = (double)bar->open_ns / 1e9;
        else if (input == TR_INPUT_REAL)
            in[k] = field_of(bar, frame->options.series);
        else
            in[k] = field_of(bar, (tr_bar_field)(input - TR_INPUT_OPEN));
    }
}

/* A target bar is over. */
static tr_status target_take(void *user, const tr_bar *bar)
{
    tr_indicator_frame *frame = user;
    double values[TR_INDICATOR_INPUTS_MAX];
    const double *in[TR_INDICATOR_INPUTS_MAX];
    double *out[TR_INDICATOR_OUTPUTS_MAX];
    inputs_of(frame, bar, values);
    for (size_t k = 0; k < TR_INDICATOR_INPUTS_MAX; k++)
        in[k] = &values[k];
    for (size_t k = 0; k < TR_INDICATOR_OUTPUTS_MAX; k++)
        out[k] = &frame->confirmed[k];
    return tr_indicator_run(frame->indicator, in, 1, out, NULL, NULL);
}

static tr_status options_check(const tr_indicator_frame_options *options, tr_error *err)
{
    if (options == NULL || options->struct_size < sizeof *options || options->config == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "frame options and their indicator must be given");
    if ((unsigned int)options->mode > TR_INDICATOR_FRAME_FORMING ||
        (unsigned int)options->series > TR_BAR_VOLUME)
        return tr__fail(err, TR_E_INVALID, 0, "frame: no such mode or field: %d, %d",
                        (int)options->mode, (int)options->series);
    size_t size = 0, series_count = 0;
    tr_status status = tr_indicator_memory_size(options->config, &size, err);
    if (status != TR_OK)
        return status;
    const tr_indicator_info *info = options->config->info;
    for (size_t k = 0; k < tr_indicator_input_count(info); k++)
        series_count += info->inputs[k] == TR_INPUT_REAL;
    if (series_count > 1)
        return tr__fail(err, TR_E_INVALID, 0, "%s takes %zu series, a frame has one to give",
                        info->name, series_count);
    return TR_OK;
}

static tr_status parts_make(tr_indicator_frame *frame, tr_error *err)
{
    const tr_indicator_frame_options *options = &frame->options;
    tr_resampler_options resampler = TR_RESAMPLER_OPTIONS_INIT;
    resampler.source = options->source;
    resampler.target = options->target;
    resampler.gap_policy = options->gap_policy;
    resampler.fill_count_max = options->fill_count_max;
    resampler.allocator = options->allocator;
    tr_status status = tr_resampler_new(&resampler, target_take, frame, &frame->resampler, err);
    if (status != TR_OK)
        return status;
    size_t size = 0;
    status = tr_indicator_memory_size(options->config, &size, err);
    if (status != TR_OK)
        return status;
    frame->memory = tr__allocate(options->allocator, size);
    if (frame->memory == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "frame: no memory for %s", frame->info->name);
    return tr_indicator_init(options->config, frame->memory, size, &frame->indicator, err);
}

tr_status tr_indicator_frame_new(const tr_indicator_frame_options *options,
                                 tr_indicator_frame **out, tr_error *err)
{
    if (out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no place for the frame");
    tr_status status = options_check(options, err);
    if (status != TR_OK)
        return status;
    tr_indicator_frame *frame = tr__allocate_zeroed(options->allocator, 1, sizeof *frame);
    if (frame == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "frame: no memory");
    frame->options = *options;
    frame->info = options->config->info;
    frame->output_count = tr_indicator_output_count(frame->info);
    for (size_t k = 0; k < TR_INDICATOR_OUTPUTS_MAX; k++)
        frame->confirmed[k] = NAN;
    status = parts_make(frame, err);
    /* The caller's configuration is not looked at again. */
    frame->options.config = NULL;
    if (status != TR_OK) {
        tr_indicator_frame_free(frame);
        return status;
    }
    *out = frame;
    return TR_OK;
}

void tr_indicator_frame_free(tr_indicator_frame *frame)
{
    if (frame == NULL)
        return;
    tr_resampler_free(frame->resampler);
    tr__release(frame->options.allocator, frame->memory);
    tr__release(frame->options.allocator, frame);
}

tr_status tr_indicator_frame_push(tr_indicator_frame *frame, const tr_bar *bar, double *values_out,
                                  tr_error *err)
{
    if (frame == NULL || bar == NULL || values_out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "frame, bar and values must be given");
    tr_status status = tr_resampler_push(frame->resampler, bar, err);
    if (status != TR_OK)
        return status;
    tr_bar forming;
    if (frame->options.mode == TR_INDICATOR_FRAME_FORMING &&
        tr_resampler_peek(frame->resampler, &forming)) {
        double in[TR_INDICATOR_INPUTS_MAX];
        inputs_of(frame, &forming, in);
        return tr_indicator_peek(frame->indicator, in, values_out, err);
    }
    memcpy(values_out, frame->confirmed, frame->output_count * sizeof *values_out);
    return TR_OK;
}

tr_status tr_indicator_frame_run(tr_indicator_frame *frame, const tr_bar *bars, size_t count,
                                 double *const *values_out, size_t *taken_out, tr_error *err)
{
    if (frame == NULL || values_out == NULL || (bars == NULL && count > 0))
        return tr__fail(err, TR_E_INVALID, 0, "frame, bars and values must be given");
    for (size_t k = 0; k < frame->output_count; k++)
        if (values_out[k] == NULL)
            return tr__fail(err, TR_E_INVALID, 0, "output %zu has no place", k);
    tr_status status = TR_OK;
    size_t taken = 0;
    while (taken < count) {
        double values[TR_INDICATOR_OUTPUTS_MAX];
        status = tr_indicator_frame_push(frame, &bars[taken], values, err);
        if (status != TR_OK)
            break;
        for (size_t k = 0; k < frame->output_count; k++)
            values_out[k][taken] = values[k];
        taken++;
    }
    if (taken_out != NULL)
        *taken_out = taken;
    return status;
}

uint64_t tr_indicator_frame_bars(const tr_indicator_frame *frame)
{
    return frame == NULL ? 0 : tr_indicator_bars(frame->indicator);
}
