/* frame.c: an indicator behind a resampler. */
#include <trade/indicator_frame.h>

#include <assert.h>
#include <math.h>
#include <string.h>

#include "core/alloc.h"
#include "core/fail.h"
#include "core/resample.h"
#include "indicator/words.h"

struct tr_indicator_frame {
    tr_indicator_frame_options options;
    const tr_indicator_info *info;
    tr_resampler *resampler;
    tr_indicator *indicator;
    void *memory; /* of the indicator */
    size_t memory_size;
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
    status = tr_indicator_memory_size(options->config, &frame->memory_size, err);
    if (status != TR_OK)
        return status;
    frame->memory = tr__allocate(options->allocator, frame->memory_size);
    if (frame->memory == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "frame: no memory for %s", frame->info->name);
    return tr_indicator_init(options->config, frame->memory, frame->memory_size, &frame->indicator,
                             err);
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

/* ---- as bytes -------------------------------------------------------------------------------- */

/*
 * Words (words.h): magic, version, words in all; options; the confirmed values; what the resampler is in the middle of;
 * the indicator as it saves itself; checksum. The magic spells "trfrmsav".
 */
static const tr__words_format format = { .what = "frame",
                                         .magic = 0x747266726d736176u,
                                         .version = 1 };

#define OPTION_WORDS    8
#define BAR_WORDS       7
#define RESAMPLER_WORDS (4 + 2 * BAR_WORDS)
#define FIRST_WORDS     (TR__WORDS_FIRST + OPTION_WORDS + TR_INDICATOR_OUTPUTS_MAX + RESAMPLER_WORDS)

static unsigned char *bar_put(unsigned char *at, const tr_bar *bar)
{
    const double numbers[] = { bar->open, bar->high, bar->low, bar->close, bar->volume };
    at = tr__word_put(at, (uint64_t)bar->open_ns);
    at = tr__words_put(at, numbers, sizeof numbers);
    return tr__word_put(at, bar->is_closed);
}

static const unsigned char *bar_get(const unsigned char *at, tr_bar *bar)
{
    double numbers[5];
    uint64_t open = 0, is_closed = 0;
    at = tr__word_get(at, &open);
    at = tr__words_get(at, numbers, sizeof numbers);
    at = tr__word_get(at, &is_closed);
    *bar = (tr_bar){ .open_ns = (int64_t)open,
                     .open = numbers[0],
                     .high = numbers[1],
                     .low = numbers[2],
                     .close = numbers[3],
                     .volume = numbers[4],
                     .is_closed = is_closed != 0 };
    return at;
}

static unsigned char *resampler_put(unsigned char *at, const tr__resampler_state *state)
{
    const bool flags[] = { state->has_settled, state->has_pending, state->has_pushed,
                           state->has_emitted, state->has_failed };
    uint64_t bits = 0;
    for (size_t i = 0; i < 5; i++)
        bits |= (uint64_t)flags[i] << i;
    at = tr__word_put(at, bits);
    at = bar_put(at, &state->settled);
    at = bar_put(at, &state->pending);
    at = tr__word_put(at, (uint64_t)state->last_open_ns);
    at = tr__word_put(at, (uint64_t)state->complete_until_ns);
    return tr__words_put(at, &state->last_close, sizeof state->last_close);
}

static const unsigned char *resampler_get(const unsigned char *at, tr__resampler_state *state)
{
    uint64_t bits = 0, last_open = 0, complete_until = 0;
    at = tr__word_get(at, &bits);
    at = bar_get(at, &state->settled);
    at = bar_get(at, &state->pending);
    at = tr__word_get(at, &last_open);
    at = tr__word_get(at, &complete_until);
    at = tr__words_get(at, &state->last_close, sizeof state->last_close);
    state->has_settled = (bits & 1) != 0;
    state->has_pending = (bits & 2) != 0;
    state->has_pushed = (bits & 4) != 0;
    state->has_emitted = (bits & 8) != 0;
    state->has_failed = (bits & 16) != 0;
    state->last_open_ns = (int64_t)last_open;
    state->complete_until_ns = (int64_t)complete_until;
    return at;
}

size_t tr_indicator_frame_saved_size(const tr_indicator_frame *frame)
{
    return frame == NULL
               ? 0
               : (size_t)8 * (FIRST_WORDS + 1) + tr_indicator_saved_size(frame->indicator);
}

tr_status tr_indicator_frame_save(const tr_indicator_frame *frame, void *bytes, size_t size,
                                  tr_error *err)
{
    if (frame == NULL || bytes == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "frame or bytes are missing");
    size_t needed = tr_indicator_frame_saved_size(frame);
    if (size < needed)
        return tr__fail(err, TR_E_FULL, 0, "saving needs %zu bytes, there are %zu", needed, size);
    const tr_indicator_frame_options *options = &frame->options;
    const int32_t words[OPTION_WORDS - 1] = {
        options->source.count,         (int32_t)options->source.unit, options->target.count,
        (int32_t)options->target.unit, (int32_t)options->mode,        (int32_t)options->series,
        (int32_t)options->gap_policy
    };
    unsigned char *at = tr__words_begin(&format, bytes, needed);
    for (size_t i = 0; i < OPTION_WORDS - 1; i++)
        at = tr__word_put(at, (uint32_t)words[i]);
    at = tr__word_put(at, (uint64_t)options->fill_count_max);
    at = tr__words_put(at, frame->confirmed, sizeof frame->confirmed);
    at = resampler_put(at, tr__resampler_state_get(frame->resampler));
    size_t rest = tr_indicator_saved_size(frame->indicator);
    tr_status status = tr_indicator_save(frame->indicator, at, rest, err);
    assert(status == TR_OK);
    tr__words_end(bytes, at + rest, needed);
    return status;
}

/* The options in front of saved bytes. A number that is none of a kind's is refused by the calls that take it. */
static const unsigned char *options_get(const unsigned char *at,
                                        tr_indicator_frame_options *options)
{
    uint64_t words[OPTION_WORDS];
    int32_t numbers[OPTION_WORDS - 1];
    at = tr__words_get(at, words, sizeof words);
    for (size_t i = 0; i < OPTION_WORDS - 1; i++)
        numbers[i] = words[i] <= INT32_MAX ? (int32_t)words[i] : -1;
    options->source = (tr_timeframe){ numbers[0], (tr_timeframe_unit)numbers[1] };
    options->target = (tr_timeframe){ numbers[2], (tr_timeframe_unit)numbers[3] };
    options->mode = (tr_indicator_frame_mode)numbers[4];
    options->series = (tr_bar_field)numbers[5];
    options->gap_policy = (tr_gap_policy)numbers[6];
    options->fill_count_max = (int64_t)words[7];
    return at;
}

tr_status tr_indicator_frame_restore(const void *bytes, size_t size, const tr_allocator *allocator,
                                     tr_indicator_frame **out, tr_error *err)
{
    const unsigned char *at = NULL;
    if (bytes == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "bytes are missing, or a place for the frame");
    tr_status status =
        tr__words_open(&format, bytes, size, (size_t)8 * (FIRST_WORDS + 1), &at, err);
    if (status != TR_OK)
        return status;
    double confirmed[TR_INDICATOR_OUTPUTS_MAX];
    tr__resampler_state state;
    tr_indicator_config config;
    tr_indicator_frame_options options = TR_INDICATOR_FRAME_OPTIONS_INIT;
    at = options_get(at, &options);
    at = tr__words_get(at, confirmed, sizeof confirmed);
    at = resampler_get(at, &state);
    size_t rest = size - (size_t)8 * (FIRST_WORDS + 1);
    options.config = &config;
    options.allocator = allocator;
    tr_indicator_frame *frame = NULL;
    status = tr_indicator_saved_config(at, rest, &config, err);
    if (status == TR_OK)
        status = tr_indicator_frame_new(&options, &frame, err);
    if (status == TR_OK)
        status = tr_indicator_restore(at, rest, frame->memory, frame->memory_size,
                                      &frame->indicator, err);
    if (status == TR_OK)
        status = tr__resampler_state_set(frame->resampler, &state, err);
    if (status != TR_OK) {
        tr_indicator_frame_free(frame);
        return status;
    }
    memcpy(frame->confirmed, confirmed, sizeof confirmed);
    *out = frame;
    return TR_OK;
}
