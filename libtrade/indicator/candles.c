/* candles.c: the shared pass: its configuration, its memory, and what bad bars do to its answers. */
#include <trade/candles.h>

#include <assert.h>
#include <math.h>
#include <string.h>

#include "core/fail.h"
#include "indicator/candles_inside.h"

static bool is_pattern(const tr__indicator *indicator)
{
    return indicator->pattern != NULL || indicator->tulip_pattern != NULL;
}

size_t tr_candles_count(void)
{
    size_t count = 0;
    for (size_t i = 0; i < tr__indicator_total; i++)
        count += is_pattern(tr__indicators[i]);
    assert(count <= TR_CANDLES_MAX);
    return count;
}

const tr__indicator *tr__candle_at_index(size_t index)
{
    for (size_t i = 0; i < tr__indicator_total; i++)
        if (is_pattern(tr__indicators[i]) && index-- == 0)
            return tr__indicators[i];
    return NULL;
}

const tr_indicator_info *tr_candles_at(size_t index)
{
    const tr__indicator *indicator = tr__candle_at_index(index);
    return indicator == NULL ? NULL : &indicator->info;
}

size_t tr_candles_find(const char *name)
{
    const tr_indicator_info *info = tr_indicator_find(name);
    for (size_t i = 0; info != NULL && i < tr_candles_count(); i++)
        if (tr_candles_at(i) == info)
            return i;
    return SIZE_MAX;
}

tr_status tr_candles_config_init(tr_indicator_preset preset, tr_candles_config *out, tr_error *err)
{
    if (out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no place for the configuration");
    if ((unsigned int)preset > TR_INDICATOR_PANDAS)
        return tr__fail(err, TR_E_INVALID, 0, "candles: preset is %d, allowed 0..3", (int)preset);
    *out = (tr_candles_config){ .struct_size = sizeof *out, .preset = preset };
    memcpy(out->measures, preset == TR_INDICATOR_TULIP ? tr__candle_tulip : tr__candle_talib,
           sizeof out->measures);
    for (size_t i = 0; i < tr_candles_count(); i++) {
        const tr__indicator *indicator = tr__candle_at_index(i);
        out->is_selected[i] = tr__candle_pattern(indicator, preset) != NULL;
        out->penetration[i] = indicator->info.params[0].initial;
    }
    return TR_OK;
}

static bool is_within(double value, double max)
{
    return value >= 0 && value <= max;
}

tr_status tr__candles_config_check(const tr_candles_config *config, tr_error *err)
{
    if (config == NULL || config->struct_size != sizeof *config)
        return tr__fail(err, TR_E_INVALID, 0,
                        "the configuration of the candles is not initialised");
    if ((unsigned int)config->preset > TR_INDICATOR_PANDAS)
        return tr__fail(err, TR_E_INVALID, 0, "candles: no such preset: %d", (int)config->preset);
    if ((unsigned int)config->bad_bar > TR_INDICATOR_BAD_BAR_REFUSE)
        return tr__fail(err, TR_E_INVALID, 0, "candles: no such policy: %d", (int)config->bad_bar);
    for (size_t i = 0; i < TR_CANDLE_MEASURES; i++) {
        const tr_candle_measure *measure = &config->measures[i];
        if ((unsigned int)measure->range > TR_CANDLE_RANGE_SHADOWS)
            return tr__fail(err, TR_E_RANGE, 0, "candles: range of measure %zu is %d, allowed 0..2",
                            i, (int)measure->range);
        if (measure->period > TR_CANDLE_PERIOD_MAX)
            return tr__fail(err, TR_E_RANGE, 0,
                            "candles: period of measure %zu is %zu, allowed 0..%d", i,
                            measure->period, TR_CANDLE_PERIOD_MAX);
        if (!is_within(measure->factor, TR_CANDLE_FACTOR_MAX))
            return tr__fail(err, TR_E_RANGE, 0,
                            "candles: factor of measure %zu is %g, allowed 0..%g", i,
                            measure->factor, TR_CANDLE_FACTOR_MAX);
    }
    size_t count = tr_candles_count(), selected = 0;
    for (size_t i = 0; i < TR_CANDLES_MAX; i++) {
        if (!config->is_selected[i])
            continue;
        if (i >= count)
            return tr__fail(err, TR_E_RANGE, 0, "candles: pattern %zu is selected, there are %zu",
                            i, count);
        if (tr__candle_pattern(tr__candle_at_index(i), config->preset) == NULL)
            return tr__fail(err, TR_E_NOT_FOUND, 0,
                            "candles: %s has no definition under the preset",
                            tr_candles_at(i)->name);
        if (!is_within(config->penetration[i], TR_CANDLE_FACTOR_MAX))
            return tr__fail(err, TR_E_RANGE, 0, "candles: penetration of %s is %g, allowed 0..%g",
                            tr_candles_at(i)->name, config->penetration[i], TR_CANDLE_FACTOR_MAX);
        selected++;
    }
    return selected > 0 ? TR_OK : tr__fail(err, TR_E_INVALID, 0, "candles: no pattern is selected");
}

tr_status tr_candles_lookback(const tr_candles_config *config, size_t pattern, size_t *out,
                              tr_error *err)
{
    const tr__indicator *indicator = tr__candle_at_index(pattern);
    if (out == NULL || indicator == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no place for the lookback, or no pattern %zu",
                        pattern);
    tr_status status = tr__candles_config_check(config, err);
    if (status != TR_OK)
        return status;
    const tr__pattern *definition = tr__candle_pattern(indicator, config->preset);
    if (definition == NULL)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "candles: %s has no definition under the preset",
                        indicator->info.name);
    *out = tr__candle_lookback(definition, config->measures);
    return TR_OK;
}

static void draft_make(const tr_candles_config *config, tr__candle_draft *draft)
{
    tr__candle_draft_begin(draft);
    for (size_t i = 0; i < tr_candles_count(); i++)
        if (config->is_selected[i])
            tr__candle_draft_add(draft, tr__candle_pattern(tr__candle_at_index(i), config->preset),
                                 i, config->measures, config->penetration[i]);
    tr__candle_draft_sort(draft);
    tr__candle_draft_end(draft);
}

static size_t padded(size_t size)
{
    return (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
}

/* The struct as it begins: where everything lies that a program of this size needs. */
static tr_candles layout_of(const tr_candles_config *config, const tr__candle_program *program)
{
    tr_candles at = { .config = *config, .row_count = program->row_count };
    /* As tapes of indicators: twice the depth, so that the state before the last bar outlives it. */
    at.tape_stride = 2 * (size_t)program->depth + 1 + TR__CANDLE_BLOCK;
    at.program_at = padded(sizeof at);
    at.tapes_at = at.program_at + padded(program->size);
    at.series_at = at.tapes_at + padded(4 * at.tape_stride * sizeof(double));
    at.masks_at = at.series_at + padded((program->series_count - 4u) * sizeof(double) *
                                        tr__candle_series_stride(program, TR__CANDLE_BLOCK));
    at.done_at = at.masks_at + padded((program->mask_count + (size_t)TR__CANDLE_SPARE) *
                                      tr__candle_mask_stride(program, TR__CANDLE_BLOCK));
    at.answers_at = at.done_at + padded(program->step_count);
    at.size = at.answers_at + padded((size_t)program->row_count * TR__CANDLE_BLOCK);
    return at;
}

tr_status tr_candles_memory_size(const tr_candles_config *config, size_t *out, tr_error *err)
{
    if (out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no place for the size");
    tr_status status = tr__candles_config_check(config, err);
    if (status != TR_OK)
        return status;
    tr__candle_draft draft;
    draft_make(config, &draft);
    *out = layout_of(config, &draft.program).size;
    return TR_OK;
}

tr_status tr_candles_init(const tr_candles_config *config, void *memory, size_t memory_size,
                          tr_candles **out, tr_error *err)
{
    if (memory == NULL || out == NULL || (uintptr_t)memory % _Alignof(max_align_t) != 0)
        return tr__fail(err, TR_E_INVALID, 0, "memory is missing or misaligned");
    tr_status status = tr__candles_config_check(config, err);
    if (status != TR_OK)
        return status;
    tr__candle_draft draft;
    draft_make(config, &draft);
    tr_candles at = layout_of(config, &draft.program);
    if (memory_size < at.size)
        return tr__fail(err, TR_E_FULL, 0, "candles need %zu bytes of memory, there are %zu",
                        at.size, memory_size);
    for (size_t i = 0; i < at.row_count; i++)
        if (draft.rows[i].lookback > at.lookback)
            at.lookback = draft.rows[i].lookback;
    memset(memory, 0, at.size);
    memcpy(memory, &at, sizeof at);
    tr__candle_draft_write(&draft, (unsigned char *)memory + at.program_at);
    *out = memory;
    return TR_OK;
}

/* Bars without an answer, at the start of the next `count` fed ones. */
static size_t unknown_count(const tr_candles *candles, size_t lookback, size_t count)
{
    uint64_t known_from = lookback;
    if (candles->bad_at > 0 && candles->bad_at + lookback > known_from)
        known_from = candles->bad_at + lookback;
    uint64_t unknown = known_from > candles->fed ? known_from - candles->fed : 0;
    return unknown < count ? (size_t)unknown : count;
}

/* One call: where its series stand and how far it is. */
typedef struct feeding {
    tr_candles *candles;
    const double *const *in;
    int8_t *const *rows;
    size_t row_at; /* where in the rows the next answer goes */
    int8_t unknown;
    size_t taken;
    size_t begin;               /* SIZE_MAX until every pattern could be told */
    const double *const *ahead; /* the whole block after this one, or NULL */
} feeding;

/* A block that no longer fits moves the past to the front; the last bar stays one that can be taken back. */
static void tape_take(tr_candles *candles, const double *const *in, size_t count)
{
    size_t depth = tr__candles_program(candles)->depth;
    bool is_full = depth + candles->tape_at + count > candles->tape_stride;
    for (size_t k = 0; k < 4; k++) {
        double *tape = tr__candles_tape(candles, k);
        if (is_full)
            memmove(tape, tape + candles->tape_at - 1, (depth + 1) * sizeof *tape);
        memcpy(tape + depth + (is_full ? 1 : candles->tape_at), in[k], count * sizeof *tape);
    }
    candles->tape_at = (is_full ? 1 : candles->tape_at) + count;
}

/* Let the patterns see `count` bars, not NaN, that stand at `in`; `bad_at` holds from then on. */
static void bars_feed(feeding *feed, const double *const *in, size_t count, uint64_t bad_at)
{
    tr_candles *candles = feed->candles;
    const tr__candle_program *program = tr__candles_program(candles);
    candles->bad_before = candles->bad_at;
    candles->bad_at = bad_at;
    candles->is_last_fed = 1;
    tape_take(candles, in, count);
    const double *taped[4];
    for (size_t k = 0; k < 4; k++)
        taped[k] = tr__candles_last(candles, k) + 1 - count;
    tr__candle_scratch scratch = tr__candles_scratch(candles);
    size_t ahead_at = 0;
    scratch.ahead = feed->ahead;
    scratch.ahead_at = &ahead_at;
    int8_t *rows[TR_CANDLES_MAX];
    for (size_t r = 0; r < candles->row_count; r++)
        rows[r] = feed->rows[r] + feed->row_at;
    (void)tr__candle_run(program, taped, count, &scratch, rows); /* all 0 is an answer too */
    for (size_t r = 0; r < candles->row_count; r++) {
        size_t unknown = unknown_count(candles, tr__candle_rows(program)[r].lookback, count);
        memset(rows[r], (unsigned char)feed->unknown, unknown);
    }
    size_t unknown = unknown_count(candles, candles->lookback, count);
    if (feed->begin == SIZE_MAX && unknown < count)
        feed->begin = feed->taken + unknown;
    candles->fed += count;
    candles->taken += count;
    feed->taken += count;
    feed->row_at += count;
}

/* A bar with a NaN: the bar before stands in for it, or nothing does. */
static void bad_bar_feed(feeding *feed)
{
    tr_candles *candles = feed->candles;
    if (candles->config.bad_bar != TR_INDICATOR_BAD_BAR_SKIP && candles->fed > 0) {
        double last[4];
        for (size_t k = 0; k < 4; k++)
            last[k] = *tr__candles_last(candles, k);
        bars_feed(feed, (const double *const[]){ &last[0], &last[1], &last[2], &last[3] }, 1,
                  candles->fed + 1);
        return;
    }
    for (size_t r = 0; r < candles->row_count; r++)
        feed->rows[r][feed->row_at] = feed->unknown;
    candles->bad_before = candles->bad_at;
    candles->is_last_fed = 0;
    candles->taken++;
    feed->taken++;
    feed->row_at++;
}

static bool is_good(double value)
{
    return fabs(value) <= TR_INDICATOR_VALUE_MAX;
}

/* How many bars from the one next to be taken on have only ordinary values. */
static size_t good_count(const feeding *feed, size_t count)
{
    unsigned int bad = 0;
    for (size_t k = 0; k < 4; k++)
        for (size_t i = 0; i < count; i++)
            bad |= (unsigned int)!is_good(feed->in[k][feed->taken + i]);
    if (bad == 0)
        return count;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < 4; k++)
            if (!is_good(feed->in[k][feed->taken + i]))
                return i;
    return count;
}

static tr_status bad_bar_check(const feeding *feed, tr_error *err)
{
    for (size_t k = 0; k < 4; k++) {
        double value = feed->in[k][feed->taken];
        if (isnan(value) ? feed->candles->config.bad_bar == TR_INDICATOR_BAD_BAR_REFUSE
                         : !is_good(value))
            return tr__fail(err, TR_E_RANGE, 0,
                            "candles: input %zu of bar %zu is %g, allowed up to %g in magnitude", k,
                            feed->taken, value, TR_INDICATOR_VALUE_MAX);
    }
    return TR_OK;
}

/* One block, or less of it: the ordinary bars up to a bad one, and that. */
static tr_status block_feed(feeding *feed, size_t count, tr_error *err)
{
    size_t wanted = count < TR__CANDLE_BLOCK ? count : TR__CANDLE_BLOCK;
    size_t good = good_count(feed, wanted);
    const double *const at[4] = { feed->in[0] + feed->taken, feed->in[1] + feed->taken,
                                  feed->in[2] + feed->taken, feed->in[3] + feed->taken };
    if (good > 0) {
        const double *ahead[4];
        if (count >= (size_t)2 * TR__CANDLE_BLOCK) {
            for (size_t k = 0; k < 4; k++)
                ahead[k] = at[k] + TR__CANDLE_BLOCK;
            feed->ahead = ahead;
        }
        bars_feed(feed, at, good, feed->candles->bad_at);
        feed->ahead = NULL;
        return TR_OK;
    }
    tr_status status = bad_bar_check(feed, err);
    if (status == TR_OK)
        bad_bar_feed(feed);
    return status;
}

static tr_status feed_check(const tr_candles *candles, const double *const *in, size_t count,
                            tr_error *err)
{
    if (candles == NULL || in == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "candles or inputs are missing");
    for (size_t k = 0; k < 4; k++)
        if (in[k] == NULL && count > 0)
            return tr__fail(err, TR_E_INVALID, 0, "candles: input %zu is missing", k);
    return TR_OK;
}

static void result_write(const feeding *feed, tr_indicator_result *result)
{
    if (result != NULL)
        *result =
            (tr_indicator_result){ .taken = feed->taken,
                                   .begin = feed->begin < feed->taken ? feed->begin : feed->taken };
}

tr_status tr_candles_run(tr_candles *candles, const double *const *in, size_t count,
                         int8_t *const *rows, tr_indicator_result *result, tr_error *err)
{
    tr_status status = feed_check(candles, in, count, err);
    if (status != TR_OK)
        return status;
    if (rows == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "candles: rows are missing");
    for (size_t k = 0; k < candles->row_count; k++)
        if (rows[k] == NULL && count > 0)
            return tr__fail(err, TR_E_INVALID, 0, "candles: row %zu is missing", k);
    feeding feed = { .candles = candles,
                     .in = in,
                     .rows = rows,
                     .unknown = candles->config.unknown,
                     .begin = SIZE_MAX };
    while (status == TR_OK && feed.taken < count)
        status = block_feed(&feed, count - feed.taken, err);
    result_write(&feed, result);
    return status;
}

/* Hits of each of the first `count` bars of the answers; most of eight answers at once are none. */
static void hits_count(const feeding *feed, size_t count, uint16_t *counts)
{
    memset(counts, 0, count * sizeof *counts);
    for (size_t r = 0; r < feed->candles->row_count; r++)
        for (size_t i = 0; i < count; i += 8) {
            uint64_t eight;
            memcpy(&eight, feed->rows[r] + i, sizeof eight);
            for (size_t k = i; eight != 0 && k < i + 8 && k < count; k++)
                counts[k] = (uint16_t)(counts[k] + (feed->rows[r][k] != 0));
        }
}

/* Writes the hits of as many bars as there is room for, by bar and then by pattern; returns how many bars. */
static size_t hits_write(const feeding *feed, uint64_t first_bar, size_t count, tr_candle_hit *hits,
                         size_t hits_max, size_t *written)
{
    uint16_t counts[TR__CANDLE_BLOCK];
    size_t place[TR__CANDLE_BLOCK], bars = 0, total = *written;
    hits_count(feed, count, counts);
    for (; bars < count && total + counts[bars] <= hits_max; bars++) {
        place[bars] = total;
        total += counts[bars];
    }
    const tr__candle_row *rows = tr__candle_rows(tr__candles_program(feed->candles));
    for (size_t r = 0; r < feed->candles->row_count; r++)
        for (size_t i = 0; i < bars; i += 8) {
            uint64_t eight;
            memcpy(&eight, feed->rows[r] + i, sizeof eight);
            for (size_t k = i; eight != 0 && k < i + 8 && k < bars; k++)
                if (feed->rows[r][k] != 0)
                    hits[place[k]++] =
                        (tr_candle_hit){ first_bar + k, rows[r].pattern, feed->rows[r][k] };
        }
    *written = total;
    return bars;
}

static void bars_take_back(tr_candles *candles, size_t count)
{
    assert(candles->tape_at >= count && candles->fed >= count);
    candles->tape_at -= count;
    candles->fed -= count;
    candles->taken -= count;
}

tr_status tr_candles_hits(tr_candles *candles, const double *const *in, size_t count,
                          tr_candle_hit *hits, size_t hits_max, size_t *hit_count,
                          tr_indicator_result *result, tr_error *err)
{
    tr_status status = feed_check(candles, in, count, err);
    if (status != TR_OK)
        return status;
    if (hits == NULL || hit_count == NULL || hits_max < candles->row_count)
        return tr__fail(err, TR_E_INVALID, 0, "candles: hits are missing, or fewer than %zu",
                        candles->row_count);
    int8_t *rows[TR_CANDLES_MAX];
    for (size_t r = 0; r < candles->row_count; r++)
        rows[r] = (int8_t *)candles + candles->answers_at + r * TR__CANDLE_BLOCK;
    feeding feed = { .candles = candles, .in = in, .rows = rows, .begin = SIZE_MAX };
    size_t written = 0, fits = 0, taken = 0;
    while (status == TR_OK && feed.taken < count && fits == taken) {
        uint64_t first_bar = candles->taken, bad_before = candles->bad_before;
        uint64_t is_last_fed = candles->is_last_fed;
        size_t before = feed.taken;
        feed.row_at = 0;
        status = block_feed(&feed, count - feed.taken, err);
        taken = feed.taken - before;
        fits = hits_write(&feed, first_bar, taken, hits, hits_max, &written);
        if (fits < taken)
            bars_take_back(candles, taken - fits);
        if (fits == 0) {
            candles->bad_before = bad_before;
            candles->is_last_fed = is_last_fed;
        }
        feed.taken = before + fits;
    }
    *hit_count = written;
    result_write(&feed, result);
    return status;
}

/* The last bar as if it had never been. */
static void last_take_back(tr_candles *candles)
{
    if (candles->is_last_fed)
        bars_take_back(candles, 1);
    else
        candles->taken--;
    candles->bad_at = candles->bad_before;
}

static tr_status bar_run(tr_candles *candles, const double *bar, int8_t *answers, tr_error *err)
{
    int8_t *rows[TR_CANDLES_MAX];
    for (size_t r = 0; r < candles->row_count; r++)
        rows[r] = answers + r;
    const double *const in[4] = { bar, bar + 1, bar + 2, bar + 3 };
    return tr_candles_run(candles, in, 1, rows, NULL, err);
}

tr_status tr_candles_peek(tr_candles *candles, const double *bar, int8_t *answers, tr_error *err)
{
    if (candles == NULL || bar == NULL || answers == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "candles, bar or answers are missing");
    uint64_t bad_before = candles->bad_before, is_last_fed = candles->is_last_fed;
    tr_status status = bar_run(candles, bar, answers, err);
    if (status != TR_OK)
        return status;
    last_take_back(candles);
    candles->bad_before = bad_before;
    candles->is_last_fed = is_last_fed;
    return TR_OK;
}

tr_status tr_candles_correct(tr_candles *candles, const double *bar, int8_t *answers, tr_error *err)
{
    if (candles == NULL || bar == NULL || answers == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "candles, bar or answers are missing");
    if (candles->taken == 0)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "candles: no bar to correct");
    tr_candles before = *candles;
    last_take_back(candles);
    tr_status status = bar_run(candles, bar, answers, err);
    if (status != TR_OK) /* refused before anything was fed, so the old bar still stands */
        *candles = before;
    return status;
}

tr_status tr_candles_clone(const tr_candles *candles, void *memory, size_t memory_size,
                           tr_candles **out, tr_error *err)
{
    if (candles == NULL || memory == NULL || out == NULL ||
        (uintptr_t)memory % _Alignof(max_align_t) != 0)
        return tr__fail(err, TR_E_INVALID, 0, "candles or memory are missing or misaligned");
    if (memory_size < candles->size)
        return tr__fail(err, TR_E_FULL, 0, "candles need %zu bytes of memory, there are %zu",
                        candles->size, memory_size);
    memcpy(memory, candles, candles->size);
    *out = memory;
    return TR_OK;
}

int tr_candle_value(int8_t answer)
{
    return answer == TR_CANDLE_CONFIRMED ? 200 : answer == -TR_CANDLE_CONFIRMED ? -200 : answer;
}

uint64_t tr_candles_bars(const tr_candles *candles)
{
    return candles == NULL ? 0 : candles->taken;
}
